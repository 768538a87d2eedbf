"""The editors' pages: what was asked in vain, teaching, law, checks, what lies outside, figures."""

import pytest

from answers.making import WAYS, check, make_group, make_topic, publish, teach_little, wording
from factories import make_officer, make_unit
from tracuu.accounts.enums import Role
from tracuu.answers.asked import find_group, keep_question
from tracuu.answers.enums import AskedKind, AskedState, LessonState, SuggestionState, VersionState
from tracuu.answers.lessons import learn_next
from tracuu.answers.models import (
    AnswerVersion,
    AskedQuestion,
    CheckQuestion,
    Lesson,
    OutsideGroup,
    Suggestion,
    Topic,
)
from tracuu.answers.operations import write_draft
from tracuu.answers.queries import find_version
from tracuu.audit.operations import Actor
from tracuu.console.answers import asked
from tracuu.core import clock

pytestmark = pytest.mark.django_db
HERE = "/console/tan-phu/answers/"


@pytest.fixture
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def taught(db, home):
    teach_little()
    for slug in WAYS:
        publish(Topic.objects.get(slug=slug), question=f"Câu {slug}?", is_confirmed=True)


@pytest.fixture
def em(unit):
    return make_officer("em@tan-phu.example", "Võ Thị Em", unit, Role.EDITOR)


def text_of(answer):
    return answer.content.decode()


def ask_in_vain(unit, *texts):
    for text in texts:
        keep_question(unit=unit, kind=AskedKind.UNANSWERED, text=text)
    return AskedQuestion.objects.order_by("-count", "pk").first().pk


def test_what_was_asked_in_vain_is_shown_by_size_with_ways_on(client, unit, an, taught):
    pk = ask_in_vain(
        unit, "hồ sơ bị treo là sao", "hồ sơ bị treo là sao ạ", "giữ xe bao nhiêu tiền"
    )
    client.force_login(an)

    page = text_of(client.get(f"{HERE}asked/"))
    group = text_of(client.get(f"{HERE}asked/{pk}/"))

    assert page.index("hồ sơ bị treo") < page.index("giữ xe")
    assert "3 câu hỏi chưa có câu trả lời" in text_of(client.get("/console/tan-phu/"))
    assert group.count('name="deed"') >= 4
    assert 'value="~ho-chieu"' in group


def test_one_tap_makes_them_a_way_of_asking(client, unit, an, taught):
    pk = ask_in_vain(unit, "nộp hết mấy xu", "nộp hết mấy xu vậy ad")
    client.force_login(an)

    client.post(f"{HERE}asked/{pk}/decide/", {"deed": "phrasing", "topic": "le-phi"})

    assert {one.text for one in Suggestion.objects.all()} == {
        "nộp hết mấy xu", "nộp hết mấy xu vậy ad",
    }  # fmt: skip
    assert {one.state for one in AskedQuestion.objects.all()} == {AskedState.PHRASING}
    assert client.get(f"{HERE}asked/{pk}/").status_code == 404


def test_one_tap_begins_an_answer_that_an_editor_then_writes(client, unit, an, taught):
    pk = ask_in_vain(unit, "hồ sơ bị treo là sao")
    client.force_login(an)

    page = client.post(f"{HERE}asked/{pk}/decide/", {"deed": "draft"}, follow=True)

    draft = AnswerVersion.objects.get(state=VersionState.DRAFT)
    assert page.redirect_chain[-1][0] == f"{HERE}{draft.pk}/edit/"
    assert "hồ sơ bị treo là sao" in text_of(page)
    lacking = text_of(client.get(f"{HERE}{draft.pk}/review/"))
    assert "Hãy ghi câu trả lời" in lacking
    written = {
        "topic": draft.topic.slug, "question": "Hồ sơ bị treo là sao?", "answer": "Đợi một ngày.",
        "sources": "Luật Căn cước | Điều 5", "valid_from": "01/01/2026", "valid_to": "",
    }  # fmt: skip
    assert client.post(f"{HERE}{draft.pk}/edit/", written | {"topic": ""}).status_code == 422
    saved = client.post(f"{HERE}{draft.pk}/edit/", written)
    assert saved.headers["Location"] == f"{HERE}{draft.pk}/review/"
    assert Suggestion.objects.get().label == draft.topic.slug


