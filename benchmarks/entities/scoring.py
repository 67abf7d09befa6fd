"""Scoring names: strict spans and kinds over running text.

A name found is right if the text's gold has one of the same kind (person, organisation or place) with the same first
and last code point, after a leading "the" and a trailing "'s" were taken off both. Precision is the share of found
names that are right, recall the share of gold names that are found, F1 their harmonic mean, each over all texts
together (micro-averaged). Names of any other kind count neither in the gold nor among what is found, wherever they
lie.

The gold is CoNLL: a token, a tab and its BIO tag on a line, and an empty line behind each sentence. The tags are
mapped by ``KINDS``; CrossNER's elections, events and "misc", WNUT's products and works and the MISC of WikiGold and
WikiNEuRal are other kinds. Running text is made of tokens by ``detokenised``: a space between two tokens, but none
before closing marks, ``'s``, ``n't`` and the like, none behind opening ones; quotes open and close by turns; the
spans are moved along. The sentences of one page of WikiGold, which marks where pages begin, are joined by spaces into
one text. Those of CrossNER, WNUT and WikiNEuRal are shuffled or single, so that each is a text of its own.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

_PAGE = "-DOCSTART-"
KINDS = {
    **dict.fromkeys(("PER", "person", "politician"), "person"),
    **dict.fromkeys(("ORG", "organisation", "politicalparty", "corporation", "group"), "organisation"),
    **dict.fromkeys(("LOC", "location", "country"), "place"),
}
CORE = ("person", "organisation", "place")
OTHER = "other"

_CLOSING = frozenset(".,;:!?)]}%…'’")
_OPENING = frozenset("([{$£€#")
_CLITICS = frozenset({"'s", "’s", "n't", "n’t", "'re", "'ve", "'ll", "'d", "'m", "''"})

Sentence = list[tuple[str, str]]
Span = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Gold:
    """A text and the names in it, as a person marked them."""

    text: str
    names: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of names, by kind; those of all kinds under ``""``."""

    right: Counter[str]
    found: Counter[str]
    gold: Counter[str]

    def precision(self, kind: str = "") -> float:
        """Return the share of found names that are right."""
        return self.right[kind] / max(1, self.found[kind])

    def recall(self, kind: str = "") -> float:
        """Return the share of gold names that are found."""
        return self.right[kind] / max(1, self.gold[kind])

    def f1(self, kind: str = "") -> float:
        """Return the harmonic mean of precision and recall."""
        return 2 * self.right[kind] / max(1, self.found[kind] + self.gold[kind])


def score(pairs: Iterable[tuple[Gold, Iterable[Span]]]) -> Score:
    """Compare what was found in texts with their gold."""
    total = Score(Counter(), Counter(), Counter())
    for gold, found in pairs:
        names = {bare(gold.text, span) for span in gold.names if span[2] in CORE}
        ours = {bare(gold.text, span) for span in found if span[2] in CORE}
        for counter, spans in ((total.right, names & ours), (total.found, ours), (total.gold, names)):
            for _, _, kind in spans:
                counter[kind] += 1
                counter[""] += 1
    return total


def bare(text: str, span: Span) -> Span:
    """Return a span without a leading "the" and a trailing "'s"."""
    start, end, kind = span
    while text[start : start + 4].lower() == "the " and end - start > len("the "):
        start += 4
    if text[start:end].endswith(("'s", "’s")):
        end -= 2
    return start, end, kind


def sentences(file: Path) -> list[Sentence]:
    """Read the sentences of a CoNLL file."""
    lines = file.read_text("utf-8").split("\n")
    parted = (list(group) for is_full, group in groupby(lines, lambda line: bool(line.strip())) if is_full)
    return [[(line.split("\t")[0], line.split("\t")[-1]) for line in sentence] for sentence in parted]


def texts(file: Path) -> list[Gold]:
    """Read a CoNLL file as running texts: a page each, where it marks pages, else a sentence each."""
    found = sentences(file)
    if not any(token == _PAGE for sentence in found for token, _ in sentence):
        return [detokenised(sentence) for sentence in found]
    pages: list[list[Sentence]] = [[]]
    for sentence in found:
        for at, is_mark in _parted(sentence):
            if is_mark:
                pages.append([])
            else:
                pages[-1].append(at)
    return [_joined(map(detokenised, page)) for page in pages if page]


def _parted(sentence: Sentence) -> Iterator[tuple[Sentence, bool]]:
    """Yield what stands between the marks of a sentence, and the marks."""
    for is_mark, tokens in groupby(sentence, lambda one: one[0] == _PAGE):
        yield list(tokens), is_mark


def _joined(parts: Iterable[Gold]) -> Gold:
    text, names = "", []
    for part in parts:
        offset = len(text) + 1 if text else 0
        text = f"{text} {part.text}" if text else part.text
        names += [(start + offset, end + offset, kind) for start, end, kind in part.names]
    return Gold(text, tuple(names))


def detokenised(sentence: Sentence) -> Gold:
    """Return a sentence as running text, with its names.

    >>> detokenised([("In", "O"), ("U.S.", "B-LOC"), ("(", "O"), ("AP", "B-ORG"), (")", "O"), ("it", "O"), ("'s", "O")])
    Gold(text="In U.S. (AP) it's", names=((3, 7, 'place'), (9, 11, 'organisation')))
    """
    text = ""
    spans: list[Span] = []
    is_glued, is_quoted = True, False
    kind = ""
    for token, tag in sentence:
        is_quote = token in {'"', "``"}
        closes = token in _CLOSING or token in _CLITICS or (is_quote and is_quoted)
        if not is_glued and not closes:
            text += " "
        begin = len(text)
        text += token
        is_glued = token in _OPENING or (is_quote and not is_quoted)
        is_quoted ^= is_quote
        if tag.startswith("I-") and spans and kind == tag[2:]:
            spans[-1] = (spans[-1][0], len(text), spans[-1][2])
        elif tag != "O":
            spans.append((begin, len(text), KINDS.get(tag[2:], OTHER)))
        kind = tag[2:]
    return Gold(text, tuple(spans))


def shown(name: str, found: Score) -> Iterator[str]:
    """Yield a line of a table: F1, precision and recall, and the F1 of each kind."""
    kinds = "  ".join(f"{kind} {found.f1(kind):.3f}" for kind in CORE)
    yield f"{name:<34} F1 {found.f1():.3f}  P {found.precision():.3f}  R {found.recall():.3f}  {kinds}"
