"""Who looked in vain is told when a list holds them: surely they, once, and not before it is time."""

import datetime

import pytest
from tests.cards.uploads import AN, CHIEF, fillers, publish_rows, review

from factories import make_unit, person
from tracuu.cards.corrections import correct_by_hand
from tracuu.cards.counter.handing_over import hand_over, undo_hand_over
from tracuu.cards.enums import ProofKind, Stage
from tracuu.cards.errors import LookupNotUnderstood, NeverCertain
from tracuu.cards.lists.releasing import discard_review, publish_reviewed, undo_publication
from tracuu.cards.lookup import Caller, Proof
from tracuu.cards.models import Application, CardList, ListTelling, StageChange
from tracuu.cards.telling.watching import watch_person
from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.messaging.contacts import add_contact, confirm_contact
from tracuu.messaging.enums import ChannelName, DeliveryState, Kind
from tracuu.messaging.models import Delivery, Watch
from tracuu.messaging.notices import open_notice
from tracuu.units.models import Succession

pytestmark = pytest.mark.django_db
CALLER = Caller(address="192.0.2.9")
NOON = datetime.datetime(2021, 12, 14, 5, 0, tzinfo=datetime.UTC)
MAI = ("Lê Thị Mai", "05/06/1980")


@pytest.fixture(autouse=True)
def noon():
    with clock.stopped_at(NOON):
        yield


@pytest.fixture(autouse=True)
def no_limits(settings):
    settings.LOOKUP_LIMITS = False


def watch(unit, name=MAI[0], born=MAI[1], address="an@vi-du.example", proof=None):
    contact, _secret = add_contact(channel=ChannelName.EMAIL, address=address, language="vi")
    confirm_contact(contact)
    return watch_person(
        unit=unit, full_name=name, birth_date=born, proof=proof, contact=contact, caller=CALLER
    )


def told():
    return list(Delivery.objects.order_by("pk").values_list("kind", flat=True))


def notice_of(row):
    return open_notice(keys()[0], row.sealed, person=row.person, contact_id=row.contact_id)


def test_thirty_people_who_looked_in_vain_each_get_one_message(tmp_path):
    unit = make_unit()
    people = fillers(60)
    for number, row in enumerate(people[:30]):
        watch(unit, row[0], row[1], f"nguoi{number}@vi-du.example")
    publish_rows(unit, tmp_path, *people)
    assert told() == [Kind.READY] * 30
    assert Delivery.objects.values("person").distinct().count() == 30
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.QUEUED}
    assert not ListTelling.objects.exists()


def test_the_same_list_again_tells_nobody_again(tmp_path):
    unit = make_unit()
    watch(unit)
    publish_rows(unit, tmp_path, person(*MAI))
    publish_rows(unit, tmp_path, person(*MAI), *fillers(5), name="next.xlsx")
    assert told() == [Kind.READY]


def test_messages_are_held_for_the_time_in_which_the_list_may_be_undone(tmp_path):
    unit = make_unit()
    watch(unit)
    publish_rows(unit, tmp_path, person(*MAI))
    assert Delivery.objects.get().not_before == NOON + datetime.timedelta(minutes=10)


def test_undo_recalls_and_the_mended_list_tells_once(tmp_path):
    unit = make_unit()
    watch(unit)
    wrong = publish_rows(unit, tmp_path, person(*MAI))
    undo_publication(card_list=wrong, actor=AN)
    assert Delivery.objects.get().state == DeliveryState.RECALLED
    publish_rows(unit, tmp_path, person(*MAI), *fillers(3), name="mended.xlsx")
    states = Delivery.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [DeliveryState.RECALLED, DeliveryState.QUEUED]


@pytest.mark.parametrize(
    ("watched", "listed", "is_told"),
    [
        ("Lê Thị Mai", "LÊ THỊ MAI", True),
        ("le thi mai", "Lê Thị Mai", True),
        ("Lê Thị Mai", "LE THI MAI", True),
        ("Lý Thị Mai", "Lí Thị Mai", True),
        ("Lê Thị Mai", "Lê Thị Mái", False),
        ("Lê Thị Mai", "Lê Thị Mài", False),
        ("Lê Thị Mai", "Lê Thi Mai", False),
        ("Lê Thị Mai", "Lê Mai", False),
        ("Lê Thị Mai", "Lê Thị Hồng Mai", False),
    ],
)
def test_only_what_the_acceptance_rule_calls_certain_is_told(tmp_path, watched, listed, is_told):
    unit = make_unit()
    watch(unit, watched)
    publish_rows(unit, tmp_path, person(listed, MAI[1]))
    assert bool(told()) is is_told


