"""A briefing on the table: its text, its drafts by their words, and what a person does with them in few words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from taskboard.briefings import actions, queries
from taskboard.briefings.actions import DraftEdit, Target
from taskboard.briefings.models import Briefing, ConclusionText, Draft, DraftDue, DraftState
from taskboard.db import db
from taskboard.units.actions import create_group
from taskboard.units.models import UnitGroup
from tests import build

if TYPE_CHECKING:
    from datetime import datetime

    from tests.cast import Cast

HELD_ON = date(2021, 6, 14)
LIMIT = 400_000
TEXT = """I. TÌNH HÌNH

Thu ngân sách đạt 17% dự toán năm, tăng so với cùng kỳ.

II. KẾT LUẬN CỦA CHỦ TỊCH

1. Giao phòng Kinh tế lập phương án hộ đê toàn tuyến, trình UBND thành phố trước ngày 30/6/2021.

2. Giao phòng Quản lý đô thị rà soát các công trình vi phạm trật tự xây dựng; xử lý dứt điểm trước ngày 15/7/2021.

3. Giao các phường, xã tổng vệ sinh môi trường, báo cáo trước ngày 30/6/2021.

4. Tinh thần trách nhiệm nêu cao là điều kiện của mọi kết quả.
"""


def live(row: Any) -> Any:
    """The row in today's session: a request that ends takes the session of the test with it."""
    return db.session.get_one(type(row), sa.inspect(row).identity)


class LiveCast:
    """The cast, each in today's session."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast

    def __getattr__(self, name: str) -> Any:
        return live(getattr(self._cast, name))


@dataclass
class Table:
    """Everything a review needs, and its verbs under the Office's officer."""

    cast: LiveCast
    code: str
    wards_id: int
    now: datetime

    @property
    def briefing(self) -> Briefing:
        found = queries.briefing_by_code(self.code)
        assert found is not None
        return found

    @property
    def wards(self) -> UnitGroup:
        return db.session.get_one(UnitGroup, self.wards_id)

    @property
    def on(self) -> Any:
        return build.occasion(self.now, self.cast.monitor)

    @property
    def text(self) -> ConclusionText:
        text = queries.conclusion_text(self.briefing)
        assert text is not None
        return text

    def draft(self, words: str) -> Draft:
        """The draft that holds these words."""
        return next(row for row in self.text.drafts if words in row.wording)

    def record(self, text: str = TEXT, **more: Any) -> ConclusionText:
        more.setdefault("max_chars", LIMIT)
        return actions.record_conclusions(self.briefing, text, on=self.on, **more)

    def edit(self, draft: Draft, **changes: Any) -> None:
        """Save the draft as it stands, with these changes."""
        given = {
            "title": draft.title,
            "leads": [
                Target(unit_id=row.unit_id, group_id=row.group_id) for row in draft.leads if row.is_resolved
            ],
            "partners": [],
            "due": draft.due if draft.due is not DraftDue.UNDECIDED else DraftDue.NONE,
            "due_on": draft.due_on,
        }
        actions.edit_draft(draft, DraftEdit(**(given | changes)), version=draft.version, on=self.on)

    def accept(self, draft: Draft, **changes: Any) -> None:
        self.edit(draft, **changes)
        actions.accept_draft(draft, version=draft.version, on=self.on)

    def accept_all(self, leads: Sequence[Target] = ()) -> None:
        """Accept every order, with these leads where the text names nobody, and mark every other sentence."""
        for draft in list(self.text.drafts):
            if draft.state is DraftState.OPEN and draft.kind != "passage":
                self.accept(draft, **({"leads": leads} if leads and not draft.leads else {}))
        actions.drop_passages(self.text, reason="Nhắc nhở chung", on=self.on)


def laid(cast: Cast, now: datetime) -> Table:
    """A briefing held two days ago, without a text; saved."""
    wards = create_group(
        code="phuong-xa",
        name="Các phường, xã",
        aliases=["các phường, xã"],
        members=[cast.loc_vuong, cast.cua_nam],
        valid_from=build.BEGAN_ON,
    )
    briefing = actions.record_briefing(
        title="Giao ban quý II năm 2021",
        held_on=HELD_ON,
        chair=cast.chair,
        notice_number="71/TB-UBND",
        notice_on=date(2021, 6, 15),
        on=build.occasion(now, cast.monitor),
    )
    db.session.commit()
    return Table(LiveCast(cast), briefing.code, wards.id, now)
