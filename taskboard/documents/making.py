"""The job that makes what was ordered: claim, commit, gather, write, keep, commit.

A worker that is killed leaves a lease that runs out; the next one begins the same document anew, from the same instant,
and gets the same bytes.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Any

from taskboard.briefings import queries as briefings
from taskboard.core import Core
from taskboard.db import begin_writing, db
from taskboard.documents import actions, queries
from taskboard.documents.models import DocumentKind, DocumentOrder, Stage
from taskboard.documents.writing import Interrupted, WritingFailed, written
from taskboard.domain.rollup import Basis
from taskboard.journal.actions import SCHEDULER
from taskboard.occasion import occasion_of
from taskboard.outbox.delivery import holder_name
from taskboard.outbox.queries import database_now
from taskboard.reports import documents
from taskboard.reports.content import OfficialDocument
from taskboard.reports.writing import FILE_KINDS

logger = logging.getLogger("taskboard.documents")

RENEW_SECONDS = 10.0
Stop = Callable[[], bool]


def make_documents(core: Core, stop: Stop) -> str:
    """Everything whose turn has come, one after the other, and forget what is over. Commits as it goes."""
    forgotten = _forget(core)
    holder, made, failed = holder_name(), 0, 0
    for order_id in _waiting():
        if stop():
            break
        outcome = _Making(core, order_id, holder, stop).run()
        made, failed = made + (outcome is True), failed + (outcome is False)
    return f"documents {made}, broken {failed}, files {forgotten}"


def _waiting() -> list[int]:
    found = queries.claimable(database_now())
    db.session.rollback()
    return found


def _forget(core: Core) -> int:
    begin_writing()
    count = actions.forget_expired(root=core.settings.files_dir, real_now=core.clock.real_now())
    db.session.commit()
    return count


@dataclass(slots=True)
class _Making:
    """One order in this worker's hands."""

    core: Core
    order_id: int
    holder: str
    stop: Stop
    stage: Stage = Stage.QUEUED
    _renewed_at: float = field(default=0.0, init=False)

    def run(self) -> bool | None:
        """Whether it was made; None where it is another worker's, or goes back."""
        if not self._claim():
            return None
        try:
            return self._make()
        except Interrupted:
            self._put_back()
            return None
        except WritingFailed as failed:
            return self._fail(str(failed))
        except Exception as error:
            logger.exception("document %s could not be made", self.order_id)
            return self._fail(f"{type(error).__name__}: {error}")

    def _claim(self) -> bool:
        begin_writing()
        claimed = actions.claim(self.order_id, holder=self.holder, database_now=database_now())
        db.session.commit()
        return claimed

    def _make(self) -> bool | None:
        self._reach(Stage.FIGURES)
        order = db.session.get_one(DocumentOrder, self.order_id)
        kind, parameters, file_kind = order.kind, json.loads(order.parameters), order.file_kind
        document = _MAKERS[kind](self.core, parameters, lambda: self._reach(Stage.TEXT))
        db.session.rollback()  # no transaction stays open while pages are set
        self._reach(Stage.PAGES)
        content = written(document, file_kind, goes_on=self._goes_on)
        self._reach(Stage.KEEPING)
        return self._keep(content, FILE_KINDS[file_kind].mimetype)

    def _reach(self, stage: Stage) -> None:
        """Raises Interrupted when the order is no longer this worker's."""
        db.session.rollback()
        self.stage = stage
        if not self._renew():
            raise Interrupted

    def _goes_on(self) -> bool:
        if self.stop():
            return False
        return monotonic() - self._renewed_at < RENEW_SECONDS or self._renew()

    def _renew(self) -> bool:
        begin_writing()
        held = actions.advance(self.order_id, self.stage, holder=self.holder, database_now=database_now())
        db.session.commit()
        self._renewed_at = monotonic()
        return held

    def _keep(self, content: bytes, mimetype: str) -> bool | None:
        begin_writing()
        kept = actions.finish(
            self.order_id,
            content,
            mimetype,
            holder=self.holder,
            root=self.core.settings.files_dir,
            on=occasion_of(self.core, SCHEDULER),
        )
        if not kept:
            db.session.rollback()
            return None
        db.session.commit()
        return True

    def _fail(self, error: str) -> bool:
        begin_writing()
        actions.fail(self.order_id, error, holder=self.holder, on=occasion_of(self.core, SCHEDULER))
        db.session.commit()
        return False

    def _put_back(self) -> None:
        begin_writing()
        actions.put_back(self.order_id, holder=self.holder)
        db.session.commit()


def _quarter_report(core: Core, given: dict[str, Any], has_figures: Callable[[], None]) -> OfficialDocument:
    briefing = briefings.briefing_by_code(given["briefing"])
    if briefing is None:
        raise WritingFailed("document_without_subject")
    known_at, cutoff = (datetime.fromisoformat(given[name]) for name in ("known_at", "cutoff"))
    edition = documents.edition_of(briefing, known_at=known_at, snapshot_number=given["snapshot"])
    figures = documents.figures_of_edition(briefing, edition, cutoff=cutoff, zone=core.settings.zone)
    has_figures()
    briefing = briefings.briefing_by_code(given["briefing"])
    if briefing is None:
        raise WritingFailed("document_without_subject")
    edition = documents.edition_of(briefing, known_at=known_at, snapshot_number=given["snapshot"])
    return documents.report_document(figures, briefing, core.settings, Basis(given["basis"]), edition=edition)


_MAKERS: dict[DocumentKind, Callable[[Core, dict[str, Any], Callable[[], None]], OfficialDocument]] = {
    DocumentKind.QUARTER_REPORT: _quarter_report,
}
