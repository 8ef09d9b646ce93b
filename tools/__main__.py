"""`python3 -m tools COMMAND`: the door to every command of the Makefile.

This file alone must parse on any Python 3, because it is the one that says the Python at hand is too old.
"""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
KNOWN_GOOD = ("python3.11", "python3.12", "python3.13")


def newer_python() -> "str | None":
    """The path of a Python on PATH that is new enough and runs (a switcher's stand-in may not), or None."""
    paths = [shutil.which(name) for name in KNOWN_GOOD]
    runs = (
        path for path in paths if path and subprocess.call([path, "-c", ""], stderr=subprocess.DEVNULL) == 0
    )
    return next(runs, None)


def complain(sentence_vi: str, sentence_en: str) -> int:
    """Print the two sentences where errors go, whatever the terminal's encoding; return exit code 1."""
    text = "\n%s\n%s\n" % (sentence_vi, sentence_en)
    sys.stderr.buffer.write(text.encode("utf-8"))
    return 1


def main() -> int:
    """Hand over to tools.commands, to a newer Python, or to a sentence; return the exit code."""
    if sys.version_info < OLDEST:
        other = newer_python()
        if other:
            os.execv(other, [other, "-m", "tools", *sys.argv[1:]])
        return complain(
            "Python %d.%d quá cũ: Taskboard cần Python 3.11 trở lên." % sys.version_info[:2],
            "Python %d.%d is too old: Taskboard needs Python 3.11 or newer." % sys.version_info[:2],
        )
    try:
        from tools import commands
    except ModuleNotFoundError as missing:
        return complain(
            "Python này thiếu mô-đun %s; trên Debian, Ubuntu: apt install python3-venv." % missing.name,
            "This Python lacks the module %s; on Debian, Ubuntu: apt install python3-venv." % missing.name,
        )
    return commands.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
