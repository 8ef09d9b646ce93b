"""Tokens of programs, and the answers kept so that a request sent twice is carried out once."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskboard.accounts.models import Person, Post
from taskboard.db import Base, Instant, intpk
from taskboard.domain.scopes import Scope, scopes_of


class ApiToken(Base):
    """What a program shows instead of a password: its hash, what it may do, until when.

    A personal one stands for its person in all posts; a service token, made by an administrator, for one post only.
    """

    __tablename__ = "api_token"

    id: Mapped[intpk]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    post_id: Mapped[int | None] = mapped_column(sa.ForeignKey("post.id"))
    """Of a service token: the one post it acts under; it ends with it."""
    name: Mapped[str]
    """What it is for, in words."""
    token_hash: Mapped[str] = mapped_column(unique=True)
    ending: Mapped[str]
    """Its last letters, by which somebody who holds several knows them apart."""
    scopes: Mapped[str]
    """Words of `domain.scopes.Scope`, separated by spaces."""
    made_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    revoked_at: Mapped[Instant | None]
    last_used_at: Mapped[Instant | None]
    window_at: Mapped[Instant | None]
    """The minute in which requests are counted now, and how many there were."""
    window_used: Mapped[int] = mapped_column(default=0)

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    post: Mapped[Post | None] = relationship()
    made_by: Mapped[Person] = relationship(foreign_keys=[made_by_id])

    __table_args__ = (sa.CheckConstraint("expires_at > created_at", name="period"),)

    @property
    def is_service(self) -> bool:
        return self.post_id is not None

    @property
    def scope_set(self) -> frozenset[Scope]:
        return scopes_of(self.scopes)

    def is_live(self, at: datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at


class KeptAnswer(Base):
    """What a POST was answered, under the key its sender gave it: the same again, for as long as it is kept."""

    __tablename__ = "api_answer"

    id: Mapped[intpk]
    token_id: Mapped[int] = mapped_column(sa.ForeignKey("api_token.id"))
    key: Mapped[str]
    request_hash: Mapped[str]
    status: Mapped[int]
    location: Mapped[str]
    etag: Mapped[str]
    body: Mapped[str]
    kept_at: Mapped[Instant] = mapped_column(index=True)

    __table_args__ = (sa.UniqueConstraint("token_id", "key"),)
