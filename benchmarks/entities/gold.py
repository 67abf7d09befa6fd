r"""``python -m benchmarks.entities.gold``: the labels of names, and whether they fit the corpora.

Three tables beside this module, made by reading; ``docs/entity-labels.md`` has the rules. A table opens with lines of
remarks that start with ``#``, then its columns, then a label a line, parted by tabs. In a mention's text a line break
is written ``\n`` and a backslash ``\\``. Offsets count code points of the field as it stands in the corpus.
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
from benchmarks.errors import BenchmarkError, LabelError, MissingCorpusError

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


def pairs(path: Path = PAIRS) -> list[Pair]:
    """Return the pairs of names; raises LabelError."""
    return [
        Pair(
            name_a=row.filled("name_a"),
            name_b=row.filled("name_b"),
            kind=row.kind(),
            same=row.one_of("same", ("0", "1")) == "1",
            family=row.filled("family"),
            note=row.text("note"),
            split=cast("Split", row.one_of("split", get_args(Split))),
        )
        for row in _rows(path)
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
        for row in _rows(path)
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
            kind=row.kind(),
            entity=row.filled("entity"),
        )
        for row in _rows(path)
    ]


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of a table, which can say where it stands."""

    path: Path
    line: int
    values: Mapping[str, str]

    def text(self, column: str) -> str:
        if column not in self.values:
            raise LabelError(self.path, self.line, f"there is no column {column}")
        return self.values[column]

    def filled(self, column: str) -> str:
        if not (value := self.text(column)):
            raise LabelError(self.path, self.line, f"{column} is empty")
        return value

    def one_of(self, column: str, allowed: tuple[str, ...]) -> str:
        if (value := self.filled(column)) not in allowed:
            raise LabelError(self.path, self.line, f"{column} is {value}, not {' or '.join(allowed)}")
        return value

    def kind(self) -> Kind:
        return cast("Kind", self.one_of("kind", get_args(Kind)))

    def number(self, column: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", value := self.filled(column)):
            raise LabelError(self.path, self.line, f"{column} is {value}, not a number")
        return int(value)


def _rows(path: Path) -> Iterator[_Row]:
    lines = path.read_text(encoding="utf-8").split("\n")
    kept = [(number, line.split("\t")) for number, line in enumerate(lines, 1) if line and not line.startswith("#")]
    columns = kept[0][1] if kept else []
    for number, values in kept[1:]:
        if len(values) != len(columns):
            raise LabelError(path, number, f"there are {len(values)} columns, not {len(columns)}")
        yield _Row(path, number, dict(zip(columns, values, strict=True)))


def articles(data: Path, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Fields]:
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


def faults_of_definitions(labels: Iterable[Definition], known: Mapping[tuple[str, str], Fields]) -> Iterator[str]:
    """Say which passages do not stand in their articles, or lack what is said of them."""
    for one in labels:
        fields = known.get((one.corpus, one.article), {})
        if not any(one.passage in " ".join(text.split()) for text in fields.values()):
            yield f"{one.corpus} {one.article}: the article lacks the passage {one.passage!r}"
        if len(one.passage) > LONGEST_PASSAGE:
            yield f"{one.corpus} {one.article}: a passage of {len(one.passage)} code points"
        if one.acronym not in one.passage or one.definition not in one.passage:
            yield f"{one.corpus} {one.article}: the passage lacks {one.acronym!r} or {one.definition!r}"


def faults_of_mentions(labels: Iterable[GoldMention], known: Mapping[tuple[str, str], Fields]) -> Iterator[str]:
    """Say which mentions have another text at their offsets, or overlap, or make an entity of two kinds."""
    spans: dict[tuple[str, str, str], list[tuple[int, int]]] = defaultdict(list)
    kinds: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for one in labels:
        found = known.get((one.corpus, one.article), {}).get(one.field, "")[one.start : one.end]
        if found != one.text:
            yield f"{one.corpus} {one.article} {one.field} {one.start}: {found!r}, not {one.text!r}"
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
        known = articles(data, [(one.corpus, one.article) for one in defined] + [(one.corpus, one.article) for one in named])
    except BenchmarkError as error:
        raise click.ClickException(str(error)) from error
    faults = [*faults_of_pairs(compared), *faults_of_definitions(defined, known), *faults_of_mentions(named, known)]
    for fault in faults:
        click.echo(fault)
    real = sum(bool(one.definition) for one in defined)
    read = len({(one.corpus, one.article) for one in named})
    click.echo(f"{len(compared)} pairs, {real} definitions and {len(defined) - real} that look alike,")
    click.echo(f"{len(named)} mentions in {read} articles: {len(faults)} faults")
    if faults:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
