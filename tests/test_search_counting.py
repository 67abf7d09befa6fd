"""Counting: facets leave out what is chosen of them, and a histogram has every match in one bin."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import pytest
from conftest import MakeIndex, write_index
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article, Entity, Json
from search import Engine
from search.counting import MOST_BINS
from search.errors import BadParameterError, QuerySyntaxError
from search.results import Histogram, Results

SOURCES, LANGS, DESKS = ("BBC", "Reuters", "Le Monde", None), ("en", "fr"), ("war", "oil", "sport")
ENTITIES = {name: Entity(name, name.title(), "person") for name in ("anna", "boris")}
DATES = ("2024-01-05", "2023", None, "1999-12-31T23:59:59Z")


def article(number: int) -> Article:
    desks: list[Json] = [desk for at, desk in enumerate(DESKS) if number >> at & 1]
    return Article(
        f"a{number:03d}",
        "Title",
        "red fox" if number % 3 else "red",
        DATES[number % len(DATES)],
        source=SOURCES[number // 2 % len(SOURCES)],
        lang=LANGS[number // 3 % 2],
        entities=tuple(ENTITIES.values())[: number % 3],
        extra={"desk": desks},
    )


ARTICLES = [article(number) for number in range(60)]
VALUES: dict[str, tuple[str, ...]] = {
    "source": ("BBC", "Reuters", "Le Monde"),
    "lang": LANGS,
    "desk": DESKS,
    "entity": tuple(ENTITIES),
}


def having(one: Article, name: str) -> set[str]:
    if name == "entity":
        return {entity.id for entity in one.entities}
    if name == "desk":
        found = one.extra["desk"]
        return {str(desk) for desk in found} if isinstance(found, list) else set()
    value = one.source if name == "source" else one.lang
    return {value} if value else set()


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = write_index(tmp_path_factory.mktemp("counting") / "index", ARTICLES, extra=["desk"], segments=2)
    with Engine.open(folder) as found:
        yield found


Chosen = Mapping[str, set[str]]


def passes(one: Article, word: str, chosen: Chosen, excluded: Chosen, leaving: str = "") -> bool:
    if word not in one.body.split():
        return False
    for name, values in chosen.items():
        have = having(one, name)
        if values and name == "entity" and not values <= have:
            return False
        if values and name not in {"entity", leaving} and not values & have:
            return False
    return not any(values & having(one, name) for name, values in excluded.items())


def counted(found: Results, name: str) -> dict[str, int]:
    return {one.value: one.count for one in found.facets[name]}


choices = st.fixed_dictionaries({name: st.sets(st.sampled_from(values)) for name, values in VALUES.items()})


@given(word=st.sampled_from(["red", "fox"]), chosen=choices, excluded=choices, typed=st.booleans())
def test_counts_as_choosing_would(
    engine: Engine, word: str, chosen: dict[str, set[str]], excluded: dict[str, set[str]], *, typed: bool
) -> None:
    excluded = {name: set(list(values)[:1]) for name, values in excluded.items()}
    minus = [f"{name}:{value}" for name, values in excluded.items() for value in values]
    if typed:
        text = " ".join([word, *(f'-{name}:"{value}"' for name, values in excluded.items() for value in values)])
        minus = []
    else:
        text = word
    found = engine.search(
        text,
        source=sorted(chosen["source"]),
        lang=sorted(chosen["lang"]),
        entity=sorted(chosen["entity"]),
        filters={"desk": sorted(chosen["desk"])},
        exclude=minus,
        facet=list(VALUES),
    )
    assert not found.warnings
    assert found.total == sum(passes(one, word, chosen, excluded) for one in ARTICLES)
    for name in VALUES:
        of_others = [one for one in ARTICLES if passes(one, word, chosen, excluded, leaving=name)]
        assert counted(found, name) == Counter(value for one in of_others for value in having(one, name))


def test_a_chosen_value_adds_to_those_chosen(engine: Engine) -> None:
    alone = engine.search("", source="BBC", facet="source")
    both = engine.search("", source=["BBC", "Reuters"], facet="source")
    assert both.total == alone.total + counted(alone, "source")["Reuters"]
    assert counted(both, "source") == counted(alone, "source") == counted(engine.search("", facet="source"), "source")
    assert engine.rank("", source="BBC", facet="source").facets == alone.facets


def test_typed_filters_count_as_chosen(engine: Engine) -> None:
    assert engine.search("fox source:BBC", facet="source").facets == engine.search("fox", facet="source").facets


@pytest.mark.parametrize(
    ("words", "source", "entity"),
    [("le", {"Le Monde"}, set()), ("mond", {"Le Monde"}, set()), ("LÉ mo", {"Le Monde"}, set()),
     ("ann", set(), {"anna"}), ("zzz", set(), set()), ("", {"BBC", "Reuters", "Le Monde"}, {"anna", "boris"}),
     ("!", set(), {"anna", "boris"})],
)  # fmt: skip
def test_values_found_by_their_words(engine: Engine, words: str, source: set[str], entity: set[str]) -> None:
    found = engine.search("", facet=["source", "entity"], facet_words=words)
    assert set(counted(found, "source")) == source
    assert set(counted(found, "entity")) == entity
    assert found.total == len(ARTICLES)


@pytest.mark.parametrize("value", ["BBC", "colour:red", "source:", "published:2024", ":x", ""])
def test_what_cannot_be_excluded(engine: Engine, value: str) -> None:
    if not value:
        assert engine.search("", exclude=value).total == len(ARTICLES)
        return
    with pytest.raises(BadParameterError, match="exclude"):
        engine.search("", exclude=value)


def test_an_unknown_value_to_exclude_is_told(engine: Engine) -> None:
    found = engine.search("fox", exclude="source:Reutres")
    assert found.total == engine.search("fox").total
    assert "Did you mean Reuters?" in found.warnings[0].message
    with pytest.raises(QuerySyntaxError):
        engine.search("fox -source:Reutres", strict=True)


def test_words_with_an_excluded_value_are_relaxed_too(engine: Engine) -> None:
    found = engine.search("red fox nonesuch -source:BBC", limit=100)
    assert found.relaxed
    assert {hit.source for hit in found.hits} == {"Reuters", "Le Monde", None}


def binned(engine: Engine, text: str = "", **asked: Any) -> Histogram:  # noqa: ANN401 -- what a search takes
    found = engine.search(text, histogram=True, **asked).histogram
    assert found is not None
    return found


def test_a_histogram_of_years(engine: Engine) -> None:
    found = binned(engine)
    assert (found.step, len(found.bins), found.undated) == ("year", 26, 15)
    assert {one.start: one.count for one in found.bins if one.count} == {"1999": 15, "2023": 15, "2024": 15}
    assert binned(engine, since="2024").bins[0].start == "2024-01-05"
    assert binned(engine, "nonesuch") == Histogram("day", ())
    assert engine.search("").histogram is None


days = st.dates().map(str)
moments = st.one_of(days, days.map(lambda day: day[:7]), days.map(lambda day: day[:4]), st.none())


@given(
    st.lists(st.one_of(moments, st.dates().map(lambda day: f"2024-{day.month:02d}-{day.day % 28 + 1:02d}"))), st.data()
)
def test_every_match_is_in_one_bin(
    tmp_path_factory: pytest.TempPathFactory, dates: list[str | None], data: st.DataObject
) -> None:
    articles = [Article(f"a{at}", "", "red", date) for at, date in enumerate(dates)]
    with Engine.open(write_index(tmp_path_factory.mktemp("bins") / "index", articles)) as engine:
        found = binned(engine)
        assert sum(one.count for one in found.bins) + found.undated == len(dates)
        assert len(found.bins) <= MOST_BINS
        assert all(one.end < other.start for one, other in pairwise(found.bins))
        if found.bins:
            assert found.bins[0].count
            assert found.bins[-1].count
            one = data.draw(st.sampled_from(found.bins))
            assert engine.search("", since=one.start, until=one.end).total == one.count


@pytest.mark.parametrize(
    ("dates", "step", "bins", "last"),
    [
        (["2024-01-30", "2024-02-02"], "day", 4, "2024-02-02"),
        (["2024-01-01", "2024-03-02"], "day", 62, "2024-03-02"),
        (["2024-01-01", "2024-03-03"], "month", 3, "2024-03"),
        (["2020-01", "2025-02"], "month", 62, "2025-02"),
        (["2020-01", "2025-03"], "year", 6, "2025"),
        (["1890", "1950"], "year", 61, "1950"),
        (["1890", "1952"], "year", 32, "1953"),
        (["0001", "9999"], "year", 50, "9999"),
    ],
)
def test_the_span_chooses_the_step(make_index: MakeIndex, dates: list[str], step: str, bins: int, last: str) -> None:
    folder = make_index([Article(f"a{at}", "", "red", date) for at, date in enumerate(dates)])
    with Engine.open(folder) as engine:
        found = binned(engine)
        assert (found.step, len(found.bins), found.bins[-1].end) == (step, bins, last)
