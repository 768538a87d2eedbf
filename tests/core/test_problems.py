import json

from tracuu.core.problems import problem


def test_a_problem_is_json_for_machines_that_nobody_keeps():
    response = problem(422, "Chưa được", detail="Thiếu ngày sinh.", errors=[1])

    assert response.status_code == 422
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    assert json.loads(response.content) == {
        "type": "about:blank",
        "title": "Chưa được",
        "status": 422,
        "detail": "Thiếu ngày sinh.",
        "errors": [1],
    }
