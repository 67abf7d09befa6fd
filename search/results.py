"""The values a query answers with. Spans are in code points; times in seconds."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.article import Entity


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage of a body: ``text``, the spans to mark in it, and where it begins in the body."""

    text: str
    spans: tuple[tuple[int, int], ...]
    offset: int


@dataclass(frozen=True, slots=True)
class Group:
    """The copies of one story: ``id`` is that of the earliest, ``size`` counts them, ``outlets`` are their sources."""

    id: str
    size: int
    outlets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Copy:
    """One of the copies of a story; ``guessed`` tells that nothing states its date for certain."""

    id: str
    title: str
    url: str | None
    published: str | None
    source: str | None
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Copies:
    """The copies of a story: the earliest first, undated ones last, of many the first hundred.

    ``group`` is None and there are none where an article has no other.
    """

    group: Group | None = None
    copies: tuple[Copy, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """What a field adds to a part of a score, and how often there what is counted stands in it."""

    field: str
    times: int
    points: float


@dataclass(frozen=True, slots=True)
class Reason:
    """A part of a score. ``points`` of all parts add up to it; that of ``age`` is below 0.

    ``kind``: word, name, phrase, pair (words that stand side by side in the query), feedback (words of the best
    articles) or age. ``text`` is what was counted, ``forms`` how it is written in the article, the most frequent first.
    """

    kind: str
    text: str
    points: float
    fields: tuple[Share, ...] = ()
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One article that answers a query.

    ``title_spans`` are the spans to mark in the title. ``relaxed`` tells that it matches only some
    of the words wanted, ``guessed`` that nothing states its date for certain. ``group`` are its copies, if it has any.
    ``why`` are the parts of its score, where they were asked for.
    """

    id: str
    title: str
    url: str | None
    published: str | None
    source: str | None
    author: str | None
    lang: str | None
    score: float
    snippets: tuple[Snippet, ...]
    title_spans: tuple[tuple[int, int], ...] = ()
    entities: tuple[Entity, ...] = ()
    relaxed: bool = False
    guessed: bool = False
    group: Group | None = None
    why: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet with the number of matching articles that have it.

    ``value`` is what the filter takes, ``label`` what a person reads.
    """

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Bin:
    """A stretch of time and the number of matching articles published in it.

    ``start`` and ``end`` are a day, a month or a year in ISO 8601, inclusive, as ``since`` and ``until`` take them.
    """

    start: str
    end: str
    count: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """The matching articles by date, in ``bins`` of a ``step``: day, month or year, or several years of a long time.

    They go from the first date to the last without a gap. ``undated`` articles are in none of them.
    """

    step: str
    bins: tuple[Bin, ...]
    undated: int = 0


@dataclass(frozen=True, slots=True)
class Expansion:
    """A name in the query whose other spellings were searched too.

    ``also`` are those that articles have, the most frequent first and eight at the most; ``left_out`` those that the
    question does without.
    """

    entity: str
    name: str
    typed: str
    also: tuple[str, ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QueryWarning:
    """Something the reader of the query did not take as it was typed.

    ``start`` and ``end`` are code points of the query, None where it is about the whole; ``instead`` is what could
    stand there, "" where nothing suggests itself.
    """

    message: str
    start: int | None = None
    end: int | None = None
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a query may have meant: its whole text with other words, the spans of these, and how many articles match.

    ``applied`` tells that the answer is that to this text, as no article has a word that was typed.
    """

    text: str
    spans: tuple[tuple[int, int], ...]
    total: int
    applied: bool = False


@dataclass(frozen=True, slots=True)
class Completion:
    """How what is being typed may go on.

    ``kind`` is ``entity``, ``word`` or ``title``; ``query`` is what to search, ``count`` how many articles have it.
    ``what`` tells more: the kind of an entity, the date of a title. ``spelling`` is the spelling of an entity that was
    typed, where its ``label`` is another, ``article`` the id of a title's article.
    """

    kind: str
    label: str
    query: str
    count: int
    what: str = ""
    spelling: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to one query.

    ``total`` counts the articles that match fully; when ``relaxed`` is true, articles that match
    some words follow them in ``hits``, each flagged. ``offset`` is the place of the first hit.
    ``next`` and ``previous`` are cursors. ``groups`` counts the stories among the full matches, where
    each is listed once, whatever its copies. ``undated`` counts matches without a date that a date
    filter left out. ``read`` is the query as it was read, where that is not as it was typed. Where it is not
    ``complete`` the query took too long, and this is what was found until then. ``suggestion`` is
    another text that finds more, None where there is none.
    """

    query: str
    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    warnings: tuple[QueryWarning, ...] = ()
    expansions: tuple[Expansion, ...] = ()
    relaxed: bool = False
    complete: bool = True
    undated: int = 0
    offset: int = 0
    next: str | None = None
    previous: str | None = None
    took: float = 0.0
    groups: int | None = None
    histogram: Histogram | None = None
    read: str | None = None
    suggestion: Suggestion | None = None


@dataclass(frozen=True, slots=True)
class Ranked:
    """The answer to one query as the ids of articles with their scores, best first.

    ``total`` counts the articles that match fully, None where it was not asked for; relaxed matches follow them
    as in ``Results``.
    """

    hits: tuple[tuple[str, float], ...]
    total: int | None = None
    facets: Mapping[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    complete: bool = True
