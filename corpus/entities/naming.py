"""Naming: the entities that an article carries and mentions, those of one article unified.

Names that the user's gazetteer knows win over those that recognition finds in the same place. An entity has the name
that tells most of it in the article; the others that the article has for it are its aliases. What it is across
articles is settled later, from all of them (``corpus.entities.unify``).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.article import Entity, Mention, NameLink, Text
from corpus.entities.matching import Gazetteer
from corpus.entities.names import hashed, is_clean, name_key, plain_words, slug, tidy
from corpus.entities.recognition.levels import Recogniser
from corpus.entities.recognition.name import Name
from corpus.entities.unify.article.inside import Links, inside

_ARTICLES = frozenset(["al", "el", "an", "ar", "as", "ash", "ad", "at", "az", "the"])
_ORGANISATION = "organisation"
_FIELDS = {"title": 0, "body": 1}


@dataclass(frozen=True, slots=True)
class Named:
    """What an article names: ``entities`` are those that its file carries, then those that its text mentions."""

    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    links: tuple[NameLink, ...]


def named(
    article: Text, lang: str | None, gazetteer: Gazetteer, recognise: Recogniser, carried: Sequence[Entity] = ()
) -> Named:
    """Return what an article names."""
    title, body = article.title, article.body
    known = [*gazetteer.mentions(title, "title"), *gazetteer.mentions(body)]
    names = sorted(
        [*(_name(one, gazetteer) for one in known), *_agreed(_beside(recognise(title, body, lang), known, gazetteer))],
        key=lambda one: (_FIELDS[one.field], one.start),
    )
    found = inside(title, body, names)
    meant = {(one.field, one.start): one.entity for one in known}
    entities: dict[str, Entity] = {one.id: one for one in carried}
    mentions: list[Mention] = []
    for cluster in found.clusters:
        entity = _entity([names[at] for at in cluster], meant, gazetteer)
        if entity is None:
            continue
        entity = entities.setdefault(entity.id, entity)
        mentions += [
            Mention(entity.id, one.start, one.end, one.text, one.field) for one in (names[at] for at in cluster)
        ]
    mentions.sort(key=lambda one: (_FIELDS[one.field], one.start))
    return Named(tuple(entities.values()), tuple(mentions), _links(names, found))


def _name(mention: Mention, gazetteer: Gazetteer) -> Name:
    known = gazetteer.get(mention.entity)
    return Name(mention.start, mention.end, known.kind if known else "", mention.text, mention.field)


def _beside(found: Iterable[Name], known: Iterable[Mention], gazetteer: Gazetteer) -> list[Name]:
    """Return the names that overlap none of those that are known, and were not said to be none."""
    taken = {(one.field, at) for one in known for at in range(one.start, one.end)}
    return [
        one
        for one in found
        if not gazetteer.is_never(one.text) and not any((one.field, at) in taken for at in range(one.start, one.end))
    ]


def _agreed(names: Sequence[Name]) -> list[Name]:
    """Return names with one kind, the most frequent, for those of the same words but articles: al-Nujaba, An-Nujaba."""
    counts: dict[frozenset[str], Counter[str]] = {}
    words = [frozenset(name_key(one.text).split()) - _ARTICLES for one in names]
    for own, one in zip(words, names, strict=True):
        if len(own) > 1:
            counts.setdefault(own, Counter())[one.kind] += 1
    kinds = {own: max(some, key=lambda kind: (some[kind], kind == _ORGANISATION, kind)) for own, some in counts.items()}
    return [replace(one, kind=kinds.get(own, one.kind)) for own, one in zip(words, names, strict=True)]


def _entity(names: Sequence[Name], meant: dict[tuple[str, int], str], gazetteer: Gazetteer) -> Entity | None:
    """Return the entity of one cluster, None where no name of it has a word."""
    known = Counter(key for one in names if (key := meant.get((one.field, one.start))))
    if known:
        return gazetteer.get(known.most_common(1)[0][0])
    texts = Counter(text for one in names if name_key(text := tidy(one.text)))
    if not texts:
        return None
    head = max(
        texts,
        key=lambda text: (is_clean(text), not text.isupper(), plain_words(text), texts[text], -len(text), text),
    )
    kind = Counter(one.kind for one in names).most_common(1)[0][0]
    key = slug(head)
    if gazetteer.get(key) is not None:
        key = hashed(f"{name_key(head)} {kind}")
    return Entity(key, head, kind, tuple(sorted(set(texts) - {head})))


def _links(names: Sequence[Name], found: Links) -> tuple[NameLink, ...]:
    """Return what links two names that are written in two ways."""
    links: dict[tuple[object, ...], NameLink] = {}
    for one in found.links:
        left, right = ((names[at].kind, tidy(names[at].text)) for at in (one.left, one.right))
        if left != right:
            links.setdefault((left, right, one.how), NameLink(left, right, str(one.how), one.reason, one.sentence))
    return tuple(links.values())
