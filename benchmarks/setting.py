"""What every row is given: where indexes are, what is asked, and how often."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.engines import SHARING, home, peer
from benchmarks.engines.base import Reader
from benchmarks.queries import QuerySets


@dataclass(frozen=True, slots=True)
class Setting:
    """One run. ``corpus`` and ``scaled`` are files of articles; ``growth`` asks for the row that needs two of them."""

    work: Path
    corpus: Path
    queries: QuerySets
    engines: tuple[str, ...]
    threads: int
    passes: int
    tell: Callable[[str], None]
    scaled: Path | None = None
    smaller: Path | None = None

    def folder(self, engine: str) -> Path:
        """Return the folder of an engine's index."""
        return self.work / home(engine)

    def built(self) -> tuple[str, ...]:
        """Return the engines that have an index of their own."""
        return tuple(name for name in self.engines if name not in SHARING)

    def able(self, ability: str) -> tuple[str, ...]:
        """Return the engines that can do something."""
        return tuple(name for name in self.engines if ability in peer(name).abilities)

    @contextmanager
    def readers(self, ability: str) -> Iterator[dict[str, Reader]]:
        """Open the indexes of all engines that can do something."""
        with ExitStack() as stack:
            found = {}
            for name in self.able(ability):
                found[name] = peer(name).open(self.folder(name))
                stack.callback(found[name].close)
            yield found
