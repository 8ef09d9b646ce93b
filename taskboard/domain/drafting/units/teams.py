"""Bodies nobody gave a name: a ward's teams, kinds of offices, all in lower case."""

from __future__ import annotations

import re

from taskboard.domain.drafting.names import ends_name
from taskboard.domain.drafting.page import Page
from taskboard.domain.drafting.units.mentions import Mention
from taskboard.domain.drafting.units.offices import Offices
from taskboard.domain.drafting.units.places import head
from taskboard.domain.drafting.units.tails import FIELD_ONLY, Tails
from taskboard.domain.drafting.words import ADVERB, VERB

_TEAM = head(
    r"(?:tổ(?! chức)|đội(?! ngũ)|bộ phận|ban(?= (?:phòng|liên lạc|điều hành|vận động|bảo vệ|hòa giải|tự quản|đại diện))|chi hội|câu lạc bộ)(?! (?:liên quan|chuyên môn|này|trên|số|khác))"
)

_PLAIN_BODY = head(
    r"(?:thường trực|cơ quan|đơn vị|bộ phận|nhóm|trung đoàn|tiểu đoàn|sư đoàn|lữ đoàn|hải đội|hải đoàn|tiểu ban|cụm|nhà máy|xí nghiệp|hãng|hợp tác xã|htx|chi bộ|chi hội|chi đoàn|chi ủy|công đoàn|cảnh sát|kiểm lâm|quản lý thị trường|hải quan|bộ đội|dân quân|công chức|cán bộ|viên chức|kế toán|giáo viên|người (?:dân|đứng đầu|quản lý|sử dụng lao động|lao động|phát ngôn)|chủ (?:các [^\s,;.]+ [^\s,;.]+|rừng|hộ|tàu|cơ sở|phương tiện|doanh nghiệp|dự án|hồ|trang trại|nhà trọ)|hộ (?:dân|gia đình|kinh doanh)|doanh nghiệp|thanh tra(?! (?:việc|công tác|tình hình|trách nhiệm|toàn diện|đột xuất|đối với))|bệnh viện|trường|trạm|trung tâm|ban quản trị|thư ký|tổ trưởng|nhân viên|báo cáo viên|tuyên truyền viên|cộng tác viên)"
    r"(?! (?:liên quan|này|trên|số|khác|nào|đó|mình|hợp|và))"
)

_TEAM_WORD = re.compile(
    r" (?=(?:và )?[^\s,;.:()\"]+)((?P<kind>tự quản|tự vệ|trật tự|xung kích|tự nguyện|phòng(?:,)? chống [^\s,;.]+ [^\s,;.]+)|(?!và )[^\s,;.:()\"]+)"
)

_ONE_WORD = re.compile(r" ([^\s,;.:()\"]+)")

_MORE_FIELDS = re.compile(r"(?:,| và) ")


class Teams:
    """Reads teams and kinds of bodies off one page."""

    def __init__(self, page: Page, tails: Tails, offices: Offices) -> None:
        self.page = page
        self.flat = page.flat
        self.cased = page.cased
        self.tails = tails
        self.offices = offices

    def team(self, at: int, limit: int) -> Mention | None:
        """`tổ tự quản môi trường`, `bộ phận địa chính, môi trường`: a ward's team, all in lower case."""
        head = _TEAM.match(self.flat, at, limit)
        if head is None:
            return None
        end = self._team_name(head.end(), limit)
        if self.flat.count(" ", head.end(), end) < 2:
            return None
        while (part := _MORE_FIELDS.match(self.flat, end, limit)) and head.group() == "bộ phận":
            field = FIELD_ONLY.match(self.flat, part.end(), limit)
            if field is None:
                break
            end = field.end()
        return Mention(at, end, False) if self.offices.acts_next(end, limit) else None

    def plain(self, at: int, limit: int) -> Mention | None:
        """`cơ quan thuế`, `nhóm công tác`, `Trung đoàn 892`: a kind of body and a few words, when an action follows."""
        head = _PLAIN_BODY.match(self.flat, at, limit)
        if head is None:
            return None
        end = self._plain_name(head.end(), limit)
        words = self.flat.count(" ", head.end(), end)
        if words > 6 or (not words and " " not in head.group()):
            return None
        if head.group() == "thường trực" and not self.cased[at].isupper():
            return None
        told = self.tails.acts(end, limit) or self.flat.startswith((":", " - "), end)
        return Mention(at, end, False) if told else None

    def _plain_name(self, at: int, limit: int) -> int:
        """Word by word to the first verb."""
        end = at
        for word in _ONE_WORD.finditer(self.flat, at, min(limit, at + 60)):
            if (
                word.start() != end
                or VERB.match(self.flat, word.start(1), limit)
                or ends_name(self.page, word.start(1), limit)
            ):
                break
            if ADVERB.match(self.flat, word.start(1), limit):
                break
            end = word.end()
        return end

    def _team_name(self, at: int, limit: int) -> int:
        """Word by word to the first that cannot stand in a team's name; `trật tự`, `tự quản` can."""
        end = at
        for _ in range(8):
            word = _TEAM_WORD.match(self.flat, end, limit)
            if word is None or (not word.group("kind") and ends_name(self.page, word.start(1), limit)):
                break
            end = word.end()
        return end
