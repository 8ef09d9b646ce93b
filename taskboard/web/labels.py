"""Words for what the rules name by key: states, roles, causes, events, refusals. One home, Vietnamese first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from taskboard.accounts.models import LinkKind
from taskboard.briefings.models import (
    BriefingState,
    DraftDue,
    DraftKind,
    DraftState,
    FanOutRule,
    SourceKind,
    SourceLevel,
    SupplementAct,
    UnitRole,
)
from taskboard.briefings.notice import Missing
from taskboard.documents.models import OrderState, Stage
from taskboard.domain.authority import Role
from taskboard.domain.calendar import CutOff
from taskboard.domain.deadline import DueClass, DueKind, LateBand, Recurrence
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Channel, Event
from taskboard.domain.indicators import Direction
from taskboard.domain.lifecycle import State
from taskboard.domain.reminding import Importance, Reader, Stop, Topic
from taskboard.domain.rollup import Basis
from taskboard.outbox.models import MailState
from taskboard.outbox.render import short
from taskboard.reminders.wording import rule_name
from taskboard.settings.models import DayKind
from taskboard.settings.registry import DEFINITIONS, Definition, Section
from taskboard.tasks.models import (
    Cause,
    ExtensionState,
    PartState,
    ReportKind,
    RequestKind,
    RequestState,
    ToldVia,
)
from taskboard.tasks.queries import By, View
from taskboard.units.models import SuccessionKind, UnitKind
from taskboard.wording import day_text, quarter_text

STATES = {
    State.NEW: _l("Mới giao"),
    State.RECEIVED: _l("Đã tiếp nhận"),
    State.IN_PROGRESS: _l("Đang thực hiện"),
    State.WAITING: _l("Chờ xác nhận"),
    State.COMPLETED: _l("Hoàn thành"),
    State.PAUSED: _l("Tạm dừng"),
    State.RETURNED: _l("Trả lại"),
    State.WITHDRAWN: _l("Thu hồi"),
    State.NOT_PURSUED: _l("Không tiếp tục thực hiện"),
}

LABELS: dict[type[StrEnum], dict[Any, Any]] = {
    OrderState: {
        OrderState.WAITING: _lp("document", "Đang chờ đến lượt"),
        OrderState.MAKING: _lp("document", "Đang lập"),
        OrderState.MADE: _lp("document", "Đã lập xong"),
        OrderState.FAILED: _lp("document", "Không lập được"),
    },
    Stage: {
        Stage.QUEUED: _lp("document", "chờ đến lượt"),
        Stage.FIGURES: _lp("document", "tính số liệu"),
        Stage.TEXT: _lp("document", "soạn nội dung"),
        Stage.PAGES: _lp("document", "dàn trang"),
        Stage.KEEPING: _lp("document", "lưu tệp"),
        Stage.DONE: _lp("document", "xong"),
    },
    State: STATES,
    Role: {
        Role.CHAIR: _l("Chủ tịch"),
        Role.VICE_CHAIR: _l("Phó Chủ tịch"),
        Role.CHIEF_OF_OFFICE: _l("Chánh Văn phòng"),
        Role.MONITOR: _l("Chuyên viên theo dõi"),
        Role.UNIT_HEAD: _l("Thủ trưởng đơn vị"),
        Role.OFFICER: _l("Chuyên viên đơn vị"),
        Role.ADMINISTRATOR: _lp("role", "Quản trị"),
        Role.INSPECTOR: _l("Chỉ xem"),
    },
    UnitKind: {
        UnitKind.LEADERSHIP: _l("Lãnh đạo"),
        UnitKind.OFFICE: _l("Văn phòng"),
        UnitKind.DEPARTMENT: _l("Phòng, ban"),
        UnitKind.AGENCY: _l("Cơ quan, đơn vị khác"),
        UnitKind.MASS_BODY: _l("Hội, đoàn thể"),
        UnitKind.WARD: _l("Phường"),
        UnitKind.COMMUNE: _l("Xã"),
    },
    SuccessionKind: {
        SuccessionKind.MERGE: _l("Sáp nhập, hợp nhất"),
        SuccessionKind.SPLIT: _l("Chia tách"),
        SuccessionKind.RENAME: _l("Đổi tên"),
        SuccessionKind.ABOLISH: _l("Giải thể"),
    },
    UnitRole: {
        UnitRole.LEAD: _l("Chủ trì"),
        UnitRole.PARTNER: _l("Phối hợp"),
        UnitRole.INFORMED: _l("Nhận để biết"),
    },
    DueKind: {
        DueKind.DATED: _l("Có thời hạn"),
        DueKind.NONE: _l("Không thời hạn"),
        DueKind.DUTY: _l("Định kỳ"),
        DueKind.EVENT: _l("Theo sự kiện"),
    },
    DraftDue: {
        DraftDue.UNDECIDED: _l("Chưa chọn"),
        DraftDue.DATED: _l("Có thời hạn"),
        DraftDue.NONE: _l("Không thời hạn"),
        DraftDue.DUTY: _l("Định kỳ"),
        DraftDue.EVENT: _l("Theo sự kiện"),
    },
    Recurrence: {
        Recurrence.DAILY: _l("Hằng ngày"),
        Recurrence.WEEKLY: _l("Hằng tuần"),
        Recurrence.MONTHLY: _l("Hằng tháng"),
        Recurrence.QUARTERLY: _l("Hằng quý"),
        Recurrence.YEARLY: _l("Hằng năm"),
    },
    FanOutRule: {
        FanOutRule.ALL: _l("Xong khi tất cả đơn vị xong"),
        FanOutRule.ANY: _l("Xong khi một đơn vị xong"),
        FanOutRule.SOME: _l("Xong khi đủ số đơn vị"),
    },
    SourceKind: {
        SourceKind.CONCLUSION: _l("Kết luận giao ban"),
        SourceKind.LETTER: _l("Công văn, văn bản"),
        SourceKind.DIRECT_ORDER: _l("Giao trực tiếp"),
        SourceKind.SUPERIOR: _l("Cấp trên giao"),
    },
    SourceLevel: {
        SourceLevel.OWN: _l("Thành phố"),
        SourceLevel.PROVINCE: _l("Tỉnh"),
        SourceLevel.GOVERNMENT: _l("Chính phủ"),
    },
    Direction: {
        Direction.UP: _l("Tăng là tốt"),
        Direction.DOWN: _l("Giảm là tốt"),
        Direction.NEITHER: _l("Không đánh giá"),
    },
    BriefingState: {
        BriefingState.PLANNED: _lp("briefing", "Dự kiến"),
        BriefingState.COLLECTING: _l("Đang thu báo cáo"),
        BriefingState.FROZEN: _l("Đã chốt số liệu"),
        BriefingState.HELD: _l("Đã họp"),
        BriefingState.ISSUED: _l("Đã ban hành kết luận"),
        BriefingState.CLOSED: _l("Đã khép"),
        BriefingState.CANCELLED: _lp("briefing", "Đã hủy"),
    },
    Missing: {
        Missing.NUMBER: _l("Số thông báo"),
        Missing.DATED_ON: _l("Ngày phát hành"),
        Missing.CHAIR: _l("Người chủ trì và chức vụ"),
        Missing.OPENING: _l("Đoạn mở đầu: địa điểm, thành phần dự họp, nội dung đã nghe"),
        Missing.RECIPIENTS: _l("Nơi nhận"),
        Missing.SIGNER: _l("Người ký"),
        Missing.REPLACED: _l("Số thông báo được bổ sung"),
    },
    DraftState: {
        DraftState.OPEN: _l("Chưa duyệt"),
        DraftState.ACCEPTED: _l("Đã nhận"),
        DraftState.DROPPED: _l("Không phát sinh nhiệm vụ"),
    },
    DraftKind: {
        DraftKind.ORDER: _l("Giao việc"),
        DraftKind.REQUEST: _l("Đề nghị"),
        DraftKind.ATTITUDE: _l("Nhắc nhở chung"),
        DraftKind.PASSAGE: _l("Câu chưa có nhiệm vụ"),
    },
    SupplementAct: {
        SupplementAct.NEW: _l("Việc mới"),
        SupplementAct.REPLACES: _l("Thay một chỉ đạo đã ban hành"),
        SupplementAct.WITHDRAWS: _l("Chỉ bãi bỏ một chỉ đạo"),
    },
    ReportKind: {
        ReportKind.PROGRESS: _l("Báo cáo tiến độ"),
        ReportKind.COMPLETION: _l("Báo cáo hoàn thành"),
        ReportKind.PART: _l("Báo cáo phần phối hợp"),
    },
    PartState: {
        PartState.OPEN: _l("Chưa có ý kiến"),
        PartState.REPORTED: _l("Đã báo cáo"),
        PartState.AGREED: _l("Coi như đồng ý"),
        PartState.CLOSED: _l("Đóng theo chủ trì"),
    },
    ToldVia: {
        ToldVia.PHONE: _l("Qua điện thoại"),
        ToldVia.PAPER: _l("Bằng văn bản giấy"),
        ToldVia.MEETING: _l("Tại cuộc họp"),
    },
    RequestKind: {
        RequestKind.RETURN: _l("Trả lại vì giao nhầm"),
        RequestKind.TRANSFER: _l("Chuyển đơn vị chủ trì"),
        RequestKind.CORRECT_DEADLINE: _l("Đính chính thời hạn"),
        RequestKind.CORRECT_LEAD: _l("Đính chính đơn vị chủ trì"),
    },
    RequestState: {
        RequestState.PENDING: _l("Chờ quyết định"),
        RequestState.ACCEPTED: _l("Đồng ý"),
        RequestState.REFUSED: _l("Không đồng ý"),
        RequestState.LAPSED: _l("Không còn cần quyết định"),
    },
    Cause: {
        Cause.NONE: _l("Không vướng mắc"),
        Cause.LAND: _l("Giải phóng mặt bằng, đất đai"),
        Cause.PROCEDURE: _l("Thủ tục, hồ sơ"),
        Cause.FUNDING: _l("Kinh phí"),
        Cause.COORDINATION: _l("Chờ đơn vị phối hợp"),
        Cause.STAFF: _l("Nhân lực"),
        Cause.SUPERIOR: _l("Chờ ý kiến cấp trên"),
        Cause.WEATHER: _l("Thời tiết, dịch bệnh"),
        Cause.OTHER: _l("Nguyên nhân khác"),
    },
    ExtensionState: {
        ExtensionState.PENDING: _l("Chờ quyết định"),
        ExtensionState.GRANTED: _l("Đồng ý gia hạn"),
        ExtensionState.REFUSED: _l("Không đồng ý gia hạn"),
        ExtensionState.LAPSED: _l("Không còn cần quyết định"),
    },
    Channel: {
        Channel.WEB: _l("trên trang"),
        Channel.MAIL_LINK: _l("qua liên kết trong thư"),
        Channel.MAIL: _l("trả lời bằng thư"),
        Channel.API: _l("qua API"),
        Channel.COMMAND: _l("bằng lệnh quản trị"),
        Channel.SCHEDULER: _l("tự động"),
        Channel.ON_PAPER: _l("Văn phòng nhập thay"),
        Channel.DEMO: _l("dữ liệu mẫu"),
    },
    MailState: {
        MailState.OWED: _l("Chờ gửi"),
        MailState.SENDING: _l("Đang gửi"),
        MailState.SENT: _l("Đã gửi"),
        MailState.FAILED: _l("Không gửi được"),
        MailState.SKIPPED: _l("Không gửi"),
        MailState.EXPIRED: _l("Quá thời điểm"),
    },
    LinkKind: {
        LinkKind.SETUP: _l("thiết lập ban đầu"),
        LinkKind.INVITATION: _l("lời mời đặt mật khẩu"),
        LinkKind.RESET: _l("đặt lại mật khẩu"),
        LinkKind.UNLOCK: _l("mở tài khoản tạm giữ"),
    },
    Basis: {Basis.ORIGINAL: _l("thời hạn ban đầu"), Basis.CURRENT: _l("thời hạn hiện hành")},
    CutOff: {CutOff.CALENDAR: _l("quý dương lịch"), CutOff.FIFTEENTH: _l("từ ngày 15 đến ngày 14")},
    Section: {
        Section.DEADLINE: _l("Thời hạn"),
        Section.REMINDING: _l("Thư nhắc"),
        Section.REQUEST: _l("Gia hạn, trả lại, giải trình"),
        Section.RESULT: _l("Báo cáo và kết quả"),
        Section.BRIEFING: _l("Giao ban"),
        Section.RATING: _l("Biểu dương, phê bình, so sánh"),
        Section.DOCUMENT: _l("Văn bản"),
        Section.SIGN_IN: _l("Đăng nhập"),
    },
    DayKind: {
        DayKind.HOLIDAY: _l("Nghỉ lễ"),
        DayKind.CLOSURE: _l("Nghỉ của cơ quan"),
        DayKind.SWAP_WORKING: _l("Làm bù"),
    },
    Reader: {
        Reader.HEAD: _l("Thủ trưởng đơn vị"),
        Reader.OFFICER: _l("Người được phân công"),
        Reader.MONITOR: _l("Chuyên viên theo dõi"),
        Reader.CHIEF_OF_OFFICE: _l("Chánh Văn phòng"),
        Reader.LEADER: _l("Lãnh đạo giao việc"),
        Reader.CHAIR: _l("Chủ tịch"),
        Reader.VICE_CHAIRS: _l("Các Phó Chủ tịch"),
    },
    Stop: {
        Stop.DONE: _l("Đơn vị báo cáo hoàn thành"),
        Stop.ANSWER: _l("Báo cáo hoàn thành, hoặc nêu phương án mới và ngày dự kiến xong"),
    },
    Importance: {
        Importance.ANY: _l("Mọi việc"),
        Importance.STARRED: _l("Chỉ việc gắn sao"),
        Importance.ORDINARY: _l("Chỉ việc không gắn sao"),
    },
    Topic: {
        Topic.ASSIGNMENT: _l("Giao nhiệm vụ mới"),
        Topic.WITHDRAWAL: _lp("topic", "Thu hồi nhiệm vụ"),
        Topic.SENT_BACK: _lp("topic", "Gửi lại báo cáo"),
        Topic.URGING: _lp("topic", "Đôn đốc"),
        Topic.EXTENSION_DECIDED: _l("Quyết định về đề nghị của đơn vị"),
        Topic.NEWS: _l("Tạm dừng, tiếp tục, nguyên nhân khách quan, giải trình đã trả lời"),
        Topic.DEADLINE: _l("Nhắc thời hạn"),
        Topic.ESCALATION: _l("Báo lên theo thang"),
        Topic.PROGRESS: _l("Đề nghị báo cáo tiến độ"),
        Topic.NAMING: _l("Nhắc phân công người thực hiện"),
        Topic.DECISION: _l("Việc chờ xác nhận, chờ quyết định"),
        Topic.BRIEFING: _l("Đếm ngược đến giao ban"),
        Topic.BULLETIN: _l("Bản tin đầu tuần"),
        Topic.CALENDAR_FILE: _l("Tệp lịch kèm thư giao nhiệm vụ"),
    },
    LateBand: {
        LateBand.WEEK: _l("1 - 7 ngày"),
        LateBand.MONTH: _l("8 - 30 ngày"),
        LateBand.QUARTER: _l("31 - 90 ngày"),
        LateBand.LONGER: _l("Trên 90 ngày"),
    },
    DueClass: {
        DueClass.IN_TIME: _l("Trong hạn"),
        DueClass.DUE_SOON: _l("Sắp đến hạn"),
        DueClass.OVERDUE: _l("Quá hạn"),
        DueClass.NO_DEADLINE: _l("Không thời hạn"),
    },
    By: {
        By.UNIT: _l("Đơn vị chủ trì"),
        By.FIELD: _l("Lĩnh vực"),
        By.STATE: _l("Trạng thái"),
        By.BRIEFING: _l("Giao ban"),
        By.OFFICER: _l("Người thực hiện"),
        By.MONTH: _l("Tháng đến hạn"),
    },
    View: {
        View.OPEN: _l("Chưa xong"),
        View.OVERDUE: _l("Quá hạn"),
        View.DUE_SOON: _l("Sắp đến hạn"),
        View.WAITING: _l("Chờ xác nhận"),
        View.NEW: _l("Mới giao"),
        View.NO_DEADLINE: _l("Không thời hạn"),
        View.SILENT: _l("Im lặng"),
        View.EXTENSION: _lp("view", "Xin gia hạn"),
        View.UNNAMED: _l("Chưa giao người"),
        View.RESUME: _l("Đến ngày xem xét lại"),
        View.STARRED: _l("Gắn sao"),
        View.DONE: _l("Hoàn thành"),
        View.CLOSED: _l("Thu hồi, trả lại"),
        View.ALL: _l("Tất cả"),
    },
}

SETTINGS = {
    "due_hour": (_l("Hết hạn lúc (24 là hết ngày)"), _l("giờ")),
    "on_time_basis": (_l("Đúng hạn, quá hạn xét theo"), ""),
    "chair_exceeds_extensions": (_l("Quá số lần gia hạn, Chủ tịch vẫn được cho thêm"), ""),
    "extension_before_due": (_l("Chỉ được đề nghị gia hạn khi chưa hết hạn"), ""),
    "file_megabytes": (_l("Mỗi tệp kèm theo không quá"), _l("MB")),
    "files_per_report": (_l("Mỗi báo cáo không quá"), _l("tệp")),
    "session_hours": (_l("Phiên đăng nhập kéo dài"), _l("giờ")),
    "session_remembered_days": (_l("Phiên đăng nhập có ghi nhớ kéo dài"), _l("ngày")),
    "session_idle_minutes": (_l("Phiên đăng nhập kết thúc khi không có thao tác trong"), _l("phút")),
    "session_remembered_idle_days": (
        _l("Phiên có ghi nhớ kết thúc khi không có thao tác trong"),
        _l("ngày"),
    ),
    "sign_in_tries": (_l("Tạm dừng đăng nhập sau số lần nhập sai"), _l("lần")),
    "sign_in_pause_minutes": (_l("Thời gian tạm dừng đăng nhập"), _l("phút")),
    "due_soon_working_days": (_l("Sắp đến hạn"), _l("ngày làm việc")),
    "mail_hour": (_l("Giờ gửi thư nhắc"), _l("giờ")),
    "quiet_from_hour": (_l("Không gửi thư từ"), _l("giờ")),
    "silent_days": (_l("Coi là im lặng sau"), _l("ngày")),
    "extensions_per_task": (_l("Số lần gia hạn một nhiệm vụ"), _l("lần")),
    "office_decides": (_l("Văn phòng được ủy quyền quyết định gia hạn, trả lại, chuyển chủ trì"), ""),
    "return_working_days": (_l("Trả lại nhiệm vụ giao nhầm trong"), _l("ngày làm việc")),
    "confirm_working_days": (_l("Văn phòng trả lời báo cáo hoàn thành trong"), _l("ngày làm việc")),
    "explain_working_days": (_l("Giải trình trong"), _l("ngày làm việc")),
    "notice_working_days": (_l("Thông báo kết luận trong"), _l("ngày làm việc")),
    "entry_working_days": (_l("Nhập nhiệm vụ trong"), _l("ngày làm việc")),
    "partner_silence_working_days": (_l("Đơn vị phối hợp im lặng coi như đồng ý sau"), _l("ngày làm việc")),
    "praise_done_percent": (_l("Đề xuất biểu dương khi hoàn thành từ"), _l("% nhiệm vụ")),
    "praise_late_percent": (_l("và hoàn thành quá hạn dưới"), _l("% số đã hoàn thành")),
    "criticise_done_percent": (_l("Đề xuất phê bình khi hoàn thành dưới"), _l("% nhiệm vụ")),
    "volume_bands": (_l("Mốc nhóm số lượng để so sánh"), _l("nhiệm vụ")),
    "score_sheet": (_l("Dùng bảng điểm kết quả theo Nghị định 335/2025"), ""),
    "score_general_points": (_l("Bảng điểm: tiêu chí chung"), _l("điểm")),
    "score_quantity_weight": (_l("Bảng điểm: hệ số của số lượng"), _l("phần")),
    "score_quality_weight": (_l("Bảng điểm: hệ số của chất lượng"), _l("phần")),
    "score_progress_weight": (_l("Bảng điểm: hệ số của tiến độ"), _l("phần")),
    "score_step_percent": (_l("Bảng điểm: mỗi lần chậm, mỗi lần chưa đạt trừ"), _l("% điểm của sản phẩm")),
    "score_excellent_points": (_l("Hoàn thành xuất sắc nhiệm vụ từ"), _l("điểm")),
    "score_good_points": (_l("Hoàn thành tốt nhiệm vụ từ"), _l("điểm")),
    "score_done_points": (_l("Hoàn thành nhiệm vụ từ"), _l("điểm")),
    "mail_link_days": (_l("Hiệu lực liên kết trong thư"), _l("ngày")),
    "roll_due_to_working_day": (_l("Hạn rơi vào ngày nghỉ chuyển sang ngày làm việc kế tiếp"), ""),
    "evidence_required": (_l("Báo cáo hoàn thành phải có văn bản hoặc tệp"), ""),
    "window_opens_working_days": (_l("Lập danh sách, mở thu báo cáo trước giao ban"), _l("ngày làm việc")),
    "window_answers_working_days": (_l("Đơn vị báo cáo xong trước giao ban"), _l("ngày làm việc")),
    "window_checks_working_days": (_l("Văn phòng rà lại trước giao ban"), _l("ngày làm việc")),
    "document_direct_tasks": (_l("Lập tài liệu ngay khi có không quá"), _l("nhiệm vụ")),
    "document_keep_days": (_l("Giữ tệp lập ở chế độ nền"), _l("ngày")),
    "period_cutoff": (_l("Kỳ số liệu"), ""),
    "body_name": (_l("Tên cơ quan trên tiêu đề, trong thư và văn bản"), ""),
    "emblem": (_l("Biểu trưng của cơ quan"), ""),
    "password_min_length": (_l("Mật khẩu dài ít nhất"), _l("ký tự")),
    "second_factor_roles": (_l("Vai trò bắt buộc xác thực hai bước"), ""),
}

EVENTS = {
    Event.UNIT_CREATED: _l("Lập đơn vị %(name)s"),
    Event.UNIT_CHANGED: _l("Sửa đơn vị"),
    Event.UNIT_RENAMED: _l("Đổi tên đơn vị từ ngày %(on)s: %(from)s → %(to)s"),
    Event.REORGANISATION_PREPARED: _l("Ghi trước việc sắp xếp từ ngày %(on)s; kế thừa: %(heirs)s"),
    Event.REORGANISATION_CALLED_OFF: _l("Hủy việc sắp xếp ghi trước cho ngày %(on)s"),
    Event.UNIT_ENDED: _l(
        "Thôi hoạt động từ ngày %(on)s do sắp xếp. Kế thừa: %(heirs)s, %(tasks)s nhiệm vụ chưa xong chuyển theo"
    ),
    Event.UNIT_INHERITED: _l("Kế thừa %(from)s từ ngày %(on)s, %(tasks)s nhiệm vụ chưa xong"),
    Event.ROWS_IMPORTED: _l("Nhập %(rows)s dòng từ tệp %(file)s"),
    Event.IMPORT_WITHDRAWN: _l("Hủy lần nhập từ tệp %(file)s, thu hồi %(tasks)s nhiệm vụ: %(reason)s"),
    Event.FIELD_CHANGED: _l("Lĩnh vực %(name)s, người theo dõi: %(from)s → %(to)s"),
    Event.FIELD_ADDED: _l("Thêm lĩnh vực %(name)s"),
    Event.FIELD_EDITED: _l("Sửa lĩnh vực %(name)s: %(from)s → %(to)s"),
    Event.GROUP_ADDED: _l("Thêm nhóm đơn vị %(name)s: %(members)s"),
    Event.GROUP_EDITED: _l("Sửa nhóm đơn vị %(name)s: %(from)s → %(to)s"),
    Event.PERSON_CREATED: _l("Lập tài khoản %(full_name)s"),
    Event.PERSON_CHANGED: _l("Sửa tài khoản"),
    Event.PASSWORD_SET: _lp("event", "Đặt mật khẩu"),
    Event.POST_GIVEN: _l("Giao chức vụ %(title)s"),
    Event.POST_ENDED: _l("Thôi chức vụ %(title)s từ ngày %(on)s"),
    Event.WORK_PASSED: _l("Chuyển %(tasks)s việc đang làm cho %(to)s"),
    Event.SIGNED_IN: _lp("event", "Đăng nhập"),
    Event.SIGN_IN_REFUSED: _l("Đăng nhập không thành công %(failures)s lần liên tiếp"),
    Event.SIGNED_OUT: _lp("event", "Đăng xuất"),
    Event.SESSIONS_ENDED: _l("Kết thúc %(count)s phiên làm việc"),
    Event.TRIES_FORGIVEN: _l("Cho đăng nhập trở lại sau nhiều lần nhập sai"),
    Event.ACCOUNT_LINK_MADE: _l("Cấp liên kết một lần: %(kind)s"),
    Event.ACCOUNT_LINK_USED: _l("Dùng liên kết một lần: %(kind)s"),
    Event.SECOND_FACTOR_SET: _l("Bật xác thực hai bước"),
    Event.SECOND_FACTOR_REMOVED: _l("Tắt xác thực hai bước"),
    Event.SECOND_FACTOR_RESET: _l("Quản trị bỏ xác thực hai bước để thiết lập lại"),
    Event.RECOVERY_CODE_USED: _l("Dùng mã dự phòng, còn %(left)s mã"),
    Event.RECOVERY_CODES_MADE: _l("Cấp lại mã dự phòng"),
    Event.TOKEN_MADE: _l("Tạo mã truy cập API “%(name)s”, đến %(expires_on)s"),
    Event.TOKEN_REVOKED: _l("Thu hồi mã truy cập API “%(name)s”"),
    Event.OUTSIDE_LINKED: _l("Nối tài khoản với hệ thống đăng nhập của cơ quan"),
    Event.OUTSIDE_UNLINKED: _l("Bỏ nối với hệ thống đăng nhập của cơ quan"),
    Event.SET_UP: _l("Thiết lập ban đầu cho %(name)s"),
    Event.SECRET_KEY_CHANGED: _l(
        "Đổi khóa bí mật: niêm lại %(seals)s dấu nhật ký, %(factors)s mã hai bước, %(webhooks)s webhook"
    ),
    Event.SETTING_CHANGED: _l("Sửa thiết lập “%(key)s”: %(from)s → %(to)s"),
    Event.ABBREVIATION_ADDED: _l("Thêm chữ viết tắt %(short)s: %(long)s"),
    Event.ABBREVIATION_REMOVED: _l("Bỏ chữ viết tắt %(short)s: %(long)s"),
    Event.CALENDAR_DAY_SET: _l("Sửa lịch làm việc %(day)s: %(name)s"),
    Event.CALENDAR_DAY_REMOVED: _l("Bỏ ngày %(day)s khỏi lịch làm việc: %(name)s"),
    Event.BRIEFING_RECORDED: _l("Ghi nhận giao ban %(code)s"),
    Event.BRIEFING_CHANGED: _lp("event", "Sửa thông tin giao ban"),
    Event.NOTICE_CHANGED: _l("Sửa nội dung thông báo kết luận"),
    Event.NOTICE_RELEASED: _l("Phát hành thông báo kết luận số %(number)s"),
    Event.BRIEFING_MOVED: _l("Giao ban %(code)s: %(from)s → %(to)s"),
    Event.BRIEFING_CANCELLED: _l("Hủy giao ban %(code)s, dự kiến họp %(held_on)s: %(reason)s"),
    Event.BRIEFING_OPENED: _l("Mở giao ban %(code)s, chuyển tiếp %(carried)s nhiệm vụ"),
    Event.CONCLUSIONS_RECORDED: _l("Ghi văn bản kết luận, %(drafts)s dự thảo"),
    Event.DRAFT_CHANGED: _l("Duyệt dự thảo: %(change)s"),
    Event.SUPPLEMENT_RECORDED: _l("Ghi kết luận bổ sung, đính chính, %(drafts)s dự thảo"),
    Event.SUPPLEMENT_THROWN_AWAY: _l("Bỏ bản bổ sung đang duyệt, %(drafts)s dự thảo"),
    Event.CONCLUSIONS_ISSUED: _l(
        "Ban hành %(directives)s chỉ đạo thành %(tasks)s nhiệm vụ cho %(units)s đơn vị"
    ),
    Event.DIRECTIVE_ISSUED: _l("Ban hành chỉ đạo"),
    Event.DIRECTIVE_ENDED: _l("Thôi hiệu lực theo kết luận bổ sung: %(by)s. %(reason)s"),
    Event.TASK_ASSIGNED: _l("Giao %(unit)s, hạn %(due_on)s"),
    Event.TASK_RECEIVED: _lp("event", "Tiếp nhận"),
    Event.PROGRESS_REPORTED: _l("Báo cáo tiến độ"),
    Event.COMPLETION_REPORTED: _l("Báo cáo hoàn thành ngày %(claimed_on)s"),
    Event.TASK_CONFIRMED: _lp("event", "Xác nhận hoàn thành"),
    Event.TASK_SENT_BACK: _l("Gửi lại: %(reason)s"),
    Event.TASK_WITHDRAWN: _l("Thu hồi: %(reason)s"),
    Event.TASK_REPOINTED: _l("Chuyển sang chỉ đạo mới theo kết luận bổ sung: %(from)s → %(to)s"),
    Event.TASK_URGED: _l("Đôn đốc %(to)s"),
    Event.TASK_PAUSED: _l("Tạm dừng: %(reason)s"),
    Event.TASK_RESUMED: _l("Thực hiện trở lại"),
    Event.TASK_NOT_PURSUED: _l("Không tiếp tục thực hiện: %(reason)s"),
    Event.TASK_REOPENED: _l("Mở lại: %(reason)s"),
    Event.RETURN_ASKED: _l("Đề nghị trả lại: %(reason)s"),
    Event.TASK_RETURNED: _l("Đồng ý trả lại: %(reason)s"),
    Event.RETURN_REFUSED: _l("Không đồng ý trả lại: %(reason)s"),
    Event.TRANSFER_ASKED: _l("Đề nghị chuyển %(unit)s chủ trì: %(reason)s"),
    Event.TASK_TRANSFERRED: _l("Chuyển chủ trì: %(from)s → %(to)s. %(reason)s"),
    Event.TRANSFER_REFUSED: _l("Không đồng ý chuyển chủ trì: %(reason)s"),
    Event.CORRECTION_PROPOSED: _l("Đề nghị đính chính: %(from)s → %(to)s. %(reason)s"),
    Event.TASK_CORRECTED: _l("Đính chính: %(from)s → %(to)s. %(reason)s"),
    Event.CORRECTION_REFUSED: _l("Không đồng ý đính chính: %(reason)s"),
    Event.EVENT_DATE_SET: _l("Ấn định thời hạn theo sự kiện: %(to)s"),
    Event.EXPLANATION_ASKED: _l("Đề nghị %(unit)s giải trình trước ngày %(due_on)s: %(question)s"),
    Event.EXPLANATION_GIVEN: _l("%(unit)s giải trình"),
    Event.CAUSE_CONFIRMED: _l("Xác nhận nguyên nhân khách quan: %(cause)s"),
    Event.CAUSE_REVOKED: _l("Bỏ xác nhận nguyên nhân khách quan: %(reason)s"),
    Event.REMARK_MADE: _l("Ý kiến chỉ đạo: %(text)s"),
    Event.OFFICER_NAMED: _l("Giao người thực hiện: %(to)s"),
    Event.MONITOR_SET: _l("Giao Văn phòng theo dõi: %(to)s"),
    Event.STAR_SET: _l("Việc trọng tâm: %(to)s"),
    Event.UNIT_JOINED: _l("Thêm %(unit)s, %(role)s"),
    Event.UNIT_LEFT: _l("%(unit)s thôi tham gia: %(reason)s"),
    Event.PART_DUE_SET: _l("Hạn phối hợp của %(unit)s: %(from)s → %(to)s"),
    Event.PARTS_MOVED: _l("Hạn phối hợp chuyển theo hạn của đơn vị chủ trì, %(from)s → %(to)s: %(units)s"),
    Event.PART_URGED: _l("Đôn đốc %(unit)s phần phối hợp"),
    Event.PART_REPORTED: _l("%(unit)s báo cáo phần phối hợp"),
    Event.PART_AGREED_BY_SILENCE: _l("%(unit)s không trả lời đến ngày %(due_on)s, coi như đồng ý"),
    Event.PARTS_CLOSED: _l("Đóng phần phối hợp theo chủ trì: %(units)s"),
    Event.SUB_TASK_ADDED: _l("Thêm việc trong đơn vị: %(title)s"),
    Event.SUB_TASK_CHANGED: _l("Việc trong đơn vị, %(change)s: %(title)s"),
    Event.TASK_HANDED_ON: _l("Chuyển cho đơn vị kế thừa: %(from)s → %(to)s"),
    Event.PART_HANDED_ON: _l("Chuyển phần tham gia cho đơn vị kế thừa: %(from)s → %(to)s"),
    Event.PAST_TASK_IMPORTED: _l(
        "Nhập từ sổ cũ, dòng %(row)s: hoàn thành ngày %(completed_on)s, hạn %(due_on)s"
    ),
    Event.TASK_IMPORTED: _l("Nhập từ sổ theo dõi cũ, dòng %(row)s: giao %(unit)s, hạn %(due_on)s"),
    Event.EXTENSION_ASKED: _l("Xin gia hạn đến %(new_due_on)s: %(reason)s"),
    Event.EXTENSION_GRANTED: _l("Đồng ý gia hạn: %(from)s → %(to)s"),
    Event.EXTENSION_REFUSED: _l("Không đồng ý gia hạn: %(reason)s"),
    Event.EXTENSION_LAPSED: _l("Đề nghị gia hạn không còn cần quyết định"),
    Event.REQUEST_LAPSED: _l("Đề nghị đang chờ không còn cần quyết định"),
    Event.TASK_REPLACED: _l("Giao lại cho %(unit)s thành nhiệm vụ %(task)s"),
    Event.DEADLINE_MOVED: _l("Sửa thời hạn: %(from)s → %(to)s. %(reason)s"),
    Event.TASK_CARRIED_OVER: _l("Chuyển tiếp vào giao ban %(briefing)s, lần thứ %(times)s"),
    Event.INDICATOR_DEFINED: _l("Lập chỉ tiêu %(name)s"),
    Event.INDICATOR_CHANGED: _l("Sửa chỉ tiêu: %(from)s → %(to)s"),
    Event.INDICATOR_PLAN_SET: _l("Ghi kế hoạch năm %(year)s: %(from)s → %(to)s"),
    Event.INDICATOR_ENTERED: _l("Nhập số liệu %(quarter)s: %(from)s → %(to)s"),
    Event.FIELD_NOTE_WRITTEN: _l("Ghi kết quả, hạn chế của lĩnh vực %(name)s, %(quarter)s"),
    Event.ROLL_UP_FROZEN: _l("Chốt số liệu lần %(number)s"),
    Event.DOCUMENT_ASKED: _l("Yêu cầu lập tệp %(name)s.%(file_kind)s"),
    Event.PHRASE_CHANGED: _l(
        "Sửa câu “%(name)s” của mẫu %(document)s, áp dụng từ %(valid_from)s: %(from)s → %(to)s"
    ),
    Event.REMINDER_SENT: _l("Lập thư nhắc: %(to)s"),
    Event.REMINDER_RULE_CHANGED: _l("Sửa quy tắc nhắc “%(key)s” từ ngày %(valid_from)s"),
    Event.MAIL_SWITCHED: _l("Loại thư cơ quan gửi, %(topic)s: %(is_on)s"),
    Event.MAIL_CHOSEN: _l("Loại thư muốn nhận, %(topic)s: %(is_on)s"),
    Event.CALENDAR_FEED_ISSUED: _l("Cấp địa chỉ lịch riêng"),
    Event.CALENDAR_FEED_REVOKED: _l("Thu hồi địa chỉ lịch riêng"),
    Event.VIEW_SHARED: _l("Chia sẻ chế độ xem “%(name)s”"),
    Event.VIEW_CHANGED: _l("Sửa chế độ xem dùng chung “%(name)s”"),
    Event.VIEW_WITHDRAWN: _l("Thôi chia sẻ chế độ xem “%(name)s”"),
    Event.MAIL_RESENT: _l("Gửi lại thư"),
    Event.MAIL_TESTED: _l("Gửi thư thử tới %(to)s"),
    Event.WEBHOOK_ADDED: _l("Thêm webhook %(name)s tới %(url)s"),
    Event.WEBHOOK_CHANGED: _l("Sửa webhook %(name)s: %(from)s → %(to)s"),
    Event.WEBHOOK_SECRET_RENEWED: _l("Đổi khóa ký của webhook %(name)s"),
    Event.WEBHOOK_PAUSED: _l("Tạm dừng webhook %(name)s"),
    Event.WEBHOOK_RESUMED: _l("Cho webhook %(name)s chạy lại"),
    Event.WEBHOOK_REMOVED: _l("Bỏ webhook %(name)s"),
    Event.WEBHOOK_REPLAYED: _l("Gửi lại %(count)s sự kiện tới webhook %(name)s"),
    Event.WEBHOOK_TESTED: _l("Gửi thử tới webhook %(name)s"),
    Event.JOB_ASKED: _l("Cho chạy ngay công việc nền %(job)s"),
    Event.DEMO_DAY_MOVED: _l("Chuyển ngày mẫu: %(from)s → %(to)s"),
}

SUBJECTS = {
    "task": _l("Nhiệm vụ"),
    "briefing": _l("Giao ban"),
    "directive": _l("Chỉ đạo"),
    "person": _l("Tài khoản"),
    "unit": _l("Đơn vị"),
    "setting": _l("Thiết lập"),
    "calendar": _l("Lịch làm việc"),
    "outbox_message": _l("Thư"),
    "abbreviation": _l("Chữ viết tắt"),
    "demo": _l("Dữ liệu mẫu"),
    "field_note": _l("Kết quả lĩnh vực"),
    "import": _l("Nhập từ tệp"),
    "indicator": _l("Chỉ tiêu"),
    "installation": _l("Cơ quan"),
    "mail_switch": _l("Loại thư"),
    "phrase": _l("Câu chữ của văn bản"),
    "reminder_rule": _l("Quy tắc nhắc"),
    "saved_view": _l("Chế độ xem"),
    "scheduler": _l("Công việc nền"),
    "unit_group": _l("Nhóm đơn vị"),
    "webhook": _l("Webhook"),
    "work_field": _l("Lĩnh vực"),
}
"""What a line of the journal may be about."""

DRAFT_CHANGES = {
    "edited": _l("sửa nội dung"),
    "accepted": _lp("event", "nhận"),
    "dropped": _l("không phát sinh nhiệm vụ"),
    "passages_dropped": _l("đánh dấu các câu còn lại"),
    "reopened": _l("mở lại"),
    "split": _l("tách"),
    "joined": _lp("event", "gộp"),
    "added": _l("thêm từ văn bản"),
    "suggestion_taken": _lp("event", "dùng gợi ý"),
    "taken_down": _l("ghi tại hội nghị"),
    "start_moved": _l("đổi chỗ bắt đầu kết luận"),
}

SUB_TASK_CHANGES = {
    "ticked": _lp("sub-task", "xong"),
    "unticked": _lp("sub-task", "làm tiếp"),
    "changed": _lp("sub-task", "sửa"),
    "removed": _lp("sub-task", "bỏ"),
}

REFUSALS = {
    "stale": _l(
        "Có người đã lưu trước ông/bà. Chưa có gì bị ghi đè, nội dung đã nhập vẫn còn. Đề nghị xem lại rồi gửi."
    ),
    "unfitting": _l("Chưa ghi được: các mục đã nhập không khớp với nhau. Đề nghị xem lại rồi gửi."),
    "others_wrote": _l("Người khác vừa ghi vào nhiệm vụ này. Đề nghị xem điều đó trước khi gửi."),
    "view_too_many": _l("Đã có %(most)s chế độ xem. Đề nghị xóa bớt trước khi lưu thêm."),
    "view_name_taken": _l("Ông/bà đã có một chế độ xem tên này."),
    "view_not_for_everyone": _l("Chỉ lãnh đạo và Văn phòng chia sẻ chế độ xem cho mọi người."),
    "view_not_for_unit": _l("Chỉ chia sẻ được với đơn vị của mình."),
    "already_sent": _l("Nội dung này đã được ghi một lần, không ghi lại."),
    "already_issued": _l("Kết luận này đã được ban hành, không ban hành lần thứ hai."),
    "form_key_missing": _l("Biểu mẫu thiếu mã. Đề nghị tải lại trang rồi gửi lại."),
    "sign_in_refused": _l("Tên đăng nhập hoặc mật khẩu chưa đúng."),
    "sign_in_throttled": _l("Sai quá nhiều lần. Đề nghị thử lại sau %(minutes)s phút."),
    "sign_in_name_taken": _l("Tên đăng nhập %(name)s đã có người dùng."),
    "sign_in_held": _l(
        "Tài khoản tạm giữ vì nhập sai quá nhiều lần. Đề nghị chọn “Quên mật khẩu”, hoặc gọi người quản trị để mở."
    ),
    "code_wrong": _l("Mã chưa đúng hoặc đã dùng. Đề nghị nhập mã mới hiện trên điện thoại."),
    "code_throttled": _l("Sai mã quá nhiều lần. Đề nghị thử lại sau %(minutes)s phút."),
    "factor_stands": _l("Xác thực hai bước đã bật."),
    "factor_not_begun": _l("Chưa bật xác thực hai bước."),
    "factor_required": _l("Vai trò của ông/bà bắt buộc xác thực hai bước nên không tắt được."),
    "factor_unreadable": _l(
        "Không đọc được khóa xác thực hai bước vì khóa bí mật của hệ thống đã đổi. Đề nghị gọi người quản trị để đặt lại."
    ),
    "link_of_locked": _l("Tài khoản %(name)s đang khóa. Đề nghị mở khóa trước."),
    "link_used": _l("Liên kết đã dùng hoặc đã hết hạn. Đề nghị xin liên kết mới."),
    "person_without_address": _l("%(name)s chưa có địa chỉ thư. Đề nghị trao tận tay."),
    "outside_unknown": _l(
        "Hệ thống đăng nhập của cơ quan nhận ra ông/bà, nhưng ở đây chưa có tài khoản ứng với tên đó. "
        "Đề nghị gọi người quản trị."
    ),
    "outside_unverified": _l(
        "Hệ thống đăng nhập của cơ quan chưa xác minh địa chỉ thư của ông/bà. Đề nghị gọi người quản trị."
    ),
    "outside_waits": _l("Tài khoản đang khóa hoặc chưa được giao chức vụ. Đề nghị gọi người quản trị."),
    "outside_failed": _l(
        "Chưa đăng nhập được qua hệ thống của cơ quan. Đề nghị thử lại, hoặc dùng mật khẩu."
    ),
    "body_name_form": _l(
        "Tên cơ quan viết đủ cấp và địa danh, ví dụ “%(example)s”; tên này đứng đầu mọi văn bản."
    ),
    "began_in_future": _l("Ngày bắt đầu hoạt động không thể sau hôm nay, %(today)s."),
    "setup_units_missing": _l("Cần ít nhất một đơn vị."),
    "setup_office_missing": _l("Cần một đơn vị loại “Văn phòng”: nơi theo dõi, xác nhận kết quả."),
    "setup_unit_twice": _l("%(name)s có hai lần trong danh sách."),
    "setup_too_many_units": _l("Tối đa %(limit)s đơn vị ở bước này; phần còn lại nhập sau, ở trang Đơn vị."),
    "setup_unfinished": _l("Còn bước chưa lưu. Đề nghị làm lần lượt."),
    "setup_closed": _l("Việc thiết lập đã kết thúc."),
    "password_missing": _l("Đề nghị nhập mật khẩu, hoặc chọn nhận liên kết một lần."),
    "password_not_current": _l("Mật khẩu hiện tại chưa đúng."),
    "password_same": _l("Mật khẩu mới phải khác mật khẩu hiện tại."),
    "password_short": _l(
        "Mật khẩu cần ít nhất %(shortest)s ký tự. Nên dùng một câu dễ nhớ, có dấu cách cũng được."
    ),
    "password_long": _l("Mật khẩu dài tối đa %(longest)s ký tự."),
    "password_common": _l("Mật khẩu này nhiều người dùng nên dễ bị đoán. Đề nghị chọn mật khẩu khác."),
    "password_pattern": _l("Mật khẩu là một dãy lặp hoặc các phím liền nhau. Đề nghị chọn mật khẩu khác."),
    "password_named": _l("Mật khẩu gần giống tên đăng nhập hoặc họ tên. Đề nghị chọn mật khẩu khác."),
    "unit_needed": _l("Chức vụ này cần chọn đơn vị."),
    "unit_name_taken": _l("Đã có đơn vị đang hoạt động tên %(name)s (mã %(code)s). Đề nghị đặt tên khác."),
    "unit_code_taken": _l("Đã có đơn vị với mã %(code)s."),
    "rename_not_later": _l("Tên mới phải có hiệu lực sau ngày %(since)s."),
    "rename_in_future": _l("Tên mới ghi từ ngày có hiệu lực trở đi, không ghi trước. Hôm nay là %(today)s."),
    "name_same": _l("Tên mới phải khác tên đang dùng."),
    "name_missing": _l("Đề nghị nhập tên."),
    "units_missing": _l("Đề nghị chọn đơn vị được sắp xếp."),
    "heir_missing": _l("Đề nghị chọn hoặc nhập đơn vị kế thừa."),
    "heir_single": _l("Sáp nhập, hợp nhất chỉ có một đơn vị kế thừa."),
    "heirs_missing": _l("Chia tách cần ít nhất hai đơn vị kế thừa."),
    "split_of_one": _l("Mỗi lần chỉ chia tách một đơn vị."),
    "heir_is_predecessor": _l("%(unit)s vừa là đơn vị được sắp xếp vừa là đơn vị kế thừa."),
    "succession_in_future": _l(
        "Việc sắp xếp được ghi từ ngày có hiệu lực trở đi, không ghi trước. Hôm nay là %(today)s."
    ),
    "succession_too_early": _l("Ngày có hiệu lực phải sau ngày %(since)s, ngày thành lập của đơn vị."),
    "unit_ended": _l("%(unit)s đã thôi hoạt động từ ngày %(on)s."),
    "unit_parted": _l(
        "%(unit)s đã tách từ ngày %(on)s thành %(heirs)s. Đề nghị bỏ đơn vị này và giao từng đơn vị mới bằng một chỉ đạo "
        "ngoài giao ban."
    ),
    "unit_followed": _l("%(unit)s đã thôi hoạt động từ ngày %(on)s. Đề nghị hỏi đơn vị kế thừa: %(heirs)s."),
    "handing_unanswered": _l("Còn %(left)s nhiệm vụ chưa chọn đơn vị nhận."),
    "withdraw_reason_missing": _l("Đề nghị nêu lý do thu hồi nhiệm vụ %(code)s."),
    "may_not_withdraw": _l("Chỉ lãnh đạo hoặc Chánh Văn phòng thu hồi nhiệm vụ. Đề nghị chọn đơn vị nhận."),
    "basis_missing": _l("Đề nghị ghi văn bản làm căn cứ."),
    "prepared_for_past": _l("Việc sắp xếp ghi trước phải có hiệu lực sau hôm nay, %(today)s."),
    "already_prepared": _l("%(unit)s đã có việc sắp xếp ghi trước, từ ngày %(on)s."),
    "not_prepared": _l("Việc sắp xếp này đã thực hiện hoặc đã hủy."),
    "plan_changed": _l("Nội dung sắp xếp đã thay đổi sau khi xem trước. Đề nghị xem lại rồi ghi."),
    "post_held_already": _l("%(name)s đang giữ chức vụ này."),
    "post_ended_already": _l("Chức vụ này đã kết thúc."),
    "post_end_too_early": _l("Ngày thôi giữ chức vụ phải sau ngày nhận, %(since)s."),
    "post_period": _l("Ngày thôi giữ chức vụ phải sau ngày nhận chức vụ."),
    "acting_without_end": _l("Giữ quyền chức vụ cần có ngày kết thúc."),
    "behalf_mismatch": _l("Chỉ thay mặt được một chức vụ cùng vai trò, cùng đơn vị."),
    "taker_is_leaver": _l("Người tiếp nhận phải là người khác."),
    "own_last_post": _l("Không tự kết thúc chức vụ quản trị của mình được; đề nghị người quản trị khác làm."),
    "import_empty": _l("Tệp không có nội dung."),
    "import_too_large": _l("Tệp quá %(limit_mb)s MB. Đề nghị tách thành nhiều tệp."),
    "import_not_workbook": _l(
        "Không đọc được: tệp không phải là bảng tính .xlsx, hoặc bị hỏng, có mật khẩu, có macro."
    ),
    "import_not_table": _l(
        "Không đọc được: tệp không phải là bảng .xlsx hoặc .csv. Tệp .xls cũ cần lưu lại thành .xlsx."
    ),
    "import_file_twice": _l("Tệp này đã được nhập ngày %(day)s. Hủy lần nhập đó trước khi nhập lại."),
    "import_columns_missing": _l("Chưa cho biết cột nào là: %(columns)s."),
    "import_not_written": _l("Tệp này chưa được ghi."),
    "import_withdrawn_already": _l("Lần nhập này đã hủy."),
    "import_withdrawn_by_other": _l("Chỉ người đã nhập mới hủy được lần nhập này."),
    "import_touched": _l(
        "%(count)s nhiệm vụ đã có người cập nhật hoặc đã có thư nhắc, ví dụ %(codes)s. Không hủy cả lần nhập được; "
        "đề nghị thu hồi từng nhiệm vụ."
    ),
    "import_swells": _l("Tệp nén bất thường, khi mở ra quá lớn, nên không được nhận."),
    "import_no_headings": _l("Không thấy dòng tiêu đề. Thiếu cột: %(columns)s. Đề nghị dùng mẫu."),
    "import_no_rows": _l("Dưới dòng tiêu đề không có dòng nào."),
    "import_too_many_rows": _l("Tệp có hơn %(limit)s dòng. Đề nghị tách thành nhiều tệp."),
    "import_too_long": _l(
        "Trang tính dài quá %(limit)s dòng, kể cả dòng trống. Đề nghị xóa các dòng trống ở cuối rồi nhập lại."
    ),
    "import_too_many_merged": _l("Trang tính có hơn %(limit)s ô gộp. Đề nghị bỏ gộp ô rồi nhập lại."),
    "import_faulty": _l("Tệp còn %(faults)s chỗ cần sửa."),
    "import_not_pending": _l("Tệp này đã được ghi."),
    "import_changed": _l(
        "Dữ liệu đã thay đổi sau khi xem trước nên tệp không còn hợp lệ. Đề nghị tải lên lại."
    ),
    "setting_out_of_range": _l("Giá trị phải trong khoảng %(low)s đến %(high)s."),
    "abbreviation_same": _l("Hai cách viết phải khác nhau."),
    "abbreviation_known": _l("%(short)s: %(long)s đã có trong danh sách."),
    "setting_unknown": _l("Không có thiết lập này."),
    "field_name_taken": _l("Đã có lĩnh vực %(name)s."),
    "group_name_taken": _l("Đã có nhóm %(name)s."),
    "group_empty": _l("Đề nghị chọn ít nhất một đơn vị."),
    "members_in_past": _l("Thành phần của nhóm chỉ đổi được từ hôm nay, %(today)s, trở đi."),
    "retired_in_past": _l("Ngày thôi dùng không được trước hôm nay, %(today)s."),
    "field_unknown": _l("Không có lĩnh vực này."),
    "field_retired": _l("Lĩnh vực %(name)s thôi dùng từ ngày %(day)s. Đề nghị chọn lĩnh vực khác."),
    "group_retired": _l("Nhóm %(name)s thôi dùng từ ngày %(day)s. Đề nghị chọn nhóm hoặc đơn vị khác."),
    "sign_in_not_fresh": _l(
        "Tài khoản này không có mật khẩu. Đề nghị đăng xuất, đăng nhập lại rồi làm trong %(minutes)s phút."
    ),
    "token_name_missing": _l("Đề nghị ghi mã này dùng cho việc gì."),
    "token_lifetime_unknown": _l("Đề nghị chọn thời gian hiệu lực trong danh sách."),
    "token_of_locked": _l("Tài khoản đã khóa không có mã truy cập."),
    "token_without_post": _l("Chức vụ đã chọn không còn được giữ."),
    "token_for_administrator": _l("Không tạo mã dịch vụ cho chức vụ quản trị."),
    "too_many_tokens": _l("Đã có %(most)s mã còn hiệu lực. Đề nghị thu hồi mã không dùng nữa."),
    "setting_not_rising": _l("Các số phải tăng dần."),
    "setting_not_below": _l("Phải nhỏ hơn “%(setting)s” (%(standing)s từ ngày %(day)s)."),
    "setting_not_above": _l("Phải lớn hơn “%(setting)s” (%(standing)s từ ngày %(day)s)."),
    "calendar_day_known": _l("Ngày %(day)s đã có trong lịch: %(name)s. Đề nghị sửa ở danh sách."),
    "swap_on_weekday": _l("Chỉ thứ Bảy, Chủ nhật mới ghi là làm bù."),
    "not_numbers": _l("Đề nghị viết số, cách nhau bằng dấu phẩy: 7, 3, 1."),
    "rule_unknown": _l("Không có quy tắc nhắc này."),
    "rule_in_past": _l("Quy tắc chỉ đổi được từ hôm nay, %(today)s, trở đi: thư đã gửi không tính lại."),
    "offsets_outside": _l(
        "Mốc là các số từ %(low)s đến %(high)s, cách nhau bằng dấu phẩy, tối đa %(most)s mốc."
    ),
    "offsets_not_as_many": _l("Quy tắc này cần đúng %(count)s mốc, mỗi mốc là số từ %(low)s đến %(high)s."),
    "readers_missing": _l("Đề nghị chọn ít nhất một người nhận."),
    "rule_day_outside": _l("Ngày của quy tắc từ 1 đến %(last)s."),
    "notice_before_issue": _l("Kết luận chưa ban hành nên chưa có thông báo."),
    "notice_in_future": _l("Ngày phát hành không thể sau hôm nay."),
    "notice_before_briefing": _l("Ngày thông báo không thể trước ngày họp %(held_on)s."),
    "briefing_recorded": _l("Giao ban này, họp ngày %(held_on)s, đã được ghi nhận."),
    "held_before_previous": _l("Ngày họp phải sau giao ban trước, %(previous)s."),
    "indicator_known": _l("Đã có chỉ tiêu tên “%(name)s”."),
    "number_unreadable": _l("Số viết dạng 2.755,6: dấu chấm ngăn hàng nghìn, dấu phẩy trước phần lẻ."),
    "number_too_large": _l("Số quá lớn. Đề nghị xem lại đơn vị tính."),
    "number_missing": _l("Có ghi chú nhưng chưa có số liệu."),
    "number_negative": _l("Chỉ tiêu này không thể âm. Nếu có thể, đề nghị Văn phòng ghi điều đó ở chỉ tiêu."),
    "others_entered": _l("Người khác vừa ghi khác vào đây. Cả hai bản ở đầu trang."),
    "plan_not_positive": _l("Kế hoạch phải lớn hơn 0."),
    "quarter_not_begun": _l("Quý này chưa bắt đầu nên chưa có số liệu."),
    "revision_reason_missing": _l("Số liệu đã chốt cho giao ban. Đề nghị ghi lý do sửa vào ô ghi chú."),
    "note_empty": _l("Đề nghị ghi kết quả hoặc hạn chế."),
    "too_long": _l("Dài quá %(limit)s ký tự."),
    "held_in_past": _l("Giao ban dự kiến phải sau hôm nay, %(today)s."),
    "held_on_same": _l("Giao ban này đã định vào ngày ấy."),
    "held_before_period": _l("Ngày họp phải sau ngày đầu kỳ báo cáo, %(period_start)s."),
    "period_has_briefing": _l(
        "Kỳ này đã có %(briefing)s, họp ngày %(held_on)s. Nếu vẫn lập thêm, đề nghị đánh dấu ô xác nhận."
    ),
    "period_is_planned": _l(
        "Kỳ này đã lập kế hoạch %(briefing)s, họp ngày %(held_on)s: đề nghị chốt số liệu tại trang thu báo cáo của giao "
        "ban ấy, hoặc hủy giao ban ấy trước. Nếu vẫn mở thêm, đề nghị đánh dấu ô xác nhận."
    ),
    "not_planned": _l("Giao ban này đã mở thu báo cáo."),
    "already_frozen": _l("Số liệu của giao ban này đã chốt."),
    "already_cancelled": _l("Giao ban này đã hủy."),
    "briefing_cancelled": _l("Giao ban này đã hủy nên không chốt số liệu."),
    "briefing_has_something": _l(
        "Giao ban này đã có kết luận, chỉ đạo hoặc số liệu chốt nên không hủy được; đổi ngày họp nếu họp ngày khác."
    ),
    "text_empty": _l("Chưa có văn bản. Đề nghị dán kết luận vào ô bên dưới hoặc chọn tệp."),
    "text_too_long": _l(
        "Văn bản dài %(length)s ký tự, quá giới hạn %(limit)s. Đề nghị chỉ dán phần kết luận."
    ),
    "no_directive_found": _l(
        "Không tìm thấy câu giao việc nào. Văn bản vẫn còn bên dưới. "
        "Nếu đúng là không có, đánh dấu ô “Vẫn ghi” rồi gửi lại."
    ),
    "conclusions_frozen": _l("Kết luận đã ban hành nên không sửa được. Cần đính chính bằng văn bản bổ sung."),
    "rule_count_missing": _l("Đề nghị nhập số đơn vị phải xong."),
    "rule_count_outside": _l("Số đơn vị phải xong từ 1 đến số đơn vị được giao."),
    "leader_unknown": _l("Người được chọn không phải lãnh đạo vào ngày họp."),
    "supplement_unsaid": _l("Đề nghị chọn: việc mới, thay hay bãi bỏ một chỉ đạo đã ban hành."),
    "supplement_of_unissued": _l("Kết luận chưa ban hành nên sửa thẳng trong dự thảo, chưa cần bổ sung."),
    "replaced_missing": _l("Đề nghị chọn chỉ đạo đã ban hành được thay hoặc bãi bỏ."),
    "replaced_unknown": _l("Chỉ đạo đã chọn không thuộc giao ban này."),
    "replaced_already": _l("Chỉ đạo %(code)s đã được thay hoặc bãi bỏ trước đó."),
    "replaced_twice": _l(
        "Chỉ đạo %(code)s đã có đoạn khác trong bản bổ sung này thay. Mỗi chỉ đạo chỉ thay một lần."
    ),
    "tasks_unanswered": _l("Còn %(left)s nhiệm vụ chưa chọn: thu hồi hay chuyển sang chỉ đạo mới."),
    "task_target_unknown": _l("Đơn vị nhận nhiệm vụ %(code)s không có trong chỉ đạo mới."),
    "task_target_taken": _l(
        "%(unit)s đã nhận một nhiệm vụ khác của chỉ đạo này. Đề nghị thu hồi nhiệm vụ %(code)s."
    ),
    "start_outside": _l("Vị trí bắt đầu nằm ngoài văn bản."),
    "title_missing": _l("Đề nghị nhập tên nhiệm vụ."),
    "wording_missing": _l("Đề nghị nhập nguyên văn chỉ đạo."),
    "source_missing": _l("Đề nghị nhập số, ký hiệu văn bản."),
    "source_kind_unknown": _l("Đề nghị chọn nguồn chỉ đạo."),
    "assigned_in_future": _l("Ngày giao không thể sau hôm nay, %(today)s."),
    "due_missing": _l("Đề nghị nhập thời hạn."),
    "due_undecided": _l("Chưa rõ thời hạn: chọn ngày, hoặc “Không thời hạn”."),
    "due_before_briefing": _l("Thời hạn không thể trước ngày họp %(held_on)s."),
    "due_before_assignment": _l("Thời hạn không thể trước ngày giao %(assigned_on)s."),
    "recurrence_missing": _l("Đề nghị chọn kỳ báo cáo."),
    "event_missing": _l("Đề nghị ghi sự kiện hoặc căn cứ của thời hạn."),
    "due_day_outside": _l("Ngày phải báo cáo từ 1 đến %(last)s."),
    "words_not_found": _l("Không tìm thấy những chữ này trong văn bản. Đề nghị chép nguyên văn."),
    "reading.empty": _l("Tệp không có nội dung."),
    "reading.too_large": _l("Tệp quá lớn để đọc. Đề nghị tách hoặc dán phần kết luận."),
    "reading.unknown_kind": _l("Chưa đọc được loại tệp này. Đề nghị dùng .docx, .pdf hoặc .txt."),
    "reading.damaged": _l("Tệp bị hỏng, không mở được."),
    "reading.locked": _l("Tệp có mật khẩu. Đề nghị bỏ mật khẩu rồi tải lại."),
    "reading.scanned": _l(
        "Tệp PDF là bản quét ảnh, không có chữ để đọc. Đề nghị dán nội dung hoặc tải bản Word."
    ),
    "reading.old_word": _l("Tệp .doc đời cũ. Đề nghị lưu lại thành .docx rồi tải lên."),
    "reading.unknown_encoding": _l("Không nhận ra bảng mã chữ Việt của tệp. Đề nghị lưu lại ở dạng UTF-8."),
    "target_unknown": _l("Đơn vị đã chọn không có trong danh mục."),
    "lead_missing": _l("Chưa có đơn vị chủ trì."),
    "lead_unresolved": _l("Chưa rõ đơn vị trong danh mục: đề nghị chọn đơn vị chủ trì."),
    "lead_several": _l("Nêu nhiều đơn vị: chọn một đơn vị chủ trì, hoặc giao mỗi đơn vị một nhiệm vụ."),
    "not_marked": _l("Chưa đánh dấu câu này."),
    "unit_gone": _l("%(unit)s không còn tồn tại vào ngày giao. Đề nghị chọn đơn vị khác."),
    "unit_not_yet": _l("%(unit)s chưa thành lập vào ngày giao: đơn vị có từ ngày %(since)s."),
    "reason_missing": _l("Đề nghị nêu lý do."),
    "split_outside": _l("Chỗ tách phải nằm giữa đoạn và hai phần đều có chữ."),
    "nothing_to_join": _l("Không có đoạn nào phía sau để gộp."),
    "selection_outside": _l("Phần được chọn không có chữ."),
    "selection_overlaps": _l("Phần được chọn chồng lên một dự thảo khác. Đề nghị sửa dự thảo đó."),
    "review_unfinished": _l(
        "Còn %(left)s đoạn chưa duyệt. Mỗi đoạn cần được nhận hoặc đánh dấu không phát sinh nhiệm vụ."
    ),
    "nothing_accepted": _l("Chưa nhận đoạn nào thành nhiệm vụ nên chưa có gì để ban hành."),
    "verb_not_possible": _l(
        "Nhiệm vụ đang ở trạng thái khác nên không làm được việc này. Đề nghị tải lại trang."
    ),
    "request_pending": _l("Đã có một đề nghị đang chờ quyết định về nhiệm vụ này."),
    "request_not_pending": _l("Đề nghị này đã được quyết định."),
    "second_person": _l("Người đề nghị không tự quyết định; cần một người khác."),
    "leader_decides": _l("Việc này do lãnh đạo đã giao nhiệm vụ quyết định; Văn phòng chưa được ủy quyền."),
    "return_too_late": _l(
        "Chỉ trả lại được trong %(days)s ngày làm việc kể từ ngày tiếp nhận, đến hết ngày %(until)s. "
        "Đề nghị chuyển đơn vị chủ trì nếu việc không thuộc chức năng của đơn vị."
    ),
    "return_after_report": _l(
        "Đơn vị đã báo cáo thực hiện nên không trả lại được. Đề nghị chuyển đơn vị chủ trì nếu cần."
    ),
    "unit_same": _l("Đơn vị được chọn đang chủ trì nhiệm vụ này."),
    "unit_unknown": _l("Đề nghị chọn đơn vị trong danh sách."),
    "unit_has_it": _l("%(unit)s đã có nhiệm vụ của chỉ đạo này."),
    "date_same": _l("Ngày mới phải khác ngày đã ghi, %(due_on)s."),
    "date_past": _l("Thời hạn mới không thể trước hôm nay, %(today)s."),
    "date_not_of_request": _l("Chỉ đề nghị chuyển chủ trì mới được kèm thời hạn mới."),
    "date_undated": _l("Nhiệm vụ chưa có thời hạn nên không có gì để đính chính."),
    "transfer_undated": _l(
        "Nhiệm vụ chưa có thời hạn. Đề nghị để trống ô này; thời hạn được ấn định sau khi chuyển."
    ),
    "not_returned": _l("Chỉ giao lại nhiệm vụ đã được đồng ý trả lại."),
    "already_replaced": _l("Nhiệm vụ này đã được giao lại."),
    "resume_missing": _l("Đề nghị nhập ngày xem xét lại."),
    "resume_not_future": _l("Ngày xem xét lại phải sau hôm nay, %(today)s."),
    "plan_missing": _l(
        "Đã đến hạn: đề nghị nêu việc tiếp theo và ngày dự kiến xong, hoặc báo cáo đã hoàn thành."
    ),
    "question_missing": _l("Đề nghị ghi nội dung cần giải trình."),
    "answer_missing": _l("Đề nghị ghi nội dung giải trình."),
    "only_supplements_thrown_away": _l("Chỉ bỏ được bản bổ sung đang duyệt."),
    "at_unknown": _l(
        "“%(text)s” không phải là ngày hay thời điểm. Đề nghị nhập một ngày đã qua, dạng ngày/tháng/năm, "
        "có thể kèm giờ, ví dụ 06/06/2021 14:30."
    ),
    "at_ahead": _l("Chưa đến %(moment)s. Đề nghị nhập một ngày đã qua, có thể kèm giờ."),
    "already_answered": _l("Đề nghị giải trình này đã được trả lời."),
    "explain_date_past": _l("Hạn giải trình không thể trước hôm nay, %(today)s."),
    "cause_not_late": _l("Chỉ xác nhận nguyên nhân khách quan cho nhiệm vụ chậm so với hạn ban đầu."),
    "cause_confirmed": _l("Nguyên nhân khách quan đã được xác nhận."),
    "cause_not_confirmed": _l("Chưa có xác nhận nguyên nhân khách quan để bỏ."),
    "note_missing": _l("Đề nghị ghi căn cứ."),
    "remark_missing": _l("Đề nghị ghi ý kiến."),
    "due_in_past": _l("Thời hạn không thể trước hôm nay, %(today)s."),
    "due_is_set": _l("Nhiệm vụ đã có thời hạn. Muốn đổi, đơn vị xin gia hạn hoặc Văn phòng đính chính."),
    "told_via_missing": _l("Đề nghị chọn cách đơn vị báo: điện thoại, văn bản giấy hay tại cuộc họp."),
    "told_by_missing": _l("Đề nghị ghi ai báo, hoặc đính kèm bản chụp văn bản giấy."),
    "told_on_missing": _l("Đề nghị ghi ngày báo, hoặc đính kèm bản chụp văn bản giấy."),
    "told_in_future": _l("Ngày báo không thể sau hôm nay, %(today)s."),
    "not_a_partner": _l("%(unit)s không phối hợp thực hiện nhiệm vụ này."),
    "part_not_open": _l("Phần phối hợp của %(unit)s đã đóng."),
    "part_settled": _l("%(unit)s đã có ý kiến nên không đổi hạn phối hợp nữa."),
    "task_not_open": _l("Nhiệm vụ này không còn mở nên không sửa được."),
    "partner_is_lead": _l("%(unit)s đang chủ trì nhiệm vụ này."),
    "already_on_task": _l("%(unit)s đã có tên trong nhiệm vụ này."),
    "not_on_task": _l("%(unit)s không tham gia nhiệm vụ này."),
    "officer_not_of_unit": _l("Người được chọn không giữ chức vụ nào tại đơn vị chủ trì."),
    "bulk_nothing": _l("Chưa chọn việc nào làm được."),
    "bulk_not_allowed": _l("Ngoài quyền của ông/bà đối với nhiệm vụ này."),
    "bulk_no_change": _l("Đã đúng như vậy, không có gì để đổi."),
    "bulk_rows_changed": _l(
        "Có thay đổi từ khi xem danh sách: %(codes)s. Chưa việc nào được ghi; đề nghị xem lại danh sách."
    ),
    "bulk_row_refused": _l(
        "%(code)s nay không thực hiện được. Chưa việc nào được ghi; đề nghị xem lại danh sách."
    ),
    "not_a_monitor": _l("Người được chọn không phải cán bộ Văn phòng theo dõi."),
    "sub_task_title_missing": _l("Đề nghị ghi tên việc."),
    "sub_task_too_long": _l("Tên việc dài quá %(limit)s ký tự."),
    "sub_task_after_task": _l("Hạn của việc không thể sau thời hạn nhiệm vụ, %(due_on)s."),
    "sub_task_before_task": _l("Hạn của việc không thể trước ngày giao nhiệm vụ, %(assigned_on)s."),
    "too_many_sub_tasks": _l("Mỗi nhiệm vụ chia tối đa %(limit)s việc."),
    "nothing_owed": _l("Nhiệm vụ này không còn chờ đơn vị báo cáo."),
    "done_text_missing": _l("Đề nghị ghi kết quả đã làm."),
    "done_text_too_long": _l("Kết quả dài %(length)s ký tự, quá %(limit)s. Đề nghị viết gọn, gửi kèm tệp."),
    "obstacle_text_too_long": _l("Vướng mắc dài %(length)s ký tự, quá %(limit)s. Đề nghị viết gọn."),
    "next_step_too_long": _l("Việc tiếp theo dài %(length)s ký tự, quá %(limit)s. Đề nghị viết gọn."),
    "document_number_too_long": _l(
        "Số văn bản dài %(length)s ký tự, quá %(limit)s. Đề nghị chỉ ghi số, ký hiệu."
    ),
    "told_by_too_long": _l("Người báo dài %(length)s ký tự, quá %(limit)s. Đề nghị chỉ ghi họ tên, chức vụ."),
    "cause_missing": _l("Đề nghị chọn nguyên nhân vướng mắc."),
    "forecast_in_past": _l("Ngày dự kiến xong không thể trước hôm nay, %(today)s."),
    "document_in_future": _l("Ngày văn bản không thể sau hôm nay, %(today)s."),
    "claimed_missing": _l("Đề nghị nhập ngày hoàn thành."),
    "claimed_in_future": _l("Ngày hoàn thành không thể sau hôm nay, %(today)s."),
    "claimed_before_assignment": _l("Ngày hoàn thành không thể trước ngày giao %(assigned_on)s."),
    "claimed_before_return": _l(
        "Ngày %(since)s nhiệm vụ được gửi lại hoặc mở lại vì chưa hoàn thành, nên ngày hoàn thành không thể trước ngày đó."
    ),
    "document_after_claim": _l("Ngày hoàn thành không thể trước ngày của văn bản kết quả, %(document_on)s."),
    "late_claim_without_document": _l(
        "Thời hạn đã qua mà ngày hoàn thành nằm trong thời hạn: đề nghị ghi số văn bản kết quả hoặc kèm một tệp."
    ),
    "evidence_missing": _l("Báo cáo hoàn thành cần số văn bản hoặc một tệp kèm theo."),
    "file_empty": _l("Tệp %(name)s không có nội dung."),
    "file_too_large": _l("Tệp %(name)s quá %(limit_mb)s MB."),
    "file_type_refused": _l(
        "Tệp %(name)s không thuộc loại được nhận (PDF, Word, Excel, ảnh JPG/PNG) hoặc không đúng như tên tệp."
    ),
    "file_two_kinds": _l("Tệp %(name)s chứa nội dung của hai loại tệp nên không được nhận."),
    "emblem_missing": _l("Đề nghị chọn hình."),
    "emblem_kind": _l("Tệp %(name)s không phải hình PNG hoặc JPEG, hoặc không đúng như tên tệp."),
    "emblem_points": _l(
        "Hình %(width)s × %(height)s điểm: mỗi cạnh phải từ %(low)s đến %(high)s điểm, cạnh dài không quá %(times)s lần cạnh ngắn."
    ),
    "file_swells": _l("Tệp %(name)s nén bất thường, khi mở ra quá lớn, nên không được nhận."),
    "file_macro": _l("Tệp %(name)s có macro nên không được nhận. Đề nghị lưu lại không kèm macro rồi gửi."),
    "file_infected": _l(
        "Tệp %(name)s có vi-rút (%(virus)s) nên không được nhận. Đề nghị quét máy rồi gửi lại."
    ),
    "file_not_scanned": _l(
        "Chưa quét được vi-rút cho tệp %(name)s nên chưa nhận. Đề nghị gửi lại sau, hoặc báo cáo không kèm tệp này."
    ),
    "too_many_files": _l("Mỗi báo cáo nhận tối đa %(limit)s tệp."),
    "extension_undated": _l("Nhiệm vụ không có thời hạn nên không cần gia hạn."),
    "extension_reason_missing": _l("Đề nghị nêu lý do xin gia hạn."),
    "extension_not_later": _l("Thời hạn mới phải sau hạn hiện hành %(due_on)s."),
    "extension_too_far": _l("Thời hạn mới cách hôm nay quá %(years)s năm. Đề nghị xem lại năm đã nhập."),
    "extension_not_future": _l("Thời hạn mới không thể trước hôm nay, %(today)s."),
    "extension_pending": _l("Đã có một đề nghị gia hạn đang chờ quyết định."),
    "extension_too_late": _l(
        "Đã quá hạn %(due_on)s nên không xin gia hạn được nữa. Đề nghị báo cáo và nêu ngày dự kiến xong."
    ),
    "extension_limit": _l("Mỗi nhiệm vụ được gia hạn tối đa %(limit)s lần."),
    "extension_limit_chair": _l("Đã gia hạn đủ %(limit)s lần; chỉ Chủ tịch quyết định được lần này."),
    "extension_not_pending": _l("Đề nghị gia hạn này đã được quyết định."),
    "cutoff_in_future": _l("Thời điểm chốt số liệu không thể ở tương lai."),
    "cutoff_before_period": _l("Thời điểm chốt phải sau ngày đầu kỳ, %(period_start)s."),
    "link_unknown": _l("Liên kết không đúng. Đề nghị mở lại từ thư, hoặc gọi Văn phòng."),
    "link_ended": _l("Liên kết đã hết hạn. Đề nghị đăng nhập, hoặc gọi Văn phòng để nhận liên kết mới."),
    "already_urged_today": _l("Hôm nay đã đôn đốc việc này một lần; đơn vị đã có thư."),
    "mail_without_address": _l(
        "Thư này chưa có địa chỉ nhận. Đề nghị nhập địa chỉ của đơn vị hoặc người nhận trước."
    ),
    "mail_address_foreign": _l(
        "Địa chỉ này không phải của người nhận hay đơn vị nhận. Liên kết trong thư mở được không cần đăng nhập, "
        "nên thư chỉ gửi lại tới địa chỉ đã ghi cho họ; đề nghị sửa địa chỉ ở trang đơn vị hoặc tài khoản trước."
    ),
    "letter_number_missing": _l("Đề nghị ghi số công văn đã phát hành."),
    "letter_in_future": _l("Ngày công văn không thể sau hôm nay, %(today)s."),
    "letter_without_tasks": _l("Không còn nhiệm vụ quá hạn nào của các đơn vị đã chọn để đôn đốc."),
    "letter_recorded": _l("Công văn này đã được ghi vào diễn biến của %(codes)s."),
    "document_ends_workers": _l("Đã thử lập nhiều lần nhưng lần nào cũng bị ngắt giữa chừng."),
    "document_too_slow": _l("Dàn trang quá lâu nên đã dừng. Đề nghị lấy bản DOCX, hoặc báo người quản trị."),
    "document_too_large": _l(
        "Tài liệu quá lớn so với bộ nhớ của máy chủ. Đề nghị lấy bản DOCX, hoặc báo người quản trị."
    ),
    "document_without_subject": _l("Giao ban của tài liệu này không còn."),
    "phrase_unknown": _l("Không có câu “%(name)s” trong mẫu này."),
    "phrase_unknown_place": _l("Chỗ điền %(place)s không có trong câu này. Dùng được: %(places)s."),
    "phrase_broken_braces": _l(
        "Dấu { và } phải đi thành cặp quanh tên chỗ điền. Dùng được: %(places)s. Muốn in dấu ngoặc thì viết {{ và }}."
    ),
    "mail_body_dropped": _l("Nội dung thư này đã được dọn theo thời gian lưu, không gửi lại được."),
    "mail_server_missing": _l("Chưa cấu hình máy chủ thư nên chưa gửi được thư thử."),
    "tester_without_address": _l("Tài khoản của ông/bà chưa có địa chỉ thư để nhận thư thử."),
    "job_already_asked": _l("Đã có yêu cầu chạy công việc này, đang chờ bộ lịch."),
    "scheduler_stands_still": _l("Bộ lịch không chạy nên chưa chạy được công việc nào."),
    "mail_already_owed": _l("Thư này đang chờ gửi, không cần gửi lại."),
    "scanned_pdf": _l(
        "Tệp PDF này là bản chụp, không có chữ để đọc. Đề nghị dùng tệp Word, hoặc dán văn bản."
    ),
    "webhook_url_wrong": _l(
        "Địa chỉ viết dạng https://may-chu/duong-dan, không kèm tên, mật khẩu hay dấu #."
    ),
    "webhook_inside": _l(
        "%(host)s là địa chỉ nội bộ. Muốn gửi tới mạng nội bộ, đề nghị khai mạng đó ở TASKBOARD_WEBHOOK_ALLOW."
    ),
    "webhook_in_clear": _l("Gửi ra ngoài mạng nội bộ phải dùng https."),
    "webhook_without_events": _l("Đề nghị chọn ít nhất một sự kiện."),
    "webhook_not_active": _l("Webhook đang tạm dừng. Đề nghị cho chạy lại trước khi gửi."),
    "webhook_name_taken": _l("Đã có webhook tên %(name)s."),
    "webhook_secret_unreadable": _l(
        "Không đọc được khóa ký vì khóa bí mật của hệ thống đã đổi. Đề nghị cấp khóa ký mới."
    ),
    "nothing_to_replay": _l("Không có sự kiện nào cần gửi lại."),
    "reply_unknown": _l(
        "Địa chỉ trả lời không đúng, hoặc thư không gửi tới địa chỉ ghi ở mục Trả lời của thư nhắc."
    ),
    "reply_ended": _l("Thời hạn trả lời thư này đã hết, hoặc người nhận không còn phụ trách việc này."),
    "reply_sender_foreign": _l("Thư gửi từ %(address)s, không phải địa chỉ mà thư nhắc đã gửi tới."),
    "reply_sender_unproven": _l("Máy chủ thư không xác nhận được người gửi là %(address)s."),
    "reply_empty": _l("Thư không có nội dung mới phía trên phần trích."),
    "reply_too_large": _l("Thư lớn %(size_mb)s MB, quá mức nhận %(limit_mb)s MB."),
    "reply_task_unclear": _l(
        "Thư nêu nhiều việc. Đề nghị ghi mã một việc ở dòng đầu, một trong các mã: %(codes)s."
    ),
    "reply_task_not_in_mail": _l(
        "Việc %(code)s không có trong thư được trả lời, hoặc không còn do đơn vị chủ trì."
    ),
    "reply_task_closed": _l("Việc %(code)s không còn nhận báo cáo."),
    "reply_day_unread": _l("Không đọc được ngày “%(day)s”. Ngày viết dạng 30/06/2021."),
    "reply_unreadable": _l("Hệ thống không đọc được thư này."),
    "reply_head_too_long": _l("Phần đầu thư dài quá %(limit_kb)s KB nên không đọc."),
    "reply_repeated": _l("Trùng nội dung một thư đã nhận trong vòng một giờ."),
    "reply_too_often": _l("Quá %(limit)s báo cáo bằng thư về một việc trong một ngày."),
    "file_unreadable": _l("Không đọc được tệp này. Đề nghị dán văn bản vào ô bên dưới."),
}


def state(value: State) -> Any:
    return STATES[value]


def of(value: StrEnum | None) -> Any:
    """The label of any enum value the screens show."""
    return LABELS[type(value)][value] if value is not None else ""


def options(kind: type[StrEnum]) -> list[tuple[str, Any]]:
    return [(member.value, label) for member, label in LABELS[kind].items()]


def broken_rule(broken: RuleBroken) -> str:
    """The sentence of a refusal, with its facts."""
    sentence = REFUSALS.get(broken.key)
    if sentence is None:
        return str(_l("Không thực hiện được: %(key)s", key=broken.key))
    return _fill(str(sentence), _named(broken.details))


def _named(details: dict[str, Any]) -> dict[str, Any]:
    """A setting by the name people know."""
    key = details.get("setting")
    return {**details, "setting": str(SETTINGS[key][0])} if key in SETTINGS else details


def way(channel: Channel, details: dict[str, Any]) -> str:
    """How something came in; of a program, under which token."""
    token = details.get("token")
    return f"{of(channel)}: {token}" if token else str(of(channel))


FIGURE_EVENTS = frozenset({Event.INDICATOR_PLAN_SET.value, Event.INDICATOR_ENTERED.value})
"""What they lack is a figure, not a deadline."""
URGED_BY_LETTER = _l("Công văn đôn đốc số %(letter)s ngày %(dated_on)s gửi %(to)s")


def _is_letter(event: str, details: dict[str, Any]) -> bool:
    """A unit is pressed by a mail at once, or by a letter on paper."""
    return event == Event.TASK_URGED.value and "letter" in details


Told = Callable[[Any, dict[str, Any]], Any]
"""A fact of an entry, and the entry it stands in, as what people read."""


def _label_in(kind: type[StrEnum]) -> Told:
    return lambda value, _details: LABELS[kind].get(value, value)


def _inside(kind: type[StrEnum]) -> Told:
    """The same inside a sentence."""
    return lambda value, _details: (said := str(LABELS[kind].get(value, value)))[:1].lower() + said[1:]


def _setting_name(key: str, _details: dict[str, Any]) -> Any:
    return SETTINGS[key][0] if key in SETTINGS else key


def _setting_said(value: Any, details: dict[str, Any]) -> Any:
    definition = DEFINITIONS.get(str(details.get("key")))
    return setting_value(definition, value) if definition else value


def _rule_said(key: str, _details: dict[str, Any]) -> str:
    return rule_name(key, _)


def _job_said(name: str, _details: dict[str, Any]) -> str:
    """Rooms that take the words of this module are asked when they are needed."""
    from taskboard.scheduler.wording import job_text

    return job_text(name)


def _document_said(key: str, _details: dict[str, Any]) -> str:
    from taskboard.documents.wordings import DOCUMENTS

    return _(DOCUMENTS[key].name) if key in DOCUMENTS else key


def _phrase_said(name: str, details: dict[str, Any]) -> str:
    """By the words it has in the official form: nobody knows its name."""
    from taskboard.documents.wordings import DOCUMENTS

    document = DOCUMENTS.get(str(details.get("document")))
    return short(document.official.flat().get(name, name), 60) if document else name


def _quarter_said(key: str, _details: dict[str, Any]) -> str:
    year, _dash, number = key.partition("-q")
    return quarter_text(int(number), int(year))


def _webhook_said(change: Any, _details: dict[str, Any]) -> Any:
    """Of the events it is told their number: there are dozens."""
    if not isinstance(change, dict) or "events" not in change:
        return change
    return {**change, "events": _("%(count)s sự kiện", count=len(str(change["events"]).split()))}


def _switch_said(is_on: Any, _details: dict[str, Any]) -> Any:
    return _("có") if is_on else _("không")


FACTS: dict[tuple[Event, str], Told] = {
    (Event.ACCOUNT_LINK_MADE, "kind"): _label_in(LinkKind),
    (Event.ACCOUNT_LINK_USED, "kind"): _label_in(LinkKind),
    (Event.UNIT_JOINED, "role"): _inside(UnitRole),
    (Event.BRIEFING_MOVED, "from"): _inside(BriefingState),
    (Event.BRIEFING_MOVED, "to"): _inside(BriefingState),
    (Event.SETTING_CHANGED, "key"): _setting_name,
    (Event.SETTING_CHANGED, "from"): _setting_said,
    (Event.SETTING_CHANGED, "to"): _setting_said,
    (Event.REMINDER_RULE_CHANGED, "key"): _rule_said,
    (Event.MAIL_SWITCHED, "topic"): _inside(Topic),
    (Event.MAIL_SWITCHED, "is_on"): _switch_said,
    (Event.MAIL_CHOSEN, "topic"): _inside(Topic),
    (Event.MAIL_CHOSEN, "is_on"): _switch_said,
    (Event.JOB_ASKED, "job"): _job_said,
    (Event.PHRASE_CHANGED, "document"): _document_said,
    (Event.PHRASE_CHANGED, "name"): _phrase_said,
    (Event.INDICATOR_ENTERED, "quarter"): _quarter_said,
    (Event.FIELD_NOTE_WRITTEN, "quarter"): _quarter_said,
    (Event.WEBHOOK_CHANGED, "from"): _webhook_said,
    (Event.WEBHOOK_CHANGED, "to"): _webhook_said,
    (Event.DRAFT_CHANGED, "change"): lambda value, _details: DRAFT_CHANGES.get(value, value),
    (Event.SUB_TASK_CHANGED, "change"): lambda value, _details: SUB_TASK_CHANGES.get(value, value),
}
"""Facts that an entry keeps as a key of ours; every other one is kept in words, or is a day or a number."""


def event_sentence(event: str, details: dict[str, Any]) -> str:
    """What happened, in words; facts the entry lacks are left out rather than guessed."""
    try:
        sentence = str(URGED_BY_LETTER if _is_letter(event, details) else EVENTS[Event(event)])
    except (ValueError, KeyError):
        return event
    if event in FIGURE_EVENTS:
        details = {name: value for name, value in details.items() if value is not None}
    return _fill(sentence, {name: _told(event, name, details) for name in details})


def _told(event: str, name: str, details: dict[str, Any]) -> Any:
    told = FACTS.get((Event(event), name))
    value = details[name]
    return told(value, details) if told is not None and value is not None else value


def setting_value(definition: Definition, value: Any) -> str:
    """A value in words people know: a choice by its label, a list by commas, nothing set as a dash."""
    if definition.words:
        return ", ".join(str(of(Role(word))) for word in value) or "—"
    if definition.is_picture:
        return _("hình %(kind)s %(mark)s", kind=value[65:].upper(), mark=value[:8]) if value else "—"
    if definition.options is not None:
        return str(of(definition.options(value)))
    if isinstance(value, bool):
        return _("có") if value else _("không")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value) or "—"


def _fill(sentence: str, details: dict[str, Any]) -> str:
    facts = {name: _plain(value) for name, value in details.items()}
    return sentence % _Lenient(facts) if "%(" in sentence else sentence


class _Lenient(dict[str, Any]):
    def __missing__(self, _key: str) -> str:
        return "—"


def _plain(value: Any) -> Any:
    if value is None:
        return str(_l("không thời hạn"))
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, str):
        return _day_or_state(value)
    if isinstance(value, dict):
        return ", ".join(str(_plain(part)) for part in value.values() if part)
    return value


def fact(value: Any) -> str:
    """A fact of an entry as a person reads it: a day in civil form, no day as such."""
    return str(_plain(value))


def _day_or_state(value: str) -> str:
    try:
        return day_text(date.fromisoformat(value)) if len(value) == 10 else value
    except ValueError:
        return value
