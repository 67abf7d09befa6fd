"""Levels: what finds the names of an article, as the configuration says."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial

from corpus.codehash import code_hash
from corpus.entities.recognition.name import Name
from corpus.entities.recognition.recognise import recognise
from corpus.settings import NONE, SPACY, TAGGER

Recogniser = Callable[[str, str, str | None], Sequence[Name]]
"""Returns the names in a title and a body of a language."""


@dataclass(frozen=True, slots=True)
class Level:
    """What finds names. ``fingerprint`` tells it from what would find others in the same text; empty where none are."""

    find: Recogniser
    fingerprint: str


def nobody(title: str, body: str, lang: str | None) -> Sequence[Name]:  # noqa: ARG001 -- as the others
    """Find no names."""
    return ()


def level(name: str) -> Level:
    """Return a level by its name (``corpus.settings.LEVELS``); ConfigError if a model of spaCy is missing."""
    if name == NONE:
        return Level(nobody, "")
    if name.startswith(SPACY):
        from corpus.entities.recognition.spacy_model import load  # noqa: PLC0415 -- only who asks for a model has it

        model = load(name.removeprefix(SPACY).strip())
        known = _hash(_code(), name.encode(), json.dumps(model.pipeline.meta, sort_keys=True, default=str).encode())
        return Level(lambda title, body, lang: next(model.names([(title, body)])), known)  # noqa: ARG005 -- as the others
    return Level(partial(recognise, tagged=name == TAGGER), _hash(_code(), name.encode()))


@cache
def _code() -> bytes:
    return code_hash("text.py", "entities/names.py", "entities/recognition")


def _hash(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()
