"""Which of Whoosh's own tests a columnar segment does not pass, each with the reason."""

from types import MappingProxyType

_EXACT = "expects field lengths rounded to what one byte holds; ours are exact"

DEVIATIONS = MappingProxyType(
    {
        "test_indexing.test_lengths": _EXACT,
        "test_indexing.test_many_lengths": _EXACT,
        "test_mpwriter.test_merge_serial": _EXACT,
        "test_mpwriter.test_merge_multi": _EXACT,
        "test_quality.test_max_field_length": _EXACT,
        "test_quality.test_minmax_field_length": _EXACT,
    }
)
"""Module and test, and the reason. With its own codec Whoosh passes every one of its tests."""
