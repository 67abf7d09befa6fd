"""Pickles read as plain data: nothing in them runs, and no bytes do more than raise one error."""

import os
import pickle
import pickletools
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.codec.whoosh3 import W3Codec

from index.unpickling import Made, Name, NotPlainError, decode

KEYS = st.text(max_size=5) | st.integers(-(1 << 70), 1 << 70)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(KEYS, inner) | st.sets(KEYS) | st.tuples(inner, inner) | st.tuples(inner)
    ),
    max_leaves=20,
)


class Touch:
    """What a hostile pickle holds: unpickled, it makes a file."""

    def __init__(self, path: Path) -> None:
        self.path = str(path)

    def __reduce__(self) -> tuple[object, ...]:
        return os.system, (f"echo touched > {self.path}",)


@given(PLAIN, st.sampled_from([3, 4, 5]))
def test_plain_data_comes_back(value: object, protocol: int) -> None:
    data = pickle.dumps(value, protocol)
    if not (protocol == 3 and "set" in str(decode(data).names)):
        assert decode(data).value == value
    assert decode(data + b"more").size == len(data)


@given(PLAIN)
def test_what_is_shared_and_what_is_long(value: object) -> None:
    assert decode(pickle.dumps([value, value] * 200)).value == [value, value] * 200


def test_objects_are_noted_and_not_made() -> None:
    found = decode(pickle.dumps([W3Codec(), 2]))
    codec = Name("whoosh.codec.whoosh3", "W3Codec")
    state = {"_blocklimit": 128, "_compression": 3, "_inlinelimit": 1}
    assert found.value == [Made(codec, (), state), 2]
    assert found.names == {codec}


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_nothing_runs(tmp_path: Path, protocol: int) -> None:
    victim = tmp_path / "touched"
    data = pickle.dumps({"deep": [(Touch(victim),)]}, protocol)
    if protocol == 0:
        with pytest.raises(NotPlainError, match="which does not belong there"):
            decode(data)
    else:
        assert str(decode(data).value["deep"][0][0].what).endswith(".system")
    assert not victim.exists()
    pickle.loads(data)  # noqa: S301 -- shows that it would have run
    assert victim.exists()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no pickle"),
        (b"\x80\x04]", "no pickle"),
        (b"\x80\x04.", "no pickle"),
        (b"(.", "no pickle"),
        (b"]].", "left over"),
        (b"(K\x01(K\x02.", "left over"),
        (b"i", "no pickle"),
        (b"(ios\nsystem\n.", "uses INST"),
        (b"c__main__\nx\n(o.", "uses OBJ"),
        (b"Pmine\n.", "uses PERSID"),
        (b"\x82\x01.", "uses EXT1"),
        (b"K\x01)R.", "what is no class"),
        (b"cos\nsystem\nK\x01R.", "what is no class"),
        (b"cos\nsystem\n}b.", "no new object"),
        (b"cos\nsystem\n)R}b}b.", "no new object"),
        (b"}(K\x01u.", "a value is missing"),
        (b"}(]K\x01u.", "a key is neither"),
        (b"}(NK\x01u.", "a key is neither"),
        (b"\x8f(]\x90.", "a key is neither"),
        (b"\x8f(K\x01e.", "no list"),
        (b"](K\x01K\x02u.", "no dict"),
        (b"](K\x01\x90.", "no set"),
        (b"K\x01K\x02\x93.", "a name is no text"),
        (b"\x85.", "a value is missing"),
        (b"h\x07.", "no pickle"),
        (b"N" * 4, "no pickle"),
    ],
)
def test_what_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(NotPlainError, match=why):
        decode(data)


def test_a_place_far_away_in_the_memo_costs_nothing() -> None:
    assert decode(b"Kar\xff\xff\xff\xff.").value == ord("a")


def test_nesting_without_end_is_survived() -> None:
    deep = decode(b"(" * 100_000 + b"t" * 100_000 + b".").value
    assert isinstance(deep, tuple)


@given(st.binary(max_size=60))
def test_no_bytes_do_more_than_raise(data: bytes) -> None:
    for one in (data, data + b".", pickle.dumps([W3Codec(), {1, 2}])[:40] + data + b"."):
        with suppress(NotPlainError):
            decode(one)


CODES = [code.code.encode("latin-1") for code in pickletools.opcodes]


@given(st.lists(st.sampled_from(CODES) | st.binary(max_size=3), max_size=30))
def test_no_operations_do_more_than_raise(pieces: list[bytes]) -> None:
    with suppress(NotPlainError):
        decode(b"".join(pieces) + b".")
