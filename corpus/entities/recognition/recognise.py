"""Recognition of the persons, organisations and places that an article names.

English is read by the tagger, which builds on the rules. In other languages capitals tell less (German nouns have
them), and names are known by the lexicon, by titles before them, and by the rest of the article.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from corpus.entities.recognition.consistency import settled, spread
from corpus.entities.recognition.merging import merged
from corpus.entities.recognition.name import Name
from corpus.entities.recognition.reading import read
from corpus.entities.recognition.tagger import Tagger, load
from corpus.entities.recognition.tokens import mask, tokens, word

_ENGLISH = "en"
_PIECE = 100_000
"""So many code points of a text are read together; a longer one is read in pieces, each by itself."""
_GAP = 1000  # code points before the end of a piece, among which a space is looked for
_FUNCTION = mask("function")
_SAMPLE = 2000  # code points of a text that its language is looked for in
_SHARE = 0.25  # of the words of an English text are function words


def recognise(title: str, body: str, lang: str | None) -> tuple[Name, ...]:
    """Return the names in an article, those of the title first, in order, none overlapping.

    ``lang`` is its language (``en``), None where it is not known. Time is linear in the text.
    """
    named = by_tagger if _is_english(body or title, lang) else by_rules
    return tuple(_in_pieces(named, title, body))


def by_rules(title: str, body: str, *, telling: bool = False) -> tuple[Name, ...]:
    """Return the names that the rules alone find; ``telling`` says that capitals tell a name in this language."""
    fields = read(title, body, telling=telling).fields
    return tuple(name for one in fields for name in one.names(one.guesses))


def by_tagger(title: str, body: str, tagger: Tagger | None = None) -> tuple[Name, ...]:
    """Return the names that the tagger finds in an English article."""
    reading = read(title, body, telling=True)
    some = tagger or load()
    found = [(one.forms, merged(one, some.tags(list(reading.symbols(one))))) for one in reading.fields]
    done = [(forms, names) for (forms, _), names in zip(found, settled(found), strict=True)]
    told = spread(done, reading.known)
    return tuple(name for one, names in zip(reading.fields, told, strict=True) for name in one.names(names))


def _in_pieces(named: Callable[[str, str], tuple[Name, ...]], title: str, body: str) -> Iterator[Name]:
    start = 0
    while start == 0 or start < len(body):
        end = _piece_end(body, start)
        for name in named(title, body[start:end]):
            yield name if name.field == "title" else replace(name, start=name.start + start, end=name.end + start)
        start, title = end or 1, ""


def _piece_end(text: str, start: int) -> int:
    """Return where a piece ends: behind the last line's end or space in it, if there is one."""
    end = start + _PIECE
    if end >= len(text):
        return len(text)
    parted = max(text.rfind("\n", start + _PIECE // 2, end), text.rfind(" ", end - _GAP, end))
    return parted + 1 if parted > 0 else end


def _is_english(text: str, lang: str | None) -> bool:
    if lang is not None:
        return lang == _ENGLISH
    words = [token for token in tokens(text[:_SAMPLE]).text if token[0].isalpha()]
    return sum(bool(word(token).flags & _FUNCTION) for token in words) > _SHARE * len(words)
