"""The inverted index of several segments, against the words of the texts, and what damage of one of them does."""

from collections import defaultdict
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from conftest import write_index
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Article
from index.analysis import terms
from index.columnar.errors import DamagedSegmentError
from index.columnar.inverted import Inverted
from index.columnar.together import Together
from index.generations import current
from index.opening import open_segments, open_whoosh

WORDS = ["one", "two", "three", "rare", *(["all"] * 6)]
Standing = dict[tuple[str, str], dict[int, list[int]]]


def opened(folder: Path) -> Together:
    return open_segments(open_whoosh(current(folder).path))


def some_articles(random: Random, count: int) -> list[Article]:
    texts = [" ".join(random.choices(WORDS, k=random.choice([0, 3, 40, 700]))) for _ in range(count)]
    return [Article(f"a{at}", " ".join(random.choices(WORDS, k=2)), text, lang="en") for at, text in enumerate(texts)]


def read(together: Together) -> Standing:
    """Read all live documents again and return where each term stands."""
    found: Standing = defaultdict(dict)
    for doc in np.flatnonzero(together.live).tolist():
        for field, text in zip(("title", "body"), together.texts(doc, ("title", "body")), strict=True):
            for place, term in enumerate(terms(text, "en")):
                found[field, term].setdefault(doc, []).append(place)
    return found


@settings(max_examples=15)
@given(st.integers(0, 2**32), st.integers(1, 4), st.booleans())
def test_postings_and_places_of_all_segments(seed: int, segments: int, ahead: bool) -> None:  # noqa: FBT001
    random = Random(seed)
    with TemporaryDirectory() as folder:
        articles = some_articles(random, random.choice([1, 9, 40]))
        index = write_index(Path(folder) / "index", articles, segments=segments, deleted=["a0", "a3"])
        together = opened(index)
        expected = read(together)
        asked = [*expected, ("body", "missing"), ("missing", "one")]
        if ahead:
            together.inverted.read_ahead(asked)
        for field, term in asked:
            docs, freqs = together.inverted.postings(field, term)
            wanted = expected.get((field, term), {})
            assert docs.tolist() == sorted(wanted)
            assert freqs.tolist() == [len(wanted[doc]) for doc in docs.tolist()]
        some = np.flatnonzero(together.live & np.array([random.random() < 0.5 for _ in together.live]))
        compare(together.inverted, asked, some.astype(np.uint32), expected)


def compare(inverted: Inverted, asked: list[tuple[str, str]], docs: np.ndarray, expected: Standing) -> None:
    for one, (having, starts, places) in zip(asked, inverted.standing(asked, docs), strict=True):
        wanted = expected.get(one, {})
        assert having.tolist() == [doc for doc in docs.tolist() if doc in wanted]
        assert starts.tolist() == np.cumsum([0, *(len(wanted[doc]) for doc in having.tolist())]).tolist()
        assert places.tolist() == [place for doc in having.tolist() for place in wanted[doc]]


@pytest.mark.parametrize("extension", [".docs", ".freqs", ".places"])
def test_damage_is_told_by_the_file_that_has_it(tmp_path: Path, extension: str) -> None:
    random = Random(0)
    index = write_index(tmp_path / "index", some_articles(random, 40), segments=3)
    asked = list(read(opened(index)))
    (path, *_) = sorted(current(index).path.glob("*" + extension))
    data, told = path.read_bytes(), []
    for _ in range(60):
        changed = bytearray(data)
        changed[random.randrange(len(data) // 2)] = random.choice([0, 1, 0xFF])
        path.write_bytes(changed)
        try:
            inverted = opened(index).inverted
            inverted.read_ahead(asked)
            inverted.standing(asked, np.arange(40, dtype=np.uint32))
        except DamagedSegmentError as error:
            told.append((Path(error.file).stem, "the postings of" in error.why))
        path.write_bytes(data)
    assert {stem for stem, _ in told} == {path.stem}
    assert any(in_postings for _, in_postings in told)