@pytest.mark.parametrize("born", ["06/05/1980", "05/06/1981", "1980", "06/1980"])
def test_another_date_is_another_person(tmp_path, born):
    unit = make_unit()
    watch(unit)
    publish_rows(unit, tmp_path, person(MAI[0], born))
    assert told() == []


def test_two_alike_on_one_day_are_told_only_with_a_second_fact(tmp_path):
    unit = make_unit()
    watch(unit, "le thi mai")
    proof = Proof(ProofKind.PHONE_LAST4, "0900000111")
    watch(unit, address="binh@vi-du.example", proof=proof)
    rows = [
        person("Lê Thị Mai", MAI[1], receipt="HS-1", phone="0900 000 111"),
        person("Lê Thị Mái", MAI[1], receipt="HS-2", phone="0900 000 222"),
    ]
    publish_rows(unit, tmp_path, *rows)
    (row,) = Delivery.objects.select_related("contact")
    assert row.contact_id == Watch.objects.get(proof_hash__isnull=False).contact_id


def test_a_namesake_of_an_earlier_list_counts_too(tmp_path):
    unit = make_unit()
    publish_rows(unit, tmp_path, person("Lê Thị Mái", MAI[1], receipt="HS-2"))
    watch(unit, "Lê Thị Mai")
    publish_rows(unit, tmp_path, person("Lê Thị Mai", MAI[1], receipt="HS-1"), name="next.xlsx")
    assert told() == []


def test_a_wrong_second_fact_is_not_this_person(tmp_path):
    unit = make_unit()
    watch(unit, proof=Proof(ProofKind.RECEIPT, "HS-9"))
    publish_rows(unit, tmp_path, person(*MAI, receipt="HS-1"))
    assert told() == []


def test_a_reason_is_told_only_to_who_gave_the_second_fact(tmp_path):
    unit = make_unit()
    watch(unit)
    watch(unit, address="binh@vi-du.example", proof=Proof(ProofKind.RECEIPT, "hs 1"))
    row = person(*MAI, receipt="HS-1", status="Cần bổ sung", note="Ảnh mờ")
    publish_rows(unit, tmp_path, row)
    first, second = sorted(Delivery.objects.all(), key=lambda one: notice_of(one).detail)
    assert first.kind == second.kind == Kind.CORRECTION
    assert notice_of(first).detail == ""
    assert notice_of(second).detail.startswith("Ảnh chân dung chưa dùng được")
    assert notice_of(second).bring
    assert notice_of(second).until == "2022-01-13"
    assert notice_of(second).label == "L. T. M., 1980"


def test_each_step_forward_is_told_once(tmp_path):
    unit = make_unit()
    watch(unit)
    for number, status in enumerate(("Đang xử lý", "Đang in", "Đã về đơn vị")):
        publish_rows(unit, tmp_path, person(*MAI, status=status), name=f"{number}.xlsx")
    assert told() == [Kind.MOVED, Kind.MOVED, Kind.READY]


def test_who_asks_after_the_list_was_read_is_told_all_the_same(tmp_path):
    unit = make_unit()
    card_list = review(unit, tmp_path, person(*MAI), *fillers(3))
    watch(unit)
    publish_reviewed(card_list=card_list, actor=AN)
    assert told() == [Kind.READY]


def test_who_asks_after_the_list_was_published_is_told_at_once(tmp_path):
    unit = make_unit()
    publish_rows(unit, tmp_path, person(*MAI))
    watch(unit)
    (row,) = Delivery.objects.all()
    assert row.kind == Kind.READY
    assert row.not_before == NOON + datetime.timedelta(minutes=10)  # it may yet be undone
    with clock.stopped_at(NOON + datetime.timedelta(minutes=11)):
        watch(unit, address="binh@vi-du.example")
    second = Delivery.objects.last()
    assert second.not_before == NOON + datetime.timedelta(minutes=11)
    undo_publication(card_list=CardList.objects.get(), actor=AN)
    assert {row.state for row in Delivery.objects.all()} == {DeliveryState.RECALLED}


def test_who_erased_the_watch_meanwhile_is_not_told(tmp_path):
    unit = make_unit()
    found = watch(unit)
    card_list = review(unit, tmp_path, person(*MAI))
    assert ListTelling.objects.count() == 1
    found.delete()
    publish_reviewed(card_list=card_list, actor=AN)
    assert told() == []


