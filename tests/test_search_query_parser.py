"""The query language: what each form means, what is warned of, and that nothing makes it fail."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from search.errors import QuerySyntaxError
from search.query.brackets import MAX_DEPTH
from search.query.notes import Notes
from search.query.parser import MAX_BYTES, _Parser, parse
from search.query.told import told
from search.query.tree import (
    And,
    Dates,
    Everything,
    Field,
    Filter,
    Named,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Query,
    Word,
)


def shown(node: Node) -> str:  # noqa: C901, PLR0911 -- one line for each kind
    """Write a tree without its places, so that a table of them can be read."""
    match node:
        case Word(text=text, distance=distance, exact=exact):
            return "=" * exact + text + "~" * distance
        case Prefix(text=text):
            return text + "*"
        case Phrase(text=text, slop=slop, exact=exact):
            return "=" * exact + f'"{text}"' + (f"~{slop}" if slop else "")
        case And(parts=parts):
            return "(" + " ".join(shown(part) for part in parts) + ")"
        case Or(parts=parts):
            return "(" + " | ".join(shown(part) for part in parts) + ")"
        case Not(part=part):
            return "-" + shown(part)
        case Field(name=name, part=part):
            return f"{name}:{shown(part)}"
        case Filter(name=name, value=value, excluded=excluded):
            return "-" * excluded + f"{name}={value}"
        case Dates(since=since, until=until):
            return f"{since}..{until}"
        case Everything():
            return "*"
        case Nothing():
            return "!"
        case Named():
            raise AssertionError


def read(text: str) -> str:
    return shown(parse(text, ["section"]).tree)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", "*"),
        ("   ", "*"),
        ("coalition", "coalition"),
        ("coalition withdrawal", "(coalition withdrawal)"),
        ("a AND b", "(a b)"),
        ("a and b", "(a and b)"),
        ("a OR b", "(a | b)"),
        ("a b OR c d", "((a b) | (c d))"),
        ("a (b OR c)", "(a (b | c))"),
        ("-a", "-a"),
        ("NOT a", "-a"),
        ("NOT NOT a", "a"),
        ("a -b", "(a -b)"),
        ("a -(b c)", "(a -(b c))"),
        ('a -"b c"', '(a -"b c")'),
        ("al-Sudani", "al-Sudani"),
        ("a - b", "(a b)"),
        ("−a", "-a"),
        ('"a b"', '"a b"'),
        ('"a b"~5', '"a b"~5'),
        ("“a b”", '"a b"'),
        ("„a b“ «c d» 「e f」", '("a b" "c d" "e f")'),
        ("＂a b＂～5", '"a b"~5'),
        ("（a OR b） c", "((a | b) c)"),
        ("－a", "-a"),
        ("elect*", "elect*"),
        ("elect＊", "elect*"),
        ("goverment~", "goverment~~"),
        ("trmp~", "trmp~"),
        ("trmp~2", "trmp~"),
        ("title:a b", "(title:a b)"),
        ("title:(a b)", "title:(a b)"),
        ("TITLE:a", "title:a"),
        ('body:"a b"', 'body:"a b"'),
        ("-title:a", "-title:a"),
        ("title:ab*", "title:ab*"),
        ("a OR source:b", "(a | source=b)"),
        ("-source:b OR a", "(-source=b | a)"),
        ("a OR source:(b OR c)", "(a | (source=b | source=c))"),
        ("a OR section:politics", "(a | section=politics)"),
        ("a OR date:2024", "(a | 2024..2024)"),
        ("http://example.org/a", "http://example.org/a"),
        ("10:30", "10:30"),
        ('צה"ל', 'צה"ל'),
        ("&", "*"),
        ("a & b", "(a b)"),
        ('"a b" ~7', '"a b"~7'),
        ('"a b"  ~ 7', '"a b"~7'),
        ('"a b" ~7x', '("a b" 7x)'),
        ("‘a b’", '"a b"'),
        ("‘a’ b’s ‘c", '(="a" b’s c)'),
        ("‹a b› ｢c d｣ ❝e f❞", '("a b" "c d" "e f")'),
        ('"elections"', '="elections"'),
        ("„U.S.“", '="U.S."'),
        ('"elections"~3', '"elections"~3'),
        ('"al-Sudani"', '"al-Sudani"'),
        ('"צה"ל"', '"צה"ל"'),
        ("exact:troops", "=troops"),
        ('exact:"two words"', '="two words"'),
        ("exact:(a OR b) c", "((=a | =b) c)"),
        ("title:exact:a", "title:=a"),
        ("exact:title:a", "title:=a"),
        ('-title:"a"', '-title:="a"'),
        ("a && b || c | d", "((a b) | c | d)"),
        ("a｜b", "a｜b"),
        ("al-Sud*", "al-Sud*"),
        ("C++ AT&T U.S. F-16 9/11", "(C++ AT&T U.S. F-16 9/11)"),
        ("#MeToo @handle jo@example.org O'Brien l'eau 1,500", "(#MeToo @handle jo@example.org O'Brien l'eau 1,500)"),
        ("(https://example.org/a_(b)?c=d*~)", "https://example.org/a_(b)?c=d*~"),
        ("-(www.example.org/(a))", "-www.example.org/(a)"),
        ("+a +b", "(+a +b)"),
        ("NOT -a", "a"),
        ("a AND NOT b", "(a -b)"),
        ("*", "*"),
        ("a OR source:(b c)", "(a | (source=b | source=c))"),
        ("a OR entity:(b c)", "(a | (entity=b entity=c))"),
        ("a OR -source:b", "(a | -source=b)"),
    ],
)
def test_means(text: str, tree: str) -> None:
    found = parse(text, ["section"])
    assert shown(found.tree) == tree
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("text", "filters", "dates", "tree"),
    [
        ("source:reuters", ["source=reuters"], [], "*"),
        ('a source:"Al Watan" lang:en', ["source=Al Watan", "lang=en"], [], "a"),
        ("entity:al-sudani author:x section:y", ["entity=al-sudani", "author=x", "section=y"], [], "*"),
        ("-source:b a", ["-source=b"], [], "a"),
        ("a source:(b c) NOT lang:en", ["source=b", "source=c", "-lang=en"], [], "a"),
        ("-source:(b c)", ["-source=b", "-source=c"], [], "*"),
        ("-(source:b OR lang:en)", ["-source=b", "-lang=en"], [], "*"),
        ('source:(b OR "c d") source:e', ["source=b", "source=c d", "source=e"], [], "*"),
        ("entity:(b c)", ["entity=b", "entity=c"], [], "*"),
        ("entity:(b OR c)", [], [], "(entity=b | entity=c)"),
        ("source:b OR lang:en", [], [], "(source=b | lang=en)"),
        ('source:"Yahoo!"', ["source=Yahoo!"], [], "*"),
        ("since:2024-01 a", [], ["2024-01..None"], "a"),
        ("until:2024-01-05", [], ["None..2024-01-05"], "*"),
        ("date:2024-01..2024-03", [], ["2024-01..2024-03"], "*"),
        ("date:2024..", [], ["2024..None"], "*"),
        ("date:..2024", [], ["None..2024"], "*"),
        ("date:2024-02", [], ["2024-02..2024-02"], "*"),
        ("since:2099 a", [], ["2099..None"], "a"),
        ("until:9999-12-31", [], ["None..9999-12-31"], "*"),
        ("date:0001..0900-05", [], ["0001..0900-05"], "*"),
        ("since:2099-01-05T09:30:00+01:00", [], ["2099-01-05T08:30:00Z..None"], "*"),
        ("since:05.01.2024", [], ["2024-01-05..None"], "*"),
    ],
)
def test_filters_of_the_whole_query(text: str, filters: list[str], dates: list[str], tree: str) -> None:
    found = parse(text, ["section"])
    assert [shown(one) for one in found.filters] == filters
    assert [shown(one) for one in found.dates] == dates
    assert shown(found.tree) == tree


@pytest.mark.parametrize(
    ("text", "tree", "warning"),
    [
        ('"a b', '"a b"', "quote is not closed"),
        ('a"', "a", "quote is not closed"),
        ("(a b", "(a b)", "bracket is not closed"),
        ("a) b", "(a b)", "closing bracket"),
        ("a OR", "a", "OR needs"),
        ("OR a", "a", "OR needs"),
        ("AND a", "a", "AND needs"),
        ("a AND", "a", "AND needs"),
        ("a NOT", "a", "NOT needs"),
        ("(NOT)", "*", "NOT needs"),
        ("a*", "a", "two letters"),
        ("covid19~", "covid19", "no digits"),
        ("x" * 50 + "~", "x" * 50, "40 letters"),
        ("since:someday", "*", "no date"),
        ("date:..", "*", "no value"),
        ("since:0000", "*", "no date"),
        ("since:2099-02-30", "*", "no date"),
        ("until:03/04/2024", "*", "either of two days"),
        ("date:03/04/2024..2025", "*", "either of two days"),
        ("date:2024..x", "*", "no date"),
        ("*ment", "ment", "cannot begin with \\*"),
        ("*ment*", "ment*", "cannot begin with \\*"),
        ("wom*n", "wom*", "end of a word only"),
        ("f*ck", "f", "two letters"),
        ("＊ment", "ment", "cannot begin with \\*"),
        ('"al sud*"', '"al sud*"', "nothing in quotes"),
        ('"a b"~5000', '"a b"~999', "At most 999"),
        ("exact:elect*", "=elect", "whole words"),
        ("exact:(trmp~ OR b)", "(=trmp | =b)", "whole words"),
        ("title:", "title:", "right behind the colon"),
        ("a title:(", "a", "no value"),
        ("sorce:x", "sorce:x", "Did you mean source"),
        ("source: x", "(source: x)", "right behind the colon"),
        ("title:&", "*", "no value"),
        ("source:re*", "*", "whole values"),
    ],
)
def test_warns(text: str, tree: str, warning: str) -> None:
    found = parse(text)
    assert shown(found.tree) == tree
    assert any(re.search(warning, one.message) for one in found.warnings)
    with pytest.raises(QuerySyntaxError) as error:
        parse(text, strict=True)
    assert 0 <= error.value.start <= error.value.end <= len(text)


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ('"a b', '"a b"'),
        ("(a b", "a b"),
        ("a OR", "a"),
        ("b sorce:x", "b source:x"),
        ("*ment a", "ment a"),
        ("since:someday a", "a"),
        ("colour:red", ""),
        ("a " * MAX_BYTES, ""),
    ],
)
def test_strict_suggests(text: str, suggestion: str) -> None:
    with pytest.raises(QuerySyntaxError) as error:
        parse(text, strict=True)
    assert error.value.suggestion == suggestion


def test_strict_refuses_unknown_fields() -> None:
    with pytest.raises(QuerySyntaxError, match="no field colour"):
        parse("colour:red", strict=True)
    assert parse("colour:red").warnings == ()


def test_places_are_those_of_the_text() -> None:
    text = "ab “c d”~3 -title:ef gh*"
    tree = parse(text).tree
    assert isinstance(tree, And)
    ab, phrase, excluded, prefix = tree.parts
    assert isinstance(ab, Word)
    assert (ab.start, ab.end) == (0, 2)
    assert isinstance(phrase, Phrase)
    assert text[phrase.start : phrase.end] == "“c d”~3"
    assert isinstance(excluded, Not)
    assert isinstance(excluded.part, Field)
    assert isinstance(excluded.part.part, Word)
    assert text[excluded.part.part.start : excluded.part.part.end] == "ef"
    assert isinstance(prefix, Prefix)
    assert text[prefix.start : prefix.end] == "gh*"


def test_long_queries_are_refused() -> None:
    text = "a " * MAX_BYTES
    assert parse(text).tree == Nothing()
    assert "not searched" in parse(text).warnings[0].message
    with pytest.raises(QuerySyntaxError):
        parse(text, strict=True)


@pytest.mark.parametrize("text", ["(" * 500 + "a" + ")" * 500, "-(" * 500 + "a", "NOT " * 500 + "a", "title:(" * 200])
def test_depth_is_bounded(text: str) -> None:
    assert depth(parse(text).tree) <= 3 * MAX_DEPTH


def depth(node: Node) -> int:
    match node:
        case And(parts=parts) | Or(parts=parts):
            return 1 + max(depth(part) for part in parts)
        case Not(part=part) | Field(part=part):
            return 1 + depth(part)
        case _:
            return 1


pieces = st.sampled_from(
    [
        *"()\"“”*~-: \t'",
        "AND ",
        " OR ",
        "NOT ",
        "title:",
        "source:",
        "since:",
        "date:",
        "..",
        "2024-01",
        "ab",
        "al-Sudani",
        "exact:",
        "lang:",
        "entity:",
        "||",
        "~3",
        "~",
        "‘",
        "’ ",
        "א",
        'ה"ל',
        "http://",
        "。",
        "AND",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(pieces | st.text(max_size=6), max_size=25).map("".join))
@example("\ud800")
@example('"\udfff')
@example("title:\ud800*")
@example("\x00")
def test_never_fails(text: str) -> None:
    found = parse(text)
    assert isinstance(found, Query)
    for warning in found.warnings:
        assert warning.start is not None
        assert warning.end is not None
        assert 0 <= warning.start <= warning.end <= len(text)
    try:
        strict = parse(text, strict=True)
    except QuerySyntaxError:
        assert found.warnings or "no field" in str(parse_error(text))
    else:
        assert strict.tree == found.tree


@settings(max_examples=150, deadline=None)
@given(st.lists(pieces | st.text(max_size=6), max_size=25).map("".join))
@example('source:"ל a צה"ל b" source:צה"ל')
@example("exact:ab~* exact:ab~~ exact:ab*~ ab~~ ab~3*")
@example("-(-http://(")
@example("exact:(:AND ||*AND title:(lang:AND ")
@example("title:exact:title:AND")
@example('‘AND "’ ')
@example("AND~3~3")
@example("*'~3 *title:*")
@example("‘ab source:x’")
@example('"a b" (~5-x)')
@example('"x"-a *title:x ~AND')
@example("NOT (NOT (NOT a))")
def test_what_is_told_reads_the_same(text: str) -> None:
    found = parse(text)
    again = told(found)
    if len(again.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        return
    read_again = parse(again)
    assert placeless(read_again) == placeless(found)
    assert told(read_again) == again


def placeless(query: Query) -> tuple[str, list[str], list[str]]:
    return shown(query.tree), [shown(one) for one in query.filters], [shown(one) for one in query.dates]


def parse_error(text: str) -> QuerySyntaxError | None:
    try:
        parse(text, strict=True)
    except QuerySyntaxError as error:
        return error
    return None


@given(st.lists(st.sampled_from(["oil", "Oil", "OPEC", "AND", "OR", "NOT", "1999", "", " ", "and", "x"]), max_size=6))
def test_plain_words_are_read_as_by_the_grammar(parts: list[str]) -> None:
    text = " ".join(parts)
    assert parse(text) == _Parser(text, (), Notes()).query()
