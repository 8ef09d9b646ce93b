"""A backup taken while people work restores equal row for row, on either database."""

from __future__ import annotations

import hashlib
import itertools
import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from config import Settings
from taskboard import create_app
from taskboard.accounts import queries as accounts
from taskboard.core import Core
from taskboard.db import begin_writing, db
from taskboard.domain.authority import Role
from taskboard.files.actions import Upload, forget_content, keep_content, path_of
from taskboard.files.models import FileContent
from taskboard.journal.actions import COMMAND
from taskboard.operation import backup
from taskboard.operation.backup import BackupError, Manifest
from taskboard.operation.restore import restore
from taskboard.operation.rows import lines_of, tables_of
from taskboard.scheduler.actions import wake
from taskboard.scheduler.jobs import job
from taskboard.scheduler.run import run_job
from taskboard.settings.actions import set_value
from taskboard.units.models import UnitAlias
from tests import build, postgres
from tests.cast import gather
from tests.conftest import HandClock, House

Rows = dict[str, list[bytes]]


def rows_of(app: Flask) -> Rows:
    with app.app_context(), db.engine.connect() as connection:
        return {table.name: list(lines_of(connection, table)) for table in tables_of(connection)}


def core_of(app: Flask) -> Core:
    core: Core = app.extensions["taskboard"]
    return core


@pytest.fixture
def city(own_app: Flask, clock: HandClock) -> Flask:
    """A city at work: people, units, a task with a report and an attached file."""
    with own_app.app_context():
        begin_writing()
        cast = gather()
        head = build.occasion(clock.now(), cast.head)
        row = build.task(
            "Lập phương án hộ đê", lead=cast.economy, on=build.occasion(clock.now(), cast.monitor)
        )
        build.progress(row, on=head, root=core_of(own_app).settings.instance_dir, uploads=(build.pdf(),))
        set_value(
            "body_name",
            "UBND phường Nam Định",
            legal_basis="",
            valid_from=clock.today(),
            acting=COMMAND,
            now=clock.now(),
        )
        db.session.commit()
    return own_app


@pytest.fixture(params=["sqlite", "postgres"])
def elsewhere(
    request: pytest.FixtureRequest,
    _houses: Callable[[str], House],
    settings: Settings,
    clock: HandClock,
    tmp_path: Path,
) -> Iterator[Flask]:
    """An empty installation on another database."""
    if request.param == "postgres" and not postgres.is_installed():
        pytest.skip("no PostgreSQL here")
    databases = _houses(request.param).databases
    url = databases.copy()
    instance = tmp_path / "elsewhere"
    instance.mkdir()
    core = Core(replace(settings, database_url=url, instance_dir=instance), clock)  # type: ignore[arg-type]
    app = create_app(core.settings)
    app.extensions["taskboard"] = core
    yield app
    with app.app_context():
        db.engine.dispose()
    databases.drop(url)


def test_what_is_restored_is_what_was_saved(city: Flask, elsewhere: Flask, tmp_path: Path) -> None:
    archive = tmp_path / "copy.zip"
    with city.app_context():
        made = backup.create(core_of(city), archive)
    with elsewhere.app_context():
        restore(core_of(elsewhere), archive)
    assert rows_of(elsewhere) == rows_of(city)
    assert made.files == 1
    assert made.missing_files == []
    assert archive.stat().st_mode & 0o077 == 0, "whoever else is on the machine reads nothing of it"
    assert made.body_name == "UBND phường Nam Định", "as it was set up, whatever the environment says"
    with elsewhere.app_context():
        content = db.session.scalars(sa.select(FileContent)).one()
        there = path_of(core_of(elsewhere).settings.files_dir, content.sha256)
        assert there.stat().st_size == content.size_bytes


def test_life_goes_on_after_a_restore(
    city: Flask, elsewhere: Flask, tmp_path: Path, clock: HandClock
) -> None:
    """Numbers given next do not collide with restored ones, and references are kept again."""
    archive = tmp_path / "copy.zip"
    with city.app_context():
        backup.create(core_of(city), archive)
    with elsewhere.app_context():
        restore(core_of(elsewhere), archive)
        begin_writing()
        build.unit("Phòng Y tế")
        db.session.commit()
        db.session.add(UnitAlias(unit_id=999_999, alias="không có"))
        with pytest.raises(sa.exc.IntegrityError):
            db.session.flush()
        db.session.rollback()


def test_a_database_in_use_is_not_overwritten(city: Flask, tmp_path: Path) -> None:
    archive = tmp_path / "copy.zip"
    with city.app_context():
        backup.create(core_of(city), archive)
        begin_writing()
        build.unit("Phòng Y tế")
        db.session.commit()
        before = rows_of(city)
        with pytest.raises(BackupError, match="đã có dữ liệu"):
            restore(core_of(city), archive)
        assert rows_of(city) == before
        restore(core_of(city), archive, replaces=True)
    assert "Phòng Y tế" not in json.dumps(
        [line.decode() for line in rows_of(city)["unit_name"]], ensure_ascii=False
    )


