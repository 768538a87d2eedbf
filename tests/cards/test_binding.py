"""A chat is bound at the counter by a code that opens once, for ten minutes, and only there."""

import datetime

import pytest
from tests.cards.counter.counters import find_one, give
from tests.cards.uploads import AN, fillers, publish_rows

from chatting import make_account, make_citizen, writes
from factories import make_unit, person
from tracuu.audit.models import Event
from tracuu.cards.binding import (
    bind,
    find_bonds,
    find_bound,
    make_binding_code,
    unbind,
    unbind_application,
    words_to_say,
)
from tracuu.cards.enums import Stage
from tracuu.cards.errors import ApplicationNotHere, BindingNotPossible
from tracuu.cards.jobs import forget_binding_codes
from tracuu.cards.lists.releasing import undo_publication
from tracuu.cards.models import BindingCode
from tracuu.cards.operations import own_answer
from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.messaging.contacts import sweep_idle
from tracuu.messaging.enums import DeliveryState, Kind
from tracuu.messaging.models import Contact, Delivery, OfficialAccount
from tracuu.messaging.notices import open_notice

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2021, 12, 14, 5, 0, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)
MAI = ("Lê Thị Mai", "05/06/1980")


@pytest.fixture(autouse=True)
def noon():
    with clock.stopped_at(NOON):
        yield


@pytest.fixture
def unit(tmp_path):
    unit = make_unit()
    make_account(unit)
    publish_rows(unit, tmp_path, person(*MAI, receipt="HS-1", status="Đang in"), *fillers(3))
    return unit


@pytest.fixture
def mai(unit):
    return find_one(unit, "HS-1").application_id


@pytest.fixture
def chat(unit):
    return writes(make_citizen(unit), "Chào")


def new_code(unit, application_id):
    return make_binding_code(unit=unit, application_id=application_id, actor=AN)


def bound(unit, application_id, chat=None):
    chat = chat or writes(make_citizen(unit), "Chào")
    assert bind(conversation=chat, code=new_code(unit, application_id).code)
    return chat


def kinds():
    return list(
        Delivery.objects.exclude(kind=Kind.CHAT).order_by("pk").values_list("kind", flat=True)
    )


def test_the_code_binds_and_opens_the_second_tier(unit, mai, chat):
    made = new_code(unit, mai)
    assert words_to_say(made.code).startswith("Gắn hồ sơ ")
    binding = bind(conversation=chat, code=made.code.lower())
    assert (binding.application_id, binding.label) == (mai, "L. T. M., 1980")
    chat.refresh_from_db()
    assert (chat.bound_person, chat.bound_at) == (mai, NOON)
    answer = own_answer(unit=unit, chosen=find_bound(chat))
    assert (answer.stage, answer.details.full_name) == (Stage.PRINTING, "Lê Thị Mai")


def test_the_code_opens_once(unit, mai, chat):
    code = new_code(unit, mai).code
    assert bind(conversation=chat, code=code)
    assert bind(conversation=writes(make_citizen(unit), "Chào"), code=code) is None
    assert find_bonds(unit, mai).count == 1


def test_only_its_hash_is_kept(unit, mai):
    code = new_code(unit, mai).code
    row = BindingCode.objects.get()
    assert code not in "|".join(str(getattr(row, field.attname)) for field in row._meta.fields)


@pytest.mark.django_db(transaction=True)
def test_a_day_later_every_code_is_forgotten_used_or_not(unit, mai, chat):
    bind(conversation=chat, code=new_code(unit, mai).code)
    new_code(unit, mai)
    with clock.stopped_at(NOON + datetime.timedelta(hours=23)):
        forget_binding_codes.call_local()
        assert BindingCode.objects.count() == 2
    with clock.stopped_at(NOON + datetime.timedelta(hours=25)):
        forget_binding_codes.call_local()
    assert not BindingCode.objects.exists()


