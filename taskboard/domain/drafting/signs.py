"""Signs that tell orders from everything else: cues, speakers, topics, report words, closings. Patterns over flat text."""

from __future__ import annotations

import re

from taskboard.domain.drafting.words import whole

CUE = re.compile(
    r"(?<!\w)(?:"
    r"(?<!bàn )(?<!được )(?<!chuyển )(?<!mốc )(?<!tiếp )(?<!nhiệm vụ )(?<!văn bản )(?<!tạm )(?:đồng ý |thống nhất |quyết định )?giao(?: luôn| thêm| nhiệm vụ| trách nhiệm)?(?: cho)?(?! thông| dịch| quân| nhận| lưu| thoa| đất| rừng| mặt bằng| khoán| chỉ tiêu| dự toán| thừa| thương| tiếp| nộp| kế hoạch| thời)"
    r"|(?:(?<=có văn bản )|(?<=ra văn bản )|(?<=ký văn bản )|(?<=gửi văn bản )|(?<=hành văn bản )|(?<=một văn bản )|(?<=thêm văn bản ))(?:giao(?: cho)?|(?:đề nghị|chỉ đạo)(?! của| về việc| số| này| trên))"
    r"|(?<!đáp ứng )(?<!cốt lõi là )(?<!theo )(?<!các )(?<!những )(?<!được )(?<!với )(?<!đạt )(?<!và có )(?<!một số )yêu cầu(?! của| nhiệm vụ| đề ra| phát triển| thực tế| công tác| tiến độ| kỹ thuật| chung| về| cấp thiết| đặt ra| mới)"
    r"|(?<!theo )(?<!về )(?<!về việc )(?<!v/v )(?<!văn bản )(?<!hồ sơ )(?<!các )(?<!được )(?<!những )(?<!tổng hợp )(?<!nội dung )đề nghị(?! của| về việc| tại| trên| nêu| này| xây dựng nông thôn)"
    r"|(?<!xem xét, )(?<!theo dõi, )(?<!biết, )(?<!ý kiến )(?<!trực tiếp )(?<!tập trung )(?<!tăng cường )(?<!quan tâm )(?<!phải )(?<!ban )(?<!văn bản )(?<!sự )(?<!công tác )(?<!theo )(?<!lãnh đạo, )(?<!tham mưu, )(?<!tham mưu )(?<!nhiều )(?<!tinh thần )(?<!bộ phận )(?<!những )(?<!các )(?<!cơ quan )(?<!tiếp thu )(?<!nội dung )chỉ đạo(?! của|, chỉ huy|, đôn đốc| tại| trên| này| điều hành|, điều hành| quyết liệt| sát sao| tuyến| ngành| thực hiện của)"
    r"|(?:(?<=công điện )|(?<=công văn )|(?<=văn bản )|(?<=chỉ thị ))đôn đốc(?= (?:ubnd|ủy ban|chủ tịch|các|sở|cục|phòng|ban|\d+) )"
    r"|(?:(?<=công điện )|(?<=công văn )|(?<=văn bản )|(?<=chỉ thị )|(?<=công điện cũng )|(?<=công văn cũng )|(?<=văn bản cũng ))nêu(?= (?:các|ubnd|ủy ban|chủ tịch|sở|phòng|bộ|thủ trưởng) )"
    r"|(?<!bảng )(?<!được )phân công(?! nhiệm vụ| của| lao)"
    r"|(?<!điểm )lưu ý|(?<!lời )(?:nhắc nhở|nhắc)(?! lại việc| lịch)|nhấn mạnh|chỉ rõ|nêu rõ|cho rằng|(?<!có )chỉ thị(?! số| \d)|ra lệnh|ủy quyền cho|mong muốn|(?<!\w)nói(?: thêm| rõ| với [^,;.\"]{2,40})?(?= ?: ?\")|(?:đồng ý|thống nhất|nhất trí) để|kêu gọi(?! (?:các )?(?:tàu|thuyền|ngư dân|đầu tư|xã hội hóa|nhà đầu tư|phương tiện))|gợi ý|định hướng cho"
    r")(?!\w)"
)
STRONG_CUE = re.compile(
    r"(?:đồng ý|thống nhất|nhất trí) để|(?:đồng ý |thống nhất |quyết định )?giao|yêu cầu|đề nghị|chỉ đạo|phân công|lưu ý|nhắc|chỉ thị|ra lệnh|ủy quyền|quán triệt|đôn đốc"
)
AFTER_CUE = re.compile(
    r"(?: (?:thêm|luôn|ngay|rõ|rằng|là|tới|đến|lại|cụ thể|một số (?:nội dung|việc|vấn đề|nhiệm vụ)(?: (?:sau|cụ thể|trọng tâm))?|như sau|trong thời gian tới|thời gian tới|tại hội nghị|tại cuộc họp))*(?: ?[:,])?(?: ?\")? ?"
)

