import csv
import io

import pytest

from tracuu.names.__main__ import main

HEAD = "query_name,query_dob,record_name,record_dob,note\n"


def run(tmp_path, capfd, content, *, arguments=None):
    path = tmp_path / "cases.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    code = main(arguments if arguments is not None else ["compare", str(path)])
    out, err = capfd.readouterr()
    return code, out, err


def test_adds_the_verdict_and_keeps_the_other_columns(tmp_path, capfd):
    content = (
        HEAD + "Lí Mai Hoa,5/6/1988,LÝ MAI HOA,05/06/1988,a\n"
        "Lý An,5/6/1988,Lý Anh,5/6/1988,b\nLý An,,Lý An,5/6/1988,c\n"
    )
    code, out, err = run(tmp_path, capfd, "\ufeff" + content)
    rows = list(csv.DictReader(io.StringIO(out)))
    assert (code, err) == (0, "")
    assert [(row["note"], row["verdict"]) for row in rows] == [
        ("a", "yes"),
        ("b", "ask"),
        ("c", "no"),
    ]


def test_reads_line_breaks_and_control_characters_inside_cells(tmp_path, capfd):
    content = HEAD + '"Lý\nMai\tHoa",5/6/1988,"Lý Mai\x01 Hoa",05/06/1988,a\n'
    code, out, _ = run(tmp_path, capfd, content)
    assert code == 0
    assert out.endswith(",yes\n")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"name,date\nx,y\n",
        HEAD + "only,two\n",
        HEAD + "one,two,three,four,five,six\n",
        HEAD + '"never closed,5/6/1988,x,y,z\n',
        HEAD.encode() + b"\x00,a,b,c,d\n\xe1",
    ],
)
def test_a_malformed_file_is_one_sentence_and_exit_code_2(tmp_path, capfd, content):
    code, out, err = run(tmp_path, capfd, content)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "/" in err


@pytest.mark.parametrize("arguments", [[], ["compare"], ["help"], ["compare", "/nowhere/x.csv"]])
def test_a_wrong_call_says_how_to_call(tmp_path, capfd, arguments):
    code, out, err = run(tmp_path, capfd, b"", arguments=arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
