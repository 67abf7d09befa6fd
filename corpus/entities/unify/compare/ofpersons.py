"""Comparing names of persons: two agreeing words make one person, and nothing may contradict them."""

from collections.abc import Sequence

from corpus.entities.unify.compare.alignment import Alignment, Gap, aligned
from corpus.entities.unify.compare.persons import Person, person
from corpus.entities.unify.compare.verdicts import Verdict, different, same, unsure
from corpus.entities.unify.spelling.closeness import Closeness, closeness
from corpus.entities.unify.spelling.eastasian import chinese_key, korean_key
from corpus.entities.unify.spelling.folding import Folded, Script
from corpus.entities.unify.spelling.listed import given_names, is_given, is_western
from corpus.entities.unify.spelling.sounds import apart

_WANTED = 2
"""Words that must agree."""

_FIRST_NAMES = frozenset({"mohammed", "ali", "ahmed", "juan", "jose", "maria"})
_KINS = frozenset({"bin", "abu", "umm"})

_SYLLABLES = 3
"""Of a Chinese name that is written in two systems."""


def compare_persons(left: str, right: str) -> Verdict:
    """Return whether two names are those of one person.

    >>> compare_persons("Muammar Qaddafi", "Moammar Gadhafi").reason
    'Qaddafi and Gadhafi sound alike; Muammar and Moammar are one name'
    """
    one, other = person(left), person(right)
    if not one.words or not other.words:
        return unsure("there is nothing to compare")
    if one.generation != other.generation:
        return different(f"“{one.generation or 'no'}” and “{other.generation or 'no'}” tell two generations apart")
    if one.sex and other.sex and one.sex != other.sex:
        return different("their titles are those of a man and of a woman")
    if one.joined == other.joined:
        return _of_same_letters(one, other)
    return _east_asian(one, other) or _by_words(one, other)


def may_be_one_person(left: str, right: str) -> bool:
    """Tell whether two names may be the same or nearly so; most that may not are told for a fraction of comparing them.

    Each word of the shorter name must be close to one of the other, in order, unless the letters are the same, or the
    words but for their order.
    """
    one, other = person(left), person(right)
    if not one.words or not other.words:
        return False
    if len(one.words) > len(other.words):
        one, other = other, one
    if len(one.words) >= _WANTED and _is_part(one.words, other.words):
        return True
    return one.joined == other.joined or _east_asian(one, other) is not None or _turned(one, other) is not None


def _is_part(short: Sequence[Folded], long: Sequence[Folded]) -> bool:
    rest = iter(enumerate(long, len(short) - len(long)))
    return all(any(at <= nth and closeness(word, beside) for at, beside in rest) for nth, word in enumerate(short))


def _of_same_letters(one: Person, other: Person) -> Verdict:
    if len(one.words) == 1 == len(other.words) and not one.generation and (one.is_titled or other.is_titled):
        return unsure("one word alone says too little")
    return same("they have the same letters")


def _east_asian(one: Person, other: Person) -> Verdict | None:
    listed = given_names()
    if one.is_asian or other.is_asian or (one.words[0].key not in listed and other.words[0].key not in listed):
        keys = [tuple([word.key for word in name.words]) for name in (one, other)]
        koreans = [korean_key(key, loose=one.is_asian is not other.is_asian) for key in keys]
        if koreans[0] and koreans[0] == koreans[1]:
            return same("they are the same syllables in two ways to write Korean")
        if not _is_one_system(one, other) and _are_one_in_chinese(one.joined, other.joined):
            return same("they are the same syllables in two ways to write Chinese")
    if one.is_asian and other.is_asian:
        return different("they are written with other characters")
    return None


def _are_one_in_chinese(one: str, other: str) -> bool:
    """Tell whether one name is the other in Wade-Giles, or both are in one system."""
    key, beside = chinese_key(one), chinese_key(other)
    return len(key) >= _SYLLABLES and (
        key == beside or key == chinese_key(other, is_wade=True) or chinese_key(one, is_wade=True) == beside
    )


def _is_one_system(one: Person, other: Person) -> bool:
    """Tell whether two Chinese names have their syllables joined in the same way, as one system writes them."""
    return [word.tied for word in one.words] == [word.tied for word in other.words]


def _by_words(one: Person, other: Person) -> Verdict:
    western = (is_western(one.words[0].key) or is_western(other.words[0].key)) and all(
        word.script is Script.FULL for word in one.words + other.words
    )
    found = aligned(one.words, other.words, is_western_name=western)
    if found.count(Closeness.SHORT_FORM) < len(found.pairs) or found.gaps:
        turned = _turned(one, other)
        if turned is not None:
            return turned
    return _judged(one, other, found)


