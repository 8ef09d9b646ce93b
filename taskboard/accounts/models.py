"""People, the posts they hold for periods, and their sessions (rules 38 and 39, decisions 12 and 19)."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskboard.db import Base, Instant, enum_column, intpk
from taskboard.domain.authority import Role
from taskboard.units.models import Unit


class Person(Base):
    __tablename__ = "person"

    id: Mapped[intpk]
    sign_in_name: Mapped[str] = mapped_column(unique=True)
    """Lower case; need not be an address (decision 22)."""
    full_name: Mapped[str]
    sort_key: Mapped[str]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    password_hash: Mapped[str | None]
    locale: Mapped[str] = mapped_column(default="vi")
    locked_at: Mapped[Instant | None]
    created_at: Mapped[Instant]

    posts: Mapped[list[Post]] = relationship(back_populates="person", lazy="selectin", order_by="Post.id")

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None

    @property
    def initials(self) -> str:
        words = self.full_name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()

    def posts_on(self, day: date) -> list[Post]:
        return [post for post in self.posts if post.is_held_on(day)]


class Post(Base):
    __tablename__ = "post"

    id: Mapped[intpk]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    role: Mapped[Role] = enum_column(Role)
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    title: Mapped[str]
    """As it is signed: "Trưởng phòng", "Q. Chánh Văn phòng"."""
    field_codes: Mapped[str] = mapped_column(default="")
    """Fields a vice-chair answers for: work_field codes, separated by spaces."""
    is_acting: Mapped[bool] = mapped_column(default=False)
    """Holds it for the time being: signs "Q."."""
    on_behalf_of_id: Mapped[int | None] = mapped_column(sa.ForeignKey("post.id"))
    """The post a deputy or assistant acts for: what they write is shown as written for its holder (rule 38)."""
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    """The first day on which it is held no more."""

    person: Mapped[Person] = relationship(back_populates="posts")
    unit: Mapped[Unit | None] = relationship(lazy="joined")
    on_behalf_of: Mapped[Post | None] = relationship(remote_side="Post.id")

    __table_args__ = (
        sa.CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="period"),
        sa.CheckConstraint(
            "unit_id IS NOT NULL OR role NOT IN ('unit_head', 'officer', 'monitor', 'chief_of_office')",
            name="unit_needed",
        ),
    )

    @property
    def signed_title(self) -> str:
        """As it stands under a document: "Q." before the title of who holds it for the time being."""
        return f"Q. {self.title}" if self.is_acting and not self.title.startswith("Q.") else self.title

    def is_held_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class SignInSession(Base):
    """One signed-in device. The token travels in the cookie; only its hash is stored."""

    __tablename__ = "sign_in_session"

    id: Mapped[intpk]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    revoked_at: Mapped[Instant | None]
    address: Mapped[str] = mapped_column(default="")
    device: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship(lazy="joined")

    def is_live(self, at: datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at


class SignInAttempt(Base):
    """What throttling counts: by account and address together, for a town hall is one address (decision 30)."""

    __tablename__ = "sign_in_attempt"

    id: Mapped[intpk]
    sign_in_name: Mapped[str]
    address: Mapped[str]
    at: Mapped[Instant]
    has_succeeded: Mapped[bool]

    __table_args__ = (sa.Index("ix_sign_in_attempt_name_at", "sign_in_name", "at"),)
