"""The verbs of a task's life. Each checks the table, writes the fact, its version, its journal entry, and replans."""

from __future__ import annotations

from taskboard.tasks.actions.answering import accept_request, refuse_request
from taskboard.tasks.actions.assigning import assign
from taskboard.tasks.actions.bulk import Act, Given, Step, check_row, do_to_all, post_for
from taskboard.tasks.actions.causes import confirm_cause, is_late, revoke_cause
from taskboard.tasks.actions.correcting import propose_date_correction, propose_lead_correction
from taskboard.tasks.actions.creating import Order
from taskboard.tasks.actions.deciding import confirm, send_back, take_back, urge, withdraw
from taskboard.tasks.actions.duties import open_due_occurrences
from taskboard.tasks.actions.ending import reopen, stop_pursuing
from taskboard.tasks.actions.event_dates import set_event_date
from taskboard.tasks.actions.explaining import answer_explanation, ask_explanation
from taskboard.tasks.actions.extending import ask_extension, grant_extension, refuse_extension
from taskboard.tasks.actions.handing_on import (
    Passing,
    Takers,
    hand_on,
    hand_on_part,
    hand_over_work,
    open_parts_of,
    pass_unit_explanations,
    tell_ending_unit,
    tell_heir,
    tell_heirs_of_parts,
)
from taskboard.tasks.actions.importing import (
    Registered,
    RegisteredShare,
    import_tasks,
    take_back_imported,
)
from taskboard.tasks.actions.monitoring import set_monitor, set_star
from taskboard.tasks.actions.officers import name_officer
from taskboard.tasks.actions.partners import (
    agree_by_silence,
    join_unit,
    leave_unit,
    report_part,
    set_part_due,
    tell_partners_of_end,
    urge_partner,
)
from taskboard.tasks.actions.pausing import pause, resume
from taskboard.tasks.actions.remarks import remark
from taskboard.tasks.actions.repointing import Adoption, end_duties
from taskboard.tasks.actions.reporting import (
    LONGEST,
    LONGEST_NAME,
    Account,
    Storage,
    Telling,
    needs_plan,
    receive,
    report_completion,
    report_progress,
)
from taskboard.tasks.actions.returning import ask_return, give_again
from taskboard.tasks.actions.settling import expect_version
from taskboard.tasks.actions.sub_tasks import (
    Share,
    add_sub_task,
    change_sub_task,
    remove_sub_task,
    tick_sub_task,
)
from taskboard.tasks.actions.transferring import ask_transfer

__all__ = [
    "LONGEST",
    "LONGEST_NAME",
    "Account",
    "Act",
    "Adoption",
    "Given",
    "Order",
    "Passing",
    "Registered",
    "RegisteredShare",
    "Share",
    "Step",
    "Storage",
    "Takers",
    "Telling",
    "accept_request",
    "add_sub_task",
    "agree_by_silence",
    "answer_explanation",
    "ask_explanation",
    "ask_extension",
    "ask_return",
    "ask_transfer",
    "assign",
    "change_sub_task",
    "check_row",
    "confirm",
    "confirm_cause",
    "do_to_all",
    "end_duties",
    "expect_version",
    "give_again",
    "grant_extension",
    "hand_on",
    "hand_on_part",
    "hand_over_work",
    "import_tasks",
    "is_late",
    "join_unit",
    "leave_unit",
    "name_officer",
    "needs_plan",
    "open_due_occurrences",
    "open_parts_of",
    "pass_unit_explanations",
    "pause",
    "post_for",
    "propose_date_correction",
    "propose_lead_correction",
    "receive",
    "refuse_extension",
    "refuse_request",
    "remark",
    "remove_sub_task",
    "reopen",
    "report_completion",
    "report_part",
    "report_progress",
    "resume",
    "revoke_cause",
    "send_back",
    "set_event_date",
    "set_monitor",
    "set_part_due",
    "set_star",
    "stop_pursuing",
    "take_back",
    "take_back_imported",
    "tell_ending_unit",
    "tell_heir",
    "tell_heirs_of_parts",
    "tell_partners_of_end",
    "tick_sub_task",
    "urge",
    "urge_partner",
    "withdraw",
]
