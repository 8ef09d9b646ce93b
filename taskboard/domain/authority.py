"""Who may do what, as one table: role × permission × reach (domain rules 39 and 40, decision 12).

Rights come from posts: a person holds posts for periods, and reading is the union of what the posts allow. Writing
names the acting post: `may` returns it, so that the journal can say in which capacity somebody acted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    CHIEF_OF_OFFICE = "chief_of_office"
    MONITOR = "monitor"
    UNIT_HEAD = "unit_head"
    OFFICER = "officer"
    ADMINISTRATOR = "administrator"
    INSPECTOR = "inspector"


class Permission(StrEnum):
    PUBLIC = "public"
    """Anyone, signed in or not: sign-in, health, the mail link (which carries its own right)."""
    SIGNED_IN = "signed_in"
    """Anyone with a live account: own preferences, signing out."""
    VIEW_TASK = "view_task"
    RECEIVE_TASK = "receive_task"
    REPORT_TASK = "report_task"
    REPORT_ON_BEHALF = "report_on_behalf"
    ASK_EXTENSION = "ask_extension"
    DECIDE_EXTENSION = "decide_extension"
    CONFIRM_TASK = "confirm_task"
    WITHDRAW_TASK = "withdraw_task"
    PAUSE_TASK = "pause_task"
    REOPEN_TASK = "reopen_task"
    STOP_PURSUING_TASK = "stop_pursuing_task"
    EDIT_TASK = "edit_task"
    """Who follows it, who takes part and until when: what is not the obligation itself."""
    SET_DATE = "set_date"
    """The first date of a task that waited for an event or had none: from then on it may be late."""
    CORRECT_TASK = "correct_task"
    """A slip of the pen in what was issued: proposed by one, decided by another (decision 14)."""
    REPORT_PART = "report_part"
    URGE_PARTNER = "urge_partner"
    """The lead presses those it waits for; so may whoever presses the lead."""
    NAME_OFFICER = "name_officer"
    PLAN_SUB_TASKS = "plan_sub_tasks"
    ASK_RETURN = "ask_return"
    ASK_TRANSFER = "ask_transfer"
    DECIDE_REQUEST = "decide_request"
    ASK_EXPLANATION = "ask_explanation"
    ANSWER_EXPLANATION = "answer_explanation"
    CONFIRM_CAUSE = "confirm_cause"
    REMARK_TASK = "remark_task"
    URGE_TASK = "urge_task"
    CREATE_DIRECTIVE = "create_directive"
    VIEW_BRIEFING = "view_briefing"
    RECORD_BRIEFING = "record_briefing"
    ISSUE_CONCLUSIONS = "issue_conclusions"
    OPEN_BRIEFING = "open_briefing"
    VIEW_REPORT = "view_report"
    VIEW_SCORES = "view_scores"
    """The score sheet of a unit; of a person only their own, or as the head of their unit."""
    VIEW_INDICATORS = "view_indicators"
    ENTER_INDICATORS = "enter_indicators"
    DEFINE_INDICATORS = "define_indicators"
    VIEW_ADMINISTRATION = "view_administration"
    """Units, people, settings, outbox: the Office may look (surface: 'the Office may open all, edits by right')."""
    EDIT_UNITS = "edit_units"
    REORGANISE_UNITS = "reorganise_units"
    """Merge, split, abolish: open tasks change hands with it."""
    IMPORT_TASKS = "import_tasks"
    EDIT_PEOPLE = "edit_people"
    EDIT_SETTINGS = "edit_settings"
    EDIT_WORDING = "edit_wording"
    """What the body's documents say in its own words."""
    RESEND_MAIL = "resend_mail"
    OPERATE = "operate"
    """Run a background job out of its turn, send a test mail."""
    VIEW_JOURNAL = "view_journal"


class Reach(StrEnum):
    ALL = "all"
    OWN_FIELDS = "own_fields"
    """Tasks of the fields this leader is in charge of, or assigned by them."""
    LED = "led"
    """Tasks whose lead unit is the post's unit."""
    PARTNERED = "partnered"
    """Tasks on which the post's unit takes part beside another that leads."""
    OBLIGED = "obliged"
    """Tasks on which the post's unit owes something: as lead or as partner."""
    SHARED = "shared"
    """Tasks on which the post's unit is lead, partner or informed."""


