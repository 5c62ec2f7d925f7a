"""Planned duties and other contracts' work in SimPy: what people do beside faults (R7, R25).

A task becomes ready, waits in a line for a person of its pool, is worked on, and ends. A duty that is due soon leaves
its place and joins its line anew with a better rank. Journeys are inside a task's duration.
"""

from __future__ import annotations

import simpy

from sim.floor import Job
from sim.journey import END, RAISED, TASK, TIMER
from sim.outcomes import Stint
from sim.play import Play, Way


def coming(play: Play) -> Way:
    """Tasks become ready one after the other; the next one waits outside the calendar of events."""
    tasks = play.tasks
    for task in tasks.coming:
        yield play.moment(RAISED, tasks.first_row + task, TASK, tasks.ready[task] - play.now)
        play.env.process(done(play, task))


def done(play: Play, task: int) -> Way:
    """A task from its instant to its end, and what follows it."""
    tasks, record, row = play.tasks, play.record, play.tasks.first_row + task
    record.task_ready[task] = play.now
    before_urgent = tasks.urgent_at[task] - play.now
    if before_urgent > 0 or tasks.urgent_at[task] < 0:
        job = play.floor.join_ranked((tasks.line[task], row, TASK), tasks.rank[task])
        if before_urgent > 0:
            leave_when_urgent(play, job, row, before_urgent)
        yield job.turn
    else:
        job = None
    if job is None or job.team < 0:
        job = play.floor.join_ranked((tasks.line[task], row, TASK), tasks.urgent_rank[task])
        yield job.turn
    stint = begun(play, task, job)
    yield play.moment(END, row, TASK, tasks.work[task])
    record.task_ended[task] = stint.work_to = play.now
    play.free(row, TASK)
    ended(play, task)


def leave_when_urgent(play: Play, job: Job, row: int, delay: int) -> None:
    """The task leaves its place when the time comes from which on it is urgent; it then joins anew."""

    def leave(_: simpy.Event) -> None:
        if job.waiting:
            play.floor.leave(job)
            job.turn.succeed()

    play.moment(TIMER, row, TASK, delay).then(leave)


def begun(play: Play, task: int, job: Job) -> Stint:
    """A person has been found, and begins at once."""
    play.record.task_started[task], play.record.task_team[task] = play.now, job.team
    stint = play.stretch(job.row, TASK, job)
    stint.work_from = play.now
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
