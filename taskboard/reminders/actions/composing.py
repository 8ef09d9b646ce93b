"""What one person's mail of the day says, and in which order: what is late first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from taskboard.briefings.models import Briefing
from taskboard.briefings.queries.window import window
from taskboard.db import db
from taskboard.domain.calendar import DAY
from taskboard.domain.deadline import DueClass
from taskboard.domain.reminding import Rule, Subject, Trigger, is_news
from taskboard.occasion import Occasion
from taskboard.outbox import message as messages
from taskboard.outbox.message import Section, TaskLine
from taskboard.outbox.render import Mail, short
from taskboard.reminders import queries
from taskboard.reminders.actions.letters import Terms, letter_to, line_of, with_own_date
from taskboard.reminders.actions.links import make_link
from taskboard.reminders.queries import Key, Known, Mark, Recipient
from taskboard.tasks.models import Task
from taskboard.wording import day_text, weekday_text

QUESTION = 160
"""Characters of what is to be explained; the page has the whole."""
SHOWN = 40
"""Lines of one part of a mail; the rest is counted, and a link opens them all (peers T22)."""


@dataclass(frozen=True, slots=True)
class Item:
    """One mark as one recipient reads it."""

    mark: Mark
    rule: Rule
    recipient: Recipient
    known: Known | None
    """None for what concerns no single task, part or explanation."""
    is_own: bool
    """They owe it: the mail opens a task and a part without a sign-in. Else they look on, or decide."""
    was: date | None = None
    """Of a briefing that was moved or cancelled, the day this reader was told."""


@dataclass
class Background:
    """What the mails of one making say alike, read once for all of them."""

    terms: Terms
    on: Occasion
    _tasks: dict[int, Task] = field(default_factory=dict)

    def bring(self, task_ids: Iterable[int]) -> None:
        """Read what the next mails show, in place of what the last ones did: memory holds one batch."""
        self._tasks = queries.tasks_by_id(set(task_ids))

    def tasks(self, task_ids: Iterable[int]) -> dict[int, Task]:
        """These tasks; what nobody has brought is read now."""
        asked = set(task_ids)
        self._tasks |= queries.tasks_by_id(asked - self._tasks.keys())
        return {task_id: self._tasks[task_id] for task_id in asked}

    @cached_property
    def late_by_unit(self) -> Mapping[int, int]:
        return queries.overdue_counts(self.on.now)

    @cached_property
    def figures(self) -> queries.Figures:
        """How the city stands, with what was done in the last seven days."""
        on = self.on
        return queries.figures(on.now, on.zone, on.calendar, since=on.today - 7 * DAY)


DEADLINES = "deadlines"
ESCALATED = "escalated"
EXPLAIN = "explain"
HELP = "help"
UNEXPLAINED = "unexplained"
UNHELPED = "unhelped"
CONFIRM = "confirm"
REQUEST = "request"
ASKED = "asked"
UNNAMED = "unnamed"
SILENT = "silent"
_ORDER = (
    DEADLINES,
    ESCALATED,
    EXPLAIN,
    HELP,
    UNEXPLAINED,
    UNHELPED,
    CONFIRM,
    REQUEST,
    ASKED,
    UNNAMED,
    SILENT,
)


@dataclass(frozen=True, slots=True)
class _Words:
    heading: str
    counted: str
    """After the number, in the subject: "3 việc chờ xác nhận"."""
    ask: str
    button: str


_WORDS = {
    ESCALATED: _Words(
        "Quá hạn, báo lên để chỉ đạo",
        "việc quá hạn cần chỉ đạo",
        "Đơn vị chưa báo cáo hoàn thành, cũng chưa nêu phương án và ngày dự kiến xong.",
        "Xem việc này",
    ),
    EXPLAIN: _Words(
        "Đề nghị giải trình",
        "đề nghị giải trình chờ trả lời",
        "Đề nghị trả lời đúng hạn; trả lời xong thì hệ thống ngừng nhắc.",
        "Giải trình",
    ),
    HELP: _Words(
        "Việc phối hợp cần báo cáo",
        "việc phối hợp cần báo cáo",
        "Đơn vị được giao phối hợp các việc sau. Đề nghị báo cáo phần của mình từ thư này, không cần đăng nhập.",
        "Báo cáo phần phối hợp",
    ),
    UNEXPLAINED: _Words(
        "Quá hạn giải trình",
        "đề nghị giải trình quá hạn",
        "Đơn vị chưa trả lời.",
        "Xem đề nghị",
    ),
    UNHELPED: _Words(
        "Cơ quan phối hợp quá hạn",
        "việc phối hợp quá hạn",
        "Cơ quan phối hợp chưa báo cáo phần của mình.",
        "Xem việc này",
    ),
    CONFIRM: _Words(
        "Chờ xác nhận hoàn thành",
        "việc chờ xác nhận",
        "Đơn vị đã báo cáo hoàn thành. Đề nghị xác nhận hoặc gửi lại.",
        "Xem báo cáo",
    ),
    REQUEST: _Words(
        "Chờ quyết định",
        "đề nghị chờ quyết định",
        "Đơn vị đã đề nghị và đang chờ trả lời.",
        "Xem đề nghị",
    ),
    ASKED: _Words(
        "Đề nghị báo cáo tiến độ",
        "việc cần báo cáo tiến độ",
        "Đề nghị báo cáo ngắn: đã làm gì, vướng gì, dự kiến khi nào xong.",
        "Báo cáo tiến độ",
    ),
    UNNAMED: _Words(
        "Chưa phân công người thực hiện",
        "việc chưa phân công",
        "Đề nghị phân công người thực hiện để thư nhắc đến đúng người.",
        "Phân công",
    ),
    SILENT: _Words(
        "Lâu không có báo cáo",
        "việc lâu không có báo cáo",
        "Việc không thời hạn, đơn vị chưa báo cáo.",
        "Xem việc này",
    ),
}


def shown_ids(items: Sequence[Item]) -> set[int]:
    """The tasks that a mail of these items names, each with a line of its own."""
    return _ids_in(_shown(_parts(items)))


def _shown(parts: Mapping[str, Sequence[Item]]) -> dict[str, list[Item]]:
    return {part: _most_pressing(of_part)[:SHOWN] for part, of_part in parts.items()}


def _ids_in(shown: Mapping[str, Sequence[Item]]) -> set[int]:
    known = (item.known for rows in shown.values() for item in rows)
    return {one.task_id for one in known if one and one.task_id is not None}


def compose(recipient: Recipient, items: Sequence[Item], background: Background) -> Mail:
    """The mail of the day for one recipient; every task stands in one place, the most pressing one."""
    terms, on = background.terms, background.on
    parts = _parts(items)
    shown = _shown(parts)
    tasks = background.tasks(_ids_in(shown))
    ways = _ways_in(recipient, parts, terms, on=on)
    drawn = {part: [_line(item, tasks, ways, terms, on=on) for item in rows] for part, rows in shown.items()}
    own = [item for item in items if item.is_own and item.known]
    letter = letter_to(_tasks_of(own or items, tasks), recipient, terms, on=on)
    letter = replace(
        letter,
        unit_name=_place(recipient, own, on=on),
        links_end_on=letter.links_end_on if ways else None,
    )
    deadlines = parts.get(DEADLINES, [])
    return messages.reminder_digest(
        letter,
        lines=drawn.get(DEADLINES, []),
        others_late=_others_late(deadlines, background),
        more=len(deadlines) - len(drawn.get(DEADLINES, [])),
        sections=_in_order_of_pressure(
            {
                part: _section(part, drawn[part], len(parts[part]), on=on)
                for part in _ORDER[1:]
                if part in parts
            },
            _notices(recipient, items, background),
        ),
    )


def _in_order_of_pressure(sections: Mapping[str, Section], notices: Sequence[Section]) -> list[Section]:
    """What is late first, then what concerns no single task, then what waits for the reader."""
    first = [section for part, section in sections.items() if part == ESCALATED]
    return [*first, *notices, *(section for part, section in sections.items() if part != ESCALATED)]


def _parts(items: Iterable[Item]) -> dict[str, list[Item]]:
    """Each task, part or explanation once, in the part of the mail that presses most."""
    best: dict[Key, tuple[int, Item]] = {}
    for item in items:
        if item.known is None:
            continue
        rank = _ORDER.index(_part_of(item))
        if item.known.key not in best or rank < best[item.known.key][0]:
            best[item.known.key] = (rank, item)
    parts: dict[str, list[Item]] = defaultdict(list)
    for rank, item in best.values():
        parts[_ORDER[rank]].append(item)
    return parts


def _part_of(item: Item) -> str:
    match item.rule.subject:
        case Subject.PART:
            return HELP if item.is_own else UNHELPED
        case Subject.EXPLANATION:
            return EXPLAIN if item.is_own else UNEXPLAINED
    match item.rule.trigger:
        case Trigger.CONFIRM:
            return CONFIRM
        case Trigger.REQUEST:
            return REQUEST
        case Trigger.UNNAMED:
            return UNNAMED
        case Trigger.SILENCE | Trigger.PROGRESS:
            return ASKED if item.is_own else SILENT
        case _:
            return DEADLINES if item.is_own else ESCALATED


def _most_pressing(items: Sequence[Item]) -> list[Item]:
    """The deadline longest passed first; without one, what was heard of last."""

    def rank(item: Item) -> tuple[date, date, int]:
        assert item.known is not None
        facts = item.known.facts
        return (facts.last_day or date.max, facts.heard_on or facts.assigned_on, item.known.key[1])

    return sorted(items, key=rank)


def _ways_in(
    recipient: Recipient, parts: Mapping[str, Sequence[Item]], terms: Terms, *, on: Occasion
) -> dict[int, str]:
    """For each unit whose tasks and parts the reader owes, a link that opens all of them, shown or only counted."""
    owned: dict[int, list[int]] = defaultdict(list)
    for rows in parts.values():
        for item in rows:
            if item.known and item.known.task_id is not None and _opens_without_sign_in(item):
                owned[item.known.unit_id].append(item.known.task_id)
    return {
        unit_id: f"{on.base_url}/u/"
        + make_link(
            unit_id=unit_id,
            person_id=recipient.person_id,
            task_ids=sorted(set(ids)),
            real_now=on.real_now,
            days=terms.link_days,
        )
        for unit_id, ids in sorted(owned.items())
    }


def _line(
    item: Item, tasks: Mapping[int, Task], ways: Mapping[int, str], terms: Terms, *, on: Occasion
) -> TaskLine:
    assert item.known is not None
    task = tasks.get(item.known.task_id or 0)
    if item.rule.subject is Subject.EXPLANATION:
        return _question(item.known, task, on=on)
    assert task is not None
    way_in = ways[item.known.unit_id] if _opens_without_sign_in(item) else f"{on.base_url}/tasks"
    if item.rule.subject is Subject.TASK:
        return replace(line_of(task, f"{way_in}/{task.code}", terms, on=on), note=_note(item, on=on))
    url = f"{way_in}/part/{task.code}" if item.is_own else f"{way_in}/{task.code}"
    line = with_own_date(line_of(task, url, terms, on=on), item.known.facts.last_day, on=on)
    partner = queries.unit_name(item.known.unit_id, on.today)
    return replace(line, unit_name=partner, note=f"{line.unit_name} chủ trì.")


def _question(known: Known, task: Task | None, *, on: Occasion) -> TaskLine:
    """What is to be explained, by its own date; of a unit's work as a whole it names no task."""
    line = TaskLine(
        code=task.code if task else "giải trình chung",
        title=short(known.question, QUESTION),
        url=f"{on.base_url}/explanations/{known.key[1]}",
        due=DueClass.NO_DEADLINE,
        unit_name=queries.unit_name(known.unit_id, on.today),
        note=f"Về việc: {task.title}" if task else "",
    )
    return with_own_date(line, known.facts.last_day, on=on)


