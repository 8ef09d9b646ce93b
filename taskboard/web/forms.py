"""The base form: NFC and trimmed text, Vietnamese messages, dates as people write them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, Field, PasswordField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, Regexp, StopValidation

from taskboard.domain.civil_day import is_in_no_calendar, parse_day
from taskboard.domain.text import clean_line

CHOOSE = _l("Đề nghị chọn một mục trong danh sách.")


def clean(value: str | None) -> str | None:
    return clean_line(value) if isinstance(value, str) else value


class BaseForm(FlaskForm):
    """Errors of no single field are kept apart, so that the summary on top can say them first."""

    class Meta(FlaskForm.Meta):
        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            kind = unbound_field.field_class
            if issubclass(kind, StringField) and not issubclass(kind, PasswordField):  # those stay as typed
                options = {**options, "filters": [clean, *unbound_field.kwargs.get("filters", [])]}
            if issubclass(unbound_field.field_class, SelectField):
                unbound_field.kwargs.setdefault("invalid_choice_message", CHOOSE)
            return super().bind_field(form, unbound_field, options)

    def refuse(self, sentence: str, field: str | None = None) -> None:
        """Put what a rule said where the person will look: at its field, else on top."""
        if field and field in self._fields:
            self._fields[field].errors = [*self._fields[field].errors, sentence]
        else:
            self.form_errors.append(sentence)

    @property
    def has_errors(self) -> bool:
        return bool(self.errors)


class Filled(InputRequired):
    """Something was typed, and something of it is left once it is cleaned: blanks and NUL are nothing."""

    def __call__(self, form: Any, field: Any) -> None:
        super().__call__(form, field)
        if field.data == "":
            raise StopValidation(self.message)


def required(message: Any = None) -> Filled:
    return Filled(message or _l("Đề nghị nhập mục này."))


def optional() -> Optional:
    return Optional(strip_whitespace=True)


def at_most(limit: int) -> Length:
    return Length(max=limit, message=_l("Dài quá %(max)d ký tự.", max=limit))


def mail_address() -> Regexp:
    """One address and nothing else: no list, no line break that would end a mail's header."""
    return Regexp(r"[^@\s<>,;]+@[^@\s<>,;]+\Z", message=_l("Địa chỉ thư viết dạng ten@donvi.gov.vn."))


class DayField(DateField):
    """A civil date typed as dd/mm/yyyy; ISO is understood too. What was typed stays when it is no date."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, format="%d/%m/%Y", **kwargs)

    @property
    def given(self) -> date:
        """The day of a validated, required field."""
        if not isinstance(self.data, date):
            raise TypeError(f"{self.name} holds no day; ask only after validation")
        return self.data

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        self.data = parse_day(valuelist[0])
        if self.data is None and is_in_no_calendar(valuelist[0]):
            raise ValueError(_("Không có ngày %(day)s trong lịch.", day=valuelist[0].strip()))
        if self.data is None:
            raise ValueError(_l("Ngày viết theo dạng ngày/tháng/năm, ví dụ 30/06/2021."))


def choices(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    return [SelectChoice(value=value, label=label) for value, label in pairs]


def id_or_none(value: Any) -> int | None:
    """Coerce for an optional select: the empty choice is None, and what is no number is a row nobody has."""
    if value in (None, "", "None"):
        return None
    return int(value) if str(value).isdecimal() else -1


__all__ = [
    "BaseForm",
    "DayField",
    "SelectField",
    "StringField",
    "TextAreaField",
    "at_most",
    "choices",
    "id_or_none",
    "mail_address",
    "optional",
    "parse_day",
    "required",
]
