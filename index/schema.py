"""The fields of the index, and how an article becomes a Whoosh document and comes back."""

import json
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from whoosh import fields
from whoosh.formats import Format

from corpus.article import Article, Entity, Json, NameLink, Origin, Removed, Section, Text
from corpus.dates import first_second
from corpus.dating.dated import Dated
from index.analysis import ArchiveAnalyzer
from index.columnar.formats import Exact, Words
from index.columnar.writing.batch import Document, Layout
from index.names import LINK, NAME, links_of, named

FORMAT = "6"
"""Version of everything a generation holds; a generation of another format is built again."""

TEXT_FIELDS = ("title", "body", "entities")
"""Fields searched word by word."""

EXACT_FIELDS = ("source", "lang", "author", "dated")
"""Fields that filter and facet by their exact value."""

EXTRA_PREFIX = "x_"
"""Before the name of a field configured under ``fields:``, so that it meets no name of ours."""

_STORED = ("id", "title", "body", "fingerprint", "record", "untrimmed")

SIGNATURE = "signature"
"""The field of near-duplicate signatures, which Whoosh knows nothing of."""

UNDATED = -(1 << 62)
"""The ``published`` value of an article without a date: before every date."""

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


def schema(extra: Iterable[str] = ()) -> fields.Schema:
    """Return the Whoosh schema; ``extra`` are the names configured under ``fields:``."""
    text = {name: _packed(fields.TEXT(ArchiveAnalyzer(), stored=name != "entities"), Words()) for name in TEXT_FIELDS}
    exact = {name: _exact_field() for name in (*EXACT_FIELDS, *(EXTRA_PREFIX + name for name in extra))}
    return fields.Schema(
        id=_packed(fields.ID(unique=True, stored=True), Exact()),
        published=_published_field(),
        url=_packed(fields.ID(), Exact()),
        **{name: _exact_field() for name in (NAME, LINK)},
        fingerprint=fields.STORED(),
        record=fields.STORED(),
        untrimmed=fields.STORED(),
        **text,
        **exact,
    )


def _packed(field: fields.FieldType, kind: Format) -> fields.FieldType:
    """Give a field a format whose postings our segments pack."""
    field.format = kind
    return field


def _exact_field() -> fields.FieldType:
    return _packed(fields.KEYWORD(commas=True, scorable=False), Exact())


def layout(extra: Iterable[str] = ()) -> Layout:
    """Return the fields of a segment; ``extra`` are the names configured under ``fields:``."""
    exact = ("id", "url", *EXACT_FIELDS, LINK, *(EXTRA_PREFIX + name for name in extra))
    return Layout(("title", "body"), ("entities",), exact, ("published",), _STORED, (NAME,), (SIGNATURE,))


def document(article: Article, extra: Iterable[str] = (), fingerprint: str = "") -> Document:
    """Return what a segment holds of an article, in the order of ``layout``."""
    names = named(article)
    texts = (
        article.id,
        article.title,
        article.body,
        fingerprint,
        _pack(article, names.carried),
        _pack_text(article.untrimmed),
    )
    stored = tuple([_stored(one) for one in texts])
    return Document(
        (_text(stored[1]), _text(stored[2])),
        article.lang,
        (names.words,),
        (
            (article.id,),
            _one(article.url),
            _one(article.source),
            _one(article.lang),
            _one(article.author),
            (article.dated.certainty,) if article.dated else (),
            links_of(article, names.carried),
            *[tuple(exact_values(article.extra.get(name))) for name in extra],
        ),
        (_published(article.published),),
        stored,
        spans=(names.spans,),
        signatures=(article.signature,),
    )


