"""The verbs of people, their posts and the ways in."""

from __future__ import annotations

from taskboard.accounts.actions.people import (
    REMEMBERED_DAYS,
    SESSION_HOURS,
    create_person,
    end_post,
    give_post,
    hash_password,
    leave_post,
    lock_if_left,
    lock_leavers,
    open_session,
    pass_work,
    set_locale,
    set_lock,
    set_password,
    sign_in,
    sign_out,
)

__all__ = [
    "REMEMBERED_DAYS",
    "SESSION_HOURS",
    "create_person",
    "end_post",
    "give_post",
    "hash_password",
    "leave_post",
    "lock_if_left",
    "lock_leavers",
    "open_session",
    "pass_work",
    "set_locale",
    "set_lock",
    "set_password",
    "sign_in",
    "sign_out",
]
