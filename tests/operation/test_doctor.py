"""The doctor names each fault and says how to mend it; on a healthy installation it finds none."""

from __future__ import annotations

import contextlib
import errno
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from flask import Flask

from taskboard.accounts import queries as accounts
from taskboard.accounts.actions import begin_factor, make_link, reset_factor
from taskboard.accounts.models import AccountLink, LinkKind, OutsideIdentity, Person
from taskboard.clock import Clock
from taskboard.core import Core
from taskboard.db import begin_writing, db
from taskboard.domain.authority import Role
from taskboard.files.actions import path_of
from taskboard.files.models import FileContent
from taskboard.journal.actions import COMMAND, seal
from taskboard.journal.models import JournalEntry
from taskboard.occasion import occasion_of
from taskboard.operation import backup
from taskboard.operation.doctor import _mend_database, examine
from taskboard.operation.findings import Finding, Verdict
from taskboard.operation.outside import mailbox, scanner
from taskboard.operation.ways_in import provider
from taskboard.scheduler.lease import LEADER, take
from taskboard.scheduler.models import JobRun
from tests import build
from tests.accounts.door import give_password
from tests.cast import gather
from tests.conftest import HandClock
from tests.replies.imap import ImapServer

REPOSITORY = Path(__file__).resolve().parents[2]


def core_of(app: Flask) -> Core:
    core: Core = app.extensions["taskboard"]
    return core


def found(core: Core) -> dict[str, Finding]:
    return {finding.check: finding for finding in examine(core)}


class _OnFreePort(Controller):
    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class _Door:
    """Takes one password and no mail."""

    def __call__(self, _server, _session, _envelope, _mechanism, data) -> AuthResult:
        return AuthResult(success=data.password == b"right", handled=False)


@pytest.fixture(scope="module")
def locked_server() -> Iterator[Controller]:
    controller = _OnFreePort(
        object(), hostname="127.0.0.1", port=0, authenticator=_Door(), auth_require_tls=False
    )
    controller.start()
    yield controller
    controller.stop()


def with_settings(core: Core, **changes: object) -> Core:
    """By the machine's own clock: that is what a doctor looks at."""
    return Core(replace(core.settings, **changes), Clock(core.settings.zone))


@pytest.fixture
def healthy(own_app: Flask, clock: HandClock, locked_server: Controller) -> Iterator[Core]:
    with own_app.app_context():
        core = with_settings(
            core_of(own_app),
            secret_key="s" * 40,
            base_url="https://theodoi.example",
            trusted_proxies=1,
            smtp_url=f"smtp://van-phong:right@127.0.0.1:{locked_server.port}",
        )
        begin_writing()
        cast = gather()
        give_password(cast.administrator, clock.now())
        begin_writing()
        row = build.task(
            "Lập phương án hộ đê", lead=cast.economy, on=build.occasion(clock.now(), cast.monitor)
        )
        build.progress(
            row,
            on=build.occasion(clock.now(), cast.head),
            root=core.settings.instance_dir,
            uploads=(build.pdf(),),
        )
        db.session.execute(db.text("UPDATE outbox_message SET state = 'skipped'"))
        seal(key=b"s" * 40, real_now=core.clock.real_now())
        take(LEADER, "máy-1:100")
        db.session.commit()
        backup.create_nightly(core, keep=3)
        yield core
        db.session.rollback()


def test_a_healthy_installation_has_no_fault(healthy: Core) -> None:
    faults = [finding for finding in examine(healthy) if finding.verdict is Verdict.FAULT]
    assert faults == []


