"""Scanned pages: ALTO, PAGE and hOCR files become articles with a title, whole words and their reading order."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Record
from corpus.errors import Kind, Problem
from corpus.formats.scanned import Block, Page, records
from corpus.formats.xmlfile import root_name
from corpus.reader import is_container, read_articles, read_file
from corpus.settings import Config

HEAD = '<String CONTENT="THE" WC="0.9"/><SP/><String CONTENT="DAILY"/><SP/><String CONTENT="NEWS,"/>'
DATE = '<String CONTENT="TUESDAY,"/><String CONTENT="JANUARY"/><String CONTENT="4,"/><String CONTENT="1916."/>'


def line(*words: str) -> str:
    return "<TextLine>" + "".join(f'<String CONTENT="{word}" WC="0.5"/>' for word in words) + "</TextLine>"


def alto(blocks: str, before: str = "", version: str = "4") -> str:
    space = "http://schema.ccs-gmbh.com/ALTO" if version == "1" else f"http://www.loc.gov/standards/alto/ns-v{version}#"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><alto xmlns="{space}"><Description><sourceImageInformation>'
        f"<fileName>scan/0003.tif</fileName></sourceImageInformation></Description>{before}<Layout>"
        f'<Page ID="P3" PHYSICAL_IMG_NR="3"><PrintSpace>{blocks}</PrintSpace></Page></Layout></alto>'
    )


PARTED = """<TextBlock ID="B2" LANG="eng"><TextLine><String CONTENT="The" WC="1"/><SP/><String CONTENT="“govern"
 SUBS_TYPE="HypPart1" SUBS_CONTENT="government" WC="0.5"/><HYP CONTENT="-"/></TextLine><TextLine><String
 CONTENT="ment,”" SUBS_TYPE="HypPart2" SUBS_CONTENT="government" WC="0.9"/><SP/><String CONTENT="it" WC="0.8"/><SP/>
