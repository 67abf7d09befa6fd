"""Forms: the distinct names of an article, each with where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.entities.recognition.name import Name
from corpus.entities.unify.compare.oforganisations import known_organisation, organisation
from corpus.entities.unify.compare.ofplaces import known_place, place
from corpus.entities.unify.compare.persons import person
from corpus.entities.unify.spelling.folding import folded_words


@dataclass(frozen=True, slots=True)
class Form:
    """A name as it is written in an article, of one kind, and the numbers of the names that are written so.

    ``known`` is the spelling that stands for it where it is a known name.
    """

    text: str
    kind: str
    words: tuple[str, ...]
    names: tuple[int, ...]
    sex: str = ""
    known: str = ""

    @property
    def first(self) -> int:
        """The first name of the form."""
        return self.names[0]


def forms(names: Sequence[Name]) -> list[Form]:
    """Return the forms of some names, in the order in which they are first met.

    Names with the same letters, accents and hyphens aside, are one form; two kinds are two forms.
    """
    found: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for at, name in enumerate(names):
        words = tuple(word.key for word in folded_words(name.text))
        if words:
            found.setdefault((name.kind, words), []).append(at)
    return [_form(names, kind, several) for (kind, _), several in found.items()]


def _form(names: Sequence[Name], kind: str, several: list[int]) -> Form:
    text = names[several[0]].text
    if kind == "person":
        parts = person(text)
        words = tuple(word.key for word in parts.words)
        return Form(text, kind, words, tuple(several), parts.sex)
    if kind == "organisation":
        return Form(text, kind, organisation(text).words, tuple(several), known=known_organisation(text))
    if kind == "place":
        return Form(text, kind, tuple(word.key for word in place(text)), tuple(several), known=known_place(text))
    return Form(text, kind, tuple(word.key for word in person(text).words), tuple(several))
