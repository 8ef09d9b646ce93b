"""One POST: signed as the specification says, bounded in time and size, and never into the house."""

from __future__ import annotations

import base64
import hashlib
import hmac
import shutil
import socket
import ssl
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from taskboard.domain.errors import RuleBroken
from taskboard.hooks.sending import Answer, Parcel, check_url, networks, new_secret, post
from taskboard.outbox.actions import Outcome
from tests.faults.test_tls import certificate
from tests.hooks.receiver import ALLOWED, Receiver, receiver

__all__ = ["receiver"]

AT = datetime(2021, 6, 16, 2, 0, tzinfo=UTC)
SECRET = new_secret()
BODY = b'{"type":"task_confirmed"}'
INSIDE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.4.4",
    "192.168.1.1",
    "100.64.0.1",
    "100.100.100.200",
    "169.254.169.254",
    "192.0.0.192",
    "198.18.0.1",
    "64:ff9b:1::1",
    "2001:2::1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fd00:ec2::254",
    "ff02::1",
    "::ffff:127.0.0.1",
    "fec0::1",
    "::127.0.0.1",
    "::a00:1",
    "::ffff:0:127.0.0.1",
    "::5efe:7f00:1",
    "fec0::5efe:808:808",
    "2606:4700::5efe:a9fe:a9fe",
    "2606:4700::200:5efe:a00:1",
    "::ffff:10.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "2002:a00:1::",
]
OUTSIDE = ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"]


def parcel(url: str) -> Parcel:
    return Parcel(url, "msg_1", BODY, SECRET)


def told(receiver: Receiver, **more: object) -> Answer:
    return post(parcel(receiver.url), real_now=AT, allowed=ALLOWED, **more)  # type: ignore[arg-type]


def test_what_arrives_is_signed_over_identity_time_and_body(receiver: Receiver) -> None:
    answer = told(receiver)
    assert answer == Answer(Outcome.SENT, "200 Said ok")
    (heard,) = receiver.heard
    assert (heard.path, heard.body) == ("/events?of=city", BODY)
    assert heard.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert heard.headers["content-type"] == "application/json"
    assert heard.headers["webhook-id"] == "msg_1"
    assert heard.headers["webhook-timestamp"] == "1623808800"
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    mac = hmac.new(key, b"msg_1.1623808800." + BODY, hashlib.sha256).digest()
    assert heard.headers["webhook-signature"] == "v1," + base64.b64encode(mac).decode()


@pytest.mark.parametrize(
    ("status", "outcome", "is_gone"),
    [
        (201, Outcome.SENT, False),
        (204, Outcome.SENT, False),
        (400, Outcome.POSTPONED, False),
        (429, Outcome.POSTPONED, False),
        (503, Outcome.POSTPONED, False),
        (410, Outcome.REFUSED, True),
    ],
)
def test_only_two_hundred_and_something_is_a_yes(
    receiver: Receiver, status: int, outcome: Outcome, is_gone: bool
) -> None:
    receiver.statuses = [status]
    answer = told(receiver)
    assert (answer.outcome, answer.is_gone) == (outcome, is_gone)
    assert answer.words.startswith(f"{status} Said")


def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    receiver.statuses, receiver.location = [302, 307], f"http://127.0.0.1:{receiver.port}/elsewhere"
    assert told(receiver).outcome is Outcome.POSTPONED
    assert told(receiver).outcome is Outcome.POSTPONED
    assert [heard.path for heard in receiver.heard] == ["/events?of=city"] * 2


@pytest.mark.parametrize("number", INSIDE)
def test_no_address_of_the_house_is_spoken_to(number: str) -> None:
    answer = post(parcel("https://hook.example/"), real_now=AT, resolve=lambda _host, _port: [number])
    assert (answer.outcome, answer.words) == (Outcome.REFUSED, f"webhook_inside {number}")


@pytest.mark.parametrize("number", OUTSIDE)
def test_one_address_inside_is_enough_to_refuse_a_name(number: str) -> None:
    answer = post(
        parcel("https://hook.example/"), real_now=AT, resolve=lambda _host, _port: [number, "10.0.0.1"]
    )
    assert (answer.outcome, answer.words) == (Outcome.REFUSED, "webhook_inside 10.0.0.1")


def test_the_open_network_is_only_spoken_to_encrypted() -> None:
    answer = post(parcel("http://hook.example/"), real_now=AT, resolve=lambda _host, _port: [OUTSIDE[0]])
    assert (answer.outcome, answer.words) == (Outcome.REFUSED, f"webhook_in_clear {OUTSIDE[0]}")


def test_a_number_written_in_another_way_is_judged_by_what_it_means() -> None:
    """The machine's own resolver reads 2130706433, 0x7f.1 and localhost as this machine."""
    for host in ("2130706433", "0x7f.1", "localhost", "127.1"):
        answer = post(parcel(f"https://{host}/"), real_now=AT)
        assert answer.outcome is not Outcome.SENT
        assert answer.words.startswith("webhook_inside ") or "gaierror" in answer.words, (host, answer)


