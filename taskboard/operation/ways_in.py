"""Who can still get in: an administrator with a way to sign in, the key that sealed what is kept, the city's provider."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

import requests
import sqlalchemy as sa

from taskboard.accounts import queries as accounts
from taskboard.accounts.models import AccountLink, Person, SecondFactor
from taskboard.accounts.sealing import Purpose, unseal
from taskboard.core import Core
from taskboard.db import db
from taskboard.domain.authority import Role
from taskboard.domain.errors import RuleBroken
from taskboard.hooks.models import Webhook, WebhookState
from taskboard.journal.chain import seal_mac
from taskboard.journal.models import JournalSeal
from taskboard.operation.findings import Finding, Verdict
from taskboard.operation.outside import PATIENCE_SECONDS
from taskboard.setup import queries as setup

NAMED = 5
"""How many accounts a line names."""


def administrators(core: Core) -> Finding:
    """Somebody must be able to sign in and mend the rest; who was invited and never came is named."""
    if setup.is_open():
        return Finding(
            "quản trị",
            Verdict.FAULT,
            "chưa thiết lập: chưa có đơn vị nào",
            "chạy “flask setup” rồi mở liên kết in ra; người quản trị được lập ở đó",
        )
    people = accounts.holders(Role.ADMINISTRATOR, core.clock.today())
    if not people:
        return Finding(
            "quản trị",
            Verdict.FAULT,
            "không có tài khoản quản trị nào dùng được",
            "chạy “flask accounts create --name … --full-name …”",
        )
    shut_out = [person for person in people if not _has_a_way_in(person, core)]
    if not shut_out:
        return Finding("quản trị", Verdict.FINE, f"{len(people)} tài khoản")
    return _shut_out(shut_out, len(people), core)


def _has_a_way_in(person: Person, core: Core) -> bool:
    """A password, or the city's provider, which knows them already."""
    if person.password_hash:
        return True
    return core.settings.has_oidc and bool(accounts.outside_identities_of(person.id))


def _shut_out(people: Sequence[Person], count: int, core: Core) -> Finding:
    """A fault while none of them gets in and no link is left to open; else it can wait."""
    end = _last_live_link(people, core.clock.real_now())
    nobody = len(people) == count
    who = _named(person.sign_in_name for person in people)
    says = f"{'cả ' if nobody and count > 1 else ''}{len(people)} tài khoản quản trị chưa có mật khẩu: {who}"
    mend = f"chạy “flask accounts link {people[0].sign_in_name}” rồi mở liên kết in ra"
    if end is not None:
        local = end.astimezone(core.settings.zone)
        says += f"; liên kết đã giao dùng được đến {local:%H:%M %d/%m/%Y}"
        return Finding("quản trị", Verdict.WARNING, says, f"mở liên kết ấy và đặt mật khẩu; mất thì {mend}")
    says += "; không còn liên kết nào dùng được" + (", không ai quản trị được" if nobody else "")
    return Finding("quản trị", Verdict.FAULT if nobody else Verdict.WARNING, says, mend)


def _named(names: Iterable[str]) -> str:
    found = list(names)
    return ", ".join(found[:NAMED]) + (f" và {len(found) - NAMED} người khác" if len(found) > NAMED else "")


def _last_live_link(people: Sequence[Person], real_now: datetime) -> datetime | None:
    """When the last link with which one of them may still set a password ends."""
    return db.session.scalar(
        sa.select(sa.func.max(AccountLink.expires_at)).where(
            AccountLink.person_id.in_([person.id for person in people]),
            AccountLink.used_at.is_(None),
            AccountLink.revoked_at.is_(None),
            AccountLink.expires_at > real_now,
        )
    )


