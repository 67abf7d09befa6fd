r"""``python -m benchmarks.entities.gold``: the labels of names, and whether they fit the corpora.

Three tables beside this module, made by reading; ``docs/entity-labels.md`` has the rules. Offsets count code points of
the field as it stands in the corpus. In a mention's text a line break is written ``\n`` and a backslash ``\\``.
"""

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal, cast, get_args

import click

from benchmarks.corpora import DATA
from benchmarks.entities import tables
from benchmarks.errors import BenchmarkError, MissingCorpusError

PAIRS = Path(__file__).with_name("pairs.tsv")
DEFINITIONS = Path(__file__).with_name("definitions.tsv")
MENTIONS = Path(__file__).with_name("articles.tsv")

SEED = "seed"
"""The corpus of one article, which stands among the samples: its body is the whole file."""

SEED_FILE = Path(__file__).parents[2] / "corpus" / "samples" / "000_8dd5aed662b12d90.txt"

LONGEST_PASSAGE = 200
"""Code points of an article that a label may quote."""

Kind = Literal["person", "organisation", "place"]
Split = Literal["dev", "test"]

Fields = Mapping[str, str]
"""An article's title and body."""

Where = tuple[str, str]
"""A corpus, and the id of an article in it."""

_PLAIN = {"\\n": "\n", "\\\\": "\\"}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names of a kind, and whether they are spellings of one entity; only the split ``test`` counts."""

    name_a: str
    name_b: str
    kind: Kind
    same: bool
    family: str
    note: str
    split: Split


@dataclass(frozen=True, slots=True)
class Definition:
    """A passage, its runs of white space made one space, and what it says that its acronym stands for.

    An empty definition is that of a passage that only looks like one.
    """

    corpus: str
    article: str
    form: str
    passage: str
    acronym: str
    definition: str

    @property
    def where(self) -> Where:
        """The corpus and the article."""
        return self.corpus, self.article


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A name in a field of an article, and a label of the entity that holds in this article."""

    corpus: str
    article: str
    field: str
    start: int
    end: int
    text: str
    kind: Kind
    entity: str

    @property
    def where(self) -> Where:
        """The corpus and the article."""
        return self.corpus, self.article


def pairs(path: Path = PAIRS) -> list[Pair]:
    """Return the pairs of names; raises LabelError."""
    return [
        Pair(
            name_a=row.filled("name_a"),
            name_b=row.filled("name_b"),
            kind=_kind(row),
            same=row.one_of("same", ("0", "1")) == "1",
            family=row.filled("family"),
            note=row.text("note"),
            split=cast("Split", row.one_of("split", get_args(Split))),
        )
        for row in tables.rows(path)
    ]


def definitions(path: Path = DEFINITIONS) -> list[Definition]:
    """Return the passages with definitions of acronyms, and those that look alike; raises LabelError."""
    return [
        Definition(
            corpus=row.filled("corpus"),
            article=row.filled("article"),
            form=row.filled("form"),
            passage=row.filled("passage"),
            acronym=row.filled("acronym"),
            definition=row.text("definition"),
        )
        for row in tables.rows(path)
    ]


def mentions(path: Path = MENTIONS) -> list[GoldMention]:
    """Return the mentions of all articles, in the order of the table; raises LabelError."""
    return [
        GoldMention(
            corpus=row.filled("corpus"),
            article=row.filled("article"),
            field=row.one_of("field", ("title", "body")),
            start=row.number("start"),
            end=row.number("end"),
            text=re.sub(r"\\[n\\]", lambda escape: _PLAIN[escape[0]], row.filled("text")),
            kind=_kind(row),
            entity=row.filled("entity"),
        )
        for row in tables.rows(path)
    ]


def _kind(row: tables.Row) -> Kind:
    return cast("Kind", row.one_of("kind", get_args(Kind)))


