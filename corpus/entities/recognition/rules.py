"""Rules: what the words of a run, and those beside it, say of its kind.

Titles and demonyms before a name are cut off ("Iraqi Prime Minister | Mohammed al-Sudani"). A run that no rule knows is
kept with no kind: the rest of the article may tell it (``consistency``).
"""

from collections.abc import Iterator, Sequence

from corpus.entities.recognition import flags as has
from corpus.entities.recognition.casing import Seen
from corpus.entities.recognition.lexicon import load
from corpus.entities.recognition.name import EVENT, KNOWN, LAW, ORGANISATION, PERSON, PLACE, UNKNOWN, Guess
from corpus.entities.recognition.runs import LINKS, OPENERS, begins, pinned, run_end, symbol_end
from corpus.entities.recognition.sentence import Sentence
from corpus.entities.recognition.tokens import Word, word

_OF_STATE = frozenset({"state", "defense", "defence", "staff", "treasury", "justice"})
_NO_PERSON = frozenset({"of", "for", "the", "and", "&"})
_ENDS_PERSON = frozenset({"of", "for", "on", "'s", "’s", "&"})
_MOST_UNKNOWN, _MOST_PERSON = 3, 6  # words


def guesses(forms: Sequence[str], known: Seen, *, telling: bool = True) -> list[Guess]:
    """Return what may be names in a sentence, in order, none overlapping."""
    sentence = Sentence([word(form) for form in forms], forms, known, telling)
    return list(_found(sentence))


def _found(sentence: Sentence) -> Iterator[Guess]:
    at, end = 0, len(sentence.words)
    while at < end:
        if sure := pinned(sentence, at):
            yield sure
            at = sure.last
        elif end_of_symbol := symbol_end(sentence.forms, at):
            at = end_of_symbol
        elif begins(sentence, at):
            last = run_end(sentence, at)
            yield from _named(sentence, at, last)
            at = last
        else:
            at += 1


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
    while end > start and sentence.has(end - 1, has.NO_NAME) and not sentence.has(end - 1, has.ORGANISATION):
        if end - 1 > start and sentence.has(end - 1, has.SURNAME) and sentence.has(end - 2, has.GIVEN):
            break  # "Theresa May"
        end -= 1
    if end > start:
        yield from _kind(sentence, start, end, titled=titled)


def _cut(sentence: Sentence, start: int, end: int) -> tuple[int, bool]:
    """Return where the name of a run begins behind titles and demonyms, and whether there is a title before it."""
    titled = start > 0 and sentence.has(start - 1, has.TITLE) and sentence.words[start - 1].shape == "x"
    if _is_institution(sentence, start, end):
        return start, False
    for at in range(end - 1, start - 1, -1):
        is_title = sentence.has(at, has.TITLE) and not (sentence.has(at, has.GIVEN) and at == start and at < end - 1)
        if is_title or (sentence.key(at) in _OF_STATE and sentence.key(at - 1) == "of"):
            return at + 1, True
    while (
        start < end
        and sentence.has(start, has.PEOPLE | has.NO_NAME)
        and not sentence.has(start, has.ORGANISATION | has.COUNTRY)
    ):
        start += 1
    return start, titled


def _is_institution(sentence: Sentence, start: int, end: int) -> bool:
    if end - start == 1:
        return False
    if sentence.has(end - 1, has.TAIL) and not sentence.has(end - 1, has.TITLE):
        return True
    head = start + 1 if sentence.has(start, has.COUNTRY) else start  # "U.S. Department of Agriculture"
    return sentence.has(head, has.HEAD) and sentence.key(head + 1) in LINKS


def _longest(sentence: Sentence, start: int, end: int) -> tuple[int, str] | None:
    """Return the end and the kind of the longest name of several words that the lexicon knows at the start of a run."""
    lexicon = load()
    most = min(lexicon.longest.get(sentence.key(start), 0), end - start)
    for stop in range(start + most, start + 1, -1):
        flags = lexicon.names.get(" ".join(one.key for one in sentence.words[start:stop]))
        if flags is not None and (stop == end or not _is_person(sentence, start, end)):
            return stop, ORGANISATION if flags & has.ORGANISATION else PLACE
    return None


def _kind(sentence: Sentence, start: int, end: int, *, titled: bool) -> Iterator[Guess]:
    if symbol_end(sentence.forms, end):
        yield Guess(start, end, ORGANISATION, KNOWN)
    elif end - start == 1:
        yield from _single(sentence, start, titled=titled)
    elif told := _by_ends(sentence, start, end):
        yield told
    elif (titled and sentence.telling) or _is_person(sentence, start, end):
        sure = KNOWN if titled or sentence.has(start, has.GIVEN) else 2
        yield Guess(start, _person_end(sentence, start, end), PERSON, sure)
    elif sentence.has(start, has.PLACE_HEAD) and sentence.telling:
        yield Guess(start, end, PLACE, 1)
    elif all(sentence.has(at, has.PLACE) for at in range(start, end)):
        yield from (Guess(at, at + 1, PLACE, 1) for at in range(start, end))
    elif sentence.has(start, has.LARGE) and not sentence.has(start, has.COMMON):
        yield Guess(start, start + 1, PLACE, 1)
        yield from _kind(sentence, start + 1, end, titled=False)
    elif sentence.telling:
        yield Guess(start, end, *_unknown(sentence, start, end))


