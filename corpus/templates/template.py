"""The template of a source, and those of all sources, kept in one file.

A *line* is a paragraph, or a line that cleaning removed from between paragraphs. The lines of a template are compared
by their words alone (``corpus.boilerplate.lines.key``), some of them with all numbers alike (``#``).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

FILE: Final = "templates.json"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Template:
    """What a source puts around its stories.

    ``edge`` are lines at the head or the tail of articles, ``inner`` lines anywhere, both by their keys, with their
    text. ``gaps`` are pairs of lines of ``edge`` between which only furniture stands that differs from article to
    article, such as the headlines of others.
    """

    edge: Mapping[str, str] = field(default_factory=dict)
    inner: Mapping[str, str] = field(default_factory=dict)
    gaps: frozenset[tuple[str, str]] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.edge or self.inner)


@dataclass(frozen=True, slots=True)
class Learned:
    """The template of a source, and the name of the sample that it was learned from; ``""`` while it is not in use."""

    template: Template
    sample: str = ""


class Templates:
    """The templates of sources, by name; articles that name no source are taken for those of one, ``""``."""

    def __init__(self, learned: Mapping[str, Learned] | None = None) -> None:
        self.learned: Mapping[str, Learned] = dict(sorted((learned or {}).items()))

    def of(self, source: str | None) -> Template | None:
        """Return the template of a source, None where none was learned."""
        # Half surrogates stand in names of sources as the index writes them.
        found = self.learned.get((source or "").encode("utf-8", "replace").decode())
        return found.template if found and found.template else None

    def save(self, folder: Path) -> None:
        """Write the templates to ``templates.json`` in a folder, in place of those before; OSError if that fails."""
        sources = {name: [one.sample, *_packed(one.template)] for name, one in self.learned.items()}
        text = json.dumps({"version": _VERSION, "sources": sources}, separators=(",", ":"))
        fresh = folder / f"{FILE}.new"
        fresh.write_text(text, encoding="ascii")
        fresh.replace(folder / FILE)

    @classmethod
    def load(cls, folder: Path) -> "Templates":
        """Read what ``save`` wrote, no templates where there is no file; OSError, or ValueError if it is damaged."""
        path = folder / FILE
        try:
            return cls(_learned(json.loads(path.read_bytes())))
        except FileNotFoundError:
            return cls()
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
            raise ValueError(f"{path} holds no templates: {error}") from error


def _learned(found: Any) -> dict[str, Learned]:  # noqa: ANN401 -- whatever the file holds
    if found["version"] != _VERSION:
        raise ValueError(f"version {found['version']} is not known")
    return {str(name): Learned(_template(*rows), str(sample)) for name, (sample, *rows) in found["sources"].items()}


def _packed(template: Template) -> list[Any]:
    edge, inner = (sorted(lines.items()) for lines in (template.edge, template.inner))
    return [edge, inner, sorted(template.gaps)]


def _template(edge: object, inner: object, gaps: object) -> Template:
    return Template(dict(_pairs(edge)), dict(_pairs(inner)), frozenset(_pairs(gaps)))


def _pairs(rows: object) -> list[tuple[str, str]]:
    if not isinstance(rows, list):
        raise TypeError("lines are no list")
    found = [(one, other) for one, other in rows]
    if not all(isinstance(text, str) for pair in found for text in pair):
        raise TypeError("a line is no text")
    return found
