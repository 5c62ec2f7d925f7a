"""The SimPy model: one fault's way from the first dial to restoration.

`simulate(rules, roster, workload)` plays one replication under one plan and returns what happened. Each step of a
fault is a process below, in the order of the contract's procedure. When a step ends unsolved the table of `journey`
says what begins next; the first step that restores the fault withdraws all others, which their processes meet as an
interrupt (R18). Nothing is drawn, counted or judged here.
"""

from __future__ import annotations

from collections.abc import Generator

import simpy

from sim import policies
from sim.floor import Job
from sim.journey import (
    ARRIVE,
    CONTACT,
    DIAGNOSIS,
    END,
    FREE,
    GIVE_UP,
    HANDOVER,
    HOTLINE,
    HQ_SUPPORT,
    HQ_TRIP,
    ONSITE,
    RAISED,
    READY,
    REMOTE,
    ROSTER,
    SECOND_VISIT,
    THIRD_PARTY,
    TIMER,
)
from sim.outcomes import FAILED, NEVER, REFUSED, SOLVED, Outcomes, Stint
from sim.planned import coming
from sim.play import BIT, Play, Way
from sim.rules import Roster, Rules
from sim.workload import Workload

PHONE = (CONTACT, DIAGNOSIS)
"""The parts of the one job of one person (R10)."""


def simulate(rules: Rules, roster: Roster, workload: Workload) -> Outcomes:
    """Play the faults of `workload` under `rules` with the people of `roster`.

    The play ends when every fault is restored, every planned duty done and everybody back, or when the laid-out time
    ends; what is open then has no end in the record. Other contracts' work that nobody has begun by then never is.
    """
    play = Play(rules, roster, workload, WAYS, report)
    play.env.process(arrivals(play))
    play.env.process(shifts(play))
    play.env.process(coming(play))
    while play.going_on:
        play.env.step()
    return play.record.outcomes()


def arrivals(play: Play) -> Way:
    """Faults are raised one after the other; the next one waits outside the calendar of events."""
    for row, raised in enumerate(play.raised):
        yield play.moment(RAISED, row, HOTLINE, raised - play.now)
        report(play, row)


def shifts(play: Play) -> Way:
    """People come and go (R3), until nothing is left to do."""
    index = 0
    while (at := play.floor.next_change(index)) >= 0 and (play.open_faults or play.away):
        yield play.moment(ROSTER, 0, 0, at - play.now)
        index = play.floor.change(index)


# ------------------------------------------------------------------ reporting a fault


def report(play: Play, row: int) -> None:
    """A fault is raised, for the first time or once more (R20)."""
    play.record.raised[row] = play.now
    if play.rules.written[HOTLINE]:
        play.begin(row, HOTLINE)
    else:
        log(play, row, FAILED)


def intake(play: Play, row: int, step: int) -> Way:
    """The customer dials one number after the other, begins anew or reports another way (R8)."""
    for dial, again in enumerate(play.redials[row]):
        for place, number in enumerate(play.chain(row)):
            play.record.dials[row] += 1
            yield play.moment(READY, row, step)
            play.record.ready[step][row] = play.now
            if play.rules.numbers[number].line >= 0:
                connected = yield from hold(play, row, step, dial, place)
            else:
                connected = play.phone_answers(row, number, dial)
                if connected:
                    play.record.started[step][row] = play.now
            if connected:
                play.record.answered_by[row] = place
                yield from answer(play, row, step)
                return
        if not again:
            break
        yield play.moment(RAISED, row, step, play.redial_after[row][dial])
    yield play.moment(END, row, step, play.other_way[row])
    # Where the hotline is all the help there is, a written report is dealt with as it is registered (R21).
    log(play, row, SOLVED if play.rules.hotline_only and play.solves[step][row] else FAILED)


