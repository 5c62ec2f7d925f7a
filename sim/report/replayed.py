"""What came out when a given table of faults was played: each promise with the faults judged and too late."""

from __future__ import annotations

from sim.messages import say
from sim.outcomes import NEVER
from sim.replication import Replication
from sim.report.grid import Column, Head, grid
from sim.report.tale import promise_called, title
from sim.report.text import LINE, wrapped
from sim.report.words import duration
from sim.results.per_fault import case_of, judged
from sim.scenario import Promise


def overview(played: Replication, lang: str) -> list[str]:
    """How many faults were played, came back and were restored, and a row for each promise with a limit."""
    raised = played.outcomes.raised != NEVER
    back = int((raised & (played.workload.parent != NEVER)).sum())
    restored = int((played.outcomes.restored != NEVER).sum())
    values = {
        "faults": f"{int(raised.sum()):,}",
        "back": f"{back:,}",
        "restored": f"{restored:,}",
        "plan": title(played.plan.title, lang),
    }
    lines = wrapped(say("replay_came_back" if back else "replay_played", lang, **values), LINE)
    body = [
        [
            promise_called(found.promise, _limit(found.promise, lang), lang),
            found.promise.level,
            f"{found.row.size:,}",
            f"{found.late:,}",
        ]
        for found in judged(played, case_of(played))
    ]
    if not body:
        return lines
    names = ("promise", "level", "judged", "late")
    heads = [Head(index, index, say(f"replay_{name}", lang)) for index, name in enumerate(names)]
    columns = [Column(gap=0), Column(gap=3), Column(numbers=True, gap=3), Column(numbers=True, gap=3)]
    return [*lines, "", *grid(columns, [heads], body)]


def _limit(promise: Promise, lang: str) -> str:
    """The promised time, the shortest of all sites."""
    return duration(min(promise.limit.values()), lang) if promise.limit else ""
