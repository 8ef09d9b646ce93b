"""A body of several parts: the words as JSON in `report`, files beside it."""

from __future__ import annotations

from flask import request
from werkzeug.exceptions import HTTPException

from taskboard.api import problems
from taskboard.files.actions import Upload
from taskboard.web.limits import allow_files
from taskboard.web.uploads import look_at_files, upload_of

WORDS, FILES = "report", "files"
"""Names of the parts; there are no others."""


def read(*, words_bytes: int) -> tuple[str | bytes, list[Upload]]:
    """The words as they were sent, and the files, looked at by the scanner. Raises Problem.

    Before any lock is taken: a slow line or a slow scanner holds nobody up.
    """
    allow_files()
    request.max_form_memory_size = words_bytes
    try:
        wrong = _wrong()
        if not wrong:
            look_at_files()
            return _words(words_bytes), _uploads()
    except HTTPException as error:
        raise problems.of_http(error) from None
    raise problems.of_errors(wrong)


def _wrong() -> dict[str, list[str]]:
    """Parts that are missing, repeated, unknown, or no file where one is meant."""
    wrong = {name: ["Unknown field."] for name in {*request.form, *request.files} - {WORDS, FILES}}
    sent = len(request.form.getlist(WORDS)) + len(request.files.getlist(WORDS))
    if sent != 1:
        wrong[WORDS] = ["not_once" if sent else "Missing data for required field."]
    if FILES in request.form:
        wrong[FILES] = ["not_a_file"]
    return wrong


def _words(most: int) -> str | bytes:
    """With a file name or without one: programs send a typed part either way."""
    if WORDS in request.form:
        return request.form[WORDS]
    content = request.files[WORDS].stream.read(most + 1)
    if len(content) > most:
        raise problems.Problem("too-large")
    return content


def _uploads() -> list[Upload]:
    return [upload_of(one.filename, one.stream.read()) for one in request.files.getlist(FILES)]
