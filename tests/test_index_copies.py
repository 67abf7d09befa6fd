"""Groups of copies are those of a full run over the same articles, whatever runs they came by."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import Archive, lines

from corpus.article import Article
from corpus.copies.comparing import VERSION, Verdict, compare
from corpus.copies.reading import Reading
from corpus.copies.signature import compared, signature
from index import copies, grouping, rollback
from index.build import Builder
from index.columnar.errors import DamagedSegmentError
from index.columnar.together import Together
from index.copies import Copies, outlets
from index.generations import current
from index.opening import open_segments, open_whoosh
from index.publishing import publish_articles
from index.sidefiles import save

Found = dict[str, frozenset[str]]


def _body(family: int, variant: int) -> str:
    """Return a story; variants of a family are near copies, but 4 is short and inside the others, 5 has other figures.

    No word has a digit but those of 0 and 5.
    """
    letters = "abcdefghijklmnopqrstuvwxyz"
    name = letters[family] * 2
    parts = [f"{name}{one}{two} told" for one in letters[:10] for two in letters[:4]]
    if variant == 4:
        return " ".join(parts[:20])
    parts[variant * 9 % 40] = f"changed{letters[variant]} here"
    if variant in {0, 5}:
        parts[20:30:2] = [f"{variant}{at}" for at in range(5)]
    return " ".join(parts + [f"more{letters[variant]}{one}" for one in letters[: variant * 3]])


def _collection() -> str:
    return " ".join(_body(family, 4) for family in range(3)) + " and this was the news of the day"


def _article(number: int, family: int, variant: int) -> Article:
    body = _collection() if family == 3 else _body(family, variant)
    return signed(Article(f"a{number}", f"T{number}", body, published=f"20{10 + number}", source=f"s{number % 3}"))


def signed(article: Article) -> Article:
    return replace(article, signature=signature(article.title, article.body))


def _groups(together: Together, found: Copies) -> Found:
    ids = together.terms_of("id", range(together.size))
    return {
        ids[doc]: frozenset(ids[other] for other in found.members(int(found.groups[doc])))
        for doc in np.flatnonzero(found.groups).tolist()
    }


def _earliest(together: Together, found: Copies) -> set[str]:
    return set(together.terms_of("id", found.earliest.tolist()))


def _run(folder: Path, add: Iterable[Article], known: set[str], gone: Iterable[str] = ()) -> tuple[Found, set[str]]:
    """Write a run of its own into a folder, as a staging folder is written."""
    builder = Builder(folder, ())
    for one in gone:
        builder.delete(one)
    for article in add:
        builder.add(article, "", replaces=article.id in known)
    builder.finish()
    together = builder.opened()
    grouping.update(folder, together)
    found = Copies.load(folder, together.size)
    told = _groups(together, found), _earliest(together, found)
    del together
    builder.cancel()
    return told


stories = st.tuples(st.integers(0, 9), st.integers(0, 3), st.integers(0, 5))
run = st.tuples(st.lists(stories, max_size=6), st.sets(st.integers(0, 9), max_size=3))


@given(st.lists(run, min_size=1, max_size=4))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_any_runs_make_the_groups_of_one_full_run(several: list[tuple[list[tuple[int, int, int]], set[int]]]) -> None:
    live: dict[str, Article] = {}
    with TemporaryDirectory() as home:
        step, full = Path(home) / "step", Path(home) / "full"
        step.mkdir()
        full.mkdir()
        for added, gone in several:
            leaving = {f"a{number}" for number in gone} & live.keys()
            kept = live.keys() - leaving
            articles = {one.id: one for one in (_article(*story) for story in added)}
            found = _run(step, articles.values(), set(kept), leaving)
            live = {one: live[one] for one in kept} | articles
        assert found == _run(full, sorted(live.values(), key=lambda one: one.id, reverse=True), set())


def _open(index: Path) -> tuple[Together, Copies]:
    generation = current(index)
    together = open_segments(open_whoosh(generation.path))
    return together, Copies.load(generation.path, together.size)


def test_a_group_knows_its_members_earliest_copy_and_outlets(tmp_path: Path) -> None:
    articles = [
        Article("b", "T", _body(0, 1), published="2020-05-02", source="Gazette"),
        Article("a", "T", _body(0, 1), published="2020-05-01", source="Herald"),
        Article("x", "T", _body(1, 0), published="2019"),
        Article("c", "T", _body(0, 2), source="Gazette"),
    ]
    publish_articles(tmp_path / "index", map(signed, articles))
    together, found = _open(tmp_path / "index")
    assert found.groups.tolist() == [1, 1, 0, 1]
    assert found.earliest.tolist() == [1]
    assert outlets(together, found.members(1).tolist()) == ("Gazette", "Herald")


def test_a_collection_does_not_join_the_stories_in_it(tmp_path: Path) -> None:
    articles = [_article(1, 0, 4), _article(2, 1, 4), _article(3, 3, 0), _article(4, 0, 1)]
    publish_articles(tmp_path / "index", articles)
    assert _groups(*_open(tmp_path / "index")) == {"a1": frozenset({"a1", "a4"}), "a4": frozenset({"a1", "a4"})}


def _records(*articles: Article) -> str:
    return lines({"id": one.id, "title": one.title, "body": one.body} for one in articles)


def test_each_run_of_reindex_publishes_groups(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    one, two, three = (_article(number, 0, number) for number in (1, 2, 3))
    everything = frozenset({"a1", "a2", "a3"})
    (archive.files / "1.jsonl").write_text(_records(one, two))
    archive.run()
    (archive.files / "2.jsonl").write_text(_records(three))
    archive.run()
    assert set(_groups(*_open(archive.index)).values()) == {everything}
    (archive.files / "2.jsonl").write_text(_records(replace(three, body=_body(2, 0))))
    archive.run()
    assert set(_groups(*_open(archive.index)).values()) == {everything - {"a3"}}
    rollback(archive.index)
    assert set(_groups(*_open(archive.index)).values()) == {everything}
    (archive.files / "2.jsonl").unlink()
    archive.run()
    assert set(_groups(*_open(archive.index)).values()) == {everything - {"a3"}}
    archive.run(full=True)
    assert set(_groups(*_open(archive.index)).values()) == {everything - {"a3"}}


def test_only_new_pairs_are_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[object] = []

    def counted(left: Reading, right: Reading) -> Verdict:
        calls.append((left, right))
        return compare(left, right)

    monkeypatch.setattr(grouping, "compare", counted)
    first = [_article(number, 0, number) for number in (1, 2, 3)]
    before = _run(tmp_path, first, set())
    assert len(calls) == 3
    calls.clear()
    assert _run(tmp_path, [_article(5, 1, 0)], set()) == before
    assert not calls
    _run(tmp_path, [_article(6, 1, 1)], set())
    assert len(calls) == 1


def test_verdicts_that_are_damaged_or_of_an_older_version_are_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = [_article(number, 0, number) for number in (1, 2, 3)]
    before = _run(tmp_path, articles, set())
    (tmp_path / "copies.side").write_bytes(b"damaged")
    assert _run(tmp_path, [], set()) == before
    monkeypatch.setattr(grouping, "VERSION", VERSION + 1)
    monkeypatch.setattr(grouping, "compare", lambda *_: 0)
    assert _run(tmp_path, [], set()) == ({}, set())


def test_without_a_side_file_nothing_has_copies(tmp_path: Path) -> None:
    found = Copies.load(tmp_path, 3)
    assert (found.groups.tolist(), found.earliest.tolist()) == ([0, 0, 0], [])


@pytest.mark.parametrize(("groups", "earliest"), [([0, 1], [0]), ([0, 1, 2], [0]), ([0, 1, 1], [3])])
def test_groups_of_other_documents_are_refused(tmp_path: Path, groups: list[int], earliest: list[int]) -> None:
    arrays = {"groups": np.array(groups, np.uint32), "earliest": np.array(earliest, np.uint32)}
    save(tmp_path, copies.NAME, arrays)
    with pytest.raises(DamagedSegmentError, match="copies"):
        Copies.load(tmp_path, 3)


def test_what_the_other_tests_take_for_copies_are_copies() -> None:
    one, other, short, figures, template = (Reading.of(compared("", _body(0, variant))) for variant in (1, 2, 4, 0, 5))
    assert compare(one, other) is Verdict.NEAR
    assert compare(short, other) is Verdict.LEFT_INSIDE
    assert compare(figures, template) is Verdict.APART
    assert compare(short, Reading.of(compared("", _collection()))) is Verdict.LEFT_INSIDE


def test_what_is_published_at_once_keeps_the_groups_that_it_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.reindexing._MANY", 2)
    monkeypatch.setattr("index.build.plan", lambda sizes, purge: [])  # as of segments that are large
    archive = Archive(tmp_path)
    copies = [replace(_article(number, 0, number % 3 + 1), published=None) for number in range(5)]
    (archive.files / "1.jsonl").write_text(_records(*copies[:3], _article(7, 1, 2)))
    archive.run()
    (archive.files / "1.jsonl").write_text(_records(*copies[1:3], _article(7, 1, 2)))
    (archive.files / "2.jsonl").write_text(_records(copies[3], _article(8, 1, 1)))

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as once:
        once.setattr("index.reindexing.update_templates", interrupted)
        with pytest.raises(KeyboardInterrupt):
            archive.run(allow_removals=True)
    together, found = _open(archive.index)
    assert sorted(archive.articles()) == ["a1", "a2", "a3", "a7", "a8"]
    assert set(_groups(together, found).values()) == {frozenset({"a1", "a2"})}
    assert _earliest(together, found) == {"a1"}
    archive.run()
    assert set(_groups(*_open(archive.index)).values()) == {frozenset({"a1", "a2", "a3"}), frozenset({"a7", "a8"})}
