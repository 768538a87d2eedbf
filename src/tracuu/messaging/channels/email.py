"""E-mail over SMTP (RFC 5321), or onto the terminal of a demonstration that has no mail server."""

import smtplib
import ssl
import sys
from base64 import encodebytes
from collections.abc import Iterator
from contextlib import contextmanager
from email.header import Header
from email.utils import format_datetime
from functools import lru_cache
from typing import NoReturn
from urllib.parse import unquote, urlsplit

from django.conf import settings

from tracuu.core import clock
from tracuu.messaging.channels.base import Message, PlainSession, Session
from tracuu.messaging.channels.smtp import deliver
from tracuu.messaging.errors import ChannelNotReady, ContactGone, NeverSendable, TryLater

_TIMEOUT = 20.0
_PERMANENT = 500
_CLOSING = 421
# RFC 5321, 4.2.3, with a status of RFC 3463 that speaks of the mailbox (X.1.x): nobody is there.
# Without it the same code says that we are not let in: relaying refused, no SPF, taken for spam.
_NOBODY = frozenset({550, 551, 553})
_OF_THE_MAILBOX = b"5.1."
_PORTS = {"smtp": 25, "smtps": 465}


class EmailChannel:
    """`TRACUU_SMTP_URL` is smtp://, smtps:// (TLS from the start) or smtp+starttls://."""

    def is_ready(self) -> bool:
        return bool(settings.SMTP_URL) or settings.IS_DEMO

    @contextmanager
    def open(self) -> Iterator[Session]:
        if not settings.SMTP_URL:
            if not settings.IS_DEMO:
                raise ChannelNotReady("no_mail_server")
            yield _Terminal()
            return
        session = _SmtpSession()
        session.connect()
        try:
            yield session
        finally:
            session.close()


class _Terminal(PlainSession):
    """What the demonstration shows in place of a mailbox."""

    def send(self, message: Message) -> str:
        lines = [f"To: {message.address}", f"Subject: {message.text.subject}", ""]
        lines += message.text.body.splitlines()
        sys.stdout.write("\n" + "\n".join(f"  ✉ {line}" for line in lines) + "\n")
        sys.stdout.flush()
        return ""


class _SmtpSession(PlainSession):
    """One connection; a server that hangs up after some messages is called again."""

    def __init__(self) -> None:
        self._server: smtplib.SMTP | None = None

    def connect(self) -> None:
        parts = urlsplit(settings.SMTP_URL)
        host = parts.hostname or "localhost"
        try:
            if parts.scheme == "smtps":
                port = parts.port or _PORTS["smtps"]
                context = ssl.create_default_context()
                server: smtplib.SMTP = smtplib.SMTP_SSL(
                    host, port, timeout=_TIMEOUT, context=context
                )
            else:
                server = smtplib.SMTP(host, parts.port or _PORTS["smtp"], timeout=_TIMEOUT)
                if parts.scheme == "smtp+starttls":
                    server.starttls(context=ssl.create_default_context())
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
        except (OSError, smtplib.SMTPException):
            raise ChannelNotReady("mail_server_away") from None
        self._server = server

    def close(self) -> None:
        if self._server is not None:
            try:
                self._server.quit()
            except (OSError, smtplib.SMTPException):
                self._server.close()
            self._server = None

    def send(self, message: Message) -> str:
        if self._server is None:
            self.connect()
        assert self._server is not None
        data = _as_email(message)
        try:
            deliver(
                self._server,
                sender=settings.MAIL_FROM,
                recipient=message.address,
                data=data,
            )
        except smtplib.SMTPSenderRefused as error:
            # Our own address: no fault of who should read it.
            self._forget()
            raise ChannelNotReady(f"sender_{error.smtp_code}") from None
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            if code in _NOBODY and said.startswith(_OF_THE_MAILBOX):
                raise ContactGone(f"smtp_{code}") from None
            self._refuse(code)
        except smtplib.SMTPResponseException as error:
            self._refuse(error.smtp_code)
        except (OSError, smtplib.SMTPException):
            self._forget()
            raise TryLater("connection_lost") from None
        return ""

    def _refuse(self, code: int) -> NoReturn:
        if code == _CLOSING:  # RFC 5321, 3.8
            self._forget()
        raise (NeverSendable if code >= _PERMANENT else TryLater)(f"smtp_{code}") from None

    def _forget(self) -> None:
        if self._server is not None:
            self._server.close()
        self._server = None


def _as_email(message: Message) -> bytes:
    """The same code has the same Message-ID: a mailbox that gets it twice shows it once.

    Written by hand (RFC 5322, RFC 2045): ten headers that are always the same, and one part in
    base64. The library's classes take five times as long as everything else that is done for it.
    """
    body = message.text.body.replace("\n", "\r\n").encode()
    headers = (
        'Content-Type: text/plain; charset="utf-8"\r\n'
        "MIME-Version: 1.0\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        f"From: {_encoded('From', message.unit_name)} <{settings.MAIL_FROM}>\r\n"
        f"To: {message.address}\r\n"
        f"Subject: {_encoded('Subject', message.text.subject)}\r\n"
        f"Date: {format_datetime(clock.now())}\r\n"
        f"Message-ID: <{message.code.lower()}@{_domain(settings.MAIL_FROM)}>\r\n"
        "Auto-Submitted: auto-generated\r\n"  # RFC 3834: no "out of office" comes back
    )
    if message.text.stop_url:
        headers += f"List-Unsubscribe: <{message.text.stop_url}>\r\n"
    return f"{headers}\r\n".encode("ascii") + encodebytes(body).replace(b"\n", b"\r\n")


@lru_cache(maxsize=512)
def _encoded(header: str, text: str) -> str:
    """A header in letters beyond ASCII (RFC 2047); subjects and units are few."""
    return Header(text, "utf-8", header_name=header).encode(linesep="\r\n")


def _domain(address: str) -> str:
    return address.rpartition("@")[2] or "localhost"