@pytest.mark.parametrize(
    "told", [{"deed": "draft"}, {"deed": "phrasing", "topic": "le-phi"}], ids=["draft", "phrasing"]
)
def test_of_two_editors_at_once_the_second_is_told(client, unit, an, taught, monkeypatch, told):
    pk = ask_in_vain(unit, "hồ sơ bị treo là sao")
    # The second has read the group before the first decided on it.
    group = find_group(unit, pk)
    monkeypatch.setattr(asked, "find_group", lambda _unit, _pk: group)
    client.force_login(an)
    client.post(f"{HERE}asked/{pk}/decide/", told)
    made = [AnswerVersion.objects.count(), Topic.objects.count(), Suggestion.objects.count()]

    page = client.post(f"{HERE}asked/{pk}/decide/", told, follow=True)

    assert "Các câu này đã được xử lý trước đó." in text_of(page)
    assert made == [
        AnswerVersion.objects.count(), Topic.objects.count(), Suggestion.objects.count(),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("told", "state"),
    [({"deed": "outside", "group": "~ho-chieu"}, AskedState.OUTSIDE),
     ({"deed": "dismiss"}, AskedState.DISMISSED)],
)  # fmt: skip
def test_one_tap_puts_them_away(client, unit, an, taught, told, state):
    pk = ask_in_vain(unit, "xin cấp thẻ đi nước ngoài")
    client.force_login(an)

    client.post(f"{HERE}asked/{pk}/decide/", told)

    assert AskedQuestion.objects.get().state == state
    assert Suggestion.objects.filter(label="~ho-chieu").exists() is (state == AskedState.OUTSIDE)


def test_a_tap_without_a_topic_changes_nothing(client, unit, an, taught):
    pk = ask_in_vain(unit, "hồ sơ bị treo là sao")
    client.force_login(an)

    page = client.post(f"{HERE}asked/{pk}/decide/", {"deed": "phrasing", "topic": ""}, follow=True)

    assert "Hãy chọn một chủ đề" in text_of(page)
    assert AskedQuestion.objects.get().state == AskedState.OPEN
    assert client.post(f"{HERE}asked/{pk}/decide/", {"deed": "x"}).status_code == 404


def test_another_units_questions_are_not_there(client, unit, an, chi, other_unit, taught):
    pk = ask_in_vain(unit, "hồ sơ bị treo là sao")
    client.force_login(chi)

    assert client.get(f"/console/tan-binh/answers/asked/{pk}/").status_code == 404
    assert "bị treo" not in text_of(client.get("/console/tan-binh/answers/asked/"))


def test_ways_of_asking_are_suggested_and_decided_on_above(client, unit, an, dung, taught):
    client.force_login(an)
    client.post(f"{HERE}le-phi/phrasings/", {"texts": "hết nhiêu xu\n\nmấy xu", "register": "nam"})
    client.post(f"{HERE}le-phi/phrasings/", {"remove": "1", "text": WAYS["le-phi"][0]})
    numbers = list(Suggestion.objects.values_list("pk", flat=True))
    accept = {"deed": "accept", "number": numbers}

    refused = client.post(f"{HERE}lessons/suggestions/", accept, follow=True)
    assert "Công an Thành phố Hồ Chí Minh" in text_of(refused)
    assert not Lesson.objects.exists()
    client.force_login(dung)
    client.post(f"{HERE}lessons/suggestions/", accept)

    assert Lesson.objects.count() == 1
    assert Suggestion.objects.filter(state=SuggestionState.ACCEPTED).count() == 3
    page = text_of(client.get(f"{HERE}lessons/"))
    assert "hết nhiêu xu" in page
    assert "Chờ học" in page


