"""Forms of briefings, drafts and directives. A form turns what was typed into the values an action takes."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.widgets import TextArea, TextInput

from taskboard.accounts.models import Person
from taskboard.briefings.actions import BriefingFacts, DraftEdit, Source, Target
from taskboard.briefings.models import (
    Briefing,
    Directive,
    Draft,
    DraftDue,
    DraftUnit,
    FanOutRule,
    SourceKind,
    SourceLevel,
    SupplementAct,
)
from taskboard.domain.deadline import Recurrence
from taskboard.domain.names import LONGEST
from taskboard.units.models import Unit, UnitGroup, WorkField
from taskboard.web import labels
from taskboard.web.forms import BaseForm, DayField, at_most, choices, id_or_none, optional, required

LINE = 90
CHOOSE = _l("Đề nghị chọn một mục trong danh sách.")
NO_SECRETS = _l("Không nhập nội dung mật: văn bản mật được theo dõi riêng, ngoài hệ thống này.")

DROP_REASONS = (
    _l("Nhắc nhở chung, không giao việc cụ thể"),
    _l("Câu dẫn, đề mục"),
    _l("Việc thường xuyên của đơn vị"),
    _l("Đã giao bằng văn bản khác"),
    _l("Nhắc lại việc đã nêu ở đoạn khác"),
)


def new_key() -> str:
    """One for each rendered form: what was sent under it is taken once."""
    return secrets.token_urlsafe(18)


class WholeField(IntegerField):
    """A whole number, refused in words an official reads; an empty box is None."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            self.data = int(valuelist[0])
        except ValueError as error:
            self.data = None
            raise ValueError(_("Đề nghị nhập một số, ví dụ 25.")) from error


class SourceTextField(Field):
    """The chair's words as they came: no filter trims them (decision 23)."""

    widget = TextArea()

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0] if valuelist else ""

    def _value(self) -> str:
        return self.data or ""


# ------------------------------------------------------------------------------------------------------- briefings


class BriefingForm(BaseForm):
    """A briefing as it was held."""

    title = StringField(_l("Tên giao ban"), validators=[required(), at_most(300)])
    held_on = DayField(_l("Ngày họp"), validators=[required(_l("Đề nghị nhập ngày họp."))])
    place = StringField(_l("Địa điểm"), validators=[at_most(300)])
    chair = SelectField(_lp("briefing", "Chủ trì"), coerce=id_or_none, invalid_choice_message=CHOOSE)
    attendees = TextAreaField(_l("Thành phần dự họp"), validators=[at_most(4000)])
    notice_number = StringField(
        _l("Số thông báo kết luận"),
        description=_l("Ví dụ 58/TB-UBND. Có thể bổ sung sau."),
        validators=[at_most(120)],
    )
    notice_on = DayField(_l("Ngày thông báo"), validators=[optional()])
    version = HiddenField()
    form_key = HiddenField(default=new_key)

    def offer_chairs(self, leaders: Iterable[Person], current: Person | None = None) -> None:
        """The leaders of the day; whoever chaired an older briefing stays in its list."""
        people = {person.id: person.full_name for person in leaders}
        if current is not None:
            people.setdefault(current.id, current.full_name)
        self.chair.choices = choices([("", _("Chưa ghi")), *people.items()])

    def facts(self, chair: Person | None) -> BriefingFacts:
        return BriefingFacts(
            title=self.title.data or "",
            place=self.place.data or "",
            chair=chair,
            attendees=self.attendees.data or "",
            notice_number=self.notice_number.data or "",
            notice_on=self.notice_on.data,
        )

    @staticmethod
    def values_of(briefing: Briefing) -> dict[str, Any]:
        """What the form shows of a recorded briefing."""
        names = ("title", "held_on", "place", "attendees", "notice_number", "notice_on", "version")
        return {name: getattr(briefing, name) for name in names} | {"chair": briefing.chair_id}


class PlanForm(BriefingForm):
    """A briefing to come."""

    is_another = BooleanField(_l("Vẫn lập thêm một giao ban cho kỳ này"))


class MoveForm(BaseForm):
    """Another day for a briefing that is planned."""

    held_on = DayField(_l("Ngày họp mới"), validators=[required(_l("Đề nghị nhập ngày họp."))])
    reason = TextAreaField(
        _l("Lý do đổi ngày"), validators=[required(_l("Đề nghị nêu lý do.")), at_most(1000)]
    )


