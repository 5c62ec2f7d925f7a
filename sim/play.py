"""One replication in play: SimPy's clock, the floor, the record, and where every fault stands.

`Play` knows how steps begin, end and are withdrawn, and how a step gets a person; what a step *is* stands in `model`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from math import inf

import numpy as np
import simpy

from sim import policies
from sim.fate import Fate, TaskFate, fate_of
from sim.floor import DISPLACED, Floor, Job, Moment
from sim.journey import END, HOTLINE, HQ_SUPPORT, HQ_TRIP, RAISED, READY, SECOND_VISIT, SENIOR, WITH_SENIOR
from sim.outcomes import FAILED, NEVER, PASSED_OVER, SOLVED, WITHDRAWN, Record, Stint
from sim.rules import Roster, Rules
from sim.scenario import STEPS
from sim.workload import Workload

Way = Generator[simpy.Event, object, None]
"""A step of a fault as a SimPy process."""

BIT = tuple(1 << step for step in range(len(STEPS)))


class PlannedTasks:
    """The tasks of a replication and what becomes of them, as plain lists (see `fate.TaskFate`). `left[group]` people
    of an occasion have not done their part yet; when all have, the tasks in `followers[group]` become ready."""

    def __init__(self, workload: Workload, fate: TaskFate) -> None:
        tasks = workload.tasks
        self.first_row, self.to_follow = workload.faults, int(fate.followed.sum())
        self.ready, self.coming = fate.ready.tolist(), fate.coming.tolist()
        self.followed, self.line = fate.followed.tolist(), fate.line.tolist()
        self.interruptible = fate.interruptible.tolist()
        self.rank, self.urgent_at = fate.rank.tolist(), fate.urgent_at.tolist()
        self.urgent_rank, self.work, self.group = fate.urgent_rank.tolist(), tasks.work.tolist(), tasks.group.tolist()
        self.left: dict[int, int] = {}
        self.followers: dict[int, list[int]] = {}
        for task in np.flatnonzero(fate.happens).tolist():
            self.left[self.group[task]] = self.left.get(self.group[task], 0) + 1
            if tasks.parent[task] >= 0:
                self.followers.setdefault(int(tasks.parent[task]), []).append(task)


class Play:
    """The state of a replication.

    `possible[path]` are the steps of a path with what each needs. `ended[row]` and `begun[row]` are bit masks of
    steps; `active[row]` holds the processes that a restoration would withdraw; `holder[row, step]` is the stretch of
    the person who has it, and his job; `open_faults` and `away` count what is still to be followed: faults and planned
    duties, and people at work or on the road. `comes_back` as in `Workload`; what
    happens when a fault is raised is told by `report`.
    """

    def __init__(
        self,
        rules: Rules,
        roster: Roster,
        workload: Workload,
        ways: Mapping[int, Callable[[Play, int, int], Way]],
        report: Callable[[Play, int], None],
    ) -> None:
        self.env = simpy.Environment()
        self.rules, self.ways, self.report = rules, ways, report
        self.possible = [[(step, masks) for step, masks in enumerate(row) if masks] for row in rules.needs]
        self.floor = Floor(self.env, rules, roster)
        self.record = Record(workload.faults, len(STEPS), workload.tasks.count)
        fate = fate_of(rules, workload)
        self._look_up(rules, workload, fate)
        self.tasks = PlannedTasks(workload, fate.tasks)
        self.ended = [0] * workload.faults
        self.begun = [0] * workload.faults
        self.active: list[dict[int, simpy.Process]] = [{} for _ in range(workload.faults)]
        self.holder: dict[tuple[int, int], tuple[Stint, Job]] = {}
        self.open_faults = workload.faults + self.tasks.to_follow
        self.logged_open = [[0] * len(rules.levels) for _ in rules.sites]
        self.away = 0

    def _look_up(self, rules: Rules, workload: Workload, fate: Fate) -> None:
        """Columns as plain lists, which Python reads several times faster than arrays."""
        self.raised, self.back_after = workload.raised[: workload.arriving].tolist(), workload.back_after.tolist()
        self.comes_back = workload.comes_back.tolist()
        self.question_after = workload.question_after.tolist()
        self.question_delay = workload.question_delay.tolist()
        self.level, self.site = workload.level.tolist(), workload.site.tolist()
        self.work, self.prepare = workload.work.T.tolist(), workload.prepare.T.tolist()
        self.patience, self.redial_after = workload.patience.tolist(), workload.redial_after.tolist()
        self.other_way = workload.other_way.tolist()
        self.to_airport, self.onward = workload.to_airport.tolist(), (workload.flight + workload.to_site).tolist()
        self.hq_home = workload.hq_home.tolist()
        self.path, self.solves = fate.path.tolist(), fate.solves.T.tolist()
        self.again, self.granted = fate.again.tolist(), fate.granted.tolist()
        self.redials, self.permit = fate.redials.tolist(), fate.permit.tolist()
        self.travel, self.home = fate.travel.tolist(), fate.home.tolist()
        self.allowance = rules.allowance.tolist()
        self.ready_in = fate.ready_in.tolist()
        self.busy_u, self.off = workload.busy_u.tolist(), fate.off.tolist()
        self.windows = [(window.opens.tolist(), window.closes.tolist()) for window in rules.window]
        self.permit_hours = [(hours.opens.tolist(), hours.closes.tolist()) for hours, _ in rules.permit]

    @property
    def going_on(self) -> bool:
        """Whether anything is left to be followed, and can still happen."""
        return bool(self.open_faults or self.away) and self.env.peek() != inf

    @property
    def now(self) -> int:
        """The time in ms."""
        return int(self.env.now)

    def moment(self, kind: int, row: int, step: int, delay: int = 0) -> Moment:
        """An event of a fault's step, `delay` ms from now."""
        return Moment(self.env, kind, row, step, delay)

    # ------------------------------------------------------------------ a fault's way

    def begin(self, row: int, step: int) -> None:
        """A step's turn has come."""
        self.begun[row] |= BIT[step]
        self.record.requested[step][row] = self.now
        self.active[row][step] = self.env.process(self.ways[step](self, row, step))

    def advance(self, row: int) -> None:
        """Begin every step that has all it needs (the table of `journey`)."""
        for step, alternatives in self.possible[self.path[row]]:
            if self.begun[row] & BIT[step] or not self._any_ended(row, alternatives):
                continue
            if step == HQ_SUPPORT and not self.rules.hq_support[self.level[row]]:
                continue
            if step == SECOND_VISIT and not self.again[row]:
                self.pass_over(row, step)
            else:
                self.begin(row, step)

    def _any_ended(self, row: int, alternatives: tuple[int, ...]) -> bool:
        """Whether all steps of one of the bit masks have ended unsolved."""
        missing = ~self.ended[row]
        return any(not bits & missing for bits in alternatives)

    def pass_over(self, row: int, step: int) -> None:
        """The fault does not have this step; it counts as failed (R16)."""
        self.begun[row] |= BIT[step]
        self.ended[row] |= BIT[step]
        self.record.how[step][row] = PASSED_OVER

    def end(self, row: int, step: int, how: int) -> None:
        """A step has ended: the fault is restored, or what comes next begins."""
        self.active[row].pop(step, None)
        self.record.ended[step][row] = self.now
        self.record.how[step][row] = how
        self.ended[row] |= BIT[step]
        if how == SOLVED:
            self._restore(row, step)
            return
        if HQ_TRIP in self.active[row] and self.environment_known(row):
            self.withdraw(row, HQ_TRIP)
        self.advance(row)

    def ended_as_drawn(self, row: int, step: int) -> None:
        """A step's work is done; the draw says whether that was the cure."""
        self.end(row, step, SOLVED if self.solves[step][row] else FAILED)

    def environment_known(self, row: int) -> bool:
        """Whether it has been found out that the environment is at fault (R16)."""
        return self._any_ended(row, self.rules.reveals[self.path[row]])

    def restored(self, row: int) -> bool:
        """Whether service is back."""
        return self.record.restored[row] != NEVER

    def _restore(self, row: int, step: int) -> None:
        """Service is back; all other branches are withdrawn at this instant (R18)."""
        record = self.record
        record.restored[row], record.restored_by[row] = self.now, step
        self.replied(row)
        if record.permitted[row] > self.now:
            record.permitted[row] = record.granted[row] = NEVER
        if record.informed[row] > self.now:
            record.informed[row] = NEVER
        self.open_faults -= 1
        self.logged_open[self.site[row]][self.level[row]] -= 1
        for other in sorted(self.active[row]):
            self.withdraw(row, other)
        again = self.comes_back[row]
        if again >= 0:
            self.moment(RAISED, again, HOTLINE, self.back_after[again]).then(lambda _: self.report(self, again))

    def withdraw(self, row: int, step: int) -> None:
        """Call a step off; its process sees to the person."""
        process = self.active[row].pop(step)
        self.record.ended[step][row] = self.now
        self.record.how[step][row] = WITHDRAWN
        process.interrupt()

    def contacted(self, row: int) -> None:
        """Our people and the customer are in contact, by phone or on site."""
        if self.record.contacted[row] == NEVER:
            self.record.contacted[row] = self.now

    def replied(self, row: int) -> None:
        """The customer has a substantive answer."""
        if self.record.replied[row] == NEVER:
            self.record.replied[row] = self.now

    # ------------------------------------------------------------------ the hotline

    def chain(self, row: int) -> tuple[int, ...]:
        """The numbers that the caller dials, in turn (R8)."""
        return self.rules.chains[self.level[row]][self.site[row]]

    def lines_before(self, row: int, place: int) -> int:
        """How many waiting lines come before a place in the caller's chain."""
        return sum(self.rules.numbers[number].line >= 0 for number in self.chain(row)[:place])

    def phone_answers(self, row: int, index: int, dial: int) -> bool:
        """Whether the carried phone with this number answers now. Who carries it is kept busy by faults that are
        registered and not yet restored; the caller's own is none of these yet."""
        number, off = self.rules.numbers[index], self.off[index]
        counts = self.logged_open[self.site[row]]
        at_work = sum(count for count, with_it in zip(counts, number.busy_with, strict=True) if with_it)
        switched_off = off[min(policies.phone_shift(self.now), len(off) - 1)]
        return policies.phone_answers(switched_off, number.busy, at_work, self.busy_u[row][dial][number.owner])

    # ------------------------------------------------------------------ people

    def person(self, row: int, step: int) -> Generator[simpy.Event, object, Stint | None]:
        """Wait for the service window (R19) and for a person; None when withdrawn before one was found."""
        job = None
        try:
            yield self._at_opening(row, step)
            self.record.ready[step][row] = self.now
            job = self.join(row, step)
            yield job.turn
        except simpy.Interrupt:
            if job is not None:
                self.floor.leave(job)
            return None
        # Time outside the window is no waiting for a person.
        self.record.ready[step][row] = max(self.record.ready[step][row], job.opens)
        return self.taken(row, step, job)

    def _at_opening(self, row: int, step: int) -> simpy.Event:
        """The moment at which a job may join its line: now or at the window's next opening; never if none follows."""
        if not self.rules.gated[step]:
            return self.moment(READY, row, step)
        opening = policies.next_opening(self.now, *self.windows[self.level[row]])
        return self.moment(READY, row, step, opening - self.now) if opening >= 0 else simpy.Event(self.env)

    def join(self, row: int, step: int, line: int = -1) -> Job:
        """Put a step into its waiting line, or into this one."""
        level = self.level[row]
        if line < 0:
            by_senior = step == HQ_TRIP and self.path[row] & WITH_SENIOR
            line = self.rules.queue[SENIOR if by_senior else step][level][self.site[row]]
        window = self.windows[level] if self.rules.gated[step] else None
        return self.floor.join((line, row, step), level, self._deadline(row, step), window)

    def _deadline(self, row: int, step: int) -> int:
        """The internal deadline by which a step is served where that is the order (R23)."""
        logged = self.record.logged[row]
        begun = self.record.raised[row] if logged == NEVER else logged
        return int(begun + self.allowance[self.level[row]][self.site[row]][step])

    def taken(self, row: int, step: int, job: Job) -> Stint:
        """A person has been found for a step."""
        self.record.started[step][row] = self.now
        self.record.team[step][row] = job.team
        return self.stretch(row, step, job)

    def stretch(self, row: int, step: int, job: Job) -> Stint:
        """The stretch of a person's time that begins now."""
        stint = Stint(row, step, job.team, self.now, job.called_out)
        self.record.stints.append(stint)
        self.holder[row, step] = stint, job
        self.away += 1
        return stint

    def get_ready(self, stint: Stint) -> Way:
        """Who is called at home needs time before he can begin, once for each fault and pool (R5)."""
        if stint.called_out:
            yield self.moment(END, stint.row, stint.step, self.ready_in[self.rules.teams[stint.team].ready][stint.row])

    def work_on(self, row: int, step: int, length: int, journey: Callable[[Play, Stint], Way] | None = None) -> Way:
        """Work on a step for `length` ms; the work is over when it is done or called off. When the person is taken
        away, the next one does the rest (R24), after a `journey` of his own where the work needs one."""
        left = length
        while True:
            stint, job = self.holder[row, step]
            if stint.work_from == NEVER:
                stint.work_from = self.now
            begun = self.now
            self.floor.begin_work(job, stint.work_from)
            try:
                yield self.moment(END, row, step, left)
                return
            except simpy.Interrupt as interrupt:
                if interrupt.cause != DISPLACED:
                    raise
            finally:
                stint.work_to = self.now
                self.floor.end_work(job)
            left -= self.now - begun
            self.displaced(stint)
            yield from self.next_person(row, step, journey)

    def displaced(self, stint: Stint) -> None:
        """A person was taken away from his work; the floor has given him other work already."""
        stint.free = self.now
        self.away -= 1

    def next_person(self, row: int, step: int, journey: Callable[[Play, Stint], Way] | None = None) -> Way:
        """Wait for somebody to go on with work that was begun; the job is at its old place in line already."""
        _, job = self.holder[row, step]
        try:
            yield job.turn
        except simpy.Interrupt:
            self.floor.leave(job)
            raise
        stint = self.stretch(row, step, job)
        yield from self.get_ready(stint)
        if journey is not None:
            yield from journey(self, stint)

    def free(self, row: int, step: int) -> None:
        """The person who has a step is back; nothing to do if he was taken away."""
        stint, _ = self.holder[row, step]
        if stint.free == NEVER:
            stint.free = self.now
            self.away -= 1
            self.floor.release(stint.team)
