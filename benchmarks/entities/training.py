"""Training: the weights of ``corpus.entities.recognition.tagger``, by CRFsuite's averaged perceptron.

``python -m benchmarks.entities.training --data FOLDER`` writes them anew, from the three collections whose licences let
a model ship: CrossNER's politics (MIT), WikiGold (CC BY 4.0) and WNUT 17 (CC BY 4.0).
"""

import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
import numpy as np
import pycrfsuite

from benchmarks import corpora
from benchmarks.entities.scoring import Gold, texts
from corpus.entities.recognition.features import KINDS, Symbols, attributes
from corpus.entities.recognition.reading import read
from corpus.entities.recognition.tagger import MODEL, TAGS, Tagger

COLLECTIONS = {
    "crossner": [f"crossner_politics_en/{part}.conll" for part in ("train", "dev", "test")],
    "wikigold": ["wikigold_en/all.conll"],
    "wnut": [f"wnut17_en/{part}.conll" for part in ("train", "dev", "test")],
}
_ROUNDS = 8
_SEEN = 2  # times an attribute must have been seen with a tag
_LEAST = 0.02  # a smaller weight is as good as none
_NEVER = -1e4


def of(data: Path, *names: str) -> list[Gold]:
    """Read some collections as running texts."""
    return [gold for name in names for file in COLLECTIONS[name] for gold in texts(data / "ner" / file)]


def trained(golds: Iterable[Gold]) -> Tagger:
    """Return the tagger that texts and their names teach."""
    trainer = pycrfsuite.Trainer(algorithm="ap", verbose=False)
    trainer.set_params({"max_iterations": _ROUNDS, "feature.minfreq": _SEEN})
    for gold in golds:
        for symbols, tags in examples(gold):
            trainer.append(_items(symbols), tags)
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "model")
        trainer.train(file)
        tagger = pycrfsuite.Tagger()
        tagger.open(file)
        info = tagger.info()
        tagger.close()
    return _tagger(info.state_features, info.transitions)


def examples(gold: Gold) -> Iterator[tuple[Symbols, list[str]]]:
    """Yield the sentences of a text as symbols, with the tags of their tokens."""
    reading = read("", gold.text, telling=True)
    body = reading.fields[1]
    tags = ["O"] * len(body.forms)
    for start, end, kind in gold.names:
        inside = [
            at
            for at, (s, e) in enumerate(zip(body.tokens.starts, body.tokens.ends, strict=True))
            if s < end and start < e
        ]
        for nth, at in enumerate(inside):
            tags[at] = f"{'I' if nth else 'B'}-{kind}"
    for (start, end), symbols in zip(body.tokens.spans(), reading.symbols(body), strict=True):
        yield symbols, tags[start:end]


def _items(symbols: Symbols) -> list[list[str]]:
    """Return the attributes of each token of a sentence, as ``Tagger`` looks for them."""
    rows: list[list[str]] = [[] for _ in symbols[0]]
    for (kind, window), some in zip(KINDS.items(), symbols, strict=True):
        for at, symbol in enumerate(some):
            for offset in window:
                if 0 <= at - offset < len(rows):
                    rows[at - offset] += [f"{offset}{attribute}" for attribute in attributes(kind, symbol)]
    return rows


def _tagger(states: dict[tuple[str, str], float], transitions: dict[tuple[str, str], float]) -> Tagger:
    kept = {key: weight for key, weight in states.items() if abs(weight) > _LEAST}
    rows = {name: at for at, name in enumerate(sorted({name for name, _ in kept}))}
    weights = np.zeros((len(rows), len(TAGS)), np.float16)
    for (name, tag), weight in kept.items():
        weights[rows[name], TAGS.index(tag)] = weight
    after = np.full((len(TAGS), len(TAGS)), _NEVER, np.float32)
    for row, first in enumerate(TAGS):
        for column, second in enumerate(TAGS):
            if not second.startswith("I") or first[2:] == second[2:]:
                after[row, column] = transitions.get((first, second), 0.0)
    return Tagger(rows, weights, after)


@click.command()
@click.option("--data", type=click.Path(path_type=Path, exists=True), default=corpora.DATA.parent, help="The data.")
def main(data: Path) -> None:
    """Train the tagger that is shipped."""
    begun = time.perf_counter()
    tagger = trained(of(data, *COLLECTIONS))
    tagger.save()
    took = time.perf_counter() - begun
    click.echo(f"{len(tagger.rows)} attributes, {MODEL.stat().st_size} bytes, trained in {took:.0f} s")


if __name__ == "__main__":
    main()
