"""Statements: what a page says of its article in JSON-LD (https://schema.org/Article)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.article import Json
from corpus.formats.markup import plain_text
from corpus.formats.page.tree import Element, all_of

_SCRIPTS = "//script[@type='application/ld+json']/text()"
_MOST_SCRIPTS = 50
_LONGEST_SCRIPT = 2 << 20
_MOST_VALUES = 5_000
_ARTICLES = ("Article", "BlogPosting", "Report")


@dataclass(frozen=True, slots=True)
class Stated:
    """The headline, text and publisher of an article as stated for machines; ``""`` for what is not."""

    headline: str = ""
    body: str = ""
    publisher: str = ""


def stated(root: Element) -> Stated:
    """Return what the first article in a page's JSON-LD is said to be."""
    for script in all_of(root, _SCRIPTS)[:_MOST_SCRIPTS]:
        for item in _objects(_loaded(str(script))):
            kinds = item.get("@type")
            if any(str(kind).endswith(_ARTICLES) for kind in (kinds if isinstance(kinds, list) else [kinds])):
                return Stated(_text(item.get("headline")), _text(item.get("articleBody")), _name(item.get("publisher")))
    return Stated()


def _loaded(script: str) -> Json:
    if len(script) > _LONGEST_SCRIPT:
        return None
    try:
        value: Json = json.loads(script, strict=False)
    except (ValueError, RecursionError):
        return None
    return value


def _objects(value: Json) -> Iterator[dict[str, Json]]:
    """Yield the objects in a value, the outer ones first, a limited number of them."""
    waiting = [value]
    for one in waiting:
        if isinstance(one, dict):
            yield one
        inner = list(one.values()) if isinstance(one, dict) else one if isinstance(one, list) else []
        waiting.extend(inner[: _MOST_VALUES - len(waiting)] if len(waiting) < _MOST_VALUES else [])


def _text(value: Json) -> str:
    return plain_text(value).strip() if isinstance(value, str) else ""


def _name(value: Json) -> str:
    if isinstance(value, list) and value:
        value = value[0]
    return _text(value.get("name") if isinstance(value, dict) else value)
