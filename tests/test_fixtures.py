"""What the other tests lean on does what it says."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage

import pytest

from tests.smtp import SmtpServer


def _mail(recipient: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "vanphong@namdinh.example", recipient, "Đôn đốc nhiệm vụ"
    mail.set_content("Việc đã quá hạn 5 ngày.")
    mail.add_alternative("<p>Việc đã quá hạn <b>5 ngày</b>.</p>", subtype="html")
    return mail


def _send(server: SmtpServer, mail: EmailMessage) -> None:
    host, _, port = server.url.removeprefix("smtp://").partition(":")
    with smtplib.SMTP(host, int(port), timeout=5) as connection:
        connection.send_message(mail)


def test_the_smtp_server_keeps_what_it_took(smtp_server: SmtpServer) -> None:
    _send(smtp_server, _mail("kinhte@namdinh.example"))
    (received,) = smtp_server.received
    assert received.recipients == ("kinhte@namdinh.example",)
    assert received.message["Subject"] == "Đôn đốc nhiệm vụ"
    assert "quá hạn 5 ngày" in received.body("plain")
    assert "<b>5 ngày</b>" in received.body("html")


def test_the_smtp_server_refuses_one_address_and_takes_the_next(smtp_server: SmtpServer) -> None:
    smtp_server.refuse("kinhte@namdinh.example")
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        _send(smtp_server, _mail("kinhte@namdinh.example"))
    _send(smtp_server, _mail("xem@namdinh.example"))
    assert [mail.recipients for mail in smtp_server.received] == [("xem@namdinh.example",)]


def test_the_smtp_server_fails_after_the_body(smtp_server: SmtpServer) -> None:
    smtp_server.fail_data()
    with pytest.raises(smtplib.SMTPDataError):
        _send(smtp_server, _mail("xem@namdinh.example"))
    assert not smtp_server.received


def test_a_stopped_smtp_server_is_not_reached(smtp_server: SmtpServer) -> None:
    smtp_server.stop()
    with pytest.raises(ConnectionRefusedError):
        _send(smtp_server, _mail("xem@namdinh.example"))
