"""Asking for a mail to be sent once more."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from taskboard.web.forms import BaseForm, SelectField, choices, required


class ResendForm(BaseForm):
    to_address = SelectField(
        _l("Địa chỉ nhận"), validators=[required(_l("Đề nghị chọn địa chỉ nhận thư."))], choices=()
    )

    def offer(self, addresses: Sequence[str]) -> ResendForm:
        """The addresses a mail may go to; the form chooses among these and no others."""
        self.to_address.choices = choices((address, address) for address in addresses)
        return self
