"""The parts of a score in plain words, for people."""

from search.results import Reason, Share

_FIELDS = {"title": "in the title", "body": "in the text", "entities": "among the names", "entity": "among the names"}
_KINDS = {
    "word": "“{}”",
    "name": "the name {}",
    "phrase": "the phrase “{}”",
    "pair": "“{}” side by side",
    "feedback": "words of the best articles: {}",
    "age": "its age, {}",
}


def said(reason: Reason) -> str:
    """Return a part of a score in words.

    >>> said(Reason("word", "troops", 2.0, (Share("title", 1, 1.5), Share("body", 3, 0.5)), ("troops", "troop")))
    '“troops” once in the title, 3 times in the text (also as troop)'
    """
    what = _KINDS[reason.kind].format(reason.text)
    where = ", ".join(_where(share) for share in reason.fields)
    other = [form for form in reason.forms if form != reason.text.lower()]
    also = f" (also as {', '.join(other)})" if other else ""
    return f"{what} {where}".rstrip() + also


def _where(share: Share) -> str:
    times = {1: "once", 2: "twice"}.get(share.times, f"{share.times:,} times")
    return f"{times} {_FIELDS.get(share.field, share.field)}"
