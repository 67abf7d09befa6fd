"""The pipeline: what becomes of each field of a record, what is reported, what is hashed."""

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Article, Entity, Json, Origin, Place, Record, Removed
from corpus.boilerplate.keeping import BY_EXTRACTION, MOST_BY_EXTRACTION
from corpus.errors import Kind, Problem
from corpus.languages import normal_language
from corpus.pipeline import MAX_TITLE, Pipeline, record_fingerprint
from corpus.settings import Config

PLACE = Place("a.jsonl", "#1", 7)
DEFAULT = Pipeline(Config())
ORIGIN = Origin("clips", "a.jsonl", "#1")
RECORD = Record(PLACE, title="Title", body="Some text.")


@pytest.fixture
def pipeline() -> Pipeline:
    return DEFAULT


def run(pipeline: Pipeline, record: Record) -> tuple[Article | None, list[Problem]]:
    problems: list[Problem] = []
    return pipeline.article(record, "id-1", ORIGIN, problems.append), problems


def made(pipeline: Pipeline, record: Record) -> Article:
    found, problems = run(pipeline, record)
    assert found is not None
    assert not problems
    return found


def test_every_field(pipeline: Pipeline) -> None:
    record = Record(
        PLACE,
        title=" Baghdad  talks ",
        body="The prime minister, Mohammed Shiite al-Sudani, spoke.",
        url=" https://www.Example.org/a ",
        published="January 4, 2024",
        captured="2024-02-01T00:00:00Z",
        lang="en-GB",
        author=" A.  Writer ",
        entities=["Reuters", {"name": "Jane Doe", "kind": "PERSON"}],
        extra={"section": "world"},
    )
    found = made(pipeline, record)
    assert (found.id, found.origin, found.title) == ("id-1", ORIGIN, "Baghdad talks")
    assert (found.published, found.lang, found.author) == ("2024-01-04", "en", "A. Writer")
    assert (found.url, found.source) == ("https://www.Example.org/a", "example.org")
    assert found.extra == {"section": "world", "captured": "2024-02-01T00:00:00Z"}
    assert [one.id for one in found.entities] == ["reuters", "jane-doe", "baghdad", "mohammed-shiite-al-sudani"]
    for mention in found.mentions:
        assert getattr(found, mention.field)[mention.start : mention.end] == mention.text


@pytest.mark.parametrize(("title", "body"), [("", ""), (" ", "\n\n"), ("---", "* * *\n\x00"), ("", "\u200b")])
def test_no_text(pipeline: Pipeline, title: str, body: str) -> None:
    found, problems = run(pipeline, replace(RECORD, title=title, body=body))
    assert found is None
    assert [(one.kind, one.where, one.line, one.skipped) for one in problems] == [(Kind.NO_TEXT, "a.jsonl", 7, True)]


def test_a_title_or_a_body_is_enough(pipeline: Pipeline) -> None:
    assert made(pipeline, replace(RECORD, body="")).body == ""
    assert made(pipeline, replace(RECORD, title="")).title == "Some text."


@pytest.mark.parametrize(
    ("text", "published", "says"),
    [("2023-02-30", None, "no date"), ("soon", None, "“soon”"), ("03/04/2024", "2024", "only the year")],
)
def test_a_bad_date_costs_no_article(pipeline: Pipeline, text: str, published: str | None, says: str) -> None:
    found, [problem] = run(pipeline, replace(RECORD, published=text))
    assert found is not None
    assert (found.published, found.extra) == (published, {"date": text})
    assert (problem.kind, problem.line, problem.skipped) == (Kind.BAD_DATE, 7, False)
    assert says in problem.message


@pytest.mark.parametrize("text", ["", "  ", None])
def test_no_date_is_no_problem(pipeline: Pipeline, text: str | None) -> None:
    assert made(pipeline, replace(RECORD, published=text)).published is None


