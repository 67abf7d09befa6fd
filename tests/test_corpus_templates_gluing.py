"""Lines of a template are taken off the ends of paragraphs, and words are never parted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.templates.gluing import Glue

EDGE = ("the harbour courier online", "front page", "city hall", "# leserstimmen stimme abgeben", "read on")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("The Harbour Courier Online Dockers walked out.", ["The Harbour Courier Online", "Dockers walked out."]),
        ("Front page | City Hall | Dockers", ["Front page", "| City Hall", "| Dockers"]),
        ("Front page of the paper", ["Front page of the paper"]),
        ("They left. Read on", ["They left.", "Read on"]),
        ("They left and read on", ["They left and read on"]),
        ("He said so. 12 Leserstimmen Stimme abgeben", ["He said so.", "12 Leserstimmen Stimme abgeben"]),
        ("The Harbour Courier Onlineshop opens", ["The Harbour Courier Onlineshop opens"]),
        ("The Harbour Courier Online-shop opens", ["The Harbour Courier Online-shop opens"]),
        (
            "Dockers *%*%*%*%*%*%*%* the harbour courier online",
            ["Dockers *%*%*%*%*%*%*%*", "the harbour courier online"],
        ),
        ("Dockers • the harbour courier online", ["Dockers", "• the harbour courier online"]),
        ("", []),
    ],
)
def test_parted(text: str, parts: list[str]) -> None:
    assert Glue(EDGE).parted(text) == parts


@given(st.lists(st.sampled_from([*EDGE, "12", "Leserstimmen", "Dockers", "“", "left.", "के", "…", "_", "\ud800"])))
def test_parts_are_the_text(words: list[str]) -> None:
    text = " ".join(words)
    assert " ".join(Glue(EDGE).parted(text)) == text


@pytest.mark.parametrize(
    "text",
    ["x" * 5_000_000, "a " * 2_500_000, "read on " * 600_000, "-" * 5_000_000, "read on." + " " * 3 + "." * 10**6],
)
def test_hostile_paragraphs(text: str) -> None:
    assert "".join(Glue(EDGE).parted(text)).replace(" ", "") == text.replace(" ", "")
