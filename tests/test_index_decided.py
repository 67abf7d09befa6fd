"""What is known beforehand: the person's decisions over what gazetteers say, and runs that notice when they change."""

from pathlib import Path

import pytest
from support import Archive, counted, lines, write

from corpus.config import load_config
from corpus.entities.spelling import Spelling
from corpus.entities.unify.archive.decisions import Decisions
from corpus.errors import ConfigError, Kind
from corpus.pipeline import Pipeline
from index import rollback
from index.decided import is_pending, joined, mark
from index.entities import Entities
from index.errors import IndexingError
from index.generations import current, current_number

A, B, C, OWN, OTHER = (Spelling("", text) for text in ("Alpha", "Beta", "Gamma", "Own Name", "Other Name"))
GIVEN = Decisions(merges=((A, OWN), (B, OWN)), renames=((A, "Own Name"), (B, "Own Name"), (OWN, "Own Name")))


def test_gazetteers_alone() -> None:
    assert joined(GIVEN, Decisions(), ()) == GIVEN


@pytest.mark.parametrize(
    ("decided", "merges", "names"),
    [
        (Decisions(splits=((OWN, A),)), {(B, OWN)}, {(B, "Own Name"), (OWN, "Own Name")}),
        (Decisions(splits=((A, B),)), {(A, OWN)}, {(A, "Own Name"), (OWN, "Own Name")}),
        (Decisions(nevers=((A, OWN),)), {(B, OWN)}, {(A, "Own Name"), (B, "Own Name"), (OWN, "Own Name")}),
        (Decisions(renames=((A, "Mine"),)), {(A, OWN), (B, OWN)}, {(A, "Mine")}),
        (Decisions(merges=((OWN, OTHER),)), {(A, OWN), (B, OWN), (OWN, OTHER)}, {(OTHER, "Other Name")}),
        (Decisions(merges=((OTHER, A),)), {(A, OWN), (B, OWN), (OTHER, A)}, {(A, "Own Name")}),
        (
            Decisions(merges=((C, OTHER), (OTHER, OWN)), renames=((C, "Mine"),)),
            {(A, OWN), (B, OWN), (C, OTHER), (OTHER, OWN)},
            {(C, "Mine")},
        ),
    ],
)
def test_a_person_is_right(
    decided: Decisions, merges: set[tuple[Spelling, Spelling]], names: set[tuple[Spelling, str]]
) -> None:
    found = joined(GIVEN, decided, ())
    found.check()
    assert set(found.merges) == merges
    assert set(found.renames) == names


def test_a_split_without_a_kind_means_each_kind() -> None:
    spellings = [Spelling("person", "Alpha"), Spelling("place", "Alpha"), Spelling("place", "ALPHA"), OWN]
    found = joined(Decisions(), Decisions(splits=((OWN, A),)), spellings)
    assert found.splits == ((OWN, Spelling("person", "Alpha")), (OWN, Spelling("place", "Alpha")))


def test_marks_tell_decisions_apart() -> None:
    several = [Decisions(), Decisions(((A, B),)), Decisions((), ((A, B),)), Decisions((), (), ((A, B),))]
    assert len({mark(one) for one in several}) == 4
    assert mark(Decisions()) == ""


ARTICLES = [
    {"id": "a", "title": "Talks", "body": "They met.", "entities": {"person": ["Abu Taqwa"]}},
    {"id": "b", "title": "Strike", "body": "It fell.", "entities": {"person": ["Mushtaq al-Jawari"]}},
]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive(tmp_path)
    write(made.files, {"all.jsonl": lines(ARTICLES)})
    (tmp_path / "broadsheet.yaml").write_text("", encoding="utf-8")
    return made


def run(archive: Archive, decided: str | None = None, **options: bool) -> dict[str, int]:
    """Reindex with these decisions."""
    home = archive.files.parent
    if decided is not None:
        (home / "entities.yaml").write_text(decided, encoding="utf-8")
    return counted(archive.run(config=load_config(home / "broadsheet.yaml"), **options))


def called(archive: Archive) -> str:
    return Entities.load(current(archive.index).path)["person.abu-taqwa"].name


def test_a_run_notices_an_edited_file_though_no_article_changed(archive: Archive) -> None:
    run(archive)
    assert run(archive, "merge: [[Abu Taqwa, Mushtaq al-Jawari]]\n") == {"unchanged": 2}
    assert (called(archive), current_number(archive.index)) == ("Mushtaq al-Jawari", 2)
    assert run(archive, "# why\nmerge:\n  - [Abu Taqwa, Mushtaq al-Jawari]\n") == {"unchanged": 2}
    assert current_number(archive.index) == 2
    assert run(archive, "") == {"unchanged": 2}
    assert (called(archive), current_number(archive.index)) == ("Abu Taqwa", 3)


def test_decisions_are_no_part_of_the_pipeline(archive: Archive) -> None:
    before = Pipeline(load_config(archive.files.parent / "broadsheet.yaml")).fingerprint
    run(archive, "rename: [[Abu Taqwa, The commander]]\n")
    assert Pipeline(load_config(archive.files.parent / "broadsheet.yaml")).fingerprint == before


def test_a_name_that_no_article_has_is_told_once_published(archive: Archive) -> None:
    text = "merge:\n  - [Abu Taqwa, Nobody Known]\nrename:\n  - [ABU TAQWA, A new name]\n"
    run(archive, text, strict=True)
    assert [(one.kind, one.line, one.skipped) for one in archive.problems] == [(Kind.NO_NAME, 2, False)]
    assert "no article has the name “Nobody Known”" in str(archive.problems[0])
    run(archive)
    assert archive.problems == []


def test_a_wrong_file_stops_a_run_before_it_begins(archive: Archive) -> None:
    with pytest.raises(ConfigError, match=r"entities.yaml, line 2: “b” and “a” are merged"):
        run(archive, "merge: [[a, b]]\nnever: [[b, a]]\n")
    with pytest.raises(IndexingError):
        current(archive.index)


def test_after_a_rollback_decisions_are_pending(archive: Archive) -> None:
    run(archive)
    run(archive, "rename: [[Abu Taqwa, The commander]]\n")
    config = load_config(archive.files.parent / "broadsheet.yaml")
    assert not is_pending(archive.index, config)
    rollback(archive.index)
    assert is_pending(archive.index, config)
