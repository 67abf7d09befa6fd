"""Decoding: bytes of unknown encoding to clean text."""

import codecs
import re
import unicodedata

MAX_RECORD_BYTES = 20 << 20
"""The most that one article, line, row, payload or archive member may hold."""

GIVE_UP_BYTES = 1 << 30
"""After so much of a single line or value the rest of its file is left unread."""

_SAMPLE = 1 << 16
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What browsers make of these labels, too (https://encoding.spec.whatwg.org/#names-and-labels).
_RELABELLED = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}
_FEW = 3
_WESTERN = frozenset("àâäáçèéêëîïíñôöóùûüúßÀÂÄÁÇÈÉÊËÎÏÍÑÔÖÓÙÛÜÚ‘’“”„«»–—…•€£°§¡¿\u00a0")
_MOSTLY_UTF8 = 4
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9._:-]{2,40})""", re.IGNORECASE)
_ODD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]+")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_REPLACEMENT = "\ufffd"


class UndecodableError(ValueError):
    """Bytes that are text in no encoding; the text says why."""


def decode(data: bytes, declared: str | None = None) -> str:
    r"""Return bytes as text: by byte order mark, as UTF-8, as declared, else as it seems.

    A few broken bytes in what is otherwise UTF-8 become U+FFFD. UndecodableError for binary data.

    >>> decode("naïve".encode()), decode("naïve".encode("utf-16")), decode(b"na\xefve", "latin-1")
    ('naïve', 'naïve', 'naïve')
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], encoding)
    if b"\0" in data:
        raise UndecodableError("is binary, not text (it holds NUL bytes)")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _other(data, declared)


def _marked(data: bytes, encoding: str) -> str:
    text = data.decode(encoding, "replace")
    if "\0" in text or text.count(_REPLACEMENT) * 2 > len(text):
        raise UndecodableError(f"is binary, not {encoding.upper()} text as its first bytes say")
    return text


def _other(data: bytes, declared: str | None) -> str:
    if declared:
        try:
            return data.decode(_codec(declared))
        except (LookupError, UnicodeError):
            pass  # declared wrongly, as is common
    repaired = data.decode("utf-8", "replace")
    broken = repaired.count(_REPLACEMENT)
    letters = len(repaired.encode("utf-8")) - len(repaired) - 2 * broken
    if letters >= _MOSTLY_UTF8 * broken:
        return repaired
    encoding = detect(data)
    if encoding is None:
        raise UndecodableError("is text in no known encoding")
    return data.decode(encoding, "replace")


def _codec(label: str) -> str:
    name = codecs.lookup(label).name
    if name.startswith(("utf-16", "utf-32")):
        raise LookupError(label)  # it was read as ASCII so far, so it cannot be
    "".encode(name)  # LookupError for codecs that are no encoding of text, such as hex
    return _RELABELLED.get(name, name)


def detect(data: bytes) -> str | None:
    """Return the name of the encoding that bytes which are not UTF-8 seem to be in, None for none."""
    if _seems_western(data):
        return "cp1252"
    # The import takes long and most archives never need it.
    from charset_normalizer import from_bytes  # noqa: PLC0415

    best = from_bytes(_telling(data)).best()
    return None if best is None else best.encoding


def _seems_western(data: bytes) -> bool:
    """Tell whether bytes are mostly ASCII and the rest letters of Western Europe: statistics err on short texts."""
    beyond = [character for character in data.decode("cp1252", "replace") if character > "\x7f"]
    return _FEW * len(beyond) <= len(data) and _WESTERN.issuperset(beyond)


def _telling(data: bytes) -> bytes:
    """Return a part, from line to line where it can be, around the first byte beyond ASCII."""
    if len(data) <= _SAMPLE:
        return data
    beyond = re.search(rb"[\x80-\xff]", data)
    start = max(0, (beyond.start() if beyond else 0) - _SAMPLE // 4)
    sample = data[start : start + _SAMPLE]
    first, last = sample.find(b"\n") + 1, sample.rfind(b"\n")
    return sample[first:last] if start and first < last else sample[: last if last > 0 else None]


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding that an HTML or XML document or a Content-Type header names, or None.

    >>> declared_encoding(b'<meta charset="windows-1251">'), declared_encoding(b"text/html")
    ('windows-1251', None)
    """
    match = _DECLARED.search(data[:4096])
    return match[1].decode("ascii") if match else None


def stream_encoding(start: bytes) -> tuple[str, int]:
    r"""Return the Unicode encoding a stream's first bytes tell of, and the length of its mark.

    Two bytes of ASCII with NULs between are UTF-16 without a mark.

    >>> stream_encoding(b"{"), stream_encoding(b'{\x00"\x00')
    (('utf-8', 0), ('utf-16-le', 0))
    """
    for mark, encoding in _BOMS:
        if start.startswith(mark):
            return encoding, len(mark)
    if re.match(rb"[\t\n\r -~]\0[\t\n\r -~]\0", start):
        return "utf-16-le", 0
    if re.match(rb"\0[\t\n\r -~]\0[\t\n\r -~]", start):
        return "utf-16-be", 0
    return "utf-8", 0


def tidy(text: str) -> str:
    r"""Return text with ``\n`` for every line break, no other control character but tab, in NFC.

    Lone surrogates become U+FFFD, so that the text can be written anywhere.

    >>> tidy("a\r\nb\x00\x0cc\ud800")
    'a\nb\nc�'
    """
    if text.isascii() and text.isprintable():
        return text
    if _ODD.search(text):
        text = _CONTROLS.sub("", _BREAKS.sub("\n", text))
        if _SURROGATES.search(text):
            # Two halves that were escaped apart are one character.
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text if text.isascii() else unicodedata.normalize("NFC", text)
