"""Help on the spot, told in lines: local visits, the journey from headquarters, and the third party."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from sim.calendars import DAY
from sim.journey import HQ_TRIP, ONSITE, SECOND_VISIT, THIRD_PARTY, WITH_SENIOR
from sim.outcomes import FAILED, NEVER, WITHDRAWN
from sim.scenario import STEPS
from sim.story.fault import Fault, Stint
from sim.story.line import Line
from sim.story.people import People, called, taken_over, waiting
from sim.story.waits import waits
from sim.workload import ENVIRONMENT


def visit(fault: Fault, people: People, step: int) -> Iterator[Line]:
    """A local engineer gets ready, travels, works; or turns back."""
    if step == SECOND_VISIT and fault.step("requested", step) != NEVER:
        yield Line(fault.step("requested", step), "second_visit")
    yield from _until_back(fault, people, step) or waiting(fault, step)
    stint = fault.stint(step)
    if stint is None:
        return
    who, arrived, ended = people.who(stint), fault.step("arrived", step), fault.step("ended", step)
    yield from called(people, stint, step)
    if not stint.called_out:
        yield Line(stint.taken, "sets_out", who=who)
    if arrived != NEVER:
        what = "there_called" if stint.called_out else "there"
        yield Line(arrived, what, mark="on_site", who=who, span=stint.left - stint.taken, road=arrived - stint.left)
    yield from taken_over(fault, people, step)
    if fault.step("how", step) == FAILED:
        yield Line(ended, _in_vain(fault, ended))
    if fault.step("how", step) == WITHDRAWN:
        yield Line(ended, _called_back(stint, arrived, ended), who=who)


def _until_back(fault: Fault, people: People, step: int) -> list[Line]:
    """The wait for a second visit, where it is for the very man of the first one on his way back; else nothing."""
    first, second, found = fault.stint(ONSITE), fault.stint(SECOND_VISIT), waits(fault, step)
    if step != SECOND_VISIT or first is None or second is None or len(found) != 1 or found[0].outside:
        return []
    if first.team != second.team or not first.work_to < found[0].end == first.free:
        return []
    return [Line(found[0].start, "queue_back", step=STEPS[step], who=people.who(second), span=found[0].span)]


def _in_vain(fault: Fault, ended: int) -> str:
    """How a visit ends that does not help: where the environment is at fault that is found out, or confirmed."""
    if not fault.workload.truly_environment[0]:
        return "visit_vain"
    by_phone = fault.draw("diagnosis") == ENVIRONMENT and NEVER != fault.at("diagnosed") < ended
    visits = [step for step in (ONSITE, SECOND_VISIT, HQ_TRIP) if fault.step("how", step) == FAILED]
    seen = any(fault.step("ended", step) < ended for step in visits)
    return "visit_confirmed" if by_phone or seen else "visit_other"


def _called_back(stint: Stint, arrived: int, ended: int) -> str:
    """How a visit ends that is not needed any more."""
    if arrived != NEVER:
        return "off_site"
    return "off_road" if ended >= stint.left else "off_ready"


def third_party(fault: Fault) -> Iterator[Line]:
    """A third party is asked, and answers in its own time."""
    wanted, asked = fault.step("requested", THIRD_PARTY), fault.at("vendor_called")
    if wanted == NEVER:
        return
    yield Line(wanted, "vendor_wanted")
    if asked != NEVER:
        yield Line(asked, "vendor_called")
    if fault.step("how", THIRD_PARTY) == WITHDRAWN:
        yield Line(fault.step("ended", THIRD_PARTY), "off_vendor")


def trip(fault: Fault, people: People) -> Iterator[Line]:
    """Somebody from headquarters is wanted, prepares, flies and works; or turns back (R16)."""
    wanted = fault.step("requested", HQ_TRIP)
    if wanted == NEVER:
        return
    yield _wanted(fault, wanted)
    yield from waiting(fault, HQ_TRIP)
    stint = fault.stint(HQ_TRIP)
    if stint is None:
        return
    who = people.who(stint)
    yield from called(people, stint, HQ_TRIP)
    if not stint.called_out:
        yield Line(stint.taken, "prepares", who=who)
    if fault.at("hq_departed") != NEVER:
        yield Line(fault.at("hq_departed"), "leaves", mark="leaves", who=who)
        yield from _under_way(fault)
    arrived, ended = fault.step("arrived", HQ_TRIP), fault.step("ended", HQ_TRIP)
    if arrived != NEVER:
        yield Line(arrived, "hq_there", mark="hq_on_site", who=who)
    if fault.step("how", HQ_TRIP) == FAILED:
        yield Line(ended, _in_vain(fault, ended))
    if fault.step("how", HQ_TRIP) == WITHDRAWN:
        yield Line(ended, _trip_called_back(fault, arrived), who=who)
    if fault.at("hq_departed") != NEVER and stint.free != NEVER:
        yield Line(stint.free, "home", who=who)


def _wanted(fault: Fault, wanted: int) -> Line:
    """Headquarters is needed: the fault is one that brings a senior engineer, the timer has run out, or all other help
    has failed."""
    if fault.path & WITH_SENIOR:
        return Line(wanted, "hq_by_mark", mark="hq_needed")
    after = fault.rules.hq_trip_after[fault.level]
    by_timer = after >= 0 and wanted == fault.at("logged") + after
    return Line(wanted, "hq_by_timer" if by_timer else "hq_by_failure", mark="hq_needed", span=after)


def _under_way(fault: Fault) -> Iterator[Line]:
    """At the airport, and landed; a way without a timetable and without a flight is one journey."""
    boarded, flights = fault.at("hq_boarded"), fault.rules.flights[fault.site]
    if boarded == NEVER:
        return
    if flights:
        gone = _flight_before(fault.at_airport, flights)
        if boarded == fault.at_airport:
            yield Line(boarded, "boards")
        elif gone == NEVER:
            yield Line(fault.at_airport, "at_airport", then=boarded)
        else:
            yield Line(fault.at_airport, "at_airport_late", gone=gone, then=boarded)
    landed = fault.landed
    reached = fault.step("how", HQ_TRIP) != WITHDRAWN or landed <= fault.step("ended", HQ_TRIP)
    if landed > boarded and reached:
        yield Line(landed, "landed")


def _flight_before(at: int, flights: tuple[int, ...]) -> int:
    """The last departure of the day before the instant `at`; `NEVER` if the first is still to come."""
    midnight = at - at % DAY
    index = bisect_left(flights, at - midnight)
    return midnight + flights[index - 1] if index else NEVER


def _trip_called_back(fault: Fault, arrived: int) -> str:
    """How a journey ends that is not needed any more."""
    if arrived != NEVER:
        return "off_site"
    if fault.at("hq_boarded") != NEVER:
        return "off_flight"
    return "off_road" if fault.at("hq_departed") != NEVER else "off_ready"
