"""The reader of which Whoosh asks the terms of a segment, in the order of fields and terms."""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import Any

from whoosh.codec import base
from whoosh.reading import TermInfo, TermNotFound

from index.columnar.codec.matcher import ColumnarMatcher, Run, opaque_run, packed_run
from index.columnar.opaque import OpaquePostings, is_opaque
from index.columnar.postings import Postings
from index.columnar.segment import DOCS, FREQS, PLACES, TERMS, ColumnarSegment, open_file
from index.columnar.termlist import Files

Term = tuple[str, bytes]
AnyPostings = Postings | OpaquePostings
_STARTS = "/text-starts"


class ColumnarTermInfo(TermInfo):  # type: ignore[misc]
    """What is known of a term; its first and last document are looked up when they are asked for."""

    def __init__(self, postings: AnyPostings, term: int) -> None:
        # The base class would set the first and the last document.
        if isinstance(postings, OpaquePostings):
            weight, most, lengths = postings.weight(term), postings.most_weight(term), postings.lengths(term)
        else:
            highest, *both = postings.bounds(term)
            weight, most, lengths = float(postings.total(term)), float(highest), (both[0], both[1])
        self._weight, self._maxweight = weight, most
        self._minlength, self._maxlength = lengths
        self._df = postings.df(term)
        self._found: tuple[int, int] | None = None
        self._documents: Callable[[], Any] = lambda: _documents(postings, term)

    # Whoosh itself adds to these two where it has several segments.
    @property
    def _minid(self) -> int:
        return self._range()[0]

    @_minid.setter
    def _minid(self, value: int) -> None:
        self._found = value, self._range()[1]

    @property
    def _maxid(self) -> int:
        return self._range()[1]

    @_maxid.setter
    def _maxid(self, value: int) -> None:
        self._found = self._range()[0], value

    def _range(self) -> tuple[int, int]:
        """Return the first and the last document that has the term."""
        if self._found is None:
            documents = self._documents()
            self._found = int(documents[0]), int(documents[-1])
        return self._found


def _documents(postings: AnyPostings, term: int) -> Any:  # noqa: ANN401
    return postings.items(term).docs if isinstance(postings, OpaquePostings) else postings.docs(term)[0]


class ColumnarTermsReader(base.TermsReader):  # type: ignore[misc]
    """The terms of a segment. Raises DamagedSegmentError; OSError where a file is not there. Safe for threads."""

    def __init__(self, storage: Any, segment: ColumnarSegment) -> None:  # noqa: ANN401 -- Whoosh has no types
        opened = [open_file(storage, segment.make_filename(one)) for one in (TERMS, DOCS, FREQS, PLACES)]
        files = Files(*opened)
        names = sorted(name.removesuffix(_STARTS) for name in files.terms.sizes if name.endswith(_STARTS))
        count = segment.doc_count_all()
        self._fields: dict[str, AnyPostings] = {
            name: (OpaquePostings if is_opaque(files.terms, name) else Postings)(name, files, count) for name in names
        }
        self._names = names

    def __contains__(self, term: Term) -> bool:
        return self._find(*term) is not None

    def indexed_field_names(self) -> list[str]:
        """Return the names of the fields that have terms, ascending."""
        return self._names

    def cursor(self, fieldname: str, fieldobj: Any) -> Any:  # noqa: ANN401
        """Return a cursor over the terms of a field."""
        postings = self._fields.get(fieldname)
        return base.EmptyCursor() if postings is None else ColumnarCursor(postings, fieldobj)

    def terms(self) -> Iterator[Term]:
        """Yield every field and term, ascending."""
        return self.terms_from("", b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[Term]:
        """Yield fields and terms from one on, through all later fields."""
        return ((name, text) for name, _, _, text in self._from(fieldname, prefix))

    def items(self) -> Iterator[tuple[Term, ColumnarTermInfo]]:
        """Yield every field and term, ascending, and what is known of it."""
        return self.items_from("", b"")

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[Term, ColumnarTermInfo]]:
        """Yield fields and terms from one on, through all later fields, and what is known of them."""
        return (((name, text), ColumnarTermInfo(of, at)) for name, of, at, text in self._from(fieldname, prefix))

    def _from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, AnyPostings, int, bytes]]:
        for name in self._names[bisect_left(self._names, fieldname) :]:
            postings = self._fields[name]
            begin = postings.place_of(prefix) if name == fieldname else 0
            for at, text in enumerate(postings.texts(begin), begin):
                yield name, postings, at, text

    def term_info(self, fieldname: str, text: bytes) -> ColumnarTermInfo:
        """Return what is known of a term; Whoosh's TermNotFound where there is none."""
        return ColumnarTermInfo(*self._found(fieldname, text))

    def frequency(self, fieldname: str, text: bytes) -> float:
        """Return the sum of a term's weights, deleted documents included."""
        weight: float = self.term_info(fieldname, text).weight() if (fieldname, text) in self else 0
        return weight

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Return how many documents have a term, deleted ones included."""
        found = self._find(fieldname, text)
        return 0 if found is None else found[0].df(found[1])

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ColumnarMatcher:  # noqa: ANN401
        """Return a matcher of a term's documents; Whoosh's TermNotFound where there is none."""
        postings, at = self._found(fieldname, text)
        return ColumnarMatcher(_run(postings, at, format_), format_, (fieldname, text), scorer)

    def close(self) -> None:
        """Let go of the files."""
        self._fields = {}
        self._names = []

    def _find(self, fieldname: str, text: bytes) -> tuple[AnyPostings, int] | None:
        postings = self._fields.get(fieldname)
        at = None if postings is None else postings.find(text)
        return None if postings is None or at is None else (postings, at)

    def _found(self, fieldname: str, text: bytes) -> tuple[AnyPostings, int]:
        found = self._find(fieldname, text)
        if found is None:
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        return found


def _run(postings: AnyPostings, term: int, format_: Any) -> Run:  # noqa: ANN401
    if isinstance(postings, OpaquePostings):
        return opaque_run(postings, term)
    return packed_run(postings, term, format_)


class ColumnarCursor(base.FieldCursor):  # type: ignore[misc]
    """Stands at a term of a field, or behind the last."""

    def __init__(self, postings: AnyPostings, fieldobj: Any) -> None:  # noqa: ANN401
        self._postings = postings
        self._fieldobj = fieldobj
        self._at = 0

    def first(self) -> Any:  # noqa: ANN401
        """Go to the first term and return its text."""
        self._at = 0
        return self.text()

    def find(self, string: Any) -> Any:  # noqa: ANN401
        """Go to the first term that is not before a text or its bytes, and return its text."""
        wanted = string if isinstance(string, bytes) else self._fieldobj.to_bytes(string)
        self._at = self._postings.place_of(wanted)
        return self.text()

    def next(self) -> Any:  # noqa: ANN401
        """Go to the next term and return its text."""
        self._at += self.is_valid()
        return self.text()

    def text(self) -> Any:  # noqa: ANN401
        """Return the text of the term, None behind the last."""
        return self._fieldobj.from_bytes(self._postings.text(self._at)) if self.is_valid() else None

    def term_info(self) -> ColumnarTermInfo | None:
        """Return what is known of the term, None behind the last."""
        return ColumnarTermInfo(self._postings, self._at) if self.is_valid() else None

    def is_valid(self) -> bool:
        """Return whether there is a term here."""
        return self._at < len(self._postings)