class Rebinding:
    """A name that means something allowed when asked first, and the metadata address ever after."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, _host: str, _port: int) -> Sequence[str]:
        self.asked += 1
        return ["127.0.0.1"] if self.asked == 1 else ["169.254.169.254"]


def test_a_name_that_changes_its_meaning_is_asked_once_and_the_judged_address_is_connected_to(
    receiver: Receiver,
) -> None:
    resolve = Rebinding()
    url = f"http://name-nobody-has.invalid:{receiver.port}/x"
    answer = post(parcel(url), real_now=AT, allowed=ALLOWED, resolve=resolve)
    assert (answer.outcome, resolve.asked) == (Outcome.SENT, 1)
    assert receiver.heard[0].headers["host"] == f"name-nobody-has.invalid:{receiver.port}"
    again = post(parcel(url), real_now=AT, allowed=ALLOWED, resolve=resolve)
    assert (again.outcome, again.words) == (Outcome.REFUSED, "webhook_inside 169.254.169.254")
    assert len(receiver.heard) == 1


def test_who_speaks_slowly_is_cut_off(receiver: Receiver) -> None:
    receiver.drip_seconds = 0.05
    receiver.words = b"x" * 4000
    began = time.monotonic()
    answer = told(receiver, all_seconds=0.5)
    assert (answer.outcome, answer.words) == (Outcome.POSTPONED, "timed out")
    assert time.monotonic() - began < 3


def test_who_says_nothing_is_cut_off() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        answer = post(parcel(url), real_now=AT, allowed=ALLOWED, all_seconds=0.3)
    assert answer.outcome is Outcome.POSTPONED
    assert "timed out" in answer.words


def test_of_a_long_answer_only_the_beginning_is_fetched_and_kept(receiver: Receiver) -> None:
    receiver.words = b"\x00\x1b[31m" + b"lo i " * 200_000
    answer = told(receiver)
    assert answer.outcome is Outcome.SENT
    assert len(answer.words) < 250
    assert answer.words.isprintable()


def test_what_is_no_http_and_nobody_there_are_answers_too() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        server.settimeout(5.0)

        def mumble() -> None:
            line, _ = server.accept()
            with line:
                line.recv(100)
                line.sendall(b"220 smtp ready\r\n")

        speaker = threading.Thread(target=mumble)
        speaker.start()
        mumbled = post(parcel(f"http://127.0.0.1:{port}/"), real_now=AT, allowed=ALLOWED)
        speaker.join()
    assert mumbled.outcome is Outcome.POSTPONED
    away = post(parcel(f"http://127.0.0.1:{port}/"), real_now=AT, allowed=ALLOWED)
    assert away.outcome is Outcome.POSTPONED
    assert "refused" in away.words.lower()


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://hook.example/", "webhook_url_wrong"),
        ("https://", "webhook_url_wrong"),
        ("https:///x", "webhook_url_wrong"),
        ("https://user:word@hook.example/", "webhook_url_wrong"),
        ("https://@hook.example/", "webhook_url_wrong"),
        ("https://hook.example/#part", "webhook_url_wrong"),
        ("https://hook.example:99999/", "webhook_url_wrong"),
        ("https://hook.example/a b", "webhook_url_wrong"),
        ("https://hook.example/\r\nX-Evil: 1", "webhook_url_wrong"),
        ("https://máy-chủ.example/", "webhook_url_wrong"),
        ("https://[::1]/", "webhook_inside"),
        ("https://169.254.169.254/latest/meta-data", "webhook_inside"),
        ("https://localhost/", "webhook_inside"),
        ("https://metadata.google.internal/", "webhook_inside"),
        ("http://localhost:8080/", "webhook_inside"),
        ("http://10.0.0.1/", "webhook_inside"),
        ("http://hook.example/", "webhook_in_clear"),
        (f"http://{OUTSIDE[0]}/", "webhook_in_clear"),
    ],
)
def test_an_address_that_will_never_do_is_refused_when_it_is_typed(url: str, why: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_url(url, ())
    assert refused.value.key == why


def test_an_address_of_the_house_is_taken_where_its_network_is_allowed() -> None:
    check_url("http://10.1.2.3:8080/x", networks(["10.1.2.0/24"]))
    check_url(
        "http://bang-dieu-hanh.namdinh.example/x", networks(["10.1.2.0/24"])
    )  # judged when it is resolved
    for url, why in (("http://10.1.3.3/x", "webhook_inside"), (f"http://{OUTSIDE[0]}/x", "webhook_in_clear")):
        with pytest.raises(RuleBroken) as refused:
            check_url(url, networks(["10.1.2.0/24"]))
        assert refused.value.key == why


@pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl to make a certificate with")
def test_a_certificate_must_be_for_the_name(tmp_path: Path) -> None:
    made = certificate(tmp_path, "DNS:hook.example")
    trusting = ssl.create_default_context(cafile=str(made.path))
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5.0)
        port = server.getsockname()[1]

        def serve() -> None:
            for _turn in range(2):
                line, _ = server.accept()
                try:
                    with made.context.wrap_socket(line, server_side=True) as secure:
                        heard = b""
                        while not heard.endswith(BODY):
                            heard += secure.recv(4096)
                        secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                except OSError:
                    line.close()

        speaker = threading.Thread(target=serve)
        speaker.start()

        def speak(name: str) -> Answer:
            return post(
                parcel(f"https://{name}:{port}/"),
                real_now=AT,
                allowed=ALLOWED,
                resolve=lambda _host, _port: ["127.0.0.1"],
                context=trusting,
            )

        assert speak("hook.example").outcome is Outcome.SENT
        other = speak("other.example")
        speaker.join()
    assert other.outcome is Outcome.POSTPONED
    assert "certificate" in other.words.lower()
