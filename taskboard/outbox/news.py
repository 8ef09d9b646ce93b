"""What happened to a task, told in a mail: one function a message, all in one frame (mails/task_news)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from taskboard.outbox.message import Letter, TaskLine
from taskboard.outbox.render import Mail, render
from taskboard.wording import day_text


@dataclass(frozen=True, slots=True)
class News:
    """The words of one message. `quotes` are what people wrote, each under its label."""

    subject: str
    lead: str
    quotes: tuple[tuple[str, str], ...] = ()
    follows: str = ""
    """What it means for the reader."""
    button: str = "Xem nhiệm vụ"


def task_news(news: News, letter: Letter, *, line: TaskLine | None, url: str, signs_in: bool) -> Mail:
    """The mail. `signs_in`: its link leads to a page behind the sign-in, so nothing is said of links that end."""
    return render("task_news", letter=letter, news=news, line=line, url=url, signs_in=signs_in)


def parts_issued(letter: Letter, *, lines: Sequence[TaskLine], source_title: str, silence_days: int) -> Mail:
    """All tasks one act gave a unit to help with, in one mail; what its silence will mean, where the city has the rule."""
    return render(
        "parts_issued", letter=letter, lines=lines, source_title=source_title, silence_days=silence_days
    )


_REASON, _TASK = "Lý do", "Nhiệm vụ"
_LIST = "Nhiệm vụ của đơn vị"
LISTED = 20
"""Tasks a mail names one by one."""


def paused(*, reason: str, resume_on: date) -> News:
    """For a time nothing is asked; the date stands."""
    return News(
        "Tạm dừng nhiệm vụ",
        f"Nhiệm vụ dưới đây được tạm dừng đến ngày {day_text(resume_on)}.",
        ((_REASON, reason),),
        "Trong thời gian này không có thư nhắc. Thời hạn giữ nguyên và vẫn được tính.",
    )


def resumed() -> News:
    return News(
        "Tiếp tục nhiệm vụ",
        "Nhiệm vụ tạm dừng dưới đây được thực hiện trở lại.",
        follows="Thời hạn không đổi; thư nhắc được gửi như trước.",
        button="Báo cáo việc này",
    )


def not_pursued(*, reason: str) -> News:
    return News(
        "Không tiếp tục thực hiện nhiệm vụ",
        "Nhiệm vụ dưới đây không tiếp tục thực hiện.",
        ((_REASON, reason),),
        "Đơn vị không phải báo cáo nữa; việc này không tính vào kết quả của đơn vị.",
        "Xem lại nhiệm vụ",
    )


def reopened(*, reason: str) -> News:
    return News(
        "Mở lại nhiệm vụ",
        "Nhiệm vụ đã xác nhận hoàn thành dưới đây được mở lại.",
        ((_REASON, reason),),
        "Việc này được tính là chưa hoàn thành cho đến khi có xác nhận mới.",
        "Báo cáo việc này",
    )


def return_accepted(*, note: str) -> News:
    return News(
        "Đồng ý nhận lại nhiệm vụ",
        "Đề nghị trả lại nhiệm vụ dưới đây được đồng ý.",
        _said("Ý kiến", note),
        "Đơn vị không phải thực hiện và báo cáo nữa; việc này không tính vào kết quả của đơn vị.",
        "Xem lại nhiệm vụ",
    )


def return_lapsed(*, unit_name: str, reason: str) -> News:
    """To the Office's officer: what the unit asked is answered by what it did."""
    return News(
        "Không còn đề nghị trả lại nhiệm vụ",
        f"{unit_name} đã báo cáo tiến độ nhiệm vụ dưới đây, nên đề nghị trả lại đã gửi trước đó không còn cần quyết định.",
        (("Lý do đã nêu khi đề nghị trả lại", reason),),
        "Nhiệm vụ và thời hạn giữ nguyên.",
        "Xem nhiệm vụ",
    )


