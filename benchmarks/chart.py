"""A chart of ratios to Tantivy as SVG: one line a row, one mark an engine, further left is better."""

import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from benchmarks.figures import YARDSTICK, Row

_COLOURS = ("#0072b2", "#444444", "#999999", "#d55e00", "#009e73", "#cc79a7")
"""Okabe and Ito's, which people tell apart whatever colours they see."""

_LEFT, _WIDTH, _LINE, _TOP = 300, 520, 24, 64
_DECADES = (-2, 3)
"""The axis goes from a hundredth to a thousand times."""


def svg(rows: Sequence[Row], names: Mapping[str, str]) -> str:
    """Return the chart of the rows that Tantivy has a number in; ``names`` are the engines to show."""
    shown = [row for row in rows if row.values.get(YARDSTICK)]
    height = _TOP + _LINE * len(shown) + 30
    total = _LEFT + _WIDTH + 30
    body = "\n".join([*_legend(names), *_axis(height), *_marks(shown, list(names))])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {total} {height}" role="img" '
        'font-family="sans-serif" font-size="12">\n'
        f"<title>Cost over Tantivy’s, by row: further left is better</title>\n"
        f'<rect width="{total}" height="{height}" fill="white"/>\n{body}\n</svg>\n'
    )


def cost(row: Row, engine: str) -> float:
    """Return an engine's cost over Tantivy's: less is better, also where more of the unit is.

    >>> cost(Row("", "articles/s", {"ours": 50.0, "tantivy": 100.0}, more_is_better=True), "ours")
    2.0
    """
    ratio = row.values[engine] / row.values[YARDSTICK]
    return 1 / ratio if row.more_is_better else ratio


def _legend(names: Mapping[str, str]) -> Iterator[str]:
    x = 16.0
    for number, name in enumerate(names.values()):
        yield f'<circle cx="{x}" cy="18" r="5" fill="{_COLOURS[number % len(_COLOURS)]}"/>'
        yield f'<text x="{x + 9}" y="22">{escape(name)}</text>'
        x += 34 + 7 * len(name)


def _axis(height: int) -> Iterator[str]:
    for power in range(_DECADES[0], _DECADES[1] + 1):
        x = _place(10.0**power)
        colour = "#888" if power == 0 else "#ddd"
        yield f'<line x1="{x}" y1="{_TOP - 10}" x2="{x}" y2="{height - 24}" stroke="{colour}"/>'
        yield f'<text x="{x}" y="{_TOP - 16}" text-anchor="middle" fill="#555">{10.0**power:g} ×</text>'
    yield f'<text x="{_LEFT}" y="{height - 8}" fill="#555">cost over Tantivy’s: further left is better</text>'


def _marks(rows: Sequence[Row], engines: Sequence[str]) -> Iterator[str]:
    for line, row in enumerate(rows):
        y = _TOP + _LINE * line + 8
        yield f'<text x="{_LEFT - 16}" y="{y + 4}" text-anchor="end">{escape(row.what)}</text>'
        # The first engine is ours; drawn last, it lies on top.
        for number, engine in reversed(list(enumerate(engines))):
            if row.values.get(engine):
                ratio = cost(row, engine)
                told = f"{escape(row.what)}: {escape(engine)} {ratio:.3g} ×"
                fill = _COLOURS[number % len(_COLOURS)]
                yield f'<circle cx="{_place(ratio)}" cy="{y}" r="5" fill="{fill}"><title>{told}</title></circle>'


def _place(ratio: float) -> float:
    """Return the x of a ratio; one beyond the axis stands at its end."""
    first, last = _DECADES
    share = (math.log10(ratio) - first) / (last - first)
    return round(_LEFT + _WIDTH * min(max(share, 0.0), 1.0), 1)
