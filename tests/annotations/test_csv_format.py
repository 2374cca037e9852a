"""CSV as Readwise takes it, and as a spreadsheet may safely open it."""

from __future__ import annotations

import csv
from contextlib import suppress
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.annotations.generated import several, steady, words
from tui.annotations.formats import read, recognised, write
from tui.annotations.formats.csv import armed, disarmed, noted, told_apart
from tui.annotations.formats.foreign import Foreign, Work
from tui.annotations.kinds import Colour, Kind
from tui.annotations.records import record
from tui.document.failures import Refused

DANGEROUS = tuple("=+-@\t\r\n")


def held(article, placed):
    """What the columns can hold of an annotation."""
    document, annotation = article.document, placed.annotation
    fields = record(document, placed)
    return Foreign(
        work=Work(title=document.title, source=document.source if document.source.startswith("http") else ""),
        quote=fields["quote"],
        kind=annotation.kind,
        block=(fields["paragraph"] or annotation.anchor.block + 1) - 1,
        note=annotation.note,
        tags=tuple("-".join(tag.split()).lstrip(".") or "_" for tag in annotation.tags),
        created=annotation.created,
        undated=True,
    )


@steady
@given(several)
def test_what_is_written_is_read_as_what_it_was(articles):
    data = write("csv", articles).encode()

    assert recognised(data).name == "csv"
    assert read("csv", data) == [
        held(article, placed)
        for article in articles
        for placed in article.in_order()
        if placed.annotation.kind is not Kind.BOOKMARK and record(article.document, placed)["quote"].strip()
    ]


@steady
@given(several)
def test_no_cell_is_a_formula_and_the_columns_are_readwises(articles):
    rows = list(csv.reader(StringIO(write("csv", articles), newline="")))

    assert rows[0] == ["Highlight", "Title", "Author", "URL", "Note", "Location", "Date"]
    assert all(len(row) == 7 for row in rows)
    assert not any(cell.startswith(DANGEROUS) for row in rows for cell in row)


@given(st.one_of(words, st.text("'=+-@\t\rab", max_size=6)))
def test_a_disarmed_cell_is_harmless_and_comes_back(cell):
    assert not disarmed(cell).startswith(DANGEROUS)
    assert armed(disarmed(cell)) == cell


@given(st.text(". ab\n", max_size=12), st.lists(st.text("ab-", min_size=1, max_size=3), max_size=3))
def test_a_note_and_its_tags_come_back(note, tags):
    assert told_apart(noted(note, tags)) == (note, tuple(tags))


def test_readwises_own_export():
    exported = (
        "\ufeffHighlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,Highlighted at,"
        "Document tags\r\n"
        '"Simplicity is prerequisite, he said.",EWD 498,"Dijkstra, E. W.",B000,.quote see also,yellow,"one, two",'
        'page,17,2021-03-04 05:06:07+00:00,""\r\n'
    )

    data = exported.encode()
    assert recognised(data).name == "csv"
    assert read("csv", data) == [
        Foreign(
            work=Work(title="EWD 498", author="Dijkstra, E. W."),
            quote="Simplicity is prerequisite, he said.",
            kind=Kind.NOTE,
            note="see also",
            tags=("quote", "one", "two"),
            colour=Colour.YELLOW,
            created="2021-03-04T05:06:07.000Z",
            undated=True,
        )
    ]


def test_a_note_without_a_passage_is_one_on_the_whole_text():
    data = b"Highlight,Book Title,Book Author,Note\r\n,A text,Ada,.tag A note without a passage\r\n,A text,Ada,\r\n"

    [found] = read("csv", data)

    assert (found.quote, found.note, found.tags) == ("", "A note without a passage", ("tag",))
    assert found.relations.about == "text"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_as_spreadsheets_save_it(encoding, delimiter):
    rows = delimiter.join(["Title", "Highlight", "Note"]) + "\n" + delimiter.join(["T", '"a, b;\nc"', "é"]) + "\n\n"

    [found] = read("csv", rows.encode(encoding))

    assert (found.quote, found.work.title, found.note) == ("a, b;\nc", "T", "é")


@pytest.mark.parametrize(
    ("data", "reason"), [(b"Title,Note\na,b\n", "no column called Highlight"), (b"Highlight\n\xff\n", "UTF-8")]
)
def test_what_is_none_is_refused_with_the_reason(data, reason):
    with pytest.raises(Refused, match=reason):
        read("csv", data)


@given(st.binary(max_size=200))
def test_whatever_bytes_are_read_or_refused(data):
    for start in (b"", b"Highlight,Title,Note\n"):
        with suppress(Refused):
            read("csv", start + data)
