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
    """Return the values before the mentions; all of them where there are no mentions.

    >>> dict(_head('{"url":"a","extra":[["b",0,1,"B","body"]]}'))
    {'url': 'a'}
    >>> dict(_head('{"url":"a","extra":{"b":1,"extra":2}}'))
    {'url': 'a', 'extra': {'b': 1, 'mentions': 2}}
    """
    end = text.find(_REST)
    found: Mapping[str, Any]
    if end > 0:
        try:
            found = _DECODER.raw_decode(text[:end] + "}")[0]
        except ValueError:  # a name in the article's own fields
            pass
        else:
            return found
    found = _DECODER.raw_decode(text)[0]
    return found
