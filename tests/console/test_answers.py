import pytest

from answers.making import day, make_topic, publish
from factories import make_officer, make_unit
from tracuu.accounts.enums import Role
from tracuu.answers.enums import VersionState
from tracuu.answers.models import AnswerVersion
from tracuu.answers.operations import quarantine_citing
from tracuu.answers.queries import find_version
from tracuu.audit.operations import COMMAND_LINE
from tracuu.core import clock

pytestmark = pytest.mark.django_db
WRITTEN = {
    "question": "Lệ phí là bao nhiêu?",
    "answer": "50.000 đồng.",
    "sources": "Thông tư 73/2024 | Điều 4 | https://example.vn/a\nLuật Căn cước",
    "valid_from": "2026-01-01",
    "valid_to": "",
    "is_confirmed": "on",
}


@pytest.fixture
def topic():
    topic = make_topic()
    publish(topic, "2021-07-01")
    return topic


def write(client, path="/console/tan-phu/answers/le-phi/write/", **more):
    return client.post(path, {**WRITTEN, **more})


def test_a_preview_keeps_nothing_and_shows_what_citizens_will_see(client, an, topic):
    client.force_login(an)

    page = write(client, preview="1").content.decode()

    assert "Người dân sẽ thấy" in page
    assert "50.000 đồng." in page
    assert "Thông tư 73/2024, Điều 4" in page
    assert AnswerVersion.objects.count() == 1


def test_what_one_writes_another_approves(client, unit, an, topic):
    second = make_officer("em@tan-phu.example", "Võ Thị Em", unit, Role.CHIEF)
    client.force_login(an)
    write(client, save="1")
    draft = AnswerVersion.objects.get(state=VersionState.DRAFT)
    approve = f"/console/tan-phu/answers/{draft.pk}/approve/"

    assert (
        "người viết sau cùng"
        in client.get(f"/console/tan-phu/answers/{draft.pk}/review/").content.decode()
    )
    assert "không tự duyệt được" in client.post(approve, follow=True).content.decode()
    assert find_version(topic, unit, clock.today()).unit is None
    client.force_login(second)
    client.post(approve)

    found = find_version(topic, unit, clock.today())
    assert (found, found.unit, found.approved_by) == (draft, unit, second.pk)
    assert [one.article for one in found.sources.all()] == ["Điều 4", ""]
    assert find_version(topic, None, clock.today()).unit is None


def test_what_the_ministry_writes_holds_for_the_country(client, topic):
    ministry = make_unit("bo-cong-an", "Bộ Công an", kind="ministry", publishes_lists=False)
    client.force_login(make_officer("c06@bca.example", "Lý Văn Giang", ministry, Role.EDITOR))

    write(client, "/console/bo-cong-an/answers/le-phi/write/", save="1")

    assert AnswerVersion.objects.get(state=VersionState.DRAFT).unit is None


def test_nobody_touches_the_answers_of_others(client, unit, an, chi, topic):
    national = AnswerVersion.objects.get()
    ours = publish(topic, "2026-01-01", unit=unit)
    for officer, path in ((an, "tan-phu"), (chi, "tan-binh")):
        client.force_login(officer)
        for pk in (national.pk, ours.pk if officer == chi else national.pk):
            for deed in ("approve", "withdraw", "release"):
                assert client.post(f"/console/{path}/answers/{pk}/{deed}/").status_code == 404
    ours.refresh_from_db()
    assert ours.state == VersionState.PUBLISHED


@pytest.mark.parametrize(
    "wrong", [{"answer": ""}, {"sources": " "}, {"valid_from": "x"}, {"valid_to": "2025-01-01"}]
)
def test_what_is_missing_is_told_and_nothing_is_kept(client, an, topic, wrong):
    client.force_login(an)

    answer = write(client, save="1", **wrong)

    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()
    assert AnswerVersion.objects.count() == 1


def test_the_desk_lists_what_waits(client, unit, an, topic):
    ending = publish(make_topic("b"), "2026-01-01", clock.today().isoformat(), unit=unit)
    held = publish(make_topic("c"), "2026-01-01", unit=unit)
    quarantine_citing(document="Nghị định 70/2024", reason="sửa đổi", actor=COMMAND_LINE)
    client.force_login(an)
    first_screen = client.get("/console/tan-phu/").content.decode()
    assert "câu tạm dừng vì văn bản thay đổi" in first_screen

    page = client.get("/console/tan-phu/answers/").content.decode()

    assert f"/console/tan-phu/answers/{ending.topic.slug}/" in page
    assert f"/console/tan-phu/answers/{held.topic.slug}/" in page
    client.post(f"/console/tan-phu/answers/{held.pk}/release/")
    assert find_version(held.topic, unit, clock.today()) == held
    assert "Đã xem lại" not in client.get("/console/tan-phu/answers/c/").content.decode()


def test_a_clerk_reads_and_does_not_write(client, binh, topic):
    client.force_login(binh)

    page = client.get("/console/tan-phu/answers/le-phi/").content.decode()

    assert "30.000 đồng." in page
    assert "Viết câu trả lời mới" not in page
    assert find_version(topic, None, day("2026-11-24"))
