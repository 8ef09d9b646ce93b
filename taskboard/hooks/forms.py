"""Adding and changing a system that is told."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField

from taskboard.domain.hooking import OFFERED
from taskboard.hooks.actions import Wish
from taskboard.hooks.wording import event_name
from taskboard.web.forms import BaseForm, StringField, at_most, choices, required


class WebhookForm(BaseForm):
    name = StringField(_l("Tên gọi"), [required(), at_most(80)])
    url = StringField(_l("Địa chỉ nhận"), [required(), at_most(500)])
    events = SelectMultipleField(
        _l("Sự kiện được gửi"),
        choices=choices((event.value, event) for events in OFFERED.values() for event in events),
        validate_choice=True,
    )

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        self.events.choices = choices(
            (event.value, event_name(event)) for events in OFFERED.values() for event in events
        )

    @property
    def wish(self) -> Wish:
        return Wish(self.name.data or "", self.url.data or "", self.events.data or ())
