"""The dates that a page states: for machines in its head, JSON-LD and attributes, for readers around its title."""

import json
import re
from collections.abc import Iterator
from typing import Any

from corpus.article import Json
from corpus.dating.dated import CREATED, PUBLISHED, UPDATED, Candidate
from corpus.dating.headlines import label_kind
from corpus.formats.pagehead import head_candidates
from corpus.text import fold, squeeze

Element = Any  # lxml has no types

_LONGEST = 64
_MOST = 24
_MOST_JSON = 2_000_000
_DEEPEST = 12
_MOST_OBJECTS = 5000
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_UPDATED_NAMES = frozenset(
    ["modified", "modify", "mod", "lastmod", "updated", "update", "edited", "revised", "revision", "modification"]
)
_OTHER_NAMES = frozenset(
    [
        "expires",
        "expiration",
        "expiry",
        "unpublished",
        "unpublish",
        "embargo",
        "valid",
        "end",
        "until",
        "event",
        "start",
        "birth",
        "comment",
        "available",
        "video",
    ]
)
_PUBLISHED_NAMES = frozenset(
    [
        "published",
        "publish",
        "publication",
        "pub",
        "pubdate",
        "issued",
        "posted",
        "post",
        "original",
        "release",
        "released",
        "firstpublished",
        "publishdate",
        "publicationdate",
        "datepublished",
        "pubtime",
        "publishtime",
        "publishedtime",
    ]
)
_DATE_NAMES = frozenset(
    [
        "date",
        "time",
        "datetime",
        "day",
        "timestamp",
        "at",
        "on",
        "pubdate",
        "pubtime",
        "publishtime",
        "publishdate",
        "datepublished",
    ]
)
_PLAIN_NAMES = frozenset(
    {"date", "dc.date", "dcterms.date", "dc:date", "sailthru.date", "article.date", "article_date"}
)
_ARTICLE = re.compile(r"(?:article|blogposting|report|review|posting|story|newsitem)$", re.IGNORECASE)
_ASIDE_KEYS = frozenset(
    [
        "comment",
        "comments",
        "video",
        "image",
        "author",
        "publisher",
        "hasPart",
        "associatedMedia",
        "review",
        "citation",
        "itemListElement",
    ]
)
_STATED = re.compile(r'"datePublished"\s{0,8}:\s{0,8}"([^"\\]{4,64})"')
_ASIDE = re.compile(
    r"(?:^|[\W_])(?:comment|related|sidebar|recommend|trending|popular|teaser|footer|nav|card|promo)", re.IGNORECASE
)


def page_dates(root: Element) -> list[Candidate]:
    """Return the dates that a page states, most trusted first; what is published before what is updated."""
    stated, plain = _metas(root)
    found = [*stated, *_json_ld(root), *_microdata(root), *plain, *head_candidates(root)]
    order = {PUBLISHED: 0, CREATED: 1, UPDATED: 2}
    unique = list(dict.fromkeys(one for one in found if one.text and len(one.text) <= _LONGEST))
    return sorted(unique, key=lambda one: order[one.kind])[:_MOST]


def _metas(root: Element) -> tuple[list[Candidate], list[Candidate]]:
    """Return the dates of ``meta`` elements that say what they are, and those that say no more than "date"."""
    stated, plain = [], []
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        text = squeeze(str(meta.get("content") or ""))
        if not text or len(text) > _LONGEST or len(name) > _LONGEST or not any(c.isdigit() for c in text):
            continue
        if name.lower() in _PLAIN_NAMES:
            plain.append(Candidate(PUBLISHED, "metadata", f"meta {name}", text))
        elif kind := _kind_of_name(name):
            stated.append(Candidate(kind, "metadata", f"meta {name}", text))
    # "article:published_time" is defined by a standard, others may mean anything.
    return sorted(stated, key=lambda one: "article:published_time" not in one.where), plain


def _kind_of_name(name: str) -> str:
    """Return what a name such as ``article:modified_time`` says its date is, ``""`` if it is not that of a page.

    >>> [_kind_of_name(one) for one in ("article:modified_time", "datePublished", "parsely-pub-date", "publisher")]
    ['updated', 'published', 'published', '']
    """
    parts = {part.lower() for part in _PARTS.findall(name)}
    if parts & _OTHER_NAMES:
        return ""
    if parts & _UPDATED_NAMES:
        return UPDATED
    if parts & _PUBLISHED_NAMES and (parts & _DATE_NAMES or parts & {"published", "issued"}):
        return PUBLISHED
    return CREATED if "created" in parts or "creation" in parts else ""


def _json_ld(root: Element) -> Iterator[Candidate]:
    articles: list[Candidate] = []
    pages: list[Candidate] = []
    for script in root.iter("script"):
        if "ld+json" not in str(script.get("type") or "").lower():
            continue
        text = str(script.text or "")
        try:
            objects = list(_objects(json.loads(text, strict=False))) if len(text) <= _MOST_JSON else []
        except (ValueError, RecursionError):
            articles += [
                Candidate(PUBLISHED, "metadata", "JSON-LD datePublished", one) for one in _STATED.findall(text)[:1]
            ]
            continue
        for item in objects:
            kinds = item.get("@type")
            named = kinds if isinstance(kinds, list) else [kinds]
            (articles if any(isinstance(one, str) and _ARTICLE.search(one) for one in named) else pages).extend(
                _of_object(item)
            )
    yield from articles or pages


def _objects(value: Json) -> Iterator[dict[str, Json]]:
    """Yield the objects of a JSON-LD document that may be the page's article, not those beside it."""
    level: list[Json] = [value]
    for _ in range(_DEEPEST):
        below: list[Json] = []
        for one in level[:_MOST_OBJECTS]:
            if isinstance(one, list):
                below += one
            elif isinstance(one, dict):
                yield one
                below += [inner for name, inner in one.items() if name not in _ASIDE_KEYS]
        level = below


def _of_object(item: dict[str, Json]) -> Iterator[Candidate]:
    names = (("datePublished", PUBLISHED), ("dateCreated", CREATED), ("uploadDate", CREATED), ("dateModified", UPDATED))
    for name, kind in names:
        text = item.get(name)
        if isinstance(text, str) and text.strip():
            yield Candidate(kind, "metadata", f"JSON-LD {name}", squeeze(text[: 2 * _LONGEST]))


def _microdata(root: Element) -> Iterator[Candidate]:
    for node in root.iterfind(".//*[@itemprop]"):
        name = str(node.get("itemprop"))
        if node.tag == "meta" or len(name) > _LONGEST:
            continue
        kind = _kind_of_name(name)
        if not kind or is_aside(node):
            continue
        text = squeeze(str(node.get("datetime") or node.get("content") or node.text_content())[: 2 * _LONGEST])
        if label_kind(fold(str(node.get("class") or ""))[:_LONGEST]) == UPDATED and kind == CREATED:
            kind = UPDATED
        yield Candidate(kind, "metadata", f"itemprop {name}", text)


def is_aside(node: Element) -> bool:
    """Tell whether an element is within a comment, a sidebar or a list of other articles."""
    for one in (node, *list(node.iterancestors())[:30]):
        if one.tag in {"body", "main", "html"}:
            return False
        if one.tag in {"aside", "nav", "footer"} or _ASIDE.search(
            f"{one.get('class') or ''} {one.get('id') or ''}"[:500]
        ):
            return True
    return False
