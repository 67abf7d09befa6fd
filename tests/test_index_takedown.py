"""Takedown and rollback: what is taken down leaves no trace, what was published can come back."""

from pathlib import Path
from typing import Any, NoReturn

import pytest
from support import Archive, articles_in, counted, lines, story, write

from corpus.config import load_config
from index import remove, rollback
from index.errors import MissingIndexError, NothingToRollBackError
from index.generations import Generation, current, numbers, seal

SECRET = "xyzzyplugh"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def id_of(archive: Archive, text: str) -> str:
    return next(one.id for one in archive.articles().values() if text in one.body)


def traces(folder: Path, text: str) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]


def killed(*_: object, **__: object) -> NoReturn:
    raise KeyboardInterrupt


def test_a_removed_article_leaves_no_trace_in_any_generation(archive: Archive, tmp_path: Path) -> None:
    write(archive.files, {"a.txt": story(1, SECRET), "b.txt": story(2)})
    archive.run()
    write(archive.files, {"c.txt": story(3)})
    archive.run()
    assert traces(archive.index, SECRET)
    taken = id_of(archive, SECRET)
    config = tmp_path / "broadsheet.yaml"
    assert remove(archive.index, [taken, "never-there"], config) == (taken,)
    assert not traces(archive.index, SECRET)
    assert not traces(archive.index, taken)
    assert len(archive.articles()) == 2
    assert load_config(config).removed == {taken, "never-there"}


def test_no_later_run_restores_it(archive: Archive, tmp_path: Path) -> None:
    write(archive.files, {"a.txt": story(1, SECRET), "b.txt": story(2)})
    archive.run()
    remove(archive.index, [id_of(archive, SECRET)], tmp_path / "broadsheet.yaml")
    config = load_config(tmp_path / "broadsheet.yaml")
    assert len(archive.articles()) == 1
    archive.run(config=config)
    assert counted(archive.run(config=config, full=True)) == {"unchanged": 1, "reprocessed": 1, "withheld": 1}
    assert not traces(archive.index, SECRET)


def test_a_rollback_does_not_restore_it(archive: Archive, tmp_path: Path) -> None:
    write(archive.files, {"a.txt": story(1, SECRET), "b.txt": story(2)})
    archive.run()
    write(archive.files, {"c.txt": story(3)})
    archive.run()
    remove(archive.index, [id_of(archive, SECRET)], tmp_path / "broadsheet.yaml")
    rollback(archive.index)
    assert [body for body in archive.bodies() if "story numbered" in body] == archive.bodies()
    assert len(archive.articles()) == 1
    assert not traces(archive.index, SECRET)


def test_an_id_listed_by_hand_is_taken_down_by_the_next_run(archive: Archive, tmp_path: Path) -> None:
    write(archive.files, {"a.txt": story(1, SECRET), "b.txt": story(2)})
    archive.run()
    config = write(tmp_path, {"broadsheet.yaml": f"removed: ['{id_of(archive, SECRET)}']\n"}) / "broadsheet.yaml"
    archive.run(config=load_config(config))
    assert not traces(archive.index, SECRET)


def test_removing_needs_an_index(tmp_path: Path) -> None:
    with pytest.raises(MissingIndexError):
        remove(tmp_path / "none", ["x"], tmp_path / "broadsheet.yaml")
    assert not (tmp_path / "broadsheet.yaml").exists()


def test_rollback_undoes_the_last_run(archive: Archive) -> None:
    write(archive.files, {"a.txt": story(1)})
    archive.run()
    before = archive.articles()
    write(archive.files, {"a.txt": story(1, "Changed."), "b.txt": story(2)})
    archive.run()
    back = rollback(archive.index)
    assert articles_in(back) == before
    assert back.number == 3, "a new number, so that no reader mistakes it"
    assert current(archive.index) == back
    assert counted(archive.run()) == {"added": 1, "changed": 1}


def test_only_the_last_run_can_be_undone(archive: Archive) -> None:
    write(archive.files, {"a.txt": story(1)})
    archive.run()
    with pytest.raises(NothingToRollBackError):
        rollback(archive.index)


def test_only_the_current_and_the_one_before_are_kept(archive: Archive) -> None:
    for n in range(5):
        write(archive.files, {f"{n}.txt": story(n)})
        archive.run()
    assert numbers(archive.index) == (4, 5)


