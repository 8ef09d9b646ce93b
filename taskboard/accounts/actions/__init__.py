"""The verbs of people, their posts and the ways in."""

from __future__ import annotations

from taskboard.accounts.actions.links import (
    LASTS,
    accept_link,
    answer_requests,
    end_links,
    mail_link,
    make_link,
    make_setup_link,
)
from taskboard.accounts.actions.outside import Rule, sign_in_outside, unlink_outside
from taskboard.accounts.actions.passwords import (
    check_new_password,
    hash_password,
    is_password_of,
    set_password,
)
from taskboard.accounts.actions.people import (
    IN_UNITS,
    create_person,
    end_post,
    give_post,
    leave_post,
    lock_if_left,
    lock_leavers,
    pass_work,
    set_locale,
    set_lock,
)
from taskboard.accounts.actions.second_factor import (
    begin_factor,
    confirm_factor,
    pass_second_factor,
    provisioning_uri,
    remove_own_factor,
    renew_recovery_codes,
    reset_factor,
    seed_of,
)
from taskboard.accounts.actions.sessions import (
    Caller,
    end_sessions,
    open_session,
    revoke_sessions,
    sign_out,
)
from taskboard.accounts.actions.signing_in import (
    HELD_TRIES,
    Entered,
    change_password,
    finish,
    forgive_tries,
    must_have_factor,
    request_link,
    sign_in,
)
from taskboard.accounts.actions.upkeep import prune

__all__ = [
    "HELD_TRIES",
    "IN_UNITS",
    "LASTS",
    "Caller",
    "Entered",
    "Rule",
    "accept_link",
    "answer_requests",
    "begin_factor",
    "change_password",
    "check_new_password",
    "confirm_factor",
    "create_person",
    "end_links",
    "end_post",
    "end_sessions",
    "finish",
    "forgive_tries",
    "give_post",
    "hash_password",
    "is_password_of",
    "leave_post",
    "lock_if_left",
    "lock_leavers",
    "mail_link",
    "make_link",
    "make_setup_link",
    "must_have_factor",
    "open_session",
    "pass_second_factor",
    "pass_work",
    "provisioning_uri",
    "prune",
    "remove_own_factor",
    "renew_recovery_codes",
    "request_link",
    "reset_factor",
    "revoke_sessions",
    "seed_of",
    "set_locale",
    "set_lock",
    "set_password",
    "sign_in",
    "sign_in_outside",
    "sign_out",
    "unlink_outside",
]
