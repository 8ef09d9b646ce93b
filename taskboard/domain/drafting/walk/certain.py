"""What is no order whatever the weighed answer says: an article's own lead, what the speaker's body does itself, rights, threats."""

from __future__ import annotations

import re
from itertools import pairwise

from taskboard.domain.drafting import signs
from taskboard.domain.drafting.address import Address
from taskboard.domain.drafting.layout import Block
from taskboard.domain.drafting.walk.furniture import AROUND, FURNITURE
from taskboard.domain.drafting.walk.progress import Progress

_WORD = re.compile(r"\w+")

_SAYS_IT_AGAIN = re.compile(
    r"cụ thể,? [^;.:]{3,90}? (?:yêu cầu|giao|phân công|chỉ đạo|đề nghị)(?!\w)|theo (?:nội dung )?(?:chỉ đạo|công văn|văn bản|công điện|chỉ thị|thông báo|kế hoạch)(?: này| trên| của [^,;.]{3,40})?, |(?:cụ thể,? )?(?:theo đó(?!\w)|(?:tại |trong )?(?:nội dung )?(?:công văn|văn bản|công điện|chỉ thị|thông báo|kế hoạch)(?: này| trên)? (?:nêu rõ|ghi rõ|yêu cầu rõ)(?!\w))"
)
_PAPER = re.compile(
    r"(?<!\w)(?:(?:vừa|đã|mới|vừa mới) (?:ban hành|có|ra|ký|ký ban hành|gửi|phát đi|phát)|(?:ubnd|ủy ban nhân dân|bộ|sở|thủ tướng|chủ tịch|ban chỉ huy|ban chỉ đạo) [^,;.]{0,60}(?:ban hành|có|ra|ký|gửi))(?: [^\s,;.]+){0,3} (?:công điện|công văn|văn bản|chỉ thị|thông báo|kế hoạch|hỏa tốc)(?!\w)"
)
_IN_THE_PAPER = re.compile(
    r"(?:trong|tại|theo) (?:công điện|văn bản|chỉ thị|công văn|thông báo)(?: (?:số \S+|khẩn|hỏa tốc|này|trên|ban hành|ký|gửi|sáng|trưa|chiều|tối|ngày|\d\S*))*,? "
)
_FOR_ALL = re.compile(
    r"(?:các|những) (?:bộ|sở|ban|ngành|địa phương|đơn vị|cơ quan|tỉnh|huyện|xã|phường)(?!\w)"
)
_SEVERAL = re.compile(r"(?:[^\s,;.]+ ){0,6}?(?:các|những|\d+)(?!\w)")
_TELLS = re.compile(
    r"(?<!\w)(?:yêu cầu|giao|đề nghị|chỉ đạo|phân công|phải|cần|chủ động|khẩn trương|tăng cường|rà soát|phối hợp|tổ chức|chuẩn bị)(?!\w)"
)
_ENOUGH_BELOW = 2
_LONG_ACTION = 170
_HARDLY = 0.4
_MOSTLY = 0.62
_LONGEST_LEAD = 420
_LEAST_WORDS = 8
_REACH = 6000

_MAY = re.compile(r"(?: [^\s,;.:]+){0,3} có quyền(?!\w)")

_THREAT = re.compile(
    r"(?:nếu|trường hợp|cá nhân|đơn vị|hộ|ai|gia đình)(?!\w)[^;.]{3,200}?(?<!\w)(?:không|chậm|để xảy ra|vi phạm|cố tình|che giấu)(?!\w)[^;.]{3,200}?"
    r"(?<!\w)(?:chịu (?:hoàn toàn |mọi )?trách nhiệm|bị (?:xử lý|xử phạt|cưỡng chế|phạt))(?!\w)"
)
_THREATENED = re.compile(
    r"(?:các |những |mọi |tất cả (?:các )?)(?:đơn vị|cá nhân|cơ quan|địa phương|tổ chức|trường hợp|hộ|tập thể|cán bộ|xã|phường|thôn|trường|doanh nghiệp)(?:,? (?:và )?(?:cá nhân|cơ quan|tổ chức|đơn vị|địa phương))* (?:nào )?(?:không (?!được |để )|chậm|để xảy ra|vi phạm|cố tình|thiếu trách nhiệm)[^;.]{3,260}?"
    r"(?<!\w)(?:chịu (?:hoàn toàn |mọi )?trách nhiệm|bị (?:xử lý|xử phạt|cưỡng chế|phạt|kiểm điểm)|(?:xem xét|kiểm điểm|làm rõ) trách nhiệm)(?!\w)"
)
"""`Những đơn vị không thực hiện đúng …, lãnh đạo đơn vị phải chịu trách nhiệm`."""
_ANSWERS_IF = re.compile(
    r"[^;.]{3,140} được yêu cầu (?:phải )?chịu trách nhiệm [^;.]{0,60}nếu (?:để|không|chậm|xảy)(?!\w)"
)