def test_a_unit_alone_decides_for_itself(client, taught):
    alone = make_unit("xa-moi", "Công an xã Mới")
    chief = make_officer("a@xa.example", "Nguyễn Văn An", alone, Role.CHIEF)
    editor = make_officer("b@xa.example", "Võ Thị Em", alone, Role.EDITOR)
    client.force_login(editor)
    client.post("/console/xa-moi/answers/le-phi/phrasings/", {"texts": "hết nhiêu xu"})
    client.force_login(chief)
    number = Suggestion.objects.get().pk

    client.post(
        "/console/xa-moi/answers/lessons/suggestions/", {"deed": "accept", "number": number}
    )

    assert Lesson.objects.get().unit == alone


def test_a_worse_lesson_waits_for_the_chief(client, taught):
    alone = make_unit("xa-moi", "Công an xã Mới")
    chief = make_officer("a@xa.example", "Nguyễn Văn An", alone, Role.CHIEF)
    check("lệ phí mấy đồng vậy", "le-phi")
    ways = [f"{text} {end}" for text in WAYS["le-phi"] for end in ("vậy", "ạ", "nhỉ", "hả")]
    here = "/console/xa-moi/answers/"
    editor = make_officer("b@xa.example", "Võ Thị Em", alone, Role.EDITOR)
    client.force_login(editor)
    client.post(f"{here}giay-to/phrasings/", {"texts": "\n".join([*WAYS["le-phi"], *ways])})
    client.force_login(chief)
    numbers = list(Suggestion.objects.values_list("pk", flat=True))
    client.post(f"{here}lessons/suggestions/", {"deed": "accept", "number": numbers})
    learn_next()
    lesson = Lesson.objects.get()
    assert lesson.state == LessonState.WORSE

    page = text_of(client.get(f"{here}lessons/"))
    assert "lệ phí mấy đồng vậy" in page
    assert "Kém đi" in page
    client.post(f"{here}lessons/{lesson.pk}/", {"deed": "use", "override_reason": ""})
    lesson.refresh_from_db()
    assert lesson.state == LessonState.WORSE
    client.post(f"{here}lessons/{lesson.pk}/", {"deed": "drop"})
    lesson.refresh_from_db()
    assert lesson.state == LessonState.DROPPED


def test_before_publishing_one_sees_what_changes(client, unit, an, taught):
    check("hết mấy đồng lệ phí", "le-phi")
    em = make_officer("em@tan-phu.example", "Võ Thị Em", unit, Role.EDITOR)
    draft = write_draft(
        topic=Topic.objects.get(slug="le-phi"),
        wording=wording("2026-01-01", answer="50.000 đồng."),
        actor=Actor(em.pk, "127.0.0.1"),
        unit=unit,
    )
    client.force_login(an)

    page = text_of(client.get(f"{HERE}{draft.pk}/review/"))
    assert "hết mấy đồng lệ phí" in page
    assert "50.000 đồng." in page
    assert "Kém đi" in page  # nobody has confirmed it, and the old one was confirmed
    without = client.post(f"{HERE}{draft.pk}/approve/", follow=True)
    assert "Hãy ghi lý do vẫn công bố" in text_of(without)
    client.post(f"{HERE}{draft.pk}/approve/", {"override_reason": "sẽ đối chiếu sau"})

    assert find_version(draft.topic, unit, clock.today()) == draft


