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
from sim.journey import DISPATCH, OVERFLOW, READY, TASK, priority
from sim.policies import open_span, place_in_line, sooner_displaced, take
from sim.rules import Roster, Rules

Window = tuple[Sequence[int], Sequence[int]]
"""A service window: its openings and closings in ms."""

NO_LEVEL = -1
"""The level of a task."""

DISPLACED = "displaced"
"""Why a process is interrupted whose person is taken away: it waits for another one."""


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
    nothing does), `opens` and `closes` are the open span in which it may start now or will next (R19); `shut`: the job
    is out of its line until the next opening. Once somebody is at work on it, `process` is the one that is told when he
    is taken away, and `begun` is when his work began.
    """

    __slots__ = (
        "begun",
        "called_out",
        "closes",
        "level",
        "line",
        "opens",
        "place",
        "process",
        "rank",
        "row",
        "shut",
        "step",
        "team",
        "turn",
        "waiting",
        "window",
    )

    def __init__(
        self,
        env: simpy.Environment,
        where: tuple[int, int, int],
        level: int,
        rank: int,
        place: int,
        window: Window | None,
    ) -> None:
        self.line, self.row, self.step = where
        self.level, self.rank, self.place, self.window = level, rank, place, window
        self.opens, self.closes = (0, FAR) if window is None else open_span(int(env.now), *window)
        self.turn = simpy.Event(env)
        self.waiting, self.shut = True, False
        self.team = self.begun = -1
        self.called_out = False
        self.process: simpy.Process | None = None

    def __lt__(self, other: Job) -> bool:
        return (self.place, self.row, self.step) < (other.place, other.row, other.step)

    def displaced_before(self, other: Job) -> bool:
        """Whether its person is taken away before that of another job at work (R24)."""
        return sooner_displaced(
            self.rank, self.begun, self.row, self.step, other.rank, other.begun, other.row, other.step
        )


class Floor:
    """Teams and waiting lines. `present`, `busy` and `until` hold, for each team, the people there, those at work
    (overtime included: who is still busy when his shift returns takes one of its places, R3) and the shift's end."""

    def __init__(self, env: simpy.Environment, rules: Rules, roster: Roster) -> None:
        self.env, self.rules = env, rules
        teams = len(rules.teams)
        self.present = [0] * teams
        self.busy = [0] * teams
        self.until = [0] * teams
        self._at_work: list[list[Job]] = [[] for _ in range(teams)]
        self._waiting: dict[int, list[Job]] = {}
        self._called: set[tuple[int, str]] = set()
        self._interrupting = any(rules.strikes)
        self._dispatch_at = -1
        columns = (roster.at, roster.team, roster.headcount, roster.until)
        self._changes = list(zip(*(column.tolist() for column in columns), strict=True))

    # -- people come and go

    def next_change(self, index: int) -> int:
        """When change number `index` of the roster takes place, or -1 after the last."""
        return int(self._changes[index][0]) if index < len(self._changes) else -1

    def change(self, index: int) -> int:
        """Carry out all changes of the instant of change `index`; the number of the first later one."""
        at, first = self._changes[index][0], index
        while index < len(self._changes) and self._changes[index][0] == at:
            _, team, headcount, until = self._changes[index]
            self.present[team], self.until[team] = headcount, until
            index += 1
        for _, team, _, _ in self._changes[first:index]:
            self._hand_over(team)
        self._wake()
        return index

    def _hand_over(self, team: int) -> None:
        """Who is there no longer gives his work back, as far as it can be handed over (R3)."""
        while self.busy[team] > self.present[team]:
            may_go = [job for job in self._at_work[team] if self.rules.handed_over[job.step]]
            job = _first_displaced(may_go)
            if job is None:
                return
            self._displace(job)

    # -- jobs

    def join(self, where: tuple[int, int, int], level: int, deadline: int, window: Window | None = None) -> Job:
        """Put a job (line, row, step) of a `level` at its place in its waiting line. It must be inside its window."""
        rank = self.rules.rank[level]
        return self._join(Job(self.env, where, level, rank, self._place(rank, deadline), window))

    def join_ranked(self, where: tuple[int, int, int], rank: int) -> Job:
        """The same for a task, which has no level and interrupts nobody; where faults go by their deadlines it stands
        as at a rank all the same."""
        return self._join(Job(self.env, where, NO_LEVEL, rank, place_in_line(False, rank, int(self.env.now), 0), None))

    def _place(self, rank: int, deadline: int) -> int:
        return place_in_line(self.rules.by_deadline, rank, int(self.env.now), deadline)

    def _join(self, job: Job) -> Job:
        self._enter(job)
        self._widen_later(job, int(self.env.now))
        return job

    def _enter(self, job: Job) -> None:
        job.shut = False
        heappush(self._waiting.setdefault(job.line, []), job)
        self._wake()

    def _widen_later(self, job: Job, joined: int) -> None:
        """After some waiting more pools are asked: the job goes over to a wider line."""
        line = self.rules.lines[job.line]
        if line.wider >= 0:
            delay = joined + line.wider_after - int(self.env.now)
            Moment(self.env, OVERFLOW, job.row, job.step, delay).then(lambda _: self._widen(job, line.wider, joined))

    def _widen(self, job: Job, line: int, joined: int) -> None:
        if job.waiting and job.process is None:
            job.line = line
            if not job.shut:
                self._enter(job)
            self._widen_later(job, joined)

    def rejoin(self, job: Job) -> None:
        """A job that was begun goes back to its old place in line, for what is left of it. What has begun is not held
        up by its window (R19)."""
        job.team, job.turn, job.waiting = -1, simpy.Event(self.env), True
        job.window, job.closes = None, FAR
        self._enter(job)

    def leave(self, job: Job) -> None:
        """Take a job out of its line."""
        job.waiting = False

    def begin_work(self, job: Job, begun: int) -> None:
        """Somebody is at work on a job since `begun`; from now on he can be taken away from it, by the process that is
        active."""
        if self.rules.interruptible[job.step]:
            job.begun, job.process = begun, self.env.active_process
            self._at_work[job.team].append(job)
            if self._interrupting:
                self._wake()

    def end_work(self, job: Job) -> None:
        """The work on a job is over, or broken off."""
        if job.team >= 0 and job in self._at_work[job.team]:
            self._at_work[job.team].remove(job)

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
            best, chosen, victim = None, -1, None
            for line in list(self._waiting):
                job = self._head(line)
                if job is not None and (best is None or job < best):
                    team = self._somebody(line)
                    other = self._victim(job) if team < 0 else None
                    if team >= 0 or other is not None:
                        best, chosen, victim = job, team, other
            if best is None:
                return
            if victim is not None:
                chosen = victim.team
                self._displace(victim)
            self._give(best, chosen, victim is None)

    def _give(self, job: Job, index: int, from_home: bool) -> None:
        """A person of team `index` takes the job. Whether this is a call-out is settled here, in the order of
        dispatch; who is taken from other work is up and about already."""
        team = self.rules.teams[index]
        first_call = job.step != TASK and (job.row, team.pool) not in self._called
        job.called_out = from_home and team.on_call and first_call
        if job.called_out:
            self._called.add((job.row, team.pool))
        self.leave(job)
        self.busy[index] += 1
        job.team = index
        job.turn.succeed()

    def _victim(self, job: Job) -> Job | None:
        """The work that is broken into for a job nobody is free for (R24): of the most preferred people who are at work
        on something the job's level may interrupt. Nobody is taken from a team some of whom work overtime: they go home
        after what they have in hand (R3)."""
        strikes = 0 if job.level == NO_LEVEL else self.rules.strikes[job.level]
        if strikes:
            for choice in self.rules.lines[job.line].choices:
                for teams in choice:
                    in_time = [team for team in teams if self.busy[team] <= self.present[team]]
                    at_work = (other for team in in_time for other in self._at_work[team])
                    found = _first_displaced([other for other in at_work if _strikes(job, strikes, other)])
                    if found is not None:
                        return found
        return None

    def _displace(self, job: Job) -> None:
        """Take away the person who is at work on a job; it goes back to its old place in line."""
        self.end_work(job)
        self.busy[job.team] -= 1
        assert job.process is not None
        job.process.interrupt(DISPLACED)
        self.rejoin(job)

    def _head(self, line: int) -> Job | None:
        """The first job of a line that still waits there and may start; lines that are empty are forgotten."""
        jobs = self._waiting[line]
        while jobs and not (jobs[0].waiting and jobs[0].line == line and self._may_start(jobs[0])):
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
        job.shut = not 0 <= job.opens <= now
        if job.opens > now:
            Moment(self.env, READY, job.row, job.step, job.opens - now).then(lambda _: self._enter(job))
        return not job.shut

    def _somebody(self, line: int) -> int:
        """The team that gives somebody for the jobs of a line, by the order of pools, seated before on call; or -1."""
        asked = self.rules.lines[line]
        for seated, on_call in asked.choices:
            for teams, keep in ((seated, asked.keep), (on_call, 0)):
                team = take(teams, 0, len(teams), self.present, self.busy, self.until, keep)
                if team >= 0:
                    return team
        return -1


def _strikes(job: Job, strikes: int, other: Job) -> bool:
    """Whether a job of a level that `strikes` others (bits) may break into another job: the work of these levels, and
    tasks of lower rank."""
    return job.rank < other.rank if other.level == NO_LEVEL else bool(strikes >> other.level & 1)


def _first_displaced(jobs: Sequence[Job]) -> Job | None:
    """The job whose person is taken away first, or None without any."""
    worst = None
    for job in jobs:
        if worst is None or job.displaced_before(worst):
            worst = job
    return worst