def hold(play: Play, row: int, step: int, dial: int, place: int) -> Generator[simpy.Event, object, bool]:
    """The caller is held in a line until somebody answers or his patience ends; whether he was answered."""
    line = play.rules.numbers[play.chain(row)[place]].line
    patience = play.patience[row]
    lines = len(patience) // len(play.redials[row])
    in_this_line = patience[dial * lines + play.lines_before(row, place)]
    job = play.join(row, step, line)
    if in_this_line >= 0:
        hang_up_after(play, job, row, in_this_line)
    yield job.turn
    if job.team >= 0:
        play.taken(row, step, job)
    return job.team >= 0


def answer(play: Play, row: int, step: int) -> Way:
    """The call is answered, and the fault registered at its end. Who carries a phone is nobody's loss elsewhere."""
    play.record.answered[row] = play.now
    play.record.connected[row] += 1
    by_people = play.record.team[step][row] != NEVER
    if by_people:
        yield from play.work_on(row, step, play.work[step][row])
    else:
        yield play.moment(END, row, step, play.work[step][row])
    log(play, row, SOLVED if play.solves[step][row] else FAILED)
    if by_people:
        play.free(row, step)


def hang_up_after(play: Play, job: Job, row: int, patience: int) -> None:
    """The caller hangs up when his patience ends before his turn comes."""

    def hang_up(_: simpy.Event) -> None:
        if job.waiting:
            play.floor.leave(job)
            job.turn.succeed()

    play.moment(GIVE_UP, row, HOTLINE, patience).then(hang_up)


def log(play: Play, row: int, how: int) -> None:
    """The fault is registered: the clocks start, and so does the timer of headquarters (R16)."""
    play.record.logged[row] = play.now
    play.logged_open[play.site[row]][play.level[row]] += 1
    after = play.rules.hq_trip_after[play.level[row]]
    if how != SOLVED:
        if not play.rules.written[HANDOVER]:
            play.record.handed_over[row] = play.now
        if after >= 0 and play.rules.written[HQ_TRIP]:
            play.moment(TIMER, row, HQ_TRIP, after).then(lambda _: escalate(play, row))
    play.end(row, HOTLINE, how)


def escalate(play: Play, row: int) -> None:
    """The timer has run out: headquarters travels if that can still help (R16)."""
    on_its_way = play.begun[row] & BIT[HQ_TRIP] != 0
    if policies.headquarters_needed(play.restored(row), on_its_way, play.environment_known(row)):
        play.begin(row, HQ_TRIP)


def hand_over(play: Play, row: int, step: int) -> Way:
    """From the registration to those who will help (R9); takes nobody's time."""
    try:
        yield play.moment(END, row, step, play.work[step][row])
    except simpy.Interrupt:
        return
    play.record.handed_over[row] = play.now
    play.end(row, step, FAILED)


# ------------------------------------------------------------------ help by phone and remotely


def phone(play: Play, row: int, step: int) -> Way:
    """Contact and diagnosis (R10); `step` is the first of the two that is written."""
    stint = yield from play.person(row, step)
    if stint is None:
        return
    try:
        yield from play.get_ready(stint)
        play.contacted(row)
        if step == CONTACT:
            yield from play.work_on(row, step, play.work[CONTACT][row])
            end_of_phone(play, row, CONTACT)
        if play.rules.written[DIAGNOSIS] and not play.restored(row):
            yield from diagnose(play, row, step)
            end_of_phone(play, row, DIAGNOSIS)
    except simpy.Interrupt:
        pass
    play.free(row, step)


def go_on_to_diagnosis(play: Play, row: int) -> None:
    """The same person goes on at once."""
    record, (stint, _) = play.record, play.holder[row, CONTACT]
    for column in (record.requested, record.ready, record.started):
        column[DIAGNOSIS][row] = play.now
    record.team[DIAGNOSIS][row] = stint.team
    play.begun[row] |= BIT[DIAGNOSIS]
    play.active[row][DIAGNOSIS] = play.env.active_process  # type: ignore[assignment]