def test_what_is_wrong_outside_the_database_is_named(healthy: Core, tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("not a folder")
    wrong_password = healthy.settings.smtp_url.replace("right", "wrong")
    cases: list[tuple[str, dict[str, object], str, str]] = [
        ("khóa bí mật", {"secret_key": None}, "chưa có TASKBOARD_SECRET_KEY", "đặt TASKBOARD_SECRET_KEY"),
        ("thư mục dữ liệu", {"instance_dir": tmp_path / "a file"}, "không ghi được", "thuộc về người dùng"),
        ("máy chủ thư", {"smtp_url": wrong_password}, "535", "sai tên hoặc mật khẩu"),
        ("máy chủ thư", {"smtp_url": "smtp://127.0.0.1:1"}, "127.0.0.1:1", "kiểm tra tên máy chủ"),
        ("sao lưu", {"backup_folder": tmp_path / "none"}, "chưa có bản nào", "--job back_up"),
    ]
    for check, changes, says, mend in cases:
        finding = found(with_settings(healthy, **changes))[check]
        assert finding.verdict is not Verdict.FINE, check
        assert says in finding.says
        assert mend in finding.mend


@pytest.fixture
def folder(healthy: Core) -> Path:
    return healthy.settings.instance_dir


def test_a_full_disk_is_named(healthy: Core, folder: Path) -> None:
    """The kernel's own answer: /dev/full takes no byte."""
    probe = folder / f".doctor.{os.getpid()}"
    probe.symlink_to("/dev/full")
    finding = found(healthy)["thư mục dữ liệu"]
    assert finding.verdict is Verdict.FAULT
    assert os.strerror(errno.ENOSPC) in finding.says
    assert "đĩa đã đầy" in finding.mend
    assert not probe.is_symlink(), "the doctor takes its probe away again"


def test_a_disk_with_little_room_is_named(healthy: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=100 * 1024 * 1024))
    finding = found(healthy)["đĩa"]
    assert (finding.verdict, finding.says) == (Verdict.FAULT, "còn 0,1 GB")


@pytest.mark.parametrize(
    ("number", "mend"), [(errno.EROFS, "gắn chỉ đọc"), (errno.EACCES, "chown"), (errno.EDQUOT, "hạn mức")]
)
def test_why_nothing_can_be_written_is_named(
    healthy: Core, monkeypatch: pytest.MonkeyPatch, number: int, mend: str
) -> None:
    def refuse(_path: Path, _content: bytes) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "write_bytes", refuse)
    finding = found(healthy)["thư mục dữ liệu"]
    assert finding.verdict is Verdict.FAULT
    assert os.strerror(number) in finding.says
    assert mend in finding.mend


@pytest.mark.parametrize("is_there", [True, False])
def test_a_backup_folder_that_takes_no_byte_is_named_before_the_night(
    healthy: Core, tmp_path: Path, is_there: bool
) -> None:
    """The kernel's own answer; a folder still to be made is tried where it would be made."""
    folder = tmp_path / "đĩa" / "taskboard"
    there = folder if is_there else tmp_path / "đĩa"
    there.mkdir(parents=True)
    core = with_settings(healthy, backup_folder=folder)
    assert found(core)["thư mục sao lưu"].verdict is Verdict.FINE
    assert list(there.iterdir()) == [], "the doctor leaves nothing behind"
    (there / f".doctor.{os.getpid()}").symlink_to("/dev/full")
    finding = found(core)["thư mục sao lưu"]
    assert (finding.verdict, str(folder) in finding.says) == (Verdict.FAULT, True)
    assert os.strerror(errno.ENOSPC) in finding.says
    assert "đĩa đã đầy" in finding.mend
    assert found(core)["thư mục dữ liệu"].verdict is Verdict.FINE


def test_a_backup_that_will_not_fit_is_told_before_the_night(
    healthy: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = backup.backups(healthy.settings.backup_dir)[0]
    with newest.open("ab") as grown:
        grown.truncate(3 * 1024**3)  # a hole: it takes no room itself
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=2 * 1024**3))
    findings = found(healthy)
    assert findings["đĩa"].verdict is Verdict.FINE
    assert findings["thư mục sao lưu"].verdict is Verdict.FAULT
    assert "còn 2,0 GB, bản sao lưu tiếp theo cần chừng 3,3 GB" in findings["thư mục sao lưu"].says


