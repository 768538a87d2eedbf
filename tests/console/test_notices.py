"""What officers see and do about messages."""

import datetime
import html

import pytest

from chatting import make_citizen
from console.test_language import vietnamese_in
from factories import person, publish_people
from tracuu.audit.models import Event
from tracuu.audit.operations import Actor
from tracuu.cards.lists.publishing import withdraw
from tracuu.cards.lookup import Caller
from tracuu.cards.models import CardList
from tracuu.cards.telling.watching import watch_person
from tracuu.core import clock
from tracuu.messaging.contacts import add_contact
from tracuu.messaging.enums import ChannelName, DeliveryState, Kind
from tracuu.messaging.models import Delivery, OfficialAccount
from tracuu.messaging.sending import send_due

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2021, 12, 14, 5, 0, tzinfo=datetime.UTC)
AN = Actor(officer_id=1, origin="192.0.2.1")


@pytest.fixture
def told_list(unit, tmp_path):
    """A list that has told one person on paper."""
    with clock.stopped_at(NOON):
        contact, _ = add_contact(channel=ChannelName.PAPER, address="", language="vi")
        watch_person(
            unit=unit, full_name="Lê Thị Mai", birth_date="05/06/1980", proof=None,
            contact=contact, caller=Caller(address="192.0.2.9"),
        )  # fmt: skip
        publish_people(unit, tmp_path, person("Lê Thị Mai", "05/06/1980"))
    return CardList.objects.get()


def show(client, path):
    return html.unescape(client.get(path).content.decode())


def test_a_list_says_how_many_messages_it_holds_and_from_when(client, an, told_list):
    client.force_login(an)
    page = show(client, f"/console/tan-phu/lists/{told_list.pk}/")
    assert "1 tin đang giữ, bắt đầu gửi lúc 12:10 14/12." in page


def test_undone_too_late_it_says_who_was_told_and_offers_a_correction(client, an, told_list):
    client.force_login(an)
    with clock.stopped_at(NOON + datetime.timedelta(minutes=20)):
        send_due()
        withdraw(told_list, actor=AN)
        path = f"/console/tan-phu/lists/{told_list.pk}/"
        assert "Gửi đính chính cho 1 người đã nhận tin" in " ".join(show(client, path).split())
        client.post(f"{path}corrections/")
        assert Delivery.objects.get(kind=Kind.MISTAKE).state == DeliveryState.QUEUED
        assert "Đã gửi 1 tin đính chính." in " ".join(show(client, path).split())
        client.post(f"{path}corrections/")
    assert Delivery.objects.filter(kind=Kind.MISTAKE).count() == 1
    assert Event.objects.filter(action="corrections_sent").exists()


def test_a_list_that_stands_sends_no_corrections(client, an, told_list):
    client.force_login(an)
    client.post(f"/console/tan-phu/lists/{told_list.pk}/corrections/")
    assert not Delivery.objects.filter(kind=Kind.MISTAKE).exists()


def test_what_could_not_be_sent_is_read_retried_and_given_up(client, an, told_list):
    client.force_login(an)
    Delivery.objects.update(state=DeliveryState.DEAD, failure="smtp_554", attempts=8)
    row = Delivery.objects.get()
    page = show(client, "/console/tan-phu/messages/")
    assert "nơi nhận từ chối (smtp_554)" in page
    path = "/console/tan-phu/messages/failed/"
    client.post(path, {"deed": "retry"})
    row.refresh_from_db()
    assert row.state == DeliveryState.DEAD  # nothing was ticked
    client.post(path, {"deed": "retry", "number": str(row.pk)})
    row.refresh_from_db()
    assert (row.state, row.attempts) == (DeliveryState.QUEUED, 0)
    Delivery.objects.update(state=DeliveryState.DEAD)
    client.post(path, {"deed": "drop", "number": [str(row.pk), "x"]})
    row.refresh_from_db()
    assert (row.state, row.sealed) == (DeliveryState.DROPPED, None)


def test_another_units_messages_are_out_of_reach(client, chi, told_list):
    client.force_login(chi)
    Delivery.objects.update(state=DeliveryState.DEAD)
    assert client.get("/console/tan-phu/messages/").status_code == 404
    client.post(
        "/console/tan-binh/messages/failed/",
        {"deed": "drop", "number": str(Delivery.objects.get().pk)},
    )
    assert Delivery.objects.get().state == DeliveryState.DEAD


def test_what_waits_is_told_with_its_reason_and_names_nobody(client, an, unit):
    client.force_login(an)
    assert "Không có tin nào đang chờ ai." in show(client, "/console/tan-phu/messages/")
    contact = make_citizen(unit)
    ways = (("waiting", "none"), ("waiting", "other"), ("sent", "free"), ("queued", ""))
    for number, (state, way) in enumerate(ways):
        Delivery.objects.create(
            contact=contact, unit=unit, kind=Kind.READY, event=f"list:{number}", person=7,
            state=state, way=way, created_at=NOON, not_before=NOON,
            sent_at=NOON if state == "sent" else None,
        )  # fmt: skip
    with clock.stopped_at(NOON):
        page = show(client, "/console/tan-phu/messages/")
    assert "chờ người dân nhắn lại (đã quá 7 ngày" in page
    assert "cùng tin này đã có người nhận qua e-mail hoặc thông báo" in page
    assert "người dân mới nhắn trong 48 giờ" in page
    assert "Chờ kết nối lại Zalo" not in page
    OfficialAccount.objects.update(state="broken")
    page = show(client, "/console/tan-phu/messages/")
    assert "Chờ kết nối lại Zalo" in page
    assert "14/12/2021" in page
    client.get("/console/tan-phu/messages/?lang=en")
    assert vietnamese_in(client.get("/console/tan-phu/messages/")) is None