_LONGEST_NAME = 34

_LEADER = re.compile(
    r"(?:đồng chí |ông |bà )?(?:phó )?(?:thủ tướng|chủ tịch|bí thư|bộ trưởng|chủ nhiệm)(?!\w)(?! ubnd các)|thứ trưởng|lãnh đạo (?:tỉnh|thành phố|huyện|thị xã|quận|ubnd)(?!\w)"
)
_VISITS = re.compile(
    r"(?: (?:cũng|đã|đi|đến|tới|về|trực tiếp|dẫn đầu đoàn|cùng đoàn(?: công tác)?))* (?:thăm|tặng|dâng hương|viếng|trao (?:quà|tặng|thưởng)|chúc tết|thị sát|động viên)(?!\w)"
)

_SEEN = re.compile(
    r"(?:,? [^,;.]{2,40},)?(?: (?:trực tiếp|cùng đoàn(?: công tác)?|và đoàn(?: công tác)?|cùng các (?:đại biểu|đồng chí)))* (?:kiểm tra|khảo sát|phát biểu|chủ trì (?:hội nghị|cuộc họp|buổi|phiên)|làm việc (?:với|tại)|dự|nghe|trao đổi|đối thoại|tiếp)(?!\w)"
)
"""A line without a stop under a picture: `Lãnh đạo thành phố kiểm tra dự án khu tái định cư`."""

_THERE_AND_THEN = re.compile(
    r" [^;:]{0,60}?(?:(?:tại|ở) (?:hội nghị|cuộc họp|buổi|phiên|dự án|công trường|hiện trường|công trình|khu vực|điểm)|(?:hội nghị|cuộc họp|phiên họp|buổi [^\s,;.]+ [^\s,;.]+)(?: (?:sáng|chiều|tối|ngày|trực tuyến)|$))"
)
_LONGEST_CAPTION = 140

_ANSWERS_FOR_FAULTS = re.compile(
    r"(?:[^;.]{0,60} )?chịu (?:hoàn toàn |mọi )?trách nhiệm (?:trước [^;.]{3,70} )?về (?:những |các |mọi |việc )?(?:tồn tại|hạn chế|yếu kém|sai phạm|sai sót|vi phạm|chậm trễ|thiếu sót|hậu quả|thiệt hại)(?!\w)"
)
_UNDER_WAY = re.compile(
    r"(?:,? (?:cùng|phối hợp với|và) [^;.]{3,60}?)? (?:hiện |vẫn |hiện nay )?đang (?:duy trì|triển khai|tiến hành|khẩn trương|tích cực|tập trung|tổ chức|phối hợp|theo dõi|thực hiện|huy động|kiểm tra|làm|xây dựng|rà soát|hoàn thiện|gấp rút)(?!\w)"
)
_SPEAK_NOW = re.compile(
    r" (?:các|toàn thể) (?:đồng chí|đại biểu|thành viên|ý kiến)(?: (?:tham gia )?(?:dự|tham dự|có mặt|tại)(?: [^\s,;.]+){0,3}?)? (?:tập trung |tích cực )?(?:thảo luận|cho ý kiến|đóng góp ý kiến|phát biểu ý kiến|tham gia ý kiến|thẳng thắn)(?!\w)(?! bằng văn bản)"
)
"""`yêu cầu các đồng chí dự họp cho ý kiến`: done within the meeting."""
_MUST = re.compile(r"(?<!\w)(?:phải|cần|có trách nhiệm|yêu cầu|đề nghị|giao|không được)(?!\w)")

