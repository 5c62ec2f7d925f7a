"""Several workers at once, whose results come in the order of the work.

Compiled work lets go of Python's lock, so threads can share it: they start at once, and nothing has to be passed on.
Python's own work needs processes.
"""

from __future__ import annotations

import pickle
import signal
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, TypeVar

T = TypeVar("T")
Work = Callable[[range], T]

ASK_AFTER = 0.0002
"""Seconds after which a thread asks another one for Python's lock. Most of a replication is compiled work, which needs
no lock, in short stretches; with the usual 5 ms a thread that comes back from one may wait as long as it worked."""


def by_workers(work: Work[T], chunks: Iterable[range], workers: int, threads: bool) -> Iterator[T]:
    """What `work` makes of each chunk, in their order, done by so many `threads`, or processes. Whoever stops asking
    stops the work."""
    from joblib import Parallel, delayed, parallel_config

    with parallel_config(**(_THREADS if threads else _PROCESSES)), _asking_soon():
        parallel = Parallel(n_jobs=workers, return_as="generator", batch_size=1, pre_dispatch="2*n_jobs")
        act = work if threads else _Packed(work)
        results = parallel(delayed(act)(chunk) for chunk in chunks)
        try:
            for result in results:  # noqa: UP028, since `yield from` would close them outside of what follows
                yield result
        finally:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # that chunks in the works are dropped is what we want
                results.close()


@contextmanager
def _asking_soon() -> Iterator[None]:
    """Threads do not wait long for Python's lock meanwhile."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(min(usual, ASK_AFTER))
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


class _Packed:
    """Work that is sent to a process packed, and unpacked there once for all its chunks."""

    def __init__(self, work: Work[Any]) -> None:
        self.packed = pickle.dumps(work)

    def __call__(self, chunk: range) -> Any:
        return _unpacked(self.packed)(chunk)


@lru_cache(maxsize=1)
def _unpacked(packed: bytes) -> Work[Any]:
    work: Work[Any] = pickle.loads(packed)
    return work


def _leave_interrupts_to_the_run() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


_THREADS: dict[str, Any] = {"backend": "threading"}
_PROCESSES: dict[str, Any] = {
    "backend": "loky",
    "inner_max_num_threads": 1,
    "initializer": _leave_interrupts_to_the_run,
}
