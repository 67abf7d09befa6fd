"""Templating: brings the templates of sources, and the articles they are taken out of, in line with all articles.

The template of a source is learned from a sample of its articles, those with the least hashes of their ids, so that it
depends on the articles there are and never on the order of the runs. A sample is learned from anew when any of its
articles changed. Where that makes another template, all articles of the source are looked at, as they are stored, and
those are written again in which it takes out something else. No file is read again.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from corpus.article import Article
from corpus.pipeline import Pipeline
from corpus.templates.learning import SAMPLE, Sample, learn
from corpus.templates.lines import lines_of
from corpus.templates.template import FILE, Learned, Template, Templates
from index.columnar.together import Ints, Together
from index.errors import DamagedIndexError
from index.generations import Generation
from index.sampling import lots
from index.schema import article_from
from index.staging import Staging

_PENDING = 100_000
"""Articles after which those that were written again are kept."""

_LONGEST, _MOST_LINES = 100_000, 2_000
"""Code points and lines of the longest article that is learned from, which bounds memory."""

_NEW = Learned(Template())


def templates_of(generation: Generation | None) -> Templates:
    """Return the templates of a generation, none where there is none. Raises DamagedIndexError."""
    if generation is None:
        return Templates()
    try:
        return Templates.load(generation.path)
    except (OSError, ValueError) as error:
        raise DamagedIndexError(generation.path / FILE, str(error), generation.folder) from error


def update(staging: Staging, pipeline: Pipeline, keep: Callable[[], None]) -> int:
    """Learn the templates of a staging folder anew, and return how many articles were written again for them.

    ``pipeline`` made its articles, by the templates that it had; ``keep`` is called now and then, and in the end, to
    keep the names that it found.
    """
    staging.checkpoint()
    together = staging.builder.opened()
    known = Templates.load(staging.path).learned
    learned: dict[str, Learned] = {}
    changed: dict[str, Ints] = {}
    for source, docs, sample in _sources(together):
        before = known.get(source, _NEW)
        name = _name(together, sample)
        found = before if before.sample == name else Learned(learn(list(_samples(together, sample))), name)
        learned[source] = found
        made_by = pipeline.templates.of(source) or Template()
        # An interrupted run may have written articles for a template that was learned before more of them came.
        is_as_before = source not in known or (before.sample and before.template == found.template)
        if found.template != made_by or not is_as_before:
            changed[source] = docs
    # An interrupted run does not know which articles it has written: it looks at all of these sources again.
    Templates({**learned, **{one: replace(learned[one], sample="") for one in changed}}).save(staging.path)
    count = 0
    for one, docs in changed.items():
        for fresh, fingerprint in _rewritten(pipeline, together, docs, learned[one].template):
            staging.builder.add(fresh, fingerprint, replaces=True)
            count += 1
            if staging.builder.pending >= _PENDING:
                staging.checkpoint()
                keep()
    keep()
    Templates(learned).save(staging.path)
    return count


def _sources(together: Together) -> Iterator[tuple[str, Ints, Ints]]:
    """Yield each source with its documents, ascending, and a sample of them, ascending."""
    names, starts, codes = together.values("source")
    of_docs = np.zeros(together.size, np.int64)
    having = np.flatnonzero(np.diff(starts))
    of_docs[having] = codes[starts[having]]
    docs = np.flatnonzero(together.live)
    order = docs[np.lexsort((docs, lots(together)[docs], of_docs[docs]))]
    bounds = np.searchsorted(of_docs[order], np.arange(len(names) + 2))
    for code, name in enumerate(["", *names]):
        own = order[bounds[code] : bounds[code + 1]]
        if own.size:
            yield name, np.sort(own), np.sort(own[:SAMPLE])


def _name(together: Together, docs: Ints) -> str:
    """Return what tells one sample from another: where its documents are, as no segment ever changes."""
    places = [together.place(doc) for doc in docs.tolist()]
    return hashlib.sha256(repr(places).encode()).hexdigest()[:16]


def _samples(together: Together, docs: Ints) -> Iterator[Sample]:
    for doc in docs.tolist():
        text = article_from(together.stored(doc)).text
        if len(text.body) + sum(len(one.text) for one in text.removed) <= _LONGEST:
            lines = lines_of(text.body, text.removed)
            if len(lines) <= _MOST_LINES:
                yield Sample(text.title, lines)


def _rewritten(pipeline: Pipeline, together: Together, docs: Ints, template: Template) -> Iterator[tuple[Article, str]]:
    """Yield those documents that a template makes others as they then are, each with the fingerprint of its record."""
    for doc in docs.tolist():
        stored = together.stored(doc)
        article = article_from(stored)  # whose names are found anew if it is written again
        text = pipeline.text(article, template)
        if (text.title, text.body, text.removed) != (article.title, article.body, article.removed):
            yield pipeline.retold(article, text), stored["fingerprint"]
