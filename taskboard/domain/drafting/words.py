"""The words of the field, as data: verbs that open an order, adverbs, cues, signs of a report.

All in the form of `Page.flat`: lower case, new tone placement, `y` for a lone final `i`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

UPPER = "A-ZĐÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
LOWER = UPPER.lower().replace("a-z", "a-z")


def one_of(words: Iterable[str]) -> str:
    """An alternation of whole words, longest first, as regular expression source."""
    return "|".join(
        re.escape(word).replace(r"\ ", " ").replace(r"\-", "-")
        for word in sorted(set(words), key=len, reverse=True)
    )


def whole(source: str) -> re.Pattern[str]:
    """Compiles alternatives that must begin and end at a word's edge."""
    return re.compile(rf"(?<!\w)(?:{source})(?!\w)")


def _words(text: str) -> tuple[str, ...]:
    return tuple(" ".join(entry.split()) for entry in text.replace("\n", ",").split(",") if entry.strip())


VERBS = _words(
    """
    rà, rà soát, rà lại, rà từng, lập, làm, làm việc, làm rõ, làm tốt, làm đầu mối, làm thủ tục, gửi, trình, cử, treo, soát, soát xét, soát lại, mở, mở đợt, mở rộng,
    đi, họp, thu, thu hồi, thu thập, thu dọn, thu gom, thu hút, thu đúng, chi trả, cấp, cấp phát, cấp giấy, cấp bù, xử lý, xử phạt, xét, xem xét, xem lại,
    bám sát, bám, nạo vét, dọn, dọn dẹp, tổng vệ sinh, tổng dọn, tổng hợp, tổng rà soát, tổng kiểm tra, tổng kết, phân công, phân loại, phân luồng, phân bổ, phân tích, phân định, phân cấp,
    phân giao, phân kỳ, phân nhóm, phân khai, chốt, chốt trực, xây dựng, sửa, sửa chữa, sửa đổi, lắp, lắp đặt, trồng, tiêm, tiêm phun, đo đạc, đưa, giữ, giữ vững, giữ gìn,
    giao, giao ban, nhận, nhận diện, chọn, lựa chọn, tập trung, tập huấn, tập hợp, nhắc, nhắc nhở, ra quân, ra soát, có phương án, có giải pháp, có biện pháp, có kế hoạch, có kịch bản, có tổng kết, có văn bản, có thư, có báo cáo,
    có hướng dẫn, có cơ chế, có chính sách, có hình thức, có ý kiến, có trách nhiệm, có lộ trình, có chế tài, dự, dự thảo, dự trù, dự trữ, trang trí, tự điều chỉnh, điều, điều động, điều tra, điều chỉnh, điều hành,
    điều tiết, điều chuyển, điều phối, cho ý kiến, cho học sinh, cho toàn bộ học sinh, cho tất cả học sinh, cho trẻ, cho học viên, cho sinh viên, cho chủ trương, chấm dứt, chấm điểm, dừng, bỏ, bãi bỏ, thay, thay thế, thay đổi, tính, tính toán, tìm, tìm kiếm, tìm hiểu, nắm, nắm bắt, nắm chắc, nắm tình hình,
    nghe, gắn, gắn kết, gắn biển, đặt, hỗ trợ, tạo, tạo điều kiện, tạo thuận lợi, tạo đột phá, tạo môi trường, tạo sự, dành, lấy, lấy ý kiến, lấy phiếu, chuyển, chuyển đổi, chuyển giao, đóng, đóng cửa, đóng góp,
    ghi, ghi nhận ý kiến, kê khai, khai thác, khai trương, khóa, cắm, cắm mốc, cắt, cắt giảm, cắt tỉa, bán, mua, mua sắm, mua bổ sung, thuê, tăng, tăng cường, tăng tốc, tăng thời lượng, tăng tỷ lệ, giảm, giảm thiểu, nâng, nâng cao, nâng cấp, hạ ngầm,
    đẩy, đẩy mạnh, đẩy nhanh, đẩy lùi, phối hợp, phối kết hợp, phát, phát động, phát huy, phát triển, phát hành, phát hiện, phát sóng, phát huy vai trò, vận động, vận hành, vận dụng, vận chuyển, thực hiện, triển khai, quán triệt, quan tâm,
    ban hành, bảo đảm, đảm bảo, bảo vệ, bảo trì, bảo quản, bảo tồn, bảo dưỡng, báo cáo, báo, báo động, bàn giao, bàn, bố trí, bổ sung, bổ nhiệm, bồi dưỡng, bồi thường, biên soạn, biểu dương, bình ổn, bình xét, bóc tách, bãi nhiệm, buộc,
    cải cách, cải tạo, cải thiện, cam kết, cảnh báo, cảnh giác, cân đối, cân nhắc, cập nhật, chấn chỉnh, chấp hành, chăm lo, chăm sóc, chịu trách nhiệm, chỉ đạo, chỉnh trang, chỉnh sửa, chỉnh lý, chuẩn bị, chuẩn hóa, chú trọng, chú ý, chủ trì, chủ động, chủ công,
    chứng minh, chứng thực, chứng nhận, chống, cổ phần hóa, công bố, công khai, công nhận, củng cố, cung cấp, cung ứng, cụ thể hóa, cương quyết, cưỡng chế, cảnh cáo, chia sẻ, chi, chiêu sinh, chỉ ra, chủ động rà soát,
    đa dạng hóa, đánh giá, đào tạo, đàm phán, đầu tư, đấu giá, đấu nối, đấu thầu, đấu tranh, đề cao, đề nghị, đề xuất, đề ra, đề cử, đề đền bù, đình chỉ, định hướng, định giá, đón, đón tiếp, đối chiếu, đối thoại, đôn đốc, đồng hành, động viên, đổi mới,
    đưa ra, đưa vào, đơn giản hóa, đáp ứng, đăng ký, đăng tải, đăng tin, đảm nhận, đảm trách, đốc thúc, đo, đổ, đúc rút, đẩy mạnh, đi đầu, đi từng nhà, đi kiểm tra, đẩy nhanh tiến độ,
    giám sát, giải đáp, giải ngân, giải phóng, giải quyết, giải tỏa, giải thích, giải trình, giảng dạy, gặp gỡ, gia cố, gia hạn, giới thiệu, gỡ, gỡ bỏ, giãn, giảm nghèo, gieo cấy, gieo trồng, gom, góp ý,
    hạn chế, hiện đại hóa, hình thành, hòa giải, hoàn chỉnh, hoàn thành, hoàn thiện, hoàn tất, hoàn trả, hoạch định, hội ý, huy động, hủy, hủy bỏ, hướng dẫn, hướng, hưởng ứng, học tập, hiệp thương, hợp tác, hậu kiểm,
    ký, ký kết, ký cam kết, kéo giảm, kế thừa, kêu gọi, kết hợp, kết luận, kết nối, kết thúc, kết nạp, khai mạc, khảo sát, khắc phục, khen thưởng, khẳng định, khơi khôi phục, khoanh vùng, khoanh nuôi, khoán, khống chế, khuyến cáo, khuyến khích, khởi công, khởi tố, khởi động,
    kích cầu, kích hoạt, kiểm điểm, kiểm đếm, kiểm kê, kiểm soát, kiểm tra, kiểm định, kiểm toán, kiện toàn, kiến nghị, kiên trì, khám, khám bệnh, khử khuẩn, khử trùng,
    lan tỏa, lãnh đạo, lên kế hoạch, lên lịch, lên phương án, liên hệ, liên kết, lồng ghép, lưu ý, lưu trữ, luân chuyển, loại bỏ, lường trước, lắng nghe, lựa chọn nhà thầu, lập biên bản, lập danh sách, lập kế hoạch,
    minh bạch, miễn nhiệm, mời gọi, mời, mua lại, nêu gương, nêu cao, nêu rõ, nói rõ, nói thẳng, nộp, nhân rộng, nhập, nhập dữ liệu, nghiên cứu, nghiệm thu, nghiêm cấm, nghiêm túc, ngăn chặn, ngăn ngừa, ngầm hóa, ngừng, niêm yết, nỗ lực, nhắn, nêu, nhấn mạnh, nuôi dưỡng, nâng chất,
    ổn định, ôn tập, phá dỡ, phân định rõ, phản ánh, phản biện, phản hồi, phê duyệt, phê bình, phổ biến, phong tỏa, phòng chống, phòng ngừa, phòng trừ, phòng cháy, phủ sóng, phục hồi, phục vụ, phúc tra, phụ trách, phấn đấu, phòng ngừa, phát thanh, phát quang, phủ kín, phá bỏ,
    quảng bá, quản lý, quan trắc, quy định, quy tập, quyết định, quyết liệt, quyết tâm, quyết toán, quét, rút gọn, rút kinh nghiệm, rút ngắn, rút, rải, rào chắn, răn đe,
    san lấp, sàng lọc, sáp nhập, sắp xếp, sẵn sàng, siết chặt, sơ kết, sơ tán, soạn thảo, số hóa, sử dụng, sớm, suy tôn, sàng lọc,
    khai báo, cấp phép, cấp đổi, cấp mới, huấn luyện, hoàn thuế, thoái vốn, truy cứu, đoàn kết, xin lỗi, truy tìm, truy tố, tạm dừng, tạm hoãn, tạm ngừng, tạm đình chỉ, tạm thời dừng, tạm giữ, phân tuyến, gương mẫu, làm gương, lãnh chỉ đạo, khơi thông, tạm ứng, tặng, tận dụng, tăng trưởng, tham gia, tham mưu, tham dự, tham vấn, thanh lý, thanh tra, thanh toán, thanh thải, tháo dỡ, tháo gỡ, thăm, thăm hỏi, thẩm định, thẩm tra, thẩm tra xác minh, theo dõi, thí điểm, thi hành, thi công, thi tuyển,
    thiết kế, thiết lập, thông báo, thông qua, thông xe, thống kê, thống nhất, thu đủ, thúc đẩy, thực thi, thường xuyên, tích cực, tích hợp, tiến hành, tiếp cận, tiếp dân, tiếp công dân, tiếp nhận, tiếp thu, tiếp tục, tiếp xúc, tiết giảm, tiết kiệm, tiêu độc, tiêu hủy, tiêu thụ,
    tìm giải pháp, tinh gọn, tinh giản, tổ chức, tôn tạo, tôn vinh, tra cứu, trả lời, trả, trấn áp, tranh thủ, triệt phá, triệt để, trích, trích đo, triệu tập, trình diễn, trù bị, trưng bày, truy thu, truy quét, truy vết, truyền truyền dạy, trực, trực chốt, trực ban, trực tiếp, trùng tu, tu bổ, tu sửa, tuân thủ,
    tuần tra, tuyên dương, tuyên truyền, tuyển chọn, tuyển dụng, tuyển sinh, tạo lập, tuyển quân, tổng kết, tích lũy, tiếp đón, tiếp tế, thắt chặt, thả, tham khảo, thay mới, thắp sáng, thử nghiệm, thống nhất nội dung, thực hành,
    ủng hộ, ứng dụng, ứng phó, ứng cứu, ứng trực, ưu tiên, ủy quyền, ươm, vệ sinh, viết, vượt, vào cuộc, vận hành thử, xác định, xác lập, xác minh, xác nhận, xây, xây mới, xin ý kiến, xóa, xóa bỏ, xóa đói, xúc tiến, xếp hạng, xếp loại, xã hội hóa, xuất cấp, xuất bản, xử lý nghiêm, xử lý dứt điểm, xét duyệt, xét tặng, xem xét giải quyết, xem xét xử lý,
    bêu tên, cao điểm, xin lỗi, giải thích, ứng cứu, đón nhận, tiếp sức, phân tích rõ, đảm nhiệm, đảm đương, coi trọng, trân trọng, thúc giục, mở lớp, khơi gợi, kịp thời, chấm dứt, tri ân, đồng tổ chức, ấn định, kê biên, phong tặng, cách chức, khiển trách, luân phiên, nạp, ghép nối, rà phá, thông tuyến, bổ khuyết, tu chỉnh, kiểm định lại, xét nghiệm, cách ly, điều trị, thu dung, truy cập, giăng, chằng chống, gia cố, be bờ, tiêu úng, khoanh định, đền ơn đáp nghĩa, tạo dựng, đỡ đầu, vươn lên, sát cánh, nhường, cân, cân đo, thông tin kịp thời, thông tin đầy đủ, thông tin rộng rãi, thông tin tuyên truyền, bơm, xịt, quét dọn, khoan, đào, đắp, san, gieo, gặt, cày, cấy, tưới, xả, đốc, canh gác, canh trực, túc trực, ứng xử, chuyển tải, kẻ vẽ, kẻ, vẽ, sơn, chụp, quay, đọc, dịch, in, in ấn, phát tờ rơi, phát quà, trao, tặng quà, chúc, nộp hồ sơ, đấu mối, đầu mối, làm mới, chấm, bốc dỡ, rút nước, nạo, chặt tỉa, cứu, cứu trợ, cứu nạn, xuống cơ sở, xuống, vào cuộc, chọn cử, tổ chức lại, đeo bám, bắt, xử, hoãn, lùi, rà soát lại, gửi lưu, hiệp đồng, bảo mật, đồng thuận, nhất trí cao, kiềm chế, cơ cấu, cơ cấu lại, thành lập, giải thể, tách, nhập, ghép, phân lô, chào bán, bàn bạc, tính đúng, khơi dậy, tuyên dương khen thưởng,
    yêu cầu, chỉ huy, hiệu chỉnh, khẩn trương, kịp thời, khớp nối, đổi, định kỳ, tái cơ cấu, tái lập, tái định cư, tái đàn, treo băng rôn, tự cân đối, tự rà soát, tự kiểm tra, tự chủ, đồng bộ, minh họa, hiến, nhân bản, nhân giống, khép kín, cải tiến, chi viện, diễn tập, hạch toán, quản trị, vá, vá dặm, duy tu, duy trì, duyệt, dạy, dỡ, dùng, dứt điểm, di dời, di chuyển, dán, dẹp, gìn giữ, gỡ khó, hạn định, hiện thực hóa,
    áp dụng, ban bố, bồi đắp, bố phòng, cài đặt, can thiệp, cảnh giới, cải chính, cấm, chấn hưng, chắt lọc, chuyên chở, cứng hóa, dập dịch, dập tắt, dẫn dắt, di dân, đánh dấu, đánh số, đề bạt, điểm danh, đình hoãn, định danh, đính chính, đối soát, đồng chủ trì, giúp đỡ, hạ tải,
    hoàn công, hoàn ứng, hoàn nguyên, hợp nhất, hợp thức hóa, khai tử, khai thông, khoanh nợ, khôi phục, kiểm chứng, lai tạo, lên danh sách, loại trừ, lưu giữ, niêm phong, nới lỏng, phác thảo, phân hạng, phân tầng, phân quyền, phân vùng, phê chuẩn, phun, quy đổi, quyên góp, ra thông báo, ra văn bản, ra quyết định,
    sao gửi, sao lưu, sao chụp, soi chiếu, sơ chế, tạm nộp, tập kết, tham chiếu, thanh lọc, thanh quyết toán, thẩm duyệt, theo sát, thuyết phục, thuyết trình, tiếp quản, tiếp âm, tiếp sóng, tịch thu, tổng duyệt, trang bị, trục xuất, trưng dụng, trưng cầu, truyền đạt, tuyên bố, vinh danh, xin phép, xuất kho, xuất trình,
    yểm trợ, chỉ định, gia tăng, đứng ra, dồn lực, dốc sức, lưu tâm, lo liệu, tái chế, tái thiết, tái kiểm tra, tinh chỉnh, phân rõ, phân phát, gọi điện, trục vớt, đúc kết, luật hóa, lo hậu cần, lo kinh phí, đưa tin, đăng tin bài, đăng bài, viết tin, viết bài, thông tin cảnh báo, thông tin về, thông tin đến, thông tin cho, thông tin tới, kết xuất, tối ưu hóa, giải cứu, mật phục, khánh thành, động thổ, gia cường
    """
)

