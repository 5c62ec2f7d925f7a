"""Waiting lines that theory solves exactly: Erlang's B, C and A formulas, against which the simulation is checked.

`servers` people, `load` = arrivals per time x mean service (in Erlangs); times in any one unit. Everything is computed
by the stable recursion of the B formula, so that hundreds of servers neither overflow nor lose digits.

Sources: A. K. Erlang (1917); R. B. Cooper, Introduction to Queueing Theory, 2nd ed., chapter 3 (B and C); C. Palm
(1957) and S. Zeltyn, A. Mandelbaum, "Call centers with impatient customers", Queueing Systems 51 (2005) (A).
"""

from __future__ import annotations

import math
from typing import NamedTuple


def blocking(servers: int, load: float) -> float:
    """Erlang B: the probability that all `servers` of M/M/c/c are busy."""
    result = 1.0
    for count in range(1, servers + 1):
        result = load * result / (count + load * result)
    return result


def waiting(servers: int, load: float) -> float:
    """Erlang C: the probability that a caller of M/M/c must wait; 1 when the line never settles (load >= servers)."""
    if load >= servers:
        return 1.0
    busy = blocking(servers, load)
    return servers * busy / (servers - load * (1 - busy))


def answered_within(limit: float, servers: int, load: float, service: float) -> float:
    """The share of the callers of M/M/c who wait no longer than `limit`, with mean `service`; 0 if it never settles."""
    if load >= servers:
        return 0.0
    return 1 - waiting(servers, load) * math.exp(-(servers - load) * limit / service)


def mean_wait(servers: int, load: float, service: float) -> float:
    """The mean wait of all callers of M/M/c, infinite if the line never settles."""
    if load >= servers:
        return math.inf
    return waiting(servers, load) * service / (servers - load)


def abandonment(servers: int, load: float, service: float, patience: float) -> float:
    """Erlang A: the share of callers of M/M/c+M who hang up; exponential mean `service` and mean `patience`."""
    return _patient_line(servers, load, service, patience).abandoned


def waiting_with_patience(servers: int, load: float, service: float, patience: float) -> float:
    """Erlang A: the share of callers of M/M/c+M who find nobody free."""
    return _patient_line(servers, load, service, patience).delayed


def mean_wait_with_patience(servers: int, load: float, service: float, patience: float) -> float:
    """Erlang A: the mean time in line of all callers, served or not: those who hang up do so at rate 1 / patience."""
    return abandonment(servers, load, service, patience) * patience


class _PatientLine(NamedTuple):
    """M/M/c+M in equilibrium: the share of callers who find nobody free, and of those who hang up."""

    delayed: float
    abandoned: float


def _patient_line(servers: int, load: float, service: float, patience: float) -> _PatientLine:
    """The birth-death chain in units of the state "all busy, nobody in line".

    The states below it add up to 1 / B - 1, with Erlang's B; above it each weight is the one before times arrivals /
    (servers / service + line / patience). Everything is multiplied by B, which may be too small to divide by.
    """
    arrivals = load / service
    weight, line, above, in_line = 1.0, 0, 0.0, 0.0
    while weight > 1e-18 * (1 + above):
        line += 1
        weight *= arrivals / (servers / service + line / patience)
        above += weight
        in_line += line * weight
    busy = blocking(servers, load)
    whole = 1 + busy * above
    return _PatientLine(busy * (1 + above) / whole, busy * in_line / patience / (arrivals * whole))
