"""People, the posts they hold for periods, and how they come in (rules 38 and 39, decisions 12, 19 and 22)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskboard.db import Base, Instant, enum_column, intpk
from taskboard.domain.authority import Role
from taskboard.together import read_together
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
    tries_forgiven_at: Mapped[Instant | None]
    """Wrong passwords before this instant count no more: somebody with the right to it gave the account free."""
    created_at: Mapped[Instant]

    posts: Mapped[list[Post]] = relationship(back_populates="person", order_by="Post.id")

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None

    @property
    def initials(self) -> str:
        words = self.full_name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()

    @property
    def ever_held(self) -> list[Post]:
        """All their posts, read with those of all people at hand."""
        if "posts" not in self.__dict__:
            read_together(self, "posts")
        return self.posts

    def posts_on(self, day: date) -> list[Post]:
        return [post for post in self.ever_held if post.is_held_on(day)]


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


class Way(StrEnum):
    """How somebody showed who they are."""

    PASSWORD = "password"
    OUTSIDE = "outside"
    """By the city's own provider (OpenID Connect)."""


class SignInSession(Base):
    __tablename__ = "sign_in_session"

    id: Mapped[intpk]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    revoked_at: Mapped[Instant | None]
    seen_at: Mapped[Instant]
    """When it was last used, to a few minutes: a limit of its own ends what nobody uses."""
    is_remembered: Mapped[bool] = mapped_column(default=False)
    """Asked for at sign-in, on a machine of one's own: it lasts longer, and may lie unused longer."""
    address: Mapped[str] = mapped_column(default="")
    device: Mapped[str] = mapped_column(default="")
    way: Mapped[Way] = enum_column(Way, default=Way.PASSWORD)
    has_second_factor: Mapped[bool] = mapped_column(default=False)

    person: Mapped[Person] = relationship(lazy="joined")

    def is_open(self, at: datetime) -> bool:
        """Neither ended by anybody nor over; it may still have lain unused for too long (`queries.IdleLimits`)."""
        return self.revoked_at is None and at < self.expires_at


class Need(StrEnum):
    """What is still missing from a sign-in that began well."""

    CODE = "code"
    ENROLMENT = "enrolment"
    """The person's role needs a second factor, and there is none yet."""


class WaitingSignIn(Base):
    """The first half of a sign-in: who it is was shown, the second factor was not. It opens nothing else."""

    __tablename__ = "waiting_sign_in"

    id: Mapped[intpk]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    need: Mapped[Need] = enum_column(Need)
    way: Mapped[Way] = enum_column(Way)
    is_remembered: Mapped[bool]
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]

    person: Mapped[Person] = relationship(lazy="joined")


class Step(StrEnum):
    PASSWORD = "password"
    CODE = "code"


class SignInAttempt(Base):
    """What throttling counts: by account and address together, for a town hall is one address (decision 30)."""

    __tablename__ = "sign_in_attempt"

    id: Mapped[intpk]
    sign_in_name: Mapped[str]
    address: Mapped[str]
    step: Mapped[Step] = enum_column(Step, default=Step.PASSWORD)
    at: Mapped[Instant]
    has_succeeded: Mapped[bool]

    __table_args__ = (sa.Index("ix_sign_in_attempt_name_at", "sign_in_name", "at"),)


class LinkKind(StrEnum):
    SETUP = "setup"
    """Sets a new installation up; of no person, for there is none yet."""
    INVITATION = "invitation"
    RESET = "reset"
    UNLOCK = "unlock"


class AccountLink(Base):
    """A one-time link, by mail or handed over (decision 22): the token's hash, once, until its end."""

    __tablename__ = "account_link"

    id: Mapped[intpk]
    kind: Mapped[LinkKind] = enum_column(LinkKind)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    used_at: Mapped[Instant | None]
    revoked_at: Mapped[Instant | None]

    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])

    __table_args__ = (sa.CheckConstraint("(kind = 'setup') = (person_id IS NULL)", name="of_a_person"),)

    def is_live(self, at: datetime) -> bool:
        return self.used_at is None and self.revoked_at is None and at < self.expires_at


class LinkRequest(Base):
    """A link somebody asked for without being signed in. Answered later, so that asking takes as long for a name
    nobody has as for one that exists."""

    __tablename__ = "link_request"

    id: Mapped[intpk]
    kind: Mapped[LinkKind] = enum_column(LinkKind)
    sign_in_name: Mapped[str]
    asked_at: Mapped[Instant]
    answered_at: Mapped[Instant | None] = mapped_column(index=True)


class SecondFactor(Base):
    """A person's one-time codes by the clock (RFC 6238). The secret is sealed with a key outside the database."""

    __tablename__ = "second_factor"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    sealed_secret: Mapped[str]
    begun_at: Mapped[Instant]
    confirmed_at: Mapped[Instant | None]
    """None until the first right code: what was only begun guards nothing."""
    last_step: Mapped[int] = mapped_column(default=0)
    """The newest half minute whose code was used: it and earlier ones are refused from then on."""
    recovery_salt: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship()


class RecoveryCode(Base):
    """For whoever lost the telephone: each good once, kept as a slow hash."""

    __tablename__ = "recovery_code"

    id: Mapped[intpk]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    code_hash: Mapped[str]
    used_at: Mapped[Instant | None]

    __table_args__ = (sa.UniqueConstraint("person_id", "code_hash"),)


class OutsideIdentity(Base):
    """Who a person is at the city's provider: linked once by a rule, known by its unchanging subject from then on."""

    __tablename__ = "outside_identity"

    id: Mapped[intpk]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    issuer: Mapped[str]
    subject: Mapped[str]
    linked_at: Mapped[Instant]

    person: Mapped[Person] = relationship(lazy="joined")

    __table_args__ = (sa.UniqueConstraint("issuer", "subject"),)
