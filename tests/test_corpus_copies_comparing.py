"""Copies that editors changed are copies; texts of one template with other facts are not."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.copies.comparing import Verdict, compare, overlap, overlapping
from corpus.copies.facts import have_other_facts
from corpus.copies.reading import Reading
from corpus.copies.words import words

FED = (
    "The Federal Reserve entered the government securities market to arrange {} billion dlrs of customer repurchase "
    "agreements, a spokesman for the bank said. Dealers said funds were trading at {} pct when the bank began its "
    "temporary and indirect supply of reserves to the banking system on {}."
)
BOND = (
    "{} of Tokyo is issuing a 100 mln dlr equity warrant bond due in five years with a coupon of one and a half pct, "
    "priced at par, said the lead manager. The bond will be listed in London and has denominations of five thousand "
    "dollars; fees are those that are usual for such bonds and the pay date is the last day of the month."
)
STORY = (
    "The mayor of the old harbour town said on Monday that the bridge over the river would be closed to all traffic "
    "until engineers had looked at every one of its pillars. A spokeswoman for the council, Maria Lopez, told "
    "reporters that the work would cost 2.5 million and take at least six weeks, and that ferries would carry people "
    "who live on the other bank. Shop owners fear for their trade. “We have seen this before,” said one of them, who "
    "has sold fish there for 30 years. The bridge was built in 1911 and was last repaired in 1987."
)
CHINESE = (
    "中国人民银行今天在公开市场进行了{}亿元逆回购操作，中标利率为{}%，银行间市场资金面整体保持平稳。"
    "交易员表示，央行此举意在维护月末流动性合理充裕，预计下周操作规模将视市场情况灵活调整。"
)
CHINESE_STORY = (
    "市长星期一表示，老港口的大桥将对所有车辆关闭，直到工程师检查完每一根桥墩为止。市政府发言人对记者说，"
    "工程耗资250万元，至少需要六个星期，渡轮将运送住在对岸的居民。店主们担心生意会受到影响。"
)


def _read(text: str) -> Reading:
    return Reading.of(words(text))


def _verdict(left: str, right: str) -> Verdict:
    return compare(_read(left), _read(right))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (FED.format("1.5", "6-3/16", "Monday"), FED.format("2.0", "6-1/4", "Monday")),
        (FED.format("1.5", "six", "Monday"), FED.format("two", "6-1/8", "Monday")),
        (FED.format("1.5", "6-3/16", "Monday"), FED.format("2.5", "6-3/16", "Friday")),
        (BOND.format("Fuji Optical"), BOND.format("Hanshin Land")),
        (CHINESE.format("300", "2.15"), CHINESE.format("500", "2.05")),
        (" ".join(f"Steers choice {n}00 lbs {60 + n}.25 dlrs" for n in range(30)),
         " ".join(f"Steers choice {n}00 lbs {60 + n}.{40 if n % 5 == 4 else 25} dlrs" for n in range(30))),
    ],
    ids=["two figures", "figures in words", "a figure and a day", "names", "Chinese", "table"],
)  # fmt: skip
def test_templates_with_other_facts_are_no_copies(left: str, right: str) -> None:
    assert overlapping(_read(left), _read(right)) is Verdict.NEAR
    assert _verdict(left, right) is Verdict.APART
    assert _verdict(left, left) is Verdict.NEAR


@pytest.mark.parametrize(
    "changed",
    [
        STORY.replace("The mayor of the old harbour town", "HARBOUR TOWN (AP) - The mayor"),
        STORY.replace("Shop owners fear for their trade. ", ""),
        STORY.replace("2.5 million", "3 million"),
        STORY.replace("Maria Lopez", "María López"),
        STORY + " The council meets again on Thursday to vote on the plan, which two parties oppose.",
        STORY.upper(),
        STORY.replace("reporters", "the paper").replace("fear for", "worry about").replace("looked at", "checked"),
    ],
    ids=["dateline", "a sentence cut", "one figure", "accents", "one more sentence", "capitals", "other words"],
)
def test_copies_that_an_editor_changed_are_copies(changed: str) -> None:
    assert _verdict(STORY, changed) is Verdict.NEAR
    assert _verdict(changed, STORY) is Verdict.NEAR


def test_a_chinese_copy() -> None:
    assert _verdict(CHINESE_STORY, CHINESE_STORY.replace("店主们担心生意会受到影响。", "")) is Verdict.NEAR


def test_a_shortened_copy_is_inside() -> None:
    short = STORY[: STORY.index("Shop owners")]
    whole = f"{STORY} " + " ".join(f"more{at}" for at in range(120))
    assert _verdict(short, whole) is Verdict.LEFT_INSIDE
    assert _verdict(whole, short) is Verdict.RIGHT_INSIDE


def test_other_stories_are_apart() -> None:
    assert _verdict(STORY, BOND.format("Fuji Optical")) is Verdict.APART
    assert _verdict("", STORY) is Verdict.APART


def test_overlap() -> None:
    left, right = ["a", "b", "c", "d", "e", "f", "g"], ["b", "c", "d", "e", "f", "g", "h", "i"]
    assert overlap(Reading.of(left), Reading.of(right)) == (2 / 5, 2 / 3)


@given(st.integers(0, 10_000), st.integers(0, 40))
def test_running_text_that_was_cut_or_added_says_nothing(seed: int, count: int) -> None:
    chance = random.Random(seed)
    at = chance.randrange(len(STORY.split()))
    added = [f"{chance.randrange(99)}" for _ in range(count)]
    several = STORY.split()
    assert not have_other_facts(_read(STORY), _read(" ".join([*several[:at], *added, *several[at:]])))


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text(left: str, right: str) -> None:
    verdict = _verdict(left, right)
    mirrored = {Verdict.LEFT_INSIDE: Verdict.RIGHT_INSIDE, Verdict.RIGHT_INSIDE: Verdict.LEFT_INSIDE}
    if len(words(left)) != len(words(right)):
        assert _verdict(right, left) is mirrored.get(verdict, verdict)
