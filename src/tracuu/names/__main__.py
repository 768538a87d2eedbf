"""`python -m tracuu.names compare CASES.csv`: judge pairs of names and dates from a file."""

import csv
import datetime as dt
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from tracuu.names import (
    BirthDateNotUnderstood,
    NameNotUnderstood,
    Verdict,
    compare,
    parse_birth_date,
    parse_name,
)

_COLUMNS = ("query_name", "query_dob", "record_name", "record_dob")
_USAGE = "Cách dùng / usage: python -m tracuu.names compare CASES.csv"


class FileNotUnderstood(ValueError):
    """The file cannot be read as a table of cases; the text says why, in both languages."""


def judge(row: dict[str, str], today: dt.date) -> Verdict:
    """Return the verdict for one row; what cannot be read matches nobody."""
    try:
        return compare(
            parse_name(row["query_name"]),
            parse_birth_date(row["query_dob"], today=today),
            parse_name(row["record_name"]),
            parse_birth_date(row["record_dob"], today=today),
        )
    except (NameNotUnderstood, BirthDateNotUnderstood):
        return Verdict.NO


def _rows(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise FileNotUnderstood(
            f"Không mở được tệp {path}. / Cannot open the file {path}: {error.strerror}."
        ) from error
    except UnicodeDecodeError as error:
        raise FileNotUnderstood(
            f"Tệp {path} không phải UTF-8. / The file {path} is not UTF-8."
        ) from error
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        columns = list(reader.fieldnames or ())
        missing = [column for column in _COLUMNS if column not in columns]
        if missing:
            names = ", ".join(missing)
            raise FileNotUnderstood(
                f"Tệp {path} thiếu cột {names}. / The file {path} has no column {names}."
            )
        return columns, list(_checked(reader, path))
    except csv.Error as error:
        raise FileNotUnderstood(
            f"Tệp {path} hỏng ở dòng {reader.line_num}. / "
            f"The file {path} is malformed at line {reader.line_num}: {error}."
        ) from error


def _checked(reader: "csv.DictReader[str]", path: Path) -> Iterator[dict[str, str]]:
    for row in reader:
        if None in row or None in row.values():
            raise FileNotUnderstood(
                f"Tệp {path} thừa hoặc thiếu ô ở dòng {reader.line_num}. / "
                f"The file {path} has too many or too few cells at line {reader.line_num}."
            )
        yield row


def main(arguments: list[str]) -> int:
    """Print the rows with their verdict as CSV; return the exit code."""
    if len(arguments) != 2 or arguments[0] != "compare":  # noqa: PLR2004
        sys.stderr.write(f"{_USAGE}\n")
        return 2
    try:
        columns, rows = _rows(Path(arguments[1]))
    except FileNotUnderstood as error:
        sys.stderr.write(f"{error}\n")
        return 2
    today = dt.datetime.now(tz=dt.UTC).astimezone().date()
    out = io.StringIO(newline="")
    fields = [column for column in columns if column != "verdict"]
    writer = csv.DictWriter(out, [*fields, "verdict"], lineterminator="\n")
    writer.writeheader()
    writer.writerows({**row, "verdict": judge(row, today).value} for row in rows)
    sys.stdout.buffer.write(out.getvalue().encode("utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