@dataclass(frozen=True, slots=True)
class PostFact:
    """One post as held now."""

    post_id: int
    role: Role
    unit_id: int | None = None
    fields: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Actor:
    person_id: int
    posts: tuple[PostFact, ...] = ()
    only: frozenset[Permission] | None = None
    """What a program may use of these rights (domain/scopes.py); None for a person, who has them all."""

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(post.role for post in self.posts)

    @property
    def unit_ids(self) -> frozenset[int]:
        return frozenset(post.unit_id for post in self.posts if post.unit_id is not None)


@dataclass(frozen=True, slots=True)
class Subject:
    """What the rules need to know of a task."""

    lead_unit_id: int
    unit_ids: frozenset[int] = field(default_factory=frozenset)
    """Lead, partners and informed units together."""
    partner_unit_ids: frozenset[int] = field(default_factory=frozenset)
    leader_id: int | None = None
    field: str | None = None


_LEADERS = {Role.CHAIR: Reach.ALL, Role.VICE_CHAIR: Reach.OWN_FIELDS}
_OFFICE = {Role.CHIEF_OF_OFFICE: Reach.ALL, Role.MONITOR: Reach.ALL}
_DOERS = {Role.UNIT_HEAD: Reach.LED, Role.OFFICER: Reach.LED}
_UNIT_HEAD = {Role.UNIT_HEAD: Reach.LED}
_DECIDERS = {**_LEADERS, **_OFFICE}
_ABOVE = {**_LEADERS, Role.CHIEF_OF_OFFICE: Reach.ALL}
_ADMIN = {Role.ADMINISTRATOR: Reach.ALL}
_INSPECTOR = {Role.INSPECTOR: Reach.ALL}
_EVERYONE = dict.fromkeys(Role, Reach.ALL)

TABLE: dict[Permission, dict[Role, Reach]] = {
    Permission.SIGNED_IN: _EVERYONE,
    Permission.VIEW_TASK: {
        Role.CHAIR: Reach.ALL,
        Role.VICE_CHAIR: Reach.ALL,
        **_OFFICE,
        **_INSPECTOR,
        Role.UNIT_HEAD: Reach.SHARED,
        Role.OFFICER: Reach.SHARED,
    },
    Permission.RECEIVE_TASK: _DOERS,
    Permission.REPORT_TASK: _DOERS,
    Permission.REPORT_ON_BEHALF: _OFFICE,
    Permission.ASK_EXTENSION: _DOERS,
    Permission.DECIDE_EXTENSION: _DECIDERS,
    Permission.CONFIRM_TASK: _DECIDERS,
    Permission.WITHDRAW_TASK: _ABOVE,
    Permission.PAUSE_TASK: _DECIDERS,
    Permission.REOPEN_TASK: _ABOVE,
    Permission.STOP_PURSUING_TASK: _ABOVE,
    Permission.EDIT_TASK: _DECIDERS,
    Permission.SET_DATE: _DECIDERS,
    Permission.CORRECT_TASK: _DECIDERS,
    Permission.REPORT_PART: {Role.UNIT_HEAD: Reach.PARTNERED, Role.OFFICER: Reach.PARTNERED},
    Permission.URGE_PARTNER: {**_DOERS, **_DECIDERS},
    Permission.NAME_OFFICER: _UNIT_HEAD,
    Permission.PLAN_SUB_TASKS: _DOERS,
    Permission.ASK_RETURN: {Role.UNIT_HEAD: Reach.OBLIGED},
    Permission.ASK_TRANSFER: _UNIT_HEAD,
    Permission.DECIDE_REQUEST: _DECIDERS,
    Permission.ASK_EXPLANATION: _DECIDERS,
    Permission.ANSWER_EXPLANATION: _UNIT_HEAD,
    Permission.CONFIRM_CAUSE: _DECIDERS,
    Permission.REMARK_TASK: _LEADERS,
    Permission.URGE_TASK: _DECIDERS,
    Permission.CREATE_DIRECTIVE: {Role.CHAIR: Reach.ALL, Role.VICE_CHAIR: Reach.ALL, **_OFFICE},
    Permission.VIEW_BRIEFING: {Role.CHAIR: Reach.ALL, Role.VICE_CHAIR: Reach.ALL, **_OFFICE, **_INSPECTOR},
    Permission.RECORD_BRIEFING: _OFFICE,
    Permission.ISSUE_CONCLUSIONS: _OFFICE,
    Permission.OPEN_BRIEFING: _OFFICE,
    Permission.VIEW_REPORT: {Role.CHAIR: Reach.ALL, Role.VICE_CHAIR: Reach.ALL, **_OFFICE, **_INSPECTOR},
    Permission.VIEW_SCORES: {
        Role.CHAIR: Reach.ALL,
        Role.VICE_CHAIR: Reach.ALL,
        **_OFFICE,
        **_INSPECTOR,
        **_DOERS,
    },
    Permission.VIEW_INDICATORS: {
        Role.CHAIR: Reach.ALL,
        Role.VICE_CHAIR: Reach.ALL,
        **_OFFICE,
        **_INSPECTOR,
        **_DOERS,
    },
    Permission.ENTER_INDICATORS: {**_OFFICE, **_DOERS},
    Permission.DEFINE_INDICATORS: _OFFICE,
    Permission.VIEW_ADMINISTRATION: {**_OFFICE, **_ADMIN},
    Permission.EDIT_UNITS: _ADMIN,
    Permission.REORGANISE_UNITS: {Role.CHIEF_OF_OFFICE: Reach.ALL, **_ADMIN},
    Permission.IMPORT_TASKS: {**_OFFICE, **_ADMIN},
    Permission.EDIT_PEOPLE: _ADMIN,
    Permission.EDIT_SETTINGS: _ADMIN,
    Permission.EDIT_WORDING: {Role.CHIEF_OF_OFFICE: Reach.ALL, **_ADMIN},
    Permission.RESEND_MAIL: {**_OFFICE, **_ADMIN},
    Permission.OPERATE: _ADMIN,
    Permission.VIEW_JOURNAL: {Role.CHIEF_OF_OFFICE: Reach.ALL, **_ADMIN, **_INSPECTOR},
}

