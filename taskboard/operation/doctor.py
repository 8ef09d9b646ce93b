"""What is wrong with an installation, and how to mend it: one line a check, in the order in which to mend.

Every check is a small function of the installation. A check that itself fails is a finding, never a traceback.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory

from taskboard.core import Core
from taskboard.db import db
from taskboard.files.actions import path_of
from taskboard.files.models import FileContent
from taskboard.operation import backup, outside, ways_in
from taskboard.operation.findings import Check, Finding, Verdict
from taskboard.outbox.models import MailState, OutboxMessage
from taskboard.reports.typesetting import known_faces
from taskboard.scheduler import queries as scheduler
from taskboard.scheduler.models import JobRun
from taskboard.search import queries as search
from taskboard.settings.models import CalendarDay

LOW_DISK_BYTES = 500 * 1024 * 1024
SHORT_SECRET = 32
CLOCK_SLACK = timedelta(minutes=5)
FILES_LOOKED_AT = 200


def examine(core: Core) -> Iterator[Finding]:
    """Every check in turn. Where the database does not answer, what needs it is left out."""
    for check in BEFORE_DATABASE:
        yield _safely(check, core)
    database = _safely(_database, core)
    yield database
    if database.verdict is Verdict.FAULT:
        return
    schema = _safely(_schema, core)
    yield schema
    if schema.verdict is Verdict.FAULT:
        return
    for check in WITH_DATABASE:
        yield _safely(check, core)


def _safely(check: Check, core: Core) -> Finding:
    try:
        return check(core)
    except Exception as error:  # the doctor must reach the end of the list
        name = check.__name__.strip("_")
        return Finding(name, Verdict.FAULT, f"không kiểm tra được: {type(error).__name__}: {error}")
    finally:
        db.session.rollback()


def _secret_key(core: Core) -> Finding:
    secret = core.settings.secret_key
    mend = "đặt TASKBOARD_SECRET_KEY bằng một chuỗi ngẫu nhiên từ 32 ký tự rồi khởi động lại"
    if not secret:
        return Finding(
            "khóa bí mật", Verdict.FAULT, "chưa có TASKBOARD_SECRET_KEY, chưa phục vụ được trang nào", mend
        )
    if len(secret) < SHORT_SECRET:
        return Finding("khóa bí mật", Verdict.WARNING, f"chỉ có {len(secret)} ký tự, dễ đoán", mend)
    return Finding("khóa bí mật", Verdict.FINE, "đã đặt")


def _address(core: Core) -> Finding:
    url = core.settings.base_url
    is_local = any(host in url for host in ("//127.0.0.1", "//localhost", "//[::1]"))
    if is_local:
        return Finding(
            "địa chỉ trang",
            Verdict.WARNING,
            f"{url} chỉ mở được trên chính máy này; liên kết trong thư sẽ không mở được",
            "đặt TASKBOARD_BASE_URL thành địa chỉ người dùng mở",
        )
    if not core.settings.is_https:
        return Finding(
            "địa chỉ trang",
            Verdict.WARNING,
            f"{url} không mã hóa, mật khẩu đi qua mạng ở dạng đọc được",
            "đặt nginx với TLS phía trước và TASKBOARD_BASE_URL bắt đầu bằng https://",
        )
    return Finding("địa chỉ trang", Verdict.FINE, url)


def _proxies(core: Core) -> Finding:
    """TLS ends at a proxy; one that is not believed makes all visitors one address, which throttling counts by."""
    name, count = "máy chủ phía trước", core.settings.trusted_proxies
    if core.settings.is_https and not count:
        return Finding(
            name,
            Verdict.WARNING,
            "địa chỉ trang là https nhưng không tin máy chủ phía trước nào: mọi lượt vào mang chung một địa chỉ, "
            "việc chặn dò mật khẩu theo địa chỉ không có tác dụng",
            "đặt TASKBOARD_TRUSTED_PROXIES bằng số máy chủ đứng trước, với một nginx là 1",
        )
    return Finding(name, Verdict.FINE, f"tin {count} máy chủ" if count else "không có")


def _faces(_core: Core) -> Finding:
    """Documents are set in a face with every Vietnamese letter."""
    if not known_faces():
        return Finding(
            "phông chữ",
            Verdict.WARNING,
            "chưa thấy Times New Roman hay Liberation 2: văn bản PDF có thể thiếu dấu",
            "cài gói fonts-liberation2 (apt install fonts-liberation2)",
        )
    return Finding("phông chữ", Verdict.FINE, "đủ cho văn bản PDF")


_UNWRITABLE = {
    errno.ENOSPC: "đĩa đã đầy: dọn bớt hoặc mở rộng đĩa",
    errno.EDQUOT: "hết hạn mức đĩa của người dùng taskboard: nâng hạn mức hoặc dọn bớt",
    errno.EROFS: "hệ tệp bị gắn chỉ đọc: xem “dmesg”, đĩa có thể hỏng; gắn lại để ghi được",
    errno.EACCES: "thư mục phải thuộc về người dùng taskboard: chown -R taskboard:taskboard",
}


def _instance_folder(core: Core) -> Finding:
    folder = core.settings.instance_dir
    return _unwritable("thư mục dữ liệu", folder, folder) or Finding(
        "thư mục dữ liệu", Verdict.FINE, f"{folder} ghi được"
    )


def _backup_folder(core: Core) -> Finding:
    """Where the next nightly backup goes; a folder that is not there yet is made by it."""
    name, folder = "thư mục sao lưu", backup.folder_of(core)
    if not core.settings.backups_kept:
        return Finding(name, Verdict.FINE, "không dùng, sao lưu hằng đêm đang tắt")
    there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    if (refused := _unwritable(name, there, folder)) is not None:
        return refused
    free, needed = shutil.disk_usage(there).free, _room_for_a_backup(folder)
    if free < needed:
        says = f"{folder} còn {_gigabytes(free)} GB, bản sao lưu tiếp theo cần chừng {_gigabytes(needed)} GB"
        return Finding(name, Verdict.FAULT, says, "dọn bớt, mở rộng đĩa, hoặc giảm TASKBOARD_BACKUPS_KEPT")
    return Finding(name, Verdict.FINE, f"{folder} ghi được")


def _room_for_a_backup(folder: Path) -> int:
    """The newest and a tenth: the next one is written beside it before any older one goes."""
    sizes = [path.stat().st_size for path in backup.backups(folder)[:1]]
    return max(LOW_DISK_BYTES, *(size * 11 // 10 for size in sizes)) if sizes else LOW_DISK_BYTES


def _unwritable(name: str, there: Path, folder: Path) -> Finding | None:
    """Why nothing can be written `there`, tried with a few bytes; None where they were taken."""
    probe = there / f".doctor.{os.getpid()}"
    try:
        probe.write_bytes(b"x" * 4096)
    except OSError as error:
        mend = _UNWRITABLE.get(
            error.errno or 0, "kiểm tra thư mục có tồn tại và thuộc về người dùng taskboard không"
        )
        return Finding(name, Verdict.FAULT, f"không ghi được vào {folder}: {error.strerror}", mend)
    finally:
        with contextlib.suppress(OSError):
            probe.unlink()
    return None


def _disk(core: Core) -> Finding:
    usage = shutil.disk_usage(core.settings.instance_dir)
    free = f"còn {_gigabytes(usage.free)} GB"
    if usage.free < LOW_DISK_BYTES:
        return Finding("đĩa", Verdict.FAULT, free, "dọn bớt hoặc mở rộng đĩa; tệp kèm và sao lưu cần chỗ")
    return Finding("đĩa", Verdict.FINE, free)


def _gigabytes(size: int) -> str:
    return f"{size / 1024**3:.1f}".replace(".", ",")


def _database(core: Core) -> Finding:
    there = sa.make_url(core.settings.resolved_database_url)
    url = there.render_as_string(hide_password=True)
    try:
        db.session.execute(sa.text("SELECT 1"))
    except sa.exc.SQLAlchemyError as error:
        cause = str(error.__cause__ or error).strip().splitlines()[0]
        says = f"{url} không trả lời: {cause}"
        return Finding("cơ sở dữ liệu", Verdict.FAULT, says, _mend_database(there))
    return Finding("cơ sở dữ liệu", Verdict.FINE, url)


def _mend_database(there: sa.URL) -> str:
    """A file has neither a server nor a password."""
    if there.get_backend_name() != "sqlite":
        return "kiểm tra TASKBOARD_DATABASE_URL, máy chủ cơ sở dữ liệu và mật khẩu"
    return (
        f"kiểm tra tệp {there.database} và thư mục của nó: còn chỗ (df -h), không bị gắn chỉ đọc (dmesg), "
        "thuộc về người dùng taskboard"
    )


def head_revision(migrations: Path) -> str | None:
    """The newest schema that this release knows."""
    config = Config()
    config.set_main_option("script_location", str(migrations))
    return ScriptDirectory.from_config(config).get_current_head()


def _schema(_core: Core) -> Finding:
    wanted = head_revision(Path(__file__).resolve().parents[2] / "migrations")
    try:
        found = db.session.scalar(sa.text("SELECT version_num FROM alembic_version"))
    except sa.exc.SQLAlchemyError:
        found = None
    if found == wanted:
        return Finding("lược đồ", Verdict.FINE, f"phiên bản {found}")
    state = f"đang ở {found}" if found else "chưa có"
    return Finding(
        "lược đồ", Verdict.FAULT, f"{state}, phần mềm cần {wanted}", "sao lưu rồi chạy “flask db upgrade”"
    )


def _clock(core: Core) -> Finding:
    """The machine against what the database's server says, and against instants already recorded."""
    now = core.clock.real_now()
    mend = "đặt lại giờ máy và bật đồng bộ giờ (timedatectl set-ntp true)"
    if (drift := _database_drift(now)) > CLOCK_SLACK:
        return Finding("giờ máy", Verdict.FAULT, f"lệch {_span(drift)} so với máy chủ cơ sở dữ liệu", mend)
    newest = db.session.scalar(sa.select(sa.func.max(JobRun.started_at)))
    if newest is not None and newest - now > CLOCK_SLACK:
        return _written_ahead(newest, now, core)
    beside = "" if _has_server() else "; SQLite không có đồng hồ khác để so, xem timedatectl"
    says = f"{_moment(now, core)}, {core.settings.time_zone}{beside}"
    return Finding("giờ máy", Verdict.FINE, says)


