"""What a person says of a letter before taking it as a file. Nothing of it is kept: a letter is a draft until signed."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp
from wtforms import SelectMultipleField

from taskboard.accounts.models import Post
from taskboard.reports.letter_queries import LateUnit
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


class LetterForm(BaseForm):
    """Sent by GET: it changes nothing, and its address is the letter's."""

    class Meta(BaseForm.Meta):
        csrf = False

    number = StringField(
        _l("Số"), description=_l("Ví dụ 118. Để trống khi chưa lấy số."), validators=[at_most(60)]
    )
    dated_on = DayField(_l("Ngày văn bản"), validators=[optional()])
    signer = SelectField(
        _l("Người ký"),
        description=_l("Quyền hạn ký (TM., KT., TL.) ghi theo chức vụ."),
        coerce=id_or_none,
        invalid_choice_message=CHOOSE,
    )

    def offer_signers(self, posts: Iterable[Post]) -> None:
        named = [(post.id, f"{post.person.full_name}, {post.title}") for post in posts]
        self.signer.choices = choices([("", _lp("signer", "Chưa chọn")), *named])


class ReleaseForm(BaseForm):
    """An urging letter that went out, for the units it was shown for."""

    number = StringField(_l("Số"), validators=[required(), at_most(60)])
    dated_on = DayField(_l("Ngày văn bản"), validators=[required()])
    answer_by = DayField(_l("Báo cáo trước ngày"), validators=[optional()])
    unit = SelectMultipleField(_l("Đơn vị nhận"), coerce=int)

    def offer_units(self, units: Iterable[LateUnit]) -> None:
        self.unit.choices = choices((row.unit_id, row.name) for row in units)


class UrgingForm(LetterForm):
    unit = SelectMultipleField(_l("Đơn vị nhận"), coerce=int)
    answer_by = DayField(_l("Báo cáo trước ngày"), validators=[optional()])

    def offer_units(self, units: Iterable[LateUnit]) -> None:
        self.unit.choices = choices((row.unit_id, row.name) for row in units)
