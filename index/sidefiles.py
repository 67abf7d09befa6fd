"""Side files: what later articles or the user may change, beside the segments of a generation and committed with them.

A side file is an array file (``index.columnar.arrays``) whose name ends in ``.side``. It is written anew by the run
that changes it, and read as a whole.
"""

from collections.abc import Mapping
from pathlib import Path

from index.columnar.arrays import Array, ArrayFile, ArrayWriter
from index.columnar.errors import DamagedSegmentError

ENDING = ".side"


def save(folder: Path, name: str, arrays: Mapping[str, Array]) -> None:
    """Write a side file of named one-dimensional arrays in place of the one before."""
    fresh = folder / f"{name}{ENDING}.new"
    with fresh.open("wb") as file:
        writer = ArrayWriter(file)
        for one, array in arrays.items():
            writer.write(one, array)
        writer.close()
    fresh.replace(folder / f"{name}{ENDING}")


def load(folder: Path, name: str) -> dict[str, Array]:
    """Return the arrays of a side file, none where there is no such file; raises DamagedSegmentError."""
    path = folder / f"{name}{ENDING}"
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise DamagedSegmentError(str(path), f"it cannot be read ({error.strerror})") from error
    file = ArrayFile(data, str(path))
    file.verify()
    return {one: file[one] for one in file.sizes}
