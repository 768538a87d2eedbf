import datetime as dt

import pytest

from tracuu.names import parse_birth_date, parse_name, person_key, query_keys, record_keys

TODAY = dt.date(2026, 11, 24)


def person(name, date):
    return parse_name(name), parse_birth_date(date, today=TODAY)


@pytest.mark.parametrize(
    ("query", "record"),
    [
        (("nguyen thi hoa", "05/06/1988"), ("Nguyễn Thị Hòa", "05/06/1988")),
        (("Nguyễn Văn Xinh", "05/06/1988"), ("Nguyễn Văn Sinh", "05/06/1988")),
        (("Ngyễn Văn Hai", "05/06/1988"), ("Nguyễn Văn Hai", "05/06/1988")),
        (("Trần Anh", "05/06/1988"), ("Trần Văn Anh", "05/06/1988")),
        (("Maria Trần Thị Lan", "05/06/1988"), ("Trần Thị Lan", "05/06/1988")),
        (("Hoa Nguyễn Thị", "05/06/1988"), ("Nguyễn Thị Hoa", "05/06/1988")),
        (("Nguyễn Văn Hài", "05/06/1988"), ("Nguyễn Văn Hà", "05/06/1988")),
        (("Ng. T. Lan", "05/06/1988"), ("Nguyễn Thị Lan", "05/06/1988")),
        (("Y Moan Êban", "05/06/1988"), ("Y Moan Ê ban", "05/06/1988")),
        (("Phạm Thị Mỹhạnh", "05/06/1988"), ("Phạm Thị Mỹ Hạnh", "05/06/1988")),
        (("Nguyễn Văn Hai", "05/06/1988"), ("Nguyễn Văn Hai", "06/05/1988")),
        (("Nguyễn Văn Hai", "05/06/1988"), ("Nguyễn Văn Hai", "1988")),
        (("Nguyễn Văn Hai", "05/06/1988"), ("Nguyễn Văn Hai", "01/01/1988")),
        (("Nguyễn Văn Hai", "05/06/1988"), ("Nguyễn Văn Hai", "05/06/1998")),
        (("Nguyễn Văn Hai", "1988"), ("Nguyễn Văn Hai", "05/06/1988")),
        (("Nguyễn Văn Hai", "05/06/15"), ("Nguyễn Văn Hai", "05/06/1915")),
    ],
)
def test_a_fault_on_either_side_still_leads_to_the_record(query, record):
    assert set(query_keys(*person(*query))) & set(record_keys(*person(*record)))
    assert set(query_keys(*person(*record))) & set(record_keys(*person(*query)))


def test_a_faulty_name_with_a_faulty_date_is_not_searched_for():
    query, record = person("Nguyễn Văn Xinh", "05/06/1988"), person("Nguyễn Thị Linh", "06/05/1988")
    assert not set(query_keys(*query)) & set(record_keys(*record))


def test_rows_are_few_and_never_twice():
    three, four = person("Nguyễn Thị Hoa", "05/06/1988"), person("Trần Thị Thu Hà", "05/06/1988")
    assert (len(record_keys(*three)), len(record_keys(*four))) == (6, 7)
    assert len(record_keys(*person("Trần Thị Thu Hà", "1988"))) == 1
    keys = query_keys(*person("Lê Lê Lê", "05/05/1988"))
    assert len(keys) == len(set(keys))


def test_the_key_of_a_person_is_exact():
    one, same = person("Lí Thị Hoà", "5/6/1988"), person("LÝ THỊ HÒA", "05/06/1988")
    assert person_key(*one) == person_key(*same) == "li1 thi5 hoa2|1988-06-05"
    assert person_key(*person("Ly Thi Hoa", "5/6/1988")) != person_key(*one)
