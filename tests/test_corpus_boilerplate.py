"""Boilerplate: rules and the model take away what is no story, tell where it stood, and leave stories alone."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Place, Record
from corpus.boilerplate.features import features
from corpus.boilerplate.lines import OWN, of_text
from corpus.boilerplate.model import load
from corpus.boilerplate.page import BEFORE, BEHIND, furniture, is_page
from corpus.boilerplate.removal import story_of
from corpus.boilerplate.rules import built_in, load_rules
from corpus.clean import Cleaned, clean
from corpus.errors import ConfigError

STORY = [
    "The harbour of Port Sable was closed on Monday after dockers walked out over pay, the union said in the evening.",
    "Some 1,200 workers took part, according to the port authority, which called the strike unlawful and sued.",
    "“We have asked for talks since spring,” said Mara Lund, who leads the Harbour Workers' Union. “Nobody came.”",
    "Ships waited outside the breakwater through the night, and two were sent on to Grey Point, forty miles north.",
    "A judge will hear the case on Thursday. Until then the cranes stand still, and lorries queue along the quay.",
]
HEAD = [
    "Port Sable dockers walk out over pay - The Sable Courier", "Skip to content", "Menu", "Home", "News", "Sport",
    "Business", "Opinion", "Culture", "Weather", "Subscribe", "Log in", "Search",
    "Port Sable dockers walk out over pay", "By Anna Reed", "4 March 2024", "Share", "Facebook", "Twitter",
]  # fmt: skip
FOOT = [
    "Share this article", "Related stories", "Council votes on new bus lanes", "Museum opens its doors again",
    "Most read", "Fire in the old mill", "Three held after chase", "Comments", "Leave a reply",
    "Subscribe to our newsletter",
    "About us", "Contact us", "Privacy policy", "Cookies", "© The Sable Courier", "All rights reserved",
]  # fmt: skip
PAGE = [*HEAD, *STORY, *FOOT]


def cleaned(body: str, title: str = "") -> Cleaned:
    return clean(Record(Place("x"), title=title, body=body))


def test_a_page_is_cut_to_its_story() -> None:
    found = cleaned("\n".join(PAGE))
    assert found.body.split("\n\n") == STORY
    assert found.title == "Port Sable dockers walk out over pay"
    reasons = [one.reason for one in found.removed]
    assert BEFORE in reasons
    assert reasons[-1] == BEHIND
    assert "\n".join(one.text for one in found.removed).count("Facebook") == 1
    assert [one.at for one in found.removed] == sorted(one.at for one in found.removed)
    assert found.removed[-1].at == len(found.body)


@pytest.mark.parametrize(
    "lines",
    [
        STORY,
        [
            "Results",
            *[f"{chr(65 + n % 20)} {n} {chr(70 + n % 17)} {n - 1}" for n in range(1, 30)],
        ],
        [
            "# Changes",
            *[f"- Add the option --{n}" for n in range(40)],
            "## Share",
            "- facebook",
            "- privacy",
            "- subscribe",
        ],
        ["The road", "goes on", "and I", "with it"] * 12,
    ],
    ids=["story", "results", "markdown", "verse"],
)
def test_what_is_no_page_is_left_alone(lines: list[str]) -> None:
    assert not is_page(lines)
    assert furniture(lines, "") == {}
    assert story_of("\n".join(lines), "").removed == ()


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        (
            ["No time to read?", "Get a summary"],
            ["Previous Article", "Real Madrid win again", "Next Article", "Debt grows"],
        ),
        (["Artikel anhören"], ["Lesen Sie auch", "Warum der Hafen schließt", "Kommentare"]),
        (["Escuchar artículo"], ["Te puede interesar: El puerto cierra", "Compartir"]),
        (["Écouter l’article"], ["Article précédent", "Le port ferme", "Tous droits réservés"]),
        (["Слушать новость"], ["Читайте также: порт закрыт", "Поделиться"]),
        (["Haberi dinle"], ["Önceki haber", "Liman kapandı", "Yorum yap"]),
        (["استمع إلى المقال"], ["المقال السابق", "إغلاق الميناء", "شارك"]),
        (["» Share this article «"], ["Related articles:", "Port shut for a day", "Ships wait outside"]),
    ],
)
def test_lines_that_rules_name(before: list[str], behind: list[str]) -> None:
    found = cleaned("\n\n".join([*before, *STORY, *behind]), "Dockers walk out")
    assert found.body.split("\n\n") == STORY
    assert [one.text for one in found.removed] == [*before, *behind]
    assert {one.at for one in found.removed} == {0, len(found.body)}


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fell.",
        "- Twitter",
        "Next",
        "The next article of the treaty is longer.",
        "It was an ad.",
        "Related",
    ],
)
def test_lines_of_a_story_stay(line: str) -> None:
    body = [STORY[0], line, *STORY[1:]]
    assert cleaned("\n\n".join(body), "Dockers walk out").body.split("\n\n") == body


def test_a_closing_rule_needs_a_story_before_it() -> None:
    assert built_in().found(["Related", "One", "Two"]) == {}
    assert set(built_in().found([STORY[0], "Related", "One", "Two"])) == {1, 2, 3}
    assert built_in().found([STORY[0], "Related", "One", STORY[1]]) == {}


def test_rules_of_the_user(tmp_path: Path) -> None:
    everywhere, somewhere = tmp_path / "a.yaml", tmp_path / "b.yaml"
    everywhere.write_text("house line:\n  lines: [Courier members read first]\n")
    somewhere.write_text("only: [The Sable Courier]\nappeal:\n  begins: ['help us, ']\n")
    book = load_rules([everywhere, somewhere])
    lines = [STORY[0], "Courier members read first", "Help us, reader", "Advertisement"]
    assert book.of("Another").found(lines) == {1: "house line", 3: "advertisement"}
    assert book.of("the sable COURIER").found(lines) == {1: "house line", 2: "appeal", 3: "advertisement"}
    assert book.fingerprint != load_rules([everywhere]).fingerprint != load_rules().fingerprint


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- a", "mapping"),
        ("x: [a]", "mapping with the keys"),
        ("x:\n  line: [a]", "Did you mean"),
        ("x:\n  lines: [1]", "line 2"),
        ("x:\n  lines: ['»']", "compared"),
    ],
)
def test_wrong_rules_are_told_with_their_line(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text(text)
    with pytest.raises(ConfigError, match=says):
        load_rules([file])


def test_weights_fit_the_features() -> None:
    rows = features(PAGE, PAGE[0])
    assert rows.shape == (len(PAGE), len(load().within) - 1)
    assert rows[0, OWN.index("like the title")] == 1


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from([*PAGE, "», ", "\u0301", "x" * 3000, "東京で地震がありました。", "\ud800", "1", "…"])
        | st.text(),
        max_size=60,
    )
)
def test_whatever_a_text_holds(lines: list[str]) -> None:
    body = "\n".join(lines)
    found = story_of(body, "")
    cut = [line for one in found.removed for line in one.text.split("\n")]
    assert sorted([*of_text(found.text), *cut]) == sorted(of_text(body))
    result = cleaned(body)
    assert all(0 <= one.at <= len(result.body) for one in result.removed)


@pytest.mark.slow
@pytest.mark.parametrize(
    "body", ["share\n" * 100_000, "related\n\nA headline\n\n" * 50_000, "x " * 1_000_000, "\n".join(PAGE * 300)]
)
def test_long_texts(body: str) -> None:
    assert len(cleaned(body).body) <= len(body)
