"""The values that pass between reading, indexing and searching."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from corpus.dating.dated import GUESSED, Dated

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organisation, place or other named thing.

    ``id`` is stable and safe in a URL; ``kind`` is ``person``, ``organisation``, ``place`` or any
    other lower-case word, ``""`` where unknown; ``aliases`` are its other spellings.
    """

    id: str
    name: str
    kind: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """Where an entity stands in an article: ``text`` is ``field[start:end]``, in code points."""

    entity: str
    start: int
    end: int
    text: str
    field: str = "body"


@dataclass(frozen=True, slots=True)
class NameLink:
    """Two names that an article has for one entity, each a kind and a text: how, why, and the sentence that shows it.

    ``how`` is one of ``corpus.entities.unify.article.inside.How``.
    """

    left: tuple[str, str]
    right: tuple[str, str]
    how: str
    reason: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading inside a body, in code points of the body."""

    start: int
    end: int
    title: str


@dataclass(frozen=True, slots=True)
class Removed:
    """A part of a text that is none of its story: it stood before ``body[at]``, and ``reason`` says what it is."""

    text: str
    at: int
    reason: str


@dataclass(frozen=True, slots=True)
class Text:
    """The title and body of an article, the headings in the body, and the parts of it that were removed, in order."""

    title: str
    body: str
    sections: tuple[Section, ...] = ()
    removed: tuple[Removed, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record was read from.

    ``where`` is what a person is shown (see ``Problem.where``); ``part`` names the record inside
    its file in a way that survives insertions: ``""`` for a file that is one article, the member's
    path in an archive, ``#`` and a key for a line, row, item or capture.
    """

    where: str
    part: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One article as it was read, with field names mapped but nothing cleaned or judged.

    ``published`` is the text that stood in the file; ``captured`` is the time a crawler fetched it
    (ISO 8601, UTC), set for web archives only. ``entities`` is what the file carries:
    names, ``{name, kind, aliases}`` mappings, or lists of these by kind. ``removed`` is what its reader
    left out of the text, with places in ``body``.
    """

    place: Place
    title: str = ""
    body: str = ""
    id: str | None = None
    url: str | None = None
    published: str | None = None
    captured: str | None = None
    source: str | None = None
    lang: str | None = None
    author: str | None = None
    entities: Json = None
    extra: Mapping[str, Json] = field(default_factory=dict)
    removed: tuple[Removed, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an article came from: the scanned root's name, the path within it with ``/``, the part.

    ``id`` is the id the file gave, where it was not one that can stand in a URL.
    """

    root: str = ""
    path: str = ""
    part: str = ""
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it is indexed. Every span is in code points of ``title`` or ``body``.

    ``published`` is ISO 8601 in UTC with the precision that is known: ``2024``, ``2024-01``,
    ``2024-01-05`` or ``2024-01-05T09:30:00Z``. ``extra`` holds every other field of the input.
    ``entities`` are those that the file carries, which are ``carried`` in number, then those that its text mentions.
    ``links`` say which names of its text are one entity's.
    ``dated`` says where ``published`` is from, and how certain it is. ``removed`` are the parts of the text that are
    not in ``body``, and ``cleaning`` says what else cleaning changed, one line each. ``untrimmed`` is the text as it
    was before lines of its source's template were removed, None where there were none. ``lang_evidence`` says what the
    language is known by. ``signature`` (``corpus.copies.signature``) is what copies are found by: an article without
    one is taken for none.
    """

    id: str
    title: str
    body: str
    published: str | None = None
    source: str | None = None
    url: str | None = None
    lang: str | None = None
    author: str | None = None
    sections: tuple[Section, ...] = ()
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    links: tuple[NameLink, ...] = ()
    extra: Mapping[str, Json] = field(default_factory=dict)
    cleaning: tuple[str, ...] = ()
    removed: tuple[Removed, ...] = ()
    untrimmed: Text | None = None
    carried: int = 0
    dated: Dated | None = None
    lang_evidence: str = ""
    signature: tuple[int, ...] = ()
    origin: Origin = field(default_factory=Origin)

    @property
    def text(self) -> Text:
        """The text as it was before lines of its source's template were removed."""
        return self.untrimmed or Text(self.title, self.body, self.sections, self.removed)

    @property
    def guessed(self) -> bool:
        """Whether nothing states the date for certain."""
        return self.dated is not None and self.dated.certainty == GUESSED
