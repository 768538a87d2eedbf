"""The envelope in one go: whose refusal it was, and that the next message is not in its way."""

import smtplib
import socketserver
import threading

import pytest

from tracuu.messaging.channels.smtp import deliver

GREETING = ["220 here", "250-here\r\n250 PIPELINING"]
TAKEN = ["250 sender", "250 recipient", "354 go on", "250 taken"]
MAIL = b"Subject: a\r\n\r\n.dot\r\nend\r\n"


class Server:
    """Says what it was told to say, one answer a command, and keeps what it heard."""

    def __init__(self, *answers):
        self.heard = []
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                said = iter([*GREETING, *answers])
                self.say(next(said))
                for line in self.rfile:
                    outer.heard.append(line)
                    answer = next(said, "221 bye")
                    self.say(answer)
                    if answer.startswith("354"):
                        while (body := self.rfile.readline()) not in (b".\r\n", b""):
                            outer.heard.append(body)
                        self.say(next(said))

            def say(self, answer):
                self.wfile.write(answer.encode() + b"\r\n")

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def __enter__(self):
        self.client = smtplib.SMTP("127.0.0.1", self.server.server_address[1], timeout=10)
        return self

    def __exit__(self, *_error):
        self.client.close()
        self.server.shutdown()
        self.server.server_close()

    def deliver(self):
        deliver(self.client, sender="unit@a.example", recipient="an@b.example", data=MAIL)


def test_a_message_is_said_whole_with_its_dots():
    with Server(*TAKEN) as server:
        server.deliver()
    assert server.heard[1:] == [
        b"MAIL FROM:<unit@a.example>\r\n",
        b"RCPT TO:<an@b.example>\r\n",
        b"DATA\r\n",
        b"Subject: a\r\n",
        b"\r\n",
        b"..dot\r\n",
        b"end\r\n",
    ]


@pytest.mark.parametrize(
    ("answers", "error", "code"),
    [
        (["550 5.7.1 not you", "503 no", "503 no"], smtplib.SMTPSenderRefused, 550),
        (["250 ok", "550 5.1.1 nobody", "554 no"], smtplib.SMTPRecipientsRefused, 550),
        (["250 ok", "250 ok", "451 later"], smtplib.SMTPDataError, 451),
        (["250 ok", "250 ok", "354 go on", "554 spam"], smtplib.SMTPDataError, 554),
        # Says "go on" though there is nobody: gets an empty message, and no words of anybody.
        (["250 ok", "550 5.1.1 nobody", "354 go on", "554 no"], smtplib.SMTPRecipientsRefused, 550),
    ],
)
def test_the_first_refusal_is_the_reason_and_the_next_message_goes_out(answers, error, code):
    with Server(*answers, "250 reset", *TAKEN) as server:
        with pytest.raises(error) as raised:
            server.deliver()
        server.deliver()
    told = raised.value
    refused = (
        told.recipients["an@b.example"][0]
        if isinstance(told, smtplib.SMTPRecipientsRefused)
        else told.smtp_code
    )
    assert refused == code
    assert server.heard.count(b"rset\r\n") == 1
    assert server.heard.count(b"end\r\n") == 1 + (code == 554)


def test_a_server_that_closes_is_left_alone():
    with Server("421 closing", "421 closing", "421 closing") as server:
        with pytest.raises(smtplib.SMTPSenderRefused):
            server.deliver()
        with pytest.raises(smtplib.SMTPServerDisconnected):
            server.deliver()
    assert b"rset\r\n" not in server.heard
