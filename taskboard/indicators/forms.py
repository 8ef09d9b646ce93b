"""Forms of definitions and plans; a quarter's figures are read by `entering`."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField
from wtforms.validators import NumberRange, ValidationError

from taskboard.domain.errors import RuleBroken
from taskboard.domain.indicators import Direction, read_number
from taskboard.units.models import WorkField
from taskboard.web import labels
from taskboard.web.forms import (
    CHOOSE,
    BaseForm,
    DayField,
    SelectField,
    StringField,
    at_most,
    choices,
    id_or_none,
    optional,
    required,
)


class NumberField(StringField):
    """A figure as people write it, `2.755,6`; what was typed stays when it cannot be read."""

    number: Decimal | None = None

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Read it last, so that an empty optional field is simply empty."""
        if validation_stopped or not self.data:
            return
        try:
            self.number = read_number(self.data)
        except RuleBroken as broken:
            self.errors: Any = [*self.errors, labels.broken_rule(broken)]


class IndicatorForm(BaseForm):
    name = StringField(_l("Tên chỉ tiêu"), [required(), at_most(200)])
    measure = StringField(_l("Đơn vị tính"), [required(), at_most(40)])
    direction = SelectField(_l("Chiều tốt"), choices=choices(labels.options(Direction)))
    adds_up = BooleanField(_l("Các quý cộng dồn trong năm"))
    may_be_negative = BooleanField(_l("Có thể là số âm"))
    unit_id = SelectField(_l("Đơn vị chịu trách nhiệm"), coerce=id_or_none, validate_choice=False)
    field = SelectField(_l("Lĩnh vực"), validate_choice=False)
    position = IntegerField(_l("Thứ tự trong báo cáo"), [NumberRange(0, 999)], default=0)
    valid_to = DayField(_l("Thôi theo dõi từ ngày"), [optional()])

    def offer_fields(self, fields: Iterable[WorkField]) -> None:
        self.field.choices = choices(
            [("", _l("Không gắn lĩnh vực")), *((one.code, one.name) for one in fields)]
        )

    def offer_units(self, pairs: list[tuple[int, str]]) -> None:
        self.unit_id.choices = choices([("", _l("Chọn đơn vị")), *pairs])

    def validate_unit_id(self, field: Any) -> None:
        if field.data not in {choice.value for choice in field.choices if choice.value != ""}:
            raise ValidationError(CHOOSE)


class PlanForm(BaseForm):
    year = IntegerField(_l("Năm"), [NumberRange(2000, 2100)])
    plan = NumberField(_l("Kế hoạch, dự toán năm"), [required(), at_most(40)])
    basis = StringField(_l("Căn cứ"), [optional(), at_most(300)])


class FieldNoteForm(BaseForm):
    """The words are read by `entering`; this form only carries the token."""
