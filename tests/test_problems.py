"""Errors as data."""

from sim.problems import InputError, Place, Problem, nearest


def test_all_problems_are_told_in_order_of_their_place() -> None:
    late = Problem(Place("a.yaml", 9, 1), ("x",), "key")
    early = Problem(Place("a.yaml", 2, 5), ("y",), "key", {"name": "z"})
    assert InputError([late, early]).problems == (early, late)


def test_the_nearest_name_is_near_or_none_is_given() -> None:
    assert nearest("captial", ["capital", "prefecture"]) == "capital"
    assert nearest("nigth", {"day", "night"}) == "night"
    assert nearest("zebra", ["capital", "prefecture"]) == ""
