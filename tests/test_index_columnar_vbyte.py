import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.columnar import vbyte

NUMBERS = st.lists(st.one_of(st.integers(0, 200), st.integers(0, 2**63 - 1)), max_size=40)


def one_by_one(number: int) -> list[int]:
    """Return the code of a number as the module's docstring has it."""
    found = []
    while number >= 128:
        found.append(number % 128)
        number //= 128
    return [*found, number + 128]


@given(NUMBERS)
def test_numbers_come_back(numbers: list[int]) -> None:
    values = np.array(numbers, np.int64)
    codes = vbyte.encode(values)
    assert codes.tolist() == [byte for number in numbers for byte in one_by_one(number)]
    assert vbyte.decode(codes).tolist() == numbers
    assert vbyte.sizes(values).tolist() == [len(one_by_one(number)) for number in numbers]


@pytest.mark.parametrize("number", [0, 127, 128, 2**14 - 1, 2**14, 2**28 - 1, 2**28, 2**56, 2**63 - 1])
def test_the_ends_of_each_size_come_back(number: int) -> None:
    assert vbyte.decode(vbyte.encode(np.array([3, number, 0]))).tolist() == [3, number, 0]


@given(st.binary(max_size=40))
def test_any_bytes_are_numbers_or_an_error(data: bytes) -> None:
    codes = np.frombuffer(data, np.uint8)
    try:
        numbers = vbyte.decode(codes)
    except ValueError:
        return
    assert numbers.size == int((codes >= 128).sum())


def test_codes_that_are_not_whole_are_refused() -> None:
    with pytest.raises(ValueError, match="cut off"):
        vbyte.decode(np.array([0x80, 1], np.uint8))
    with pytest.raises(ValueError, match="too long"):
        vbyte.decode(np.array([1] * 9 + [0x80], np.uint8))
