"""Entities of an index: what names stand for, by which ids and spellings they are found, and damaged side files."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import table

from corpus.article import Article, Entity, Mention, NameLink
from corpus.entities.names import name_key
from corpus.entities.spelling import Spelling
from corpus.entities.unify.archive.decisions import Decisions
from index.columnar.errors import DamagedSegmentError
from index.columnar.rows import Span
from index.entities import FILE, Entities, Evidence, id_of
from index.generations import current
from index.names import NameTerm, named, naming
from index.naming import Known, worked_out
from index.opening import open_segments, open_whoosh
from index.publishing import publish_articles
from index.sidefiles import load

BODY = "Mushtaqa al-Jawari, known as Abu Taqwa, died. Abu Taqwa was 40."
NAMES = [("Mushtaqa al-Jawari", 0), ("Abu Taqwa", 29), ("Abu Taqwa", 46)]
PERSON = Entity("p", "Mushtaqa al-Jawari", "person", ("Abu Taqwa",))
LINK = NameLink(("person", "Mushtaqa al-Jawari"), ("person", "Abu Taqwa"), "called", "the text says so", BODY[:45])


def article(key: str = "a") -> Article:
    mentions = tuple(Mention("p", at, at + len(text), text) for text, at in NAMES)
    return Article(key, "Killed", BODY, entities=(PERSON,), mentions=mentions, links=(LINK,))


def made(folder: Path, *articles: Article, known: Known | None = None) -> Entities:
    publish_articles(folder, articles)
    path = current(folder).path
    return Entities(worked_out(open_segments(open_whoosh(path)), known or Known()))


def test_what_articles_link_is_one_entity_with_evidence(tmp_path: Path) -> None:
    entities = made(tmp_path / "index", article())
    assert len(entities) == 1
    found = entities["person.mushtaqa-al-jawari"]
    assert found == Entity("person.mushtaqa-al-jawari", "Mushtaqa al-Jawari", "person", ("Abu Taqwa",))
    assert entities["person.abu-taqwa"] == found
    assert entities.resolve("ABU TAQWA") == (found.id,)
    assert entities.articles(1) == 1
    assert entities.evidence(1) == [Evidence("Mushtaqa al-Jawari", "Abu Taqwa", "", "a")]
    assert [entities.begins(one) for one in ("abu", "taqwa", "mushtaqa")] == [True, False, True]
    assert list(entities.beginning("ab", 9)) == ["abu taqwa"]


def test_what_the_user_parts_is_parted(tmp_path: Path) -> None:
    parted = Decisions(splits=((Spelling("", "Mushtaqa al-Jawari"), Spelling("", "Abu Taqwa")),))
    entities = made(tmp_path / "index", article(), known=Known((), parted))
    assert {one.name for one in entities.values()} == {"Mushtaqa al-Jawari", "Abu Taqwa"}
    assert entities["person.abu-taqwa"].name == "Abu Taqwa"


def test_a_gazetteer_gives_ids_and_names(tmp_path: Path) -> None:
    entry = Entity("taqwa", "Abu Taqwa", "person", ("Mushtaqa al-Jawari", "أبو تقوى"))
    entities = made(tmp_path / "index", article(), known=Known((entry,)))
    assert entities["taqwa"] == Entity("taqwa", "Abu Taqwa", "person", ("Mushtaqa al-Jawari", "أبو تقوى"))
    assert entities["person.mushtaqa-al-jawari"].id == "taqwa"
    assert entities.resolve("أبو تقوى") == ("taqwa",)
    assert entities.evidence(1)[0].reason == "a gazetteer has both for one"


def test_without_names_there_are_no_entities(tmp_path: Path) -> None:
    entities = made(tmp_path / "index", Article("a", "Fog", "No one was there."))
    assert (len(entities), list(entities), entities.resolve("fog"), "person.fog" in entities) == (0, [], (), False)
    assert Entities.load(tmp_path).resolve("") == ()
    with pytest.raises(KeyError):
        entities["person.fog"]


names = st.sampled_from(["Ann Lee", "Ann  Lee", "Bo", "Élise Roux", "Москва", "U.S.", "x" * 80, "&", "9", "Ann-Lee"])
kinds = st.sampled_from(["person", "place", ""])


@given(st.lists(st.builds(lambda name, kind: (name, kind), names, kinds), min_size=1, max_size=8, unique=True))
def test_every_spelling_is_found_by_itself_and_by_its_id(some: list[tuple[str, str]]) -> None:
    entities = table([Entity(f"e{at}", name, kind) for at, (name, kind) in enumerate(some)])
    for name, kind in some:
        if name_key(name):
            # A name without a kind is that of the one kind with its words, if there is one.
            assert not kind or any(kind == entities[one].kind for one in entities.resolve(name))
            assert name_key(entities[id_of(kind, name)].name) == name_key(name)
    keys = [name_key(entities.name(number)) for number in range(1, len(entities) + 1)]
    assert keys == sorted(keys) or any(not key for key in keys)


@given(st.text(max_size=30), st.text(max_size=60))
def test_names_come_back_as_they_were(title: str, body: str) -> None:
    title, body = title.replace("\n", " "), body + "Ann Lee"
    at = len(body) - len("Ann Lee")
    entity = Entity("e", "Ann Lee", "person")
    given_article = Article("a", title, body, entities=(entity,), mentions=(Mention("e", at, at + 7, "Ann Lee"),))
    found = naming((Span(*one) for one in named(given_article).spans), title, body, ())
    assert [(one.name, one.kind) for one in found.entities] == [("Ann Lee", "person")]
    assert [(one.start, one.end, one.text, one.field) for one in found.mentions] == [(at, at + 7, "Ann Lee", "body")]


@pytest.mark.parametrize("one", [NameTerm("person", "Ann"), NameTerm("", "Ann", "Ann Lee"), NameTerm("place", "A b")])
def test_terms(one: NameTerm) -> None:
    assert NameTerm.of(one.term) == one


@pytest.mark.parametrize("name", ["version", "kinds", "key-entities", "names", "names-lengths", "codes"])
def test_a_damaged_side_file(tmp_path: Path, name: str) -> None:
    publish_articles(tmp_path / "index", [article()])
    path = current(tmp_path / "index").path
    arrays = load(path, FILE)
    segment = next(one for one in arrays if one.startswith("codes/"))
    arrays["codes" if name == "codes" else name] = np.array([9] * 3, np.uint8)
    if name == "codes":
        arrays[segment] = arrays.pop("codes")
    with pytest.raises(DamagedSegmentError):
        Entities(arrays).codes(segment.removeprefix("codes/"), 2)
