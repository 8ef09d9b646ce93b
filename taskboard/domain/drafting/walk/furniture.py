"""Lines that stand around a text: a page of a news site, the letterhead, pictures. They tell nobody anything."""

from __future__ import annotations

import re

_SITE = (
    r"(?:ngày |thời gian |lần )?(?:cập nhật|đăng tải|xuất bản|đăng)(?: lần cuối| lúc| ngày| bởi)?(?: ?:| \d)[^;]{0,60}"
    r"|(?:thứ \w+|chủ nhật),? (?:ngày )?\d{1,2}[/.-]\d{1,2}[/.-]\d{4}[^;.]{0,40}"
    r"|(?:ngày )?\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?:,? (?:-|\|)? ?\d{1,2}(?::|h|giờ)\d{0,2}(?: phút)?)?(?: ?\(?gmt ?\+ ?\d\)?)?"
    r"|in(?: trang| bài(?: viết)?| ra| ấn)?|print|đóng(?: lại)?|email|facebook|zalo|twitter|google\+?|copy link|sao chép(?: liên kết)?|lưu(?: bài| tin)?"
    r"|(?:gửi|chia sẻ)(?: qua| cho| tới| lên)? ?(?:bạn bè|email|facebook|zalo|mail|bài viết|bình luận|tin)?|bình luận(?: ?\(\d+\))?|ý kiến bạn đọc|phản hồi(?: ?\(\d+\))?"
    r"|(?:tổng |số |lượng |lượt )*(?:truy cập|lượt xem|lượt đọc|đã xem|đang xem|đang truy cập|trực tuyến|online|xem)[^;.]{0,30}?:? ?[\d.,]+(?: lượt(?: xem)?| người)?|(?:thống kê|tổng) (?:lượt )?truy cập[^;]{0,30}|[\d.,]+ (?:lượt xem|lượt đọc|người đang)[^;]{0,20}"
    r"|(?:hôm nay|hôm qua|tuần này|tháng này|trong (?:ngày|tuần|tháng|năm)|tất cả) ?:? ?[\d.,]+"
    r"|xem (?:thêm|tin theo ngày|tiếp|chi tiết|toàn văn|tất cả|nội dung|file)(?! ?:?[^;.]{60})[^;.]{0,60}|đọc (?:thêm|tiếp|nhiều|bài)[^;.]{0,60}|tìm kiếm[^;.]{0,20}|trang chủ[^;.]{0,40}|danh mục[^;.]{0,20}|chuyên mục[^;.]{0,40}"
    r"|liên kết (?:web(?:site)?|trang|bài viết)[^;.]{0,40}|nguồn ?: ?[^;]{0,80}|theo:? [\w.]+\.(?:vn|com|net|org)|(?:https?://|www\.)\S+|\S+\.(?:jpe?g|png|gif|pdf|docx?|xlsx?|rar|zip)"
    r"|(?:tải (?:về|file|tài liệu|xuống)|file đính kèm|tệp (?:tin )?đính kèm|tài liệu đính kèm|văn bản đính kèm)[^;]{0,80}|đang tải[^;]{0,60}|cỡ chữ[^;]{0,20}|nghe đọc bài[^;]{0,20}|đường dây nóng ?:[^;]{0,60}|hotline ?:?[^;]{0,60}"
    r"|(?:>>|»|>) ?[^;]{3,160}|[^;]{5,200} \(?\d{1,2}[/.-]\d{1,2}[/.-]\d{4},? (?:- |lúc )?\d{1,2}(?::|h)\d{2}\)?"
)

_LETTERHEAD = (
    r"[_\-–—=*.~·o ]{2,}|độc lập ?[-–.] ?tự do ?[-–.] ?hạnh phúc[_\-. ]*|cộng hòa xã hội chủ nghĩa việt nam(?: độc lập.{0,40})?"
    r"|số ?: ?[\d.… ]*/?[^\s;]{0,24}(?: ?[/-] ?[^\s;]{1,16}){0,3}|(?:v/v|trích yếu|về việc)(?: ?:)? (?![^;:.]*(?:giao|yêu cầu|đề nghị) )[^;:.]{5,200}|\"?v/v [^;:]{5,220}\"?"
    r"|trân trọng(?: (?:cảm ơn|kính mời|thông báo|kính báo|kính đề nghị))?[^;.]{0,30}|xin (?:trân trọng )?cảm ơn[^;.]{0,40}"
    r"|(?:[^,;.:]{2,30}), ngày [\d .…]{0,5} ?tháng [\d .…]{0,5} ?năm \d{4}"
    r"|(?:ảnh|hình|video|clip)(?: minh họa| tư liệu| chụp| ảnh)? ?[:\d.][^;]{0,100}|ảnh(?: minh họa| tư liệu)?|[^;.]{5,200} [-–] ảnh(?: ?\d{1,2}| ?:[^;]{2,60})?\.?|[^;.]{5,200}[.(] ?\(?ảnh(?: ?:| minh họa| tư liệu)[^;]{0,60}"
    r"|(?:công văn|văn bản|thông báo|quyết định|kế hoạch|chỉ thị|công điện) số \S{3,30}(?: (?:ngày|của) [^,;.]{3,80})?"
)

FURNITURE = re.compile(rf"(?:{_SITE}|{_LETTERHEAD}) ?")

OTHER_TEXTS = re.compile(
    r"(?:các )?(?:tin|bài|tin bài|bài viết|tin tức|văn bản|thông tin)(?: tin)? (?:liên quan|khác|cùng chuyên mục|cùng loại|cũ hơn|mới hơn|mới nhất|đã đưa|đọc nhiều|xem nhiều|nổi bật|cùng chủ đề|mới|cũ)(?: ?[:>»].{0,20})?|(?:các )?tin đã đăng|có thể (?:bạn )?quan tâm"
)
"""The line over titles of other articles: what follows is no longer this text."""

AROUND = "Phần bao quanh văn bản."
