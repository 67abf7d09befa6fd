"""Cursors: a page of an answer in one word, by the generation it is of and the article that it begins behind."""

import base64
import binascii
import hashlib
import struct
from dataclasses import dataclass
from math import isfinite

from search.errors import BadCursorError

MAX_PLACE = 1 << 40
_MAX_MOMENT = 1e11
_LONGEST = 1_000
_SEAL = 4
_FIELDS = struct.Struct(">QQ8s??Hdd")


@dataclass(frozen=True, slots=True)
class Key:
    """Where an article stands in an order: ``tier`` by ``tier``, undated ones last, then by ``value``, ascending."""

    tier: int
    undated: bool
    value: float


@dataclass(frozen=True, slots=True)
class Cursor:
    """A page of the answer of one generation to one question.

    It begins behind an article, or with ``back`` ends before it. ``place`` is where it begins or ends, ``question``
    8 bytes that tell one question from another, and ``now`` the moment by which ages were counted.
    """

    generation: int
    place: int
    question: bytes
    back: bool
    now: float
    key: Key
    article: str


def write_cursor(cursor: Cursor) -> str:
    """Return a cursor as text that is safe in a URL.

    >>> one = Cursor(7, 40, b"question", False, 1.7e9, Key(0, False, -4.5), "a1")
    >>> read_cursor(write_cursor(one)) == one
    True
    """
    key = cursor.key
    fields = _FIELDS.pack(
        cursor.generation, cursor.place, cursor.question, cursor.back, key.undated, key.tier, key.value, cursor.now
    )
    packed = fields + cursor.article.encode("utf-8", "surrogatepass")
    return base64.urlsafe_b64encode(packed + _seal(packed)).decode("ascii").rstrip("=")


def read_cursor(text: object) -> Cursor:
    """Return the cursor that a text is; raises BadCursorError for one that no answer gave.

    A seal tells what was cut or mistyped. It is no secret, so that every value is checked.
    """
    try:
        if not isinstance(text, str) or len(text) > _LONGEST:
            raise BadCursorError(text)
        sealed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        packed, seal = sealed[:-_SEAL], sealed[-_SEAL:]
        if seal != _seal(packed):
            raise BadCursorError(text)
        generation, place, question, back, undated, tier, value, now = _FIELDS.unpack(packed[: _FIELDS.size])
        article = packed[_FIELDS.size :].decode("utf-8", "surrogatepass")
    except (ValueError, binascii.Error, struct.error) as error:
        raise BadCursorError(text) from error
    if place > MAX_PLACE or not isfinite(value) or not 0 <= now <= _MAX_MOMENT:
        raise BadCursorError(text)
    return Cursor(generation, place, question, back, now, Key(tier, undated, value), article)


def fingerprint(*parts: object) -> bytes:
    """Return 8 bytes that tell a question, given by its parts, from another."""
    said = repr(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(said, digest_size=8, person=b"question").digest()


def _seal(packed: bytes) -> bytes:
    return hashlib.blake2b(packed, digest_size=_SEAL, person=b"cursor").digest()
