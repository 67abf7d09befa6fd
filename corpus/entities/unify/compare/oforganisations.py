"""Comparing names of organisations: the same words make one, however they are spelled; one other word parts them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from corpus.entities.names import MAX_NAME
from corpus.entities.recognition.flags import COMMON
from corpus.entities.recognition.tokens import word as known_word
from corpus.entities.unify.compare.verdicts import Verdict, different, same, unsure
from corpus.entities.unify.spelling.folding import Folded, Script, folded_words
from corpus.entities.unify.spelling.listed import given_names, known_organisations
from corpus.entities.unify.spelling.sounds import apart
from corpus.entities.unify.spelling.words import ARTICLES, LEGAL, SMALL, WRITTEN

_TURNED = frozenset({"ministry", "department", "parliament", "embassy", "government", "army", "police", "office"})
"""Words of which “X of Y” and “Y X” are one: Ministry of Defence, Defence Ministry."""

_OF = frozenset({"of", "for", "de", "du"})

_WORDS = 16  # of a name that are compared
_PLURAL = 4  # letters of a word that may lose its last s
_LONG = 6  # letters of a transliterated word
_TELLING = 5  # letters of a word that is all of a name
_ALIKE = 0.45
_JOINED = 8  # letters of a name that is compared whatever spaces are in it
_ENDINGS = (("isation", "ization"), ("ising", "izing"), ("ised", "ized"), ("yse", "yze"), ("our", "or"), ("ogue", "og"))
_ACRONYM = 3  # letters


@dataclass(frozen=True, slots=True)
class Organisation:
    """The words of a name under the spelling they are compared by, without articles and legal forms."""

    words: tuple[str, ...]
    is_acronym: bool = False
    has_of: bool = False
    script: Script = Script.FULL

    @property
    def joined(self) -> str:
        """All letters of the name."""
        return "".join(self.words)


@lru_cache(maxsize=1 << 16)
def organisation(name: str) -> Organisation:
    """Return a name taken apart.

    >>> organisation("The Popular Mobilisation Forces, Inc.").words, organisation("U.S. Dept. of Defence").words
    (('popular', 'mobilization', 'force'), ('us', 'department', 'defense'))
    """
    words = _with_initials(folded_words(name[: 2 * MAX_NAME].replace("&", " and "))[:_WORDS])
    kept = [word for at, word in enumerate(words) if word.key not in SMALL and not _is_article(words, at)]
    while len(kept) > 1 and kept[-1].key in LEGAL:
        kept.pop()
    # An abbreviation that is all of a name is a name of its own: the Fed is nothing else that is federal.
    keys = tuple([_spelled(word.key, is_alone=len(kept) == 1) for word in (kept or words)])
    is_acronym = len(keys) == 1 and len(keys[0]) >= _ACRONYM - 1 and (kept or words)[0].written.isupper()
    script = next((word.script for word in words if word.script is not Script.FULL), Script.FULL)
    return Organisation(keys, is_acronym, not _OF.isdisjoint([word.key for word in words]), script)


def _with_initials(words: Sequence[Folded]) -> list[Folded]:
    """Return words with a run of single letters as one word: U.S. is US."""
    if all(len(word.key) > 1 for word in words):
        return list(words)
    found: list[Folded] = []
    run = False
    for word in words:
        is_letter = word.is_initial and word.key.isalpha() and word.written.isupper()
        if is_letter and run:
            found[-1] = found[-1]._replace(key=found[-1].key + word.key, written=found[-1].written + word.written)
        else:
            found.append(word)
        run = is_letter
    return found


def _is_article(words: list[Folded], at: int) -> bool:
    """Tell whether a word is the Arabic article before another word."""
    return at + 1 < len(words) and words[at].key in ARTICLES and (words[at + 1].tied or words[at].key in {"al", "el"})


@lru_cache(maxsize=1 << 16)
def _spelled(key: str, *, is_alone: bool) -> str:
    key = key if is_alone else WRITTEN.get(key, key)
    for british, american in _ENDINGS:
        if key.endswith(british) and len(key) > len(british) + 2:
            key = key.removesuffix(british) + american
    if key.endswith("ullah"):
        key = key.removesuffix("ullah") + "allah"
    if len(key) > _PLURAL and key.endswith("s") and not key.endswith(("ss", "us", "is")):
        key = key[:-1]
    given = given_names().get(key)
    return given[0] if given is not None and given[1] == "arabic" else key


def compare_organisations(left: str, right: str) -> Verdict:
    """Return whether two names are those of one organisation.

    >>> compare_organisations("Popular Mobilization Forces", "Popular Mobilisation Forces").answer.value
    'same'
    >>> compare_organisations("Ministry of Defence", "Ministry of Finance").reason
    'defense is not finance'
    """
    one, other = organisation(left), organisation(right)
    if not one.words or not other.words:
        return unsure("there is nothing to compare")
    known = _known(one), _known(other)
    if all(known):
        return (
            same(f"both are known names of {known[0]}") if known[0] == known[1] else different("both are known, as two")
        )
    if one.words == other.words or one.joined == other.joined:
        return same("they have the same words")
    return _by_words(one, other)


def known_organisation(name: str) -> str:
    """Return the spelling that stands for all of a known organisation, nothing where it is not known."""
    return _known(organisation(name))


def _known(name: Organisation) -> str:
    return _known_words().get(name.words, "")


@cache
def _known_words() -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], set[str]] = {}
    for spellings in known_organisations():
        for one in spellings:
            found.setdefault(organisation(one).words, set()).add(spellings[0])
    return {words: next(iter(names)) for words, names in found.items() if len(names) == 1}


def _by_words(one: Organisation, other: Organisation) -> Verdict:
    if len(one.words) == len(other.words) and sorted(one.words) == sorted(other.words):
        return _turned(one, other)
    if one.is_acronym or other.is_acronym:
        return unsure("letters alone say too little")
    if one.script is not other.script:
        return _in_two_scripts(one, other)
    if len(one.words) != len(other.words):
        return _of_more_words(one, other)
    differing = [pair for pair in zip(one.words, other.words, strict=True) if pair[0] != pair[1]]
    return _of_differing(differing, len(one.words))


def _turned(one: Organisation, other: Organisation) -> Verdict:
    if _TURNED & set(one.words) and one.has_of != other.has_of:
        return same("they have the same words, turned about “of”")
    return unsure("they have the same words in another order")


def _of_differing(differing: list[tuple[str, str]], count: int) -> Verdict:
    left, right = next((pair for pair in differing if not _is_alike(*pair)), ("", ""))
    if left:
        return different(f"{left} is not {right}")
    words = " and ".join(differing[0])
    if count > len(differing):
        return same(f"{words} sound alike; the other words are the same")
    near = all(map(_is_telling, differing[0]))
    return unsure(f"{words} sound alike, and nothing else says that they are one", near=near)


def _is_telling(key: str) -> bool:
    """Tell whether a word is long and rare enough for another that sounds so to be the same, where company agrees."""
    return len(key) >= _TELLING and not known_word(key).flags & COMMON


def _is_alike(left: str, right: str) -> bool:
    """Tell whether two words may be spellings of one transliterated word: English words have one spelling."""
    if min(len(left), len(right)) < _LONG:
        return apart(left, right, most=_ALIKE) <= _ALIKE / 2
    return apart(left, right, most=_ALIKE) <= _ALIKE


def _in_two_scripts(one: Organisation, other: Organisation) -> Verdict:
    if other.script is Script.CONSONANTS:
        one, other = other, one
    has_vowels = Script.CONSONANTS not in {one.script, other.script}
    if len(one.words) == len(other.words) > 1 and all(
        apart(*pair, vowels=has_vowels, most=_ALIKE) <= _ALIKE for pair in zip(one.words, other.words, strict=True)
    ):
        return same("they sound alike in two scripts")
    return unsure("they are written in two scripts")


def _of_more_words(one: Organisation, other: Organisation) -> Verdict:
    shortest = min(len(one.joined), len(other.joined))
    if shortest >= _JOINED and OSA.distance(one.joined, other.joined, score_cutoff=1) <= 1:
        return same("they have the same letters but for one at most, parted in other places")
    short, long = sorted((one, other), key=lambda name: len(name.words))
    extra = Counter(long.words) - Counter(short.words)
    if extra.total() == len(long.words) - len(short.words):
        return unsure(f"{' '.join(extra)} stands in one name only")
    return different(f"{short.words[-1]} is not {long.words[-1]}")
