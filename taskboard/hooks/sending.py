"""One HTTP POST to an address somebody typed: signed, bounded, and never into the house.

The name is resolved once, every address it means is judged, and the connection goes to one that was judged: a name that
means something else a moment later (DNS rebinding) changes nothing. Redirects are answers like any other. Signatures
are those of the Standard Webhooks specification, so receivers find a library for them.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import ipaddress
import secrets
import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import SplitResult, urlsplit

from taskboard.domain.errors import RuleBroken
from taskboard.outbox.actions import Outcome

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolver = Callable[[str, int], Sequence[str]]
"""Host and port to addresses. Raises OSError."""

CONNECT_SECONDS = 5.0
ALL_SECONDS = 10.0
"""From the first byte of the request to the last of the answer that is read."""
MOST_READ = 4096
"""Of an answer's body; what stands behind is not fetched."""
MOST_SHOWN = 200
GONE = 410
PORTS = {"http": 80, "https": 443}
SECRET_PREFIX = "whsec_"
SECRET_BYTES = 32
USER_AGENT = "Taskboard-Webhooks/1"
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_OPEN_V6 = ipaddress.IPv6Network("2000::/3")
"""The only IPv6 that is given out to the open network (RFC 4291 section 2.4); all else is inside, old or nobody's."""
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)
"""How the second half of such an address begins (RFC 5214 section 6.1); an IPv4 address follows, which it is sent to."""
_NEVER = tuple(
    ipaddress.ip_network(one)
    for one in "192.0.0.0/24 192.88.99.0/24 198.18.0.0/15 64:ff9b:1::/48 100::/64 2001::/23 3fff::/20 5f00::/16".split()
)
"""Special purposes that Python's own `is_global` knows in some releases only (the IANA registries of RFC 6890)."""


class Refused(Exception):
    """This address is not spoken to."""


@dataclass(frozen=True, slots=True)
class Answer:
    outcome: Outcome
    words: str
    """Status and the first words of the body, or what kept us from hearing them."""
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class Parcel:
    url: str
    identity: str
    """The same at every try of one message: a receiver that has it already lets it be."""
    body: bytes
    secret: str


def new_secret() -> str:
    """In the form receivers' libraries take."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def identity_of(key: str) -> str:
    """What a message is called outside; of one sent once more it stays the same."""
    return f"msg_{hashlib.sha256(key.partition('#')[0].encode()).hexdigest()[:32]}"


def signature(secret: str, identity: str, timestamp: int, body: bytes) -> str:
    """HMAC-SHA256 over identity, time and body."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    mac = hmac.new(key, f"{identity}.{timestamp}.".encode() + body, hashlib.sha256)
    return f"v1,{base64.b64encode(mac.digest()).decode()}"


def parsed(url: str) -> SplitResult:
    """Raises RuleBroken('webhook_url_wrong') for what is no plain http(s) address of a host."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise RuleBroken("webhook_url_wrong", field="url") from None
    is_plain = parts.scheme in PORTS and parts.hostname and "@" not in parts.netloc and not parts.fragment
    if not is_plain or not url.isascii() or any(char <= " " or char == "\x7f" for char in url) or port == 0:
        raise RuleBroken("webhook_url_wrong", field="url")
    return parts


def check_url(url: str, allowed: Sequence[Network]) -> None:
    """What can be said of an address before anybody asks the network. Raises RuleBroken.

    webhook_url_wrong; webhook_inside for a number or a name of this machine or the house; webhook_in_clear for http
    that no network inside can be meant by. Where such networks are allowed a name is judged when it is resolved.
    """
    parts = parsed(url)
    host = parts.hostname or ""
    with suppress(ValueError):
        _judge(ipaddress.ip_address(host), parts.scheme, allowed)
        return
    if allowed:
        return
    if host == "localhost" or host.endswith((".localhost", ".internal", ".local")):
        raise RuleBroken("webhook_inside", field="url", host=host)
    if parts.scheme != "https":
        raise RuleBroken("webhook_in_clear", field="url")


def networks(listed: Sequence[str]) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(one) for one in listed)


def is_outside(address: Address) -> bool:
    """Whether an address is one of the open network: not private, loopback, link-local, metadata, reserved, multicast.

    IPv6 that carries an IPv4 address inside is judged by that one.
    """
    inner = _inner(address)
    if inner is not None:
        return is_outside(inner)
    if isinstance(address, ipaddress.IPv6Address) and not _is_open_v6(address):
        return False
    is_special = any(address in network for network in _NEVER if network.version == address.version)
    return address.is_global and not address.is_multicast and not is_special


def _is_open_v6(address: ipaddress.IPv6Address) -> bool:
    """Given out to the open network, and no tunnel (ISATAP) to an IPv4 address of the house."""
    is_tunnel = (int(address) >> 32) & 0xFFFFFFFF in _ISATAP
    return address in _OPEN_V6 and not (is_tunnel and not is_outside(_tail(address)))


def _inner(address: Address) -> ipaddress.IPv4Address | None:
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address.teredo:
        return address.teredo[1]
    return _tail(address) if address in _NAT64 else None


def _tail(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address:
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)


def _judge(address: Address, scheme: str, allowed: Sequence[Network]) -> None:
    """Raises RuleBroken: webhook_inside; webhook_in_clear when it would cross the open network unencrypted."""
    if any(address in network for network in allowed if network.version == address.version):
        return
    if not is_outside(address):
        raise RuleBroken("webhook_inside", field="url", host=str(address))
    if scheme != "https":
        raise RuleBroken("webhook_in_clear", field="url")


def resolved(host: str, port: int) -> list[str]:
    """All addresses of a name, as the machine knows them. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(where[0]) for *_rest, where in found))


