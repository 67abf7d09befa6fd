"""``python -m benchmarks.entities.spacymodels --data FOLDER``: a model of spaCy alone, and by ``broadsheet[spacy]``.

``--model`` names one that is installed. Where none is at hand a small one is trained, in some minutes, of sentences of
WikiNEuRal, which no other text here is from: it is no yardstick, but what the extra makes of a model it makes of any.
"""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from benchmarks import corpora
from benchmarks.entities.scoring import CORE, Gold, Span, score, shown, texts
from corpus.entities.kinds import normal_kind
from corpus.entities.recognition.spacy_model import of_pipeline

_TRAINING = "wikineural_en/val.conll"
_MEASURED = {
    "wikigold": "wikigold_en/all.conll",
    "crossner": "crossner_politics_en/test.conll",
    "wikineural": "wikineural_en/test.conll",
}
_SEED, _BATCH, _DROP = 3, 64, 0.2
_LABELS = {"person": "PERSON", "organisation": "ORG", "place": "GPE"}


@click.command()
@click.option("--data", type=click.Path(path_type=Path, exists=True), default=corpora.DATA.parent, help="The data.")
@click.option("--model", help="A model that is installed, or its folder; one is trained where it is not given.")
@click.option("--epochs", type=click.IntRange(min=1), default=6, show_default=True, help="Rounds of training.")
def main(data: Path, model: str | None, epochs: int) -> None:
    """Measure a model of spaCy alone, and as articles are read by it."""
    import spacy  # noqa: PLC0415 -- only who measures it has it

    pipeline = spacy.load(model) if model else _trained(texts(data / "ner" / _TRAINING), epochs)
    golds = {name: texts(data / "ner" / file) for name, file in _MEASURED.items()}
    alone = {name: [_alone(pipeline, gold.text) for gold in several] for name, several in golds.items()}
    extra = of_pipeline(pipeline, model or "a model made here")
    for name, several in golds.items():
        read = (
            [(one.start, one.end, one.kind) for one in names if one.field == "body"]
            for names in extra.names(("", gold.text) for gold in several)
        )
        for way, found in (("alone", alone[name]), ("by the extra", read)):
            for line in shown(f"{name}, {way}", score(zip(several, found, strict=True))):
                click.echo(line)


def _alone(pipeline: Any, text: str) -> list[Span]:  # noqa: ANN401 -- spaCy may be missing
    return [(one.start_char, one.end_char, normal_kind(one.label_)) for one in pipeline(text).ents]


def _trained(golds: Sequence[Gold], epochs: int) -> Any:  # noqa: ANN401 -- spaCy may be missing
    """Return a pipeline that learned the names of some texts."""
    import spacy  # noqa: PLC0415 -- only who measures it has it
    from spacy.training import Example  # noqa: PLC0415
    from thinc.api import fix_random_seed  # noqa: PLC0415

    fix_random_seed(_SEED)
    chance = random.Random(_SEED)  # noqa: S311 -- has to be repeatable, not secret
    pipeline = spacy.blank("en")
    pipeline.add_pipe("ner")
    examples = [
        Example.from_dict(pipeline.make_doc(gold.text), {"entities": list(_labelled(pipeline, gold))}) for gold in golds
    ]
    optimizer = pipeline.initialize(lambda: examples)
    for number in range(epochs):
        chance.shuffle(examples)
        losses: dict[str, float] = {}
        for at in range(0, len(examples), _BATCH):
            pipeline.update(examples[at : at + _BATCH], sgd=optimizer, drop=_DROP, losses=losses)
        click.echo(f"round {number + 1}: loss {losses['ner']:,.0f}", err=True)
    return pipeline


def _labelled(pipeline: Any, gold: Gold) -> Iterator[Span]:  # noqa: ANN401 -- spaCy may be missing
    """Yield the names of a text that begin and end with a token of spaCy's, by its labels."""
    doc = pipeline.make_doc(gold.text)
    for start, end, kind in gold.names:
        if kind in CORE and doc.char_span(start, end) is not None:
            yield start, end, _LABELS[kind]


if __name__ == "__main__":
    main()
