"""Small pieces of HTML and English for the templates; everything here escapes what it is given."""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from markupsafe import Markup, escape

Span = tuple[int, int]

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d:\d\d)(?::\d\d)?Z)?", re.ASCII)
# Spaces, controls, those that turn the direction of writing, backslashes, halves of surrogate pairs.
_UNSAFE = re.compile(r"[\s\\\x00-\x20\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_TAGS = {tag: (Markup(f"<{tag}>"), Markup(f"</{tag}>")) for tag in ("mark", "ins", "del")}  # noqa: S704 -- constants
_LANGUAGES = {
    "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech", "da": "Danish",
    "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "eu": "Basque",
    "fa": "Persian", "fi": "Finnish", "fr": "French", "ga": "Irish", "he": "Hebrew", "hi": "Hindi",
    "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "ku": "Kurdish", "lt": "Lithuanian", "lv": "Latvian", "ms": "Malay",
    "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sq": "Albanian", "sr": "Serbian",
    "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian",
    "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def tidy_spans(spans: Iterable[Sequence[int]], length: int) -> list[Span]:
    """Return spans in order, within ``0..length``, merged where they touch or overlap.

    >>> tidy_spans([(4, 9), (0, 2), (8, 99), (3, 3)], 12)
    [(0, 2), (4, 12)]
    """
    tidy: list[Span] = []
    for start, end in sorted((max(0, span[0]), min(length, span[1])) for span in spans):
        if start >= end:
            continue
        if tidy and start <= tidy[-1][1]:
            tidy[-1] = (tidy[-1][0], max(end, tidy[-1][1]))
        else:
            tidy.append((start, end))
    return tidy


def marked(text: str, spans: Iterable[Sequence[int]] = (), tag: str = "mark") -> Markup:
    """Return a text as HTML, each span (code points) in a ``<mark>``, or in an ``<ins>`` or ``<del>``.

    >>> marked("a <b> c", [(2, 5)])
    Markup('a <mark>&lt;b&gt;</mark> c')
    """
    html: list[str] = []
    opening, closing = _TAGS[tag]
    at = 0
    for start, end in tidy_spans(spans, len(text)):
        html += (escape(text[at:start]), opening, escape(text[start:end]), closing)
        at = end
    html.append(escape(text[at:]))
    return Markup("".join(html))  # noqa: S704 -- every piece is HTML


def web_url(url: str | None) -> str | None:
    r"""Return an address only if it may become a link: http or https, with a host and no more before its path.

    Spaces, controls, backslashes and user names are refused: with them, the host that a browser goes
    to may be another than the one that is shown.

    >>> web_url("https://news.example/1"), web_url("javascript:alert(1)"), web_url("https://evil.example\\@news.example")
    ('https://news.example/1', None, None)
    """
    if not url or _UNSAFE.search(url):
        return None
    try:
        parts = urlsplit(url)
        safe = parts.scheme.lower() in {"http", "https"} and parts.hostname and "@" not in parts.netloc
    except ValueError:
        return None
    return url if safe else None


def site_name(url: str) -> str:
    """Return the host of an address as a person says it.

    >>> site_name("https://www.news.example:443/a")
    'news.example'
    """
    return (urlsplit(url).hostname or "").removeprefix("www.")


def when(published: str | None) -> str:
    """Return a date in words, as precisely as it is known; what is no date, as it stands.

    >>> when("2024"), when("2024-01"), when("2024-01-05"), when("2024-01-05T09:30:00Z")
    ('2024', 'January 2024', '5 January 2024', '5 January 2024, 09:30 UTC')
    """
    match = _DATE.fullmatch(published or "")
    if match is None or not 1 <= int(match[2] or 1) <= len(_MONTHS):
        return published or ""
    year, month, day, clock = match.groups()
    words = " ".join(filter(None, (str(int(day)) if day else "", _MONTHS[int(month) - 1] if month else "", year)))
    return f"{words}, {clock} UTC" if clock else words


def day(published: str | None) -> str:
    """Return a date in words without its time of day.

    >>> day("2024-01-05T09:30:00Z")
    '5 January 2024'
    """
    return when(published.partition("T")[0]) if published else ""


def language_name(code: str) -> str:
    """Return a language's English name, or the code where it is not known.

    >>> language_name("fr"), language_name("xx")
    ('French', 'xx')
    """
    return _LANGUAGES.get(code.lower(), code)


def language_tag(code: str | None) -> str | None:
    """Return a code that may stand in a ``lang`` attribute, or None.

    >>> language_tag("pt-BR"), language_tag("?"), language_tag(None)
    ('pt-BR', None, None)
    """
    return code if code and re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", code) else None


def goes_on(passage: str) -> bool:
    """Tell whether a passage stops before its sentence does.

    >>> goes_on("The end."), goes_on("He said “no.”"), goes_on("the office of")
    (False, False, True)
    """
    return not passage.rstrip("\"'’”»)] \n").endswith((".", "!", "?", "…", "。", "؟", "！", "？", "।", "۔"))


def count(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun.

    >>> count(1, "article"), count(19044, "article"), count(2, "country", "countries")
    ('1 article', '19,044 articles', '2 countries')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def duration(seconds: float) -> str:
    """Return a time as a person reads it.

    >>> duration(0.0004), duration(0.0123), duration(1.26)
    ('under 1 ms', '12 ms', '1.3 s')
    """
    if seconds >= 1:
        return f"{seconds:.1f} s"
    return f"{seconds * 1000:.0f} ms" if seconds >= 0.001 else "under 1 ms"  # noqa: PLR2004 -- a millisecond