def _written_ahead(newest: datetime, now: datetime, core: Core) -> Finding:
    """Either the clock is slow now or it was fast then: nothing inside the machine tells which."""
    return Finding(
        "giờ máy",
        Verdict.FAULT,
        f"máy chỉ {_moment(now, core)}, việc định kỳ đã ghi có lần {_moment(newest, core)}, sau đó "
        f"{_span(newest - now)}: giờ máy đang chậm, hoặc lần ấy đã nhanh và nay được đặt lại",
        "so với đồng hồ ngoài máy (timedatectl): nếu chậm, bật đồng bộ giờ (timedatectl set-ntp true); "
        f"nếu đúng, không phải làm gì, mục này tự hết sau {_moment(newest, core)}",
    )


def _moment(at: datetime, core: Core) -> str:
    return f"{at.astimezone(core.settings.zone):%H:%M %d/%m/%Y}"


def _has_server() -> bool:
    return db.session.get_bind().dialect.name == "postgresql"


def _database_drift(now: datetime) -> timedelta:
    if not _has_server():
        return timedelta()  # SQLite has no clock of its own
    there: datetime = db.session.scalar(sa.text("SELECT clock_timestamp()"))
    return abs(there - now)


def _span(length: timedelta) -> str:
    minutes = int(length.total_seconds() // 60)
    return f"{minutes // 1440} ngày" if minutes >= 1440 else f"{minutes // 60} giờ {minutes % 60} phút"


def _holidays(core: Core) -> Finding:
    today = core.clock.today()
    for year in (today.year, today.year + 1) if today.month == 12 else (today.year,):
        in_year = CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31))
        if not db.session.scalar(sa.select(sa.exists().where(in_year))):
            return Finding(
                "lịch làm việc",
                Verdict.WARNING,
                f"năm {year} chưa có ngày nghỉ lễ nào, hạn và mốc nhắc tính như ngày thường",
                "nhập lịch nghỉ ở trang Quản trị",
            )
    return Finding("lịch làm việc", Verdict.FINE, f"có ngày nghỉ lễ năm {today.year}")


