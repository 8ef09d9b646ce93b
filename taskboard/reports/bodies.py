"""Units as a roll-up names and compares them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from taskboard.db import db
from taskboard.units.models import Unit, UnitKind

UNIT_GROUPS = {
    UnitKind.LEADERSHIP: "departments",
    UnitKind.OFFICE: "departments",
    UnitKind.DEPARTMENT: "departments",
    UnitKind.AGENCY: "agencies",
    UnitKind.MASS_BODY: "mass_bodies",
    UnitKind.WARD: "wards",
    UnitKind.COMMUNE: "wards",
}
"""Which units may be compared (rule 34)."""


@dataclass(frozen=True, slots=True)
class Body:
    """A unit as a roll-up names and compares it."""

    name: str
    group: str


def bodies_on(day: date) -> dict[int, Body]:
    """Every unit by id, under the name it bore on `day`."""
    rows = db.session.scalars(sa.select(Unit).options(joinedload(Unit.names)).order_by(Unit.id))
    return {unit.id: Body(unit.name_on(day), UNIT_GROUPS[unit.kind]) for unit in rows.unique()}
