"""Starting measuring processes and reading their numbers."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks import memory
from benchmarks.errors import WorkerError
from benchmarks.queries import Query

_ROOT = Path(__file__).parents[1]


def measure(
    task: str, engine: str, folder: Path, *, queries: Sequence[Query] = (), watch: bool = False, **more: object
) -> dict[str, float]:
    """Run one task of ``benchmarks.worker``; with ``watch`` its peak memory is ``peak`` in MiB.

    Raises WorkerError.
    """
    order: dict[str, Any] = {"task": task, "engine": engine, "folder": str(folder), **more}
    order["queries"] = [asdict(one) for one in queries]
    command = [sys.executable, "-m", "benchmarks.worker", "-"]
    with subprocess.Popen(  # noqa: S603 -- this program itself
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=_ROOT, text=True, encoding="utf-8"
    ) as process:
        peak = memory.Peak(process.pid) if watch else None
        printed, _ = process.communicate(json.dumps(order))
    most = {"peak": peak.stop()} if peak else {}
    if process.returncode:
        raise WorkerError(f"{task} {engine}", process.returncode)
    found: dict[str, float] = json.loads(printed.splitlines()[-1])
    return found | most
