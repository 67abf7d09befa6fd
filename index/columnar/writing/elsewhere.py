"""Elsewhere: functions that other processes call, where there are any; what dies with one of them is done here."""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import partial
from typing import Any, ParamSpec, TypeVar

from index.processing.processes import Processes

_P = ParamSpec("_P")
_T = TypeVar("_T")


def each(pool: Processes | None, count: int, work: Callable[..., _T], several: Sequence[tuple[Any, ...]]) -> list[_T]:
    """Return what a function makes of each of some arguments; ``count`` processes of a pool and this one take part."""
    found: dict[int, _T] = {}
    futures: dict[int, Future[_T]] = {}
    left = deque(range(len(several)))
    lock = threading.RLock()

    def begin_next(_: object = None) -> None:
        with lock, suppress(RuntimeError):  # broken: this process does the rest
            if left and pool is not None:
                futures[left[0]] = future = pool.submit(work, *several[left[0]])
                left.popleft()
                future.add_done_callback(begin_next)

    for _ in range(min(count, len(several) - 1)):
        begin_next()
    while left:
        with lock:
            at = left.popleft() if left else None
        if at is not None:
            found[at] = work(*several[at])
    for at, future in futures.items():
        try:
            found[at] = future.result()
        except BrokenProcessPool:
            found[at] = work(*several[at])
    return [found[at] for at in range(len(several))]


def beside(
    pool: Processes | None, work: Callable[_P, _T], *arguments: _P.args, **options: _P.kwargs
) -> Callable[[], _T]:
    """Let a process of a pool call a function, and return what waits for the outcome.

    Where there is none, or where it dies, the function is called here when that is waited for.
    """
    here = partial(work, *arguments, **options)
    future: Future[_T] | None = None
    with suppress(RuntimeError):  # broken
        future = None if pool is None else pool.submit(work, *arguments, **options)

    def wait() -> _T:
        if future is not None:
            with suppress(BrokenProcessPool):
                return future.result()
        return here()

    return wait
