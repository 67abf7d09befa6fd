"""Cross-validation: parameters that are the best on some collections, measured on the one that was left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from statistics import mean

from corpus.relevance import Relevance
from corpus.settings import Config

_PAIRS = (0.08, 0.12, 0.2)
_FEEDBACK = (0.3, 0.4, 0.5)
_RARITY = (1.0, 1.2)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A collection, the parameters that are the best on all others, and what they reach on it."""

    name: str
    said: str
    value: float


def choices() -> dict[str, Config]:
    """Return the configurations to choose from, by what they say."""
    return {
        f"pairs {pairs:g}, feedback {feedback:g}, rarity {rarity:g}": Config(
            relevance=Relevance(rarity=rarity, pairs=pairs, feedback=feedback)
        )
        for pairs, feedback, rarity in product(_PAIRS, _FEEDBACK, _RARITY)
    }


def left_out(values: Mapping[str, Mapping[str, float]]) -> Iterable[LeftOut]:
    """Yield for each collection what the parameters reach on it that are the best on the mean of all others.

    ``values`` has for each choice of parameters the value on each collection.
    """
    names = list(next(iter(values.values())))
    for name in names:
        said = max(values, key=lambda one: mean(values[one][other] for other in names if other != name))
        yield LeftOut(name, said, values[said][name])
