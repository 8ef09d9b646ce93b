"""`flask backup …` and `flask doctor`: what an administrator types."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from taskboard.core import Core
from taskboard.db import begin_writing, db
from taskboard.operation import backup, doctor
from taskboard.operation.backup import BackupError, Manifest
from taskboard.operation.findings import Finding, Verdict
from taskboard.operation.rekey import RekeyError, rekey
from taskboard.operation.restore import restore

backup_cli = AppGroup("backup", help="Sao lưu và khôi phục · Backup and restore")
_archive = click.Path(path_type=Path, dir_okay=False)


def _core() -> Core:
    core: Core = current_app.extensions["taskboard"]
    return core


@backup_cli.command("create")
@click.argument("target", metavar="FILE", type=_archive)
def create(target: Path) -> None:
    """Toàn bộ dữ liệu và tệp kèm vào một tệp, trong lúc mọi người vẫn làm việc · Everything into one archive."""
    try:
        manifest = backup.create(_core(), target)
        backup.verify(target)
    except BackupError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"Đã sao lưu và đọc lại {target}: {_sum(manifest)}")
    for digest in manifest.missing_files:
        click.echo(f"THIẾU tệp kèm {digest}: không có trên đĩa", err=True)
    click.echo(
        "Cất riêng, ngoài bản sao lưu: TASKBOARD_SECRET_KEY (ký phiên và niêm nhật ký), các TASKBOARD_* khác."
    )


@backup_cli.command("verify")
@click.argument("source", metavar="FILE", type=_archive)
def verify(source: Path) -> None:
    """Đọc lại từng dòng, từng tệp và so mã kiểm tra · Read every byte again."""
    try:
        manifest = backup.verify(source)
    except BackupError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{source} nguyên vẹn, lập lúc {manifest.made_at}: {_sum(manifest)}")


@backup_cli.command("restore")
@click.argument("source", metavar="FILE", type=_archive)
@click.option(
    "--replace", "replaces", is_flag=True, help="Thay toàn bộ dữ liệu đang có · Replace what stands there."
)
def restore_command(source: Path, replaces: bool) -> None:
    """Khôi phục vào cơ sở dữ liệu trống, SQLite hay PostgreSQL · Restore into an empty database of either kind."""
    core = _core()
    try:
        manifest = restore(core, source, replaces=replaces)
    except BackupError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"Đã khôi phục bản lập lúc {manifest.made_at}: {_sum(manifest)}")
    if manifest.key_fingerprint != backup.fingerprint(core.settings.secret_key):
        click.echo(
            "TASKBOARD_SECRET_KEY khác khóa lúc sao lưu: mọi phiên đăng nhập kết thúc và dấu niêm nhật ký cũ "
            "không kiểm được. Đề nghị đặt lại khóa cũ.",
            err=True,
        )


def _sum(manifest: Manifest) -> str:
    return (
        f"{manifest.rows} dòng trong {len(manifest.tables)} bảng, {manifest.files} tệp kèm, "
        f"lược đồ {manifest.revision}, từ {manifest.database}"
    )


@click.command("rekey")
@click.argument("old_key_file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@with_appcontext
def rekey_command(old_key_file: Path) -> None:
    """Sau khi đổi TASKBOARD_SECRET_KEY: niêm lại bằng khóa mới; FILE chứa khóa cũ · Seal anew after a change of key."""
    core = _core()
    begin_writing()
    try:
        old, new = old_key_file.read_text("utf-8").strip(), core.settings.secret_key or ""
        done = rekey(old, new, real_now=core.clock.real_now())
    except RekeyError as error:
        db.session.rollback()
        raise click.ClickException(str(error)) from None
    db.session.commit()
    click.echo(
        f"Đã niêm lại {done.seals} dấu nhật ký, {done.factors} mã hai bước, {done.webhooks} webhook; "
        f"{done.sessions} phiên đăng nhập đã kết thúc."
    )
    click.echo("Khóa cũ chỉ còn cần cho các bản sao lưu đã lập với nó: cất cùng chúng, xóa khỏi máy này.")


_SIGNS = {Verdict.FINE: "  ", Verdict.WARNING: "! ", Verdict.FAULT: "✗ "}


@click.command("doctor")
@with_appcontext
def doctor_command() -> None:
    """Nêu chỗ hỏng và cách sửa; mã thoát 1 khi có lỗi · Name what is wrong and how to mend it."""
    counts: Counter[Verdict] = Counter()
    for finding in doctor.examine(_core()):
        counts[finding.verdict] += 1
        click.echo(_line(finding))
    click.echo(
        f"\n{counts[Verdict.FAULT]} lỗi, {counts[Verdict.WARNING]} cảnh báo, {counts[Verdict.FINE]} mục tốt"
    )
    sys.exit(1 if counts[Verdict.FAULT] else 0)


def _line(finding: Finding) -> str:
    said = f"{_SIGNS[finding.verdict]}{finding.check}: {finding.says}"
    return f"{said}\n    → {finding.mend}" if finding.mend else said
