"""Layout: columns of a newspaper are joined to paragraphs, lists and poems are not."""

from corpus.article import Place, Record
from corpus.clean import clean

COLUMN = """The mill of the Lawrence com-
pany burned to the ground last
night, and three of the men who
worked there are missing. The
fire began in the engine room
and spread to the roof before
the alarm was given.
The loss is put at half a mil-
lion dollars, of which a third
is covered by insurance."""


def body(text: str, title: str = "Title") -> str:
    return clean(Record(Place("a.txt"), title=title, body=text)).body


def test_the_lines_of_a_column_are_joined() -> None:
    first, second = body(COLUMN).split("\n\n")
    assert first.startswith("The mill of the Lawrence com")
    assert first.endswith("before the alarm was given.")
    assert second.startswith("The loss is put at half a mil")


def test_the_title_above_a_column_is_not_joined_to_it() -> None:
    assert body(f"Mill in the city burns down\n{COLUMN}", "Mill in the City Burns Down") == body(COLUMN)


def test_a_list_of_words_and_a_poem_keep_their_lines() -> None:
    words = "apples\npears\nplums\ncherries\nfigs\ndates\nquinces"
    poem = "Shall I compare thee to a day\nThou art more lovely and so on\nRough winds do shake the buds\n" * 3
    assert len(body(words).split("\n\n")) == 7
    assert len(body(poem).split("\n\n")) == 9


def test_paragraphs_of_one_line_each_are_never_joined() -> None:
    text = "\n".join(f"Sentence number {at} says what there is to say about that." for at in range(9))
    assert len(body(text).split("\n\n")) == 9


def test_soft_hyphens_at_line_ends_part_words() -> None:
    assert body("One govern\xad\nment fell to\xadday.\n\nTwo.\xad") == "One government fell today.\n\nTwo."
    assert body("\xad\n\xad\n\nOne.") == "One."
