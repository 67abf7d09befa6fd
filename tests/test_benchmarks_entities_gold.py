import gzip
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.entities import gold
from benchmarks.entities.gold import Definition, GoldMention, Pair
from benchmarks.errors import LabelError, MissingCorpusError

FULL = "Popular Mobilization Forces"
BODY = f"The {FULL}\n(PMF) met in\nBaghdad."
KNOWN = {("wire", "a"): {"title": "Baghdad", "body": BODY}}
PLACE = GoldMention("wire", "a", "body", 45, 52, "Baghdad", "place", "baghdad")
PASSAGE = Definition("wire", "a", "parenthesis", f"The {FULL} (PMF) met", "PMF", FULL)
PAIR = Pair("Iraq", "Iran", "place", same=False, family="place", note="", split="test")
COLUMNS = {
    "pairs": "name_a\tname_b\tkind\tsame\tfamily\tnote\tsplit",
    "definitions": "corpus\tarticle\tform\tpassage\tacronym\tdefinition",
    "mentions": "corpus\tarticle\tfield\tstart\tend\ttext\tkind\tentity",
}


def written(folder: Path, columns: str, *lines: str) -> Path:
    path = folder / "labels.tsv"
    path.write_text("\n".join(["# By nobody.", columns, *lines, ""]), encoding="utf-8")
    return path


def test_pairs_are_read(tmp_path: Path) -> None:
    path = written(tmp_path, COLUMNS["pairs"], "Iraq\tIran\tplace\t0\tplace\t\ttest")
    assert gold.pairs(path) == [PAIR]


def test_definitions_are_read_with_quotation_marks_and_with_nothing_defined(tmp_path: Path) -> None:
    lines = (f"wire\ta\tparenthesis\tThe {FULL} (PMF) met\tPMF\t{FULL}", 'wire\tb\tplace\t"He (MO)\tMO\t')
    assert gold.definitions(written(tmp_path, COLUMNS["definitions"], *lines)) == [
        PASSAGE,
        Definition("wire", "b", "place", '"He (MO)', "MO", ""),
    ]


def test_a_line_break_and_a_backslash_in_a_mention(tmp_path: Path) -> None:
    path = written(tmp_path, COLUMNS["mentions"], r"wire	a	body	1	9	New\nYork \\n	place	new-york")
    assert gold.mentions(path)[0].text == "New\nYork \\n"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("wire\ta\tbody\t1\t9\tNew York\tplace", "there are 7 columns, not 8"),
        ("wire\ta\tbody\tone\t9\tNew York\tplace\tx", "start is one, not a number"),
        ("wire\ta\tbody\t1\t\tNew York\tplace\tx", "end is empty"),
        ("wire\ta\tbody\t1\t9\tNew York\tcity\tx", "kind is city, not person or organisation or place"),
        ("wire\ta\tfoot\t1\t9\tNew York\tplace\tx", "field is foot, not title or body"),
    ],
)
def test_a_label_that_cannot_be_read(tmp_path: Path, line: str, problem: str) -> None:
    with pytest.raises(LabelError, match=f"^labels.tsv, line 3: {problem}.$"):
        gold.mentions(written(tmp_path, COLUMNS["mentions"], line))


def test_a_table_without_a_column(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match="there is no column note"):
        gold.pairs(written(tmp_path, "name_a\tname_b\tkind\tsame\tfamily", "a\tb\tplace\t0\tplace"))


def test_faults_of_pairs() -> None:
    turned = replace(PAIR, name_a="Iran", name_b="Iraq")
    assert list(gold.faults_of_pairs([PAIR, turned])) == ["Iran and Iraq: 2 times"]
    assert list(gold.faults_of_pairs([replace(PAIR, name_b="Iraq")])) == ["Iraq: compared with itself"]
    assert not list(gold.faults_of_pairs([PAIR]))


