"""The pipeline: one record in, one article out."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import astuple, fields, replace
from datetime import UTC, datetime
from functools import partial
from urllib.parse import urlsplit

from corpus.article import Article, Entity, Json, Origin, Record, Text
from corpus.boilerplate.keeping import kept
from corpus.boilerplate.rules import load_rules
from corpus.clean import clean
from corpus.copies.signature import signature
from corpus.dating.dated import Dated
from corpus.dating.find import dated
from corpus.dating.pagedates import PAGE_DATES
from corpus.entities.carried import carried_entities
from corpus.entities.gazetteer import load_gazetteers
from corpus.entities.matching import Gazetteer
from corpus.entities.naming import named
from corpus.entities.recognition.levels import level, nobody
from corpus.entities.recognition.remembering import Find, Memory
from corpus.errors import BroadsheetError, Kind, Problem, Report
from corpus.judging import not_an_article
from corpus.language import decided, detect
from corpus.languages import normal_language
from corpus.settings import Config
from corpus.templates.template import Template, Templates
from corpus.templates.trimming import Trimmer
from corpus.text import squeeze

VERSION = "7"
"""Changes whenever the same record would become another article, so that runs process it again."""

MAX_TITLE = 1000
MAX_NAME = 300
MAX_URL = 4096


def ignored(_: Exception) -> None:
    """Tell nobody."""


class Pipeline:
    """Makes articles of records, by one configuration and the templates of sources; safe for threads."""

    def __init__(
        self,
        config: Config,
        templates: Templates | None = None,
        *,
        gazetteer: Gazetteer | None = None,
        whole: bool = False,
        found: Callable[[str], Find] | None = None,
    ) -> None:
        """Read the rules, and the gazetteers unless they were; ConfigError if a file of theirs is missing or wrong.

        What was removed from articles is bounded, unless they are wanted ``whole``. ``found`` opens the names that were
        found before by the recogniser of a fingerprint.
        """
        self._whole = whole
        self.templates = templates or Templates()
        self._last: Trimmer | None = None
        self.gazetteer = gazetteer or load_gazetteers(config.gazetteers)
        self._rules = load_rules(config.rules)
        recogniser = level(config.recognition)
        self.recogniser = recogniser.fingerprint
        self._memory = Memory(found(self.recogniser)) if found is not None and self.recogniser else None
        self._recognise = self._memory.remembering(recogniser.find) if self._memory else recogniser.find
        mapping = {name: list(names) for name, names in config.mapping.items()}
        self.fingerprint = _hash(
            [
                *(VERSION, mapping, list(config.fields), config.recognition),
                *(self.gazetteer.fingerprint, self._rules.fingerprint),
            ]
        )
        """Differs when an article may come out otherwise though its record and the templates are the same."""

    @property
    def entities(self) -> Iterable[Entity]:
        """The entities of the gazetteers."""
        return self.gazetteer.entities

    def found(self) -> dict[bytes, bytes]:
        """Return the names found since this was asked last, as they are to be kept; nothing without a memory."""
        return self._memory.take() if self._memory else {}

    def article(self, record: Record, id: str, origin: Origin, report: Report) -> Article | None:  # noqa: A002 -- the name everyone gives it
        """Return the article a record is, None if it has no text; problems are reported."""
        url = _url(record.url)
        source = squeeze(record.source or "") or _host(url)
        cleaned = clean(record, self._rules.of(source))
        if not any(c.isalnum() for c in cleaned.title) and not any(c.isalnum() for c in cleaned.body):
            report(_problem(record, Kind.NO_TEXT, "there is no text in it; skipped", skipped=True))
            return None
        why = not_an_article(cleaned.title, cleaned.body, markup=False)
        if why is None and cleaned.removed and not cleaned.body:
            why = "nothing but furniture"
        if why is not None:
            report(_problem(record, Kind.NO_ARTICLE, f"is no article but {why}; skipped", skipped=True))
            return None
        extra: dict[str, Json] = {name: value for name, value in record.extra.items() if name != PAGE_DATES}
        if record.captured:
            extra["captured"] = record.captured
        title = _bounded("title", cleaned.title, MAX_TITLE, extra)
        if record.url and url is None:
            extra.setdefault("url", record.url)
        language = decided(normal_language(record.lang), detect(title, cleaned.body))
        found = _dated(replace(record, lang=language.lang), origin, extra, report)
        carried = carried_entities(record.entities, self.gazetteer)
        article = Article(
            id=id,
            title=title,
            body=cleaned.body,
            published=found.value if found else None,
            source=_bounded("source", source or "", MAX_NAME, extra) or None,
            url=url,
            lang=language.lang,
            lang_evidence=language.evidence,
            author=_bounded("author", squeeze(record.author or ""), MAX_NAME, extra) or None,
            sections=cleaned.sections,
            entities=carried,
            carried=len(carried),
            extra=extra,
            cleaning=cleaned.notes,
            removed=cleaned.removed if self._whole else kept(cleaned.removed, len(cleaned.body)),
            dated=found,
            origin=origin,
        )
        return self.retold(
            article, self.text(article, self.templates.of(article.source)), partial(_unnamed, record, report)
        )

    def text(self, article: Article, template: Template | None) -> Text:
        """Return the text of an article without the lines of a template, whatever was taken out of it before."""
        return article.text if template is None else self._trimmer(template).trimmed(article.text)

    def retold(self, article: Article, text: Text, fail: Callable[[Exception], None] = ignored) -> Article:
        """Return an article with what is left of its text, and all that is made from it.

        Where recognition fails at a text, the article has the names of its file and of the gazetteers, and ``fail`` is
        told.
        """
        carried = article.entities[: article.carried]
        try:
            found = named(text, article.lang, self.gazetteer, self._recognise, carried)
        except (BroadsheetError, MemoryError):
            raise
        except Exception as error:  # noqa: BLE001 -- an article without names is better than none
            found = named(text, article.lang, self.gazetteer, nobody, carried)
            fail(error)
        return replace(
            article,
            title=text.title,
            body=text.body,
            sections=text.sections,
            removed=text.removed,
            untrimmed=None if text == article.text else article.text,
            signature=signature(text.title, text.body),
            entities=found.entities,
            mentions=found.mentions,
            links=found.links,
        )

    def _trimmer(self, template: Template) -> Trimmer:
        """Return what takes a template out; the last one is kept, as articles of one source come together."""
        last = self._last
        if last is None or last.template is not template:
            last = self._last = Trimmer(template)
        return last


def record_fingerprint(record: Record) -> str:
    """Return a hash of everything in a record but its place."""
    everything = {one.name: getattr(record, one.name) for one in fields(record) if one.name != "place"}
    return _hash({**everything, "extra": dict(record.extra), "removed": [astuple(one) for one in record.removed]})


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def _problem(record: Record, kind: Kind, message: str, *, skipped: bool) -> Problem:
    return Problem(kind, record.place.where, message, record.place.line, skipped)


def _unnamed(record: Record, report: Report, error: Exception) -> None:
    told = f"names cannot be recognised in it ({type(error).__name__}: {error})"
    report(_problem(record, Kind.NO_NAME, f"{told}; it has those of its file and of gazetteers", skipped=False))


def _dated(record: Record, origin: Origin, extra: dict[str, Json], report: Report) -> Dated | None:
    """Return the date of a record; what cannot be one is reported, and what the record states is kept in ``extra``."""
    found, warnings = dated(record, path=origin.path, filetime=None, now=datetime.now(UTC))
    for warning in warnings:
        report(_problem(record, Kind.BAD_DATE, warning, skipped=False))
    stated = squeeze(record.published or "")
    if stated and (warnings or found is None):
        extra.setdefault("date", stated)
    return found


def _bounded(name: str, text: str, limit: int, extra: dict[str, Json]) -> str:
    """Cut a text at a word; the whole of it goes to ``extra``."""
    if len(text) <= limit:
        return text
    extra.setdefault(name, text)
    return text[:limit].rsplit(" ", 1)[0].rstrip() + "…"


def _url(url: str | None) -> str | None:
    """Return a URL without white space, None where it is too long to be one."""
    bare = "".join((url or "").split())
    return bare if 0 < len(bare) <= MAX_URL else None


def _host(url: str | None) -> str | None:
    """Return the host of a URL without ``www.``, None if it has none or browsers may go to another.

    >>> _host("https://www.Example.org:8080/news"), _host("http://["), _host("file:///tmp")
    ('example.org', None, None)
    """
    if "\\" in (url or ""):
        return None  # a slash to a browser
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return (host or "").removeprefix("www.") or None