_OPENS_RESULTS = re.compile(
    r"(?:trong |tính đến |từ |đến )?(?:cuối |đầu |hết )?(?:tháng|quý|tuần|năm|kỳ|\d{1,2} tháng|sáu tháng|thời gian)(?: [^\s,;.]+){0,6}?(?: qua| vừa qua| đầu năm| báo cáo)?,? [^;.]{2,90}? đã (?:lãnh đạo|chỉ đạo(?! các| ubnd| sở| phòng| công an)|tập trung|tổ chức|triển khai|thực hiện|chủ động|tích cực|phối hợp|hoàn thành|làm tốt|ban hành|quan tâm|đạt|duy trì)(?!\w)"
)
_FROM_NOW = re.compile(
    r"(?<!\w)(?:thời gian tới|tới đây|từ nay|trong (?:tháng|quý|năm|tuần) (?:tới|sau)|nhiệm vụ (?:trọng tâm|thời gian tới|tháng|quý)|yêu cầu|đề nghị|giao|cần|phải|kết luận)(?!\w)"
)
_EXAMPLES = re.compile(
    r"(?:đơn cử|điển hình|chẳng hạn|ví dụ|tiêu biểu)(?: là| như|:|,)(?!\w)|có thể kể (?:đến|tới)(?!\w)"
)
"""`Đơn cử như lắp camera; hỗ trợ phí …`: what was done, enumerated."""
_OPINIONS = re.compile(
    r"(?:các|một số|nhiều|những|đa số) (?:đại biểu|ý kiến|cử tri|hộ dân|người dân|bà con)(?: [^\s,;.:]+){0,6}? (?:đề xuất|kiến nghị|đề nghị|cho rằng|nêu|góp ý|phản ánh|mong muốn|tham gia ý kiến|đóng góp)(?!\w)(?! cao)(?! gương)"
)
"""`Một số đại biểu cũng nêu ý kiến cần sửa …; chú trọng …`."""
_LEADS_TO = re.compile(
    r"(?:qua đó|nhờ đó|nhờ vậy)(?!\w)|từ đó,? (?:sớm |dần )?(?:hình thành|nâng cao|góp phần|tạo|làm giảm|giúp)(?!\w)|(?<=; )gắn với (?!trách nhiệm)"
)
"""`…; qua đó giúp bà con hiểu luật`: what comes of it."""
_IN_VAIN = re.compile(
    r"(?<!\w)(?:nhưng|song)(?: [^\s,;.:]+){0,6} (?:vẫn|đến nay|tới nay|hiện)(?: [^\s,;.:]+){0,2}? (?:chưa|không)(?!\w)"
)
"""`… lập đề án nhưng ba năm qua vẫn chưa trình`."""
_WILL = re.compile(r"(?:[^;.:,]{0,60}, )?[^;.:,]{0,50}(?<!\w)sẽ (?!phải|bị|chịu|xem xét|xử lý)")
"""`Trong nhiệm kỳ tới sẽ mở rộng …`: a plan, told to nobody."""
_IS_SOMETHING = re.compile(
    r"(?!xác định|coi|xem|lấy|quán triệt|nhận thức|trong đó)[^;.:\"]{8,120}? là (?:một trong những )?(?:thước đo|nền tảng|động lực|tiền đề|yếu tố|điều kiện|cơ sở|chìa khóa|đòn bẩy|lợi thế)(?!\w)"
)
"""`Tiếp cận dịch vụ công là thước đo của …`: says what something is."""
_CALLED_VITAL = re.compile(
    r"xác định (?:rõ )?[^;.,:]{3,90} là (?:nhiệm vụ|khâu|công tác)(?:(?:,| và)? (?:trọng tâm|trọng điểm|then chốt|đột phá|quan trọng|hàng đầu|thường xuyên|cấp bách|chính trị|xuyên suốt))+"
)
"""`Xác định công tác cán bộ là nhiệm vụ trọng tâm`: how something is to be regarded, nothing to be done."""
_LACKS = re.compile(
    r" (?:còn |vẫn )?(?:thiếu(?! nhi)(?! niên)|e ngại|ngại|lúng túng|gặp (?:khó khăn|vướng mắc|khó))(?!\w)"
)
"""`Các hợp tác xã thiếu vốn mở rộng …`: a state of things."""
_LACKING = re.compile(r"(?<!\w)(?:thiếu(?! nhi)(?! niên)|e ngại|lúng túng)(?!\w)")

