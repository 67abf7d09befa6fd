import doctest
import random
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from types import ModuleType

import pytest

from benchmarks import articlefile, chart, engines, queries, report, scale, timing
from benchmarks.engines.base import record_of
from benchmarks.figures import Row, Target
from benchmarks.rows import ALL
from benchmarks.speed import main
from benchmarks.timing import interleaved, percentile
from corpus.article import Article

WORDS = ("trade talks between ministers failed after the harbour strike spread to every port on the coast").split()  # noqa: SIM905 -- easier to read


def articles(number: int = 40) -> list[Article]:
    chance = random.Random(5)
    return [
        Article(
            id=f"a{one}",
            title=" ".join(chance.sample(WORDS, 6)),
            body="\n\n".join(" ".join(chance.sample(WORDS, 9)) for _ in range(1 + one % 5)),
            published=f"{2000 + one % 20}-01-05",
            source="Gazette" if one % 2 else "Courier",
        )
        for one in range(number)
    ]


def test_the_same_articles_are_made_every_time() -> None:
    first = list(scale.recombined(articles(), 200))
    assert first == list(scale.recombined(articles(), 200))
    assert first != list(scale.recombined(articles(), 200, seed=1))
    assert len({one.id for one in first}) == 200


def test_fewer_articles_are_the_first_of_more() -> None:
    assert list(scale.recombined(articles(), 10)) == list(islice(scale.recombined(articles(), 200), 10))


def test_articles_are_made_one_at_a_time() -> None:
    endless = scale.recombined(articles(), 1 << 60)
    assert [one.id for one in islice(endless, 3)] == ["s-0000000", "s-0000001", "s-0000002"]


def test_made_articles_keep_the_paragraphs_and_mark_the_names() -> None:
    known = {paragraph for one in articles() for paragraph in one.body.split("\n\n")}
    for one in scale.recombined(articles(), 100):
        assert one.mentions
        assert all(one.body[mention.start : mention.end] == mention.text for mention in one.mentions)
        assert {mention.entity for mention in one.mentions} == {entity.id for entity in one.entities}
        paragraphs = one.body.split("\n\n")
        assert known.issuperset(paragraphs[: -len(one.mentions)])


def test_names_have_a_heavy_tail() -> None:
    names = Counter(entity.id for one in scale.recombined(articles(), 3000) for entity in one.entities)
    once = sum(1 for found in names.values() if found == 1)
    assert once > len(names) / 2
    assert names.most_common(1)[0][1] > 20


def test_no_two_ranks_have_one_name() -> None:
    ranks = [*range(20_000), *(1 << power for power in range(15, 32))]
    assert len({scale.name_of(rank) for rank in ranks}) == len(set(ranks))
    assert scale.name_of(1) == "Ilobeda Dijuha"


def test_a_file_of_articles_is_read_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "some.articles"
    assert articlefile.write(file, iter(articles(600))) == 600
    assert list(articlefile.read(file)) == articles(600)
    assert len(list(articlefile.read(file, 5))) == 5
    assert [one.name for one in tmp_path.iterdir()] == ["some.articles"]


def test_an_unfinished_file_of_articles_does_not_count(tmp_path: Path) -> None:
    def broken() -> Iterator[Article]:
        yield from articles(3)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        articlefile.write(tmp_path / "some.articles", broken())
    assert not (tmp_path / "some.articles").exists()


def test_queries_are_the_same_every_time_and_of_their_kinds() -> None:
    found = queries.draw(articles(), (50, 20, 20, 10))
    assert found == queries.draw(articles(), (50, 20, 20, 10))
    assert [len(found.words), len(found.phrases), len(found.filtered), len(found.frequent)] == [50, 20, 20, 10]
    assert {len(one.words) for one in found.words} == {1, 2, 3, 4, 5}
    assert {len(one.words) for one in found.phrases} == {2, 3}
    titles = [" ".join(queries.words_of(one.title)) for one in articles()]
    assert all(any(" ".join(one.words) in title for title in titles) for one in found.phrases)
    assert all(one.source or one.since for one in found.filtered)
    asked = {
        word for kind in (found.words, found.phrases, found.filtered, found.frequent) for q in kind for word in q.words
    }
    assert asked.isdisjoint({"and", "or", "not", "in", "to"})


@pytest.mark.slow
def test_engines_take_turns_and_the_first_pass_does_not_count() -> None:
    order: list[str] = []
    asked = queries.draw(articles(), (3, 1, 1, 1)).words
    found = interleaved({name: lambda _, name=name: order.append(name) for name in "ab"}, asked, passes=2)  # type: ignore[misc]
    assert order == list("aaabbb" * 3)
    assert list(found) == ["a", "b"]
    assert percentile([float(one) for one in range(100)], 0.95) == 95