def test_the_code_is_good_for_ten_minutes(unit, mai, chat):
    code = new_code(unit, mai).code
    with clock.stopped_at(NOON + 10 * MINUTE):
        assert bind(conversation=chat, code=code) is None
    with clock.stopped_at(NOON + 10 * MINUTE - datetime.timedelta(seconds=1)):
        assert bind(conversation=chat, code=code)


def test_a_new_code_ends_the_one_before(unit, mai, chat):
    first = new_code(unit, mai).code
    second = new_code(unit, mai).code
    assert bind(conversation=chat, code=first) is None
    assert bind(conversation=chat, code=second)


def test_another_units_chat_opens_nothing(unit, mai):
    other = make_unit("tan-binh", "Công an quận Tân Bình")
    chat = writes(make_citizen(other), "Chào")
    code = new_code(unit, mai).code
    assert bind(conversation=chat, code=code) is None
    chat.refresh_from_db()
    assert chat.bound_person is None


@pytest.mark.parametrize("typed", ["", "xin chào", "7K2M-0CHX-4PT8", "0" * 12])
def test_what_is_no_code_binds_nothing(unit, mai, chat, typed):
    new_code(unit, mai)
    assert bind(conversation=chat, code=typed) is None


def test_after_ten_wrong_codes_a_chat_tries_no_more_for_an_hour(unit, mai, chat):
    code = new_code(unit, mai).code
    for _ in range(10):
        assert bind(conversation=chat, code="0" * 12) is None
    assert bind(conversation=chat, code=code) is None
    assert bind(conversation=writes(make_citizen(unit), "Chào"), code=code)


def test_a_second_bond_takes_the_place_of_the_first(unit, mai, chat, tmp_path):
    publish_rows(
        unit, tmp_path, person("Vũ Lan Hương", "09/10/1990", receipt="HS-9"), name="2.xlsx"
    )
    other = find_one(unit, "HS-9").application_id
    bound(unit, mai, chat)
    chat.refresh_from_db()
    assert bind(conversation=chat, code=new_code(unit, other).code)
    assert (find_bonds(unit, mai).count, find_bonds(unit, other).count) == (0, 1)


def test_the_citizen_and_officers_can_end_it(unit, mai, chat):
    bound(unit, mai, chat)
    chat.refresh_from_db()
    assert unbind(conversation=chat)
    assert not unbind(conversation=chat)
    for _ in range(2):
        bound(unit, mai)
    assert unbind_application(unit=unit, application_id=mai, actor=AN) == 2
    assert find_bonds(unit, mai).count == 0
    told = Event.objects.filter(subject=f"application:{mai}", action__contains="bound")
    assert sorted(told.values_list("action", "origin")) == [
        *[("application_bound", "zalo")] * 3,
        *[("application_unbound", AN.origin)] * 2,
        ("application_unbound", "zalo"),
    ]


def test_no_code_without_an_account_or_an_application(unit, mai):
    with pytest.raises(ApplicationNotHere):
        new_code(unit, mai + 1000)
    other = make_unit("tan-binh", "Công an quận Tân Bình")
    with pytest.raises(BindingNotPossible):
        new_code(other, mai)
    make_account(other, "4000000000000000009")
    with pytest.raises(ApplicationNotHere):
        new_code(other, mai)


@pytest.mark.parametrize("state", ["broken", "stopped"])
def test_no_code_while_nobody_would_hear_it_said(unit, mai, state):
    OfficialAccount.objects.update(state=state)
    with pytest.raises(BindingNotPossible):
        new_code(unit, mai)
    assert not BindingCode.objects.exists()


def test_when_a_list_sets_the_person_right_the_bond_opens_nothing(unit, mai, chat, tmp_path):
    bound(unit, mai, chat)
    row = person("Lê Thị Mai", "06/06/1980", receipt="HS-1", status="Đang in")
    right = publish_rows(unit, tmp_path, row, name="right.xlsx")
    assert find_one(unit, "HS-1").application_id != mai
    chat.refresh_from_db()
    assert find_bound(chat) is None
    assert kinds() == []
    undo_publication(card_list=right, actor=AN)
    assert find_bound(chat).application_id == mai  # as before


