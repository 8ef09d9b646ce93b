"""The city's units and groups on the meeting day, and how a surface string finds its way to one of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from taskboard.domain.drafting.values import GroupEntry, Resolution, TargetKind, UnitEntry
from taskboard.domain.text import fold_keeping_accents

UNKNOWN = Resolution(None, None, "Chưa tìm thấy đơn vị này trong danh mục.")

_ABBREVIATIONS: tuple[tuple[str, str], ...] = (
    (r"ủy ban nhân dân", "ubnd"),
    (r"hội đồng nhân dân", "hđnd"),
    (r"ủy ban mặt trận tổ quốc(?: việt nam)?", "ubmttq"),
    (r"ủy ban mttq(?: việt nam| vn)?", "ubmttq"),
    (r"ubmttq(?: việt nam| vn)?|ubmt tổ quốc|mặt trận tổ quốc(?: việt nam)?|mttq(?: việt nam)?", "ubmttq"),
    (r"tn mt|tnmt", "tài nguyên và môi trường"),
    (r"nn ptnt|nn và ptnt|nnptnt|nông nghiệp và ptnt", "nông nghiệp và phát triển nông thôn"),
    (r"nn mt|nnmt", "nông nghiệp và môi trường"),
    (r"tc kh|tckh", "tài chính kế hoạch"),
    (r"kh đt|khđt", "kế hoạch và đầu tư"),
    (
        r"lđtbxh|lđ tbxh|lđ tb xh|lđtb xh|lđ tb và xh|lao động tbxh|lao động tb xh",
        "lao động thương binh và xã hội",
    ),
    (r"gd đt|gdđt", "giáo dục và đào tạo"),
    (r"vh tt|vhtt", "văn hóa và thông tin"),
    (r"vhttdl|vhtt dl|vh tt dl", "văn hóa thể thao và du lịch"),
    (r"vh xh|vhxh", "văn hóa xã hội"),
    (r"kt ht|ktht", "kinh tế và hạ tầng"),
    (r"qlđt", "quản lý đô thị"),
    (r"gtvt", "giao thông vận tải"),
    (r"tt tt|tttt", "thông tin và truyền thông"),
    (r"ttptqđ|tt ptqđ|trung tâm ptqđ", "trung tâm phát triển quỹ đất"),
    (r"kh cn|khcn", "khoa học và công nghệ"),
    (r"bqlda|bql da|ban qlda|ban ql dự án|ql dự án", "ban quản lý dự án"),
    (r"bql", "ban quản lý"),
    (r"bch", "ban chỉ huy"),
    (r"bcđ", "ban chỉ đạo"),
    (r"ca", "công an"),
    (r"qs", "quân sự"),
    (r"kbnn", "kho bạc nhà nước"),
    (r"vpđkđđ|văn phòng đkđđ", "văn phòng đăng ký đất đai"),
    (r"nhcsxh", "ngân hàng chính sách xã hội"),
    (r"bhxh", "bảo hiểm xã hội"),
    (r"lhpn", "liên hiệp phụ nữ"),
    (r"ccb", "cựu chiến binh"),
    (r"tncshcm|tncs hồ chí minh|tncs hcm", "thanh niên cộng sản hồ chí minh"),
    (r"lđlđ", "liên đoàn lao động"),
    (r"vp", "văn phòng"),
    (r"tt", "trung tâm"),
    (r"tdp", "tổ dân phố"),
)
_EXPANSIONS = tuple((re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"), full) for pattern, full in _ABBREVIATIONS)
_GLOSS = re.compile(r"\([^)]*\)")
_HONORIFIC = re.compile(r"^(?:(?:các|những) )?(?:đồng chí|đ c|đc|ông|bà|anh|chị) ")
_JOINING = re.compile(r"(?<!\w)và(?!\w) ?")
_LEVEL = re.compile(r" (?:thành phố|thị xã|huyện|quận|tỉnh|phường|xã|tp|tx)(?: .*)?$")
_HEAD_OF = re.compile(
    r"^(?:(?:phó )?(?:thủ trưởng|trưởng|chánh|giám đốc|chủ tịch|bí thư|chi cục trưởng|hạt trưởng|chỉ huy trưởng)) "
)
_COMMITTEE = re.compile(r"^(?:ubnd|hđnd và ubnd|chính quyền|lãnh đạo) ")
_PLACE = re.compile(r"^(?:phường|xã|thị trấn|huyện|quận|thị xã|thành phố|tp|tx|tt) ")
_DETERMINER = re.compile(r"^(?:toàn thể |tất cả )?(?:các|những|\d+) ")


def unit_key_phrase(surface: str) -> str:
    """The folded form two spellings of one unit share: abbreviations written out, glosses and honorifics gone."""
    words = fold_keeping_accents(_GLOSS.sub(" ", surface))
    words = _HONORIFIC.sub("", words)
    for pattern, full in _EXPANSIONS:
        words = pattern.sub(full, words)
    return " ".join(_JOINING.sub("", words).split())


def _forms(surface: str) -> Iterable[tuple[str, str]]:
    """Successively looser keys of a surface string, each with the words that say what was let go."""
    key = unit_key_phrase(surface)
    yield key, "Đúng tên trong danh mục."
    yield _LEVEL.sub("", key), "Đúng tên, bỏ cấp hành chính đứng sau."
    office = _HEAD_OF.sub("", key)
    yield office, "Người đứng đầu, quy về đơn vị."
    if office.startswith("phòng ") or not office.startswith("văn phòng"):
        yield "phòng " + office.removeprefix("phòng "), "Tên ngắn của phòng."
    place = _COMMITTEE.sub("", office)
    yield "ubnd " + place, "Tên địa phương, hiểu là UBND."
    yield "ubnd " + _PLACE.sub("", place), "Tên địa phương, hiểu là UBND."
    yield _PLACE.sub("", place), "Tên địa phương."


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Units and groups valid on the meeting day, with an index made once.

    A form that two units share resolves to neither: the officer chooses.
    """

    units: tuple[UnitEntry, ...] = ()
    groups: tuple[GroupEntry, ...] = ()
    _unit_of: dict[str, str | None] = field(init=False, repr=False, compare=False)
    _group_of: dict[str, str | None] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_unit_of", _index((unit.key, _unit_names(unit)) for unit in self.units))
        object.__setattr__(
            self, "_group_of", _index((group.key, _group_names(group)) for group in self.groups)
        )

    def resolve(self, surface: str) -> Resolution:
        """Finds the unit or group a surface string means; `UNKNOWN` when none, or when two would fit."""
        group = self._resolve_group(surface)
        if group is not None:
            return group
        for key, how in _forms(surface):
            target = self._unit_of.get(key)
            if target is not None:
                return Resolution(target, TargetKind.UNIT, how)
        return UNKNOWN

    def unit(self, key: str) -> UnitEntry | None:
        """The entry with this key, if the gazetteer holds it."""
        return next((unit for unit in self.units if unit.key == key), None)

    def _resolve_group(self, surface: str) -> Resolution | None:
        for key in _group_forms(unit_key_phrase(surface)):
            target = self._group_of.get(key)
            if target is not None:
                return Resolution(target, TargetKind.GROUP, "Nhóm đơn vị trong danh mục.")
        return None