def _by_ends(sentence: Sentence, start: int, end: int) -> Guess | None:
    """Return what the first or the last of several words tells by itself."""
    last = sentence.words[end - 1]
    if last.flags & has.LAW:
        return Guess(start, end, LAW, 1)
    if last.flags & has.EVENT and not last.flags & has.PERSONAL & ~has.COMMON:
        return Guess(start, end, EVENT, 1)
    if _is_institution(sentence, start, end):
        return Guess(start, end, ORGANISATION, KNOWN)
    if last.flags & has.PLACE_TAIL and last.flags & has.COMMON:
        return Guess(start, end, PLACE, 2)
    return None


def _unknown(sentence: Sentence, start: int, end: int) -> tuple[str, int]:
    common = sum(sentence.has(at, has.COMMON) for at in range(start, end))
    if any(sentence.has(at, has.INSTITUTION) for at in range(start, end)):
        return ORGANISATION, 1
    if not common and end - start <= _MOST_UNKNOWN:
        return PERSON, 1
    return (ORGANISATION, 0) if common else (UNKNOWN, 0)


def _person_end(sentence: Sentence, start: int, end: int) -> int:
    """Return the end of a person's name, without a possessive or a small word that a run may end with."""
    for at in range(start + 1, end):
        if sentence.key(at) in _ENDS_PERSON:
            return at
    return end


def _is_person(sentence: Sentence, start: int, end: int) -> bool:
    words = sentence.words[start:end]
    first, last = words[0], words[-1]
    if not 1 < len(words) <= _MOST_PERSON or (last.flags & has.TAIL and not last.flags & has.ANY_SURNAME):
        return False
    if any(one.key in _NO_PERSON for one in words):
        return False
    if first.shape == "x" and first.key in OPENERS:
        return True
    given = (
        first.flags & has.GIVEN or (first.flags & has.ANY_GIVEN and not first.flags & has.COMMON) or first.shape == "X."
    )
    if given and not last.flags & has.NO_NAME and not (first.flags & has.LARGE and not last.flags & has.ANY_SURNAME):
        return not (last.flags & has.COMMON and not last.flags & has.ANY_SURNAME)
    if any(one.shape == "x-X" or one.key.startswith(("al-", "el-")) for one in words[1:]):
        return not first.flags & has.PLACE
    return bool(last.flags & has.SURNAME and not first.flags & (has.COMMON | has.PLACE) and not last.flags & has.COMMON)


def _single(sentence: Sentence, at: int, *, titled: bool) -> Iterator[Guess]:
    one = sentence.words[at]
    form = sentence.forms[at]
    if len(one.key) <= 1 or (one.shape == "X." and not one.flags & (has.COUNTRY | has.ORGANISATION)):
        return
    if one.flags & has.ORGANISATION and (form.isupper() or not one.flags & has.COMMON):
        yield Guess(at, at + 1, ORGANISATION, 2 if one.flags & (has.PERSONAL | has.COMMON | has.PLACE) else KNOWN)
    elif one.flags & has.NO_NAME or one.flags & has.PEOPLE:
        return
    elif one.flags & has.COUNTRY and not (titled and one.flags & has.ANY_SURNAME):
        yield Guess(at, at + 1, PLACE, 2)
    elif titled and (sentence.telling or not one.flags & has.COMMON) and not one.flags & has.TITLE:
        yield Guess(at, at + 1, PERSON, 2)
    elif one.flags & has.LARGE and (not one.flags & has.COMMON or (sentence.telling and _is_city(sentence, at))):
        yield Guess(at, at + 1, PLACE, 2 if sentence.has(at - 1, has.PLACE_CUE) else 1)
    elif sentence.telling:
        yield Guess(at, at + 1, *_told(sentence, at, one, form))


def _is_city(sentence: Sentence, at: int) -> bool:
    """Tell whether a city that is called like a common word is meant, as Reading, or Chicago, a noun to the lexicon."""
    if sentence.opens(at):
        return False
    return sentence.has(at - 1, has.PLACE_CUE) or (
        sentence.has(at, has.METROPOLIS) and not sentence.has(at, has.NO_NOUN)
    )


def _told(sentence: Sentence, at: int, one: Word, form: str) -> tuple[str, int]:
    """Return the kind that the words beside a single word tell, and how sure it is."""
    if (one.shape in {"XX", "X9", "X."} and "-" not in form) or one.key.endswith("bank"):
        return ORGANISATION, 1
    if one.flags & has.FUNCTION or (one.flags & has.COMMON and not one.flags & has.PERSONAL):
        return UNKNOWN, 0
    if sentence.has(at + 1, has.SPEECH) or sentence.has(at - 1, has.SPEECH | has.RELATION):
        return PERSON, 1
    if sentence.has(at - 1, has.PLACE_CUE) and not one.flags & (has.GIVEN | has.COMMON):
        return PLACE, 1
    if one.flags & has.COMMON:
        return UNKNOWN, 0
    is_personal = one.flags & has.PERSONAL
    return (PLACE, 1) if one.flags & has.PLACE and not is_personal else (PERSON, 1) if is_personal else (UNKNOWN, 0)
