"""Forms of the report."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from taskboard.web.forms import BaseForm, StringField, at_most, optional


class FreezeForm(BaseForm):
    reason = StringField(_l("Lý do chốt lại"), [optional(), at_most(300)])
