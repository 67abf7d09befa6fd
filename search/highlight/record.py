"""The record stored with an article, read only as far as a hit needs it."""

import json
from collections.abc import Mapping
from typing import Any

from corpus.dating.dated import GUESSED

_REST = ',"origin":'
"""What stands behind all that a hit shows. A quotation mark inside a value has a backslash before it."""

_DECODER = json.JSONDecoder()


class Record:
    """A record as ``index.schema`` packs it: ``head`` has its values up to the entities at least."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.head: Mapping[str, Any] = _head(text)
        self.guessed = self.head.get("dated", ("", ""))[1] == GUESSED
        """Whether nothing states the date for certain."""

    @property
    def nbytes(self) -> int:
        """The bytes that it takes, about: what was read takes more than the text it was read from."""
        return 1_000 + 3 * len(self._text)


def _head(text: str) -> Mapping[str, Any]:
    """Return the values before the origin, which every article has; all of them where it is missing.

    >>> dict(_head('{"url":"a","origin":["b"],"extra":{"c":1}}'))
    {'url': 'a'}
    >>> dict(_head('{"url":"a","extra":{"c":1}}'))
    {'url': 'a', 'extra': {'c': 1}}
    """
    end = text.find(_REST)
    found: Mapping[str, Any] = _DECODER.raw_decode(text[:end] + "}" if end > 0 else text)[0]
    return found
