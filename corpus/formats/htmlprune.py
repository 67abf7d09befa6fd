"""Pruning: what stands in a page but is none of its article goes, before the article is looked for."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

OPT = set(os.environ.get("OPT", "hidden roles comments related labelled lists chunks").split())

_COMMENTS = (
    "comments? comentarios? comentar commentaires? kommentar(?:e|er|bereich|it)? commenti reacties komentarz(?:e)?"
    " komentar(?:e|i|u)? yorum(?:lar)? kommentarii disqus"
)
_RELATED = (
    "related relacionad[ao]s? correlati correlate verwandte? ilgili benzer polecane powiazane recommend(?:ed|ations?)"
    " recomendad[ao]s? recommandations? empfehlung(?:en)? read-?more readmore also-like most-read most-popular more-from more-stories"
    " latest-news trending newsletters? subscribe suscribete abonnieren signup sign-up follow-us share sharing social"
    " breadcrumbs? cookies? sidebar (?:tooltip|rollover|popover|popup)-(?:[a-z]+-)?(?:block|content|text|body|inner|box|card) modal promo sponsored advert(?:s|isement)? author-bio about-author"
)
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
_NEGATED = re.compile(r"-(?:has|with|no|without|open|closed|enabled|disabled|embed(?:s|ded)?|tweets?|quotes?)-")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z]+")
_ROLES = frozenset({"navigation", "complementary", "contentinfo", "search", "dialog", "alertdialog"})
LISTSHARE = .9
_LONGEST = 300
_PROSE = 40
_ENOUGH = 500


def _pattern(words: str) -> "re.Pattern[str]":
    return re.compile(f"-(?:{'|'.join(words.split())})-")


_COMMENT_WORDS = _pattern(_COMMENTS)
_RELATED_WORDS = _pattern(_RELATED)
_KEPT = frozenset({"html", "body", "main", "head"})
_UNREAD = frozenset({"script", "style", "noscript", "template", "head", "svg"})
_BLOCKS = ("p", "div", "li", "h2", "h3", "h4", "h5", "h6", "blockquote", "section", "aside")


@dataclass(slots=True)
class _Size:
    text: int = 0
    linked: int = 0
    prose: int = 0


def sizes(root: "etree._Element") -> dict["etree._Element", _Size]:
    found: dict[etree._Element, _Size] = {}
    stack: list[_Size] = []
    links = 0
    unread = 0
    def add(text: str | None) -> None:
        if text and not unread and (length := len(text.strip())):
            top = stack[-1]
            top.text += length
            if links:
                top.linked += length
            elif length >= _PROSE:
                top.prose += length
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            size = found[element] = _Size()
            stack.append(size)
            if element.tag in _UNREAD:
                unread += 1
            if element.tag == "a":
                links += 1
            add(element.text)
        else:
            if element.tag in _UNREAD:
                unread -= 1
            if element.tag == "a":
                links -= 1
            size = stack.pop()
            if stack:
                top = stack[-1]
                top.text += size.text
                top.linked += size.linked
                top.prose += size.prose
                add(element.tail)
    return found


@lru_cache(maxsize=1 << 12)
def _kind(names: str) -> str:
    words = "-" + _CAMEL.sub("-", names).strip("-").lower() + "-"
    if _COMMENT_WORDS.search(words) and "comments" in OPT and not _NEGATED.search(words):
        return "comments"
    if _RELATED_WORDS.search(words) and "related" in OPT and not _NEGATED.search(words):
        return "related"
    return ""


def _foreign(element: "etree._Element") -> str:
    if "hidden" in OPT and (element.get("hidden") is not None or _HIDDEN.search((element.get("style") or "")[:_LONGEST])):
        return "hidden"
    if "ariahidden" in OPT and element.get("aria-hidden")=="true":
        return "hidden"
    if "roles" in OPT and element.get("role") in _ROLES:
        return "role"
    for name in ("class", "id"):
        value = element.get(name)
        if value and (kind := _kind(value[:_LONGEST])):
            return kind
    if "lists" in OPT and element.tag in {"ul", "ol"}:
        return "lists"
    if "labelled" in OPT and element.tag in _BLOCKS:
        return "labelled"
    return ""

_LABEL = re.compile(r"[^:：]{1,40}[:：]\s*")

def _labelled(element):
    links = list(element.iter("a"))
    if len(links) != 1: return False
    a = links[0]
    said = "".join(a.itertext()).strip()
    if len(said) < 20 or len(said.split()) < 4: return False
    whole = "".join(element.itertext()).strip()
    if len(whole) > 400 or not whole.endswith(said): return False
    before = whole[: -len(said)].strip()
    return bool(_LABEL.fullmatch(before)) and len(before.split())<=4

def prune(root: "etree._Element") -> None:
    found = sizes(root)
    whole = found[root]
    kept = {a for e in root.iter("h1") for a in e.iterancestors()} if len(list(root.iter('h1')))<20 else set()
    left = whole.prose
    doomed = []
    skip = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            if element is skip: skip = None
            continue
        if skip is not None or element.tag in _KEPT or element in kept:
            continue
        kind = _foreign(element)
        if not kind: continue
        size = found[element]
        if kind == "lists":
            if size.linked < LISTSHARE*size.text or len(element) < 3 or size.text < 30*len(element): continue
        elif kind == "labelled":
            if not (size.linked and size.text < 400 and size.linked*2>size.text and _labelled(element)): continue
        elif kind == "hidden":
            if left - size.prose < _ENOUGH and size.prose * 2 > left: continue
        elif kind == "comments" and element.tag != "article":
            if left - size.prose < _ENOUGH and size.prose * 2 > left: continue
        elif size.prose * 2 > left: continue
        left -= size.prose
        doomed.append(element); skip = element
    if "heads" in OPT: doomed += heads(doomed)
    for e in doomed:
        if "show" in OPT: print('   prune',_foreign(e),e.tag,e.get('class'),e.get('id'),found[e],' '.join(''.join(e.itertext()).split())[:80])
        if e.getparent() is not None: e.drop_tree()
    if "chunks" in OPT: chunks(root, found)

def heads(doomed):
    f = []
    for e in doomed:
        b = e.getprevious()
        if b is not None and not (b.tail or "").strip() and b.tag in {"h2","h3","h4","h5","h6","p","div"} and e.tag in {"ul","ol","div","section"}:
            t = "".join(b.itertext()).strip()
            if 0 < len(t) <= 40 and (b.tag[0]=="h" or (len(b)==1 and b[0].tag in {"strong","b"} and not (b.text or "").strip() and not (b[0].tail or "").strip())): f.append(b)
    return f

_PARTS = re.compile(r"-(?:body|content|text|story|article|entry|post|paragraphs?)-")

def chunks(root, found):
    """Join the parts of an article that stands in several boxes of one class."""
    groups = {}
    for article in root.iter("article", "main"):
        if any(x.tag in("article",) for x in article.iterancestors()): continue
        for e in article.iter("div", "section"):
            c = e.get("class") or ""
            if c and len(c)<300 and any(x.tag == "p" and found[x].prose for x in e) and _PARTS.search("-" + _CAMEL.sub("-", c).lower() + "-"):
                groups.setdefault((article, c), []).append(e)
    for (article, c), parts in groups.items():
        if len(parts) < 2 or any(x.tag=='article' for p in parts for x in p.iterancestors('article') if x is not article): continue
        first = parts[0]
        if any(p.getparent() is None for p in parts): continue
        anc = [set(p.iterancestors()) for p in parts]
        if any(q in s for s in anc for q in parts): continue
        if "show" in OPT: print('   join',c,len(parts),[found[p].prose for p in parts])
        for p in parts[1:]:
            for child in list(p): first.append(child)
