"""The configuration: ``broadsheet.yaml``, checked at the door.

Keys, all of them optional::

    articles:   [articles, ~/clips/*.zip]          files, folders, globs; relative to the file's folder
    mapping:    {title: headline, body: [text]}    which fields of the input are title, body, ...
    fields:     [section, desk]                    other fields of the input to filter and facet by
    gazetteers: [people.yaml]                      files of names, beside the built-in one
    entities:   entities.yaml                      what was decided of names; this one beside the file is read unnamed
    rules:      [boilerplate.yaml]                 files of lines that are no part of a story, beside the built-in one
    recognition: tagger                            what finds names: tagger, rules, none, or spacy:NAME-OF-A-MODEL
    boosts:     {title: 2.5, body: 1, entities: 0.5}
    relevance:  {k1: 1.2, title_length: 0.5, body_length: 0.75, rarity: 1.2, pairs: 0.12, feedback: 0.5}
    half_life:  180                                days, for the order recent-relevant
    deadline:   2                                  seconds in which a query answers with what it has
    server:     {host: 127.0.0.1, port: 8000, hosts: [news.example.org]}
    removed:    [8dd5aed662b12d90]                 ids taken down, which no run restores

A key left empty has its default.
"""

import glob
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from corpus.configedit import add_removed, ids_of
from corpus.configyaml import Value, near, parse_yaml, read_text
from corpus.errors import ConfigError
from corpus.relevance import Relevance
from corpus.settings import DEFAULT_BOOSTS, LEVELS, SPACY, Config, Server

__all__ = ["Config", "Server", "add_removed", "entities_file", "load_config"]

DEFAULT_FILE = "broadsheet.yaml"
DEFAULT_ENTITIES = "entities.yaml"
MAPPABLE = ("title", "body", "id", "url", "published", "source", "lang", "author", "entities")
RESERVED = frozenset(
    {
        *("title", "body", "entities", "entity", "source", "lang", "since", "until", "date", "id", "url", "author"),
        *("published", "q", "sort", "limit", "cursor", "facet", "expand", "strict", "undated", "collapse", "explain"),
        *("exact", "dated", "without", "exclude", "facet_words", "histogram", "format", "bom", "snippet"),
    }
)
"""Names that the query language or the interfaces own, so that no configured field may have them."""

MAX_BOOST = 1000
MAX_HALF_LIFE = 36_500
MAX_DEADLINE = 3_600
MAX_PORT = 65_535
_MOST: Mapping[str, float] = {
    "k1": 100,
    "title_length": 1,
    "body_length": 1,
    "rarity": 5,
    "pairs": 100,
    "feedback": 0.9,
}
"""The highest values under ``relevance``."""

_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_HOST = re.compile(r"[A-Za-z0-9._-]{1,253}|\[?[0-9A-Fa-f:.]{2,45}\]?")


def load_config(path: Path | None = None) -> Config:
    """Return the configuration in a file; without one, of ``./broadsheet.yaml`` or else the defaults.

    ConfigError if the file that was named is missing or any file is wrong.
    """
    if path is None:
        path = Path(DEFAULT_FILE)
        if not path.is_file():
            return Config(entities=_usual_entities(Path(), ()))
    elif not path.is_file():
        what = "is not a file" if path.exists() else "does not exist"
        raise ConfigError(f"The configuration file {path.absolute()} {what}.")
    root = parse_yaml(read_text(path), path)
    found = _keys(root, _READERS)
    given = {name: _READERS[name](value) for name, value in found.items()}
    config = Config(file=path.absolute(), **given)  # type: ignore[arg-type]  # each reader gives its field's type
    if config.entities:
        return config
    return replace(config, entities=_usual_entities(path.absolute().parent, config.gazetteers))


def _usual_entities(folder: Path, gazetteers: Iterable[Path]) -> Path | None:
    """Return the file of decisions that a folder has under the usual name, unless it is one of the gazetteers."""
    path = (folder / DEFAULT_ENTITIES).absolute()
    return path if path.is_file() and path not in gazetteers else None


def entities_file(config: Config) -> Path:
    """Return where decisions on names are written; ConfigError where a gazetteer is in the way."""
    folder = config.file.parent if config.file else Path()
    path = config.entities or (folder / DEFAULT_ENTITIES).absolute()
    if path in config.gazetteers:
        raise ConfigError(f"{path} is one of the gazetteers. Name another file for decisions under `entities:`.")
    return path


def _keys(value: Value, known: Iterable[str]) -> dict[str, Value]:
    """Return a mapping's values that are not empty, its keys checked against those known."""
    if value.data is None:
        return {}
    if not isinstance(value.data, dict):
        raise value.wrong("a mapping (lines of “key: value”)")
    known = tuple(known)
    for name, one in value.data.items():
        if name not in known:
            raise one.error(
                f"there is no key “{one.key}”.", f"{near(name, known)} Known here: {', '.join(known)}.".strip()
            )
    return {name: one for name, one in value.data.items() if one.data is not None}


