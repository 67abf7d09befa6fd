"""Listed names: those that are one whatever their letters say, read from the files beside this module.

``given.txt`` has given names under their spellings, ``known.txt`` whole names; English short forms of given names are
those of the nicknames package, names of countries those of CLDR in the languages of most newspapers.
"""

from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Final

from babel import Locale
from nicknames import NickNamer

from corpus.entities.unify.spelling.folding import folded_words
from corpus.entities.unify.spelling.words import words

WESTERN: Final = "western"

_LANGUAGES: Final = words(
    "en ar bg bn cs da de el es fa fi fr he hi hr hu id it ja ko nl no pl pt ro ru sk sr sv th tr uk ur vi zh"
)
_OTHERWISE: Final = {
    "bill": "william", "billy": "william", "bob": "robert", "bobby": "robert", "dick": "richard", "jack": "john",
    "ted": "edward theodore", "teddy": "edward theodore", "ned": "edward", "hank": "henry", "peggy": "margaret",
    "tony": "anthony", "tom": "thomas", "betty": "elizabeth", "molly": "mary", "polly": "mary", "nell": "helen",
}  # fmt: skip
"""Short forms that begin with another letter, and what they are short for; the package lists rare ones beside them."""

_CODE = 2  # letters of a country's code in CLDR; longer ones are codes of regions
_SHORTEST = 2  # letters of a nickname that is no initial
_OWN = 4  # short forms of a name that is a name itself: Mary is none for Marilyn
_NONE: Final[frozenset[str]] = frozenset()


def _lines(name: str) -> Iterator[str]:
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


def name_letters(name: str) -> str:
    """Return the folded words of a name, a space between them."""
    return " ".join(word.key for word in folded_words(name))


@cache
def given_names() -> dict[str, tuple[str, str]]:
    """Return for each listed spelling of a given name the first spelling of its line, and its origin."""
    found: dict[str, tuple[str, str]] = {}
    for line in _lines("given.txt"):
        origin, *spellings = line.split()
        found.update((spelling, (spellings[0], origin)) for spelling in spellings)
    return found


@cache
def _nicknames() -> dict[str, set[str]]:
    return NickNamer().nickname_lookup


@cache
def _short_forms() -> dict[str, frozenset[str]]:
    every = _nicknames().items()
    return {name: frozenset(one for one in several if _is_vouched_for(one, name)) for name, several in every}


@cache
def _long_forms() -> dict[str, frozenset[str]]:
    every = NickNamer().canonical_lookup.items()
    return {short: frozenset(one for one in several if _is_vouched_for(short, one)) for short, several in every}


def short_forms(name: str) -> frozenset[str]:
    """Return the usual short forms of an English given name: those that its letters, or usage, vouch for."""
    return _short_forms().get(name, _NONE)


def long_forms(short: str) -> frozenset[str]:
    """Return the English given names that a word is a usual short form of."""
    return _long_forms().get(short, _NONE)


def _is_vouched_for(short: str, name: str) -> bool:
    if name in _OTHERWISE.get(short, "").split():
        return True
    is_name_itself = len(_nicknames().get(short, ())) > _OWN
    return not is_name_itself and len(name) >= len(short) >= _SHORTEST and (short[0] == name[0] or short[:3] in name)


def is_western(name: str) -> bool:
    """Tell whether a word is an English given name or a short form of one."""
    listed = given_names().get(name)
    if listed is not None:
        return listed[1] == WESTERN
    return name in _nicknames() or name in _long_forms()


def is_given(name: str) -> bool:
    """Tell whether a word is a listed given name of any origin."""
    return name in given_names() or is_western(name)


@cache
def known_organisations() -> tuple[tuple[str, ...], ...]:
    """Return the spellings of each known organisation."""
    return tuple(tuple(spellings) for kind, spellings in _known() if kind == "organisation")


@cache
def known_names() -> dict[tuple[str, str], str]:
    """Return for each kind and key of a known name the spelling that stands for all; ambiguous keys stand for none."""
    found: dict[tuple[str, str], set[str]] = {}
    for kind, spellings in _known():
        for one in spellings:
            found.setdefault((kind, name_letters(one)), set()).add(spellings[0])
    return {pair: next(iter(names)) for pair, names in found.items() if len(names) == 1 and pair[1]}


def _known() -> Iterator[tuple[str, list[str]]]:
    ours: dict[str, str] = {}
    for line in _lines("known.txt"):
        kind, _, names = line.partition(": ")
        spellings = [one.strip() for one in names.split(" | ")]
        ours.update((name_letters(one), spellings[0]) for one in spellings)
        yield kind, spellings
    for names_of_one in _countries():
        first = names_of_one[0]
        yield "place", [ours.get(name_letters(first), first), *names_of_one]


def _countries() -> Iterator[list[str]]:
    """Yield the names of each country, the English one first."""
    named = [Locale(language).territories for language in ("en", *sorted(_LANGUAGES - {"en"}))]
    for code, name in named[0].items():
        if len(code) == _CODE and code.isalpha() and " - " not in name:
            yield [name.partition(" (")[0], *(one[code] for one in named[1:] if code in one)]
