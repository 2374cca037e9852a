"""The page: valid, all of the text, each mark on its words, and nothing of others' that could do anything."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import html5lib
from hypothesis import given

from tests.annotations.generated import HOSTILE, articles, steady
from tests.annotations.test_annotation_formats import annotate, lost, make
from tui.annotations.formats import Article, write
from tui.annotations.kinds import WHOLE_TEXT, Colour, Kind
from tui.annotations.model import Relations, Resolution
from tui.document.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from tui.annotations.model import Placed

ALLOWED = {
    *("html", "head", "meta", "title", "style", "body", "article", "h1", "h2", "h3", "h4", "h5", "h6", "p", "div"),
    *("aside", "mark", "sup", "a", "span", "em", "strong", "code", "s", "br", "pre", "blockquote", "table", "tbody"),
    *("tr", "td", "ul", "ol", "li", "hr"),
}
XHTML = "{http://www.w3.org/1999/xhtml}"


def parsed(page: str) -> Element:
    """The page's tree; an error of HTML is one of the test."""
    document = html5lib.HTMLParser(strict=True).parse(page)
    for element in document.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.removeprefix(XHTML)
    return document


def characters(element: Element, *, marked: bool = False) -> Iterator[tuple[str, bool]]:
    """Each character that is the text's own, and whether a mark lies over it."""
    marked = marked or element.tag == "mark"
    if element.tag == "sup":
        return
    if element.tag == "br":
        yield "\n", marked
    yield from ((char, marked) for char in element.text or "")
    for child in element:
        yield from characters(child, marked=marked)
        yield from ((char, marked) for char in child.tail or "")


def of_class(root: Element, name: str) -> list[Element]:
    return [each for each in root.iter() if name in each.get("class", "").split()]


@given(articles())
@steady
def test_the_text_is_there_and_each_mark_on_its_words(article: Article) -> None:
    page = parsed(str(write("html", [article])))

    document = article.document
    roots = [placed for placed in article.placed if placed.annotation.relations.marks_passage]
    spans = [placed.span for placed in roots if placed.span and placed.annotation.kind is not Kind.BOOKMARK]
    rows = of_class(page, "text")
    for block, row in zip(document.blocks, rows, strict=False):
        shown = list(characters(row))
        assert "".join(char for char, _ in shown) == document.block_text(block)
        for offset, (char, marked) in enumerate(shown, block.start):
            assert marked is any(span.start <= offset < span.end for span in spans), (char, offset)
    orphans = [placed for placed in roots if placed.span is None]
    assert len(rows) == len(document.blocks) + len(orphans)
    assert len(list(page.iter("aside"))) + len(of_class(page, "reply")) == len(article.placed)


@given(articles())
@steady
def test_nothing_of_others_becomes_a_part_of_the_page(article: Article) -> None:
    page = parsed(str(write("html", [article])))

    identifiers = [each.get("id") for each in page.iter() if each.get("id")]
    assert len(identifiers) == len(set(identifiers))
    for element in page.iter():
        assert element.tag in ALLOWED
        assert not any(name.startswith("on") or name == "src" for name in element.attrib)
        target = element.get("href", "#")
        assert target.startswith(("#", "http://", "https://", "mailto:")) or ":" not in target
        if re.fullmatch(r"#[mn]\d+", target):
            assert target.removeprefix("#") in identifiers


def test_hostile_words_are_only_words() -> None:
    document = make(*HOSTILE, title="</title><script>alert(1)</script>")
    placed = [
        annotate(document, block.span, block.number, note=words, tags=(words,))
        for block, words in zip(document.blocks, HOSTILE, strict=True)
    ]
    page = parsed(str(write("html", [Article(document, tuple(placed))])))

    assert not list(page.iter("script")), "no script is on the page"
    assert not list(page.iter("img"))
    assert next(page.iter("title")).text == document.title


def test_overlaps_replies_notes_on_the_text_and_orphans() -> None:
    document = make("One two three four.", "Five.")
    long, short = annotate(document, Span(0, 13), 1, note="long"), annotate(document, Span(4, 7), 2, note="short")
    short = replace(short, annotation=replace(short.annotation, colour=Colour.PINK))
    answer = related(annotate(document, Span(0, 13), 3, note="an answer"), parent=long.annotation.id)
    whole = related(annotate(document, Span(0, 0), 4, note="all of it"), about=WHOLE_TEXT)
    whole = replace(whole, resolution=Resolution(Span(0, 0), 1.0))
    gone = lost(annotate(document, Span(21, 26), 5, note="gone"))
    page = parsed(str(write("html", [Article(document, (long, short, answer, whole, gone))])))

    marks = [(("".join(mark.itertext())), mark.get("class")) for mark in page.iter("mark")]
    assert marks == [("One ", "green"), ("two", "pink several"), (" three", "green")]
    notes = ["".join(aside.itertext()).split() for aside in page.iter("aside")]
    assert notes == [["all", "of", "it"], ["1long", "an", "answer"], ["2short"], ["gone"]]
    assert [heading.text for heading in page.iter("h2")] == ["No longer in the text"]
    french = parsed(str(write("html", [Article(replace(document, language="fr"), (gone,))])))
    assert [heading.text for heading in french.iter("h2")] == ["Ne sont plus dans le texte"]


def test_the_page_of_a_text_says_its_language_and_needs_nothing_else() -> None:
    page = str(write("html", [Article(make("One."), ())]))

    assert '<html lang="en">' in page
    assert "default-src 'none'" in page
    assert "http" not in page.replace("http-equiv", "")
    assert ElementTree.tostring(parsed(page))


def related(placed: Placed, *, parent: str = "", about: str = "") -> Placed:
    return replace(placed, annotation=replace(placed.annotation, relations=Relations(parent=parent, about=about)))


def test_the_sign_of_a_bookmark_stands_before_its_word() -> None:
    document = make("Some words here.", "The last words.")
    words = ("Some", "here", "The", "last")
    placed = tuple(
        annotate(document, Span(start, start), number, kind=Kind.BOOKMARK)
        for number, start in enumerate((str(document.text).index(word) for word in words), 1)
    )
    page = str(write("html", [Article(document, placed)]))
    shown = ["".join(row.itertext()) for row in of_class(parsed(page), "text")]
    assert shown == ["1Some words 2here.", "3The 4last words."]
