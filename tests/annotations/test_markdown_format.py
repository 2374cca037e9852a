"""Markdown is read back as what was written, and written over without harm to what stands around it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.annotations.generated import articles, several, steady, words
from tui.annotations.formats import Article, named, read, recognised, write
from tui.annotations.formats.foreign import Foreign, Work
from tui.annotations.formats.literal import contained, literal, meant, quoted, unquoted
from tui.annotations.formats.markdown import _tag
from tui.annotations.formats.yaml import fields_of, merged
from tui.annotations.kinds import Kind
from tui.annotations.records import record
from tui.document.failures import Refused

update = named("markdown").update
assert update is not None


def held(article, placed):
    """What Markdown can hold of an annotation."""
    document, annotation = article.document, placed.annotation
    fields = record(document, placed)
    listed = annotation.kind is Kind.BOOKMARK and not annotation.note and placed.span is not None
    return Foreign(
        work=Work(title=document.title, source=document.source, language=document.language, id=document.id),
        quote=" ".join(fields["quote"].split()) if listed else fields["quote"],
        kind=annotation.kind,
        block=(fields["paragraph"] or annotation.anchor.block + 1) - 1,
        note=contained(annotation.note) if annotation.note else "",
        tags=tuple(_tag(tag)[1:] for tag in annotation.tags),
        colour=None if listed else annotation.colour,
        name=" ".join(annotation.name.split()),
        created=annotation.created,
        modified=annotation.modified,
        id=annotation.id,
    )


@given(st.one_of(words, st.text("\\*&#1;> \n_`ab", max_size=20)))
@example("\\&#42;")
def test_a_quote_comes_back(text):
    text = text.replace("\r", " ").encode("utf-8", "replace").decode()

    assert meant(unquoted(quoted(literal(text)))) == text


@steady
@given(several)
def test_what_is_written_is_read_as_what_it_was(articles):
    # Titles are in front matter by the source, which several texts from standard input share.
    articles = list({article.document.source: article for article in articles}.values())
    data = write("markdown", articles).encode("utf-8", "replace")

    assert recognised(data).name == "markdown"
    found = {each.id: each for each in read("markdown", data)}
    wanted = {placed.annotation.id: held(article, placed) for article in articles for placed in article.placed}
    assert found == wanted


@steady
@given(articles(), articles(), st.data())
def test_what_the_reader_wrote_stays_and_our_parts_are_renewed(before, after, data):
    after = Article(
        before.document,
        (
            *before.placed[1:],
            *(
                replace(placed, annotation=replace(placed.annotation, document=before.document.id))
                for placed in after.placed
            ),
        ),
    )
    own = [f"My own words {number}.\n\n- with a list" for number in range(3)]
    parts = write("markdown", [before]).split("\n\n")
    ends = [number for number, part in enumerate(parts) if number == 0 or part.startswith("<!-- llama-tui")]
    for text in own:
        parts[data.draw(st.sampled_from(ends))] += "\n\n" + text

    renewed = update([after], "\n\n".join(parts))

    assert all(renewed.count(text) == 1 for text in own)
    assert {each.id: each for each in read("markdown", renewed.encode("utf-8", "replace"))} == {
        each.id: each for each in read("markdown", write("markdown", [after]).encode("utf-8", "replace"))
    }
    assert update([after], renewed) == renewed


def test_front_matter_keeps_the_readers_fields():
    assert merged('title: "Old"\naliases:\n  - a\n# mine\nsource: x', 'title: "New"\nsource: y\nlanguage: "en"') == (
        'title: "New"\naliases:\n  - a\n# mine\nsource: y\nlanguage: "en"'
    )
    assert fields_of("title: 'It''s'\nlist:\n  - title: \"a\\u00e9\"\n    source: b") == [
        {"title": "It's", "list": ""},
        {"title": "aé", "source": "b"},
    ]


@steady
@given(articles())
def test_a_note_that_was_changed_in_the_file_is_known_to_be(article):
    placed = article.placed[0]
    note = replace(placed.annotation, kind=Kind.NOTE, note="Mine.")
    text = write("markdown", [Article(article.document, (replace(placed, annotation=note),))])

    [found] = read("markdown", text.replace("\n\nMine.\n", "\n\nMine, and  more.\n").encode("utf-8", "replace"))

    assert (found.note, found.edited, found.modified) == ("Mine, and  more.", True, note.modified)


def test_a_file_of_somebody_else_is_replaced_and_not_read():
    assert update([], "# My notes\n\nText.\n") == write("markdown", [])
    assert recognised(b"# My notes\n\n> quote\n\n^abc\n") is None
    with pytest.raises(Refused, match="none of the comments"):
        read("markdown", b"# My notes")
