"""Names by a spaCy model that the user chose, for who installed ``broadsheet[spacy]`` and a model.

Of its pipeline only what recognises names is kept, and what that needs. spaCy is imported here alone, when a model is
asked for.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from corpus.entities.kinds import normal_kind
from corpus.entities.names import MAX_NAME
from corpus.entities.recognition.name import Name
from corpus.entities.recognition.pieces import pieces
from corpus.errors import ConfigError

KINDS = frozenset({"person", "organisation", "place", "event", "law", "work"})
_BATCH = 64
_RECOGNISERS = ("ner", "entity_ruler", "span_ruler")
_EMBEDDERS = ("tok2vec", "transformer", "curated_transformer")
_UNUSED = (
    *("tagger", "morphologizer", "parser", "senter", "sentencizer", "attribute_ruler", "lemmatizer"),
    *("trainable_lemmatizer", "textcat", "textcat_multilabel", "spancat", "entity_linker"),
)
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
"""spaCy keeps texts as UTF-8, which has no half surrogates."""


@dataclass(frozen=True, slots=True)
class SpacyModel:
    """A spaCy pipeline that finds names; ``processes`` of them work at a time."""

    pipeline: Any
    processes: int = 1

    def names(self, articles: Iterable[tuple[str, str]]) -> Iterator[tuple[Name, ...]]:
        """Yield the names in each article (its title and body), as ``recognise`` gives them.

        Articles are read as they are needed, a batch ahead for each process.
        """
        read = self.pipeline.pipe(_texts(articles), as_tuples=True, batch_size=_BATCH, n_process=self.processes)
        for _, parts in groupby(read, key=lambda one: one[1][0]):
            yield tuple(name for doc, (_, field, start) in parts for name in _names(doc, field, start))


def load(model: str, processes: int = 1) -> SpacyModel:
    """Return a model by its name or folder; ConfigError if spaCy or the model is missing or finds no names."""
    try:
        import spacy  # noqa: PLC0415 -- only who asks for a model has it
    except ImportError as error:
        raise ConfigError('spaCy is not installed; install it with: pip install "broadsheet[spacy]"') from error
    try:
        pipeline = spacy.load(model, exclude=_UNUSED)
    except (OSError, ValueError, ImportError) as error:
        raise ConfigError(f"The spaCy model “{model}” cannot be loaded: {error}") from error
    return of_pipeline(pipeline, model, processes)


def of_pipeline(pipeline: Any, model: str, processes: int = 1) -> SpacyModel:  # noqa: ANN401 -- spaCy may be missing
    """Return the model of a pipeline that is loaded; what recognises no names is taken out of it."""
    found = [name for name in pipeline.pipe_names if name in _RECOGNISERS]
    if not found:
        raise ConfigError(f"The spaCy model “{model}” has no part that recognises names (ner).")
    kept = {*found, *(_EMBEDDERS if any(_listens(pipeline.get_pipe(name)) for name in found) else ())}
    for name in [name for name in pipeline.pipe_names if name not in kept]:
        pipeline.remove_pipe(name)
    return SpacyModel(pipeline, processes)


def _listens(part: Any) -> bool:  # noqa: ANN401 -- spaCy may be missing
    """Tell whether a part takes its vectors from another part."""
    model = getattr(part, "model", None)
    return model is not None and any("listener" in node.name for node in model.walk())


def _texts(articles: Iterable[tuple[str, str]]) -> Iterator[tuple[str, tuple[int, str, int]]]:
    """Yield the texts of articles, each with the number of its article, its field, and where in it the text begins."""
    for number, (title, body) in enumerate(articles):
        yield title.translate(_SURROGATES), (number, "title", 0)
        for start, piece in pieces(body):
            yield piece.translate(_SURROGATES), (number, "body", start)


def _names(doc: Any, field: str, start: int) -> Iterator[Name]:  # noqa: ANN401 -- spaCy may be missing
    spans: Sequence[Any] = doc.ents
    for span in spans:
        text: str = span.text
        begin = span.start_char + len(text) - len(text.lstrip())
        text = text.strip()
        kind = normal_kind(span.label_)
        if text and kind in KINDS and len(text) <= MAX_NAME:
            yield Name(start + begin, start + begin + len(text), kind, text, field)
