"""What a run counts, and how it tells how far it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Counts:
    """What a run did, in articles unless said otherwise.

    ``reprocessed`` articles are the same as before and were indexed again, because the
    configuration, a gazetteer or the version changed, or because of ``--full``; they are among the
    ``unchanged``. ``trimmed`` articles, which may be among any of these, were indexed again because
    the template of their source takes something else out of them than before. ``skipped`` are the
    records and files lost to a problem, ``withheld`` those listed as removed, ``ignored`` the files
    of kinds that are not read, by extension. ``refused`` are the removals that were not made because
    they were too many. ``total`` is what the index holds now; ``generation`` is the one that is
    current now, new or not. ``took`` is in seconds.
    """

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    skipped: int = 0
    withheld: int = 0
    reprocessed: int = 0
    trimmed: int = 0
    refused: int = 0
    total: int = 0
    ignored: Mapping[str, int] = field(default_factory=dict)
    resumed: bool = False
    generation: int = 0
    took: float = 0.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: the files to read, their bytes, and the articles met so far."""

    files_done: int
    files_total: int
    bytes_done: int
    bytes_total: int
    articles: int


OnProgress = Callable[[Progress], None]
