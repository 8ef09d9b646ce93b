"""What a view may ask of the request: settings, one frozen moment, who is acting."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from flask import current_app, g
from flask_login import current_user

from taskboard.core import Core
from taskboard.domain.authority import Actor, Permission, may
from taskboard.settings import queries as city_settings
from taskboard.web.signing_in import SignedIn

if TYPE_CHECKING:
    from config import Settings


def core() -> Core:
    return cast(Core, current_app.extensions["taskboard"])


def settings() -> Settings:
    return core().settings


def now() -> datetime:
    """The business instant, frozen for this request: no two parts of a page disagree about what is late."""
    if "now" not in g:
        g.now = core().clock.now()
    return cast(datetime, g.now)


def today() -> date:
    return now().astimezone(settings().zone).date()


def body_name() -> str:
    """What the body is called today: as it was set up, else as the environment says. While it is being set up, a page
    says so in `g.body_name`."""
    if "body_name" in g:
        return cast(str, g.body_name)
    return city_settings.body_name(today(), settings().body_name)


def emblem() -> str:
    """The name of the picture beside the body's name today, empty without one; as `body_name` while being set up."""
    if "emblem" in g:
        return cast(str, g.emblem)
    return str(city_settings.value_on("emblem", today()))


def signed_in() -> SignedIn:
    """The signed-in person; only called behind a guard."""
    return cast(SignedIn, current_user._get_current_object())


def actor() -> Actor:
    return signed_in().actor


def reads_tasks() -> bool:
    """Whether what tasks say is for this person: who only runs the installation sees codes, never their words."""
    return may(actor(), Permission.VIEW_TASK) is not None
