"""What a password may be: long enough, not a common one, made of anything a keyboard gives.

NIST SP 800-63B-4 section 3.1.1.2 and OWASP ASVS 5.0 V6.2: no rules of composition, no yearly change, nothing cut off,
every character counts as one, compared with lists of common passwords and with words of the place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum
from itertools import pairwise

from taskboard.domain.text import fold, to_nfc

LONGEST = 256
"""Code points; ASVS asks for at least 64, and an end keeps a request from costing a minute of hashing."""
OWN_PART = 6
"""What must be left of a password once the names everybody at the place knows are taken out."""
SURPRISES = 5
"""Places at which a password must go on otherwise than a finger or an alphabet would."""
_ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz")
_NEIGHBOURS = frozenset(pair for row in _ROWS for a, b in pairwise(row) for pair in (a + b, b + a)) | {
    "90",
    "09",
    "01",
    "10",
}


class Weakness(StrEnum):
    """Why a password is refused; the key of its sentence."""

    SHORT = "password_short"
    LONG = "password_long"
    COMMON = "password_common"
    PATTERN = "password_pattern"
    NAMED = "password_named"


def as_typed(password: str) -> str:
    """The one form in which passwords are kept and compared: NFC, blanks and all (RFC 8265 asks as much)."""
    return to_nfc(password)


def weakness(
    password: str, *, shortest: int, common: Collection[str], names: Iterable[str] = ()
) -> Weakness | None:
    """What is wrong with a password, or None. `shortest` in code points; `names`: of the person and the place."""
    if len(password) < shortest:
        return Weakness.SHORT
    if len(password) > LONGEST:
        return Weakness.LONG
    bare = _bare(password)
    if _is_common(bare, common) or _is_common(_bare(_undisguised(password)), common):
        return Weakness.COMMON
    if _is_pattern(password.lower()):
        return Weakness.PATTERN
    return Weakness.NAMED if _is_named(bare, names) else None


def _bare(text: str) -> str:
    """Without accents, case, blanks and signs: `Mật-khẩu 123` is `matkhau123`. Signs alone stay what they are."""
    return "".join(char for char in fold(text) if char.isalnum()) or text.lower()


def _undisguised(password: str) -> str:
    """`P@ssw0rd123` is `Password`: figures at the ends say nothing, signs inside stand for letters."""
    return password.strip("0123456789").translate(str.maketrans("@013457$!", "aoieastsi"))


def _is_common(bare: str, common: Collection[str]) -> bool:
    """As listed, with figures around it, or a listed word said twice."""
    word = bare.strip("0123456789")
    half = bare[: len(bare) // 2]
    return bare in common or word in common or (half * 2 == bare and half in common)


def _is_pattern(lowered: str) -> bool:
    """One short piece repeated, or a walk over the keyboard or the alphabet."""
    if any(lowered == (lowered[:size] * len(lowered))[: len(lowered)] for size in range(1, 5)):
        return True
    return sum(not _is_expected(a, b) for a, b in pairwise(lowered)) < SURPRISES


def _is_expected(before: str, after: str) -> bool:
    return before == after or before + after in _NEIGHBOURS


def _is_named(bare: str, names: Iterable[str]) -> bool:
    """Hardly more than what everybody at the place knows: the sign-in name, the own name, the body's."""
    words = {_bare(part) for name in names for part in (name, *fold(name).split())}
    rest = bare
    for word in sorted((word for word in words if len(word) > 3), key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest != bare and len(rest.strip("0123456789")) + min(len(rest), 2) < OWN_PART
