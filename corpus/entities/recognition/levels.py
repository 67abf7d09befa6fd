"""Levels: what finds the names of an article, as the configuration says."""

from collections.abc import Callable, Sequence
from functools import partial

from corpus.config import NONE, SPACY, TAGGER
from corpus.entities.recognition.name import Name
from corpus.entities.recognition.recognise import recognise

Recogniser = Callable[[str, str, str | None], Sequence[Name]]
"""Returns the names in a title and a body of a language."""


def recogniser(level: str) -> Recogniser:
    """Return what finds names at a level (``corpus.config.LEVELS``); ConfigError if a model of spaCy is missing."""
    if level == NONE:
        return lambda title, body, lang: ()  # noqa: ARG005 -- as the others
    if level.startswith(SPACY):
        from corpus.entities.recognition.spacy_model import load  # noqa: PLC0415 -- only who asks for a model has it

        model = load(level.removeprefix(SPACY).strip())
        return lambda title, body, lang: next(model.names([(title, body)]))  # noqa: ARG005 -- as the others
    return partial(recognise, tagged=level == TAGGER)
