"""A discrete-event simulator for planning the teams that keep service-level promises.

A scenario says what breaks, who repairs it and what was promised; the simulator plays it many times
and tells how often each promise is kept and what that costs. Start reading at `sim.experiment`.
"""

__version__ = "0.1.0"
