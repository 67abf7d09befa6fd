"""Rules: paragraphs that are no part of any story, by what they say.

``rules.yaml`` has ours, in the languages of the archives we know; its head says what the kinds of rules do. A user's
file has the same form, and adds to ours; below ``only:`` stands the source that its rules are for, if not for all::

    only: [news.example.org]
    call-out:
      lines: [sign in to read on]
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path

from corpus.configyaml import Value, near, parse_yaml, read_text
from corpus.text import fold, squeeze

BUILT_IN = Path(__file__).parent / "rules.yaml"
KINDS = ("lines", "begins", "headed", "closing")
MAX_HEADLINE = 200
"""Code points of the longest headline."""

_ONLY = "only"
_LONGEST = 120
_EDGES = re.compile(r"\A[\s»›→▶►«‹←◀•·]+|[\s»›>→▶►«‹<←◀|•·:…]+\Z")
_ENDS = re.compile(r"[.!…。！؟।;,][\"'”’»)\]」』]*\Z")


@dataclass(frozen=True, slots=True)
class Rules:
    """What lines say that are no part of a story, each with the name of its rule, folded."""

    lines: Mapping[str, str] = field(default_factory=dict)
    begins: Mapping[str, str] = field(default_factory=dict)
    headed: Mapping[str, str] = field(default_factory=dict)
    closing: Mapping[str, str] = field(default_factory=dict)

    def found(self, paragraphs: Sequence[str]) -> dict[int, str]:
        """Return the paragraphs that are no part of the story, by their numbers, with the names of their rules."""
        found: dict[int, str] = {}
        begins = tuple(self.begins)
        prose = max((at for at, text in enumerate(paragraphs) if not is_headline(text)), default=-1)
        for at, text in enumerate(paragraphs):
            if at in found or len(text) > MAX_HEADLINE:
                continue
            line = bare(text)
            if name := self.lines.get(line):
                found[at] = name
            elif line in self.headed and (" " in line or at > prose):
                found.update(self._headed(paragraphs, at, self.headed[line]))
            elif line.startswith(begins):
                found[at] = next(name for begin, name in self.begins.items() if line.startswith(begin))
            elif line in self.closing and at > prose >= 0:
                found.update(dict.fromkeys(range(at, len(paragraphs)), self.closing[line]))
        return found

    def _headed(self, paragraphs: Sequence[str], at: int, name: str) -> dict[int, str]:
        """Return a line with the headline below it, and alone only where another such line or nothing follows."""
        if at + 1 == len(paragraphs):
            return {at: name}
        following = bare(paragraphs[at + 1])
        if following in self.headed or following in self.lines or following in self.closing:
            return {at: name}
        return {at: name, at + 1: name} if is_headline(paragraphs[at + 1]) else {}


def bare(text: str) -> str:
    """Return a line as rules are compared with it.

    >>> bare("» Read  more…"), bare("Related:"), bare("It is an ad."), bare("- X")
    ('read more', 'related', 'it is an ad.', '- x')
    """
    return fold(_EDGES.sub("", squeeze(text)))


def is_headline(text: str) -> bool:
    """Tell whether a paragraph can be a headline: it is short, and does not end as a sentence does."""
    return len(text) <= MAX_HEADLINE and _ENDS.search(text) is None


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rules for all sources, and those for some."""

    common: Rules
    special: Mapping[str, Rules] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """A hash that differs when other lines are removed."""
        every = {name: asdict(rules) for name, rules in {"": self.common, **self.special}.items()}
        return hashlib.sha256(json.dumps(every, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()

    def of(self, source: str | None) -> Rules:
        """Return the rules for a source."""
        return self.special.get(fold(source), self.common) if source and self.special else self.common


def load_rules(paths: Iterable[Path] = ()) -> RuleBook:
    """Return our rules with those of the user's files added; ConfigError names the file and the line."""
    common = built_in()
    special: dict[str, Rules] = {}
    for path in paths:
        sources, rules = _read(path)
        if not sources:
            common = joined(common, rules)
            continue
        for source in sources:
            special[source] = joined(special.get(source, Rules()), rules)
    return RuleBook(common, {source: joined(common, rules) for source, rules in special.items()})


@cache
def built_in() -> Rules:
    """Return our rules."""
    return _read(BUILT_IN)[1]


def joined(some: Rules, others: Rules) -> Rules:
    """Return the rules of both."""
    return Rules(*({**getattr(some, kind), **getattr(others, kind)} for kind in KINDS))


def _read(path: Path) -> tuple[tuple[str, ...], Rules]:
    root = parse_yaml(read_text(path), path)
    if root.data is None:
        return (), Rules()
    if not isinstance(root.data, dict):
        raise root.wrong("a mapping of the names of rules to what they remove")
    sources: tuple[str, ...] = ()
    kinds: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    for name, value in root.data.items():
        if name == _ONLY:
            sources = tuple(fold(text) for text, _ in value.texts("the name of a source"))
            continue
        for kind, texts in _kinds(value):
            kinds[kind].update(dict.fromkeys(texts, name))
    return sources, Rules(*kinds.values())


def _kinds(value: Value) -> Iterator[tuple[str, list[str]]]:
    if not isinstance(value.data, dict):
        raise value.wrong(f"a mapping with the keys {', '.join(KINDS)}")
    for kind, one in value.data.items():
        if kind not in KINDS:
            raise one.error(f"there is no kind of rule “{kind}”.", f"{near(kind, KINDS)} Known: {', '.join(KINDS)}.")
        yield kind, [_phrase(text, item, kind) for text, item in one.texts("a line")]


def _phrase(text: str, value: Value, kind: str) -> str:
    found = fold(squeeze(text)) if kind == "begins" else bare(text)
    if not found or len(found) > _LONGEST:
        raise value.error(f"“{text[:_LONGEST]}” is no line that can be compared.", "It needs 1 to 120 letters.")
    return found