def test_visitors_behind_a_proxy_that_is_not_believed_are_told_of(healthy: Core) -> None:
    finding = found(with_settings(healthy, trusted_proxies=0))["máy chủ phía trước"]
    assert (finding.verdict, "TASKBOARD_TRUSTED_PROXIES" in finding.mend) == (Verdict.WARNING, True)
    plain = with_settings(healthy, trusted_proxies=0, base_url="http://theodoi.example")
    assert found(plain)["máy chủ phía trước"].verdict is Verdict.FINE


def test_a_machine_without_a_face_for_documents_is_named(
    healthy: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("taskboard.operation.doctor.known_faces", list)
    finding = found(healthy)["phông chữ"]
    assert (finding.verdict, "fonts-liberation2" in finding.mend) == (Verdict.WARNING, True)


# --------------------------------------------------------------------------------------------------- who can still get in


def _without_passwords(core: Core, *more: str) -> list[Person]:
    """The administrators, none of whom has a password; further ones by name."""
    begin_writing()
    for name in more:
        build.person(name, Role.ADMINISTRATOR, title="Quản trị", handle=name.lower().replace(" ", "."))
    people = accounts.holders(Role.ADMINISTRATOR, core.clock.today())
    for person in people:
        person.password_hash = None
    db.session.commit()
    return people


def test_administrators_who_were_never_able_to_sign_in_are_named(healthy: Core) -> None:
    (only,) = _without_passwords(healthy)
    finding = found(healthy)["quản trị"]
    assert finding.verdict is Verdict.FAULT
    assert "không còn liên kết nào dùng được" in finding.says and only.sign_in_name in finding.says
    assert f"“flask accounts link {only.sign_in_name}”" in finding.mend


def test_an_invitation_that_still_opens_is_no_fault_and_one_that_ended_is(healthy: Core) -> None:
    (only,) = _without_passwords(healthy)
    begin_writing()
    make_link(only, LinkKind.INVITATION, via="hand", on=occasion_of(healthy, COMMAND))
    db.session.commit()
    finding = found(healthy)["quản trị"]
    assert finding.verdict is Verdict.WARNING
    assert "liên kết đã giao dùng được đến" in finding.says
    begin_writing()
    db.session.execute(
        sa.update(AccountLink).values(expires_at=healthy.clock.real_now() - timedelta(hours=1))
    )
    db.session.commit()
    assert found(healthy)["quản trị"].verdict is Verdict.FAULT


def test_one_administrator_of_two_without_a_password_is_a_warning(healthy: Core) -> None:
    first, second = _without_passwords(healthy, "Trần Hai")
    give_password(first, healthy.clock.now())
    finding = found(healthy)["quản trị"]
    assert finding.verdict is Verdict.WARNING
    assert second.sign_in_name in finding.says and first.sign_in_name not in finding.says


def test_who_comes_in_by_the_citys_provider_needs_no_password(healthy: Core) -> None:
    (only,) = _without_passwords(healthy)
    begin_writing()
    db.session.add(
        OutsideIdentity(
            person_id=only.id, issuer="https://sso", subject="1", linked_at=healthy.clock.real_now()
        )
    )
    db.session.commit()
    assert found(healthy)["quản trị"].verdict is Verdict.FAULT, "no provider is configured any more"
    core = with_settings(healthy, oidc_issuer="http://127.0.0.1:1", oidc_client_id="taskboard")
    assert found(core)["quản trị"].verdict is Verdict.FINE
    away = found(core)["đăng nhập của cơ quan"]
    assert (away.verdict, "TASKBOARD_OIDC_ISSUER" in away.mend) == (Verdict.FAULT, True)


@pytest.mark.parametrize(
    ("says", "verdict"),
    [
        ('{"issuer": "%s"}', Verdict.FINE),
        ('{"issuer": "https://other"}', Verdict.FAULT),
        ("[]", Verdict.FAULT),
    ],
)
def test_a_provider_must_describe_itself_under_its_own_name(
    healthy: Core, tmp_path: Path, says: str, verdict: Verdict
) -> None:
    with _serving(tmp_path) as url:
        (tmp_path / ".well-known").mkdir()
        (tmp_path / ".well-known" / "openid-configuration").write_text(says.replace("%s", url))
        assert provider(with_settings(healthy, oidc_issuer=url, oidc_client_id="t")).verdict is verdict


@contextlib.contextmanager
def _serving(folder: Path) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given, directory=str(folder))

        def log_message(self, *_given: Any) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_a_key_that_did_not_seal_the_history_is_named(healthy: Core) -> None:
    assert found(healthy)["khóa và dữ liệu"].verdict is Verdict.FINE
    finding = found(with_settings(healthy, secret_key="t" * 40))["khóa và dữ liệu"]
    assert finding.verdict is Verdict.FAULT
    assert "không phải khóa đã niêm nhật ký" in finding.says
    assert "TASKBOARD_SECRET_KEY cũ" in finding.mend


