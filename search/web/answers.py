"""The engine's values as JSON: spans rather than HTML, and nothing that tells of this machine."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from corpus.article import Article, Entity, Json
from search.comparison import Comparison
from search.exploring import Explored
from search.related import Related
from search.results import Completion, Copies, Hit, Results
from search.web.markup import web_url

Answer = dict[str, Any]


def results_answer(results: Results) -> Answer:
    """Return an answer to a query; ``took`` is in seconds, every span in code points."""
    return {
        "query": results.query,
        "read": results.read,
        "total": results.total,
        "groups": results.groups,
        "offset": results.offset,
        "hits": [_hit(hit) for hit in results.hits],
        "facets": {name: [asdict(value) for value in values] for name, values in results.facets.items()},
        "histogram": asdict(results.histogram) if results.histogram else None,
        "expansions": [asdict(expansion) for expansion in results.expansions],
        "suggestion": asdict(results.suggestion) if results.suggestion else None,
        "warnings": [asdict(warning) for warning in results.warnings],
        "relaxed": results.relaxed,
        "complete": results.complete,
        "undated": results.undated,
        "next": results.next,
        "previous": results.previous,
        "took": round(results.took, 6),
    }


def suggest_answer(text: str, found: Iterable[Completion]) -> Answer:
    """Return how a text may go on; what does not apply to a kind is left out."""
    told = ({name: value for name, value in asdict(one).items() if value} for one in found)
    return {"query": text, "completions": list(told)}


def article_answer(article: Article) -> Answer:
    """Return a whole article; where its file lies is left out, the id that the file gave is not."""
    return {
        "id": article.id,
        "original_id": article.origin.id,
        "title": article.title,
        "body": article.body,
        "published": article.published,
        "dated": asdict(article.dated) if article.dated else None,
        "source": article.source,
        "url": web_url(article.url),
        "lang": article.lang,
        "author": article.author,
        "sections": [asdict(section) for section in article.sections],
        "entities": [{**_entity(entity), "aliases": list(entity.aliases)} for entity in article.entities],
        "mentions": [asdict(mention) for mention in article.mentions],
        "extra": {name: _finite(value) for name, value in article.extra.items()},
        "cleaning": list(article.cleaning),
        "removed": [asdict(one) for one in article.removed],
    }


def explored_answer(found: Explored) -> Answer:
    """Return what an archive tells of an entity."""
    return {
        **_entity(found.entity),
        "articles": found.articles,
        "spellings": [asdict(one) for one in found.spellings],
        "evidence": [asdict(one) for one in found.evidence],
        "periods": [asdict(one) for one in found.periods],
        "undated": found.undated,
        "company": [{**_entity(one.entity), "stories": one.stories, "score": one.score} for one in found.company],
        "passages": [_hit(hit) for hit in found.passages],
    }


def copies_answer(found: Copies) -> Answer:
    """Return the copies of a story."""
    return {
        "group": asdict(found.group) if found.group else None,
        "copies": [{**asdict(one), "url": web_url(one.url)} for one in found.copies],
    }


def related_answer(found: Sequence[Related]) -> Answer:
    """Return the articles related to one."""
    return {
        "related": [
            {**asdict(one), "url": web_url(one.url), "entities": [_entity(entity) for entity in one.entities]}
            for one in found
        ]
    }


def differences_answer(found: Comparison) -> Answer:
    """Return what differs between a copy of a story and the earliest one; spans are in code points of the bodies."""
    return {
        "id": found.article.id,
        "earliest": found.earliest.id,
        "changes": [asdict(change) for change in found.changes],
        "complete": found.complete,
    }


def _hit(hit: Hit) -> Answer:
    return {
        "id": hit.id,
        "title": hit.title,
        "title_spans": hit.title_spans,
        "url": web_url(hit.url),
        "published": hit.published,
        "guessed": hit.guessed,
        "source": hit.source,
        "author": hit.author,
        "lang": hit.lang,
        "score": hit.score,
        "relaxed": hit.relaxed,
        "group": asdict(hit.group) if hit.group else None,
        "snippets": [asdict(snippet) for snippet in hit.snippets],
        "entities": [_entity(entity) for entity in hit.entities],
        **({"why": [asdict(reason) for reason in hit.why]} if hit.why else {}),
    }


def _entity(entity: Entity) -> Answer:
    return {"id": entity.id, "name": entity.name, "kind": entity.kind}


def _finite(value: Json) -> Json:
    """Return a value without NaN and infinities, which JSON does not know.

    >>> _finite({"a": [1.5, float("nan")]})
    {'a': [1.5, None]}
    """
    if isinstance(value, dict):
        return {name: _finite(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
