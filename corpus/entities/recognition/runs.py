"""Runs: where a name may begin, and how far it may go.

A run is of capitalised words, initials and the particles between them ("Abdel Fattah al-Sisi"), without a common word
that begins the sentence. Behind a head of organisations or places it goes on over "of", "for" and "and" ("Ministry of
Trade and Industry", "Republic of the Congo").
"""

import re
from collections.abc import Sequence
from functools import cache

from corpus.entities.recognition import flags as has
from corpus.entities.recognition.lexicon import load
from corpus.entities.recognition.name import EVENT, ORGANISATION, PINNED, PLACE, Guess
from corpus.entities.recognition.sentence import Sentence

LINKS = frozenset({"of", "for", "on", "the", "and", "&", "'s", "’s", "de", "des", "du", "der", "für", "del", "di"})
_MOST = 12  # words of a name
OPENERS = frozenset({"bin", "ibn", "al", "el", "abu", "von", "van"})
_BRACKETS = {"<": ">", "(": ")"}
_DOTTED = 3  # tokens
_EXCHANGES = frozenset({"NYSE", "NASDAQ", "AMEX", "LSE", "TSX", "ASX", "OTC"})
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_STATE = re.compile(
    r"(?:Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn"
    r"|Tex|Vt|Va|Wash|Wis|Wyo|Ont|Que|Alta|Sask|Man|N\.[BCDHJMSY]|S\.[CD]|R\.I|[DB]\.C|W\.Va)\."
    r"|A[KLRZ]|BC|C[AOT]|D[CE]|FL|GA|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKNR]|PA|QC|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]"
)
"""Behind a place and a comma; AP's abbreviations of states and provinces, and the post's."""
_POLLS = frozenset({"election", "elections", "referendum", "primary", "primaries", "by-election"})
_VOTES = (
    _POLLS
    | {"presidential", "general", "federal", "state", "legislative", "parliamentary", "local", "municipal", "regional"}
    | {"gubernatorial", "congressional", "mayoral", "leadership", "provincial", "senate", "house", "of"}
)
_ARTICLES = frozenset({"al-", "el-", "an-", "ar-", "as-", "ad-", "at-", "az-", "ul-"})
_NO_PARTICLES = frozenset({"as", "an", "at", "e", "y", "do", "den", "und", "ash"})
"""Particles that are other words as well, and are none of a name where they are written small."""
_ANDS = frozenset({"and", "&", "'s", "’s"})
_OWNERS = frozenset({"people", "women", "children", "workers", "farmers"})


def pinned(sentence: Sentence, at: int) -> Guess | None:
    """Return the election, the known name with "and" in it or the abbreviated state at a place, beyond all doubt."""
    form = sentence.forms[at]
    if form[0].islower():  # as most are
        return None
    if form[0].isdigit():
        end = _election_end(sentence, at)
        return Guess(at, end, EVENT, PINNED) if end else None
    if end := _known_end(sentence, at):
        return Guess(at, end, ORGANISATION, PINNED)
    if sentence.key(at - 1) == "," and _STATE.fullmatch(form) and sentence.is_capital(max(0, at - 2)):
        return Guess(at, at + 1, PLACE, PINNED)
    return None


def _known_end(sentence: Sentence, at: int) -> int:
    """Return the end of an organisation's name, known by the lexicon, that has "and" in it; 0 if none begins here."""
    most = _longest_with_and().get(sentence.words[at].key, 0)
    for stop in range(min(at + most, len(sentence.words)), at + 2, -1):
        keys = [one.key for one in sentence.words[at:stop]]
        if not _ANDS.isdisjoint(keys) and load().names.get(_name(keys), 0) & has.ORGANISATION:
            return stop
    return 0


def _name(keys: Sequence[str]) -> str:
    return " ".join(keys).replace(" ’s", "'s").replace(" 's", "'s")


@cache
def _longest_with_and() -> dict[str, int]:
    """Return how many tokens the names with "and" in them have at most, by their first."""
    found: dict[str, int] = {}
    for name, flags in load().names.items():
        words = name.replace("'s", " 's").split()
        if flags & has.ORGANISATION and not _ANDS.isdisjoint(words):
            found[words[0]] = max(found.get(words[0], 0), len(words))
    return found


def _election_end(sentence: Sentence, at: int) -> int:
    """Return the end of the name of an election that begins with its year at a place, 0 if none does."""
    if not _YEAR.fullmatch(sentence.forms[at]):
        return 0
    stop = at + 1
    while stop - at < _MOST and (sentence.is_capital(stop) or sentence.key(stop) in _VOTES):
        if sentence.key(stop) in _POLLS:
            return stop + 1 if stop - at > 1 and sentence.is_capital(at + 1) else 0
        stop += 1
    return 0


