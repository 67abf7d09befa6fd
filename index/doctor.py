"""Examining an index on disk: what is damaged, what was left behind, and which command repairs it.

Nothing is changed, and nothing in the index is trusted: whatever a file holds, the worst that
comes of it is a ``Finding``.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.errors import MissingIndexError
from index.faults import CheckSegment, FaultError, Faults, content, manifest_in, names_in, segment_faults
from index.generations import CURRENT, generation_path, staging_path


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found: in which file, what, and the command that helps; only what ``is_damage`` is a fault."""

    file: Path
    what: str
    repair: str
    is_damage: bool = True


def examine(folder: Path, check_segment: CheckSegment = segment_faults) -> Iterator[Finding]:
    """Yield what is wrong with an index, or worth telling; nothing for one that is whole and tidy.

    Every file of the generations that are kept is read. Raises MissingIndexError.
    """
    folder = Path(folder)
    if not (folder / CURRENT).exists() and not _generations(folder):
        raise MissingIndexError(folder)
    return _Examination(folder, Faults(folder, check_segment)).findings()


@dataclass(frozen=True, slots=True)
class _Examination:
    folder: Path
    faults: Faults

    def findings(self) -> Iterator[Finding]:
        yield from self.surroundings()
        numbers = _generations(self.folder)
        current, fault = self.current(numbers)
        if fault:
            yield Finding(self.folder / CURRENT, fault, self.rebuild())
        elif current < max(numbers):
            yield self.note(self.folder / CURRENT, "it names a state that is not the newest; a run was interrupted")
        previous = self.previous(current, numbers)
        earlier = () if previous is None else self.faults.in_generation(previous)
        for file, what in earlier:
            yield Finding(file, what, self.rebuild())
        repair = self.rebuild() if fault or previous is None or earlier else self.command("rollback")
        for file, what in self.faults.in_generation(current) if current in numbers else ():
            yield Finding(file, what, repair)
        for number in sorted(numbers - {current, previous}):
            path = generation_path(self.folder, number)
            yield self.note(path, "nothing needs this state any more; the next run deletes it")

    def note(self, file: Path, what: str, repair: str = "") -> Finding:
        return Finding(file, what, repair or self.command("reindex"), is_damage=False)

    def command(self, words: str) -> str:
        return f'broadsheet --index "{self.folder}" {words}'

    def rebuild(self) -> str:
        return self.command("reindex --full")

    def surroundings(self) -> Iterator[Finding]:
        if os.name != "nt" and self.folder.stat().st_mode & 0o077:
            yield self.note(self.folder, "others than its user may enter it", f'chmod 700 "{self.folder}"')
        told = {
            staging_path(self.folder): "a run has begun and not ended; if none is at work, the next continues it",
            self.folder / "trash": "a run has left it behind; the next deletes it",
            self.folder / (CURRENT + ".new"): "a run was interrupted as it published; the next replaces it",
        }
        for path, what in told.items():
            if path.exists():
                yield self.note(path, what)

    def current(self, numbers: frozenset[int]) -> tuple[int, str]:
        """Return the number of the generation in use, 0 where it cannot be told, and what is wrong with that."""
        try:
            data = content(self.folder / CURRENT, 32)
            number = int(data)
        except (FaultError, ValueError) as error:
            return max(numbers, default=0), str(error) if isinstance(error, FaultError) else "it names no state"
        if data not in {b"%d\n" % number, b"%d\r\n" % number}:
            return max(numbers, default=0), "it is not as it was written"
        if number not in numbers:
            return max(numbers, default=0), f"it names state {number}, which is not there"
        return number, ""

    def previous(self, current: int, numbers: frozenset[int]) -> int | None:
        """Return the generation that a rollback goes back to."""
        try:
            found = manifest_in(generation_path(self.folder, current)).previous
        except FaultError:
            found = max((one for one in numbers if one < current), default=None)
        return found if found in numbers else None


def _generations(folder: Path) -> frozenset[int]:
    return frozenset(int(name) for name in names_in(folder / "generations") if name.isascii() and name.isdecimal())
