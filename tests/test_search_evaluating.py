from importlib import import_module
from pathlib import Path

import pytest
from conftest import MakeIndex
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article
from search import Engine
from search.evaluation.evaluating import MEASURES, evaluate, measures

ARTICLES = [
    Article("a", "Dam", "a dam breaks"),
    Article("b", "Flood", "the dam of the flood"),
    Article("c", "", "none"),
]


@pytest.mark.parametrize(
    ("found", "grades", "expected"),
    [
        ("ab", {"a": 1, "b": 1}, (1.0, 1.0, 1.0, 1.0)),
        ("xa", {"a": 3}, (0.63093, 0.5, 1.0, 0.5)),
        ("ba", {"a": 4, "b": 1}, (0.76091, 1.0, 1.0, 1.0)),
        ("", {"a": 1}, (0.0, 0.0, 0.0, 0.0)),
        ("x" * 10 + "a", {"a": 1}, (0.0, 1 / 11, 1.0, 0.0)),
    ],
)
def test_measures(found: str, grades: dict[str, int], expected: tuple[float, ...]) -> None:
    ids = [f"x{at}" if one == "x" else one for at, one in enumerate(found)]
    assert tuple(measures(ids, grades).values()) == pytest.approx(expected, abs=1e-5)


@given(
    found=st.lists(st.integers(0, 130).map(str), unique=True, max_size=100),
    grades=st.dictionaries(st.integers(0, 130).map(str), st.integers(1, 4), min_size=1, max_size=40),
)
def test_measures_are_those_of_ir_measures(found: list[str], grades: dict[str, int]) -> None:
    pytest.importorskip("ir_measures")
    package = import_module("ir_measures")
    ours = measures(found, grades)
    run = {"q": {one: -float(at) for at, one in enumerate(found)}} if found else {"other": {"x": 1.0}}
    theirs = package.calc_aggregate([package.parse_measure(name) for name in MEASURES], {"q": grades}, run)
    assert ours == pytest.approx({str(name): value for name, value in theirs.items()})


def test_evaluate(make_index: MakeIndex, tmp_path: Path) -> None:
    queries, judgments = tmp_path / "q.tsv", tmp_path / "j.trec"
    queries.write_text("1\tflood\n2\tdam\n3\tnobody judged it\n", encoding="utf-8")
    judgments.write_text("1 0 b 1\n2 0 c 2\n2 0 gone 1\n9 0 lost 1\n", encoding="utf-8")
    with Engine.open(make_index(ARTICLES)) as engine:
        found = evaluate(engine, queries, judgments)
    assert [(one.query, one.text) for one in found.queries] == [("1", "flood"), ("2", "dam")]
    assert list(found.queries[0].values.values()) == [1.0, 1.0, 1.0, 1.0]
    assert list(found.queries[1].values.values()) == [0.0, 0.0, 0.0, 0.0]
    assert found.means == dict.fromkeys(MEASURES, 0.5)
    assert (found.unjudged, found.missing) == (("3",), ("gone",))