def _group_forms(key: str) -> Iterable[str]:
    bare = _DETERMINER.sub("", _HEAD_OF.sub("", key))
    local = _DETERMINER.sub("", _COMMITTEE.sub("", bare))
    for form in (key, bare, local):
        yield form
        yield re.sub(
            r" (?:có )?liên quan$", "", re.sub(r" (?:thuộc |của )?(?:thành phố|thị xã|huyện|tỉnh)$", "", form)
        )


def _group_names(group: GroupEntry) -> set[str]:
    names = {unit_key_phrase(name) for name in (group.name, *group.aliases)}
    return names | {form for name in names for form in _group_forms(name)}


def _unit_names(unit: UnitEntry) -> set[str]:
    exact = {unit_key_phrase(name) for name in (unit.name, unit.short_name, *unit.aliases) if name}
    names = set(exact)
    for name in exact:
        names.add(_LEVEL.sub("", name))
        names.add(_PLACE.sub("", _COMMITTEE.sub("", name)))
    return names - {""}


def _index(named: Iterable[tuple[str, set[str]]]) -> dict[str, str | None]:
    index: dict[str, str | None] = {}
    for key, names in named:
        for name in names:
            index[name] = key if index.get(name, key) == key else None
    return index


EMPTY = Gazetteer()
