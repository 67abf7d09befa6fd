"""A gazetteer of made-up names, whose words are those that texts are full of."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

from corpus.entities.recognition import flags as has
from corpus.entities.recognition.lexicon import load

_SEED = 5
_HEADS = ("Institute", "University", "Bank", "Foundation", "Ministry", "Union")
_SHARES = 0.7, 0.2  # of persons and of organisations; the rest are places


def entries(count: int, seed: int = _SEED) -> Iterator[dict[str, object]]:
    """Yield so many entries, each with an alias and no two with one name; the same for the same count and seed."""
    chance = random.Random(seed)  # noqa: S311 -- has to be repeatable, not secret
    words = load().words
    given, surnames, towns = (
        sorted(word for word, flags in words.items() if flags & flag and word.isalpha())
        for flag in (has.GIVEN, has.ANY_SURNAME, has.PLACE)
    )
    for number in range(count):
        first, last, town = chance.choice(given).title(), chance.choice(surnames).title(), chance.choice(towns).title()
        unique = f"{last} {number}"
        kind = chance.random()
        if kind < _SHARES[0]:
            yield {"name": f"{first} {unique}", "kind": "person", "aliases": [f"{first[0]}. {unique}"]}
        elif kind < sum(_SHARES):
            name = f"{chance.choice(_HEADS)} of {town} {number}"
            yield {"name": name, "kind": "organisation", "aliases": [f"{town} {unique}"]}
        else:
            yield {"name": f"{town} {unique}", "kind": "place", "aliases": [f"New {town} {number}"]}


def write(path: Path, count: int) -> Path:
    """Write a gazetteer of so many entries, and return where it is."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"- {json.dumps(one, ensure_ascii=False)}\n" for one in entries(count))
    return path
