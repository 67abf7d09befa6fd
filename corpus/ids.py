"""Ids: stable names for articles that are safe in a URL."""

import base64
import hashlib
import re
from urllib.parse import urlsplit

from corpus.article import Record

_SAFE = re.compile(r"(?!\.+\Z)[A-Za-z0-9._-]{1,64}")
_WEB = re.compile(r"https?://", re.IGNORECASE)
_UNSEEN = re.compile(r"[\t\r\n]")
_EDGES = "".join(map(chr, range(0x21)))
_TRACKING = re.compile(
    r"(?:utm_[^=]*|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_cid|mc_eid"
    r"|_hsenc|_hsmi|mkt_tok|oly_anon_id|oly_enc_id|vero_id|wickedid|at_medium|at_campaign|ns_mchannel|ns_campaign"
    r"|ns_source|ns_linkname|ns_fee|cmpid|ncid|s_cid|ftag|xtor|_ga|_gl|__twitter_impression)(?:=.*)?",
    re.IGNORECASE | re.DOTALL,
)
_DEFAULT_PORTS = {"http": "80", "https": "443"}


def article_id(record: Record, root: str, path: str) -> tuple[str, str | None]:
    """Return a record's id, and the id its file gave where that had to be replaced.

    ``root`` is the name of the scanned root, ``path`` the file's path within it, with ``/``. An id
    that can stand in a URL is kept; any other is 20 base32 characters of the SHA-256 of the given
    id, else of the canonical URL, else of the place.
    """
    given = (record.id or "").strip()
    if given:
        return (given, None) if _SAFE.fullmatch(given) else (_digest(given), given)
    if record.url and record.url.strip():
        return _digest(canonical_url(record.url)), None
    part = record.place.part
    joint = "" if not part or part.startswith("#") else "!"
    return _digest(f"{root}/{path}{joint}{part}"), None


def _digest(text: str) -> str:
    whole = hashlib.sha256(text.encode("utf-8", "replace")).digest()
    return base64.b32encode(whole).decode("ascii")[:20].lower()


def canonical_url(url: str) -> str:
    """Return the form of a URL by which two copies of an article are known to be one.

    The host is in lower case, without the scheme's own port; fragments are dropped but for ``#!``
    and so are tracking parameters. The path is kept as it is, a slash at its end too, since
    servers tell the two apart; an empty path is ``/``. What is no http(s) URL is only stripped.

    >>> canonical_url("HTTPS://News.Example.ORG:443/a/?id=1&utm_source=x#top")
    'https://news.example.org/a/?id=1'
    """
    text = _UNSEEN.sub("", url).strip().strip(_EDGES).strip()
    if not _WEB.match(text):
        return text
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        return text
    if not host:
        return text
    user, at, _ = parts.netloc.rpartition("@")
    if ":" in host:
        host = f"[{host}]"
    if port is not None and str(port) != _DEFAULT_PORTS[parts.scheme]:
        host = f"{host}:{port}"
    query = "&".join(one for one in parts.query.split("&") if one and not _TRACKING.fullmatch(one))
    fragment = f"#{parts.fragment}" if parts.fragment.startswith("!") else ""
    return f"{parts.scheme}://{user}{at}{host}{parts.path or '/'}{'?' + query if query else ''}{fragment}"
