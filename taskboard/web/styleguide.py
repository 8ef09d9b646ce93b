"""The samples of /styleguide: every component with Vietnamese words, the longest names of the city among them.

The page is the documentation of `templates/components`; nothing else may import these samples.
"""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    MultipleFileField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

LONG_UNITS = (
    "Phòng Lao động - Thương binh và Xã hội",
    "Ban Quản lý dự án đầu tư xây dựng",
    "Ủy ban nhân dân phường Trần Đăng Ninh",
    "Phòng Kinh tế",
)


class SampleForm(FlaskForm):
    """One field of each kind; two of them come back with errors."""

    class Meta:
        csrf = False

    state = RadioField(
        "Đến nay, việc này thế nào?",
        choices=[
            SelectChoice("done", "Đã hoàn thành"),
            SelectChoice("doing", "Đang thực hiện"),
            SelectChoice("stuck", "Chưa thực hiện được"),
        ],
        default="doing",
        validators=[InputRequired()],
    )
    done = TextAreaField("Đã làm được gì?", description="Một vài câu là đủ.", validators=[InputRequired()])
    cause = SelectField(
        "Vướng mắc chính",
        choices=[
            SelectChoice("wait", "Chờ ý kiến đơn vị phối hợp"),
            SelectChoice("land", "Giải phóng mặt bằng"),
        ],
    )
    due_on = DateField("Thời hạn mới", format="%d/%m/%Y", validators=[InputRequired()])
    note = StringField("Số, ký hiệu văn bản")
    password = PasswordField("Mật khẩu", validators=[InputRequired()])
    files = MultipleFileField("Văn bản, hình ảnh", description="Tối đa 10 tệp, mỗi tệp 20 MB.")
    remember = BooleanField("Nhớ tôi 30 ngày trên máy này", default=True)


def sample_form(theme: str) -> SampleForm:
    """The sample form with two errors, as it looks when it comes back."""
    form = SampleForm(formdata=None, prefix=f"{theme}-")
    form.due_on.raw_data = ["10/6/2021"]
    form.due_on.errors = ["Thời hạn mới phải sau hạn hiện hành 15/6/2021."]
    form.done.errors = ["Nêu kết quả đã làm được."]
    return form


def _jobs() -> list[dict[str, Any]]:
    report = {"label": "Báo cáo", "url": "#report"}
    extend = {"label": "Xin gia hạn", "url": "#extend"}
    return [
        {
            "title": "Đôn đốc, hướng dẫn các xã hoàn thiện hồ sơ nông thôn mới nâng cao",
            "url": "#task",
            "code": "NV-2021-0142",
            "state": "overdue",
            "state_text": "Quá hạn 5 ngày",
            "when": "hạn 11/6, hạn ban đầu 31/5",
            "source": "Kết luận giao ban quý I, mục 1a",
            "is_starred": True,
            "actions": [report],
        },
        {
            "title": "Rà soát các khoản thu trong lĩnh vực thương mại, đề xuất giải pháp tăng thu",
            "url": "#task",
            "code": "NV-2021-0151",
            "state": "due_soon",
            "state_text": "Còn 3 ngày làm việc",
            "when": "hạn thứ Hai 21/6",
            "source": "Công văn 512/UBND-VP ngày 27/5",
            "actions": [report, extend],
        },
    ]


def _matrix() -> dict[str, Any]:
    counts = ((2, 2, 1, 1), (1, 2, 1, 5), (1, 0, 3, 0), (2, 0, 0, 0))
    return {
        "caption": "Số việc quá hạn theo đơn vị và khoảng ngày chậm",
        "row_label": "Đơn vị chủ trì",
        "note_label": "Cập nhật cuối",
        "columns": ["1 - 7 ngày", "8 - 30 ngày", "31 - 90 ngày", "Trên 90 ngày"],
        "rows": [
            {
                "label": unit,
                "cells": [{"value": n, "url": "#list"} for n in row],
                "total": sum(row),
                "total_url": "#list",
                "note": "15/6",
            }
            for unit, row in zip(LONG_UNITS, counts, strict=True)
        ],
        "totals": [{"value": sum(column), "url": "#list"} for column in zip(*counts, strict=True)],
        "grand": {"value": sum(map(sum, counts)), "url": "#list"},
    }


SERIES = (
    ("done_on_time", "Hoàn thành đúng hạn"),
    ("done_late", "Hoàn thành quá hạn"),
    ("in_time", "Chưa hoàn thành, trong hạn"),
    ("overdue", "Chưa hoàn thành, quá hạn"),
    ("no_deadline", "Không thời hạn"),
)


def _bars() -> dict[str, Any]:
    counts = ((7, 3, 5, 4, 2), (4, 2, 3, 3, 1), (8, 1, 2, 1, 2), (8, 2, 4, 2, 2))
    wards = (46, 6, 14, 5, 7)
    names = [*LONG_UNITS, "25 phường, xã"]
    rows = [
        {
            "label": name,
            "total": sum(row),
            "segments": [
                {"state": key, "value": n, "url": "#list"} for (key, _), n in zip(SERIES, row, strict=True)
            ],
        }
        for name, row in zip(names, (*counts, wards), strict=True)
    ]
    rows[-1]["is_apart"] = True
    totals = [sum(column) for column in zip(*counts, wards, strict=True)]
    return {
        "rows": rows,
        "legend": [
            {"state": key, "label": label, "total": n} for (key, label), n in zip(SERIES, totals, strict=True)
        ],
    }


def _timeline() -> list[dict[str, Any]]:
    return [
        {
            "icon": "exclamation-octagon-fill",
            "tone": "over",
            "title": "Quá hạn",
            "when": "16/6, 00:00",
            "notes": ["Đã báo trưởng phòng Tài nguyên và Môi trường"],
        },
        {
            "icon": "chat-left-text",
            "title": "Phòng Tài nguyên và Môi trường báo cáo",
            "when": "11/6, 16:20",
            "at": "2021-06-11T16:20+07:00",
            "text": "36/41 hộ đã nhận tiền. Còn 5 hộ chưa thống nhất đơn giá đất vườn; đã đối thoại lần 2 ngày 10/6.",
            "notes": ["Vướng mắc: đơn giá bồi thường · Việc tiếp theo: trình phương án bổ sung ngày 21/6"],
            "files": [{"name": "Biên bản đối thoại 10-6.pdf", "url": "#file", "note": "1,2 MB"}],
        },
        {
            "icon": "calendar-plus",
            "tone": "soon",
            "title": "Gia hạn từ 31/5 đến 15/6",
            "when": "27/5, 10:05",
            "notes": ["Chánh Văn phòng quyết định: chờ tỉnh phê duyệt giá đất cụ thể"],
        },
        {"icon": "flag", "tone": "new", "title": "Giao nhiệm vụ", "when": "08/4, 15:40"},
    ]


def samples() -> dict[str, Any]:
    """Everything `styleguide.html` needs besides the forms."""
    return {
        "jobs": _jobs(),
        "matrix": _matrix(),
        "bars": _bars(),
        "timeline": _timeline(),
        "long_units": LONG_UNITS,
    }


def context() -> dict[str, Any]:
    """The whole context of the page: samples, and one form for each theme shown."""
    return {"samples": samples(), "forms": {theme: sample_form(theme) for theme in ("light", "dark")}}
