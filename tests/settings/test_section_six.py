"""Every number of the domain's list of defaults is a setting: with a basis, limits, and code that goes by it (rule 46)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from taskboard.reminders import queries as reminders
from taskboard.settings import queries
from taskboard.settings.registry import DEFINITIONS, RELATIONS
from taskboard.web import labels
from tests.cast import Cast, cast
from tests.conftest import HandClock
from tests.house.checkout import REPOSITORY

__all__ = ["cast"]

DOMAIN = REPOSITORY.parent / "shared" / "domain" / "domain.md"
CODE = REPOSITORY / "taskboard"

ROWS: dict[str, dict[str, object]] = {
    "Due soon": {"due_soon_working_days": 3},
    "Reminder marks": {
        "rule before": "7 3 1",
        "rule on_day": "",
        "rule after": "1 3 7",
        "rule weekly": "7",
        "mail_hour": 8,
    },
    "Escalation": {
        "rule escalate_head": "1",
        "rule escalate_chief": "2",
        "rule escalate_chair": "5",
    },
    "No-deadline review": {"silent_days": 30, "rule silence_named": "90"},
    "Minimum update cadence": {"rule progress": "3"},
    "Extensions per task": {
        "extensions_per_task": 1,
        "chair_exceeds_extensions": True,
        "extension_before_due": True,
    },
    "On-time basis": {"on_time_basis": "original"},
    "Return of wrong assignment": {"return_working_days": 2},
    "Due time": {"due_hour": 24},
    "Period cut-off": {"period_cutoff": "calendar"},
    "Pre-briefing window": {
        "window_opens_working_days": 5,
        "window_answers_working_days": 3,
        "window_checks_working_days": 1,
    },
    "Notice of conclusions": {"notice_working_days": 5},
    "Praise · criticism": {
        "praise_done_percent": 90,
        "praise_late_percent": 10,
        "criticise_done_percent": 50,
    },
    "Volume bands for ranking": {"volume_bands": [20, 100]},
    "Entry of directives": {"entry_working_days": 2},
    "Evidence on completion": {"evidence_required": True},
    "Files": {"file_megabytes": 20, "files_per_report": 10},
    "Mail link · session · lock-out": {
        "mail_link_days": 14,
        "session_hours": 12,
        "session_remembered_days": 30,
        "sign_in_tries": 10,
        "sign_in_pause_minutes": 15,
    },
    "Quiet hours": {"quiet_from_hour": 18, "mail_hour": 8},
}
"""Each row of the domain's section 6, with what stands for it and its default. Two differ from the table on purpose:
a day lasts until its end (decisions, 7; a city sets 17), and nothing goes before the hour of mails, which comes after 07:00."""


def rows_of_the_domain() -> list[str]:
    section = DOMAIN.read_text("utf-8").split("## 6. ")[1].split("\n## ")[0]
    names = re.findall(r"^\| ([^|]+) \|", section, re.MULTILINE)
    return [name for name in names if name != "Setting"]


@pytest.mark.skipif(not DOMAIN.is_file(), reason="the domain's description is not beside this checkout")
def test_no_row_is_left_out() -> None:
    assert rows_of_the_domain() == list(ROWS)


def test_each_row_has_its_setting_with_a_basis(cast: Cast, clock: HandClock) -> None:
    rules = {row.current.key: row.current for row in reminders.standing_on(clock.today())}
    for row, settings in ROWS.items():
        for key, default in settings.items():
            kind, _, name = key.rpartition(" ")
            found = rules[name].offsets if kind == "rule" else DEFINITIONS[name].default
            basis = rules[name].legal_basis if kind == "rule" else DEFINITIONS[name].basis
            assert (found, bool(basis)) == (default, True), (row, key)
    assert rules["progress"].day == 25


def _readers(key: str) -> list[str]:
    """Files that ask for a setting by its name, apart from where it is declared and named."""
    apart = {CODE / "settings" / "registry.py", CODE / "web" / "labels.py"}
    return [
        path.name
        for path in CODE.rglob("*.py")
        if path not in apart and f'"{key}"' in path.read_text("utf-8")
    ]


@pytest.mark.parametrize("key", DEFINITIONS)
def test_a_setting_is_gone_by_and_has_a_name(key: str) -> None:
    assert _readers(key), "a number that nobody reads is a promise that nobody keeps"
    assert str(labels.SETTINGS[key][0])


def test_names_and_settings_are_the_same_set() -> None:
    assert set(labels.SETTINGS) == set(DEFINITIONS)


def test_defaults_keep_their_own_limits(cast: Cast, clock: HandClock) -> None:
    for key, definition in DEFINITIONS.items():
        if definition.minimum is not None and isinstance(definition.default, int):
            assert definition.minimum <= definition.default <= (definition.maximum or 0), key
    for relation in RELATIONS:
        both = queries.values_on((relation.lower, relation.upper), clock.today())
        assert relation.holds(both[relation.lower], both[relation.upper])


def test_the_page_of_reminders_names_each_rule_of_the_list(cast: Cast, clock: HandClock) -> None:
    named = {key.removeprefix("rule ") for row in ROWS.values() for key in row if key.startswith("rule ")}
    assert named <= {row.current.key for row in reminders.standing_on(clock.today())}


def test_the_checkout_is_where_this_test_looks() -> None:
    assert Path(CODE / "settings" / "registry.py").is_file()
