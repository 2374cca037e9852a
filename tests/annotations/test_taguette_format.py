"""Highlights as Taguette writes them."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given

from tests.annotations.generated import articles, steady
from tests.annotations.test_annotation_formats import annotate, make
from tui.annotations.formats import Article, read, recognised, write
from tui.annotations.formats.csv import armed
from tui.annotations.kinds import Kind
from tui.annotations.records import record
from tui.document.model import Span


@given(articles())
@steady
def test_passages_and_tags_come_back(article: Article) -> None:
    data = str(write("taguette", [article])).encode()
    assert recognised(data).name == "taguette"

    assert [(each.id, each.work.title, each.quote, each.tags) for each in read("taguette", data)] == [
        (
            placed.annotation.id,
            article.document.title,
            record(article.document, placed)["quote"],
            placed.annotation.tags,
        )
        for placed in article.in_order()
        if placed.annotation.kind is not Kind.BOOKMARK and placed.annotation.relations.marks_passage
    ]


def test_a_row_for_each_tag_and_no_formulas() -> None:
    document = make("=1+1 and more.", title="A text")
    placed = (annotate(document, Span(0, 4), tags=("claim", "@doubt")), annotate(document, Span(9, 13), 2))
    rows = list(csv.reader(io.StringIO(str(write("taguette", [Article(document, placed)])))))

    assert rows[0] == ["id", "document", "tag", "content"]
    assert [row[1:] for row in rows[1:]] == [
        ["A text", "claim", "'=1+1"],
        ["A text", "'@doubt", "'=1+1"],
        ["A text", "", "more"],
    ]
    assert armed("'@doubt") == "@doubt"


def test_what_taguette_itself_exports() -> None:
    """As version 1.5.2 writes it: numbers for ids, a row for each tag."""
    data = (
        b"id,document,tag,content\r\n1,Interview,interesting,first words\r\n1,Interview,people,first words\r\n"
        b"2,Interview,,more\r\n"
    )

    found = read("taguette", data)

    assert [(each.work.title, each.quote, each.tags, each.id) for each in found] == [
        ("Interview", "first words", ("interesting", "people"), ""),
        ("Interview", "more", (), ""),
    ]


@pytest.mark.peers
def test_a_project_of_the_real_taguette() -> None:
    """Passages that were tagged in Taguette, exported by it, and read here."""
    taguette = pytest.importorskip("taguette.export", reason="needs Taguette: pip install taguette")
    from sqlalchemy import create_engine
    from sqlalchemy.orm import Session
    from taguette import database

    engine = create_engine("sqlite://")
    database.Base.metadata.create_all(engine)
    with Session(engine) as session:
        project = database.Project(name="A project", description="")
        session.add(project)
        session.flush()
        document = database.Document(
            name="Interview, first",
            description="",
            filename="a.txt",
            project_id=project.id,
            text_direction=database.TextDirection.LEFT_TO_RIGHT,
            contents="<p>Words &amp; more words</p>",
        )
        tags = [database.Tag(project_id=project.id, path=path, description="") for path in ("claim", "claim.strong")]
        session.add_all([document, *tags])
        session.flush()
        session.add_all(
            [
                database.Highlight(
                    document_id=document.id, start_offset=0, end_offset=11, snippet="Words &amp; more", tags=tags
                ),
                database.Highlight(
                    document_id=document.id, start_offset=0, end_offset=5, snippet="Words", tags=tags[:1]
                ),
            ]
        )
        session.commit()
        stream = io.StringIO()
        taguette.highlights_csv(session, project.id, None, stream)

    found = read("taguette", stream.getvalue().encode())

    assert recognised(stream.getvalue().encode()).name == "taguette"
    assert sorted((each.work.title, each.quote, sorted(each.tags)) for each in found) == [
        ("Interview, first", "Words", ["claim"]),
        ("Interview, first", "Words & more", ["claim", "claim.strong"]),
    ]


@pytest.mark.peers
def test_a_codebook_goes_to_the_real_taguette_and_comes_back() -> None:
    """What Taguette reads in our codebook, and we in its own."""
    taguette = pytest.importorskip("taguette.import_codebook", reason="needs Taguette: pip install taguette")
    from types import SimpleNamespace

    from taguette.export import codebook_csv as theirs

    from tui.annotations.formats import codebook_csv

    said = {"claim": "What is “held”, to be true", "claim/bold": "", "d\u00e9j\u00e0 vu": "Two\nlines"}
    exported = codebook_csv.write(codebook_csv.Entry(tag, text, 2, 1) for tag, text in said.items())
    told = taguette.list_tags(io.BytesIO(exported.encode()))
    assert told == [{"path": tag, "description": text} for tag, text in said.items()]
    back = io.StringIO()
    tags = (
        SimpleNamespace(path=tag, description=text, highlights_count=2, documents_count=1) for tag, text in said.items()
    )
    theirs(tags, back)
    assert codebook_csv.read(back.getvalue().encode()) == said
    assert codebook_csv.read(exported.encode()) == said
    for tag in ("id\u00e9e", "\u0153uvre", "\u00fcber"):  # it guesses the encoding, and has little to go by
        alone = codebook_csv.write([codebook_csv.Entry(tag, "", 1, 1)])
        assert taguette.list_tags(io.BytesIO(alone.encode())) == [{"path": tag, "description": ""}]
