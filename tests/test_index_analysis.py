"""Analysis: what a person types meets what stands in the text."""

import threading

import pytest
import snowballstemmer
import whoosh.index
from hypothesis import given
from hypothesis import strategies as st
from whoosh.qparser import QueryParser

from corpus.text import fold
from index.analysis import _SNOWBALL, MAX_TERM_BYTES, _Terms, query_terms, term, terms
from index.schema import schema
from index.tokens import words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Şafak", ["safak"]),
        ("safak SAFAK Şafak", ["safak", "safak", "safak"]),
        ("al-Sudani", ["al", "sudani"]),
        ("Al-Sudani’s", ["al", "sudani"]),
        ("O'Brien O’Brien", ["obrien", "obrien"]),
        ("the U.S. and the U.S.-led", ["the", "us", "and", "the", "us", "led"]),
        ("J.K. Rowling", ["jk", "rowl"]),
        ("1,500 troops in 2,500,000", ["1500", "troop", "in", "2500000"]),
        ("9/11 F-16 C++", ["9", "11", "f", "16", "c"]),
        ("l'eau d’Orsay", ["l", "eau", "d", "orsay"]),
        ("withdrawals withdrawing", ["withdraw", "withdraw"]),
        ("end.Next", ["end", "next"]),
        ("snake_case", ["snake", "case"]),
        ("東京都", ["東京", "京都"]),
        ("東", ["東"]),
        ("北京 Beijing", ["北京", "beij"]),
        ("한국어", ["한국", "국어"]),
        ("２０２４", ["2024"]),
        ("İstanbul istanbul", ["istanbul", "istanbul"]),
        ("Congreſs congress", ["congress", "congress"]),
        ("ﬁre ﬂoods oﬃce ﬅone", ["fire", "flood", "offic", "stone"]),
        ("Œuvre Æſop Jĳ fuͤr deꝛ", ["oeuvr", "aesop", "jij", "fur", "der"]),
        ("", []),
        (" ... -- !! ", []),
    ],
)
def test_terms(text: str, expected: list[str]) -> None:
    assert terms(text, "en") == expected


@pytest.mark.parametrize(
    ("lang", "one", "other"),
    [
        ("en", "coalition", "coalitions"),
        ("de", "Häuser", "haus"),
        ("fr", "élections", "election"),
        ("ru", "войны", "война"),
        ("es", "canción", "canciones"),
        ("ar", "الكتاب", "كتاب"),
        ("en", "Poſſeſſions", "possession"),
        ("de", "Verfaſſungen", "Verfassung"),
        ("fr", "eſpérances", "espérance"),
        ("pl", "wyborami", "wybory"),
        ("cs", "volbami", "volby"),
        ("fa", "کتابها", "کتاب"),
        ("nb", "regjeringen", "regjeringer"),
        ("nn", "regjeringa", "regjeringar"),
    ],
)
def test_stems_by_language(lang: str, one: str, other: str) -> None:
    assert term(one, lang) == term(other, lang)


def test_every_stemmer_is_there() -> None:
    assert set(_SNOWBALL.values()) <= set(snowballstemmer.algorithms())


@pytest.mark.parametrize("lang", [None, "vi", "zh", "uk", "xx", "und"])
def test_a_language_without_a_stemmer_is_not_read_as_english(lang: str | None) -> None:
    text = "elections withdrawing nationals bing các cuộc họp"
    assert terms(text, lang) == fold(text).split()
    assert terms(text, "en") != terms(text, lang)


def test_arabic_is_not_read_as_english() -> None:
    assert terms("Withdrawals elections", "ar") == ["withdrawals", "elections"]
    assert term("المدارس", "ar") != term("المدارس", "en") == "المدارس"


def test_a_combining_accent_is_as_good_as_a_composed_one() -> None:
    assert terms("Şafak cafe\u0301") == terms("S\u0327afak café")


def test_words_of_scripts_with_combining_vowels_stay_whole() -> None:
    assert len(list(words("हिन्दी"))) == 1
    assert terms("نُجَباء") == terms("نجباء")


def test_a_very_long_word_is_cut() -> None:
    assert len(term("é" * 500).encode()) <= MAX_TERM_BYTES
    assert len(term("a" * 5_000_000)) <= MAX_TERM_BYTES


def test_a_typed_word_stands_for_its_stem_in_every_language() -> None:
    assert set(query_terms("Häuser", ("de", "en"))) == {term("Häuser", "de"), term("Häuser", "en"), "hauser"}


def test_a_typed_word_stands_for_itself_where_no_language_is_known() -> None:
    assert query_terms("Elections", ()) == ("elections",)
    assert query_terms("Elections", ("de", "vi")) == tuple(sorted({term("Elections", "de"), "elections"}))


@given(st.text())
def test_words_cover_their_spans_and_terms_stand_at_their_positions(text: str) -> None:
    found = list(words(text))
    assert all(text[word.start : word.end] == word.surface for word in found)
    assert terms(text) == [term(word.surface) for word in found]
    assert all(terms(text))


@given(st.text(st.sampled_from("abZ19'.,_- \n")))
def test_a_text_of_ascii_has_the_words_that_it_has_beside_other_letters(text: str) -> None:
    assert list(words(text)) == list(words(text + " é"))[:-1]
    assert terms(text) == terms(text + " é")[:-1]


def test_many_threads_agree() -> None:
    text = " ".join(f"nationalisation{n} organisers{n}" for n in range(300))
    expected = [f"{stem}{n}" for n in range(300) for stem in ("nationalisation", "organisers")]
    answers: list[list[str]] = []
    threads = [threading.Thread(target=lambda: answers.append(terms(text, "sv"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [expected] * 4


def test_the_analyzer_serves_whoosh_itself(tmp_path: object) -> None:
    made = whoosh.index.create_in(str(tmp_path), schema())
    writer = made.writer()
    writer.add_document(id="1", title="The Şafak story", body="Two withdrawals at 東京都 in the U.S. today")
    writer.commit()
    with made.searcher() as searcher:
        for text in ("title:safak", "withdrawal", '"withdrawals at"', "US"):
            assert len(searcher.search(QueryParser("body", made.schema).parse(text))) == 1


def test_only_the_terms_of_short_chunks_are_kept() -> None:
    known = _Terms("en")
    for chunk in ("withdrawals", "a" * 64, "a" * 65, "東" * 65):
        assert known[chunk] == tuple(terms(chunk, "en"))
    assert list(known) == ["withdrawals", "a" * 64]