def _opens_without_sign_in(item: Item) -> bool:
    """A link reports and asks; naming an officer and explaining need the head's own account."""
    is_signed = item.rule.trigger is Trigger.UNNAMED or item.rule.subject is Subject.EXPLANATION
    return item.is_own and not is_signed


def _note(item: Item, *, on: Occasion) -> str:
    """Why this line stands here, where its date does not say it."""
    assert item.known is not None
    facts = item.known.facts
    match item.rule.trigger:
        case Trigger.ESCALATE if not item.is_own and facts.last_day:
            late = on.calendar.working_days_between(facts.last_day, on.today)
            star = "Việc gắn sao. " if facts.is_starred else ""
            return f"{star}Quá hạn {late} ngày làm việc, chưa có phương án."
        case Trigger.CONFIRM:
            return f"Đơn vị báo hoàn thành ngày {day_text(facts.reported_on)}."
        case Trigger.REQUEST:
            return f"Đơn vị đề nghị ngày {day_text(facts.requested_on)}."
        case Trigger.SILENCE:
            heard = facts.heard_on or facts.assigned_on
            return f"Không có báo cáo {(on.today - heard).days} ngày, từ {day_text(heard)}."
        case Trigger.PROGRESS:
            return f"Chưa báo cáo trong tháng {on.today:%m/%Y}."
        case Trigger.UNNAMED:
            return f"Giao ngày {day_text(facts.assigned_on)}."
        case _:
            return ""