<String CONTENT="is"/><SP/><String CONTENT="re"/><HYP CONTENT="-"/></TextLine><TextLine><String CONTENT="ported."/>
</TextLine></TextBlock>"""
TITLE = f'<TextBlock ID="B1">{line("MILL", "BURNS")}{line("AT", "LAWRENCE")}</TextBlock>'


def read(path: Path, data: bytes | str) -> tuple[list[Record], list[Problem]]:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    problems: list[Problem] = []
    found = list(read_file(path, Config(), problems.append))
    assert not any("cannot be read" in problem.message for problem in problems)
    return found, problems


@pytest.mark.parametrize("version", ["1", "2", "3", "4"])
@pytest.mark.parametrize("name", ["a.xml", "a.alto", "a.xml.gz"])
def test_alto(tmp_path: Path, name: str, version: str) -> None:
    head = f'<TextBlock ID="B0"><TextLine>{HEAD}</TextLine><TextLine>{DATE}</TextLine></TextBlock>'
    text = alto(head + TITLE + PARTED, version=version).encode()
    (record,), problems = read(tmp_path / name, gzip.compress(text) if name.endswith(".gz") else text)
    assert problems == []
    assert record.title == "MILL BURNS AT LAWRENCE"
    assert record.body.split("\n\n")[-1] == "The “government,” it is reported."
    assert (record.lang, record.place.part) == ("en", "")
    assert record.extra == {"page": "3", "image": "scan/0003.tif", "confidence": 0.678}


def test_text_in_the_margins_is_no_part_of_the_story(tmp_path: Path) -> None:
    text = alto(TITLE + PARTED).replace(
        "<PrintSpace>", f"<TopMargin><TextBlock><TextLine>{HEAD}</TextLine></TextBlock></TopMargin><PrintSpace>"
    )
    (record,), _ = read(tmp_path / "a.xml", text)
    assert "DAILY" not in record.title + record.body
    assert record.extra["running_head"] == "THE DAILY NEWS,"


def test_tags_tell_headings_and_articles(tmp_path: Path) -> None:
    tags = (
        '<Tags><LayoutTag ID="h" LABEL="Headline"/><StructureTag ID="a1" TYPE="Article" LABEL="one"/>'
        '<StructureTag ID="a2" TYPE="Article"/></Tags>'
    )
    blocks = (
        f'<TextBlock ID="1" TAGREFS="a1">{line("A", "kicker")}</TextBlock>'
        f'<TextBlock ID="2" TAGREFS="a1 h">{line("First", "story")}</TextBlock>'
        f'<ComposedBlock TAGREFS="a2"><TextBlock ID="3">{line("Second", "story")}</TextBlock>'
        f'<TextBlock ID="4">{line("It", "goes", "on.")}</TextBlock></ComposedBlock>'
        f'<TextBlock ID="5" TAGREFS="a1">{line("Its", "text.")}</TextBlock>'
    )
    found, problems = read(tmp_path / "a.xml", alto(blocks, tags))
    assert problems == []
    assert [(one.title, one.body) for one in found] == [
        ("First story", "A kicker\n\nFirst story\n\nIts text."),
        ("Second story", "It goes on."),
    ]
    assert len({one.place.part for one in found}) == 2


def test_alto_reading_order(tmp_path: Path) -> None:
    blocks = "".join(
        f'<TextBlock ID="b{at}"{follows}>{line(text)}</TextBlock>'
        for at, (text, follows) in enumerate([("One.", ' IDNEXT="b2"'), ("Three.", ""), ("Two.", ' IDNEXT="b1"')])
    )
    (record,), _ = read(tmp_path / "a.xml", alto(blocks))
    assert record.body == "One.\n\nTwo.\n\nThree."
    refs = "".join(f'<ElementRef REF="b{at}"/>' for at in (1, 2, 0))
    (record,), _ = read(
        tmp_path / "b.xml", alto(blocks, f"<ReadingOrder><OrderedGroup>{refs}</OrderedGroup></ReadingOrder>")
    )
    assert record.body == "Three.\n\nTwo.\n\nOne."


def test_several_pages_are_several_articles(tmp_path: Path) -> None:
    two = alto(TITLE + PARTED).replace("</Page>", f'</Page><Page PRINTED_IMG_NR="iv">{PARTED}</Page>')
    found, problems = read(tmp_path / "a.xml", two)
    assert problems == []
    assert [one.extra["page"] for one in found] == ["3", "iv"]
    assert len({one.place.part for one in found}) == 2


PAGE = """<?xml version="1.0"?><pc:PcGts xmlns:pc="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">
<pc:Metadata/><pc:Page imageFilename="0007.jpg" primaryLanguage="German"><pc:ReadingOrder><pc:OrderedGroup id="g">
<pc:RegionRefIndexed index="1" regionRef="r1"/><pc:OrderedGroupIndexed index="0"><pc:RegionRefIndexed index="0"
 regionRef="r2"/></pc:OrderedGroupIndexed><pc:RegionRefIndexed index="2" regionRef="r3"/></pc:OrderedGroup>
