"""`python -m taskboard.domain.drafting FILE YYYY-MM-DD`: drafts of a UTF-8 text as JSON, without the web framework."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

from taskboard.domain.drafting.assemble import draft
from taskboard.domain.drafting.wire import as_json
from taskboard.domain.text import clean_source


def main(arguments: list[str]) -> int:
    """Prints drafts of one file. Returns the exit status: 2 for a wrong call."""
    if len(arguments) != 2:
        sys.stderr.write("python -m taskboard.domain.drafting FILE YYYY-MM-DD\n")
        return 2
    text = clean_source(Path(arguments[0]).read_text(encoding="utf-8-sig"))
    drafting = draft(text, date.fromisoformat(arguments[1]))
    sys.stdout.write(json.dumps(as_json(drafting, text), ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
