"""Text on a terminal: streams in UTF-8, and what came from outside made harmless.

Titles, bodies, queries and file names may hold anything: escape sequences that move the cursor,
characters that reverse the direction of writing. None of that reaches a terminal.
"""

import io
import re
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # control sequences: colours, cursor movements
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"  # window titles, links
)
_SPACE = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
_JSON_CONTROL = re.compile("[\x7f-\x9f\u061c\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def prepare_streams() -> None:
    """Write UTF-8 on every console and into every file; what cannot be written becomes ``?``."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def clean(text: str) -> str:
    r"""Return text for reading: no control or direction-changing characters, all on one line.

    >>> clean("a\x1b[31m red\nword\u202e")
    'a red word'
    """
    return _CONTROL.sub("", _SPACE.sub(" ", _SEQUENCE.sub("", text)))


def visible(text: str, *, lines: bool = False) -> str:
    r"""Return text, such as a path, with its control characters written out; ``lines`` keeps newlines.

    >>> print(visible("a\x1bb\n"))
    a\x1bb\x0a
    """

    def written(match: re.Match[str]) -> str:
        code = ord(match[0])
        if lines and match[0] == "\n":
            return "\n"
        return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}"  # noqa: PLR2004 -- two digits

    return _CONTROL.sub(written, text)


def safe_json(text: str) -> str:
    r"""Escape what a terminal or a decoder could trip over in JSON; its meaning stays the same.

    >>> safe_json('"a\x9bb"')
    '"a\\u009bb"'
    """
    return _JSON_CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def output() -> "Console":
    """Return standard output for listings."""
    return _console(stderr=False)


def diagnostics() -> "Console":
    """Return standard error for progress, warnings and errors."""
    return _console(stderr=True)


def styled(console: "Console") -> bool:
    """Tell whether styles show; where they do not, marks are written as characters."""
    return console.is_terminal and console.color_system is not None


def _console(*, stderr: bool) -> "Console":
    from rich.console import Console  # noqa: PLC0415 -- slow to load, and --help needs none

    class Plain(Console):
        """A console that takes text as it is, and leaves a closed pipe to the group."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    console = Plain(stderr=stderr, markup=False, highlight=False, emoji=False)
    # Only a terminal has a width; elsewhere one line of text stays one line.
    console.soft_wrap = not console.is_terminal
    return console
