"""What a column of an office's own register may be, and by which words over it one knows.

The words are compared folded: without accents, case and punctuation. They are those of tracking registers (domain 2.4),
of our own export, and the headings Redmine and OpenProject give a CSV in English and in Vietnamese.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from taskboard.domain.names import LONGEST
from taskboard.domain.text import fold
from taskboard.imports.workbook import Column, Kind


@dataclass(frozen=True, slots=True)
class Target:
    """One meaning of a column."""

    column: Column
    words: tuple[str, ...]
    """Folded headings that mean it, the surest first."""
    parts: tuple[str, ...] = ()
    """Folded words of which a longer heading has one at least: a weaker sign."""

    @property
    def key(self) -> str:
        return self.column.key


def _target(
    key: str, heading: str, kind: Kind, words: str, *, parts: str = "", limit: int = 200, hint: str = ""
) -> Target:
    column = Column(key, heading, kind, limit=limit, hint=hint)
    return Target(column, tuple(_listed(words)), tuple(_listed(parts)))


def _listed(words: str) -> Iterable[str]:
    return (fold(word) for word in words.split("|") if word)


TARGETS: tuple[Target, ...] = (
    _target(
        "own_number",
        "Mã, số trong sổ cũ",
        Kind.NAME,
        "mã|mã nhiệm vụ|mã số|mã việc|#|id|issue|số đến",
        hint="để tìm lại dòng cũ và biết việc cha",
    ),
    _target(
        "title",
        "Nội dung nhiệm vụ",
        Kind.TEXT,
        "nội dung / trích yếu|nội dung nhiệm vụ|nhiệm vụ|nội dung công việc|nội dung chỉ đạo|tên nhiệm vụ|tên công việc|"
        "nội dung|trích yếu|công việc|subject|title|tiêu đề|ý kiến chỉ đạo|nhiệm vụ được giao|nội dung giao|chủ đề",
        parts="nội dung|trích yếu|nhiệm vụ",
        limit=LONGEST["wording"],
        hint=f"bắt buộc; dài hơn {LONGEST['title']} ký tự thì tên nhiệm vụ được rút gọn, nguyên văn vẫn giữ",
    ),
    _target(
        "wording",
        "Nguyên văn chỉ đạo",
        Kind.TEXT,
        "nguyên văn|mô tả|description|nguyên văn chỉ đạo|diễn giải",
        limit=LONGEST["wording"],
    ),
    _target(
        "lead",
        "Đơn vị chủ trì",
        Kind.NAME,
        "cơ quan chủ trì|đơn vị chủ trì|chủ trì|cơ quan, đơn vị chủ trì|đơn vị được giao|giao cho|đơn vị|"
        "phòng, ban|phòng ban|assignee|gán cho|phân công cho|người được giao|người được gán|accountable",
        parts="chủ trì",
        hint="bắt buộc; tên đơn vị, hoặc họ tên người thì lấy đơn vị của người đó",
    ),
    _target(
        "partners",
        "Đơn vị phối hợp",
        Kind.TEXT,
        "đơn vị phối hợp|cơ quan phối hợp|phối hợp",
        parts="phối hợp",
        limit=2_000,
        hint="nhiều tên cách nhau bằng dấu chấm phẩy, dấu phẩy hoặc xuống dòng",
    ),
    _target("informed", "Nhận để biết", Kind.TEXT, "nhận để biết|để biết", limit=2_000),
    _target(
        "doers",
        "Đơn vị, người thực hiện",
        Kind.TEXT,
        "đơn vị thực hiện|người, đơn vị thực hiện",
        limit=2_000,
        hint="đơn vị ở đây là phối hợp, người là người thực hiện",
    ),
    _target(
        "officer", "Người thực hiện", Kind.NAME, "người thực hiện|cán bộ thực hiện|chuyên viên thực hiện"
    ),
    _target(
        "source",
        "Văn bản giao (số, ngày)",
        Kind.TEXT,
        "văn bản giao (số, ngày)|văn bản giao|văn bản giao việc|số, ngày văn bản|căn cứ giao|văn bản chỉ đạo|"
        "số, ký hiệu, ngày văn bản|số/ngày văn bản",
        parts="văn bản giao|văn bản chỉ đạo",
        limit=1_000,
    ),
    _target(
        "source_number",
        "Số, ký hiệu văn bản",
        Kind.NAME,
        "số, ký hiệu văn bản|số, ký hiệu|số ký hiệu|số văn bản|văn bản giao số|số hiệu|số công văn",
        limit=LONGEST["source_number"],
    ),
    _target(
        "source_on",
        "Ngày văn bản",
        Kind.DAY,
        "ngày văn bản|ngày ban hành|văn bản giao ngày|ngày vb|ngày công văn",
    ),
    _target(
        "source_body",
        "Cơ quan ban hành",
        Kind.NAME,
        "cơ quan ban hành|nơi ban hành|cơ quan giao",
        limit=LONGEST["source_body"],
    ),
    _target(
        "assigned_on",
        "Ngày giao",
        Kind.DAY,
        "ngày giao|ngày giao việc|ngày giao nhiệm vụ|start date|bắt đầu|ngày bắt đầu",
        hint="không có thì lấy ngày văn bản, rồi ngày lập",
    ),
    _target(
        "created_on", "Ngày lập", Kind.DAY, "ngày lập|created|created on|tạo|ngày tạo|đã tạo vào|tạo ngày"
    ),
    _target("original_due_on", "Hạn ban đầu", Kind.DAY, "hạn ban đầu|thời hạn ban đầu|hạn gốc"),
    _target(
        "due_on",
        "Hạn xử lý",
        Kind.DAY,
        "hạn xử lý|hạn|thời hạn|hạn hiện hành|thời hạn hoàn thành|hạn hoàn thành|thời gian hoàn thành|hạn xử lý mới|"
        "due date|hết hạn|finish date|ngày hết hạn|ngày đến hạn|thời hạn thực hiện|ngày kết thúc",
        parts="thời hạn|hạn",
        hint="ngày, hoặc “tháng 6/2021”, “quý II/2021”: ngày cuối của tháng, quý",
    ),
    _target(
        "state",
        "Trạng thái",
        Kind.NAME,
        "trạng thái|tình trạng|kết quả xử lý|status|tiến độ thực hiện|tình trạng xử lý|trạng thái xử lý",
        parts="trạng thái|tình trạng",
    ),
    _target("priority", "Mức ưu tiên", Kind.NAME, "ưu tiên|mức ưu tiên|độ ưu tiên|độ khẩn|priority|mức độ"),
    _target(
        "completed_on",
        "Ngày hoàn thành",
        Kind.DAY,
        "ngày hoàn thành|hoàn thành ngày|ngày kết thúc thực tế|ngày báo cáo hoàn thành|closed|đã đóng|ngày đóng|closed on",
        parts="ngày hoàn thành",
    ),
    _target(
        "result",
        "Tóm tắt kết quả",
        Kind.TEXT,
        "tóm tắt kết quả|kết quả|kết quả thực hiện|tình hình thực hiện|kết quả cụ thể",
        parts="kết quả|tình hình",
        limit=4_000,
    ),
    _target(
        "result_document",
        "Văn bản sản phẩm (số, ngày)",
        Kind.TEXT,
        "văn bản sản phẩm|sản phẩm|văn bản kết quả|văn bản báo cáo|sản phẩm đầu ra",
        limit=1_000,
    ),
    _target("field", "Lĩnh vực", Kind.NAME, "lĩnh vực|nhóm lĩnh vực"),
    _target(
        "leader", "Lãnh đạo giao", Kind.NAME, "lãnh đạo giao|người giao|lãnh đạo chỉ đạo|lãnh đạo phụ trách"
    ),
    _target(
        "monitor",
        "Chuyên viên theo dõi",
        Kind.NAME,
        "chuyên viên vp theo dõi|chuyên viên theo dõi|văn phòng theo dõi|người theo dõi|cán bộ theo dõi",
        parts="theo dõi",
    ),
    _target("note", "Ghi chú", Kind.TEXT, "ghi chú|notes|bình luận", limit=4_000),
    _target(
        "parent",
        "Việc cha (mã)",
        Kind.NAME,
        "việc cha|nhiệm vụ cha|parent task|parent|công việc cha|gói công việc cha|thuộc nhiệm vụ",
        hint="dòng có việc cha trong tệp, cùng đơn vị, thành phần việc của việc cha",
    ),
)
TARGET = {target.key: target for target in TARGETS}
NEEDED = ("title",)
"""The lead may be one for all rows; the day may come from the document."""
ORDINALS = frozenset({"stt", "tt", "so tt", "so thu tu", "no", "so tt trong so"})


def propose(titles: Sequence[str]) -> dict[int, str]:
    """By place of a column, what it most likely is. A whole heading goes before a word of one; each meaning once."""
    found: dict[int, str] = {}
    taken: set[str] = set()
    folded = [_key(title) for title in titles]
    for rank in range(max(len(target.words) for target in TARGETS)):
        for target in TARGETS:
            if target.key not in taken and rank < len(target.words):
                _take(target.key, _places(folded, target.words[rank], found), found, taken)
    for target in TARGETS:
        if target.key not in taken:
            _take(target.key, _containing(folded, target.parts, found), found, taken)
    return dict(sorted(found.items()))


def _key(title: str) -> str:
    """The number sign is the whole of one heading, and no letter."""
    return "#" if title.strip() == "#" else fold(title)


def _take(key: str, places: Sequence[int], found: dict[int, str], taken: set[str]) -> None:
    if places:
        found[places[0]] = key
        taken.add(key)


def _places(folded: Sequence[str], word: str, found: Mapping[int, str]) -> list[int]:
    wanted = word or "#"
    return [place for place, title in enumerate(folded) if title == wanted and place not in found]


def _containing(folded: Sequence[str], parts: Sequence[str], found: Mapping[int, str]) -> list[int]:
    return [
        place
        for place, title in enumerate(folded)
        if place not in found and any(f" {part} " in f" {title} " for part in parts)
    ]


# ------------------------------------------------------------------------------------------------ what a state means

DONE, OPEN, PAUSED, SKIP = "done", "open", "paused", "skip"
MEANINGS = (OPEN, DONE, PAUSED, SKIP)

_STATES: Mapping[str, frozenset[str]] = {
    DONE: frozenset(
        _listed(
            "hoàn thành|đã hoàn thành|hoàn thành đúng hạn|hoàn thành trước hạn|hoàn thành quá hạn|hoàn thành trễ hạn|"
            "hoàn thành không thời hạn|đã xong|xong|đóng|đã đóng|kết thúc|đã kết thúc|closed|done|completed|finished"
        )
    ),
    OPEN: frozenset(
        _listed(
            "đang thực hiện|đang giao|đang xử lý|đang tiến hành|chưa hoàn thành|chưa thực hiện|chưa xong|mới|mới giao|"
            "trễ hạn|quá hạn|trong hạn|chờ duyệt|chờ xác nhận|đã tiếp nhận|phản hồi|đã giải quyết|new|in progress|"
            "resolved|feedback|open|to do|to be scheduled|scheduled|confirmed|in specification|specified|developed|"
            "in testing|tested|test failed|chưa hoàn thành trong hạn|chưa hoàn thành quá hạn"
        )
    ),
    PAUSED: frozenset(_listed("tạm dừng|tạm hoãn|on hold|paused")),
    SKIP: frozenset(
        _listed(
            "hủy|đã hủy|hủy bỏ|từ chối|thu hồi|trả lại|không tiếp tục thực hiện|rejected|cancelled|canceled|dropped"
        )
    ),
}
_STARRED = frozenset(_listed("khẩn|hỏa tốc|thượng khẩn|rất khẩn|gắn sao|urgent|immediate"))


def propose_meanings(states: Iterable[str]) -> dict[str, str]:
    """By the words of a state what it means; empty where nobody can know. What is reported but not agreed is open."""
    return {
        state: next((to for to, words in _STATES.items() if fold(state) in words), "") for state in states
    }


def is_urgent(priority: str) -> bool:
    return fold(priority) in _STARRED
