"""The nouns: everything a scenario says, resolved and frozen.

A `Scenario` has no abbreviations left: `like`, `others`, bands and plan overrides have been worked in by the reader of
the file, every default is written out, durations are laws or whole milliseconds, shares lie in 0..1. The headings
stand in the order in which a contract is thought through: demand (what breaks), operation (who is there),
agreements (what was promised), study (how long to look).

A value that differs by level and site is a `PerFault` table with one entry for every (level, site).
"""

from sim.scenario.agreements import DUTY, Agreements, Check, Clause, Fact, Promise, Reading
from sim.scenario.demand import (
    CADENCES,
    Authorisation,
    Bursts,
    Busyness,
    Calls,
    Causes,
    Coordination,
    Demand,
    Due,
    Duty,
    HqJourney,
    Level,
    OtherWork,
    Peak,
    Rate,
    Rhythm,
    Site,
    Step,
)
from sim.scenario.operation import (
    BY_DEADLINE,
    BY_RANK,
    BY_SLACK,
    Busy,
    Costs,
    Handling,
    Money,
    Operation,
    Plan,
    Pool,
    Shift,
)
from sim.scenario.study import Study
from sim.scenario.whole import ClausePlace, Figure, Scenario, laid_out, settled, whole_years
from sim.scenario.words import CENTRAL, PREPARE_KEY, SOLVING, STEPS, WORK_KEY, PerFault, Title

__all__ = [
    "BY_DEADLINE",
    "BY_RANK",
    "BY_SLACK",
    "CADENCES",
    "CENTRAL",
    "DUTY",
    "PREPARE_KEY",
    "SOLVING",
    "STEPS",
    "WORK_KEY",
    "Agreements",
    "Authorisation",
    "Bursts",
    "Busy",
    "Busyness",
    "Calls",
    "Causes",
    "Check",
    "Clause",
    "ClausePlace",
    "Coordination",
    "Costs",
    "Demand",
    "Due",
    "Duty",
    "Fact",
    "Figure",
    "Handling",
    "HqJourney",
    "Level",
    "Money",
    "Operation",
    "OtherWork",
    "Peak",
    "PerFault",
    "Plan",
    "Pool",
    "Promise",
    "Rate",
    "Reading",
    "Rhythm",
    "Scenario",
    "Shift",
    "Site",
    "Step",
    "Study",
    "Title",
    "laid_out",
    "settled",
    "whole_years",
]
