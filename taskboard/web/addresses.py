"""What an address may hold: a number that a row can have, words that a database takes. Anything else is not found."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter

from taskboard.db import LARGEST_NUMBER

LONGEST = 200


class RowNumber(IntegerConverter):
    """`<int:…>`: 404, not an error of the database, for a number no row has."""

    def __init__(self, map: Map, *args: Any, **options: Any) -> None:
        super().__init__(map, *args, **{"max": LARGEST_NUMBER, **options})


class Word(UnicodeConverter):
    """`<…>`: one part of a path without NUL, which PostgreSQL refuses, and no longer than any code or token."""

    def __init__(self, map: Map, *args: Any, **options: Any) -> None:
        super().__init__(map, *args, **{"maxlength": LONGEST, **options})
        self.regex = self.regex.replace("[^/]", r"[^/\x00]")


def init_app(app: Flask) -> None:
    """Before the first route is added."""
    app.url_map.converters.update({"int": RowNumber, "default": Word, "string": Word})
