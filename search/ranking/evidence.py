"""What a query says beside its words: which of them tell nothing, which are repeated, which stand side by side."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from search.ranking.plan import Leaf


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """How often words are asked for, of those not asked for once: 0 is for a word that tells nothing.

    ``pairs`` are phrases of two words that stand side by side, with how often they do. ``is_question`` tells that
    there are so many words that no article can be expected to have them all.
    """

    asked: Mapping[Leaf, int] = field(default_factory=dict)
    pairs: Mapping[Leaf, int] = field(default_factory=dict)
    is_question: bool = False

    def counts(self, leaf: Leaf) -> bool:
        """Tell whether a leaf of the query tells anything."""
        return self.asked.get(leaf, 1) > 0


NO_EVIDENCE = Evidence()
