"""Markdown with YAML front matter, its markup lightly stripped."""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from corpus.article import Json, Record
from corpus.errors import Kind
from corpus.formats import text as plain
from corpus.formats.context import Context
from corpus.formats.markup import looks_like_html, plain_text
from corpus.formats.streams import Stream
from corpus.formats.whole import read_text
from corpus.text import squeeze

_MAX_FRONT_MATTER = 1 << 15  # the parser is in Python and slow
_FRONT_MATTER = re.compile(r"\s*^---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"[ ]{0,3}#{1,6}[ \t]+(.*)")
_UNDERLINE = re.compile(r"[ ]{0,3}(?:=+|-+)[ \t]*")
_RULE = re.compile(r"[ ]{0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")
_FENCE = re.compile(r"[ ]{0,3}(?:```|~~~)[^`\n]{0,80}")
_REFERENCE = re.compile(r"[ ]{0,3}\[[^\]\n]{1,200}\]:[ \t]*\S+.*")
_PREFIX = re.compile(r"[ \t]{0,12}(?:>[ \t]?)*(?:[*+-][ \t]+)?")
_INLINE = (
    (re.compile(r"!\[[^\[\]\n]{0,500}\]\([^()\n]{0,2000}(?:\([^()\n]{0,500}\)[^()\n]{0,500})?\)"), ""),
    (re.compile(r"\[([^\[\]\n]{0,1000})\]\([^()\n]{0,2000}(?:\([^()\n]{0,500}\)[^()\n]{0,500})?\)"), r"\1"),
    (re.compile(r"\[([^\[\]\n]{1,1000})\]\[[^\[\]\n]{0,200}\]"), r"\1"),
    (re.compile(r"<((?:https?://|mailto:)[^\s<>]{1,2000})>"), r"\1"),
    (re.compile(r"(?<!`)`{1,3}(?!`)([^`\n]{1,1000})`{1,3}"), r"\1"),
    (re.compile(r"(?<![\w*\\])(\*{1,3})(?=[^\s*])([^*\n]{1,2000})(?<=[^\s\\])\1(?![\w*])"), r"\2"),
    (re.compile(r"(?<![\w\\])(_{1,3})(?=[^\s_])([^_\n]{1,500})(?<=[^\s\\])\1(?!\w)"), r"\2"),
    (re.compile(r"~~([^~\n]{1,2000})~~"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!~>|-])"), r"\1"),
)


class FrontMatterError(ValueError):
    """Front matter that cannot be read; the text says why."""


class _Loader(yaml.SafeLoader):
    """Reads null, true, false and plain numbers as such; dates and all the rest stay as they are written."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 -- PyYAML's own way; the calls below fill it

    def compose_node(self, parent: Any, index: Any) -> Any:  # noqa: ANN401 -- PyYAML's signature
        # A few aliases of aliases can stand for more values than there is memory.
        if self.check_event(yaml.events.AliasEvent):
            raise FrontMatterError("uses aliases (*name), which are not read")
        return super().compose_node(parent, index)


_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(?:~|null|Null|NULL|)\Z"), ["~", "n", "N", ""])
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(?:true|false)\Z", re.IGNORECASE), list("tTfF"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"-?(?:0|[1-9]\d{0,17})\Z"), list("-0123456789"))


def read(stream: Stream, context: Context) -> Iterator[Record]:
    """Yield the one article of a Markdown file; broken front matter costs only what stands in it."""
    text = read_text(stream, context)
    if text is None:
        return
    fields: dict[str, Json] = {}
    match = _FRONT_MATTER.match(text)
    if match:
        try:
            fields = front_matter(match[1])
            text = text[match.end() :] if fields else text
        except FrontMatterError as error:
            text = text[match.end() :]
            context.problem(Kind.BROKEN, f"front matter {error}; left out", 1, skipped=False)
    fields |= _parts(text, context.fields.title(fields))
    if record := context.item(fields, single=True):
        yield record


def _parts(text: str, title: str) -> dict[str, Json]:
    """Return the body, and the title where the front matter has none."""
    first, _, rest = text.strip().partition("\n")
    heading = _HEADING.fullmatch(first)
    named = squeeze(_inline(heading[1].rstrip(" \t#"))) if heading else ""
    if heading and (not title or named == title):
        return {"title": named, "body": strip(rest)}
    if title:
        return {"body": strip(text)}
    return dict(plain.parse(strip(text)))


def front_matter(text: str) -> dict[str, Json]:
    r"""Return the mapping in front matter, dates as they are written; FrontMatterError if it is none.

    >>> front_matter("date: 2024-01-05\nlang: no\nid: 007\ntags: [a, 2]")
    {'date': '2024-01-05', 'lang': 'no', 'id': '007', 'tags': ['a', 2]}
    """
    if len(text) > _MAX_FRONT_MATTER:
        raise FrontMatterError(f"is larger than {_MAX_FRONT_MATTER >> 10} KiB")
    try:
        loaded = yaml.load(text, Loader=_Loader)  # noqa: S506 -- a SafeLoader, only stricter
    except FrontMatterError:
        raise
    except yaml.MarkedYAMLError as error:
        at = f" in line {error.problem_mark.line + 2}" if error.problem_mark else ""
        raise FrontMatterError(f"is not YAML ({error.problem}{at})") from error
    except (yaml.YAMLError, ValueError, TypeError, RecursionError, OverflowError) as error:
        raise FrontMatterError("is not YAML") from error
    if not isinstance(loaded, dict):
        return {}
    return {str(key): _json(value) for key, value in loaded.items()}


def _json(value: object) -> Json:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, dict):
        return {str(key): _json(one) for key, one in value.items()}
    if isinstance(value, set):
        return sorted(map(_json, value), key=repr)  # a set has another order in every process
    if isinstance(value, list | tuple):
        return [_json(one) for one in value]
    return str(value)


def strip(text: str) -> str:
    r"""Return Markdown as plain text: headings, link texts and words stay, marks and targets go.

    >>> strip("## The *vote*\n- See [the **report**](http://x.org/a)\n> He said `no`.")
    'The vote\n\nSee the report\nHe said no.'
    """
    if looks_like_html(text):
        text = plain_text(text)
    lines: list[str] = []
    for line in text.split("\n"):
        heading = _HEADING.fullmatch(line)
        if heading:
            lines += ["", _inline(heading[1].rstrip(" \t#")), ""]
        elif _RULE.fullmatch(line) or (_UNDERLINE.fullmatch(line) and lines and lines[-1].strip()):
            lines.append("")
        elif not _FENCE.fullmatch(line) and not _REFERENCE.fullmatch(line):
            lines.append(_inline(_PREFIX.sub("", line, count=1)).rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _inline(text: str) -> str:
    for pattern, kept in _INLINE:
        text = pattern.sub(kept, text)
    return text
