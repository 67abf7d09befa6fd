"""What many articles of a source have around their stories is learned, and nothing that is told in them."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.boilerplate.lines import key
from corpus.templates.learning import Sample, learn
from corpus.templates.lines import lines_of
from corpus.templates.template import Template

HEAD, TAIL = ["The Harbour Courier", "Front page"], ["Tell the standards desk", "Printed at Quay Lane"]


def told(number: int) -> str:
    return f"Story {'abcdefghijklmnopqrstuvwxyz'[number % 26]}{number} says that the harbour was closed for a week."


def sample(number: int, body: Sequence[str], title: str = "") -> Sample:
    return Sample(title or f"Title {number}", lines_of("\n\n".join(body), ()))


def page(number: int, *, head: Sequence[str] = HEAD, tail: Sequence[str] = TAIL, inside: Sequence[str] = ()) -> Sample:
    return sample(number, [*head, told(3 * number), *inside, told(3 * number + 1), told(3 * number + 2), *tail])


def keys(template: Template) -> set[str]:
    return set(template.edge) | set(template.inner)


def test_lines_around_the_story() -> None:
    found = learn([page(number) for number in range(6)])
    assert set(found.edge.values()) == {*HEAD, *TAIL}
    assert not found.inner
    assert not found.gaps


def test_nothing_is_learned_of_few_articles() -> None:
    assert not learn([page(number) for number in range(3)])
    assert not learn([])


def test_copies_are_one_article() -> None:
    assert not learn([page(number % 3) for number in range(30)])


def test_numbers_and_dates_are_alike_in_half_of_the_articles() -> None:
    days = ["lundi 3 mars 2014", "mardi 11 avril 2014", "jeudi 25 juin 2015", "vendredi 7 août 2015"]
    pages = [
        page(number, head=["La Digue", f"Publié le {days[number % 4]}"], tail=[f"{number} réactions"])
        for number in range(12)
    ]
    assert keys(learn(pages)) == {"la digue", "publié le # # # #", "# réactions"}


def test_a_date_alone_is_of_no_source() -> None:
    pages = [page(number, head=[f"{number + 1} March 2014"], tail=TAIL) for number in range(12)]
    assert keys(learn(pages)) == {"tell the standards desk", "printed at quay lane"}


def test_headlines_of_others_between_two_lines() -> None:
    pages = [
        page(number, tail=["More", *(f"Of {n} and {n * number}" for n in "ab"), "Quay Lane"]) for number in range(6)
    ]
    assert learn(pages).gaps == {("more", "quay lane")}


def test_prose_between_two_lines_is_told() -> None:
    pages = [page(number, tail=["More", told(500 + number), "Quay Lane"]) for number in range(6)]
    assert not learn(pages).gaps


def test_call_outs_within_stories() -> None:
    pages = [
        sample(n, [*map(told, range(8 * n, 8 * n + 3)), "Hear this", *map(told, range(8 * n + 4, 8 * n + 8))])
        for n in range(8)
    ]
    assert set(learn(pages).inner) == {"hear this"}


def test_a_call_out_twice_in_all_stories() -> None:
    pages = [
        sample(n, [told(4 * n), "Join our club", told(4 * n + 1), "Join our club", told(4 * n + 2)]) for n in range(8)
    ]
    assert keys(learn(pages)) == {"join our club"}


def test_what_the_audience_does_is_told() -> None:
    pages = [
        sample(
            n, [one for at in range(n % 5 + 2) for one in (told(9 * n + at), "(Loud applause.)")] + [told(9 * n + 8)]
        )
        for n in range(12)
    ]
    assert not learn(pages)


@pytest.mark.parametrize("heading", ["Method", "## How to make it"])
def test_headings_of_sections_are_told(heading: str) -> None:
    assert not learn([page(number, head=(), tail=(), inside=[heading]) for number in range(8)])
    assert key(heading) not in keys(learn([page(number, inside=[heading]) for number in range(8)]))


def test_rows_of_tables_are_told() -> None:
    pages = [
        sample(
            number,
            [
                *HEAD,
                f"Shr {number} cts vs {number + 3} cts",
                f"Net {number + 7},000 vs {number},000",
                "Nine mths",
                f"Shr {number + 30} cts vs {number} cts",
                f"Net {number + 20},000 vs 4{number},000",
                *TAIL,
            ],
        )
        for number in range(12)
    ]
    assert set(learn(pages).edge.values()) == {*HEAD, *TAIL}
    assert not learn(pages).inner


def test_who_wrote_some_stories_is_told() -> None:
    pages = [page(number, tail=[*(["Mona Ferris (Brest)"] if number % 3 == 0 else []), *TAIL]) for number in range(15)]
    assert set(learn(pages).edge.values()) == {*HEAD, *TAIL}


def test_sections_with_lines_of_their_own() -> None:
    pages = [
        page(number, head=["Citybook", name, f"Ask the {name} desk"], tail=[f"All we know of {name}"])
        for number in range(20)
        for name in [["kitchens", "rooftops", "cellars", "bridges"][number % 4]]
    ]
    assert {"citybook", "ask the cellars desk", "all we know of bridges"} <= set(learn(pages).edge)


def test_a_title_of_another_article_is_no_line_of_the_template() -> None:
    pages = [page(number, tail=["The bridge is open", *TAIL]) for number in range(8)]
    named = [*pages, sample(99, [told(600)], title="The Bridge is Open")]
    assert "the bridge is open" in learn(pages).edge
    assert "the bridge is open" not in learn(named).edge


bodies = st.lists(
    st.sampled_from([*HEAD, *TAIL, "12 comments", "7 comments", "Net 3 vs 4", "\ud800", "***", *map(told, range(4))]),
    max_size=8,
)


@given(st.lists(st.tuples(st.sampled_from("abc"), bodies), max_size=12), st.randoms())
def test_the_order_of_articles_does_not_matter(some: list[tuple[str, list[str]]], chance: random.Random) -> None:
    samples = [sample(0, body, title) for title, body in some]
    found = learn(samples)
    chance.shuffle(samples)
    assert learn(samples) == found


def test_the_order_of_copies_does_not_matter() -> None:
    samples = [page(number, inside=["Join our club"] if number % 2 else ["Leave our club"]) for number in range(6)] * 2
    samples += [page(number, head=["Another head"]) for number in range(6)]
    assert learn(samples) == learn(samples[::-1])


@given(st.lists(bodies, max_size=12))
def test_lines_are_of_the_articles(some: list[list[str]]) -> None:
    samples = [sample(number, body) for number, body in enumerate(some)]
    known = {one.text for each in samples for one in each.lines}
    found = learn(samples)
    assert {*found.edge.values(), *found.inner.values()} <= known
    assert {name for pair in found.gaps for name in pair} <= {*found.edge, "^", "$"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "body",
    [
        "x" * 5_000_000,
        "\n\n".join(["Same"] * 5_000),
        "\n\n".join(map(str, range(5_000))),
        "\n\n".join(["Net 1 vs 2"] * 5_000),
        "\ud800\n\n" * 1000,
        "",
    ],
)
def test_hostile_articles(body: str) -> None:
    learn([Sample("T", lines_of(f"{number} begins\n\n{body}", ())) for number in range(5)])
