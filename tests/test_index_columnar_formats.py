import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh import formats
from whoosh.analysis import LowercaseFilter, SpaceSeparatedTokenizer

from index.columnar.formats import Exact, Occurrences, Words, value_of

FORMS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
FOUND = st.lists(st.tuples(st.integers(0, 2**40), FORMS), min_size=1, max_size=20, unique_by=lambda pair: pair[0])


@given(FOUND)
def test_a_value_comes_back(found: list[tuple[int, str]]) -> None:
    words = Words()
    value = words.encode(found)
    places, forms = zip(*sorted(found), strict=True)
    assert words.decode_positions(value) == list(places)
    assert words.decode_forms(value) == [form.replace("\n", " ") for form in forms]
    assert words.decode_frequency(value) == words.decode_weight(value) == len(found)


@given(FOUND, FOUND)
def test_values_of_one_document_are_joined(one: list[tuple[int, str]], other: list[tuple[int, str]]) -> None:
    words = Words()
    joined = words.combine([words.encode(one), words.encode(other)])
    assert set(words.decode_positions(joined)) == {place for place, _ in (*one, *other)}


@given(st.binary(max_size=30))
def test_bytes_that_are_no_value_are_refused(data: bytes) -> None:
    words = Words()
    try:
        places, forms = words.occurrences(data)
    except ValueError:
        return
    assert len(places) == len(forms)


def test_words_keep_their_written_forms() -> None:
    analyzer = SpaceSeparatedTokenizer() | LowercaseFilter()
    found = {text: (count, weight, value) for text, count, weight, value in Words().word_values("A b a", analyzer)}
    assert found["a"][:2] == (2, 2.0)
    assert Words().occurrences(found["a"][2]) == ([0, 2], ["A", "a"])
    assert [one[0] for one in Words().word_values(["x", "y"], analyzer)] == ["x", "y"]


def test_packed_postings_serve_the_formats_that_need_no_more() -> None:
    found = Occurrences([1, 5], ["a", "A"])
    assert Words().occurrences(value_of(Words(), 2, found)) == found
    assert formats.Positions().decode_positions(value_of(formats.Positions(), 2, found)) == [1, 5]
    assert formats.Frequency().decode_frequency(value_of(formats.Frequency(), 2, found)) == 2
    assert value_of(Exact(), 1, None) == value_of(formats.Existence(), 2, found) == b""
    with pytest.raises(TypeError, match="was not written for Characters"):
        value_of(formats.Characters(), 2, found)
    with pytest.raises(TypeError, match="was not written for Words"):
        value_of(Words(), 1, None)
