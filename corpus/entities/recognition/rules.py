"""Rules: runs of capitalised words, and what their words and neighbours say of their kind.

    run       capitalised words, initials and the particles between them ("Abdel Fattah al-Sisi"), without what begins a
              sentence and is a common word
    extended  behind a head of organisations, over "of", "for" and "and" ("Ministry of Trade and Industry")
    cut       before the name: titles and demonyms ("Iraqi Prime Minister | Mohammed al-Sudani")

A run that no rule knows is kept with no kind: the rest of the article may tell it (``consistency``).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.entities.recognition.casing import Seen
from corpus.entities.recognition.lexicon import load
from corpus.entities.recognition.name import EVENT, KNOWN, LAW, ORGANISATION, PERSON, PINNED, PLACE, UNKNOWN, Guess
from corpus.entities.recognition.tokens import Word, mask, word

_COMMON = mask("common1", "common2", "common3", "verb", "noun", "adjective")
_VERY_COMMON = mask("common1", "function")
_FUNCTION = mask("function")
_COUNTRY = mask("country", "place")
_PLACE = mask("country", "place", "city1", "city2", "city3", "alternate")
_LARGE = mask("country", "place", "city1", "city2")
_GIVEN = mask("given")
_ANY_GIVEN = mask("given", "given2")
_SURNAME = mask("surname")
_ANY_SURNAME = mask("surname", "surname2")
_PERSONAL = _ANY_GIVEN | _ANY_SURNAME
_TITLE = mask("title")
_HONOUR = mask("honour")
_PARTICLE = mask("particle")
_ORGANISATION = mask("organisation")
_HEAD = mask("orghead")
_TAIL = mask("orgtail")
_INSTITUTION = _HEAD | _TAIL | mask("orgword")
_DEMONYM = mask("demonym", "adjectival")
_PEOPLE = mask("demonym")
_NO_NAME = mask("calendar", "nothing")
_PLACE_TAIL, _PLACE_HEAD = mask("placetail"), mask("placehead")
_COMPASS = mask("compass")
_PLACE_CUE = mask("placecue")
_SPEECH = mask("speech")
_RELATION = mask("relation")
_EVENT, _LAW = mask("eventtail"), mask("lawtail")

_LINKS = frozenset({"of", "for", "on", "the", "and", "&", "'s", "’s", "de", "des", "du", "der", "für", "del", "di"})
_OF_STATE = frozenset({"state", "defense", "defence", "staff", "treasury", "justice"})
_MOST = 12  # words of a name
_OPENERS = frozenset({"bin", "ibn", "al", "el", "abu", "von", "van"})
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_STATES = frozenset(
    "Ala. Ariz. Ark. Calif. Colo. Conn. Del. Fla. Ga. Ill. Ind. Kan. Ky. La. Md. Mass. Mich. Minn. Miss. Mo. Mont. Neb. Nev. "
    "N.H. N.J. N.M. N.Y. N.C. N.D. Okla. Ore. Pa. R.I. S.C. S.D. Tenn. Tex. Vt. Va. Wash. W.Va. Wis. Wyo. D.C. DC B.C. "
    "Ont. Que. Alta. Sask. Man. N.S. N.B.".split()
)
"""Behind a place and a comma; AP's abbreviations of states and provinces."""
_POLLS = frozenset({"election", "elections", "referendum", "primary", "primaries", "by-election"})
_VOTES = _POLLS | {"presidential", "general", "federal", "state", "legislative", "parliamentary", "local", "municipal", "regional"} | {
    "gubernatorial", "congressional", "mayoral", "leadership", "provincial", "senate", "house", "of"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of one sentence, what the article knows of words, and whether capitals tell a name in its language."""

    words: Sequence[Word]
    forms: Sequence[str]
    known: Seen
    telling: bool = True

    def has(self, at: int, flags: int) -> bool:
        """Tell whether there is a word at a place that has one of some flags."""
        return 0 <= at < len(self.words) and bool(self.words[at].flags & flags)

    def key(self, at: int) -> str:
        """Return the folded word at a place, ``""`` if there is none."""
        return self.words[at].key if 0 <= at < len(self.words) else ""

    def is_capital(self, at: int) -> bool:
        """Tell whether there is a word with a capital at a place."""
        return 0 <= at < len(self.words) and self.words[at].capital


def guesses(forms: Sequence[str], known: Seen, *, telling: bool = True) -> list[Guess]:
    """Return what may be names in a sentence, in order, none overlapping."""
    sentence = Sentence([word(form) for form in forms], forms, known, telling)
    return list(_found(sentence))


def _found(sentence: Sentence) -> Iterator[Guess]:
    at, end = 0, len(sentence.words)
    while at < end:
        if stop := _vote_end(sentence, at):
            yield Guess(at, stop, EVENT, PINNED)
            at = stop
            continue
        if sentence.forms[at] in _STATES and sentence.key(at - 1) == "," and (at == 1 or sentence.is_capital(at - 2)):
            yield Guess(at, at + 1, PLACE, PINNED)
            at += 1
            continue
        if not _begins(sentence, at):
            at += 1
            continue
        last = _run_end(sentence, at)
        yield from _named(sentence, at, last)
        at = last


def _vote_end(sentence: Sentence, at: int) -> int:
    """Return the end of the name of an election that begins with its year at a place, 0 if none does."""
    if not _YEAR.fullmatch(sentence.forms[at]):
        return 0
    stop = at + 1
    while stop - at < _MOST and (sentence.is_capital(stop) or sentence.key(stop) in _VOTES):
        if sentence.key(stop) in _POLLS:
            return stop + 1 if stop - at > 1 and sentence.is_capital(at + 1) else 0
        stop += 1
    return 0


def _begins(sentence: Sentence, at: int) -> bool:
    one = sentence.words[at]
    if one.shape == "x" and one.key in _OPENERS:
        return sentence.telling and sentence.is_capital(at + 1) and not sentence.is_capital(at - 1)
    if one.shape == "x-X" and one.key[:3] in {"al-", "el-", "an-", "ar-", "as-", "ad-", "at-", "az-", "ul-"}:
        return True
    if not one.capital or len(one.key) < 2:
        return one.shape == "X." or (one.shape == "X" and sentence.is_capital(at + 1) and at > 0 and one.key != "i")
    if one.flags & _FUNCTION and not one.flags & _ORGANISATION and (at == 0 or not sentence.is_capital(at + 1)):
        return False
    return at > 0 or not _is_opening(sentence)


def _is_opening(sentence: Sentence) -> bool:
    """Tell whether the first word of a sentence has its capital from standing there."""
    one = sentence.words[0]
    if sentence.forms[0].isupper() or sentence.known.is_name(one.key) or one.flags & _COUNTRY:
        return False
    if one.flags & _VERY_COMMON or (one.flags & _COMMON and not one.flags & (_TITLE | _GIVEN)):
        follows = sentence.is_capital(1) and not sentence.has(1, _PEOPLE | _NO_NAME)
        return not (follows and one.flags & (_GIVEN | _TITLE | _INSTITUTION | _PLACE_HEAD))
    return False


def _run_end(sentence: Sentence, start: int) -> int:
    """Return the place behind the run that begins at a place."""
    at = start + 1
    while at - start < _MOST:
        if sentence.is_capital(at) or (sentence.key(at) and _is_particle(sentence, at)):
            at += 1
        elif _links(sentence, start, at):
            at += 2 if sentence.is_capital(at + 1) else 3
        else:
            break
    return min(at, len(sentence.words))


def _is_particle(sentence: Sentence, at: int) -> bool:
    if sentence.words[at].shape == "x-X":
        return True
    if not sentence.has(at, _PARTICLE) or sentence.key(at) in {"as", "an", "at", "e", "y", "do", "den", "und", "ash"}:
        return False
    return sentence.is_capital(at + 1) or (sentence.has(at + 1, _PARTICLE) and sentence.is_capital(at + 2))


def _links(sentence: Sentence, start: int, at: int) -> bool:
    """Tell whether a small word ties what follows to the organisation or place before it."""
    key = sentence.key(at)
    if key not in _LINKS:
        return False
    follows = at + 1 if sentence.is_capital(at + 1) else at + 2 if sentence.key(at + 1) == "the" and sentence.is_capital(at + 2) else 0
    if not follows or sentence.has(follows, _NO_NAME & ~mask("nothing")):
        return False
    if key in {"of", "for", "on"}:
        return sentence.has(at - 1, _HEAD | _TAIL) or (key == "of" and sentence.has(at - 1, _PLACE_HEAD | _PLACE_TAIL | _EVENT))
    if key in {"and", "&"}:
        in_of = any(sentence.key(i) in {"of", "for"} for i in range(start, at)) and sentence.has(start, _HEAD)
        return key == "&" or (in_of and follows == at + 1 and not sentence.has(at - 1, _PLACE) and not sentence.has(follows, _PLACE | _PERSONAL & ~_COMMON))
    if key in {"'s", "’s"}:
        return follows == at + 1 and sentence.has(follows, _HEAD | _TAIL) and sentence.key(at - 1) in {"people", "women", "children", "workers", "farmers"}
    return sentence.has(start, _HEAD)


def _named(sentence: Sentence, start: int, end: int) -> Iterator[Guess]:
    """Yield the names within a run."""
    titled = False
    while start < end:
        known = _longest(sentence, start, end)
        if known is None:
            start, titled = _cut(sentence, start, end)
            known = _longest(sentence, start, end)
        if known is None or (known[0] < end and _is_institution(sentence, start, end)):
            break
        stop, kind = known
        yield Guess(start, stop, kind, KNOWN if kind == ORGANISATION else 2)
        start, titled = stop, False
    if start >= end:
        return
    while end > start and sentence.has(end - 1, _NO_NAME) and not sentence.has(end - 1, _ORGANISATION):
        end -= 1
    if end > start:
        yield from _kind(sentence, start, end, titled=titled)


def _cut(sentence: Sentence, start: int, end: int) -> tuple[int, bool]:
    """Return where the name of a run begins behind titles and demonyms, and whether there is a title before it."""
    titled = start > 0 and sentence.has(start - 1, _TITLE) and sentence.words[start - 1].shape == "x"
    if _is_institution(sentence, start, end):
        return start, False
    for at in range(end - 1, start - 1, -1):
        is_title = sentence.has(at, _TITLE) and not (sentence.has(at, _GIVEN) and at == start and at < end - 1)
        if is_title or (sentence.key(at) in _OF_STATE and sentence.key(at - 1) == "of"):
            return at + 1, True
    while start < end and sentence.has(start, _PEOPLE | _NO_NAME) and not sentence.has(start, _ORGANISATION | _COUNTRY):
        start += 1
    return start, titled


def _is_institution(sentence: Sentence, start: int, end: int) -> bool:
    if end - start < 2:
        return False
    if sentence.has(end - 1, _TAIL) and not sentence.has(end - 1, _TITLE):
        return True
    return sentence.has(start, _HEAD) and sentence.key(start + 1) in _LINKS


def _longest(sentence: Sentence, start: int, end: int) -> tuple[int, str] | None:
    """Return the end and the kind of the longest name of several words that the lexicon knows at the start of a run."""
    lexicon = load()
    most = min(lexicon.longest.get(sentence.key(start), 0), end - start)
    for stop in range(start + most, start + 1, -1):
        flags = lexicon.names.get(" ".join(one.key for one in sentence.words[start:stop]))
        if flags is not None and (stop == end or not _is_person(sentence, start, end)):
            return stop, ORGANISATION if flags & _ORGANISATION else PLACE
    return None


def _kind(sentence: Sentence, start: int, end: int, *, titled: bool) -> Iterator[Guess]:
    if end - start == 1:
        yield from _single(sentence, start, titled=titled)
        return
    if sentence.has(end - 1, _LAW) or (sentence.has(end - 1, _EVENT) and not sentence.has(end - 1, _PERSONAL & ~_COMMON)):
        yield Guess(start, end, LAW if sentence.has(end - 1, _LAW) else EVENT, 1)
    elif _is_institution(sentence, start, end):
        yield Guess(start, end, ORGANISATION, 3)
    elif sentence.has(end - 1, _PLACE_TAIL) and sentence.words[end - 1].flags & _COMMON:
        yield Guess(start, end, PLACE, 2)
    elif titled and sentence.telling:
        yield Guess(start, _person_end(sentence, start, end), PERSON, 3)
    elif _is_person(sentence, start, end):
        yield Guess(start, _person_end(sentence, start, end), PERSON, 3 if sentence.has(start, _GIVEN) else 2)
    elif sentence.has(start, _PLACE_HEAD) and sentence.telling:
        yield Guess(start, end, PLACE, 1)
    elif all(sentence.has(at, _PLACE) for at in range(start, end)):
        yield from (Guess(at, at + 1, PLACE, 1) for at in range(start, end))
    elif sentence.has(start, _LARGE) and not sentence.has(start, _COMMON):
        yield Guess(start, start + 1, PLACE, 1)
        yield from _kind(sentence, start + 1, end, titled=False)
    elif sentence.telling:
        yield Guess(start, end, *_unknown(sentence, start, end))


def _unknown(sentence: Sentence, start: int, end: int) -> tuple[str, int]:
    common = sum(sentence.has(at, _COMMON) for at in range(start, end))
    if any(sentence.has(at, _INSTITUTION) for at in range(start, end)):
        return ORGANISATION, 1
    if not common and end - start <= 3:
        return PERSON, 1
    return (ORGANISATION, 0) if common else (UNKNOWN, 0)


def _person_end(sentence: Sentence, start: int, end: int) -> int:
    """Return the end of a person's name, without a possessive or a small word that a run may end with."""
    for at in range(start + 1, end):
        if sentence.key(at) in {"of", "for", "on", "'s", "’s", "&"}:
            return at
    return end


def _is_person(sentence: Sentence, start: int, end: int) -> bool:
    if not 2 <= end - start <= 6 or sentence.has(end - 1, _TAIL & ~mask("surname")) and not sentence.has(end - 1, _ANY_SURNAME):
        return False
    words = sentence.words[start:end]
    if any(one.key in {"of", "for", "the", "and", "&"} for one in words):
        return False
    first, last = words[0], words[-1]
    given = first.flags & _GIVEN or (first.flags & _ANY_GIVEN and not first.flags & _COMMON) or first.shape == "X."
    if given and not last.flags & _NO_NAME and not (first.flags & _LARGE and not last.flags & _ANY_SURNAME):
        return not (last.flags & _COMMON and not last.flags & _ANY_SURNAME)
    if any(one.shape == "x-X" or one.key.startswith(("al-", "el-")) for one in words[1:]):
        return not first.flags & _PLACE
    return bool(last.flags & _SURNAME and not first.flags & (_COMMON | _PLACE) and not last.flags & _COMMON)


def _single(sentence: Sentence, at: int, *, titled: bool) -> Iterator[Guess]:
    one = sentence.words[at]
    form = sentence.forms[at]
    if len(one.key) < 2 or one.shape == "X.":
        return
    if one.flags & _ORGANISATION and (form.isupper() or not one.flags & _COMMON):
        yield Guess(at, at + 1, ORGANISATION, 2 if one.flags & (_PERSONAL | _COMMON | _PLACE) else KNOWN)
    elif one.flags & _NO_NAME or one.flags & _PEOPLE:
        return
    elif one.flags & _COUNTRY and not (titled and one.flags & _ANY_SURNAME):
        yield Guess(at, at + 1, PLACE, 2)
    elif titled and (sentence.telling or not one.flags & _COMMON) and not one.flags & _TITLE:
        yield Guess(at, at + 1, PERSON, 2)
    elif one.flags & _LARGE and not one.flags & _COMMON:
        yield Guess(at, at + 1, PLACE, 2 if sentence.has(at - 1, _PLACE_CUE) else 1)
    elif sentence.telling:
        yield Guess(at, at + 1, *_told(sentence, at, one, form))


def _told(sentence: Sentence, at: int, one: Word, form: str) -> tuple[str, int]:
    """Return the kind that the words beside a single word tell, and how sure it is."""
    if (one.shape in {"XX", "X9", "X."} and "-" not in form) or one.key.endswith("bank"):
        return ORGANISATION, 1
    if one.flags & _FUNCTION or (one.flags & _COMMON and not one.flags & _PERSONAL):
        return UNKNOWN, 0
    if sentence.has(at + 1, _SPEECH) or sentence.has(at - 1, _SPEECH) or sentence.has(at - 1, _RELATION):
        return PERSON, 1
    if sentence.has(at - 1, _PLACE_CUE) and not one.flags & (_GIVEN | _COMMON):
        return PLACE, 1
    if one.flags & _PLACE and not one.flags & (_PERSONAL | _COMMON):
        return PLACE, 1
    if one.flags & (_GIVEN | _ANY_SURNAME) and not one.flags & _COMMON:
        return PERSON, 1
    return UNKNOWN, 0