AUTHORITY = whole(
    r"(?:phó )?chủ tịch|(?:phó )?bí thư|(?:phó )?thủ tướng|tổng bí thư|bộ trưởng|thứ trưởng|thống đốc|(?:phó )?tổng giám đốc|(?:phó )?giám đốc|lãnh đạo (?:ubnd|tỉnh|thành phố|tp|huyện|thị xã|quận|bộ|đảng ủy|xã|phường|sở)|"
    r"thường trực (?:tỉnh|thành|huyện|thị|quận|đảng) ủy|thường trực (?:ubnd|hđnd)|ban thường vụ|(?:tỉnh|thành|huyện|thị|quận|đảng) ủy|chủ tọa|chủ trì|người đứng đầu|(?:ubnd|ủy ban nhân dân) (?:tỉnh|thành phố|tp\.?|huyện|thị xã|quận|xã|phường|thị trấn)|"
    r"đồng chí|đ/c|ông|bà|chính phủ|văn phòng chính phủ|thông báo|công điện|kết luận|văn bản|chỉ thị|hội nghị|cuộc họp|bộ|trưởng (?:ban|đoàn|phòng)|tư lệnh|hđnd|hội đồng nhân dân|chủ nhiệm|quốc hội|ban chỉ đạo|ban chỉ huy|bch|bộ chỉ huy|tổng cục|"
    r"sở|cục trưởng|vụ trưởng|chánh văn phòng|(?:lãnh đạo|chủ tịch|bí thư) (?:tỉnh|thành phố|huyện|xã|phường)|vị (?:chủ tịch|bí thư|tư lệnh|bộ trưởng)|tôi|công văn|quyết định"
)
LOWER_VOICE = whole(
    r"đại diện|các đại biểu|đại biểu|cử tri|người dân|nhân dân|hộ dân|các hộ|doanh nghiệp|phường|các phường|lãnh đạo (?:các )?(?:phường|xã)|các xã|(?<!thị )xã|(?<!văn )(?<!quốc )(?<!hải )(?<!dự )(?<!đề )phòng(?!,? ?(?:chống|cháy|thủ|vệ|trừ|ngừa|hộ)(?!\w))|trạm|hạt kiểm lâm|hiệu trưởng|trưởng phòng|chi cục|đoàn từ thiện|các đoàn|(?<!môi )(?<!thị )(?<!hiện )(?<!công )trường|địa phương|nhiều ý kiến|ý kiến|các ý kiến|"
    r"một số (?:đơn vị|ý kiến|địa phương|phường|xã)|các đơn vị|đơn vị|thảo luận|tham luận|các sở|nhà đầu tư|công ty|tập đoàn|hội nông dân|chuyên gia|luật sư|phóng viên|báo cáo|tờ trình|tại công văn"
)
REQUEST_CUE = re.compile(r"đề nghị|kiến nghị|mong muốn|đề xuất")