class CancelForm(BaseForm):
    """Why a briefing that was planned will not be held."""

    reason = TextAreaField(_l("Lý do hủy"), validators=[required(_l("Đề nghị nêu lý do.")), at_most(1000)])


class NextBriefingForm(BaseForm):
    """The next briefing, with the day up to which its figures count."""

    title = StringField(_l("Tên giao ban"), validators=[required(), at_most(300)])
    held_on = DayField(_l("Ngày họp"), validators=[required(_l("Đề nghị nhập ngày họp."))])
    place = StringField(_l("Địa điểm"), validators=[at_most(300)])
    chair = SelectField(_lp("briefing", "Chủ trì"), coerce=id_or_none, invalid_choice_message=CHOOSE)
    attendees = TextAreaField(_l("Thành phần dự họp"), validators=[at_most(4000)])
    cutoff = DayField(
        _l("Chốt số liệu đến hết ngày"),
        description=_l("Nếu là hôm nay, số liệu được chốt đến lúc này."),
        validators=[required(_l("Đề nghị nhập ngày chốt số liệu."))],
    )
    is_another = BooleanField(_l("Vẫn mở thêm một giao ban cho kỳ này"))
    form_key = HiddenField(default=new_key)

    offer_chairs = BriefingForm.offer_chairs


class TextForm(BaseForm):
    """The conclusion text: pasted, or read from a file."""

    text = SourceTextField(_l("Văn bản kết luận"), description=NO_SECRETS)
    file = FileField(
        _l("hoặc tệp Word, PDF, văn bản thuần"), description=_l("Tệp .docx, .pdf có lớp chữ, .txt.")
    )
    accept_none = BooleanField(_l("Vẫn ghi dù không tìm thấy câu giao việc; tôi tự chọn trong văn bản"))
    seen_version = HiddenField(filters=[lambda value: int(value) if str(value or "").isdecimal() else None])

    @property
    def words(self) -> str:
        return self.text.data or ""


# ---------------------------------------------------------------------------------------------- orders and drafts

KEEP_SPOKEN = tuple(due for due in DraftDue if due is not DraftDue.UNDECIDED)


