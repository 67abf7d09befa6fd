"""The bundled sample articles: every format, the dirt of real scrapes, and nothing that a reader loses.

Everything under corpus/samples is indexed, so what it holds is described here. The first file is an article as it
was scraped; the others were written for this project about well-known events. Their outlets and authors are made
up, their addresses lie under example.org and example.com. The folders look like a person's own: by outlet, by year,
`world` for single pages in other languages, `captures` for a crawl, `exports` for a table.

* viaduc-de-millau-fr.txt is Windows-1252; fukushima.txt has a byte order mark and CRLF; raqqa-and-dayr-az-zawr.txt is
  hard-wrapped; al-baghdadi-raid.txt shouts its headline; many have cookie notices, share bars, newsletter boxes,
  author blurbs and the headlines of other articles.
* kakhovka-dam.md and the first line of export-2017-2024.jsonl are one agency story at two outlets.
* The second row of newsroom-table.csv is dated 30 February. Plain text and several others have no date at all.
* saved-pages.zip holds a .txt, an .html and a `__MACOSX` folder, all with the time 2024-01-05 09:30.
* meridian-2021-2022.warc.gz was written by warcio with fixed dates and record ids: a warcinfo record, a page, an
  image, the same page a week later with new text, a 404 and another page.
* webb-first-images.html.gz is gzip with its time set to 0.
"""

import gzip
import hashlib
import io
import re
import zipfile
from collections import Counter
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import pytest
from warcio.archiveiterator import ArchiveIterator

import corpus
from corpus.article import Article
from corpus.errors import Kind, Problem
from corpus.reader import read_articles
from corpus.settings import Config
from index import reindex

SAMPLES = Path(corpus.__file__).parent / "samples"
SEED = "000_8dd5aed662b12d90.txt"
ARTICLES = {
    ".csv": 2,
    ".html": 3,
    ".html.gz": 1,
    ".json": 3,
    ".jsonl": 3,
    ".md": 5,
    ".rss": 2,
    ".txt": 12,
    ".warc.gz": 2,
    ".xml": 1,
    ".zip": 2,
}
Reading = tuple[list[Article], list[Problem]]
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def files() -> list[Path]:
    return sorted(path for path in SAMPLES.rglob("*") if path.is_file())


def suffix(path: str) -> str:
    suffixes = PurePosixPath(path).suffixes
    return "".join(suffixes[-2:] if suffixes[-1] == ".gz" else suffixes[-1:])


def captured(article: Article) -> str:
    return str(article.extra.get("captured", ""))


@pytest.fixture(scope="module")
def reading() -> Reading:
    """What the reader yields and what it reports."""
    problems: list[Problem] = []
    return list(read_articles([SAMPLES], Config(), problems.append)), problems


@pytest.fixture(scope="module")
def samples(reading: Reading) -> list[Article]:
    """The articles as an index holds them: of two captures of one page the newer."""
    standing: dict[str, Article] = {}
    for article in reading[0]:
        if article.id not in standing or captured(article) > captured(standing[article.id]):
            standing[article.id] = article
    return list(standing.values())


def titled(samples: list[Article], *words: str) -> Article:
    (found,) = (article for article in samples if all(word in article.title for word in words))
    return found


def test_every_sample_is_read_and_one_date_is_wrong(reading: Reading) -> None:
    articles, problems = reading
    assert len(articles) == 37  # with the two captures of one page
    assert len({article.id for article in articles}) == 36
    assert [(problem.kind, problem.skipped) for problem in problems] == [(Kind.BAD_DATE, False)]
    assert "newsroom-table.csv" in problems[0].where


def test_every_supported_suffix_occurs(samples: list[Article]) -> None:
    assert Counter(suffix(article.origin.path) for article in samples) == ARTICLES
    assert {suffix(path.name) for path in files()} == set(ARTICLES)


def test_ids_are_unique_but_for_the_page_captured_twice(reading: Reading) -> None:
    articles, _ = reading
    ids = Counter(article.id for article in articles)
    twice = [article for article in articles if ids[article.id] > 1]
    assert {article.url for article in twice} == {"https://meridian-wire.example.com/business/suez-canal-blocked"}
    assert len(twice) == 2
    assert all(re.fullmatch(r"[A-Za-z0-9._-]{1,64}", id_) for id_ in ids)
    assert "mw-2015-1212-001" in ids
    assert titled(articles, "Tower 22").origin.id == "MW/2024/02/08 #12"


