"""A small IMAP4rev1 server on this machine: what a client needs that reads a folder and moves mails out of it (RFC 3501)."""

from __future__ import annotations

import re
import socketserver
import threading
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

USER, PASSWORD = "theodoi", "mat-khau"


@dataclass
class Mail:
    uid: int
    content: bytes
    is_deleted: bool = False


@dataclass
class ImapServer:
    """What a test says to the server and reads from it."""

    folders: dict[str, list[Mail]] = field(default_factory=lambda: defaultdict(list, {"INBOX": []}))
    can_move: bool = True
    refuses_moving: bool = False
    commands: list[str] = field(default_factory=list)
    next_uid: int = 1
    port: int = 0
    _server: socketserver.ThreadingTCPServer | None = None

    @property
    def url(self) -> str:
        """The value for TASKBOARD_IMAP_URL."""
        return f"imap://{USER}:{PASSWORD}@127.0.0.1:{self.port}/INBOX"

    def deliver(self, content: bytes, folder: str = "INBOX") -> None:
        self.folders[folder].append(Mail(self.next_uid, content))
        self.next_uid += 1

    def start(self) -> None:
        server = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                Session(server, self).serve()

        socketserver.ThreadingTCPServer.allow_reuse_address = True
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", self.port), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


class Session:
    """One connection."""

    def __init__(self, server: ImapServer, line: socketserver.StreamRequestHandler) -> None:
        self.server = server
        self.line = line
        self.folder = ""

    def say(self, words: str | bytes) -> None:
        self.line.wfile.write((words.encode() if isinstance(words, str) else words) + b"\r\n")

    def serve(self) -> None:
        self.say("* OK ready")
        while raw := self.line.rfile.readline():
            tag, _blank, rest = raw.decode().strip().partition(" ")
            self.server.commands.append(re.sub(r"(?i)^(LOGIN) .*", r"\1 …", rest))
            verb, _blank, words = rest.partition(" ")
            if verb.upper() == "UID":
                verb, _blank, words = words.partition(" ")
            said = getattr(self, f"do_{verb.lower()}")(words)
            self.say(f"{tag} {said or 'OK done'}")
            if verb.upper() == "LOGOUT":
                break

    @property
    def mails(self) -> list[Mail]:
        return self.server.folders[self.folder]

    def do_capability(self, _words: str) -> None:
        self.say("* CAPABILITY IMAP4rev1" + (" MOVE" if self.server.can_move else ""))

    def do_login(self, words: str) -> str | None:
        right = words == f'"{USER}" "{PASSWORD}"'
        return None if right else "NO [AUTHENTICATIONFAILED] wrong name or password"

    def do_select(self, words: str) -> str | None:
        name = words.strip('"')
        if name not in self.server.folders:
            return "NO no such folder"
        self.folder = name
        self.say(f"* {len(self.mails)} EXISTS")
        return None

    def do_search(self, _words: str) -> None:
        self.say("* SEARCH " + " ".join(str(mail.uid) for mail in self.mails))

    def do_fetch(self, words: str) -> None:
        number, _blank, parts = words.partition(" ")
        for place, mail in enumerate(self.mails, 1):
            if mail.uid == int(number):
                self._fetch(place, mail, parts.replace(".PEEK", ""))

    def _fetch(self, place: int, mail: Mail, parts: str) -> None:
        """The size alone; the headers, or the part `<from.count>` of them; the whole."""
        if parts == "(RFC822.SIZE)":
            self.say(f"* {place} FETCH (UID {mail.uid} RFC822.SIZE {len(mail.content)})")
            return
        content, what = mail.content, "BODY[]"
        if found := re.fullmatch(r"\(BODY\[HEADER\](?:<(\d+)\.(\d+)>)?\)", parts):
            content, what = content.partition(b"\r\n\r\n")[0] + b"\r\n\r\n", "BODY[HEADER]"
            if found[1]:
                start, count = int(found[1]), int(found[2])
                content, what = content[start : start + count], f"BODY[HEADER]<{start}>"
        opened = f"* {place} FETCH (UID {mail.uid} {what} {{{len(content)}}}\r\n".encode()
        self.line.wfile.write(opened + content + b")\r\n")

    def do_list(self, words: str) -> None:
        wanted = words.split()[-1].strip('"')
        for name in self.server.folders:
            if name == wanted:
                self.say(f'* LIST () "/" "{name}"')

    def do_create(self, words: str) -> None:
        _new = self.server.folders[words.strip('"')]

    def do_move(self, words: str) -> str | None:
        if said := self.do_copy(words):
            return said
        self._drop(int(words.split()[0]))
        return None

    def do_copy(self, words: str) -> str | None:
        number, name = words.split()
        if self.server.refuses_moving or name.strip('"') not in self.server.folders:
            return "NO [TRYCREATE] no such folder"
        for mail in self.mails:
            if mail.uid == int(number):
                self.server.deliver(mail.content, name.strip('"'))
        return None

    def do_store(self, words: str) -> None:
        for mail in self.mails:
            mail.is_deleted = mail.is_deleted or mail.uid == int(words.split()[0])

    def do_expunge(self, _words: str) -> None:
        self.mails[:] = [mail for mail in self.mails if not mail.is_deleted]

    def do_logout(self, _words: str) -> None:
        self.say("* BYE")

    def _drop(self, uid: int) -> None:
        self.mails[:] = [mail for mail in self.mails if mail.uid != uid]


@pytest.fixture
def imap_server() -> Iterator[ImapServer]:
    server = ImapServer()
    server.start()
    yield server
    server.stop()
