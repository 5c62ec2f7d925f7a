"""Planned duties and other contracts' work in SimPy: what people do beside faults (R7, R25).

A task becomes ready, waits in a line for a person of its pool, is worked on, and ends. A duty that is due soon leaves
its place and joins its line anew with a better rank. Urgent faults may break into a task, and it may be handed over at
the end of a shift (R24, R3). Journeys are inside a task's duration.
"""

from __future__ import annotations

import simpy

from sim.floor import Job
from sim.journey import END, RAISED, TASK, TIMER
from sim.outcomes import NEVER, Stint
from sim.play import Play, Way


def coming(play: Play) -> Way:
    """Tasks become ready one after the other; the next one waits outside the calendar of events."""
    tasks = play.tasks
    for task in tasks.coming:
        yield play.moment(RAISED, tasks.first_row + task, TASK, tasks.ready[task] - play.now)
        play.env.process(done(play, task))


def done(play: Play, task: int) -> Way:
    """A task from its instant to its end, and what follows it. Who is taken away from it leaves the rest to others."""
    play.record.task_ready[task] = play.now
    job, left = join(play, task), play.tasks.work[task]
    while True:
        yield job.turn
        if job.team < 0:
            job = play.floor.join_ranked((job.line, job.row, TASK), play.tasks.urgent_rank[task])
            continue
        stint, begin = begun(play, task, job), play.now
        try:
            yield play.moment(END, job.row, TASK, left)
            break
        except simpy.Interrupt:
            left -= play.now - begin
            play.displaced(stint)
        finally:
            stint.work_to = play.now
            play.floor.end_work(job)
    play.record.task_ended[task] = play.now
    play.free(job.row, TASK)
    ended(play, task)


def join(play: Play, task: int) -> Job:
    """The task waits in its line; when it becomes urgent there, it will leave its place."""
    tasks = play.tasks
    before_urgent = tasks.urgent_at[task] - play.now
    urgent = 0 <= tasks.urgent_at[task] <= play.now
    where = tasks.line[task], tasks.first_row + task, TASK
    job = play.floor.join_ranked(where, tasks.urgent_rank[task] if urgent else tasks.rank[task])
    if before_urgent > 0:
        leave_when_urgent(play, job, before_urgent)
    return job


def leave_when_urgent(play: Play, job: Job, delay: int) -> None:
    """The task leaves its place when the time comes from which on it is urgent; it then joins anew."""

    def leave(_: simpy.Event) -> None:
        if job.waiting:
            play.floor.leave(job)
            job.turn.succeed()

    play.moment(TIMER, job.row, TASK, delay).then(leave)


def begun(play: Play, task: int, job: Job) -> Stint:
    """A person has been found, and begins at once."""
    record = play.record
    if record.task_started[task] == NEVER:
        record.task_started[task], record.task_team[task] = play.now, job.team
    stint = play.stretch(job.row, TASK, job)
    stint.work_from = play.now
    if play.tasks.interruptible[task]:
        play.floor.begin_work(job, play.now)
    return stint


def ended(play: Play, task: int) -> None:
    """One person has done his part. With the last of them the duty is done, and what follows it becomes ready."""
    tasks = play.tasks
    play.open_faults -= tasks.followed[task]
    group = tasks.group[task]
    tasks.left[group] -= 1
    if not tasks.left[group]:
        for follower in tasks.followers.get(group, ()):
            begins(play, follower)


def begins(play: Play, task: int) -> None:
    """A task that follows another becomes ready at this instant."""
    play.moment(RAISED, play.tasks.first_row + task, TASK).then(lambda _: _begin(play, task))


def _begin(play: Play, task: int) -> None:
    play.env.process(done(play, task))
