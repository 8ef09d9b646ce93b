"""Who usually does such work, for directives that name nobody. A suggestion is never stored unconfirmed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from taskboard.domain.drafting.gazetteer import Gazetteer
from taskboard.domain.drafting.values import LearnedPair, Suggestion
from taskboard.domain.text import fold_keeping_accents

AT_MOST = 3
USUAL_LEADS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("tài chính", ("ngân sách", "thu chi", "khoản thu", "nguồn thu", "dự toán", "giải ngân", "đảm bảo chi", "tài chính", "đầu tư công", "công sản", "đấu thầu", "kế hoạch vốn")),
    ("tài nguyên", ("đất đai", "sử dụng đất", "qsd đất", "qsd", "môi trường", "rác thải", "khoáng sản", "giải phóng mặt bằng", "gpmb", "cấp giấy chứng nhận", "vsmt", "đấu giá qsd")),
    ("quản lý đô thị", ("trật tự xây dựng", "đô thị", "chiếu sáng", "vỉa hè", "thoát nước", "cây xanh", "xây dựng cơ bản", "quy hoạch xây dựng", "chỉnh trang")),
    ("ban quản lý dự án", ("tiến độ các công trình", "công trình xây dựng cơ bản", "tiến độ dự án", "thi công", "xây dựng cơ bản", "xdcb")),
    ("kinh tế", ("nông thôn mới", "ntm", "nông nghiệp", "đê điều", "hộ đê", "thương mại", "chợ", "công nghiệp", "dịch bệnh trên cây trồng", "gia súc", "thủy lợi", "pctt", "phòng chống thiên tai")),
    ("nội vụ", ("bầu cử", "kiện toàn", "cán bộ", "biên chế", "thi đua", "khen thưởng", "cải cách hành chính", "tôn giáo", "công vụ", "hội đồng", "ban chỉ đạo")),
    ("quân sự", ("quốc phòng", "quân sự", "diễn tập", "nghĩa vụ quân sự", "khu vực phòng thủ", "tuyển quân", "giao quân", "dân quân")),
    ("công an", ("an ninh", "trật tự an toàn xã hội", "tội phạm", "ma túy", "an toàn giao thông", "cháy nổ", "pccc", "anct", "ttatxh", "cư trú")),
    ("thanh tra", ("khiếu nại", "tố cáo", "đơn thư", "tiếp công dân", "kiến nghị của nhân dân", "thanh tra")),
    ("lao động", ("an sinh", "người có công", "hộ nghèo", "trẻ em", "lang thang", "xin ăn", "việc làm", "bảo trợ", "đào tạo nghề", "tệ nạn xã hội")),
    ("giáo dục", ("giáo dục", "trường học", "học sinh", "tuyển sinh", "năm học", "giáo viên", "phòng học")),
    ("văn hóa", ("văn hóa", "tuyên truyền", "du lịch", "thể thao", "lễ hội", "di tích", "nếp sống văn minh", "truyền thông", "chuyển đổi số")),
    ("y tế", ("y tế", "dịch bệnh", "tiêm chủng", "vắc xin", "an toàn thực phẩm", "khám chữa bệnh", "bảo hiểm y tế", "covid")),
    ("tư pháp", ("hộ tịch", "phổ biến pháp luật", "hòa giải", "chứng thực", "văn bản quy phạm")),
    ("văn phòng", ("chương trình công tác", "văn bản quá hạn", "giao ban", "một cửa", "thể thức văn bản", "tổng hợp báo cáo", "theo dõi đôn đốc")),
)  # fmt: skip


def suggest(
    words: str, field: str | None, gazetteer: Gazetteer, learned: Sequence[LearnedPair]
) -> tuple[Suggestion, ...]:
    """At most three units, what this city confirmed before first, then field keywords, then the usual division of work."""
    if not gazetteer.units:
        return ()
    text = f" {fold_keeping_accents(words)} {fold_keeping_accents(field or '')} "
    offered = [
        *_from_learned(text, gazetteer, learned),
        *_from_fields(text, gazetteer),
        *_from_usual(text, gazetteer),
    ]
    first: dict[str, Suggestion] = {}
    for suggestion in offered:
        first.setdefault(suggestion.unit_key, suggestion)
    return tuple(first.values())[:AT_MOST]


def _from_learned(text: str, gazetteer: Gazetteer, learned: Sequence[LearnedPair]) -> list[Suggestion]:
    counts: Counter[tuple[str, str]] = Counter()
    for pair in learned:
        phrase = fold_keeping_accents(pair.phrase)
        if phrase and f" {phrase} " in text and gazetteer.unit(pair.unit_key):
            counts[pair.unit_key, pair.phrase] += pair.count
    ranked = sorted(counts.items(), key=lambda item: (-len(item[0][1].split()) * min(item[1], 5), item[0]))
    return [
        Suggestion(key, f"Trước đây đã xác nhận {count} lần: “{phrase}” do đơn vị này làm.")
        for (key, phrase), count in ranked
    ]


def _from_fields(text: str, gazetteer: Gazetteer) -> list[Suggestion]:
    hits: list[tuple[int, int, Suggestion]] = []
    for order, unit in enumerate(gazetteer.units):
        matched = [word for word in unit.fields if f" {fold_keeping_accents(word)} " in text]
        if matched:
            longest = max(matched, key=len)
            hits.append(
                (
                    -sum(len(word.split()) for word in matched),
                    order,
                    Suggestion(unit.key, f"Lĩnh vực của đơn vị có “{longest}”."),
                )
            )
    return [suggestion for *_, suggestion in sorted(hits, key=lambda hit: hit[:2])]


def _from_usual(text: str, gazetteer: Gazetteer) -> list[Suggestion]:
    scored: list[tuple[int, int, str, str]] = []
    for order, (name, words) in enumerate(USUAL_LEADS):
        matched = [word for word in words if f" {word} " in text]
        if matched:
            scored.append((-sum(len(word.split()) for word in matched), order, name, max(matched, key=len)))
    suggestions = []
    for _, _, name, word in sorted(scored):
        unit = _unit_named(name, gazetteer)
        if unit:
            suggestions.append(Suggestion(unit, f"Việc về “{word}” thường do đơn vị này chủ trì."))
    return suggestions


def _unit_named(name: str, gazetteer: Gazetteer) -> str | None:
    for unit in gazetteer.units:
        folded = fold_keeping_accents(unit.name)
        if name in folded and not folded.startswith(("ubnd", "ủy ban", "trường")):
            return unit.key
    return None
