"""The dispatcher: one order for all, whoever joined first in the calendar of events."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import simpy

from sim.floor import Floor, Job, Moment
from sim.journey import END, RAISED, READY
from sim.lines import Line
from sim.rules import Roster
from sim.teams import Team

FOREVER = 10**9


def floor(headcounts: tuple[int, ...], lines, on_call: tuple[int, ...] = ()) -> tuple[simpy.Environment, Floor]:
    """A floor whose teams are present from time 0 on."""
    env = simpy.Environment()
    teams = tuple(Team("pool", "", str(i), i in on_call, n, None, 0, 0) for i, n in enumerate(headcounts))  # type: ignore[arg-type]
    count = len(headcounts)
    columns = [np.zeros(count), np.arange(count), np.array(headcounts), np.full(count, FOREVER)]
    roster = Roster(*(column.astype(np.int64) for column in columns))
    rules = SimpleNamespace(
        teams=teams,
        lines=tuple(line if isinstance(line, Line) else Line(line) for line in lines),
        rank=(0, 1, 2, 3),
        by_deadline=False,
        strikes=(0, 0, 0, 0),
        interruptible=(True,) * 10,
        handed_over=(False,) * 10,
    )
    made = Floor(env, rules, roster)  # type: ignore[arg-type]
    made.change(0)
    return env, made


def join(made: Floor, line: int, level: int, row: int, step: int) -> Job:
    """A job of a level joins a line; levels are ranked by their number."""
    return made.join((line, row, step), level, deadline=0)


def served(env: simpy.Environment, *jobs) -> list[tuple[int, int]]:
    """Run, and say which team each job got (-1: none)."""
    env.run()
    return [job.team for job in jobs]


def test_the_better_rank_is_served_first_although_it_came_later() -> None:
    env, made = floor((1,), ((((0,), ()),),))
    ordinary, urgent = join(made, 0, 1, row=0, step=2), join(made, 0, 0, row=5, step=2)
    assert served(env, ordinary, urgent) == [-1, 0]


def test_a_job_that_nobody_free_can_serve_is_passed_over() -> None:
    env, made = floor((0, 1), ((((0,), ()),), (((1,), ()),)))
    first, second = join(made, 0, 0, row=0, step=2), join(made, 1, 3, row=9, step=2)
    assert served(env, first, second) == [-1, 1]


def test_pools_are_asked_in_order_and_on_call_after_seated_of_the_same_pool() -> None:
    line = (((0,), (1,)), ((2,), ()))
    env, made = floor((1, 1, 1), (line,), on_call=(1,))
    jobs = [join(made, 0, 0, row=i, step=2) for i in range(4)]
    assert served(env, *jobs) == [0, 1, 2, -1]


def test_a_person_released_at_an_instant_serves_a_job_of_that_instant() -> None:
    env, made = floor((1,), ((((0,), ()),),))
    first = join(made, 0, 0, row=0, step=2)
    env.run()
    later = []
    Moment(env, RAISED, 1, 0, 10).then(lambda _: later.append(join(made, 0, 0, row=1, step=2)))
    Moment(env, END, 0, 2, 10).then(lambda _: made.release(first.team))
    env.run()
    assert later[0].team == 0
    assert env.now == 10


def test_a_call_out_counts_once_for_each_fault_and_pool() -> None:
    env, made = floor((2,), ((((), (0,)),),), on_call=(0,))
    jobs = [join(made, 0, 0, row=4, step=2), join(made, 0, 0, row=4, step=5)]
    env.run()
    assert [job.called_out for job in jobs] == [True, False]


def test_who_is_busy_when_his_shift_returns_takes_one_of_its_places() -> None:
    env, made = floor((1,), ((((0,), ()),),))
    join(made, 0, 0, row=0, step=2)
    env.run()
    made.present[0] = 0  # his shift ends while he works, and returns
    made.present[0] = 1
    waiting = join(made, 0, 0, row=1, step=2)
    assert served(env, waiting) == [-1]


def test_moments_of_one_instant_go_by_kind_row_and_step_not_by_insertion() -> None:
    env = simpy.Environment()
    seen: list[str] = []
    for name, kind, row in (("raised", RAISED, 0), ("ready", READY, 1), ("end 7", END, 7), ("end 2", END, 2)):
        Moment(env, kind, row, 0, 5).then(lambda _, name=name: seen.append(name))
    env.run()
    assert seen == ["end 2", "end 7", "ready", "raised"]


def test_who_is_held_back_serves_only_those_he_is_kept_for() -> None:
    choices = (((0,), ()),)
    env, made = floor((2,), (Line(choices, keep=1), Line(choices)))
    ordinary = [join(made, 0, 2, row=i, step=2) for i in range(2)]
    assert served(env, *ordinary) == [0, -1]
    urgent = join(made, 1, 0, row=5, step=2)
    assert served(env, urgent, ordinary[1]) == [0, -1]


def test_after_some_waiting_the_next_pool_is_asked_and_not_before() -> None:
    narrow, wide = Line((((0,), ()),), wider=1, wider_after=10), Line((((0,), ()), ((1,), ())))
    env, made = floor((0, 1), (narrow, wide))
    job = join(made, 0, 0, row=0, step=2)
    env.run(until=10)
    assert job.team == -1
    env.run()
    assert (job.team, env.now) == (1, 10)
