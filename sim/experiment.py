"""The flow of a run: draw the faults, play every plan on them, measure, and go on until it is precise enough.

A replication depends on its number and the seed alone, so it is the same alone and in a batch, and a run is the same
to the bit for any number of workers. Nothing is printed here; whoever wants to watch passes a `Watch`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from time import monotonic

from sim.audit import audit
from sim.compiling import prepare
from sim.engines import COMPILED, SIMPY
from sim.measures import PlanTally, gather
from sim.replication import ContractYears
from sim.results import ENOUGH, INTERRUPTED, OUT_OF_TIME, PRECISE, Result, summarise
from sim.rules import ceiling
from sim.scenario import Plan, Scenario
from sim.workers import by_workers

CHUNK_SECONDS = 1.0
"""About how long a worker plays before it reports."""

LARGEST_CHUNK = 50

LOOSE = 8
"""So many tallies of single replications are kept apart before they are gathered."""

APART = 3
"""So many gathered tallies are kept apart before they are made one, which copies them."""

SHOW_AFTER = 8.0
"""Seconds after which there is a first result to show, and then again whenever so many more have passed."""

SHOWN_FOR = 30
"""A result is shown for so many times as long as it took to work it out, so that looking hardly slows a run."""

GROWTH = 2
"""Each look comes after so many times the replications of the look before."""


@dataclass(frozen=True)
class Effort:
    """How far a run goes. Exactly `replications` if given; else until every judged share is known to `precision` (half
    its interval), but no more than `most`. In any case no longer than `budget` seconds. So many `workers` play at
    once, on this `engine`; unless it is SimPy, so many replications are played again on SimPy as an `audit`."""

    replications: int | None
    precision: float
    least: int
    most: int
    budget: float | None = None
    workers: int = 1
    engine: str = SIMPY
    audit: int = 0

    @property
    def looks(self) -> tuple[int, ...]:
        """After how many replications the run may stop by what it saw, ascending; the last is its end."""
        if self.replications is not None:
            return (self.replications,)
        counts = [min(self.least, self.most)]
        while counts[-1] < self.most:
            counts.append(min(counts[-1] * GROWTH, self.most))
        return tuple(counts)


@dataclass(frozen=True)
class Progress:
    """How far a run is: `done` of at most `most` replications, `seconds` after the engine was ready; about how many
    will be needed (`likely`); the latest `result`, if there is one yet; how many are played again on SimPy now
    (`audited`)."""

    done: int
    likely: int
    most: int
    seconds: float
    result: Result | None
    audited: int = 0

    @property
    def rate(self) -> float:
        """Replications a second."""
        return self.done / max(self.seconds, 1e-9)

    @property
    def seconds_left(self) -> float:
        """About how long it will still take."""
        return (self.likely - self.done) / self.rate


Watch = Callable[[Progress], None]


@dataclass(frozen=True)
class Finished:
    """A run that ended, and why (`PRECISE`, `ENOUGH`, `OUT_OF_TIME` or `INTERRUPTED`)."""

    result: Result
    why: str


class Players:
    """The plans of a scenario, to be played on the same faults and measured."""

    def __init__(self, scenario: Scenario, plans: Sequence[Plan], seed: int, engine: str = SIMPY) -> None:
        self.years = ContractYears(scenario, [plan.name for plan in plans], seed, engine)

    def prepare(self) -> None:
        """Make the engine ready, which the first replication would have to wait for otherwise."""
        if self.years.engine == COMPILED:
            prepare(self.years.scenario, self.years.plans, self.years.seed)

    def replicate(self, replication: int) -> tuple[PlanTally, ...]:
        """One contract year under every plan: a tally for each."""
        compiled = self.years.engine == COMPILED
        return tuple(it.measured(compiled) for it in self.years.play(replication))

    def play(self, replications: range) -> tuple[PlanTally, ...]:
        """Several contract years, gathered a few at a time."""
        parts = [replications[first : first + LOOSE] for first in range(0, len(replications), LOOSE)]
        return gathered([gathered([self.replicate(number) for number in part]) for part in parts])


def replicate(scenario: Scenario, plans: Sequence[Plan], seed: int, replication: int) -> tuple[PlanTally, ...]:
    """One contract year under each of `plans`, on the same faults."""
    return Players(scenario, plans, seed).replicate(replication)


def run(
    scenario: Scenario, plans: Sequence[Plan], seed: int, effort: Effort, watch: Watch | None = None
) -> Finished | None:
    """Play `plans` and the ceiling until the run ends; None when it was stopped before a single replication.

    Stopping it by hand (KeyboardInterrupt) keeps what is finished. `EnginesDiffer` if the audit finds a difference.
    """
    return _Run(scenario, (*plans, ceiling(scenario)), seed, effort, watch).finish()


class _Run:
    """A run under way: what has been gathered so far, and how fast it goes."""

    def __init__(
        self, scenario: Scenario, plans: tuple[Plan, ...], seed: int, effort: Effort, watch: Watch | None
    ) -> None:
        self.scenario, self.plans, self.seed, self.effort, self.watch = scenario, plans, seed, effort, watch
        self.players = Players(scenario, plans, seed, effort.engine)
        self.begun = self.ready = self.shown = monotonic()
        self.shown_for = SHOW_AFTER
        self.tallies: list[tuple[PlanTally, ...]] = []
        self.shown_result: Result | None = None
        self.done = 0

    def finish(self) -> Finished | None:
        """Go on until the end or until stopped by hand."""
        try:
            why = self._go_on()
        except KeyboardInterrupt:
            why = INTERRUPTED
        if not self.done:
            return None
        audited = 0 if why == INTERRUPTED or self.effort.engine == SIMPY else min(self.effort.audit, self.done)
        if audited and self.watch is not None:
            self.watch(replace(self._progress(), audited=audited))
        audit(self.scenario, self.players.years.plans, self.seed, range(audited), self.effort.workers)
        most = self.effort.looks[-1]
        result = replace(self._look(), engine=self.effort.engine, audited=audited, ended=why, most=most)
        return Finished(result, why)

    def _go_on(self) -> str:
        """Go from look to look; why it ended."""
        looks = self.effort.looks
        self.players.prepare()
        self.ready = monotonic()
        for look in looks:
            with closing(self._play_until(look)) as playing:
                for tallies in playing:
                    self._take(tallies)
                    if self._out_of_time() and self.done < looks[-1]:
                        return OUT_OF_TIME
            if look < looks[-1] and self._look().widest <= self.effort.precision:
                return PRECISE
        return ENOUGH

    def _play_until(self, look: int) -> Generator[tuple[PlanTally, ...]]:
        """Tallies in the order of their replications. The very first is played here, to see how long one takes."""
        if not self.done:
            yield self.players.play(range(1))
        if self.effort.workers == 1 or look - self.done < 2:
            yield from map(self.players.play, self._chunks(look))
        else:
            threads = self.effort.engine == COMPILED
            yield from by_workers(self.players.play, self._chunks(look), self.effort.workers, threads)

    def _chunks(self, look: int) -> Iterator[range]:
        """The replications still to do, a chunk for a worker. Each is cut when it is asked for, by how fast the run has
        been until then: the first replications take longer than those that find most tables made."""
        first, workers = self.done, self.effort.workers
        while first < look:
            rate = self.done / max(monotonic() - self.ready, 1e-9)
            size = min(LARGEST_CHUNK, int(CHUNK_SECONDS * rate / workers), (look - first) // workers)
            chunk = range(first, first + max(1, size))
            yield chunk
            first = chunk.stop

    def _take(self, tallies: tuple[PlanTally, ...]) -> None:
        """Add finished replications and tell the watcher."""
        self.tallies.append(tallies)
        self.done += int(tallies[0].replications.size)
        if len(self.tallies) >= APART:
            self.tallies = [gathered(self.tallies)]
        if self.watch is not None:
            begun = monotonic()
            if begun - self.shown >= self.shown_for:
                self.shown_result = self._look()
                self.shown = monotonic()
                self.shown_for = max(SHOW_AFTER, SHOWN_FOR * (self.shown - begun))
            self.watch(self._progress())

    def _progress(self) -> Progress:
        seconds = monotonic() - self.ready
        return Progress(self.done, self._likely(), self.effort.looks[-1], seconds, self.shown_result)

    def _look(self) -> Result:
        self.tallies = [gathered(self.tallies)]
        result = summarise(self.scenario, self.plans, self.tallies[0], self.seed, len(self.effort.looks))
        return replace(result, precision=self.effort.precision)

    def _likely(self) -> int:
        """The look at which the run will end, if intervals shrink as the root of the replications grows."""
        looks = self.effort.looks
        if self.shown_result is None or len(looks) == 1:
            return looks[-1]
        needed = self.shown_result.replications * (self.shown_result.widest / self.effort.precision) ** 2
        return next((look for look in looks if look >= max(needed, self.done)), looks[-1])

    def _out_of_time(self) -> bool:
        return self.effort.budget is not None and monotonic() - self.begun >= self.effort.budget


def gathered(tallies: Sequence[tuple[PlanTally, ...]]) -> tuple[PlanTally, ...]:
    """The tallies of each plan made one."""
    return tuple(gather(of_plan) for of_plan in zip(*tallies, strict=True))
