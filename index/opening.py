"""Opening a generation with Whoosh, without trusting what its table of contents says.

Whoosh unpickles that table, ``_MAIN_n.toc``, and so runs whatever it asks for. Here it is read as
data (``index.unpickling``). Of the schema only the names of configured fields are taken: the rest
must be what ``index.schema.schema`` makes of them. Of a segment its values are checked one by one.
"""

import io
import pickle
import re
import struct
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC, EmptyIndexError, FileIndex
from whoosh.system import _FLOAT_SIZE, _INT_SIZE, _LONG_SIZE

from index.columnar.segment import ColumnarSegment, OpenSegment
from index.columnar.together import Together
from index.errors import DamagedIndexError
from index.manifest import digest, read_manifest
from index.schema import EXTRA_PREFIX, schema
from index.unpickling import Decoded, Made, Name, NotPlainError, decode

NAME: Final = "MAIN"
"""What Whoosh calls the one index in a folder; the names of its files begin with it."""

_VERSION = -111
_BYTE_ORDER = -12345
_EXTRA = re.compile(re.escape(EXTRA_PREFIX) + r"[A-Za-z0-9_-]{1,64}")
_SEGMENT_ID = re.compile(r"[0-9a-z]{1,32}")


def open_whoosh(path: Path) -> Any:  # noqa: ANN401 -- Whoosh has no types
    """Return the Whoosh index in a published generation's folder, for reading only.

    Raises DamagedIndexError or IncompatibleIndexError.
    """
    home = path.parent.parent
    files = read_manifest(path, home).files
    found = _Index(path, home, readonly=True)
    table = newest_table(path)
    if table is None or table[0].name not in files or digest(table[0]) != files[table[0].name].digest:
        raise DamagedIndexError(table[0] if table else path, "it is not what was published", home)
    return found


def open_segments(opened: Any) -> Together:  # noqa: ANN401
    """Return the segments of what ``open_whoosh`` returned, to be read without Whoosh.

    Raises DamagedSegmentError, or OSError where a file is not there.
    """
    segments = opened._segments()  # noqa: SLF001 -- Whoosh offers no other way
    return Together([(OpenSegment.open(opened.storage, one), one.deleted_docs()) for one in segments])


def open_for_writing(path: Path, fields: Schema) -> Any:  # noqa: ANN401
    """Return the Whoosh index in a staging folder; where there is none, a new one with these fields.

    Raises DamagedIndexError.
    """
    if newest_table(path) is None:
        TOC.create(FileStorage(str(path)), fields, NAME)
    return _Index(path, path.parent, readonly=False)


def newest_table(path: Path) -> tuple[Path, int] | None:
    """Return the file and the number of the table of contents that counts in a folder, None if there is none."""
    number = TOC._latest_generation(FileStorage(str(path)), NAME)  # noqa: SLF001 -- Whoosh offers no other way
    return None if number < 0 else (path / str(TOC._filename(NAME, number)), number)  # noqa: SLF001


class _Index(FileIndex):  # type: ignore[misc]
    """A Whoosh index whose table of contents is read as data."""

    def __init__(self, path: Path, home: Path, *, readonly: bool) -> None:
        # Not the constructor of FileIndex, which would unpickle the table.
        self.storage = FileStorage(str(path), readonly=readonly)
        self.indexname = NAME
        self._schema = None
        self._path = path
        self._home = home
        try:
            self._read_toc()
        except (EmptyIndexError, FileNotFoundError) as error:
            raise DamagedIndexError(path, "it holds no table of contents", home) from error

    def _read_toc(self) -> TOC:
        table = newest_table(self._path)
        if table is None:
            raise EmptyIndexError(f"There is no index in {self._path}")
        path, number = table
        try:
            return read_table(path.read_bytes(), number)
        except FileNotFoundError:  # deleted meanwhile, as a generation may be
            raise
        except OSError as error:
            raise DamagedIndexError(path, f"it cannot be read ({error.strerror})", self._home) from error
        except NotPlainError as error:
            raise DamagedIndexError(path, str(error), self._home) from error


