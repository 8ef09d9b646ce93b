"""What a browser calls itself, in two words people know: "Chrome, Windows"."""

from __future__ import annotations

_BROWSERS = (
    ("coc_coc", "Cốc Cốc"),
    ("edg", "Edge"),
    ("opr/", "Opera"),
    ("samsungbrowser", "Samsung Internet"),
    ("firefox", "Firefox"),
    ("fxios", "Firefox"),
    ("chrome", "Chrome"),
    ("crios", "Chrome"),
    ("safari", "Safari"),
)
_SYSTEMS = (
    ("iphone", "iPhone"),
    ("ipad", "iPad"),
    ("android", "Android"),
    ("windows", "Windows"),
    ("mac os", "macOS"),
    ("linux", "Linux"),
)


def device_text(user_agent: str) -> str:
    """The first of each list that the words hold: the order tells those apart that name each other."""
    lowered = user_agent.lower()
    found = [next((name for mark, name in marks if mark in lowered), "") for marks in (_BROWSERS, _SYSTEMS)]
    return ", ".join(part for part in found if part) or user_agent[:60] or "—"
