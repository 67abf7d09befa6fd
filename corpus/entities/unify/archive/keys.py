"""Keys: under which words spellings are one at once, and under which they are compared with others.

A *node* is all spellings of a kind with the same words. *Block keys* are what two names that may be one have in
common: two words by their sound, or all their letters by their sound. Of a person two words are always wanted, so that
the blocks are small.
"""

from collections.abc import Iterator
from itertools import pairwise
from zlib import crc32

from corpus.entities.spelling import Spelling
from corpus.entities.unify.compare.oforganisations import known_organisation, organisation
from corpus.entities.unify.compare.ofplaces import known_place, place
from corpus.entities.unify.compare.persons import Person, person
from corpus.entities.unify.spelling.eastasian import chinese_key, korean_key
from corpus.entities.unify.spelling.folding import Folded, Script, folded_words, script_of, word_keys
from corpus.entities.unify.spelling.listed import given_names, long_forms
from corpus.entities.unify.spelling.sounds import skeleton

_TWO = 2  # words of a person's name that must agree


def node_key(spelling: Spelling) -> str:
    """Return what all spellings with the same words have in common.

    >>> node_key(Spelling("person", "Sen. John McCain")) == node_key(Spelling("person", "John McCain"))
    True
    >>> node_key(Spelling("person", "King Abdullah")) == node_key(Spelling("person", "Abdullah"))
    False
    """
    kind, text = spelling
    if kind == "person":
        parts = person(text)
        if len(parts.words) >= _TWO:
            return f"person {' '.join(word.key for word in parts.words)} {parts.generation}"
    elif kind == "organisation":
        known = known_organisation(text)
        return f"known {known}" if known else f"organisation {' '.join(organisation(text).words)}"
    elif kind == "place":
        known = known_place(text)
        return f"known place {known}" if known else f"place {' '.join(word.key for word in place(text))}"
    return f"{kind} {words_key(text)}"


def words_key(text: str) -> str:
    """Return the words of a spelling, whatever its kind; a text without words is its own key."""
    return " ".join(word_keys(text)) or f"={text}"


def block_keys(spelling: Spelling, *, has_native: bool = False) -> set[int]:
    """Return numbers of 32 bits under which a spelling meets those it is compared with, and of a million a few others.

    ``has_native`` says that some spellings are of Arabic or Hebrew letters, which have few vowels to go by.
    """
    kind, text = spelling
    if kind == "person":
        found = _of_person(person(text), has_native=has_native)
    elif kind == "organisation":
        words = organisation(text).words
        found = {"j" + skeleton("".join(words)), "s" + " ".join(sorted(map(skeleton, words)))}
    elif kind == "place":
        found = {"j" + skeleton("".join(word.key for word in place(text)))}
    else:
        found = {"j" + "".join(word.key for word in folded_words(text))}
    return {crc32(f"{kind} {key}".encode("utf-8", "replace")) for key in found if len(key) > 1}


def is_native(text: str) -> bool:
    """Tell whether a spelling has Arabic or Hebrew letters."""
    return not text.isascii() and any(script_of(c) is Script.CONSONANTS for c in text)


def _of_person(name: Person, *, has_native: bool) -> set[str]:
    words = [word for word in name.words if not word.is_initial] or list(name.words)
    found = set(_asian(name))
    if len(words) < _TWO:
        return found
    pairs = [(words[0], words[-1]), *pairwise(words)] if len(words) > _TWO else [(words[0], words[1])]
    for first, last in pairs:
        seconds = _sound(last)
        found.update("p" + " ".join(sorted((one, seconds))) for one in _given(first))
        if has_native:
            found.add("n" + " ".join(sorted((_bare(first), _bare(last)))))
    return found


def _asian(name: Person) -> Iterator[str]:
    yield "l" + name.joined
    for is_wade in (False, True):
        if syllables := chinese_key(name.joined, is_wade=is_wade):
            yield "c" + " ".join(syllables)
    if korean := korean_key(tuple(word.key for word in name.words), loose=True):
        yield "k" + " ".join(korean)


def _given(word: Folded) -> set[str]:
    """Return a first name by its sound, the name that it is listed under, and those that it is short for."""
    names = {word.key, *long_forms(word.key)}
    listed = {given_names()[name][0] for name in names if name in given_names()}
    return {_sound(word), *listed, *("~" + skeleton(name) for name in names)}


def _sound(word: Folded) -> str:
    return "~" + (skeleton(word.key) or word.key)


def _bare(word: Folded) -> str:
    """Return the consonants that Arabic letters and Latin ones both write."""
    key = word.key if word.script is Script.CONSONANTS else word.key.replace("ou", "u")
    return skeleton(key.translate(_HALF_VOWELS)) or key[:1]


_HALF_VOWELS = str.maketrans(dict.fromkeys("wyv", "") | {"p": "b"})
