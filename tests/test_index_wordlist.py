"""The word list: every word of an archive as it is written, kept up by runs."""

import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from conftest import MakeIndex
from hypothesis import given
from hypothesis import strategies as st
from support import Archive, story, write

from corpus.article import Article
from index import remove
from index.columnar.arrays import Array
from index.columnar.errors import DamagedSegmentError
from index.columnar.strings import Strings
from index.generations import current
from index.opening import open_segments, open_whoosh
from index.words import listing
from index.words.listing import listed, usual
from index.words.plain import plain_forms, together
from index.words.wordlist import FILE, LONGEST, WordList, mark_of, opened

BODY = """Talks on talks: Şafak’s TALKS, O'Brien, F-16, 東京大学, Зеленский and зеленский.
Obama, obama, Obama, Obama's. Obama and Obama."""


def words_of(index: Path) -> WordList:
    return WordList(listed(open_segments(open_whoosh(current(index).path))))


def counts(words: WordList) -> dict[str, int]:
    return {words[at].text: words[at].count for at in range(len(words))}


def kept(index: Path) -> set[str]:
    return set(counts(WordList(opened(current(index).path, FILE))))


def test_words_as_they_are_written(make_index: MakeIndex) -> None:
    found = counts(words_of(make_index([Article("a", "Talks", BODY, lang="en")])))
    assert found["talks"] == 4
    assert found["Obama"] == 6  # in small letters once, and as a possessive
    assert found["Şafak"] == 1
    assert found["O'Brien"] == 1
    assert sum(found.get(one, 0) for one in ("Зеленский", "зеленский")) == 2
    assert not [one for one in found if re.search(r"\d|[東京大学]", one)]


def test_words_are_found_by_latin_letters(make_index: MakeIndex) -> None:
    words = words_of(make_index([Article("a", "Talks", BODY)], segments=1))
    assert [words[at].text.lower() for at in words.beginning("zelen")] == ["зеленский"]
    assert [words[at].text for at in words.beginning("safa")] == ["Şafak"]
    assert list(words.beginning("zz")) == []
    assert len(words.beginning("")) == len(words)


@given(st.lists(st.text(st.sampled_from("abÀéTs' \n"), max_size=30), min_size=1, max_size=6))
def test_counts_are_those_of_the_texts(tmp_path_factory: pytest.TempPathFactory, bodies: list[str]) -> None:
    from conftest import write_index  # noqa: PLC0415 -- a fixture would be shared by all examples

    from index.analysis import bare  # noqa: PLC0415
    from index.tokens import words  # noqa: PLC0415

    index = tmp_path_factory.mktemp("words") / "index"
    write_index(index, [Article(str(at), "", body) for at, body in enumerate(bodies)], segments=2)
    wanted: Counter[str] = Counter()
    for body in bodies:
        for one in words(body):
            if 2 <= len(one.surface) <= LONGEST and len(bare(one.surface)) >= 1:
                wanted[bare(re.sub("'[sS]$", "", one.surface))] += 1
    found: Counter[str] = Counter()
    for text, count in counts(words_of(index)).items():
        found[bare(text)] += count
    assert found == wanted


def test_a_run_lists_the_words_and_a_later_one_those_that_are_new(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    write(archive.files, {"a.txt": story(1, "A zebra grazes.")})
    archive.run()
    assert "zebra" in kept(archive.index)
    before = (current(archive.index).path / "words.side").stat().st_ino
    write(archive.files, {"b.txt": story(2, "A giraffe drinks.")})
    archive.run()
    assert {"zebra", "giraffe"} <= kept(archive.index)
    assert (current(archive.index).path / "words.side").stat().st_ino != before


def test_few_new_articles_of_many_wait_for_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "_LITTLE", 2)
    monkeypatch.setattr("index.build.plan", lambda sizes, purge: [])  # as of segments that are large
    archive = Archive(tmp_path)
    write(archive.files, {f"{at}.txt": story(at, "A zebra grazes.") for at in range(3)})
    archive.run()
    write(archive.files, {"b.txt": story(7, "A giraffe drinks."), "c.txt": story(8, "A lion sleeps.")})
    archive.run()
    assert not {"giraffe", "lion"} & kept(archive.index)
    write(archive.files, {"d.txt": story(9, "A hippo bathes."), "e.txt": story(10, "A gnu runs.")})
    archive.run()
    assert {"zebra", "giraffe", "lion", "hippo", "gnu"} <= kept(archive.index)


def test_no_word_is_left_of_what_was_taken_down(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    write(archive.files, {"a.txt": story(1, "A zebra grazes."), "b.txt": story(2, "A giraffe drinks.")})
    archive.run()
    zebra = next(key for key, one in archive.articles().items() if "zebra" in one.body)
    config = tmp_path / "broadsheet.yaml"
    config.write_text("", encoding="utf-8")
    remove(archive.index, [zebra], config_file=config)
    assert "giraffe" in kept(archive.index)
    assert "zebra" not in kept(archive.index)
    assert all(b"zebra" not in one.read_bytes() for one in archive.index.rglob("words.side"))


@pytest.mark.parametrize("name", ["keys-starts", "counts", "marks", "lengths", "written-starts"])
def test_words_that_are_not_as_many_are_damage(make_index: MakeIndex, name: str) -> None:
    arrays = listed(open_segments(open_whoosh(current(make_index([Article("a", "Talks", BODY)])).path)))
    with pytest.raises(DamagedSegmentError):
        WordList({**arrays, name: arrays[name][:-1]})


@given(st.data())
def test_any_offsets_are_read_without_harm(data: st.DataObject) -> None:
    size = data.draw(st.integers(0, 5))
    numbers = st.lists(st.integers(0, 2**32 - 1), min_size=size + 1, max_size=size + 1)
    arrays: dict[str, Array] = {
        "keys": np.frombuffer(b"abcdef", np.uint8),
        "keys-starts": np.array(data.draw(numbers), np.uint32),
        "written": np.frombuffer(b"\xffbcdef", np.uint8),
        "written-starts": np.array(data.draw(numbers), np.uint32),
        "counts": np.zeros(size, np.uint8),
        "marks": np.zeros(size, np.uint64),
        "lengths": np.zeros(size, np.uint8),
    }
    words = WordList(arrays)
    for at in words.beginning(data.draw(st.text(max_size=3))):
        assert isinstance(words[at].text, str)


def test_marks_tell_how_many_letters_differ() -> None:
    assert mark_of("") == 0
    assert mark_of("aa") != mark_of("a")
    assert (mark_of("talks") ^ mark_of("tasks")).bit_count() <= 2


@given(st.lists(st.text(st.sampled_from("abAB"), min_size=2, max_size=4), min_size=1, max_size=40))
def test_plain_words_are_shown_as_others_are(forms: list[str]) -> None:
    counted = Counter(forms)
    plain, left = plain_forms(Strings.of([one.encode() for one in counted]), np.array(list(counted.values())))
    assert not left
    words, written, totals = together([plain, plain]).listed()
    found = dict(zip([one.decode() for one in words], zip(written, totals.tolist(), strict=True), strict=True))
    folded: dict[str, dict[str, int]] = {}
    for form, count in counted.items():
        folded.setdefault(form.lower(), {})[form] = 2 * count
    assert found == {word: (usual(several).encode(), sum(several.values())) for word, several in folded.items()}
