"""A backup taken while people work restores equal row for row, on either database."""

from __future__ import annotations

import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from config import Settings
from taskboard import create_app
from taskboard.core import Core
from taskboard.db import begin_writing, db
from taskboard.files.actions import path_of
from taskboard.files.models import FileContent
from taskboard.operation import backup
from taskboard.operation.backup import BackupError
from taskboard.operation.restore import restore
from taskboard.operation.rows import lines_of, tables_of
from taskboard.scheduler.actions import wake
from taskboard.scheduler.jobs import job
from taskboard.scheduler.run import run_job
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


def test_a_backup_under_load_is_one_picture(city: Flask, tmp_path: Path) -> None:
    """Each writer adds two units in one transaction; a picture with an odd number would be torn."""
    stop = threading.Event()

    def write() -> None:
        with city.app_context():
            number = 0
            while not stop.is_set():
                begin_writing()
                build.unit(f"Đơn vị {number} a")
                build.unit(f"Đơn vị {number} b")
                db.session.commit()
                number += 1
            db.session.remove()

    before = len(rows_of(city)["unit"])
    writer = threading.Thread(target=write)
    writer.start()
    try:
        with city.app_context():
            counts = [backup.create(core_of(city), tmp_path / f"{n}.zip").tables for n in range(6)]
    finally:
        stop.set()
        writer.join()
    added = [tables["unit"].rows - before for tables in counts]
    assert all(number % 2 == 0 for number in added), added
    assert all(tables["unit"].rows == tables["unit_name"].rows for tables in counts)
    assert added[-1] > 0


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