def test_what_another_key_sealed_is_named_after_the_new_key_has_sealed_too(healthy: Core) -> None:
    """Each with what mends it; once that is done the doctor has nothing more to say."""
    begin_writing()
    (person,) = accounts.holders(Role.ADMINISTRATOR, healthy.clock.today())
    begin_factor(person, secret_key="t" * 40, real_now=healthy.clock.real_now())
    factor = accounts.factor_of(person.id)
    assert factor is not None
    factor.confirmed_at = healthy.clock.real_now()
    db.session.commit()
    finding = found(healthy)["khóa và dữ liệu"]
    assert finding.verdict is Verdict.FAULT
    assert f"1 mã hai bước ({person.sign_in_name})" in finding.says
    assert f"“flask accounts reset-second-factor {person.sign_in_name}”" in finding.mend
    begin_writing()
    reset_factor(person, on=occasion_of(healthy, COMMAND))
    db.session.commit()
    assert found(healthy)["khóa và dữ liệu"].verdict is Verdict.FINE


# ----------------------------------------------------------------------------------------------------- other machines


@pytest.fixture
def imap() -> Iterator[ImapServer]:
    server = ImapServer()
    server.start()
    yield server
    server.stop()


def test_a_mailbox_for_replies_is_signed_in_to_and_nothing_in_it_is_touched(
    healthy: Core, imap: ImapServer
) -> None:
    imap.deliver(b"From: a@b.vn\r\n\r\nx")
    assert mailbox(with_settings(healthy, imap_url=imap.url)).verdict is Verdict.FINE
    assert not [words for words in imap.commands if words.startswith(("UID FETCH", "UID MOVE", "UID STORE"))]
    wrong = mailbox(with_settings(healthy, imap_url=imap.url.replace("mat-khau", "sai")))
    assert wrong.verdict is Verdict.FAULT
    assert "sai tên hoặc mật khẩu" in wrong.mend and "TASKBOARD_IMAP_URL" in wrong.mend
    assert "sai@" not in wrong.says, "the password is not repeated"
    lost = mailbox(with_settings(healthy, imap_url=imap.url.replace("INBOX", "KHONG-CO")))
    assert (lost.verdict, "tên thư mục" in lost.mend) == (Verdict.FAULT, True)
    away = mailbox(with_settings(healthy, imap_url="imap://a:b@127.0.0.1:1/INBOX"))
    assert (away.verdict, "cổng" in away.mend) == (Verdict.FAULT, True)
    assert mailbox(healthy).verdict is Verdict.FINE, "not configured is no fault"


