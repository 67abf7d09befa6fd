"""The words of whole texts at once are those that the analysis finds in each, one by one."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import fresh_term
from index.columnar.rows import SAMPLED
from index.columnar.strings import Strings, forms_of
from index.columnar.writing import vocabulary
from index.columnar.writing.pieces import part
from index.columnar.writing.vocabulary import Vocabulary
from index.columnar.writing.wordtable import WordTable
from index.tokens import words

SNIPPETS = [
    "Al-Sudani's", "O'Brien", "l'eau", "L'Élysée", "d's", "U.S.", "u.s.-led", "U.S.A's", "3.5", "1,500", "1,500.25",
    "12,34", "a.b.c", "cs.example.edu", "D,K", "end.”", "“quoted”", "word’s", "rock’n’roll", "it's", "IT'S", "s's",
    "snake_case", "x\u200dy", "می\u200cخواهم", "東京都", "한국어", "กรุงเทพ", "é", "e\u0301", "İstanbul", "Łódź",
    "\u00a0", "\u2028", "\x00", "\ud800", "ª", "²", "½", "«a»", "…", "…b", "—", "C++", "@x", "#y", "'", ".", ",",
    "''", "a'", "'a", "a'.b", "naïveté", "ﬁn", "𝔘nicode", "😀", "a" * 70, "ab" * 8, "abcdefgh", "abcdefghi" * 2,
    "Congreſs", "ﬁre", "ﬅone's", "deꝛ", "fuͤr", "Œuvre", "Ω" * 9, "١٢٣", "Straße", "ʻokina", "\u2019tis", "x" * 300,
]  # fmt: skip
pieces = st.sampled_from(SNIPPETS) | st.text(max_size=6) | st.text(st.sampled_from("aA1'.,’ -_é"), max_size=12)
texts = st.lists(pieces, max_size=12).map(" ".join) | st.lists(pieces, max_size=12).map("".join)


def check(vocabulary: Vocabulary, several: list[str], lang: str) -> None:
    found = vocabulary.tokens([one.encode("utf-8", "surrogatepass") for one in several], lang)
    expected = [list(words(text)) for text in several]
    surfaces = [vocabulary.surfaces[form] for form in found.forms.tolist()]
    terms = [vocabulary.texts[vocabulary.terms[form]] for form in found.forms.tolist()]
    assert surfaces == [one.surface.encode("utf-8", "replace") for text in expected for one in text]
    assert terms == [fresh_term(one.surface, lang).encode("utf-8", "replace") for text in expected for one in text]
    assert found.counts.tolist() == [len(text) for text in expected]
    assert found.offsets.tolist() == [one.start for text in expected for one in text[::SAMPLED]]


@given(st.lists(st.lists(texts, max_size=5), max_size=4), st.sampled_from(["en", "de", "fr", "ar", "tr", "vi"]))
def test_tokens(runs: list[list[str]], lang: str) -> None:
    known = Vocabulary()
    for several in runs:
        check(known, several, lang)


def test_long_texts() -> None:
    known = Vocabulary()
    for lang in ("en", "fr"):
        check(known, [" ".join(SNIPPETS * 9), "", "’".join(SNIPPETS), ", ".join(SNIPPETS * 4)], lang)


def test_a_full_vocabulary_begins_anew() -> None:
    known = Vocabulary()
    check(known, ["one two three"], "en")
    before, vocabulary._KEPT = vocabulary._KEPT, 2
    try:
        known.forget_if_full()
    finally:
        vocabulary._KEPT = before
    assert not known.texts
    check(known, ["three four"], "en")


def test_terms_ascend() -> None:
    known = Vocabulary()
    for text in ("b a c", "é z b", "ａ \U0001d518"):
        known.tokens([text.encode()], "vi")
        ordered = [known.texts[one] for one in known.ascending().tolist()]
        assert ordered == sorted(known.texts)


@given(texts)
def test_pieces_hold_whole_words(text: str) -> None:
    found = part([text.encode("utf-8", "surrogatepass")])
    characters = (found.characters(np.stack([found.starts, found.ends])) - 1).T.tolist()
    inside = [any(begin <= one.start and one.start + len(one.surface) <= end for begin, end in characters)
              for one in words(text)]  # fmt: skip
    assert all(inside)


keys = st.lists(st.tuples(st.integers(1, 9), st.integers(0, 3)), unique=True, max_size=9)


@given(st.lists(keys, max_size=5), st.integers(1, 40))
def test_a_table_is_like_a_dictionary(runs: list[list[tuple[int, int]]], spread: int) -> None:
    table = WordTable(2)
    model: dict[tuple[int, int], int] = {}
    for run in runs:
        fresh = [(one * 2**spread, other) for one, other in run if (one * 2**spread, other) not in model]
        table.add(columns(fresh), np.arange(len(model), len(model) + len(fresh), dtype=np.int32))
        model.update({key: len(model) + at for at, key in enumerate(fresh)})
        sought = [*model, (3, 9), (2**63, 0)]
        found = table.find(columns(sought))
        missing = {at for at, key in enumerate(sought) if key not in model}
        assert set(found.missing.tolist()) == missing
        assert [found.numbers[at] for at in range(len(sought)) if at not in missing] == list(model.values())
    assert len(table) == len(model)


def columns(pairs: list[tuple[int, int]]) -> tuple[np.ndarray, ...]:
    return tuple(np.array([pair[at] for pair in pairs], np.uint64) for at in range(2))


def test_a_table_grows() -> None:
    table = WordTable(1)
    every = np.arange(1, 50_000, dtype=np.uint64) << np.uint64(40)
    for begin in range(0, every.size, 7_000):
        part_of = every[begin : begin + 7_000]
        table.add((part_of,), np.arange(begin, begin + part_of.size, dtype=np.int32))
    found = table.find((every,))
    assert found.numbers.tolist() == list(range(every.size))
    assert not found.missing.size


@given(st.lists(st.tuples(st.lists(st.binary(max_size=3), min_size=1, max_size=3), st.booleans()), max_size=6))
def test_forms_of_terms(runs: list[tuple[list[bytes], bool]]) -> None:
    strings = [one for run, _ in runs for one in run]
    counts, dropped = np.array([len(run) for run, _ in runs], np.int64), np.array([one for _, one in runs], np.bool_)
    expected = [b"" if gone else b"\n".join(run) for run, gone in runs]
    assert list(forms_of(strings, counts, dropped)) == expected
    packed = Strings.of(expected)
    assert packed.counts_of(0x0A).tolist() == [one.count(b"\n") for one in expected]
