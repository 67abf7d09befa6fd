"""Templates, and all articles, are those of a fresh index, whatever runs an index came by."""

import json
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from support import Archive, articles_in

from corpus.article import Article
from corpus.pipeline import Pipeline
from corpus.settings import Config
from corpus.templates.learning import SAMPLE, Sample, learn
from corpus.templates.template import FILE, Learned, Template, Templates
from index import rollback, templating
from index.errors import DamagedIndexError, MissingIndexError, NothingIndexedError, NothingToRollBackError
from index.generations import current, staging_path
from index.staging import Staging
from index.takedown import remove
from index.templating import templates_of

OLD = ["The Harbour Courier", "Front page of the day"], ["Tell the standards desk", "Printed at Quay Lane"]
NEW = ["Courier+", "Your harbour, every day"], ["Clap for this piece", "Ethics of the house"]
BARE: tuple[list[str], list[str]] = ([], [])
Design = tuple[Sequence[str], Sequence[str]]


def told(number: int, at: int) -> str:
    return f"Story {number} of part {at} says that quay {number * 7 + at} was closed by its keepers."


def record(number: int, design: Design = OLD, source: str = "courier", **more: Any) -> dict[str, Any]:  # noqa: ANN401
    head, tail = design
    body = "\n\n".join([*head, told(number, 0), told(number, 1), told(number, 2), *tail])
    return {"id": f"{source}-{number}", "title": f"Title {number}", "body": body, "source": source, **more}


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def put(archive: Archive, name: str, *records: dict[str, Any]) -> None:
    text = "".join(json.dumps(one) + "\n" for one in records)
    (archive.files / f"{name}.jsonl").write_text(text, encoding="ascii")


def state(archive: Archive) -> tuple[dict[str, Article], dict[str, Template]]:
    """Return all articles and all templates that say anything."""
    found = templates_of(current(archive.index)).learned
    return archive.articles(), {name: one.template for name, one in found.items() if one.template}


def fresh(archive: Archive, home: Path, **options: Any) -> tuple[dict[str, Article], dict[str, Template]]:  # noqa: ANN401
    """Return the state that one run makes of the same files."""
    other = Archive(home / "fresh")
    shutil.rmtree(other.files)
    shutil.copytree(archive.files, other.files)
    try:
        other.run(**options)
        return state(other)
    finally:
        shutil.rmtree(home / "fresh")


def bodies(archive: Archive) -> set[str]:
    return {line for one in archive.articles().values() for line in one.body.split("\n\n")}


def test_lines_are_learned_and_taken_out_of_all_articles(archive: Archive, tmp_path: Path) -> None:
    put(archive, "a", *(record(number) for number in range(3)))
    assert archive.run().trimmed == 0
    assert bodies(archive) > {*OLD[0], *OLD[1]}
    put(archive, "b", *(record(number) for number in range(3, 6)))
    assert archive.run().trimmed == 6
    assert bodies(archive).isdisjoint({*OLD[0], *OLD[1]})
    assert state(archive) == fresh(archive, tmp_path)
    one = archive.articles()["courier-1"]
    assert [part.text for part in one.removed] == [*OLD[0], *OLD[1]]
    assert one.text.body == record(1)["body"]


def test_lines_come_back_when_the_template_goes(archive: Archive, tmp_path: Path) -> None:
    put(archive, "a", *(record(number) for number in range(3)))
    put(archive, "b", *(record(number) for number in range(3, 6)))
    archive.run()
    (archive.files / "b.jsonl").unlink()
    assert archive.run(allow_removals=True).trimmed == 3
    assert bodies(archive) > {*OLD[0], *OLD[1]}
    assert all(one.untrimmed is None for one in archive.articles().values())
    assert state(archive) == fresh(archive, tmp_path)


def test_a_new_design_is_learned(archive: Archive, tmp_path: Path) -> None:
    put(archive, "a", *(record(number) for number in range(8)))
    archive.run()
    put(archive, "b", *(record(number, NEW) for number in range(8, 16)))
    archive.run()
    assert bodies(archive).isdisjoint({*OLD[0], *OLD[1], *NEW[0], *NEW[1]})
    assert state(archive) == fresh(archive, tmp_path)


