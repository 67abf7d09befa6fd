import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.entities.names import is_clean, plain_words
from corpus.entities.recognition.edges import Edges
from corpus.entities.recognition.flags import FUNCTION
from corpus.entities.recognition.name import ORGANISATION, PERSON, PLACE, Guess
from corpus.entities.recognition.reading import read
from corpus.entities.recognition.recognise import recognise
from corpus.entities.recognition.tokens import tokens, word


def left(text: str, kind: str) -> list[str]:
    """Return what is left of a text that was taken for one name."""
    reading = read("", text, telling=True)
    body = reading.fields[1]
    whole = Guess(0, len(body.tokens.text), kind, 2)
    found = Edges.of(body.tokens, body.forms, reading.known, [whole]).cut([whole])
    return [text[body.tokens.starts[one.first] : body.tokens.ends[one.last - 1]] for one in found]


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("“ Canada —", PLACE, "Canada"),
        ("& Greece", PLACE, "Greece"),
        ("Boston OF", PLACE, "Boston"),
        ("Kelly &", PERSON, "Kelly"),
        ("In Brannik", PLACE, "Brannik"),
        ("The Vostok Council", ORGANISATION, "Vostok Council"),
        ("The Hague", PLACE, "The Hague"),
        ("So Vostok Group", ORGANISATION, "Vostok Group"),
        ("Vostok Pact of", ORGANISATION, "Vostok Pact"),
        ("Henry Spencer KB7ABC", PERSON, "Henry Spencer"),
        ("Vera Brannik BUF", PERSON, "Vera Brannik"),
        ("Vera Brannik TOR 42", PERSON, "Vera Brannik"),
        ("Vera Brannik PhD", PERSON, "Vera Brannik"),
        ("Alfred Brittain III", PERSON, "Alfred Brittain III"),
        ("VERA BRANNIK", PERSON, "VERA BRANNIK"),
        ("Vostok (Pacific)", ORGANISATION, "Vostok (Pacific)"),
    ],
)
def test_what_is_no_part_of_a_name_is_cut_off(text: str, kind: str, name: str) -> None:
    assert left(text, kind) == [name]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *((text, PERSON) for text in ("I’ve", "They'll", "Jr. PhD", "Americans", "Republicans", "Islam", "Oh", "Hi")),
        *((text, PLACE) for text in ("Nation", "Western", "— —")),
        *(
            (text, ORGANISATION)
            for text in ("Corp", "Co Inc", "Ltd. Co.", "Federal", "Tribal", "Commission", "Applause")
        ),
        *((text, ORGANISATION) for text in ("APIs", "AI-driven", "In", "of and", "National Security Advisor")),
    ],
)
def test_what_is_no_name_by_itself_is_none(text: str, kind: str) -> None:
    assert left(text, kind) == []


@pytest.mark.parametrize(
    "text", ["write to Vera@Brannik.net", "see Vostok.Brannik.Oslo.net", "at net/Vostok/Brannik now"]
)
def test_address_gives_no_name(text: str) -> None:
    assert recognise("", text, "en") == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("- Canada\n* Japan\n> > Nairobi", ["Canada", "Japan", "Nairobi"]),
        ("Q Hi, Jen. Vera Brannik is in Oslo.", ["Jen", "Vera Brannik", "Oslo"]),
        ("He left. Q Mr. Brannik, why?", ["Brannik"]),
        ("He won. (Laughter.) (Applause.) They left Oslo.", ["Oslo"]),
        ("Via Teleconference\n\nHe left Oslo.", ["Oslo"]),
        ("He asked Speaker Pelosi and Justice Breyer.", ["Pelosi", "Breyer"]),
        ("MR. PRICE: Thanks. THE PRESIDENT: They left Oslo.", ["Oslo"]),
        ("PART I — They left.", []),
        ("VIENNA — They left.", ["VIENNA"]),
        ("He lives in Dekalb, IL 60115.", ["Dekalb", "IL"]),
        ("It is in Washington, D.C., now.", ["Washington, D.C."]),
        ("Goldman, Sachs and Co said so.", ["Goldman, Sachs and Co"]),
        ("He bought Vostok Group Corp shares.", ["Vostok Group Corp"]),
        ("The Securities and Exchange Commission sued.", ["Securities and Exchange Commission"]),
        ("They left the Department of Health and Human Services.", ["Department of Health and Human Services"]),
        ("Nippon Telegraph and Telephone Corp rose.", ["Nippon Telegraph and Telephone Corp"]),
        (
            "The Justice Department and Federal Trade Commission sued.",
            ["Justice Department", "Federal Trade Commission"],
        ),
        ("He is at Texas A&M University.", ["Texas A&M University"]),
        ("She leads the Conservative Party of Canada.", ["Conservative Party of Canada"]),
        ("They cross the Indo-Pacific.", ["Indo-Pacific"]),
        ("The Biden-\u2060Harris Administration left.", ["Biden-\u2060Harris Administration"]),
    ],
)
def test_names_are_as_a_person_would_write_them_down(text: str, names: list[str]) -> None:
    found = [name.text for name in recognise("", text, "en")]
    assert [name for name in found if name != "PRICE"] == names


def test_a_piece_on_the_next_line_is_another_name() -> None:
    found = [name.text for name in recognise("", "He met Vera Brannik Jr.\nMr. Tomas Holm left.", "en")]
    assert found == ["Vera Brannik Jr.", "Tomas Holm"]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from([*"Q->&“”()A\n,.@", "of", "The", "In", "Oslo", "Vera", "Brannik", "and", "I’ve", "Inc.", "Co"])
    )
)
def test_names_begin_and_end_with_words(words: list[str]) -> None:
    text = " ".join(words)
    for name in recognise("", text, "en"):
        assert is_clean(name.text) or name.kind == "law"
        assert "&" in name.text or not word(name.text.split()[-1]).flags & FUNCTION


def test_openings_of_lines_are_no_tokens() -> None:
    found = tokens("- Canada\n> > Q Hi, Jen.\nQ: Who?\nQuebec won.\n## Lee")
    assert [found.text[first:last] for first, last in found.spans()] == [
        ["Canada"],
        ["Hi", ",", "Jen", "."],
        ["Who", "?"],
        ["Quebec", "won", "."],
        ["Lee"],
    ]


def test_words_of_a_name_leave_its_article_out() -> None:
    assert [plain_words(name) for name in ("The Congress", "the", "Indo-Pacific", "Vera Brannik")] == [1, 1, 2, 2]