def _files(core: Core) -> Finding:
    newest = db.session.scalars(
        sa.select(FileContent).order_by(FileContent.stored_at.desc()).limit(FILES_LOOKED_AT)
    ).all()
    lost = [
        row.sha256
        for row in newest
        if not _is_whole(path_of(core.settings.files_dir, row.sha256), row.size_bytes)
    ]
    if lost:
        return Finding(
            "tệp kèm",
            Verdict.FAULT,
            f"{len(lost)} trong {len(newest)} tệp mới nhất không có hoặc sai cỡ, ví dụ {lost[0][:12]}…",
            f"khôi phục thư mục {core.settings.files_dir} từ bản sao lưu",
        )
    return Finding("tệp kèm", Verdict.FINE, f"{len(newest)} tệp mới nhất đủ")


def _is_whole(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except OSError:
        return False


def _search(_core: Core) -> Finding:
    """Rows that came in past the application's writers are found by nobody."""
    gap = search.gap()
    if not gap.is_none:
        return Finding(
            "tìm kiếm",
            Verdict.FAULT,
            f"thiếu {gap.missing} mục, thừa {gap.left_over} mục trong chỉ mục",
            "chạy “flask search rebuild”",
        )
    return Finding("tìm kiếm", Verdict.FINE, "chỉ mục đủ")


def _scheduler(_core: Core) -> Finding:
    leader = scheduler.leader()
    if leader is None:
        return Finding(
            "bộ lịch",
            Verdict.FAULT,
            "không tiến trình nào đang chạy, thư nhắc sẽ không đi",
            "khởi động “flask scheduler run” (systemctl start taskboard-scheduler)",
        )
    return Finding("bộ lịch", Verdict.FINE, f"{leader.holder} đang giữ nhịp")


def _jobs(_core: Core) -> Finding:
    failed = [run.job for run in scheduler.last_runs().values() if run.has_succeeded is False]
    if failed:
        return Finding(
            "việc định kỳ",
            Verdict.FAULT,
            f"lần chạy gần nhất bị lỗi: {', '.join(sorted(failed))}",
            "xem trang trạng thái và nhật ký của bộ lịch",
        )
    return Finding("việc định kỳ", Verdict.FINE, "lần chạy gần nhất đều xong")


def _mails(core: Core) -> Finding:
    late = core.clock.real_now() - timedelta(hours=1)
    owed = _count(OutboxMessage.state == MailState.OWED, OutboxMessage.next_attempt_at < late)
    failed = _count(OutboxMessage.state == MailState.FAILED)
    if core.settings.smtp_url and owed:
        return Finding(
            "thư", Verdict.FAULT, f"{owed} thư chờ gửi quá một giờ", "xem máy chủ thư và bộ lịch ở trên"
        )
    if failed:
        return Finding(
            "thư", Verdict.WARNING, f"{failed} thư bị từ chối", "xem trang Thư, sửa địa chỉ rồi gửi lại"
        )
    return Finding("thư", Verdict.FINE, "không có thư bị kẹt")


def _count(*conditions: sa.ColumnElement[bool]) -> int:
    """Of mails; what is owed to other systems is not meant."""
    is_mail = OutboxMessage.webhook_id.is_(None)
    return db.session.scalar(sa.select(sa.func.count(OutboxMessage.id)).where(is_mail, *conditions)) or 0


_BACK_UP = "chạy “flask scheduler run-once --job back_up”"
"""Makes one where they are looked for, whatever the hour; an archive elsewhere is nobody's to count."""


def _backup(core: Core) -> Finding:
    stands = backup.standing(core)
    if not stands.is_on:
        return Finding(
            "sao lưu", Verdict.WARNING, "sao lưu hằng đêm đang tắt", "đặt TASKBOARD_BACKUPS_KEPT lớn hơn 0"
        )
    if stands.made_at is None:
        verdict = Verdict.FAULT if stands.is_stale else Verdict.WARNING
        since = f", dữ liệu đã có {_span(stands.age)}" if stands.is_stale else ""
        return Finding("sao lưu", verdict, f"chưa có bản nào ở {backup.folder_of(core)}{since}", _BACK_UP)
    if stands.is_stale:
        says = f"bản mới nhất đã cũ {_span(stands.age)}"
        return Finding(
            "sao lưu", Verdict.FAULT, says, f"{_BACK_UP}; vì sao lỡ: xem bộ lịch và việc định kỳ ở trên"
        )
    return Finding("sao lưu", Verdict.FINE, f"bản mới nhất cách đây {_span(stands.age)}")


BEFORE_DATABASE: tuple[Check, ...] = (
    _secret_key,
    _address,
    _proxies,
    _instance_folder,
    _disk,
    _backup_folder,
    _faces,
)
WITH_DATABASE: tuple[Check, ...] = (
    _clock,
    ways_in.key_that_fits,
    ways_in.administrators,
    ways_in.provider,
    _holidays,
    _files,
    outside.scanner,
    _search,
    _scheduler,
    _jobs,
    outside.mail_server,
    outside.mailbox,
    _mails,
    _backup,
)