def _number(value: Value, least: float, most: float, *, above: bool = False) -> float:
    range_ = f"above {least:g} and at most {most:g}" if above else f"from {least:g} to {most:g}"
    if isinstance(value.data, int | float) and not isinstance(value.data, bool):
        fits = least <= value.data <= most
        if fits and not (above and value.data == least):
            return float(value.data)
    raise value.wrong(f"a number {range_}")


def _articles(value: Value) -> tuple[str, ...]:
    return tuple(_beside(value.file, text) for text, _ in value.texts("a path"))


def _beside(file: Path, text: str) -> str:
    """Return a path or glob absolute, read from the file's folder; ``-`` stays standard input."""
    if text == "-":
        return text
    path = _expanded(text)
    if path.is_absolute():
        return str(path)
    folder = str(file.absolute().parent)
    if glob.has_magic(text):
        folder = glob.escape(folder)
    return str(Path(folder) / path)


def _expanded(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError:  # no such user, no home: then it is a name that begins with ~
        return Path(text)


def _files(value: Value) -> tuple[Path, ...]:
    folder = value.file.absolute().parent
    return tuple(folder / _expanded(text) for text, _ in value.texts("the path of a YAML file"))


def _file(value: Value) -> Path:
    return value.file.absolute().parent / _expanded(value.text("the path of a YAML file"))


def _mapping(value: Value) -> dict[str, tuple[str, ...]]:
    found = _keys(value, MAPPABLE)
    return {name: tuple(text for text, _ in one.texts("the name of a field")) for name, one in found.items()}


def _fields(value: Value) -> tuple[str, ...]:
    expected = "a name of letters, digits, _ and -, a letter first, 64 at the most"
    seen: dict[str, str] = {}
    for name, one in value.texts(expected):
        if not _FIELD.fullmatch(name):
            raise one.wrong(expected)
        if name.lower() in RESERVED:
            raise one.error(
                f"{one.key}: “{name}” is a name that Broadsheet itself uses; it cannot be a field of yours."
            )
        if name.lower() in seen:
            raise one.error(f"{one.key}: “{name}” stands here a second time (as “{seen[name.lower()]}”).")
        seen[name.lower()] = name
    return tuple(seen.values())


def _boosts(value: Value) -> dict[str, float]:
    found = _keys(value, DEFAULT_BOOSTS)
    return {**DEFAULT_BOOSTS, **{name: _number(one, 0, MAX_BOOST) for name, one in found.items()}}


def _relevance(value: Value) -> Relevance:
    found = _keys(value, _MOST)
    return Relevance(**{name: _number(one, 0, _MOST[name]) for name, one in found.items()})


def _recognition(value: Value) -> str:
    expected = f"{', '.join(LEVELS)}, or {SPACY} and the name of a model"
    text = value.text(expected)
    if text not in LEVELS and not (text.startswith(SPACY) and text.removeprefix(SPACY).strip()):
        raise value.wrong(expected)
    return text


def _half_life(value: Value) -> float:
    return _number(value, 0, MAX_HALF_LIFE, above=True)


def _deadline(value: Value) -> float:
    return _number(value, 0, MAX_DEADLINE, above=True)


def _server(value: Value) -> Server:
    found = _keys(value, _SERVER_READERS)
    return Server(**{name: _SERVER_READERS[name](one) for name, one in found.items()})  # type: ignore[arg-type]


def _host(value: Value) -> str:
    return _host_name(value.text("an address to listen on"), value)


def _host_name(text: str, value: Value) -> str:
    if not _HOST.fullmatch(text):
        raise value.wrong("the name or address of a host, without http://, port or path, such as news.example.org")
    return text


def _port(value: Value) -> int:
    expected = f"a whole number from 0 to {MAX_PORT}"
    if isinstance(value.data, bool) or not isinstance(value.data, int) or not 0 <= value.data <= MAX_PORT:
        raise value.wrong(expected)
    return value.data


def _hosts(value: Value) -> tuple[str, ...]:
    return tuple(_host_name(text, one).lower() for text, one in value.texts("the name of a host"))


def _removed(value: Value) -> frozenset[str]:
    return frozenset(ids_of(value))


_SERVER_READERS: Mapping[str, Callable[[Value], object]] = {"host": _host, "port": _port, "hosts": _hosts}
_READERS: Mapping[str, Callable[[Value], object]] = {
    "articles": _articles,
    "mapping": _mapping,
    "fields": _fields,
    "gazetteers": _files,
    "entities": _file,
    "rules": _files,
    "recognition": _recognition,
    "boosts": _boosts,
    "relevance": _relevance,
    "half_life": _half_life,
    "deadline": _deadline,
    "server": _server,
    "removed": _removed,
}
