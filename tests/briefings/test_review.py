"""Reviewing the chair's words: nothing is lost, nothing is guessed into fact, nobody overwrites a colleague."""

from __future__ import annotations

import itertools
import unicodedata
from datetime import date
from typing import TYPE_CHECKING

import pytest

from taskboard.briefings import actions, queries
from taskboard.briefings.actions import Target
from taskboard.briefings.models import DraftDue, DraftKind, DraftState
from taskboard.db import db
from taskboard.domain.deadline import Recurrence
from taskboard.domain.errors import RuleBroken, Stale
from taskboard.domain.text import clean_source, text_sha256
from tests.briefings.table import TEXT, Table, laid
from tests.cast import Cast, cast

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["cast"]


@pytest.fixture
def table(cast: Cast, now: datetime) -> Table:
    return laid(cast, now)


@pytest.fixture
def review(table: Table) -> Table:
    """With the text on the table."""
    table.record()
    return table


# -------------------------------------------------------------------------------------------------------- taking it in


def test_the_text_is_kept_to_the_last_blank_in_one_unicode_form(table: Table) -> None:
    typed = "\ufeff" + unicodedata.normalize("NFD", TEXT).replace("\n", "\r\n") + "  \r\n"
    text = table.record(typed)
    assert text.text == clean_source(typed) == TEXT + "  \n"
    assert text.text_sha256 == text_sha256(text.text)


def test_every_draft_is_an_exact_stretch_and_none_comes_from_the_report(review: Table) -> None:
    text = review.text
    spans = sorted((draft.start, draft.end) for draft in text.drafts)
    assert all(end <= following for (_, end), (following, _) in itertools.pairwise(spans))
    assert all(draft.start >= text.starts_at for draft in text.drafts)
    assert "Thu ngân sách" not in "".join(draft.wording for draft in text.drafts)
    assert text.text[text.starts_at :].startswith("II. KẾT LUẬN"), "the heading belongs to the conclusions"


def test_what_the_text_names_is_proposed_and_nothing_is_accepted(review: Table) -> None:
    dyke = review.draft("phương án hộ đê")
    assert [row.unit for row in dyke.leads] == [review.cast.economy]
    assert (dyke.due, dyke.due_on) == (DraftDue.DATED, date(2021, 6, 30))
    assert [row.group for row in review.draft("tổng vệ sinh").leads] == [review.wards]
    assert {draft.state for draft in review.text.drafts} == {DraftState.OPEN}


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("", "text_empty"),
        (" \n\t ", "text_empty"),
        ("Giao phòng Kinh tế làm. " * 90_000, "text_too_long"),
        ("Trời hôm nay nắng đẹp.", "no_directive_found"),
    ],
)
def test_a_text_that_cannot_be_used_is_refused_and_nothing_is_kept(
    table: Table, typed: str, key: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        table.record(typed)
    assert refused.value.key == key
    assert queries.conclusion_text(table.briefing) is None


def test_a_text_without_orders_may_be_kept_on_purpose(table: Table) -> None:
    text = table.record("Trời hôm nay nắng đẹp.", accept_none=True)
    assert all(draft.kind is DraftKind.PASSAGE for draft in text.drafts)


def test_a_text_recorded_again_replaces_only_the_one_that_was_seen(review: Table) -> None:
    seen = review.text.version
    with pytest.raises(Stale):
        review.record(TEXT)
    review.record(TEXT.replace("hộ đê", "hộ đê, cống"), seen_version=seen)
    assert review.text.version != seen
    assert "cống" in review.draft("hộ đê").wording
    with pytest.raises(Stale):
        review.record(TEXT, seen_version=seen)


def test_moving_the_start_proposes_anew_from_there(review: Table) -> None:
    there = review.text.text.index("2. Giao phòng Quản lý đô thị")
    actions.move_start(review.text, there, version=review.text.version, on=review.on)
    assert review.text.starts_at == there
    assert min(draft.start for draft in review.text.drafts) >= there
    assert review.draft("rà soát các công trình").leads[0].unit == review.cast.urban


def test_the_start_cannot_lie_outside_the_text(review: Table) -> None:
    with pytest.raises(RuleBroken, match="start_outside"):
        actions.move_start(review.text, len(review.text.text), version=review.text.version, on=review.on)


# ----------------------------------------------------------------------------------------------------- edit and accept


def test_an_edit_is_what_the_person_said(review: Table) -> None:
    draft = review.draft("phương án hộ đê")
    review.edit(draft, title="Lập phương án", due=DraftDue.EVENT, event_text="trước mùa mưa bão", due_on=None)
    assert (draft.title, draft.due, draft.event_text, draft.due_on) == (
        "Lập phương án",
        DraftDue.EVENT,
        "trước mùa mưa bão",
        None,
    )


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"title": "  "}, "title_missing"),
        ({"due": DraftDue.DATED, "due_on": None}, "due_missing"),
        ({"due": DraftDue.DATED, "due_on": date(2021, 6, 13)}, "due_before_briefing"),
        ({"due": DraftDue.DUTY}, "recurrence_missing"),
        ({"due": DraftDue.DUTY, "recurrence": Recurrence.WEEKLY, "due_day": 8}, "due_day_outside"),
        ({"due": DraftDue.DUTY, "recurrence": Recurrence.MONTHLY, "due_day": 0}, "due_day_outside"),
        ({"due": DraftDue.EVENT}, "event_missing"),
        ({"leads": [Target(unit_id=9_999_999)]}, "target_unknown"),
        ({"partners": [Target(group_id=9_999_999)]}, "target_unknown"),
    ],
)
def test_an_edit_that_cannot_be_is_refused(review: Table, changes: dict[str, object], key: str) -> None:
    draft = review.draft("phương án hộ đê")
    with pytest.raises(RuleBroken) as refused:
        review.edit(draft, **changes)
    assert refused.value.key == key