def test_names_are_found_in_what_is_left(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "names.yaml").write_text("- name: Quay Lane\n  kind: place\n- name: Story\n  kind: thing\n")
    config = Config(gazetteers=(tmp_path / "names.yaml",))
    put(archive, "a", *(record(number, entities=["The Union"]) for number in range(6)))
    archive.run(config=config)
    for one in archive.articles().values():
        assert [entity.name for entity in one.entities] == ["The Union", "Story"]
        assert all(one.body[mention.start : mention.end] == mention.text for mention in one.mentions)


def test_told_twice_is_told_once(archive: Archive) -> None:
    put(archive, "a", *(record(number) for number in range(6)))
    archive.run()
    templates = templates_of(current(archive.index))
    pipeline = Pipeline(Config(), templates)
    for one in archive.articles().values():
        again = pipeline.retold(one, pipeline.text(one, templates.of(one.source)))
        assert again == pipeline.retold(again, pipeline.text(again, templates.of(one.source)))
        assert replace(again, signature=()) == one
        bare = pipeline.retold(one, pipeline.text(one, None))
        assert (bare.untrimmed, bare.body) == (None, one.text.body)


def test_a_source_with_half_a_surrogate(archive: Archive, tmp_path: Path) -> None:
    put(archive, "a", *(record(number, source="x\ud800") | {"id": f"s{number}"} for number in range(6)))
    archive.run()
    put(archive, "b", record(9, source="x\ud800") | {"id": "s9"})
    archive.run()
    assert bodies(archive).isdisjoint(OLD[0])
    assert state(archive) == fresh(archive, tmp_path)


