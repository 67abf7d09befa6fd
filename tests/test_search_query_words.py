"""Words as people type them: which articles of a real index each finds, which it does not, and what is marked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import write_index

from corpus.article import Article
from search import Engine
from search.results import Results

TEXTS = {
    "cpp": "He wrote it in C++ and taught it.",
    "csharp": "C# is another language.",
    "vitamin": "Vitamin C is sour. Grade C, they said: C + + is no sign.",
    "att": "AT&T bought the company.",
    "tshirts": "They looked at T-shirts.",
    "states": "The U.S. left. US troops too.",
    "pronoun": "He told us a story, between us.",
    "f16": "An F-16 flew by.",
    "f16joined": "The F16s were F16 jets.",
    "attacks": "After 9/11 all changed.",
    "emergency": "Call 911 now.",
    "hashtag": "The #MeToo movement grew.",
    "handle": "As @jane_doe wrote.",
    "email": "Write to jane.doe@news.example.org today.",
    "sudani": "Mohammed Shia al-Sudani spoke.",
    "sudan": "A man from Sudan, al fresco.",
    "brien": "Mr O’Brien spoke.",
    "water": "Un verre d'eau et les eaux.",
    "thousands": "Some 1,500 people came.",
    "decimals": "Some 15 and 00 people.",
    "bagdad": "Baghdad, then Mosul.",
    "electmany": "Elections were held. The elections went well.",
    "electone": "One election was held in Şafak.",
    "elected": "She was elected in Safak; O'Brien's ELECTIONS.",
    "mobil": "The Popular Mobilization Forces.",
    "cyrillic": "Выборы в Москве.",
    "chinese": "東京都の選挙。",
    "arabic": "الانتخابات في العراق",
    "hebrew": 'דובר צה"ל אמר.',
    "hindi": "चुनाव आयोग",
}
LANGS = {"water": "fr", "cyrillic": "ru"}
ADDRESSES = {"att": "https://www.example.org/2020/att?page=1", "f16": "http://example.org/jets/f-16_(jet)/"}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    articles = [
        Article(key, "", text, url=ADDRESSES.get(key), lang=LANGS.get(key, "en")) for key, text in TEXTS.items()
    ]
    folder = write_index(
        tmp_path_factory.mktemp("words"),
        [*articles, Article("gone", "", "C++ U.S. Elections")],
        segments=2,
        deleted=["gone"],
    )
    with Engine.open(folder) as found:
        yield found


def full(found: Results) -> set[str]:
    return {hit.id for hit in found.hits if not hit.relaxed}


def marked(found: Results) -> dict[str, list[str]]:
    return {
        hit.id: [one.text[start:end] for one in hit.snippets for start, end in one.spans]
        for hit in found.hits
        if not hit.relaxed
    }


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("C++", "cpp"),
        ("c++", "cpp"),
        ("Ｃ＋＋", "cpp"),
        ("C++,", "cpp"),
        ('"C++ and"', "cpp"),
        ("C#", "csharp"),
        ("C", "cpp csharp vitamin"),
        ("AT&T", "att"),
        ("at&t", "att"),
        ("AT＆T", "att"),
        ("東&京", ""),
        ("U.S.", "states"),
        ("u.s.", "states"),
        ("U.S.?", "states"),
        ("us", "states pronoun"),
        ("F-16", "f16 f16joined"),
        ("F16", "f16 f16joined"),
        ("f‑16", "f16 f16joined"),
        ("9/11", "attacks"),
        ("9-11", "attacks"),
        ("#MeToo", "hashtag"),
        ("＃metoo", "hashtag"),
        ("metoo", "hashtag"),
        ("@jane_doe", "handle email"),
        ("jane.doe@news.example.org", "email"),
        ("al-Sudani", "sudani"),
        ("AL SUDANI", "sudani sudan"),
        ("al-Sud*", "sudani"),
        ("O'Brien", "brien elected"),
        ("o’brien", "brien elected"),
        ("OBrien", "brien elected"),
        ("l'eau", "water"),
        ("l’eau", "water"),
        ('"l\'eau"', ""),
        ("1,500", "thousands"),
        ("1500", "thousands"),
        ("https://www.example.org/2020/att?page=1", "att"),
        ("http://example.org/2020/att?page=1#top", "att"),
        ("example.org/2020/att?page=1", "att"),
        ("(http://www.example.org/jets/f-16_(jet))", "f16"),
        ("title:http://www.example.org/jets/f-16_(jet)", ""),
        ("Baghdad and Mosul", "bagdad"),
        ("Baghdad And Mosul", "bagdad"),
        ("Baghdad AND Mosul", "bagdad"),
        ("and", "cpp decimals"),
        ("Baghdad && Mosul", "bagdad"),
        ("C++ || AT&T", "cpp att"),
        ("“popular forces” ~7", "mobil"),
        ('"popular forces"', ""),
        ("「popular mobilization」", "mobil"),
        ("（C++ OR C#）", "cpp csharp"),
        ("выборы Москва", "cyrillic"),
        ("選挙", "chinese"),
        ("انتخابات", ""),
        ("الانتخابات", "arabic"),
        ('צה"ל', "hebrew"),
        ("चुनाव", "hindi"),
        ("elections", "electmany electone elected"),
        ("exact:elections", "electmany"),
        ("exact:Elections", "electmany"),
        ("exact:ELECTIONS", "elected"),
        ('"elections"', "electmany"),
        ("‘elections’", "electmany"),
        ('"election"', "electone"),
        ("exact:Safak", "elected"),
        ("exact:S\u0327afak", "electone"),
        ("exact:safak", "elected"),
        ("exact:O'Brien", "brien elected"),
        ('exact:"Elections were"', "electmany"),
        ('exact:"elections were"', "electmany"),
        ("-exact:elections elections", "electone elected"),
        ("title:exact:elections", ""),
        ("body:exact:elections", "electmany"),
        ("exact:(US OR Vitamin)", "states vitamin"),
        ("exact:us", "pronoun"),
        ("exact:C++", "cpp"),
    ],
)
def test_finds(engine: Engine, text: str, ids: str) -> None:
    found = engine.search(text, limit=100, correct=False)
    assert full(found) == set(ids.split())
    assert found.total == len(ids.split())
    assert found.warnings == () or found.relaxed


@pytest.mark.parametrize(
    ("text", "ids", "warning"),
    [
        ("Baghdad++", "bagdad", "no article has it with signs"),
        ('"Baghdad then Mosul', "bagdad", "not closed"),
        ("(Baghdad (Mosul", "bagdad", "not closed"),
        ("Baghdad)) Mosul", "bagdad", "closing bracket"),
        ("*dad", "", "cannot begin with"),
        ("B*", "", "two letters"),
        ("F-16~", "f16 f16joined", "no digits"),
    ],
)
def test_warns_and_interprets(engine: Engine, text: str, ids: str, warning: str) -> None:
    found = engine.search(text)
    assert full(found) == set(ids.split())
    assert warning in " ".join(one.message for one in found.warnings)


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ('"elections"', {"electmany": ["Elections", "elections"]}),
        (
            "elections election",
            {"electmany": ["Elections", "elections"], "electone": ["election"], "elected": ["elected", "ELECTIONS"]},
        ),
        ("C++", {"cpp": ["C++"]}),
        ("U.S.", {"states": ["U.S", "US"]}),
        ('exact:"Elections were"', {"electmany": ["Elections", "were"]}),
        ("exact:O'Brien", {"brien": ["O’Brien"], "elected": ["O'Brien's"]}),
        ("AT&T", {"att": ["AT", "T"]}),
    ],
)
def test_marks(engine: Engine, text: str, marks: dict[str, list[str]]) -> None:
    assert marked(engine.search(text)) == marks
    for key, found in marks.items():
        article = engine.article(key)
        assert [article.body[start:end] for start, end in engine.marks(article, text).body] == found


def test_signs_are_not_read_where_too_many_articles_have_the_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.query.signs.MOST_READ", 2)
    articles = [Article(key, "", TEXTS[key], lang=LANGS.get(key, "en")) for key in ("cpp", "csharp", "vitamin")]
    with Engine.open(write_index(tmp_path, articles)) as fresh:  # as others remember how a question was read
        found = fresh.search("C++")
    assert full(found) == {"cpp", "csharp", "vitamin"}
    assert "too many articles" in found.warnings[0].message
