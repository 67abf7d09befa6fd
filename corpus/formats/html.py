"""HTML pages: the article's text and what the page says about it, by trafilatura."""

import logging
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from lxml import etree
from lxml import html as lxml_html

from corpus.article import Json, Record
from corpus.formats.context import Context, language_code
from corpus.formats.markup import text_of
from corpus.formats.streams import Stream
from corpus.formats.whole import read_text

_DATES = MappingProxyType({"original_date": True, "extensive_search": False})
_DATE_METAS = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//meta[@name='parsely-pub-date' or @name='pubdate' or @name='DC.date.issued']/@content",
)
_BODIES = ("//article", "//main", "//*[@itemprop='articleBody']", "//body")
_KEPT = ("description", "categories", "tags", "image")
_LONGEST_DATE = 64
_EMBEDDED = re.compile(r"data:[\w.+-]{1,40}/[\w.+-]{1,80};base64,[A-Za-z0-9+/=]+")  # pictures too long for the parser


def read(stream: Stream, context: Context) -> Iterator[Record]:
    """Yield the one article of a page."""
    text = read_text(stream, context, declares=True)
    if text is None:
        return
    fields = extract(text)
    if "body" not in fields:
        context.no_text()
    elif record := context.item(fields, single=True):
        yield record


def extract(text: str, url: str | None = None) -> dict[str, Json]:
    """Return what a page says: ``title``, ``body``, ``url``, ``lang``, ``published`` …, the empty ones left out.

    The page is parsed here and handed over as a tree, since given text that is an address
    trafilatura and its helpers may fetch it.
    """
    root = _parsed(_EMBEDDED.sub("", text))
    if root is None:
        return {}
    import os
    if os.environ.get("OPT") != "none":
        from corpus.formats.htmlprune import prune
        heads = ["".join(h.itertext()) for h in root.iter("h1")][:50]
        heads += [str(x) for x in _all(root, "//meta[@property='og:title']/@content")][:3]
        subs = ["".join(h.itertext()) for h in root.iter("h2","h3","h4","h5","h6")][:500]
        prune(root)
    found = _by_trafilatura(root, url)
    if os.environ.get("OPT") != "none":
        from corpus.formats.htmltext import trimmed
        found["body"] = "\n\n".join(trimmed(found.get("body","").split("\n\n"), [*heads, found.get("title","")], subs))
    if not found.get("body"):
        found["body"] = next((body for path in _BODIES for part in _all(root, path) if (body := text_of(part))), "")
    if not found.get("title"):
        found["title"] = next(iter(_all(root, "//title/text()")), "")
    found["published"] = _date(root) or found.get("published")
    found["lang"] = language_code(root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang"))
    return {name: value for name, value in found.items() if value}


def _parsed(text: str) -> "lxml_html.HtmlElement | None":
    parser = lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_pis=True, remove_comments=True
    )
    try:
        return lxml_html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def _by_trafilatura(root: "lxml_html.HtmlElement", url: str | None) -> dict[str, Json]:
    # The import takes long and most archives never need it.
    from trafilatura import bare_extraction  # noqa: PLC0415

    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what they say of a page is no use to a person
    try:
        document = bare_extraction(
            root, url=url, fast=True, with_metadata=True, include_comments=False, date_extraction_params=dict(_DATES)
        )
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 -- pages in the wild trip heuristics in ways nobody can list
        return {}
    if document is None:
        return {}
    return _fields(document if isinstance(document, dict) else document.as_dict())


def _fields(found: Mapping[str, object]) -> dict[str, Json]:
    text = str(found.get("text") or "")
    fields: dict[str, Json] = {
        "title": str(found.get("title") or ""),
        # One line is one paragraph there.
        "body": "\n\n".join(line.strip() for line in text.split("\n") if line.strip()),
        "url": str(found.get("url") or ""),
        "published": str(found.get("date") or ""),
        "source": str(found.get("sitename") or found.get("hostname") or ""),
        "author": str(found.get("author") or "").replace(";", ","),
    }
    for name in _KEPT:
        value = found.get(name)
        fields[name] = [str(one) for one in value] if isinstance(value, list) else str(value or "")
    return fields


def _date(root: "lxml_html.HtmlElement") -> str:
    """Return the date a page states for machines, which has the time of day that trafilatura drops."""
    stated = (str(value).strip() for path in _DATE_METAS for value in _all(root, path))
    return next((value for value in stated if value and len(value) <= _LONGEST_DATE), "")


def _all(root: "lxml_html.HtmlElement", path: str) -> list["lxml_html.HtmlElement"]:
    found = root.xpath(path)
    return found if isinstance(found, list) else []
