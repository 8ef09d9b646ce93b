"""What the doctor asks of other machines: do they answer, and do they let us in?"""

from __future__ import annotations

from taskboard.core import Core
from taskboard.files.scanning import Outcome, scanner_of
from taskboard.operation.findings import Finding, Verdict
from taskboard.outbox.smtp import Sender, Server, ServerAway
from taskboard.replies.mailbox import MailboxAway, Place, open_mailbox

PATIENCE_SECONDS = 10
"""How long each may stay silent while somebody waits at the command line."""
_WRONG_PASSWORD = ("535", "534", "530")
_HARMLESS = b"Taskboard"


def mail_server(core: Core) -> Finding:
    """Signs in and sends nothing."""
    settings = core.settings
    if not settings.smtp_url:
        return Finding(
            "máy chủ thư",
            Verdict.WARNING,
            "chưa đặt, thư chỉ hiện ở trang Thư",
            "đặt TASKBOARD_SMTP_URL, ví dụ smtp://tài-khoản:mật-khẩu@máy-chủ:587",
        )
    server = Server.from_url(settings.smtp_url)
    try:
        with Sender(
            server,
            mail_from=settings.mail_from,
            timeout_seconds=min(settings.smtp_timeout_seconds, PATIENCE_SECONDS),
        ) as sender:
            sender.ensure()
    except ServerAway as away:
        return _away("máy chủ thư", server.host, server.port, str(away), "TASKBOARD_SMTP_URL")
    return Finding("máy chủ thư", Verdict.FINE, f"{server.host}:{server.port} trả lời và cho đăng nhập")


def mailbox(core: Core) -> Finding:
    """Signs in and opens the folder, where answers to mails are read; reads and moves nothing."""
    url = core.settings.imap_url
    if not url:
        return Finding("hộp thư trả lời", Verdict.FINE, "không dùng, thư không mời trả lời")
    place = Place.from_url(url)
    try:
        with open_mailbox(url, PATIENCE_SECONDS):
            pass
    except MailboxAway as away:
        if "select" in str(away).lower() or "folder" in str(away).lower():
            says = f"{place.host}:{place.port}: không mở được thư mục {place.folder}: {away}"
            return Finding(
                "hộp thư trả lời", Verdict.FAULT, says, "sửa tên thư mục ở cuối TASKBOARD_IMAP_URL"
            )
        return _away("hộp thư trả lời", place.host, place.port, str(away), "TASKBOARD_IMAP_URL")
    return Finding(
        "hộp thư trả lời",
        Verdict.FINE,
        f"{place.host}:{place.port} cho đăng nhập, mở được thư mục {place.folder}",
    )


def _away(check: str, host: str, port: int, words: str, key: str) -> Finding:
    is_refusal = words.startswith(_WRONG_PASSWORD) or "auth" in words.lower()
    mend = (
        f"sai tên hoặc mật khẩu thư: sửa {key}"
        if is_refusal
        else f"kiểm tra tên máy chủ, cổng, tường lửa trong {key}"
    )
    return Finding(check, Verdict.FAULT, f"{host}:{port}: {words}", mend)


def scanner(core: Core) -> Finding:
    """Shows the virus scanner a few harmless bytes."""
    settings = core.settings
    asked = scanner_of(settings.clamd, min(settings.clamd_timeout_seconds, PATIENCE_SECONDS), False)
    if asked is None:
        return Finding("quét vi-rút", Verdict.FINE, "không dùng")
    if asked.look_at(_HARMLESS).outcome is Outcome.CLEAN:
        return Finding("quét vi-rút", Verdict.FINE, f"{settings.clamd} trả lời")
    meanwhile = (
        "tệp được nhận và đánh dấu chưa quét" if settings.takes_unscanned_files else "không nhận tệp nào"
    )
    return Finding(
        "quét vi-rút",
        Verdict.FAULT,
        f"{settings.clamd} không trả lời, {meanwhile}",
        "khởi động ClamAV (systemctl start clamav-daemon), kiểm tra TASKBOARD_CLAMD và quyền đọc ổ cắm của nó",
    )