def symbol_end(forms: Sequence[str], at: int) -> int:
    """Return the place behind the symbol of a share that stands in brackets at a place, 0 if none does.

    >>> symbol_end(["<", "AMR", ">"], 0), symbol_end(["(", "AAPL", ".", "O", ")"], 0), symbol_end(["(", "AP", ")"], 0)
    (3, 5, 0)
    """
    opening, *rest = forms[at : at + 5] or [""]
    closing = _BRACKETS.get(opening, "")
    if closing not in rest:
        return 0
    inner = rest[: rest.index(closing)]
    if not inner or not inner[0].isupper() or not inner[-1].isupper():
        return 0
    is_plain = len(inner) == 1 and opening == "<"
    is_dotted = len(inner) == _DOTTED and (inner[1] == "." or (inner[1] == ":" and inner[0] in _EXCHANGES))
    return at + len(inner) + 2 if is_plain or is_dotted else 0


def begins(sentence: Sentence, at: int) -> bool:
    """Tell whether a name may begin at a place."""
    one = sentence.words[at]
    if one.shape == "x" and one.key in OPENERS:
        return sentence.telling and sentence.is_capital(at + 1) and not sentence.is_capital(at - 1)
    if one.shape == "x-X" and one.key[:3] in _ARTICLES:
        return True
    if not one.capital or len(one.key) <= 1:
        return one.shape == "X." or (one.shape == "X" and sentence.is_capital(at + 1) and at > 0 and one.key != "i")
    is_acronym = one.shape == "XX" and one.flags & has.COUNTRY  # US, no us
    if one.flags & has.FUNCTION and not (one.flags & has.ORGANISATION or is_acronym):
        return not sentence.opens(at) and sentence.is_capital(at + 1)
    return not (sentence.opens(at) and _is_opening(sentence, at))


def _is_opening(sentence: Sentence, at: int) -> bool:
    """Tell whether a word that a sentence opens with has its capital from standing there."""
    one = sentence.words[at]
    if sentence.forms[at].isupper() or sentence.known.is_name(one.key) or one.flags & has.COUNTRY:
        return False
    if one.flags & has.VERY_COMMON or (one.flags & has.COMMON and not one.flags & (has.TITLE | has.GIVEN)):
        follows = sentence.is_capital(at + 1) and not sentence.has(at + 1, has.PEOPLE | has.NO_NAME)
        return not (follows and one.flags & (has.GIVEN | has.TITLE | has.INSTITUTION | has.PLACE_HEAD))
    return False


def run_end(sentence: Sentence, start: int) -> int:
    """Return the place behind the run that begins at a place."""
    at = start + 1
    while at - start < _MOST:
        if sentence.is_capital(at) or (sentence.key(at) and _is_particle(sentence, at)):
            at += 1
        elif _links(sentence, start, at):
            at += 2 if sentence.is_capital(at + 1) else 3
        else:
            break
    return min(at, len(sentence.words))


def _is_particle(sentence: Sentence, at: int) -> bool:
    if sentence.words[at].shape == "x-X":
        return True
    if not sentence.has(at, has.PARTICLE) or sentence.key(at) in _NO_PARTICLES:
        return False
    return sentence.is_capital(at + 1) or (sentence.has(at + 1, has.PARTICLE) and sentence.is_capital(at + 2))


def _links(sentence: Sentence, start: int, at: int) -> bool:
    """Tell whether a small word ties what follows to the organisation or place before it."""
    key = sentence.key(at)
    if key not in LINKS:
        return False
    follows = (
        at + 1
        if sentence.is_capital(at + 1)
        else at + 2
        if sentence.key(at + 1) == "the" and sentence.is_capital(at + 2)
        else 0
    )
    if not follows or sentence.has(follows, has.CALENDAR):
        return False
    if key in {"of", "for", "on"}:
        return sentence.has(at - 1, has.HEAD | has.TAIL) or (
            key == "of" and sentence.has(at - 1, has.PLACE_HEAD | has.PLACE_TAIL | has.EVENT)
        )
    if key in {"and", "&"}:
        in_of = any(sentence.key(i) in {"of", "for"} for i in range(start, at)) and sentence.has(start, has.HEAD)
        return key == "&" or (
            in_of
            and follows == at + 1
            and not sentence.has(at - 1, has.PLACE)
            and not sentence.has(follows, has.PLACE | has.PERSONAL & ~has.COMMON)
        )
    if key in {"'s", "’s"}:
        return follows == at + 1 and sentence.has(follows, has.HEAD | has.TAIL) and sentence.key(at - 1) in _OWNERS
    return sentence.has(start, has.HEAD)