def test_a_virus_scanner_that_is_down_is_named_with_what_becomes_of_files(healthy: Core) -> None:
    assert scanner(healthy).verdict is Verdict.FINE
    down = scanner(with_settings(healthy, clamd="127.0.0.1:1"))
    assert (down.verdict, "không nhận tệp nào" in down.says) == (Verdict.FAULT, True)
    lenient = scanner(with_settings(healthy, clamd="127.0.0.1:1", takes_unscanned_files=True))
    assert "đánh dấu chưa quét" in lenient.says


def test_an_old_backup_is_named_with_its_age(healthy: Core) -> None:
    newest = backup.backups(healthy.settings.backup_dir)[0]
    old = healthy.clock.real_now() - timedelta(days=3, hours=1)
    newest.rename(newest.with_name(backup.NAME.format(stamp=f"{old:%Y%m%dT%H%M%SZ}")))
    finding = found(healthy)["sao lưu"]
    assert (finding.verdict, finding.says) == (Verdict.FAULT, "bản mới nhất đã cũ 3 ngày")
    off = found(with_settings(healthy, backups_kept=0))["sao lưu"]
    assert (off.verdict, off.says) == (Verdict.WARNING, "sao lưu hằng đêm đang tắt")


def test_an_installation_older_than_a_day_without_any_backup_is_a_fault_that_its_own_advice_mends(
    own_app: Flask, healthy: Core
) -> None:
    for kept in backup.backups(healthy.settings.backup_dir):
        kept.unlink()
    finding = found(healthy)["sao lưu"]
    assert finding.verdict is Verdict.FAULT
    assert str(healthy.settings.backup_dir) in finding.says
    advised = re.search(r"“flask (.+)”", finding.mend)
    assert advised is not None
    own_app.extensions["taskboard"] = healthy
    assert own_app.test_cli_runner().invoke(args=advised[1].split()).exit_code == 0
    assert found(healthy)["sao lưu"].verdict is Verdict.FINE


def test_on_its_first_day_an_installation_without_a_backup_is_warned(healthy: Core) -> None:
    young = healthy.clock.real_now() - timedelta(hours=23)
    begin_writing()
    db.session.execute(sa.update(JournalEntry).values(at=young))
    db.session.commit()
    for kept in backup.backups(healthy.settings.backup_dir):
        kept.unlink()
    assert found(healthy)["sao lưu"].verdict is Verdict.WARNING


