"""Preparing: what the rules alone say of names, kept beside a generation so that the next run need not find it out.

``prepared.side`` has ``rules`` and ``version``, by which it is known to be of these rules, and zstd-compressed

- ``spellings``, ``node-keys``: kind, tab and text of each spelling, ascending, and what it has in common with others
- ``numbers``: how many block keys each has, these keys, and of each pair of spellings the numbers of both and what
  they are; where a number takes several bytes, first the lowest of all numbers, then the next

It is believed only if it is as its generation was published. Whoever loses it loses time, nothing else.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.entities.spelling import Spelling
from corpus.entities.unify.archive.prepared import Prepared, Relation, fingerprint
from index.columnar.arrays import Array
from index.columnar.errors import DamagedSegmentError
from index.errors import IndexingError
from index.generations import Generation, manifest
from index.manifest import digest
from index.packedtexts import PackedTexts, packed_texts
from index.sidefiles import ENDING, load

FILE = "prepared"
_VERSION = 1
_TAB = "\t"
_HALF = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)


def packed(prepared: Prepared) -> dict[str, Array]:
    """Return the side file of what was prepared."""
    left, right = prepared.pairs >> _HALF, prepared.pairs & _LOW
    per_left = np.bincount(left.astype(np.int64), minlength=len(prepared.spellings))
    numbers: list[npt.NDArray[Any]] = [prepared.counts, prepared.blocks, per_left, right, prepared.relations]
    return {
        **_marks(),
        "has-native": np.array([prepared.has_native], np.uint8),
        **packed_texts("spellings", [_encoded(_TAB.join(one)) for one in prepared.spellings]),
        **packed_texts("node-keys", [_encoded(one) for one in prepared.node_keys]),
        **packed_texts("numbers", [_planes(one) for one in numbers]),
    }


def prepared_in(generation: Generation | None) -> Prepared:
    """Return what a generation has prepared, nothing where that is of other rules or not as it was published."""
    if generation is None:
        return Prepared()
    path = generation.path / f"{FILE}{ENDING}"
    try:
        published = manifest(generation).files.get(path.name)
        if published is None or digest(path) != published.digest:
            return Prepared()
        return unpacked(load(generation.path, FILE))
    except (OSError, IndexingError, DamagedSegmentError, ValueError, LookupError):  # what is lost is found out again
        return Prepared()


def unpacked(arrays: Mapping[str, Array]) -> Prepared:
    """Return what a side file says; ValueError, LookupError or DamagedSegmentError where it is none."""
    if any(arrays.get(name, np.zeros(0)).tolist() != mark.tolist() for name, mark in _marks().items()):
        return Prepared()
    spellings = [_spelling(one) for one in _texts(arrays, "spellings")]
    node_keys = _texts(arrays, "node-keys")
    packed_numbers = PackedTexts(arrays, "numbers")
    counts, blocks, per_left, right, relations = (_numbers(packed_numbers.raw(at)) for at in range(5))
    is_of_spellings = {len(node_keys), counts.size, per_left.size} == {len(spellings)}
    if not (is_of_spellings and counts.sum() == blocks.size and per_left.sum() == right.size == relations.size):
        raise ValueError("its arrays are not of one length")
    if not np.isin(relations, [one for one in Relation if one]).all():
        raise ValueError("it has a relation that there is not")
    pairs = np.repeat(np.arange(per_left.size, dtype=np.uint64), per_left) << _HALF | right.astype(np.uint64)
    kind = bool(arrays["has-native"].any())
    return Prepared(spellings, node_keys, kind, counts, blocks.astype(np.uint32), pairs, relations.astype(np.uint8))


def _marks() -> dict[str, Array]:
    return {
        "version": np.array([_VERSION], np.uint32),
        "rules": np.frombuffer(bytes.fromhex(fingerprint()), np.uint8),
    }


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _texts(arrays: Mapping[str, Array], name: str) -> Sequence[str]:
    texts = PackedTexts(arrays, name)
    return [texts.raw(at).decode("utf-8", "surrogatepass") for at in range(len(texts))]


def _spelling(text: str) -> Spelling:
    kind, _, name = text.partition(_TAB)
    return Spelling(kind, name)


def _planes(numbers: npt.NDArray[Any]) -> bytes:
    """Return four-byte numbers, the lowest bytes of all first: those above are nearly always alike."""
    return numbers.astype("<u4").view(np.uint8).reshape(-1, 4).T.tobytes()


def _numbers(planes: bytes) -> npt.NDArray[np.int64]:
    """Return the numbers of some planes; ValueError where they are of no one length."""
    return np.frombuffer(planes, np.uint8).reshape(4, -1).T.copy().view("<u4").ravel().astype(np.int64)
