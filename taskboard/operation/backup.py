"""One archive with every row and every attached file as of one instant; it restores on either database.

Reading happens in one transaction (a snapshot on both databases), so people keep working meanwhile. Attachments are
never changed once written and reach the disk before the row that names them: what the snapshot names is there.
The secret key is not in the archive, for whoever holds both could sign as the city; the manifest carries a fingerprint,
so that restoring can say whether the right key is at hand.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from taskboard.clock import OFFSET_FILE
from taskboard.core import Core
from taskboard.db import db
from taskboard.files.actions import path_of
from taskboard.files.models import FileContent
from taskboard.journal.models import JournalEntry
from taskboard.operation.rows import SCHEMA_TABLE, lines_of, tables_of
from taskboard.settings.models import SettingValue
from taskboard.setup.models import Installation

FORMAT = 1
MANIFEST = "manifest.json"
_CHUNK = 1024 * 1024


class BackupError(Exception):
    """Why an archive cannot be made, read or restored: a sentence for the one who runs the command."""


@dataclass(slots=True)
class Part:
    """One table in the archive."""

    rows: int
    sha256: str


@dataclass(slots=True)
class Manifest:
    """What the archive holds, and what else is needed to run it again."""

    format: int
    made_at: str
    """UTC, ISO 8601."""
    revision: str
    database: str
    body_name: str
    key_fingerprint: str
    tables: dict[str, Part] = field(default_factory=dict)
    files: int = 0
    missing_files: list[str] = field(default_factory=list)
    """Attachments whose bytes were not on the disk when the archive was made."""
    business_day: str = ""
    """The stored offset of a sample installation, else empty."""

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.tables.values())


def fingerprint(secret: str | None) -> str:
    """Tells two secret keys apart without telling what they are."""
    return hmac.new((secret or "").encode(), b"taskboard backup", hashlib.sha256).hexdigest()[:16]


def create(core: Core, target: Path) -> Manifest:
    """Write the archive under another name first: `target` is whole or absent. Raises BackupError."""
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside.touch(
            mode=0o600
        )  # people's names are inside: whoever else may read is for the folder's owner to say
        manifest = _picture(core, beside)
        for _again in range(TAKEN_AGAIN):
            if not _forgotten_since(manifest.missing_files):
                break
            manifest = _picture(core, beside)
        _reach_disk(beside)
        beside.replace(target)
    except OSError as error:
        raise BackupError(f"không ghi được {target}: {error.strerror or error}") from error
    finally:
        beside.unlink(missing_ok=True)
    return manifest


TAKEN_AGAIN = 3
"""How often a picture is taken anew because files that it names were dropped, with their rows, while it was taken."""


def _picture(core: Core, beside: Path) -> Manifest:
    with (
        zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive,
        _snapshot(db.engine) as connection,
    ):
        return _write(core, archive, connection)


def _forgotten_since(digests: list[str]) -> bool:
    """Whether one of these files is missing because its time was over (a made document), not because it was lost."""
    if not digests:
        return False
    with db.engine.connect() as connection:
        rows = connection.execute(sa.select(FileContent.sha256).where(FileContent.sha256.in_(digests)))
        return len(rows.all()) < len(digests)


@contextmanager
def _snapshot(engine: Engine) -> Iterator[Connection]:
    """One picture of all tables: WAL gives it to a reading transaction on SQLite, REPEATABLE READ on PostgreSQL."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


