"""Fields: the many names that scrapers give to a title, a body, a date."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from corpus.article import Json
from corpus.decode import tidy
from corpus.formats.markup import plain_text

DEFAULT_NAMES: Mapping[str, str] = {
    "title": "title headline heading articletitle newstitle posttitle pagetitle storytitle titletext og:title dc:title"
    " titel titre titolo titulo título name",
    "body": "body articlebody bodytext text fulltext articletext maintext maincontent encoded content contents"
    " articlecontent contenttext newscontent cleanedtext plaintext rawtext textcontent storybody story article"
    " paragraphs contenthtml bodyhtml transcript texto texte testo"
    " description articledescription shortdescription summary abstract excerpt lead",
    "published": "published publishedat publisheddate publishedon publishedtime publisheddatetime publishdate"
    " publishtime publicationdate publicationtime pubdate pubtime datepublished datepublish dateposted datepub"
    " posted postedat posteddate articledate newsdate article:publishedtime firstpublished firstpublishedat"
    " firstpublicationdate webpublicationdate versioncreated releasedate issued dc:date date isodate datetime"
    " timestamp time created createdat createddate creationdate datecreated createdutc datum fecha data"
    " updated updatedat",
    "source": "source sourcename publisher publishername publication publicationname newspaper outlet newsoutlet"
    " newssource site sitename website og:sitename provider agency sourcedomain domain hostname feedname",
    "url": "url link permalink canonicalurl canonicallink canonical articleurl newsurl pageurl weburl shareurl"
    " sourceurl fullurl og:url href uri",
    "lang": "lang language languagecode langcode inlanguage dc:language locale",
    "author": "author authors authorname byline creator creators dc:creator writer writers journalist reporter"
    " article:author by autor auteur contributor contributors",
    "id": "id articleid newsid storyid postid docid documentid uid uuid guid identifier",
    "entities": "entities namedentities",
}
"""Record field to the names it is known by, best first, as ``_plain`` has them."""

_PLAIN = re.compile(r"[\s_-]+")
_NAMES_OF_OBJECTS = ("name", "rendered", "text", "#text", "value", "@value", "_value", "title", "content", "html")
_PRIMITIVE_OBJECTS = ("$oid", "$date", "$numberLong")  # MongoDB's
_MAX_DEPTH = 64
_MAX_INT = 1 << 63
_KNOWN_SHAPES = 2048
_WIDEST_SHAPE = 200  # keys of a shape that is remembered
_LONGEST_SHAPE = 8000  # code points of them all

Path: TypeAlias = tuple[str, ...]


class TooDeepError(ValueError):
    """A value nested beyond all reason."""


@dataclass(frozen=True, slots=True)
class Found:
    """A Record's fields as texts, empty ones left out, with what the mapping did not use."""

    texts: dict[str, str]
    entities: Json
    extra: dict[str, Json]


def _plain(name: str) -> str:
    return _PLAIN.sub("", name.casefold())


class FieldMap:
    """Finds a Record's fields in objects and rows: by the configured names first, then by the usual ones."""

    def __init__(self, mapping: Mapping[str, tuple[str, ...]]) -> None:
        self._ranks: dict[str, tuple[str, int]] = {}
        self._dotted: list[tuple[Path, tuple[str, int]]] = []
        for name, usual in DEFAULT_NAMES.items():
            configured = tuple(mapping.get(name, ()))
            for rank, one in enumerate((*configured, *usual.split())):
                self._add(one, name, rank, configured=rank < len(configured))
        self._shapes: dict[Path, dict[str, list[Path]]] = {}

    def _add(self, one: str, name: str, rank: int, *, configured: bool) -> None:
        plain = _plain(one)
        # A name that is configured for one field no longer stands for another.
        if configured or plain not in self._ranks:
            self._ranks[plain] = (name, rank)
        if configured and "." in one:
            self._dotted.append((tuple(map(_plain, one.split("."))), (name, rank)))

    def find(self, item: Mapping[str, Json]) -> Found:
        """Sort the fields of one object into a Record's; TooDeepError for one nested too deeply."""
        used: list[Path] = []
        texts: dict[str, str] = {}
        entities: Json = None
        for name, paths in self._candidates(item).items():
            for path in paths:
                value = _at(item, path)
                used.append(path)
                if name == "entities":
                    entities = clean(value)
                elif text := _text_of_field(name, value):
                    texts[name] = text
                else:
                    continue  # an empty one is no use to anybody
                break
        return Found(texts, entities, _remaining(item, used))

    def has_body(self, item: Mapping[str, Json]) -> bool:
        """Tell whether an object has the text of an article."""
        return any(_text_of_field("body", _at(item, path)) for path in self._candidates(item).get("body", ()))

    def title(self, item: Mapping[str, Json]) -> str:
        """Return the title of an object, ``""`` if it has none."""
        texts = (_text_of_field("title", _at(item, path)) for path in self._candidates(item).get("title", ()))
        return next(filter(None, texts), "")

    def knows(self, names: Iterator[str]) -> bool:
        """Tell whether a title or a body is among these names of columns."""
        candidates = self._candidates(dict.fromkeys(names, ""))
        return "title" in candidates or "body" in candidates

    def _candidates(self, item: Mapping[str, Json]) -> dict[str, list[Path]]:
        # Dotted names look into the values, so that the keys alone do not decide.
        if self._dotted or len(item) > _WIDEST_SHAPE:
            return self._match(item)
        shape = tuple(item)
        found = self._shapes.get(shape)
        if found is None:
            found = self._match(item)
            if len(self._shapes) < _KNOWN_SHAPES and sum(map(len, shape)) <= _LONGEST_SHAPE:
                self._shapes[shape] = found
        return found

    def _match(self, item: Mapping[str, Json]) -> dict[str, list[Path]]:
        ranked: dict[str, list[tuple[int, bool, Path]]] = {}
        for key in item:
            plain = _plain(key)
            if plain in self._ranks:
                name, rank = self._ranks[plain]
                ranked.setdefault(name, []).append((rank, key.startswith("_"), (key,)))
        for wanted, (name, rank) in self._dotted:
            path = _descend(item, wanted)
            if path is not None:
                ranked.setdefault(name, []).append((rank, False, path))
        return {name: [path for _, _, path in sorted(ranked[name])] for name in DEFAULT_NAMES if name in ranked}