</pc:ReadingOrder>
<pc:TextRegion id="r0" type="header"><pc:TextLine><pc:TextEquiv><pc:Unicode>Kölniſche Zeitung</pc:Unicode>
</pc:TextEquiv></pc:TextLine></pc:TextRegion>
<pc:TextRegion id="r1" type="drop-capital"><pc:TextEquiv><pc:Unicode>D</pc:Unicode></pc:TextEquiv></pc:TextRegion>
<pc:TextRegion id="r3" type="paragraph">
<pc:TextLine><pc:TextEquiv index="1"><pc:Unicode>wrong</pc:Unicode></pc:TextEquiv><pc:TextEquiv index="0" conf="0.8">
<pc:Unicode>ie Regie¬</pc:Unicode></pc:TextEquiv></pc:TextLine>
<pc:TextLine><pc:Word><pc:TextEquiv conf="0.5"><pc:Unicode>rung</pc:Unicode></pc:TextEquiv></pc:Word>
<pc:Word><pc:TextEquiv conf="0.9"><pc:Unicode>tagte.</pc:Unicode></pc:TextEquiv></pc:Word></pc:TextLine></pc:TextRegion>
<pc:TextRegion id="r2" type="heading"><pc:TextLine><pc:TextEquiv><pc:Unicode>Der Congreſs</pc:Unicode></pc:TextEquiv>
</pc:TextLine></pc:TextRegion>
<pc:TextRegion id="r4" type="page-number"><pc:TextEquiv><pc:Unicode>7</pc:Unicode></pc:TextEquiv></pc:TextRegion>
</pc:Page></pc:PcGts>"""


def test_page_xml(tmp_path: Path) -> None:
    (record,), problems = read(tmp_path / "a.xml", PAGE)
    assert problems == []
    assert (record.title, record.body, record.lang) == ("Der Congreſs", "Die Regierung tagte.", "de")
    assert record.extra == {
        "page": "7", "image": "0007.jpg", "confidence": 0.75, "running_head": "Kölniſche Zeitung 7",
    }  # fmt: skip


def test_transkribus_marks_articles_and_headings_in_its_own_way(tmp_path: Path) -> None:
    def region(order: int, structure: str, text: str) -> str:
        custom = f"readingOrder {{index:{order};}} structure {{{structure}}}"
        unicode = f"<TextEquiv><Unicode>{text}</Unicode></TextEquiv>"
        return f'<TextRegion id="r{order}" custom="{custom}"><TextLine>{unicode}</TextLine></TextRegion>'

    regions = (
        region(2, "id:a1; type:article;", "The end &amp; more."),
        region(1, "id:a1; type:article;", "One of January 4 was seen."),
        region(0, "type:heading;", "A title"),
    )
    found, _ = read(tmp_path / "a.xml", f"<PcGts><Page>{''.join(regions)}</Page></PcGts>")
    assert [(one.title, one.body) for one in found] == [
        ("A title", ""),
        ("One of January 4 was seen.", "One of January 4 was seen.\n\nThe end & more."),
    ]


HOCR = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/x.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title></title>
<meta name="ocr-system" content="tesseract 5.3.0"/></head><body>
<div class="ocr_page" title='image "scan/12.png"; bbox 0 0 1 1; ppageno 11'><div class="ocr_carea"><p class="ocr_par">
<span class="ocr_line"><span class="ocrx_word" title="x_wconf 96">12</span> <span class="ocrx_word">THE</span>
<span class="ocrx_word">TIMES</span></span></p><p class="ocr_par" lang="deu">
<span class="ocr_header"><span class="ocrx_word" title="bbox 1 1 2 2; x_wconf 90">Great</span>
<span class="ocrx_word" title="x_wconf 1">Fire</span></span>
<span class="ocr_line">The whole govern-</span> <span class="ocr_line">ment met. No government</span>
<span class="ocr_line">would.</span></p></div></div></body></html>"""


@pytest.mark.parametrize("name", ["a.html", "a.hocr", "a.xml", "a.HTM"])
def test_hocr(tmp_path: Path, name: str) -> None:
    (record,), problems = read(tmp_path / name, HOCR)
    assert problems == []
    assert record.title == "Great Fire"
    assert record.body.endswith("The whole government met. No government would.")
    assert record.extra == {"page": "12", "image": "scan/12.png", "confidence": 0.623}
    assert record.lang == "de"


def test_a_page_of_the_web_about_hocr_is_none(tmp_path: Path) -> None:
    page = "<html><body><article><p>" + "Use &lt;div class='ocr_page'&gt; here. " * 9 + "</p></article></body></html>"
    (record,), _ = read(tmp_path / "a.html", page)
    assert "here." in record.body


