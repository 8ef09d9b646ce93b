"""Forms of rules, and of what a person wants to get."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from taskboard.domain.errors import RuleBroken
from taskboard.domain.reminding import MANDATORY, Importance, Reader, Stop, Topic
from taskboard.reminders.actions import RuleDraft
from taskboard.reminders.models import ReminderRule
from taskboard.units.models import UnitKind
from taskboard.web import labels
from taskboard.web.forms import (
    BaseForm,
    DayField,
    SelectField,
    StringField,
    at_most,
    choices,
    optional,
    required,
)


class Checks(SelectMultipleField):
    """Several of a list, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class RuleForm(BaseForm):
    is_on = BooleanField(_l("Đang bật"))
    offsets = StringField(_l("Mốc"), [optional(), at_most(80)])
    day = StringField(_l("Ngày"), [optional(), at_most(2)])
    readers = Checks(_l("Người nhận"), choices=choices(labels.options(Reader)))
    importance = SelectField(_l("Áp dụng cho"), choices=choices(labels.options(Importance)))
    unit_kinds = Checks(_l("Loại đơn vị"), choices=choices(labels.options(UnitKind)))
    stop = SelectField(_l("Dừng khi"), choices=choices(labels.options(Stop)))
    legal_basis = StringField(_l("Căn cứ (điều của quy chế)"), [optional(), at_most(300)])
    valid_from = DayField(_l("Áp dụng từ ngày"), [required()])
    task_code = StringField(_l("Xem thử với nhiệm vụ"), [optional(), at_most(40)])
    seen = HiddenField()
    """What was last shown: only what was seen can be saved."""

    def show(self, row: ReminderRule, numbers: Sequence[int]) -> None:
        """Start from a rule as it is."""
        self.is_on.data = row.is_on
        self.offsets.data = ", ".join(map(str, numbers))
        self.day.data = str(row.day) if row.day is not None else ""
        self.readers.data = row.readers.split()
        self.importance.data, self.stop.data = row.importance.value, row.stop.value
        self.unit_kinds.data = row.unit_kinds.split()
        self.legal_basis.data = row.legal_basis

    def draft(self) -> RuleDraft:
        """What is asked, once validated. Raises RuleBroken for marks or a day that are no numbers."""
        return RuleDraft(
            offsets=_numbers(self.offsets.data or "", "offsets"),
            readers=tuple(Reader(value) for value in self.readers.data or ()),
            stop=Stop(self.stop.data),
            importance=Importance(self.importance.data),
            unit_kinds=tuple(self.unit_kinds.data or ()),
            day=next(iter(_numbers(self.day.data or "", "day")), None),
            is_on=bool(self.is_on.data),
            legal_basis=self.legal_basis.data or "",
            valid_from=self.valid_from.given,
        )


def fingerprint(draft: RuleDraft) -> str:
    """Another draft has another one."""
    return hashlib.sha256(repr(draft).encode()).hexdigest()[:32]


def _numbers(text: str, name: str) -> tuple[int, ...]:
    parts = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
    if not all(part.isdecimal() and part.isascii() and len(part) <= 4 for part in parts):
        raise RuleBroken("not_numbers", field=name)
    return tuple(int(part) for part in parts)


class TopicsForm(BaseForm):
    """Which kinds of mail are sent, or wanted. The mandatory ones are not asked."""

    topics = Checks(
        _l("Loại thư"),
        choices=choices(pair for pair in labels.options(Topic) if pair[0] not in MANDATORY),
    )

    def chosen(self) -> set[Topic]:
        return {Topic(value) for value in self.topics.data or ()}
