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
_FURNITURE = (
    # other articles
    "related relacionad[ao]s? correlati correlate verwandte? ilgili benzer polecane powiazane recommend(?:ed|ations?)"
    " recomendad[ao]s? recommandations? empfehlung(?:en)? read-?more also-like most-read most-popular more-from"
    " more-stories latest-news trending sidebar"
    # what the reader is asked to do
    " newsletters? subscribe suscribete abonnieren sign-?up follow-us share sharing social cookies? promo"
    " sponsored advert(?:s|isements?)?"
    # what stands around an article, or opens over it
    " breadcrumbs? author-bio about-author modal"
    " (?:tooltip|rollover|popover|popup)-(?:[a-z]+-)?(?:block|body|box|card|content|inner|text)"
)
_STORY = "article body content entry paragraphs? post story text"
# Of an article that has comments, and of a post that is quoted, these words are said too.
_EXCUSE = "closed disabled embed(?:ded|s)? enabled has no open quotes? tweets? with without"
_PARTED = re.compile(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z]+")
_LONGEST = 300  # of classes, the first few are telling


def _any_of(words: str) -> "re.Pattern[str]":
    return re.compile(f"-(?:{'|'.join(words.split())})-")


_IS_COMMENTS, _IS_FURNITURE, _IS_STORY, _IS_EXCUSED = map(_any_of, (_COMMENTS, _FURNITURE, _STORY, _EXCUSE))


def part_named(names: str) -> Part:
    """Return what a ``class`` or ``id`` says.

    >>> part_named("box relatedPosts"), part_named("post has-comments"), part_named("article__body")
    (<Part.FURNITURE: 'furniture'>, <Part.STORY: 'story'>, <Part.STORY: 'story'>)
    """
    return _part(names[:_LONGEST])


@lru_cache(maxsize=1 << 12)
def _part(names: str) -> Part:
    words = f"-{_PARTED.sub('-', names).strip('-').lower()}-"
    if not _IS_EXCUSED.search(words):
        if _IS_COMMENTS.search(words):
            return Part.COMMENTS
        if _IS_FURNITURE.search(words):
            return Part.FURNITURE
    return Part.STORY if _IS_STORY.search(words) else Part.OTHER
