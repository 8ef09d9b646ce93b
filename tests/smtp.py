"""A real SMTP server for the tests: it takes mails over a socket and keeps them, refuses or fails as told."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller


@dataclass(frozen=True)
class Received:
    """One mail as it came over the wire: the envelope, and the message parsed."""

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage

    def body(self, kind: str) -> str:
        """The decoded body of kind "plain" or "html"."""
        part = self.message.get_body((kind,))
        assert part is not None, f"the mail has no {kind} body"
        content: str = part.get_content()
        return content


class _OnFreePort(Controller):
    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class SmtpServer:
    """What a test says to the server and reads from it."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self._answers: dict[str, str] = {}
        self._controller = _OnFreePort(self, hostname="127.0.0.1", port=0)

    @property
    def url(self) -> str:
        """The value for TASKBOARD_SMTP_URL."""
        return f"smtp://127.0.0.1:{self._controller.port}"

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        """Go down; connecting is refused from now on. Harmless when down already."""
        if not self._controller.loop.is_closed():
            self._controller.stop()

    def refuse(self, address: str, answer: str = "550 5.1.1 no such mailbox") -> None:
        """Answer RCPT for this address so; 4xx asks to try again later, 5xx is final."""
        self._answers[address.lower()] = answer

    def accept(self, address: str) -> None:
        """Take mail for this address again."""
        self._answers.pop(address.lower(), None)

    def fail_data(self, answer: str = "451 4.3.0 try again later") -> None:
        """Answer so after the body of every mail; an empty answer ends it."""
        self._answers["data"] = answer

    # The two hooks aiosmtpd calls; their names are its own.

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if answer := self._answers.get(address.lower()):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if answer := self._answers.get("data"):
            return answer
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.received.append(Received(envelope.mail_from, tuple(envelope.rcpt_tos), message))
        return "250 OK"


@pytest.fixture
def smtp_server() -> Iterator[SmtpServer]:
    """A running SMTP server; hand its `url` to Settings.smtp_url."""
    server = SmtpServer()
    server.start()
    yield server
    server.stop()
