"""What the words of a query tell beside where they are found: read from its tree before it is compiled."""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, pairwise

from index.analysis import bare, common_words
from index.schema import TEXT_FIELDS
from search.query.spellings import word_plan
from search.query.tree import And, Named, Node, Phrase, Word
from search.ranking.evidence import NO_EVIDENCE, Evidence
from search.ranking.plan import Any, Leaf

MANY = 5
"""A query of more words is a question: hardly an article has most of them."""

MAX_PAIRS = 20
"""The pairs of one query that are looked for."""

_WRITTEN = ("title", "body")


def evidence(tree: Node, languages: tuple[str, ...], main_languages: tuple[str, ...]) -> Evidence:
    """Return what the bare words of a tree tell in an index of these languages.

    Words that tell nothing are those that are frequent in each text of a main language; where there are no others,
    they do.
    """
    return _evidence(tuple(_texts(tree)), languages, main_languages)


def tells(text: str, main_languages: tuple[str, ...]) -> bool:
    """Tell whether a word tells anything: those do not that are frequent in any text of a main language."""
    word = bare(text)
    return not any(word in common_words(lang) for lang in main_languages)


def _texts(node: Node) -> Iterator[str | None]:
    """Yield the bare words in their order, and None for anything else that stands between them."""
    match node:
        case And(parts=parts):
            for part in parts:
                yield from _texts(part)
        case Word(text=text, distance=0, exact=False):
            yield text
        case Named(words=inner) if not isinstance(inner, Phrase):
            yield from _texts(inner)
        case _:
            yield None


@lru_cache(maxsize=1 << 12)
def _evidence(texts: tuple[str | None, ...], languages: tuple[str, ...], main_languages: tuple[str, ...]) -> Evidence:
    leaves = [None if text is None else _leaf(text, languages) for text in texts]
    telling = [
        leaf if text is not None and tells(text, main_languages) else None
        for text, leaf in zip(texts, leaves, strict=True)
    ]
    if not any(telling):
        return NO_EVIDENCE
    asked = Counter(leaf for leaf in telling if leaf)
    dull = {leaf: 0 for leaf in leaves if leaf and leaf not in asked}
    pairs = Counter(islice(_pairs(telling), MAX_PAIRS))
    repeated = {leaf: count for leaf, count in asked.items() if count > 1}
    return Evidence(repeated | dull, pairs, sum(leaf is not None for leaf in leaves) > MANY)


def _leaf(text: str, languages: tuple[str, ...]) -> Leaf | None:
    """Return what a word is looked for by first of all."""
    plan = word_plan(text, TEXT_FIELDS, languages)
    if isinstance(plan, Any):
        plan = plan.parts[0]
    return plan if isinstance(plan, Leaf) else None


def _pairs(leaves: list[Leaf | None]) -> Iterator[Leaf]:
    for one, other in pairwise(leaves):
        if one and other and one != other and len(one.slots) == len(other.slots) == 1:
            yield Leaf(_WRITTEN, one.slots + other.slots)
