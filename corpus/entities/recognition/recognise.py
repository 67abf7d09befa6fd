"""Recognition of the persons, organisations and places that an article names.

English is read by the tagger, which builds on the rules. In other languages capitals tell less (German nouns have
them), and names are known by the lexicon, by titles before them, and by the rest of the article.
"""

from dataclasses import replace
from functools import partial

from corpus.entities.recognition.consistency import doubted, settled, spread
from corpus.entities.recognition.merging import merged
from corpus.entities.recognition.name import Name
from corpus.entities.recognition.pieces import pieces
from corpus.entities.recognition.reading import read
from corpus.entities.recognition.tagger import Tagger, load
from corpus.entities.recognition.tokens import mask, tokens, word

_ENGLISH = "en"
_FUNCTION = mask("function")
_SAMPLE = 2000  # code points of a text that its language is looked for in
_SHARE = 0.25  # of the words of an English text are function words


def recognise(title: str, body: str, lang: str | None, *, tagged: bool = True) -> tuple[Name, ...]:
    """Return the names in an article, those of the title first, in order, none overlapping.

    ``lang`` is its language (``en``), None where it is not known. English is ``tagged`` unless that is left out. Time
    is linear in the text.
    """
    english = _is_english(body or title, lang)
    named = by_tagger if english and tagged else partial(by_rules, telling=english)
    (_, first), *rest = pieces(body) if body else [(0, "")]
    found = list(named(title, first))
    for start, piece in rest:
        found += [replace(name, start=name.start + start, end=name.end + start) for name in named("", piece)]
    return tuple(name for name in found if name.field == "title" or _is_whole(body, name))


def _is_whole(text: str, name: Name) -> bool:
    """Tell whether a name is no part of a word, as it may be where a piece ends within one of thousands of letters."""
    return not (text[name.start - 1 : name.start].isalnum() or text[name.end : name.end + 1].isalnum())


def by_rules(title: str, body: str, *, telling: bool = False) -> tuple[Name, ...]:
    """Return the names that the rules alone find; ``telling`` says that capitals tell a name in this language."""
    fields = read(title, body, telling=telling).fields
    return tuple(name for one in fields for name in one.names(one.guesses))


def by_tagger(title: str, body: str, tagger: Tagger | None = None) -> tuple[Name, ...]:
    """Return the names that the tagger finds in an English article."""
    reading = read(title, body, telling=True)
    some = tagger or load()
    found = [
        (one.forms, list(reading.cleaned(one, merged(one, some.tags(list(reading.symbols(one)))))))
        for one in reading.fields
    ]
    done = [(forms, names) for (forms, _), names in zip(found, settled(found), strict=True)]
    sure = doubted(done)
    spreading = spread([(forms, names) for (forms, _), names in zip(done, sure, strict=True)], reading.known)
    told = [
        names if names == before else reading.cleaned(one, names)
        for one, before, names in zip(reading.fields, sure, spreading, strict=True)
    ]
    return tuple(name for one, names in zip(reading.fields, told, strict=True) for name in one.names(names))


def _is_english(text: str, lang: str | None) -> bool:
    if lang is not None:
        return lang == _ENGLISH
    words = [token for token in tokens(text[:_SAMPLE]).text if token[0].isalpha()]
    return sum(bool(word(token).flags & _FUNCTION) for token in words) > _SHARE * len(words)
