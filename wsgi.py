"""Entry point for gunicorn and the flask command."""

import os

from config import Settings
from taskboard import create_app

try:
    settings = Settings.from_environment(os.environ)
except ValueError as error:  # one sentence with the key's name, for who wrote it, in place of a traceback
    raise SystemExit(
        f"✗ cài đặt: {error}\n    → sửa trong tệp cài đặt (/etc/taskboard/env) rồi chạy lại"
    ) from None

app = create_app(settings)
