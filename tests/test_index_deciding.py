"""Decisions applied: at once, for every later run, and undone by a rollback; whatever fails changes nothing."""

import errno
from pathlib import Path
from typing import Any, NoReturn

import pytest
from support import Archive, counted, lines, write

from corpus.config import load_config
from corpus.entities.decided import MERGE, NEVER, RENAME, SPLIT, load_decided
from corpus.errors import ConfigError
from index import decide, remove, rollback
from index.deciding import Decision
from index.entities import Entities
from index.errors import IndexingError, MissingIndexError, UndecidableError
from index.generations import current, current_number, numbers, staging_path

ARTICLES: list[dict[str, Any]] = [
    {"id": "a", "title": "Talks", "body": "They met.", "entities": {"person": ["Abu Taqwa", "Omar Haddad"]}},
    {"id": "b", "title": "Strike", "body": "It fell.", "entities": {"person": ["Mushtaq al-Jawari"]}},
    {"id": "c", "title": "Visit", "body": "He left.", "entities": {"person": ["Jordan"], "place": ["Amman"]}},
    {"id": "d", "title": "Border", "body": "It opened.", "entities": {"place": ["Jordan", "Amman"]}},
    {
        "id": "e",
        "title": "Party",
        "body": "It won.",
        "entities": [{"name": "Justice Party", "kind": "organisation", "aliases": ["JP"]}],
    },
]


class Decided(Archive):
    """An archive in which decisions are taken."""

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.config_file = home / "broadsheet.yaml"
        self.config_file.write_text("half_life: 30\n", encoding="utf-8")
        self.file = home / "entities.yaml"
        write(self.files, {"all.jsonl": lines(ARTICLES)})
        self.again()

    def again(self, **options: bool) -> dict[str, int]:
        """Reindex with the configuration as it is now."""
        return counted(self.run(config=load_config(self.config_file), **options))

    def decide(self, key: str, one: str, other: str) -> Decision:
        """Take a decision."""
        return decide(self.index, key, one, other, self.config_file)

    @property
    def entities(self) -> Entities:
        """The entities of the generation in use."""
        return Entities.load(current(self.index).path)

    def named(self, text: str) -> list[str]:
        """Return what the entities with a spelling are called."""
        return sorted(self.entities.name(number) for number in self.entities.resolved(text))

    def said(self) -> list[tuple[str, str, str]]:
        """Return the decisions in the file."""
        return [(one.key, one.left.text, one.right.text) for one in load_decided(self.file).lines]


@pytest.fixture
def archive(tmp_path: Path) -> Decided:
    return Decided(tmp_path)


def full(*_: object, **__: object) -> NoReturn:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_merge_holds_at_once_and_in_every_later_run(archive: Decided) -> None:
    made = archive.decide(MERGE, "abu taqwa", "person.mushtaq-al-jawari")
    assert (made.file, made.is_new, made.generation) == (archive.file, True, 2)
    assert archive.named("Abu Taqwa") == ["Mushtaq al-Jawari"]
    assert archive.entities["person.abu-taqwa"] == archive.entities["person.mushtaq-al-jawari"]
    assert archive.again() == {"unchanged": 5}
    assert current_number(archive.index) == 2
    for options in ({"full": True}, {}):
        archive.again(**options)
        assert archive.named("Abu Taqwa") == ["Mushtaq al-Jawari"]
    remove(archive.index, ["e"], archive.config_file)
    assert archive.named("Abu Taqwa") == ["Mushtaq al-Jawari"]


def test_a_split_takes_a_merge_back(archive: Decided) -> None:
    before = archive.named("Abu Taqwa")
    archive.decide(MERGE, "Abu Taqwa", "Mushtaq al-Jawari")
    made = archive.decide(SPLIT, "Mushtaq al-Jawari", "Abu Taqwa")
    assert (len(made.change.gone), made.change.new) == (1, ())
    assert archive.named("Abu Taqwa") == before
    assert archive.said() == []


def test_a_split_of_what_articles_say_and_back(archive: Decided) -> None:
    archive.decide(SPLIT, "Justice Party", "JP")
    assert (archive.named("JP"), archive.named("Justice Party")) == ([], ["Justice Party"])
    archive.decide(MERGE, "JP", "Justice Party")
    assert archive.named("JP") == ["Justice Party"]
    assert archive.said() == []


def test_a_name_of_two_kinds_is_told_apart_by_ids(archive: Decided) -> None:
    with pytest.raises(UndecidableError, match=r"“Jordan” may mean 2 entities; say which one by its id:\n  p"):
        archive.decide(MERGE, "Jordan", "Omar Haddad")
    archive.decide(MERGE, "person.jordan", "Omar Haddad")
    assert archive.named("Jordan") == ["Jordan", "Omar Haddad"]
    assert "  - [{person: Jordan}, Omar Haddad]\n" in archive.file.read_text(encoding="utf-8")


def test_what_is_merged_is_called_as_the_other_entity_is_and_not_as_it_was_typed(archive: Decided) -> None:
    archive.decide(MERGE, "Omar Haddad", "jp")
    assert archive.named("Omar Haddad") == ["Justice Party"]
    archive.decide(RENAME, "JP", "The Party")
    archive.decide(MERGE, "Abu Taqwa", "Omar Haddad")
    assert archive.named("Abu Taqwa") == ["The Party"]


