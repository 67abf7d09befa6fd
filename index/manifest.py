"""The manifest of a generation: what it holds, where it came from, and every file's checksum."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from index.counts import Counts
from index.errors import DamagedIndexError, IncompatibleIndexError
from index.schema import FORMAT

NAME = "manifest.json"
_CHUNK = 1 << 20


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


def check_files(folder: Path, linked: Mapping[str, Checked]) -> dict[str, Checked]:
    """Return every file of a generation; those in ``linked`` never change and are not read again."""
    found = {}
    for path in sorted(folder.iterdir()):
        if path.name == NAME or not path.is_file():
            continue
        size = path.stat().st_size
        known = linked.get(path.name)
        found[path.name] = known if known and known.size == size else Checked(size, digest(path))
    return found


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write a generation's manifest, its last file, and force all of them to the disk."""
    path = folder / NAME
    path.write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
    for name in (*manifest.files, NAME):
        sync(folder / name)


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
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        written = str(found["format"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedIndexError(path, f"it cannot be read ({error})", home) from error
    if written != FORMAT:
        raise IncompatibleIndexError(home, written, FORMAT)
    try:
        files = {name: Checked(**one) for name, one in found.pop("files").items()}
        manifest = Manifest(**{**found, "counts": Counts(**found["counts"])}, files=files)
    except (KeyError, TypeError, AttributeError) as error:
        raise DamagedIndexError(path, f"it is not a manifest ({error})", home) from error
    for name, one in files.items():
        _check_size(folder / name, one.size, home)
    return manifest


def _check_size(path: Path, size: int, home: Path) -> None:
    try:
        found = path.stat().st_size
    except OSError as error:
        raise DamagedIndexError(path, "it is missing", home) from error
    if found != size:
        raise DamagedIndexError(path, f"it has {found:,} bytes instead of {size:,}", home)
