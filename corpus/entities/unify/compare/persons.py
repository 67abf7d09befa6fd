"""Names of persons, taken apart: titles, particles and generation set aside, compounds put together."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.entities.names import MAX_NAME
from corpus.entities.unify.spelling.folding import Folded, Script, folded_words
from corpus.entities.unify.spelling.listed import is_given
from corpus.entities.unify.spelling.words import ARTICLES, FEMALE, JUNIORS, KINS, MALE, NOBLE, OFFICES, SONS, TITLES

_ASIDE = re.compile(r"\([^()]{0,200}\)|\[[^\[\]]{0,200}\]|[\"“”„«][^\"“”„«»]{1,60}[\"“”»]")
_NUMERAL = re.compile(r"[IVX]{2,5}")
_ABD = re.compile(r"abd[aeiou]?(?:l(?=..)|(?:r(?=r)|s(?=s)|n(?=n)|z(?=z)|d(?=d)|t(?=t)))(.{2,})")
_DIN = re.compile(r"(.{2,}?)(?:[aeiu]l?d?d(?:in|een|ine|yn|eene))")
_AFTER = frozenset({"mp", "md", "phd", "esq", "mep", "obe", "cbe"})
_DIN_WORDS = frozenset({"din", "deen", "dine", "deene"})
_ABD_WORDS = frozenset({"abd", "abdul", "abdel", "abdal", "abdol", "abdoul", "abdur", "abdus", "abdool", "bd"})
_ALLAH = frozenset({"allah", "ullah", "ollah", "lh"})
_LAST = 8
"""Words of a name that are compared; a longer one is no name."""


@dataclass(frozen=True, slots=True)
class Person:
    """A name of a person: its words, ``jr`` or the like, what its titles say, and whether it had any.

    ``joined`` are all letters; ``is_asian`` says that there are Chinese characters or Korean syllables among them.
    """

    words: tuple[Folded, ...]
    generation: str
    sex: str
    is_titled: bool
    joined: str
    is_asian: bool


@lru_cache(maxsize=1 << 16)
def person(name: str) -> Person:
    """Return a name taken apart.

    >>> [word.key for word in person("President Abdel-Fattah el-Sisi").words]
    ['abdfattah', 'sisi']
    >>> [word.key for word in person("King, Martin Luther, Jr.").words], person("Martin Luther King Jr.").generation
    (['martin', 'luther', 'king'], 'jr')
    """
    words = list(folded_words(_in_order(_ASIDE.sub(" ", name[: 2 * MAX_NAME]) or name)))
    if not words:
        words = list(folded_words(name))
    words = words[: 2 * _LAST]
    bare = _without_titles(words)
    titles = {word.key for word in words[: words.index(bare[0])]} if len(bare) < len(words) and bare else frozenset()
    bare, generation = _without_generation(bare)
    sex = "female" if titles & FEMALE else "male" if titles & MALE else ""
    core = tuple(_without_particles(list(_compounds(bare)))[:_LAST])
    joined = "".join([word.key for word in core])
    is_asian = any(word.script in {Script.HAN, Script.HANGUL} for word in core)
    return Person(core, generation, sex, len(bare) + bool(generation) < len(words), joined, is_asian)


def _in_order(name: str) -> str:
    """Return “Surname, Given” as it is spoken."""
    if "," not in name:
        return name
    parts = [part.strip() for part in name.split(",") if part.strip()]
    if len(parts) < 2:  # noqa: PLR2004
        return name
    first, second, *rest = parts
    keys = [word.key for word in folded_words(second)]
    if keys and all(key in JUNIORS or key in TITLES or _NUMERAL.fullmatch(second) for key in keys):
        return " ".join(parts)
    return " ".join([second, first, *rest])


def _without_titles(words: Sequence[Folded]) -> list[Folded]:
    """Return words without the titles around them, and without the land that a title is of."""
    end = len(words)
    while end > 1 and words[end - 1].key in _AFTER:
        end -= 1
    start = _offices(words[:end])
    while start < end - 1 and words[start].key in TITLES:
        start += 1
    if start and words[start].key == "of":  # an office alone: Secretary of State
        return list(words)
    of = next((at for at in range(start + 1, end) if words[at].key == "of"), end)
    return list(words[start:of])


def _offices(words: Sequence[Folded]) -> int:
    """Return where a name begins behind an office: US Treasury Secretary John Snow."""
    if words and not is_given(words[0].key):
        return max((at + 1 for at, word in enumerate(words[:-1]) if word.key in OFFICES), default=0)
    return 0


def _without_generation(words: list[Folded]) -> tuple[list[Folded], str]:
    if len(words) > 1:
        last = words[-1]
        if last.key in JUNIORS:
            return words[:-1], JUNIORS[last.key]
        if _NUMERAL.fullmatch(last.written):
            return words[:-1], last.key
    return words, ""


def _compounds(words: Sequence[Folded]) -> Iterator[Folded]:
    """Yield words, those of one Arabic name put together: Abd al-Rahman, Saif al-Din, Nasr Allah."""
    at = 0
    while at < len(words):
        word = words[at]
        after = at + 1
        if after < len(words) and words[after].key in _ALLAH and word.key not in ARTICLES:
            ending = "lh" if word.script is Script.CONSONANTS else "allah"
            yield word._replace(key=_glued("abdullah" if word.key in _ABD_WORDS else word.key + ending))
            at += 2
            continue
        if word.key in _ABD_WORDS and after < len(words):
            while after < len(words) - 1 and words[after].key in ARTICLES:
                after += 1
            yield word._replace(key="abd" + _bare(words[after].key))
            at = after + 1
            continue
        if after < len(words) and words[after].key in ARTICLES and after + 1 < len(words):
            following = words[after + 1]
            if following.key in _DIN_WORDS or following.key == "dyn":
                yield word._replace(key=word.key + "din")
                at = after + 2
                continue
        key = _scottish(word) or _glued(word.key) if word.script is Script.FULL else word.key
        yield word if key == word.key else word._replace(key=key)
        at += 1


def _scottish(word: Folded) -> str:
    """Return MacNamara as McNamara, nothing for any other word."""
    return "mc" + word.key[3:] if word.key.startswith("mac") and word.written[3:4].isupper() else ""


def _bare(key: str) -> str:
    return key[1:] if key[:1] == key[1:2] else key


def _glued(key: str) -> str:
    if key in {"abdullah", "abdallah", "abdulla", "abdalla", "abdollah", "abdoullah", "abdoulaye", "abdellah"}:
        return "abdullah"
    if key.startswith("abd") and (found := _ABD.fullmatch(key)):
        return "abd" + _bare(found[1])
    if key[-1:] in "ne" and (found := _DIN.fullmatch(key)):
        return found[1] + "din"
    return key


def _without_particles(words: list[Folded]) -> list[Folded]:
    """Return words without articles and small words; a son's ``bin`` is spelled one way, an ``abu`` too."""
    kept: list[Folded] = []
    for at, word in enumerate(words[:-1]):
        if _is_article(words, at):
            continue
        if at and word.key in SONS:
            kept.append(word._replace(key="bin"))
        elif word.key in KINS:
            kept.append(word._replace(key="umm" if word.key[0] in "uo" else "abu"))
        elif word.key not in NOBLE or word.is_initial or not (at or word.written.islower()):
            kept.append(word)
    return [*kept, *words[-1:]]


def _is_article(words: list[Folded], at: int) -> bool:
    key = words[at].key
    if key not in ARTICLES:
        return False
    is_tied = words[at + 1].tied
    return is_tied or words[at].written.islower() or (at > 0 and key in {"al", "el"})
