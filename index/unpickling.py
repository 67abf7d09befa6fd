"""Reading a pickle as plain data: nothing that it names is imported, called or changed.

Python's own unpickler is a machine that calls whatever a pickle asks for. This one only notes what
would be called: a class becomes a ``Name``, an object a ``Made``. Whoever reads the result compares
it with what belongs there and makes the real objects. It knows the operations that Python writes
for the values met in an index, and refuses every other.
"""

import pickletools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple


class NotPlainError(ValueError):
    """The pickle is damaged, or holds what is not read as data."""


@dataclass(frozen=True, slots=True)
class Name:
    """A class or function that a pickle names."""

    module: str
    name: str

    def __str__(self) -> str:
        return f"{self.module}.{self.name}"


@dataclass(slots=True)
class Made:
    """An object that a pickle asks for: by calling ``what`` with ``args``, then giving it a ``state`` and ``items``."""

    what: Name
    args: tuple[Any, ...]
    state: Any = None
    items: dict[Any, Any] = field(default_factory=dict)


class Decoded(NamedTuple):
    """A pickle as data: its value, every name that it uses, and its size in bytes."""

    value: Any
    names: frozenset[Name]
    size: int


def decode(data: bytes) -> Decoded:
    """Return the pickle that ``data`` begins with, as data; raises NotPlainError.

    Values are None, booleans, numbers, text, bytes, tuples, lists, sets, dictionaries, Name and Made.
    The keys of a dictionary and the members of a set are text or integers.

    >>> import pickle
    >>> decode(pickle.dumps([1, {"a": (2.5, None)}])).value
    [1, {'a': (2.5, None)}]
    >>> print(decode(pickle.dumps(print)).value)
    builtins.print
    """
    machine = _Machine()
    try:
        for operation, arg, at in pickletools.genops(data):
            if operation.name == "STOP":
                return Decoded(machine.result(), frozenset(machine.names), (at or 0) + 1)
            machine.step(operation.name, arg)
    except NotPlainError:
        raise
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError) as error:
        raise NotPlainError(f"it is no pickle ({error})") from error
    raise NotPlainError("it ends too early")


@dataclass(slots=True)
class _Machine:
    """The stack machine; ``marked`` are the stacks below each mark."""

    stack: list[Any] = field(default_factory=list)
    marked: list[list[Any]] = field(default_factory=list)
    memo: dict[int, Any] = field(default_factory=dict)
    names: set[Name] = field(default_factory=set)

    def step(self, operation: str, arg: Any) -> None:  # noqa: ANN401 -- whatever the operation carries
        if operation in _VALUES:
            self.stack.append(arg)
        elif operation in _CONSTANTS:
            self.stack.append(_CONSTANTS[operation])
        elif operation in _EMPTY:
            self.stack.append(_EMPTY[operation]())
        elif operation in _STEPS:
            _STEPS[operation](self, arg)
        elif operation not in _NOTHING:
            raise NotPlainError(f"it uses {operation}, which does not belong there")

    def result(self) -> Any:  # noqa: ANN401
        value = self.stack.pop()
        if self.stack or self.marked:
            raise NotPlainError("something is left over")
        return value

    def push(self, value: Any) -> None:  # noqa: ANN401
        self.stack.append(value)

    def mark(self) -> None:
        self.marked.append(self.stack)
        self.stack = []

    def since_mark(self) -> list[Any]:
        items, self.stack = self.stack, self.marked.pop()
        return items

    def take(self, count: int) -> tuple[Any, ...]:
        if count > len(self.stack):
            raise NotPlainError("a value is missing")
        items = tuple(self.stack[-count:])
        del self.stack[-count:]
        return items

    def named(self, module: object, name: object) -> None:
        found = Name(_text(module), _text(name))
        self.names.add(found)
        self.stack.append(found)

    def make(self) -> None:
        what, args = self.take(2)
        if not isinstance(what, Name) or not isinstance(args, tuple):
            raise NotPlainError("it calls what is no class")
        self.stack.append(Made(what, args))

    def give_state(self) -> None:
        (state,) = self.take(1)
        made = self.stack[-1]
        if not isinstance(made, Made) or made.state is not None:
            raise NotPlainError("it changes what is no new object")
        made.state = state

    def extend(self, items: list[Any]) -> None:
        _of(list, self.stack[-1]).extend(items)

    def add(self, items: list[Any]) -> None:
        _of(set, self.stack[-1]).update(map(_key, items))

    def put(self, items: list[Any]) -> None:
        if len(items) % 2:
            raise NotPlainError("a value is missing")
        filled = self.stack[-1]
        into = filled.items if isinstance(filled, Made) else _of(dict, filled)
        into.update(zip(map(_key, items[::2]), items[1::2], strict=True))


def _of(kind: type, value: Any) -> Any:  # noqa: ANN401
    if type(value) is not kind:
        raise NotPlainError(f"it fills what is no {kind.__name__}")
    return value


def _key(value: object) -> object:
    # Hashing tuples nested deeply would overflow the stack of the interpreter itself.
    if type(value) not in {str, int}:
        raise NotPlainError("a key is neither text nor a number")
    return value


def _text(value: object) -> str:
    if type(value) is not str:
        raise NotPlainError("a name is no text")
    return str(value)


_VALUES = frozenset(
    {
        "BININT", "BININT1", "BININT2", "LONG1", "LONG4", "BINFLOAT",
        "SHORT_BINUNICODE", "BINUNICODE", "BINUNICODE8", "SHORT_BINBYTES", "BINBYTES", "BINBYTES8",
    }
)  # fmt: skip
_CONSTANTS = MappingProxyType({"NONE": None, "NEWTRUE": True, "NEWFALSE": False})
_EMPTY: Mapping[str, Callable[[], Any]] = MappingProxyType(
    {"EMPTY_DICT": dict, "EMPTY_LIST": list, "EMPTY_SET": set, "EMPTY_TUPLE": tuple}
)
_NOTHING = frozenset({"PROTO", "FRAME"})
_STEPS: Mapping[str, Callable[[_Machine, Any], None]] = MappingProxyType(
    {
        "MARK": lambda it, _: it.mark(),
        "TUPLE": lambda it, _: it.push(tuple(it.since_mark())),
        "TUPLE1": lambda it, _: it.push(it.take(1)),
        "TUPLE2": lambda it, _: it.push(it.take(2)),
        "TUPLE3": lambda it, _: it.push(it.take(3)),
        "APPEND": lambda it, _: it.extend(list(it.take(1))),
        "APPENDS": lambda it, _: it.extend(it.since_mark()),
        "ADDITEMS": lambda it, _: it.add(it.since_mark()),
        "SETITEM": lambda it, _: it.put(list(it.take(2))),
        "SETITEMS": lambda it, _: it.put(it.since_mark()),
        "GLOBAL": lambda it, arg: it.named(*arg.split(" ", 1)),
        "STACK_GLOBAL": lambda it, _: it.named(*it.take(2)),
        "REDUCE": lambda it, _: it.make(),
        "NEWOBJ": lambda it, _: it.make(),
        "BUILD": lambda it, _: it.give_state(),
        "MEMOIZE": lambda it, _: it.memo.__setitem__(len(it.memo), it.stack[-1]),
        "BINPUT": lambda it, arg: it.memo.__setitem__(arg, it.stack[-1]),
        "LONG_BINPUT": lambda it, arg: it.memo.__setitem__(arg, it.stack[-1]),
        "BINGET": lambda it, arg: it.push(it.memo[arg]),
        "LONG_BINGET": lambda it, arg: it.push(it.memo[arg]),
    }
)