DECIDING = frozenset(
    {
        Permission.CONFIRM_TASK,
        Permission.DECIDE_EXTENSION,
        Permission.DECIDE_REQUEST,
        Permission.CORRECT_TASK,
        Permission.CONFIRM_CAUSE,
        Permission.PAUSE_TASK,
        Permission.SET_DATE,
        Permission.WITHDRAW_TASK,
        Permission.STOP_PURSUING_TASK,
    }
)
"""A doer never confirms or extends their own task (domain rule 39), nor sets its date or takes it out of the count.

Who follows it and who helps is none of these: of what the Office itself leads, the Office may still say so.
"""


def may(actor: Actor, permission: Permission, subject: Subject | None = None) -> PostFact | None:
    """The post under which `actor` may use `permission` on `subject`, or None.

    Without a subject it answers "does any post reach anything at all": enough for a menu, never for an act on a task.
    """
    if actor.only is not None and permission not in actor.only:
        return None
    if subject is not None and permission in DECIDING and _is_doer(actor, subject):
        return None
    rows = TABLE.get(permission, {})
    for post in actor.posts:
        reach = rows.get(post.role)
        if reach is not None and (subject is None or _reaches(actor, post, reach, subject)):
            return post
    return None


def _is_doer(actor: Actor, subject: Subject) -> bool:
    """The chair and vice-chairs head no unit; anyone holding a post in the lead unit is a doer of its tasks."""
    return subject.lead_unit_id in actor.unit_ids


def _reaches(actor: Actor, post: PostFact, reach: Reach, subject: Subject) -> bool:
    match reach:
        case Reach.ALL:
            return True
        case Reach.OWN_FIELDS:
            return subject.leader_id == actor.person_id or (
                subject.field is not None and subject.field in post.fields
            )
        case Reach.LED:
            return post.unit_id == subject.lead_unit_id
        case Reach.PARTNERED:
            return post.unit_id in subject.partner_unit_ids
        case Reach.OBLIGED:
            return post.unit_id in (subject.partner_unit_ids | {subject.lead_unit_id})
        case Reach.SHARED:
            return post.unit_id is not None and post.unit_id in (subject.unit_ids | {subject.lead_unit_id})


def sees_all_tasks(actor: Actor) -> bool:
    """True when lists need no unit filter."""
    rows = TABLE[Permission.VIEW_TASK]
    return any(rows.get(post.role) is Reach.ALL for post in actor.posts)
