"""What is wrong with a workbook, in words: one home for the page and the command."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from taskboard.imports.models import ImportKind
from taskboard.imports.workbook import Fault
from taskboard.wording import day_text

KINDS = {
    ImportKind.UNITS: _l("Nhập đơn vị từ Excel"),
    ImportKind.PEOPLE: _l("Nhập cán bộ, chức vụ từ Excel"),
    ImportKind.TASKS: _l("Nhập nhiệm vụ từ tệp"),
}

FAULTS = {
    "cell_missing": _l("chưa có dữ liệu"),
    "cell_formula": _l("là công thức; đề nghị dán giá trị"),
    "cell_error": _l("đang báo lỗi %(value)s"),
    "cell_merged": _l("ô gộp %(ref)s; đề nghị bỏ gộp và ghi từng dòng"),
    "cell_too_long": _l("dài quá %(limit)s ký tự: “%(value)s…”"),
    "cell_no_day": _l("“%(value)s” không phải là ngày; đề nghị ghi ngày/tháng/năm, ví dụ 30/06/2021"),
    "cell_not_allowed": _l("“%(value)s” không có trong danh sách: %(allowed)s"),
    "cell_not_flag": _l("“%(value)s” không rõ; đề nghị ghi có hoặc không"),
    "cell_not_number": _l("“%(value)s” không phải là số nguyên"),
    "cell_no_address": _l("“%(value)s” không phải là địa chỉ thư"),
    "cell_no_code": _l("mã “%(value)s” chỉ gồm chữ thường không dấu, số và gạch nối"),
    "row_twice": _l("trùng với dòng %(earlier)s"),
    "unit_not_known": _l("không có đơn vị “%(value)s” trong danh mục"),
    "unit_exists": _l("đã có đơn vị “%(value)s”"),
    "unit_code_exists": _l("đã có đơn vị với mã %(value)s"),
    "parent_itself": _l("đơn vị không thể trực thuộc chính mình"),
    "unit_of_role_missing": _l("vai trò này cần ghi đơn vị"),
    "before_unit": _l("trước ngày %(value)s thành lập, %(since)s"),
    "ends_before_begin": _l("phải sau ngày nhận chức vụ"),
    "acting_without_end": _l("giữ quyền cần có ngày thôi giữ"),
    "field_not_known": _l("không có lĩnh vực “%(value)s”"),
    "field_not_in_use": _l("lĩnh vực “%(value)s” thôi dùng từ ngày %(day)s"),
    "group_not_in_use": _l("nhóm “%(value)s” thôi dùng từ ngày %(day)s"),
    "person_not_known": _l("không có tài khoản nào là “%(value)s”, hoặc có nhiều người trùng tên"),
    "person_no_follower": _l("%(value)s không phải cán bộ Văn phòng theo dõi"),
    "person_no_leader": _l("%(value)s không phải lãnh đạo"),
    "officer_elsewhere": _l("%(value)s không giữ chức vụ nào tại đơn vị chủ trì"),
    "sign_in_of_another": _l("tên đăng nhập %(value)s là của %(name)s"),
    "sign_in_of_another_row": _l("tên đăng nhập %(value)s đã dùng cho người khác ở dòng %(earlier)s"),
    "post_held": _l("%(value)s đang giữ chức vụ này"),
    "task_exists": _l("đã có nhiệm vụ này: %(code)s"),
    "lead_is_leadership": _l("%(value)s không nhận nhiệm vụ"),
    "partner_is_lead": _l("%(value)s đã là đơn vị chủ trì"),
    "day_in_future": _l("sau hôm nay, %(day)s"),
    "due_before_given": _l("trước ngày giao, %(day)s"),
    "state_unclear": _l("chưa cho biết “%(value)s” nghĩa là gì; đề nghị chọn ở bước ghép cột"),
    "completed_on_missing": _l(
        "đã hoàn thành thì phải có ngày hoàn thành; đề nghị ghi ngày, hoặc không nhập các dòng ở trạng thái này"
    ),
    "parent_crowded": _l("có hơn %(limit)s việc con"),
    "due_before_original": _l("trước hạn ban đầu, %(day)s"),
}


def in_vietnamese() -> AbstractContextManager[None]:
    """For the command line, which has one language (ADR 0005)."""
    return force_locale("vi")


def fault_text(fault: Fault) -> str:
    """What is wrong in the cell, without its place."""
    sentence = str(FAULTS[fault.key])
    return sentence % _facts(dict(fault.details)) if fault.details and "%(" in sentence else sentence


def placed_text(fault: Fault) -> str:
    """The same with row and column, as a line of its own."""
    return str(
        _l(
            "Dòng %(row)s, cột %(column)s: %(what)s",
            row=fault.row,
            column=fault.column,
            what=fault_text(fault),
        )
    )


def _facts(details: Mapping[str, Any]) -> dict[str, Any]:
    return {name: day_text(value) if isinstance(value, date) else value for name, value in details.items()}
