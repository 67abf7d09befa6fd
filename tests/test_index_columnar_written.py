"""Written forms: where they stand is what reading every text would tell."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from conftest import write_index
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Article
from index.generations import current
from index.tokens import words
from search.query.written import form_term, signed_term
from search.snapshots.snapshot import Snapshot

PIECES = [
    "Elect",
    "elections",
    "Elections",
    "ELECT",
    "election",
    "O'Brien",
    "O’Brien",
    "C++",
    "C",
    "c#",
    "Iraq's",
    "Iraq",
    ".",
]
bodies = st.lists(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join), min_size=1, max_size=6)


@settings(max_examples=15)
@given(bodies, st.integers(1, 2))
def test_written_forms(texts: list[str], segments: int) -> None:
    articles = [Article(f"a{at}", "", text, lang="en") for at, text in enumerate(texts)]
    with TemporaryDirectory() as folder:
        index = write_index(Path(folder) / "index", articles, segments=segments, deleted=["a0"])
        snapshot = Snapshot(current(index))
        kept = {doc: one.body for one in articles[1:] if (doc := snapshot.find(one.id)) is not None}
        for asked in {form_term(one) for one in ("Elect", "elections", "O'Brien", "C", "Iraq", "iraq")} | {
            "+c++",
            "+c#",
        }:
            expected = {doc: places for doc, text in kept.items() if (places := standing(text, asked))}
            found = snapshot.terms.postings("body", asked)
            assert dict(zip(found.docs.tolist(), found.freqs.tolist(), strict=True)) == {
                doc: len(places) for doc, places in expected.items()
            }
            assert found.docs.tolist() == sorted(expected)
            for docs in (found.docs, found.docs[::2]):
                (positions,) = snapshot.terms.positions([("body", asked)], docs)
                several = np.split(positions.places, positions.starts[1:-1]) if docs.size else []
                assert [one.tolist() for one in several] == [expected[doc] for doc in docs.tolist()]
        snapshot.retire()


def standing(text: str, asked: str) -> list[int]:
    found = enumerate(words(text))
    return [at for at, word in found if asked in {form_term(word.surface), signed_term(text, word)}]