def test_faults_of_definitions() -> None:
    assert not list(gold.faults_of_definitions([PASSAGE], KNOWN))
    assert len(list(gold.faults_of_definitions([PASSAGE], {}))) == 1
    assert list(gold.faults_of_definitions([replace(PASSAGE, acronym="IS")], KNOWN)) == [
        f"wire a: the passage lacks 'IS' or {FULL!r}"
    ]
    long = replace(PASSAGE, passage=f"PMF {FULL}".ljust(gold.LONGEST_PASSAGE + 1))
    assert "wire a: a passage of 201 code points" in list(gold.faults_of_definitions([long], KNOWN))


def test_faults_of_mentions() -> None:
    assert not list(gold.faults_of_mentions([PLACE, replace(PLACE, field="title", start=0, end=7)], KNOWN))
    assert list(gold.faults_of_mentions([replace(PLACE, start=44, end=51)], KNOWN)) == [
        "wire a body 44: '\\nBaghda', not 'Baghdad'"
    ]
    assert list(gold.faults_of_mentions([PLACE, replace(PLACE, start=48, text="hdad")], KNOWN)) == [
        "wire a body 48: overlaps"
    ]
    assert list(
        gold.faults_of_mentions([PLACE, replace(PLACE, field="title", start=0, end=7, kind="person")], KNOWN)
    ) == ["wire a baghdad: of several kinds"]


def test_articles_are_found_by_corpus_and_id(tmp_path: Path) -> None:
    (tmp_path / "corpora").mkdir()
    with gzip.open(tmp_path / "corpora" / "wire.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps({"id": key, "title": None, "body": key}) + "\n" for key in "abc")
    assert gold.articles(tmp_path, [("wire", "b"), ("wire", "z")]) == {("wire", "b"): {"title": "", "body": "b"}}
    with pytest.raises(MissingCorpusError):
        gold.articles(tmp_path, [("radio", "b")])


def test_the_command_names_a_missing_corpus(tmp_path: Path) -> None:
    result = CliRunner().invoke(gold.main, ["--data", str(tmp_path)])
    assert result.exit_code == 1
    assert "name the folder of the corpora with --data" in result.output


def test_the_command_says_what_does_not_fit(tmp_path: Path) -> None:
    (tmp_path / "corpora").mkdir()
    for corpus in {one.corpus for one in gold.definitions()} | {one.corpus for one in gold.mentions()} - {gold.SEED}:
        gzip.open(tmp_path / "corpora" / f"{corpus}.jsonl.gz", "wt", encoding="utf-8").close()
    result = CliRunner().invoke(gold.main, ["--data", str(tmp_path)])
    assert result.exit_code == 1
    named = sum(one.corpus != gold.SEED for one in gold.mentions())
    assert result.output.endswith(f"{named + len(gold.definitions())} faults\n")


def test_our_pairs_are_enough_and_balanced() -> None:
    pairs = gold.pairs()
    assert not list(gold.faults_of_pairs(pairs))
    splits = Counter(one.split for one in pairs)
    assert splits["dev"] == 100
    assert splits["test"] >= 300
    assert 0.4 < sum(one.same for one in pairs) / len(pairs) < 0.6


def test_our_definitions_are_enough_and_stand_in_their_passages() -> None:
    labels = gold.definitions()
    texts = {one.where: {"body": ""} for one in labels}
    assert all("lacks the passage" in fault for fault in gold.faults_of_definitions(labels, texts))
    assert sum(bool(one.definition) for one in labels) >= 80
    assert sum(not one.definition for one in labels) >= 60


def test_our_articles_are_enough_and_those_of_the_seed_fit() -> None:
    labels = gold.mentions()
    drawn = Counter(corpus for corpus, _ in {one.where for one in labels} if corpus != gold.SEED)
    assert drawn.total() >= 30
    assert min(drawn.values()) >= 5
    seed = [one for one in labels if one.corpus == gold.SEED]
    known = gold.articles(Path("nowhere"), {one.where for one in seed})
    assert seed
    assert not list(gold.faults_of_mentions(seed, known))
