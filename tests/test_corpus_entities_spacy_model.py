import sys

import pytest

from corpus.entities.recognition.name import Name
from corpus.entities.recognition.pieces import PIECE
from corpus.entities.recognition.spacy_model import SpacyModel, load, of_pipeline
from corpus.errors import ConfigError

PATTERNS = [
    {"label": "PERSON", "pattern": "Vera Kovrigina"},
    {"label": "GPE", "pattern": "Nairobi"},
    {"label": "NORP", "pattern": "Kenyan"},
    {"label": "WORK_OF_ART", "pattern": "Birds"},
]


@pytest.fixture
def model() -> SpacyModel:
    spacy = pytest.importorskip("spacy")
    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    pipeline.add_pipe("entity_ruler").add_patterns(PATTERNS)
    return of_pipeline(pipeline, "blank")


def test_only_what_recognises_names_is_kept(model: SpacyModel) -> None:
    assert model.pipeline.pipe_names == ["entity_ruler"]


def test_names_have_our_kinds_and_the_spans_of_their_fields(model: SpacyModel) -> None:
    articles = [("Vera Kovrigina", "In Nairobi a Kenyan read Birds."), ("", ""), ("None", "Nairobi\ud800")]
    assert list(model.names(articles)) == [
        (
            Name(0, 14, "person", "Vera Kovrigina", "title"),
            Name(3, 10, "place", "Nairobi"),
            Name(25, 30, "work", "Birds"),
        ),
        (),
        (Name(0, 7, "place", "Nairobi"),),
    ]


def test_long_texts_are_read_in_pieces(model: SpacyModel) -> None:
    body = "word " * (PIECE // 4) + "Nairobi"
    assert list(model.names([("", body)])) == [(Name(len(body) - 7, len(body), "place", "Nairobi"),)]


@pytest.mark.slow
def test_processes_give_the_same(model: SpacyModel) -> None:
    articles = [("", f"{number} in Nairobi") for number in range(200)]
    assert list(SpacyModel(model.pipeline, 2).names(articles)) == list(model.names(articles))


def test_recogniser_keeps_the_part_it_takes_its_vectors_from() -> None:
    spacy = pytest.importorskip("spacy")
    pipeline = spacy.blank("en")
    pipeline.add_pipe("tok2vec")
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96}
    pipeline.add_pipe("ner", config={"model": {"tok2vec": listener}}).add_label("PERSON")
    pipeline.add_pipe("tagger").add_label("NN")
    pipeline.initialize()
    assert of_pipeline(pipeline, "shared").pipeline.pipe_names == ["tok2vec", "ner"]


def test_model_without_names_is_refused() -> None:
    spacy = pytest.importorskip("spacy")
    with pytest.raises(ConfigError, match="“empty” has no part that recognises names"):
        of_pipeline(spacy.blank("en"), "empty")


def test_model_that_is_missing_is_named() -> None:
    pytest.importorskip("spacy")
    with pytest.raises(ConfigError, match="“no_such_model” cannot be loaded"):
        load("no_such_model")


def test_without_spacy_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(ConfigError, match="pip install"):
        load("en_core_web_sm")