def _stored(text: str) -> bytes | str:
    """Return a text in UTF-8, or as it is where a half of a surrogate pair in it has no place there."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text


def _text(stored: bytes | str) -> bytes:
    return stored if isinstance(stored, bytes) else stored.encode("utf-8", "surrogatepass")


def _one(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


@lru_cache(maxsize=1 << 16)
def _published(iso: str | None) -> tuple[int, bytes]:
    """Return a date as its first second, and as a term."""
    second = UNDATED if iso is None else first_second(iso)
    return second, _published_field().to_bytes(second)


@cache
def _published_field() -> Any:  # noqa: ANN401 -- Whoosh has no types
    # One term a date, as ranges of dates are answered from the column.
    return _packed(fields.NUMERIC(int, bits=64, signed=True, sortable=True, shift_step=0), Exact())


def exact_values(value: Json) -> list[str]:
    """Return the exact values of an extra field: a list has several, a mapping none.

    >>> exact_values("politics"), exact_values(["a", 2, None]), exact_values(True)
    (['politics'], ['a', '2'], ['true'])
    """
    if isinstance(value, list):
        return [one for item in value if not isinstance(item, list) for one in exact_values(item)]
    if value is None or isinstance(value, dict) or value == "":
        return []
    return [value if isinstance(value, str) else json.dumps(value)]


def _pack(article: Article, carried: Iterable[Entity]) -> str:
    origin = article.origin
    packed = {
        "published": article.published,
        "dated": article.dated and (article.dated.source, article.dated.certainty, article.dated.evidence),
        "source": article.source,
        "url": article.url,
        "lang": article.lang,
        "author": article.author,
        "origin": (origin.root, origin.path, origin.part, origin.id),  # a hit needs nothing from here on
        "sections": _sections(article.sections),
        "carried": [(one.id, one.name, one.kind, one.aliases) for one in carried],
        "links": [(*one.left, *one.right, one.how, one.reason, one.sentence) for one in article.links],
        "extra": article.extra,
        "cleaning": article.cleaning,
        "lang_evidence": article.lang_evidence,
        "removed": _removed(article.removed),
    }
    return _JSON.encode({name: value for name, value in packed.items() if value})


def _pack_text(text: Text | None) -> str:
    """Return a text as JSON, which takes little room behind the body that is most of it."""
    if text is None:
        return ""
    return _JSON.encode((text.title, text.body, _sections(text.sections), _removed(text.removed)))


def _sections(sections: Iterable[Section]) -> list[tuple[int, int, str]]:
    return [(one.start, one.end, one.title) for one in sections]


def _removed(removed: Iterable[Removed]) -> list[tuple[str, int, str]]:
    return [(one.text, one.at, one.reason) for one in removed]


def article_from(stored: Mapping[str, Any]) -> Article:
    """Return the article that a document's stored fields hold: its entities are those that its file carries."""
    packed = json.loads(stored["record"])
    return Article(
        id=stored["id"],
        title=stored["title"],
        body=stored["body"],
        published=packed.get("published"),
        source=packed.get("source"),
        url=packed.get("url"),
        lang=packed.get("lang"),
        author=packed.get("author"),
        sections=tuple([Section(*one) for one in packed.get("sections", ())]),
        entities=tuple([_entity(*one) for one in packed.get("carried", ())]),
        links=tuple([_link(*one) for one in packed.get("links", ())]),
        extra=packed.get("extra", {}),
        cleaning=tuple(packed.get("cleaning", ())),
        lang_evidence=packed.get("lang_evidence", ""),
        removed=tuple([Removed(*one) for one in packed.get("removed", ())]),
        untrimmed=_text_from(stored.get("untrimmed", "")),
        carried=len(packed.get("carried", ())),
        dated=Dated(packed["published"], *packed["dated"]) if packed.get("dated") else None,
        origin=Origin(*packed.get("origin", ())),
    )


def _link(*row: str) -> NameLink:
    kind, text, other_kind, other, how, reason, sentence = row
    return NameLink((kind, text), (other_kind, other), how, reason, sentence)


def _text_from(packed: str) -> Text | None:
    if not packed:
        return None
    title, body, sections, removed = json.loads(packed)
    return Text(title, body, tuple([Section(*one) for one in sections]), tuple([Removed(*one) for one in removed]))


def _entity(key: str, name: str, kind: str, aliases: Iterable[str]) -> Entity:
    return Entity(key, name, kind, tuple(aliases))
