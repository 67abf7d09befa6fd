"""Copies: which documents of a generation are copies of each other, read from the side file that runs write.

``copies.side`` has, of version ``VERSION`` of ``corpus.copies.comparing``:

- ``groups``: for each document of the generation, deleted ones too, the number of its group, from 1 on; 0 where it
  has no copy
- ``earliest``: for each group the document that was published first
- ``pairs``, ``verdicts``: every two texts that were compared, and what they are to each other (``index.grouping``)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.columnar.errors import DamagedSegmentError
from index.columnar.together import Ints, Together, Words
from index.sidefiles import load

NAME = "copies"


@dataclass(frozen=True, slots=True)
class Copies:
    """The groups of a generation: ``groups[doc]`` numbers the group of a document from 1 on, 0 where it has no copy.

    ``earliest[group - 1]`` is the document of a group that was published first; undated ones come last, and of those
    of one date the first document stands.
    """

    groups: Words
    earliest: Words

    @classmethod
    def load(cls, folder: Path, doc_count: int) -> "Copies":
        """Return the groups of a generation of so many documents, none where it has no side file.

        Raises DamagedSegmentError.
        """
        found = load(folder, NAME)
        groups = found.get("groups", np.zeros(doc_count, np.uint32)).astype(np.uint32)
        earliest = found.get("earliest", np.zeros(0, np.uint32)).astype(np.uint32)
        if (
            groups.size != doc_count
            or groups.max(initial=0) > earliest.size
            or earliest.max(initial=0) >= max(doc_count, 1)
        ):
            raise DamagedSegmentError(str(folder / NAME), "the groups of copies are not those of its documents")
        return cls(groups, earliest)

    def members(self, group: int) -> Ints:
        """Return the documents of a group, ascending."""
        return np.flatnonzero(self.groups == group)


def outlets(together: Together, docs: Sequence[int]) -> tuple[str, ...]:
    """Return the sources of some documents, each once, in the order of the documents."""
    return tuple(dict.fromkeys(source for source in together.terms_of("source", docs) if source))
