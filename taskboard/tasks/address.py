"""What the address bar says of a list: each link of its pages is this with one thing changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from urllib.parse import quote_plus, urlencode

from flask import g, url_for

from taskboard.briefings import queries as briefings
from taskboard.briefings.models import SourceKind, SourceLevel
from taskboard.domain.authority import Actor, Role
from taskboard.domain.civil_day import parse_day
from taskboard.domain.deadline import DueClass, DueKind, LateBand
from taskboard.domain.lifecycle import State
from taskboard.domain.text import clean_line
from taskboard.tasks import columns
from taskboard.tasks.models import Cause
from taskboard.tasks.queries import By, Choices, Filter, Order, Sort, View

FLAGS = ("starred", "unnamed", "carried", "silent", "asked", "followed")
CLOSED_LISTS: dict[str, type[StrEnum]] = {
    "band": LateBand,
    "state": State,
    "level": SourceLevel,
    "due": DueClass,
    "kind": DueKind,
    "source": SourceKind,
    "cause": Cause,
}
FOLDED = (
    *("state", "due", "kind", "group", "leader", "monitor", "officer", "level", "source", "cause"),
    *("due_from", "due_to", *FLAGS),
)
"""Conditions that stand together in one sheet; the others have a menu each."""
CONDITIONS = ("q", "unit", "field", "briefing", "directive", "band", "mine", *FOLDED)
LIST = "tasks.task_list"
_PLAIN = "!$'()*,/:;?@"
"""What may stand in a query as it is."""


@dataclass(frozen=True, slots=True)
class Address:
    """What the query string says, as it is."""

    view: View
    given: dict[str, str]
    order: Order = Order()  # noqa: RUF009 - frozen
    after: str = ""
    """The place in the list after which this page begins."""
    columns: tuple[str, ...] = ()
    """As chosen; empty for the usual ones."""
    by: By | None = None
    page: str = LIST
    """Which page shows the list: its rows, the board, the calendar."""
    kept: tuple[tuple[str, str], ...] = ()
    """What else that page needs in its address: the month of a calendar."""

    @classmethod
    def read(cls, args: Mapping[str, str], page: str = LIST, otherwise: View | None = None) -> Address:
        """Unknown views and numbers fall back: an address typed by hand gives a list, not an error."""
        given = {name: clean_line(args.get(name, ""))[:200] for name in CONDITIONS}
        given = {name: value for name, value in given.items() if value and _means_something(name, value)}
        return cls(
            _view(args.get("view", ""), given, otherwise),
            given,
            Order.read(args.get("sort", "")),
            args.get("after", "")[:600],
            columns.chosen(_all(args, "columns")),
            _by(args.get("by", "")),
            page,
        )

    @property
    def grouped_by(self) -> By | None:
        """Sorted by unit, a list stands in groups of units."""
        is_by_unit = self.order.by is Sort.UNIT and not self.order.is_reversed
        return self.by or (By.UNIT if is_by_unit else None)

    @property
    def order_inside(self) -> Order:
        """The order of the rows within their group."""
        return Order() if self.by is None and self.grouped_by is not None else self.order

    @property
    def wanted(self) -> dict[str, str]:
        """All of it by name, but the place where this page begins."""
        said = {
            "view": self.view.value,
            **self.given,
            "sort": str(self.order),
            "columns": ",".join(self.columns),
            "by": self.by.value if self.by else "",
        }
        return {name: value for name, value in said.items() if value}

    def url(self, **changes: str | None) -> str:
        """This list with some conditions changed or, with None, taken away; it starts at its beginning."""
        wanted = {**self.wanted, **dict(self.kept), **changes}
        said = urlencode({name: value for name, value in wanted.items() if value}, safe=_PLAIN)
        return f"{page_url(self.page)}?{said}" if said else page_url(self.page)

    def urls(self, name: str, values: Iterable[str]) -> list[str]:
        """This list narrowed by each of these values, of a condition that it does not have yet."""
        here = self.url(**{name: None})
        start = f"{here}{'&' if '?' in here else '?'}{name}="
        return [start + quote_plus(value, safe=_PLAIN) for value in values]

    def on(self, page: str) -> str:
        """The same list on another page."""
        return replace(self, page=page, kept=()).url()

    def file_url(self, kind: str) -> str:
        """Exactly this list as a file: "xlsx" or "csv"."""
        return self.on(f"tasks.register_{kind}")

    @property
    def cleared(self) -> str:
        """Without its conditions; how it is shown stays."""
        return replace(self, given={}).url()


def page_url(page: str) -> str:
    """Where a page of lists is, made once a request: a list links to itself in a hundred ways."""
    known: dict[str, str] = g.setdefault("page_urls", {})
    if page not in known:
        known[page] = url_for(page)
    return known[page]


def _all(args: Mapping[str, str], name: str) -> Sequence[str]:
    """Every value of a name, where one may be given more than once."""
    found: Sequence[str] = args.getlist(name) if hasattr(args, "getlist") else [args.get(name, "")]
    return [part for value in found for part in value.split(",")]


def _by(text: str) -> By | None:
    return By(text) if text in set(By) else None


def _means_something(name: str, value: str) -> bool:
    """What is no band, no state or no date is no condition; an unknown code is one that nothing meets."""
    if name in CLOSED_LISTS:
        return value in set(CLOSED_LISTS[name])
    if name in ("due_from", "due_to"):
        return _day(value) is not None
    return name not in FLAGS or value == "1"


def _day(text: str) -> date | None:
    try:
        return parse_day(text)
    except ValueError:
        return None


def _view(asked: str, given: Mapping[str, str], otherwise: View | None) -> View:
    """A search looks everywhere, a band is one of lateness; otherwise what is unfinished."""
    if asked in set(View):
        return View(asked)
    if "band" in given:
        return View.OVERDUE
    return View.ALL if "q" in given else otherwise or View.OPEN


def filter_of(address: Address, choices: Choices, who: Actor) -> Filter:
    """The conditions by id. A code nobody knows matches nothing, rather than everything."""
    given = address.given
    directive = briefings.directive_by_code(given["directive"]) if "directive" in given else None
    ids = {name: _id(choices, name, given) for name in ("unit", "briefing", "group")}
    return Filter(
        view=address.view,
        unit_id=ids["unit"],
        briefing_id=ids["briefing"],
        group_id=ids["group"],
        directive_id=(directive.id if directive else 0) if "directive" in given else None,
        **_people(given, choices, who),
        state=State(given["state"]) if "state" in given else None,
        level=SourceLevel(given["level"]) if "level" in given else None,
        due_class=DueClass(given["due"]) if "due" in given else None,
        due_kind=DueKind(given["kind"]) if "kind" in given else None,
        source=SourceKind(given["source"]) if "source" in given else None,
        cause=Cause(given["cause"]) if "cause" in given else None,
        is_starred="starred" in given,
        is_unnamed="unnamed" in given,
        is_carried="carried" in given,
        is_silent="silent" in given,
        is_asked="asked" in given,
        due_from=_day(given.get("due_from", "")),
        due_to=_day(given.get("due_to", "")),
        field=given.get("field", ""),
        band=LateBand(given["band"]) if "band" in given else None,
        text=given.get("q", ""),
    )


def _people(given: Mapping[str, str], choices: Choices, who: Actor) -> dict[str, int | None]:
    """Who leads, follows, does; "của tôi" is each role's own part in it."""
    ids = {f"{name}_id": _id(choices, name, given) for name in ("leader", "monitor", "officer")}
    if "mine" in given:
        ids[f"{part_of(who)}_id"] = who.person_id
    ids["follower_id"] = who.person_id if "followed" in given else None
    return ids


def part_of(who: Actor) -> str:
    """What makes a task this person's own: the Office follows it, a leader gave it, an officer does it."""
    if who.roles & {Role.MONITOR, Role.CHIEF_OF_OFFICE}:
        return "monitor"
    return "leader" if who.roles & {Role.CHAIR, Role.VICE_CHAIR} else "officer"


def _id(choices: Choices, kind: str, given: Mapping[str, str]) -> int | None:
    return (choices.id_of(kind, given[kind]) or 0) if kind in given else None
