"""Short forms inside one article: a surname after the full name, an organisation by its one telling word or letters.

A short form that may be short for two entities of the article is left alone.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from corpus.entities.unify.article.forms import Form
from corpus.entities.unify.spelling.folding import folded_words
from corpus.entities.unify.spelling.listed import given_names, is_western
from corpus.entities.unify.spelling.sounds import apart, skeleton
from corpus.entities.unify.spelling.words import GENERIC, SMALL
from corpus.entities.unify.spelling.words import words as of_text

_ALIKE = 0.4
"""How far apart two spellings of a surname may be in one article."""

_SHORTEST = 5  # letters of a surname that is known by its sound
_COMMON: Final = frozenset({"mohammed", "ahmed", "ali", "hassan", "hussein", "abdullah", "omar", "ibrahim", "mahmoud"})
_HEADS: Final = of_text(
    "harakat hizb kataib liwa jabhat jaish jaysh ansar militia brigade party movement front agency corporation company "
    "inc group faction organization network battalion division regiment rebel fighter"
)
"""What an organisation is, beside its one telling word: Harakat al-Nujaba, the Nujaba Movement."""

_MOST = 64  # forms that share a word
_LETTERS = 3  # of a short form that nothing defines


def is_short_for(short: Form, full: Form) -> str:
    """Return why a form may be short for another one, nothing where it may not be."""
    if len(short.words) >= len(full.words) and not _is_letters(short):
        return ""
    kinds = {short.kind, full.kind} - {""}
    if len(kinds) > 1:
        return ""
    if "person" in kinds:
        return _of_person(short, full)
    return _of_organisation(short, full) if "organisation" in kinds else ""


def _of_person(short: Form, full: Form) -> str:
    if short.sex and full.sex and short.sex != full.sex:
        return ""
    count = len(short.words)
    if short.words == full.words[-count:] and "abu" not in full.words[-count - 1 : -count]:
        return "is the last name of"
    if count == 1 and _is_heard(short.words[0], full.words[-1]):
        return "sounds like the last name of"
    if short.words == full.words[:count] and (count > 1 or _is_telling(short.words[0])):
        return "is the first name of"
    return ""


def _is_heard(short: str, surname: str) -> bool:
    return min(len(short), len(surname)) >= _SHORTEST and apart(short, surname) <= _ALIKE


def _is_telling(given: str) -> bool:
    """Tell whether a first name is rare enough to stand for a person: Saddam, not John or Mohammed."""
    return not is_western(given) and given_names().get(given, (given,))[0] not in _COMMON and len(given) > 1


def _is_letters(form: Form) -> bool:
    return len(form.words) == 1 and form.text.replace(".", "").isupper()


def _of_organisation(short: Form, full: Form) -> str:
    if _is_letters(short):
        return "are the first letters of" if short.words[0] in _initials_of(full) else ""
    if not short.kind == full.kind == "organisation" or " of " in f" {full.text.lower()} ":
        return ""
    telling = [word for word in short.words if word not in GENERIC]
    ends = short.words in (full.words[: len(short.words)], full.words[-len(short.words) :])
    rest = [word for word in full.words if word not in short.words]
    is_likely = ends and len("".join(telling)) >= _SHORTEST and all(word in _HEADS for word in rest)
    return "is a part of" if is_likely else ""


def _initials_of(full: Form) -> set[str]:
    """Return the first letters of an organisation's words, with and without those of small words."""
    keys = [word.key for word in folded_words(full.text)]
    bare = keys[1:] if keys[:1] == ["the"] else keys
    found = {"".join(key[0] for key in several) for several in (bare, [key for key in bare if key not in SMALL])}
    return {letters for letters in found if len(letters) >= _LETTERS}


def candidates(several: Sequence[Form]) -> Iterator[tuple[int, int]]:
    """Yield pairs of forms, each twice, that share a word at an end, or its sound, or whose letters fit, or are known.

    Each form is found by its words, so that a text of very many names costs little; a word that more than 64 forms
    have says nothing.
    """
    by_key: dict[str, list[int]] = {}
    for at, form in enumerate(several):
        for key in _keys(form) | _initials(form):
            by_key.setdefault(key, []).append(at)
    met: set[tuple[int, int]] = set()
    for at, form in enumerate(several):
        letters = {"=" + form.words[0][:1]} if _is_letters(form) else set()
        for key in _keys(form) | letters:
            found = by_key.get(key, ())
            if len(found) <= _MOST:
                met.update(pair for other in found if other != at for pair in ((at, other), (other, at)))
    yield from sorted(met)


def _keys(form: Form) -> set[str]:
    ends = {*form.words[:1], *form.words[-2:]}
    heard = {"~" + skeleton(word) for word in ends if len(word) >= _SHORTEST}
    return ends | heard | ({"#" + form.known} if form.known else set())


def _initials(form: Form) -> set[str]:
    is_long = form.kind in {"organisation", ""} and len(form.words) > 1
    return {"=" + form.words[0][:1]} if is_long else set()
