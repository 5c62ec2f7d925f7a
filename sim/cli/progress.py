"""The one line that tells how far a run is: on a terminal only, rewritten in place, on stderr."""

from __future__ import annotations

import shutil
import sys
from time import monotonic
from typing import TYPE_CHECKING

from sim.messages import say
from sim.report.text import left, width

if TYPE_CHECKING:
    from sim.experiment import Progress
    from sim.results import Result

OFTEN = 0.2
"""Seconds between two rewritings."""


ENOUGH_TO_SHOW = 4
"""Replications from which a first look means anything."""


class Line:
    """The line about a run of so many plans. Letters only, since a terminal may know no other signs."""

    def __init__(self, lang: str, plans: int) -> None:
        self.lang, self.plans = lang, plans
        self.begun = monotonic()
        self._written = 0.0
        self._shown = False
        self._first_look = False

    @property
    def seconds(self) -> float:
        """Since the run began."""
        return monotonic() - self.begun

    def watch(self, progress: Progress) -> None:
        """Tell how far the run is; once, when it takes long, what it has found so far."""
        if not sys.stderr.isatty():
            return
        if progress.audited:
            self.tell(say("run_auditing", self.lang, runs=progress.audited))
            return
        result = progress.result
        if result and result.replications >= ENOUGH_TO_SHOW and not self._first_look and progress.seconds_left > 0:
            self._first_look = True
            self._show_first_look(result)
        if monotonic() - self._written >= OFTEN:
            self.tell(told(progress, self.plans, self.lang))

    def tell(self, text: str) -> None:
        """Put `text` where the line stands."""
        if sys.stderr.isatty():
            room = shutil.get_terminal_size().columns - 1
            while width(text) > room:
                text = text[:-1]
            print("\r" + left(text, room), end="", file=sys.stderr, flush=True)
            self._written, self._shown = monotonic(), True

    def clear(self) -> None:
        """Leave no trace of the line."""
        if self._shown:
            room = shutil.get_terminal_size().columns - 1
            print("\r" + " " * room + "\r", end="", file=sys.stderr, flush=True)
            self._shown = False

    def _show_first_look(self, result: Result) -> None:
        from sim.report.rows import rows
        from sim.report.tables import tables

        self.clear()
        heading = say("run_first_look", self.lang, done=f"{result.replications:,}")
        lines = [heading, "", *tables(result, rows(result), self.lang), ""]
        print("\n".join(lines), file=sys.stderr, flush=True)


def told(progress: Progress, plans: int, lang: str) -> str:
    """The line: how far, how fast, how precise, how long still."""
    from sim.calendars import SECOND
    from sim.report.words import duration

    if progress.rate < 1:
        rate = say("run_each", lang, seconds=f"{1 / progress.rate:.1f}")
    else:
        rate = say("run_per_second", lang, rate=f"{progress.rate:.0f}")
    widest = ""
    if progress.result is not None:
        widest = say("run_widest", lang, points=f"{100 * progress.result.widest:.1f}")
    seconds = max(1, round(progress.seconds_left, -1 if progress.seconds_left > 60 else 0))
    return say(
        "run_progress",
        lang,
        plans=plans,
        done=f"{progress.done:,}",
        most=f"{progress.most:,}",
        rate=rate,
        widest=widest,
        left=say("run_left", lang, time=duration(int(seconds) * SECOND, lang)),
    )
