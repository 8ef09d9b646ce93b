"""From figures to the document: what the report says beyond numbers, gathered from the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from taskboard.briefings.models import Briefing
from taskboard.documents.wordings import RATING_WORDS, REPORT_WORDS, own_words
from taskboard.domain.authority import Role
from taskboard.domain.calendar import Quarter
from taskboard.domain.rating import Thresholds
from taskboard.domain.rollup import Basis, RollUp
from taskboard.reports import queries
from taskboard.reports.body import Body
from taskboard.reports.content import Numbering, OfficialDocument, Signature
from taskboard.reports.figures import section_of
from taskboard.reports.known import AsOf
from taskboard.reports.letter_queries import signing_posts
from taskboard.reports.letters import LetterFacts
from taskboard.reports.models import Snapshot
from taskboard.reports.quarter import BriefingFacts, TaskDetail, quarter_report
from taskboard.reports.queries import BothBases
from taskboard.reports.ratings import SYMBOL, RatingFacts, rating_list
from taskboard.reports.signing import signature_of
from taskboard.settings.queries import body_name, values_on
from taskboard.units import queries as units
from taskboard.wording import ROMAN

if TYPE_CHECKING:
    from config import Settings


_NOW = datetime.max.replace(tzinfo=UTC)
"""Known at: whatever is known."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What a report rests on: a freeze, else what was known at an instant."""

    snapshot: Snapshot | None = None
    known_at: datetime = _NOW

    @property
    def read_at(self) -> datetime:
        """All of one report is known at the same instant: figures, words about tasks, indicators."""
        return self.snapshot.known_at if self.snapshot else self.known_at


def edition_of(briefing: Briefing, *, known_at: datetime, snapshot_number: int | None) -> Edition:
    """As frozen under this number, else what was known then."""
    found = (one for one in queries.snapshots_of(briefing) if one.number == snapshot_number)
    return Edition(next(found, None), known_at)


def figures_of_edition(
    briefing: Briefing, edition: Edition, *, cutoff: datetime, zone: ZoneInfo
) -> BothBases:
    """As frozen, else as of any instant."""
    if edition.snapshot is not None:
        return queries.read(edition.snapshot)
    return queries.of_briefing(briefing, cutoff=cutoff, known_at=edition.known_at, zone=zone)


def report_document(
    figures: BothBases,
    briefing: Briefing | None,
    settings: Settings,
    basis: Basis = Basis.ORIGINAL,
    *,
    edition: Edition | None = None,
) -> OfficialDocument:
    """The quarter's report of a briefing, or of a free period, as it would be signed by the chair.

    Without `edition` of the last freeze, else of now.
    """
    chosen = figures.original if basis is Basis.ORIGINAL else figures.current
    rests_on = edition or Edition(queries.latest_snapshot(briefing) if briefing else None)
    wording = own_words(REPORT_WORDS, chosen.cutoff.astimezone(settings.zone).date())
    as_of = AsOf(chosen.cutoff, rests_on.read_at, settings.zone)
    facts = _facts(chosen, briefing, settings, rests_on)
    return quarter_report(chosen, _details(chosen, as_of), facts, wording)


def rating_document(
    figures: BothBases, briefing: Briefing, settings: Settings, basis: Basis, *, made_at: datetime
) -> OfficialDocument:
    """Whom the Office proposes for praise and criticism, by the thresholds in force at the cutoff."""
    chosen = figures.original if basis is Basis.ORIGINAL else figures.current
    day = chosen.cutoff.astimezone(settings.zone).date()
    sender = LetterFacts(Body.of(body_name(day, settings.body_name)), SYMBOL, signature=chief_signature(day))
    period = f"quý {ROMAN[briefing.quarter]} năm {briefing.year}"
    facts = RatingFacts(sender, period, thresholds_on(day))
    return rating_list(chosen, facts, made_at=made_at, wording=own_words(RATING_WORDS, day))


def thresholds_on(day: date) -> Thresholds:
    known = values_on(
        ("praise_done_percent", "praise_late_percent", "criticise_done_percent", "volume_bands"), day
    )
    bands = tuple(sorted(set(known.pop("volume_bands"))))
    return Thresholds(bands=bands, **known)


def chief_signature(day: date) -> Signature | None:
    """The Office signs in its own name: no TL. before the post."""
    post = next((post for post in signing_posts(day) if post.role is Role.CHIEF_OF_OFFICE), None)
    if post is None:
        return None
    own = signature_of(post.role, post.title, post.person.full_name, is_acting=post.is_acting)
    return Signature(own.lines[1:], own.name)


def _details(rollup: RollUp, as_of: AsOf) -> dict[str, TaskDetail]:
    codes = [code for row in rollup.rows for code in row.codes]
    return {
        line.code: TaskDetail(
            source=line.source, partners=line.partners, result=line.result, cause=line.cause
        )
        for line in queries.task_lines(codes, as_of)
    }


def _facts(rollup: RollUp, briefing: Briefing | None, settings: Settings, edition: Edition) -> BriefingFacts:
    quarter = Quarter(briefing.year, briefing.quarter) if briefing else Quarter.of(rollup.period_start)
    following = quarter.next
    cutoff_day = rollup.cutoff.astimezone(settings.zone).date()
    body = Body.of(body_name(cutoff_day, settings.body_name))
    signer = briefing.chair.full_name if briefing and briefing.chair else ""
    return BriefingFacts(
        issuer=body.issuer,
        body=body.name,
        numbering=Numbering(symbol="BC-UBND", place=body.place),
        signature=signature_of(Role.CHAIR, "", signer),
        period=f"quý {ROMAN[quarter.number]} năm {quarter.year}",
        next_period=f"quý {ROMAN[following.number]} năm {following.year}",
        recipients=None,
        unit_order=tuple(unit.id for unit in units.units_on(rollup.cutoff.astimezone(settings.zone).date())),
        field_names={field.code: field.name for field in units.work_fields()},
        section=section_of(briefing, edition.snapshot, known_at=edition.read_at) if briefing else None,
    )
