"""Exporting: every full match, in the order of a search, from one state of the index."""

from collections.abc import Iterator
from typing import Any

import pytest
from conftest import MakeIndex, write_index
from hypothesis import given
from hypothesis import strategies as st
from test_search_paging_pages import QUERIES, SORTS, article

from corpus.article import Article, Entity
from index.publishing import publish_articles
from search import Engine
from search.errors import BadParameterError, QuerySyntaxError
from search.export.rows import Row


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("exporting") / "index"
    publish_articles(folder, [article(number) for number in range(60)])
    with Engine.open(folder) as found:
        yield found


def rows(engine: Engine, text: str, **asked: Any) -> list[Row]:  # noqa: ANN401 -- what an export takes
    with engine.export(text, **asked) as found:
        return list(found.rows)


@given(
    query=st.sampled_from(QUERIES),
    sort=st.sampled_from(SORTS),
    collapse=st.booleans(),
    limit=st.one_of(st.none(), st.integers(1, 70)),
)
def test_exports_what_a_search_lists(
    engine: Engine, query: str, sort: str, *, collapse: bool, limit: int | None
) -> None:
    asked: dict[str, Any] = {"sort": sort, "collapse": collapse}
    found = engine.search(query, limit=100, **asked)
    full = [hit for hit in found.hits if not hit.relaxed]
    with engine.export(query, limit=limit, snippet=True, body=True, **asked) as export:
        exported = list(export.rows)
        assert export.total == found.total
    assert [one.id for one in exported] == [hit.id for hit in full][:limit]
    for one, hit in zip(exported, full, strict=False):
        assert (one.title, one.published, one.source, one.lang) == (hit.title, hit.published, hit.source, hit.lang)
        assert one.snippet == " … ".join(snippet.text for snippet in hit.snippets)
        assert one.body == engine.article(hit.id).body
        assert sort == "recent-relevant" or one.score == pytest.approx(hit.score, abs=1e-6)


def test_columns_that_are_not_asked_for_are_not_read(make_index: MakeIndex) -> None:
    entities = (Entity("anna", "Anna", "person"), Entity("b", "Boris", "person"))
    with Engine.open(make_index([Article("a", "Title", "Anna", "2024", entities=entities)])) as engine:
        (one,) = rows(engine, "anna")
        assert (one.id, one.title, one.published, one.snippet, one.body) == ("a", "Title", "2024", None, None)
        assert set(one.entities) == {"Anna", "Boris"}


def test_what_is_published_meanwhile_does_not_change_an_export(make_index: MakeIndex) -> None:
    folder = make_index([article(number) for number in range(30)])
    with Engine.open(folder) as engine:
        with engine.export("", body=True) as found:
            first = next(found.rows)
            write_index(folder, [article(99)])
            write_index(folder, [article(98)])
            assert engine.search("").total == 1
            rest = list(found.rows)
        assert len({one.id for one in (first, *rest)}) == 30
        assert [one.id for one in rows(engine, "")] == ["a098"]


def test_filters_and_warnings(engine: Engine) -> None:
    with engine.export('fox "den', source="b", exclude="source:nobody", since="2024-01") as found:
        assert {one.source for one in found.rows} == {"b"}
        assert found.undated == engine.search('fox "den', source="b", since="2024-01").undated > 0
        assert len(found.warnings) == 2
    with pytest.raises(QuerySyntaxError), engine.export('"fox', strict=True):
        pass


@pytest.mark.parametrize("asked", [{"limit": 0}, {"limit": "3"}, {"limit": True}, {"body": 1}, {"sort": "best"}])
def test_bad_parameters(engine: Engine, asked: dict[str, Any]) -> None:
    with pytest.raises(BadParameterError), engine.export("", **asked):
        pass
