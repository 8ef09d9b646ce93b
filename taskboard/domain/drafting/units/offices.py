"""Bodies with a name of their own: committees, known offices, unlisted names behind a head noun, companies."""

from __future__ import annotations

import re

from taskboard.domain.drafting import bodies
from taskboard.domain.drafting.page import Page
from taskboard.domain.drafting.units.groups import Groups
from taskboard.domain.drafting.units.mentions import Mention
from taskboard.domain.drafting.units.places import COMMITTEE, FIELD, LEVEL_GROUP, WHOLE, Places, head
from taskboard.domain.drafting.units.tails import FIELD_ONLY, Tails
from taskboard.domain.drafting.words import VERB

_STATE_BODY = head(
    r"bộ|sở|phòng(?! (?:,? ?chống|ngừa|cháy|dịch|vệ|thủ|trừ|hộ|không|ban))|chi cục|trung tâm|cục|vụ|ban(?! (?:phòng|hành|đầu|ngày))|ngành|huyện|thành phố|thị xã|tỉnh|phường|xã|quận|địa phương|đơn vị|nhà trường|chủ đầu tư|nhà thầu|thôn|văn phòng|tổng cục"
)

_OF_THE_STATE = re.compile(r" (?:chính phủ|quốc hội)(?!\w)")

_SEAT = re.compile(rf" (?:sở|bộ|{bodies.LEVEL})(?!\w)")

_INITIALS = re.compile(r"(?:kh|đt|mt|ptnt|tb(?: ?& ?|-)?xh|xh|ht|tt|kt|nt|đtxd|dl)(?!\w)")

_COMPANY = head(
    r"cdc|vnpt|viettel|mobifone|evn|pvn|tkv|acv|vec|fpt|evnnpt|agribank|vietcombank|vtv|vov|ttxvn|petrolimex|vicem|vinachem"
)

_MORE_FIELDS = re.compile(r"(?:,| và) ")

_DASH = re.compile(r" - ")

_TWO_WORDS = re.compile(r" ([^\s,;.:()\"]+ [^\s,;.:()\"]+)")

_OPEN_HEAD = head(r"ban|cục|vụ|viện|trung tâm|tổng cục|chi cục|đội|trạm|quỹ|tổng công ty|công ty")

_BOARDS = ("ban quản lý dự án", "ban quản lý các dự án", "ban qlda", "bqlda", "bql dự án", "ban ql dự án")

_PROJECT_BOARD = re.compile(
    r"(?: (?:(?:và|các|,) )?(?:đầu tư(?! công)|xây dựng|đtxd|công trình|trọng điểm|giao thông|dân dụng|công nghiệp|nông nghiệp|phát triển nông thôn|hạ tầng|đô thị|thủy lợi|chuyên ngành|điện|đường sắt|đường bộ|hàng hải|khu vực|số \d+|\d+))+(?!\w)"
)

_INNER = ("ban giám hiệu", "ban giám đốc", "hội đồng trường", "hội đồng quản trị", "hội đồng thành viên")

_OPEN_NAMES = frozenset(
    "văn phòng|thanh tra|ban chỉ đạo|bcđ|ban chỉ huy|bệnh viện|bộ phận|cảng vụ|đội|tổ công tác|bưu điện".split(
        "|"
    )
)
"""Known heads that mostly carry a further name."""

_SHORT_NAMES = frozenset("điện lực|viễn thông|thống kê|tt|ca|qs|vp|tyt|quân sự|biên phòng".split("|"))
"""Names only when capitalised."""

_ACTING = re.compile(
    rf" (?:{bodies.LEVEL}|chủ trì|phối hợp|và|khẩn trương|chủ động|kịp thời|tiếp tục|sớm|nghiêm túc|tích cực)(?!\w)"
)

_LETTERS = re.compile(r"(?<!\w)[A-ZĐ]{3,}(?:[&-][A-ZĐ]+)*(?: [A-ZĐ]{3,}(?:[&-][A-ZĐ]+)*)?(?!\w)")

_LETTERS_OF_THINGS = re.compile(
    r"(?:gpmb|xdcb|ntm|attp|vsattp|cchc|dvc|dvctt|tthc|pccc|pcccr|antt|anqp|qpan|qp-an|ktxh|kt-xh|nsnn|gcn|bhyt|bhtn|qsd|gcnqsd|covid|ocop|fdi|oda|gdp|grdp|pci|papi|sipas|atgt|attt|cntt|nnptnt|vsmt|xhcn|mtqg|thpt|thcs|tnxp|tnmt|nqtw|ubnd|hđnd|mttq|cán|tết)(?:[ &-].*)?"
)
"""Letters that stand for work or things, not for a body."""