CONNECTOR = re.compile(
    r"(?:(?:(?:khi |sau khi )?nhận được (?:thông báo|công văn|văn bản|công điện|chỉ thị|kế hoạch) này|đồng thời|bên cạnh đó|ngoài ra|cùng với đó|mặt khác|tiếp đó|theo đó|do đó|do vậy|vì vậy|vì thế|trước mắt|trước hết|tuy nhiên|cùng đó|song song với đó|song song đó|cạnh đó|đặc biệt|ở một nội dung khác|cuối cùng|thêm vào đó|hơn nữa|để (?:khắc phục|xử lý|thực hiện|đạt)[^,;.]{0,60}|"
    r"cụ thể|trong đó|từ đó|sau đó|trên cơ sở đó|với tinh thần đó|về phía mình|mặt khác|nhân dịp này|cũng tại (?:hội nghị|cuộc họp|buổi làm việc|phiên họp)(?: này)?|tại (?:hội nghị|cuộc họp|buổi làm việc)(?: này)?(?=[,:])|theo (?:ông|bà|đồng chí|(?:phó )?chủ tịch|(?:phó )?bí thư|(?:phó )?thủ tướng|bộ trưởng|thứ trưởng) [^,;.:]{2,60}(?=, [^;.]{4,200} (?:cần|phải) )|cuối giờ|kết thúc (?:cuộc họp|hội nghị|buổi [^,;.:]{2,20}|phiên họp))[,:]? |và |nhưng |song |mà |thì |rồi )"
)
TOPIC = re.compile(
    r"(?:(?:đối )?với |về (?!địa)|ở |tại |trên |trong |từ |liên quan(?: đến| tới)? |riêng (?:về |với |đối với |đối )?|việc |nhằm |để |căn cứ |trên cơ sở |theo |cùng với |bên cạnh |thực hiện |đến |trước |sau |nếu |trường hợp |khi |hằng |hàng |mỗi |ngay |vào |quý |tháng |năm |tuần |qua |do |vì |chậm nhất |thời gian tới|định kỳ |phía |công tác |lĩnh vực |nhiệm vụ |để |giai đoạn |ngày |từng )"
)
FIELD = re.compile(
    r"(?:ở|trong|trên|về|đối với)? ?(?:các )?lĩnh vực (?P<name>[^,;:.]{2,80})|(?:về|đối với) (?:công tác |lĩnh vực |nhiệm vụ |dự án )?(?!việc|đề nghị|kiến nghị|phía|phản ánh)(?P<name2>[^,;:.]{2,90})|(?:trong |đối với )?công tác (?P<name3>[^,;:.]{2,80})|(?:trên )?lĩnh vực (?P<name4>[^,;:.]{2,80})"
)
FIELD_CHANGE = re.compile(
    r"(?:ở|trong|trên|về|đối với) (?:(?:các )?lĩnh vực|mặt|công tác) |về (?!việc|đề nghị|kiến nghị|phía|phản ánh|dự án|nội dung này)"
)