@pytest.mark.postgres_only
@pytest.mark.parametrize("days", [-1, 1])
def test_a_clock_a_day_off_is_named_by_the_database_servers(
    healthy: Core, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    shifted = healthy.clock.real_now() + timedelta(days=days)
    monkeypatch.setattr(type(healthy.clock), "real_now", lambda _clock: shifted)
    finding = found(healthy)["giờ máy"]
    assert finding.verdict is Verdict.FAULT
    assert "so với máy chủ cơ sở dữ liệu" in finding.says
    assert "timedatectl" in finding.mend


def test_a_clock_put_back_a_day_is_named_by_what_is_written_already(
    healthy: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_writing()
    db.session.add(JobRun(job="plan", holder="x", started_at=healthy.clock.real_now()))
    db.session.commit()
    real = healthy.clock.real_now()
    assert found(healthy)["giờ máy"].verdict is Verdict.FINE
    shifted = real - timedelta(days=1, minutes=1)
    monkeypatch.setattr(type(healthy.clock), "real_now", lambda _clock: shifted)
    assert found(healthy)["giờ máy"].verdict is Verdict.FAULT


def test_what_a_clock_since_mended_wrote_ahead_is_not_called_slow_only(healthy: Core) -> None:
    assert ("không có đồng hồ khác" in found(healthy)["giờ máy"].says) == (db.engine.dialect.name == "sqlite")
    begin_writing()
    _clock_behind(healthy)
    db.session.commit()
    finding = found(healthy)["giờ máy"]
    assert "đang chậm, hoặc lần ấy đã nhanh và nay được đặt lại" in finding.says
    assert "timedatectl" in finding.mend and "tự hết sau" in finding.mend


def test_a_check_that_breaks_is_a_finding_and_the_rest_is_said(
    healthy: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: 1 / 0)
    findings = list(examine(healthy))
    assert [one.check for one in findings if one.verdict is Verdict.FAULT] == ["disk", "backup_folder"]
    assert findings[-1].check == "sao lưu"


def _clock_behind(core: Core) -> None:
    future = core.clock.real_now() + timedelta(days=1, hours=1)
    db.session.add(JobRun(job="plan", holder="x", started_at=future))


def _no_leader(_core: Core) -> None:
    db.session.execute(db.text("DELETE FROM lease"))


def _lost_file(core: Core) -> None:
    content = db.session.query(FileContent).one()
    path_of(core.settings.files_dir, content.sha256).unlink()


def _old_schema(_core: Core) -> None:
    db.session.execute(db.text("UPDATE alembic_version SET version_num = '0000'"))


def _nobody(_core: Core) -> None:
    db.session.execute(db.text("UPDATE post SET valid_to = '2021-06-01' WHERE role = 'administrator'"))


@pytest.mark.parametrize(
    ("harm", "check", "says"),
    [
        (_clock_behind, "giờ máy", "1 ngày"),
        (_no_leader, "bộ lịch", "thư nhắc sẽ không đi"),
        (_lost_file, "tệp kèm", "1 trong 1"),
        (_old_schema, "lược đồ", "đang ở 0000"),
        (_nobody, "quản trị", "không có tài khoản"),
    ],
)
def test_what_is_wrong_inside_is_named(
    healthy: Core, harm: Callable[[Core], None], check: str, says: str
) -> None:
    begin_writing()
    harm(healthy)
    db.session.commit()
    finding = found(healthy)[check]
    assert finding.verdict is Verdict.FAULT
    assert says in finding.says
    assert finding.mend


def test_a_file_that_cannot_be_opened_is_sent_to_no_server(tmp_path: Path) -> None:
    there = sa.make_url(f"sqlite:///{tmp_path}/none/taskboard.db")
    assert "máy chủ" not in _mend_database(there) and "mật khẩu" not in _mend_database(there)
    assert f"{tmp_path}/none/taskboard.db" in _mend_database(there)
    assert "máy chủ" in _mend_database(sa.make_url("postgresql+psycopg://a@b/c"))


@pytest.mark.parametrize(
    ("key", "value", "example"),
    [
        ("TASKBOARD_SMTP_URL", "mail.x:587", "smtp://name:password@"),
        ("TASKBOARD_TRUSTED_PROXIES", "abc", "for example 0"),
        ("TASKBOARD_DATABASE_URL", "garbage", "postgresql:///taskboard"),
    ],
)
def test_a_setting_that_cannot_be_read_is_named_with_an_example(
    tmp_path: Path, key: str, value: str, example: str
) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "flask", "doctor"],
        cwd=REPOSITORY,
        env={"PATH": "/usr/bin:/bin", "TASKBOARD_INSTANCE_DIR": str(tmp_path), key: value},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 1
    assert f"✗ cài đặt: {key} must" in ran.stderr and example in ran.stderr
    assert "Traceback" not in ran.stderr


def test_without_a_database_the_command_says_so_and_ends_with_1(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "flask", "doctor"],
        cwd=REPOSITORY,
        env={
            "PATH": "/usr/bin:/bin",
            "TASKBOARD_INSTANCE_DIR": str(tmp_path),
            "TASKBOARD_DATABASE_URL": "postgresql://nobody:secret@127.0.0.1:1/none",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 1
    assert "cơ sở dữ liệu: postgresql+psycopg://nobody:***@127.0.0.1:1/none không trả lời" in ran.stdout
    assert "secret" not in ran.stdout
    assert "Traceback" not in ran.stderr
