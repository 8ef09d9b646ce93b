"""The form of a saved view."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from taskboard.watch.models import Sharing
from taskboard.web.forms import BaseForm, SelectField, StringField, at_most, choices, required


class ViewForm(BaseForm):
    name = StringField(_l("Tên chế độ xem"), [required(), at_most(60)])
    share = SelectField(_l("Ai thấy"), [required()])
    is_default = BooleanField(_l("Mở danh sách nhiệm vụ bằng chế độ xem này"))

    def offer(self, units: dict[int, str], *, everyone: bool) -> None:
        """With whom this person may share, or does already."""
        offered: list[tuple[str, Any]] = [(Sharing.OWN.value, _l("Chỉ mình tôi"))]
        offered += [(f"{Sharing.UNIT.value}:{unit_id}", name) for unit_id, name in units.items()]
        if everyone:
            offered.append((Sharing.EVERYONE.value, _l("Mọi người")))
        self.share.choices = choices(offered)

    @property
    def shared(self) -> tuple[Sharing, int | None]:
        """What was chosen, once valid."""
        kind, _colon, unit_id = str(self.share.data).partition(":")
        return Sharing(kind), int(unit_id) if unit_id else None
