"""One message over SMTP, with as few waits as the server allows (RFC 5321, RFC 2920)."""

import smtplib
from typing import NoReturn

_OK, _ALSO_OK, _GO_ON = 250, 251, 354
_NEVER_AGAIN = 421


def deliver(server: smtplib.SMTP, *, sender: str, recipient: str, data: bytes) -> None:
    """Return when the server has taken the message; raises what `smtplib.SMTP.sendmail` does.

    `data` has CRLF at the ends of its lines. Where the server offers PIPELINING, sender, recipient
    and DATA go in one write: two waits for a message instead of four.
    """
    server.ehlo_or_helo_if_needed()
    if not server.has_extn("pipelining"):
        server.sendmail(sender, [recipient], data)
        return
    envelope = f"MAIL FROM:<{sender}>\r\nRCPT TO:<{recipient}>\r\nDATA\r\n"
    server.send(envelope.encode("ascii"))
    mail, rcpt, go_on = server.getreply(), server.getreply(), server.getreply()
    if mail[0] == _OK and rcpt[0] in {_OK, _ALSO_OK} and go_on[0] == _GO_ON:
        server.send(_as_lines(data))
        code, said = server.getreply()
        if code != _OK:
            _end(server, code)
            raise smtplib.SMTPDataError(code, said)
        return
    if go_on[0] == _GO_ON:
        # RFC 2920, 3.1: who says "go on" although nobody is there to read it gets an empty message.
        server.send(b".\r\n")
        server.getreply()
    _refuse(server, sender, recipient, mail=mail, rcpt=rcpt, data=go_on)


def _refuse(
    server: smtplib.SMTP,
    sender: str,
    recipient: str,
    *,
    mail: tuple[int, bytes],
    rcpt: tuple[int, bytes],
    data: tuple[int, bytes],
) -> NoReturn:
    """The first of the three that was refused says why; the others only follow from it."""
    if mail[0] != _OK:
        _end(server, mail[0])
        raise smtplib.SMTPSenderRefused(*mail, sender)
    if rcpt[0] not in {_OK, _ALSO_OK}:
        _end(server, rcpt[0])
        raise smtplib.SMTPRecipientsRefused({recipient: rcpt})
    _end(server, data[0])
    raise smtplib.SMTPDataError(*data)


def _end(server: smtplib.SMTP, code: int) -> None:
    """The next message begins anew, on this connection if the server keeps it."""
    if code == _NEVER_AGAIN:
        server.close()
        return
    try:
        server.rset()
    except smtplib.SMTPServerDisconnected:
        server.close()


def _as_lines(data: bytes) -> bytes:
    """RFC 5321, 4.5.2: a dot at a line's beginning is doubled; one alone ends the message."""
    if data.startswith(b"."):
        data = b"." + data
    body = data.replace(b"\r\n.", b"\r\n..")
    return body + (b".\r\n" if body.endswith(b"\r\n") else b"\r\n.\r\n")
