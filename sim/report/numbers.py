"""Shares, counts and money as they are printed, alike on the screen, in charts and in documents.

Near its ends a share is printed as a bound that its interval supports: "> 99.9" and never "100.0", since no number of
contract years without a miss proves that there will be none.
"""

from __future__ import annotations

from math import ceil, floor

from sim.messages import say
from sim.results import Cost, Share

DASH = "-"
"""What stands where nothing was judged."""

MYRIAD = 10_000


def percent(share: Share | None, decimals: int) -> str:
    """A share in per cent, or its bound: ">99.9" from above the lower end of the interval, "<0.1" from below."""
    if share is None or share.value is None:
        return DASH
    step = 10**-decimals
    if not _interval_known(share):
        return f"{min(max(100 * share.value, step), 100 - step):.{decimals}f}"
    if share.hits == share.n or round(100 * share.value, decimals) >= 100:
        bound = min(_down(100 * share.low, decimals), 100 - step)
        return f">{max(bound, 0):.{decimals}f}"
    if share.hits == 0 or round(100 * share.value, decimals) <= 0:
        bound = max(_up(100 * share.high, decimals), step)
        return f"<{min(bound, 100):.{decimals}f}"
    return f"{100 * share.value:.{decimals}f}"


def is_bound(share: Share) -> bool:
    """Whether `share` is printed as a bound rather than as a value."""
    return percent(share, 1)[0] in "<>"


def half_width(share: Share | None) -> str:
    """Half the interval in points; empty beside a bound, which says it already, a dash when one replication tells
    none."""
    if share is None or share.value is None:
        return ""
    if not _interval_known(share):
        return DASH
    if is_bound(share):
        return ""
    points = f"{100 * share.half:.1f}"
    return "<0.1" if points == "0.0" else points


def none_late(share: Share | None) -> bool:
    """Whether there were faults and not one was late."""
    return share is not None and 0 < share.n == share.hits


def all_late(share: Share | None) -> bool:
    """Whether there were faults and not one was in time."""
    return share is not None and share.hits == 0 < share.n


def in_time(share: Share | None, lang: str) -> str:
    """A share in time in words: "94.0 % of faults in time"; by their number when not one was late, or all were."""
    if share is not None and none_late(share):
        return say("report_faults_none_late", lang, n=f"{share.n:,}")
    if share is not None and all_late(share):
        return say("report_faults_all_late", lang, n=f"{share.n:,}")
    return say("report_faults_in_time", lang, share=percent(share, 1))


def short_in_time(share: Share | None, lang: str) -> str:
    """A share in time as short as can be: "94.0 %", "none late" or "all late"."""
    if none_late(share) or all_late(share):
        first, second = extreme(share, lang)
        return say("report_pair", lang, first=first, second=second)
    return say("report_per_cent", lang, share=percent(share, 1))


def extreme(share: Share | None, lang: str) -> tuple[str, str]:
    """ "none late" or "all late" as two words, for the two columns of a share and its interval."""
    return say("report_none" if none_late(share) else "report_all", lang), say("report_late", lang)


def count(number: float, decimals: int = 1) -> str:
    """A mean number of things, thousands set apart."""
    return f"{number:,.{decimals}f}"


def rounded(number: float) -> str:
    """A number of which only two digits mean something: "about 1,400"."""
    digits = len(str(int(number))) - 2
    return f"{ceil(number / 10**digits) * 10**digits:,}" if digits > 0 else f"{ceil(number):,}"


def in_yuan(cost: Cost) -> bool:
    """Whether the money is counted in the Chinese way, by ten thousand."""
    return cost.currency == "yuan"


def money_unit(cost: Cost, lang: str) -> str:
    """What `money` counts: "10,000 yuan" or "1,000 euro"."""
    return say("report_unit_myriad" if in_yuan(cost) else "report_unit_thousand", lang, currency=currency(cost, lang))


def money(amount: float, cost: Cost) -> str:
    """An amount in the unit of `money_unit`, whole unless it is small."""
    units = amount / (MYRIAD if in_yuan(cost) else 1_000)
    return f"{units:,.0f}" if units >= 100 else f"{units:,.1f}"


def currency(cost: Cost, lang: str) -> str:
    """The name of the currency; one that the catalogue does not know stands as it is written in the file."""
    return say("report_currency_yuan", lang) if in_yuan(cost) else cost.currency


def _interval_known(share: Share) -> bool:
    """One replication knows no spread: its interval is everything."""
    return (share.low, share.high) != (0.0, 1.0)


def _down(number: float, decimals: int) -> float:
    return floor(round(number * 10**decimals, 6)) / 10**decimals


def _up(number: float, decimals: int) -> float:
    return ceil(round(number * 10**decimals, 6)) / 10**decimals
