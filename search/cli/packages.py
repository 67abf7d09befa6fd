"""The names ``corpus`` and ``index`` are plain ones: tells when Python finds someone else's.

This module imports nothing of ours, as a foreign package must be told before it is imported.
"""

import importlib.util
from collections.abc import Iterable, Mapping
from pathlib import Path

OURS = ("corpus", "index")
_HOME = Path(__file__).resolve().parents[2]


def foreign_packages(names: Iterable[str] = OURS, home: Path = _HOME) -> dict[str, str]:
    """Return the packages that Python finds elsewhere than in ``home``: name to what it finds."""
    found = {}
    for name in names:
        parent, file = _location(name)
        if parent is None or parent.resolve() != home:
            found[name] = file
    return found


def complaint(foreign: Mapping[str, str], home: Path = _HOME) -> str:
    """Return what to tell the user about foreign packages."""
    lines = [
        f'Error: Broadsheet needs its own package "{name}", {home / name / "__init__.py"}\nbut Python finds {file}'
        for name, file in foreign.items()
    ]
    return "\n".join(
        [
            *lines,
            "Install Broadsheet in an environment of its own, with pipx or in a venv (see the README),",
            "or move the other one out of Python's way: PYTHONPATH and the current folder may put it first.",
        ]
    )


def _location(name: str) -> tuple[Path | None, str]:
    """Return the folder a package lies in, and its file."""
    spec = importlib.util.find_spec(name)
    if spec is None:
        return None, "none"
    folder = next(iter(spec.submodule_search_locations or ()), None)
    if folder is not None:
        return Path(folder).parent, spec.origin or folder
    return (Path(spec.origin).parent if spec.has_location and spec.origin else None), str(spec.origin)
