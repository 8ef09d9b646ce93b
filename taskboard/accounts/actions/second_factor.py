"""One-time codes by the clock (RFC 6238) with recovery codes: begun, confirmed by a first code, replayed never."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

import pyotp
import sqlalchemy as sa

from taskboard.accounts import queries
from taskboard.accounts.actions.sessions import Caller, end_sessions
from taskboard.accounts.actions.signing_in import (
    check_code_pace,
    check_own_password,
    finish,
    must_have_factor,
    note_code,
)
from taskboard.accounts.models import Person, RecoveryCode, SecondFactor, SignInSession, WaitingSignIn
from taskboard.accounts.sealing import seal, unseal
from taskboard.api.actions import revoke_own_tokens
from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.journal.actions import Acting, record
from taskboard.occasion import Occasion

STEP_SECONDS = 30
DRIFT_STEPS = 1
"""How far a telephone's clock may be off: half a minute either way (RFC 6238 section 5.2)."""
RECOVERY_CODES = 10
_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without the letters and figures that are taken for each other on paper."""


def begin_factor(person: Person, *, secret_key: str, real_now: datetime) -> SecondFactor:
    """A new seed, guarding nothing until its first code. Raises RuleBroken('factor_stands')."""
    factor = queries.factor_of(person.id)
    if factor is not None and factor.confirmed_at is not None:
        raise RuleBroken("factor_stands")
    if factor is None:
        factor = SecondFactor(person_id=person.id, sealed_secret="", begun_at=real_now)
        db.session.add(factor)
    factor.sealed_secret = seal(pyotp.random_base32(), secret_key=secret_key)
    factor.begun_at, factor.last_step, factor.recovery_salt = real_now, 0, secrets.token_hex(16)
    db.session.flush()
    return factor


def seed_of(factor: SecondFactor, *, secret_key: str) -> str:
    """Base32, as it is typed by hand. Raises RuleBroken('factor_unreadable')."""
    return unseal(factor.sealed_secret, secret_key=secret_key)


def provisioning_uri(factor: SecondFactor, person: Person, *, issuer: str, secret_key: str) -> str:
    """What the square code holds: otpauth://…"""
    totp = pyotp.TOTP(seed_of(factor, secret_key=secret_key))
    return totp.provisioning_uri(name=person.sign_in_name, issuer_name=issuer)


def confirm_factor(
    person: Person, code: str, *, secret_key: str, caller: Caller, acting: Acting, real_now: datetime
) -> list[str]:
    """The first right code makes it stand. Returns the recovery codes, which nobody can see again.

    Raises RuleBroken: factor_not_begun, factor_stands, code_wrong, code_throttled.
    """
    factor = queries.factor_of(person.id, for_update=True)
    if factor is None:
        raise RuleBroken("factor_not_begun")
    if factor.confirmed_at is not None:
        raise RuleBroken("factor_stands")
    _check_code(factor, person, code, secret_key=secret_key, caller=caller, real_now=real_now)
    factor.confirmed_at = real_now
    record(Event.SECOND_FACTOR_SET, "person", person.id, acting=acting, at=real_now)
    return _new_codes(factor)


def _check_code(
    factor: SecondFactor,
    person: Person,
    code: str,
    *,
    secret_key: str,
    caller: Caller,
    real_now: datetime,
) -> None:
    """The caller commits the try either way. A code of a half minute that was used, or of an earlier one, is wrong."""
    check_code_pace(person, real_now=real_now)
    step = _matching_step(seed_of(factor, secret_key=secret_key), code, real_now)
    is_right = step is not None and step > factor.last_step
    note_code(person, caller, has_succeeded=is_right, real_now=real_now)
    if step is None or not is_right:
        raise RuleBroken("code_wrong", field="code")
    factor.last_step = step


def _matching_step(seed: str, code: str, real_now: datetime) -> int | None:
    digits = "".join(char for char in code if char.isascii() and char.isdigit())
    if len(digits) != 6:
        return None
    totp = pyotp.TOTP(seed)
    present = int(real_now.timestamp()) // STEP_SECONDS
    steps = range(present - DRIFT_STEPS, present + DRIFT_STEPS + 1)
    matching = [step for step in steps if hmac.compare_digest(totp.generate_otp(step), digits)]
    return matching[-1] if matching else None


def pass_second_factor(
    waiting: WaitingSignIn, code: str, *, secret_key: str, caller: Caller, real_now: datetime
) -> str:
    """By a code of the telephone, or by a recovery code. Returns the token of the session.

    Raises RuleBroken: code_wrong, code_throttled, factor_unreadable.
    """
    person = waiting.person
    factor = queries.factor_of(person.id, for_update=True)
    if factor is None or factor.confirmed_at is None:
        raise RuleBroken("code_wrong", field="code")
    if _looks_like_recovery(code):
        _use_recovery_code(factor, person, code, caller=caller, real_now=real_now)
        return finish(waiting, second_factor="recovery", caller=caller, real_now=real_now)
    _check_code(factor, person, code, secret_key=secret_key, caller=caller, real_now=real_now)
    return finish(waiting, second_factor="code", caller=caller, real_now=real_now)


