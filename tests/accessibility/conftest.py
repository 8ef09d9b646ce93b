"""The sample city, served to a real browser, and one address for every page somebody can open."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.accessibility.pages import Stop, stops
from tests.demo.conftest import sample_app
from tests.faults.conftest import pytest_collection_modifyitems

if TYPE_CHECKING:
    from flask import Flask

__all__ = ["pytest_collection_modifyitems", "sample_app"]


@pytest.fixture(scope="session")
def served_city(sample_app: Flask) -> Iterator[str]:
    """The sample city over HTTP: its address."""
    from werkzeug.serving import make_server

    server = make_server("127.0.0.1", 0, sample_app, threaded=True)
    url = f"http://127.0.0.1:{server.server_port}"
    core = sample_app.extensions["taskboard"]
    sample_app.extensions["taskboard"] = replace(core, settings=replace(core.settings, base_url=url))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield url
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def every_page(sample_app: Flask) -> list[Stop]:
    """One address of each kind, with the account it was found under."""
    return stops(sample_app)
