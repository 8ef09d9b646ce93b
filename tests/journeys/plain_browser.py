"""A browser without scripts: it reads the forms a page really has and sends what they really hold.

So a journey fails when a page lacks a field, a token or a button, not only when an address changes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse


@dataclass
class Form:
    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, dict[str, str]] = field(default_factory=dict)
    """Of each select: label to value."""
    buttons: list[tuple[str, str, str]] = field(default_factory=list)
    """Name, value and words of each button."""
    files: list[str] = field(default_factory=list)

    def choice(self, name: str, words: str) -> str:
        """The value of the option that reads so."""
        found = [value for label, value in self.choices[name].items() if words in label]
        if not found:
            raise AssertionError(f"{name} offers no {words!r}: {list(self.choices[name])[:20]}")
        return found[0]


class _Reader(HTMLParser):
    """Collects forms; inputs that name a form by its id count too."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.by_id: dict[str, Form] = {}
        self.later: list[tuple[str, dict[str, str | None]]] = []
        self.open: Form | None = None
        self.select: tuple[str, bool] | None = None
        self.option: tuple[str, bool] | None = None
        self.text: list[str] = []
        self.area: str | None = None
        self.button: tuple[str, str] | None = None
        self.hrefs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.hrefs.append(given["href"] or "")
        if tag == "form":
            self.open = Form(given.get("action") or "", (given.get("method") or "get").lower())
            self.forms.append(self.open)
            if given.get("id"):
                self.by_id[given["id"] or ""] = self.open
        home = self._home(given)
        if home is None:
            return
        if tag == "input":
            self._input(home, given)
        elif tag == "select":
            self.select = (given.get("name") or "", "multiple" in given)
            home.choices.setdefault(self.select[0], {})
        elif tag == "option" and self.select:
            self.option = (given.get("value") or "", "selected" in given)
            self.text = []
        elif tag == "textarea":
            self.area, self.text = given.get("name") or "", []
        elif tag == "button":
            self.button, self.text = (given.get("name") or "", given.get("value") or ""), []

    def _home(self, given: dict[str, str | None]) -> Form | None:
        return self.by_id.get(given.get("form") or "") if given.get("form") else self.open

    def _input(self, form: Form, given: dict[str, str | None]) -> None:
        name, kind, value = given.get("name") or "", given.get("type") or "text", given.get("value") or ""
        if not name or "disabled" in given:
            return
        if kind == "file":
            form.files.append(name)
        elif kind in ("checkbox", "radio"):
            if "checked" in given:
                form.values.setdefault(name, []).append(value or "y")
        elif kind not in ("submit", "button"):
            form.values.setdefault(name, []).append(value)

    def handle_endtag(self, tag: str) -> None:
        words = " ".join("".join(self.text).split())
        if tag == "form":
            self.open = None
        elif tag == "option" and self.option and self.select and self.open:
            name, value = self.select[0], self.option[0]
            self.open.choices[name][words] = value
            if self.option[1]:
                self.open.values.setdefault(name, []).append(value)
            self.option = None
        elif tag == "select" and self.select and self.open:
            name, is_multiple = self.select
            if not is_multiple and name not in self.open.values and self.open.choices[name]:
                self.open.values[name] = [next(iter(self.open.choices[name].values()))]
            self.select = None
        elif tag == "textarea" and self.area is not None and self.open:
            self.open.values[self.area] = ["".join(self.text).removeprefix("\r").removeprefix("\n")]
            self.area = None
        elif tag == "button" and self.button is not None and self.open:
            self.open.buttons.append((*self.button, words))
            self.button = None

    def handle_data(self, data: str) -> None:
        self.text.append(data)


class PlainBrowser:
    """One person at one device."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.url = "/"
        self.page = ""
        self.status = 0
        self.answer: TestResponse | None = None

    def open(self, url: str) -> str:
        self.url = _local(urljoin(self.url, url))
        return self._took(self.client.get(self.url, follow_redirects=True))

    def _took(self, answer: TestResponse) -> str:
        self.answer, self.status = answer, answer.status_code
        self.url = answer.request.full_path.rstrip("?")
        self.page = answer.get_data(as_text=True) if answer.mimetype.startswith("text/") else ""
        return self.page

    @property
    def words(self) -> str:
        """What the page says, without its markup: what a failing journey should show."""
        inside = re.sub(r"(?s)<(script|style|svg|head|header|nav)\b.*?</\1>", " ", self.page)
        return " ".join(re.sub(r"<[^>]+>", " ", inside).split())

    @property
    def complaints(self) -> list[str]:
        """What the page says is wrong."""
        found = re.findall(r'(?s)class="wrong"[^>]*>(.*?)</(?:div|p)>', self.page)
        return [" ".join(re.sub(r"<[^>]+>", " ", words).split()) for words in found]

    @property
    def forms(self) -> list[Form]:
        reader = _Reader()
        reader.feed(self.page)
        return reader.forms

    @property
    def links(self) -> list[str]:
        reader = _Reader()
        reader.feed(self.page)
        return reader.hrefs

    def form(self, action: str = "", *, holding: str = "", button: str = "") -> Form:
        """The form whose address ends so, that holds this field and shows this button."""
        for each in self.forms:
            goes = _local(urljoin(self.url, each.action or self.url)).partition("?")[0]
            has = not holding or holding in each.values or holding in each.choices or holding in each.files
            shows = not button or any(button in words for _, _, words in each.buttons)
            if each.method == "post" and goes.endswith(action) and has and shows:
                return each
        raise AssertionError(f"no form {action} {holding} {button} on {self.url} ({self.status})")

    def send(
        self,
        form: Form,
        button: str = "",
        *,
        files: dict[str, tuple[bytes, str]] | None = None,
        **fields: Any,
    ) -> str:
        """Send a form as it stands with these fields changed, by the button that reads so."""
        data: dict[str, Any] = {name: list(values) for name, values in form.values.items()}
        for name, value in fields.items():
            data[name] = value if isinstance(value, list) else [value]
        if button:
            data |= {name: [value] for name, value, words in form.buttons if name and button in words}
        for name, (content, filename) in (files or {}).items():
            data[name] = [FileStorage(BytesIO(content), filename)]
        # Encoded here: the client would put a large form into a temporary file that nobody closes.
        boundary, body = encode_multipart(data)
        target = _local(urljoin(self.url, form.action or self.url))
        content_type = f"multipart/form-data; boundary={boundary}"
        return self._took(
            self.client.post(target, data=body, content_type=content_type, follow_redirects=True)
        )

    def press(self, button: str, **fields: Any) -> str:
        """Press the only button that reads so."""
        return self.send(self.form(button=button), button, **fields)


def _local(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")
