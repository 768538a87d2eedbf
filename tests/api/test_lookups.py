import json
from typing import get_args

import pytest
from django.test import Client
from pydantic import TypeAdapter

from tracuu.api import schemas
from tracuu.api.schemas import AnswerOut
from tracuu.cards.enums import ProofKind, Stage

UNIT = {
    "slug": "tan-phu",
    "name": "Công an quận Tân Phú",
    "address": "số 1, đường Minh Hoạ",
    "phone": "028 0000 0001",
    "hours": "Mỗi ngày 7:00–21:00",
}
FOUND = {
    "outcome": "found",
    "stage": "at_unit",
    "stage_label": "Thẻ đã về đơn vị, chờ nhận",
    "sentence": "Thẻ của bạn đã về đơn vị, đang chờ bạn đến nhận.",
    "data_as_of": "2021-12-14",
    "unit": UNIT,
    "details": None,
}
UNCONFIRMED = {
    "outcome": "unconfirmed",
    "stage": None,
    "stage_label": None,
    "sentence": "Chưa xác nhận được: thông tin bạn nhập chưa đủ để tìm ra đúng một hồ sơ trong"
    " danh sách của đơn vị này.",
    "data_as_of": "2021-12-14",
    "unit": UNIT,
    "details": None,
    "proof_kinds": ["receipt", "phone_last4", "id_last4"],
}
DETAILS = {
    "full_name": "Nguyễn Hữu Trí",
    "birth_date": "1991-05-17",
    "stage_since": "2021-12-14",
    "collected_on": "2021-11-01",
    "due_on": "2021-11-10",
    "box": "A12",
    "reason": "",
    "what_to_bring": "",
    "bring_by": None,
    "remark": "",
}


def test_one_person_alone_of_their_kind_is_found(unit, ask):
    response = ask(full_name="nguyen huu tri", birth_date="17-5-91")

    assert response.status_code == 200
    assert response.json() == FOUND
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(
    "proof",
    [
        {"kind": "receipt", "value": "hs 00012"},
        {"kind": "phone_last4", "value": "4567"},
        {"kind": "id_last4", "value": "1234"},
    ],
)
def test_a_right_second_fact_opens_the_details(unit, ask, proof):
    assert ask(proof=proof).json() == FOUND | {"details": DETAILS}


@pytest.mark.parametrize(
    "proof",
    [
        {"kind": "receipt", "value": "HS-00013"},
        {"kind": "phone_last4", "value": "0000"},
        {"kind": "id_last4", "value": "4567"},
    ],
)
def test_a_wrong_second_fact_says_no_more_than_nobody(unit, ask, proof):
    assert ask(proof=proof).json() == UNCONFIRMED


def test_one_of_two_namesakes_is_told_apart_by_the_receipt(unit, ask):
    mai = {"full_name": "Lê Thị Mai", "birth_date": "05/06/1980"}

    assert ask(**mai).json() == UNCONFIRMED
    answer = ask(**mai, proof={"kind": "receipt", "value": "HS-00014"}).json()
    assert (answer["outcome"], answer["details"]["full_name"]) == ("found", "Lê Thị Mai")


def test_a_proof_that_is_null_is_a_proof_left_out(unit, ask):
    assert ask(proof=None).json() == FOUND


UNSURE = {
    "nobody": {"full_name": "Trần Văn Không", "birth_date": "17/05/1991"},
    "a near name": {"full_name": "Nguyễn Hữu Trị"},
    "a near date": {"birth_date": "18/05/1991"},
    "namesakes": {"full_name": "Lê Thị Mai", "birth_date": "05/06/1980"},
    "only a year asked": {"birth_date": "1991"},
    "only a year listed": {"full_name": "Phạm Gia Bảo", "birth_date": "01/01/1988"},
    "a wrong fact": {"proof": {"kind": "receipt", "value": "HS-99999"}},
}


@pytest.mark.parametrize("fields", UNSURE.values(), ids=UNSURE.keys())
def test_every_unconfirmed_answer_is_the_same_to_the_byte(unit, ask, fields):
    nobody, response = ask(full_name="Đỗ Bích Ngà", birth_date="02/03/1970"), ask(**fields)

    assert response.status_code == 200
    assert response.json() == UNCONFIRMED
    assert response.content == nobody.content
    assert dict(response.headers) == dict(nobody.headers)


def test_the_same_in_english(unit, ask):
    found, unconfirmed = ask(language="en-GB,en;q=0.9"), ask(language="en", birth_date="1991")

    assert found.headers["Content-Language"] == "en"
    assert found.headers["Vary"] == "Accept-Language"
    assert found.json() == FOUND | {
        "stage_label": found.json()["stage_label"],
        "sentence": found.json()["sentence"],
        "unit": UNIT | {"hours": "Every day 7:00–21:00"},
    }
    assert found.json()["sentence"].isascii()
    assert found.json()["stage_label"].isascii()
    assert unconfirmed.json()["sentence"].isascii()
    assert unconfirmed.json().keys() == UNCONFIRMED.keys()


def test_a_lookup_leaves_no_trace_of_a_person_in_the_log(unit, capfd, caplog):
    fields = {"full_name": "Nguyễn Hữu Trí", "birth_date": "17/05/1991"}
    asking = Client(REMOTE_ADDR="192.0.2.77")  # a handler of its own logs where capfd reads
    for more in ({}, {"proof": {"kind": "receipt", "value": "HS-00012"}}, {"birth_date": "x"}):
        asking.post(
            "/api/v1/units/tan-phu/lookups?name=Nguyen+Huu+Tri",
            fields | more,
            content_type="application/json",
        )
    asking.get("/api/v1/units/nguyen-huu-tri")

    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    assert [(line["route"], line["status"]) for line in lines] == [
        ("/api/v1/units/<slug:slug>/lookups", 200),
        ("/api/v1/units/<slug:slug>/lookups", 200),
        ("/api/v1/units/<slug:slug>/lookups", 422),
        ("/api/v1/units/<slug:slug>", 404),
    ]
    told = (json.dumps(lines, ensure_ascii=False) + caplog.text).lower()
    for secret in ("nguy", "trí", "1991", "hs-00012", "192.0.2", "nguyen-huu", "name="):
        assert secret not in told


def test_what_is_written_by_hand_is_what_the_document_describes(unit, ask):
    adapter = TypeAdapter(AnswerOut)
    for fields in ({}, {"proof": {"kind": "receipt", "value": "HS-00012"}}, {"birth_date": "1991"}):
        content = ask(**fields).content
        read = adapter.validate_json(content, strict=True)
        assert json.loads(read.model_dump_json()) == json.loads(content)


def test_the_document_knows_every_stage_and_kind_of_proof():
    shown = {stage.code for stage in Stage if stage is not Stage.REPLACED}
    assert set(get_args(schemas.StageCode)) == shown
    assert list(get_args(schemas.ProofKindCode)) == ProofKind.values
