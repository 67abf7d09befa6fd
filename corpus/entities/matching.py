"""Finding known names in a text.

How a spelling is written says how it must stand in a text. One of capitals only, six letters at the
most (``PMF``, ``WHO``, ``U.S.``), is found in capitals only, and one of up to three letters not in
a headline all in capitals. A single word with a capital (``Turkey``) needs one in the text. Every
other spelling (``Al-Sudani``, ``fentanyl``) is found in any case. Accents never matter, nor do
hyphens, spaces, apostrophes and dots between words; the longest name wins.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise

from corpus.article import Entity, Mention
from corpus.entities.names import MAX_NAME, Word, chunk_keys, name_key, name_words, word_chunks

_ACRONYM = 6  # letters
_SHORT = 3  # letters: an acronym that may be a common word
_ROUND = 40  # code points each side of a short acronym that are looked at for small letters
_ABBREVIATED = 3  # letters of a word that a dot may shorten: "St. Petersburg", but no end of a sentence
_GAP = re.compile(r"\.?[^\S\n]?|\n|[\u200c\u200d]|[^\S\n]?['’ʼʻ‘`´＇\u2010-\u2013-][^\S\n]?")


class Gazetteer:
    """Entities known beforehand and their spellings; safe for threads."""

    def __init__(self, entities: Iterable[Entity], *, exact: Iterable[str] = (), never: Iterable[str] = ()) -> None:
        """Take entities; the names of those with ``exact`` ids are found just as written, and ``never`` is no name."""
        self.entities = tuple(entities)
        self._exact = frozenset(exact)
        self._written: dict[str, str] = {}
        self._never = frozenset(name_key(name) for name in never)
        self._by_id = {one.id: one for one in self.entities}
        self._names: dict[str, dict[str, str]] = {"capitals": {}, "capital": {}, "any_case": {}}
        self._lengths: dict[str, tuple[int, ...]] = {}  # of the names that begin with a word, longest first
        for one in self.entities:
            for name in (one.name, *one.aliases):
                self._learn(name, one.id)

    def _learn(self, name: str, entity: str) -> None:
        key = name_key(name)
        if entity in self._exact:
            found = list(name_words(name))
            self._written.setdefault(name[found[0].start : found[-1].end], entity)
        else:
            self._names[case_of(name)].setdefault(key, entity)
        words = key.split()
        lengths = self._lengths.get(words[0], ())
        if len(words) not in lengths:
            self._lengths[words[0]] = tuple(sorted({*lengths, len(words)}, reverse=True))

    @property
    def fingerprint(self) -> str:
        """A hash of everything the gazetteer says."""
        rows = sorted([one.id, one.name, one.kind, sorted(one.aliases)] for one in self.entities)
        return hashlib.sha256(json.dumps([rows, sorted(self._exact), sorted(self._never)]).encode()).hexdigest()

    def is_never(self, name: str) -> bool:
        """Tell whether a name was said to be none."""
        return name_key(name) in self._never

    def get(self, key: str) -> Entity | None:
        """Return the entity of an id."""
        return self._by_id.get(key)

    def resolve(self, name: str) -> Entity | None:
        """Return the entity that a name or alias means by itself, in any case, None if unknown."""
        key = name_key(name)
        if name in self._written:
            return self._by_id[self._written[name]]
        order = ("capitals", "any_case", "capital") if name.isupper() else ("any_case", "capital", "capitals")
        found = next((self._names[case][key] for case in order if key in self._names[case]), None)
        return None if found is None else self._by_id[found]

    def mentions(self, text: str, field: str = "body") -> list[Mention]:
        """Return where entities are named: the longest spellings, none overlapping, in order.

        >>> gazetteer = Gazetteer([Entity("sudani", "Mohammed Shia al-Sudani", "person", ("Al-Sudani",))])
        >>> [(m.start, m.end, m.text) for m in gazetteer.mentions("Then al Sudani’s office said")]
        [(5, 14, 'al Sudani')]
        """
        return list(self._mentions(text, field))

    def _mentions(self, text: str, field: str) -> Iterator[Mention]:
        done = 0
        for chunk in word_chunks().finditer(text):
            if chunk.end() - chunk.start() > MAX_NAME:
                continue
            for nth, key in enumerate(chunk_keys(chunk[0])):
                if key not in self._lengths or chunk.start() < done:
                    continue
                words = list(islice(name_words(text, chunk.start()), nth, nth + self._lengths[key][0]))
                if found := self._longest(text, words):
                    entity, end = found
                    yield Mention(entity, words[0].start, end, text[words[0].start : end], field)
                    done = end

    def _longest(self, text: str, words: list[Word]) -> tuple[str, int] | None:
        """Return the entity that the first of these words name, as many as may be, and where its name ends."""
        for count in self._lengths[words[0].key]:
            name = words[:count]
            key = " ".join(word.key for word in name)
            if len(name) == count and all(_tied(text, word, after) for word, after in pairwise(name)):
                start, end = name[0].start, name[-1].end
                if entity := self._meant(key, text, start, end):
                    return entity, end
        return None

    def _meant(self, key: str, text: str, start: int, end: int) -> str | None:
        surface = text[start:end]
        if surface in self._written:
            return self._written[surface]
        entity = self._names["capitals"].get(key)
        if entity and surface.isupper() and not (_is_short(surface) and _shouts(text, start, end)):
            return entity
        entity = self._names["capital"].get(key)
        if entity and surface != surface.lower():
            return entity
        return self._names["any_case"].get(key)


def case_of(name: str) -> str:
    """Return how a spelling must stand in a text: in ``capitals``, with a ``capital``, in ``any_case``.

    >>> case_of("U.S."), case_of("Turkey"), case_of("Abu Taqwa"), case_of("fentanyl")
    ('capitals', 'capital', 'any_case', 'any_case')
    """
    if name.isupper() and " " not in name and sum(c.isalnum() for c in name) <= _ACRONYM:
        return "capitals"
    single = " " not in name and " " not in name_key(name)
    return "capital" if single and name != name.lower() else "any_case"


def _tied(text: str, word: Word, after: Word) -> bool:
    gap = text[word.stop : after.start]
    dotted = gap.startswith(".") and len(gap) > 1
    return _GAP.fullmatch(gap) is not None and not (dotted and len(word.key) > _ABBREVIATED)


def _is_short(surface: str) -> bool:
    return sum(c.isalnum() for c in surface) <= _SHORT


def _shouts(text: str, start: int, end: int) -> bool:
    """Tell whether the text around has other letters and none of them small."""
    around = text[max(0, start - _ROUND) : start] + text[end : end + _ROUND]
    return around.isupper()
