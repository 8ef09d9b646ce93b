"""What a program may use of the rights of whoever made its token: three lists a person understands.

A token never opens more than the posts behind it do; it opens what both allow.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from taskboard.domain.authority import Permission


class Scope(StrEnum):
    READ = "read"
    """In every token: what may be changed may be looked at."""
    REPORT = "report"
    """A unit's side: receive, report, ask for more time, to return or to pass on, explain, name the officer."""
    OFFICE = "office"
    """The side above: give, confirm, send back, decide, urge, pause, end, open again, write down for a unit."""


PERMISSIONS: dict[Scope, frozenset[Permission]] = {
    Scope.READ: frozenset(
        {
            Permission.SIGNED_IN,
            Permission.VIEW_TASK,
            Permission.VIEW_BRIEFING,
            Permission.VIEW_REPORT,
            Permission.VIEW_ADMINISTRATION,
        }
    ),
    Scope.REPORT: frozenset(
        {
            Permission.RECEIVE_TASK,
            Permission.REPORT_TASK,
            Permission.ASK_EXTENSION,
            Permission.ASK_RETURN,
            Permission.ASK_TRANSFER,
            Permission.ANSWER_EXPLANATION,
            Permission.NAME_OFFICER,
            Permission.REPORT_PART,
            Permission.URGE_PARTNER,
        }
    ),
    Scope.OFFICE: frozenset(
        {
            Permission.CREATE_DIRECTIVE,
            Permission.CONFIRM_TASK,
            Permission.DECIDE_EXTENSION,
            Permission.DECIDE_REQUEST,
            Permission.CORRECT_TASK,
            Permission.ASK_EXPLANATION,
            Permission.CONFIRM_CAUSE,
            Permission.SET_DATE,
            Permission.PAUSE_TASK,
            Permission.REOPEN_TASK,
            Permission.STOP_PURSUING_TASK,
            Permission.REMARK_TASK,
            Permission.REPORT_ON_BEHALF,
            Permission.URGE_TASK,
            Permission.URGE_PARTNER,
            Permission.WITHDRAW_TASK,
        }
    ),
}
"""Nothing of people, units, settings or the journal is written by a program. Partners are pressed from either side."""


def permissions_of(scopes: Iterable[Scope]) -> frozenset[Permission]:
    """All that these scopes open, reading always among it."""
    return frozenset().union(PERMISSIONS[Scope.READ], *(PERMISSIONS[scope] for scope in scopes))


def scopes_of(text: str) -> frozenset[Scope]:
    """From the words a row keeps; reading always among them."""
    return frozenset({Scope.READ, *(Scope(word) for word in text.split())})


def scopes_text(scopes: Iterable[Scope]) -> str:
    """As a row keeps them, in the order of the list."""
    chosen = {Scope.READ, *scopes}
    return " ".join(scope.value for scope in Scope if scope in chosen)