def read_table(data: bytes, number: int) -> TOC:
    """Return Whoosh's table of contents ``number`` from the bytes of its file; raises NotPlainError."""
    stream = StructFile(io.BytesIO(data))
    try:
        sizes = [stream.read_varint() for _ in range(3)]
        order, version = stream.read_int(), stream.read_int()
        release = tuple(stream.read_varint() for _ in range(3))
        packed = stream.read(stream.read_varint())
        generation, _ = stream.read_int(), stream.read_int()
    except (struct.error, TypeError, OverflowError) as error:
        raise NotPlainError("it ends too early") from error
    if sizes != [_INT_SIZE, _LONG_SIZE, _FLOAT_SIZE] or order != _BYTE_ORDER or version != _VERSION:
        raise NotPlainError("it does not begin as a table of contents does")
    if generation != number:
        raise NotPlainError(f"it says that it is table {generation}")
    fields = schema(_extra(packed))
    segments = _segments(_whole(stream.read()))
    return TOC(fields, segments, number, release=release)


def _whole(data: bytes) -> Decoded:
    found = decode(data)
    if found.size != len(data):
        raise NotPlainError("something is left over")
    return found


@lru_cache(maxsize=8)
def _extra(packed: bytes) -> tuple[str, ...]:
    """Return the names of the configured fields in a pickled schema, which must be ours in all else."""
    found = _whole(packed)
    _refuse_foreign(found.names - _decoded(schema()).names)
    state = found.value.state if isinstance(found.value, Made) else None
    fields = state.get("_fields") if isinstance(state, dict) else None
    if not isinstance(fields, dict):
        raise NotPlainError("it holds no fields")
    names = tuple(name[len(EXTRA_PREFIX) :] for name in map(str, fields) if _EXTRA.fullmatch(name))
    if not _same(found.value, _decoded(schema(names)).value):
        raise NotPlainError("its fields are not those of this version")
    return names


def _segments(found: Decoded) -> list[Any]:
    """Return the segments of a pickled list."""
    _refuse_foreign({name for name in found.names if name not in _ALLOWED})
    if not isinstance(found.value, list):
        raise NotPlainError("it holds no list of segments")
    segments = [_segment(one) for one in found.value]
    if len({one.segment_id() for one in segments}) != len(segments):
        raise NotPlainError("it names a segment twice")
    return segments


def _segment(found: object) -> Any:  # noqa: ANN401
    if not isinstance(found, Made) or found.what not in _SEGMENTS or found.args or not isinstance(found.state, dict):
        raise NotPlainError("it holds what is no segment")
    state = found.state
    try:
        segid, count, deleted = state["segid"], state["_doccount"], state["_deleted"]
        is_ours = state["indexname"] == NAME and _SEGMENT_ID.fullmatch(segid) is not None
    except (KeyError, TypeError) as error:
        raise NotPlainError("a segment lacks a value") from error
    if not is_ours or not _is_count(count) or not _are_below(deleted, count):
        raise NotPlainError("a segment is not as it should be")
    return _SEGMENTS[found.what](segid, count, deleted, state)


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value < 1 << 32


def _are_below(numbers: object, count: int) -> bool:
    """Tell whether these are numbers of documents."""
    return isinstance(numbers, set) and all(_is_count(one) for one in numbers) and max(numbers, default=-1) < count


def _columnar(segid: str, count: int, deleted: set[int], state: Mapping[str, Any]) -> ColumnarSegment:
    if state.get("compound") is not False or len(state) != len(ColumnarSegment(NAME).__dict__):
        raise NotPlainError("a segment is not as it should be")
    made = ColumnarSegment(NAME)
    made.segid = segid
    made.set_doc_count(count)
    for number in deleted:
        made.delete_document(number)
    return made


_Loader = Callable[[str, int, set[int], Mapping[str, Any]], Any]
_SEGMENTS: Mapping[Name, _Loader] = MappingProxyType(
    {Name(ColumnarSegment.__module__, ColumnarSegment.__name__): _columnar}
)
"""The classes of segments, each with what makes one of checked values and of its pickled state."""

_ALLOWED = frozenset(_SEGMENTS)


def _decoded(value: object) -> Decoded:
    return decode(pickle.dumps(value, 2))


def _same(found: object, expected: object) -> bool:
    try:
        return bool(found == expected)
    except RecursionError:
        return False


def _refuse_foreign(names: "frozenset[Name] | set[Name]") -> None:
    if names:
        listed = ", ".join(sorted(map(str, names))[:3])
        raise NotPlainError(f"it names {listed}, which does not belong there")
