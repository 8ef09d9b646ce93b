"""THE list of periodic jobs. Each is a plain function of the installation, harmless to repeat, run by the scheduler's
ticks and by `flask scheduler run-once` alike. The database decides what is due; a tick only asks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from taskboard.accounts import actions as accounts
from taskboard.api import actions as api
from taskboard.briefings.actions import window as briefings
from taskboard.core import Core
from taskboard.db import begin_writing, db
from taskboard.documents.making import make_documents
from taskboard.hooks.delivery import deliver_owed as tell_owed
from taskboard.journal import actions as journal
from taskboard.occasion import Occasion, occasion_of
from taskboard.operation import backup
from taskboard.outbox import actions as outbox
from taskboard.outbox.delivery import deliver_owed, holder_name
from taskboard.reminders import actions as reminders
from taskboard.replies.mailbox import MailboxAway
from taskboard.replies.receiving import prune_texts, receive_replies
from taskboard.scheduler import actions
from taskboard.tasks import actions as tasks
from taskboard.units import actions as units

KEEP_ATTEMPTS = timedelta(days=90)


Stop = Callable[[], bool]


def never() -> bool:
    """Nobody asks a job of the command line to stop."""
    return False


@dataclass(frozen=True, slots=True)
class Job:
    name: str
    every_seconds: int
    does: str
    """One sentence for the status page; a message id."""
    run: Callable[[Core, Stop], str]
    """Commits what it did and says it as counted words, "sent 3, postponed 1": scheduler/wording.py has them for people.
    A long one asks now and then whether to stop."""
    timeout_seconds: float = 300.0
    """Longest one run may take: then it is asked to stop, and its database statement is broken off."""
    wakes: str = ""
    """The job whose work this one prepares: it is asked as soon as this one has run, so no mail waits for its own tick."""
    run_asked: Callable[[Core, Stop], str] | None = None
    """What it does when somebody asks for it by name, where `run` would wait for its hour."""

    def as_asked(self) -> Job:
        """The same job as it runs for somebody who does not want to wait."""
        return replace(self, run=self.run_asked or self.run)


def _noop(message: str) -> str:
    """Marks a message for translation where it stands; the page that shows it translates."""
    return message


def _in_one_transaction(work: Callable[[Core, Occasion], str]) -> Callable[[Core, Stop], str]:
    """The job runner commits, actions do not (house rule 1)."""

    def run(core: Core, _stop: Stop) -> str:
        begin_writing()
        said = work(core, occasion_of(core, journal.SCHEDULER))
        db.session.commit()
        return said

    return run


def _open_duty_occurrences(_core: Core, on: Occasion) -> str:
    return f"opened {tasks.open_due_occurrences(on=on)}"


def _agree_by_silence(_core: Core, on: Occasion) -> str:
    return f"agreed {tasks.agree_by_silence(on=on)}"


def _carry_out_reorganisations(_core: Core, on: Occasion) -> str:
    return "carried_out {}, unanswered {}".format(*units.carry_out_due(on=on))


def _lock_leavers(_core: Core, on: Occasion) -> str:
    return f"locked {accounts.lock_leavers(on=on)}"


def _answer_link_requests(core: Core, on: Occasion) -> str:
    return f"answered {accounts.answer_requests(sends_mail=core.settings.smtp_url is not None, on=on)}"


def _plan_reminders(core: Core, stop: Stop) -> str:
    """A commit a batch: a change of rules plans a whole city anew, and nobody waits for that."""
    begin_writing()
    on = occasion_of(core, journal.SCHEDULER)
    reminders.start_pass(on=on)
    db.session.commit()
    planned, count = 0, 1
    while count and not stop():
        begin_writing()
        count = reminders.plan_some(on=on)
        db.session.commit()
        planned += count
    return f"planned {planned}"


def _make_digests(_core: Core, on: Occasion) -> str:
    return f"made {reminders.make_digests(on=on)}"


def _follow_briefings(_core: Core, on: Occasion) -> str:
    return f"moved {briefings.follow_calendar(on=on)}"


def _back_up(core: Core, stop: Stop) -> str:
    """In the small hours, or as soon as possible where a night was missed."""
    if core.settings.backups_kept and not backup.is_due(core):
        return "not due"
    return _back_up_now(core, stop)


def _back_up_now(core: Core, _stop: Stop) -> str:
    kept = core.settings.backups_kept
    if not kept:
        return "off"
    backup.create_nightly(core, keep=kept)
    return "backups 1"


def _seal_journal(core: Core, on: Occasion) -> str:
    key = core.settings.secret_key
    if key is None:
        return "no key"
    return "sealed" if journal.seal(key=key.encode(), real_now=on.real_now) else "nothing new"


def _prune(core: Core, on: Occasion) -> str:
    runs = actions.prune_runs(real_now=on.real_now)
    tries = outbox.prune_attempts(before=on.real_now - KEEP_ATTEMPTS)
    bodies = outbox.prune_bodies(before=on.real_now - timedelta(days=core.settings.keep_mail_days))
    bodies += outbox.drop_ended_links(real_now=on.real_now)
    bodies += prune_texts(before=on.real_now - timedelta(days=core.settings.keep_mail_days))
    signs = accounts.prune(before=on.real_now - KEEP_ATTEMPTS)
    signs += api.prune(before=on.real_now - api.KEEP_ANSWERS)
    return f"runs {runs}, attempts {tries}, bodies {bodies}, signs {signs}"


def _deliver_outbox(core: Core, stop: Stop) -> str:
    done = deliver_owed(
        settings=core.settings,
        holder=holder_name(),
        real_now=core.clock.real_now,
        today=core.clock.today(),
        resting=lambda: reminders.kinds_at_rest(on=occasion_of(core, journal.SCHEDULER)),
        should_stop=stop,
    )
    if done.trouble:
        raise MailTrouble(str(done))
    return str(done)


def _deliver_webhooks(core: Core, stop: Stop) -> str:
    """A deaf system is its own page's affair: it fails no run."""
    return str(tell_owed(core, holder=holder_name(), should_stop=stop))


