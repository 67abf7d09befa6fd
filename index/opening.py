"""Opening a published generation for reading."""

from pathlib import Path
from typing import Any

import whoosh.index


def open_whoosh(path: Path) -> Any:  # noqa: ANN401 -- Whoosh has no types
    """Return the Whoosh index in a generation's folder, for reading only."""
    return whoosh.index.open_dir(str(path), readonly=True)