def articles(data: Path, wanted: Iterable[Where]) -> dict[Where, Fields]:
    """Return title and body of articles, asked for by corpus and id; raises MissingCorpusError.

    ``data`` is the folder that holds ``corpora``. An article that its corpus does not have is left out.
    """
    ids: dict[str, set[str]] = defaultdict(set)
    for corpus, article in wanted:
        ids[corpus].add(article)
    return {(corpus, key): fields for corpus in ids for key, fields in _of_corpus(data, corpus) if key in ids[corpus]}


def _of_corpus(data: Path, corpus: str) -> Iterator[tuple[str, Fields]]:
    if corpus == SEED:
        yield SEED_FILE.stem, {"title": "", "body": SEED_FILE.read_text(encoding="utf-8")}
        return
    path = data / "corpora" / f"{corpus}.jsonl.gz"
    if not path.is_file():
        raise MissingCorpusError(path)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            yield record["id"], {"title": record["title"] or "", "body": record["body"] or ""}


def faults_of_pairs(labels: Iterable[Pair]) -> Iterator[str]:
    """Say which pairs stand twice, in either order, or compare a name with itself."""
    counts = Counter(tuple(sorted((one.name_a, one.name_b))) for one in labels)
    yield from (f"{a} and {b}: {count} times" for (a, b), count in counts.items() if count > 1)
    yield from (f"{a}: compared with itself" for a, b in counts if a == b)


def faults_of_definitions(labels: Iterable[Definition], known: Mapping[Where, Fields]) -> Iterator[str]:
    """Say which passages do not stand in their articles, or lack what is said of them."""
    for one in labels:
        name, fields = " ".join(one.where), known.get(one.where, {})
        if not any(one.passage in " ".join(text.split()) for text in fields.values()):
            yield f"{name}: the article lacks the passage {one.passage!r}"
        if len(one.passage) > LONGEST_PASSAGE:
            yield f"{name}: a passage of {len(one.passage)} code points"
        if one.acronym not in one.passage or one.definition not in one.passage:
            yield f"{name}: the passage lacks {one.acronym!r} or {one.definition!r}"


def faults_of_mentions(labels: Iterable[GoldMention], known: Mapping[Where, Fields]) -> Iterator[str]:
    """Say which mentions have another text at their offsets, or overlap, or make an entity of two kinds."""
    spans: dict[tuple[str, str, str], list[tuple[int, int]]] = defaultdict(list)
    kinds: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for one in labels:
        name, found = " ".join(one.where), known.get(one.where, {}).get(one.field, "")[one.start : one.end]
        if found != one.text:
            yield f"{name} {one.field} {one.start}: {found!r}, not {one.text!r}"
        spans[one.corpus, one.article, one.field].append((one.start, one.end))
        kinds[one.corpus, one.article, one.entity].add(one.kind)
    for where, found_spans in spans.items():
        overlaps = (b for a, b in pairwise(sorted(found_spans)) if b[0] < a[1])
        yield from (f"{' '.join(where)} {start}: overlaps" for start, _ in overlaps)
    yield from (f"{' '.join(entity)}: of several kinds" for entity, named in kinds.items() if len(named) > 1)


@click.command()
@click.option("--data", type=click.Path(path_type=Path), default=DATA.parent, help="The folder of the shared data.")
def main(data: Path) -> None:
    """Check the labels of names against the corpora; the status is 1 if any does not fit."""
    try:
        compared, defined, named = pairs(), definitions(), mentions()
        known = articles(data, [*(one.where for one in defined), *(one.where for one in named)])
    except BenchmarkError as error:
        raise click.ClickException(str(error)) from error
    faults = [*faults_of_pairs(compared), *faults_of_definitions(defined, known), *faults_of_mentions(named, known)]
    for fault in faults:
        click.echo(fault)
    real = sum(bool(one.definition) for one in defined)
    read = len({one.where for one in named})
    click.echo(f"{len(compared)} pairs, {real} definitions and {len(defined) - real} that look alike,")
    click.echo(f"{len(named)} mentions in {read} articles: {len(faults)} faults")
    if faults:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
