import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.decode import UndecodableError, declared_encoding, decode, tidy


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Le café est très chaud à côté.", "cp1252"),
        ("Zażółć gęślą jaźń, powiedział minister w Warszawie", "cp1250"),
        ("Президент заявил в четверг, что выборы состоятся", "cp1251"),
        ("日本の首相は木曜日に選挙が行われると述べた", "shift_jis"),
        ("中国总理星期四表示选举将举行", "gb18030"),
        ("naïve", "utf-8-sig"),
        ("naïve", "utf-16"),
        ("naïve", "utf-32"),
    ],
)
def test_encodings_are_found_without_being_told(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("data", "declared", "expected"),
    [
        ("É".encode(), "latin-1", "É"),  # UTF-8 is tried before what is declared
        (b"\xc9t\xe9 \x93quoted\x94", "iso-8859-1", "Été “quoted”"),
        ("Привет".encode("koi8-r"), "KOI8-R", "Привет"),
        ("Été à Paris".encode("cp1252"), "no-such-encoding", "Été à Paris"),
        ("Été à Paris".encode("cp1252"), "hex", "Été à Paris"),
        ("Été à Paris".encode("cp1252"), "utf-16", "Été à Paris"),
    ],
)
def test_a_declared_encoding_counts_after_utf8(data: bytes, declared: str, expected: str) -> None:
    assert decode(data, declared) == expected


def test_a_broken_byte_does_not_turn_utf8_into_something_else() -> None:
    assert decode("Şafak, Łódź, café, “x”".encode() + b"\xe2\x80") == "Şafak, Łódź, café, “x”\ufffd"


@pytest.mark.parametrize("data", [b"%PDF-1.4\x00\x01", b"\xff\xfe\x00\x00\x00\x00", bytes(range(1, 256)) * 40])
def test_binary_data_is_no_text(data: bytes) -> None:
    with pytest.raises(UndecodableError):
        decode(data)


def test_a_long_text_is_told_by_its_first_accents() -> None:
    text = "plain line\n" * 50_000 + "Élections à Genève où tout a été décidé\n" * 20
    assert decode(text.encode("cp1252")) == text


def test_declared_encodings() -> None:
    assert declared_encoding(b"<?xml version=\"1.0\" encoding='ISO-8859-1'?>") == "ISO-8859-1"
    assert declared_encoding(b"text/html; charset=utf-8") == "utf-8"
    assert declared_encoding(b"<html>") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc\x0cd\x0be\x85f\u2028g", "a\nb\nc\nd\ne\nf\ng"),
        ("a\x00\x01\x1f\x7f\x9f\ufeffb\tc", "ab\tc"),
        ("e\u0301", "é"),
        ("\ud83d\ude00 \ud800", "😀 \ufffd"),
    ],
)
def test_tidy(text: str, expected: str) -> None:
    assert tidy(text) == expected


@given(st.text(st.characters(exclude_categories=[])))
def test_tidy_text_stays_so_and_can_be_written(text: str) -> None:
    tidied = tidy(text)
    assert tidy(tidied) == tidied
    assert tidied.encode("utf-8").decode("utf-8") == tidied


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_are_told_not_to_be(data: bytes) -> None:
    try:
        tidy(decode(data)).encode("utf-8")
    except UndecodableError as error:
        assert str(error).startswith("is ")  # noqa: PT017 -- either outcome is right