def _receive_replies(core: Core, stop: Stop) -> str:
    try:
        return str(receive_replies(core, should_stop=stop))
    except MailboxAway as away:
        raise MailTrouble(str(away)) from away


class MailTrouble(Exception):
    """Mails wait because the server cannot be used: the run counts as failed so that somebody sees it."""


JOBS: tuple[Job, ...] = (
    Job(
        "open_duty_occurrences",
        600,
        _noop("Mở kỳ mới của các nhiệm vụ định kỳ"),
        _in_one_transaction(_open_duty_occurrences),
    ),
    Job(
        "agree_by_silence",
        3600,
        _noop("Coi đơn vị phối hợp im lặng quá thời gian quy định là đồng ý"),
        _in_one_transaction(_agree_by_silence),
    ),
    Job(
        "carry_out_reorganisations",
        600,
        _noop("Thực hiện việc sắp xếp đơn vị đã ghi trước, khi đến ngày"),
        _in_one_transaction(_carry_out_reorganisations),
    ),
    Job(
        "lock_leavers",
        3600,
        _noop("Khóa tài khoản của người đã hết chức vụ"),
        _in_one_transaction(_lock_leavers),
    ),
    Job(
        "answer_link_requests",
        15,
        _noop("Gửi liên kết đặt lại mật khẩu cho người đã yêu cầu"),
        _in_one_transaction(_answer_link_requests),
    ),
    Job(
        "plan_reminders",
        600,
        _noop("Lập lịch nhắc cho các việc còn thiếu"),
        _plan_reminders,
        wakes="make_digests",
    ),
    Job(
        "follow_briefings",
        600,
        _noop("Mở thu báo cáo khi đến ngày trước giao ban"),
        _in_one_transaction(_follow_briefings),
    ),
    Job(
        "make_digests",
        60,
        _noop("Gộp các lời nhắc đến giờ thành mỗi người một thư"),
        _in_one_transaction(_make_digests),
        wakes="deliver_outbox",
    ),
    Job("deliver_outbox", 15, _noop("Gửi các thư đang chờ"), _deliver_outbox),
    Job(
        "receive_replies", 60, _noop("Nhận thư trả lời làm báo cáo"), _receive_replies, wakes="deliver_outbox"
    ),
    Job("deliver_webhooks", 15, _noop("Báo sự kiện cho các hệ thống khác"), _deliver_webhooks),
    Job("make_documents", 15, _noop("Lập các tài liệu lớn"), make_documents, timeout_seconds=1800.0),
    Job("seal_journal", 3600, _noop("Niêm phong nhật ký"), _in_one_transaction(_seal_journal)),
    Job("back_up", 1800, _noop("Sao lưu hằng đêm"), _back_up, run_asked=_back_up_now),
    Job("prune", 21_600, _noop("Dọn nhật ký gửi và nội dung thư đã cũ"), _in_one_transaction(_prune)),
)


def job(name: str) -> Job:
    """Raises KeyError for a name that is not in the list."""
    return {job.name: job for job in JOBS}[name]