def diagnose(play: Play, row: int, step: int) -> Way:
    """The work on a diagnosis, in the middle of which the customer may have to be asked."""
    if step == CONTACT:
        go_on_to_diagnosis(play, row)
    left, question_after = play.work[DIAGNOSIS][row], play.question_after[row]
    if question_after >= 0:
        yield from play.work_on(row, step, question_after)
        yield from inquire(play, row, step)
        left -= question_after
    yield from play.work_on(row, step, left)


def inquire(play: Play, row: int, step: int) -> Way:
    """The customer is asked what only he can tell, and the person is released until he answers; then the job waits at
    its old place in line for whoever goes on (R10)."""
    record, (_, job) = play.record, play.holder[row, step]
    record.inquired[row], record.informed[row] = play.now, play.now + play.question_delay[row]
    play.replied(row)
    play.free(row, step)
    yield play.moment(END, row, step, play.question_delay[row])
    yield play.moment(READY, row, step)
    play.floor.rejoin(job)
    yield from play.next_person(row, step)


def end_of_phone(play: Play, row: int, part: int) -> None:
    """Phone advice has helped or not; a diagnosis is a reply."""
    if part == DIAGNOSIS:
        play.record.diagnosed[row] = play.now
        play.replied(row)
    play.ended_as_drawn(row, part)


def ask(play: Play, row: int) -> int:
    """Ask the customer's permission, once for each fault (R12); the ms until he answers or is given up."""
    record = play.record
    if record.asked[row] == NEVER:
        delay = permission_delay(play, row)
        limit = play.rules.give_up
        waited = delay if limit < 0 else min(delay, limit)
        record.asked[row], record.permitted[row] = play.now, play.now + waited
        record.granted[row] = int(play.granted[row] and delay == waited)
    return max(0, record.permitted[row] - play.now)


def permission_delay(play: Play, row: int) -> int:
    """The customer's delay, by the hours in which he is asked; 0 where no permission is needed."""
    for hours, delays in zip(play.permit_hours, play.permit, strict=True):
        if policies.next_opening(play.now, *hours) == play.now:
            return int(delays[row])
    return 0


def remote(play: Play, row: int, step: int) -> Way:
    """With the customer's permission a remote engineer tries (R12); nobody waits for the permission."""
    try:
        yield play.moment(END, row, step, ask(play, row))
    except simpy.Interrupt:
        return
    if not play.record.granted[row]:
        play.end(row, step, REFUSED)
        return
    stint = yield from play.person(row, step)
    if stint is None:
        return
    try:
        yield from play.get_ready(stint)
        yield from play.work_on(row, step, play.work[step][row])
        play.ended_as_drawn(row, step)
    except simpy.Interrupt:
        pass
    play.free(row, step)


def support(play: Play, row: int, step: int) -> Way:
    """Headquarters supports from the registration on; it restores only what it is permitted to touch (R15)."""
    stint = yield from play.person(row, step)
    if stint is None:
        return
    try:
        yield from play.get_ready(stint)
        ask(play, row)
        yield from play.work_on(row, step, play.work[step][row])
        permitted = play.record.granted[row] == 1 and play.record.permitted[row] <= play.now
        play.end(row, step, SOLVED if permitted and play.solves[step][row] else FAILED)
    except simpy.Interrupt:
        pass
    play.free(row, step)


def vendor(play: Play, row: int, step: int) -> Way:
    """A third party is asked and answers in its own time (R13); it takes none of our people."""
    play.record.started[step][row] = play.now
    try:
        yield play.moment(END, row, step, play.prepare[step][row])
        play.record.vendor_called[row] = play.now
        yield play.moment(END, row, step, play.work[step][row])
    except simpy.Interrupt:
        return
    play.ended_as_drawn(row, step)


# ------------------------------------------------------------------ help on site


