"""Names of Vietnamese public bodies, as data: ministries to communes, before and after July 2025.

Each entry of `FIELDS` may follow Sở, Phòng, Bộ, Ban, Vụ, Cục…; separators inside a name (`và`, `,`, `-`, `&`) are
interchangeable when matching, because offices write them all ways.
"""

from __future__ import annotations

import re

FIELDS = (
    """
nội vụ|tư pháp hộ tịch|văn phòng thống kê|địa chính xây dựng|tư pháp|tài chính kế hoạch|kế hoạch tài chính|tài chính kế toán|tài chính|kế hoạch đầu tư|kế hoạch tổng hợp|kế hoạch|tài nguyên môi trường|tài nguyên|môi trường
lao động thương binh xã hội|lao động tb xh|lao động tbxh|lao động|lđ tb xh|lđ tbxh|lđtbxh|lđtb xh|văn hóa thông tin|văn hóa thể thao du lịch|văn hóa thể thao|văn hóa khoa học thông tin|văn hóa xã hội|văn hóa
giáo dục đào tạo|giáo dục trung học|giáo dục tiểu học|giáo dục mầm non|giáo dục|vh tt dl|gd đt|gdđt|gd|y tế|kinh tế hạ tầng đô thị|kinh tế hạ tầng|kinh tế ngân sách|kinh tế xã hội|kinh tế tổng hợp|kinh tế|hạ tầng kinh tế|quản lý đô thị|đô thị
nông nghiệp phát triển nông thôn|nông nghiệp ptnt|nn ptnt|nnptnt|nông nghiệp môi trường|nn mt|nnmt|nông nghiệp|dân tộc tôn giáo|dân tộc|tôn giáo|công thương|công nghiệp|giao thông vận tải|giao thông công chánh|gtvt
giao thông xây dựng|giao thông|xây dựng|khoa học công nghệ|kh cn|khcn|thông tin truyền thông|tt tt|tttt|ngoại vụ|du lịch|quốc phòng|ngoại giao|tổ chức cán bộ|tổ chức hành chính|tổ chức|pháp chế|tn mt|tnmt|tc kh|tckh|kh đt|khđt|vh tt|vhtt|vh xh|vhxh|vh ttdl|vhttdl|vhtt dl|kt ht|ktht|qlđt|kt|tc
công nghệ thông tin|chuyển đổi số|cải cách hành chính|thanh tra|kiểm tra nội bộ|khảo thí|tổng hợp|hành chính quản trị|hành chính tổ chức|hành chính|quản trị tài vụ|thi đua khen thưởng|tiếp công dân|quản lý dự án|phổ biến giáo dục pháp luật
phát triển hạ tầng|quản lý nhà nước|xuất nhập khẩu|thị trường trong nước|thương mại|điện lực|năng lượng|đất đai|địa chất khoáng sản|khoáng sản|thủy lợi|thủy sản|chăn nuôi thú y|trồng trọt bảo vệ thực vật|trồng trọt|bảo vệ thực vật|chăn nuôi|thú y
lâm nghiệp|kiểm lâm|chăn nuôi thú y thủy sản|phát triển nông thôn quản lý chất lượng|quản lý chất lượng nông lâm sản thủy sản|phát triển nông thôn|quản lý chất lượng|tiêu chuẩn đo lường chất lượng|thống kê|thuế|hải quan|quản lý thị trường|an toàn thực phẩm|an toàn vệ sinh thực phẩm|dân số|dân số khhgđ|phòng chống tệ nạn xã hội|bảo trợ xã hội|việc làm|dạy nghề
báo chí|xuất bản|bưu chính|viễn thông|bảo vệ môi trường|biển hải đảo|viễn thám|hàng không|đường sắt|đường bộ|hàng hải|đường thủy nội địa|đăng kiểm|quản lý xây dựng|hạ tầng kỹ thuật|quy hoạch kiến trúc|quy hoạch|nhà ở|kiến trúc|vật liệu xây dựng|giám định chất lượng xây dựng|giám định xây dựng|giám định|quy hoạch xây dựng|quản lý chất lượng xây dựng|kiểm định xây dựng|quản lý xây dựng công trình|quản lý đê điều
văn thư lưu trữ|chính quyền địa phương|công chức viên chức|tiền lương|hợp tác quốc tế|ngân sách nhà nước|ngân sách|quản lý công sản|quản lý nợ|đầu tư|đấu thầu|doanh nghiệp|tổ chức đảng|cơ yếu|theo dõi|kinh doanh|quản lý kinh doanh
""".replace("\n", "|")
    .strip("|")
    .split("|")
)

