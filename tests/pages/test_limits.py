"""Small forms everywhere, large ones only where files are taken."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from taskboard.web.limits import FORM_BYTES
from tests import build
from tests.cast import Cast, cast, sign_in

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]


def test_a_visitor_cannot_send_much(client: FlaskClient) -> None:
    answer = client.post("/sign-in", data={"email": "a" * (FORM_BYTES + 1)})
    assert answer.status_code == 413
    assert "vượt giới hạn" in answer.text


def test_a_report_may_carry_more_than_a_form(client: FlaskClient, cast: Cast, clock: HandClock) -> None:
    row = build.task("Phương án hộ đê", lead=cast.economy, on=build.occasion(clock.now(), cast.chief))
    build.saved()
    code = row.code
    sign_in(client, cast.head, clock.real_now())
    large = build.PDF + b"\0" * (FORM_BYTES + 1)
    answer = client.post(f"/tasks/{code}/report", data={"files": (BytesIO(large), "lon.pdf")})
    assert answer.status_code == 400, "refused for its missing token, not for its size"
