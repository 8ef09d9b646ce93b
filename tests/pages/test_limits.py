"""Small forms everywhere, large ones only where files are taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import request
from flask_wtf.csrf import CSRFError

from taskboard.web.limits import FORM_BYTES

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient


def test_a_visitor_cannot_send_much(client: FlaskClient) -> None:
    answer = client.post("/sign-in", data={"email": "a" * (FORM_BYTES + 1)})
    assert answer.status_code == 413
    assert "vượt giới hạn" in answer.text


@pytest.mark.parametrize(
    ("address", "takes_files"),
    [
        ("/tasks/NV-2021-0001/report", True),
        ("/briefings/2021-q1/conclusions", True),
        ("/u/token/NV-2021-0001", True),
        ("/directives/new", False),
        ("/people/new", False),
    ],
)
def test_only_forms_with_files_may_be_large(app: Flask, address: str, takes_files: bool) -> None:
    with app.test_request_context(address, method="POST"):
        with pytest.raises(CSRFError):
            app.preprocess_request()
        assert (request.max_content_length > FORM_BYTES) is takes_files


def test_without_a_secret_each_page_says_what_is_missing(tmp_path: Path) -> None:
    from config import Settings
    from taskboard import create_app

    app = create_app(Settings(instance_dir=tmp_path, testing=True))
    answer = app.test_client().get("/sign-in")
    assert answer.status_code == 503
    assert "TASKBOARD_SECRET_KEY" in answer.text
    assert app.test_client().get("/healthz").status_code == 200
