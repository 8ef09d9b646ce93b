"""Reading attachments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from taskboard.db import db
from taskboard.files.models import Attachment, FileContent


def attachment(attachment_id: int) -> tuple[Attachment, FileContent] | None:
    row = db.session.execute(
        sa.select(Attachment, FileContent)
        .join(FileContent, FileContent.sha256 == Attachment.sha256)
        .where(Attachment.id == attachment_id)
    ).one_or_none()
    return (row[0], row[1]) if row else None


def of_reports(report_ids: Iterable[int]) -> dict[int, list[Attachment]]:
    """Attachments by report, in the order they were given."""
    found: dict[int, list[Attachment]] = defaultdict(list)
    statement = (
        sa.select(Attachment)
        .where(Attachment.report_id.in_(list(report_ids)))
        .options(joinedload(Attachment.content))
        .order_by(Attachment.id)
    )
    for row in db.session.scalars(statement):
        found[row.report_id or 0].append(row)
    return found


def original_of(conclusion_text_id: int) -> Attachment | None:
    """The file a conclusion text was last read from."""
    statement = sa.select(Attachment).where(Attachment.conclusion_text_id == conclusion_text_id)
    return db.session.scalar(statement.order_by(Attachment.id.desc()).limit(1))