def _write(core: Core, archive: zipfile.ZipFile, connection: Connection) -> Manifest:
    manifest = Manifest(
        format=FORMAT,
        made_at=core.clock.real_now().isoformat(timespec="seconds"),
        revision=_revision(connection),
        database=connection.dialect.name,
        body_name=_name_of_body(core, connection),
        key_fingerprint=fingerprint(core.settings.secret_key),
        business_day=_read_text(core.settings.instance_dir / OFFSET_FILE),
    )
    for table in tables_of(connection):
        manifest.tables[table.name] = _write_table(archive, connection, table)
    for digest in connection.execute(sa.text("SELECT sha256 FROM file_content ORDER BY sha256")).scalars():
        _write_file(archive, core.settings.files_dir, digest, manifest)
    archive.writestr(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
    return manifest


def _name_of_body(core: Core, connection: Connection) -> str:
    """As it was set up, read from the picture itself; else as the environment says."""
    said = connection.scalar(
        sa.select(SettingValue.value)
        .where(SettingValue.key == "body_name", SettingValue.valid_from <= core.clock.today())
        .order_by(SettingValue.valid_from.desc())
        .limit(1)
    )
    return (json.loads(said) if said else "") or core.settings.body_name


def _revision(connection: Connection) -> str:
    try:
        found = connection.execute(sa.text(f"SELECT version_num FROM {SCHEMA_TABLE}")).scalar()  # nosec B608  # a constant
    except sa.exc.SQLAlchemyError:
        found = None
    if found is None:
        raise BackupError("cơ sở dữ liệu chưa có lược đồ; chạy “flask db upgrade” trước")
    return str(found)


def _write_table(archive: zipfile.ZipFile, connection: Connection, table: sa.Table) -> Part:
    rows, digest = 0, hashlib.sha256()
    with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as out:
        for line in lines_of(connection, table):
            out.write(line)
            digest.update(line)
            rows += 1
    return Part(rows, digest.hexdigest())


def _write_file(archive: zipfile.ZipFile, root: Path, digest: str, manifest: Manifest) -> None:
    path = path_of(root, digest)
    try:
        archive.write(path, f"files/{digest}", zipfile.ZIP_STORED)
    except FileNotFoundError:
        manifest.missing_files.append(digest)
    else:
        manifest.files += 1


def _read_text(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def _reach_disk(path: Path) -> None:
    with path.open("rb") as written:
        os.fsync(written.fileno())


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    """Raises BackupError when the archive is none of ours or of a later format."""
    try:
        raw: dict[str, Any] = json.loads(archive.read(MANIFEST))
        raw["tables"] = {name: Part(**part) for name, part in raw["tables"].items()}
        manifest = Manifest(**raw)
    except (KeyError, TypeError, ValueError) as error:
        raise BackupError("tệp này không phải bản sao lưu của Taskboard") from error
    if manifest.format > FORMAT:
        raise BackupError("bản sao lưu do bản phần mềm mới hơn tạo ra; cần nâng cấp phần mềm trước")
    return manifest


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The archive for reading. Raises BackupError when it is missing or damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except FileNotFoundError as error:
        raise BackupError(f"không có tệp {path}") from error
    except (zipfile.BadZipFile, EOFError) as error:
        raise BackupError(f"{path} bị hỏng hoặc không phải bản sao lưu") from error


def verify(path: Path) -> Manifest:
    """Read every byte again: rows against the manifest's hashes, files against their own names. Raises BackupError."""
    with opened(path) as archive:
        manifest = read_manifest(archive)
        for name, part in manifest.tables.items():
            if _hash_of(archive, f"tables/{name}.jsonl") != part.sha256:
                raise BackupError(f"bảng {name} trong bản sao lưu không khớp mã kiểm tra")
        for digest in file_names(archive):
            if _hash_of(archive, f"files/{digest}") != digest:
                raise BackupError(f"tệp {digest} trong bản sao lưu bị hỏng")
    return manifest


def file_names(archive: zipfile.ZipFile) -> list[str]:
    return [name.removeprefix("files/") for name in archive.namelist() if name.startswith("files/")]


def _hash_of(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    try:
        with archive.open(name) as part:
            while chunk := part.read(_CHUNK):
                digest.update(chunk)
    except KeyError as error:
        raise BackupError(f"bản sao lưu thiếu {name}") from error
    return digest.hexdigest()


# ------------------------------------------------------------------------------------------------------- the nightly one

NAME = "taskboard-{stamp}.zip"


def folder_of(core: Core) -> Path:
    return core.settings.backup_dir


def backups(folder: Path) -> list[Path]:
    """Automatic backups, the newest first."""
    return sorted(folder.glob(NAME.format(stamp="*")), reverse=True)


def made_at(path: Path) -> datetime:
    """The instant in an automatic backup's name, UTC."""
    stamp = path.stem.removeprefix("taskboard-")
    return datetime.strptime(stamp + "+0000", "%Y%m%dT%H%M%SZ%z")


STALE = timedelta(hours=36)
"""A night was missed, and most of the next one."""
NEVER_YET = timedelta(days=1)
"""How long an installation may go without its first."""
AHEAD = timedelta(minutes=5)
"""How far two machines that keep time may be apart."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the nightly backups stand, for the doctor, the status page and a monitor."""

    is_on: bool
    kept: int
    made_at: datetime | None = None
    """The newest; None while there is none."""
    age: timedelta = timedelta()
    """Of the newest; while there is none, of what would be lost: since the installation has anything to keep."""
    size_bytes: int = 0

    @property
    def is_stale(self) -> bool:
        return self.age > (STALE if self.made_at else NEVER_YET)


def standing(core: Core) -> Standing:
    """By the machine's own time: a sample's business day has nothing to do with it."""
    found = backups(folder_of(core))
    is_on, now = core.settings.backups_kept > 0, core.clock.real_now()
    newest = _newest(found, now)
    if newest is None:
        return Standing(is_on, len(found), age=_age_of_installation(now))
    made = made_at(newest)
    return Standing(is_on, len(found), made, now - made, newest.stat().st_size)


def _newest(found: list[Path], now: datetime) -> Path | None:
    """What a clock since put back dated ahead tells nothing about how old anything is."""
    return next((path for path in found if made_at(path) <= now + AHEAD), None)


def _age_of_installation(now: datetime) -> timedelta:
    """Since its setting-up began or its history has a first line; nothing while there is neither."""
    begun = db.session.scalar(sa.select(sa.func.min(Installation.begun_at)))
    first = db.session.scalar(sa.select(sa.func.min(JournalEntry.at)))
    since = min((at for at in (begun, first) if at is not None), default=now)
    return max(now - since, timedelta())


NIGHT = range(1, 5)
"""City hours in which few people are at work."""
OLDEST = timedelta(hours=20)
MISSED = timedelta(hours=30)


def is_due(core: Core) -> bool:
    """Once a night; at once when there is none, or a night was missed: a ward's machine is off at night."""
    now = core.clock.real_now()
    newest = _newest(backups(folder_of(core)), now)
    if newest is None or now - made_at(newest) > MISSED:
        return True
    return now - made_at(newest) > OLDEST and now.astimezone(core.settings.zone).hour in NIGHT


def create_nightly(core: Core, *, keep: int) -> Path:
    """A new automatic backup, read back before older ones are removed. Raises BackupError."""
    folder = folder_of(core)
    target = folder / NAME.format(stamp=f"{core.clock.real_now():%Y%m%dT%H%M%SZ}")
    create(core, target)
    verify(target)
    for old in backups(folder)[keep:]:
        old.unlink(missing_ok=True)
    return target
