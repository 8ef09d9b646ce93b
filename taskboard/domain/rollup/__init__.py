"""The roll-up: facts and a cutoff in, the figures of a quarter's report out. The one calculation (rule 33).

Every screen, chart and document takes the values below, so no two of them can disagree.

    facts         a task at the cutoff, its official class, the period's population
    rows          what is counted: a task, or a duty of one unit
    figures       counts, shares, and all that is said of a set of rows
    picture       the figures of a period in every breakdown; with its rows, a roll-up that a snapshot keeps
    calculation   from facts to the roll-up
    comparison    which part of the previous period is as long
    difference    two roll-ups row by row: what moved which figure
"""

from taskboard.domain.rollup.calculation import SILENCE_DAYS, roll_up
from taskboard.domain.rollup.comparison import comparable_cutoff
from taskboard.domain.rollup.difference import RowDifference, differences, figures_told, moved, total_of_moves
from taskboard.domain.rollup.facts import (
    OPEN_CLASSES,
    Basis,
    TaskClass,
    TaskFact,
    classify,
    is_in_population,
    lateness,
)
from taskboard.domain.rollup.figures import (
    COUNT_NAMES,
    RATIO_NAMES,
    Counts,
    Figures,
    Line,
    Ratio,
    UnitLine,
    counts_total,
    figures_of,
    without,
)
from taskboard.domain.rollup.picture import (
    CALCULATION_VERSION,
    ORDINARY,
    STARRED,
    Change,
    Picture,
    PreviousFigures,
    RollUp,
    canonical_json,
    remembered,
)
from taskboard.domain.rollup.rows import Reported, Row

__all__ = [
    "CALCULATION_VERSION",
    "COUNT_NAMES",
    "OPEN_CLASSES",
    "ORDINARY",
    "RATIO_NAMES",
    "SILENCE_DAYS",
    "STARRED",
    "Basis",
    "Change",
    "Counts",
    "Figures",
    "Line",
    "Picture",
    "PreviousFigures",
    "Ratio",
    "Reported",
    "RollUp",
    "Row",
    "RowDifference",
    "TaskClass",
    "TaskFact",
    "UnitLine",
    "canonical_json",
    "classify",
    "comparable_cutoff",
    "counts_total",
    "differences",
    "figures_of",
    "figures_told",
    "is_in_population",
    "lateness",
    "moved",
    "remembered",
    "roll_up",
    "total_of_moves",
    "without",
]