def test_the_sample_is_bounded_and_the_same_in_any_order(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(templating, "SAMPLE", 8)
    assert SAMPLE == 300
    for part in range(4):
        put(archive, str(3 - part), *(record(9 * part + at, NEW if part % 2 else OLD) for at in range(6)))
        archive.run()
    assert state(archive) == fresh(archive, tmp_path)


def test_very_long_articles_are_not_learned_from(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(templating, "_LONGEST", 100)
    put(archive, "a", *(record(number) for number in range(6)))
    archive.run()
    assert state(archive)[1] == {}


def test_nothing_is_learned_again_of_the_same_articles(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    put(archive, "a", *(record(number) for number in range(6)))
    archive.run()
    put(archive, "b", record(1, source="other"))
    archive.run()
    put(archive, "c", record(2, source="third"))
    learned: list[int] = []

    def count(samples: Sequence[Sample]) -> Template:
        learned.append(len(samples))
        return learn(samples)

    monkeypatch.setattr(templating, "learn", count)
    assert archive.run().trimmed == 0
    assert len(learned) <= 3
    assert archive.run().trimmed == 0
    assert len(learned) <= 3


@pytest.mark.parametrize("damage", ["{", "[]", '{"version": 9}'])
def test_a_damaged_file_is_named_and_mended_by_a_full_run(archive: Archive, damage: str, tmp_path: Path) -> None:
    put(archive, "a", *(record(number) for number in range(6)))
    archive.run()
    (current(archive.index).path / FILE).write_text(damage)
    with pytest.raises(DamagedIndexError, match=FILE):
        templates_of(current(archive.index))
    with pytest.raises(DamagedIndexError):
        archive.run()
    archive.run(full=True)
    assert state(archive) == fresh(archive, tmp_path)


def test_an_index_that_is_not_there_has_no_templates() -> None:
    assert templates_of(None).learned == {}


def raising(after: int) -> Callable[..., bool]:
    """Return what is raised on instead of saving the templates, or writing an article, for the so-manieth time."""
    left = [after]

    def count(*_: object, **__: object) -> bool:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return True

    return count


def interrupt(archive: Archive, monkeypatch: pytest.MonkeyPatch, where: str, after: int, **options: Any) -> None:  # noqa: ANN401
    """Run until a place in the templating of a run, keeping what was written before."""
    with monkeypatch.context() as patch:
        stop = raising(after)
        patch.setattr(templating, "_PENDING", 0)
        if where == "carry":
            real = Pipeline.retold
            patch.setattr(Pipeline, "retold", lambda *given: stop() and real(*given))
        elif where == "save":
            save = Templates.save
            patch.setattr(Templates, "save", lambda *given: stop() and save(*given))
        else:
            publish = Staging.publish
            patch.setattr(Staging, "publish", lambda *given, **more: stop() and publish(*given, **more))
        with suppress(KeyboardInterrupt):
            archive.run(**options)


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("place", [("carry", 4), ("carry", 8), ("save", 0), ("save", 1), ("publish", 0)])
def test_an_interrupted_run_is_continued(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: tuple[str, int], *, full: bool
) -> None:
    put(archive, "a", *(record(number) for number in range(3)))
    archive.run()
    put(archive, "b", *(record(number) for number in range(3, 6)))
    interrupt(archive, monkeypatch, *place, full=full)
    assert staging_path(archive.index).is_dir()
    assert archive.run(full=full).resumed
    assert state(archive) == fresh(archive, tmp_path)


def test_files_that_change_after_an_interruption(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(archive, "a", *(record(number) for number in range(3)))
    archive.run()
    put(archive, "b", *(record(number) for number in range(3, 6)))
    interrupt(archive, monkeypatch, "publish", 0)
    put(archive, "b", *(record(number, BARE) for number in range(3, 6)))
    assert archive.run().resumed
    assert bodies(archive) > {*OLD[0], *OLD[1]}
    assert state(archive) == fresh(archive, tmp_path)


def test_takedown_and_rollback(archive: Archive, tmp_path: Path) -> None:
    put(archive, "a", *(record(number) for number in range(4)))
    archive.run()
    assert bodies(archive).isdisjoint(OLD[0])
    config = tmp_path / "broadsheet.yaml"
    assert remove(archive.index, ["courier-1"], config) == ("courier-1",)
    assert bodies(archive) > {*OLD[0]}
    put(archive, "b", *(record(number, NEW) for number in range(4, 9)))
    withheld = Config(removed=frozenset({"courier-1"}))
    archive.run(config=withheld)
    assert state(archive) == fresh(archive, tmp_path, config=withheld)
    before = state(archive)
    rollback(archive.index)
    archive.run(config=withheld)
    assert state(archive) == before


class Model:
    """A folder of containers that change by lot, and an index that follows."""

    def __init__(self, archive: Archive, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.archive = archive
        self.pick = Random(seed)
        self.monkeypatch = monkeypatch

    def change(self) -> None:
        """Write, change or delete one container."""
        part = self.pick.randrange(5)
        path = self.archive.files / f"{part}.jsonl"
        if path.exists() and self.pick.random() < 0.25:
            path.unlink()
            return
        source = self.pick.choice(["courier", "ledger"])
        design = self.pick.choice([OLD, OLD, NEW, BARE, (OLD[0], NEW[1])])
        numbers = self.pick.sample(range(20 * part, 20 * part + 8), self.pick.randint(1, 6))
        put(self.archive, str(part), *(record(number, design, source) | {"id": f"i{number}"} for number in numbers))

    def run(self) -> None:
        """Run once, or be interrupted somewhere."""
        if self.pick.random() < 0.3:
            where = self.pick.choice(["carry", "save", "publish"])
            with suppress(NothingIndexedError):
                interrupt(self.archive, self.monkeypatch, where, self.pick.randrange(9), allow_removals=True)
            return
        self.settle(full=self.pick.random() < 0.2)
        if self.pick.random() < 0.2:
            with suppress(MissingIndexError, NothingToRollBackError):
                rollback(self.archive.index)

    def settle(self, *, full: bool = False) -> None:
        with suppress(NothingIndexedError):
            self.archive.run(full=full, allow_removals=True)


@pytest.mark.parametrize("seed", range(3))
def test_any_runs_end_as_one_full_run(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(templating, "SAMPLE", 10)
    model = Model(archive, seed, monkeypatch)
    for _ in range(5):
        model.change()
        model.change()
        model.run()
    put(archive, "last", *(record(number, OLD) for number in range(200, 205)))
    model.settle()
    model.settle()  # one that is continued takes what was deleted since for met
    assert state(archive) == fresh(archive, tmp_path)
    assert articles_in(current(archive.index)).keys() == archive.articles().keys()
    assert Learned(Template()) not in templates_of(current(archive.index)).learned.values()
