"""What the rules say of names is kept for the next run, which comes out as if it had begun anew."""

import random
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support import Archive, lines

from corpus.entities.spelling import Spelling
from corpus.entities.unify.archive.prepared import Prepared
from index import rollback
from index.columnar.arrays import Array
from index.doctor import examine
from index.entities import Entities
from index.generations import current, manifest
from index.manifest import Checked, digest, write_manifest
from index.preparing import packed, prepared_in, unpacked
from index.sidefiles import load, save

PEOPLE = [
    "Muammar Gaddafi", "Moammar Qadhafi", "معمر القذافي", "George Bush", "George W. Bush", "George H. W. Bush",
    "Omar Saleh", "Mushtaq al-Jawari", "Mushtaqa al-Jawari", "Bill Clinton", "William Clinton", "Kim Jong Un",
    "김정은", "Ali Hamdan",
]  # fmt: skip
PLACES = ["Kiev", "Kyiv", "Sana'a", "Sanaa"]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive(tmp_path)
    put(made, 0, PEOPLE[:9])
    put(made, 1, PEOPLE[4:])
    made.run()
    return made


def put(archive: Archive, number: int, people: list[str], places: list[str] | None = None) -> None:
    record = {"id": f"n{number}", "title": "Talks", "body": f"They met {' and '.join(people)}."}
    record["entities"] = {"person": people, "place": places or PLACES[:2]}  # type: ignore[assignment]
    (archive.files / f"{number}.jsonl").write_text(lines([record]), encoding="utf-8")


def told(archive: Archive) -> list[Any]:
    """Return all that the generation in use says of entities."""
    found = Entities.load(current(archive.index).path)
    return [(found.entity(at), found.articles(at), found.evidence(at)) for at in range(1, len(found) + 1)]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_after_any_runs_names_stand_for_what_a_full_run_says(archive: Archive, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(5):
        for number in chance.sample(range(6), 2):
            people, places = chance.sample(PEOPLE, chance.randint(1, 6)), chance.sample(PLACES, chance.randint(1, 3))
            put(archive, number, people, places)
        if chance.random() < 0.3:
            chance.choice(sorted(archive.files.iterdir())).unlink()
        archive.run(allow_removals=True)
        if chance.random() < 0.3:
            rollback(archive.index)
            archive.run(allow_removals=True)
        assert prepared_in(current(archive.index)).spellings
        full = Archive(tmp_path / f"full-{random.Random().random()}")
        full.files = archive.files
        full.run(full=True)
        assert told(archive) == told(full)


def test_it_comes_back_as_it_was_and_is_not_found_out_again(archive: Archive) -> None:
    before = prepared_in(current(archive.index))
    assert Spelling("person", "معمر القذافي") in before.spellings
    put(archive, 2, ["Bill Clinton", "Hillary Clinton"])
    archive.run()
    after = prepared_in(current(archive.index))
    places = before.places(after.spellings)
    assert sorted(places[places >= 0].tolist()) == list(range(len(before.spellings)))
    assert [one for one, at in zip(after.spellings, places, strict=True) if at < 0] == [
        Spelling("person", "Hillary Clinton")
    ]


def test_half_surrogates_and_nothing_at_all(tmp_path: Path) -> None:
    for several in ([], [Spelling("person", "\ud800 Ann"), Spelling("person", "x")]):
        keys = [one.text for one in several]
        whole = Prepared(several, keys, counts=np.zeros(len(several), np.int64))
        save(tmp_path, "prepared", packed(whole))
        found = unpacked(load(tmp_path, "prepared"))
        assert (found.spellings, found.node_keys) == (several, keys)


def publish(archive: Archive, arrays: Mapping[str, Array]) -> None:
    """Write a side file, and into the manifest that it was published so."""
    now = current(archive.index)
    said = manifest(now)
    save(now.path, "prepared", arrays)
    path = now.path / "prepared.side"
    checked = Checked(path.stat().st_size, digest(path))
    write_manifest(now.path, replace(said, files={**said.files, path.name: checked}))


def test_what_is_of_other_rules_is_not_believed(archive: Archive) -> None:
    arrays = load(current(archive.index).path, "prepared")
    publish(archive, arrays)
    assert prepared_in(current(archive.index)).spellings
    for name in ("rules", "version"):
        publish(archive, {**arrays, name: arrays[name] + 1})
        assert not prepared_in(current(archive.index)).spellings


@pytest.mark.parametrize(
    "name", ["spellings", "node-keys-lengths", "numbers", "numbers-lengths", "has-native", "rules"]
)
@pytest.mark.parametrize("array", [np.zeros(0, np.uint8), np.array([7] * 5, np.uint8), np.array([2**62], np.uint64)])
def test_what_contradicts_itself_is_not_believed(archive: Archive, name: str, array: Array) -> None:
    publish(archive, {**load(current(archive.index).path, "prepared"), name: array})
    if name != "has-native":  # where any flag is one
        assert not prepared_in(current(archive.index)).spellings
    before = told(archive)
    put(archive, 2, PEOPLE[:1])
    archive.run()
    assert [one[0].name for one in told(archive)] == [one[0].name for one in before]


def test_what_lacks_something_is_not_believed(archive: Archive) -> None:
    arrays = load(current(archive.index).path, "prepared")
    for name in ("numbers", "spellings", "node-keys", "has-native"):
        publish(archive, {one: array for one, array in arrays.items() if not one.startswith(name)})
        assert not prepared_in(current(archive.index)).spellings


def test_what_is_not_as_it_was_published_is_not_believed(archive: Archive) -> None:
    path = current(archive.index).path
    arrays = load(path, "prepared")
    save(path, "prepared", {**arrays, "has-native": 1 - arrays["has-native"]})
    assert not prepared_in(current(archive.index)).spellings
    now = current(archive.index)
    (path / "prepared.side").write_bytes(b"x")
    assert not prepared_in(now).spellings
    assert [one.file.name for one in examine(archive.index)] == ["prepared.side"]
