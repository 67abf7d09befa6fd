"""How long one query takes, from its text, one at a time."""

from collections.abc import Callable, Mapping, Sequence

from benchmarks.engines.base import Reader
from benchmarks.figures import Row, Target
from benchmarks.queries import Query
from benchmarks.setting import Setting
from benchmarks.timing import Latency, interleaved, one_pass
from benchmarks.timing import middle as middle_of

Bounds = tuple[Target, ...]
_AS_QUICK = (Target(1.0, "tantivy"),)


def top(setting: Setting) -> list[Row]:
    """Measure ids and scores of the best ten, without a total."""
    asked = setting.queries
    return [
        *_rows(setting, "top", "Top 10, words of titles", asked.words, _top, _AS_QUICK, _AS_QUICK),
        *_rows(setting, "top", "Top 10, frequent words", asked.frequent, _top, _AS_QUICK, _AS_QUICK),
        *_rows(setting, "filtered", "Top 10, filtered", asked.filtered, _top, _AS_QUICK, _AS_QUICK),
    ]


def unasked(setting: Setting) -> list[Row]:
    """Measure the best ten for queries of which nothing is remembered: each pass opens the indexes anew."""
    return _anew(setting, "top", "Top 10, never asked before", lambda reader, asked: one_pass(reader.top, asked))


def unshown(setting: Setting) -> list[Row]:
    """Measure titles and snippets where no article was shown before, of words that were asked for: see ``unasked``."""

    def ask(reader: Reader, asked: Sequence[Query]) -> Latency:
        one_pass(reader.top, asked)
        return one_pass(reader.rendered, asked)

    return _anew(setting, "rendered", "Titles and snippets, never shown before", ask)


def _anew(setting: Setting, ability: str, what: str, ask: Callable[[Reader, Sequence[Query]], Latency]) -> list[Row]:
    first, *others = setting.queries.words
    setting.tell(f"{what}: {len(others)} queries, {setting.passes} passes")
    taken: dict[str, list[Latency]] = {}
    for number in range(setting.passes + 1):
        with setting.readers(ability) as readers:
            for name, reader in readers.items():
                reader.top(first)
                found = ask(reader, others)
                if number:  # the first pass warms
                    taken.setdefault(name, []).append(found)
    return _of(what, {name: middle_of(found) for name, found in taken.items()}, (), ())


def counted(setting: Setting) -> list[Row]:
    """Measure the best ten with exact total and three facets."""
    asked = setting.queries.words
    return _rows(setting, "counted", "Top 10, total, 3 facets", asked, lambda reader: reader.counted, (), _AS_QUICK)


def rendered(setting: Setting) -> list[Row]:
    """Measure titles and snippets of the best ten."""
    bound = Target(0.5, "tantivy")
    asked, tail = setting.queries.words, (bound, Target(0.1, "fts5"))
    return _rows(setting, "rendered", "Titles and snippets", asked, lambda reader: reader.rendered, (bound,), tail)


def phrases(setting: Setting) -> list[Row]:
    """Measure the best ten for a phrase."""
    return _rows(setting, "phrases", "Phrases", setting.queries.phrases, _top, (), _AS_QUICK)


def _top(reader: Reader) -> Callable[[Query], object]:
    return reader.top


def _rows(  # noqa: PLR0913, PLR0917 -- the columns of the tables above
    setting: Setting,
    ability: str,
    what: str,
    queries: Sequence[Query],
    ask: Callable[[Reader], Callable[[Query], object]],
    middle: Bounds,
    tail: Bounds,
) -> list[Row]:
    setting.tell(f"{what}: {len(queries)} queries, {setting.passes} passes")
    with setting.readers(ability) as readers:
        found = interleaved({name: ask(one) for name, one in readers.items()}, queries, setting.passes)
    return _of(what, found, middle, tail)


def _of(what: str, found: Mapping[str, Latency], middle: Bounds, tail: Bounds) -> list[Row]:
    return [
        Row(f"{what}, p50", "ms", {name: one.p50 for name, one in found.items()}, middle),
        Row(f"{what}, p95", "ms", {name: one.p95 for name, one in found.items()}, tail),
        Row(f"{what}, processor time", "ms", {name: one.cpu for name, one in found.items()}),
    ]
