"""Words of the field, each in a sentence or two: on the page of all of them, and folded where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class Term:
    word: Any
    meaning: Any


TERMS: dict[str, Term] = {
    "chu-tri": Term(
        _l("Chủ trì, phối hợp"),
        _l(
            "Mỗi nhiệm vụ có đúng một đơn vị chủ trì chịu trách nhiệm về kết quả. Đơn vị phối hợp có phần việc và ngày riêng, tính riêng."
        ),
    ),
    "tiep-nhan": Term(
        _l("Tiếp nhận"),
        _l("Đơn vị bấm nút để xác nhận đã nhận việc. Mở thư hay đọc nhiệm vụ không được tính là tiếp nhận."),
    ),
    "han-ban-dau": Term(
        _l("Hạn ban đầu"),
        _l(
            "Thời hạn ghi khi giao việc. Không đổi khi được gia hạn; tỷ lệ đúng hạn có thể tính theo hạn này."
        ),
    ),
    "han-hien-hanh": Term(
        _l("Hạn hiện hành"),
        _l("Thời hạn đang có hiệu lực, sau các lần gia hạn đã được đồng ý. Quá hạn tính từ hết ngày này."),
    ),
    "du-kien": Term(
        _l("Dự kiến"),
        _l("Ngày đơn vị nghĩ sẽ xong. Chỉ để biết; không làm thay đổi thời hạn."),
    ),
    "cho-xac-nhan": Term(
        _l("Chờ xác nhận"),
        _l(
            "Đơn vị đã báo cáo hoàn thành, Văn phòng chưa trả lời. Nếu được xác nhận, ngày hoàn thành là ngày đơn vị đã ghi."
        ),
    ),
    "gui-lai": Term(
        _l("Gửi lại"),
        _l(
            "Văn phòng thấy kết quả chưa đủ. Nhiệm vụ trở lại đang thực hiện, tính như chưa báo cáo hoàn thành."
        ),
    ),
    "gia-han": Term(
        _l("Gia hạn"),
        _l(
            "Thời hạn mới do người có thẩm quyền quyết định, không do người xin. Chưa có quyết định thì hạn cũ còn nguyên."
        ),
    ),
    "khach-quan": Term(
        _l("Nguyên nhân khách quan"),
        _l(
            "Chậm vì điều đơn vị không quyết định được. Chỉ được nêu riêng khi tổng hợp sau khi có người xác nhận, kèm căn cứ."
        ),
    ),
    "im-lang": Term(
        _l("Im lặng"),
        _l(
            "Nhiệm vụ đơn vị chưa báo cáo gì lâu hơn số ngày quy định, dù chưa đến hạn; tính từ báo cáo cuối, chưa có thì từ ngày giao. Tiếp nhận không phải là báo cáo."
        ),
    ),
    "khong-thoi-han": Term(
        _l("Không thời hạn"),
        _l("Việc giao không kèm ngày. Không bao giờ quá hạn, nhưng im lặng thì vẫn hiện ra."),
    ),
    "tam-dung": Term(
        _l("Tạm dừng"),
        _l(
            "Việc phải chờ một điều khác; có ngày xem xét lại. Thôi nhắc, nhưng thời hạn vẫn chạy: qua hạn thì vẫn là quá hạn."
        ),
    ),
    "tra-lai": Term(
        _l("Trả lại, thu hồi, không tiếp tục"),
        _l(
            "Nhiệm vụ ra khỏi mọi mẫu số và có dòng riêng trong báo cáo: không phải hoàn thành, cũng không phải chậm."
        ),
    ),
    "giai-trinh": Term(
        _l("Giải trình"),
        _l("Câu hỏi gửi tới đơn vị, có ngày trả lời riêng. Trả lời giải trình không thay cho báo cáo."),
    ),
    "don-doc": Term(
        _l("Đôn đốc"),
        _l("Gửi ngay một thư tới đơn vị chủ trì, ngoài các thư nhắc theo lịch."),
    ),
    "bao-cao-thay": Term(
        _l("Văn phòng nhập thay"),
        _l("Điều đơn vị đã nói hoặc gửi bằng giấy, do Văn phòng ghi; có ghi ai nói, cách nào và ngày nào."),
    ),
    "chuyen-tiep": Term(
        _l("Chuyển tiếp"),
        _l(
            "Việc chưa xong của kỳ trước được nêu lại ở kỳ sau. Vẫn là một nhiệm vụ, không chép thành việc mới."
        ),
    ),
    "chot": Term(
        _l("Chốt số liệu"),
        _l("Số liệu của một kỳ được giữ nguyên từ lúc chốt. Thay đổi biết sau đó được nêu riêng, bên cạnh."),
    ),
}