VERBS += ("đăng, phát", "viết, đăng", "in, phát", "in, treo")
"""Verbs that stand together with a comma between them."""

ADVERBS = _words(
    """
    cũng, đồng thời, khẩn trương, chủ động, kịp thời, nghiêm túc, thường xuyên, tích cực, nhanh chóng, sớm, kiên quyết, cương quyết, quyết liệt, trực tiếp, ngay, ngay lập tức, lập tức,
    tiếp tục, tập trung, tập trung cao, tập trung cao độ, cần, phải, cứ, luôn, luôn luôn, đều, thực sự, tự, cùng, cùng nhau, hết sức, đặc biệt, từng bước, trước mắt, phấn đấu, cố gắng, nỗ lực, quyết tâm, cùng với đó, trước hết, trước tiên, trước nhất, nhất thiết, rất cần,
    nhất định, bằng mọi giải pháp, bằng mọi cách, bằng mọi giá, tối đa, cơ bản, sẵn sàng, thật, thật sự, còn, tuyệt đối, nghiêm khắc, liên tục, đồng loạt, đồng bộ, chặt chẽ, mạnh mẽ, cấp bách, khẩn cấp, gấp, trước đây, căn cứ, triệt để, chung tay, tranh thủ, nghiêm chỉnh, chính thức, tiến tới, hằng ngày, hàng ngày, hằng tuần, hàng tuần, hằng tháng, hàng tháng, hằng quý, hàng quý, hằng năm, hàng năm, định kỳ,
    chủ động tích cực, nghiêm, dứt khoát, kiên trì, mạnh dạn, thận trọng, chung sức, đồng lòng, tăng tốc, bứt phá, ráo riết, song song, cẩn trọng, linh hoạt, sáng tạo, sâu sát, bám sát tình hình, khẩn trương hơn nữa, tới đây, trong thời gian tới, thời gian tới, ngay từ bây giờ, ngay bây giờ, từ nay, ngay sau hội nghị, ngay sau cuộc họp, có
    """
)

