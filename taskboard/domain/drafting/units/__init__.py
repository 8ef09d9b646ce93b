"""Who is named in the text, and where a name ends."""

from taskboard.domain.drafting.units.mentions import Mention, MentionList
from taskboard.domain.drafting.units.unit_reader import UnitReader

__all__ = ["Mention", "MentionList", "UnitReader"]
