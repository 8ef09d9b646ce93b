"""What a city had set before rules were data goes on as it was; the step can be taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import flask_migrate
import sqlalchemy as sa

from config import Settings
from taskboard import create_app
from taskboard.db import db

_INSTANT = "2021-06-01 02:00:00.000000"
_SETTING = (
    "INSERT INTO setting_value (key, value, legal_basis, valid_from, set_at)"
    f" VALUES ('remind_after_working_days', '[2, 9]', 'Điều 5', '2021-03-01', '{_INSTANT}')"
)


def test_a_citys_own_marks_become_rules(tmp_path: Path, settings: Settings) -> None:
    own = replace(settings, database_url=f"sqlite:///{tmp_path / 'old.db'}", instance_dir=tmp_path)
    app = create_app(own)
    with app.app_context():
        flask_migrate.upgrade(revision="0003")
        with db.engine.begin() as connection:
            connection.execute(sa.text(_SETTING))
        flask_migrate.upgrade(revision="0004")
        with db.engine.connect() as connection:
            rows = connection.execute(
                sa.text(
                    "SELECT key, offsets, legal_basis, valid_from FROM reminder_rule"
                    " WHERE valid_from = '2021-03-01' ORDER BY position"
                )
            ).all()
            assert [tuple(row) for row in rows] == [
                ("after", "2 9", "Điều 5", "2021-03-01"),
                ("weekly", "9", "Điều 5", "2021-03-01"),
            ]
        flask_migrate.downgrade(revision="0003")
        tables = set(sa.inspect(db.engine).get_table_names())
        assert not {"reminder_rule", "task_plan", "mail_switch", "mail_choice", "calendar_feed"} & tables
        columns = {column["name"]: column for column in sa.inspect(db.engine).get_columns("reminder")}
        assert "briefing_id" not in columns
        assert columns["task_id"]["nullable"] is False
        flask_migrate.upgrade(revision="0004")
        db.engine.dispose()
