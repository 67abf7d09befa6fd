"""Remembering: the names that were found in a text, so that the same text is not recognised again.

A key stands for title, body and language. What is kept for it are the places and kinds of the names, and none of the
text. Whoever keeps the entries forgets them when the recogniser's fingerprint is another one.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from zlib import crc32

from corpus.entities.recognition.levels import Recogniser
from corpus.entities.recognition.name import EVENT, LAW, ORGANISATION, PERSON, PLACE, UNKNOWN, Name

Find = Callable[[bytes], bytes | None]
"""Returns what is kept for a key."""

_FIELDS = ("title", "body")
_KINDS = (UNKNOWN, PERSON, ORGANISATION, PLACE, EVENT, LAW, "work")
_CHECK = 4
"""The bytes of the checksum before an entry, which covers the key too."""


class Memory:
    """What was found before, looked up by ``find``; ``fresh`` is what was found since, until it is taken."""

    def __init__(self, find: Find) -> None:
        self._find = find
        self.fresh: dict[bytes, bytes] = {}

    def remembering(self, recognise: Recogniser) -> Recogniser:
        """Return a recogniser that looks texts up before it reads them."""

        def names(title: str, body: str, lang: str | None) -> Sequence[Name]:
            key = key_of(title, body, lang)
            kept = self.fresh.get(key) or self._find(key)
            found = unpacked(key, kept, title, body) if kept is not None else None
            if found is None:
                found = tuple(recognise(title, body, lang))
                self.fresh[key] = packed(key, found)
            return found

        return names

    def take(self) -> dict[bytes, bytes]:
        """Return the entries that are new, and let go of them."""
        taken, self.fresh = self.fresh, {}
        return taken


def key_of(title: str, body: str, lang: str | None) -> bytes:
    """Return the 16 bytes that stand for a text and its language."""
    found = hashlib.blake2b(digest_size=16)
    for one in (lang or "", title, body):
        data = one.encode("utf-8", "surrogatepass")
        found.update(len(data).to_bytes(8, "little"))
        found.update(data)
    return found.digest()


def packed(key: bytes, names: Sequence[Name]) -> bytes:
    """Return the places and kinds of names, some three bytes for each."""
    data = bytearray()
    before = dict.fromkeys(_FIELDS, 0)
    for one in names:
        data.append(_FIELDS.index(one.field) * len(_KINDS) + _KINDS.index(one.kind))
        # A name may begin before the end of the one before it, but never before its beginning.
        _put(data, one.start - before[one.field])
        _put(data, one.end - one.start)
        before[one.field] = one.start
    return _check(key, bytes(data)) + data


def unpacked(key: bytes, entry: bytes, title: str, body: str) -> tuple[Name, ...] | None:
    """Return the names of an entry, None where it is damaged."""
    data = entry[_CHECK:]
    if entry[:_CHECK] != _check(key, data):
        return None
    texts = {"title": title, "body": body}
    starts = dict.fromkeys(_FIELDS, 0)
    found = []
    numbers = _numbers(data)
    for code, step, length in zip(numbers, numbers, numbers, strict=False):
        field = _FIELDS[code // len(_KINDS)]
        start = starts[field] = starts[field] + step
        text = texts[field][start : start + length]
        found.append(Name(start, start + length, _KINDS[code % len(_KINDS)], text, field))
    return tuple(found)


def _check(key: bytes, data: bytes) -> bytes:
    return crc32(data, crc32(key)).to_bytes(_CHECK, "little")


def _put(data: bytearray, number: int) -> None:
    """Write a number, seven bits a byte, the lowest first."""
    while number > 0x7F:  # noqa: PLR2004 -- seven bits
        data.append(0x80 | (number & 0x7F))
        number >>= 7
    data.append(number)


def _numbers(data: bytes) -> Iterator[int]:
    number = shift = 0
    for one in data:
        number |= (one & 0x7F) << shift
        shift += 7
        if one < 0x80:  # noqa: PLR2004 -- the last seven bits
            yield number
            number = shift = 0
