"""The benchmarks of boilerplate and of the pipeline, on pages and corpora made up here."""

import gzip
import json
import random
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from benchmarks import corpora
from benchmarks.cleaning import boilerplate, pipeline, training
from benchmarks.cleaning.tokens import mean
from corpus.boilerplate.model import Weights, load

NOUNS = [
    "harbour",
    "council",
    "strike",
    "union",
    "judge",
    "museum",
    "bridge",
    "budget",
    "teacher",
    "river",
    "festival",
    "engine",
    "court",
    "minister",
]


def sentence(chance: random.Random) -> str:
    return (
        f"The {chance.choice(NOUNS)} and the {chance.choice(NOUNS)} were the talk of the {chance.choice(NOUNS)} again."
    )


def page(number: int) -> tuple[str, str]:
    """Return a page without tags, and its story."""
    chance = random.Random(number)
    title = f"{chance.choice(NOUNS).title()} and {chance.choice(NOUNS)} number {number}"
    story = [" ".join(sentence(chance) for _ in range(chance.randrange(2, 4))) for _ in range(chance.randrange(3, 9))]
    menu = [
        "Skip to content",
        "Menu",
        "Home",
        *chance.sample(["News", "Sport", "Culture", "Weather", "Money"], 4),
        "Log in",
    ]
    others = [f"{chance.choice(NOUNS).title()} {chance.choice(NOUNS)}" for _ in range(chance.randrange(3, 9))]
    foot = ["Share", "Related stories", *others, "Comments", "Subscribe", "Privacy", "Cookies", "© The Courier"]
    return "\n".join([f"{title} - The Courier", *menu, title, "By A. Reed", *story, *foot]), "\n\n".join(story)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    for name, count in (("zyte_aeb", 40), ("newspaper4k", 5)):
        (folder / "extraction" / name).mkdir(parents=True)
        with gzip.open(folder / "extraction" / name / "rawtext.jsonl.gz", "wt", encoding="utf-8") as file:
            for number in range(count):
                text, story = page(number + count)
                file.write(json.dumps({"raw_text": text, "gold_text": story}) + "\n")
    (folder / "corpora").mkdir()
    for name in {*pipeline.CLEAN, *corpora.NAMES}:
        with gzip.open(folder / "corpora" / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            for number in range(3):
                body = page(number)[1] + ("\n\nShare this article" if name == "bbc_2004_en" else "")
                file.write(json.dumps({"id": str(number), "title": f"Title {number}", "body": body}) + "\n")
    return folder


@pytest.mark.slow
def test_weights_from_other_pages_tell_stories(data: Path) -> None:
    some = training.pages(data / "extraction/zyte_aeb/rawtext.jsonl.gz")
    assert len(some) == 40
    assert training.crossed(some).f1 > 0.95
    assert mean(boilerplate.crossed(some)).f1 > 0.95
    assert mean(boilerplate.found(one, load()) for one in some).f1 > 0.8


def test_weights_are_read_as_they_were_written(data: Path, tmp_path: Path) -> None:
    weights = training.trained(training.pages(data / "extraction/newspaper4k/rawtext.jsonl.gz"))
    weights.save(tmp_path / "weights.json")
    written = json.loads((tmp_path / "weights.json").read_text())
    again = Weights(*(np.array(written[part]) for part in written))
    assert abs(again.within - weights.within).max() < 1e-3


def test_boilerplate_is_measured(data: Path) -> None:
    result = CliRunner().invoke(boilerplate.main, ["--data", str(data)])
    assert result.exit_code == 0, result.output
    assert "zyte_aeb: F1 0.9" in result.output or "zyte_aeb: F1 1.0" in result.output
    assert "5 pages" in result.output


@pytest.mark.slow
def test_the_pipeline_is_measured(data: Path) -> None:
    result = CliRunner().invoke(pipeline.main, ["--data", str(data)])
    assert result.exit_code == 0, result.output
    assert result.output.startswith("9 articles, ")
    assert "removed of lee_abc_en: 0 of " in result.output
    assert f"removed of bbc_2004_en: {3 * len('Share this article')} of " in result.output


def test_the_seed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Title\n\nThe story is told.\n\nShare this article\n")
    assert not pipeline.seed(tmp_path)
    removed = "\n\n".join(pipeline._SEED_REMOVED[2:])
    (tmp_path / "a.txt").write_text(f"Title\n\nNo time to read?\nGet a summary\n\nThe story is told.\n\n{removed}\n")
    assert pipeline.seed(tmp_path)
