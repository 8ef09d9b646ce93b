"""`flask setup`: a fresh one-time link to the set-up in the browser, or the whole of it in the terminal."""

from __future__ import annotations

from datetime import datetime
from typing import cast

import click
from flask import current_app
from flask.cli import with_appcontext

from taskboard.accounts import actions as accounts
from taskboard.core import Core
from taskboard.db import begin_writing, db
from taskboard.domain.authority import Role
from taskboard.domain.errors import RuleBroken
from taskboard.imports.wording import in_vietnamese
from taskboard.journal.actions import COMMAND
from taskboard.occasion import occasion_of
from taskboard.setup import actions, queries
from taskboard.setup.draft import BodyKind, DraftPerson
from taskboard.setup.presets import ADMINISTRATOR_TITLE, PRESETS
from taskboard.web import labels


@click.command("setup")
@click.option("--if-needed", is_flag=True, help="Say nothing when it is done; earlier links stay open.")
@click.option("--terminal", is_flag=True, help="Ask everything here instead of in the browser.")
@with_appcontext
def setup_command(if_needed: bool, terminal: bool) -> None:
    """Set a new installation up: prints a one-time link, good for 24 hours, until the set-up is finished."""
    begin_writing()
    if not queries.is_open():
        db.session.rollback()
        if not if_needed:
            click.echo("đã thiết lập xong; thêm người bằng: flask accounts create")
        return
    with in_vietnamese():
        if terminal:
            _in_the_terminal()
        else:
            _print_link(ends_others=not if_needed)


def _core() -> Core:
    return cast(Core, current_app.extensions["taskboard"])


def _print_link(*, ends_others: bool) -> None:
    token = accounts.make_setup_link(ends_others=ends_others, real_now=_core().clock.real_now())
    db.session.commit()
    click.echo(f"{_core().settings.base_url}/setup/{token}")


def _in_the_terminal() -> None:
    """The usual units of the kind; people are added afterwards. Nothing is written before the last answer."""
    db.session.rollback()
    kind = BodyKind(click.prompt("Loại cơ quan", type=click.Choice([one.value for one in BodyKind])))
    preset = PRESETS[kind]
    name = click.prompt("Tên cơ quan", default=preset.example)
    began = click.prompt(
        "Hoạt động từ ngày (YYYY-MM-DD)",
        default=preset.began_on.isoformat(),
        type=click.DateTime(["%Y-%m-%d"]),
    )
    administrator = DraftPerson(
        role=Role.ADMINISTRATOR,
        full_name=click.prompt("Họ và tên người quản trị"),
        sign_in_name=click.prompt("Tên đăng nhập", default="quantri"),
        title=ADMINISTRATOR_TITLE,
    )
    password = click.prompt("Mật khẩu", hide_input=True, confirmation_prompt="Nhập lại mật khẩu")
    begin_writing()
    try:
        _write(kind, name, began, administrator, password)
    except RuleBroken as broken:
        db.session.rollback()
        raise click.ClickException(labels.broken_rule(broken)) from None
    db.session.commit()
    click.echo(f"đã thiết lập {name}; đăng nhập bằng {administrator.sign_in_name}")


def _write(kind: BodyKind, name: str, began: datetime, administrator: DraftPerson, password: str) -> None:
    on = occasion_of(_core(), COMMAND)
    draft = actions.say_body(
        queries.draft(), kind=kind, name=name, began_on=began.date(), today=on.today, real_now=on.real_now
    )
    draft = actions.say_units(draft, draft.units, is_done=True, real_now=on.real_now)
    draft = actions.say_administrator(
        draft, administrator, password=password, now=on.now, real_now=on.real_now
    )
    draft = actions.say_people(draft, draft.people, real_now=on.real_now)
    draft = actions.say_services(
        draft,
        seeds_holidays=True,
        administrators_need_code=draft.administrators_need_code,
        real_now=on.real_now,
    )
    actions.finish(draft, on=on)
