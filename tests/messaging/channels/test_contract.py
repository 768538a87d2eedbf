"""What every channel promises (`channels/base.py`), kept by each of them against a real far end."""

import time
from contextlib import contextmanager
from dataclasses import replace

import pytest
from tests.messaging.servers import push_service, smtp_server
from tests.messaging.zalo_world import CS, NOON, arrived, connect, wrote, zalo_at_noon

from emulated_zalo import served
from factories import make_unit
from tracuu.messaging.channels import open_session
from tracuu.messaging.channels.base import InChat, Message, Traces
from tracuu.messaging.chat.content import Button, Outgoing, Tap
from tracuu.messaging.enums import ChannelName, Way
from tracuu.messaging.errors import ChannelNotReady, ContactGone, NeverSendable, TryLater
from tracuu.messaging.wording import Text
from zalo_emulator.world import user_id_of

TEXT = Text(
    subject="Thẻ đã về Công an quận Tân Phú",
    short="Thẻ bạn nhờ báo tin (N. V. A., 1991) đã về đơn vị.",
    body="Thẻ bạn nhờ báo tin đã về.\n\nCông an quận Tân Phú\n",
    stop_url="https://tra-cuu.example/theo-doi/7K2M0CHX4PT8/",
    chat="Thẻ bạn nhờ báo tin đã về.\n\nCông an quận Tân Phú",
)
CODE = "7K2M0CHX4PT8"


class FarEnd:
    """One kind of far end: what it was given, and how it is made to refuse."""

    def __init__(self, channel, address, subjects, refuse, nobody):
        self.channel = channel
        self.address = address
        self.subjects = subjects
        self.refuse = refuse
        self.nobody = nobody

    def message(self):
        return to(self.address)


def to(address: str) -> Message:
    return Message(address=address, text=TEXT, code=CODE, unit_name="Công an quận Tân Phú")


@pytest.fixture(scope="module")
def zalo_address(tmp_path_factory):
    with served(tmp_path_factory.mktemp("zalo") / "zalo.sqlite3") as address:
        yield address


@contextmanager
def zalo_far_end(address, settings):
    """Trí's chat with the unit's account; every word of the message arrives in it."""
    with zalo_at_noon(address, settings) as zalo:
        account = connect(zalo, make_unit())
        wrote(zalo, account)
        codes = {"later": -200, "never": -248}

        def in_chat(person):
            user_id = user_id_of(account.oa_id, person)
            outgoing = Outgoing(TEXT.chat, (Button("Xem", Tap.OPEN, TEXT.stop_url),))
            chat = InChat(account, outgoing, Traces(is_coded=True, since=NOON))
            plain = to(f"{account.oa_id}/{user_id}")
            return replace(plain, way=Way.FREE, chat=chat)

        def nobody():
            zalo.act("state", "tri", account.oa_id, state={"is_inactive": True})
            return in_chat("tri")

        far_end = FarEnd(
            ChannelName.ZALO,
            "",
            lambda: [TEXT.subject for text in arrived(zalo, account) if text == TEXT.chat],
            lambda word: zalo.fault(CS, "error", code=codes[word], count=1),
            nobody,
        )
        far_end.message = lambda: in_chat("tri")
        far_end.address = user_id_of(account.oa_id, "tri")
        yield far_end


@pytest.fixture(params=["email", "email one by one", "push", "zalo"])
def far_end(request, settings):
    if request.param == "zalo":
        request.getfixturevalue("db")
        with zalo_far_end(request.getfixturevalue("zalo_address"), settings) as far_end:
            yield far_end
        return
    settings.MAIL_FROM = "tra-cuu@tan-phu.example"
    if request.param.startswith("email"):
        with smtp_server() as (url, mailbox):
            mailbox.is_pipelining = request.param == "email"
            settings.SMTP_URL = url
            words = {"later": "451 4.3.0 Try again", "never": "554 5.6.0 Not this"}
            yield FarEnd(
                ChannelName.EMAIL,
                "an@vi-du.example",
                lambda: [mail["Subject"] for mail in mailbox.messages],
                lambda word: mailbox.answers.append(words[word]),
                lambda: to("nobody@vi-du.example"),
            )
        return
    with push_service() as service:
        settings.PUSH_HOSTS = frozenset({service.host})
        codes = {"later": 503, "never": 413}
        yield FarEnd(
            ChannelName.PUSH,
            service.subscription(),
            lambda: [told["title"] for told in service.received],
            lambda word: service.statuses.append(codes[word]),
            lambda: service.statuses.append(410) or to(service.subscription()),
        )
        assert service.faults == []


def test_a_message_arrives_as_it_was_written(far_end):
    with open_session(far_end.channel) as session:
        session.send(far_end.message())
    assert far_end.subjects() == [TEXT.subject]


