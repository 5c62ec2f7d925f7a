"""The way back: nouns as the words that read as exactly these nouns again."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from sim.calendars import ALWAYS, DAY, HOUR, MINUTE, Hours, Span
from sim.distributions import Estimate, Law, Quantity, Range
from sim.phrases.lengths import UNITS
from sim.phrases.times import DAY_KINDS, WEEK_DAYS
from sim.scenario import Busyness, Money, Rate, Rhythm, Shift

PATTERNS = {
    "fixed": "{}",
    "lognormal": "median {} sigma {n}",
    "lognormal_mean": "mean {} cv {n}",
    "lognormal_within": "median {} {share} within {}",
    "exponential": "exponential mean {}",
    "gamma": "gamma mean {} cv {n}",
    "weibull": "weibull mean {} cv {n}",
    "hyperexponential": "hyperexponential mean {} cv {n}",
    "erlang": "erlang mean {} stages {n}",
    "uniform": "uniform {} to {}",
    "triangular": "triangular {} to {} mostly {}",
}
"""How the parameters of a law are spelled: {} a length, {n} a number, {share} a share."""


def spell_number(value: Quantity) -> str:
    """`1.5`, or `20..30` for a range."""
    if isinstance(value, Range):
        return f"{spell_number(value.low)}..{spell_number(value.high)}"
    return _decimal(_exact(value))


def spell_share(value: Quantity) -> str:
    """`64%`, `10..20%` or `64% of 196`."""
    if isinstance(value, Range):
        return f"{_decimal(_exact(value.low) * 100)}..{spell_share(value.high)}"
    if isinstance(value, Estimate):
        return f"{spell_share(value.share)} of {value.sample}"
    return f"{_decimal(_exact(value) * 100)}%"


def spell_duration(value: Quantity) -> str:
    """A length in ms in the largest unit that needs no more than three decimals: `90 min`, `20..30 min`."""
    ends = (value.low, value.high) if isinstance(value, Range) else (value,)
    exact = [_exact(end) for end in ends]
    unit = _unit(exact)
    return f"{'..'.join(_decimal(end / UNITS[unit]) for end in exact)} {unit}"


def _unit(values: list[Fraction]) -> str:
    for unit in ("d", "h", "min", "s"):
        if all(value == 0 or (value >= UNITS[unit] and 1000 * value / UNITS[unit] % 1 == 0) for value in values):
            return unit if any(values) else "min"
    return "ms"


def spell_law(law: Law) -> str:
    """A law as it is written, for example `median 60 min 90% within 190 min`."""
    if law.family == "sample":
        return " or ".join(spell_duration(value) for value in law.parameters)
    words, values = [], iter(law.parameters)
    spellers = {"{}": spell_duration, "{n}": spell_number, "{share}": spell_share}
    for word in PATTERNS[law.family].split():
        words.append(spellers[word](next(values)) if word in spellers else word)
    return " ".join(words)


def spell_hours(hours: Hours) -> str:
    """Hours written out, for example `workdays 08:30-18:00` or `outside daily 08:00-20:00`."""
    if hours == ALWAYS:
        return "always"
    spans = " and ".join(_spell_span(span) for span in hours.spans)
    return f"outside {spans}" if hours.outside else spans


def _spell_span(span: Span) -> str:
    times = "" if span.times == ((0, DAY),) else "".join(f" {_clock(a)}-{_clock(b)}" for a, b in span.times)
    dates = [str(first) if first == last else f"{first} to {last}" for first, last in span.dates]
    return " ".join(dates or [_spell_days(span.days)]) + times


def _spell_days(days: frozenset[str]) -> str:
    words = [kind for kind in DAY_KINDS if kind in days]
    if days.issuperset(WEEK_DAYS):
        return " ".join(["daily", *words])
    run: list[str] = []
    for day in (*WEEK_DAYS, ""):
        if day in days:
            run.append(day)
            continue
        words += [f"{run[0]}-{run[-1]}"] if len(run) > 2 else run
        run = []
    return " ".join(words)


def _clock(ms: int) -> str:
    ms = ms if ms <= DAY else ms - DAY
    return f"{ms // HOUR:02}:{ms % HOUR // MINUTE:02}"


def spell_shifts(shifts: tuple[Shift, ...]) -> str:
    """A roster with its hours written out: `2 workdays 08:30-18:00 + 1 always on call for A B`."""
    return " + ".join(_spell_shift(shift) for shift in shifts)


def _spell_shift(shift: Shift) -> str:
    people = "unlimited" if shift.headcount is None else str(shift.headcount)
    call = " on call" if shift.on_call else ""
    served = f" for {' '.join(shift.levels)}" if shift.levels else ""
    return f"{people} {spell_hours(shift.hours)}{call}{served}"


def spell_rhythm(rhythm: Rhythm) -> str:
    """`60% daily 08:00-20:00`; only for a rhythm in shares."""
    return " + ".join(f"{spell_share(share)} {spell_hours(hours)}" for share, hours in rhythm.shares)


def spell_weights(weights: tuple[float, ...]) -> str:
    """24 numbers."""
    return " ".join(spell_number(weight) for weight in weights)


def spell_rate(rate: Rate) -> str:
    """`0.15 per site per month`."""
    return f"{spell_number(rate.count)}{' per site' if rate.per_site else ''} per {rate.per}"


def spell_busyness(busyness: Busyness) -> str:
    """`cv 0.3 per site per year`."""
    return f"cv {spell_number(busyness.cv)}{' per site' if busyness.per_site else ''} per {busyness.per}"


def spell_money(money: Money) -> str:
    """`80000 yuan per year`."""
    return f"{spell_number(money.amount)} {money.currency}{f' per {money.per}' if money.per else ''}"


def _exact(value: Quantity) -> Fraction:
    """The decimal number that a float is written as."""
    return Fraction(Decimal(repr(float(value))))  # type: ignore[arg-type]


def _decimal(value: Fraction) -> str:
    """A fraction that is a finite decimal, written without exponent and without trailing zeros."""
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    text = f"{int(value * 10**places):0{places + 1}d}"
    return f"{text[:-places]}.{text[-places:]}" if places else text
