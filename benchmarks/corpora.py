"""The corpora as articles, made by our own pipeline once and kept in a cache."""

import getpass
import hashlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks import articlefile, scale
from benchmarks.errors import MissingCorpusError
from corpus.article import Article
from corpus.pipeline import Pipeline
from corpus.reader import read_articles
from corpus.settings import NONE, Config

NAMES = ("whitehouse_en", "reuters21578_en", "20newsgroups_en")
"""The corpora that are measured: about 52,000 English articles."""

DATA = Path(__file__).parents[2] / "shared" / "data" / "corpora"

_PLAIN = Config(recognition=NONE)
Tell = Callable[[str], None]


def default_cache() -> Path:
    """Return the folder for what is made once: this user's, among the temporary ones."""
    return Path(tempfile.gettempdir()) / f"broadsheet-benchmarks-{getpass.getuser()}"


def prepare(data: Path, cache: Path, tell: Tell) -> Path:
    """Return the file of the cleaned articles of all corpora; raises MissingCorpusError."""
    paths = [data / f"{name}.jsonl.gz" for name in NAMES]
    for path in paths:
        if not path.is_file():
            raise MissingCorpusError(path)
    file = cache / f"articles-{_fingerprint(paths)}.articles"
    if not file.is_file():
        tell(f"Cleaning the articles of {', '.join(NAMES)} …")
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        articlefile.write(file, _cleaned(paths))
    return file


def prepare_scaled(base: Path, count: int, cache: Path, tell: Tell) -> Path:
    """Return the file of ``count`` articles recombined from those of a file."""
    file = cache / f"{base.stem}-{scale.VERSION}-{count}.articles"
    if not file.is_file():
        tell(f"Making {count:,} articles …")
        articlefile.write(file, scale.recombined(articlefile.read(base), count))
    return file


def _cleaned(paths: Sequence[Path]) -> Iterator[Article]:
    # Copies are not grouped and names not recognised, as no other engine does it: only those that gazetteers know.
    return (replace(one, signature=()) for one in read_articles(paths, _PLAIN, lambda _: None))


def _fingerprint(paths: Sequence[Path]) -> str:
    known = [Pipeline(_PLAIN).fingerprint, *(f"{path.name} {path.stat().st_size}" for path in paths)]
    return hashlib.blake2b("\n".join(known).encode(), digest_size=8).hexdigest()