@pytest.mark.parametrize(
    ("leads", "due", "key"),
    [
        ((), DraftDue.NONE, "lead_missing"),
        (("economy", "urban"), DraftDue.NONE, "lead_several"),
        (("economy",), DraftDue.UNDECIDED, "due_undecided"),
    ],
)
def test_only_a_whole_order_can_be_accepted(
    review: Table, leads: tuple[str, ...], due: DraftDue, key: str
) -> None:
    draft = review.draft("phương án hộ đê")
    with pytest.raises(RuleBroken) as refused:
        review.accept(draft, leads=[Target(unit_id=getattr(review.cast, name).id) for name in leads], due=due)
    assert refused.value.key == key
    assert draft.state is DraftState.OPEN


def test_several_units_may_each_get_a_task_of_their_own(review: Table) -> None:
    draft = review.draft("phương án hộ đê")
    both = [Target(unit_id=review.cast.economy.id), Target(unit_id=review.cast.urban.id)]
    review.accept(draft, leads=both, fans_out=True)
    assert draft.state is DraftState.ACCEPTED


def test_an_accepted_draft_that_loses_its_lead_is_open_again(review: Table) -> None:
    draft = review.draft("phương án hộ đê")
    review.accept(draft)
    review.edit(draft, leads=[])
    assert draft.state is DraftState.OPEN


def test_the_second_to_save_is_refused_and_the_first_stays(review: Table) -> None:
    draft = review.draft("phương án hộ đê")
    seen = draft.version
    review.edit(draft, title="Bản của người thứ nhất")
    late = actions.DraftEdit(title="Bản thứ hai", leads=[], partners=[], due=DraftDue.NONE)
    with pytest.raises(Stale):
        actions.edit_draft(draft, late, version=seen, on=review.on)
    db.session.expire_all()
    assert review.draft("phương án hộ đê").title == "Bản của người thứ nhất"
    last = queries.last_change_of(review.draft("phương án hộ đê"))
    assert last is not None
    assert last.full_name == "Lê Thu Hà"


def test_words_that_name_no_known_unit_stay_in_sight_until_one_is_chosen(table: Table) -> None:
    table.record(TEXT.replace("phòng Kinh tế lập", "Trung tâm Khuyến công lập"))
    draft = table.draft("phương án hộ đê")
    assert [row.surface for row in draft.leads if not row.is_resolved] != []
    assert "lead_unresolved" in queries.missing_of(draft)
    table.edit(draft, title="Tên mới")
    assert "lead_unresolved" in queries.missing_of(draft)
    table.edit(draft, leads=[Target(unit_id=table.cast.economy.id)])
    assert queries.missing_of(draft) == ()


# ------------------------------------------------------------------------------------------------- split, join, add, drop