def test_a_change_of_law_is_looked_at_then_hidden_then_released_by_another(
    client, unit, an, taught
):
    em = make_officer("em@tan-phu.example", "Võ Thị Em", unit, Role.CHIEF)
    ours = publish(Topic.objects.get(slug="le-phi"), "2026-01-01", unit=unit)
    change = {"document": "Nghị định 70/2024", "article": "", "reason": "sửa đổi"}
    client.force_login(an)

    looked = text_of(client.post(f"{HERE}law/change/", change))
    assert "Tạm dừng 1 câu" in looked
    ours.refresh_from_db()
    assert ours.quarantined_at is None
    client.post(f"{HERE}law/change/", change | {"hide": "1"})
    ours.refresh_from_db()
    assert ours.quarantined_by == an.pk
    assert AnswerVersion.objects.filter(quarantined_at=None, unit=None).count() == 3
    own = client.post(f"{HERE}{ours.pk}/release/", follow=True)
    assert "không tự cho hiện lại" in text_of(own)
    assert "một cán bộ khác cần xem lại" in text_of(client.get(f"{HERE}law/"))
    client.force_login(em)
    client.post(f"{HERE}{ours.pk}/release/")

    ours.refresh_from_db()
    assert ours.quarantined_at is None
    assert client.post(f"{HERE}law/change/", {"document": ""}).status_code == 422


def test_an_editor_is_told_why(client, unit, em, taught):
    client.force_login(em)

    page = text_of(client.post(f"{HERE}try/", {"text": "lệ phí bao nhiêu tiền"}))

    assert "Câu le-phi?" in page
    assert "lệ" not in page.split('class="words"')[1].split("</ul>")[0]  # words as they are learnt
    assert "phi" in page.split('class="words"')[1]
    assert "%" in page
    assert not AskedQuestion.objects.exists()
    assert client.post(f"{HERE}try/", {"text": ""}).status_code == 422


def test_without_a_model_trying_says_so(client, unit, em, home):
    client.force_login(em)

    answer = client.post(f"{HERE}try/", {"text": "lệ phí"})

    assert answer.status_code == 422
    assert "tracuu answers fit" in text_of(answer)


def test_the_regression_set_is_kept_by_editors(client, unit, an, dung, taught):
    client.force_login(an)
    client.post(f"{HERE}checks/change/", {"text": "hết nhiêu xu", "label": "le-phi"})
    client.post(f"{HERE}checks/change/", {"text": WAYS["le-phi"][0], "label": "le-phi"})
    row = CheckQuestion.objects.get()
    assert row.text == "hết nhiêu xu"
    client.post(f"{HERE}checks/change/", {"remove": row.pk})
    assert CheckQuestion.objects.exists()  # it is decided on above
    assert "hết nhiêu xu" in text_of(client.get(f"{HERE}checks/"))


def test_where_others_belong_is_written_by_one_and_confirmed_by_another(client, db, home):
    alone = make_unit("xa-moi", "Công an xã Mới")
    chief = make_officer("a@xa.example", "Nguyễn Văn An", alone, Role.CHIEF)
    editor = make_officer("b@xa.example", "Võ Thị Em", alone, Role.CHIEF)
    group, here = make_group(), "/console/xa-moi/answers/outside/"
    client.force_login(editor)
    client.post(f"{here}ho-chieu/", {"title": "Hộ chiếu", "redirect": "Phòng Xuất nhập cảnh"})
    client.post(f"{here}ho-chieu/confirm/")
    group.refresh_from_db()
    assert (group.redirect, group.is_confirmed) == ("Phòng Xuất nhập cảnh", False)
    client.force_login(chief)
    client.post(f"{here}ho-chieu/confirm/")

    assert OutsideGroup.objects.get().is_confirmed
    assert "Đã xác nhận" in text_of(client.get(here))
    assert client.get(f"{here}khong-co/").status_code == 404


def test_figures_are_shown_by_week_and_by_unit_below(client, unit, city, dung, an, home):
    make_topic()
    client.force_login(an)
    assert text_of(client.get(f"{HERE}figures/")).count('scope="row"') == 12
    client.force_login(dung)

    page = text_of(client.get("/console/tp-ho-chi-minh/answers/figures/"))

    assert "Công an quận Tân Phú" in page.split("từng đơn vị trực thuộc")[1]