REPORT_START = re.compile(
    r"(?:thông qua [^,;.]{2,60}, |tính đến|(?:điều|việc) này (?:giúp|sẽ|cho|làm|(?:bảo|đảm) (?:bảo|đảm) [^;.]{2,80} nhưng )|(?:tinh thần|quan điểm|nguyên tắc|lý do) (?:chung |đặt ra )?là [^;.]{2,120} nhưng |(?:một số|nhiều|không ít) (?:sở|cục|chi cục|phòng|đơn vị|cơ quan|địa phương|huyện|xã|phường|tỉnh|ngành|nơi)(?!\w)(?![^;.]{0,90} (?:phải|cần) )[^;.:]{0,90}? (?:chưa|còn|có tỷ lệ|đạt|chậm)(?!\w)|(?:giới |các |nhiều |một số )(?:chuyên gia|luật sư|đại biểu|nhà khoa học)[^,;.]{0,40} (?:cho rằng|cho biết|nhận định|đánh giá|nói)|(?:ông|bà) [^,;.]{2,30}, (?:chuyên gia|đại diện|chủ tịch hiệp hội)|chi phí [^,;.]{0,30} (?:gây|vẫn|còn|đã|cũng)(?!\w)|theo báo cáo|báo cáo (?:tại|của)|trước đó|đến nay|hiện nay|hiện |thời gian qua|những năm qua|trong (?:tháng|quý|tuần|năm) (?:qua|vừa qua|\S{1,8},? \S+ (?:đã|có|được|tiếp tục))|kết quả(?! (?:gửi|báo cáo|trình|xử lý gửi))[ ,:]|"
    r"(?:tuần|tháng|năm|quý|sáu tháng|ba tháng|\d{1,2} tháng)[^,;.]{0,20} (?:qua|đầu năm|vừa qua)(?![^;.]{0,70} (?:phải|cần) )|trong (?:tháng|quý|tuần|năm)[^,;.]{0,24} đã |ước |dự kiến|trên đây là|(?:nhằm [^;.]{3,120}, )?(?:mọi|các|để biết thêm) (?:thông tin|chi tiết|thắc mắc)[^;.]{0,60} liên hệ[^;.]*$|thừa lệnh|thay mặt|được trả lời|thảo luận|trả lời|giải đáp|tiếp thu (?:các )?ý kiến|phát biểu|kết luận (?:hội|cuộc|buổi|phiên)|tham dự|cùng dự|dự họp|dự hội nghị|có mặt|vắng|các đồng chí vắng|"
    r"toàn cảnh|ảnh|tin,? ảnh|nguồn|tác giả|sau khi nghe|sau khi xem xét|tại hội nghị, (?:các )?đại|hội nghị (?:đã|cũng|được|diễn)|cuộc họp (?:đã|cũng|diễn)|bên cạnh đó,? (?:còn|vẫn|công tác)|tuy nhiên(?!,? (?:cần|phải|đề nghị|yêu cầu|giao|các [^,;.]{2,60} (?:cần|phải)) )|hạn chế(?: là| lớn| của|,|:)|tồn tại(?: là| lớn|,|:| hạn chế)|nguyên nhân|"
    r"theo (?:(?:ông|bà|đồng chí)(?![^,;.:]{2,60}, [^;.]{4,200} (?:cần|phải) )|kế hoạch)|ghi nhận|biểu dương|đánh giá cao|cảm ơn|tin tưởng|khẳng định|phê bình|chúc|năm 20\d\d (?:có|là|chỉ)|nhìn chung|cơ bản|qua (?:báo cáo|kiểm tra|thảo luận|\d)|(?:sáng|chiều|tối|ngày|vừa qua)[^,;.]{0,24}\d{1,2}[/-]\d{1,2}[^,;]{0,14},|nhân dịp này|không khí|theo dự báo|dự báo)"
)
OPINION = re.compile(
    r"(?:giới |các |nhiều |một số )(?:chuyên gia|luật sư|đại biểu|nhà khoa học|ý kiến)[^,;.]{0,40} (?:cho rằng|cho biết|nhận định|đánh giá|nói)"
)
PRAISE = whole(
    r"ghi nhận|biểu dương|đánh giá cao|cảm ơn|tin tưởng|bày tỏ|hoan nghênh|chúc mừng|khen ngợi|chia sẻ với|phê bình|không hài lòng|khẳng định|cho rằng|cho biết|cho hay|cam kết|hỏi|nói(?! rõ)|thừa nhận|đồng ý với|thống nhất với|thống nhất đánh giá|nhất trí với|nhận định|tán thành|không đồng ý|chưa đồng ý|không đồng tình|chúc|trao đổi(?= về| thêm)|đề cập|gửi lời|cảm ơn|cho chủ trương|cho ý kiến (?:về|vào|đối)|thống nhất (?:đề xuất|nội dung|chủ trương|phương án|cao|thông qua|theo)|đồng ý(?! giao)|chấp thuận|nhất trí|trao (?:bằng|giấy|thưởng|quà)|chủ trì (?:họp|hội nghị|cuộc họp|phiên|buổi)|kết luận"
)
DONE = whole(
    r"đã|đang|vừa qua|ước đạt|đạt|tăng \d[\d.,]*|giảm \d[\d.,]*|chiếm|bằng \d[\d.,]*|hiện có|có tới|còn chậm|còn nhiều|chưa|vẫn còn|được triển khai|được quan tâm|được tăng cường|được thực hiện|được giữ vững|được đẩy mạnh|được duy trì|được đảm bảo|được bảo đảm|được nâng|được cải thiện"
)
BACKGROUND = whole(
    r"trước đó|từng giao|từng yêu cầu|đã hoàn thành|đã báo cáo xong|đến nay đã|hoàn thành từ|nay đã|trước đây"
)
OF_THINGS = re.compile(r"(?:các|những|khối lượng|dự án|công trình|hạng mục|nhiệm vụ)(?: [^\W\d]+){0,5} $")
GOVERNS = re.compile(
    r"(?:(?:nhiệm vụ|nội dung|giải pháp|công việc|công tác|vấn đề|việc|yêu cầu|mặt|khâu)(?: (?:trọng tâm|sau đây|sau|cụ thể|cơ bản|chính|chủ yếu|lớn|như sau|cấp bách|quan trọng|then chốt|trong thời gian tới|trong [^,;.:]{3,24}))*|(?<!\w)(?:như sau|như|gồm|bao gồm|tập trung|tập trung vào|chú trọng|quan tâm|lưu ý)|(?<!\w)(?:cần|phải)) ?$"
)
CLOSING = re.compile(
    r"(?:(?:nhận được|căn cứ|trên cơ sở|với tinh thần)[^,;.]{0,60}, )?(?:(?:yêu cầu|đề nghị|các|thủ trưởng)[^;]{0,200}? thực hiện (?:tốt|nghiêm|nghiêm túc|đầy đủ|đúng) (?:tinh thần |các |những )*(?:nội dung|ý kiến|chỉ đạo|công văn|văn bản|yêu cầu)(?: chỉ đạo)? (?:nêu |nói )?trên\.?(?:/\.)?$|(?:các|thủ trưởng|bộ trưởng|chủ tịch|giám đốc|yêu cầu|đề nghị)[^;]{0,300}?(?:thực hiện|triển khai)(?: thực hiện)? nghiêm(?: túc)? (?:các nội dung (?:của |tại )?)?(?:chỉ thị|thông báo|kết luận|công điện|văn bản|chỉ đạo|ý kiến chỉ đạo) n[àầ]y$|(?:với [^,;.]{0,40}, )?các (?:đơn vị|cơ quan|phòng)[^,;.]{0,24} (?:tiếp tục )?thực hiện theo (?:chương trình|kế hoạch|chức năng|nhiệm vụ|quy định|các nội dung)[^,;.]{0,60}$|(?:các|thủ trưởng)[^;.]{0,140}? căn cứ (?:các )?(?:nội dung|kết luận|thông báo|chỉ đạo)[^;.]{0,40}? (?:thực hiện|triển khai)(?: nghiêm túc)?$|trên đây là|thừa lệnh|thừa ủy quyền|văn phòng [^;.]{0,60}?(?:xin )?thông báo [^;.]{0,80}?(?:biết|thực hiện)|[^;.]{0,120}?thông báo (?:để |đến |tới |cho )[^;.]{0,400}? (?:biết|thực hiện)(?:,? (?:và )?(?:thực hiện|triển khai|phối hợp)(?: thực hiện)?)*$|[^;.]{0,120}?thông báo (?:để |đến )[^;.]{0,80}?biết|(?:ubnd|ủy ban nhân dân) [^;.]{0,60}thông báo (?:để |đến |tới |đề nghị )[^;.]{0,300}? biết(?!\w)|nơi nhận|(?:[^,;.:]{3,60} )?(?:yêu cầu|đề nghị) [^;.,]{0,90}(?:, [^;.,]{0,60}){0,8}?(?:nghiêm túc|khẩn trương|tổ chức|nghiêm túc tổ chức|căn cứ)?,? ?(?<!quá trình )(?<!việc )(?<!kết quả )(?<!tiến độ )(?<!tình hình )(?<!phương án )(?<!lộ trình )(?<!kế hoạch )(?<!hướng dẫn )(?<!kinh phí )(?<!nguồn lực )(?:triển khai |tổ chức )?(?:thực hiện|triển khai)(?: nghiêm(?: túc)?)?(?: (?:thông báo|kết luận|công điện|chỉ thị|các nội dung|văn bản|nội dung)[^;.]{0,60}| có hiệu quả| tốt| các nội dung trên)?\.?(?:/\.)?(?:\.[^\w\s][^\s]{0,5})?$)"
)
SAID_IN_PAPER = re.compile(
    r"\",? ?(?:kết luận|thông báo|công điện|văn bản|chỉ thị|công văn|nghị quyết)(?: [^\s,;.\"]+){0,4}? (?:nêu|nêu rõ|ghi rõ|yêu cầu|nhấn mạnh)(?!\w)"
)
"""`"… cần khoanh nợ …", kết luận nêu`: words of the paper itself."""
SPOKEN_BY = re.compile(
    r"\",? ?(?:ông|bà|đồng chí|chủ tịch|phó chủ tịch|bí thư|bộ trưởng|phó thủ tướng|thủ tướng|giám đốc)[^,;.\"]{0,60}? (?:nói|yêu cầu|chỉ đạo|nhấn mạnh|đề nghị|giao|lưu ý|quán triệt|nhắc)(?!\w)"
)
AGREES = re.compile(
    r"(?:cơ bản )?(?:thống nhất|nhất trí|đồng ý|chấp thuận)(?! giao| để| với (?:sở|phòng|bộ|công an|ubnd))(?!\w)"
)
SPIRIT = re.compile(
    r"[ ,]*(?:(?:phải|cần|tiếp tục|luôn|hơn nữa|và) )*(?:nâng cao|đề cao|nêu cao|phát huy)(?: hơn nữa)? tinh thần(?! thái độ)[^;:]{0,120}$"
    r"|[ ,]*(?:(?:phải|cần) )?(?:không (?:được )?(?:chủ quan|lơ là)(?:, (?:lơ là|chủ quan))?(?: trong [^;,:]{2,40})?(?:, vì [^;]{2,80})?|tập trung cao độ (?:triển khai|thực hiện)(?: tốt)? (?:các )?(?:công việc|nhiệm vụ)(?: với tinh thần [^;]{2,60})?)$"
)
"""Calls for a spirit: a unit is named, but nothing that could be reported as done."""
APPEAL = re.compile(
    r"[ ,]*(?:(?:phải|cần|thật|thực sự|hết sức|rất|không được|không|tuyệt đối|tuyệt đối không|không để|hơn|hơn nữa|và|được|luôn|lơ là|chủ quan|mất cảnh giác|quyết liệt|đùn đẩy|né tránh|trách nhiệm|tình trạng|"
    r"sợ trách nhiệm|chủ động|sáng tạo|quyết tâm|nỗ lực|cố gắng|đoàn kết|thống nhất|cao|nghiêm túc|nêu cao|tinh thần|phát huy|bệnh|hình thức|mạnh mẽ|trong (?:thực hiện|chỉ đạo|triển khai)|(?:hoàn thành (?:tốt |thắng lợi |xuất sắc |toàn diện )?)?(?:các )?(?:nhiệm vụ|chỉ tiêu|kế hoạch)(?: được giao| đề ra| năm 20\d\d)?|công việc|cao nhất|tiếp tục|trong (?:năm(?: 20\d\d| tới)?|thời gian tới|những năm tiếp theo)|(?:những )?(?:kết quả|thành tích|thành tựu)(?: đã)? đạt được|truyền thống|bắt tay ngay|bắt tay|ngay|vào (?:công )?việc|khắc phục khó khăn|đồng thuận|hơn nữa|vào cuộc|với tinh thần)[ ,;.]*)+$"
)
CONSEQUENCE = re.compile(
    r"(?:lần sau,? )?(?:nếu [^;.]{3,120}, (?:các |thủ trưởng |người đứng đầu )[^,;.]{2,40} phải chịu trách nhiệm$|nếu (?:để xảy ra|(?:đơn vị|nơi|địa phương|cơ quan)[^,;.]{0,20} nào )[^;.]{0,160}? chịu trách nhiệm|[^;.]{0,160}; ?[^;.]{0,120} phải chịu trách nhiệm [^;.]{0,100} nếu để xảy ra|[^;.]{3,160}? phải chịu trách nhiệm [^;.]{0,100} nếu để xảy ra|nơi nào[^;.]*? (?:thì|phải|sẽ)(?!\w)|(?:đơn vị|cơ quan|địa phương|địa bàn|hiệu trưởng|cá nhân|ai|thủ trưởng|xã|phường|tập thể|người|cán bộ)[^,;.]{0,12} nào [^;.]*?(?:thì|sẽ|phải chịu|chịu trách nhiệm|không xét|kiểm điểm|xem xét trách nhiệm)|quá (?:thời )?hạn [^;.]*chịu trách nhiệm|ai (?:không|chậm)|[^;.]{0,80}(?:sẽ (?:xem xét|xử lý|bị|tính|kiểm điểm|chịu|truy)|không xét thi đua|tính vào xếp loại))"
)
NO_ACTION = re.compile(
    r"(?:gắn với (?!trách nhiệm)|(?:đồng thời,? )?phục vụ |(?:bảo đảm|đảm bảo)(?: việc)? (?:đúng|(?:chất lượng|tiến độ)(?! (?:thi công|các|thực hiện các|giao|công trình|dự án|xây dựng))|hiệu quả|yêu cầu|nguyên tắc|công khai|khách quan|theo|thực chất|thiết thực|an toàn(?:,|$)|tiết kiệm|đủ điều kiện|kịp thời|chặt chẽ|khả thi|phù hợp)|trong đó(?! (?:giao|yêu cầu|đề nghị))|nhất là|đặc biệt là|trong đó ưu tiên|"
    r"ưu tiên|kể cả|bao gồm|gồm|như|tránh (?:hình thức|tình trạng|lãng phí|chồng chéo)|theo (?:đúng )?(?:quy định|thẩm quyền|hướng|phương châm|tinh thần)|với (?:phương châm|tinh thần|mục tiêu)|coi (?:đây|đó) là|xác định đây|lấy [^,;.]{0,40} làm|không (?:hình thức|dàn trải)|đúng (?:quy định|tiến độ|pháp luật)|kết quả là|hạn cuối)"
)
COMPLETION = re.compile(
    r"(?:(?:phải |cần |và |phấn đấu |cơ bản |dự kiến )?(?:hoàn thành|hoàn tất|xong|thực hiện xong|hoàn thiện|kết thúc|làm xong|giải quyết xong|dứt điểm|triển khai xong)(?: (?:toàn bộ|các|việc|nội dung|nhiệm vụ|công việc|này|dứt điểm|việc này|nhiệm vụ này|các nội dung (?:này|trên)|chậm nhất|xong|ngay))*|thời hạn(?: hoàn thành| thực hiện)?:?|thời gian(?: hoàn thành| thực hiện)?:?|hạn (?:cuối|chót|hoàn thành):?|chậm nhất|muộn nhất|(?:ra quân |thực hiện )?đồng loạt(?: ra quân| thực hiện)?)(?=[ :]|$)"
)
COLLECTIVE_DONE = re.compile(
    r"(?:(?:hai|ba|bốn|các|những|\d+) (?:việc|nhiệm vụ|nội dung|phần việc|công việc)(?: (?:trên|này|nêu trên|nói trên))?|tất cả(?: các)? (?:việc|nhiệm vụ)[^,;.]{0,20}|toàn bộ (?:việc|các nhiệm vụ|công việc|nội dung)[^,;.]{0,20}) ?[^,;.]{0,30}?(?:xong|hoàn thành|hoàn tất)"
)
REPORTS = whole(r"báo cáo|trình|gửi|thông báo kết quả|tổng hợp")
BASIS = re.compile(
    r"(?:căn cứ|thực hiện|theo|xét|trên cơ sở)(?: nội dung| ý kiến| tinh thần| đề nghị(?: của)?| các)* (?:[^,;.]{2,60} tại )?(?:thông báo|kết luận|công văn|nghị quyết|quyết định|kế hoạch|chỉ thị|chương trình|luật|nghị định|thông tư|tờ trình|báo cáo|công điện|văn bản)(?: kết luận)? (?:số|ngày|của|tổ chức)(?!\w)[^,;.]*(?:, [^,;.]{0,80}){0,2}$"
)
CONCLUDE = re.compile(
    r"(?:(?:phát biểu )?(?:kết luận|bế mạc|(?<!phát biểu )chỉ đạo(?= hội nghị| cuộc họp))(?: chỉ đạo| kết luận)?,? (?:tại |buổi |cuộc |hội nghị|phiên|chương trình|của|và chỉ đạo)|phát biểu (?:kết luận|chỉ đạo)|kết luận[^.;]{0,60}như sau|(?:kết luận|chỉ đạo|yêu cầu|ý kiến)(?: chỉ đạo)?[^.;:]{0,60}(?:như sau|sau đây|các nội dung sau|nhiệm vụ sau|sau) ?[:.]?$|"
    r"(?<!\w)kết luận, (?:ông|bà|đồng chí|chủ tịch|phó|bí thư|bộ trưởng|thủ tướng|giám đốc) |thay mặt [^.;]{0,80}kết luận|kết luận ?:$|kết luận buổi|(?<!\w)(?:ct|chủ tịch|bí thư) kết luận|đã kết luận|(?:chủ tịch|bí thư|bộ trưởng|thủ tướng)[^.;:]{0,80}(?:yêu cầu|kết luận|chỉ đạo|đề nghị|giao)[^.;:]{0,40}:$|về nhiệm vụ (?:thời gian tới|trọng tâm|tháng|quý|tuần))"
)
REPORT_HEADING = whole(
    r"đánh giá(?: chung)?|(?:việc|công việc) (?:tuần|tháng) (?:qua|trước|\d+)|kết quả(?: đạt được)?|tình hình|tồn tại|hạn chế|ưu điểm|khuyết điểm|nguyên nhân|thành tựu|thành tích|mục tiêu(?: chung| cụ thể| tổng quát)?|thành phần|nội dung họp|ý kiến thảo luận|kiến nghị của"
)
ORDERS_HEADING = whole(
    r"nhiệm vụ|kết luận|phương hướng|chỉ đạo|giải pháp|tổ chức thực hiện|công việc|phân công|yêu cầu|kế hoạch(?: công tác| trọng tâm)? (?:tuần|tháng|quý)|(?:công tác|trọng tâm)(?: trọng tâm)? (?:tuần|tháng|quý) (?:tới|sau)|(?:tuần|tháng) (?:tới|sau)"
)
ENDMATTER = re.compile(
    r"[|* ]*(?:(?:(?:cuộc họp|hội nghị|buổi họp) )?kết thúc (?:lúc |vào )?\d{1,2} ?(?:h|giờ)|n[ơo]i nh[ậâạa]n ?:|nơi nhận|kt\. ?(?:chủ tịch|t[ổo]ng c[ụu]c|bộ trưởng|giám đốc|cục trưởng)|tl\. ?chủ tịch|tuq\. |tm\. ?ủy ban|tm\. ?ubnd|chánh văn phòng$|chủ tịch$|phó chủ tịch$|\(đã ký\)|người ký|lưu: ?vt|tác giả|nguồn tin|bài,? ảnh|tin,? bài|tags?:)"
)
ATTENDANCE = whole(
    r"tham dự|dự họp|cùng dự|dự hội nghị|chủ trì (?:hội nghị|cuộc họp|buổi|phiên)|dự và chủ trì|toàn cảnh|quang cảnh|có mặt|tham gia đoàn"
)
PURPOSE = re.compile(r"(?:để|nhằm) [^;.]{3,200}?, ")
"""What for, in front of who is told: no topic of the order."""
CONSEQUENCE_TAIL = re.compile(
    r", ?(?:(?:và |nếu |trường hợp )*(?:đơn vị|cơ quan|địa phương|tập thể|cá nhân|tổ chức|nơi|xã|phường|thôn|ngành|sở|phòng|thủ trưởng|người đứng đầu)(?:, [^,;.]{2,20}){0,2} nào |(?:nếu|trường hợp) (?:để xảy ra|để |chậm|không (?:thực hiện|hoàn thành|báo cáo|chấp hành)|quá (?:thời )?hạn)|ai )[^;]{2,260}?(?:chịu(?: hoàn toàn)? trách nhiệm|bị (?:xử lý|kiểm điểm|phê bình|xem xét|trừ)|(?:xem xét|xử lý|truy cứu) (?:trách nhiệm|kỷ luật|nghiêm)|không (?:được )?(?:xét|bình xét)|kiểm điểm|phê bình)(?!\w)"
)
"""What follows from failing, behind an order: not part of it."""
REASON_TAIL = re.compile(
    r", ?(?:vì|bởi vì|bởi|do (?:đây là|hiện|thời gian)|lý do|tránh để người dân|để tránh việc đáng tiếc) "
)
