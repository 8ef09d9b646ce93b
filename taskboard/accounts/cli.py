"""Accounts from the command line: for the first person, and for the day on which nobody can sign in any more."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from taskboard.accounts import actions, queries
from taskboard.accounts.models import LinkKind, Person
from taskboard.core import Core
from taskboard.db import begin_writing, db
from taskboard.domain.authority import Role
from taskboard.domain.errors import RuleBroken
from taskboard.imports.wording import in_vietnamese
from taskboard.journal.actions import COMMAND
from taskboard.occasion import Occasion, occasion_of
from taskboard.units import queries as units
from taskboard.web import labels

accounts_cli = AppGroup("accounts", help="People, their posts and their ways in.")


def _core() -> Core:
    return cast(Core, current_app.extensions["taskboard"])


def _occasion() -> Occasion:
    return occasion_of(_core(), COMMAND)


def _writing(command: Callable[..., None]) -> Callable[..., None]:
    """One transaction; a broken rule is a sentence and exit code 1."""

    @wraps(command)
    def run(*args: Any, **given: Any) -> None:
        begin_writing()
        with in_vietnamese():
            try:
                command(*args, **given)
            except RuleBroken as broken:
                db.session.rollback()
                raise click.ClickException(labels.broken_rule(broken)) from None
        db.session.commit()

    return run


def _person(sign_in_name: str) -> Person:
    found = queries.person_by_sign_in_name(sign_in_name)
    if found is None:
        raise click.ClickException(f"không có tài khoản {sign_in_name}")
    return found


@accounts_cli.command("create")
@click.option("--name", "sign_in_name", required=True, help="Sign-in name; need not be an address.")
@click.option("--full-name", required=True)
@click.option("--email", default=None)
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.ADMINISTRATOR.value,
    show_default=True,
)
@click.option("--unit", "unit_code", default=None, help="Code of the unit, for roles inside one.")
@click.option("--title", default="Quản trị hệ thống", show_default=True)
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True)
@with_appcontext
@_writing
def create_account(
    sign_in_name: str,
    full_name: str,
    email: str | None,
    role: str,
    unit_code: str | None,
    title: str,
    password: str,
) -> None:
    """Create a person with one post."""
    now = _core().clock.now()
    person = actions.create_person(
        sign_in_name=sign_in_name, full_name=full_name, email=email, acting=COMMAND, now=now
    )
    actions.set_password(person, password, acting=COMMAND, now=now)
    actions.give_post(
        person,
        role=Role(role),
        unit=units.unit_by_code(unit_code) if unit_code else None,
        title=title,
        valid_from=_core().clock.today(),
        acting=COMMAND,
        now=now,
    )
    click.echo(f"{person.sign_in_name}: {role}")


@accounts_cli.command("link")
@click.argument("sign_in_name")
@click.option(
    "--kind",
    type=click.Choice([LinkKind.INVITATION.value, LinkKind.RESET.value, LinkKind.UNLOCK.value]),
    default=None,
    help="Default: an invitation to who has no password yet, else a reset.",
)
@click.option("--mail", is_flag=True, help="Send it to the person's address instead of printing it.")
@with_appcontext
@_writing
def link(sign_in_name: str, kind: str | None, mail: bool) -> None:
    """A one-time link to set a password or to open a held account, to be handed over."""
    person = _person(sign_in_name)
    usual = LinkKind.RESET if person.password_hash else LinkKind.INVITATION
    chosen = LinkKind(kind) if kind else usual
    if mail:
        actions.mail_link(person, chosen, on=_occasion())
        click.echo(f"thư được gửi tới {person.email}")
        return
    token = actions.make_link(person, chosen, via="hand", on=_occasion())
    click.echo(f"{_core().settings.base_url}/link/{token}")


@accounts_cli.command("unlock")
@click.argument("sign_in_name")
@with_appcontext
@_writing
def unlock(sign_in_name: str) -> None:
    """Open an account that was locked, or held after too many wrong passwords."""
    person, on = _person(sign_in_name), _occasion()
    if person.is_locked:
        actions.set_lock(person, is_locked=False, acting=COMMAND, now=on.now, real_now=on.real_now)
    actions.forgive_tries(person, acting=COMMAND, real_now=on.real_now)
    click.echo(f"{person.sign_in_name}: đăng nhập lại được")


@accounts_cli.command("lock")
@click.argument("sign_in_name")
@with_appcontext
@_writing
def lock(sign_in_name: str) -> None:
    """Lock an account at once; its sessions end, its history stays."""
    person, on = _person(sign_in_name), _occasion()
    actions.set_lock(person, is_locked=True, acting=COMMAND, now=on.now, real_now=on.real_now)
    click.echo(f"{person.sign_in_name}: đã khóa")


@accounts_cli.command("reset-second-factor")
@click.argument("sign_in_name")
@with_appcontext
@_writing
def reset_second_factor(sign_in_name: str) -> None:
    """For who lost the telephone and the recovery codes; every session of theirs ends."""
    person = _person(sign_in_name)
    actions.reset_factor(person, on=_occasion())
    click.echo(f"{person.sign_in_name}: đã bỏ xác thực hai bước")


@accounts_cli.command("sessions")
@click.argument("sign_in_name")
@click.option("--end", is_flag=True, help="End them all.")
@with_appcontext
@_writing
def sessions(sign_in_name: str, end: bool) -> None:
    """Where a person is signed in."""
    person, on = _person(sign_in_name), _occasion()
    for row in queries.sessions_of(person, on.real_now):
        since = row.created_at.astimezone(on.zone)
        click.echo(f"{since:%d/%m/%Y %H:%M}  {row.address or '—'}  {row.device or '—'}")
    if end:
        ended = actions.revoke_sessions(person, acting=COMMAND, real_now=on.real_now)
        click.echo(f"đã kết thúc {ended} phiên")
