"""What schemathesis cannot know: that a request has a key of its own, and what some things here are called.

Half of the requests that are meant to succeed are sent to a task that exists, as whatever version it is: otherwise
nearly all of them would end at "not found".
"""

from __future__ import annotations

import itertools
import json
import os
from typing import Any

import schemathesis

KNOWN: dict[str, list[Any]] = json.loads(os.environ.get("TASKBOARD_KNOWN", "{}"))
"""Values that exist, by the name of their place in a path."""
_turn, _key = itertools.count(), itertools.count(1)


@schemathesis.hook
def before_call(context: schemathesis.HookContext, case: schemathesis.Case, kwargs: dict[str, Any]) -> None:
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    headers = case.headers or {}
    if "Idempotency-Key" in headers:
        headers["Idempotency-Key"] = f"{os.getpid()}-{next(_key):06}"
    if next(_turn) % 2:
        for name, values in KNOWN.items():
            if name in (case.path_parameters or {}):
                case.path_parameters[name] = _one_of(values, case.operation.path)
        if "If-Match" in headers and not headers["If-Match"].startswith('"'):
            headers["If-Match"] = "*"


def _one_of(values: Any, path: str) -> Any:
    kind = path.split("/")[3]
    listed = values[kind] if isinstance(values, dict) else values
    return listed[next(_turn) % len(listed)]
