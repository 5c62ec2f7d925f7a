"""The table of a fault's way says what the contract says."""

from sim import journey
from sim.journey import CAUSES, PATHS, mask, needs, path_of, priority, reveal_masks
from sim.scenario import STEPS

ALL = frozenset(STEPS)


def begins_after(
    written: frozenset[str], cause: str, at_once: bool, step: str, senior: bool = False
) -> tuple[int, ...]:
    return needs(written)[PATHS.index((cause, at_once, senior))][STEPS.index(step)]


def steps(*names: str) -> int:
    return mask(frozenset(names))


def test_remote_comes_before_the_visit_unless_help_goes_at_once() -> None:
    assert begins_after(ALL, "own", False, "onsite") == (steps("remote"),)
    assert begins_after(ALL, "own", True, "onsite") == (steps("hotline"),)


def test_unclear_faults_get_a_visit_and_the_vendor_but_no_remote_help() -> None:
    for cause in ("unclear_own", "unclear_environment"):
        assert begins_after(ALL, cause, False, "onsite") == (steps("diagnosis"),)
        assert begins_after(ALL, cause, False, "third_party")[0] == steps("diagnosis")
        assert begins_after(ALL, cause, False, "remote") == ()


def test_the_environment_is_the_vendors_and_never_brings_headquarters_by_failure() -> None:
    assert begins_after(ALL, "environment", False, "third_party")[0] == steps("diagnosis")
    for at_once in (False, True):
        assert begins_after(ALL, "environment", at_once, "hq_trip") == ()
    assert begins_after(ALL, "environment", True, "third_party")[1:] == (steps("onsite"), steps("hq_trip"))


def test_headquarters_travels_when_remote_and_local_help_have_failed() -> None:
    assert begins_after(ALL, "own", False, "hq_trip") == (steps("remote", "onsite", "second_visit"),)
    assert begins_after(ALL, "unclear_own", True, "hq_trip") == (steps("onsite", "second_visit"),)


def test_a_senior_engineer_is_sent_at_once_and_all_else_is_as_without_him() -> None:
    for cause in CAUSES:
        for at_once in (False, True):
            assert begins_after(ALL, cause, at_once, "hq_trip", senior=True) == (steps("hotline"),)
            for step in set(STEPS) - {"hq_trip"}:
                alike = begins_after(ALL, cause, at_once, step)
                assert begins_after(ALL, cause, at_once, step, senior=True) == alike


def test_an_unwritten_step_is_passed_over() -> None:
    desk = frozenset({"hotline", "remote", "onsite"})
    assert begins_after(desk, "own", False, "remote") == (steps("hotline"),)
    short = frozenset({"hotline", "contact", "hq_trip"})
    assert begins_after(short, "own", False, "contact") == (steps("hotline"),)
    assert begins_after(short, "own", False, "hq_trip") == (steps("contact"),)


def test_the_environment_is_known_by_diagnosis_or_on_site() -> None:
    masks = dict(zip(PATHS, reveal_masks(ALL), strict=True))
    for senior in (False, True):
        assert masks["environment", True, senior] == (steps("diagnosis"), steps("onsite"), steps("hq_trip"))
        assert masks["unclear_environment", True, senior] == (steps("onsite"), steps("hq_trip"))
        assert masks["own", True, senior] == () == masks["unclear_own", False, senior]


def test_paths_are_found_by_diagnosis_truth_and_mode() -> None:
    assert PATHS[path_of(0, False, False)] == ("own", False, False)
    assert PATHS[path_of(1, True, True)] == ("environment", True, False)
    assert PATHS[path_of(2, True, False, True)] == ("unclear_environment", False, True)
    assert PATHS[path_of(2, False, True, True)] == ("unclear_own", True, True)


def test_events_of_one_instant_go_by_kind_then_row_then_step() -> None:
    kinds = [journey.ARRIVE, journey.END, journey.FREE, journey.READY, journey.GIVE_UP]
    kinds += [journey.TIMER, journey.RAISED, journey.ROSTER, journey.DISPATCH]
    assert kinds == sorted(kinds)
    assert priority(2, 10**6, 9) < priority(3, 0, 0)
    assert priority(3, 1, 9) < priority(3, 2, 0)


def test_every_path_and_step_can_be_printed() -> None:
    text = "\n".join(journey.printed(ALL))
    assert all(cause in text for cause in CAUSES)
    assert "hq_trip      after remote and onsite and second_visit" in text
