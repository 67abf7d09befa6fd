"""Judging: files that are no articles, told by what stands in them, each with a reason; precision first.

A notice is only taken for one where it is all there is: it must be whole sentences or lines, and
hardly anything may stand beside it. So a news brief of two sentences about cookies is an article.
"""

import re
from typing import NamedTuple

from corpus.notices import menu, notice
from corpus.text import fold, squeeze

_MOST, _MOST_WORDS = 8_000, 250  # code points and words of a notice
_SAMPLE = 8_000  # code points that are looked at for being text at all
_PIECES = re.compile(r"\n+|(?<=[.!?…؟])\s+")
_TITLE_PIECES = re.compile(r"\s+[-–—|·•«»:]+\s+|\|")
_ALNUM = re.compile(r"[^\W_]")
_CODE = re.compile(
    r"^(?:(?:http |status |error |fehler |erreur |errore |blad |ошибка |خطا |hata )*[45]\d\d\b[\W_]*)(?=\w)"
)
_MAGIC = ("%PDF-", "PK\x03\x04", "{\\rtf", "\ufffdPNG", "‰PNG", "GIF8", "Rar!", "%!PS", "\x7fELF", "ÿØÿ", "ÐÏà¡±á")
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\uf8ff\ufffd-\uffff]")
_NO_WORDS = re.compile("[¡¢£¤¥¦§¨©ª¬®¯°±²³´¶·¸¹º¼½¾¿×÷ƒˆ˜†‡‰\ufffd]")  # what binary data is in Latin-1, mostly
_ENCODED = re.compile(r"[A-Za-z0-9+/=_]{200,}")
_BINARY, _MOJIBAKE, _CODED = 0.1, 0.2, 0.8  # of the code points
_LEAST = 64  # code points, less than which are too few to tell binary data by shares
_ERROR_WORDS = 90  # that may stand on an error page
_ERROR_WORDS_BY_BODY = 45  # likewise, where its title does not say what it is
_FIRST = 3  # pieces of a body in which an error is sought
_NOTICE_WORDS = 6  # in one piece beside a notice, from which on it may be of a story
_STORY_WORDS = 3  # likewise, if it ends with a full stop
_ENDS = (".", "!", "?", "…", "؟", "。")
_LONGEST_NOTICE = 250  # code points of a piece
_CONSENT_SIGNS = 2
_CONSENT_SHARE = 4  # of so many words one may stand in other sentences
_COOKIE = re.compile("cookie|ciasteczk|cerez|" + fold("ملفات تعريف الارتباط|كوكيز"))
# A site speaks of itself and to its readers, news of others.
_WE = re.compile(
    r"\b(?:we|us|our|you|your|wir|uns\w*|nous|nos|vous|votre|nuestr\w+|nostr\w+|nasz\w*|мы|наш\w*|ваш\w*|siz\w*)\b"
)
_MENU_LINES = 8
_MENU_ENTRIES = 3
_MENU_WORDS = 4  # of the longest entry of a menu


class _Piece(NamedTuple):
    """A line or sentence, folded and without what stands around its words, and whether it ended like a sentence."""

    text: str
    words: int
    ended: bool

    def may_tell(self) -> bool:
        """Tell whether it can be a sentence of a story."""
        return self.words >= (_STORY_WORDS if self.ended else _NOTICE_WORDS)


def not_an_article(title: str, body: str, *, markup: bool) -> str | None:
    """Return in a few words what a text is that is no article, None for an article.

    ``markup`` tells that it comes from a page of the web, of which a title alone is no article.

    >>> not_an_article("404 - Page not found | Gazette", "Back to the homepage", markup=True)
    'an error page'
    >>> not_an_article("Cookies", "Cookies will go in May, the company said. It uses cookies.", markup=True)
    """
    if _is_binary(body) or _is_binary(title):
        return "binary data"
    if not any(map(str.isalnum, body)):
        return "a page without text" if markup or not any(map(str.isalnum, title)) else None
    if len(body) > _MOST or len(body.split(None, _MOST_WORDS)) > _MOST_WORDS:
        return None
    pieces = [
        _Piece(bare, len(bare.split()), one.endswith(_ENDS)) for one in _PIECES.split(body) if (bare := _bare(one))
    ]
    kinds = {
        "an error page": _is_error(title, pieces),
        "a cookie notice": _is_consent(pieces),
        "navigation without a text": _is_menu(body),
        "a page that needs JavaScript": _is_only(notice("scripts"), pieces),
        "a paywall without the text behind it": _is_only(notice("walls"), pieces),
    }
    return next((kind for kind, is_so in kinds.items() if is_so), None)


def _bare(text: str) -> str:
    """Return a piece of text folded and without what stands around its words."""
    text = squeeze(fold(text))
    first = _ALNUM.search(text)
    if first is None:
        return ""
    end = len(text)
    while not text[end - 1].isalnum():
        end -= 1
    return text[first.start() : end]


def _is_binary(text: str) -> bool:
    if text.startswith(_MAGIC):
        return True
    sample = text[:_SAMPLE]
    if len(sample) < _LEAST:
        return False
    coded = sum(match.end() - match.start() for match in _ENCODED.finditer(sample))
    return (
        len(_NO_TEXT.findall(sample)) > _BINARY * len(sample)
        or (not sample.isascii() and len(_NO_WORDS.findall(sample)) > _MOJIBAKE * len(sample))
        or coded > _CODED * len(sample)
    )


def _is_error(title: str, pieces: list[_Piece]) -> bool:
    words = sum(piece.words for piece in pieces)
    title = squeeze(title[:_LONGEST_NOTICE])
    named = (title, *_TITLE_PIECES.split(title)) if words <= _ERROR_WORDS else ()
    first = pieces[:_FIRST] if words <= _ERROR_WORDS_BY_BODY else ()
    return any(_says_error(_bare(part)) for part in named) or any(_says_error(piece.text) for piece in first)


def _says_error(piece: str) -> bool:
    return _is_all(notice("errors"), piece) or _is_all(notice("errors"), _CODE.sub("", piece))


def _is_all(pattern: re.Pattern[str], piece: str) -> bool:
    return len(piece) <= _LONGEST_NOTICE and pattern.fullmatch(piece) is not None


def _is_consent(pieces: list[_Piece]) -> bool:
    """Tell whether pieces say nothing but that cookies are to be accepted."""
    if not any(_COOKIE.search(piece.text) for piece in pieces):
        return False
    signs: set[str] = set()
    other = 0
    for piece in pieces:
        found = {match[0] for match in notice("consent").finditer(piece.text)}
        signs |= found
        ours = _COOKIE.search(piece.text) and _WE.search(piece.text)
        if not (found or ours) and piece.may_tell():
            other += piece.words
    return len(signs) >= _CONSENT_SIGNS and _CONSENT_SHARE * other < sum(piece.words for piece in pieces)


def _is_only(pattern: re.Pattern[str], pieces: list[_Piece]) -> bool:
    """Tell whether one piece at least is a notice, and no other one can be of a story."""
    rest = 0
    for piece in pieces:
        if not _is_all(pattern, piece.text):
            rest += piece.words
            if piece.may_tell() or rest > 2 * _NOTICE_WORDS:
                return False
    return any(_is_all(pattern, piece.text) for piece in pieces)


def _is_menu(body: str) -> bool:
    lines = [_bare(line) for line in body.split("\n") if line.strip()]
    if len(lines) < _MENU_LINES or any(len(line.split()) > _MENU_WORDS for line in lines):
        return False
    return len(menu().intersection(lines)) >= _MENU_ENTRIES
