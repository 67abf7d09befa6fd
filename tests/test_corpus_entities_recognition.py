import gzip
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.entities.recognition.consistency import doubted
from corpus.entities.recognition.lexicon import FLAGS, LEXICON, load
from corpus.entities.recognition.name import Guess, Name
from corpus.entities.recognition.pieces import PIECE
from corpus.entities.recognition.recognise import by_rules, recognise
from corpus.entities.recognition.tagger import MODEL, TAGS, Tagger
from corpus.entities.recognition.tagger import load as load_tagger

TITLE = "Withdrawal of US-led Coalition from Iraq Sparks Regional Tensions"
BODY = (
    "BAGHDAD, Iraq (Reuters) - The statement cited the office of Prime Minister Mohammed Shiite al-Sudani. "
    "The government’s message came a day after al-Sudani spoke in Basra.\n"
    "The killed man was a member of the Popular Mobilization Forces (PMF), a group formed in 2014. "
    "Later, the PMF was recognised. "
    "Gen. James W. Dalton met Sudanese officials in Khartoum. “We stay,” said Dalton. Dalton’s staff left for Cairo."
)


def kinds(names: tuple[Name, ...], field: str = "body") -> dict[str, str]:
    return {name.text: name.kind for name in names if name.field == field}


def test_recognises_the_names_of_a_story() -> None:
    found = kinds(recognise(TITLE, BODY, "en"))
    assert found["Mohammed Shiite al-Sudani"] == found["James W. Dalton"] == "person"
    assert found["Popular Mobilization Forces"] == found["PMF"] == found["Reuters"] == "organisation"
    assert found["BAGHDAD"] == found["Iraq"] == found["Khartoum"] == found["Basra"] == "place"


def test_spans_are_those_of_the_text() -> None:
    for name in recognise(TITLE, BODY, "en"):
        text = TITLE if name.field == "title" else BODY
        assert text[name.start : name.end] == name.text


def test_headline_gives_no_names_but_its_own() -> None:
    found = kinds(recognise(TITLE, BODY, "en"), "title")
    assert found.items() <= {"US": "place", "Iraq": "place"}.items()
    assert "Iraq" in found


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("He met President Kovrigin on Monday.", "Kovrigin", "person"),
        ("It was opened by Vera Kovrigina in May.", "Vera Kovrigina", "person"),
        ("The Ministry of Trade and Industry said so.", "Ministry of Trade and Industry", "organisation"),
        ("He studied at Tarnovo University for a year.", "Tarnovo University", "organisation"),
        ("They crossed the Brannik River at night.", "Brannik River", "place"),
        ("He flew to Nairobi, then home.", "Nairobi", "place"),
        ("Later, bin Rashid said nothing.", "bin Rashid", "person"),
        ("He lives in Dekalb, Ill., with her.", "Ill.", "place"),
        ("It cost PG&E Corp. a lot.", "PG&E Corp.", "organisation"),
    ],
)
def test_rules_know_a_name_by_its_words_and_neighbours(text: str, name: str, kind: str) -> None:
    assert kinds(by_rules("", text, telling=True)).get(name) == kind


def test_surname_is_who_has_it() -> None:
    body = "Tomas Brannik won. Critics were silent. In the end Brannik resigned, and few missed Brannik."
    assert [(name.text, name.kind) for name in recognise("", body, "en")] == [
        ("Tomas Brannik", "person"),
        ("Brannik", "person"),
        ("Brannik", "person"),
    ]


def test_acronym_has_the_kind_of_what_it_stands_for() -> None:
    body = "The Vostok Relief Forces (VRF) left. Nobody asked the VRF why."
    assert kinds(by_rules("", body, telling=True)) == {"Vostok Relief Forces": "organisation", "VRF": "organisation"}


def test_election_is_an_event_and_its_country_no_place_in_it() -> None:
    found = by_rules("", "She won the 1988 United States presidential election.", telling=True)
    assert [(name.text, name.kind) for name in found] == [("1988 United States presidential election", "event")]


