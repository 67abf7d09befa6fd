"""HTML pages: the article's text and what the page says about it, by trafilatura."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from corpus.article import Json, Record, Removed
from corpus.dates import read_date
from corpus.dating.dated import UPDATED, Candidate
from corpus.dating.pagedates import PAGE_DATES, as_json
from corpus.formats.context import Context, language_code
from corpus.formats.htmldates import page_dates
from corpus.formats.markup import text_of
from corpus.formats.page import tree
from corpus.formats.page.credits import authors, headline, source
from corpus.formats.page.join import join
from corpus.formats.page.leftout import left_out
from corpus.formats.page.prune import prune
from corpus.formats.page.statements import Stated, stated
from corpus.formats.page.tree import Element, all_of, first_elements, parsed, said, without_tags
from corpus.formats.page.trim import ECHO, covers, trimming
from corpus.formats.streams import Stream
from corpus.formats.whole import read_text

_DATES = MappingProxyType({"original_date": True, "extensive_search": False})
_TITLE_META = "//meta[@property='og:title']/@content"
_BODIES = ("//article", "//main", "//*[@itemprop='articleBody']", "//body")
_KEPT = ("description", "categories", "tags", "image")
_MOST_TITLES = 20
_MOST_HEADINGS = 500
_LONG = 500  # code points of a text that is no summary


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says, by the names of fields, and what it shows that is not in its ``body``."""

    fields: dict[str, Json]
    removed: tuple[Removed, ...] = ()


def read(stream: Stream, context: Context) -> Iterator[Record]:
    """Yield the one article of a page."""
    text = read_text(stream, context, declares=True)
    if text is None:
        return
    page = read_page(text)
    if "body" not in page.fields:
        context.no_text()
    elif record := context.item(page.fields, single=True):
        yield replace(record, removed=page.removed)


def extract(text: str, url: str | None = None) -> dict[str, Json]:
    """Return what a page says: ``title``, ``body``, ``url``, ``lang``, ``published`` …, the empty ones left out."""
    return read_page(text, url).fields


def read_page(text: str, url: str | None = None) -> Page:
    """Return what a page says, and what it shows besides.

    The page is parsed here and handed over as a tree, since given text that is an address
    trafilatura and its helpers may fetch it.
    """
    root = parsed(text)
    if root is None:
        return Page({})
    elements = first_elements(root)  # held to the end: lxml makes an object anew for each element that nobody holds
    vast = len(elements) >= tree.MOST_ELEMENTS
    facts = stated(root)
    shown = _titles(root, facts)
    headings = [said(one) for one in all_of(root, "//h2|//h3|//h4|//h5|//h6")[:_MOST_HEADINGS]]
    dates = page_dates(root)  # before the extraction takes the page apart
    lines = prune(root)  # before authors are looked for, too: comments have some
    found = _titled(root) if vast else _described(root, url, facts, shown)
    _add_dates(found, dates)
    join(root)
    extracted = ("" if vast else _article(root)) or _whole(root, vast=vast) or without_tags(text)
    body = _better(extracted, facts.body)
    paragraphs = body.split("\n\n")
    titles = [*shown, str(found["title"])]
    trimmed = trimming(paragraphs, titles, headings)
    found["body"] = "\n\n".join(one for at, one in enumerate(paragraphs) if at not in trimmed)
    found["lang"] = language_code(root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang"))
    named = dict.fromkeys(titles, ECHO) | {paragraphs[at]: reason for at, reason in trimmed.items()}
    removed = left_out(lines, str(found["body"]), named, with_pruned=body is not extracted)
    return Page({name: value for name, value in found.items() if value}, removed)


def _described(root: Element, url: str | None, facts: Stated, shown: list[str]) -> dict[str, Json]:
    """Return all but the text of a page; ``shown`` are the headlines on it."""
    # The import takes long and most archives never need it.
    from trafilatura.metadata import extract_metadata  # noqa: PLC0415

    _quiet()
    try:
        found = extract_metadata(root, default_url=url, date_config=dict(_DATES)).as_dict()
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 -- pages in the wild trip heuristics in ways nobody can list
        return _titled(root)
    return _fields({**found, "title": found.get("title") or _titled(root)["title"]}, facts, shown)


def _titled(root: Element) -> dict[str, Json]:
    return {"title": " ".join("".join(all_of(root, "//title/text()")[:1]).split())}


def _fields(found: Mapping[str, object], facts: Stated, shown: list[str]) -> dict[str, Json]:
    texts = {name: str(found.get(name) or "") for name in ("title", "sitename", "hostname", "url", "author", "date")}
    title = headline(texts["title"], shown, texts["sitename"])
    fields: dict[str, Json] = {
        "title": title,
        "url": texts["url"],
        "published": texts["date"],
        "source": source((texts["sitename"], texts["hostname"]), title),
        "author": authors(texts["author"].split(";"), (texts["sitename"], facts.publisher)),
    }
    for name in _KEPT:
        value = found.get(name)
        fields[name] = [str(one) for one in value] if isinstance(value, list) else str(value or "")
    return fields


def _add_dates(found: dict[str, Json], dates: list[Candidate]) -> None:
    """Add what the page says about its date; what trafilatura takes for it may be any date on the page."""
    found["published"] = next((one.text for one in dates if one.kind != UPDATED and read_date(one.text)[0]), "")
    if dates:
        found[PAGE_DATES] = as_json(dates)


def _article(root: Element) -> str:
    """Return the paragraphs of the article that trafilatura finds in a page, ``""`` if it finds none."""
    from trafilatura import bare_extraction  # noqa: PLC0415

    _quiet()
    try:
        # "fast": without the two further extractions that it would choose from. They let in more than they add.
        found = bare_extraction(root, fast=True, include_comments=False, with_metadata=False)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 -- as above
        return ""
    text = str((found if isinstance(found, dict) else found.as_dict()).get("text") or "") if found else ""
    return "\n\n".join(line.strip() for line in text.split("\n") if line.strip())  # one line is one paragraph


def _whole(root: Element, *, vast: bool) -> str:
    """Return all text of the part of a page that is most likely its article, of a vast page all its text."""
    return next(
        (body for path in _BODIES[-1 if vast else 0 :] for part in all_of(root, path)[:1] if (body := text_of(part))),
        "",
    )


def _better(body: str, stated_body: str) -> str:
    """Return the text found, unless the page states one of which that has less than half."""
    return body if len(stated_body) < _LONG or covers(body, stated_body) else stated_body


def _titles(root: Element, facts: Stated) -> list[str]:
    """Return the headlines that a page shows and states."""
    metas = [str(one) for one in all_of(root, _TITLE_META)]
    return [
        " ".join(one.split()) for one in (*map(said, all_of(root, "//h1")[:_MOST_TITLES]), *metas[:1], facts.headline)
    ]


def _quiet() -> None:
    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what they say of a page is no use to a person
