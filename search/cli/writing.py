"""Where a command writes a table: to standard output, or to a file that is there whole or not at all."""

import os
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from corpus.errors import BroadsheetError
from search.cli.console import visible

Write = Callable[[str], object]


class OutputExistsError(BroadsheetError):
    """A file is there already, and nobody said that it may be replaced."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{visible(str(path))} is there already. --force replaces it.")


@contextmanager
def writing(target: Path | None, *, force: bool) -> Iterator[Write]:
    """Give a function that writes text in UTF-8; no target means standard output.

    A file takes its name when the block ends without an error. Raises OutputExistsError or OSError.
    """
    if target is None:
        yield _writer(sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    if target.exists() and not force:
        raise OutputExistsError(target)
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("xb") as file:
            yield _writer(file)
            file.flush()
            os.fsync(file.fileno())
        if target.exists() and not force:
            raise OutputExistsError(target)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _writer(file: BinaryIO) -> Write:
    return lambda text: file.write(text.encode("utf-8", "replace"))