def test_words_go_on_in_the_next_column() -> None:
    page = Page((Block(("Title",)), Block(("Of the govern\u00ad",)), Block(("ment here.",))))
    assert [record.body for record in _records(page)] == ["Of the government here."]


def test_a_list_keeps_its_lines_and_a_paragraph_does_not() -> None:
    page = Page((Block(("Title",)), Block(("Wheat 5", "Corn 7", "Oats 4", "Rye 3", "Hay 9")), Block(("a b", "c d."))))
    assert [record.body for record in _records(page)] == ["Wheat 5\nCorn 7\nOats 4\nRye 3\nHay 9\n\na b c d."]


@pytest.mark.parametrize(
    ("lines", "title", "body"),
    [
        (("THE DAILY NEWS, TUESDAY, JANUARY 4, 1916. 3", "Fire at the mill", "It burned."), "Fire at the mill", None),
        (("3", "PRICE ONE PENNY", "A first line that", "goes on to the end."), "A first line that", None),
        (("12", "1916"), "", "12 1916"),
        (("FIRE AT", "THE MILL", "It burned and", "burned."), "FIRE AT THE MILL", "It burned and burned."),
    ],
)
def test_titles(lines: tuple[str, ...], title: str, body: str | None) -> None:
    (record,) = _records(Page((Block(lines),)))
    assert record.title == title
    assert record.body == (" ".join(lines) if body is None else body)


def _records(page: Page) -> list[Record]:
    from collections import Counter  # noqa: PLC0415

    from corpus.formats.context import Context  # noqa: PLC0415
    from corpus.formats.fields import FieldMap  # noqa: PLC0415

    return list(records([page], Context("a.xml", FieldMap({}), print, keys=Counter())))


def test_nothing_is_expanded_or_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("do not tell", encoding="utf-8")
    doctype = f'<!DOCTYPE alto [<!ENTITY a "lol"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "{secret.as_uri()}">]>'
    text = alto(f"<TextBlock>{line('One', '&b;&c;')}</TextBlock>").replace("<alto", doctype + "<alto")
    (record,), _ = read(tmp_path / "a.xml", text)
    assert "lol" not in record.title
    assert "tell" not in record.title


@pytest.mark.slow
def test_an_endless_page_is_left(tmp_path: Path) -> None:
    found, problems = read(tmp_path / "a.xml", alto("<TextBlock>" + "<String/>" * 310_000 + "</TextBlock>"))
    assert (found, [problem.kind for problem in problems]) == ([], [Kind.TOO_LARGE])


def test_a_page_without_text_is_reported(tmp_path: Path) -> None:
    found, problems = read(tmp_path / "a.xml", alto("<TextBlock/>"))
    assert (found, len(problems)) == ([], 1)


@given(st.sampled_from([alto(TITLE + PARTED), PAGE, HOCR]), st.data())
def test_damage_costs_one_warning_at_the_most(
    tmp_path_factory: pytest.TempPathFactory, text: str, data: st.DataObject
) -> None:
    whole = text.encode()
    cut = data.draw(st.integers(0, len(whole)))
    junk = data.draw(st.binary(max_size=8))
    _, problems = read(tmp_path_factory.mktemp("cut") / "a.xml", whole[:cut] + junk + whole[cut + len(junk) * 2 :])
    assert len(problems) <= 1


def test_pages_become_articles(tmp_path: Path) -> None:
    (tmp_path / "p.xml").write_text(PAGE, encoding="utf-8")
    (article,) = read_articles([tmp_path], Config(), print)
    assert (article.title, article.body, article.lang) == ("Der Congreſs", "Die Regierung tagte.", "de")
    assert is_container(tmp_path / "p.xml")


@pytest.mark.parametrize(
    "start", [b"<!--" * 9000, b"<?" * 9000, b"<!DOCTYPE x [" * 9000, b"x" * 70_000, b"\xff\xfe<\0a\0"]
)
def test_roots_of_what_is_no_xml(start: bytes) -> None:
    assert root_name(start) in {"", "a"}
