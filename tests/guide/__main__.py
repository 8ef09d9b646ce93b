"""`python -m tests.guide`: take the pictures of docs/guide anew."""

from __future__ import annotations

import os
import sys

import pytest

if __name__ == "__main__":
    os.environ["TASKBOARD_GUIDE_PICTURES"] = "keep"
    sys.exit(pytest.main(["-q", "-m", "long", "--database=sqlite", "tests/guide"]))