def test_capitals_alone_are_read_as_running_text() -> None:
    assert kinds(by_rules("", "THE ARMY LEFT IRAQ AND THE TROOPS WENT HOME TO BAGHDAD", telling=True)) == {
        "IRAQ": "place",
        "BAGHDAD": "place",
    }


def test_german_nouns_are_no_names() -> None:
    body = "Der Minister lobte die Regierung. Die Kanzlerin Angela Merkel sprach in Hamburg über Haushalt und Steuern."
    assert kinds(recognise("", body, "de")) == {"Angela Merkel": "person", "Hamburg": "place"}


def test_language_that_is_not_known_is_told_by_small_words() -> None:
    assert recognise("", BODY, None) == recognise("", BODY, "en")
    german = "Das Haus der Familie stand an der Straße nach Hamburg, und die Kinder gingen zur Schule."
    assert recognise("", german, None) == recognise("", german, "de")


def test_long_text_is_read_in_pieces_with_spans_of_the_whole() -> None:
    line = "He met President Kovrigin in Nairobi.\n"
    body = line * (2 * PIECE // len(line))
    found = recognise("", body, "en")
    assert {name.text for name in found} == {"Kovrigin", "Nairobi"}
    assert all(body[name.start : name.end] == name.text for name in found)
    assert len(found) == 2 * body.count("\n")


_WORDS = (
    "Washington",
    "D.C.",
    "D.",
    "Clinton",
    "and",
    "Co.",
    "Bank",
    "of",
    "Mr.",
    "said",
    "U.S.",
    ",",
    ". ",
    "\n",
    " ",
    " ",
    "> ",
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The city has nine lawyers in Washington, \nD.C. create those powers.", "Washington"),
        ("The rights of all should be non-negotiable, and Clinton\n>> and Co. know it.", "Clinton"),
    ],
)
def test_a_name_goes_on_behind_what_looks_like_the_end_of_a_sentence(text: str, name: str) -> None:
    assert any(one.text.startswith(name) for one in recognise("", text, "en"))


