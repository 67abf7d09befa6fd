"""Packing: what a run found out of names, as the arrays of a side file that ``index.entities`` reads."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.distinct import distinct
from corpus.entities.names import name_key
from corpus.entities.spelling import Spelling
from corpus.entities.unify.archive.linking import Merge
from corpus.text import fold
from index.columnar.arrays import Array, narrow
from index.columnar.together import Together
from index.entities import VERSION, has_hash, id_of
from index.names import NAME
from index.packedtexts import packed_texts


class Naming(NamedTuple):
    """What a run found out: spellings with their entities, what each is called, and the entity of each name.

    ``counts`` and ``labels`` are of the spellings, ``main``, ``names`` and ``articles``, in how
    many articles it is, of the entities, ``of_terms`` of the names in
    all segments. ``ids`` are those that a gazetteer gives to spellings.
    """

    spellings: Sequence[Spelling]
    counts: npt.NDArray[Any]
    labels: npt.NDArray[np.int64]
    main: npt.NDArray[np.int64]
    names: Sequence[str]
    articles: npt.NDArray[np.int64]
    of_terms: npt.NDArray[np.int64]
    ids: Mapping[Spelling, str]
    merges: Sequence[Merge]


def articles_of(
    starts: npt.NDArray[np.int64], codes: npt.NDArray[np.uint32], of_terms: npt.NDArray[np.int64], count: int
) -> npt.NDArray[np.int64]:
    """Return in how many articles each entity is."""
    owners = np.repeat(np.arange(starts.size - 1), np.diff(starts))
    met = distinct(owners * max(count, 1) + of_terms[codes.astype(np.int64) - 1])
    return np.bincount(met % max(count, 1), minlength=count).astype(np.int64)


def packed(together: Together, naming: Naming, terms: Sequence[str]) -> dict[str, Array]:
    """Return the side file of a generation; ``terms`` are its names in the order of ``naming.of_terms``, ascending."""
    numbers, arrays = _numbered(naming)
    of_terms = np.append(numbers[naming.of_terms], 0)
    places = {term: at for at, term in enumerate(terms)}
    for segment in together.segments:
        postings = segment.postings(NAME)
        texts = [] if postings is None else [text.decode("utf-8", "replace") for text in postings.texts()]
        own = of_terms[np.fromiter((places.get(text, -1) for text in texts), np.int64, len(texts))]
        arrays[f"codes/{segment.name}"] = narrow(own)
    return arrays


def _numbered(naming: Naming) -> tuple[npt.NDArray[np.int64], dict[str, Array]]:
    """Return the number of each entity that any name stands for, 0 for the others, and the arrays of all."""
    main = _main(naming)
    used = distinct(naming.of_terms).tolist()
    used.sort(key=lambda at: (name_key(naming.names[at]) or fold(naming.names[at]), naming.names[at], main[at]))
    numbers = np.zeros(len(naming.names), np.int64)
    numbers[used] = np.arange(1, len(used) + 1)
    given: dict[int, str] = {}
    for at, key in _given(naming):
        given.setdefault(int(numbers[naming.labels[at]]), key)
    own = list(_own_ids(naming, main, used, given))
    kinds = sorted({one.kind for one in naming.spellings})
    of_spellings = numbers[naming.labels]
    arrays: dict[str, Array] = {
        "version": np.array([VERSION], np.uint32),
        "kinds": np.array([kinds.index(main[at].kind) for at in used], np.uint8),
        "counts": narrow(naming.articles[used]),
        **_strings("kind-names", kinds),
        **_strings("names", [naming.names[at] for at in used]),
        **_pairs("own-id", own),
        **_keys(naming, of_spellings, kinds),
        **_pairs("spelling", _others(naming, of_spellings)),
        **_pairs("id", _by_id(naming, of_spellings)),
        **_pairs("merge", _told(naming, of_spellings)),
    }
    return numbers, arrays


def _own_ids(
    naming: Naming, main: Sequence[Spelling], used: Sequence[int], given: Mapping[int, str]
) -> Iterator[tuple[int, str]]:
    """Yield the entities, by their numbers, whose ids are not made of what they are called."""
    for number, at in enumerate(used, 1):
        if number in given or main[at].text != naming.names[at]:
            own = given.get(number, id_of(*main[at]))
            if own != id_of(main[at].kind, naming.names[at]):
                yield number, own


def _main(naming: Naming) -> list[Spelling]:
    """Return the spelling that stands for each entity, with a kind if any of its spellings has one."""
    found = [naming.spellings[at] for at in naming.main.tolist()]
    order = (
        np.argsort(-naming.counts.astype(np.int64), kind="stable").tolist()
        if any(not one.kind for one in found)
        else []
    )
    for at in order:
        entity, kind = int(naming.labels[at]), naming.spellings[at].kind
        if kind and not found[entity].kind:
            found[entity] = Spelling(kind, found[entity].text)
    return found


def _given(naming: Naming) -> Iterator[tuple[int, str]]:
    for at, one in enumerate(naming.spellings):
        if one in naming.ids:
            yield at, naming.ids[one]


def _strings(name: str, texts: Iterable[str]) -> dict[str, Array]:
    return packed_texts(name, [text.encode("utf-8", "replace") for text in texts])


def _pairs(name: str, pairs: Iterable[tuple[int, str]]) -> dict[str, Array]:
    found = list(pairs)
    return {
        **_strings(f"{name}s", [text for _, text in found]),
        f"{name}-entities": narrow(np.array([at for at, _ in found], np.int64)),
    }


def _keys(naming: Naming, of_spellings: npt.NDArray[np.int64], kinds: Sequence[str]) -> dict[str, Array]:
    """Return the words of all spellings and of what entities are called, ascending as bytes, then by kind.

    What one is called by a decision alone is left out where another has that spelling, for ids are made of these.
    """
    numbers = of_spellings.tolist()
    spelled = {_key(*one, number, kinds) for one, number in zip(naming.spellings, numbers, strict=True) if number}
    taken = {row[:2] for row in spelled}
    every = zip(naming.spellings, naming.labels.tolist(), numbers, strict=True)
    called = {(one.kind, naming.names[at], number) for one, at, number in every if one.text != naming.names[at]}
    shown = {_key(*one, kinds) for one in called if one[2]}
    rows = sorted(row for row in spelled | {row for row in shown if row[:2] not in taken} if row[0])
    return {
        **packed_texts("keys", [key for key, _, _ in rows]),
        "key-kinds": np.array([kind for _, kind, _ in rows], np.uint8),
        "key-entities": narrow(np.array([number for _, _, number in rows], np.int64)),
    }


def _key(kind: str, text: str, number: int, kinds: Sequence[str]) -> tuple[bytes, int, int]:
    return name_key(text).encode("utf-8", "replace"), kinds.index(kind), number


def _others(naming: Naming, of_spellings: npt.NDArray[np.int64]) -> list[tuple[int, str]]:
    """Return the spellings that entities are not called, the most frequent first, each text once."""
    order = np.lexsort((np.arange(of_spellings.size), -naming.counts.astype(np.int64), of_spellings))
    rows = [(int(of_spellings[at]), naming.spellings[at].text, int(naming.labels[at])) for at in order.tolist()]
    return list(dict.fromkeys((number, text) for number, text, at in rows if number and text != naming.names[at]))


def _by_id(naming: Naming, of_spellings: npt.NDArray[np.int64]) -> list[tuple[int, str]]:
    """Return the ids that say nothing of words, ascending."""
    found = {key: number for at, key in _given(naming) if (number := int(of_spellings[at]))}
    for one, number in zip(naming.spellings, of_spellings.tolist(), strict=True):
        if number and has_hash(*one):
            found.setdefault(id_of(*one), number)
    return [(found[key], key) for key in sorted(found)]


def _told(naming: Naming, of_spellings: npt.NDArray[np.int64]) -> list[tuple[int, str]]:
    rows = []
    for one in naming.merges:
        number = int(of_spellings[one.left])
        if number and number == int(of_spellings[one.right]):
            texts = (naming.spellings[one.left].text, naming.spellings[one.right].text)
            rows.append((number, json.dumps([*texts, one.reason, one.article], ensure_ascii=False)))
    return sorted(rows)
