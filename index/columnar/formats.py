"""Whoosh formats of the fields that segments pack: words with their places and written forms, and exact values.

The value of a posting of words, as Whoosh carries it from the analyzer or from another segment: the
number of occurrences, the number of forms, the gaps between the places, the number of the form at each
place where there are several, all in the codes of ``index.columnar.vbyte``; then the forms in UTF-8,
parted by line feeds.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from operator import sub
from typing import Any, NamedTuple

from whoosh import formats

_LAST = 0x80
_LONGEST = 64
"""Bits of a number, at the most."""

WordValue = tuple[str, int, float, bytes]


class Occurrences(NamedTuple):
    """Where a term stands in a document: its ``places``, ascending, and the written form at each."""

    places: list[int]
    forms: list[str]


class Words(formats.Positions):  # type: ignore[misc]
    """The format of a text field: a posting has the place and the written form of each occurrence.

    The form is the token's ``original`` where the analyzer keeps it, else the term. A boost given to a
    token or a document changes nothing in such a field: its weights are frequencies.
    """

    def word_values(self, value: Any, analyzer: Any, **kwargs: Any) -> Iterator[WordValue]:  # noqa: ANN401
        """Yield each term of a text with its frequency, its weight and its posting value."""
        found: dict[str, list[tuple[int, str]]] = {}
        kwargs |= {"positions": True, "keeporiginal": True}
        for token in formats.tokens(value, analyzer, kwargs):
            written = getattr(token, "original", token.text)
            found.setdefault(token.text, []).append((token.pos, written))
        for text, occurrences in found.items():
            yield text, len(occurrences), float(len(occurrences)), self.encode(occurrences)

    def encode(self, poslist: Iterable[tuple[int, str]]) -> bytes:
        """Return the posting value of pairs of a place and the form there."""
        ordered = sorted(poslist)
        return self.encode_ordered(
            Occurrences([place for place, _ in ordered], [form.replace("\n", " ") for _, form in ordered])
        )

    def encode_ordered(self, found: Occurrences) -> bytes:
        """Return the posting value of occurrences that are in order already, in forms without line feeds."""
        places, written = found
        numbers = {form: number for number, form in enumerate(dict.fromkeys(written))}
        gaps = map(sub, places, (0, *places))
        codes = [numbers[form] for form in written] if len(numbers) > 1 else ()
        return _pack((len(places), len(numbers), *gaps, *codes)) + "\n".join(numbers).encode("utf-8", "replace")

    def occurrences(self, valuestring: bytes) -> Occurrences:
        """Return what a posting value says; ValueError when it is none."""
        (count, kinds), at = _unpack(valuestring, 0, 2)
        gaps, at = _unpack(valuestring, at, count)
        codes, at = _unpack(valuestring, at, count) if kinds > 1 else ([0] * count, at)
        forms = valuestring[at:].decode().split("\n")
        if len(forms) != max(kinds, 1) or max(codes, default=0) >= len(forms):
            raise ValueError("a posting value has other forms than it says")
        written = [forms[code] for code in codes] if kinds > 1 else forms * count
        return Occurrences(list(accumulate(gaps)), written)

    def decode_positions(self, valuestring: bytes) -> list[int]:
        """Return the places of a posting."""
        return self.occurrences(valuestring).places

    def decode_forms(self, valuestring: bytes) -> list[str]:
        """Return the written form at each place of a posting."""
        return self.occurrences(valuestring).forms

    def decode_frequency(self, valuestring: bytes) -> int:
        """Return how often a term stands in the document."""
        return _unpack(valuestring, 0, 1)[0][0]

    def decode_weight(self, valuestring: bytes) -> float:
        """Return the frequency as a weight."""
        return float(self.decode_frequency(valuestring))

    def combine(self, vs: Iterable[bytes]) -> bytes:
        """Return one value for several postings of a document."""
        return self.encode({pair for value in vs for pair in zip(*self.occurrences(value), strict=True)})


class Exact(formats.Existence):  # type: ignore[misc]
    """The format of a field of exact values: a posting says only that the document has the value.

    A boost changes nothing in such a field, and a value given twice counts once.
    """


def value_of(format_: Any, frequency: int, found: Occurrences | None) -> bytes:  # noqa: ANN401 -- Whoosh has no types
    """Return the value of a packed posting as a format of Whoosh's writes it.

    ``found`` is None in a field of exact values. TypeError for a format that needs more than is known.
    """
    if isinstance(format_, formats.Existence):
        return b""
    if isinstance(format_, formats.Frequency):
        return int(frequency).to_bytes(4, "big")
    if found is not None and isinstance(format_, Words):
        return format_.encode_ordered(found)
    if found is not None and type(format_) is formats.Positions:
        encoded: bytes = format_.encode(found.places)
        return encoded
    raise TypeError(f"the field was not written for {type(format_).__name__}")


def _pack(numbers: Sequence[int]) -> bytes:
    if max(numbers) < _LAST:
        return bytes([number | _LAST for number in numbers])
    found = bytearray()
    for number in numbers:
        rest = number
        while rest >= _LAST:
            found.append(rest & 0x7F)
            rest >>= 7
        found.append(rest | _LAST)
    return bytes(found)


def _unpack(data: bytes, at: int, count: int) -> tuple[list[int], int]:
    """Return ``count`` numbers from a place on, and where they end."""
    found: list[int] = []
    number = shift = 0
    while len(found) < count:
        if at >= len(data) or shift >= _LONGEST:
            raise ValueError("a posting value is cut off")
        number |= (data[at] & 0x7F) << shift
        shift += 7
        if data[at] & _LAST:
            found.append(number)
            number = shift = 0
        at += 1
    return found, at