def _section(part: str, lines: Sequence[TaskLine], total: int, *, on: Occasion) -> Section:
    words = _WORDS[part]
    return Section(
        heading=words.heading,
        counted=f"{total} {words.counted}",
        ask=words.ask,
        lines=tuple(lines),
        button=words.button,
        more=total - len(lines),
        more_url=f"{on.base_url}/tasks" if total > len(lines) else "",
    )


def _tasks_of(items: Iterable[Item], tasks: Mapping[int, Task]) -> list[Task]:
    """Each as often as it is named; of what concerns no single task nothing."""
    ids = (item.known.task_id for item in items if item.known)
    return [tasks[task_id] for task_id in ids if task_id is not None and task_id in tasks]


def _place(recipient: Recipient, own: Sequence[Item], *, on: Occasion) -> str:
    """What the subject names at its end: the units that owe, else where the reader sits."""
    units = dict.fromkeys(item.known.unit_id for item in own if item.known)
    return (
        ", ".join(queries.unit_name(unit_id, on.today) for unit_id in units)
        or queries.unit_name(recipient.unit_id, on.today)
        or on.body_name
    )


def _others_late(items: Sequence[Item], background: Background) -> int:
    """What else is late in the units whose tasks the mail names."""
    named = [item.known for item in items if item.known]  # the own tasks: parts stand elsewhere
    late = sum(background.late_by_unit.get(unit_id, 0) for unit_id in {known.unit_id for known in named})
    return late - sum(known.is_overdue(background.on.now) for known in named)


