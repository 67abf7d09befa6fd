"""Editing YAML as text: what goes takes nothing else along."""

from pathlib import Path

import pytest

from corpus.configyaml import parse_yaml
from corpus.yamledit import without, without_key

FILE = Path("a.yaml")


@pytest.mark.parametrize(
    ("text", "gone", "left"),
    [
        ("a:\n  - [x, y]  # why\n  - [p, q]\n", [1], "a:\n  - [p, q]\n"),
        ("a:\n  # about\n  - [x, y]\n  - [p, q]\n", [1], "a:\n  # about\n  - [p, q]\n"),
        ("a:\n- - x\n  - y\n- [p, q]\n# end\n", [1], "a:\n- [p, q]\n# end\n"),
        ("a:\n  - [p, q]\n  - - x\n    - y\n\n# next\nb: [c]\n", [2], "a:\n  - [p, q]\n\n# next\nb: [c]\n"),
        ("a: [[x, y], [p, q]]\n", [1], "a: [[p, q]]\n"),
        ("a: [[x, y], [p, q]]\n", [2], "a: [[x, y]]\n"),
        ("a: [[x, y], [p, q]]\n", [1, 2], "a: []\n"),
        ("a:\r\n  - [x, y]\r\n  - [p, q]\r\n", [2], "a:\r\n  - [x, y]\r\n"),
        ("a:\n  - [p, q]\n  - [x, y]", [2], "a:\n  - [p, q]\n"),
        ("a: [[x,\n     y],\n    [p, q]]\n", [1], "a: [\n    [p, q]]\n"),
    ],
)
def test_items_go(text: str, gone: list[int], left: str) -> None:
    root = parse_yaml(text, FILE)
    assert isinstance(root.data, dict)
    items = root.data["a"].data
    assert isinstance(items, list)
    assert without(text, [items[at - 1] for at in gone]) == left


def test_a_key_goes_with_its_comment() -> None:
    text = "# top\na:  # mine\nb:\n  - c\n"
    root = parse_yaml(text, FILE)
    assert isinstance(root.data, dict)
    assert without_key(text, root.data["a"]) == "# top\nb:\n  - c\n"
