"""Sounding: names under another transliteration than that of the archive."""

import pytest
from conftest import MakeIndex

from corpus.article import Article, Entity
from search import Engine

NAMES = ("Muammar Qaddafi", "Борис Ельцин", "Netanyahu", "Al-Nujaba")
ARTICLES = [
    Article(f"a{at}", "Title", f"{name} said so.", entities=(Entity(f"e{at}", name, "person"),), carried=1)
    for at, name in enumerate(NAMES)
]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("gadhafi", "qaddafi"), ("netaniahou", "netanyahu"), ("al-Noujabba", "al-Nujaba"), ("yeltsin", "ельцин")],
)
def test_names_that_sound_alike(make_index: MakeIndex, typed: str, meant: str) -> None:
    with Engine.open(make_index(ARTICLES)) as engine:
        found = engine.search(typed).suggestion
        assert found is not None
        assert found.text == meant
        assert found.total == 1


@pytest.mark.parametrize("typed", ["kadaf", "obama", "qqqqq", "netan"])
def test_others_do_not(make_index: MakeIndex, typed: str) -> None:
    with Engine.open(make_index(ARTICLES)) as engine:
        assert engine.search(typed).suggestion is None