class Crowd:
    """Units that report, with a file each, one transaction after the other, until the end of the `with`."""

    def __init__(self, app: Flask, now: datetime, count: int = 2) -> None:
        self._app, self._now = app, now
        self._stop, self._done = threading.Event(), threading.Semaphore(0)
        self._faults: list[BaseException] = []
        self._threads = [threading.Thread(target=self._work, args=(number,)) for number in range(count)]

    def __enter__(self) -> Crowd:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_raised: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()
        assert self._faults == []

    def await_more(self, transactions: int) -> None:
        """Return once so many more were committed."""
        while self._done.acquire(blocking=False):
            pass
        for _one in range(transactions):
            assert self._done.acquire(timeout=30), self._faults

    def _work(self, number: int) -> None:
        with self._app.app_context():
            try:
                for turn in itertools.count():
                    if self._stop.is_set():
                        break
                    self._report(number, turn)
                    self._done.release()
            except BaseException as error:
                self._faults.append(error)
            finally:
                db.session.remove()

    def _report(self, number: int, turn: int) -> None:
        """A new unit with a task, reported on with a file of its own: rows in a dozen tables and one on the disk."""
        begin_writing()
        unit = build.unit(f"Đơn vị {number}.{turn}")
        monitor = accounts.holders(Role.MONITOR, self._now.date())[0]
        row = build.task(f"Việc {number}.{turn}", lead=unit, on=build.occasion(self._now, monitor))
        build.progress(
            row,
            on=build.occasion(self._now, monitor),
            root=core_of(self._app).settings.instance_dir,
            uploads=(Upload("b.pdf", build.PDF + f"%{number}.{turn}".encode()),),
        )
        db.session.commit()


