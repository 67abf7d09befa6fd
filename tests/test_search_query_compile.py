"""The compiler and the filters: what words, names and values come to over one snapshot."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import write_index

from corpus.article import Article, Entity
from index.generations import current
from search.query.compile import compile_tree
from search.query.filters import masks
from search.query.notes import MOST
from search.query.parser import parse
from search.query.spellings import MAX_PHRASE
from search.query.tree import Filter
from search.query.wildcards import MAX_EXPANSIONS, MAX_FUZZY, MAX_WILDCARDS
from search.ranking.bm25 import Scorer
from search.ranking.matching import matching
from search.ranking.plan import All, Leaf, leaves
from search.snapshots.snapshot import Snapshot

ARTICLES = [
    Article("a", "The election", "Elections are held.", published="2024-01-31", source="Reuters", lang="en"),
    Article(
        "b", "Die Wahl", "Die Regierungen wählen.", published="2024-02-01T09:30:00Z", source="Süddeutsche", lang="de"
    ),
    Article("c", "A meeting", "They met about OPEC.", published="2024", source="reuters", author="Jo"),
    Article(
        "d",
        "",
        "Fighters of IS.",
        source="Al Watan",
        entities=(Entity("islamic-state", "Islamic State", "", ("IS", "Daesh")), Entity("syria", "Syria")),
        extra={"section": ["world", "Syria desk"]},
    ),
    Article("e", "", "Fighters.", published="1969-07-20", entities=(Entity("syria", "Syria"),)),
]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    folder = write_index(tmp_path_factory.mktemp("compile"), ARTICLES, extra=["section"], segments=2)
    found = Snapshot(current(folder))
    yield found
    found.retire()


def answers(snapshot: Snapshot, text: str, *, undated: bool = False) -> str:
    """Return the ids that a query matches, in the order of the alphabet."""
    query = parse(text, snapshot.extra)
    compiled = compile_tree(query.tree, snapshot)
    passing, _ = masks(snapshot, query.filters, query.dates, undated=undated)
    plan = compiled.plan if passing.passing is None else All((compiled.plan, passing.passing))
    found = matching(Scorer(snapshot), plan)
    return "".join(sorted(snapshot.id_of(found.tolist())))


def warnings(snapshot: Snapshot, text: str) -> list[str]:
    query = parse(text, snapshot.extra)
    _, found = masks(snapshot, query.filters, query.dates, undated=False)
    return [one.message for one in (*compile_tree(query.tree, snapshot).warnings, *found)]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("elections", "a"),
        ("elect*", "a"),
        ("electi*", "a"),
        ("election*", "a"),
        ("zzz*", ""),
        ("Regierung", "b"),
        ("wahlen", "b"),
        ("opac~", "c"),
        ("meetng~", "c"),
        ("source:REUTERS", "ac"),
        ("source:reuters source:suddeutsche", "abc"),
        ("-source:reuters", "bde"),
        ("-source:reuters -source:nobody lang:de", "b"),
        ("source:reuters -author:jo", "a"),
        ("-since:2024-02 -date:1969", "acd"),
        ("fighters OR source:reuters", "acde"),
        ("lang:de", "b"),
        ("author:jo", "c"),
        ('section:"syria desk"', "d"),
        ("section:world", "d"),
        ("entity:syria", "de"),
        ("entity:daesh", "d"),
        ('entity:"islamic state" entity:syria', "d"),
        ("entity:is OR meeting", "cd"),
        ("syria", "de"),
        ('"islamic state"', ""),
        ("since:2024-02", "b"),
        ("until:2024-01", "ace"),
        ("until:2024-01-31", "ace"),
        ("until:2024-01-30", "ce"),
        ("date:2024", "abc"),
        ("date:..1969", "e"),
        ("since:2024-01 until:2024-01", "ac"),
        ("date:1969 OR lang:de", "be"),
        ("", "abcde"),
        ("-fighters", "abc"),
        ("source:nobody", ""),
    ],
)
def test_matches(snapshot: Snapshot, text: str, ids: str) -> None:
    assert answers(snapshot, text) == ids


def test_undated_pass_when_asked_for(snapshot: Snapshot) -> None:
    assert answers(snapshot, "since:2024-02", undated=True) == "bd"
    passing, _ = masks(snapshot, [], parse("since:2024-02").dates, undated=False)
    assert passing.undated is not None
    assert passing.undated.count == 1
    assert masks(snapshot, [], [], undated=False)[0].passing is None


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("source:Reuter", "Did you mean"),
        ("source:zzz", "No article has source 'zzz'."),
        ("entity:syra", "Did you mean Syria"),
        ("lang:de OR source:zzz", "No article has source"),
        (" ".join(f"x{chr(97 + n)}yz*" for n in range(MAX_WILDCARDS + 1)), f"Only {MAX_WILDCARDS}"),
        (" ".join(f"x{chr(97 + n)}yz~" for n in range(MAX_FUZZY + 1)), f"Only {MAX_FUZZY} words may have ~"),
        (f'"{"fighters " * (MAX_PHRASE + 1)}"', f"first {MAX_PHRASE} words"),
        ("-".join(["fighters"] * (MAX_PHRASE + 1)), f"first {MAX_PHRASE} words"),
    ],
)
def test_warns(snapshot: Snapshot, text: str, warning: str) -> None:
    assert any(warning in one for one in warnings(snapshot, text))


def test_too_many_words_begin_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    many = " ".join(f"ab{n}" for n in range(MAX_EXPANSIONS + 1))
    found = Snapshot(current(write_index(tmp_path_factory.mktemp("many"), [Article("a", "ab", many)])))
    assert "More than 1,000" in warnings(found, "ab*")[0]
    assert warnings(found, "ab1*") == []
    compiled = compile_tree(parse("ab*").tree, found)
    assert list(leaves(compiled.plan)) == [Leaf(("title", "body", "entities"), (("ab",),))]
    found.retire()


def test_nobody_reads_more_than_some_warnings(snapshot: Snapshot) -> None:
    assert len(warnings(snapshot, " ".join(f"source:x{n}" for n in range(100)))) == MOST
    assert len(parse("a) " * 100).warnings) == MOST


def test_filters_of_parameters_have_no_place(snapshot: Snapshot) -> None:
    _, found = masks(snapshot, [Filter("source", "zzz", 0, 0)], [], undated=False)
    assert (found[0].start, found[0].end) == (None, None)


def test_warns_once_of_each_word(snapshot: Snapshot) -> None:
    found = warnings(snapshot, " ".join(f"x{chr(97 + n)}yz~" for n in range(MAX_FUZZY + 2)))
    assert len(found) == 2
    assert warnings(snapshot, " ".join(f"x{chr(97 + n)}yz~" for n in range(MAX_FUZZY))) == []


def test_long_phrases_are_cut(snapshot: Snapshot) -> None:
    whole = f'"{"fighters " * MAX_PHRASE}"'
    assert warnings(snapshot, whole) == []
    (leaf,) = leaves(compile_tree(parse(whole[:-1] + 'more"').tree, snapshot).plan)
    assert len(leaf.slots) == MAX_PHRASE


def test_suggests_for_the_first_unknown_value_only(snapshot: Snapshot) -> None:
    for text in ("source:reuter source:watan author:j", "fighters OR source:reuter OR source:watan OR lang:dee"):
        assert [one.count("Did you mean") for one in warnings(snapshot, text)] == [1, 0, 0]


NAMED = [
    Article("york", "", "Fog.", entities=(Entity("ny", "New York"), Entity("ts", "Times Square", "", ("Red Cross",)))),
    Article("sudani", "Talks", "He spoke.", entities=(Entity("s", "Mohammed Shia al-Sudani"),)),
    Article("text", "", "The al-Sudani cabinet, the York Times, O'Brien and O’Briens."),
]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("york-times", {"text"}),
        ("square-red", set()),
        ("times-square", {"york"}),
        ("red-cross", {"york"}),
        ("al-Sudani", {"sudani", "text"}),
        ("o'bri*", {"text"}),
        ("O’Bri*", {"text"}),
        ("obri*", {"text"}),
    ],
)
def test_names_and_apostrophes(tmp_path: Path, text: str, ids: set[str]) -> None:
    found = Snapshot(current(write_index(tmp_path, NAMED)))
    matched = matching(Scorer(found), compile_tree(parse(text).tree, found).plan)
    assert set(found.id_of(matched.tolist())) == ids
    found.retire()


def test_similar_words_are_remembered(snapshot: Snapshot) -> None:
    assert snapshot.terms.near("body", "opac", 1) == {"opec"}
    assert snapshot.terms.near("body", "opac", 1) is snapshot.terms.near("body", "opac", 1)
