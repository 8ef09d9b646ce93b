"""What the Office says of a Thông báo kết luận beyond the chair's words."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskboard.accounts.models import Post
from taskboard.briefings.models import ConclusionText
from taskboard.db import Base, Instant, Versioned, intpk


class Notice(Versioned, Base):
    """One a frozen text, made when the Office first says something of it. What is empty prints as a gap."""

    __tablename__ = "notice"

    id: Mapped[intpk]
    text_id: Mapped[int] = mapped_column(sa.ForeignKey("conclusion_text.id"), unique=True)
    number: Mapped[str] = mapped_column(default="")
    """Of a supplement, as `61/TB-UBND`. The first text's number and day stand with its briefing and nowhere else."""
    dated_on: Mapped[date | None]
    place: Mapped[str] = mapped_column(default="")
    signer_post_id: Mapped[int | None] = mapped_column(sa.ForeignKey("post.id"))
    is_by_authority: Mapped[bool] = mapped_column(default=False)
    """TUQ.: by a written authority, where an officer would sign TL."""
    opening: Mapped[str] = mapped_column(default="")
    """Paragraphs before the conclusions: the meeting, who was there, what was heard."""
    recipients: Mapped[str] = mapped_column(default="")
    """One a line."""
    archive: Mapped[str] = mapped_column(default="")
    has_appendix: Mapped[bool] = mapped_column(default=True)
    """Whether the list of tasks is annexed."""
    changed_at: Mapped[Instant]
    changed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    text: Mapped[ConclusionText] = relationship()
    signer: Mapped[Post | None] = relationship()
