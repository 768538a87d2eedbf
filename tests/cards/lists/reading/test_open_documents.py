"""Our own reading of .ods says what calamine says, and stays small whatever the file."""

import datetime as dt
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from tracuu.cards.lists.reading import ListNotReadable
from tracuu.cards.lists.reading.archive import Archive
from tracuu.cards.lists.reading.calamine import open_calamine
from tracuu.cards.lists.reading.ods.book import open_ods

from .making import people_in, read, write_zip
from .test_hostile_files import LAUGHS, ODS_HEAD, ods, ods_cell, refusal

CONVERTED = Path(__file__).parents[3] / "fixtures" / "lists" / "converted"
MEGABYTE = "a" * (1 << 20)
KIND = "application/vnd.oasis.opendocument.spreadsheet"
PERSON = f"<table:table-row>{ods_cell('Nguyễn Thị Lan')}{ods_cell('05/06/1988')}</table:table-row>"


def sheets_of(book):
    return [
        (sheet.name, sheet.is_hidden, [(number, trimmed(row)) for number, row in sheet.rows()])
        for sheet in book.sheets
    ]


def trimmed(row):
    row = list(row)
    while row and row[-1] is None:
        row.pop()
    return row


def ours(path):
    with Archive(path) as archive:
        return sheets_of(open_ods(archive))


def cell_of(path, cell):
    ((_, _, rows),) = ours(ods(path / "list.ods", f"<table:table-row>{cell}</table:table-row>"))
    return rows[0][1][0] if rows else None


def typed(kind, name, value):
    return (
        f'<table:table-cell office:value-type="{kind}" office:{name}="{value}">'
        "<text:p>shown</text:p></table:table-cell>"
    )


def row(cells, count=1):
    return f'<table:table-row table:number-rows-repeated="{count}">{cells}</table:table-row>'


@pytest.mark.parametrize("path", sorted(CONVERTED.glob("*.ods")), ids=lambda path: path.name)
def test_every_cell_is_what_calamine_reads(path):
    assert ours(path) == sheets_of(open_calamine(path))


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (typed("date", "date-value", "1975-11-05"), dt.date(1975, 11, 5)),
        (typed("date", "date-value", "1975-11-05T10:20:30"), dt.date(1975, 11, 5)),
        (typed("date", "date-value", "1975-11"), "1975-11"),
        (typed("date", "date-value", "1975-02-30"), "1975-02-30"),
        (typed("float", "value", "79085"), 79085),
        (typed("percentage", "value", "0.5"), 0.5),
        (typed("currency", "value", "1e3"), 1000),
        (typed("float", "value", "nan"), "shown"),
        (typed("float", "value", "9" * 5000), "shown"),
        (typed("boolean", "boolean-value", "true"), True),
        (typed("boolean", "boolean-value", "false"), False),
        (typed("time", "time-value", "PT05H30M00S"), "05:30:00"),
        (typed("time", "time-value", "PT100H30M00S"), "PT100H30M00S"),
        (typed("string", "string-value", "hidden"), "hidden"),
        (ods_cell('a<text:s text:c="2"/>b<text:s/>c<text:tab/>d<text:line-break/>e'), "a  b c\td\ne"),
        (ods_cell("Lê <text:span>Thị</text:span>\nLan</text:p><text:p>2"), "Lê Thị Lan\n2"),
        (ods_cell("Lê</text:p><office:annotation><text:p>ghi</text:p></office:annotation><text:p>Lan"), "Lê\nLan"),
        ("<table:table-cell><text:p>no type</text:p></table:table-cell>", "no type"),
        (ods_cell(""), None),
        (ods_cell("a" * 40_000), "a" * 32_767),
    ],
)  # fmt: skip
def test_what_a_cell_holds(cell, value, tmp_path):
    found = cell_of(tmp_path, cell)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("written", "shown", "value"),
    [
        ("1973-12-01", "12/1973", "12/1973"),
        ("1973-12-01", "12/73", "12/1973"),
        ("1973-12-01", "Dec-73", "12/1973"),
        ("1973-01-01", "01/1973", "01/1973"),
        ("1973-01-01", "Tháng 1/1973", "01/1973"),
        ("1973-01-01", "tháng một 1973", "01/1973"),
        ("1973-01-01", "1973", 1973),
        ("1973-01-01", "Năm 1973", 1973),
        ("1973-01-01", "01/01/1973", dt.date(1973, 1, 1)),
        ("1973-01-01", "1-Jan-73", dt.date(1973, 1, 1)),
        ("1973-12-12", "12 Dec 1973", dt.date(1973, 12, 12)),
        ("1973-12-25", "25 tháng 12 năm 1973", dt.date(1973, 12, 25)),
        ("1973-12-25", "Thứ Ba 25 Tháng Mười Hai 1973", dt.date(1973, 12, 25)),
        ("1973-12-25T10:00:00", "25/12/73 10:00", dt.date(1973, 12, 25)),
        ("1973-12-25", "###", dt.date(1973, 12, 25)),
        ("1973-12-25", "", dt.date(1973, 12, 25)),
        ("1905-05-28", "28/05/1905", 1975),
    ],
)
def test_a_date_says_no_more_than_its_cell_shows(written, shown, value, tmp_path):
    cell = typed("date", "date-value", written).replace("shown", shown)
    assert cell_of(tmp_path, cell) == value


