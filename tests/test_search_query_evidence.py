from hypothesis import given
from hypothesis import strategies as st

from index.analysis import query_terms
from index.schema import TEXT_FIELDS
from search.query.evidence import MANY, MAX_PAIRS, evidence
from search.query.parser import parse
from search.query.spellings import word_plan
from search.ranking.evidence import NO_EVIDENCE, Evidence
from search.ranking.plan import Leaf

ENGLISH = ("en",)


def told(text: str, main: tuple[str, ...] = ENGLISH) -> Evidence:
    return evidence(parse(text).tree, ENGLISH, main)


def leaf(word: str) -> Leaf:
    found = word_plan(word, TEXT_FIELDS, ENGLISH)
    assert isinstance(found, Leaf)
    return found


def pair(one: str, other: str) -> Leaf:
    return Leaf(("title", "body"), (query_terms(one, ENGLISH), query_terms(other, ENGLISH)))


def test_words_that_tell_nothing_do_not_count() -> None:
    found = told("what is the policy of Japan")
    assert {one: found.counts(leaf(one)) for one in ("what", "is", "the", "policy", "of", "Japan")} == {
        "what": False,
        "is": False,
        "the": False,
        "policy": True,
        "of": False,
        "Japan": True,
    }


def test_they_count_where_there_are_no_others() -> None:
    assert told("to be or not to be") is NO_EVIDENCE
    assert told("") is NO_EVIDENCE


def test_they_are_those_of_the_main_languages() -> None:
    assert told("die Hard", ENGLISH).counts(leaf("die"))
    assert not told("die Wende", ("de",)).counts(leaf("die"))
    assert told("the policy", ()).counts(leaf("the"))


def test_words_asked_for_again_count_again() -> None:
    assert told("parallel languages; languages for computation").asked[leaf("languages")] == 2
    assert leaf("parallel") not in told("parallel languages").asked


def test_pairs_stand_side_by_side() -> None:
    found = told("Saudi Arabia withdraws; Saudi Arabia and Yemen")
    assert found.pairs == {pair("Saudi", "Arabia"): 2, pair("Arabia", "withdraws"): 1, pair("withdraws", "Saudi"): 1}


def test_nothing_is_beside_what_is_no_bare_word() -> None:
    for text in (
        "Saudi -Arabia",
        '"Saudi" Arabia',
        "Saudi OR Arabia",
        "title:Saudi Arabia",
        "Saudi Sau*",
    ):
        assert not told(text).pairs, text


def test_a_question_has_many_words() -> None:
    assert not told(" ".join(["word"] * MANY)).is_question
    assert told(" ".join(["word"] * (MANY + 1))).is_question
    assert told("which of the two is it then, Japan").is_question


@given(
    st.text(max_size=300)
    | st.lists(st.sampled_from(["the", "a-b", "cat", "NOT", '"', "cat"]), max_size=400).map(" ".join)
)
def test_any_text(text: str) -> None:
    found = told(text)
    assert all(count >= 0 for count in found.asked.values())
    assert sum(found.pairs.values()) <= MAX_PAIRS
