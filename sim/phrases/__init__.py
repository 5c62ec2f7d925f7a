"""The language of values: what stands behind a colon in a scenario file, in the words of contracts and duty rosters.

Every function takes a value as written and returns nouns; none knows the file. What cannot be read is a `PhraseError`
that points at the very word, says what was expected and shows how to write it. No value contains a comma, bracket or
quote. Full-width signs inside a value are read as half-width. A number that is not known exactly is a range with `..`
(ignorance, drawn once per contract year); `to` is variability.

`spell_...` goes the other way: reading what it writes gives the very same noun.
"""

from sim.phrases.amounts import busyness, money, rate
from sim.phrases.cursor import Word, half_width, near
from sim.phrases.duties import beside, due, spell_due
from sim.phrases.laws import Late, Redials, Sample, after, late, law, redials
from sim.phrases.lengths import Length, duration, period_length, trip_after
from sim.phrases.named import named
from sim.phrases.names import Asked, chain, words
from sim.phrases.numbers import Attain, Whole, attain, count, exact_share, number, periods_kept, repeats, share, span
from sim.phrases.phones import Often, busy, often
from sim.phrases.rosters import shifts
from sim.phrases.spell import (
    spell_busyness,
    spell_duration,
    spell_hours,
    spell_law,
    spell_money,
    spell_number,
    spell_rate,
    spell_rhythm,
    spell_share,
    spell_shifts,
    spell_weights,
)
from sim.phrases.times import (
    BUILT_IN,
    RESERVED,
    MonthDays,
    dates,
    day,
    duty_dates,
    flights,
    hours,
    month_days,
    months,
    rhythm,
    weights,
)

__all__ = [
    "BUILT_IN",
    "RESERVED",
    "Asked",
    "Attain",
    "Late",
    "Length",
    "MonthDays",
    "Often",
    "Redials",
    "Sample",
    "Whole",
    "Word",
    "after",
    "attain",
    "beside",
    "busy",
    "busyness",
    "chain",
    "count",
    "dates",
    "day",
    "due",
    "duration",
    "duty_dates",
    "exact_share",
    "flights",
    "half_width",
    "hours",
    "late",
    "law",
    "money",
    "month_days",
    "months",
    "named",
    "near",
    "number",
    "often",
    "period_length",
    "periods_kept",
    "rate",
    "redials",
    "repeats",
    "rhythm",
    "share",
    "shifts",
    "span",
    "spell_busyness",
    "spell_due",
    "spell_duration",
    "spell_hours",
    "spell_law",
    "spell_money",
    "spell_number",
    "spell_rate",
    "spell_rhythm",
    "spell_share",
    "spell_shifts",
    "spell_weights",
    "trip_after",
    "weights",
    "words",
]
