"""What a person was told is kept is on the disk: an installation's SQLite waits for it at each commit."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ASK = """
from taskboard import create_app
from taskboard.db import db
app = create_app()
with app.app_context():
    print(db.session.execute(db.text("PRAGMA synchronous")).scalar(), db.session.execute(db.text("PRAGMA journal_mode")).scalar())
"""
FULL = "2"


def test_each_commit_of_an_installation_waits_for_the_disk(tmp_path: Path) -> None:
    asked = subprocess.run(
        [sys.executable, "-c", ASK],
        env=os.environ
        | {
            "TASKBOARD_INSTANCE_DIR": str(tmp_path),
            "TASKBOARD_SECRET_KEY": "x" * 40,
            "TASKBOARD_DATABASE_URL": "",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert asked.stdout.split() == [FULL, "wal"], asked.stderr