def test_a_name_that_another_entity_has_takes_no_id_from_it(archive: Decided) -> None:
    archive.decide(RENAME, "Mushtaq al-Jawari", "Abu Taqwa")
    for one in ("person.abu-taqwa", "person.mushtaq-al-jawari"):
        assert archive.entities[one].id == one
    assert archive.entities["person.mushtaq-al-jawari"].name == "Abu Taqwa"


def test_a_rename_changes_no_id_and_can_be_searched(archive: Decided) -> None:
    archive.decide(RENAME, "Abu Taqwa", "Mushtaq Talib al-Saidi")
    assert archive.named("Mushtaq Talib al-Saidi") == ["Mushtaq Talib al-Saidi"]
    assert archive.entities["person.abu-taqwa"].id == "person.abu-taqwa"
    archive.decide(RENAME, "Mushtaq Talib al-Saidi", "The commander")
    assert archive.said() == [("rename", "Abu Taqwa", "The commander")]


def test_never_keeps_apart_and_gives_way_to_a_merge(archive: Decided) -> None:
    archive.decide(NEVER, "Abu Taqwa", "Omar Haddad")
    assert archive.said() == [("never", "Abu Taqwa", "Omar Haddad")]
    archive.decide(MERGE, "Omar Haddad", "Abu Taqwa")
    assert archive.said() == [("merge", "Omar Haddad", "Abu Taqwa")]
    assert archive.named("Omar Haddad") == ["Abu Taqwa"]


def test_rollback_brings_the_state_before_back_and_a_split_takes_the_line_out(archive: Decided) -> None:
    archive.decide(MERGE, "Abu Taqwa", "Omar Haddad")
    rollback(archive.index)
    assert archive.named("Abu Taqwa") == ["Abu Taqwa"]
    assert archive.said() == [("merge", "Abu Taqwa", "Omar Haddad")]
    archive.decide(SPLIT, "Omar Haddad", "Abu Taqwa")
    assert archive.said() == []


@pytest.mark.parametrize(
    ("key", "one", "other", "told"),
    [
        (MERGE, "Abu Takwa", "Omar Haddad", r"No article has the name “Abu Takwa”. Did you mean person.abu-taqwa"),
        (MERGE, "", "Omar Haddad", "No article has the name “”"),
        (MERGE, "JP", "Justice Party", "“JP” and “Justice Party” are one already"),
        (SPLIT, "Justice Party", "Amman", "“Amman” is no spelling of organisation.justice-party"),
        (SPLIT, "Abu Taqwa", "Abu Taqwa", "has no other spelling"),
        (RENAME, "Abu Taqwa", "?!", "a name without a letter"),
    ],
)
def test_what_cannot_be_decided_is_told_and_changes_nothing(
    archive: Decided, key: str, one: str, other: str, told: str
) -> None:
    with pytest.raises(UndecidableError, match=told):
        archive.decide(key, one, other)
    assert current_number(archive.index) == 1
    assert not archive.file.exists()


@pytest.mark.parametrize("where", ["index.deciding.start_staging", "index.staging.seal", "index.deciding.replace"])
def test_a_full_disk_changes_nothing(archive: Decided, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    archive.decide(RENAME, "Abu Taqwa", "The commander")
    text = archive.file.read_text(encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(where, full)
        with pytest.raises(IndexingError, match="is full"):
            archive.decide(MERGE, "Abu Taqwa", "Omar Haddad")
    assert archive.file.read_text(encoding="utf-8") == text
    assert archive.named("Abu Taqwa") == ["The commander"]
    assert numbers(archive.index) == (1, 2)
    archive.decide(MERGE, "Abu Taqwa", "Omar Haddad")
    assert archive.named("Abu Taqwa") == ["Omar Haddad"]


def test_an_interrupted_run_is_not_thrown_away(archive: Decided) -> None:
    staging_path(archive.index).mkdir()
    with pytest.raises(IndexingError, match="An interrupted run waits"):
        archive.decide(MERGE, "Abu Taqwa", "Omar Haddad")
    assert staging_path(archive.index).is_dir()


def test_no_index(tmp_path: Path) -> None:
    with pytest.raises(MissingIndexError):
        decide(tmp_path, MERGE, "a", "b", None)


def test_the_file_that_the_configuration_names(archive: Decided) -> None:
    archive.config_file.write_text("entities: mine/names.yaml\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"names.yaml does not exist"):
        archive.again()
    (archive.config_file.parent / "mine").mkdir()
    made = archive.decide(MERGE, "Abu Taqwa", "Omar Haddad")
    assert made.file == archive.config_file.parent / "mine" / "names.yaml"
    assert archive.again() == {"unchanged": 5}


def test_a_gazetteer_under_the_usual_name_is_left_alone(archive: Decided) -> None:
    archive.config_file.write_text("gazetteers: [entities.yaml]\n", encoding="utf-8")
    archive.file.write_text("entities: []\n", encoding="utf-8")
    assert load_config(archive.config_file).entities is None
    with pytest.raises(ConfigError, match="is one of the gazetteers"):
        archive.decide(MERGE, "Abu Taqwa", "Omar Haddad")
