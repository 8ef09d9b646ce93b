"""The page of docs on a task's life, written from the table itself: `python -m taskboard.tasks.lifecycle_page > docs/lifecycle.md`."""

from __future__ import annotations

import sys

from taskboard.domain.lifecycle import OPEN, REMINDED, TERMINAL, TRANSITIONS, State, Verb

STATES = {
    State.NEW: "mới giao",
    State.RECEIVED: "đã tiếp nhận",
    State.IN_PROGRESS: "đang thực hiện",
    State.WAITING: "chờ xác nhận",
    State.COMPLETED: "hoàn thành",
    State.PAUSED: "tạm dừng",
    State.RETURNED: "trả lại",
    State.WITHDRAWN: "thu hồi",
    State.NOT_PURSUED: "không tiếp tục thực hiện",
}
VERBS = {
    Verb.RECEIVE: ("tiếp nhận", "the unit presses it; reading is never taken for it"),
    Verb.REPORT_PROGRESS: ("báo cáo tiến độ", "from the due day on with a plan: next step and forecast"),
    Verb.REPORT_COMPLETION: ("báo cáo hoàn thành", "with evidence; the confirmer's date begins to run"),
    Verb.CONFIRM: ("xác nhận", "by somebody who is no doer; the claimed day counts"),
    Verb.SEND_BACK: ("gửi lại", "counts as never claimed; how often is shown"),
    Verb.REOPEN: ("mở lại", "a confirmed task is owed again; how often is shown"),
    Verb.PAUSE: ("tạm dừng", "until a day on which it is looked at again; it keeps its class"),
    Verb.RESUME: ("tiếp tục", "reminders are planned anew"),
    Verb.ACCEPT_RETURN: ("đồng ý trả lại", "a request of the unit, decided by another; then given anew"),
    Verb.TRANSFER: (
        "chuyển chủ trì",
        "a request, or the correction of a slip; newly given to the other unit",
    ),
    Verb.WITHDRAW: ("thu hồi", "by the one who gave it, never by a doer; its unit and partners are told"),
    Verb.STOP_PURSUING: (
        "không tiếp tục",
        "with a public reason, never by a doer; its unit and partners are told",
    ),
}

_HEAD = """# A task's life

Written from `TRANSITIONS` in [taskboard/domain/lifecycle.py](../taskboard/domain/lifecycle.py) by
`python -m taskboard.tasks.lifecycle_page > docs/lifecycle.md`; a test compares. Who may use a verb stands in
`domain/authority.py`, when a request may be asked and decided in `domain/requests.py`. Lateness is no state: it is computed
from the deadline (`domain/deadline.py`, `domain/rollup/`), and every state below keeps it.
"""


def page() -> str:
    """The whole page in Markdown."""
    return "\n".join([_HEAD, *_diagram(), "", "## Verbs", "", *_table(), "", "## States", "", *_states(), ""])


def _diagram() -> list[str]:
    """One arrow a pair of states; verbs that share it stand on it together."""
    arrows: dict[tuple[State, State], list[Verb]] = {}
    for (origin, verb), transition in TRANSITIONS.items():
        arrows.setdefault((origin, transition.to), []).append(verb)
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {State.NEW.value}"]
    for (origin, to), verbs in sorted(arrows.items(), key=lambda pair: _place(*pair[0])):
        words = ", ".join(VERBS[verb][0] for verb in verbs)
        lines.append(f"    {origin.value} --> {to.value}: {words}")
    lines += [f"    {state.value} --> [*]" for state in State if state in TERMINAL]
    return [*lines, "```"]


def _place(origin: State, to: State) -> tuple[int, int]:
    order = list(State)
    return order.index(origin), order.index(to)


def _table() -> list[str]:
    lines = ["| Verb | | From | To | Needs | |", "|---|---|---|---|---|---|"]
    for verb in Verb:
        rows = {origin: transition for (origin, named), transition in TRANSITIONS.items() if named is verb}
        origins = ", ".join(f"`{state.value}`" for state in State if state in rows)
        first = next(iter(rows.values()))
        needs = ", ".join(f"`{name}`" for name in sorted(first.needs)) or "–"
        name, what = VERBS[verb]
        lines.append(f"| `{verb.value}` | {name} | {origins} | `{first.to.value}` | {needs} | {what} |")
    return lines


def _states() -> list[str]:
    lines = ["| State | | Something is owed | Reminded | In the denominators |", "|---|---|---|---|---|"]
    for state in State:
        marks = (state in OPEN, state in REMINDED, state not in TERMINAL)
        cells = " | ".join("yes" if mark else "no" for mark in marks)
        lines.append(f"| `{state.value}` | {STATES[state]} | {cells} |")
    return lines


if __name__ == "__main__":
    sys.stdout.write(page())
