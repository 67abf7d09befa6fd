"""Language: which one an article is in, by its letters and then by py3langid's model of byte sequences.

A few hundred code points are looked at, from places all over the article, and four times as many
where these are not enough. Letters that one language alone is written in need no model. Where the
model is unsure, and where there is too little text, the answer is None: an article whose language
is not known is indexed by its words as they stand, and a wrong stemmer does more harm than none.

M. Lui and T. Baldwin, langid.py: An Off-the-shelf Language Identification Tool, ACL 2012.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from corpus.scripts import LATIN, ONLY_LANGUAGE, Written, written

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

LOOKS = (75, 300)
"""Code points of one piece of the text: at the first look, and at the second."""

PIECES = 5
"""Pieces of a look: the beginning of the title, and the others from all over the body."""

FEWEST = 20
"""With fewer letters there is no telling."""

PROVEN = 0.95
"""From this certainty on, the text is right and what is declared is wrong, and no second look is needed."""

LIKELY = 0.65
"""Below this certainty there is no telling."""

# The languages with a code of two letters that py3langid knows, without those that hardly any newspaper is written in
# (Aragonese, Latin, Sanskrit, Volapük, Walloon): lists of names and figures look like them.
_CODES = (
    "af am ar as az ba be bg bn br bs ca cs cy da de dz el en eo es et eu fa fi fo fr fy ga gd gl gu ha he hi hr "
    "ht hu hy id ig is it ja jv ka kk km kn ko ku ky lb lg ln lo lt lv mg mk ml mn mr ms mt my ne nl nn no oc om "
    "or pa pl ps pt qu ro ru rw se si sk sl sn so sq sr st sv sw ta te tg th tk tl tr tt ug uk ur uz vi xh yo zh "
    "zu"
)
_MODELLED = frozenset(_CODES.split())
_ARABIC = frozenset({"ary", "arz"})
"""What the model calls the Arabic of Morocco and of Egypt."""

_FOREIGN = 0.75
"""How likely something that is none of these must be: a language without such a code, or "zxx", codes and figures.

The model says so less surely of tables, and of English that it takes for Nigerian Pidgin.
"""

_KNOWN = _MODELLED | frozenset(ONLY_LANGUAGE.values())
_RELATED = (frozenset({"bs", "hr", "sr"}), frozenset({"no", "nb", "nn"}), frozenset({"id", "ms"}))
"""Languages so close that a text does not prove which one it is in."""

_NO_WORDS = re.compile(r"(?:https?://|www\.|@)[!-~]+|\d[\d.,:/-]*")
_LATIN_WORDS = re.compile(r"[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Detected:
    """A language (ISO 639-1; None: not known), how certain it is, and what says so.

    ``certainty`` is 1 where the letters say so; else how likely the model finds the language beside the next one
    that is not close to it (0.5: as likely).
    """

    lang: str | None
    certainty: float
    evidence: str


def detect(title: str, body: str) -> Detected:
    """Return the language of an article by its text. Time does not depend on the length of the text.

    >>> detect("", "Η κυβέρνηση ανακοίνωσε σήμερα νέα μέτρα.")
    Detected(lang='el', certainty=1.0, evidence='its letters are Greek')
    >>> detect("Fed adds", "").lang
    """
    found = Detected(None, 0.0, "too little text")
    for size in LOOKS:
        found = _look(_NO_WORDS.sub(" ", " ".join(map(_calm, _pieces(title, body, size)))))
        if found.certainty >= PROVEN:
            break
    if found.lang is not None and found.certainty < LIKELY:
        return replace(found, lang=None, evidence=f"{found.evidence}, perhaps {found.lang}")
    return found


def decided(declared: str | None, detected: Detected) -> Detected:
    """Return the language of an article that declares one (ISO 639-1), which its text may prove wrong.

    >>> decided("en", Detected("ar", 1.0, "300 letters read")).lang
    'ar'
    >>> decided("de", Detected("en", 0.6, "31 letters read")).lang
    'de'
    """
    if declared is None:
        return detected
    if detected.lang is None:
        return Detected(declared, LIKELY, f"declared; {detected.evidence}")
    if detected.lang == declared:
        return Detected(declared, max(detected.certainty, PROVEN), "declared, and the text agrees")
    if detected.certainty >= PROVEN and not _is_possible(declared, detected.lang):
        return replace(detected, evidence=f"{detected.evidence}, though {declared} is declared")
    return Detected(declared, LIKELY, f"declared; the text may be {detected.lang}")


def _is_possible(declared: str, lang: str) -> bool:
    """Tell whether a text that looks like one language may be in another: one like it, or one nobody can tell."""
    return declared not in _KNOWN or _are_related(declared, lang)


def _are_related(one: str, other: str) -> bool:
    return any(one in both and other in both for both in _RELATED)


def _pieces(title: str, body: str, size: int) -> Iterator[str]:
    """Yield the beginning of a title, and pieces of a body from as many equal parts of it, or all of it."""
    yield title[:size]
    count = PIECES - 1
    if len(body) <= count * size:
        yield body
        return
    for at in range(count):
        # From the middle of each part: what stands at the ends is often a caption or a notice in another language.
        middle = (2 * at + 1) * len(body) // (2 * count)
        yield body[middle - size // 2 : middle + size // 2]


def _look(sample: str) -> Detected:
    by = written(sample)
    if by.letters < FEWEST:
        return Detected(None, 0.0, "too little text")
    lang = ONLY_LANGUAGE.get(by.script or "")
    if lang is not None:
        return Detected(lang, 1.0, f"its letters are {by.script}")
    return _modelled(sample, by)


def _modelled(sample: str, by: Written) -> Detected:
    """Return what the model says of a text, of which only the words in the script of most of it count."""
    if by.script != LATIN:
        sample = _LATIN_WORDS.sub(" ", sample)
    likely = _model().rank(sample)
    first, probability = likely[0]
    if probability > _FOREIGN and first not in _MODELLED | _ARABIC:
        return Detected(None, 0.0, "the words are of no language that has a code of two letters")
    (lang, best), *others = [one for one in likely if one[0] in _MODELLED]
    second = next(probability for other, probability in others if not _are_related(lang, other))
    certainty = round(best / (best + second), 2) if best else 0.0
    return Detected(lang, certainty, f"{by.letters} {by.script} letters read")


def _calm(piece: str) -> str:
    """Return a text in small letters if most of it is in capitals, which the model has rarely seen."""
    capitals, small = (sum(map(piece.count, letters)) for letters in ("AEIORST", "aeiorst"))
    return piece.lower() if capitals > small else piece


@cache
def _model() -> "LanguageIdentifier":
    """Return the model, loaded at the first article that needs it: half a second and about 100 MB."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 -- see above

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
