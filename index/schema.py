"""The fields of the index, and how an article becomes a Whoosh document and comes back."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

from whoosh import fields

from corpus.article import Article, Entity, Json, Mention, Origin, Section
from corpus.dates import first_second
from index.analysis import ArchiveAnalyzer, terms

FORMAT = "1"
"""Version of everything a generation holds; a generation of another format is built again."""

TEXT_FIELDS = ("title", "body", "entities")
"""Fields searched word by word."""

EXACT_FIELDS = ("source", "lang", "entity", "author")
"""Fields that filter and facet by their exact value."""

EXTRA_PREFIX = "x_"
"""Before the name of a field configured under ``fields:``, so that it meets no name of ours."""

_BETWEEN = "|" * 8
"""Stands in ``entities`` behind each name, so that no words match across two: nobody can type this term."""

UNDATED = -(1 << 62)
"""The ``published`` value of an article without a date: before every date."""


def schema(extra: Iterable[str] = ()) -> fields.Schema:
    """Return the Whoosh schema; ``extra`` are the names configured under ``fields:``."""
    text = {name: fields.TEXT(analyzer=ArchiveAnalyzer(), stored=name != "entities") for name in TEXT_FIELDS}
    exact = {name: fields.KEYWORD(commas=True, scorable=False) for name in EXACT_FIELDS}
    added = {EXTRA_PREFIX + name: fields.KEYWORD(commas=True, scorable=False) for name in extra}
    return fields.Schema(
        id=fields.ID(unique=True, stored=True),
        published=fields.NUMERIC(int, bits=64, signed=True, sortable=True),
        url=fields.ID(),
        fingerprint=fields.STORED(),
        record=fields.STORED(),
        **text,
        **exact,
        **added,
    )


def document(article: Article, extra: Iterable[str] = (), fingerprint: str = "") -> dict[str, Any]:
    """Return an article as the keyword arguments of Whoosh's ``add_document``.

    Values arrive analysed (Whoosh takes a list as the terms of a field), so that each article is
    analysed by its own language and exact values may hold commas and spaces.
    """
    names = [spelling for entity in article.entities for spelling in (entity.name, *entity.aliases)]
    found: dict[str, Any] = {
        "id": article.id,
        "title": terms(article.title, article.lang),
        "_stored_title": article.title,
        "body": terms(article.body, article.lang),
        "_stored_body": article.body,
        "entities": [word for name in names for word in (*terms(name), _BETWEEN)],
        "entity": [entity.id for entity in article.entities],
        "source": [article.source] if article.source else [],
        "lang": [article.lang] if article.lang else [],
        "author": [article.author] if article.author else [],
        "published": UNDATED if article.published is None else first_second(article.published),
        "fingerprint": fingerprint,
        "record": _pack(article),
    }
    if article.url:
        found["url"] = article.url
    for name in extra:
        found[EXTRA_PREFIX + name] = exact_values(article.extra.get(name))
    return found


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


def _pack(article: Article) -> str:
    packed = asdict(replace(article, extra={}))
    for name in ("id", "title", "body"):
        del packed[name]
    packed["extra"] = dict(article.extra)
    return json.dumps({name: value for name, value in packed.items() if value}, ensure_ascii=False)


def article_from(stored: Mapping[str, Any]) -> Article:
    """Return the article that a document's stored fields hold."""
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
        sections=tuple(Section(**one) for one in packed.get("sections", ())),
        entities=tuple(Entity(**{**one, "aliases": tuple(one["aliases"])}) for one in packed.get("entities", ())),
        mentions=tuple(Mention(**one) for one in packed.get("mentions", ())),
        extra=packed.get("extra", {}),
        cleaning=tuple(packed.get("cleaning", ())),
        origin=Origin(**packed.get("origin", {})),
    )
