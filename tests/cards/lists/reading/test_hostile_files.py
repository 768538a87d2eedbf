"""Files made to harm, by somebody or by accident, end in a sentence: soon, and in little memory."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tracuu.cards.lists.reading import ListNotReadable

from .making import (
    ONE_PERSON,
    SHEET_END,
    SHEET_START,
    csv_text,
    inline,
    read,
    table,
    write_raw_xlsx,
    write_xlsx,
    write_zip,
)

LISTS = Path(__file__).parents[3] / "fixtures" / "lists"
MEGABYTE = b" " * (1 << 20)
_LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a0 "ha">{_LAUGHS}]>'
_ODS = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def refusal(path: Path) -> str:
    """Return the code; every refusal has a sentence that ends as a sentence and names no code."""
    started = time.monotonic()
    with pytest.raises(ListNotReadable) as caught:
        read(path)
    assert time.monotonic() - started < 5
    assert caught.value.message.endswith(".")
    assert "Vui lòng" in caught.value.message
    return caught.value.code


def ods(path: Path, rows: str) -> Path:
    content = (
        f'<?xml version="1.0"?><office:document-content {_ODS}><office:body>'
        f'<office:spreadsheet><table:table table:name="S">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return write_zip(path, {"mimetype": [kind], "content.xml": [content]})


def ods_cell(text: str, attributes: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="string"{attributes}>'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


ODS_HEAD = f"<table:table-row>{ods_cell('Họ tên')}{ods_cell('Ngày sinh')}</table:table-row>"


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        ([SHEET_START, ONE_PERSON, *[MEGABYTE] * 200, SHEET_END], "too_large"),
        ([SHEET_START, '<row r="1"><c r="A1" t="inlineStr"><is><t>', *[b"a" * (1 << 20)] * 64], "too_large"),
        ([SHEET_START, ONE_PERSON, f'<row r="1048576">{inline("XFD1048576", "x")}</row>', SHEET_END], "too_wide"),
        ([SHEET_START, ONE_PERSON, f'<row r="1048577">{inline("A1048577", "x")}</row>', SHEET_END], "too_large"),
        ([SHEET_START, ONE_PERSON, '<row r="3"><c r="A3" t="s"><v>7</v></c></row>', SHEET_END], "damaged"),
        ([LAUGHS, SHEET_START[21:], f'<row r="1">{inline("A1", "&a9;")}</row>', SHEET_END], "damaged"),
        ([SHEET_START, ONE_PERSON, '<row r="3"><c r="A3"><v>1</c></row>', SHEET_END], "damaged"),
        (['<x:worksheet xmlns:x="x">', "<a>" * 3_000_000], "damaged"),
        ([SHEET_START, SHEET_END], "empty"),
    ],
    ids=["bomb", "endless cell", "XFD1048576", "row too far", "no such string", "laughs", "not XML", "deep", "empty"],
)  # fmt: skip
def test_a_harmful_sheet_is_refused(sheet, code, tmp_path):
    assert refusal(write_raw_xlsx(tmp_path / "list.xlsx", sheet)) == code


def test_a_bomb_of_shared_strings_is_refused(tmp_path):
    strings = ["<sst>", *["<si><t>" + "a" * 32_000 + "</t></si>"] * 2000, "</sst>"]
    path = write_raw_xlsx(
        tmp_path / "list.xlsx", [SHEET_START, ONE_PERSON, SHEET_END], strings=strings
    )
    assert refusal(path) == "too_large"


@pytest.mark.parametrize("part", ["styles", "strings"])
def test_elements_without_end_are_refused(part, tmp_path):
    content = {part: ["<!-- -->", "<a>" * 3_000_000]}
    sheet = [SHEET_START, ONE_PERSON, SHEET_END]
    assert refusal(write_raw_xlsx(tmp_path / "list.xlsx", sheet, **content)) == "damaged"


def test_a_declared_document_type_is_refused_and_never_followed(tmp_path):
    declared = '<?xml version="1.0"?><!DOCTYPE w SYSTEM "file:///etc/hostname">'
    path = write_raw_xlsx(
        tmp_path / "list.xlsx", [SHEET_START, ONE_PERSON, SHEET_END], before_workbook=declared
    )
    assert refusal(path) == "damaged"


def test_a_million_empty_cells_far_right_are_no_harm(tmp_path):
    blank = [f'<row r="{row}"><c r="XFD{row}" s="1"/></row>' for row in range(3, 200_000)]
    path = write_raw_xlsx(tmp_path / "list.xlsx", [SHEET_START, ONE_PERSON, *blank, SHEET_END])
    assert len(read(path)[0]) == 1


@pytest.mark.parametrize("share", [0.001, 0.1, 0.5, 0.9, 0.999])
@pytest.mark.parametrize(
    "name", ["list1-mixed.xlsx", "list2-tcvn3.xls", "converted/list1-mixed.ods"]
)
def test_a_file_cut_off_anywhere_is_refused(name, share, tmp_path):
    data = (LISTS / name).read_bytes()
    cut = tmp_path / "list"
    cut.write_bytes(data[: int(len(data) * share)])
    assert refusal(cut) in {"truncated", "damaged", "not_a_spreadsheet"}


@pytest.mark.parametrize("name", ["list.xlsx", "list.xls", "list.csv", "list.ods", "list.xlsb"])
@pytest.mark.parametrize(
    "data",
    [
        Path(sys.executable).resolve().read_bytes()[:100_000],
        b"MZ\x90\0\x03\0\0\0" + bytes(range(256)) * 20,
        b"%PDF-1.7\n" + b"1 0 obj\n" * 50,
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        b"{\\rtf1 Danh sach}",
        bytes(range(256)) * 400,
        b"\0" * 100_000,
    ],
    ids=["ELF", "MZ", "PDF", "PNG", "RTF", "noise", "zeros"],
)
def test_what_is_no_spreadsheet_is_refused_whatever_its_name(data, name, tmp_path):
    (tmp_path / name).write_bytes(data)
    assert refusal(tmp_path / name) == "not_a_spreadsheet"


@pytest.mark.parametrize("name", ["list.xlsx", "list.xlsb"])
def test_a_password_is_recognised(name, tmp_path):
    ole = (LISTS / "list2-tcvn3.xls").read_bytes()[:512]
    path = tmp_path / name
    path.write_bytes(ole + "EncryptedPackage".encode("utf-16-le") + bytes(4096))
    assert refusal(path) == "password"


def test_word_documents_and_other_zips_are_no_lists(tmp_path):
    assert (
        refusal(write_zip(tmp_path / "a.docx", {"word/document.xml": ["<w/>"]}))
        == "not_a_spreadsheet"
    )
    ole = (LISTS / "list2-tcvn3.xls").read_bytes()
    (tmp_path / "b.doc").write_bytes(ole.replace("Workbook".encode("utf-16-le"), bytes(16)))
    assert refusal(tmp_path / "b.doc") == "not_a_spreadsheet"


def test_a_web_page_named_xls_is_told_how_to_become_a_spreadsheet(tmp_path):
    (tmp_path / "list.xls").write_text("<html><table><tr><td>Họ tên</td></tr></table></html>")
    assert refusal(tmp_path / "list.xls") == "old_export"


_WIDE = ods_cell("x", ' table:number-columns-repeated="16384"')
_ABSURD = ods_cell("x", ' table:number-columns-repeated="2000000000"')

_FAR_CORNER = (
    '<table:table-row table:number-rows-repeated="1048573"><table:table-cell/></table:table-row>'
    '<table:table-row><table:table-cell table:number-columns-repeated="16383"/>'
    f"{ods_cell('x')}</table:table-row>"
)


@pytest.mark.parametrize(
    "rows",
    [
        f'<table:table-row table:number-rows-repeated="1048574">{_WIDE}</table:table-row>',
        f'<table:table-row table:number-rows-repeated="2000000000">{_ABSURD}</table:table-row>',
        _FAR_CORNER,
    ],
    ids=["full", "absurd", "far corner"],
)
def test_an_open_document_that_unfolds_is_refused(rows, tmp_path):
    code = refusal(ods(tmp_path / "list.ods", ODS_HEAD + rows))
    assert code in {"damaged", "too_large", "too_wide"}


@pytest.mark.parametrize("name", ["list.csv", "list.ods", "list.xlsb"])
def test_a_sparse_file_of_ten_gigabytes_is_refused(name, tmp_path):
    path = tmp_path / name
    head = csv_text(table()).encode() if name == "list.csv" else b"PK\x03\x04"
    with path.open("wb") as file:
        file.write(head)
        file.truncate(10 << 30)
    assert refusal(path) == "too_large"


def test_text_without_end_is_refused(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(csv_text(table()) + '"' + "a,b\n" * 200_000)
    assert refusal(path) == "damaged"
    path.write_text(csv_text(table()) + "a" * 1_000_000 + ",1988\n")
    assert refusal(path) == "damaged"


def test_a_zero_byte_in_a_name_is_dropped(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes("Họ tên,Ngày sinh\nLê\0 Thị Lan,05/06/1988\n".encode())
    assert [row.full_name for row in read(path)[0]] == ["Lê Thị Lan"]


def test_missing_and_empty_files_and_folders_are_refused(tmp_path):
    assert refusal(tmp_path / "none.xlsx") == "not_found"
    (tmp_path / "empty.csv").write_bytes(b"")
    assert refusal(tmp_path / "empty.csv") == "empty"
    assert refusal(tmp_path) in {"not_found", "not_a_spreadsheet"}
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "pipe") == "not_a_spreadsheet"


def test_a_sheet_without_header_says_what_is_missing(tmp_path):
    assert refusal(write_xlsx(tmp_path / "list.xlsx", [("a", "b"), (1, 2)])) == "no_header"


def test_the_child_stays_below_its_memory(tmp_path):
    """One line of 400 MB: the child meets its limit, and the sentence comes all the same."""
    path = tmp_path / "list.csv"
    with path.open("wb") as file:
        for _ in range(400):
            file.write(b"a" * (1 << 20))
    measure = (
        "import datetime as dt, pathlib, resource, sys\n"
        "from tracuu.cards.lists.reading import *\n"
        "try:\n"
        "  with read_list(pathlib.Path(sys.argv[1]), today=dt.date(2026, 11, 24)) as r: list(r)\n"
        "except ListNotReadable as e: print(e.code)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", measure, str(path)], capture_output=True, text=True, check=True
    )
    code, megabytes = done.stdout.split()
    assert code in {"too_large", "damaged"}
    assert int(megabytes) < 300


def test_nothing_of_ours_reaches_the_child(tmp_path, monkeypatch):
    """The child's surroundings are what we give it; a key in ours is not among them."""
    monkeypatch.setenv("TRACUU_SECRET", "x")
    seen = tmp_path / "seen"
    script = f"#!/bin/sh\nenv > {seen}\n"
    fake = tmp_path / "python"
    fake.write_text(script)
    fake.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(fake))
    shutil.copy(LISTS / "list6-mac1904-nfd.xlsx", tmp_path / "list.xlsx")
    with pytest.raises(ListNotReadable):
        read(tmp_path / "list.xlsx")
    assert "TRACUU" not in seen.read_text()


def test_the_child_imports_no_django():
    probe = "import sys, tracuu.cards.lists.reading.child; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
