"""Tables: what is written comes back, and no cell of it is a formula to any spreadsheet."""

import csv
import io
import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.export.rows import Row
from search.export.tables import BOM, FORMATS, columns, csv_line, harmless, table

ATTACKS = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "\t=1", "\r=1", "\n=1", " =1", '"=1', "'=1",
           "＝1", "x;=1", 'x";"=1', "x\n=1", "x\t+1", "'\"; \t@1")  # fmt: skip
STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
NAMES = columns(snippet=True, body=True)

texts = st.text(st.one_of(st.sampled_from("=+-@;,\"' \t\r\n\x00\x1ba＝'"), st.characters()), max_size=30)


def row(text: str) -> Row:
    return Row(text, text, text, text, text, text, text, -1.5, (text, text), text, text)


def cells_of(written: str, delimiter: str) -> list[str]:
    return [cell for line in csv.reader(io.StringIO(written, newline=""), delimiter=delimiter) for cell in line]


def is_formula(cell: str) -> bool:
    return cell.startswith(STARTS) or cell.lstrip(' \t\r\n"').startswith(STARTS)


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_is_a_formula_in_any_column(attack: str) -> None:
    written = "".join(table([row(attack)], NAMES, "csv"))
    assert not [cell for cell in cells_of(written, ",") if is_formula(cell) and cell != "-1.5"]
    for delimiter in ";\t":
        cells = (cell.strip() for cell in cells_of(written, delimiter))
        assert not [cell for cell in cells if is_formula(cell)]


@given(st.lists(texts, min_size=1, max_size=4))
def test_no_text_begins_a_cell_with_a_formula(found: Sequence[str]) -> None:
    written = csv_line(found)
    assert not [cell for cell in cells_of(written, ",") if is_formula(cell)]
    assert not [cell for cell in cells_of(written, ";") if is_formula(cell.strip())]


@given(st.lists(texts, min_size=1, max_size=4))
def test_cells_come_back_but_for_the_apostrophes(found: Sequence[str]) -> None:
    cells = cells_of(csv_line(found), ",")
    assert len(cells) == len(found)
    for cell, text in zip(cells, found, strict=True):
        assert cell == harmless(text)
        kept = "".join(c for c in text if c in "\t\r\n" or not (c < " " or "\x7f" <= c <= "\x9f"))
        assert cell.replace("'", "") == kept.replace("'", "")


@pytest.mark.parametrize("text", ["plain", "a - b", "a=b", "1-2", "O'Brien", "well-known", "a, b; c", "mail@host", ""])
def test_what_is_no_formula_stays(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["\n", ";", "'", '"', " ", "=", ";=", "a\x00", "a;\n"])
def test_long_texts_take_linear_time(piece: str) -> None:
    assert harmless(piece * 2_000_000)


def test_csv() -> None:
    one = Row("a1", 'He said "no"', None, "2024", "BBC", None, "en", 1.25, ("Anna", "Boris; Jr"))
    written = "".join(table([one, one], columns(snippet=False, body=False), "csv", bom=True))
    assert written == BOM + (
        "id,title,url,published,source,author,lang,score,entities\r\n"
        + 'a1,"He said ""no""",,2024,BBC,,en,1.25,Anna; Boris; Jr\r\n' * 2
    )


@given(texts)
def test_lines_of_json(text: str) -> None:
    written = "".join(table([row(text), row("b")], NAMES, "ndjson"))
    assert "\x1b" not in written
    lines = written.split("\n")
    assert lines[-1] == ""
    assert [json.loads(line)["title"] for line in lines[:-1]] == [text, "b"]
    assert json.loads(lines[0])["entities"] == [text, text]
    assert list(json.loads(lines[0])) == list(NAMES)


def test_an_empty_table_has_its_header_alone() -> None:
    assert ["".join(table([], NAMES, form)) for form in FORMATS] == [",".join(NAMES) + "\r\n", ""]
