"""Grouping: how well the names of an article are told to be one entity's, end to end.

``python -m benchmarks.entities.grouping --data FOLDER``. Articles go through the pipeline as they would to an index.
The score is B cubed (Bagga and Baldwin, "Algorithms for Scoring Coreference Chains", 1998) over the labelled mentions:
for each, which share of the labelled mentions that have its entity are of its label, and which share of its label's
have its entity, averaged; F1 is of these two averages. A mention that the pipeline does not name is an entity of its
own. The articles were labelled by someone who did not see the code; nothing is tuned on them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import click

from benchmarks.corpora import DATA
from benchmarks.entities.gold import SEED, Fields, GoldMention, Where, articles, mentions
from corpus.article import Article, Origin, Place, Record
from corpus.pipeline import Pipeline
from corpus.settings import Config

WANTED = {"seed": 0.95, "articles": 0.90}
"""The F1 that is wanted of the seed article, and of all others together."""


@dataclass(frozen=True, slots=True)
class Cubed:
    """Sums over mentions, to be averaged."""

    precision: float = 0.0
    recall: float = 0.0
    mentions: int = 0
    named: int = 0

    def __add__(self, other: "Cubed") -> "Cubed":
        return Cubed(
            self.precision + other.precision,
            self.recall + other.recall,
            self.mentions + other.mentions,
            self.named + other.named,
        )

    @property
    def means(self) -> tuple[float, float, float]:
        """Precision, recall and F1."""
        precision, recall = self.precision / max(self.mentions, 1), self.recall / max(self.mentions, 1)
        return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def cubed(labels: Sequence[str], found: Sequence[str | None]) -> Cubed:
    """Return the score of some mentions: their labels, and the entities that were found, None where there is none."""
    entities = [one if one is not None else f" {at}" for at, one in enumerate(found)]
    both, of_label, of_entity = Counter(zip(labels, entities, strict=True)), Counter(labels), Counter(entities)
    pairs = list(zip(labels, entities, strict=True))
    return Cubed(
        sum(both[pair] / of_entity[pair[1]] for pair in pairs),
        sum(both[pair] / of_label[pair[0]] for pair in pairs),
        len(pairs),
        sum(one is not None for one in found),
    )


def found_in(gold: Sequence[GoldMention], fields: Fields, article: Article) -> list[str | None]:
    """Return the entity that an article has at each labelled mention, None where it names none there."""
    places = {name: aligned(fields[name], getattr(article, name)) for name in ("title", "body")}
    return [_entity(one, places[one.field], article) for one in gold]


def _entity(gold: GoldMention, places: Mapping[int, int], article: Article) -> str | None:
    wanted = {places[at] for at in range(gold.start, gold.end) if at in places}
    best, most = None, 0
    for one in article.mentions:
        shared = len(wanted.intersection(range(one.start, one.end))) if one.field == gold.field else 0
        if shared > most:
            best, most = one.entity, shared
    return best


def aligned(raw: str, clean: str) -> dict[int, int]:
    """Return where each letter of a text stands in what cleaning left of it."""
    raw_at, clean_at = ([at for at, c in enumerate(text) if not c.isspace()] for text in (raw, clean))
    left, right = ("".join(text[at] for at in places) for text, places in ((raw, raw_at), (clean, clean_at)))
    if left == right:
        return dict(zip(raw_at, clean_at, strict=True))
    found: dict[int, int] = {}
    for one in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks():
        found.update((raw_at[one.a + at], clean_at[one.b + at]) for at in range(one.size))
    return found


def scores(data: Path) -> dict[Where, Cubed]:
    """Return the score of each labelled article."""
    gold: dict[Where, list[GoldMention]] = defaultdict(list)
    for one in mentions():
        gold[one.where].append(one)
    texts = articles(data, gold)
    pipeline = Pipeline(Config())
    return {where: _score(pipeline, some, texts[where]) for where, some in gold.items()}


def _score(pipeline: Pipeline, gold: Sequence[GoldMention], fields: Fields) -> Cubed:
    record = Record(Place(""), fields.get("title", ""), fields["body"])
    article = pipeline.article(record, "a", Origin(), lambda _: None)
    found = [None] * len(gold) if article is None else found_in(gold, {"title": "", **fields}, article)
    return cubed([one.entity for one in gold], found)


def _line(name: str, some: Iterable[Cubed], wanted: str = "") -> str:
    total = sum(some, Cubed())
    precision, recall, f1 = total.means
    share = f"{total.mentions} mentions, {total.named / max(total.mentions, 1):.0%} named"
    return f"{name}: B3 F1 {f1:.3f}{wanted}, P {precision:.3f}, R {recall:.3f}, {share}"


@click.command()
@click.option("--data", type=click.Path(path_type=Path, exists=True), default=DATA.parent, help="The data.")
@click.option("--each", is_flag=True, help="Print each article too.")
def main(data: Path, *, each: bool) -> None:
    """Print the scores of the seed, of each corpus, and of all articles but the seed."""
    found = scores(data)
    if each:
        for (corpus, article), one in sorted(found.items()):
            click.echo("  " + _line(f"{corpus} {article}", [one]))
    others = {where: one for where, one in found.items() if where[0] != SEED}
    for corpus in sorted({where[0] for where in others}):
        click.echo(_line(corpus, [one for where, one in others.items() if where[0] == corpus]))
    click.echo(
        _line(SEED, [one for where, one in found.items() if where[0] == SEED], f" (must reach {WANTED['seed']})")
    )
    click.echo(_line(f"{len(others)} articles", others.values(), f" (must reach {WANTED['articles']:.2f})"))


if __name__ == "__main__":
    main()