def test_a_derived_id_stays_down_when_the_plain_id_gets_free(archive: Archive, tmp_path: Path) -> None:
    write(archive.files, {"2023.csv": "id,title,body\n1,Old,The old.\n", "2024.csv": "id,title,body\n1,New,The new.\n"})
    archive.run()
    (derived,) = set(archive.articles()) - {"1"}
    file = tmp_path / "broadsheet.yaml"
    assert remove(archive.index, [derived], file) == (derived,)
    config = load_config(file)
    archive.run(config=config)
    assert archive.bodies() == ["The old."]
    (archive.files / "2023.csv").unlink()
    assert counted(archive.run(config=config, full=True)) == {"removed": 1, "withheld": 1}
    assert archive.bodies() == []


def test_an_article_that_left_the_index_before_leaves_no_trace_either(archive: Archive, tmp_path: Path) -> None:
    write(archive.files, {f"{n}.txt": story(n) for n in range(20)} | {"secret.txt": story(1000, SECRET)})
    archive.run()
    gone = id_of(archive, SECRET)
    (archive.files / "secret.txt").unlink()
    archive.run()
    for n in range(2):
        write(archive.files, {f"later{n}.txt": story(2000 + n)})
        archive.run()
    # A large segment is not merged, so that the text of what was deleted from it stays in it.
    assert traces(archive.index, SECRET)
    assert remove(archive.index, [gone], tmp_path / "broadsheet.yaml") == ()
    assert not traces(archive.index, SECRET)
    assert not traces(archive.index, gone)


@pytest.mark.parametrize("step", ["index.takedown.put_in_use", "index.staging.put_in_use", "index.staging.prune"])
def test_a_takedown_killed_at_any_step_is_finished_by_the_next_run(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    write(archive.files, {"a.txt": story(1, SECRET), "b.txt": story(2)})
    archive.run()
    write(archive.files, {"c.txt": story(3)})
    archive.run()
    taken = id_of(archive, SECRET)
    config = tmp_path / "broadsheet.yaml"
    with monkeypatch.context() as patch:
        patch.setattr(step, killed)
        with pytest.raises(KeyboardInterrupt):
            remove(archive.index, [taken], config)
    assert counted(archive.run(config=load_config(config))) == {"unchanged": 2}
    assert not traces(archive.index, SECRET)
    assert not traces(archive.index, taken)
    assert len(numbers(archive.index)) <= 2


def test_what_a_takedown_could_not_delete_is_deleted_by_the_next_run(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(archive.files, {"a.txt": story(1, SECRET), "b.txt": story(2)})
    archive.run()
    write(archive.files, {"c.txt": story(3)})
    archive.run()
    config = tmp_path / "broadsheet.yaml"
    with monkeypatch.context() as patch:
        patch.setattr("index.staging.prune", lambda *_: None)
        remove(archive.index, [id_of(archive, SECRET)], config)
    assert traces(archive.index, SECRET)
    assert counted(archive.run(config=load_config(config))) == {"unchanged": 2}
    assert not traces(archive.index, SECRET)
    assert len(numbers(archive.index)) == 2


def test_a_copy_that_was_not_indexed_leaves_no_id(archive: Archive, tmp_path: Path) -> None:
    record = {"id": "longidtotrace", "body": "The same."}
    write(archive.files, {"a.jsonl": lines([record, {"id": "q", "body": "Q."}]), "b.jsonl": lines([record])})
    archive.run()
    assert remove(archive.index, ["longidtotrace"], tmp_path / "broadsheet.yaml") == ("longidtotrace",)
    assert not traces(archive.index, "longidtotrace")


def test_there_is_no_rollback_to_what_an_interrupted_takedown_hid(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(archive.files, {"a.txt": story(1, SECRET), "b.txt": story(2)})
    archive.run()
    write(archive.files, {"c.txt": story(3)})
    archive.run()
    taken = id_of(archive, SECRET)
    sealed: list[Generation] = []

    def once(*given: Any, **options: Any) -> Generation:  # noqa: ANN401
        if sealed:
            raise KeyboardInterrupt
        sealed.append(seal(*given, **options))
        return sealed[0]

    with monkeypatch.context() as patch:
        patch.setattr("index.staging.seal", once)
        with pytest.raises(KeyboardInterrupt):
            remove(archive.index, [taken], tmp_path / "broadsheet.yaml")
    assert len(archive.articles()) == 2, "it is hidden first"
    with pytest.raises(NothingToRollBackError):
        rollback(archive.index)
    assert not any(SECRET in body for body in archive.bodies())
