"""Due times and needed limits of a single case, with the arithmetic, for a person to check by hand.

question    what is asked: a window, a start, a limit or an event, waits; and the answers of the clock
reasons     the arithmetic behind each answer
explain     all of it as lines of text
"""

from sim.report.clock.explain import explain
from sim.report.clock.question import Question, about_level, about_window

__all__ = ["Question", "about_level", "about_window", "explain"]