class TargetsField(Field):
    """The units and groups chosen so far, `unit:5`, `group:2`: boxes that stay ticked until one is taken out."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = list(dict.fromkeys(value for value in valuelist if value))


class OrderForm(BaseForm):
    """What is asked, of whom, until when: the same for a draft and for a directive outside a briefing."""

    title = TextAreaField(_l("Tên nhiệm vụ"), validators=[at_most(LONGEST["title"])])
    leads = TargetsField(_l("Đơn vị chủ trì"))
    add_lead = StringField()
    partners = TargetsField(_l("Đơn vị phối hợp"))
    add_partner = StringField()
    informed = TargetsField(_l("Nhận để biết"))
    add_informed = StringField()
    fans_out = BooleanField(_l("Giao mỗi đơn vị một nhiệm vụ"))
    due = RadioField(
        _l("Thời hạn"),
        choices=choices([(due.value, labels.of(due)) for due in KEEP_SPOKEN]),
        validate_choice=False,
    )
    due_on = DayField(_l("Hạn đến hết ngày"), validators=[optional()])
    recurrence = SelectField(
        _l("Kỳ báo cáo"),
        choices=choices([("", _l("Chọn kỳ")), *labels.options(Recurrence)]),
        validate_choice=False,
    )
    due_day = WholeField(
        _l("Ngày phải báo cáo"), description=_l("Thứ trong tuần 1 - 7, hoặc ngày trong tháng.")
    )
    event_text = StringField(_l("Sự kiện, căn cứ"), validators=[at_most(300)])
    field = SelectField(_l("Lĩnh vực"), validate_choice=False)
    rule = SelectField(
        _l("Khi nào chỉ đạo được coi là xong"),
        choices=choices(labels.options(FanOutRule)),
        default=FanOutRule.ALL.value,
        validate_choice=False,
    )
    rule_count = WholeField(_l("Số đơn vị phải xong"))

    def offer_fields(self, fields: Iterable[WorkField]) -> None:
        self.field.choices = choices([("", _("Chưa chọn")), *((one.code, one.name) for one in fields)])

    def edit(self) -> DraftEdit:
        """Raises RuleBroken('target_unknown') for a unit that no list offered."""
        return DraftEdit(
            title=" ".join((self.title.data or "").split()),
            leads=_targets(self.leads.data, self.add_lead.data),
            partners=_targets(self.partners.data, self.add_partner.data),
            informed=_targets(self.informed.data, self.add_informed.data),
            due=_member(DraftDue, self.due.data) or DraftDue.UNDECIDED,
            due_on=self.due_on.data,
            recurrence=_member(Recurrence, self.recurrence.data),
            due_day=self.due_day.data,
            event_text=self.event_text.data or "",
            field=self.field.data or "",
            fans_out=bool(self.fans_out.data),
            rule=_member(FanOutRule, self.rule.data) or FanOutRule.ALL,
            rule_count=self.rule_count.data,
        )

    def chosen(self, role: str) -> list[str]:
        """Targets to show ticked: those sent ticked and the one just added."""
        added = self.adding(role).data
        return list(dict.fromkeys([*(self[role].data or []), *([added] if added else [])]))

    def adding(self, role: str) -> Field:
        """The list from which one more is taken."""
        return {"leads": self.add_lead, "partners": self.add_partner, "informed": self.add_informed}[role]


class DraftForm(OrderForm):
    """One draft under review; its buttons say what is done with it."""

    is_starred = BooleanField(_l("Việc trọng tâm (gắn sao)"))
    leader = SelectField(_l("Lãnh đạo phụ trách"), coerce=id_or_none, validate_choice=False)
    supplement_act = RadioField(
        _l("Đoạn này"), choices=choices(labels.options(SupplementAct)), validate_choice=False
    )
    replaces = SelectField(_l("Chỉ đạo đã ban hành"), coerce=id_or_none, validate_choice=False)
    withdraw_reason = StringField(_l("Lý do bãi bỏ"), validators=[at_most(500)])
    stamp = HiddenField()
    drop_reason = StringField(_l("Lý do không phát sinh nhiệm vụ"), validators=[at_most(300)])

    @staticmethod
    def values_of(draft: Draft) -> dict[str, Any]:
        """What the form shows of a stored draft."""
        names = ("title", "due_on", "due_day", "event_text", "field", "fans_out", "rule_count", "is_starred")
        return {name: getattr(draft, name) for name in (*names, "withdraw_reason", "drop_reason")} | {
            "leader": draft.leader_id,
            "supplement_act": draft.supplement_act.value if draft.supplement_act else None,
            "replaces": draft.replaces_id,
            "leads": targets_of(draft.leads),
            "partners": targets_of(draft.partners),
            "informed": targets_of(draft.informed),
            "due": draft.due.value,
            "recurrence": draft.recurrence.value if draft.recurrence else "",
            "rule": draft.rule.value,
            "stamp": stamp_of(draft),
        }

    def offer_leaders(self, leaders: Iterable[Person], usual: Person | None) -> None:
        """The leaders of the day; left open, `usual` answers for it."""
        name = usual.full_name if usual else _("chưa ghi")
        people = [(one.id, one.full_name) for one in leaders]
        self.leader.choices = choices([("", _("Theo lĩnh vực: %(name)s", name=name)), *people])

    def offer_issued(self, directives: Iterable[Directive]) -> None:
        """Orders that the supplement may replace or withdraw, by their number and words."""
        lines = [(one.id, issued_line(one)) for one in directives]
        self.replaces.choices = choices([("", _("Chọn chỉ đạo")), *lines])

    def edit(self) -> DraftEdit:
        return replace(
            super().edit(),
            is_starred=bool(self.is_starred.data),
            leader_id=self.leader.data,
            supplement_act=_member(SupplementAct, self.supplement_act.data),
            replaces_id=self.replaces.data,
            withdraw_reason=self.withdraw_reason.data or "",
        )

    def seen_version(self, draft: Draft) -> int:
        """The version this form was made from; -1, which no draft has, when it was made from another draft."""
        head, _dot, version = (self.stamp.data or "").rpartition(".")
        is_same = head == stamp_of(draft).rpartition(".")[0]
        return int(version) if is_same and version.isdecimal() else -1


def issued_line(directive: Directive) -> str:
    """An issued order in one line of a list."""
    words = " ".join(directive.wording.split())
    short = words if len(words) <= LINE else words[:LINE].rsplit(" ", 1)[0] + "…"
    return f"{directive.code} · {short}"


def stamp_of(draft: Draft) -> str:
    """Which draft a form is about: a number may be used again once its draft was joined to another."""
    return f"{draft.text_row.version}.{draft.start}.{draft.version}"


class DirectiveForm(OrderForm):
    """A directive between two briefings (decision 2)."""

    source_kind = RadioField(
        _l("Nguồn chỉ đạo"),
        choices=choices(
            [(kind.value, labels.of(kind)) for kind in SourceKind if kind is not SourceKind.CONCLUSION]
        ),
        default=SourceKind.LETTER.value,
        validators=[required(CHOOSE)],
        invalid_choice_message=CHOOSE,
    )
    source_number = StringField(
        _l("Số, ký hiệu văn bản"),
        description=_l("Bắt buộc với công văn. Ví dụ 412/UBND-VP."),
        validators=[at_most(LONGEST["source_number"])],
    )
    source_on = DayField(_l("Ngày văn bản"), validators=[optional()])
    source_body = StringField(_l("Cơ quan ban hành"), validators=[at_most(LONGEST["source_body"])])
    source_level = SelectField(
        _l("Cấp giao"),
        choices=choices(labels.options(SourceLevel)),
        default=SourceLevel.OWN.value,
        validate_choice=False,
    )
    leader = SelectField(_l("Lãnh đạo giao"), coerce=id_or_none, invalid_choice_message=CHOOSE)
    wording = TextAreaField(
        _l("Nguyên văn chỉ đạo"),
        description=NO_SECRETS,
        validators=[required(_l("Đề nghị nhập nguyên văn chỉ đạo.")), at_most(LONGEST["wording"])],
    )
    assigned_on = DayField(_l("Ngày giao"), validators=[required(_l("Đề nghị nhập ngày giao."))])
    is_starred = BooleanField(_l("Việc gắn sao, lãnh đạo theo dõi riêng"))
    form_key = HiddenField(default=new_key)

    def offer_leaders(self, leaders: Iterable[Person]) -> None:
        self.leader.choices = choices([("", _("Chưa ghi")), *((one.id, one.full_name) for one in leaders)])

    def source(self, leader: Person | None) -> Source:
        return Source(
            kind=SourceKind(self.source_kind.data),
            wording=self.wording.data or "",
            number=self.source_number.data or "",
            on=self.source_on.data,
            body=self.source_body.data or "",
            level=_member(SourceLevel, self.source_level.data) or SourceLevel.OWN,
            leader=leader,
            field=self.field.data or "",
        )


def _member(kind: Any, value: str | None) -> Any:
    """The enum's member, or None for an empty or unknown value."""
    return next((member for member in kind if member.value == value), None)


