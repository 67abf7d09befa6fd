"""Finding known names in a text.

How a spelling is written says how it must stand in a text. One of capitals only, six letters at the
most (``PMF``, ``WHO``, ``U.S.``), is found in capitals only, and one of up to three letters not in
a headline all in capitals. A single word with a capital (``Turkey``) needs one in the text. Every
other spelling (``Al-Sudani``, ``fentanyl``) is found in any case. Accents never matter, nor do
hyphens, spaces, apostrophes and dots between words; other marks are found where the name has them ("Bath & Beyond").
The longest name wins.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple, TypeVar

from corpus.article import Entity, Mention
from corpus.entities.names import MAX_NAME, Word, chunk_keys, name_key, name_words, word_chunks
from corpus.entities.packed import PackedEntities

_ACRONYM = 6  # letters
_SHORT = 3  # letters: an acronym that may be a common word
_ROUND = 40  # code points each side of a short acronym that are looked at for small letters
_REMEMBERED = 1 << 16  # words, and names, of which is remembered what they are
_ABBREVIATED = 3  # letters of a word that a dot may shorten: "St. Petersburg", but no end of a sentence
_MARKS = re.compile(r"[^\w\n]{1,8}")
_GAP = re.compile(r"\.?[^\S\n]?|\n|[\u200c\u200d]|[^\S\n]?['’ʼʻ‘`´＇\u2010-\u2013-][^\S\n]?")


class _Spellings(NamedTuple):
    """The entities that have a name of some folded words: by how it must be written, and by how it must stand."""

    written: dict[str, str]
    cases: dict[str, str]
    gaps: set[tuple[str, ...]]
    """What stands between the words of the names, without white space."""


class Gazetteer:
    """Entities known beforehand and their spellings; safe for threads."""

    def __init__(self, entities: Iterable[Entity], *, exact: Iterable[str] = (), never: Iterable[Entity] = ()) -> None:
        """Take entities; the names of those with ``exact`` ids are found just as written, and ``never`` are none."""
        self.entities = entities if isinstance(entities, PackedEntities) else PackedEntities(entities)
        self._exact = frozenset(exact)
        self._never = PackedEntities(never)
        self._begun: dict[str, tuple[tuple[int, tuple[int, ...]], ...]] = {}
        self._known: dict[str, _Spellings] = {}

    @property
    def fingerprint(self) -> str:
        """A hash of everything the gazetteer says."""
        said = [self.entities.fingerprint(), self._never.fingerprint(), *sorted(self._exact)]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    def is_never(self, name: str) -> bool:
        """Tell whether a name was said to be none."""
        return any(self._never.having(name_key(name)))

    def get(self, key: str) -> Entity | None:
        """Return the entity of an id."""
        number = self.entities.number(key)
        return None if number is None else self.entities[number]

    def resolve(self, name: str) -> Entity | None:
        """Return the entity that a name or alias means by itself, in any case, None if unknown."""
        found = self._spellings(name_key(name))
        order = ("capitals", "any_case", "capital") if name.isupper() else ("any_case", "capital", "capitals")
        meant = found.written.get(name) or next((found.cases[case] for case in order if case in found.cases), None)
        return None if meant is None else self.get(meant)

    def mentions(self, text: str, field: str = "body") -> list[Mention]:
        """Return where entities are named: the longest spellings, none overlapping, in order.

        >>> gazetteer = Gazetteer([Entity("sudani", "Mohammed Shia al-Sudani", "person", ("Al-Sudani",))])
        >>> [(m.start, m.end, m.text) for m in gazetteer.mentions("Then al Sudani’s office said")]
        [(5, 14, 'al Sudani')]
        """
        return list(self._mentions(text, field))

    def _mentions(self, text: str, field: str) -> Iterator[Mention]:
        done = 0
        begun = self._begun
        for chunk in word_chunks().finditer(text):
            written = chunk[0]
            begins = begun.get(written)
            for nth, lengths in self._begins(written) if begins is None else begins:
                if chunk.start() < done:
                    break
                words = self._words(text, chunk.start(), nth, lengths[0])
                if found := self._longest(text, words, lengths):
                    entity, end = found
                    yield Mention(entity, words[0].start, end, text[words[0].start : end], field)
                    done = end

    def _begins(self, chunk: str) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """Return which words of a chunk may begin a name, each with how many words such names have, most first."""
        if len(chunk) > MAX_NAME:
            return ()
        every = ((nth, self.entities.lengths(key)) for nth, key in enumerate(chunk_keys(chunk)))
        return _remember(self._begun, chunk, tuple(one for one in every if one[1]))

    def _words(self, text: str, start: int, nth: int, most: int) -> list[Word]:
        """Return the words of a text from a code point and the nth word on, as many as may be of one name."""
        words = _tied(text, start, nth, min(most, 2))
        if len(words) > 1 and not self.entities.begins(f"{words[0].key} {words[1].key}"):
            return words[:1]
        return _tied(text, start, nth, most) if most > len(words) > 1 else words

    def _longest(self, text: str, words: Sequence[Word], lengths: Sequence[int]) -> tuple[str, int] | None:
        """Return the entity that the first of these words name, as many as may be, and where its name ends."""
        for count in lengths:
            if count <= len(words):
                key = " ".join(word.key for word in words[:count])
                start, end = words[0].start, words[count - 1].end
                spellings = self._spellings(key)
                if not (spellings.cases or spellings.written) or not _fits(text, words[:count], spellings.gaps):
                    continue
                if entity := _meant(spellings, text, start, end):
                    return entity, end
        return None

    def _spellings(self, key: str) -> _Spellings:
        found = self._known.get(key)
        if found is not None:
            return found
        having = list(self.entities.having(key))
        if not having:
            return _NOTHING
        found = _Spellings({}, {}, {_gaps(name, list(name_words(name))) for _, name in having})
        for number, name in having:
            entity = self.entities[number].id
            if entity in self._exact:
                found.written.setdefault(_bare(name), entity)
            else:
                found.cases.setdefault(case_of(name), entity)
        return _remember(self._known, key, found)


_NOTHING = _Spellings({}, {}, set())
_T = TypeVar("_T")


def _remember(where: dict[str, _T], key: str, value: _T) -> _T:
    """Keep what was found out of a text; where there is too much of it, all of it is forgotten."""
    if len(where) >= _REMEMBERED:
        where.clear()
    where[key] = value
    return value


def _meant(spellings: _Spellings, text: str, start: int, end: int) -> str | None:
    """Return the entity that has a name as it is written at a place of a text."""
    surface = text[start:end]
    if surface in spellings.written:
        return spellings.written[surface]
    entity = spellings.cases.get("capitals")
    if entity and surface.isupper() and not (_is_short(surface) and _shouts(text, start, end)):
        return entity
    entity = spellings.cases.get("capital")
    if entity and surface != surface.lower():
        return entity
    return spellings.cases.get("any_case")


def _fits(text: str, words: Sequence[Word], known: Iterable[tuple[str, ...]]) -> bool:
    """Tell whether what stands between some words ties those of any name, or is what a known name has there."""
    tied = [_is_tied(text, word, after) for word, after in pairwise(words)]
    if all(tied):
        return True
    gaps = _gaps(text, words)
    return any(all(is_tied or gap == own for is_tied, gap, own in zip(tied, gaps, one, strict=False)) for one in known)


def _gaps(text: str, words: Sequence[Word]) -> tuple[str, ...]:
    return tuple(text[word.stop : after.start].strip() for word, after in pairwise(words))


def _bare(name: str) -> str:
    """Return a name without what stands before its first word and behind its last."""
    words = list(name_words(name))
    return name[words[0].start : words[-1].end]


def case_of(name: str) -> str:
    """Return how a spelling must stand in a text: in ``capitals``, with a ``capital``, in ``any_case``.

    >>> case_of("U.S."), case_of("Turkey"), case_of("Abu Taqwa"), case_of("fentanyl")
    ('capitals', 'capital', 'any_case', 'any_case')
    """
    if name.isupper() and " " not in name and sum(c.isalnum() for c in name) <= _ACRONYM:
        return "capitals"
    single = " " not in name and " " not in name_key(name)
    return "capital" if single and name != name.lower() else "any_case"


def _tied(text: str, start: int, nth: int, most: int) -> list[Word]:
    """Return the words of a text from a code point and the nth word on, while they may be those of one name."""
    found: list[Word] = []
    for word in islice(name_words(text, start), nth, nth + most):
        if found and not (_is_tied(text, found[-1], word) or _MARKS.fullmatch(text, found[-1].stop, word.start)):
            break
        found.append(word)
    return found


def _is_tied(text: str, word: Word, after: Word) -> bool:
    gap = text[word.stop : after.start]
    dotted = gap.startswith(".") and len(gap) > 1
    return gap == " " or (_GAP.fullmatch(gap) is not None and not (dotted and len(word.key) > _ABBREVIATED))


def _is_short(surface: str) -> bool:
    return sum(c.isalnum() for c in surface) <= _SHORT


def _shouts(text: str, start: int, end: int) -> bool:
    """Tell whether the text around has other letters and none of them small."""
    around = text[max(0, start - _ROUND) : start] + text[end : end + _ROUND]
    return around.isupper()
