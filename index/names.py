"""Names in the index: how the mentions and links of an article become values of fields, and come back.

A segment has the names of a document as they are written, each with its kind and, where the article has it for a name
that tells more, with that one: ``person TAB al-Sudani TAB Mohammed Shia al-Sudani``. Places are counted in the title, a
line feed and the body, as one text. What a name stands for across articles is in no segment (``index.entities``).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from corpus.article import Article, Entity, Mention, NameLink
from corpus.entities.names import hashed, name_key, slug, tidy
from index.columnar.rows import Span

NAME, LINK = "name", "link"
"""The field of names with their places, and that of links."""

_TAB = "\t"


class NameTerm(NamedTuple):
    """A name as the index has it: ``head`` is the name that its article has it for, ``""`` where it is that itself."""

    kind: str
    text: str
    head: str = ""

    @property
    def term(self) -> str:
        """The value of the field."""
        return _TAB.join(self if self.head else self[:2])

    @classmethod
    def of(cls, term: str) -> "NameTerm":
        """Return the name that a value of the field stands for."""
        kind, _, rest = term.partition(_TAB)
        text, _, head = rest.partition(_TAB)
        return cls(kind, text, head)


def carried_by(article: Article) -> tuple[Entity, ...]:
    """Return the entities of an article that its file carries, and any others that its text does not mention."""
    mentioned = {one.entity for one in article.mentions}
    every = enumerate(article.entities)
    return tuple([one for at, one in every if at < article.carried or one.id not in mentioned])


def spans_of(article: Article) -> tuple[Span, ...]:
    """Return the names of an article, ascending by their places; those that its text does not mention stand at 0."""
    entities = {one.id: one for one in article.entities}
    floor = len(article.title) + 1
    found = [Span(_carried(one), 0, 0) for one in carried_by(article)]
    for one in article.mentions:
        first, size = (0, floor - 1) if one.field == "title" else (floor, len(article.body))
        term = _term(one, entities.get(one.entity))
        if term and 0 <= one.start < one.end <= size:
            found.append(Span(term, first + one.start, first + one.end))
    return tuple(sorted(found, key=lambda one: one[1:]))


def _carried(entity: Entity) -> str:
    return NameTerm(entity.kind, tidy(entity.name)).term


def _term(mention: Mention, entity: Entity | None) -> str:
    text = tidy(mention.text)
    if entity is None or not text:
        return ""
    head = "" if text == entity.name else entity.name
    return NameTerm(entity.kind, text, head).term


def names_of(article: Article) -> tuple[str, ...]:
    """Return the names of an article, each once, as they are searched word by word."""
    carried = [name for one in carried_by(article) for name in (one.name, *one.aliases)]
    terms = [NameTerm.of(one.name) for one in spans_of(article)]
    return tuple(dict.fromkeys([*carried, *(name for one in terms for name in (one.text, one.head) if name)]))


def links_of(article: Article) -> tuple[str, ...]:
    """Return the links of an article as values of a field: how, and both names with their kinds."""
    links = [*article.links, *carried_links(article)]
    return tuple(dict.fromkeys(_TAB.join((one.how, *one.left, *one.right)) for one in links))


def carried_links(article: Article) -> Iterator[NameLink]:
    """Yield what the file of an article says of the names of its entities."""
    for one in carried_by(article):
        name = one.kind, tidy(one.name)
        for alias in map(tidy, one.aliases):
            if alias and alias != name[1]:
                yield NameLink(name, (one.kind, alias), "defined", "the file of an article says so")


def link(value: str) -> NameLink:
    """Return the link that a value of the field stands for, without its reason and sentence."""
    how, kind, text, other_kind, other = value.split(_TAB)
    return NameLink((kind, text), (other_kind, other), how)


class Naming(NamedTuple):
    """Names of an article that come back: its entities, as they are in it alone, and where it mentions them."""

    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]


def naming(spans: Iterable[Span], title: str, body: str, carried: Sequence[Entity]) -> Naming:
    """Return what the names of an article say."""
    floor = len(title) + 1
    spellings: dict[tuple[str, str], dict[str, None]] = {}
    placed: list[tuple[tuple[str, str], Mention]] = []
    for name, start, end in spans:
        term = NameTerm.of(name)
        head = term.kind, term.head or term.text
        spellings.setdefault(head, {})[term.text] = None
        if end > start:
            field, first, text = ("title", 0, title) if start < floor else ("body", floor, body)
            placed.append((head, Mention("", start - first, end - first, text[start - first : end - first], field)))
    ids = _ids(spellings, carried)
    return Naming(
        tuple(_entities(spellings, ids, carried)),
        tuple(Mention(ids[head], *(one.start, one.end), one.text, one.field) for head, one in placed),
    )


def _ids(heads: Iterable[tuple[str, str]], carried: Iterable[Entity]) -> dict[tuple[str, str], str]:
    """Return an id for each name that stands for an entity of one article."""
    found = {(one.kind, tidy(one.name)): one.id for one in carried}
    taken = set(found.values())
    for kind, text in heads:
        if (kind, text) not in found:
            key = slug(text)
            found[kind, text] = key = hashed(f"{name_key(text)} {kind}") if key in taken else key
            taken.add(key)
    return found


def _entities(
    spellings: Mapping[tuple[str, str], Mapping[str, None]],
    ids: Mapping[tuple[str, str], str],
    carried: Sequence[Entity],
) -> Iterator[Entity]:
    yield from carried
    known = {one.id for one in carried}
    for (kind, text), every in spellings.items():
        if ids[kind, text] not in known:
            yield Entity(ids[kind, text], text, kind, tuple(sorted(set(every) - {text})))