MODALS = _words(
    """
    phải, cần, cần phải, có trách nhiệm, chịu trách nhiệm, không được, không để, tuyệt đối không, tuyệt đối không được, nghiêm cấm, kiên quyết không, dứt khoát không, nhất quyết không,
    được giao, được yêu cầu, được phân công, được đề nghị, được chỉ đạo, được giao nhiệm vụ, được lưu ý, theo thẩm quyền, có nhiệm vụ, chịu, không, hạn chế, chủ trì, là đơn vị chủ trì, là cơ quan chủ trì, là đầu mối, làm đầu mối, theo chức năng, tránh, đừng
    """
)


VERB = re.compile(
    rf"(?<!\w)(?:{one_of(VERBS)})(?!\w)(?<!giao(?= thông))(?<!giao(?= dịch))(?<!giao(?= ban))(?<!dự(?= án| toán| kiến| báo| luật| trữ| phòng))(?<!báo(?= chí| đài))(?<!phát(?= biểu| sinh))(?<!thu(?= nhập))(?<!chi(?= phí| nhánh| cục| bộ| hội| đoàn| ủy))(?<!đào(?= tạo))(?<!tính(?= đến))(?<!lập(?= trình))"
)
ADVERB = whole(one_of(ADVERBS))
MODAL = whole(one_of(MODALS))

