"""A few texts of every kind, and the words that find them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from taskboard.domain.authority import Actor, PostFact
from taskboard.search import queries
from taskboard.search.finding import question
from taskboard.search.models import Kind
from taskboard.tasks.models import Report, Task
from tests import build
from tests.cast import Cast

LAND = "Đẩy nhanh giải phóng mặt bằng khu tái định cư Đông Mạc"
SHORT = "Báo cáo vướng mắc GPMB tuyến đường bờ sông"
MARKET = "Sửa chợ Rồng, di dời chỗ để xe"


@dataclass(frozen=True)
class City:
    land: Task
    """Kinh tế leads, Lộc Vượng takes part."""
    short: Task
    """Quản lý đô thị leads."""
    market: Task
    """Cửa Nam leads."""
    report: Report
    """On `land`, with a file."""


def settle(cast: Cast, root: Path) -> City:
    office = build.occasion(build.at(date(2021, 6, 1)), cast.chief)
    land = build.task(
        LAND,
        lead=cast.economy,
        partners=[cast.loc_vuong],
        on=office,
        due_on=date(2021, 6, 30),
        words=f"{LAND}.",
    )
    told = build.occasion(build.at(date(2021, 6, 10)), cast.head)
    report = build.progress(
        land,
        on=told,
        root=root,
        done="Đã đối thoại với 12 hộ dân ở ngõ Hoà Bình.",
        uploads=[build.pdf("Bảng kê_kiểm đếm (lần 2).pdf")],
    )
    return City(
        land,
        build.task(SHORT, lead=cast.urban, on=office),
        build.task(MARKET, lead=cast.cua_nam, on=office, due_on=date(2021, 6, 20)),
        report,
    )


def actor(cast: Cast, name: str) -> Actor:
    person = cast.everyone[name]
    return Actor(person.id, tuple(PostFact(post.id, post.role, post.unit_id) for post in person.posts))


def titles(typed: str, who: Actor, kind: Kind = Kind.TASK) -> list[str]:
    found = queries.find(question(typed), who, limit=50)
    return [hit.title for hit in found.hits.get(kind, [])]


def everything(who: Actor, words: Iterable[str]) -> dict[Kind, set[int]]:
    """Whatever of each kind any of the words finds."""
    seen: dict[Kind, set[int]] = {kind: set() for kind in Kind}
    for typed in words:
        for kind, hits in queries.find(question(typed), who, limit=50).hits.items():
            seen[kind] |= {hit.id for hit in hits}
    return seen
