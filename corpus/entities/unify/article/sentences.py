"""The sentence around a place in a text, cut where it is long: what a person is shown as evidence."""

import re

_REACH = 240  # code points each side
_ENDS = re.compile(r"[.!?…。！？]['\"”’)\]]*\s+(?=[^\sa-zа-я])|\n")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Gen|Sen|Rep|Gov|Col|Lt|Sgt|Jr|Sr|Inc|Corp|Co|Ltd|vs|No)|\b[A-Z])\.$"
)


def sentence(text: str, start: int, end: int) -> str:
    """Return the sentence of ``text[start:end]`` on one line, at most 240 code points more on each side.

    >>> sentence("It rained. The Popular Mobilization Forces (PMF) met Mr. Smith. It ended.", 15, 20)
    'The Popular Mobilization Forces (PMF) met Mr. Smith.'
    """
    low, high = max(0, start - _REACH), min(len(text), end + _REACH)
    before, after = text[low:start], text[end:high]
    begins = [one.end() for one in _ENDS.finditer(before) if not _is_abbreviation(before, one)]
    ends = [one.start() + 1 for one in _ENDS.finditer(after) if not _is_abbreviation(after, one)]
    begin = begins[-1] if begins else 0
    stop = ends[0] if ends else len(after)
    head = "…" if not begins and low else ""
    tail = "…" if not ends and high < len(text) else ""
    return head + " ".join((before[begin:] + text[start:end] + after[:stop]).split()) + tail


def _is_abbreviation(text: str, end: re.Match[str]) -> bool:
    return text[end.start()] == "." and _ABBREVIATED.search(text[max(0, end.start() - 6) : end.start() + 1]) is not None