NAME_ENDERS = frozenset(VERBS) - frozenset(
    _words(
        """thu, chi, cấp, dự, điều, đặt, đi, phòng, giáo dục, quản lý, thanh tra, đầu tư, xây dựng, phát triển, phục vụ, kiểm tra, khai thác, bảo vệ, bảo trì, tuyên truyền, thông tin, truyền thông, dự báo, đào tạo, quy hoạch,
        đấu thầu, tổ chức, thi hành, thống kê, kiểm soát, kiểm định, bồi dưỡng, giới thiệu, nghiên cứu, ứng dụng, điều hành, cứu, tiếp nhận, hỗ trợ, cải cách, phòng chống, xúc tiến, sản xuất, định giá, đấu giá, chỉ huy, chỉ đạo, tiếp công dân, hòa giải, bình xét, quan trắc, tiếp dân, giải phóng, hợp tác, liên kết, lưu trữ, số hóa, chuyển đổi, đăng ký, bồi thường, phụ trách, thường trực, cảnh báo, vận chuyển, vận hành, thi công, giám sát, thiết kế, bảo tồn, quản trị, giao ban, thẩm định, kiểm toán, tái định cư, thông, đào, in, về, đến, xử, vẽ, cứu, cứu nạn, cứu trợ, lưu, tách, nhập, dịch, sơn, chấm, bắt, đốc, san, trao, di dời, duy tu, thể thao, đổi mới, giảm nghèo, xóa đói, phản ánh, dạy, ký, soạn thảo"""
    )
)
SYLLABLES = frozenset(
    syllable for word in (*VERBS, *ADVERBS, *MODALS) for syllable in word.split()
) | frozenset(
    [
        "bộ",
        "trưởng",
        "chủ",
        "tịch",
        "phó",
        "sở",
        "phòng",
        "ban",
        "ngành",
        "huyện",
        "tỉnh",
        "thành",
        "phố",
        "xã",
        "phường",
        "công",
        "an",
        "nhiệm",
        "vụ",
        "đơn",
        "vị",
        "cơ",
        "quan",
        "kế",
        "hoạch",
        "điểm",
        "dứt",
        "chức",
        "năng",
        "hội",
        "nghị",
        "cuộc",
        "họp",
        "tiến",
        "độ",
        "dự",
        "án",
        "thủ",
        "tục",
        "hành",
        "chính",
        "ngân",
        "sách",
        "địa",
        "phương",
        "doanh",
        "nghiệp",
        "môi",
        "trường",
        "đất",
        "đai",
        "đồng",
        "chí",
        "văn",
        "bản",
    ]
)


def split_run_together(word: str) -> int:
    """Where a word that is two syllables run together parts; 0 when it is one word or nothing known."""
    if word in SYLLABLES:
        return 0
    cuts = [at for at in range(2, len(word) - 1) if word[:at] in SYLLABLES and word[at:] in SYLLABLES]
    return cuts[0] if len(cuts) == 1 and not word.isascii() else 0
