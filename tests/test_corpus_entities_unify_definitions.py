"""Definitions are found by their letters, and what only looks like one is left alone."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.entities.unify.article.definitions import definitions


def found(text: str) -> list[str]:
    return [f"{text[slice(*one.short)]} = {text[slice(*one.long)]}" for one in definitions(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Popular Mobilization Forces (PMF) met.", "PMF = Popular Mobilization Forces"),
        ("the Islamic State (IS), which", "IS = Islamic State"),
        ("PMF (Popular Mobilization Forces)", "PMF = Popular Mobilization Forces"),
        ("NATO (the North Atlantic Treaty Organization) met", "NATO = North Atlantic Treaty Organization"),
        ("The Syrian Democratic Forces, or SDF, said", "SDF = Syrian Democratic Forces"),
        ("the Atomic Energy Agency, known as the AEA.", "AEA = Atomic Energy Agency"),
        ("OPEC, the Organization of the Petroleum Exporting Countries, cut",
         "OPEC = Organization of the Petroleum Exporting Countries"),
        ("the Association of Southeast Asian Nations (ASEAN)", "ASEAN = Association of Southeast Asian Nations"),
        ("U.S. Department of Homeland Security (DHS)", "DHS = Department of Homeland Security"),
        ("Ministry of Defence (MoD)", "MoD = Ministry of Defence"),
        ("the Kurdistan Workers' Party (PKK)", "PKK = Kurdistan Workers' Party"),
        ("gross domestic product (GDP) rose", "GDP = gross domestic product"),
        ("aid groups: non-governmental organisations (NGOs)", "NGOs = non-governmental organisations"),
        ("Procter & Gamble (P&G)", "P&G = Procter & Gamble"),
        ("the Group of 20 (G20)", "G20 = Group of 20"),
        ("Организация Объединённых Наций (ООН)", "ООН = Организация Объединённых Наций"),
        ("the Music Managers’ Forum’s (“MMF”) head", "MMF = Music Managers’ Forum"),
        ("National Rifle Association (N.R.A.)", "N.R.A. = National Rifle Association"),
    ],
)  # fmt: skip
def test_defined(text: str, expected: str) -> None:
    assert found(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Sen. Ted Cruz (R-Texas) and Rep. Adam Schiff (D-CA)",
        "Apple Inc. (AAPL) and Microsoft (MSFT)",
        "World War (II) and Super Bowl (XXIV)",
        "WASHINGTON (AP) - The president",
        "the ruling party (see below)",
        "Usain Bolt (JAM) won",
        "In the year 44 (BC)",
        "It fell on Monday (Dec 4)",
        "Barack Obama (USA)",
        "he left. Popular people (PMF)",
        "prices rose (CPI)",
        "(PMF)",
        "PMF ()",
        "",
    ],
)
def test_not_defined(text: str) -> None:
    assert found(text) == []


@given(st.text(st.sampled_from("AaBb (),.or-\n'’\ud800İ"), max_size=120))
def test_definitions_stand_where_they_say(text: str) -> None:
    for one in definitions(text):
        assert 0 <= one.long[0] < one.long[1] <= len(text)
        assert 0 <= one.short[0] < one.short[1] <= len(text)
        assert one.long[1] <= one.short[0] or one.short[1] <= one.long[0]


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit", ["a", "A", "(", "(AB) ", "AB (", "Ab Cd (AC) ", "A.", "AB, or ", "A-", "\ud800", " ", "AB\n", "& "]
)
def test_any_text_takes_linear_time(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    began = time.process_time()
    for _ in definitions(text):
        pass
    assert time.process_time() - began < 60
