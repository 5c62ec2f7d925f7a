"""A table of faults that really happened, or were made up: read as the workload of a replication, or drawn as one.

Required columns are `raised` (local date and time), `level`, and `site` where there are several. Further columns say
what is known of a fault. Whatever is not said is drawn, exactly as in that replication of a run for the fault of that
number at its site and level; so a table that was drawn plays like the replication itself.
"""

from sim.tickets.columns import heads
from sim.tickets.reading import read
from sim.tickets.writing import drawn

__all__ = ["drawn", "heads", "read"]