def key_that_fits(core: Core) -> Finding:
    """Whether the secret key is the one that sealed the history, the second factors and the webhooks."""
    secret, check = core.settings.secret_key or "", "khóa và dữ liệu"
    newest = db.session.scalar(sa.select(JournalSeal).order_by(JournalSeal.id.desc()).limit(1))
    if newest is not None and not _made_with(newest, secret):
        local = newest.sealed_at.astimezone(core.settings.zone)
        return Finding(
            check,
            Verdict.FAULT,
            f"khóa bí mật không phải khóa đã niêm nhật ký lúc {local:%H:%M %d/%m/%Y}: dấu niêm cũ không kiểm được",
            "nếu vừa đổi khóa, chạy “flask rekey TỆP” với tệp chứa khóa cũ; nếu không, đặt lại "
            "TASKBOARD_SECRET_KEY cũ (bản cất ngoài máy); khóa cũ mất hẳn thì xem docs/operations.md, 4",
        )
    factors, hooks = _unreadable_factors(secret), _unreadable_hooks(secret)
    if factors or hooks:
        return Finding(
            check, Verdict.FAULT, _unreadable_text(factors, hooks), _unreadable_mend(factors, hooks)
        )
    return Finding(check, Verdict.FINE, "khóa bí mật mở được những gì đã niêm")


def _made_with(seal: JournalSeal, secret: str) -> bool:
    return seal.mac == seal_mac(secret.encode(), seal.last_entry_id, seal.entry_count, seal.digest)


def _unreadable_factors(secret: str) -> list[str]:
    """Sign-in names whose second factor no code will fit any more."""
    rows = db.session.execute(
        sa.select(Person.sign_in_name, SecondFactor.sealed_secret)
        .join(Person, Person.id == SecondFactor.person_id)
        .where(SecondFactor.confirmed_at.is_not(None))
        .order_by(Person.sign_in_name)
    )
    return [name for name, sealed in rows if not _opens(sealed, secret, Purpose.SECOND_FACTOR)]


def _unreadable_hooks(secret: str) -> list[str]:
    rows = db.session.execute(
        sa.select(Webhook.name, Webhook.sealed_secret)
        .where(Webhook.state != WebhookState.REMOVED)
        .order_by(Webhook.name)
    )
    return [name for name, sealed in rows if not _opens(sealed, secret, Purpose.WEBHOOK)]


def _opens(sealed: str, secret: str, purpose: Purpose) -> bool:
    try:
        unseal(sealed, secret_key=secret, purpose=purpose)
    except RuleBroken:
        return False
    return True


def _unreadable_text(factors: list[str], hooks: list[str]) -> str:
    parts = [
        f"{len(factors)} mã hai bước ({_named(factors)})" if factors else "",
        f"{len(hooks)} webhook ({_named(hooks)})" if hooks else "",
    ]
    return f"niêm bằng khóa khác, nay không mở được: {', '.join(part for part in parts if part)}"


def _unreadable_mend(factors: list[str], hooks: list[str]) -> str:
    steps = ["đặt lại TASKBOARD_SECRET_KEY cũ; khóa cũ mất hẳn thì"]
    if factors:
        steps.append(f"chạy “flask accounts reset-second-factor {factors[0]}” cho từng người")
    if hooks:
        steps.append("cấp khóa ký mới ở trang Webhook")
    return f"{steps[0]} {', '.join(steps[1:])}"


def provider(core: Core) -> Finding:
    """Where the city has its own sign-in: does it say who it is?"""
    check, settings = "đăng nhập của cơ quan", core.settings
    if not settings.has_oidc:
        return Finding(check, Verdict.FINE, "không dùng")
    wrong = _wrong_with(settings.oidc_issuer, requests.get)
    if wrong:
        return Finding(
            check,
            Verdict.FAULT,
            f"{settings.oidc_issuer}: {wrong}; mật khẩu vẫn dùng được",
            "kiểm tra TASKBOARD_OIDC_ISSUER, chứng thư và tường lửa tới máy chủ ấy",
        )
    return Finding(check, Verdict.FINE, f"{settings.oidc_issuer} trả lời")


def _wrong_with(issuer: str, get: Callable[..., requests.Response]) -> str:
    """Its own description must name it, letter for letter: else every sign-in is refused."""
    address = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    try:
        answer = get(address, timeout=PATIENCE_SECONDS)
        answer.raise_for_status()
        said = answer.json().get("issuer", "")
    except (requests.RequestException, ValueError, AttributeError) as error:
        return f"không trả lời như một nơi cấp đăng nhập ({type(error).__name__})"
    return "" if said == issuer else f"tự gọi mình là {said or '(không tên)'}"
