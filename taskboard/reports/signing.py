"""Who signs for whom: the capitals above a signature (domain 2.1). Pure."""

from __future__ import annotations

from taskboard.domain.authority import Role
from taskboard.reports.content import MISSING, Signature

COMMITTEE = "TM. ỦY BAN NHÂN DÂN"
CHAIR = "CHỦ TỊCH"
CHIEF = "CHÁNH VĂN PHÒNG"
_ACTING = ("Q. ", "Quyền ")


def signature_of(
    role: Role, title: str, name: str, *, is_acting: bool = False, is_by_authority: bool = False
) -> Signature:
    """The lines by the signer's post.

    The chair signs for the committee (TM.), a vice-chair in the chair's place (KT.), the Office on the chair's order (TL.)
    or, `is_by_authority`, under a written one (TUQ.), its deputies in the place of their chief. Who only fills the post
    for now signs "Q.".
    """
    bare = _without_acting(title)
    acting = is_acting or bare != title.strip()
    if role is Role.CHAIR:
        return Signature((COMMITTEE, _own(CHAIR, acting)), name)
    if role is Role.VICE_CHAIR:
        return Signature((COMMITTEE, f"KT. {CHAIR}", f"PHÓ {CHAIR}"), name)
    on_order = f"{'TUQ.' if is_by_authority else 'TL.'} {CHAIR}"
    if bare.casefold().startswith("phó chánh văn phòng"):
        return Signature((on_order, f"KT. {CHIEF}", f"PHÓ {CHIEF}"), name)
    if role is Role.CHIEF_OF_OFFICE:
        return Signature((on_order, _own(CHIEF, acting)), name)
    return Signature((on_order, bare.upper() or MISSING), name)


def _without_acting(title: str) -> str:
    bare = title.strip()
    return next((bare[len(mark) :] for mark in _ACTING if bare.startswith(mark)), bare)


def _own(title: str, acting: bool) -> str:
    return f"Q. {title}" if acting else title
