"""A program with a token: what it sends, and what it is answered."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from taskboard.api import actions
from taskboard.domain.scopes import Scope
from tests import build
from tests.pages.visitor import apart

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from taskboard.accounts.models import Person, Post
    from taskboard.api.models import ApiToken
    from tests.conftest import HandClock

_keys = itertools.count(1)


def token(
    person: Person, clock: HandClock, *scopes: Scope, days: int = 90, post: Post | None = None
) -> tuple[ApiToken, str]:
    on = build.occasion(clock.now(), person)
    made = actions.make_token(person, name="Đồng bộ", scopes=scopes, days=days, post=post, on=on)
    build.saved()
    return made


BODIES: dict[str, Any] = {
    "report_task": {
        "kind": "progress",
        "done_text": "Đã khảo sát 4 tuyến đê.",
        "told": {"via": "phone", "by": "Đỗ Thị Lan", "on": "2021-06-15"},
    },
    "ask_extension": {"new_due_on": "2021-07-30", "reason": "Chờ tỉnh."},
    "name_officer": {"person_id": None},
    "send_back": {"reason": "Thiếu số liệu."},
    "withdraw": {"reason": "Giao nhầm."},
    "remark": {"text": "Làm gấp."},
    "refuse_extension": {"reason": "Không có căn cứ."},
    "pause": {"reason": "Chờ tỉnh.", "resume_on": "2021-07-30"},
    "reopen": {"reason": "Kết quả sai."},
    "stop_pursuing": {"reason": "Không còn cần."},
    "set_event_date": {"due_on": "2021-07-30"},
    "confirm_cause": {"note": "Bão số 3."},
    "revoke_cause": {"reason": "Xác nhận nhầm."},
    "ask_return": {"reason": "Không thuộc chức năng."},
    "ask_transfer": {"reason": "Không thuộc chức năng.", "new_unit": "khong-co"},
    "ask_correct_date": {"reason": "Ghi nhầm.", "new_due_on": "2021-07-30"},
    "ask_correct_lead": {"reason": "Ghi nhầm.", "new_unit": "khong-co"},
    "refuse_request": {"reason": "Không có căn cứ."},
    "give_again": {"new_unit": "khong-co"},
    "ask_explanation": {"question": "Vì sao chậm?", "due_on": "2021-07-30"},
    "answer_explanation": {"answer": "Chờ mưa tạnh."},
    "report_part": {
        "done_text": "Đã góp ý.",
        "told": {"via": "phone", "by": "Đỗ Thị Lan", "on": "2021-06-15"},
    },
    "create_directive": {
        "source_kind": "direct_order",
        "wording": "Rà soát.",
        "title": "Rà soát",
        "leads": ["khong-co"],
        "due": "none",
    },
}
"""A body that each door can read, by its name; an empty one for the others."""


class Program:
    """Sends JSON under /api/v1; every request has a session of its own."""

    def __init__(self, client: FlaskClient, words: str = "") -> None:
        self.client, self.words = client, words

    @classmethod
    def of(cls, client: FlaskClient, person: Person, clock: HandClock, *scopes: Scope) -> Program:
        return cls(client, token(person, clock, *scopes)[1])

    def send(self, method: str, path: str, *, body: Any = None, **headers: str) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.words:
            named.setdefault("Authorization", f"Bearer {self.words}")
        with apart():
            return self.client.open(f"/api/v1{path}", method=method, json=body, headers=named, buffered=True)

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.send("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> TestResponse:
        """With a key of its own unless told one."""
        headers.setdefault("Idempotency_Key", f"key-{next(_keys):08}")
        return self.send("POST", path, body={} if body is None else body, **headers)

    def send_parts(self, path: str, parts: Any, **headers: str) -> TestResponse:
        """As multipart/form-data, with a key of its own unless told one."""
        headers.setdefault("Idempotency_Key", f"key-{next(_keys):08}")
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named.setdefault("Authorization", f"Bearer {self.words}")
        with apart():
            return self.client.post(
                f"/api/v1{path}", data=parts, headers=named, content_type="multipart/form-data"
            )

    def act(self, code: str, verb: str, body: Any = None, **headers: str) -> TestResponse:
        """On the task as it is now."""
        tag = self.get(f"/tasks/{code}").headers.get("ETag", "*")
        return self.post(f"/tasks/{code}/{verb}", body, **{"If_Match": tag, **headers})
