"""Engine: the only door to an index. Safe for threads, and after a fork."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self, Unpack

from corpus.article import Article, Entity
from corpus.settings import Config
from search.answer import answer, explore, rank
from search.asking import understand
from search.comparison import Comparison, comparison, copies
from search.deadline import Deadline
from search.errors import AmbiguousEntityError, ArticleNotFoundError, BadParameterError, EntityNotFoundError
from search.exploring import Explored, Listed, listed
from search.export.rows import Export, Wanted, exported
from search.highlight.marks import Marker, merged
from search.paging.cursors import read_cursor
from search.parameters import (
    NO_FILTERS,
    Narrowing,
    Several,
    check,
    count_of,
    of_same_question,
    page_size,
    several,
    text_of,
    truth,
)
from search.ranking.bm25 import Scorer
from search.related import Related, related
from search.results import Completion, Copies, Ranked, Results
from search.snapshots.newest import Newest
from search.snapshots.snapshot import Snapshot
from search.suggest.typeahead import MOST, completions

Spans = tuple[tuple[int, int], ...]


class Marks(NamedTuple):
    """The spans to mark in an article's title and body: ascending, apart, in code points."""

    title: Spans
    body: Spans


class Engine:
    """Answers questions about the index in a folder, always by its newest generation."""

    def __init__(self, folder: Path, config: Config | None = None) -> None:
        self._newest = Newest(folder)
        self._config = Config() if config is None else config

    @classmethod
    def open(cls, path: str | Path, config: Config | None = None) -> Self:
        """Open the index in a folder; use the engine as a context manager or ``close`` it.

        Raises MissingIndexError, IncompatibleIndexError or DamagedIndexError.
        """
        engine = cls(Path(path), config)
        engine._newest.open()
        return engine

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close what is open, as soon as no question uses it."""
        self._newest.close()

    @property
    def generation(self) -> int:
        """The number of the generation in use."""
        return self._newest.ask(lambda snapshot: snapshot.number)

    @property
    def count(self) -> int:
        """How many articles there are."""
        return self._newest.ask(lambda snapshot: snapshot.count)

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the configured fields that the index has."""
        return self._newest.ask(lambda snapshot: snapshot.extra)

    def search(  # noqa: PLR0913 -- these are the parameters of a search
        self,
        text: str,
        *,
        entity: Several = (),
        source: Several = (),
        lang: Several = (),
        since: str | None = None,
        until: str | None = None,
        undated: bool = False,
        sort: str = "relevance",
        limit: int = 20,
        cursor: str | None = None,
        facet: Several = (),
        collapse: bool = False,
        expand: bool = True,
        without: Several = (),
        correct: bool = True,
        strict: bool = False,
        filters: Mapping[str, Several] = NO_FILTERS,
        exclude: Several = (),
        facet_words: str = "",
        histogram: bool = False,
        explain: bool = False,
    ) -> Results:
        """Answer a query in the language of ``search.query.parser``; an empty one lists newest first.

        ``entity`` takes ids or spellings, and several mean all; several of any other filter mean
        any. ``since`` and ``until`` are UTC dates of any precision, inclusive; ``undated`` keeps
        articles without one. ``sort``: relevance, newest, oldest or recent-relevant. ``limit`` is
        from 1 to 100. ``facet`` names what to count: source, lang, entity, author, dated, published
        (by year) or a configured field. ``filters`` are values of configured fields, of ``author`` and of ``dated``
        (``stated`` or ``guessed``). ``expand`` lets a name stand for its entity's other spellings, ``without`` leaves
        some of these out. ``collapse`` lists each story once, by the first of its copies. ``exclude`` leaves out
        articles with a value of a field, such as ``source:BBC``. ``facet_words`` are words that the values listed by
        facets have, or that words of theirs begin with; ``histogram`` asks for the matches by date. Where a word stands
        in no article, ``correct`` answers what may have been meant, and ``suggestion`` says so; never under ``strict``.
        ``explain`` asks for the parts of each score. After the seconds that the configuration has as its deadline the
        answer is what was found until then.

        Raises BadParameterError, BadCursorError, and under ``strict`` QuerySyntaxError.
        """
        text = text_of(text)

        def asked(snapshot: Snapshot) -> Results:
            parameters = check(
                extra=snapshot.extra,
                entity=entity,
                source=source,
                lang=lang,
                since=since,
                until=until,
                undated=undated,
                sort=sort,
                limit=limit,
                cursor=cursor,
                facet=facet,
                expand=expand,
                without=without,
                strict=strict,
                filters=filters,
                collapse=collapse,
                exclude=exclude,
                facet_words=facet_words,
                histogram=histogram,
                correct=correct,
                explain=explain,
            )
            if cursor is not None:
                of_same_question(cursor, text, parameters)
            return answer(snapshot, text, parameters, self._config)

        return self._newest.ask(asked, None if cursor is None else read_cursor(cursor).generation)

    def rank(  # noqa: PLR0913 -- these are the parameters of a search
        self,
        text: str,
        *,
        entity: Several = (),
        source: Several = (),
        lang: Several = (),
        since: str | None = None,
        until: str | None = None,
        undated: bool = False,
        sort: str = "relevance",
        limit: int = 10,
        facet: Several = (),
        total: bool = False,
        expand: bool = True,
        without: Several = (),
        strict: bool = False,
        filters: Mapping[str, Several] = NO_FILTERS,
        exclude: Several = (),
    ) -> Ranked:
        """Return the ids and scores of the articles that ``search`` would find first, and nothing of their text.

        The parameters are those of ``search``. Matches are counted only with ``total``, or for a ``facet``.

        Raises BadParameterError, and under ``strict`` QuerySyntaxError.
        """
        text = text_of(text)
        total = truth("total", total)

        def asked(snapshot: Snapshot) -> Ranked:
            parameters = check(
                extra=snapshot.extra,
                entity=entity,
                source=source,
                lang=lang,
                since=since,
                until=until,
                undated=undated,
                sort=sort,
                limit=limit,
                cursor=None,
                facet=facet,
                expand=expand,
                without=without,
                strict=strict,
                filters=filters,
                exclude=exclude,
            )
            return rank(snapshot, text, parameters, self._config, total=total)

        return self._newest.ask(asked)

    @contextmanager
    def export(
        self,
        text: str,
        *,
        snippet: bool = False,
        body: bool = False,
        limit: int | None = None,
        **narrowed: Unpack[Narrowing],
    ) -> Iterator[Export]:
        """Give all articles that match a query fully, or the first ``limit``; use it as a context manager.

        The other parameters are those of ``search`` that narrow and order. ``snippet`` adds passages that show why an
        article matches, ``body`` its text. All comes from one state of the index, which is held until the block ends.

        Raises BadParameterError, and under ``strict`` QuerySyntaxError.
        """
        text = text_of(text)
        wanted = Wanted(truth("snippet", snippet), truth("body", body), count_of("limit", limit))
        with self._newest.held() as snapshot:
            yield exported(snapshot, text, check(extra=snapshot.extra, **narrowed), self._config, wanted)

    def suggest(self, text: str, *, limit: int = 10) -> tuple[Completion, ...]:
        """Return how a text that is being typed may go on: names, words and titles; ``limit`` is from 1 to 50.

        Raises BadParameterError.
        """
        text = text_of(text)
        if isinstance(limit, bool) or not isinstance(limit, int) or not 1 <= limit <= MOST:
            raise BadParameterError("limit", limit, f"a whole number from 1 to {MOST}")
        return self._newest.ask(lambda snapshot: completions(snapshot, text, limit))

    def article(self, article: str) -> Article:
        """Return an article by its id; raises ArticleNotFoundError."""
        return self._newest.ask(lambda snapshot: snapshot.article(_found(snapshot, article)))

    def copies(self, article: str) -> Copies:
        """Return the copies of an article, itself among them, by its id; raises ArticleNotFoundError."""
        return self._newest.ask(lambda snapshot: copies(snapshot, _found(snapshot, article)))

    def differences(self, article: str) -> Comparison:
        """Return what differs between an article and the earliest of its copies; raises ArticleNotFoundError.

        Of long texts the beginnings are compared.
        """
        return self._newest.ask(lambda snapshot: comparison(snapshot, _found(snapshot, article)))

    def related(self, article: str, limit: int = 10) -> tuple[Related, ...]:
        """Return the articles that share most of what is distinctive of one, by its id; its copies are none of them.

        Raises ArticleNotFoundError or BadParameterError.
        """
        most = page_size("limit", limit)
        return self._newest.ask(
            lambda snapshot: related(snapshot, _found(snapshot, article), Scorer(snapshot, self._config.boosts), most)
        )

    def marks(self, article: Article, text: str, *, expand: bool = True, without: Several = ()) -> Marks:
        """Return what to mark in a whole article for a query."""
        left_out = several("without", without)

        def found(snapshot: Snapshot) -> Marks:
            late = Deadline(self._config.deadline)
            question = understand(
                snapshot, text_of(text), expanded=expand, strict=False, without=left_out, deadline=late
            )
            marks = Marker(question.shown).find(article)
            return Marks(merged(marks["title"]), merged(marks["body"]))

        return self._newest.ask(found)

    def entity(self, entity: str) -> Entity:
        """Return an entity by its id; raises EntityNotFoundError."""

        def found(snapshot: Snapshot) -> Entity:
            if entity not in snapshot.entities:
                raise EntityNotFoundError(entity)
            return snapshot.entities[entity]

        return self._newest.ask(found)

    def meant(self, name: str) -> Entity:
        """Return the entity that an id or a spelling means; raises EntityNotFoundError or AmbiguousEntityError."""

        def found(snapshot: Snapshot) -> Entity:
            ids = snapshot.values("entity").find(name)
            if not ids:
                raise EntityNotFoundError(name)
            if len(ids) > 1:
                raise AmbiguousEntityError(name, ids)
            return snapshot.entities[ids[0]]

        return self._newest.ask(found)

    def entities(self, words: str = "", *, kind: str | None = None, limit: int = 20) -> tuple[Listed, ...]:
        """Return the entities that most articles name, of a kind, and with a spelling that has words that begin so."""
        words = text_of(words)
        return self._newest.ask(lambda snapshot: listed(snapshot, words, kind, limit))

    def explore(self, entity: str) -> Explored:
        """Return what the archive tells of an entity, by an id of it: spellings, dates, company and passages.

        Raises EntityNotFoundError. An id of an entity that another was merged into means the latter.
        """
        return self._newest.ask(lambda snapshot: explore(snapshot, entity, self._config))


def _found(snapshot: Snapshot, article: str) -> int:
    doc = snapshot.find(article)
    if doc is None:
        raise ArticleNotFoundError(article)
    return doc
