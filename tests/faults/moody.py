"""A real SMTP server in a bad mood: slow, refusing, hanging up in the middle of a mail."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tests.smtp import SmtpServer


class _HangingUp(SMTP):
    """Closes the connection once DATA was allowed, for the addresses it is told to."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        mood: MoodyServer = self.event_handler
        if mood.hangs_up_on(self.envelope.rcpt_tos):
            await self.push("354 go on")
            self.transport.close()
            return
        await super().smtp_DATA(arg)


class _Moody(Controller):
    def factory(self) -> SMTP:
        return _HangingUp(self.handler, **self.SMTP_kwargs)

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class MoodyServer(SmtpServer):
    def __init__(self) -> None:
        self.received = []
        self._answers = {}
        self._controller = _Moody(self, hostname="127.0.0.1", port=0)
        self.seconds_a_command = 0.0
        self.hang_ups: dict[str, int] = {}
        """How often to hang up on mails to an address."""
        self.most_a_connection = 0
        """Mails after which a connection is told 421 and closed; 0 for any number."""

    def hangs_up_on(self, recipients: list[str]) -> bool:
        left = self.hang_ups.get(recipients[0], 0)
        if left:
            self.hang_ups[recipients[0]] = left - 1
        return left > 0

    async def handle_MAIL(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        await asyncio.sleep(self.seconds_a_command)
        session.mails = getattr(session, "mails", 0) + 1
        if self.most_a_connection and session.mails > self.most_a_connection:
            server.transport.close()
            return "421 4.7.0 too many mails over this connection"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        await asyncio.sleep(self.seconds_a_command)
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        await asyncio.sleep(self.seconds_a_command)
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture
def moody() -> Iterator[MoodyServer]:
    """A running one; hand its `url` to Settings.smtp_url."""
    server = MoodyServer()
    server.start()
    yield server
    server.stop()