# ------------------------------------------------------------------------------------------ what concerns no single task


def _notices(recipient: Recipient, items: Sequence[Item], background: Background) -> list[Section]:
    found, terms, on = [], background.terms, background.on
    for item in items:
        if item.rule.trigger is Trigger.BULLETIN:
            found.append(_bulletin(background.figures, on=on))
        elif is_news(item.mark.rule):
            found.append(_moved(item, on=on))
        elif item.rule.trigger is Trigger.BRIEFING:
            briefing = db.session.get_one(Briefing, item.mark.briefing_id)
            found.append(
                _for_unit(briefing, recipient, terms, on=on)
                if item.is_own
                else _for_office(briefing, background.figures, on=on)
            )
    return list(dict.fromkeys(found))


def _for_unit(briefing: Briefing, recipient: Recipient, terms: Terms, *, on: Occasion) -> Section:
    """A unit is told what it still owes, and opens all of it from here."""
    assert recipient.unit_id is not None
    ids = queries.owed_task_ids(recipient.unit_id)
    token = make_link(
        unit_id=recipient.unit_id,
        person_id=recipient.person_id,
        task_ids=ids,
        real_now=on.real_now,
        days=terms.link_days,
    )
    return Section(
        heading=_countdown(briefing, on=on),
        counted=_counted(briefing),
        ask=f"Đơn vị còn {len(ids)} việc chưa xong. Đề nghị cập nhật trước hết ngày {_answers_until(briefing, on=on)}, "
        "để số liệu trình hội nghị là số liệu của chính đơn vị.",
        button="Cập nhật các việc",
        url=f"{on.base_url}/u/{token}",
    )