def test_one_session_carries_many_messages(far_end):
    with open_session(far_end.channel) as session:
        for _ in range(5):
            session.send(far_end.message())
    assert len(far_end.subjects()) == 5


@pytest.mark.parametrize(("word", "error"), [("later", TryLater), ("never", NeverSendable)])
def test_a_refusal_is_named_and_the_next_message_goes_out(far_end, word, error):
    far_end.refuse(word)
    with open_session(far_end.channel) as session:
        with pytest.raises(error) as raised:
            session.send(far_end.message())
        session.send(far_end.message())
    assert far_end.address not in str(raised.value)
    assert len(far_end.subjects()) == 1


def test_an_address_where_nobody_is_ends_the_contact(far_end):
    message = far_end.nobody()
    with open_session(far_end.channel) as session, pytest.raises(ContactGone) as raised:
        session.send(message)
    assert message.address not in str(raised.value)
    assert far_end.subjects() == []


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_ends_the_contact(settings, status):
    with push_service() as service:
        settings.PUSH_HOSTS = frozenset({service.host})
        service.statuses.append(status)
        with open_session(ChannelName.PUSH) as session, pytest.raises(ContactGone):
            session.send(to(service.subscription()))


def test_a_subscription_for_another_key_than_ours_closes_nothing(settings):
    with push_service() as service:
        settings.PUSH_HOSTS = frozenset({service.host})
        service.statuses.append(403)
        with open_session(ChannelName.PUSH) as session:
            with pytest.raises(NeverSendable):
                session.send(to(service.subscription()))
            session.send(to(service.subscription()))
        assert len(service.received) == 1


@pytest.mark.parametrize(
    "answer",
    [
        "550 5.7.1 Relaying denied",
        "553 Sender rejected",
        "550 Looks like spam",
        "554 5.7.26 No SPF",
    ],
)
def test_a_server_that_does_not_let_us_in_ends_nobodys_contact(settings, answer):
    with smtp_server() as (url, mailbox):
        settings.SMTP_URL, settings.MAIL_FROM = url, "tra-cuu@tan-phu.example"
        mailbox.answers.append(answer)
        with open_session(ChannelName.EMAIL) as session:
            with pytest.raises(NeverSendable):
                session.send(to("an@vi-du.example"))
            session.send(to("an@vi-du.example"))
        assert len(mailbox.messages) == 1


def test_a_push_says_its_code_twice_so_that_it_is_shown_once(settings):
    with push_service() as service:
        with open_session(ChannelName.PUSH) as session:
            session.send(to(service.subscription()))
        assert service.topics == [CODE]
        assert service.received[0]["tag"] == CODE


def test_the_same_code_is_the_same_message_to_a_mailbox(settings):
    with smtp_server() as (url, mailbox):
        settings.SMTP_URL, settings.MAIL_FROM = url, "tra-cuu@tan-phu.example"
        message = to("an@vi-du.example")
        for _ in range(2):
            with open_session(ChannelName.EMAIL) as session:
                session.send(message)
        first, second = mailbox.messages
        assert first["Message-ID"] == second["Message-ID"] == f"<{CODE.lower()}@tan-phu.example>"
        assert first.get_content().replace("\r\n", "\n") == TEXT.body
        assert first["Auto-Submitted"] == "auto-generated"
        assert first["List-Unsubscribe"] == f"<{TEXT.stop_url}>"


def test_a_mail_server_that_is_away_is_said_before_anything_is_sent(settings):
    with smtp_server() as (url, _mailbox):
        pass
    settings.SMTP_URL = url
    began = time.monotonic()
    with pytest.raises(ChannelNotReady), open_session(ChannelName.EMAIL):
        pass
    assert time.monotonic() - began < 15


def test_a_mail_server_that_hangs_up_is_called_again(settings):
    with smtp_server() as (url, mailbox):
        settings.SMTP_URL, settings.MAIL_FROM = url, "tra-cuu@tan-phu.example"
        message = to("an@vi-du.example")
        mailbox.answers.append("421 4.3.2 Closing")
        with open_session(ChannelName.EMAIL) as session:
            with pytest.raises(TryLater):
                session.send(message)
            session.send(message)
        assert len(mailbox.messages) == 1


def test_without_a_mail_server_a_demonstration_prints_and_production_says_so(settings, capsys):
    settings.SMTP_URL = ""
    message = to("an@vi-du.example")
    settings.IS_DEMO = True
    with open_session(ChannelName.EMAIL) as session:
        session.send(message)
    assert TEXT.subject in capsys.readouterr().out
    settings.IS_DEMO = False
    with pytest.raises(ChannelNotReady), open_session(ChannelName.EMAIL):
        pass
