"""``python -m benchmarks.entities.recognition --data FOLDER``: how well and how fast names are recognised.

A collection of the training is measured with a tagger trained without it. ``scoring`` says how texts are made and
scored. The articles that are labelled for grouping stand in for news that nobody labelled for recognition; they go
through the pipeline first, as they would on their way into an index.
"""

import gzip
import json
import resource
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

import click

from benchmarks import corpora
from benchmarks.entities.gold import Fields, GoldMention, Where, articles, mentions
from benchmarks.entities.scoring import Gold, Span, score, shown, texts
from benchmarks.entities.training import COLLECTIONS, of, trained
from corpus.entities.recognition.name import Name
from corpus.entities.recognition.recognise import by_rules, by_tagger, recognise
from corpus.entities.recognition.tagger import Tagger

_MEASURED = {
    "wikigold": "wikigold_en/all.conll",
    "crossner": "crossner_politics_en/test.conll",
    "wnut": "wnut17_en/test.conll",
}
_UNSEEN = {"en": "wikineural_en/test.conll"}
_STORIES = {
    "60 stories": ("bbc_2004_en", "reuters21578_en", "technews_en", "whitehouse_en"),
    "Reuters and White House": ("reuters21578_en", "whitehouse_en"),
}
_OTHERS = ("de", "fr", "es")
_SPEED = "whitehouse_en"
_ARTICLES = 300
_KIB = 1024  # Linux counts in KiB


@click.command()
@click.option("--data", type=click.Path(path_type=Path, exists=True), default=corpora.DATA.parent, help="The data.")
def main(data: Path) -> None:
    """Measure the rules and the tagger."""
    _speed(data)
    for name, file in _MEASURED.items():
        golds = texts(data / "ner" / file)
        _row(f"{name}, rules", golds, _ruled)
        tagger = trained(of(data, *(one for one in COLLECTIONS if one != name)))
        _row(f"{name}, tagger trained without it", golds, partial(_tagged, tagger))
    unseen = texts(data / "ner" / _UNSEEN["en"])
    _row("wikineural en, rules", unseen, _ruled)
    _row("wikineural en, tagger", unseen, partial(_recognised, "en"))
    for lang in _OTHERS:
        golds = texts(data / "ner" / f"wikineural_{lang}/test.conll")
        _row(f"wikineural {lang}, rules", golds, partial(_recognised, lang))
    _stories(data)


def _ruled(text: str) -> Sequence[Name]:
    return by_rules("", text, telling=True)


def _tagged(tagger: Tagger, text: str) -> Sequence[Name]:
    return by_tagger("", text, tagger)


def _recognised(lang: str, text: str) -> Sequence[Name]:
    return recognise("", text, lang)


def _row(name: str, golds: Sequence[Gold], named: Callable[[str], Sequence[Name]]) -> None:
    found = ((gold, [(one.start, one.end, one.kind) for one in named(gold.text)]) for gold in golds)
    for line in shown(name, score(found)):
        click.echo(line)


def _stories(data: Path) -> None:
    """Score the stories that ``gold`` has labels of: a stand-in for wire stories, of which none are at hand.

    The labels were made for grouping; they have every person, organisation and place of a story.
    """
    labels: dict[Where, list[GoldMention]] = defaultdict(list)
    for one in mentions():
        labels[one.where].append(one)
    fields = articles(data, labels)
    for name, wanted in _STORIES.items():
        scored = [pair for where in labels if where[0] in wanted for pair in _scored(fields[where], labels[where])]
        for line in shown(f"{name}, tagger", score(scored)):
            click.echo(line)


def _scored(fields: Fields, labels: Sequence[GoldMention]) -> Iterator[tuple[Gold, list[Span]]]:
    """Yield each field of a story with its labels, and what is found there when the story is read as a whole."""
    found = by_tagger(fields["title"], fields["body"])
    for field, text in fields.items():
        own = tuple((one.start, one.end, one.kind) for one in labels if one.field == field)
        yield Gold(text, own), [(one.start, one.end, one.kind) for one in found if one.field == field]


def _speed(data: Path) -> None:
    """Say how many words a second of one processor are read, and the memory it takes."""
    with gzip.open(data / "corpora" / f"{_SPEED}.jsonl.gz", "rt", encoding="utf-8") as lines:
        articles = [(one["title"], one["body"]) for one in map(json.loads, islice(lines, _ARTICLES))]
    words = sum(len(body.split()) for _, body in articles)
    for name, named in (("rules", partial(by_rules, telling=True)), ("tagger", by_tagger)):
        named(*articles[0])
        begun = time.process_time()
        for title, body in articles:
            named(title, body)
        took = time.process_time() - begun
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KIB
        click.echo(f"{name}: {words / took:,.0f} words a second of one processor; peak memory {peak:.0f} MB")


if __name__ == "__main__":
    main()