def _turned(one: Person, other: Person) -> Verdict | None:
    """Return that two names are one if they have the same words, but the surname first in one of them."""
    if len(one.words) != len(other.words) or len(one.words) < _WANTED:
        return None
    if all(is_given(word.key) for word in one.words):
        return None
    for turned in (other.words[1:] + other.words[:1], other.words[-1:] + other.words[:-1]):
        others = [pair for pair in zip(one.words, turned, strict=True) if pair[0].key != pair[1].key]
        if len(others) <= 1 and all(closeness(*pair) >= Closeness.ALIKE for pair in others):
            return same("they have the same words in another order")
    return None


def _judged(one: Person, other: Person, found: Alignment) -> Verdict:
    agreeing = [pair for pair in found.pairs if pair.closeness >= Closeness.SHORT_FORM]
    contradiction = next((gap for gap in found.gaps if gap.left and gap.right), None)
    if contradiction is not None:
        return _contradicted(found, contradiction)
    fuzzy = [pair for pair in found.pairs if pair.closeness is Closeness.FUZZY]
    words = [pair for pair in agreeing if not _is_weak(one.words[pair.left])]
    if fuzzy:
        left, right = one.words[fuzzy[0].left].written, other.words[fuzzy[0].right].written
        near = len(fuzzy) == 1 and not found.gaps and len(agreeing) == len(found.pairs) - 1
        return unsure(f"{left} and {right} are only nearly the same", near=near and bool(words))
    if len(words) < _WANTED:
        return unsure("two words that agree are wanted")
    if not _ends_agree(found):
        return unsure("an initial is not a name")
    if any(gap.left for gap in found.gaps) and any(gap.right for gap in found.gaps):
        return unsure("each has a word that the other has not")
    doubt = _doubt(one, other, found)
    return doubt or same(_reason(one, other, found), _far(one, other, found))


def _is_weak(word: Folded) -> bool:
    """Tell whether a word that two names share says next to nothing."""
    return word.is_initial or word.key in _KINS


def _far(one: Person, other: Person, found: Alignment) -> float:
    """Return how far apart the words sound that no list has as one."""
    alike = (
        (one.words[pair.left], other.words[pair.right]) for pair in found.pairs if pair.closeness is Closeness.ALIKE
    )
    unlisted = (pair for pair in alike if given_names().get(pair[0].key) is None or pair[1].key not in given_names())
    return sum(_sounding(*pair) for pair in unlisted)


def _sounding(left: Folded, right: Folded) -> float:
    if right.script is Script.CONSONANTS:
        left, right = right, left
    return apart(left.key, right.key, vowels=left.script is not Script.CONSONANTS)


def _contradicted(found: Alignment, gap: Gap) -> Verdict:
    left, right = (" ".join(word.written for word in side) for side in (gap.left, gap.right))
    return different(f"{left} is not {right}" if found.pairs else "they have no word in common")


def _ends_agree(found: Alignment) -> bool:
    """Tell whether the words at the ends are more than initials, unless both names have the same ones."""
    first, last = found.pairs[0], found.pairs[-1]
    return Closeness.INITIAL not in {first.closeness, last.closeness}


def _doubt(one: Person, other: Person, found: Alignment) -> Verdict | None:
    has_initial = any(one.words[pair.left].is_initial or other.words[pair.right].is_initial for pair in found.pairs)
    for gap in found.gaps:
        extra = gap.left or gap.right
        if has_initial and any(word.is_initial for word in extra):
            return different("they have other initials")
        if any(word.key in _KINS for word in extra) and not gap.is_last:
            return unsure(f"“{' '.join(word.written for word in extra)}” stands in one name only")
        shared = [one.words[pair.left].key for pair in found.pairs]
        if gap.is_last and (len(shared) <= _WANTED and is_given(shared[-1])):
            return unsure("one name goes on where the other ends")
        if gap.is_last and korean_key(tuple(shared)):
            return unsure("one name goes on where the other ends")
        if gap.is_first and (is_given(shared[-1]) or not all(_is_dropped(word) for word in extra)):
            return unsure("one name begins before the other")
    return None


def _is_dropped(word: Folded) -> bool:
    """Tell whether a word is a first name that those who have a second one are often called without."""
    return given_names().get(word.key, ("",))[0] in _FIRST_NAMES or word.key in _FIRST_NAMES


def _reason(one: Person, other: Person, found: Alignment) -> str:
    said = {Closeness.ALIKE: "sound alike", Closeness.SHORT_FORM: "are short and long for one name"}
    parts = []
    for pair in sorted(found.pairs, key=lambda pair: -pair.left):
        left, right = one.words[pair.left], other.words[pair.right]
        if pair.closeness in said:
            listed = given_names().get(left.key)
            is_listed = listed is not None and listed == given_names().get(right.key)
            words = "are one name" if is_listed else said[pair.closeness]
            parts.append(f"{left.written} and {right.written} {words}")
    equal = [one.words[pair.left].written for pair in found.pairs if pair.closeness is Closeness.EQUAL]
    if equal:
        parts.append(f"{' '.join(equal)} is the same")
    return "; ".join(parts)
