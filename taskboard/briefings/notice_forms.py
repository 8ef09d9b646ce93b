"""What the Office says of a notice, and that it went out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp
from wtforms import BooleanField, HiddenField

from taskboard.accounts.models import Post
from taskboard.briefings.notice import NoticeFacts
from taskboard.briefings.notice_actions import NoticeEdit
from taskboard.briefings.notice_models import Notice
from taskboard.web.forms import (
    CHOOSE,
    BaseForm,
    DayField,
    SelectField,
    StringField,
    TextAreaField,
    at_most,
    choices,
    id_or_none,
    required,
)


class NoticeForm(BaseForm):
    opening = TextAreaField(
        _l("Đoạn mở đầu"),
        description=_l(
            "Thời gian, địa điểm, người chủ trì, thành phần dự họp, nội dung đã nghe. Mỗi dòng một đoạn."
        ),
        validators=[at_most(8000)],
    )
    place = StringField(
        _l("Địa danh"), description=_l("Ghi trước ngày, tháng; ví dụ Nam Định."), validators=[at_most(120)]
    )
    signer = SelectField(
        _l("Người ký"),
        description=_l("Quyền hạn ký (TM., KT., TL.) ghi theo chức vụ."),
        coerce=id_or_none,
        invalid_choice_message=CHOOSE,
    )
    is_by_authority = BooleanField(
        _l("Ký thừa ủy quyền (TUQ.)"), description=_l("Chỉ áp dụng với người ký thuộc Văn phòng.")
    )
    recipients = TextAreaField(
        _l("Nơi nhận"), description=_l("Mỗi dòng một nơi nhận."), validators=[at_most(4000)]
    )
    archive = StringField(_lp("archive", "Lưu"), description=_l("Ví dụ VT, TH."), validators=[at_most(120)])
    has_appendix = BooleanField(_l("Kèm phụ lục danh mục nhiệm vụ"))
    version = HiddenField(default="0")

    def offer_signers(self, posts: Iterable[Post]) -> None:
        named = [(post.id, f"{post.person.full_name}, {post.title}") for post in posts]
        self.signer.choices = choices([("", _lp("signer", "Chưa chọn")), *named])

    def edit(self, posts: Iterable[Post]) -> NoticeEdit:
        return NoticeEdit(
            place=self.place.data or "",
            signer=next((post for post in posts if post.id == self.signer.data), None),
            is_by_authority=bool(self.is_by_authority.data),
            opening=self.opening.data or "",
            recipients=self.recipients.data or "",
            archive=self.archive.data or "",
            has_appendix=bool(self.has_appendix.data),
        )

    @staticmethod
    def values_of(notice: Notice | None, facts: NoticeFacts) -> dict[str, Any]:
        """What stands, or is proposed from the record while nothing does."""
        return {
            "opening": "\n".join(facts.opening),
            "place": facts.place,
            "signer": notice.signer_post_id if notice else None,
            "is_by_authority": notice.is_by_authority if notice else False,
            "recipients": "\n".join(facts.recipients),
            "archive": facts.archive,
            "has_appendix": facts.has_appendix,
            "version": notice.version if notice else 0,
        }


class ReleaseForm(BaseForm):
    number = StringField(
        _l("Số thông báo"),
        description=_l("Ví dụ 58 hoặc 58/TB-UBND."),
        validators=[required(_l("Đề nghị nhập số văn thư đã cấp.")), at_most(60)],
    )
    dated_on = DayField(_l("Ngày phát hành"), validators=[required(_l("Đề nghị nhập ngày phát hành."))])
    version = HiddenField(default="0")


def seen_version(form: NoticeForm | ReleaseForm) -> int:
    """The version the page was made of; what is no number is none."""
    given = str(form.version.data)
    return int(given) if given.isdecimal() else -1
