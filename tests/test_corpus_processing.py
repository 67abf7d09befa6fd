"""What is done with a record or a file in whichever process: an article without an id, and what was wrong."""

import pickle
from dataclasses import replace
from pathlib import Path

import pytest
from faulty_work import RAISE, article
from support import story, write

from corpus.article import Origin, Place, Record
from corpus.entities.recognition.name import Name
from corpus.errors import Kind, Problem
from corpus.pipeline import Pipeline, record_fingerprint
from corpus.processing import FileWork, Met, Outcome, Processor, RecordWork, lost
from corpus.settings import Config

RECORD = Record(
    Place("clips/a.jsonl", "#7", 7), "Harbour reopens", "The harbour was reopened.", "7", "https://a.example/7"
)


@pytest.fixture(scope="module")
def processor() -> Processor:
    return Processor(Config(), Pipeline(Config()))


def test_an_article_is_the_pipelines_but_for_its_id(processor: Processor) -> None:
    [met] = processor.done(RecordWork(RECORD, "clips", "a.jsonl"))
    assert isinstance(met, Met)
    expected = Pipeline(Config()).article(RECORD, "7", Origin("clips", "a.jsonl", "#7", "x"), list[Problem]().append)
    assert met.outcome is not None
    assert met.outcome.article is not None
    found = met.outcome.article
    assert replace(found, id="7", origin=replace(found.origin, id="x")) == expected
    assert met.fingerprint == record_fingerprint(RECORD)
    assert met.record == Record(RECORD.place, id="7", url="https://a.example/7")


def test_a_file_is_read_and_processed(processor: Processor, tmp_path: Path) -> None:
    write(tmp_path, {"2024/a.txt": story(1), "empty.txt": ""})
    [met] = processor.done(FileWork(tmp_path / "2024" / "a.txt", "clips", "2024/a.txt"))
    assert isinstance(met, Met)
    assert met.outcome is not None
    assert met.outcome.article is not None
    assert (met.outcome.article.title, met.outcome.article.origin.path) == ("Headline number 1", "2024/a.txt")
    [problem] = processor.done(FileWork(tmp_path / "empty.txt", "clips", "empty.txt"))
    assert isinstance(problem, Problem)
    assert problem.kind is Kind.EMPTY
    [problem] = processor.done(FileWork(tmp_path / "gone.txt", "clips", "gone.txt"))
    assert isinstance(problem, Problem)
    assert problem.kind is Kind.VANISHED


def test_a_record_that_the_pipeline_fails_at_costs_itself_alone(
    processor: Processor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Pipeline, "article", article)
    found = processor.outcome(replace(RECORD, body=RAISE), "clips", "a.jsonl")
    message = "cannot be processed (ValueError: as it was told); skipped"
    assert found == Outcome(None, (Problem(Kind.BROKEN, "clips/a.jsonl", message, 7),))


def test_a_text_that_recognition_fails_at_costs_its_names_alone(tmp_path: Path) -> None:
    def fails(title: str, body: str, lang: str | None) -> tuple[Name, ...]:
        raise IndexError(title, body, lang)

    config = Config()
    pipeline = Pipeline(config)
    pipeline._recognise = fails
    found = Processor(config, pipeline).outcome(RECORD, "clips", "a.jsonl")
    assert found.article is not None
    assert found.article.body == RECORD.body
    [problem] = found.problems
    assert (problem.kind, problem.line, problem.skipped) == (Kind.NO_NAME, 7, False)
    assert problem.message.startswith("names cannot be recognised in it (IndexError: ")


def test_what_is_lost_says_so(tmp_path: Path) -> None:
    [met] = lost(RecordWork(RECORD, "clips", "a.jsonl"), "was lost")
    assert isinstance(met, Met)
    assert met.outcome == Outcome(None, (Problem(Kind.BROKEN, "clips/a.jsonl", "was lost", 7),))
    assert lost(FileWork(tmp_path / "a.txt", "clips", "a.txt"), "was lost") == [
        Problem(Kind.BROKEN, str(tmp_path / "a.txt"), "was lost")
    ]


@pytest.mark.parametrize(
    "body", ["half \ud83d of a pair", "x" * 5_000_000, "a\x00b\u2028c"], ids=["half", "5MB", "odd"]
)
def test_work_and_what_came_of_it_survive_the_way(processor: Processor, body: str) -> None:
    work = RecordWork(replace(RECORD, body=body, extra={"tags": ["a", {"b": None}], "half": "\udc00"}), "clips", "a")
    there = pickle.loads(pickle.dumps(work))  # noqa: S301
    assert there == work
    done = processor.done(there)
    assert pickle.loads(pickle.dumps(done)) == done  # noqa: S301