def test_the_seed_is_first_and_unchanged(samples: list[Article]) -> None:
    assert samples[0].origin.path == SEED
    assert samples[0].title.startswith("Withdrawal of US-led Coalition from Iraq")
    digest = hashlib.sha256((SAMPLES / SEED).read_bytes()).hexdigest()
    assert digest == "f1fed2e624a181ef609a14af00ba65d88dd1fff299385f39da14639f856313ae"


@pytest.mark.parametrize(
    ("word", "published", "source"),
    [
        ("Paris Agreement", "2015-12-12T19:15:00Z", "Meridian Wire"),
        ("Tower 22", "2024-02-08T18:00:00Z", "Meridian Wire"),
        ("Assad", "2024-12-08T21:00:00Z", "Meridian Wire"),
        ("Webb", "2022-07-12T17:30:00Z", "Meridian Wire"),
        ("Ever Given", "2021-03-29T18:30:00Z", "Meridian Wire"),
        ("Philae", "2014-11-15T11:30:00Z", "Meridian Wire"),
        ("September 2025", "2024-09-27", "Twin Rivers Dispatch"),
        ("Explainer", "2024-01-06T05:00:00Z", "Twin Rivers Dispatch"),
        ("Soleimani", "2020-01-12", "Twin Rivers Dispatch"),
        ("Notre-Dame", "2024-12-08", "The Lakeside Courier"),
        ("Beirut", "2020-08-11T07:40:00Z", "The Lakeside Courier"),
        ("Britain votes", "2016-06-24", "The Lakeside Courier"),
        ("Good Friday", None, "The Lakeside Courier"),
        ("CERN", "2012-07-04T12:05:00Z", "The Harbour Gazette"),
        ("Øresund", None, "The Harbour Gazette"),
        ("Eyjafjallajökull", None, "The Harbour Gazette"),
        ("mineros", "2010-10-14", "Cuaderno Austral"),
        ("Mauer", "2019-11-09T05:00:00Z", "Elbufer-Bote"),
        ("東海道新幹線", "1964-10-01", "みなと通信"),
        ("Mosul", None, None),
    ],
)
def test_dates_and_outlets_are_found(
    samples: list[Article], word: str, published: str | None, source: str | None
) -> None:
    article = titled(samples, word)
    assert (article.published, article.source) == (published, source)


def test_other_fields_are_kept(samples: list[Article]) -> None:
    with_section = [article for article in samples if "section" in article.extra]
    assert len(with_section) >= 13
    assert titled(samples, "Paris Agreement").extra["topics"] == ["climate", "United Nations", "energy"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Harakat Hezbollah al-Nujaba", "Harakat An-Nujaba"),
        ("Popular Mobilisation Forces", "Hashd al-Shaabi"),
        ("Mushtaq al-Jawari", "Abu Taqwa"),
        ("Ahmed al-Sharaa", "Abu Mohammed al-Julani"),
    ],
)
def test_files_carry_entities_with_other_spellings(samples: list[Article], one: str, other: str) -> None:
    spellings = [{entity.name, *entity.aliases} for article in samples for entity in article.entities]
    assert any({one, other} <= names for names in spellings)


def test_the_seed_shares_entities_with_others(samples: list[Article]) -> None:
    seed = {entity.id for entity in samples[0].entities}
    shared = [article for article in samples[1:] if len(seed & {entity.id for entity in article.entities}) >= 3]
    assert len(shared) >= 8


@pytest.mark.parametrize(
    "spelling",
    [
        "Hashd al-Shaabi", "Popular Mobilisation Forces", "الحشد الشعبي", "ISIL", "Daesh", "داعش", "Deir Ezzor",
        "Dayr az Zawr", "al-Hasakah", "Harakat Hezbollah al-Nujaba", "Mohammed Shia' al-Sudani",
    ],
)  # fmt: skip
def test_other_spellings_than_the_seeds_occur(samples: list[Article], spelling: str) -> None:
    assert any(spelling in article.body for article in samples)
    assert spelling not in samples[0].body


def test_one_story_stands_at_two_outlets(samples: list[Article]) -> None:
    first, second = (article for article in samples if "Kakhovka" in article.title)
    assert {first.source, second.source} == {"The Harbour Gazette", "Meridian Wire"}
    words, others = (Counter(re.findall(r"\w+", article.body)) for article in (first, second))
    assert first.body != second.body
    assert (words & others).total() / (words | others).total() > 0.9


