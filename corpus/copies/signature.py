"""The signature of an article: a digest of its words, and the least hashes of its shingles.

The least hashes are the sketch of A. Broder, "On the resemblance and containment of documents" (1997). Unlike rows of
minima it also finds a short article in a long one: of hashes below a bound both have all.
"""

import hashlib

import numpy as np
import numpy.typing as npt

from corpus.copies.words import Hashes, lowered, shingles, words
from corpus.distinct import distinct

SKETCH = 48
"""Hashes of a sketch: with so many no pair of the sample was missed."""

DIGEST = 2
"""Numbers of a signature that are the digest."""

SHORTEST = 30
"""Words of the shortest body that is compared by itself; below that nothing but equal words makes a copy."""

_LEAST = 12
"""Words of title and body of the shortest article that may have a copy: “Photo gallery” is none of another."""

_HALF = np.uint64(32)


def compared(title: str, body: str) -> list[str]:
    """Return the words by which an article is compared, none where there are too few.

    They are those of its body, as outlets write titles of their own; of a short article the title's too.
    """
    found = words(body)
    if len(found) < SHORTEST:
        found = words(title) + found
    return found if len(found) >= _LEAST else []


def signature(title: str, body: str) -> tuple[int, ...]:
    """Return the signature of an article: 32-bit numbers, none where it is too short to have copies.

    Two articles have the same two first numbers when they have the same words. The others ascend, at most ``SKETCH``.
    """
    found = compared(title, body)
    if not found:
        return ()
    digest = hashlib.blake2b(" ".join(found).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    sketch = _sketch(shingles(lowered(found))) if len(found) >= SHORTEST else []
    return (int.from_bytes(digest[:4], "little") | 1, int.from_bytes(digest[4:], "little"), *sketch)


def _sketch(hashes: Hashes) -> list[int]:
    """Return the least hashes, each once; none is 0, which stands for one that is missing."""
    short = np.maximum((hashes >> _HALF).astype(np.uint32), 1)
    some = distinct(np.partition(short, 2 * SKETCH)[: 2 * SKETCH] if short.size > 2 * SKETCH else short)
    # Where text repeats itself, even twice as many have not enough different ones.
    found: npt.NDArray[np.uint32] = some if some.size >= SKETCH else distinct(short)
    return [int(one) for one in found[:SKETCH].tolist()]
