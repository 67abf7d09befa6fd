"""The manifest of a generation: what it holds, where it came from, and every file's checksum."""

import hashlib
import json
import os
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from index.counts import Counts
from index.errors import DamagedIndexError, IncompatibleIndexError
from index.schema import FORMAT

NAME = "manifest.json"
_CHUNK = 1 << 20
_CHECKSUM = "checksum"

_TOGETHER = 4
"""Files that are read and forced to the disk at the same time."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A file's size in bytes and the BLAKE2b-128 of its content, in hexadecimal."""

    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """``previous`` is the generation that a rollback goes back to; ``published_at`` is ISO 8601 UTC."""

    number: int
    previous: int | None
    published_at: str
    articles: int
    counts: Counts
    files: Mapping[str, Checked] = field(default_factory=dict)
    format: str = FORMAT


def digest(path: Path) -> str:
    """Return the BLAKE2b-128 of a file's content, in hexadecimal."""
    hashed = hashlib.blake2b(digest_size=16)
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            hashed.update(chunk)
    return hashed.hexdigest()


def check_files(
    folder: Path, linked: Mapping[str, Checked], names: Collection[str] | None = None
) -> dict[str, Checked]:
    """Return every file of a generation, or some by name, forced to the disk; those in ``linked`` are not read.

    These never change.
    """
    paths = sorted(path for path in folder.iterdir() if path.name != NAME and path.is_file())
    paths = paths if names is None else [path for path in paths if path.name in names]
    with ThreadPoolExecutor(_TOGETHER) as pool:
        checked = list(pool.map(lambda path: _forced(path, linked.get(path.name)), paths))
    return {path.name: one for path, one in zip(paths, checked, strict=True)}


def _forced(path: Path, known: Checked | None) -> Checked:
    """Force a file to the disk, which may be a copy where there are no links, and return its size and digest."""
    sync(path)
    size = path.stat().st_size
    return known if known and known.size == size else Checked(size, digest(path))


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write a generation's manifest, its last file, and force it to the disk."""
    (folder / NAME).write_bytes(_written(manifest))
    sync(folder / NAME)


def sync(path: Path) -> None:
    """Force a file to the disk; a folder too, where the system can (Windows cannot)."""
    if path.is_dir():
        if os.name == "nt":
            return
        handle = os.open(path, os.O_RDONLY)
    else:
        handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_manifest(folder: Path, home: Path) -> Manifest:
    """Return a generation's manifest, having checked its format and that its files are there.

    ``home`` is the folder of the whole index, for the messages.
    Raises IncompatibleIndexError or DamagedIndexError.
    """
    path = folder / NAME
    try:
        manifest = parse(path.read_bytes())
    except OtherFormatError as error:
        raise IncompatibleIndexError(home, error.found, FORMAT) from error
    except (OSError, ValueError) as error:
        raise DamagedIndexError(path, f"it cannot be read ({error})", home) from error
    for name, one in manifest.files.items():
        _check_size(folder / name, one.size, home)
    return manifest


class OtherFormatError(ValueError):
    """The manifest is of another format; ``found`` is which."""

    def __init__(self, found: str) -> None:
        super().__init__(f"it has format {found}; this version reads {FORMAT}")
        self.found = found


def parse(data: bytes) -> Manifest:
    """Return the manifest in the bytes of its file; raises OtherFormatError or ValueError.

    The bytes must be those that ``write_manifest`` writes: the checksum covers all of them.
    """
    try:
        found = json.loads(data)
        written = str(found["format"])
        manifest = _manifest(found) if written == FORMAT else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"it is not a manifest ({error})") from error
    if manifest is None:
        raise OtherFormatError(written)
    if _written(manifest) != data:
        raise ValueError("its checksum is wrong")
    return manifest


def _manifest(found: dict[str, Any]) -> Manifest:
    files = {_name(name): Checked(_number(one["size"]), one["digest"]) for name, one in found["files"].items()}
    previous = None if found["previous"] is None else _number(found["previous"])
    given: dict[str, Any] = {"number": _number(found["number"]), "previous": previous, "files": files}
    rest = {name: value for name, value in found.items() if name not in {*given, "counts", _CHECKSUM}}
    return Manifest(**rest, **given, counts=Counts(**found["counts"]))


def _written(manifest: Manifest) -> bytes:
    """Return the bytes of a manifest's file: ASCII, with a checksum of the rest in its last line."""
    text = json.dumps(asdict(manifest), indent=1).removesuffix("\n}")
    checksum = hashlib.blake2b(text.encode("ascii"), digest_size=16).hexdigest()
    return f'{text},\n "{_CHECKSUM}": "{checksum}"\n}}\n'.encode("ascii")


def _number(value: object) -> int:
    if type(value) is not int:
        raise TypeError(f"{value!r} is no number")
    return int(value)


def _name(name: str) -> str:
    """Return the name of a file; ValueError for one that leads elsewhere."""
    if not name or name in {".", ".."} or any(one in name for one in "/\\:\0"):
        raise ValueError("a name leads elsewhere")
    return name


def _check_size(path: Path, size: int, home: Path) -> None:
    try:
        found = path.stat().st_size
    except (OSError, ValueError) as error:
        raise DamagedIndexError(path, "it is missing", home) from error
    if found != size:
        raise DamagedIndexError(path, f"it has {found:,} bytes instead of {size:,}", home)