def visit(play: Play, row: int, step: int) -> Way:
    """A local engineer gets ready, travels, works and goes home (R14)."""
    stint = yield from play.person(row, step)
    if stint is None:
        return
    try:
        yield from play.get_ready(stint)
        yield from way_out(play, stint)
        arrive(play, row, step)
        yield from play.work_on(row, step, play.work[step][row], way_out)
        play.ended_as_drawn(row, step)
    except simpy.Interrupt:
        pass
    stint, _ = play.holder[row, step]
    if stint.free == NEVER:
        yield play.moment(FREE, row, step, way_home(play, stint))
        play.free(row, step)


def way_out(play: Play, stint: Stint) -> Way:
    """From where he is to the site, as long as drawn for the visit, whoever makes it."""
    stint.set_out = play.now
    travel = play.travel[play.rules.teams[stint.team].way][stint.step == SECOND_VISIT]
    yield play.moment(ARRIVE, stint.row, stint.step, travel[stint.row])


def way_home(play: Play, stint: Stint) -> int:
    """How long a visitor needs to be home from where he is: on site, under way or not yet gone (R14, R18)."""
    if stint.work_from != NEVER:
        return int(play.home[play.rules.teams[stint.team].way][stint.step == SECOND_VISIT][stint.row])
    return policies.turned_back(stint.set_out, play.now) if stint.set_out != NEVER else 0


def arrive(play: Play, row: int, step: int) -> None:
    """Somebody is on site. This is contact too: a phone contact not yet begun is withdrawn (R10), and with it the
    remote help that would have followed."""
    play.record.arrived[step][row] = play.now
    play.contacted(row)
    first = play.rules.first_by_phone
    if first < 0 or play.record.started[first][row] != NEVER:
        return
    if first in play.active[row]:
        play.withdraw(row, first)
    play.begun[row] |= BIT[CONTACT] | BIT[DIAGNOSIS]
    if not play.begun[row] & BIT[REMOTE]:
        play.pass_over(row, REMOTE)


def trip(play: Play, row: int, step: int) -> Way:
    """Somebody from headquarters prepares, flies, works and goes home (R16)."""
    stint = yield from play.person(row, step)
    if stint is None:
        return
    record, back = play.record, 0
    try:
        yield from play.get_ready(stint)
        yield play.moment(END, row, step, play.prepare[step][row])
        record.hq_departed[row] = play.now
        yield play.moment(END, row, step, play.to_airport[row])
        flight = policies.next_flight(play.now, play.rules.flights[play.site[row]])
        yield play.moment(END, row, step, flight - play.now)
        record.hq_boarded[row] = play.now
        yield play.moment(ARRIVE, row, step, play.onward[row])
        arrive(play, row, step)
        yield from play.work_on(row, step, play.work[step][row])
        play.ended_as_drawn(row, step)
    except simpy.Interrupt:
        back = rest_of_way_out(play, row)
    if record.hq_boarded[row] != NEVER:
        back += play.hq_home[row]
    yield play.moment(FREE, row, step, back)
    play.free(row, step)


def rest_of_way_out(play: Play, row: int) -> int:
    """What a traveller who is called back still has before him, the journey home from the site apart (R16): nothing at
    home or on site, the way back before boarding, the rest of the way out after it."""
    record = play.record
    if record.hq_departed[row] == NEVER or record.arrived[HQ_TRIP][row] != NEVER:
        return 0
    if record.hq_boarded[row] == NEVER:
        return policies.turned_back(record.hq_departed[row], play.now)
    return int(record.hq_boarded[row] + play.onward[row] - play.now)


WAYS = {
    HOTLINE: intake,
    HANDOVER: hand_over,
    CONTACT: phone,
    DIAGNOSIS: phone,
    REMOTE: remote,
    ONSITE: visit,
    SECOND_VISIT: visit,
    THIRD_PARTY: vendor,
    HQ_SUPPORT: support,
    HQ_TRIP: trip,
}
"""Which process plays which step."""