def test_days_counted_from_1904_are_recognised(tmp_path):
    head = (
        "</table:table><table:calculation-settings>"
        '<table:null-date table:date-value="1904-01-01"/></table:calculation-settings>'
        '<table:table table:name="T">'
    )
    serial = typed("float", "value", "30857")
    person = f"<table:table-row>{ods_cell('Lê Thị Lan')}{serial}</table:table-row>"
    rows, profile = read(ods(tmp_path / "list.ods", head + ODS_HEAD + person))
    assert people_in(rows) == [("Lê Thị Lan", "1988-06-25", "")]
    assert profile.date_system == "1904"


def test_repeats_are_counted_and_merged_cells_keep_their_place(tmp_path):
    covered = "<table:covered-table-cell table:number-columns-repeated='2'/>"
    rows = row(ods_cell("a", ' table:number-columns-repeated="2"') + covered + ods_cell("b"), 2)
    rows = row("<table:table-cell/>", 10) + rows + row(ods_cell("c")) + row("", 10**30)
    ((name, is_hidden, found),) = ours(ods(tmp_path / "list.ods", rows))
    assert (name, is_hidden) == ("S", False)
    assert found == [
        (11, ["a", "a", None, None, "b"]),
        (12, ["a", "a", None, None, "b"]),
        (13, ["c"]),
    ]


def test_hidden_rows_are_data_and_a_table_in_a_cell_is_none(tmp_path):
    hidden = PERSON.replace("<table:table-row", '<table:table-row table:visibility="collapse"')
    inner = f'<table:table table:name="in">{row(ods_cell("x"))}</table:table>'
    rows = f"<table:table-header-rows>{ODS_HEAD}</table:table-header-rows>{hidden}"
    path = ods(tmp_path / "list.ods", rows + row(f"<table:table-cell>{inner}</table:table-cell>"))
    assert people_in(read(path)[0]) == [("Nguyễn Thị Lan", "1988-06-05", "")]