@pytest.mark.parametrize(
    ("source", "url", "expected"),
    [
        ("Reuters ", "https://a.org/x", "Reuters"),
        (None, "https://www.a.org:8080/x", "a.org"),
        (" ", "http://WWW.A.org", "a.org"),
        (None, "http://[", None),
        (None, "https://evil.example\\@a.org/", None),
        (None, "/relative", None),
        (None, None, None),
    ],
)
def test_source(pipeline: Pipeline, source: str | None, url: str | None, expected: str | None) -> None:
    assert made(pipeline, replace(RECORD, source=source, url=url)).source == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("en-US", "en"), ("EN", "en"), ("English", "en"), ("français", "fr"), ("eng", "en"), ("iw", "he"),
     ("zh_Hans", "zh"), ("العربية", "ar"), ("xx", None), ("???", None), ("", None), (None, None), ("e" * 1000, None)],
)  # fmt: skip
def test_language(text: str | None, expected: str | None) -> None:
    assert normal_language(text) == expected


def test_long_strings_are_cut_and_kept_whole(pipeline: Pipeline) -> None:
    title = "word " * 300
    found = made(pipeline, replace(RECORD, title=title, author="x" * 5000, url="http://a.org/" + "y" * 5000))
    assert len(found.title) <= MAX_TITLE + 1
    assert found.title.endswith("word…")
    assert found.extra == {"title": title.strip(), "author": "x" * 5000, "url": "http://a.org/" + "y" * 5000}
    assert found.url is None


json_values = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
texts = st.none() | st.text(max_size=20)


@given(
    st.builds(
        Record,
        place=st.just(PLACE),
        title=st.text(max_size=20),
        body=st.text(max_size=60),
        url=texts,
        published=texts,
        source=texts,
        lang=texts,
        author=texts,
        entities=json_values,
        extra=st.dictionaries(st.text(max_size=5), json_values, max_size=2),
    )
)
@settings(max_examples=150)
def test_any_record_becomes_an_article_or_a_problem(record: Record) -> None:
    found, problems = run(DEFAULT, record)
    assert (found is None) == any(one.skipped for one in problems)
    assert record_fingerprint(record) == record_fingerprint(replace(record, place=Place("elsewhere")))


def test_record_fingerprint_tells_every_change() -> None:
    changed = [
        replace(RECORD, title="x"),
        replace(RECORD, body="x"),
        replace(RECORD, id="x"),
        replace(RECORD, captured="2024-01-01T00:00:00Z"),
        replace(RECORD, entities=["x"]),
        replace(RECORD, extra={"a": 1}),
        replace(RECORD, extra={"a": True}),
        replace(RECORD, extra={"a": "1"}),
        replace(RECORD, removed=(Removed("x", 0, "aside"),)),
        replace(RECORD, removed=(Removed("x", 1, "aside"),)),
    ]
    assert len({record_fingerprint(one) for one in [RECORD, *changed]}) == len(changed) + 1
    same: dict[str, Json] = {"b": 2, "a": 1}
    assert record_fingerprint(replace(RECORD, extra={"a": 1, "b": 2})) == record_fingerprint(
        replace(RECORD, extra=MappingProxyType(same))
    )
    assert record_fingerprint(replace(RECORD, body="\ud800"))


def test_pipeline_fingerprint_tells_what_matters(tmp_path: Path, pipeline: Pipeline) -> None:
    names = tmp_path / "names.yaml"
    names.write_text("- name: Jane Doe\n", encoding="utf-8")
    config = Config(gazetteers=(names,))
    first = Pipeline(config)
    assert Entity("jane-doe", "Jane Doe") in first.entities
    names.write_text("# the same\n- {name: Jane Doe}\n", encoding="utf-8")
    assert Pipeline(config).fingerprint == first.fingerprint
    names.write_text("- name: Jane Doe\n  aliases: [J. Doe]\n", encoding="utf-8")
    others = [
        Pipeline(config),
        pipeline,
        Pipeline(Config(mapping={"title": ("headline",)})),
        Pipeline(Config(fields=("section",))),
    ]
    assert len({one.fingerprint for one in [first, *others]}) == 5
    assert Pipeline(Config(half_life=3, removed=frozenset({"x"}))).fingerprint == pipeline.fingerprint