_POST_OR_FIELDS = re.compile(r"[^\W\d]+ [^\W\d]+, [^\W\d]+ [^\W\d]+(?<!thống kê)")

_INSPECTS = re.compile(
    r"(?:,| và|, và|,? đồng thời) (?:kiểm tra|giám sát|xử lý|giải quyết|kiểm soát|thẩm định|xác minh)(?!\w)| (?:việc|công tác|tình hình|trách nhiệm|toàn diện|đột xuất|đối với)(?!\w)"
)
"""`Thanh tra, kiểm tra việc …`: what is to be done, not the body of that name."""

_POLICE = re.compile(r" (?:thuộc )?công an ")


_COMMITTEE_TASK = re.compile(
    rf" (?:phòng|chống|xây dựng nông thôn|thực hiện|cải cách|chuyển đổi|giải phóng|công tác|an toàn|đổi mới|phát triển|vận động|thu|thi hành|bảo vệ|quản lý|giảm|dự án|chương trình|\d+|toàn dân|ứng dụng|vệ sinh|tổng điều tra|hội nhập|du lịch|bồi thường|các chương trình)(?: [^\s;:.()]+){{0,12}}? (?:{bodies.LEVEL}|các cấp|quốc gia)(?!\w)(?! ủy)"
)
_KNOWN_TASK = re.compile(
    r" (?:về )?(?:(?:chương trình (?:mục tiêu quốc gia )?)?(?:về )?xây dựng nông thôn mới|phòng,? chống (?:dịch(?: bệnh)?(?: covid ?- ?19)?|tham nhũng(?:, (?:lãng phí, )?tiêu cực)?|thiên tai|tội phạm|ma túy|buôn lậu|lụt bão|cháy rừng)|cải cách hành chính|chuyển đổi số|giải phóng mặt bằng|an toàn giao thông|bầu cử|thi hành án|công tác [^\s,;.]+ [^\s,;.]+|\d{2,3}|đề án \d+)(?!\w)"
)
_SECOND_KIND = re.compile(
    r"(?: và|,) (?:các )?(?:khu|cụm) (?:kinh tế cửa khẩu|kinh tế|công nghiệp|chế xuất|công nghệ cao|công nghệ|du lịch)(?!\w)"
)


