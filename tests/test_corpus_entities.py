"""Entities: names as they are compared, gazetteers, what files carry, and the table of all."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Entity, Json, Text
from corpus.entities.carried import MAX_ALIASES, carried_entities
from corpus.entities.gazetteer import Gazetteer, load_gazetteers
from corpus.entities.kinds import normal_kind
from corpus.entities.names import MAX_NAME, name_key, name_words, slug, tidy
from corpus.entities.naming import named
from corpus.entities.recognition.levels import level
from corpus.entities.table import unique
from corpus.errors import ConfigError

OURS = load_gazetteers()
SUDANI = Entity("sudani", "Mohammed Shia al-Sudani", "person", ("al-Sudani",))
STATE = Entity("is", "Islamic State", "organisation", ("IS", "Daesh"))
SMALL = Gazetteer(
    [
        SUDANI,
        STATE,
        Entity("us", "United States", "place", ("US", "U.S.")),
        Entity("turkey", "Turkey", "place", ("Türkiye",)),
        Entity("fentanyl", "fentanyl", "drug"),
        Entity("sana", "Syrian Arab News Agency", "organisation", ("SANA",)),
        Entity("sanaa", "Sanaa", "place", ("Sana'a", "Sana")),
        Entity("petersburg", "St. Petersburg", "place"),
    ]
)


def found(text: str, gazetteer: Gazetteer = SMALL) -> list[tuple[str, str]]:
    return [(one.entity, one.text) for one in gazetteer.mentions(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Then Al Sudani’s office", [("sudani", "Al Sudani")]),
        ("AL-SUDANI said", [("sudani", "AL-SUDANI")]),
        ("al\nsudani", [("sudani", "al\nsudani")]),
        ("Mohammed Shia al-Sudani", [("sudani", "Mohammed Shia al-Sudani")]),
        ("Mohammed Shia, al-Sudani", [("sudani", "al-Sudani")]),
        ("alSudani, al-Sudanite, normal-Sudani", []),
        ("al.\n\nSudani", []),
        ("for it. Islamic. State media", []),
        ("the Islamic State (IS)", [("is", "Islamic State"), ("is", "IS")]),
        ("it is what is", []),
        ("THIS IS THE NEWS", []),
        ("IS", [("is", "IS")]),
        ("US troops and U.S. ships, let us go", [("us", "US"), ("us", "U.S")]),
        ("roast turkey in Turkey and TÜRKIYE", [("turkey", "Turkey"), ("turkey", "TÜRKIYE")]),
        ("Fentanyl and fentanyl", [("fentanyl", "Fentanyl"), ("fentanyl", "fentanyl")]),
        ("SANA in Sana and Sana’a", [("sana", "SANA"), ("sanaa", "Sana"), ("sanaa", "Sana’a")]),
        ("St Petersburg, st-petersburg", [("petersburg", "St Petersburg"), ("petersburg", "st-petersburg")]),
        ("St. Petersburg", [("petersburg", "St. Petersburg")]),
        ("l'Islamic State", [("is", "Islamic State")]),
        ("_Daesh_ 'Daesh'", [("is", "Daesh"), ("is", "Daesh")]),
        ("Tu\u0308rkiye", [("turkey", "Tu\u0308rkiye")]),
        ("", []),
    ],
)  # fmt: skip
def test_mentions(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_the_longest_name_wins() -> None:
    assert found("United Nations Security Council and the United Nations", OURS) == [
        ("united-nations-security-council", "United Nations Security Council"),
        ("united-nations", "United Nations"),
    ]


names = st.text("abAB éŞ'-.’", min_size=1, max_size=12).filter(name_key)
gazetteers = st.lists(names, max_size=6).map(
    lambda several: Gazetteer(Entity(f"e{at}", name) for at, name in enumerate(several))
)


@given(gazetteers, st.text("abAB éŞ'-.’\n", max_size=80) | st.text(max_size=40))
@settings(max_examples=150)
def test_mentions_are_where_they_say_and_do_not_overlap(gazetteer: Gazetteer, text: str) -> None:
    last = 0
    for one in gazetteer.mentions(text):
        assert last <= one.start < one.end
        assert text[one.start : one.end] == one.text
        known = gazetteer.get(one.entity)
        assert known is not None
        assert name_key(one.text) == name_key(known.name)
        last = one.end


@pytest.mark.parametrize("cased", [str.upper, str.lower, str.title])
@pytest.mark.parametrize("joint", [" ", "-", "’", "'", "\n", " - "])
def test_a_name_of_several_words_is_found_however_it_is_written(cased: Callable[[str], str], joint: str) -> None:
    for one in OURS.entities:
        for name in (one.name, *one.aliases):
            words = [word.key for word in name_words(name)]
            written = cased(joint.join(words))
            if len(words) > 1 and name_key(written) == name_key(name):
                assert found(f"so {written}, then", OURS) == [(one.id, written)]


@given(st.text(max_size=60))
@settings(max_examples=200)
def test_words_are_where_they_say(text: str) -> None:
    last = 0
    for word in name_words(text):
        assert last <= word.start < word.end <= word.stop <= len(text)
        last = word.stop
    assert name_key(tidy(text)) == name_key(tidy(tidy(text)))
    assert len(tidy(text)) <= MAX_NAME
    assert 1 <= len(slug(text)) <= 64


def test_spellings_of_the_world_press() -> None:
    text = "ISIL, Daesh; the Pentagon; Syrian Democratic Forces; SANA; the UN; Muammar Qaddafi"
    assert [entity for entity, _ in found(text, OURS)] == [
        "islamic-state", "islamic-state", "pentagon", "syrian-democratic-forces", "sana-news-agency", "united-nations",
        "muammar-gaddafi",
    ]  # fmt: skip


def test_our_gazetteer_is_sound() -> None:
    assert len(OURS.entities) > 60
    for one in OURS.entities:
        assert one.kind in {"person", "organisation", "place"}
        for name in (one.name, *one.aliases):
            resolved = OURS.resolve(name)
            assert resolved is not None
            assert resolved.id == one.id, name


def load(folder: Path, *texts: str) -> Gazetteer:
    paths = [folder / f"names{at}.yaml" for at in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    return load_gazetteers(paths)


def test_the_users_names_win(tmp_path: Path) -> None:
    gazetteer = load(
        tmp_path,
        "- name: Daesh movement\n  aliases: [Daesh]\n",
        "- {name: Islamic State, aliases: [Dawla], kind: group}\n- {id: iq, name: Iraq}\n- {name: Москва}\n",
    )
    extended = gazetteer.get("islamic-state")
    assert extended is not None
    assert (extended.kind, extended.aliases[0]) == ("group", "Dawla")
    assert "ISIS" in extended.aliases
    assert "Daesh" not in extended.aliases
    assert found("Daesh, Dawla, ISIS, Irak, Iraq", gazetteer) == [
        ("daesh-movement", "Daesh"),
        ("islamic-state", "Dawla"),
        ("islamic-state", "ISIS"),
        ("iq", "Iraq"),
    ]
    assert gazetteer.get("iraq") is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("name: x", ["names0.yaml, line 1", "expected a list of entries"]),
        ("- a", ["entry 1: expected a mapping with a name, found the text “a”"]),
        ("- name: a\n- kind: person", ["line 2: entry 2 has no name"]),
        ("- name: ''", ["entry 1: expected a name"]),
        ("- name: '---'", ["entry 1: expected a name"]),
        (f"- name: {'x' * 201}", ["1 to 200 characters"]),
        ("- name: 123", ["found the number 123", 'Write it in quotes: "123"']),
        ("- name: a\n  alias: [b]", ["line 2: entry 1: there is no key “alias”", "Did you mean “aliases”?"]),
        ("- name: a\n  aliases: b", ["entry 1: aliases: expected a list"]),
        ("- name: a\n  aliases: [no]", ["found the yes-or-no value no"]),
        ("- name: a\n  id: a b", ["entry 1: id: expected an id of 1 to 64"]),
        ("- name: a\n  kind: [x]", ["expected a word such as person"]),
        ("- name: A b\n- name: a-B", ["line 2: entry 2 (a-B) has the id of the entry on line 1 of names0.yaml"]),
        ("- name: Acme\n- name: b\n  aliases: [acme]", ["line 2: entry 2 (b) claims “acme”, as the entry on line 1"]),
    ],
)
def test_what_is_wrong_in_a_gazetteer_is_named(tmp_path: Path, text: str, parts: list[str]) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)
    for part in ["names0.yaml", *parts]:
        assert part in str(caught.value)


def test_claims_across_files_and_missing_files(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"names1\.yaml, line 1: entry 1 \(b\) claims “a”, .*names0\.yaml"):
        load(tmp_path, "- name: a", "- {name: b, aliases: [a]}")
    with pytest.raises(ConfigError, match=r"nowhere\.yaml cannot be read"):
        load_gazetteers([tmp_path / "nowhere.yaml"])


@pytest.mark.parametrize(
    ("carried", "expected"),
    [
        (None, []),
        ("Jane Doe; John Roe | ", [("jane-doe", ""), ("john-roe", "")]),
        (["Jane Doe", "jane  doe", 3, None], [("jane-doe", "")]),
        ('["Jane Doe"]', [("jane-doe", "")]),
        ("[broken", [("broken", "")]),
        ({"name": "Jane Doe", "type": "PER", "aliases": ["J. Doe", "", 3]}, [("jane-doe", "person")]),
        ({"people": ["Jane Doe"], "ORG": "Acme"}, [("jane-doe", "person"), ("acme", "organisation")]),
        ({"vessels": [{"name": "Titanic"}]}, [("titanic", "vessels")]),
        ({"places": ["usa", "TURKEY"]}, [("united-states", "place"), ("turkey", "place")]),
        (["isis", "U.N."], [("islamic-state", "organisation"), ("united-nations", "organisation")]),
        (["al sudani"], [("al-sudani", "")]),
        ([[[[[[["deep"]]]]]]], []),
    ],
)  # fmt: skip
def test_carried(carried: Json, expected: list[tuple[str, str]]) -> None:
    assert [(one.id, one.kind) for one in carried_entities(carried, OURS)] == expected


def test_a_name_of_another_kind_is_another_entity() -> None:
    [one] = carried_entities({"people": ["Turkey"]}, OURS)
    assert one.id != "turkey"
    assert (one.name, one.kind) == ("Turkey", "person")


def test_a_carried_name_is_bounded() -> None:
    [one] = carried_entities("x" * 500, OURS)
    assert one.name == "x" * MAX_NAME


def test_carried_aliases() -> None:
    [one] = carried_entities({"name": "Jane Doe", "aliases": ["J. Doe", "", 3, "Jane Doe"]}, OURS)
    assert one.aliases == ("J. Doe",)


@pytest.mark.parametrize(
    ("kind", "expected"), [("GPE", "place"), ("Companies", "organisation"), ("Ünit", "unit"), ("1", "")]
)
def test_kinds(kind: str, expected: str) -> None:
    assert normal_kind(kind) == expected


entities = st.lists(
    st.builds(
        Entity,
        st.sampled_from(["a", "b"]),
        st.sampled_from(["UN", "Un", "un", "Ün"]),
        st.sampled_from(["", "person", "place"]),
        st.lists(st.sampled_from(["x", "y"]), unique=True).map(tuple),
    ),
    max_size=6,
)


@given(entities, st.randoms())
@settings(max_examples=60)
def test_unique_entities_do_not_depend_on_order(several: list[Entity], random: Random) -> None:
    mixed = [*several, *several[:2]]
    random.shuffle(mixed)
    assert {one.id: (one.name, one.kind, set(one.aliases)) for one in unique(mixed)} == {
        one.id: (one.name, one.kind, set(one.aliases)) for one in unique(several)
    }


def test_a_known_entity_keeps_the_aliases_that_only_the_file_has() -> None:
    carried: Json = [
        {"name": "al sudani", "aliases": ["M. S. al-Sudani", "Al Sudani", "Daesh", "m s al sudani"]},
        {"name": "Mohammed Shia al-Sudani", "aliases": ["The premier", "M. S. al-Sudani"]},
    ]
    [one] = carried_entities(carried, SMALL)
    assert one == Entity("sudani", SUDANI.name, "person", ("al-Sudani", "M. S. al-Sudani", "The premier"))
    assert "The premier" in next(found for found in unique([*SMALL.entities, one]) if found.id == "sudani").aliases


@pytest.mark.parametrize(("name", "known"), [("Jane Doe", 0), ("al-Sudani", 1)])
def test_carried_aliases_are_limited(name: str, known: int) -> None:
    carried: Json = [{"name": name, "aliases": [f"Alias {batch} {n}" for n in range(500)]} for batch in "ab"]
    [one] = carried_entities(carried, SMALL)
    assert len(one.aliases) == MAX_ALIASES + known


def gazetteer_of(tmp_path: Path, text: str) -> Gazetteer:
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
    return load_gazetteers([tmp_path / "own.yaml"])


def test_a_name_that_is_found_only_as_it_is_written(tmp_path: Path) -> None:
    own = gazetteer_of(tmp_path, "- {name: Will, kind: person, case_sensitive: true, aliases: [W. S.]}\n")
    assert found("Will will say that WILL and W. S. and w. s. will", own) == [("will", "Will"), ("will", "W. S")]
    assert own.resolve("Will") is not None
    assert own.fingerprint != gazetteer_of(tmp_path, "- {name: Will, kind: person, aliases: [W. S.]}\n").fingerprint


def test_a_name_that_is_none(tmp_path: Path) -> None:
    own = gazetteer_of(tmp_path, "- {name: Theresa May, kind: person, never: true, aliases: [Pentagon]}\n")
    assert found("Theresa May at the Pentagon in Iraq", own) == [("iraq", "Iraq")]
    text = Text("", "Prime Minister Theresa May met Angela Merkel in Berlin on Friday.")
    told = named(text, "en", own, level("tagger").find)
    assert [one.text for one in told.mentions if one.text != "Berlin"] == ["Angela Merkel"]
    assert {one.name for one in named(text, "en", OURS, level("tagger").find).entities} >= {"Theresa May"}


@pytest.mark.parametrize("line", ["- {name: A, never: 1}", "- {name: A, case_sensitive: maybe}"])
def test_a_flag_that_is_none(tmp_path: Path, line: str) -> None:
    with pytest.raises(ConfigError, match="expected true or false"):
        gazetteer_of(tmp_path, line)
