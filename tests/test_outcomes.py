"""The record of what happened."""

from dataclasses import fields

from sim.outcomes import NEVER, NOT_ENDED, Outcomes, Record, Stint


def test_a_new_record_says_never() -> None:
    outcomes = Record(3, 10).outcomes()
    assert outcomes.restored.tolist() == [NEVER] * 3
    assert outcomes.requested.shape == (3, 10)
    assert set(outcomes.how.ravel().tolist()) == {NOT_ENDED}
    assert outcomes.stints.size == 0


def test_stints_are_in_order_of_time_row_and_step_however_they_were_recorded() -> None:
    record = Record(3, 10)
    record.stints = [
        Stint(2, 1, 0, 50, False),
        Stint(1, 4, 0, 50, True),
        Stint(1, 3, 0, 50, False),
        Stint(0, 9, 0, 7, False),
    ]
    stints = record.outcomes().stints
    assert [(s["taken"], s["row"], s["step"]) for s in stints] == [(7, 0, 9), (50, 1, 3), (50, 1, 4), (50, 2, 1)]


def test_a_difference_in_any_column_is_seen() -> None:
    for field in fields(Outcomes):
        one, other = Record(2, 10, 1), Record(2, 10, 1)
        if field.name == "stints":
            other.stints.append(Stint(0, 0, 0, 0, False))
        else:
            column = getattr(other, field.name)
            (column[0] if isinstance(column[0], list) else column)[0] = 5
        assert one.outcomes().differences(other.outcomes()) == [field.name]