def test_splitting_gives_two_exact_stretches_with_the_same_unit_and_date(review: Table) -> None:
    draft = review.draft("phương án hộ đê")
    at = review.text.text.index("trình UBND")
    second = actions.split_draft(draft, at, version=draft.version, on=review.on)
    assert draft.wording.endswith("hộ đê toàn tuyến")
    assert second.wording.startswith("trình UBND")
    assert [row.unit for row in second.leads] == [review.cast.economy]
    assert second.due_on == draft.due_on == date(2021, 6, 30)


def test_a_split_leaves_words_on_both_sides(review: Table) -> None:
    draft = review.draft("phương án hộ đê")
    for at in (draft.start, draft.end, draft.end - 0, -1, draft.start - 5):
        with pytest.raises(RuleBroken, match="split_outside"):
            actions.split_draft(draft, at, version=draft.version, on=review.on)


def test_joining_takes_the_words_and_units_of_the_next_and_undoes_a_split(review: Table) -> None:
    draft = review.draft("phương án hộ đê")
    whole = draft.wording
    actions.split_draft(draft, review.text.text.index("trình UBND"), version=draft.version, on=review.on)
    db.session.refresh(review.text, ["drafts"])
    actions.join_draft(draft, version=draft.version, on=review.on)
    assert draft.wording == whole
    assert len(draft.leads) == 1


def test_the_last_draft_has_nothing_to_be_joined_with(review: Table) -> None:
    last = max(review.text.drafts, key=lambda row: row.start)
    with pytest.raises(RuleBroken, match="nothing_to_join"):
        actions.join_draft(last, version=last.version, on=review.on)


def test_a_stretch_of_a_passed_over_sentence_becomes_a_draft_and_the_rest_stays_to_be_marked(
    review: Table,
) -> None:
    passage = review.draft("nêu cao")
    start = review.text.text.index("nêu cao")
    end = start + len("nêu cao")
    added = actions.add_draft(review.text, start, end, version=review.text.version, on=review.on)
    assert added.wording == "nêu cao"
    assert added.kind is DraftKind.ORDER
    left = [
        row.wording
        for row in review.text.drafts
        if row.kind is DraftKind.PASSAGE and row.start >= passage.start
    ]
    assert any("Tinh thần" in words for words in left)
    assert any("mọi kết quả" in words for words in left)


def test_a_draft_may_not_be_laid_over_another(review: Table) -> None:
    draft = review.draft("phương án hộ đê")
    with pytest.raises(RuleBroken, match="selection_overlaps"):
        actions.add_draft(review.text, draft.start + 3, draft.end, version=review.text.version, on=review.on)
    for span in ((-1, 5), (5, 5), (0, 10_000), (0, 0)):
        with pytest.raises(RuleBroken, match="selection_outside"):
            actions.add_draft(review.text, *span, version=review.text.version, on=review.on)


def test_no_task_arises_only_with_a_reason_and_can_be_taken_back(review: Table) -> None:
    draft = review.draft("nêu cao")
    with pytest.raises(RuleBroken, match="reason_missing"):
        actions.drop_draft(draft, reason="  ", version=draft.version, on=review.on)
    actions.drop_draft(draft, reason="Nhắc nhở chung", version=draft.version, on=review.on)
    assert (draft.state, draft.drop_reason) == (DraftState.DROPPED, "Nhắc nhở chung")
    actions.reopen_draft(draft, version=draft.version, on=review.on)
    assert (draft.state, draft.drop_reason) == (DraftState.OPEN, "")


def test_the_counter_says_what_is_left_and_what_blocks(review: Table) -> None:
    before = queries.review_count(review.text)
    assert (before.left, before.accepted, before.is_finished) == (before.total, 0, False)
    review.accept_all()
    after = queries.review_count(review.text)
    assert (after.left, after.blocked, after.is_finished) == (0, 0, True)
    assert after.accepted + after.dropped == after.total


def test_a_heading_asks_for_no_mark_and_a_sentence_does(table: Table) -> None:
    text = table.record(TEXT)
    marked = [row.wording for row in text.drafts if row.kind is DraftKind.PASSAGE]
    assert text.text[text.starts_at :].startswith("II. KẾT LUẬN")
    assert not any("KẾT LUẬN" in words for words in marked)
    assert any("Tinh thần trách nhiệm" in words for words in marked)
