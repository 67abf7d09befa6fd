from pathlib import Path

from benchmarks.entities.scoring import Gold, bare, detokenised, score, texts

CONLL = """-DOCSTART-\tO
The\tB-ORG
Tarnovo\tI-ORG
Post\tI-ORG
said\tO
"\tO
no\tO
"\tO
.\tO

Vera\tB-PER
's\tO
home\tO
"""


def test_a_page_is_one_running_text(tmp_path: Path) -> None:
    file = tmp_path / "all.conll"
    file.write_text(CONLL + "\n-DOCSTART-\tO\nEnd\tO\n")
    text = 'The Tarnovo Post said "no". Vera\'s home'
    assert texts(file) == [Gold(text, ((0, 16, "organisation"), (28, 32, "person"))), Gold("End", ())]


def test_names_side_by_side_are_two() -> None:
    found = detokenised([("Oslo", "B-LOC"), ("Bergen", "B-LOC"), ("Fjord", "I-LOC")])
    assert found.names == ((0, 4, "place"), (5, 17, "place"))


def test_articles_and_possessives_do_not_count() -> None:
    text = "the Tarnovo Post's"
    assert bare(text, (0, 18, "organisation")) == bare(text, (4, 16, "organisation")) == (4, 16, "organisation")


def test_scores_count_spans_and_kinds_strictly() -> None:
    gold = Gold("Vera Kovrigina of Oslo, Reuters", ((0, 14, "person"), (18, 22, "place"), (24, 31, "other")))
    found = score([(gold, [(0, 14, "person"), (18, 22, "person"), (24, 31, "event")])])
    assert (found.precision(), found.recall(), found.f1()) == (0.5, 0.5, 0.5)
    assert (found.f1("person"), found.recall("place")) == (2 / 3, 0.0)
