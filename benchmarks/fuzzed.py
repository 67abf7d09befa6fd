"""What holds for every query: put to an engine over a few articles, whatever is typed."""

from math import inf

from corpus.article import Article, Entity
from search import Engine
from search.errors import QuerySyntaxError
from search.query.parser import MAX_BYTES, parse
from search.query.told import told
from search.results import Results

SEEDS = (
    'coalition -Syria "popular forces"~5 (Baghdad OR Mosul)',
    "title:exact:Iraq source:(a b) -lang:en date:2023-11..2024-02 entity:IS",
    "elect* bagdad~ C++ AT&T U.S. F-16 l'eau #a @b c@d.example https://www.example.org/a_(b)",
    '“a” ‘b c’ 「東京」 （ＯＲ） صحيفة צה"ל क्षत्रिय || && | ~7 *a a*b',
)
_IS = Entity("is", "Islamic State", "", ("IS",))
ARTICLES = (
    Article(
        "en", "Coalition in Iraq", "The U.S. F-16 in C++, said O'Brien of IS. Elections!", "2024-01", "a", lang="en"
    ),
    Article("fr", "L'eau", "De l'eau à Bagdad, 1,500 fois.", "2023-12", "b", "https://www.example.org/a_(b)", "fr"),
    Article("ja", "東京都", "東京の選挙。", None, "c", lang="ja", entities=(_IS,)),
    Article("ar", "صحيفة", "الحكومة في بغداد", "2022", "d", lang="ar"),
)


def check(engine: Engine, text: str, most: float = inf) -> Results:
    """Put a query to an engine in every way; raises AssertionError or what the engine should not have raised.

    ``most`` are the seconds that its answer may take.
    """
    found = engine.search(text, limit=2, facet="source")
    _holds(found.took <= most, "the answer was late")
    for one in found.warnings:
        _holds(one.start is None or 0 <= one.start <= (one.end or 0) <= len(text), "a place outside of the query")
    for hit in found.hits:
        engine.marks(engine.article(hit.id), text)
    try:
        engine.search(text, strict=True)
    except QuerySyntaxError as error:
        _holds(0 <= error.start <= error.end <= len(text), "a place outside of the query")
    read = told(parse(text))
    if len(read.encode("utf-8", "surrogatepass")) <= MAX_BYTES:
        _holds(told(parse(read)) == read, f"{read!r} is not read as it is told")
    return found


def _holds(condition: bool, what: str) -> None:  # noqa: FBT001 -- as in an assertion
    if not condition:
        raise AssertionError(what)
