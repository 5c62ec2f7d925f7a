"""The story of one fault: what happened, which promises it met or missed, and where the late time went; and that of
one planned duty."""

from sim.story.chain import Part
from sim.story.deadlines import Deadline
from sim.story.duty import DutyStory, occasions_at, tell_duty, uncounted
from sim.story.line import Line, Who
from sim.story.tell import Story, tell

__all__ = [
    "Deadline",
    "DutyStory",
    "Line",
    "Part",
    "Story",
    "Who",
    "occasions_at",
    "tell",
    "tell_duty",
    "uncounted",
]
