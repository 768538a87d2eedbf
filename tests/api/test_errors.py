import ast
import json
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from api.people import ADDRESS, TRI
from tracuu.api import errors, lookups


def assert_problem(response, status, **more):
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    told = response.json()
    assert {"type", "title", "status", "detail"} | more.keys() == told.keys()
    assert told["status"] == status
    for key, value in more.items():
        assert told[key] == value
    return told


def test_an_unknown_unit(unit, ask):
    told = assert_problem(ask(address="/api/v1/units/khong-co/lookups"), 404)
    assert told["detail"] == "Không có đơn vị này."


@pytest.mark.parametrize("path", ["/api/", "/api/v1", "/api/v2/units", "/api/v1/units/Ở Đâu"])
def test_an_unknown_address(client, path):
    assert_problem(client.get(path), 404)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", ADDRESS, "POST"),
        ("PUT", ADDRESS, "POST"),
        ("OPTIONS", ADDRESS, "POST"),
        ("POST", "/api/v1/units", "GET"),
        ("DELETE", "/api/v1/units/tan-phu", "GET"),
    ],
)
def test_a_method_that_an_address_does_not_know(client, method, path, allowed):
    response = client.generic(method, path)
    assert_problem(response, 405)
    assert response.headers["Allow"] == allowed


@pytest.mark.parametrize(
    "body", [" ", "{", "nguyen huu tri", b"\xff\xfe", '{"full_name": "\\ud800"}', "[" * 5000]
)
def test_a_body_that_is_no_json(unit, client, body):
    assert_problem(client.post(ADDRESS, body, content_type="application/json"), 400)


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_a_body_of_another_media_type(unit, client, media_type):
    assert_problem(client.post(ADDRESS, json.dumps(TRI), content_type=media_type), 415)


def test_a_media_type_with_a_character_set_is_json_too(unit, client):
    response = client.post(ADDRESS, json.dumps(TRI), content_type="application/json; charset=utf-8")
    assert response.status_code == 200


def test_a_body_larger_than_any_request_needs(unit, ask):
    assert_problem(ask(full_name="a" * 8192), 413)


def test_json_that_is_no_object(unit, client):
    response = client.post(ADDRESS, "[1]", content_type="application/json")
    assert_problem(
        response,
        422,
        errors=[{"field": "", "code": "invalid", "message": "Không đọc được mục này."}],
    )


@pytest.mark.parametrize(
    ("fields", "field", "code", "message"),
    [
        ({"sex": "nam"}, "sex", "unknown", "Không có mục nào tên như vậy."),
        ({"full_name": 7}, "full_name", "type", "Mục này phải là một chuỗi ký tự."),
        ({"full_name": "a" * 201}, "full_name", "too_long", "Nội dung dài quá."),
        (
            {"proof": {"kind": "dna", "value": "1"}},
            "proof.kind",
            "choice",
            "Giá trị này không nằm trong các lựa chọn.",
        ),
        ({"proof": {"kind": "receipt"}}, "proof.value", "required", "Thiếu mục này."),
    ],
)
def test_fields_of_the_wrong_shape(unit, ask, fields, field, code, message):
    assert_problem(ask(**fields), 422, errors=[{"field": field, "code": code, "message": message}])


def test_a_field_left_out(unit, client):
    response = client.post(ADDRESS, {"full_name": "An"}, content_type="application/json")
    assert_problem(
        response,
        422,
        errors=[{"field": "birth_date", "code": "required", "message": "Thiếu mục này."}],
    )


def test_fields_that_make_no_sense_are_told_all_at_once(unit, ask):
    told = ask(full_name=" ", birth_date="31/02/1991", proof={"kind": "id_last4", "value": "12"})

    assert told.status_code == 422
    found = told.json()["errors"]
    assert [(one["field"], one["code"]) for one in found] == [
        ("full_name", "empty"),
        ("birth_date", "impossible"),
        ("proof", "format"),
    ]
    assert all(one.keys() == {"field", "code", "message"} for one in found)
    assert all(one["message"] for one in found)


@pytest.mark.parametrize("path", ["/api/v1/units?q=" + "a" * 101])
def test_a_search_that_is_too_long(db, client, path):
    assert_problem(
        client.get(path),
        422,
        errors=[{"field": "q", "code": "too_long", "message": "Nội dung dài quá."}],
    )


def test_a_fault_of_ours_is_logged_without_its_message(unit, monkeypatch, caplog):
    def break_down(**_asked):
        raise ValueError("Nguyễn Hữu Trí 17/05/1991")

    monkeypatch.setattr(lookups, "look_up", break_down)

    response = Client().post(ADDRESS, TRI, content_type="application/json")

    told = assert_problem(response, 500)
    assert told["detail"] == "Hãy thử lại sau ít phút."
    fault = caplog.records[0].msg
    assert fault["event"] == "fault"
    assert fault["error"] == "builtins.ValueError"
    assert fault["route"] == "/api/v1/units/<slug:slug>/lookups"
    assert fault["frames"][-1].startswith("test_errors.py:")
    assert "Trí" not in caplog.text + response.content.decode()
    assert "1991" not in caplog.text + response.content.decode()


def test_errors_speak_english_where_it_is_asked_for(unit, ask):
    told = ask(language="en", sex="x").json()
    assert (told["title"], told["detail"], told["errors"][0]["message"]) == (
        "The lookup could not be made",
        "Correct the fields named here, then send it again.",
        "There is no field of this name.",
    )


def test_every_sentence_of_the_api_has_its_english():
    tree = ast.parse(Path(errors.__file__).read_text(encoding="utf-8"))
    sentences = [
        call.args[0].value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "") in {"_", "gettext"}
        and isinstance(call.args[0], ast.Constant)
    ]
    assert len(sentences) > 20
    with translation.override("en"):
        assert [text for text in sentences if gettext(text) == text] == []
