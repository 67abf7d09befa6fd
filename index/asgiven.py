"""As given: what names stand for in articles that a program publishes, which says so itself.

An entity is known by the name that the program gives it; nothing is unified beyond that, as nothing else is changed in
such articles either.
"""

from collections.abc import Iterable

import numpy as np

from corpus.article import Entity
from corpus.entities.spelling import Spelling
from index.columnar.arrays import Array
from index.columnar.together import Together
from index.entitypacking import Naming, articles_of, packed
from index.names import NAME, NameTerm


def as_given(together: Together, entries: Iterable[Entity]) -> dict[str, Array]:
    """Return the side file of some segments; ``entries`` are the entities of all articles, each once."""
    terms, starts, codes = together.values(NAME)
    names = [NameTerm.of(term) for term in terms]
    heads = [Spelling(one.kind, one.head or one.text) for one in names]
    labels = {one: at for at, one in enumerate(dict.fromkeys(heads))}
    of_terms = np.fromiter((labels[one] for one in heads), np.int64, len(heads))
    spelled: dict[Spelling, int] = {}
    for one, head in zip(names, heads, strict=True):
        spelled.setdefault(Spelling(one.kind, one.text), labels[head])
    spelled.update(labels)
    ids = {}
    for entity in entries:
        own = Spelling(entity.kind, entity.name)
        if own in labels:
            ids[own] = entity.id
            for alias in entity.aliases:
                spelled.setdefault(Spelling(entity.kind, alias), labels[own])
    places = {one: at for at, one in enumerate(spelled)}
    return packed(
        together,
        Naming(
            tuple(spelled),
            np.zeros(len(spelled), np.int64),
            np.fromiter(spelled.values(), np.int64, len(spelled)),
            np.fromiter((places[one] for one in labels), np.int64, len(labels)),
            tuple(one.text for one in labels),
            articles_of(starts, codes, of_terms, len(labels)),
            of_terms,
            ids,
            (),
        ),
        terms,
    )
