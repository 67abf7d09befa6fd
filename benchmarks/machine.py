"""What a run ran on."""

import os
import platform
import sqlite3
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PACKAGES = ("numpy", "tantivy", "bm25s", "whoosh-reloaded", "ir-measures")


def described() -> str:
    """Return processor, system and versions in one line."""
    packages = [f"{name} {found}" for name in _PACKAGES if (found := _version(name))]
    packages.append(f"SQLite {sqlite3.sqlite_version}")
    system = f"{platform.system()} on {os.cpu_count()} × {_processor()}"
    return f"{system}, Python {platform.python_version()}, {', '.join(packages)}"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