ROWS = (
    Row(
        "Indexing",
        "articles/s",
        {"ours": 3000.0, "tantivy": 2000.0},
        (Target(1.0, "tantivy", at_least=True),),
        more_is_better=True,
    ),
    Row(
        "Top 10, p95", "ms", {"ours": 1.25, "tantivy": 1.0, "fts5": 20.0}, (Target(1.0, "tantivy"), Target(0.1, "fts5"))
    ),
    Row("Opening", "s", {"ours": 0.25}, (Target(0.5), Target(0.1, "fts5"))),
)
NAMES = {"ours": "Broadsheet", "tantivy": "Tantivy", "fts5": "SQLite FTS5"}


def test_the_table() -> None:
    assert report.table(ROWS, NAMES).splitlines() == [
        "|  | unit | Broadsheet | Tantivy | SQLite FTS5 | over Tantivy | must reach | reached |",
        "| --- | --- | --: | --: | --: | --: | --- | --- |",
        "| Indexing | articles/s | 3,000 | 2,000 | – | 1.50 × | ≥ 1.0 × Tantivy | yes |",
        "| Top 10, p95 | ms | 1.25 | 1.00 | 20.0 | 1.25 × | ≤ 1.0 × Tantivy; ≤ 0.1 × SQLite FTS5 | **no**; yes |",
        "| Opening | s | 0.25 | – | – | – | ≤ 0.5 s; ≤ 0.1 × SQLite FTS5 | yes; not measured |",
    ]
    assert report.missed(ROWS) == ["Top 10, p95"]


def test_only_what_stands_between_the_markers_is_replaced(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text(f"# Title\n\nBefore.\n\n{report.BEGIN}\nold\n{report.END}\n\nAfter.\n", encoding="utf-8")
    for _ in range(2):
        report.put(page, "new\n")
        text = page.read_text(encoding="utf-8")
        assert text == f"# Title\n\nBefore.\n\n{report.BEGIN}\n\nnew\n\n{report.END}\n\nAfter.\n"


def test_a_page_without_markers_gets_them(tmp_path: Path) -> None:
    for _ in range(2):
        report.put(tmp_path / "performance.md", "new\n")
    text = (tmp_path / "performance.md").read_text(encoding="utf-8")
    assert text == f"# How fast is it?\n\n{report.BEGIN}\n\nnew\n\n{report.END}\n"


def test_the_chart_shows_cost_whatever_the_unit() -> None:
    assert chart.cost(ROWS[0], "ours") == pytest.approx(2 / 3)
    assert chart.cost(ROWS[1], "ours") == 1.25
    drawn = chart.svg(ROWS, NAMES)
    assert drawn.count("<title>") == 1 + 2 + 3
    assert "Opening" not in drawn


def test_every_engine_has_a_name_and_known_abilities_without_its_packages() -> None:
    for name in engines.NAMES:
        peer = engines.peer(name)
        assert peer.name
        assert peer.abilities <= {"top", "filtered", "phrases", "counted", "rendered", "clients", "adding"}
        assert engines.home(name) in engines.NAMES


def test_the_engine_that_comes_with_python_finds_what_the_others_must_find(tmp_path: Path) -> None:
    peer = engines.peer("fts5")
    peer.build(tmp_path, articles(), 2)
    reader = peer.open(tmp_path)
    more = Article("more", "Found by zyxwv", "Body.", source="Gazette")
    reader.add(tmp_path, more, queries.Query("zyxwv", ("zyxwv",)))
    for one in articles():
        words = queries.words_of(one.title)
        asked = queries.Query(" ".join(words), words, source=one.source)
        with_all = [
            other.id
            for other in articles()
            if other.source == one.source and set(words) <= {*other.title.split(), *other.body.split()}
        ]
        assert reader.counted(asked).total == len(with_all)
        assert len({found for found, _ in reader.top(asked)}.intersection(with_all)) == min(10, len(with_all))
        assert len(reader.rendered(asked)) == min(10, len(reader.top(asked)))
    reader.close()


def test_records_hold_what_an_answer_needs() -> None:
    (made,) = scale.recombined(articles(), 1)
    assert all(entity.id in record_of(made) for entity in made.entities)


@pytest.mark.parametrize("module", [chart, queries, report, scale, timing])
def test_the_examples_are_true(module: ModuleType) -> None:
    found = doctest.testmod(module)
    assert found.attempted
    assert not found.failed


def test_the_command_names_every_row(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--help"], standalone_mode=False)
    printed = capsys.readouterr().out
    assert all(name in printed for name in ALL)


def test_a_missing_corpus_is_named(tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"no .*whitehouse_en"):
        main(["--data", str(tmp_path), "--cache", str(tmp_path), "--docs", str(tmp_path)], standalone_mode=False)
    assert list(tmp_path.iterdir()) == []
