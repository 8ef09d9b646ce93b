"""Rules as data: seeded, changed from a day on, followed by plans; what stills the ladder; what is switched off."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.domain.reminding import Importance, Reader, Stop, Topic
from taskboard.journal.models import JournalEntry
from taskboard.outbox.models import MailState, OutboxMessage
from taskboard.reminders import actions, queries
from taskboard.reminders.actions import RuleDraft
from taskboard.reminders.models import Reminder, ReminderRule, ReminderState, TaskPlan
from taskboard.reminders.wording import BASES, mark_text, rule_name
from taskboard.settings.models import CalendarDay, DayKind
from taskboard.tasks import actions as tasks
from taskboard.tasks.models import Task
from tests import build
from tests.cast import Cast, cast

__all__ = ["cast"]

WEDNESDAY, THURSDAY, FRIDAY, MONDAY = (date(2021, 6, day) for day in (16, 17, 18, 21))
GIVEN = build.at(date(2021, 6, 1))


def days_of(task: Task, prefix: str, state: ReminderState = ReminderState.PLANNED) -> dict[str, date]:
    rows = db.session.scalars(
        sa.select(Reminder)
        .where(Reminder.task_id == task.id, Reminder.state == state)
        .order_by(Reminder.due_at)
        .execution_options(populate_existing=True)
    )
    return {row.rule: row.due_at.astimezone(build.CITY).date() for row in rows if row.rule.startswith(prefix)}


def outcomes(task: Task, prefix: str) -> dict[str, str]:
    rows = db.session.scalars(
        sa.select(Reminder).where(Reminder.task_id == task.id).execution_options(populate_existing=True)
    )
    return {row.rule: row.outcome for row in rows if row.rule.startswith(prefix)}


def plan_on(day: date, hour: int = 7) -> int:
    return actions.plan_all(on=build.occasion(build.at(day, hour)))


def digest_on(day: date, hour: int = 8) -> dict[str, OutboxMessage]:
    """The mails of a day by address."""
    actions.make_digests(on=build.occasion(build.at(day, hour)))
    kind = OutboxMessage.kind == "reminder_digest"
    rows = db.session.scalars(sa.select(OutboxMessage).where(kind).order_by(OutboxMessage.id))
    return {row.to_address: row for row in rows if row.business_at == build.at(day, hour)}


def draft_of(key: str, **more: object) -> RuleDraft:
    row = queries.history_of(key)[-1]
    draft = RuleDraft(
        offsets=tuple(int(number) for number in row.offsets.split()),
        readers=tuple(Reader(reader) for reader in row.readers.split()),
        stop=row.stop,
        importance=row.importance,
        unit_kinds=tuple(row.unit_kinds.split()),
        day=row.day,
        is_on=row.is_on,
        legal_basis=row.legal_basis,
        valid_from=WEDNESDAY,
    )
    return replace(draft, **more)  # type: ignore[arg-type]


@pytest.fixture
def task(cast: Cast) -> Task:
    """Of a unit without officers; due on Friday 18/06."""
    return build.task(
        "Lập phương án hộ đê",
        lead=cast.urban,
        on=build.occasion(GIVEN, cast.monitor),
        due_on=FRIDAY,
    )


# ------------------------------------------------------------------------------------------------------ as first written


def test_the_defaults_are_those_of_the_domain(cast: Cast) -> None:
    """Domain section 6."""
    rows = {row.key: row for row in queries.rule_versions()}
    assert (rows["before"].offsets, rows["after"].offsets, rows["weekly"].offsets) == ("7 3 1", "1 3 7", "7")
    ladder = [rows[f"escalate_{who}"] for who in ("head", "chief", "chair")]
    assert [row.offsets for row in ladder] == ["1", "2", "5"]
    assert [row.readers for row in ladder] == ["head", "chief_of_office", "chair"]
    assert {row.stop for row in ladder} == {Stop.ANSWER}
    assert (rows["silence"].offsets, rows["silence_named"].offsets) == ("30", "90")
    assert rows["progress"].day == 25
    assert (rows["briefing"].offsets, rows["briefing_check"].offsets) == ("5 3", "1")
    assert (rows["bulletin"].day, rows["bulletin"].readers) == (1, "chair vice_chairs chief_of_office")


def test_every_rule_and_mark_has_words(cast: Cast) -> None:
    for rule in queries.rules():
        assert rule_name(rule.key) != rule.key
        for mark in rule.marks():
            assert mark_text(mark) != mark
    assert {row.legal_basis for row in queries.rule_versions()} == set(BASES)


# ------------------------------------------------------------------------------------------------------------- changing


def test_a_changed_rule_plans_anew_and_moves_no_deadline(task: Task, cast: Cast) -> None:
    plan_on(WEDNESDAY)
    on = build.occasion(build.at(WEDNESDAY), cast.administrator)
    actions.change_rule("after", draft_of("after", offsets=(2, 4)), on=on)
    assert days_of(task, "after") == {
        "after_1": MONDAY,
        "after_3": date(2021, 6, 23),
        "after_7": date(2021, 6, 29),
    }, "nothing moves before the pass"
    assert plan_on(WEDNESDAY, 8) > 0
    assert days_of(task, "after") == {"after_2": date(2021, 6, 22), "after_4": date(2021, 6, 24)}
    assert outcomes(task, "after_1") == {"after_1": "rule_changed"}
    assert (task.due_on, task.deadline_version) == (FRIDAY, 1)
    assert plan_on(WEDNESDAY, 9) == 0, "planned once, not for ever"


def test_a_change_that_begins_later_leaves_the_days_before_it_alone(task: Task, cast: Cast) -> None:
    on = build.occasion(build.at(WEDNESDAY), cast.administrator)
    actions.change_rule("after", draft_of("after", offsets=(4,), valid_from=date(2021, 6, 23)), on=on)
    plan_on(WEDNESDAY)
    assert days_of(task, "after") == {"after_1": MONDAY, "after_4": date(2021, 6, 24)}
    (standing,) = [one for one in queries.standing_on(WEDNESDAY) if one.current.key == "after"]
    assert standing.current.offsets == "1 3 7"
    assert standing.coming is not None
    assert standing.coming.offsets == "4"


def test_a_change_is_journaled_from_what_to_what(cast: Cast) -> None:
    on = build.occasion(build.at(WEDNESDAY), cast.administrator)
    actions.change_rule("bulletin", draft_of("bulletin", is_on=False), on=on)
    (entry,) = db.session.scalars(
        sa.select(JournalEntry).where(JournalEntry.event == "reminder_rule_changed")
    )
    assert '"is_on":true' in entry.details.replace(" ", "")
    assert '"is_on":false' in entry.details.replace(" ", "")
    assert entry.actor_id == cast.administrator.id


@pytest.mark.parametrize(
    ("key", "change", "refusal"),
    [
        ("after", {"valid_from": date(2021, 6, 15)}, "rule_in_past"),
        ("after", {"offsets": ()}, "offsets_outside"),
        ("after", {"offsets": (0,)}, "offsets_outside"),
        ("after", {"offsets": (121,)}, "offsets_outside"),
        ("after", {"offsets": tuple(range(1, 10))}, "offsets_outside"),
        ("weekly", {"offsets": (3, 7)}, "offsets_outside"),
        ("after", {"readers": ()}, "readers_missing"),
        ("progress", {"day": 29}, "rule_day_outside"),
        ("bulletin", {"day": 6}, "rule_day_outside"),
        ("nothing", {}, "rule_unknown"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(
    key: str, change: dict[str, object], refusal: str, cast: Cast
) -> None:
    draft = draft_of("after" if key == "nothing" else key, **change)
    with pytest.raises(RuleBroken) as refused:
        actions.change_rule(key, draft, on=build.occasion(build.at(WEDNESDAY), cast.administrator))
    assert refused.value.key == refusal


def test_a_rule_may_be_for_some_kinds_of_unit_only(task: Task, cast: Cast) -> None:
    ward = build.task(
        "Tổng vệ sinh", lead=cast.cua_nam, on=build.occasion(GIVEN, cast.monitor), due_on=FRIDAY
    )
    on = build.occasion(build.at(WEDNESDAY), cast.administrator)
    actions.change_rule("before", draft_of("before", unit_kinds=("ward", "commune")), on=on)
    plan_on(WEDNESDAY)
    assert [day for day in days_of(task, "before").values() if day >= WEDNESDAY] == []
    assert [day for day in days_of(ward, "before").values() if day >= WEDNESDAY] == [THURSDAY]


def test_what_a_change_would_do_is_known_before_it_is_saved(task: Task, cast: Cast) -> None:
    plan_on(WEDNESDAY)
    old, new = queries.rules(), actions.rules_with("after", draft_of("after", offsets=(1, 4)))
    on = build.occasion(build.at(WEDNESDAY))
    found = queries.compare(task.id, old, new, today=WEDNESDAY, zone=on.zone, calendar=on.calendar)
    assert [(one.mark, one.on) for one in found.lost] == [
        ("after_3", date(2021, 6, 23)),
        ("after_7", date(2021, 6, 29)),
    ]
    assert [(one.mark, one.on, one.readers) for one in found.added] == [
        ("after_4", date(2021, 6, 24), ("Hoàng Minh Đức",))
    ]
    assert "on_day" in [one.mark for one in found.kept]
    reach = queries.reach_of(old, new, today=WEDNESDAY, zone=on.zone, calendar=on.calendar)
    assert (reach.tasks, reach.lost, reach.added, reach.has_more) == (1, 2, 1, False)
    assert queries.history_of("after")[-1].offsets == "1 3 7", "nothing was written"


def test_a_corrected_calendar_plans_anew(task: Task, cast: Cast) -> None:
    """Rule 23: marks follow the calendar, the deadline stands where it was set."""
    plan_on(WEDNESDAY)
    assert days_of(task, "after_1") == {"after_1": MONDAY}
    db.session.add(CalendarDay(day=MONDAY, kind=DayKind.CLOSURE, name="Nghỉ của cơ quan"))
    db.session.flush()
    assert plan_on(WEDNESDAY, 8) > 0
    assert days_of(task, "after_1") == {"after_1": date(2021, 6, 22)}
    assert task.due_on == FRIDAY


def test_a_pass_takes_a_batch_at_a_time_and_each_task_once(cast: Cast) -> None:
    for number in range(7):
        build.task(f"Việc {number}", lead=cast.urban, on=build.occasion(GIVEN, cast.monitor), due_on=FRIDAY)
    on = build.occasion(build.at(WEDNESDAY))
    actions.start_pass(on=on)
    taken = []
    while count := actions.plan_some(on=on, limit=3):
        taken.append(count)
    assert taken == [3, 3, 1]
    planned_until = set(db.session.scalars(sa.select(TaskPlan.planned_until)))
    assert planned_until == {WEDNESDAY + timedelta(days=7)}


def test_a_closed_task_leaves_the_plan(task: Task, cast: Cast) -> None:
    tasks.withdraw(task, reason="Đã giao đơn vị khác", on=build.occasion(build.at(WEDNESDAY), cast.chief))
    assert db.session.get(TaskPlan, task.id) is None
    assert not days_of(task, "")


# ----------------------------------------------------------------------------------------------------------- the ladder


def test_the_ladder_tells_each_level_in_its_own_digest(task: Task, cast: Cast) -> None:
    late = {day: digest_on(date(2021, 6, day)) for day in (21, 22, 23, 24, 25)}
    assert set(late[21]) >= {cast.other_head.email}
    assert cast.chief.email in late[22]
    assert cast.chair.email not in late[24]
    chair = late[25][cast.chair.email or ""]
    assert chair.subject == (
        "[Theo dõi chỉ đạo] Việc quá hạn cần chỉ đạo, quá hạn 7 ngày, "
        f"{task.code}: {task.title} (hạn 18/06/2021)"
    )
    assert f"http://localhost/tasks/{task.code}" in chair.text_body, "a leader signs in; a link never decides"
    assert "/u/" not in chair.text_body
    assert "Quá hạn 5 ngày làm việc, chưa có phương án." in chair.text_body
    assert "Phòng Quản lý đô thị" in chair.text_body


def test_a_starred_task_is_told_higher_up_sooner(cast: Cast) -> None:
    starred = build.task(
        "Việc gắn sao",
        lead=cast.urban,
        on=build.occasion(GIVEN, cast.monitor),
        due_on=FRIDAY,
        is_starred=True,
        leader=cast.vice,
    )
    assert days_of(starred, "escalate") == {
        "escalate_chief_1": MONDAY,
        "escalate_head_1": MONDAY,
        "escalate_chair_3": date(2021, 6, 23),
    }
    mails = digest_on(date(2021, 6, 23))
    assert {cast.chair.email, cast.vice.email} <= set(mails), "the leader who gave it too"


def test_not_done_with_a_plan_and_a_day_stills_the_ladder(task: Task, cast: Cast, tmp_path: Path) -> None:
    head = build.occasion(build.at(MONDAY), cast.other_head)
    build.progress(
        task, on=head, root=tmp_path, next_step="Thuê tư vấn, nộp Sở ngày 28/6", forecast_on=date(2021, 6, 30)
    )
    assert days_of(task, "escalate_ch") == {
        "escalate_chief_2": date(2021, 7, 2),
        "escalate_chair_5": date(2021, 7, 7),
    }
    assert days_of(task, "escalate_chief", ReminderState.CANCELLED) == {"escalate_chief_2": date(2021, 6, 22)}
    cancelled = sa.select(Reminder.outcome).where(Reminder.state == ReminderState.CANCELLED)
    assert set(db.session.scalars(cancelled)) == {"answered"}


def test_the_same_plan_again_does_not_still_it_further(task: Task, cast: Cast, tmp_path: Path) -> None:
    for day, forecast in ((MONDAY, date(2021, 6, 30)), (date(2021, 6, 29), date(2021, 8, 30))):
        head = build.occasion(build.at(day), cast.other_head)
        build.progress(task, on=head, root=tmp_path, next_step="Tiếp tục đôn đốc", forecast_on=forecast)
    assert days_of(task, "escalate_chair") == {"escalate_chair_5": date(2021, 7, 7)}


def test_a_report_without_plan_or_day_stills_nothing(task: Task, cast: Cast, tmp_path: Path) -> None:
    before = days_of(task, "escalate")
    build.progress(task, on=build.occasion(build.at(THURSDAY, 7), cast.other_head), root=tmp_path)
    assert days_of(task, "escalate") == before


def test_an_urging_letter_takes_a_step(task: Task, cast: Cast) -> None:
    tasks.urge(task, on=build.occasion(build.at(MONDAY, 7), cast.monitor))
    assert days_of(task, "escalate") == {
        "escalate_chief_2": date(2021, 6, 22),
        "escalate_chair_5": date(2021, 6, 25),
    }
    assert outcomes(task, "escalate_head") == {"escalate_head_1": "urged"}


def test_a_reported_completion_ends_the_ladder_and_starts_the_confirmers(
    task: Task, cast: Cast, tmp_path: Path
) -> None:
    task.monitor_id = cast.monitor.id
    build.completion(task, on=build.occasion(build.at(FRIDAY), cast.other_head), root=tmp_path)
    assert days_of(task, "escalate") == {}
    assert days_of(task, "confirm") == {
        "confirm_2": date(2021, 6, 22),
        "confirm_late_5": date(2021, 6, 25),
    }
    mail = digest_on(date(2021, 6, 22))[cast.monitor.email or ""]
    assert "Việc chờ xác nhận, " in mail.subject
    assert "Đơn vị báo hoàn thành ngày 18/06/2021." in mail.text_body
    tasks.confirm(task, on=build.occasion(build.at(date(2021, 6, 22), 9), cast.chief))
    assert days_of(task, "confirm") == {}
    assert outcomes(task, "confirm_late") == {"confirm_late_5": "decided"}


def test_a_pending_extension_is_put_before_who_decides(task: Task, cast: Cast) -> None:
    asked = build.extension(task, date(2021, 7, 15), on=build.occasion(build.at(WEDNESDAY), cast.other_head))
    mails = digest_on(THURSDAY)
    assert "Đề nghị chờ quyết định, " in mails[cast.chief.email or ""].subject
    tasks.refuse_extension(
        asked, reason="Không có lý do", on=build.occasion(build.at(THURSDAY, 9), cast.chief)
    )
    digest_on(MONDAY)
    assert outcomes(task, "request_3") == {"request_3": "decided"}, "the second look, where no fact replanned"


# ------------------------------------------------------------------------------------------------- what has no deadline


def test_silence_is_asked_about_then_listed_by_name(cast: Cast) -> None:
    undated = build.task("Rà soát các khoản thu", lead=cast.economy, on=build.occasion(GIVEN, cast.monitor))
    undated.officer = cast.officer
    assert days_of(undated, "silence") == {
        "silence_30": date(2021, 7, 1),
        "silence_named_90": date(2021, 8, 30),
    }
    asked = digest_on(date(2021, 7, 1))
    assert set(asked) >= {cast.head.email, cast.officer.email}
    assert "Việc cần báo cáo tiến độ, " in asked[cast.head.email or ""].subject
    listed = digest_on(date(2021, 8, 30))[cast.chief.email or ""]
    assert "Việc lâu không có báo cáo, " in listed.subject
    assert "Không có báo cáo 90 ngày, từ 01/06/2021." in listed.text_body


def test_a_month_without_a_report_is_asked_for_before_the_25th(
    task: Task, cast: Cast, tmp_path: Path
) -> None:
    undated = build.task("Rà soát các khoản thu", lead=cast.urban, on=build.occasion(GIVEN, cast.monitor))
    plan_on(date(2021, 7, 19))
    assert days_of(undated, "progress") == {"progress_3": date(2021, 7, 21)}
    head = build.occasion(build.at(date(2021, 7, 20)), cast.other_head)
    build.progress(undated, on=head, root=tmp_path)
    assert days_of(undated, "progress") == {}
    assert outcomes(undated, "progress") == {"progress_3": "reported"}


def test_an_unnamed_task_is_flagged_where_the_unit_has_officers(cast: Cast) -> None:
    on = build.occasion(GIVEN, cast.monitor)
    ours = build.task("Việc của Kinh tế", lead=cast.economy, on=on, due_on=date(2021, 7, 30))
    theirs = build.task("Việc của QLĐT", lead=cast.urban, on=on, due_on=date(2021, 7, 30))
    assert days_of(ours, "unnamed") == {"unnamed_3": date(2021, 6, 4)}
    assert days_of(theirs, "unnamed") == {}
    mail = digest_on(date(2021, 6, 4))[cast.head.email or ""]
    assert "Việc chưa phân công, " in mail.subject
    assert f"http://localhost/tasks/{ours.code}" in mail.text_body, "naming needs the head's own account"


# --------------------------------------------------------------------------------------------- marks of no single task


def test_monday_brings_the_bulletin_to_the_leaders(task: Task, cast: Cast) -> None:
    plan_on(FRIDAY)
    mails = digest_on(date(2021, 6, 21))
    for leader in (cast.chair, cast.vice, cast.chief):
        mail = mails[leader.email or ""]
        assert "Bản tin đầu tuần (1 việc quá hạn tại 1 đơn vị)" in mail.subject
        assert "Quá hạn: 1 việc tại 1 đơn vị" in mail.text_body
    assert cast.monitor.email not in mails
    plan_on(FRIDAY)
    general = sa.select(sa.func.count(Reminder.id)).where(Reminder.rule == "bulletin")
    assert db.session.scalar(general) == 1, "planning again doubles none"


def test_a_coming_briefing_is_counted_down(task: Task, cast: Cast) -> None:
    from taskboard.briefings import actions as briefings

    on = build.occasion(build.at(FRIDAY), cast.monitor)
    briefings.record_briefing(title="Giao ban quý II/2021", held_on=date(2021, 7, 5), on=on)
    plan_on(date(2021, 6, 25))
    unit = digest_on(date(2021, 6, 28))[cast.other_head.email or ""]
    assert "Giao ban 05/07/2021" in unit.subject
    assert "họp thứ Hai 05/07/2021, còn 5 ngày làm việc" in " ".join(unit.text_body.lower().split()) or (
        "CÒN 5 NGÀY LÀM VIỆC" in " ".join(unit.text_body.split())
    )
    assert "Đơn vị còn 1 việc chưa xong." in " ".join(unit.text_body.split())
    plan_on(date(2021, 7, 1))
    office = digest_on(date(2021, 7, 2))
    assert "Giao ban 05/07/2021" in office[cast.chief.email or ""].subject
    assert "Giao ban 05/07/2021" in office[cast.monitor.email or ""].subject
    assert "/briefings/2021-q2" in office[cast.chief.email or ""].text_body


# ------------------------------------------------------------------------------------------------------- switched off


def test_a_person_who_switched_a_topic_off_gets_no_mail_of_it(task: Task, cast: Cast) -> None:
    on = build.occasion(build.at(FRIDAY), cast.chair)
    assert actions.choose_topics(cast.chair, set(Topic) - {Topic.BULLETIN}, on=on) == [Topic.BULLETIN]
    assert actions.choose_topics(cast.chair, set(Topic) - {Topic.BULLETIN}, on=on) == []
    plan_on(FRIDAY)
    mails = digest_on(date(2021, 6, 21))
    assert cast.chair.email not in mails
    assert cast.vice.email in mails


def test_a_topic_the_city_switched_off_reaches_nobody_and_says_so(task: Task, cast: Cast) -> None:
    on = build.occasion(build.at(FRIDAY), cast.administrator)
    assert actions.switch_topics(set(Topic) - {Topic.BULLETIN}, on=on) == [Topic.BULLETIN]
    plan_on(FRIDAY)
    mails = digest_on(date(2021, 6, 21))
    assert cast.vice.email not in mails
    row = db.session.scalar(sa.select(Reminder).where(Reminder.rule == "bulletin"))
    assert row is not None
    db.session.refresh(row)
    assert (row.state, row.outcome) == (ReminderState.CONSUMED, "switched_off")


def test_what_holds_a_unit_to_its_date_cannot_be_switched_off(task: Task, cast: Cast) -> None:
    on = build.occasion(build.at(FRIDAY), cast.other_head)
    actions.choose_topics(cast.other_head, set(), on=on)
    assert cast.other_head.email in digest_on(FRIDAY)


def test_a_decided_extension_is_kept_to_be_read_where_nobody_wants_the_mail(task: Task, cast: Cast) -> None:
    actions.choose_topics(cast.other_head, set(), on=build.occasion(build.at(WEDNESDAY), cast.other_head))
    asked = build.extension(task, date(2021, 7, 15), on=build.occasion(build.at(WEDNESDAY), cast.other_head))
    tasks.grant_extension(asked, on=build.occasion(build.at(THURSDAY), cast.chief))
    (mail,) = db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.kind == "extension_decided"))
    assert (mail.state, mail.outcome) == (MailState.SKIPPED, "switched_off")


# --------------------------------------------------------------------------------------------------------- why, why not


def test_every_mark_of_a_task_says_what_became_of_it(task: Task, cast: Cast, now: datetime) -> None:
    digest_on(THURSDAY)
    build.completion(task, on=build.occasion(build.at(THURSDAY, 10), cast.other_head))
    story = {one.mark: one for one in queries.story_of(task, today=THURSDAY, zone=build.CITY)}
    assert story["before_1"].why == "consumed"
    assert [mail.to_address for mail in story["before_1"].mails] == [cast.other_head.email]
    assert story["on_day"].why == "cancelled: waiting"
    assert story["confirm_2"].why == "planned"
    assert story["confirm_2"].readers == ("Nguyễn Hữu Thuyên",), "nobody follows it: the chief confirms"


def test_a_rule_that_gives_a_task_nothing_says_why(task: Task, cast: Cast) -> None:
    on = build.occasion(build.at(WEDNESDAY))
    found = {
        one.rule_key: one.why
        for one in queries.unused_rules(task, today=WEDNESDAY, zone=on.zone, calendar=on.calendar)
    }
    assert found["escalate_chair.starred"] == "importance"
    assert found["on_day.weekly"] == "recurrence"
    assert found["silence"] == "has_deadline"
    assert found["request"] == "nothing_asked"
    assert found["confirm"] == "not_waiting"
    assert found["unnamed"] == "named"
    assert "on_day" not in found


def test_a_day_to_come_does_not_say_again_what_the_days_before_it_say(task: Task, cast: Cast) -> None:
    """Due on Friday: of Monday only the mark of the day after is told, as long as Friday can still tell its own."""
    row = build.task("Rà soát", lead=cast.economy, on=build.occasion(GIVEN, cast.monitor), due_on=FRIDAY)
    plan_on(WEDNESDAY)

    def marks(asked_on: date) -> set[str]:
        on = build.occasion(build.at(asked_on))
        lines = queries.preview(MONDAY, today=on.today, zone=on.zone, calendar=on.calendar)
        return {line.rule for line in lines if line.code == row.code and line.will_go}

    assert "on_day" not in marks(WEDNESDAY)
    assert "after_1" in marks(WEDNESDAY)
    assert "on_day" in marks(MONDAY), "nobody told it on Friday: it waits and is told now"


def test_the_preview_agrees_with_what_is_sent(task: Task, cast: Cast) -> None:
    """Asked days before, it names the very people who then get a mail."""
    build.task("Rà soát", lead=cast.economy, on=build.occasion(GIVEN, cast.monitor), due_on=FRIDAY)
    plan_on(WEDNESDAY)
    on = build.occasion(build.at(WEDNESDAY))
    said = queries.preview(MONDAY, today=on.today, zone=on.zone, calendar=on.calendar)
    plan_on(MONDAY)
    sent = digest_on(MONDAY)
    expected = {line.to_address for line in said if line.will_go}
    assert expected == set(sent)
    importance = {rule.importance for rule in queries.rules()}
    assert importance == set(Importance)
    assert db.session.scalar(sa.select(sa.func.count(ReminderRule.id))) == 33
