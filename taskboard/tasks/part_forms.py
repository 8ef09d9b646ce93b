"""Forms of what stands beside the lead's obligation: partners' words, officers, sub-tasks, dates of events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField

from taskboard.briefings.models import UnitRole
from taskboard.tasks.actions import LONGEST, LONGEST_NAME, Account, Telling
from taskboard.tasks.forms import ACCEPTED_FILES, CHOOSE, ReportForm, new_key
from taskboard.tasks.models import ToldVia
from taskboard.units.models import Unit
from taskboard.web import labels
from taskboard.web.forms import BaseForm, DayField, at_most, choices, id_or_none, optional, required
from taskboard.web.uploads import uploads_of


class TellingFields:
    """How a unit's word reached the Office: asked only of the Office, which writes it down for the unit."""

    told_via = RadioField(
        _l("Đơn vị báo bằng cách nào?"),
        choices=choices(labels.options(ToldVia)),
        validators=[required(CHOOSE)],
        invalid_choice_message=CHOOSE,
    )
    told_by = StringField(
        _l("Ai báo"),
        description=_l("Họ tên, chức vụ. Có bản chụp văn bản giấy kèm theo thì không bắt buộc."),
        validators=[at_most(LONGEST_NAME)],
    )
    told_on = DayField(_l("Ngày báo"), validators=[optional()])

    @property
    def telling(self) -> Telling | None:
        if self.told_via.data not in set(ToldVia):
            return None
        return Telling(ToldVia(self.told_via.data), self.told_by.data or "", self.told_on.data)


class BehalfReportForm(TellingFields, ReportForm):
    """The report of the Office for a unit that telephoned or sent paper."""

    def account(self) -> Account:
        return replace(super().account(), told=self.telling)


class PartForm(BaseForm):
    """A partner's word on its own part."""

    done_text = TextAreaField(
        _l("Ý kiến, kết quả phần phối hợp"),
        description=_l("Một vài câu là đủ."),
        validators=[required(_l("Đề nghị ghi ý kiến hoặc kết quả.")), at_most(LONGEST["done_text"])],
    )
    document_number = StringField(
        _l("Số, ký hiệu văn bản"),
        description=_l("Ví dụ 125/BC-KT."),
        validators=[at_most(LONGEST["document_number"])],
    )
    document_on = DayField(_l("Ngày văn bản"), validators=[optional()])
    files = MultipleFileField(_l("Văn bản, hình ảnh"), validators=[])
    form_key = HiddenField(default=new_key)

    accepted_files = ACCEPTED_FILES

    @property
    def has_chosen_files(self) -> bool:
        return any(storage for storage in self.files.data or [])

    def account(self) -> Account:
        return Account(
            done_text=self.done_text.data or "",
            document_number=self.document_number.data or "",
            document_on=self.document_on.data,
            form_key=self.form_key.data or "",
            uploads=uploads_of(self.files.data),
        )


class BehalfPartForm(TellingFields, PartForm):
    """The Office for a partner that telephoned or sent paper."""

    def account(self) -> Account:
        return replace(super().account(), told=self.telling)


class PersonForm(BaseForm):
    """Somebody of a list, or nobody."""

    person = SelectField(_l("Người"), coerce=id_or_none, invalid_choice_message=CHOOSE)

    def offer(self, people: Iterable[tuple[int, str]], nobody: str) -> None:
        self.person.choices = choices([("", nobody), *people])


class StarForm(BaseForm):
    is_starred = BooleanField(_l("Việc gắn sao, lãnh đạo theo dõi riêng"))


class DueForm(BaseForm):
    """The date of a task that had none."""

    due_on = DayField(_l("Thời hạn"), validators=[required(_l("Đề nghị nhập thời hạn."))])


class PartDueForm(BaseForm):
    """A partner's own date; empty takes it away."""

    due_on = DayField(_l("Hạn phối hợp"), validators=[optional()])


class JoinForm(BaseForm):
    unit = SelectField(_l("Đơn vị"), coerce=id_or_none, validators=[required(CHOOSE)])
    role = RadioField(
        _l("Tham gia"),
        choices=choices([(role.value, labels.of(role)) for role in (UnitRole.PARTNER, UnitRole.INFORMED)]),
        default=UnitRole.PARTNER.value,
        validators=[required(CHOOSE)],
        invalid_choice_message=CHOOSE,
    )
    due_on = DayField(
        _l("Hạn phối hợp"),
        description=_l("Để trống thì theo thời hạn của đơn vị chủ trì."),
        validators=[optional()],
    )

    def offer(self, units: Iterable[Unit]) -> None:
        self.unit.choices = choices([("", _("Chọn đơn vị")), *((unit.id, unit.name) for unit in units)])


class LeaveForm(BaseForm):
    reason = StringField(_l("Lý do"), validators=[required(_l("Đề nghị nêu lý do.")), at_most(1000)])


class SubTaskForm(BaseForm):
    """One piece of a task inside its unit."""

    title = StringField(_l("Tên việc"), validators=[required(_l("Đề nghị ghi tên việc.")), at_most(300)])
    officer = SelectField(_l("Người làm"), coerce=id_or_none, invalid_choice_message=CHOOSE)
    due_on = DayField(_l("Xong trước hết ngày"), validators=[optional()])

    def offer(self, people: Iterable[tuple[int, str]]) -> None:
        self.officer.choices = choices([("", _("Chưa giao")), *people])

    @property
    def due(self) -> date | None:
        return self.due_on.data
