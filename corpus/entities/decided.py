"""What was decided of names: a YAML file that people write, and the commands of ``broadsheet entities``.

Each line of its lists has two names, and a name is a text, or ``{kind: text}`` where one kind alone is meant::

    merge:  [[Mohammed Shiite al-Sudani, Mohammed Shia al-Sudani]]   the first is the second, and is called so
    split:  [[Abu Taqwa, Taqwa]]                                     the second is none of the first
    never:  [[{person: Jordan}, {place: Jordan}]]                    the two are never one
    rename: [[IS, Islamic State]]                                    the first is called the second
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.configyaml import Value, near, parse_yaml, read_text
from corpus.entities.kinds import normal_kind
from corpus.entities.names import name_key, tidy
from corpus.entities.spelling import Spelling
from corpus.entities.unify.archive.decisions import Decisions
from corpus.errors import ConfigError

MERGE, SPLIT, NEVER, RENAME = "merge", "split", "never", "rename"
KEYS = (MERGE, SPLIT, NEVER, RENAME)
_PAIR = 2
_EXPECTED = "two names, such as [Abu Taqwa, Mushtaq al-Jawari]"
_NAME = "a name, or {kind: name}"


@dataclass(frozen=True, slots=True)
class Line:
    """One decision: its key, both of its names, and where it stands; of a rename ``right`` is what is shown."""

    key: str
    left: Spelling
    right: Spelling
    value: Value | None = None

    @property
    def where(self) -> str:
        """The file and line, empty for a decision that stands nowhere yet."""
        return f"{self.value.file}, line {self.value.line}" if self.value else ""


@dataclass(frozen=True, slots=True)
class Decided:
    """A file of decisions as it stands: its text, what was read of it, and its lines."""

    file: Path
    text: str
    root: Value
    lines: tuple[Line, ...]
    exists: bool = True


def load_decided(path: Path) -> Decided:
    """Read a file of decisions, an empty one where there is none; ConfigError where it is wrong."""
    exists = path.exists()
    return read_decided(read_text(path) if exists else "", path, exists=exists)


def read_decided(text: str, path: Path, *, exists: bool = True) -> Decided:
    """Read the text of a file of decisions; ConfigError, with the line, where it is wrong or contradicts itself."""
    root = parse_yaml(text, path)
    if root.data is None:
        return Decided(path, text, root, (), exists)
    if not isinstance(root.data, dict):
        raise root.wrong(f"a mapping of {', '.join(KEYS)}")
    lines: list[Line] = []
    for key, value in root.data.items():
        if key not in KEYS:
            raise value.error(f"there is no key “{key}”.", f"{near(key, KEYS)} Known here: {', '.join(KEYS)}.".strip())
        lines += [_line(key, one) for one in _items(value)]
    _check(lines)
    return Decided(path, text, root, tuple(lines), exists)


def decisions_of(lines: Sequence[Line]) -> Decisions:
    """Return lines as what unifying takes."""
    pairs = {key: tuple((one.left, one.right) for one in lines if one.key == key) for key in KEYS}
    renames = tuple((one, name.text) for one, name in pairs[RENAME])
    return Decisions(pairs[MERGE], pairs[SPLIT], pairs[NEVER], renames)


def _items(value: Value) -> list[Value]:
    if value.data is None:
        return []
    if not isinstance(value.data, list):
        raise value.wrong(f"a list, each item {_EXPECTED}")
    return value.data


def _line(key: str, value: Value) -> Line:
    if not isinstance(value.data, list) or len(value.data) != _PAIR:
        raise value.wrong(_EXPECTED)
    left, right = value.data
    second = Spelling("", _text(right)) if key == RENAME else _spelling(right)
    first = _spelling(left)
    if key != RENAME and first == second:
        raise value.error(f"{value.key}: both names are “{first.text}”.")
    return Line(key, first, second, value)


def _spelling(value: Value) -> Spelling:
    if not isinstance(value.data, dict):
        return Spelling("", _text(value))
    if len(value.data) != 1:
        raise value.wrong(_NAME)
    (kind, name) = next(iter(value.data.items()))
    if not normal_kind(kind):
        raise name.error(f"{name.key}: “{kind}” is no kind of name; person, organisation and place are.")
    return Spelling(normal_kind(kind), _text(name))


def _text(value: Value) -> str:
    text = tidy(value.text(_NAME))
    if not name_key(text):
        raise value.wrong(f"{_NAME}, with a letter in it")
    return text


def _check(lines: Sequence[Line]) -> None:
    """Raise ConfigError at the first line that contradicts those before it."""
    if _error(lines) is None:
        return
    fine, wrong = 0, len(lines)
    while wrong - fine > 1:
        middle = (fine + wrong) // 2
        fine, wrong = (middle, wrong) if _error(lines[:middle]) is None else (fine, middle)
    value, error = lines[wrong - 1].value, _error(lines[:wrong])
    raise value.error(str(error)) if value else ConfigError(str(error))


def _error(lines: Sequence[Line]) -> ConfigError | None:
    try:
        decisions_of(lines).check()
    except ConfigError as error:
        return error
    return None
