"""The record stored with an article, read only as far as a hit needs it."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from corpus.article import Entity

_REST = re.compile(r', "(?:mentions|extra|cleaning|origin)": ')
"""What stands behind all that a hit shows. A quotation mark inside a value has a backslash before it, so that the first
match is a name of the record itself: no value before it is a mapping."""

_DECODER = json.JSONDecoder()


class Record:
    """A record as ``index.schema`` packs it: ``head`` has its values up to the entities, the others when asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        rest = _REST.search(text)
        shown = text if rest is None else text[: rest.start()] + "}"
        self.head: Mapping[str, Any] = _DECODER.raw_decode(shown)[0]

    def entities(self) -> tuple[Entity, ...]:
        """Return the entities, as they were when the article was indexed."""
        found = self.head.get("entities")
        return tuple([Entity(key, name, kind, tuple(also)) for key, name, kind, also in found]) if found else ()

    def mentions(self) -> Sequence[tuple[str, int, int, str, str]]:
        """Return where entities stand: the entity, start and end in code points, the text, the field."""
        found: Sequence[tuple[str, int, int, str, str]] = _DECODER.raw_decode(self._text)[0].get("mentions", ())
        return found