def _answers_until(briefing: Briefing, *, on: Occasion) -> str:
    """The last day for units by the city's settings; today where that has passed."""
    return day_text(max(window(briefing, on.calendar).answers_until, on.today))


def _moved(item: Item, *, on: Occasion) -> Section:
    """What the reader was told does not hold: another day, or none; why; and until when a unit now has time."""
    news = queries.briefing_news(item.mark.briefing_id or 0)
    briefing, was = news.briefing, day_text(item.was)
    why = f"Lý do: {news.reason.rstrip('. ')}."
    if briefing.is_cancelled:
        ask = f"{why} Các mốc báo cáo trước giao ban này không còn; nhiệm vụ và thời hạn của từng việc giữ nguyên."
        return Section(f"{briefing.title}, dự kiến họp {was}: đã hủy", f"giao ban {was} đã hủy", ask)
    held = f"{weekday_text(briefing.held_on)} {day_text(briefing.held_on)}"
    until = (
        f" Đơn vị cập nhật các việc trước hết ngày {_answers_until(briefing, on=on)}." if item.is_own else ""
    )
    heading = f"{briefing.title}: họp {held}, thay cho ngày {was}"
    return Section(heading, f"giao ban {was} đổi sang {day_text(briefing.held_on)}", f"{why}{until}")


def _for_office(briefing: Briefing, figures: queries.Figures, *, on: Occasion) -> Section:
    return Section(
        heading=_countdown(briefing, on=on),
        counted=_counted(briefing),
        ask="Đề nghị rà lại báo cáo của các đơn vị trước khi chốt số liệu.",
        figures=_rows(figures),
        button="Mở giao ban",
        url=f"{on.base_url}/briefings/{briefing.code}",
    )


def _countdown(briefing: Briefing, *, on: Occasion) -> str:
    left = on.calendar.working_days_between(on.today, briefing.held_on)
    day = f"{weekday_text(briefing.held_on)} {day_text(briefing.held_on)}"
    return f"{briefing.title}: họp {day}, còn {left} ngày làm việc"


def _counted(briefing: Briefing) -> str:
    return f"giao ban {day_text(briefing.held_on)}"


def _bulletin(figures: queries.Figures, *, on: Occasion) -> Section:
    return Section(
        heading=f"Bản tin đầu tuần, {day_text(on.today)}",
        counted=f"bản tin đầu tuần ({figures.overdue} việc quá hạn tại {figures.overdue_units} đơn vị)",
        ask="",
        figures=_rows(figures),
        button="Mở bảng điều hành",
        url=f"{on.base_url}/",
    )


def _rows(figures: queries.Figures) -> tuple[tuple[str, str], ...]:
    return (
        ("Đang thực hiện", f"{figures.open} việc"),
        ("Quá hạn", f"{figures.overdue} việc tại {figures.overdue_units} đơn vị"),
        ("Trong đó gắn sao", f"{figures.overdue_starred} việc"),
        ("Đến hạn trong 7 ngày tới", f"{figures.due_this_week} việc"),
        ("Chờ xác nhận", f"{figures.waiting} việc"),
        ("Hoàn thành trong 7 ngày qua", f"{figures.completed} việc"),
        ("Lâu không có báo cáo", f"{figures.silent} việc"),
    )
