"""Help from afar, told in lines: the customer's calls, phone advice, permission, remote work, headquarters' support."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sim.calendars import FAR
from sim.journey import CONTACT, DIAGNOSIS, HANDOVER, HOTLINE, HQ_SUPPORT, REMOTE
from sim.outcomes import FAILED, NEVER, WITHDRAWN
from sim.scenario import STEPS
from sim.story.fault import Fault, Stint, released
from sim.story.line import Line
from sim.story.people import People, called, taken_over, waiting

DIAGNOSES = ("diagnosis_own", "diagnosis_environment", "diagnosis_unclear")
"""Sentences in the order of `workload.Workload.diagnosis`."""


def hotline(fault: Fault, people: People) -> Iterator[Line]:
    """The customer's dials until the fault is registered. When he hung up is known from the draws (R8)."""
    if fault.rules.written[HOTLINE]:
        yield from _dials(fault, people)
    in_writing = fault.rules.written[HOTLINE] and fault.at("answered") == NEVER
    if fault.at("logged") != NEVER:
        yield Line(fault.at("logged"), "logged_in_writing" if in_writing else "logged", mark="logged")


def _dials(fault: Fault, people: People) -> Iterator[Line]:
    at, answered, chain = fault.raised, fault.at("answered"), fault.chain
    for dial in range(fault.at("dials")):
        time, place = divmod(dial, len(chain))
        number = fault.rules.numbers[chain[place]]
        called = people.number(number) if len(chain) > 1 else None
        yield Line(at, "dials_number" if called else "dials_again" if dial else "dials", who=called)
        if answered != NEVER and dial == fault.at("dials") - 1:
            wait, team = answered - at, fault.step("team", HOTLINE)
            who = people.number(number) if team == NEVER else people.of(team)
            yield Line(answered, "answers_late" if wait else "answers", who=who, span=wait)
            return
        if number.line < 0:
            off = fault.switched_off(chain[place], at)
            yield Line(at, "phone_off" if off else "phone_engaged", who=people.number(number))
        else:
            patience = fault.patience(time, place)
            if patience < 0:  # still waiting when the simulated time ended
                return
            at += patience
            yield Line(at, "hangs_up", span=patience)
        if place == len(chain) - 1:
            at += fault.draw("redial_after", time)


def handover(fault: Fault, people: People) -> Iterator[Line]:
    """The fault reaches those who help, where that takes a step of its own."""
    if fault.step("requested", HANDOVER) != NEVER and fault.at("handed_over") != NEVER:
        yield Line(fault.at("handed_over"), "handed_over")


def phone(fault: Fault, people: People, step: int) -> Iterator[Line]:
    """Contact and diagnosis; the diagnosis after a contact is the same person's."""
    stint, how, ended = fault.stint(step), fault.step("how", step), fault.step("ended", step)
    if step == CONTACT or stint:
        yield from waiting(fault, step)
    if stint:
        yield from called(people, stint, step)
        if stint.work_from != NEVER:
            mark = "contact" if stint.work_from == fault.at("contacted") else ""
            yield Line(stint.work_from, "phones", mark=mark, who=people.who(stint))
    if step == CONTACT:
        begins = fault.step("requested", DIAGNOSIS)
        yield from taken_over(fault, people, CONTACT, until=FAR if begins == NEVER else begins)
    else:
        yield from question(fault)
        yield from taken_over(fault, people, DIAGNOSIS if stint else CONTACT, since=fault.step("requested", DIAGNOSIS))
    if how == FAILED:
        if step == CONTACT:
            yield Line(ended, "phone_vain")
        else:
            yield Line(ended, DIAGNOSES[fault.draw("diagnosis")])
    if how == WITHDRAWN and fault.step("started", step) != NEVER and not (step == DIAGNOSIS and left_open(fault)):
        yield Line(ended, "off_phone")


def question(fault: Fault) -> Iterator[Line]:
    """The customer is asked in the middle of a diagnosis (R10); then somebody must be found who goes on."""
    inquired, informed, ended = fault.at("inquired"), fault.at("informed"), fault.step("ended", DIAGNOSIS)
    if inquired == NEVER:
        return
    yield Line(inquired, "inquires")
    if informed == NEVER:
        if ended != NEVER:
            yield Line(ended, "off_answer")
        return
    yield Line(informed, "informed", span=informed - inquired)
    found = goes_on(fault)
    if found is not None and found.taken > informed:
        yield Line(informed, "queue", step=STEPS[DIAGNOSIS], span=found.taken - informed)
    elif found is None:
        vain = Line(informed, "queue_vain", step=STEPS[DIAGNOSIS], span=ended - informed)
        yield Line(informed, "queue_open", step=STEPS[DIAGNOSIS]) if ended == NEVER else vain


def goes_on(fault: Fault) -> Stint | None:
    """Who went on with the diagnosis when the customer had answered."""
    for step in (CONTACT, DIAGNOSIS):
        for before, after in pairwise(fault.stints(step)):
            if released(fault, before):
                return after
    return None


def left_open(fault: Fault) -> bool:
    """Whether nobody was on the phone any more, because the customer had been asked."""
    return fault.at("inquired") != NEVER and goes_on(fault) is None


def permission(fault: Fault) -> Iterator[Line]:
    """The customer is asked whether we may work on his system from afar."""
    asked, answered = fault.at("asked"), fault.at("permitted")
    if asked == NEVER or not fault.rules.permit:
        return
    yield Line(asked, "asked")
    if answered == NEVER:
        return
    if fault.at("granted") == 1:
        yield Line(answered, "permitted" if answered > asked else "permitted_at_once", span=answered - asked)
    elif fault.permission_delay > answered - asked:
        yield Line(answered, "no_answer", span=answered - asked)
    else:
        yield Line(answered, "refused", span=answered - asked)


def remote(fault: Fault, people: People) -> Iterator[Line]:
    """A remote engineer tries, once he may."""
    yield from waiting(fault, REMOTE)
    stint, how, ended = fault.stint(REMOTE), fault.step("how", REMOTE), fault.step("ended", REMOTE)
    if stint:
        yield from called(people, stint, REMOTE)
        if stint.work_from != NEVER:
            yield Line(stint.work_from, "remote_begins", who=people.who(stint))
        yield from taken_over(fault, people, REMOTE)
        if how == FAILED:
            yield Line(ended, "remote_vain")
        if how == WITHDRAWN:
            yield Line(ended, "off_remote")


def support(fault: Fault, people: People) -> Iterator[Line]:
    """Headquarters supports from afar; what it may not touch it cannot restore (R15)."""
    yield from waiting(fault, HQ_SUPPORT)
    stint, how, ended = fault.stint(HQ_SUPPORT), fault.step("how", HQ_SUPPORT), fault.step("ended", HQ_SUPPORT)
    if stint is None:
        return
    yield from called(people, stint, HQ_SUPPORT)
    if stint.work_from != NEVER:
        yield Line(stint.work_from, "support_begins", who=people.who(stint))
    yield from taken_over(fault, people, HQ_SUPPORT)
    if how == FAILED:
        barred = bool(fault.fate.solves[0, HQ_SUPPORT])
        yield Line(ended, "support_barred" if barred else "support_vain")
    if how == WITHDRAWN:
        yield Line(ended, "off_support")


def restored(fault: Fault, people: People) -> Iterator[Line]:
    """Service is back."""
    step = fault.at("restored_by")
    if step == NEVER:
        return
    team = fault.step("team", step)
    who = people.of(team) if team >= 0 else None
    yield Line(fault.at("restored"), f"restored_{STEPS[step]}", mark="restored", who=who)
