"""Bursts (R2): some faults bring others of their level at their site with them, within a short time.

Of all faults the given share p belongs to a burst of k. So of the faults that come by themselves, alone or first of a
burst, q = p / (k - p (k - 1)) begin one, and they come at 1 - p (k - 1) / k of the stated rate: the mean is kept.
Over times long against a burst the variance of a count is (1 - q + q k^2) / (1 - q + q k) of its mean.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.distributions import plain
from sim.scenario import Bursts
from sim.streams import row_keys, uniform_table, uniforms

Ints = NDArray[np.int64]


def alone_or_first(bursts: Bursts) -> float:
    """The share of all faults that come by themselves."""
    return 1 - plain(bursts.share) * (bursts.size - 1) / bursts.size


def beginning(bursts: Bursts) -> float:
    """The share of the faults that come by themselves which begin a burst."""
    share = plain(bursts.share)
    return share / (bursts.size - share * (bursts.size - 1))


def with_followers(bursts: Bursts, times: Ints, stream: int, until: int) -> Ints:
    """The ascending `times` at which faults come by themselves, and those that they bring, in order. Followers come
    evenly within the time of the burst; none at or after `until`, when arrivals stop (J9)."""
    rows = row_keys(stream, times.size)
    begins = uniforms(rows, "begins") < beginning(bursts)
    after = uniform_table(rows[begins], [f"after/{number}" for number in range(1, bursts.size)]) * bursts.within
    followers = times[begins, None] + np.floor(after).astype(np.int64)
    everything = np.sort(np.concatenate([times, followers.ravel()]), kind="stable")
    return everything[everything < until]
