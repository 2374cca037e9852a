"""The texts in a bibliography, as other programs read it."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string

from tests.annotations.generated import HOSTILE, several, steady
from tests.annotations.test_annotation_formats import annotate, make
from tui.annotations.formats import Article, write
from tui.annotations.formats.dates import date_in
from tui.annotations.kinds import WHOLE_TEXT, Kind
from tui.annotations.model import Relations
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
    assert (entry.fields["year"], entry.fields["month"], entry.fields["keywords"]) == ("2026", "3", "claim, a b")
    assert plain(entry.fields["title"]) == "{À propos & more}"


def test_what_has_no_passage_of_its_own_is_not_quoted() -> None:
    document = make("One two three.")
    first = annotate(document, Span(0, 3), 1, note="why")
    answer = annotate(document, Span(0, 3), 2, note="because")
    whole = annotate(document, Span(0, 0), 3, note="all of it")
    place = annotate(document, Span(4, 4), 4, kind=Kind.BOOKMARK, name="m")
    relations = Relations(parent=first.annotation.id, author="Ada")
    answer = replace(answer, annotation=replace(answer.annotation, relations=relations))
    whole = replace(whole, annotation=replace(whole.annotation, relations=Relations(about=WHOLE_TEXT)))

    [item] = json.loads(write("csl-json", [Article(document, (first, answer, whole, place))]))

    assert sorted(item["annote"].split("\n\n")) == sorted(
        ["“One” (¶ 1)", "why", "↳ (Ada) because", "all of it", "⚑ m “two three.” (¶ 1)"]
    )


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("3 March 2026", (2026, 3, 3)),
        ("le 1er août 2026", (2026, 8, 1)),
        ("Montag, 4. Januar 2021 09:15:00", (2021, 1, 4)),
        ("martes, 5 de enero de 2021 10:30:00", (2021, 1, 5)),
        ("March 4, 2021 10:15:32 PM", (2021, 3, 4)),
        ("2024年1月2日星期一", (2024, 1, 2)),
        ("2024/02/30", (2024, 2, 0)),
        ("2024-03", (2024, 3, 0)),
        ("Spring 1998", (1998, 0, 0)),
        ("12/03/2024", (2024, 0, 0)),
        ("in three days", None),
    ],
)
def test_dates_in_words(said: str, date: tuple[int, int, int] | None) -> None:
    assert date_in(said) == date
    document = replace(make("One."), date=said)
    [item] = json.loads(write("csl-json", [Article(document, (annotate(document, Span(0, 3)),))]))
    assert item.get("issued") == (None if date is None else {"date-parts": [[part for part in date if part]]})


@given(st.text("0123456789 -/.年月日abfemarch", max_size=30))
def test_a_date_is_one_or_none(said: str) -> None:
    found = date_in(said)
    assert found is None or (0 <= found.month <= 12 and 0 <= found.day <= 31 and (found.month or not found.day))