def test_sheets_follow_each_other_and_a_hidden_one_says_so(tmp_path):
    style = (
        '<style:style xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
        'style:name="t"><style:table-properties table:display="false"/></style:style>'
    )
    notes = row(ods_cell("ghi chú"), 5000)
    second = f'</table:table>{style}<table:table table:name="T" table:style-name="t">'
    path = ods(tmp_path / "list.ods", notes + second + ODS_HEAD + PERSON)
    rows, profile = read(path)
    assert [(one.sheet, one.row) for one in rows] == [("T", 2)]
    assert profile.sheets[0].is_hidden
    assert list(profile.skipped_sheets) == ["S"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_every_sheet_is_found_when_nobody_reads_those_before(encoding, tmp_path, monkeypatch):
    monkeypatch.setattr("tracuu.cards.lists.reading.ods.book._LONGEST_TAG", 1 << 16)
    notes = "".join(row(ods_cell(f"ghi chú {number}")) for number in range(20_000))
    content = f'{notes}</table:table><table:table table:name="T">{notes}</table:table>'
    path = ods(tmp_path / "list.ods", f'{content}<table:table table:name="U">{notes}<broken>')
    with zipfile.ZipFile(path) as old:
        text = old.read("content.xml").decode()
    text = text.replace('<?xml version="1.0"?>', f'<?xml version="1.0" encoding="{encoding}"?>')
    write_zip(path, {"mimetype": [KIND], "content.xml": [text.encode(encoding)]})

    with Archive(path) as archive, closing(open_ods(archive).sheets) as sheets:
        assert [next(sheets).name for _ in range(3)] == ["S", "T", "U"]
        if encoding == "utf-8":
            # Behind the last sheet nobody looks, so that the damage there is not met.
            assert list(sheets) == []
        else:
            with pytest.raises(ListNotReadable):
                next(sheets)


def test_a_sheet_is_read_to_its_end_behind_one_that_was_passed_over(tmp_path, monkeypatch):
    monkeypatch.setattr("tracuu.cards.lists.reading.ods.book._LONGEST_TAG", 0)
    notes = "".join(row(ods_cell(f"ghi chú {number}")) for number in range(20_000))
    path = ods(tmp_path / "list.ods", f'{notes}</table:table><table:table table:name="T">{notes}')
    with Archive(path) as archive, closing(open_ods(archive).sheets) as sheets:
        next(sheets)
        assert sum(1 for _ in next(sheets).rows()) == 20_000


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (row(ods_cell("x"), 1_048_574), "too_large"),
        (row(ods_cell("x"), 10**30), "too_large"),
        (row("", 1_048_575) + PERSON, "too_large"),
        (row(ods_cell("x", ' table:number-columns-repeated="2000000000"')), "too_wide"),
        (row('<table:table-cell table:number-columns-repeated="256"/>' + ods_cell("x")), "too_wide"),
        (row(ods_cell("x", ' table:number-columns-repeated="-1"')), "damaged"),
        (f'<a b="{MEGABYTE * 12}"/>', "too_large"),
        (f"<!--{MEGABYTE * 12}-->", "too_large"),
        ("<table:table-row>", "damaged"),
        ("&a9;", "damaged"),
        ("<a>" * 3_000_000, "damaged"),
        ("<table:table-row>" * 100_000, "damaged"),
        ("".join(f"<a{n}/>" for n in range(100_000)), "too_large"),
        ("".join(f"<a b{n}=''/>" for n in range(100_000)), "too_large"),
        ("".join(f"<a xmlns:b{n}='c'/>" for n in range(100_000)), "too_large"),
        ("</table:table>" + '<table:table table:name="a"/>' * 20_000 + "<table:table>", "too_large"),
    ],
    ids=["copies", "absurd", "row too far", "wide", "far", "negative", "endless attribute", "endless comment",
         "not XML", "entity", "deep", "deep rows", "elements", "attributes", "prefixes", "sheets"],
)  # fmt: skip
def test_a_harmful_open_document_is_refused(rows, code, tmp_path):
    assert refusal(ods(tmp_path / "list.ods", ODS_HEAD + PERSON + rows)) == code


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"content.xml": [LAUGHS, "<w>&a9;</w>"]}, "damaged"),
        ({"content.xml": ["<w>", *[" " * (1 << 20)] * 100, "</w>"]}, "too_large"),
        ({"content.xml": ["<w/>"]}, "not_a_spreadsheet"),
        ({"content.xml": [b"\x8f\x13" * 500], "META-INF/manifest.xml": ["<m:encryption-data/>"]}, "password"),
        ({"encrypted-package": [b"\x8f\x13" * 500]}, "password"),
    ],
    ids=["laughs", "bomb", "no sheet", "password", "password of 2024"],
)  # fmt: skip
def test_a_harmful_package_is_refused(parts, code, tmp_path):
    assert refusal(write_zip(tmp_path / "list.ods", {"mimetype": [KIND], **parts})) == code


def peak_of_child(path):
    measure = (
        "import datetime as dt, pathlib, resource, sys\n"
        "from tracuu.cards.lists.reading import *\n"
        "with read_list(pathlib.Path(sys.argv[1]), today=dt.date(2026, 11, 24)) as r:\n"
        "  print(sum(map(len, r.batches())))\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", measure, str(path)], capture_output=True, text=True, check=True
    )
    return [int(word) for word in done.stdout.split()]


@pytest.mark.slow
def test_memory_does_not_grow_with_the_rows(tmp_path):
    peaks = []
    for count in (20_000, 200_000):
        rows = "".join(
            row(ods_cell(f"Lê Thị Lan {n}") + ods_cell("05/06/1988")) for n in range(count)
        )
        found, peak = peak_of_child(ods(tmp_path / f"{count}.ods", ODS_HEAD + rows))
        assert found == count
        peaks.append(peak)
    assert peaks[1] < peaks[0] * 1.2