def _descend(item: Mapping[str, Json], wanted: Path) -> Path | None:
    """Return the keys as they are written that lead to a dotted name, None if they lead nowhere."""
    found: list[str] = []
    here: Json = dict(item)
    for part in wanted:
        key = next((key for key in here if _plain(key) == part), None) if isinstance(here, dict) else None
        if key is None or not isinstance(here, dict):
            return None
        found.append(key)
        here = here[key]
    return tuple(found) if len(found) > 1 else None


def _at(item: Mapping[str, Json], path: Path) -> Json:
    value: Json = item[path[0]]
    for key in path[1:]:
        value = value[key] if isinstance(value, dict) else None
    return value


def _remaining(item: Mapping[str, Json], used: list[Path]) -> dict[str, Json]:
    whole = {path[0] for path in used if len(path) == 1}
    if len(whole) == len(used):
        return {tidy(key): clean(value) for key, value in item.items() if key not in whole}
    nested = [path for path in used if len(path) > 1]
    left: dict[str, Json] = {}
    for key, value in item.items():
        if key in whole:
            continue
        inner = [path[1:] for path in nested if path[0] == key]
        if inner and isinstance(value, dict):
            value = _remaining(value, inner)  # noqa: PLW2901 -- the rest of it, in its place
            if not value:
                continue
        left[tidy(key)] = clean(value)
    return left


def clean(value: Json, depth: int = 0) -> Json:
    """Return a JSON value fit to be stored: clean strings, numbers that every program can read."""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return value if -_MAX_INT <= value < _MAX_INT else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if depth >= _MAX_DEPTH:
        raise TooDeepError
    if isinstance(value, list):
        return [clean(one, depth + 1) for one in value]
    return {tidy(key): clean(one, depth + 1) for key, one in value.items()}


def _text_of_field(name: str, value: Json) -> str:
    if name == "body":
        return plain_text(tidy(as_text(value, "\n\n"))).strip()
    if name == "title":
        return _line(plain_text(tidy(as_text(value, " "))))
    return _line(tidy(value if isinstance(value, str) else as_text(value, ", ")))


def _line(text: str) -> str:
    return " ".join(text.split())


def as_text(value: Json, joint: str) -> str:
    """Return a value as text: the items of a list joined, an object by its name.

    >>> as_text([{"name": "A. Roy"}, "B. Li"], ", "), as_text(1704447000.0, "")
    ('A. Roy, B. Li', '1704447000')
    """
    return _as_text(value, joint, 0)


def _as_text(value: Json, joint: str, depth: int) -> str:
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, int | float):
        return _number(value)
    if depth >= _MAX_DEPTH:
        raise TooDeepError
    if isinstance(value, list):
        return joint.join(text for one in value if (text := _as_text(one, joint, depth + 1).strip()))
    named = next((value[key] for key in (*_NAMES_OF_OBJECTS, *_PRIMITIVE_OBJECTS) if value.get(key)), None)
    return _as_text(named, joint, depth + 1)


def _number(value: float) -> str:
    if isinstance(value, int):
        return str(value)
    if not math.isfinite(value):
        return ""
    return str(int(value)) if value.is_integer() else repr(value)