STORY = "The harbour was closed on Monday after dockers walked out over pay, the union said in the evening."


def test_the_language_is_that_of_the_text(pipeline: Pipeline) -> None:
    arabic = "أعلنت الحكومة اليوم عن بدء عملية انسحاب قوات التحالف الدولي من البلاد بعد مفاوضات طويلة."
    assert made(pipeline, replace(RECORD, body=STORY)).lang == "en"
    found = made(pipeline, replace(RECORD, title="", body=arabic, lang="en"))
    assert found.lang == "ar"
    assert "en is declared" in found.lang_evidence


def test_a_date_says_where_it_is_from(pipeline: Pipeline) -> None:
    stated = made(pipeline, replace(RECORD, published="2024-03-04"))
    assert stated.dated is not None
    assert (stated.dated.source, stated.dated.certainty, stated.guessed) == ("metadata", "stated", False)
    found = pipeline.article(RECORD, "a", Origin("clips", "2024/03/04/harbour.txt"), list[Problem]().append)
    assert found is not None
    assert (found.published, found.guessed) == ("2024-03-04", True)


def test_a_date_to_come_is_refused(pipeline: Pipeline) -> None:
    found, problems = run(pipeline, replace(RECORD, published="2999-01-01"))
    assert found is not None
    assert found.published is None
    assert found.extra["date"] == "2999-01-01"
    assert [one.kind for one in problems] == [Kind.BAD_DATE]
    assert "in the future" in problems[0].message


def test_what_is_removed_is_kept(pipeline: Pipeline) -> None:
    found = made(pipeline, replace(RECORD, body=f"Share this article\n\n{STORY}\n\nNext article\n\nBus lanes open"))
    assert found.body == STORY
    assert [(one.text, one.at) for one in found.removed] == [
        ("Share this article", 0),
        ("Next article", len(STORY)),
        ("Bus lanes open", len(STORY)),
    ]


@pytest.mark.parametrize(
    ("title", "body", "says"),
    [
        ("404 - Page not found", "Back to the homepage", "an error page"),
        ("Gazette", "Share this article\n\nSubscribe to our newsletter", "nothing but furniture"),
    ],
)
def test_what_is_no_article(pipeline: Pipeline, title: str, body: str, says: str) -> None:
    found, problems = run(pipeline, replace(RECORD, title=title, body=body))
    assert found is None
    assert [(one.kind, one.skipped) for one in problems] == [(Kind.NO_ARTICLE, True)]
    assert says in problems[0].message


def test_copies_have_signatures_alike(pipeline: Pipeline) -> None:
    one, other = (made(pipeline, replace(RECORD, body=" ".join([STORY] * 4) + end)) for end in ("", " Ships wait."))
    assert one.signature
    assert len(set(one.signature) & set(other.signature)) > len(one.signature) / 2


def test_rules_of_the_configuration_count(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text("house line:\n  lines: [Members read first]\n", encoding="utf-8")
    ruled = Pipeline(Config(rules=(tmp_path / "rules.yaml",)))
    assert ruled.fingerprint != DEFAULT.fingerprint
    assert made(ruled, replace(RECORD, body=f"Members read first\n\n{STORY}")).body == STORY


def test_what_was_removed_is_kept_in_bounded_size() -> None:
    menu = Removed("An entry of the menu\n" * 1000, 0, BY_EXTRACTION)
    story = "The council voted on the bridge on Friday, the mayor said after months of delay.\n\nShare this article"
    record = Record(Place("x"), "Vote held", story, removed=(menu,))
    found = Pipeline(Config()).article(record, "a", Origin(), print)
    assert found is not None
    gap, part, last = found.removed
    assert (gap.text, last.text) == ("…", "Share this article")
    assert MOST_BY_EXTRACTION - 20 <= len(part.text) <= MOST_BY_EXTRACTION
    whole = Pipeline(Config(), whole=True).article(record, "a", Origin(), print)
    assert whole is not None
    assert sum(len(one.text) for one in whole.removed) >= len(menu.text) - 1