def test_a_list_that_is_dropped_leaves_nothing_to_tell(tmp_path):
    unit = make_unit()
    watch(unit)
    card_list = review(unit, tmp_path, person(*MAI))
    discard_review(card_list=card_list, actor=AN)
    assert not ListTelling.objects.exists()
    assert told() == []


def test_what_a_hand_did_since_the_list_was_read_is_not_the_lists_to_tell(tmp_path):
    unit = make_unit()
    publish_rows(unit, tmp_path, person(*MAI, status="Đang in"))
    watch(unit)
    card_list = review(unit, tmp_path, person(*MAI), name="next.xlsx")
    with clock.stopped_at(NOON + datetime.timedelta(minutes=1)):
        correct_by_hand(
            application=Application.objects.get(),
            stage=Stage.NEEDS_CORRECTION,
            reason="Ảnh mờ",
            actor=CHIEF,
        )
        publish_reviewed(card_list=card_list, actor=AN)
    assert told() == [Kind.CORRECTION]


def test_another_units_list_tells_nobody(tmp_path):
    unit, other = make_unit(), make_unit("tan-binh", "Công an quận Tân Bình")
    watch(unit)
    publish_rows(other, tmp_path, person(*MAI))
    assert told() == []


def test_a_watch_survives_the_reform_that_gave_its_unit_to_another(tmp_path):
    old = make_unit()
    watch(old)
    new = make_unit("phuong-phu-tho", "Công an phường Phú Thọ")
    Succession.objects.create(old=old, new=new, on=datetime.date(2021, 12, 1))
    publish_rows(new, tmp_path, person(*MAI))
    assert told() == [Kind.READY]


def test_a_namesake_in_a_unit_that_was_taken_over_counts(tmp_path):
    old, new = make_unit(), make_unit("phuong-phu-tho", "Công an phường Phú Thọ")
    publish_rows(old, tmp_path, person("Lê Thị Mái", MAI[1], receipt="HS-2"))
    Succession.objects.create(old=old, new=new, on=datetime.date(2021, 12, 1))
    watch(new)
    publish_rows(new, tmp_path, person("Lê Thị Mai", MAI[1], receipt="HS-1"), name="2.xlsx")
    assert told() == []


def test_a_unit_that_wants_a_second_fact_tells_nobody_without_one(tmp_path):
    unit = make_unit(requires_second_fact=True)
    with pytest.raises(NeverCertain):
        watch(unit)
    watch(unit, proof=Proof(ProofKind.RECEIPT, "HS-1"))
    publish_rows(unit, tmp_path, person(*MAI, receipt="HS-1"))
    assert told() == [Kind.READY]


@pytest.mark.parametrize(
    ("name", "born"),
    [("Mai", "05/06/1980"), ("Lê Thị Mai", "1980"), ("Lê Thị Mai", "05/06/15")],
)
def test_what_can_never_be_certain_is_said_before_anybody_waits(name, born):
    unit = make_unit()
    with pytest.raises((NeverCertain, LookupNotUnderstood)):
        watch(unit, name, born)


def test_a_hand_over_tells_the_owner_and_takes_back_what_asks_them_to_come(tmp_path):
    unit = make_unit()
    watch(unit)
    publish_rows(unit, tmp_path, person(*MAI))
    done = hand_over(unit=unit, application_id=Application.objects.get().pk, actor=AN)
    rows = dict(Delivery.objects.values_list("kind", "state"))
    assert rows == {
        Kind.READY: DeliveryState.RECALLED,
        Kind.HANDED_OVER: DeliveryState.QUEUED,
    }
    undo_hand_over(unit=unit, number=done.pk, actor=AN)
    rows = dict(Delivery.objects.values_list("kind", "state"))
    assert rows[Kind.HANDED_OVER] == DeliveryState.RECALLED


def test_a_corrected_name_tells_those_who_could_not_be_told_before(tmp_path):
    unit = make_unit()
    watch(unit)
    publish_rows(unit, tmp_path, person("Lê Thị Mái", MAI[1], receipt="HS-1"))
    assert told() == []
    row = person("Lê Thị Mai", MAI[1], receipt="HS-1")
    publish_rows(unit, tmp_path, row, *fillers(3), name="next.xlsx")
    assert told() == [Kind.READY]
    assert StageChange.objects.filter(stage=Stage.REPLACED).exists()


def test_a_watch_keeps_no_name_and_no_date():
    unit = make_unit()
    found = watch(unit, "Nguyễn Hữu Trí", "17/05/1991", address="tri@vi-du.example")
    for row in (found, found.contact):
        kept = " ".join(str(value) for value in vars(row).values())
        for word in ("Trí", "tri", "1991", "vi-du"):
            assert word not in kept