def _targets(values: Sequence[str] | None, added: str | None) -> list[Target]:
    return [Target.parse(value) for value in dict.fromkeys([*(values or []), *([added] if added else [])])]


def target_text(row: DraftUnit) -> str:
    return f"unit:{row.unit_id}" if row.unit_id else f"group:{row.group_id}"


def targets_of(rows: Iterable[DraftUnit]) -> list[str]:
    return [target_text(row) for row in rows if row.is_resolved]


# -------------------------------------------------------------------------------------------------- picking units

PickGroup = tuple[str, list[tuple[str, str]]]


def pick_list(assignable: Iterable[Unit], groups: Iterable[UnitGroup]) -> list[PickGroup]:
    """The unit picker: groups first, then units by kind in official order."""
    offered: dict[str, list[tuple[str, str]]] = {
        _("Nhóm đơn vị"): [(f"group:{one.id}", one.name) for one in groups]
    }
    for unit in assignable:
        offered.setdefault(str(labels.of(unit.kind)), []).append((f"unit:{unit.id}", unit.name))
    return [(label, options) for label, options in offered.items() if options]


def names_of(pick: Iterable[PickGroup]) -> dict[str, str]:
    return {value: name for _label, options in pick for value, name in options}


def gone_names(draft: Draft, names: dict[str, str]) -> dict[str, str]:
    """Names of chosen units that the day's list no longer offers, saying so."""
    return {
        target_text(row): _("%(unit)s (không còn vào ngày họp)", unit=row.label)
        for row in (*draft.leads, *draft.partners, *draft.informed)
        if row.is_resolved and target_text(row) not in names
    }