def test_a_withdrawn_list_leaves_nobody_to_be_bound_to(tmp_path):
    unit = make_unit()
    make_account(unit)
    wrong = publish_rows(unit, tmp_path, person(*MAI, receipt="HS-1"))
    chat = bound(unit, find_one(unit, "HS-1").application_id)
    undo_publication(card_list=wrong, actor=AN)
    chat.refresh_from_db()
    assert find_bound(chat) is None


def notices():
    sealer = keys()[0]
    rows = Delivery.objects.exclude(kind=Kind.CHAT).order_by("pk")
    return [
        open_notice(sealer, one.sealed, person=one.person, contact_id=one.contact_id)
        for one in rows
    ]


def test_a_published_list_tells_the_bound_chat_and_its_undo_takes_it_back(
    unit, mai, chat, tmp_path
):
    bound(unit, mai, chat)
    row = person(*MAI, receipt="HS-1", status="Đã về đơn vị", box="A1")
    published = publish_rows(unit, tmp_path, row, *fillers(3), name="2.xlsx")
    told = Delivery.objects.exclude(kind=Kind.CHAT).get()
    assert (told.kind, told.contact_id, told.person) == (Kind.READY, chat.contact_id, mai)
    assert told.not_before == NOON + 10 * MINUTE
    assert notices()[0].label == "L. T. M., 1980"
    undo_publication(card_list=published, actor=AN)
    told.refresh_from_db()
    assert told.state == DeliveryState.RECALLED


def test_the_same_list_again_tells_nobody_again(unit, mai, chat, tmp_path):
    bound(unit, mai, chat)
    row = person(*MAI, receipt="HS-1", status="Đã về đơn vị", box="A1")
    publish_rows(unit, tmp_path, row, name="2.xlsx")
    publish_rows(unit, tmp_path, row, *fillers(5), name="3.xlsx")
    moved = person(*MAI, receipt="HS-1", status="Đã về đơn vị", box="B7")
    publish_rows(unit, tmp_path, moved, name="4.xlsx")
    assert kinds() == [Kind.READY]


def test_why_a_file_is_faulty_may_be_said_and_another_reason_is_news(unit, mai, chat, tmp_path):
    bound(unit, mai, chat)
    for number, note in enumerate(("ảnh mờ", "ảnh mờ", "sai ngày sinh"), start=2):
        row = person(*MAI, receipt="HS-1", status="Cần bổ sung", note=note)
        # Somebody else in each: the very same file is refused.
        other = person("Vũ Văn Bình", f"0{number}/02/1990", receipt=f"HS-10{number}")
        publish_rows(unit, tmp_path, row, other, name=f"{number}.xlsx")
    assert kinds() == [Kind.CORRECTION] * 2
    assert "Ảnh chân dung" in notices()[0].detail
    assert "Ngày sinh" in notices()[1].detail


def test_what_the_counter_does_is_told_too(unit, mai, chat, tmp_path):
    bound(unit, mai, chat)
    publish_rows(unit, tmp_path, person(*MAI, receipt="HS-1", box="A1"), name="2.xlsx")
    give(unit, "HS-1")
    assert kinds() == [Kind.READY, Kind.HANDED_OVER]


def test_nobody_is_told_once_the_bond_has_ended(unit, mai, chat, tmp_path):
    bound(unit, mai, chat)
    chat.refresh_from_db()
    unbind(conversation=chat)
    publish_rows(unit, tmp_path, person(*MAI, receipt="HS-1", box="A1"), name="2.xlsx")
    assert kinds() == []


def test_who_is_bound_is_not_forgotten_for_being_silent(unit, mai, chat):
    bound(unit, mai, chat)
    with clock.stopped_at(NOON + datetime.timedelta(days=40)):
        sweep_idle()
    assert Contact.objects.filter(pk=chat.contact_id).exists()
