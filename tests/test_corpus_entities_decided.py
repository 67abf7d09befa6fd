"""Files of decisions: what they say, and how an error in one is told."""

from pathlib import Path

import pytest

from corpus.entities.decided import decisions_of, load_decided, read_decided
from corpus.entities.spelling import Spelling
from corpus.entities.unify.archive.decisions import Decisions
from corpus.errors import ConfigError

FILE = Path("entities.yaml")


def test_reads_all_kinds_of_decisions() -> None:
    text = """\
merge:
  - [Mohammed Shiite al-Sudani, " Mohammed  Shia al-Sudani "]
split: [[Abu Taqwa, {PERSON: Taqwa}]]
never:
  - - {person: Jordan}
    - {gpe: Jordan}
rename:
  - [IS, Islamic State]
"""
    assert decisions_of(read_decided(text, FILE).lines) == Decisions(
        merges=((Spelling("", "Mohammed Shiite al-Sudani"), Spelling("", "Mohammed Shia al-Sudani")),),
        splits=((Spelling("", "Abu Taqwa"), Spelling("person", "Taqwa")),),
        nevers=((Spelling("person", "Jordan"), Spelling("place", "Jordan")),),
        renames=((Spelling("", "IS"), "Islamic State"),),
    )


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "merge:\nsplit: []\n", "---\n"])
def test_an_empty_file_decides_nothing(text: str) -> None:
    assert read_decided(text, FILE).lines == ()


def test_no_file_decides_nothing(tmp_path: Path) -> None:
    found = load_decided(tmp_path / "entities.yaml")
    assert (found.lines, found.exists) == ((), False)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- a\n", "line 1: expected a mapping of merge, split, never, rename, found a list"),
        ("\nmerg: []\n", "line 2: there is no key “merg”. Did you mean “merge”?"),
        ("merge: yes\n", "line 1: merge: expected a list"),
        ("merge:\n  - a\n", "line 2: merge[1]: expected two names"),
        ("merge:\n  - [a, b, c]\n", "line 2: merge[1]: expected two names"),
        ("merge:\n  - [a, ' ']\n", "line 2: merge[1][2]: expected a name"),
        ("merge:\n  - [a, '!?']\n", "line 2: merge[1][2]: expected a name, or {kind: name}, with a letter in it"),
        ("merge:\n  - [a, 1984]\n", 'Write it in quotes: "1984".'),
        ("merge:\n  - [a, {person: b, place: c}]\n", "line 2: merge[1][2]: expected a name, or {kind: name}"),
        ("merge:\n  - [a, {'?': b}]\n", "“?” is no kind of name"),
        ("never:\n  - [a, a]\n", "line 2: never[1]: both names are “a”"),
        ("merge:\n  - [a, b]\n  - [b, c]\n  - [c, a]\n", "line 4: “c” is merged into “a”, which is merged into it"),
        (
            "never:\n  - [a, c]\nmerge:\n  - [a, b]\n  - [b, c]\n  - [d, e]\n",
            "line 5: “a” and “c” are merged, and kept",
        ),
        ("rename:\n  - [a, X]\n  - [b, Y]\n  - [a, Z]\n", "line 4: “a” is to be called both “X” and “Z”"),
        ("merge: [[a, b]\n", "this is not YAML"),
    ],
)
def test_errors_name_the_file_and_the_line(text: str, told: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_decided(text, FILE)
    assert str(caught.value).startswith("entities.yaml")
    assert told in str(caught.value)


@pytest.mark.slow
def test_very_many_lines_that_contradict_at_last_are_read_soon() -> None:
    many = "".join(f"  - [name{at}, name{at + 1}]\n" for at in range(3000))
    with pytest.raises(ConfigError, match="line 3002: “name3000” is merged into “name0”"):
        read_decided(f"merge:\n{many}  - [name3000, name0]\n", FILE)
