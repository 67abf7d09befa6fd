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
from benchmarks.entities.gold import SEED, GoldMention, Where, articles, mentions
from benchmarks.entities.grouping import aligned
from benchmarks.entities.scoring import Gold, Span, score, shown, texts
from benchmarks.entities.training import COLLECTIONS, of, trained
from corpus.article import Article, Origin, Place, Record
from corpus.config import NONE, Config
from corpus.entities.recognition.name import Name
from corpus.entities.recognition.recognise import by_rules, by_tagger, recognise
from corpus.entities.recognition.tagger import Tagger
from corpus.pipeline import Pipeline

_MEASURED = {
    "wikigold": "wikigold_en/all.conll",
    "crossner": "crossner_politics_en/test.conll",
    "wnut": "wnut17_en/test.conll",
}
_UNSEEN = {"en": "wikineural_en/test.conll"}
_OTHERS = ("de", "fr", "es")
_LABELLED = ("reuters21578_en", "whitehouse_en", "technews_en", "bbc_2004_en")
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
    for name, tagged in (("rules", False), ("tagger", True)):
        for corpus in (*_LABELLED, ""):
            label = f"articles of {corpus or 'all'}, {name}"
            for line in shown(label, score(_labelled(data, corpus, tagged=tagged))):
                click.echo(line)


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


def _labelled(data: Path, corpus: str, *, tagged: bool) -> Iterator[tuple[Gold, list[Span]]]:
    """Yield the fields of the labelled articles of a corpus, or of all, with what is found in each."""
    gold: dict[Where, list[GoldMention]] = defaultdict(list)
    for one in mentions():
        if one.corpus == corpus or (not corpus and one.corpus != SEED):
            gold[one.where].append(one)
    pipeline = Pipeline(Config(recognition=NONE))
    for where, fields in articles(data, gold).items():
        record = Record(Place(""), fields["title"], fields["body"])
        if article := pipeline.article(record, "a", Origin(), lambda _: None):
            found = recognise(article.title, article.body, article.lang, tagged=tagged)
            for field in ("title", "body"):
                wanted = _moved([one for one in gold[where] if one.field == field], fields[field], article)
                spans = [(one.start, one.end, one.kind) for one in found if one.field == field]
                yield Gold(getattr(article, field), tuple(wanted)), spans


def _moved(gold: Sequence[GoldMention], raw: str, article: Article) -> Iterator[Span]:
    """Yield labelled names by where they stand in a field as it was cleaned; one that is not whole there is missed."""
    places = aligned(raw, getattr(article, gold[0].field)) if gold else {}
    for one in gold:
        start, last = places.get(one.start, -1), places.get(one.end - 1, -2)
        yield start, last + 1, one.kind


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
