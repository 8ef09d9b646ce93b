"""One file, and the word to write it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import FileField

from taskboard.web.forms import BaseForm


class WorkbookForm(BaseForm):
    workbook = FileField(_l("Tệp Excel (.xlsx)"))


class WriteForm(BaseForm):
    """Nothing to fill in: the button says it."""
