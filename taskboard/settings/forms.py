"""Forms of settings and the working calendar."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField

from taskboard.settings.models import DayKind
from taskboard.settings.registry import Definition
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

YES, NO = "yes", "no"


class SettingForm(BaseForm):
    value = StringField(_l("Giá trị"), [required(), at_most(200)])
    legal_basis = StringField(_l("Căn cứ (điều của quy chế)"), [optional(), at_most(300)])
    valid_from = DayField(_l("Áp dụng từ ngày"), [required()])


class WordForm(SettingForm):
    """A name that may be left empty."""

    value = StringField(_l("Giá trị"), [optional(), at_most(200)])


class ChoiceForm(SettingForm):
    """One of few."""

    value = SelectField(_l("Giá trị"))


def form_of(definition: Definition) -> SettingForm:
    """Numbers are typed; yes and no, and one of few, are chosen."""
    if definition.kind is bool:
        form = ChoiceForm()
        form.value.choices = choices([(YES, _l("có")), (NO, _l("không"))])
        return form
    if definition.options is not None:
        form = ChoiceForm()
        form.value.choices = choices(labels.options(definition.options))
        return form
    return WordForm() if definition.kind is str else SettingForm()


def as_typed(value: Any) -> str:
    """A value as its field holds it."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return str(value)


class EmblemForm(BaseForm):
    picture = FileField(_l("Hình biểu trưng"))


class AbbreviationForm(BaseForm):
    short = StringField(_l("Viết tắt"), [required(), at_most(40)])
    long = StringField(_l("Viết đầy đủ"), [required(), at_most(200)])


class CalendarDayForm(BaseForm):
    day = DayField(_l("Ngày"), [required()])
    kind = SelectField(_l("Loại"), choices=choices(labels.options(DayKind)))
    name = StringField(_l("Tên"), [required(), at_most(120)])
    source = StringField(_l("Căn cứ"), [optional(), at_most(300)])


class KnownDayForm(BaseForm):
    """A day already in the calendar: what it is, not when."""

    kind = SelectField(_l("Loại"), choices=choices(labels.options(DayKind)))
    name = StringField(_l("Tên"), [required(), at_most(120)])
    source = StringField(_l("Căn cứ"), [optional(), at_most(300)])
