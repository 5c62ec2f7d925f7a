"""The story of one fault: what happened, which promises it met or missed, and where the late time went."""

from sim.story.chain import Part
from sim.story.deadlines import Deadline
from sim.story.line import Line, Who
from sim.story.tell import Story, tell

__all__ = ["Deadline", "Line", "Part", "Story", "Who", "tell"]
