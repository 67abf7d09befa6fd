"""The public names, so that none appears or vanishes unnoticed."""

import index
import search


def test_index() -> None:
    assert sorted(index.__all__) == [
        "Counts",
        "Progress",
        "Status",
        "decide",
        "reindex",
        "remove",
        "rollback",
        "status",
    ]
    assert all(getattr(index, name) is not None for name in index.__all__)


def test_search() -> None:
    assert search.__all__ == ["Engine"]
    public = sorted(name for name in vars(search.Engine) if not name.startswith("_"))
    assert public == [
        *("article", "close", "copies", "count", "differences", "entities", "entity", "explore", "export", "fields"),
        *("generation", "marks", "meant", "open", "rank", "related", "search", "suggest"),
    ]