def test_a_backup_taken_while_people_work_restores_equal_row_for_row(
    city: Flask, elsewhere: Flask, tmp_path: Path, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Equal to what stood there when it began, however much is committed before the last table is read."""
    pictures: list[Rows] = []
    write = backup._write

    def write_slowly(core: Core, archive: zipfile.ZipFile, connection: sa.Connection) -> Manifest:
        pictures.append({table.name: list(lines_of(connection, table)) for table in tables_of(connection)})
        crowd.await_more(3)
        manifest = write(core, archive, connection)
        crowd.await_more(3)
        return manifest

    monkeypatch.setattr(backup, "_write", write_slowly)
    archive = tmp_path / "copy.zip"
    with Crowd(city, clock.now()) as crowd:
        crowd.await_more(3)
        with city.app_context():
            made = backup.create(core_of(city), archive)
    with elsewhere.app_context():
        restore(core_of(elsewhere), archive)
    restored = rows_of(elsewhere)
    assert restored == pictures[-1]
    assert len(rows_of(city)["report"]) >= len(restored["report"]) + 6, "it was taken under load"
    assert len(restored["report"]) > 3 and made.missing_files == []
    _is_consistent(elsewhere)


def _is_consistent(app: Flask) -> None:
    """References hold, the history proves itself, each file is there and is what its row says."""
    with app.app_context(), db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() == []
        kept = connection.execute(sa.select(FileContent.sha256, FileContent.size_bytes)).all()
        for digest, size in kept:
            content = path_of(core_of(app).settings.files_dir, digest).read_bytes()
            assert (hashlib.sha256(content).hexdigest(), len(content)) == (digest, size)
    ran = app.test_cli_runner().invoke(args=["journal", "verify"])
    assert (ran.exit_code, "whole" in ran.output) == (0, True), ran.output


def test_a_file_whose_time_ends_while_a_backup_is_taken_is_not_called_lost(
    city: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A made document goes after a week, row and bytes: the picture is taken anew, without either."""
    root = core_of(city).settings.files_dir
    with city.app_context():
        begin_writing()
        digest = keep_content(b"a document", "application/pdf", root=root, now=core_of(city).clock.now())
        db.session.commit()
    write, pictures = backup._write_file, []

    def forget_first(*given: Any) -> None:
        if not pictures:
            pictures.append(given)
            begin_writing()
            forget_content(digest, root=root)
            db.session.commit()
        write(*given)

    monkeypatch.setattr(backup, "_write_file", forget_first)
    with city.app_context():
        made = backup.create(core_of(city), tmp_path / "copy.zip")
        assert (made.missing_files, made.files) == ([], 1)
        assert backup.verify(tmp_path / "copy.zip").tables["file_content"].rows == 1


def test_a_damaged_archive_changes_nothing(city: Flask, tmp_path: Path) -> None:
    """Read whole before anything is touched, even where --replace would clear the tables first."""
    before = rows_of(city)
    for harm in ("cut", "bit", "row", "foreign"):
        archive = tmp_path / f"{harm}.zip"
        with city.app_context():
            backup.create(core_of(city), archive)
            _harm(archive, harm)
            with pytest.raises(BackupError):
                restore(core_of(city), archive, replaces=True)
        assert rows_of(city) == before, harm


def _harm(archive: Path, kind: str) -> None:
    raw = archive.read_bytes()
    match kind:
        case "cut":
            archive.write_bytes(raw[: len(raw) // 2])
        case "bit":
            with zipfile.ZipFile(archive) as whole:
                at = next(
                    info for info in whole.infolist() if info.filename.startswith("files/")
                ).header_offset
            harmed = bytearray(raw)
            harmed[at + 150] ^= 0xFF
            archive.write_bytes(harmed)
        case "row":
            with zipfile.ZipFile(archive) as whole:
                parts = {name: whole.read(name) for name in whole.namelist()}
            parts["tables/unit.jsonl"] = parts["tables/unit.jsonl"].replace(
                b'"position":0', b'"position":7', 1
            )
            with zipfile.ZipFile(archive, "w") as changed:
                for name, content in parts.items():
                    changed.writestr(name, content)
        case "foreign":
            archive.write_bytes(b"PK not an archive of ours")


def test_a_lost_attachment_is_named_and_the_rest_is_saved(city: Flask, tmp_path: Path) -> None:
    with city.app_context():
        content = db.session.scalars(sa.select(FileContent)).one()
        path_of(core_of(city).settings.files_dir, content.sha256).unlink()
        made = backup.create(core_of(city), tmp_path / "copy.zip")
        assert made.missing_files == [content.sha256]
        assert backup.verify(tmp_path / "copy.zip").rows == made.rows


def test_nightly_backups_are_read_back_and_old_ones_go(city: Flask, clock: HandClock) -> None:
    with city.app_context():
        core = core_of(city)
        for _night in range(4):
            newest = backup.create_nightly(core, keep=3)
            clock.advance(days=1)
        kept = backup.backups(core.settings.backup_dir)
    assert len(kept) == 3
    assert kept[0] == newest
    assert (clock.now() - backup.made_at(newest)).days == 1


@pytest.mark.parametrize(
    ("age", "hour", "is_due"),
    [
        (None, 14, True),
        (None, 2, True),
        (timedelta(hours=19), 2, False),
        (timedelta(hours=21), 2, True),
        (timedelta(hours=29), 14, False),
        (timedelta(hours=31), 14, True),
        (timedelta(days=-400), 14, True),
    ],
)
def test_one_is_due_once_a_night_and_at_once_when_there_is_none_or_a_night_was_missed(
    city: Flask, clock: HandClock, age: timedelta | None, hour: int, is_due: bool
) -> None:
    """A ward's machine is off at night; a clock since put back dated one ahead."""
    core = core_of(city)
    clock.set_to(datetime(2021, 6, 17, hour, 30, tzinfo=core.settings.zone))
    if age is not None:
        core.settings.backup_dir.mkdir(parents=True, exist_ok=True)
        stamp = f"{clock.real_now() - age:%Y%m%dT%H%M%SZ}"
        (core.settings.backup_dir / backup.NAME.format(stamp=stamp)).write_bytes(b"x")
    with city.app_context():
        assert backup.is_due(core) == is_due


def test_asked_for_by_name_one_is_made_whatever_the_hour(city: Flask, clock: HandClock) -> None:
    with city.app_context():
        core = core_of(city)
        backup.create_nightly(core, keep=3)
        clock.advance(minutes=1)
        assert run_job(city, job("back_up"), holder="may-chu:1")
        assert len(backup.backups(core.settings.backup_dir)) == 1, "its turn has not come"
        person_id = db.session.scalar(sa.text("SELECT min(id) FROM person"))
        wake("back_up", person_id=person_id, real_now=clock.real_now())
        db.session.commit()
        assert run_job(city, job("back_up"), holder="may-chu:1", is_asked_for=True)
        assert len(backup.backups(core.settings.backup_dir)) == 2
        clock.advance(minutes=1)
        ran = city.test_cli_runner().invoke(args=["scheduler", "run-once", "--job", "back_up"])
        assert (ran.exit_code, len(backup.backups(core.settings.backup_dir))) == (0, 3)


def test_the_archive_never_carries_the_key(city: Flask, tmp_path: Path) -> None:
    with city.app_context():
        backup.create(core_of(city), tmp_path / "copy.zip")
    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        for name in archive.namelist():
            assert b"for tests only" not in archive.read(name)