@settings(max_examples=150, deadline=None)
@given(
    st.text(st.characters(codec=None), max_size=300)
    | st.text("AbCé 'ʼ-.&(),\n\ud800’1", max_size=300)
    | st.lists(st.sampled_from(_WORDS), max_size=40).map("".join),
    st.sampled_from(["en", "de", None]),
)
def test_any_text_gives_names_in_order_that_stand_in_it(text: str, lang: str | None) -> None:
    done = 0
    for name in recognise("", text, lang):
        assert done <= name.start < name.end
        assert text[name.start : name.end] == name.text
        done = name.end


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    [
        *("A" * 100, "Aa ", "AA BB ", "A.", "A. B. ", "John Smith ", "a-B", "A&", "’s", "(("),
        *("- ", "<A", "-\n", "\ud800", "1988 X ", "of the Of ", "é́", "Bank of the ", "(AB) ", "\n", "Ab\n"),
    ],
)
def test_hostile_text_costs_linear_time(unit: str) -> None:
    def cost(length: int) -> float:
        text = (unit * (length // len(unit) + 1))[:length]
        begun = time.process_time()
        recognise("", text, "en")
        return time.process_time() - begun

    cost(2000)
    assert cost(100_000) < 20 * cost(10_000) + 1.0


def test_name_of_a_hundred_thousand_letters_is_none() -> None:
    assert kinds(recognise("", f"He met President {'K' * 100_000} in Nairobi.", "en")) == {"Nairobi": "place"}


def test_lexicon_is_small_and_has_known_flags() -> None:
    assert LEXICON.stat().st_size + MODEL.stat().st_size < 1_100_000
    assert len(FLAGS) == len(set(FLAGS))
    lexicon = load()
    assert lexicon.longest["new"] > 1
    assert "new york" in lexicon.names
    assert gzip.decompress(LEXICON.read_bytes()).decode().isprintable() is False


def test_tagger_that_is_saved_is_the_same(tmp_path: Path) -> None:
    tagger = load_tagger()
    tagger.save(tmp_path / "again.npz")
    again = load_tagger(tmp_path / "again.npz")
    assert (again.weights == tagger.weights).all()
    assert list(again.rows) == list(tagger.rows)
    assert again.weights.shape[1] == len(TAGS)


def test_tagger_never_goes_on_with_what_has_not_begun() -> None:
    tagger: Tagger = load_tagger()
    sentence = (["the", "X"], ["-||first", "I1|never|"], ["x|X", "X|."], ["^|x|X", "x|X|."])
    (tags,) = tagger.tags([sentence])
    for before, tag in zip(["O", *tags], tags, strict=False):
        assert not tag.startswith("I") or before[2:] == tag[2:]


@pytest.mark.parametrize("tagged", [True, False])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- Washington is cold today.", "Washington"),
        ("* Reuters reported it.\n* Angela Merkel left.", "Reuters, Angela Merkel"),
        ("• Barack Obama left\n•   Germany\n-- Angela Merkel", "Barack Obama, Germany, Angela Merkel"),
        ("He wrote to -Washington and to “Angela Merkel”.", "Washington, Angela Merkel"),
        ("> Angela Merkel wrote:\n>> I met Barack Obama", "Angela Merkel, Barack Obama"),
        ("It was told by Angela Merkel -Reuters", "Angela Merkel, Reuters"),
        ("PARIS (Reuters) - The U.S. said it met the U.N. there.", "PARIS, Reuters, U.S., U.N."),
        ("- Download it now\n- Angela Merkel", "Angela Merkel"),
    ],
)
def test_dirt_is_no_part_of_a_name(text: str, expected: str, *, tagged: bool) -> None:
    found = [name.text.removeprefix("The ") for name in recognise("", text, "en", tagged=tagged)]
    assert ", ".join(found) == expected


@pytest.mark.parametrize("tagged", [True, False])
@pytest.mark.parametrize("symbol", ["<GLYN.L>", "<GLN>", "(GLYN.L)", "(NYSE: GLN)", "(NASDAQ:GLN)"])
def test_what_has_a_symbol_is_a_company_and_the_symbol_no_name(symbol: str, *, tagged: bool) -> None:
    text = f"The shares of Durapipe {symbol} rose in Chicago."
    assert kinds(recognise("", text, "en", tagged=tagged)) == {"Durapipe": "organisation", "Chicago": "place"}


def test_acronyms_with_dots_are_known_by_the_rules() -> None:
    text = "Envoys of the U.K. and J. Smith met the U.N. there. Officials of the U.S. Department of Agriculture left."
    assert kinds(by_rules("", text, telling=True)) == {
        "U.K.": "place", "J. Smith": "person", "U.N.": "organisation", "U.S. Department of Agriculture": "organisation",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "at", "kind"),
    [
        ("The agency Defrazo said", 2, "person"),
        ("cuts by Defrazo hurt", 2, ""),
        ("cuts by Minister Defrazo hurt", 3, "person"),
        ("cuts by Miller hurt", 2, "person"),
    ],
)
def test_a_word_that_nothing_tells_for_a_person_is_none(text: str, at: int, kind: str) -> None:
    forms = text.split()
    assert doubted([(forms, [Guess(at, at + 1, "person", 2)])]) == [[Guess(at, at + 1, kind, 2)]]
    full = (["Vera", "Defrazo"], [Guess(0, 2, "person", 2)])
    again = (forms, [Guess(at, at + 1, "person", 2)])
    for told in (full, (["Minister", "Defrazo", "left"], [Guess(1, 2, "person", 2)])):
        assert doubted([told, again])[1] == [Guess(at, at + 1, "person", 2)]
