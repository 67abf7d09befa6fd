"""Templates come back from their file as they were, and a damaged file is named."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.templates.template import FILE, Learned, Template, Templates

lines = st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3)
templates = st.builds(
    Template, lines, lines, st.frozensets(st.tuples(st.text(max_size=3), st.text(max_size=3)), max_size=3)
)


@given(st.dictionaries(st.text(max_size=4), st.builds(Learned, templates, st.text(max_size=4)), max_size=4))
def test_what_was_saved_is_loaded(tmp_path_factory: pytest.TempPathFactory, found: dict[str, Learned]) -> None:
    folder = tmp_path_factory.mktemp("saved")
    Templates(found).save(folder)
    assert Templates.load(folder).learned == found
    before = (folder / FILE).read_bytes()
    Templates(dict(reversed(found.items()))).save(folder)
    assert (folder / FILE).read_bytes() == before
    assert [one.name for one in folder.iterdir()] == [FILE]


def test_half_surrogates_are_saved_too(tmp_path: Path) -> None:
    found = {"\ud800": Learned(Template({"\udfff": "\ud800"}), "x")}
    Templates(found).save(tmp_path)
    assert Templates.load(tmp_path).learned == found


def test_of_a_source() -> None:
    template = Template({"a": "A"})
    found = Templates({"": Learned(template), "x?": Learned(template), "empty": Learned(Template(), "x")})
    assert found.of(None) is found.of("") is found.of("x\ud800") is template
    assert found.of("empty") is found.of("y") is None


def test_no_file_is_no_templates(tmp_path: Path) -> None:
    assert Templates.load(tmp_path).learned == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "3",
        "null",
        '{"version": 2, "sources": {}}',
        '{"version": 1}',
        '{"version": 1, "sources": []}',
        '{"version": 1, "sources": {"a": null}}',
        '{"version": 1, "sources": {"a": []}}',
        '{"version": 1, "sources": {"a": ["x", [], []]}}',
        '{"version": 1, "sources": {"a": ["x", {}, [], []]}}',
        '{"version": 1, "sources": {"a": ["x", ["ab", 3], [], []]}}',
        '{"version": 1, "sources": {"a": ["x", [["a", 1]], [], []]}}',
        '{"version": 1, "sources": {"a": ["x", [["a", "b", "c"]], [], []]}}',
        '{"version": 1, "sources": {"a": ["x", [], [], [], []]}}',
        "[" * 100_000,
        "\x00",
        '{"version": 1, "sources": {}} trailing',
    ],
)
def test_a_damaged_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    with pytest.raises(ValueError, match=FILE):
        Templates.load(tmp_path)
