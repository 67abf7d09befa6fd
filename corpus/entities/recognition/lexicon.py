"""The lexicon: what is known of a word by itself, as flags, and names of several words.

``build.py`` makes the file. A line is a sum of flags and the folded words that have just these, or the names of
several words.
"""

import gzip
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LEXICON = Path(__file__).parent / "data" / "lexicon.tsv.gz"

FLAGS = (
    *("country", "place", "city1", "city2", "city3", "alternate"),
    *("given", "given2", "surname", "surname2", "demonym", "adjectival", "organisation"),
    *("title", "honour", "degree", "particle", "orghead", "orgtail", "legal", "orgword"),
    *("placetail", "placehead", "compass", "placecue"),
    *("speech", "relation", "calendar", "nothing", "opening", "eventtail", "lawtail"),
    *("common1", "common2", "common3", "verb", "noun", "adjective", "function"),
)
"""Kinds of names, the largest or most common first; cues; common words, most common first; their parts of speech."""
BIT = {flag: 1 << at for at, flag in enumerate(FLAGS)}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Flags of single words; names of several words with theirs; how many words names have at most, by their first."""

    words: dict[str, int]
    names: dict[str, int]
    longest: dict[str, int]


@cache
def load() -> Lexicon:
    """Return the lexicon that is shipped."""
    words: dict[str, int] = {}
    names: dict[str, int] = {}
    longest: dict[str, int] = {}
    for line in gzip.decompress(LEXICON.read_bytes()).decode().split("\n"):
        flags, *found = line.split("\t")
        (names if " " in found[0] else words).update(dict.fromkeys(found, int(flags)))
    for name in names:
        first = name[: name.index(" ")]
        longest[first] = max(longest.get(first, 0), name.count(" ") + 1)
    return Lexicon(words, names, longest)
