"""The words of names: entities by any word of any spelling, in most articles first."""

from pathlib import Path

import numpy as np
import pytest
from conftest import MakeIndex
from support import Archive, story, table, write

from corpus.article import Entity
from index.columnar.errors import DamagedSegmentError
from index.entities import Entities
from index.generations import current
from index.words.namewords import FILE, NameWords, listed
from index.words.wordlist import name_keys, opened

ENTITIES = (
    Entity("mushtaq", "Mushtaq al-Jawari", "person", ("Abu Taqwa",)),
    Entity("safak", "Şafak News", "organisation"),
    Entity("zelensky", "Зеленский", "person"),
    Entity("xi", "习近平", "person"),
)


def names(words: NameWords, entities: Entities, ranks: np.ndarray) -> list[str]:
    return [entities.name(words.number(rank)) for rank in sorted(set(ranks.tolist()))]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("jaw", ["Mushtaq al-Jawari"]),
        ("taq", ["Mushtaq al-Jawari"]),
        ("safa", ["Şafak News"]),
        ("zelen", ["Зеленский"]),
        ("jin", ["习近平"]),
        ("nobody", []),
    ],
)
def test_names_by_the_beginning_of_any_word(key: str, expected: list[str]) -> None:
    entities = table(ENTITIES)
    words = NameWords(listed(entities))
    assert names(words, entities, words.beginning(key)) == expected


def test_whole_words() -> None:
    entities = table(ENTITIES)
    words = NameWords(listed(entities))
    assert names(words, entities, words.having("mushtaq")) == ["Mushtaq al-Jawari"]
    assert not words.having("mush").size
    assert words.entities == len(entities)


def test_words_of_one_sound() -> None:
    words = NameWords(listed(table([Entity("q", "Muammar Qaddafi", "person")])))
    assert words.sounding("gadhafi") == ["qaddafi"]
    assert words.sounding("obama") == []


def test_none() -> None:
    words = NameWords({})
    assert words.entities == 0
    assert not words.beginning("").size


def test_what_does_not_fit_is_damage() -> None:
    arrays = listed(table(ENTITIES))
    for name, wrong in (
        ("rank-starts", arrays["rank-starts"][:-1]),
        ("ranks", arrays["ranks"] + np.uint8(200)),
        ("sounds", arrays["sounds"][:-1]),
    ):
        with pytest.raises(DamagedSegmentError):
            NameWords({**arrays, name: wrong})


def test_what_is_typed_and_what_is_written_are_one() -> None:
    assert name_keys("зелен") == name_keys("zelen")
    assert name_keys("ŞAFAK") == name_keys("safak")
    assert name_keys("!?") == ()


def test_a_run_lists_them(tmp_path: Path, make_index: MakeIndex) -> None:
    archive = Archive(tmp_path)
    write(archive.files, {"a.txt": story(1, "Germany and France talked with Volodymyr Zelensky.")})
    archive.run()
    found = NameWords(opened(current(archive.index).path, FILE))
    assert found.entities == len(Entities.load(current(archive.index).path)) > 0
    assert found.beginning("germ").size
