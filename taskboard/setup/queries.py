"""Whether this installation was set up, and what was entered so far."""

from __future__ import annotations

import sqlalchemy as sa

from taskboard.accounts import queries as accounts
from taskboard.db import db
from taskboard.domain.authority import Role
from taskboard.setup.draft import Draft
from taskboard.setup.models import Installation
from taskboard.units.models import Unit

ONLY = 1


def installation() -> Installation | None:
    return db.session.get(Installation, ONLY)


def is_open() -> bool:
    """As long as nothing is there: a body that came in otherwise (the sample, a command) is not set up over.

    An administrator alone is no body: who was made by a command to get in can still set it up.
    """
    row = installation()
    if row is not None and row.finished_at is not None:
        return False
    has_units = db.session.scalar(sa.select(Unit.id).limit(1)) is not None
    return not has_units and not accounts.has_people_besides(Role.ADMINISTRATOR)


def draft() -> Draft:
    """What was saved; an empty one before the first step."""
    row = installation()
    return Draft.from_json(row.draft) if row is not None else Draft()
