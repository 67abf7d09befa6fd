"""Decisions taken: each is written, takes back what contradicts it, and leaves the rest of the file alone."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.entities.decided import KEYS, MERGE, NEVER, RENAME, SPLIT, Decided, Line, read_decided
from corpus.entities.deciding import Change, Wish, changes, edited
from corpus.entities.spelling import Spelling
from corpus.errors import ConfigError

FILE = Path("entities.yaml")


def read(text: str) -> Decided:
    return read_decided(text, FILE)


def line(key: str, left: str, right: str) -> Line:
    return Line(key, Spelling("", left), Spelling("", right))


def wish(key: str, left: str, right: str) -> Wish:
    return Wish.of(line(key, left, right), [left], [right])


def after(text: str, wanted: Wish) -> list[str]:
    """Return the texts that the changes for a wish make, the smallest change first."""
    decided = read(text)
    return [edited(decided, one).text for one in changes(decided.lines, wanted)]


@pytest.mark.parametrize(
    ("text", "wanted", "texts"),
    [
        ("", wish(MERGE, "a", "b"), ["merge:\n  - [a, b]\n"]),
        ("# mine\n", wish(MERGE, "a", "b"), ["# mine\nmerge:\n  - [a, b]\n"]),
        ("merge:\n  - [a, b]\n", wish(MERGE, "a", "b"), ["merge:\n  - [a, b]\n"]),
        ("merge:\n  - [x, y]  # so\n", wish(MERGE, "a", "No"), ["merge:\n  - [x, y]  # so\n  - [a, 'No']\n"]),
        ("never: [[A, B]]\n", wish(MERGE, "b", "a"), ["never: []\n", "never: []\nmerge:\n  - [b, a]\n"]),
        ("split:\n  - [a, b]\n", wish(MERGE, "a", "b"), ["", "merge:\n  - [a, b]\n"]),
        (
            "# mine\nmerge:\n  - [a, b]  # once\nnever:\n  - [x, y]\n",
            wish(SPLIT, "b", "a"),
            ["# mine\nnever:\n  - [x, y]\n", "# mine\nnever:\n  - [x, y]\nsplit:\n  - [b, a]\n"],
        ),
        # Only the merge that leads from the one to the other goes.
        (
            "merge:\n  - [a, b]\n  - [c, a]\n  - [b, d]\n",
            wish(NEVER, "d", "a"),
            [
                "merge:\n  - [c, a]\n  - [b, d]\n",
                "merge:\n  - [c, a]\n  - [b, d]\nnever:\n  - [d, a]\n",
            ],
        ),
        ("rename:\n  - [a, X]\n", wish(RENAME, "a", "Y"), ["", "rename:\n  - [a, Y]\n"]),
        (
            "rename: [[b, X], [a, Y]]\n",
            wish(MERGE, "a", "b"),
            ["rename: [[b, X]]\n", "rename: [[b, X]]\nmerge:\n  - [a, b]\n"],
        ),
        (
            "rename:\n  - [a, X]\n",
            wish(SPLIT, "b", "a"),
            ["rename:\n  - [b, X]\n", "rename:\n  - [b, X]\nsplit:\n  - [b, a]\n"],
        ),
    ],
)  # fmt: skip
def test_the_text_changes_as_little_as_it_can(text: str, wanted: Wish, texts: list[str]) -> None:
    assert after(text, wanted) == texts


def test_a_new_file_says_what_it_is() -> None:
    made = edited(read_decided("", FILE, exists=False), Change((), (line(MERGE, "a", "b"),)))
    assert made.text.startswith("# What names mean in this archive")
    assert made.text.endswith("merge:\n  - [a, b]\n")


@pytest.mark.parametrize(
    "name", ["a, b", "[a", "a: b", "# a", "'a", '"a', "{a}", "&a", "no", "1984", "Ελλάδα", "- a", "\ufeffa"]
)
def test_any_name_comes_back(name: str) -> None:  # fmt: skip
    made = edited(read(""), Change((), (line(RENAME, name, name),)))
    assert [(one.left.text, one.right.text) for one in made.lines] == [(name, name)]


def test_what_cannot_be_edited_safely_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    decided = read("merge: [[a, b]]")
    monkeypatch.setattr("corpus.entities.deciding.appended", lambda text, *_: text)
    with pytest.raises(ConfigError, match=r"cannot be edited safely. By hand:\n  take out of merge: \[a, b\]"):
        edited(decided, Change((decided.lines[0],), (line(MERGE, "c", "d"),)))


NAMES = st.sampled_from("abcdefg")
WISHES = st.lists(st.tuples(st.sampled_from(KEYS), NAMES, NAMES).filter(lambda one: one[1] != one[2]), max_size=12)


@given(WISHES)
def test_decisions_never_contradict_those_before(wishes: list[tuple[str, str, str]]) -> None:
    decided = read("# a comment of mine\n")
    for key, left, right in wishes:
        if key == MERGE and right in one_with(left, decided):
            continue  # the command refuses it: they are one already
        mine, others = one_with(left, decided), one_with(right, decided)
        wanted = Wish.of(line(key, left, right), mine, others)
        decided = edited(decided, list(changes(decided.lines, wanted))[-1])
        assert any((one.key, one.left.text, one.right.text) == (key, left, right) for one in decided.lines)
    assert decided.text.startswith("# a comment of mine\n")


def one_with(name: str, decided: Decided) -> set[str]:
    """Return the names that a file makes one with another."""
    found = {name}
    merges = [{one.left.text, one.right.text} for one in decided.lines if one.key == MERGE]
    for _ in merges:
        found = found.union(*(pair for pair in merges if pair & found))
    return found