def part_return_accepted(*, code: str, title: str, note: str) -> News:
    """To a unit that may not open the task any more: the mail names it."""
    return News(
        f"Đồng ý thôi phối hợp {code}",
        "Đề nghị thôi phối hợp trong nhiệm vụ dưới đây được đồng ý.",
        ((_TASK, title), *_said("Ý kiến", note)),
        "Đơn vị không phải báo cáo phần phối hợp nữa.",
        _LIST,
    )


def request_refused(*, what: str, reason: str) -> News:
    """`what` names the request: "trả lại", "chuyển đơn vị chủ trì"."""
    return News(
        f"Không đồng ý {what}",
        f"Đề nghị {what} nhiệm vụ dưới đây không được đồng ý.",
        ((_REASON, reason),),
        "Nhiệm vụ và thời hạn giữ nguyên.",
    )


def passed_on(*, code: str, title: str, unit_name: str, reason: str) -> News:
    """To the unit that led it until now, which may not open it any more: the mail names it."""
    return News(
        f"Chuyển đơn vị chủ trì {code}",
        f"Nhiệm vụ dưới đây được chuyển cho {unit_name} chủ trì.",
        ((_TASK, title), (_REASON, reason)),
        "Đơn vị không phải báo cáo nữa. Phần thời gian trước ngày chuyển vẫn còn trong lịch sử.",
        _LIST,
    )


def passed_to(*, from_unit_name: str, reason: str) -> News:
    """To the unit that leads it from now on."""
    return News(
        "Giao chủ trì nhiệm vụ",
        f"Nhiệm vụ dưới đây, trước do {from_unit_name} chủ trì, nay giao cho đơn vị chủ trì.",
        ((_REASON, reason),),
        "Đề nghị bấm Tiếp nhận để Văn phòng biết đơn vị đã nhận việc.",
        "Tiếp nhận và báo cáo",
    )


def date_corrected(*, was: date, now: date, reason: str) -> News:
    return News(
        "Đính chính thời hạn",
        f"Thời hạn của nhiệm vụ dưới đây đã ghi nhầm là {day_text(was)}, nay đính chính là {day_text(now)}.",
        ((_REASON, reason),),
        "Thời hạn đã đính chính là hạn ban đầu; đề nghị bỏ qua ngày ghi trong thư trước.",
    )


def lead_corrected(*, code: str, title: str, unit_name: str, reason: str) -> News:
    """To the unit that was named by mistake."""
    return News(
        f"Đính chính đơn vị chủ trì {code}",
        f"Nhiệm vụ dưới đây đã giao nhầm; đơn vị chủ trì đúng là {unit_name}.",
        ((_TASK, title), (_REASON, reason)),
        "Đề nghị bỏ qua thư giao việc trước; việc này không tính cho đơn vị.",
        _LIST,
    )


def correction_refused(*, reason: str) -> News:
    """To whoever proposed it."""
    return News(
        "Không đồng ý đính chính",
        "Đề nghị đính chính nhiệm vụ dưới đây không được đồng ý.",
        ((_REASON, reason),),
        "Thời hạn và đơn vị chủ trì giữ nguyên.",
    )


def explanation_asked(*, asked_by: str, question: str, due_on: date, is_of_task: bool) -> News:
    """Of one task, or of the unit's work as a whole."""
    return News(
        "Đề nghị giải trình" if is_of_task else "Đề nghị giải trình về việc thực hiện nhiệm vụ",
        f"{asked_by} đề nghị đơn vị giải trình, chậm nhất ngày {day_text(due_on)}.",
        (("Nội dung", question),),
        button="Giải trình",
    )


def explanation_given(*, unit_name: str, question: str, answer: str) -> News:
    """To whoever asked."""
    return News(
        f"{unit_name} giải trình",
        f"{unit_name} đã trả lời đề nghị giải trình.",
        (("Câu hỏi", question), ("Trả lời", answer)),
        button="Xem giải trình",
    )


