"""The texts in a bibliography, as other programs read it."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from hypothesis import given
from pybtex.database import parse_string

from tests.annotations.generated import HOSTILE, several, steady
from tests.annotations.test_annotation_formats import annotate, make
from tui.annotations.formats import Article, write
from tui.document.model import Span

COMMANDS = {
    "textbraceleft": "{",
    "textbraceright": "}",
    "textbackslash": "\\",
    "textasciitilde": "~",
    "textasciicircum": "^",
}


def plain(field: str) -> str:
    """What LaTeX sets for a field's source, for the few commands that are written."""
    words = re.sub(r"\\(text\w+)\{\}", lambda command: COMMANDS[command[1]], field)
    return re.sub(r"\\([#$%&_])", r"\1", words)


@given(several)
@steady
def test_bibtex_and_csl_have_an_entry_for_each_text(articles: list[Article]) -> None:
    entries = parse_string(str(write("bibtex", articles)), "bibtex").entries
    items = json.loads(write("csl-json", articles))

    assert len(entries) == len(items) == len(articles)
    assert list(entries) == [item["id"] for item in items]
    for item, article in zip(items, articles, strict=True):
        assert item.get("title", "") == article.document.title
        assert item["type"] in {"document", "webpage"}
        for placed in article.placed:
            note = placed.annotation.note
            assert note in item.get("annote", "")


def test_hostile_titles_and_notes_come_through_bibtex() -> None:
    for words in HOSTILE:
        title = " ".join(words.split())
        document = make("One two three.", title=title)
        article = Article(document, (annotate(document, Span(0, 3), note=title),))
        [entry] = parse_string(str(write("bibtex", [article])), "bibtex").entries.values()
        assert plain(entry.fields["title"].removeprefix("{").removesuffix("}")) == title
        assert title in plain(" ".join(entry.fields["annote"].split()))


def test_what_zotero_shows_is_in_its_fields() -> None:
    document = replace(
        make("One two three.", title="À propos & more"), date="2026-03-01", source="https://example.org/a?b=1"
    )
    article = Article(document, (annotate(document, Span(4, 7), note="why", tags=("claim", "a, b")),))

    [item] = json.loads(write("csl-json", [article]))
    [entry] = parse_string(str(write("bibtex", [article])), "bibtex").entries.values()

    assert item["URL"] == entry.fields["url"] == "https://example.org/a?b=1"
    assert item["issued"] == {"date-parts": [[2026, 3, 1]]}
    assert (item["type"], item["language"], item["annote"]) == ("webpage", "en", "“two” (¶ 1)\n\nwhy")
    assert entry.type == "misc"
    assert (entry.fields["year"], entry.fields["keywords"]) == ("2026", "claim, a b")
    assert plain(entry.fields["title"]) == "{À propos & more}"
