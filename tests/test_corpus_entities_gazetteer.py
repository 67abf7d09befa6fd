"""Gazetteers as people write them: hostile names, common words, and very many entries."""

import cProfile
import pstats
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.article import Entity
from corpus.entities.gazetteer import Gazetteer, load_gazetteers
from corpus.errors import ConfigError


def gazetteer(folder: Path, text: str) -> Gazetteer:
    (folder / "own.yaml").write_text(text, encoding="utf-8")
    return load_gazetteers([folder / "own.yaml"])


def found(text: str, of: Gazetteer) -> list[tuple[str, str]]:
    return [(one.entity, one.text) for one in of.mentions(text)]


def calls(work: Callable[[], object]) -> int:
    profile = cProfile.Profile()
    profile.runcall(work)
    return pstats.Stats(profile).total_calls  # type: ignore[attr-defined, no-any-return]  # its stub lacks it


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("C++ (Group)", "the C++ (Group), the C group", ["C++ (Group", "C group"]),
        ("C++ (Group)", "the C+ Group and C", []),
        ("[x]|yz*", "[x]|yz, an X yz, an xyz, X|yz", ["x]|yz", "X yz"]),
        ("^Start$", "At Start, at the start", ["Start"]),
        (r"\d+ Club", "the D Club, the 7 Club, a d+ club", ["D Club", "d+ club"]),
        ("A.*B News", "A.*B News, AB News, A news, a.*b news", ["A.*B News", "a.*b news"]),
        ("Yahoo!", "Yahoo! bought it, said yahoos", ["Yahoo"]),
        ("$100 Club", "a 100 club", ["100 club"]),
        (
            "Bed Bath & Beyond",
            "Bed Bath & Beyond, BED BATH & BEYOND; bed, bath & beyond",
            ["Bed Bath & Beyond", "BED BATH & BEYOND"],
        ),
        ("Acme, Inc.", "Acme, Inc. and Acme Inc and Acme. Inc", ["Acme, Inc", "Acme Inc"]),
        ("A&B", "A&B, A & B, A and B", ["A&B", "A & B"]),
    ],
)
def test_marks_of_regular_expressions_mean_nothing(tmp_path: Path, name: str, text: str, expected: list[str]) -> None:
    own = gazetteer(tmp_path, f"- name: '{name}'\n  id: own\n")
    assert found(text, own) == [("own", one) for one in expected]


def test_names_of_one_letter(tmp_path: Path) -> None:
    own = gazetteer(tmp_path, "- {name: X, id: x-corp}\n- {name: Å, id: village}\n- {name: 'q', id: small}\n")
    assert found("x and X, an ax, X-ray", own) == [("x-corp", "X"), ("x-corp", "X")]
    assert found("They came to Å by a boat with Q and q", own) == [("village", "Å"), ("small", "Q"), ("small", "q")]


def test_names_that_are_common_words(tmp_path: Path) -> None:
    own = gazetteer(
        tmp_path, "- {name: Apple, kind: organisation}\n- {name: May}\n- {name: Will, case_sensitive: true}\n"
    )
    text = "I will say that Apple may pay in May for an apple, says Will. WILL, MAY and APPLE."
    assert found(text, own) == [
        ("apple", "Apple"), ("may", "May"), ("will", "Will"), ("may", "MAY"), ("apple", "APPLE"),
    ]  # fmt: skip


def test_a_long_list_is_read_and_found_whole(tmp_path: Path) -> None:
    count = 3000
    lines = [f"- {{name: Vera Kovrigina {at}, aliases: ['V. K. {at}', Verona {at}]}}\n" for at in range(count)]
    own = gazetteer(tmp_path, "".join(lines))
    for at in (0, 1, 1234, count - 1):
        key = f"vera-kovrigina-{at}"
        assert found(f"Vera Kovrigina {at} is V. K. {at} of verona {at}", own) == [
            (key, f"Vera Kovrigina {at}"), (key, f"V. K. {at}"), (key, f"verona {at}"),
        ]  # fmt: skip
    assert found(f"Vera Kovrigina {count}", own) == []
    with pytest.raises(
        ConfigError, match=rf"line {count + 1}: entry {count + 1} \(X\) claims “Verona 7”.*on line 8 of"
    ):
        gazetteer(tmp_path, "".join([*lines, "- {name: X, aliases: [Verona 7]}\n"]))


@pytest.mark.slow
def test_a_hundred_thousand_entries(tmp_path: Path) -> None:
    count = 100_000
    own = gazetteer(tmp_path, "".join(f"- {{name: Kovrigina {at}, aliases: [Verona {at}]}}\n" for at in range(count)))
    text = " and ".join(f"Kovrigina {at} of verona {at}" for at in range(0, count, 997))
    assert len(own.mentions(text)) == 2 * len(range(0, count, 997))


def test_more_than_a_list_may_have_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.entities.gazetteer.MAX_BYTES", 30)
    with pytest.raises(ConfigError, match="more than 30 bytes"):
        gazetteer(tmp_path, "- name: Vera Kovrigina\n- name: Verona\n")


@pytest.mark.parametrize(
    "text", ["- &a {name: x}\n- *a", "&all\n- name: x", "- name: a\n---\n- name: b", "- name: [", f"- {'[' * 5000}"]
)
def test_yaml_that_is_not_allowed(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError, match=r"own\.yaml"):
        gazetteer(tmp_path, text)


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "null\n", "[]"])
def test_an_empty_list(tmp_path: Path, text: str) -> None:
    assert list(gazetteer(tmp_path, text).entities) == list(load_gazetteers().entities)


HOSTILE = [
    Entity("n", "Ab Ab Ab Ab Ab Ab Ab Ac"), Entity("aa", "AA"), Entity("k", "K" * 100), Entity("ab", "A. B."),
    Entity("x", "X"), Entity("long", " ".join("a" * 90)),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit", ["AA BB ", "Ab ", "A", "K", "A.", "A. B. ", "X", "X ", "a ", "’s", "l'", "Ab-", "Ab\n", "é́"]
)
def test_hostile_text_costs_linear_work(unit: str) -> None:
    own = Gazetteer(HOSTILE)

    def work(length: int) -> int:
        text = (unit * (length // len(unit) + 1))[:length]
        return calls(lambda: own.mentions(text))

    assert work(20_000) < 12 * work(2_000) + 1000


def test_a_name_of_a_hundred_thousand_letters() -> None:
    own = Gazetteer(HOSTILE)
    assert found(f"{'K' * 100_000} and {'K' * 100}", own) == [("k", "K" * 100)]
    assert max(map(len, own._begun)) <= 200
