"""Other processes: started without a trace of the program that asks for them, and ended with it."""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from types import ModuleType
from typing import ParamSpec, TypeVar

SPAWN = multiprocessing.get_context("spawn")
"""The one way of starting a process that is the same, and sound beside threads, on every system."""

_A = TypeVar("_A")
_P = ParamSpec("_P")
_T = TypeVar("_T")
_starting = threading.RLock()


class Processes(ProcessPoolExecutor):
    """A number of processes that end with this one, however it ends, and leave an interruption to it."""

    def __init__(self, count: int, begin: Callable[[_A], None], argument: _A) -> None:
        """Let each process begin with a function and its argument; the processes start when there is work."""
        super().__init__(count, SPAWN, initializer=_begin, initargs=(begin, argument))

    def submit(self, function: Callable[_P, _T], /, *args: _P.args, **options: _P.kwargs) -> "Future[_T]":
        """Let a process call a function. RuntimeError where they are broken or ended."""
        with _starting, _program_hidden(), _interruptions_held():
            return super().submit(function, *args, **options)

    def kill(self) -> None:
        """End the processes now. Asked to end, one that is stuck would never, and those of a broken pool do not."""
        with _starting:  # lest one that another thread starts meanwhile is missed, and waits for work for ever
            processes = list((self._processes or {}).values())
            self.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.kill()


def _begin(begin: Callable[[_A], None], argument: _A) -> None:
    """Begin, in another process: an interruption is for the one that asked, without which nothing is left to do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    begin(argument)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _program_hidden() -> Iterator[None]:
    """Hide the program from a process that starts, which would run it again but for what is below its ``__main__``.

    Nothing that is sent there is the program's own; its imports take long and much memory, and one without such a
    guard would start the whole run again.
    """
    program = sys.modules["__main__"]
    try:
        sys.modules["__main__"] = ModuleType("__main__")
        yield
    finally:
        sys.modules["__main__"] = program


@contextmanager
def _interruptions_held() -> Iterator[None]:
    """Let a process that starts meanwhile, and inherits that, never be interrupted from the keyboard."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows, where it ignores them once it has begun
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
