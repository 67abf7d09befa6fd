"""Names: what the classes and ids of a page say of its parts, in the languages that web designers write."""

import re
from enum import Enum
from functools import lru_cache


class Part(Enum):
    """What a part of a page is by its name."""

    COMMENTS = "comments"
    FURNITURE = "furniture"
    STORY = "story"
    OTHER = "other"


_COMMENTS = (
    "comments? comentarios? comentar commentaires? kommentar(?:e|er|bereich|it)? commenti reacties"
    " komentarze? komentar[eiu]? yorum(?:lar)? kommentarii disqus"
)
_FURNITURE = {
    "related stories": (
        "related relacionad[ao]s? correlati correlate verwandte? ilgili benzer polecane powiazane"
        " recommend(?:ed|ations?) recomendad[ao]s? recommandations? empfehlung(?:en)? read-?more also-like most-read"
        " most-popular more-from more-stories latest-news trending"
    ),
    "sidebar": "sidebar",
    "newsletter notice": "newsletters? subscribe suscribete abonnieren sign-?up",
    "share bar": "follow-us share sharing social",
    "cookie notice": "cookies?",
    "advertisement": "promo sponsored advert(?:s|isements?)?",
    "navigation": "breadcrumbs?",
    "about the author": "author-bio about-author",
    "pop-up": "modal (?:tooltip|rollover|popover|popup)-(?:[a-z]+-)?(?:block|body|box|card|content|inner|text)",
}
_STORY = "article body content entry paragraphs? post story text"
# Of an article that has comments, and of a post that is quoted, these words are said too.
_EXCUSE = "closed disabled embed(?:ded|s)? enabled has no open quotes? tweets? with without"
_PARTED = re.compile(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z]+")
_LONGEST = 300  # of classes, the first few are telling


def _any_of(words: str) -> "re.Pattern[str]":
    return re.compile(f"-(?:{'|'.join(words.split())})-")


_IS_COMMENTS, _IS_STORY, _IS_EXCUSED = map(_any_of, (_COMMENTS, _STORY, _EXCUSE))
_IS_FURNITURE = _any_of(" ".join(_FURNITURE.values()))
_KINDS = {kind: _any_of(words) for kind, words in _FURNITURE.items()}


def part_named(names: str) -> Part:
    """Return what a ``class`` or ``id`` says.

    >>> part_named("box relatedPosts"), part_named("post has-comments"), part_named("article__body")
    (<Part.FURNITURE: 'furniture'>, <Part.STORY: 'story'>, <Part.STORY: 'story'>)
    """
    return _part(names[:_LONGEST])


def furniture_named(names: str) -> str:
    """Return what furniture a ``class`` or ``id`` says a part is, ``""`` if none.

    >>> furniture_named("box relatedPosts"), furniture_named("newsletter-box"), furniture_named("post")
    ('related stories', 'newsletter notice', '')
    """
    words = _words(names[:_LONGEST])
    return next((kind for kind, pattern in _KINDS.items() if pattern.search(words)), "")


def _words(names: str) -> str:
    return f"-{_PARTED.sub('-', names).strip('-').lower()}-"


@lru_cache(maxsize=1 << 12)
def _part(names: str) -> Part:
    words = _words(names)
    if not _IS_EXCUSED.search(words):
        if _IS_COMMENTS.search(words):
            return Part.COMMENTS
        if _IS_FURNITURE.search(words):
            return Part.FURNITURE
    return Part.STORY if _IS_STORY.search(words) else Part.OTHER