_SPEAKING_BODY = re.compile(
    r"(?:^|\n|[,.:(] |\) ?-? ?|\d ?[-–] |thì )(?P<body>(?:ubnd|ủy ban nhân dân|bộ|sở|tỉnh|huyện|thành phố|thị xã|xã|phường)(?: [^\s,;.:]+){0,6}?)(?: (?:đã|vừa|cũng|tiếp tục|có|ra|ban hành|gửi|thông báo|và|công văn|văn bản|công điện|số|\d\S*|khẩn|hỏa tốc))* $"
)
_OBLIGED = re.compile(r"[^;.]{0,30}? (?:phải|cần|được giao|chịu trách nhiệm|có trách nhiệm|chủ trì)(?!\w)")


class Certain:
    """Signs that leave no room for a second opinion, on one page."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.flat = progress.flat
        self._speaking: set[str] = set()
        self._was_led_in = False
        self._results_in = -1
        self._wanting_in = -1

    def why_not(self, index: int, block: Block, address: Address, start: int, end: int) -> str:
        """Why a clause is certainly none; empty where that is open."""
        if self._is_article_lead(index, block, address, start, end):
            self._lead_in(address, end)
            return "Lời dẫn, nhắc lại ở dưới."
        if address.cue and _SPEAK_NOW.match(self.flat, address.cue_end, end):
            return "Việc làm ngay trong cuộc họp."
        if self._tells_of(address, start, end):
            return "Kể hoặc nhận định, không giao việc."
        if self._threatens(address, start, end):
            return "Nêu hậu quả, không giao việc."
        if self._stands_around(block, start, end):
            return AROUND
        return self._why_told(index, block, address, start, end)

    def _why_told(self, index: int, block: Block, address: Address, start: int, end: int) -> str:
        """Why a clause only tells: of a leader, of results, of what goes on, of the body whose paper it is."""
        if self._shows_a_leader(address, block, end):
            return "Nói lãnh đạo làm gì, không giao việc."
        if self._tells_results(index, block, address, start, end):
            return "Kể việc đã làm, không giao việc."
        if not block.is_entry and self._is_under_way(address, end):
            return "Việc đang làm, không giao việc."
        if self._has_the_right(address, end):
            return "Nêu quyền, không giao việc."
        if self._is_of_the_speaker(address, block):
            return "Việc của chính cơ quan ban hành."
        return ""

    def hear(self, address: Address) -> None:
        """Remembers which body itself has given an order."""
        if not address.cue:
            return
        said = _SPEAKING_BODY.search(self.flat[max(0, address.cue_at - 160) : address.cue_at])
        if said:
            self._speaking.add(_short(said.group("body")))

    def _tells_of(self, address: Address, start: int, end: int) -> bool:
        """Examples and opinions, whole sentences of them; what comes of something, what it is, what is wanting, what will be."""
        at = self.progress.address.goings.opening(self.progress.sentence_at, end)
        if _EXAMPLES.match(self.flat, at, end) or _OPINIONS.match(self.flat, at, end):
            return True
        if address.cue:
            return False
        if _LEADS_TO.match(self.flat, start, end) or _IS_SOMETHING.match(self.flat, start, end):
            return True
        if not address.leads and _CALLED_VITAL.fullmatch(self.flat, start, end):
            return True
        if not address.leads and _WILL.match(self.flat, start, end):
            return True
        if _MUST.search(self.flat, start, end):
            return False
        if _IN_VAIN.search(self.flat, start, end) is not None or self._is_wanting(address, end):
            self._wanting_in = self.progress.sentence
        return self._wanting_in == self.progress.sentence

    def _is_wanting(self, address: Address, end: int) -> bool:
        """Units that lack something, and nothing is asked of them."""
        if not address.leads:
            return False
        last = address.leads[-1]
        return (
            _LACKS.match(self.flat, last.end, end) is not None
            or _LACKING.search(self.flat, last.start, last.end) is not None
        )

    def _tells_results(self, index: int, block: Block, address: Address, start: int, end: int) -> bool:
        """`Trong tháng 10, UBND huyện đã chỉ đạo …; đẩy mạnh …. Chủ động …`: a paragraph that goes on telling, up to a cue."""
        if start <= block.start + 2:
            self._results_in = index if _OPENS_RESULTS.match(self.flat, start, end) else -1
            return self._results_in == index
        if self._results_in != index or address.was_told_before:
            return self._results_in == index
        if (
            address.cue
            or _FROM_NOW.search(self.flat, start, end)
            or (address.leads and _MUST.search(self.flat, start, end))
        ):
            self._results_in = -1
        return self._results_in == index

    def _lead_in(self, address: Address, end: int) -> None:
        """What the paragraphs below a lead say is told, to those it named unless they name others."""
        self._was_led_in = True
        self.progress.begin(end)
        self.progress.state.leads = address.leads

    def _is_article_lead(self, index: int, block: Block, address: Address, start: int, end: int) -> bool:
        """The first telling sentence, a paragraph of its own, that the paragraphs below say again and in full."""
        if self.progress.found or not (address.cue and address.leads):
            return False
        if block.is_entry or not block.starts_line or _SAYS_IT_AGAIN.match(self.flat, block.start):
            return False
        if block.end - block.start > _LONGEST_LEAD or end < block.end - 3:
            return False
        if self.flat[block.end - 1 : block.end] == ":":
            return False
        following = self._next_paragraph(index)
        if following is None:
            return False
        if _SAYS_IT_AGAIN.match(self.flat, following.start):
            return not self._asks_for_more(address, end, following)
        if self._was_led_in:
            return False
        if self._issues_paper(index, address, end):
            return True
        if self._paper_follows(index, address, end, following):
            return True
        return (
            self.progress.dates.binding(start, end) is None
            and self._share_said_again(address.leads[0].start, end, following.start) >= _MOSTLY
        )

    def _asks_for_more(self, address: Address, end: int, following: Block) -> bool:
        """A long first paragraph with a report to give, over `Theo đó, …` that asks for something else, is an order too."""
        asks = end - address.action > _LONG_ACTION and signs.REPORTS.search(self.flat, address.action, end)
        return bool(asks) and self._share_said_again(address.action, end, following.start) < _HARDLY

    def _issues_paper(self, index: int, address: Address, end: int) -> bool:
        """`UBND tỉnh vừa có công điện yêu cầu các sở, huyện …` in a line or two, with paragraphs under it that say what."""
        opened = self.progress.blocks[index].start
        if not _PAPER.search(self.flat, opened, address.cue_at) or index > 4:
            return False
        if (
            end - address.action > _LONG_ACTION
            or self.progress.dates.binding(address.action, end) is not None
        ):
            return False
        if not any(_SEVERAL.match(self.flat, one.start) for one in address.leads):
            return False
        below = [one for one in self.progress.blocks[index + 1 : index + 12] if one.end - one.start > 80]
        return sum(_TELLS.search(self.flat, one.start, one.end) is not None for one in below) >= _ENOUGH_BELOW

    def _paper_follows(self, index: int, address: Address, end: int, following: Block) -> bool:
        """`Thủ tướng yêu cầu các bộ ngành, địa phương …` over `Trong công điện tối 13/5, Thủ tướng …`, which says to whom what."""
        if (
            index > 1
            or end - address.action > _LONG_ACTION
            or not _IN_THE_PAPER.match(self.flat, following.start)
        ):
            return False
        return all(_FOR_ALL.match(self.flat, one.start) for one in address.leads)

    def _next_paragraph(self, index: int) -> Block | None:
        """The next block long enough to be a paragraph; none where a list follows."""
        for one in self.progress.blocks[index + 1 : index + 6]:
            if one.is_entry:
                return None
            again = self.flat.find(self.flat[one.start : one.end], one.end, one.end + _REACH) >= 0
            if one.end - one.start > _LEAST_WORDS * 10 and not again:
                return one
        return None

    def _share_said_again(self, start: int, end: int, behind: int) -> float:
        """Which share of a stretch's pairs of words comes again further down."""
        said = _pairs(self.flat[start:end])
        if len(said) < _LEAST_WORDS:
            return 0.0
        again = _pairs(self.flat[behind : behind + _REACH])
        return len(said & again) / len(said)

    def _threatens(self, address: Address, start: int, end: int) -> bool:
        if address.cue:
            return False
        return any(
            one.match(self.flat, start, end)
            for one in (_THREAT, _THREATENED, _ANSWERS_IF, _ANSWERS_FOR_FAULTS)
        )

    def _is_under_way(self, address: Address, end: int) -> bool:
        """`Bộ đội Biên phòng cùng các xã đang duy trì lực lượng …`: what goes on already."""
        if address.cue or not address.leads:
            return False
        behind = address.leads[-1].end
        return (
            _UNDER_WAY.match(self.flat, behind, end) is not None
            and _MUST.search(self.flat, behind, end) is None
        )

    def _has_the_right(self, address: Address, end: int) -> bool:
        before = self.flat[max(0, address.cue_at - 12) : address.cue_at] if address.cue else ""
        named = self.flat[address.leads[-1].start : address.leads[-1].end] if address.leads else ""
        return (before or named + " ").endswith(" có quyền ") or (
            bool(address.leads) and _MAY.match(self.flat, address.leads[-1].end, end) is not None
        )

    def _stands_around(self, block: Block, start: int, end: int) -> bool:
        """What a site puts behind the last sentence, and the names of who wrote it."""
        if FURNITURE.fullmatch(self.flat, start, end):
            return True
        if block.is_entry or end < block.end - 2 or end - start > _LONGEST_NAME:
            return False
        words = self.progress.cased[start:end].split()
        return (
            2 <= len(words) <= 4
            and all(word.isalpha() and word[0].isupper() for word in words)
            and self.progress.address.units.mention_at(start, end) is None
        )

    def _shows_a_leader(self, address: Address, block: Block, end: int) -> bool:
        """`Trong sáng nay, Phó Chủ tịch cũng đi thăm bà con …`: what a leader was seen doing."""
        if address.cue or block.is_entry or len(address.leads) != 1:
            return False
        lead = address.leads[0]
        if _LEADER.match(self.flat, lead.start) is None:
            return False
        if _VISITS.match(self.flat, lead.end, end):
            return True
        stops = self.flat[block.start : block.end].rstrip(" \"')").endswith((".", ";", ":", "/"))
        is_one_line = end >= block.end - 2 and end - block.start < _LONGEST_CAPTION
        if stops and not (is_one_line and _THERE_AND_THEN.match(self.flat, lead.end, end)):
            return False
        return block.start == lead.start and _SEEN.match(self.flat, lead.end, end) is not None

    def _is_of_the_speaker(self, address: Address, block: Block) -> bool:
        """`UBND tỉnh yêu cầu các huyện …` and, further down, `UBND tỉnh tổ chức họp …`."""
        if address.cue or len(address.leads) != 1 or block.is_entry:
            return False
        lead = address.leads[0]
        words = _short(self.flat[lead.start : lead.end])
        return (
            any(one == words or one.startswith(words + " ") for one in self._speaking)
            and _OBLIGED.match(self.flat, lead.end, block.end) is None
        )


def _short(body: str) -> str:
    return body.replace("ủy ban nhân dân", "ubnd").strip()


def _pairs(text: str) -> set[tuple[str, str]]:
    words = _WORD.findall(text)
    return set(pairwise(words))
