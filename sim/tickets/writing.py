"""The faults of a replication as a table: a template to change, which plays just like the replication."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sim.scenario import Scenario, laid_out
from sim.tickets.columns import PLACED, columns
from sim.workload import Workload


def drawn(scenario: Scenario, workload: Workload) -> Iterator[list[object]]:
    """The headings, and a row for each fault, with whether it comes back. `scenario` must be settled."""
    told = [(column.name, column.spelled) for column in columns(scenario) if column.spelled is not None]
    first = datetime.combine(laid_out(scenario).first, datetime.min.time())
    yield [*PLACED, *(name for name, _ in told)]
    for row in range(workload.arriving):
        raised = first + timedelta(milliseconds=int(workload.raised[row]))
        place = [workload.levels[workload.level[row]], workload.sites[workload.site[row]]]
        yield [raised, *place, *(spelled(workload, row) for _, spelled in told)]
