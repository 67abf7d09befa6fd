"""Formats: one module for each kind of file, told by the suffix of its name."""

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

SUFFIXES: Mapping[str, str] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".hocr": "html",
    ".json": "json",
    ".jsonl": "jsonlines",
    ".ndjson": "jsonlines",
    ".csv": "table",
    ".tsv": "table",
    ".rss": "feed",
    ".atom": "feed",
    ".xml": "xml",
    ".alto": "xml",
    ".warc": "warc",
    ".zip": "zip",
}
"""Suffix, in lower case, to the name of its format."""

CONTAINERS = frozenset({"json", "jsonlines", "table", "feed", "xml", "warc", "zip"})
"""Formats of which one file can hold many articles."""

NO_EXTENSION = "(none)"
_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini"})
_EXTENSION = re.compile(r"\.[a-z0-9_+-]{1,12}")


def format_of(name: str) -> str | None:
    """Return the name of the format of a file, None for a kind that is not read.

    >>> format_of("A.HTML.gz"), format_of("photo.jpg"), format_of("README")
    ('html', None, None)
    """
    lower = name.lower()
    inner = lower.removesuffix(".gz")
    found = SUFFIXES.get(PurePosixPath(inner).suffix)
    return None if found == "zip" and inner != lower else found


def extension(name: str) -> str:
    """Return the extension under which a file that is not read is counted.

    >>> extension("a.JPG"), extension("Makefile"), extension("Smith vs. Jones")
    ('.jpg', '(none)', '(none)')
    """
    suffix = PurePosixPath(name.lower()).suffix
    return suffix if _EXTENSION.fullmatch(suffix) else NO_EXTENSION


def is_clutter(name: str) -> bool:
    """Tell whether a file or folder is hidden or put there by the system."""
    return name.startswith(".") or name == "__MACOSX" or name.lower() in _SYSTEM_FILES


def page_folders(names: Iterable[str]) -> frozenset[str]:
    """Return, in lower case, the names of the folders that a browser saved beside the pages in ``names``."""
    pages = (PurePosixPath(name.lower()) for name in names)
    return frozenset(f"{page.stem}_files" for page in pages if page.suffix in {".html", ".htm"})