def cause_confirmed(*, note: str) -> News:
    return News(
        "Xác nhận nguyên nhân khách quan",
        "Nhiệm vụ dưới đây được xác nhận chậm do nguyên nhân khách quan.",
        (("Căn cứ", note),),
        "Ngày chậm vẫn hiện trong báo cáo, kèm xác nhận này để dùng khi đánh giá.",
    )


def cause_revoked(*, reason: str) -> News:
    return News(
        "Bỏ xác nhận nguyên nhân khách quan",
        "Xác nhận chậm do nguyên nhân khách quan của nhiệm vụ dưới đây được bỏ.",
        ((_REASON, reason),),
    )


def remark_made(*, said_by: str, text: str) -> News:
    return News(
        "Ý kiến chỉ đạo về",
        f"{said_by} có ý kiến về nhiệm vụ dưới đây.",
        (("Ý kiến", text),),
        "Đề nghị đơn vị thực hiện và báo cáo.",
        "Báo cáo việc này",
    )


def part_given(*, lead_name: str) -> News:
    """To a partner, with the date of its own part."""
    return News(
        "Giao phối hợp thực hiện",
        f"Đơn vị được giao phối hợp với {lead_name} thực hiện nhiệm vụ dưới đây.",
        follows="Đề nghị báo cáo phần phối hợp qua liên kết này. Đơn vị chủ trì báo cáo kết quả chung.",
        button="Báo cáo phần phối hợp",
    )


def lead_of_part_changed(*, old_name: str, lead_name: str) -> News:
    """To a partner: with whom it works from now on."""
    return News(
        "Chuyển đơn vị chủ trì",
        f"Nhiệm vụ dưới đây, đơn vị đang phối hợp, chuyển từ {old_name} sang {lead_name} chủ trì.",
        follows="Phần phối hợp của đơn vị không đổi; đề nghị trao đổi với đơn vị chủ trì mới.",
        button="Báo cáo phần phối hợp",
    )


def part_urged(*, urged_by: str, lead_name: str) -> News:
    return News(
        "Đôn đốc phần phối hợp",
        f"{urged_by} đề nghị đơn vị báo cáo ngay phần phối hợp với {lead_name} trong nhiệm vụ dưới đây.",
        button="Báo cáo phần phối hợp",
    )


def parts_ended(*, tasks: Sequence[tuple[str, str]], reason: str) -> News:
    """To a partner of which nothing is asked any more; it may not open these tasks, so the mail names them."""
    is_one = len(tasks) == 1
    which = "nhiệm vụ dưới đây" if is_one else f"{len(tasks)} nhiệm vụ dưới đây"
    return News(
        f"Thôi phối hợp {tasks[0][0] if is_one else f'{len(tasks)} nhiệm vụ'}",
        f"Đơn vị không phải phối hợp thực hiện {which} nữa.",
        ((_TASK, _listed(tasks)), (_REASON, reason)),
        "Đề nghị bỏ qua thư giao phối hợp trước; điều đơn vị đã báo cáo vẫn được lưu.",
        _LIST,
    )


def tasks_passed_on(
    *, on: date, basis: str, heirs: str, tasks: Sequence[tuple[str, str]], parts: int
) -> News:
    """To a unit that ends: what it owed and others take over, in one mail. `heirs` names them; `parts` beside leads."""
    led = [f"{len(tasks)} nhiệm vụ đơn vị chủ trì"] if tasks else []
    going = " và ".join([*led, *([f"{parts} phần phối hợp"] if parts else [])])
    return News(
        "Chuyển nhiệm vụ cho đơn vị kế thừa",
        f"Từ ngày {day_text(on)}, {going} chuyển cho {heirs}.",
        (*_said("Căn cứ", basis), *_said(_TASK, _listed(tasks))),
        "Đơn vị không phải báo cáo nữa; phần thời gian trước ngày này vẫn thuộc đơn vị.",
        _LIST,
    )