def test_the_newest_capture_stands(samples: list[Article]) -> None:
    captures = [article for article in samples if article.origin.path.endswith(".warc.gz")]
    assert {article.url for article in captures} == {
        "https://meridian-wire.example.com/business/suez-canal-blocked",
        "https://meridian-wire.example.com/world/al-hasakah-prison",
    }
    suez = titled(captures, "Suez")
    assert suez.title.startswith("Ever Given afloat again")
    assert "Great Bitter Lake" in suez.body
    assert not any("blocks the Suez Canal" in article.title for article in samples)


def test_an_index_of_the_samples_holds_them_all(tmp_path: Path) -> None:
    problems: list[Problem] = []
    counts = reindex([SAMPLES], folder=tmp_path / "index", config=Config(), report=problems.append)
    assert (counts.total, counts.added, counts.skipped) == (36, 36, 0)
    assert [problem.kind for problem in problems] == [Kind.BAD_DATE]


def test_the_crawl_holds_what_is_not_read() -> None:
    with (SAMPLES / "captures" / "meridian-2021-2022.warc.gz").open("rb") as stream:
        found = [
            (record.rec_type, record.http_headers.get_statuscode(), record.http_headers.get_header("Content-Type"))
            for record in ArchiveIterator(stream)
            if record.http_headers
        ]
    html = "text/html; charset=utf-8"
    assert Counter(found) == {
        ("response", "200", html): 3,
        ("response", "200", "image/png"): 1,
        ("response", "404", html): 1,
    }


def test_the_archive_holds_a_folder_of_macos(samples: list[Article]) -> None:
    with zipfile.ZipFile(SAMPLES / "lakeside-courier" / "saved-pages.zip") as archive:
        assert any(name.startswith("__MACOSX/") for name in archive.namelist())
    parts = [article.origin.part for article in samples if article.origin.path.endswith(".zip")]
    assert [PurePosixPath(part).name for part in parts] == ["berlin-wall.txt", "good-friday-agreement.html"]


def test_encodings_and_line_ends_are_mended(samples: list[Article]) -> None:
    raw = (SAMPLES / "world" / "viaduc-de-millau-fr.txt").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")
    assert "l’architecte britannique Norman Foster" in titled(samples, "Millau").body
    raw = (SAMPLES / "harbour-gazette" / "looking-back" / "fukushima.txt").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in raw
    fukushima = titled(samples, "Fukushima")
    assert fukushima.title.startswith("Fukushima")
    assert "\r" not in fukushima.body


@pytest.mark.parametrize(
    ("title", "piece"),
    [
        ("Mauer", "Bornholmer Straße"),
        ("mineros", "Florencio Ávalos"),
        ("العبادي", "الحشد الشعبي"),
        ("Гагарина", "«Восток-1»"),
        ("Kahramanmaraş", "Elbistan merkezli"),
        ("東海道新幹線", "十河信二"),
        ("Eyjafjallajökull", "British Airways"),
    ],
)
def test_other_languages_and_accents_are_read(samples: list[Article], title: str, piece: str) -> None:
    assert piece in titled(samples, title).body


def test_articles_are_short(samples: list[Article]) -> None:
    for article in samples[1:]:
        words = len(article.body) / 2 if article.lang == "ja" else len(article.body.split())
        assert 150 <= words <= 450, article.title


def test_addresses_are_made_up(samples: list[Article]) -> None:
    hosts = [urlsplit(article.url).hostname or "" for article in samples if article.url]
    assert len(hosts) >= 20
    assert all(host.endswith((".example.org", ".example.com")) for host in hosts)


def test_files_are_small_and_portable() -> None:
    paths = [path.relative_to(SAMPLES).as_posix() for path in files()]
    assert sum(path.stat().st_size for path in files()) < 300_000
    assert all(path.stat().st_size < 20_000 for path in files() if path.suffix in {".gz", ".zip"})
    assert len({path.lower() for path in paths}) == len(paths)
    for part in {part for path in paths for part in PurePosixPath(path).parts}:
        assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*[A-Za-z0-9]", part)
        assert not RESERVED.match(part)


def test_a_compressed_page_is_reproducible() -> None:
    raw = (SAMPLES / "meridian-wire" / "webb-first-images.html.gz").read_bytes()
    assert raw[4:8] == bytes(4)
    with gzip.open(io.BytesIO(raw), "rt", encoding="utf-8") as page:
        assert page.read().startswith("<!DOCTYPE html>")
