"""Markup: HTML inside of fields and feeds, stripped to text with paragraphs."""

import html
import re

from lxml import etree

from corpus.decode import tidy

_NAMES = (
    "a|abbr|article|aside|b|blockquote|body|center|cite|code|dd|del|div|dl|dt|em|figcaption|figure|font|footer"
    "|h[1-6]|header|html|i|iframe|ins|li|main|mark|ol|p|pre|q|s|script|section|small|span|strike|strong|style"
    "|sub|sup|table|tbody|td|tfoot|th|thead|tr|u|ul|video"
)
# An opening tag without attributes must be in lower case: newswire writes tickers as <P> or <BR>.
_TAG = re.compile(
    rf"</(?:{_NAMES})\s{{0,9}}>|<(?:{_NAMES}|br|hr|img|source|!--)\s[^<>=]{{0,99}}=|<(?:br|hr)\s?/>|<!--|(?-i:<(?:p|br|hr|li)>)",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:amp|quot|apos|nbsp|lt|gt|[lr][sd]quo|[mn]dash|hellip|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_BLOCK_NAMES = (
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul"
)
BLOCKS = frozenset(_BLOCK_NAMES.split())
_DROPPED_NAMES = (
    "script style noscript template iframe object embed svg math head button select textarea audio video canvas"
)
_DROPPED = frozenset(_DROPPED_NAMES.split())
_LONE_BREAK = re.compile(r"\n(?!\n)(?<!\n\n)")
_GAPS = re.compile(r"\n\n+")


def looks_like_html(text: str) -> bool:
    """Tell whether a text holds HTML tags.

    >>> looks_like_html("<p>One"), looks_like_html("Phillips Petroleum <P> rose; 1 < 2")
    (True, False)
    """
    return "<" in text and _TAG.search(text) is not None


def plain_text(text: str) -> str:
    r"""Return a text that may be HTML, or hold its character references, without them.

    >>> plain_text("<p>One &amp; <b>two</b></p><p>three<br>four"), plain_text("AT&amp;T")
    ('One & two\n\nthree\nfour', 'AT&T')
    """
    if looks_like_html(text):
        return text_of(parse(text))
    return html.unescape(text) if "&" in text and _ENTITY.search(text) else text


def parse(text: str) -> "etree._Element | None":
    """Return HTML as a tree, None where nothing is left of it; nothing is ever fetched."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_pis=True)
    try:
        return etree.fromstring(tidy(text).encode("utf-8"), parser)
    except etree.LxmlError:
        return None


def text_of(root: "etree._Element | None") -> str:
    """Return the text in a tree of HTML, blank lines between its blocks."""
    if root is None:
        return ""
    blocks = any(
        element.tag in BLOCKS and element.tag not in {"html", "body"} for element in root.iter("p", "div", "li")
    )
    return _spaced("".join(_pieces(root, one_line=blocks)))


def _pieces(root: "etree._Element", *, one_line: bool) -> list[str]:
    found: list[str] = []
    dropped: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end", "comment")):
        if event == "start":
            if dropped is None and element.tag in _DROPPED:
                dropped = element
            if dropped is None:
                found.append(_before(element.tag))
                found.append(_inner(element.text, one_line=one_line))
            continue
        if element is dropped:
            dropped = None
        elif dropped is None and event == "end":
            found.append(_after(element.tag))
        if dropped is None and element is not root:
            found.append(_inner(element.tail, one_line=one_line))
    return found


def _before(tag: str) -> str:
    return "\n" if tag == "br" else "\n\n" if tag in BLOCKS else ""


def _after(tag: str) -> str:
    return "\n\n" if tag in BLOCKS else ""


def _inner(text: str | None, *, one_line: bool) -> str:
    """Return a run of text; where blocks part paragraphs, a single line break in it means nothing."""
    if not text:
        return ""
    text = _stripped(text)
    return _LONE_BREAK.sub(" ", text) if one_line else text


def _spaced(text: str) -> str:
    return _GAPS.sub("\n\n", "\n".join(" ".join(line.split()) for line in text.split("\n"))).strip()


def _stripped(text: str) -> str:
    """Return a text without spaces around its line breaks."""
    first, *rest = text.split("\n")
    if not rest:
        return text
    return "\n".join((first.rstrip(), *map(str.strip, rest[:-1]), rest[-1].lstrip()))
