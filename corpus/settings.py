"""Settings: what a configuration says, with the defaults. ``corpus.config`` reads it from a file, which loads YAML."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpus.relevance import Relevance

TAGGER, RULES, NONE, SPACY = "tagger", "rules", "none", "spacy:"
LEVELS = (TAGGER, RULES, NONE)
"""What finds names beside those that files carry and gazetteers know; else ``spacy:`` and the name of a model."""

DEFAULT_BOOSTS: Mapping[str, float] = {"title": 2.5, "body": 1.0, "entities": 0.5}


@dataclass(frozen=True, slots=True)
class Server:
    """Where ``serve`` listens, and the Host names it answers to besides loopback's."""

    host: str = "127.0.0.1"
    port: int = 8000
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Config:
    """A checked configuration; paths are absolute, ``half_life`` in days, ``deadline`` in seconds.

    ``file`` is None without a file.
    """

    file: Path | None = None
    articles: tuple[str, ...] = ()
    mapping: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    gazetteers: tuple[Path, ...] = ()
    entities: Path | None = None
    rules: tuple[Path, ...] = ()
    recognition: str = TAGGER
    boosts: Mapping[str, float] = field(default_factory=lambda: dict(DEFAULT_BOOSTS))
    relevance: Relevance = field(default_factory=Relevance)
    half_life: float = 180.0
    deadline: float = 2.0
    server: Server = Server()
    removed: frozenset[str] = frozenset()
