"""The floor: all teams, all waiting jobs and one dispatcher, on SimPy's clock.

SimPy's own resources have a fixed capacity and grant at once; shifts, several teams for one job and a fair order of
simultaneous events need people who come and go and a dispatcher that acts when nothing else is left at the instant
(R22, R23). No statistic is kept here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import heappop, heappush

import simpy

from sim.calendars import FAR
from sim.journey import DISPATCH, READY, TASK, priority
from sim.policies import open_span, take, waiting_order
from sim.rules import Roster, Rules

Window = tuple[Sequence[int], Sequence[int]]
"""A service window: its openings and closings in ms."""


class Moment(simpy.Event):
    """An event of the model: takes place `delay` ms from now, in the order of its kind, row and step (R22)."""

    def __init__(self, env: simpy.Environment, kind: int, row: int, step: int, delay: int = 0) -> None:
        self.env = env
        self.callbacks = []
        self._ok = True
        self._value = None
        self._defused = False
        env.schedule(self, priority(kind, row, step), delay)  # type: ignore[arg-type]

    def then(self, act: Callable[[simpy.Event], None]) -> None:
        """Do `act` when the moment comes."""
        self.callbacks.append(act)


class Job:
    """A step of a fault that waits for a person.

    `turn` comes to pass when its waiting is over: a person of `team` has been found, or none is wanted any more (-1).
    `called_out`: he is called at home for this fault, the first of his pool (R5). `window` gates its start (None:
    nothing does), `opens` and `closes` are the open span in which it may start now or will next (R19).
    """

    __slots__ = ("called_out", "closes", "line", "opens", "order", "row", "team", "turn", "waiting", "window")

    def __init__(
        self, env: simpy.Environment, line: int, row: int, order: tuple[int, int, int, int], window: Window | None
    ) -> None:
        self.line, self.row, self.order, self.window = line, row, order, window
        self.opens, self.closes = (0, FAR) if window is None else open_span(int(env.now), *window)
        self.turn = simpy.Event(env)
        self.waiting = True
        self.team = -1
        self.called_out = False

    def __lt__(self, other: Job) -> bool:
        return self.order < other.order


class Floor:
    """Teams and waiting lines. `present`, `busy` and `until` hold, for each team, the people there, those at work
    (overtime included: who is still busy when his shift returns takes one of its places, R3) and the shift's end."""

    def __init__(self, env: simpy.Environment, rules: Rules, roster: Roster) -> None:
        self.env, self.rules = env, rules
        teams = len(rules.teams)
        self.present = [0] * teams
        self.busy = [0] * teams
        self.until = [0] * teams
        self._waiting: dict[int, list[Job]] = {}
        self._called: set[tuple[int, str]] = set()
        self._dispatch_at = -1
        columns = (roster.at, roster.team, roster.headcount, roster.until)
        self._changes = list(zip(*(column.tolist() for column in columns), strict=True))

    # -- people come and go

    def next_change(self, index: int) -> int:
        """When change number `index` of the roster takes place, or -1 after the last."""
        return int(self._changes[index][0]) if index < len(self._changes) else -1

    def change(self, index: int) -> int:
        """Carry out all changes of the instant of change `index`; the number of the first later one."""
        at = self._changes[index][0]
        while index < len(self._changes) and self._changes[index][0] == at:
            _, team, headcount, until = self._changes[index]
            self.present[team], self.until[team] = headcount, until
            index += 1
        self._wake()
        return index

    # -- jobs

    def join(self, line: int, rank: int, row: int, step: int, window: Window | None = None) -> Job:
        """Put a job at its place in a waiting line. It must be inside its window."""
        job = Job(self.env, line, row, waiting_order(rank, int(self.env.now), row, step), window)
        self._enter(job)
        return job

    def _enter(self, job: Job) -> None:
        heappush(self._waiting.setdefault(job.line, []), job)
        self._wake()

    def leave(self, job: Job) -> None:
        """Take a job out of its line."""
        job.waiting = False

    def release(self, team: int) -> None:
        """A person of `team` is free again."""
        self.busy[team] -= 1
        self._wake()

    # -- dispatch

    def _wake(self) -> None:
        """See that dispatch takes place at this instant, after everything else."""
        if self._waiting and self._dispatch_at != self.env.now:
            self._dispatch_at = int(self.env.now)
            Moment(self.env, DISPATCH, 0, 0).then(self._dispatch)

    def _dispatch(self, _: simpy.Event) -> None:
        """Serve waiting jobs in their order as long as somebody is free for one of them."""
        self._dispatch_at = -1
        while True:
            best, chosen = None, -1
            for line in list(self._waiting):
                job = self._head(line)
                if job is not None and (best is None or job < best):
                    team = self._somebody(line)
                    if team >= 0:
                        best, chosen = job, team
            if best is None:
                return
            self._give(best, chosen)

    def _give(self, job: Job, index: int) -> None:
        """A person of team `index` takes the job. Whether this is a call-out is settled here, in the order of
        dispatch."""
        team = self.rules.teams[index]
        if team.on_call and job.order[3] != TASK and (job.row, team.pool) not in self._called:
            self._called.add((job.row, team.pool))
            job.called_out = True
        self.leave(job)
        self.busy[index] += 1
        job.team = index
        job.turn.succeed()

    def _head(self, line: int) -> Job | None:
        """The first job of a line that still waits and may start; lines that are empty are forgotten."""
        jobs = self._waiting[line]
        while jobs and not (jobs[0].waiting and self._may_start(jobs[0])):
            heappop(jobs)
        if jobs:
            return jobs[0]
        del self._waiting[line]
        return None

    def _may_start(self, job: Job) -> bool:
        """Whether a job's window is open. A job on which it has closed comes back to its old place at the next opening
        (R19); it is looked at only when its turn has come, since before that nothing depends on it."""
        now = int(self.env.now)
        if now < job.closes or job.window is None:
            return True
        job.opens, job.closes = open_span(now, *job.window)
        if job.opens > now:
            row, step = job.order[2:]
            Moment(self.env, READY, row, step, job.opens - now).then(lambda _: self._enter(job))
        return 0 <= job.opens <= now

    def _somebody(self, line: int) -> int:
        """The team that gives somebody for the jobs of a line, by the order of pools, seated before on call; or -1."""
        for seated, on_call in self.rules.lines[line]:
            for teams in (seated, on_call):
                team = take(teams, self.present, self.busy, self.until)
                if team >= 0:
                    return team
        return -1