class Offices:
    """Reads single bodies off one page."""

    def __init__(self, page: Page, places: Places, tails: Tails, groups: Groups) -> None:
        self.page = page
        self.flat = page.flat
        self.cased = page.cased
        self.places = places
        self.tails = tails
        self.groups = groups

    def committee(self, at: int, limit: int) -> Mention | None:
        """`UBND xã A`, `Ủy ban nhân dân các huyện, thị xã`, `Huyện ủy`."""
        found = COMMITTEE.match(self.flat, at, limit)
        if found is None:
            return None
        end = found.end()
        state = _OF_THE_STATE.match(self.flat, end, limit) if found.group() == "đảng ủy" else None
        if state is not None:
            return Mention(at, state.end(), True)
        if found.group() == "đảng ủy":
            seat = (
                (self.known(end + 1, limit) or self.committee(end + 1, limit))
                if self.flat.startswith(
                    (
                        " công an",
                        " ubnd",
                        " ủy ban nhân dân",
                        " quân sự",
                        " khối",
                        " sở",
                        " bộ",
                        " các cơ quan",
                        " quân khu",
                    ),
                    end,
                )
                else None
            )
            if seat:
                return Mention(at, seat.end, True)
        if not self.flat.startswith(" ", end):
            return (
                Mention(at, end, True)
                if found.group().startswith(("ubnd", "ủy ban", "huyện ủy", "thành ủy", "đảng ủy"))
                else None
            )
        places = self.places.places(end + 1, limit)
        if LEVEL_GROUP.match(self.flat, end + 1, limit):
            places = self.groups.narrowing.past(places, limit)
        if places == end + 1 and found.group() in {"chính quyền", "cấp ủy", "cấp ủy, chính quyền"}:
            return None
        return Mention(at, places if places > end + 1 else end, True)

    def known(self, at: int, limit: int) -> Mention | None:
        """A body whose name the field knows."""
        if self.cased[at : at + 1].isupper() and (force := self.tails.task_force(at, limit)):
            return Mention(at, force, True)
        found = FIELD.match(self.flat, at, limit)
        whole = WHOLE.match(self.flat, at, limit)
        is_whole = whole is not None and (found is None or whole.end() >= found.end())
        found = whole if is_whole else found
        if found is None or not self._is_written_as_name(found, is_whole):
            return None
        if found.group() == "thanh tra" and _INSPECTS.match(self.flat, found.end(), limit):
            return None
        if _POST_OR_FIELDS.fullmatch(found.group()):
            return None
        if found.group() in _SHORT_NAMES and not self.cased[at].isupper():
            return None
        if ":" in found.group() and (shared := self.groups.shared_fields(at, limit)) > found.end():
            return Mention(at, shared, True)
        name = found.group()
        end = self._own_name(at, found, is_whole, limit)
        if name.startswith("ngành "):
            end = self._more_of_branch(end, limit)
        end = self._standing_office(self.tails.tail(end, limit), name, limit)
        if name in {"ban chỉ đạo", "bcđ", "ban chỉ huy"} and (
            end == found.end() or self.flat.startswith(" về ", end)
        ):
            end = self._task_of_committee(end, limit)
        end = self._house(at, end, name, limit)
        return Mention(at, self._with_second_kind(name, end, limit), True)

    def _own_name(self, at: int, found: re.Match[str], is_whole: bool, limit: int) -> int:
        """Past what a known name goes on with: more fields, a project board's kind, a name behind a bare `Văn phòng`."""
        board = found.group().startswith(_BOARDS) and _PROJECT_BOARD.match(self.flat, found.end(), limit)
        end = board.end() if board else self._longer_name(at, found.end(), limit)
        if is_whole:
            open_ended = found.group() in _OPEN_NAMES and not _SEAT.match(self.flat, end, limit)
            return self.tails.free_name(end, limit) if open_ended else end
        again = _DASH.match(self.flat, end, limit)
        second = again and (
            FIELD_ONLY.match(self.flat, again.end(), limit) or _INITIALS.match(self.flat, again.end(), limit)
        )
        if again and second is None:
            return self._rest_of_name(again, limit) or end
        return second.end() if second and self.cased[second.start()].isupper() else end

    def _rest_of_name(self, dash: re.Match[str], limit: int) -> int:
        """`Bộ Lao động - Thương binh và Xạ hội chủ trì`: a part of a name that was spoiled on the way; 0 where none stands."""
        at = dash.end()
        if not self.cased[at : at + 1].isupper() or self.places.is_head_noun(at, limit):
            return 0
        if VERB.match(self.flat, at, limit):
            return 0
        end = self.tails.free_name(at - 1, limit)
        return end if self.flat.count(" ", at, end) and self.tails.acts(end, limit) else 0

    def _house(self, at: int, end: int, name: str, limit: int) -> int:
        """`Ban Thường vụ Đảng ủy UBND tỉnh`, `Ban Giám hiệu Trường A`: the body another one sits in."""
        if self.flat.endswith("đảng ủy", at, end) and end - at > len("đảng ủy"):
            seat = self.committee(end - len("đảng ủy"), limit)
            end = seat.end if seat else end
        if not name.startswith(_INNER) or not self.flat.startswith(" ", end):
            return end
        if not self.cased[end + 1 : end + 2].isupper():
            return end
        house = self.known(end + 1, limit) or self.free(end + 1, limit)
        return house.end if house else end

    def _more_of_branch(self, at: int, limit: int) -> int:
        """`ngành giáo dục, y tế có kịch bản`: fields go on behind a comma, up to a verb."""
        end = at
        while (part := _MORE_FIELDS.match(self.flat, end, limit)) and (
            field := FIELD_ONLY.match(self.flat, part.end(), limit)
        ):
            end = field.end()
        return end if end > at and self.acts_next(end, limit) and self.flat[end : end + 1] == " " else at

    def _task_of_committee(self, at: int, limit: int) -> int:
        """`ban chỉ đạo phòng chống dịch thành phố`: a committee's task in lower case, up to its level."""
        for pattern in (_COMMITTEE_TASK, _KNOWN_TASK):
            task = pattern.match(self.flat, at, limit)
            if task and self.acts_next(task.end(), limit):
                return task.end()
        return at

    def _with_second_kind(self, name: str, end: int, limit: int) -> int:
        """`Ban Quản lý Khu kinh tế A và các Khu công nghiệp B` is one body."""
        if not name.startswith(("ban quản lý", "ban", "ban ql")):
            return end
        second = _SECOND_KIND.match(self.flat, end, limit)
        return self.tails.tail(second.end(), limit) if second else end

    def _longer_name(self, start: int, at: int, limit: int) -> int:
        """`Cục Y tế dự phòng`: a known name may be the start of a longer one that ends before a verb."""
        word = _TWO_WORDS.match(self.flat, at, limit)
        if word is None or VERB.match(self.flat, word.start(1), limit):
            return at
        field = FIELD_ONLY.match(self.flat, word.start(1), limit)
        if field:
            return field.end()
        head = _OPEN_HEAD.match(self.flat, start, limit)
        if head is None or not self.cased[word.start(1)].islower():
            return at
        end = self.tails.free_name(head.end(), limit)
        words = self.flat[at:end].count(" ")
        return end if 2 <= words <= 8 and self.acts_next(end, limit) else at

    def acts_next(self, at: int, limit: int) -> bool:
        """Whether a verb, modal or adverb, a level or the end of the list follows a name."""
        if self.flat[at : at + 1] in ",;:.(" or at >= limit:
            return True
        return bool(_ACTING.match(self.flat, at, limit)) or self.tails.verb_follows(at, limit)

    def _standing_office(self, end: int, name: str, limit: int) -> int:
        """`Văn phòng thường trực Ban Chỉ huy …`: the office of another body carries that body's name."""
        if not name.endswith(
            ("thường trực", "tổ giúp việc", "ban cán sự đảng", "đảng đoàn")
        ) or not self.flat.startswith(" ", end):
            return end
        seat = self.committee(end + 1, limit) or self.known(end + 1, limit)
        return seat.end if seat else end

    def _is_written_as_name(self, found: re.Match[str], is_whole: bool) -> bool:
        """`Phòng Kinh tế` and `phòng Kinh tế` are names; `phòng kinh tế` is accepted, `ban tổ chức` is not."""
        words = self.cased[found.start() : found.end()]
        if any(char.isupper() for char in words):
            return True
        if is_whole and len(found.group().split()) >= 3:
            return True
        return (
            found.group().startswith(
                ("phòng ", "sở ", "ngành ", "công an", "trạm y tế", "văn phòng hđnd", "mặt trận")
            )
            and not is_whole
        ) or found.group() in {"công an", "trạm y tế"}

    def free(self, at: int, limit: int) -> Mention | None:
        """A body nobody listed: a head noun and a capitalised name."""
        head = self.places.named_free_head(at, limit)
        if head is None or (head.group() in {"báo", "vùng", "nhóm"} and not self.cased[at].isupper()):
            return None
        end = self.tails.free_name(head.end(), limit)
        if end == head.end():
            return None
        end = self._police_seat(at, self.tails.tail(end, limit), limit)
        return Mention(at, self._with_second_kind(head.group(), end, limit), True)

    def _police_seat(self, start: int, end: int, limit: int) -> int:
        """`Đội Cảnh sát giao thông Công an huyện` is one unit."""
        if not re.search(r"cảnh sát|csgt|pccc|an ninh|điều tra", self.flat[start:end]):
            return end
        seat = _POLICE.match(self.flat, end, limit)
        station = self.known(seat.start() + 1, limit) if seat else None
        return station.end if station else end

    def company(self, at: int, limit: int) -> Mention | None:
        """State companies go by their initials."""
        found = _COMPANY.match(self.flat, at, limit)
        if found is None or not self.cased[at].isupper():
            return self._initials(at, limit)
        named = (
            self.places.proper(found.end() + 1, limit)
            if self.flat.startswith(" ", found.end())
            else found.end()
        )
        return Mention(at, named if named > found.end() + 1 else found.end(), True)

    def _initials(self, at: int, limit: int) -> Mention | None:
        """`NHNN`, `BCH PCTT tỉnh`: a body by its letters, when an action in lower case follows."""
        letters = _LETTERS.match(self.cased, at, limit)
        if letters is None or _LETTERS_OF_THINGS.fullmatch(self.flat, at, letters.end()):
            return None
        end = self.tails.tail(letters.end(), limit)
        acts = self.tails.acts(end, limit) and self.cased[end + 1 : end + 2].islower()
        return Mention(at, end, False) if acts else None

    def short_form_at(self, at: int, limit: int) -> Mention | None:
        """`Bộ`, `Sở`, `huyện`, `thành phố` alone: only where the caller has seen that a verb follows."""
        found = _STATE_BODY.match(self.flat, at, limit)
        return Mention(at, found.end(), False) if found else None
