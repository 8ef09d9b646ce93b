"""What was entered of a first installation and not written yet: plain values, kept as JSON between the steps."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from taskboard.domain.authority import Role
from taskboard.units.models import UnitKind


class BodyKind(StrEnum):
    WARD = "ward"
    COMMUNE = "commune"
    PROVINCE = "province"
    CITY_2021 = "city_2021"
    """A provincial city as there were until 30/6/2025."""


class Step(StrEnum):
    """In the order they are taken."""

    BODY = "body"
    UNITS = "units"
    ADMINISTRATOR = "administrator"
    PEOPLE = "people"
    SERVICES = "services"
    FINISH = "finish"


@dataclass(frozen=True, slots=True)
class DraftUnit:
    kind: UnitKind
    name: str
    short_name: str = ""
    aliases: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""
    key: str = ""
    """Of a preset: what fields of work are tied to, whatever the unit is called in the end."""

    def at_level(self, level: str) -> DraftUnit:
        return replace(
            self,
            name=self.name.replace("~", level),
            aliases=tuple(alias.replace("~", level) for alias in self.aliases),
        )


@dataclass(frozen=True, slots=True)
class DraftPerson:
    role: Role
    full_name: str
    sign_in_name: str
    title: str
    email: str = ""
    password_hash: str = ""
    """Empty: a one-time link is handed over."""


@dataclass(frozen=True, slots=True)
class Draft:
    kind: BodyKind = BodyKind.WARD
    name: str = ""
    emblem: str = ""
    """The name of the picture kept already; empty: none."""
    began_on: date | None = None
    units: tuple[DraftUnit, ...] = ()
    administrator: DraftPerson | None = None
    people: tuple[DraftPerson, ...] = ()
    seeds_holidays: bool = True
    administrators_need_code: bool = False
    done: frozenset[Step] = field(default_factory=frozenset)

    @property
    def next_step(self) -> Step:
        """The first that was not saved yet."""
        return next((step for step in Step if step not in self.done), Step.FINISH)

    def may_open(self, step: Step) -> bool:
        """A step opens when all before it were saved; those that were may be opened again."""
        order = list(Step)
        return order.index(step) <= order.index(self.next_step)

    def with_done(self, step: Step, **changes: Any) -> Draft:
        return replace(self, done=self.done | {step}, **changes)

    def as_json(self) -> str:
        plain = asdict(self) | {
            "began_on": self.began_on.isoformat() if self.began_on else None,
            "done": sorted(self.done),
        }
        return json.dumps(plain, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Draft:
        plain = json.loads(text)
        if not plain:
            return cls()
        began_on = plain.pop("began_on")
        administrator = plain.pop("administrator")
        return cls(
            kind=BodyKind(plain.pop("kind")),
            began_on=date.fromisoformat(began_on) if began_on else None,
            units=tuple(_unit(row) for row in plain.pop("units")),
            administrator=_person(administrator) if administrator else None,
            people=tuple(_person(row) for row in plain.pop("people")),
            done=frozenset(Step(step) for step in plain.pop("done")),
            **plain,
        )


def _unit(row: dict[str, Any]) -> DraftUnit:
    return DraftUnit(**{**row, "kind": UnitKind(row["kind"]), "aliases": tuple(row["aliases"])})


def _person(row: dict[str, Any]) -> DraftPerson:
    return DraftPerson(**{**row, "role": Role(row["role"])})