def _looks_like_recovery(code: str) -> bool:
    return len(_plain(code)) == 10


def _plain(code: str) -> str:
    return "".join(char for char in code.upper() if char.isascii() and char.isalnum())


def _use_recovery_code(
    factor: SecondFactor, person: Person, code: str, *, caller: Caller, real_now: datetime
) -> None:
    check_code_pace(person, real_now=real_now)
    used = db.session.execute(
        sa.update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person.id,
            RecoveryCode.code_hash == _code_hash(code, factor.recovery_salt),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=real_now)
        .returning(RecoveryCode.id)
    ).one_or_none()
    note_code(person, caller, has_succeeded=used is not None, real_now=real_now)
    if used is None:
        raise RuleBroken("code_wrong", field="code")
    record(
        Event.RECOVERY_CODE_USED,
        "person",
        person.id,
        acting=Acting(person_id=person.id),
        at=real_now,
        left=queries.recovery_codes_left(person.id),
    )


def _code_hash(code: str, salt: str) -> str:
    """Slow, for fifty bits are few: one hash a try, for the salt is the person's and not the code's."""
    raw = hashlib.scrypt(_plain(code).encode(), salt=salt.encode(), n=2**14, r=8, p=1, dklen=32)
    return base64.b64encode(raw).decode()


def _new_codes(factor: SecondFactor) -> list[str]:
    db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.person_id == factor.person_id))
    factor.recovery_salt = secrets.token_hex(16)
    codes = ["".join(secrets.choice(_ALPHABET) for _ in range(10)) for _ in range(RECOVERY_CODES)]
    db.session.add_all(
        RecoveryCode(person_id=factor.person_id, code_hash=_code_hash(code, factor.recovery_salt))
        for code in codes
    )
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def renew_recovery_codes(
    person: Person, code: str, *, secret_key: str, caller: Caller, acting: Acting, real_now: datetime
) -> list[str]:
    """New ones in place of all earlier ones, for a code of the telephone. Raises as `confirm_factor`."""
    factor = queries.factor_of(person.id, for_update=True)
    if factor is None or factor.confirmed_at is None:
        raise RuleBroken("factor_not_begun")
    _check_code(factor, person, code, secret_key=secret_key, caller=caller, real_now=real_now)
    record(Event.RECOVERY_CODES_MADE, "person", person.id, acting=acting, at=real_now)
    return _new_codes(factor)


def remove_own_factor(person: Person, code: str, *, secret_key: str, caller: Caller, on: Occasion) -> None:
    """By its owner, for a code. Raises RuleBroken('factor_required') where the role needs one; as `confirm_factor`."""
    if must_have_factor(person, on.today):
        raise RuleBroken("factor_required")
    factor = queries.factor_of(person.id, for_update=True)
    if factor is None or factor.confirmed_at is None:
        raise RuleBroken("factor_not_begun")
    _check_code(factor, person, code, secret_key=secret_key, caller=caller, real_now=on.real_now)
    _remove(factor)
    record(Event.SECOND_FACTOR_REMOVED, "person", person.id, acting=on.acting, at=on.real_now)


def reset_factor(person: Person, *, but: SignInSession | None = None, on: Occasion) -> None:
    """By an administrator, for somebody who lost telephone and codes: it goes, and every session and token with it.

    Raises RuleBroken('factor_not_begun') where there is none.
    """
    factor = queries.confirmed_factor(person.id)
    if factor is None:
        raise RuleBroken("factor_not_begun")
    _remove(factor)
    end_sessions(person, real_now=on.real_now, but=but)
    revoke_own_tokens(person, acting=on.acting, now=on.now, real_now=on.real_now)
    record(Event.SECOND_FACTOR_RESET, "person", person.id, acting=on.acting, at=on.real_now)


FRESH = timedelta(minutes=10)
"""How long ago a person without a password may have come in by the city's provider."""


def prove_oneself(
    session: SignInSession,
    *,
    password: str,
    code: str,
    secret_key: str,
    caller: Caller,
    real_now: datetime,
) -> None:
    """Before what outlives the session is made: the password again, and a code where there is a second factor.

    Who has no password has just come in by the city's provider. The caller commits the tries either way.
    Raises RuleBroken: sign_in_throttled, password_not_current, sign_in_not_fresh, code_wrong, code_throttled.
    """
    person = session.person
    if person.password_hash is not None:
        check_own_password(person, password, caller=caller, real_now=real_now)
    elif session.created_at < real_now - FRESH:
        raise RuleBroken("sign_in_not_fresh", minutes=FRESH.seconds // 60)
    factor = queries.factor_of(person.id, for_update=True)
    if factor is not None and factor.confirmed_at is not None:
        _check_code(factor, person, code, secret_key=secret_key, caller=caller, real_now=real_now)


def _remove(factor: SecondFactor) -> None:
    db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.person_id == factor.person_id))
    db.session.delete(factor)
    db.session.flush()
