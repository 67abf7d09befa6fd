"""Names in the index: how the mentions and links of an article become values of fields, and come back.

A segment has the names of a document as they are written, each with its kind and, where the article has it for a name
that tells more, with that one: ``person TAB al-Sudani TAB Mohammed Shia al-Sudani``. Places are counted in the title, a
line feed and the body, as one text. What a name stands for across articles is in no segment (``index.entities``).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from corpus.article import Article, Entity, Mention, NameLink
from corpus.entities.names import hashed, name_key, slug, tidy
from index.columnar.rows import Placed, Span

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
        return _term(*self)

    @classmethod
    def of(cls, term: str) -> "NameTerm":
        """Return the name that a value of the field stands for."""
        kind, _, rest = term.partition(_TAB)
        text, _, head = rest.partition(_TAB)
        return cls(kind, text, head)


class Named(NamedTuple):
    """The names of an article as a segment has them.

    ``carried`` are the entities that its file carries, and any others that its text does not mention. ``spans`` are all
    names, ascending by their places; those that the text does not mention stand at 0. ``words`` are the names, each
    once, as they are searched word by word.
    """

    carried: tuple[Entity, ...]
    spans: tuple[Placed, ...]
    words: tuple[str, ...]


def named(article: Article) -> Named:
    """Return the names of an article."""
    carried = _carried_by(article)
    words = [name for one in carried for name in (one.name, *one.aliases)]
    spans = []
    for one in carried:
        words.append(text := tidy(one.name))
        spans.append((_term(one.kind, text), 0, 0))
    entities = {one.id: (one.kind, one.name) for one in article.entities}
    floor, body = len(article.title) + 1, len(article.body)
    for mention in article.mentions:
        in_title, start, end = mention.field == "title", mention.start, mention.end
        entity, text = entities.get(mention.entity), tidy(mention.text)
        if entity is not None and text and 0 <= start < end <= (floor - 1 if in_title else body):
            kind, name = entity
            words += (text, name)
            first = 0 if in_title else floor
            spans.append((_term(kind, text, "" if text == name else name), first + start, first + end))
    spans.sort(key=itemgetter(1, 2))
    return Named(carried, tuple(spans), tuple(dict.fromkeys(filter(None, words))))


def _term(kind: str, text: str, head: str = "") -> str:
    return f"{kind}{_TAB}{text}{_TAB}{head}" if head else f"{kind}{_TAB}{text}"


def _carried_by(article: Article) -> tuple[Entity, ...]:
    mentioned = {one.entity for one in article.mentions}
    every = enumerate(article.entities)
    return tuple([one for at, one in every if at < article.carried or one.id not in mentioned])


def links_of(article: Article, carried: Iterable[Entity]) -> tuple[str, ...]:
    """Return the links of an article as values of a field: how, and both names with their kinds.

    ``carried`` are the entities of which its file says under what names they go.
    """
    links = [_TAB.join((one.how, *one.left, *one.right)) for one in article.links]
    for one in carried:
        if one.aliases:
            name = tidy(one.name)
            start = _TAB.join(("defined", one.kind, name, one.kind, ""))
            links += [start + alias for alias in map(tidy, one.aliases) if alias and alias != name]
    return tuple(dict.fromkeys(links))


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