_PART = r"(?: ?- ?|, ?| và | ?& ?| )"


def loose(name: str) -> str:
    """Regular expression source for a name whose separators may be written any way."""
    return _PART.join(re.escape(word) for word in name.split())


FIELD = "|".join(loose(name) for name in sorted(set(FIELDS), key=len, reverse=True))

# Bodies known by their whole name; `~` marks where a free separator may stand (a space everywhere else).
WHOLE_NAMES = (
    """
ban chấp hành đoàn tncs hồ chí minh|ban chấp hành đoàn thanh niên|hải quan khu vực|thuế tỉnh|thuế thành phố|thuế khu vực|phòng giao dịch ngân hàng chính sách xã hội|phòng giao dịch nhcsxh|thi hành án dân sự|báo~phát thanh~truyền hình|trung tâm xúc tiến đầu tư~thương mại~du lịch|trung tâm quản lý~điều hành giao thông công cộng|hội đồng đền bù~giải phóng mặt bằng|hội đồng phối hợp phổ biến~giáo dục pháp luật|hội đồng nghĩa vụ quân sự|hội đồng thi đua~khen thưởng|tổ công tác đặc biệt|phòng khoáng sản~tài nguyên nước~khí tượng thủy văn|cục quản lý~giám sát bảo hiểm|thông tấn xã việt nam|thư viện tỉnh|thư viện thành phố|bảo tàng tỉnh|bảo tàng thành phố|đội cảnh sát giao thông~trật tự|đội thuế liên xã~phường|đội thuế liên xã|công đoàn các khu công nghiệp|đảng đoàn hđnd|đảng đoàn mttq|đảng đoàn|quân sự|biên phòng|bch quân sự|bch qs|qs|bchqs|ban chqs|vp ubnd|vp|ttyt|tyt|ttvh|mttq|ubmttq|lđlđ|bhxh|văn phòng~hđnd~ubnd|văn phòng hội đồng nhân dân~ủy ban nhân dân|vp~hđnd~ubnd|văn phòng~đoàn đbqh~hđnd|văn phòng ubnd|văn phòng ủy ban nhân dân|văn phòng hđnd|văn phòng chính phủ|văn phòng quốc hội|văn phòng chủ tịch nước|văn phòng trung ương đảng
văn phòng điều phối nông thôn mới|văn phòng điều phối ntm|văn phòng điều phối|văn phòng đăng ký đất đai|chi nhánh văn phòng đăng ký đất đai|chi nhánh vpđkđđ|vpđkđđ|chi nhánh văn phòng đkđđ|văn phòng thường trực|cơ quan thường trực|ủy ban atgt quốc gia|ủy ban an toàn giao thông|bch bộ đội biên phòng|bch bđbp|bộ chbđbp|bch pctt~tkcn|bch pctt|bch phòng thủ dân sự|trung tâm chỉ huy phòng, chống dịch|trung tâm chỉ huy|tổ covid cộng đồng|khối đảng, đoàn thể|khối đảng~đoàn thể|ban soạn thảo|tổ biên tập|ban biên tập|ban bồi thường, giải phóng mặt bằng|ban bồi thường, giải phóng mặt bằng~tái định cư|hội đồng giải phóng mặt bằng|ủy ban quốc gia ứng phó sự cố, thiên tai~tìm kiếm cứu nạn|hội đồng quản lý quỹ|hội đồng quản lý|ban quản trị|tập đoàn than~khoáng sản|hội đồng thành viên|hội đồng quản trị|hội đồng trường|ub mttq việt nam|ub mttq vn|ub mttq|ban nhân dân|ban điều hành khu phố|ban điều hành khu dân cư|ban điều hành tổ dân phố|đội csgt-tt|đội csgt - tt|trung tâm vh-tt&tt|cơ quan cảnh sát điều tra|cơ quan cảnh sát|văn phòng đảng ủy|văn phòng huyện ủy|văn phòng thành ủy|văn phòng tỉnh ủy|văn phòng thị ủy|văn phòng quận ủy|văn phòng bộ|văn phòng sở|văn phòng một cửa|văn phòng luật sư|văn phòng
ban quản lý dự án đầu tư xây dựng công trình giao thông|ban quản lý dự án đầu tư xây dựng công trình dân dụng~công nghiệp|ban quản lý dự án đầu tư xây dựng công trình nông nghiệp~phát triển nông thôn|ban quản lý dự án đầu tư xây dựng công trình|ban quản lý dự án đầu tư xây dựng các công trình|ban quản lý dự án đầu tư~xây dựng|ban quản lý dự án đtxd|ban quản lý dự án xây dựng|ban quản lý đầu tư~xây dựng|ban quản lý các dự án đầu tư xây dựng|ban quản lý các dự án|ban quản lý dự án|ban qlda đầu tư xây dựng|ban qlda đtxd|ban qlda|bqlda đtxd|bqlda|bql dự án|ban ql dự án
ban quản lý các khu công nghiệp|ban quản lý các khu kinh tế|ban quản lý khu kinh tế|ban quản lý khu công nghiệp|ban quản lý các khu chế xuất~công nghiệp|ban quản lý khu công nghệ cao|ban quản lý chợ|ban quản lý rừng phòng hộ|ban quản lý rừng đặc dụng|ban quản lý rừng|ban quản lý di tích|ban quản lý vườn quốc gia|ban quản lý bến xe|ban quản lý dịch vụ công ích|ban quản lý công trình công cộng
ban bồi thường giải phóng mặt bằng|ban bồi thường gpmb|ban gpmb|ban giải phóng mặt bằng|ban tổ chức|ban tuyên giáo~dân vận|ban tuyên giáo|ban xây dựng đảng|ban dân vận|ban nội chính|ban kinh tế|ban tiếp công dân|ban dân tộc|ban cán sự đảng|ban thường vụ|ban thường trực|ban chấp hành|ban pháp chế|ban kinh tế~ngân sách|ban văn hóa~xã hội|ban thanh tra nhân dân|ban công tác mặt trận|ban giám hiệu|ban giám đốc|ban tôn giáo|ban thi đua~khen thưởng|ban an toàn giao thông|ban atgt
ban chỉ huy quân sự|ban chqs|bch quân sự|bchqs|bộ chỉ huy quân sự|bộ chqs|bộ chỉ huy bộ đội biên phòng|bộ chỉ huy bđbp|bđbp|bộ đội biên phòng|đồn biên phòng|ban chỉ huy bộ đội biên phòng|bộ tư lệnh thủ đô|bộ tư lệnh cảnh sát cơ động|bộ tư lệnh bộ đội biên phòng|bộ tư lệnh|quân khu|bộ tổng tham mưu
ban chỉ huy phòng chống thiên tai~tìm kiếm cứu nạn~phòng thủ dân sự|ban chỉ huy phòng chống thiên tai~tìm kiếm cứu nạn|ban chỉ huy phòng, chống thiên tai~tìm kiếm cứu nạn|ban chỉ huy phòng~chống thiên tai|ban chỉ huy pctt~tkcn|ban chỉ huy pctt|ban chỉ huy phòng thủ dân sự|ban chỉ đạo|bcđ|ban chỉ huy
ủy ban mặt trận tổ quốc việt nam|ủy ban mặt trận tổ quốc|ủy ban mttq việt nam|ủy ban mttq vn|ủy ban mttq|ubmttq việt nam|ubmttq vn|ubmttq|ubmt tổ quốc việt nam|ubmt tổ quốc|ubmttqvn|mặt trận tổ quốc việt nam|mặt trận tổ quốc|mặt trận|mttq việt nam|mttq|ủy ban kiểm tra|ubkt|ủy ban dân tộc|ủy ban chứng khoán nhà nước|ủy ban thể dục thể thao|ủy ban an toàn giao thông quốc gia|ủy ban quản lý vốn nhà nước tại doanh nghiệp|ủy ban quốc gia
ủy ban bầu cử|thanh tra chính phủ|thanh tra nhà nước|thanh tra giao thông|thanh tra xây dựng|thanh tra|kiểm toán nhà nước|tòa án nhân dân tối cao|tòa án nhân dân|tand|viện kiểm sát nhân dân tối cao|viện kiểm sát nhân dân|vksnd|chi cục thi hành án dân sự|cục thi hành án dân sự|chi cục thads|công an nhân dân|công an|ca
kho bạc nhà nước|kho bạc|kbnn|ngân hàng chính sách xã hội|ngân hàng csxh|nhcsxh|ngân hàng nhà nước việt nam|ngân hàng nhà nước chi nhánh|ngân hàng nhà nước|ngân hàng nông nghiệp~phát triển nông thôn|ngân hàng phát triển|bảo hiểm xã hội việt nam|bảo hiểm xã hội|bhxh|bảo việt|bưu điện|viễn thông|điện lực|công ty điện lực|tổng công ty điện lực|chi nhánh điện lực|tập đoàn điện lực việt nam
chi cục thuế khu vực|chi cục thuế|cục thuế|thuế cơ sở|thuế khu vực|đội thuế liên xã|đội thuế liên phường|đội thuế|tổng cục thuế|cục hải quan|chi cục hải quan|tổng cục hải quan|tổng cục thống kê|cục thống kê|chi cục thống kê|thống kê|hạt kiểm lâm|chi cục kiểm lâm|cục kiểm lâm|hạt quản lý đê|chi cục đê điều
trung tâm phát triển quỹ đất|trung tâm ptqđ|ttptqđ|trung tâm quản lý đất đai|trung tâm phục vụ hành chính công|trung tâm hành chính công|trung tâm pvhcc|trung tâm hcc|trung tâm y tế|ttyt|trung tâm văn hóa~thể thao~truyền thông|trung tâm văn hóa~thông tin~thể thao|trung tâm văn hóa~thể thao|trung tâm văn hóa~thông tin|trung tâm vhtt&tt|trung tâm vh-tt-tt|trung tâm truyền thông~văn hóa|trung tâm truyền thông|trung tâm dịch vụ nông nghiệp|trung tâm dịch vụ công ích|trung tâm dịch vụ tổng hợp|trung tâm cung ứng dịch vụ công|trung tâm chính trị|trung tâm bồi dưỡng chính trị|trung tâm giáo dục nghề nghiệp~giáo dục thường xuyên|trung tâm gdnn~gdtx|trung tâm giáo dục thường xuyên|trung tâm khuyến nông|trung tâm kiểm soát bệnh tật|trung tâm xúc tiến đầu tư|trung tâm dân số|trung tâm kỹ thuật nông nghiệp|trung tâm điều hành thông minh|trung tâm công nghệ thông tin|trung tâm bảo trợ xã hội|trung tâm phát triển cụm công nghiệp|trung tâm quản lý hạ tầng
cảng vụ hàng không|cảng vụ|bệnh viện đa khoa|bệnh viện|đài phát thanh~truyền hình|đài truyền thanh~truyền hình|đài pt-th|đài ttth|đài truyền thanh|đài phát thanh|đài khí tượng thủy văn|đài truyền hình việt nam|đài tiếng nói việt nam|thông tấn xã việt nam|trạm y tế|trạm khuyến nông|trạm chăn nuôi~thú y|trạm thú y|trạm bảo vệ thực vật|trạm trồng trọt~bảo vệ thực vật|trạm trồng trọt~bvtv|trạm khai thác công trình thủy lợi|trạm thủy nông
hội nông dân|hội liên hiệp phụ nữ|hội lhpn|hội phụ nữ|hội cựu chiến binh|hội ccb|hội chữ thập đỏ|hội người cao tuổi|hội khuyến học|hội luật gia|hội cựu thanh niên xung phong|hội người mù|hội nạn nhân chất độc da cam|hội đông y|hội doanh nhân|hội doanh nghiệp|hiệp hội doanh nghiệp|hội làm vườn|hội văn học nghệ thuật|hội nhà báo|hội đồng nhân dân|hội đồng nghĩa vụ quân sự|hội đồng bồi thường|hội đồng phổ biến giáo dục pháp luật|hội đồng thi đua khen thưởng|hđnd
đoàn thanh niên cộng sản hồ chí minh|đoàn tncs hồ chí minh|đoàn tncs hcm|đoàn tncshcm|đoàn thanh niên|đoàn tn|thành đoàn|huyện đoàn|tỉnh đoàn|thị đoàn|trung ương đoàn|liên đoàn lao động|lđlđ|công đoàn viên chức|công đoàn ngành|công đoàn|tổng liên đoàn lao động việt nam|liên minh hợp tác xã|liên minh htx|liên hiệp các hội khoa học~kỹ thuật|liên hiệp các tổ chức hữu nghị
đội quản lý trật tự đô thị|đội trật tự đô thị|đội qlttđt|đội kiểm tra quy tắc|đội cảnh sát giao thông|đội csgt|đội quản lý thị trường|đội thanh tra xây dựng|đội thanh tra giao thông|đội công tác 389|đội công trình đô thị|bộ phận tiếp nhận~trả kết quả|bộ phận tn&tkq|bộ phận một cửa|bộ phận địa chính|bộ phận|tổ công nghệ số cộng đồng|tổ công tác liên ngành|tổ công tác|tổ giúp việc|tổ tư vấn|tổ trật tự đô thị|tổ kiểm tra
hội đồng bồi thường~hỗ trợ~tái định cư|hội đồng bồi thường, hỗ trợ~tái định cư|hội đồng bồi thường gpmb|thường trực huyện ủy|thường trực thành ủy|thường trực thị ủy|thường trực đảng ủy|thường trực tỉnh ủy|thường trực hđnd|huyện ủy|thành ủy|thị ủy|tỉnh ủy|quận ủy|đảng ủy|đảng ủy các cơ quan đảng|ngân hàng thương mại|học viện chính trị|trường chính trị|báo nhân dân|đài ptth|công ty môi trường đô thị|công ty công trình đô thị|công ty cấp nước|công ty thủy lợi|công ty khai thác công trình thủy lợi|xí nghiệp thủy lợi|xí nghiệp khai thác công trình thủy lợi
ủy ban trung ương mặt trận tổ quốc việt nam|ủy ban trung ương mttq việt nam|viện hàn lâm khoa học~công nghệ việt nam|viện hàn lâm khoa học xã hội việt nam|văn phòng~thống kê|tư pháp~hộ tịch|địa chính~xây dựng|văn hóa~xã hội|báo~đài phát thanh~truyền hình|khối mặt trận tổ quốc~các đoàn thể|khối dân vận|khối mttq~các đoàn thể|khối đảng|khối nội chính|khối các cơ quan~doanh nghiệp|khối các cơ quan|khối doanh nghiệp|ban phát triển|hội đồng tư vấn thuế|hội đồng giáo dục|hội đồng thẩm định|hội đồng đấu giá|hội đồng định giá|tổ chuyển đổi số cộng đồng|bộ công an|bộ quốc phòng|bộ ngoại giao|bộ nội vụ|bộ tư pháp|bộ công thương|ngân hàng phát triển việt nam|tập đoàn dầu khí việt nam|tập đoàn công nghiệp~viễn thông quân đội|tập đoàn bưu chính viễn thông việt nam|tập đoàn công nghiệp~năng lượng quốc gia việt nam|tập đoàn xăng dầu việt nam|tập đoàn công nghiệp than~khoáng sản việt nam|tổng công ty hàng không việt nam|tổng công ty cảng hàng không việt nam|tổng công ty đường sắt việt nam|tổng công ty đầu tư phát triển đường cao tốc việt nam
""".replace("\n", "|")
    .strip("|")
    .split("|")
)


