"""Running heads: dates, prices, page numbers and newspapers' names, and never a headline."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.runningheads import is_running_head

HEADS = [
    "THE DAILY NEWS, TUESDAY, JANUARY 4, 1916. 3", "4 THE TIMES, MONDAY, MAY 12, 1947", "VOL. XXIII. NO. 45",
    "Nr. 123. Berlin, Dienstag, 4. Januar 1916", "LE FIGARO — MARDI 4 JANVIER 1916", "Price One Penny", "TWO CENTS",
    "Seite 3", "Page 3", "THE DAILY NEWS", "Tuesday, January 4, 1916", "ВЕДОМОСТИ, 4 января 1916 г.", "No. 3", "3", "—",
    "CORRIERE DELLA SERA Martedì 4 gennaio 1916 3", "", "EDITION OF JANUARY 4, 1916", "Preis 10 Pf.",
]  # fmt: skip
HEADLINES = [
    "FIRE DESTROYS MILL", "PRICE RISES", "Price of bread rises by two cents", "Oil up 5 cents", "On the Sea",
    "14 July 2016: attack in Nice leaves many dead", "Attack of January 6, 2021", "Budget of January 1916 passed",
    "Monday night", "6 Nations: England win", "COVID-19", "MINE EXPLOSION KILLS 30", "Civil War",
    "Der Krieg im Januar", "Kein Preis zu hoch", "ALLIES ADVANCE 3 MILES", "News of the world arrives late in London",
]  # fmt: skip


@pytest.mark.parametrize("line", HEADS)
def test_heads(line: str) -> None:
    assert is_running_head(line)


@pytest.mark.parametrize("line", HEADLINES)
def test_headlines(line: str) -> None:
    assert not is_running_head(line)


@given(st.text() | st.text(st.sampled_from("a1 ,.Jan№"), max_size=200))
def test_any_line(line: str) -> None:
    assert is_running_head(line) in {True, False}