def officer_named(*, unit_name: str) -> News:
    """To the officer, from the unit's own head."""
    return News(
        "Giao thực hiện",
        f"Thủ trưởng {unit_name} giao đồng chí thực hiện nhiệm vụ dưới đây.",
        follows="Thư nhắc từ nay gửi cả đồng chí và thủ trưởng đơn vị.",
        button="Mở việc này",
    )


def tasks_inherited(*, on: date, basis: str, tasks: Sequence[tuple[str, str]]) -> News:
    """To the successor of a unit that ended: all it took over, in one mail. `tasks` are codes and titles."""
    return News(
        f"Tiếp nhận {len(tasks)} nhiệm vụ của đơn vị trước khi sắp xếp",
        f"Từ ngày {day_text(on)}, đơn vị kế thừa {len(tasks)} nhiệm vụ chưa xong dưới đây.",
        (*_said("Căn cứ", basis), ("Nhiệm vụ", _listed(tasks))),
        "Thời hạn và nội dung giữ nguyên; phần thời gian trước ngày này vẫn thuộc đơn vị cũ.",
        _LIST,
    )


def tasks_taken_over(*, unit_name: str, tasks: Sequence[tuple[str, str]]) -> News:
    """To the officer who takes over several tasks of a colleague."""
    return News(
        f"Giao thực hiện {len(tasks)} nhiệm vụ",
        f"{unit_name} giao đồng chí thực hiện {len(tasks)} nhiệm vụ dưới đây.",
        (("Nhiệm vụ", _listed(tasks)),),
        "Thư nhắc từ nay gửi cả đồng chí và thủ trưởng đơn vị.",
        _LIST,
    )


def _listed(tasks: Sequence[tuple[str, str]]) -> str:
    """The first ones by name, the rest as a number: a mail is no register."""
    named = [f"{code}: {title}" for code, title in tasks[:LISTED]]
    rest = len(tasks) - len(named)
    return "\n".join([*named, *([f"và {rest} nhiệm vụ khác"] if rest else [])])


def event_date_set(*, due_on: date, basis: str) -> News:
    return News(
        "Ấn định thời hạn",
        f"Nhiệm vụ dưới đây, trước chưa có ngày, nay có thời hạn {day_text(due_on)}.",
        _said("Căn cứ", basis),
        "Ngày này là hạn ban đầu của nhiệm vụ; thư nhắc được gửi theo ngày này.",
        "Mở việc này",
    )


class OfMany(Protocol):
    """Words about several tasks of one unit, (code, title) each, that one act concerned."""

    def __call__(self, *, unit_name: str, due_on: date | None, tasks: Sequence[tuple[str, str]]) -> News: ...


def event_dates_set(*, unit_name: str, due_on: date | None, tasks: Sequence[tuple[str, str]]) -> News:
    """To a unit whose tasks got the same first date by one act."""
    if due_on is None:
        raise ValueError("a date was set, so there is one")
    if len(tasks) == 1:
        return event_date_set(due_on=due_on, basis="")
    return News(
        f"Ấn định thời hạn {len(tasks)} nhiệm vụ",
        f"{len(tasks)} nhiệm vụ dưới đây của {unit_name}, trước chưa có ngày, nay có thời hạn {day_text(due_on)}.",
        (("Nhiệm vụ", _listed(tasks)),),
        "Ngày này là hạn ban đầu của các nhiệm vụ; thư nhắc được gửi theo ngày này.",
        _LIST,
    )


def officer_named_for(*, unit_name: str, due_on: date | None, tasks: Sequence[tuple[str, str]]) -> News:
    """To the officer, from the unit's own head: one task or several; their dates differ and stand on the page."""
    if len(tasks) == 1:
        return officer_named(unit_name=unit_name)
    return tasks_taken_over(unit_name=f"Thủ trưởng {unit_name}", tasks=tasks)


def _said(label: str, words: str) -> tuple[tuple[str, str], ...]:
    return ((label, words),) if words else ()