def _whole(name: str) -> str:
    return _PART.join(re.escape(piece).replace(r"\ ", " ").replace(r"\-", "-") for piece in name.split("~"))


WHOLE = "|".join(_whole(name) for name in sorted(set(WHOLE_NAMES), key=len, reverse=True))

COMMITTEE = r"ubnd|ủy ban nhân dân|hđnd(?: ?[,-] ?| và )ubnd|đảng ủy(?: ?[,-] ?| và )(?:hđnd ?[,-] ?)?ubnd|đảng ủy|huyện ủy|thành ủy|chính quyền|cấp ủy(?:, tổ chức đảng)?(?: ?, ?| và )chính quyền|cấp ủy, tổ chức đảng(?: trực thuộc)?|cấp ủy"
LEVELS = (
    "thành phố",
    "thị xã",
    "thị trấn",
    "huyện",
    "quận",
    "tỉnh",
    "phường",
    "xã",
    "tp",
    "tx",
    "đặc khu",
    "thôn",
    "bản",
    "khu phố",
    "tổ dân phố",
    "ấp",
    "khóm",
    "buôn",
    "khu",
)
LEVEL = r"tp\. ?hcm|thành phố|thị xã|thị trấn|huyện đảo|huyện|quận|tỉnh|phường|xã(?! hội)|tp\.?|tx\.?|đặc khu|trung ương"
FIELD_HEADS = (
    r"công chức|sở|phòng|bộ|ban|vụ|cục|tổng cục|chi cục|ủy ban|viện|ngành|khối|đội|tổ|trung tâm|thanh tra"
)
FREE_HEADS = (
    r"nhà xuất bản|ngành(?! (?:thành phố|tỉnh|huyện|thị xã|quận|xã|phường|trung ương|tp))|vườn quốc gia|khu bảo tồn(?: thiên nhiên)?|khu dự trữ(?: thiên nhiên| sinh quyển)?|lâm trường|nông trường|công đoàn|công chức|cán bộ|chuyên viên|sở|phòng|ban|bộ|cục|tổng cục|vụ|chi cục|công an|hội đồng|hội|đoàn|trung tâm|trạm|hạt|đội|văn phòng|thanh tra|kho bạc|"
    r"công ty(?: cổ phần| tnhh(?: mtv| một thành viên)?| cp)?|tổng công ty|tập đoàn|trường(?: đại học| cao đẳng| trung cấp| thpt| thcs| tiểu học| mầm non| chính trị)?|"
    r"đại học|học viện|đài|ủy ban|ngân hàng|viện|bệnh viện|chi nhánh|hiệp hội|liên minh|liên hiệp|liên đoàn|xí nghiệp|nhà máy|hợp tác xã|htx|"
    r"tổ công tác|tổ|bộ phận|cảng vụ|đồn|bộ tư lệnh|bộ chỉ huy|ban chỉ huy|ban quản lý|quỹ|báo|tạp chí|nhà hát|bảo tàng|thư viện|chi bộ|đảng bộ|chi đoàn|câu lạc bộ|khu quản lý|cơ quan|"
    r"lực lượng|nhóm|liên danh nhà thầu|bưu điện|nhà thầu|liên danh|chủ đầu tư|nhà văn hóa|kiểm lâm|quân khu|vùng|binh đoàn|lữ đoàn|sư đoàn|trung đoàn|tổng liên đoàn"
)
TITLES = (
    r"bí thư chi bộ|trưởng ban công tác mặt trận|phó chủ tịch thường trực|phó chủ tịch|chủ tịch|phó bí thư thường trực|phó bí thư|bí thư|phó giám đốc|giám đốc|tổng giám đốc|phó tổng giám đốc|"
    r"phó trưởng phòng|trưởng phòng|phó trưởng ban|trưởng ban|phó chánh văn phòng|chánh văn phòng|phó chánh thanh tra|chánh thanh tra|"
    r"chi cục trưởng|cục trưởng|vụ trưởng|tổng cục trưởng|viện trưởng|thứ trưởng|bộ trưởng|phó thủ tướng thường trực chính phủ|phó thủ tướng thường trực|phó thủ tướng chính phủ|thủ tướng chính phủ|phó thủ tướng|phó hiệu trưởng|hiệu trưởng|thủ trưởng|tổ trưởng|hạt trưởng|trạm trưởng|đội trưởng|"
    r"phó trưởng công an|trưởng công an|chỉ huy trưởng|chính trị viên|trưởng đoàn|trưởng đài|trưởng trạm|thôn trưởng|trưởng thôn|trưởng xóm|xóm trưởng|ấp trưởng|bản trưởng|khu trưởng|khóm trưởng|trưởng khóm|trưởng buôn|trưởng làng|trưởng tổ dân phố|trưởng khoa|chi hội trưởng|hội trưởng|cụm trưởng|nhóm trưởng|trưởng tiểu ban|phó trưởng ban thường trực|trưởng chi nhánh|trưởng bản|trưởng khu phố|trưởng khu|trưởng ấp|trưởng ngành|người đứng đầu|lãnh đạo|"
    r"trưởng bộ phận|trưởng các bộ phận|trưởng nhóm|trưởng|phó ban|ủy viên ubnd|ủy viên thường trực|thị ủy viên|thành ủy viên|huyện ủy viên|tỉnh ủy viên|đảng ủy viên|ủy viên ban thường vụ|thường vụ|ủy viên|thường trực|lãnh đạo, chỉ huy|thủ trưởng, chỉ huy|chỉ huy|chánh án|chủ nhiệm|thành viên|tư lệnh|tổng thanh tra|tổng kiểm toán nhà nước|thống đốc|pct|ct|bt|pbt|chủ đầu tư"
)
HONORIFICS = r"(?:các |những )?(?:đồng chí|đ/c|đ\.c|đc)|(?:các |những )?(?:ông|bà|anh|chị)(?: ?\((?:bà|ông|chị)\)|[,/] ?(?:bà|ông|chị))?|[acô]\.(?= [^\W\d])"
POSTS = r"kế toán trưởng|tài chính ?- ?kế toán|kế toán(?: ?- ?tài chính)?|văn thư|thủ quỹ|văn phòng ?- ?thống kê|tư pháp ?- ?hộ tịch|địa chính(?: ?- ?[^\W\d]+ [^\W\d]+)?|công chức [^,;.:]{3,30}?(?= (?:tham|rà|kiểm|phối|lập|tiếp|chủ|hướng|phải|cần|khẩn|cùng|đôn|thực|theo|vận|triển|tăng|bám|báo|quan|nghiêm|trực|làm|treo|gửi|nộp|soạn|xuống|thu|giúp|hỗ|lắp|tổ chức)|:)|cán bộ [^,;.:]{3,24}?(?= (?:tham|rà|kiểm|phối|lập|tiếp|chủ|hướng|phải|cần|khẩn|cùng|đôn|thực|theo|vận|triển|tăng|bám|báo|quan|nghiêm|trực|làm|treo|gửi|nộp|soạn|xuống|thu|giúp|hỗ|lắp|tổ chức)|:)"
GROUP_NOUNS = (
    r"huyện ủy|thành ủy|thành ủy trực thuộc tỉnh ủy|thành ủy trực thuộc trung ương|thành ủy trực thuộc thành ủy|thành ủy trực thuộc|thị ủy|quận ủy|tỉnh ủy|tỉnh ủy trực thuộc tỉnh ủy|tỉnh ủy trực thuộc trung ương|tỉnh ủy trực thuộc thành ủy|tỉnh ủy trực thuộc|đảng ủy|đảng ủy trực thuộc tỉnh ủy|đảng ủy trực thuộc trung ương|đảng ủy trực thuộc thành ủy|đảng ủy trực thuộc|ban thường vụ huyện ủy|ban thường vụ thành ủy|ban thường vụ thành ủy trực thuộc tỉnh ủy|ban thường vụ thành ủy trực thuộc trung ương|ban thường vụ thành ủy trực thuộc thành ủy|ban thường vụ thành ủy trực thuộc|ban thường vụ thị ủy|ban thường vụ quận ủy|ban thường vụ tỉnh ủy|ban thường vụ tỉnh ủy trực thuộc tỉnh ủy|ban thường vụ tỉnh ủy trực thuộc trung ương|ban thường vụ tỉnh ủy trực thuộc thành ủy|ban thường vụ tỉnh ủy trực thuộc|ban thường vụ đảng ủy|ban thường vụ đảng ủy trực thuộc tỉnh ủy|ban thường vụ đảng ủy trực thuộc trung ương|ban thường vụ đảng ủy trực thuộc thành ủy|ban thường vụ đảng ủy trực thuộc|thường trực huyện ủy|thường trực thành ủy|thường trực thành ủy trực thuộc tỉnh ủy|thường trực thành ủy trực thuộc trung ương|thường trực thành ủy trực thuộc thành ủy|thường trực thành ủy trực thuộc|thường trực thị ủy|thường trực quận ủy|thường trực tỉnh ủy|thường trực tỉnh ủy trực thuộc tỉnh ủy|thường trực tỉnh ủy trực thuộc trung ương|thường trực tỉnh ủy trực thuộc thành ủy|thường trực tỉnh ủy trực thuộc|thường trực đảng ủy|thường trực đảng ủy trực thuộc tỉnh ủy|thường trực đảng ủy trực thuộc trung ương|thường trực đảng ủy trực thuộc thành ủy|thường trực đảng ủy trực thuộc|tổ đại biểu hđnd|tổ đại biểu|hồ chứa|chủ hồ đập|chủ hồ|chủ tàu|chủ nuôi|hộ nuôi|hộ dân cư|nhà máy thủy điện|cơ sở lưu trú|cơ sở dịch vụ|cơ sở thờ tự|cơ sở khám, chữa bệnh|cơ sở khám chữa bệnh|ban giám hiệu|hội quần chúng|hội đặc thù|quỹ|đơn vị vận tải|đơn vị quản lý|đơn vị khai thác|đơn vị kinh doanh|văn phòng|lực lượng vũ trang|tổ chức, cá nhân|tổ chức, doanh nghiệp|hộ sản xuất|hộ kinh doanh buôn bán|hộ buôn bán|tiểu thương|hộ tiểu thương|hộ|người dân|tổ chức đảng|cơ quan chuyên trách tham mưu, giúp việc đảng ủy|cơ quan chuyên trách tham mưu, giúp việc|cơ quan tham mưu, giúp việc|tầng lớp nhân dân|nhân dân|cụm di tích|nhà thầu thi công(?! tăng)(?! liên tục)(?! ngày)(?! \d)(?! đúng)|đơn vị sự nghiệp công lập|trường mầm non, tiểu học, trung học cơ sở|trường mầm non, tiểu học, thcs|htx dịch vụ nông nghiệp|htx nông nghiệp|hợp tác xã nông nghiệp|hợp tác xã dịch vụ nông nghiệp|chợ|tổ bầu cử|tổ hòa giải|tổ bảo vệ an ninh trật tự|tổ công nghệ số cộng đồng|chủ dự án|chủ cơ sở|chủ phương tiện|người đứng đầu|hộ gia đình|hộ dân|cơ sở kinh doanh|cơ sở sản xuất|cơ sở|giáo viên|chuyên viên|hội viên|đoàn viên|đảng viên|xóm|cụm|siêu thị|nhà máy|khách sạn|phương tiện thông tin đại chúng|cơ quan truyền thông|cơ quan ngang bộ|cơ quan trung ương của các đoàn thể|cơ quan trung ương các đoàn thể|cơ quan đảng|đơn vị lực lượng vũ trang|cá nhân|tập thể|cơ quan thuộc chính phủ|cơ quan trung ương|cơ quan chức năng|đoàn thể chính trị ?- ?xã hội|tổ chức đoàn thể chính trị ?- ?xã hội|tổ chức xã hội|tổ chức chính trị|cơ quan tham mưu|cơ quan hành chính|cơ quan thông tấn, báo chí|cơ quan thông tấn|đài phát thanh, truyền hình|đơn vị, địa phương|phòng chuyên môn|phòng ban|phòng|ban|ngành|sở|bộ|ban ngành|hội đoàn thể|đoàn thể|hội|chi hội|đơn vị sự nghiệp|đơn vị|cơ quan chuyên môn|cơ quan|địa phương|phường|xã|thị trấn|huyện|thị xã|thành phố|tp|quận|tỉnh|thôn|bản|khu phố|"
    r"tổ dân phố|tdp|khu dân cư|khu|ấp|khóm|buôn|làng|trường học|trường(?! hợp)(?! học)|nhà trường|cơ sở giáo dục|cơ sở y tế|doanh nghiệp|chủ đầu tư|nhà đầu tư|nhà thầu|tổng cục|cục|vụ|viện|chi cục|trung tâm|tổ chức chính trị ?- ?xã hội|tổ chức|"
    r"ban quản lý dự án|ban quản lý(?! chặt)(?! tốt)(?! dự)(?! nghiêm)(?! hồ sơ)|ban qlda|ban chỉ đạo|ban đảng|ban xây dựng đảng|thành viên ubnd|thành viên ban chỉ đạo|thành viên|cấp ủy|chi bộ|đảng bộ|chi ủy|đảng ủy|lực lượng chức năng|lực lượng|bệnh viện|ngân hàng thương mại|ngân hàng|tổ chức tín dụng|công ty|hợp tác xã|htx|ttyt|tyt|trường thpt|trường thcs|"
    r"hội đồng thi|hội đồng coi thi|hội đồng chấm thi|hội đồng tuyển sinh|cấp chính quyền|cấp, ngành|cấp|cán bộ|công chức|viên chức|lãnh đạo|tổ công tác|người lao động|đoàn thanh tra, kiểm tra|đoàn kiểm tra, giám sát|đoàn thanh tra|đoàn giám sát|đoàn kiểm tra|cơ quan thông tin đại chúng|cơ quan quản lý nhà nước|đoàn công tác|khối|tổ chức đoàn thể|cơ quan báo chí|báo|đài|tập đoàn|tổng công ty|ủy viên|đại biểu|trạm(?! bơm)|hạt|đội|tổ|chủ rừng|hộ kinh doanh|đồng chí|đ/c|bộ phận|tổ trưởng|trưởng thôn|trưởng phòng|phòng giao dịch|hội đồng|"
    r"đặc khu|điểm cầu|tổ chức hội|hiệp hội|chi đoàn|công an xã|hãng hàng không|hãng tàu|hãng|đoàn thể quần chúng|tổ chức quần chúng|đơn vị chủ rừng|đơn vị chủ quản|đơn vị chủ đầu tư|đơn vị chủ hồ|đơn vị thành viên|đơn vị cơ sở|chi, đảng bộ|chủ đập, hồ chứa|chủ đập|chủ tàu, thuyền trưởng|thuyền trưởng|cơ sở khám bệnh, chữa bệnh|kdc|kp|thầy, cô giáo|thầy cô giáo|cô giáo|thầy giáo|vị đại biểu|nhà khoa học|khu, điểm du lịch|điểm du lịch|khu du lịch|bến xe|thpt|thcs|tiểu học|mầm non|tư vấn giám sát|tư vấn thiết kế|đại lý|chỉ huy|chốt kiểm soát dịch|chốt kiểm soát|chốt kiểm dịch|chốt kiểm tra|huyện, thị, thành(?! phố)|huyện, thành, thị(?! xã)(?! trấn)|huyện, thị(?! xã)(?! trấn)|huyện, thành(?! phố)|khoa đào tạo|khoa|bộ môn|tiểu ban|xóm trưởng|ấp trưởng|bản trưởng|trưởng xóm|trưởng ấp|trưởng bản|trưởng khu phố|trưởng khoa|đội ngũ|ban công tác mặt trận|trung tâm y tế|cơ quan, đơn vị|nhà xe|đơn vị thi công|đơn vị tư vấn|tư vấn|nhà trường|thủ trưởng|bí thư|chủ tịch|giám đốc|trưởng ban"
)