def _chosen(parts: SplitResult, allowed: Sequence[Network], resolve: Resolver) -> str:
    """The address to connect to. Raises Refused when any address of the name is not spoken to, OSError without one."""
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    numbers = resolve(host, port)
    for number in numbers:
        try:
            _judge(ipaddress.ip_address(number.partition("%")[0]), parts.scheme, allowed)
        except RuleBroken as broken:
            raise Refused(f"{broken.key} {number}") from None
    if not numbers:
        raise OSError(f"no address for {host}")
    return numbers[0]


def post(
    parcel: Parcel,
    *,
    real_now: datetime,
    allowed: Sequence[Network] = (),
    resolve: Resolver = resolved,
    context: ssl.SSLContext | None = None,
    all_seconds: float = ALL_SECONDS,
) -> Answer:
    """Hand one message over. Whatever goes wrong is an answer; 2xx is the only good one."""
    try:
        parts = parsed(parcel.url)
        number = _chosen(parts, allowed, resolve)
        line = socket.create_connection((number, parts.port or PORTS[parts.scheme]), CONNECT_SECONDS)
    except RuleBroken as broken:
        return Answer(Outcome.REFUSED, broken.key)
    except Refused as refused:
        return Answer(Outcome.REFUSED, str(refused))
    except (OSError, UnicodeError) as error:
        return Answer(Outcome.POSTPONED, _words(error))
    return _in_time(line, parts, parcel, real_now, context, all_seconds)


def _in_time(
    line: socket.socket,
    parts: SplitResult,
    parcel: Parcel,
    real_now: datetime,
    context: ssl.SSLContext | None,
    all_seconds: float,
) -> Answer:
    """However slowly the other side speaks, it speaks no longer than this."""
    is_over = threading.Event()

    def end() -> None:
        is_over.set()
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)  # whichever it is by then: TLS takes the first one over

    timer = threading.Timer(all_seconds, end)
    timer.daemon = True
    timer.start()
    try:
        line.settimeout(all_seconds)
        if parts.scheme == "https":
            secure = context or ssl.create_default_context()
            line = secure.wrap_socket(line, server_hostname=parts.hostname, do_handshake_on_connect=False)
            line.do_handshake()
        return _exchange(line, parts, parcel, real_now)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Answer(Outcome.POSTPONED, "timed out" if is_over.is_set() else _words(error))
    finally:
        timer.cancel()
        line.close()


def _exchange(line: socket.socket, parts: SplitResult, parcel: Parcel, real_now: datetime) -> Answer:
    default = PORTS[parts.scheme]
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or default)
    connection.default_port = default  # what the Host header leaves out
    connection.sock = line
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    timestamp = int(real_now.timestamp())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": USER_AGENT,
        "Connection": "close",
        "webhook-id": parcel.identity,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(parcel.secret, parcel.identity, timestamp, parcel.body),
    }
    connection.request("POST", path, parcel.body, headers)
    answer = connection.getresponse()
    said = " ".join(answer.read(MOST_READ).decode("utf-8", "replace").split())
    said = "".join(char for char in said if char.isprintable())
    words = f"{answer.status} {answer.reason or ''} {said[:MOST_SHOWN]}".replace("  ", " ").strip()
    is_taken = 200 <= answer.status < 300
    outcome = Outcome.SENT if is_taken else Outcome.REFUSED if answer.status == GONE else Outcome.POSTPONED
    return Answer(outcome, words, is_gone=answer.status == GONE)


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".rstrip(": ")
