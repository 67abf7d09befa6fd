"""Zip archives of files in any other format. Nothing is unpacked to disk; names only name."""

import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from corpus.article import Record
from corpus.decode import MAX_RECORD_BYTES, tidy
from corpus.errors import Kind
from corpus.formats import CONTAINERS, extension, format_of, is_clutter, page_folders
from corpus.formats.context import LIMIT_TEXT, Context
from corpus.formats.readers import read_stream

_ENCRYPTED = 0x1


def read(path: Path, context: Context, ignored: Counter[str]) -> Iterator[Record]:
    """Yield the articles in an archive's members, sorted by name; a bad member costs itself."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, NotImplementedError, EOFError) as error:
        empty = path.stat().st_size == 0
        message = "is empty" if empty else f"is no zip archive or a broken one ({error})"
        context.problem(Kind.EMPTY if empty else Kind.BROKEN, message)
        return
    with archive:
        members = sorted(archive.infolist(), key=lambda member: member.filename)
        if not members:
            context.problem(Kind.EMPTY, "holds no files")
        names = [_name(member) for member in members]
        saved = _page_folders(names)
        taken: Counter[str] = Counter()
        for member, name in zip(members, names, strict=True):
            if member.is_dir():
                continue
            format_ = format_of(name)
            if format_ is None or format_ == "zip" or _is_clutter(name, saved):
                ignored[extension(name)] += 1
                continue
            taken[name] += 1
            part = name if taken[name] == 1 else f"{name}~{taken[name]}"
            yield from _read_member(archive, member, format_, context.member(name, part))


def _name(member: zipfile.ZipInfo) -> str:
    return tidy(member.filename).replace("\\", "/").replace("\n", " ").replace("\t", " ")


def _page_folders(names: list[str]) -> frozenset[str]:
    """Return, in lower case, the paths of the folders that browsers saved beside pages."""
    return frozenset(
        str(PurePosixPath(name.lower()).parent / folder) for name in names for folder in page_folders([name])
    )


def _is_clutter(name: str, saved: frozenset[str]) -> bool:
    path = PurePosixPath(name)
    # A leading ../ or / says where a file came from, not that it is hidden.
    if any(is_clutter(part) for part in path.parts if part not in {"..", "/"}):
        return True
    return bool(saved) and any(str(parent).lower() in saved for parent in path.parents)


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, format_: str, context: Context) -> Iterator[Record]:
    if member.flag_bits & _ENCRYPTED:
        context.problem(Kind.UNREADABLE, "is encrypted; skipped")
        return
    whole = format_ not in CONTAINERS and not member.filename.lower().endswith(".gz")
    if whole and member.file_size > MAX_RECORD_BYTES:
        context.problem(Kind.TOO_LARGE, f"is larger than {LIMIT_TEXT}; skipped")
        return
    try:
        source = archive.open(member)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError) as error:
        context.problem(Kind.BROKEN, f"cannot be unpacked ({error}); skipped")
        return
    with source:
        yield from read_stream(source, member.filename, format_, context)  # type: ignore[arg-type]  # reads bytes
