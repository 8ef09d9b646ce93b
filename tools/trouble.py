"""What may go wrong on somebody's machine, and the one sentence each deserves."""

import errno
import sys
from collections.abc import Sequence
from pathlib import Path

_DISK_FULL = ("no space left on device", "database or disk is full", "disk quota exceeded")
_UNWRITABLE = (
    "permission denied",
    "read-only file system",
    "readonly database",
    "unable to open database",
)
_NO_NETWORK = (
    "failed to establish a new connection",
    "name or service not known",
    "temporary failure in name resolution",
    "network is unreachable",
    "connection refused",
    "cannot connect to proxy",
    "read timed out",
    "no matching distribution found",
)


class Trouble(Exception):
    """Something the person at the keyboard can mend: a sentence in Vietnamese, the same in English."""

    def __init__(self, sentence_vi: str, sentence_en: str) -> None:
        super().__init__(sentence_en)
        self.sentence_vi = sentence_vi
        self.sentence_en = sentence_en
        self.shown: tuple[str, ...] = ()

    def showing(self, said: Sequence[str]) -> "Trouble":
        """The same, preceded by lines of a failed program that nobody has seen yet."""
        self.shown = tuple(said)
        return self

    def tell(self) -> None:
        """Print the lines to show, then the two sentences, to standard error."""
        for line in self.shown:
            print(f"  │ {line}", file=sys.stderr)
        print(f"\n{self.sentence_vi}\n{self.sentence_en}", file=sys.stderr, flush=True)


def disk_full() -> Trouble:
    """The sentence for a full disk."""
    return Trouble(
        "Ổ đĩa đã đầy: cần trống khoảng 1 GB, rồi chạy lại lệnh này.",
        "The disk is full: free about 1 GB, then run this command again.",
    )


def unwritable(path: str | Path) -> Trouble:
    """The sentence for a file or folder that may not be written."""
    return Trouble(
        f"Không ghi được vào {path}: đề nghị cấp quyền ghi, hoặc chép thư mục này sang nơi ghi được.",
        f"Cannot write to {path}: grant write permission, or copy this folder to where writing is allowed.",
    )


def explained(error: OSError, folder: Path) -> Trouble | None:
    """The sentence for an error of the operating system; None for one nobody foresaw."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full()
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return unwritable(error.filename or folder)
    return None


def program_failed(name: str, code: int, said: Sequence[str], folder: Path) -> Trouble:
    """The sentence for a program that ended with `code`, read from the last lines it said."""
    told = "\n".join(said).lower()
    if any(sign in told for sign in _DISK_FULL):
        return disk_full()
    if any(sign in told for sign in _UNWRITABLE):
        return unwritable(folder)
    return Trouble(
        f"Lệnh “{name}” không thành công (mã {code}); các dòng cuối ở trên nói lý do.",
        f"“{name}” failed (exit code {code}); the last lines above say why.",
    )


def pip_failed(code: int, said: Sequence[str], folder: Path) -> Trouble:
    """As program_failed, and tells a missing network from a package that does not install."""
    told = "\n".join(said).lower()
    if any(sign in told for sign in _NO_NETWORK):
        return Trouble(
            "Không tải được gói Python: lần chạy đầu cần kết nối mạng (hoặc proxy đặt trong pip.conf).",
            "Python packages cannot be fetched: the first run needs a network (or a proxy in pip.conf).",
        )
    return program_failed("pip install", code, said, folder)
