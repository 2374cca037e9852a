"""Markdown is read back as what was written, and written over without harm to what stands around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.annotations.generated import articles, several, steady, words
from tests.annotations.test_annotation_formats import annotate, make
from tui.annotations.formats import Article, named, read, recognised, write
from tui.annotations.formats.foreign import Foreign, Work
from tui.annotations.formats.literal import contained, literal, meant, quoted, unquoted
from tui.annotations.formats.markdown import _tag
from tui.annotations.formats.yaml import fields_of, merged
from tui.annotations.kinds import WHOLE_TEXT, Colour, Kind
from tui.annotations.model import Relations, Resolution
from tui.annotations.records import record
from tui.document.failures import Refused
from tui.document.model import Span

update = named("markdown").update
assert update is not None


def held(article, placed):
    """What Markdown can hold of an annotation."""
    document, annotation = article.document, placed.annotation
    fields = record(document, placed)
    listed = annotation.kind is Kind.BOOKMARK and not annotation.note and placed.span is not None
    parent, about, whole = annotation.relations.parent, annotation.relations.about, False
    if about == WHOLE_TEXT:
        fields["quote"], whole = "", True
    return Foreign(
        work=Work(title=document.title, source=document.source, language=document.language, id=document.id),
        quote=" ".join(fields["quote"].split()) if listed else fields["quote"],
        kind=annotation.kind,
        block=None if whole else (fields["paragraph"] or annotation.anchor.block + 1) - 1,
        note=contained(annotation.note) if annotation.note else "",
        tags=tuple(_tag(tag)[1:] for tag in annotation.tags),
        colour=None if listed else annotation.colour,
        name=" ".join(annotation.name.split()),
        created=annotation.created,
        modified=annotation.modified,
        id=annotation.id,
        relations=Relations(parent, WHOLE_TEXT if whole else "") if parent or whole else None,
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


def two() -> tuple[Article, str]:
    """A note with tags and a highlight, and their file."""
    document = make("The sea came in and went out.", "Nobody asked it why.")
    note = annotate(document, Span(8, 15), 1, note="First.\n\n- a list", tags=("tide", "two"))
    mark = annotate(document, document.blocks[1].span, 2, kind=Kind.HIGHLIGHT, tags=("doubt",))
    article = Article(document, (note, mark))
    return article, str(write("markdown", [article]))


def outlined(text: str) -> str:
    """As Logseq saves it: every paragraph an item, its further lines indented, the front matter as properties."""
    front, body = text.removeprefix("---\n").split("\n---\n", 1)
    properties = "\n".join(line.replace(": ", ":: ", 1) for line in front.split("\n"))
    items = ["- " + part.replace("\n", "\n  ") for part in body.strip("\n").split("\n\n")]
    return properties + "\n\n" + "\n".join(items) + "\n"


def moved(text: str) -> str:
    """The second annotation before the first one."""
    start, end = text.index("> came in"), text.index("> Nobody")
    return text[:start] + text[end:] + "\n" + text[start:end]


def doubled(text: str) -> str:
    """The second annotation once more before itself, of which the reader has taken the comment away."""
    copy = text[text.index("> Nobody") : text.index("<!-- llama-tui 00000002")]
    return text.replace("> Nobody", copy + "> Nobody", 1)


@pytest.mark.parametrize(
    ("what", "changed"),
    [
        ("the block id behind the quote", lambda text: text.replace("why.\n\n^00000002", "why. ^00000002")),
        ("without the block id", lambda text: text.replace("\n\n^00000002", "")),
        ("lines apart", lambda text: text.replace("\n\n^", "\n\n\n\n^")),
        ("in another order", moved),
        ("the front matter extended", lambda text: text.replace("language:", "tags: [x]\nlanguage:", 1)),
        ("without front matter", lambda text: text.split("\n---\n", 1)[1]),
        ("words of the reader's", lambda text: text.replace("> Nobody", "> A quote of mine\n\nMine.\n\n> Nobody")),
        ("ends of lines as on Windows", lambda text: text.replace("\n", "\r\n")),
        ("a byte order mark", lambda text: "\ufeff" + text),
        ("an outline of Logseq's", outlined),
        ("a copy without its comment", doubled),
    ],
)
def test_our_parts_are_known_whatever_is_done_to_the_file(what: str, changed: Callable[[str], str]) -> None:
    article, text = two()
    wanted = {each.id: (each.quote, each.note, each.tags, each.colour) for each in read("markdown", text.encode())}

    found = read("markdown", changed(text).encode())

    assert {each.id: (each.quote, each.note, each.tags, each.colour) for each in found} == wanted, what
    assert not [each for each in found if each.edited], what
    again = update([article], changed(text).replace("\r\n", "\n").removeprefix("\ufeff"))
    assert again.count("<!-- llama-tui 0000000") == 2, what
    assert update([article], again) == again


def test_replies_and_notes_on_the_text_say_so_in_its_language() -> None:
    article, _ = two()
    first = article.placed[0].annotation
    answer = replace(article.placed[0], annotation=replace(first, id="9" * 8, note="No.", tags=()))
    answer = replace(answer, annotation=replace(answer.annotation, relations=Relations(parent=first.id)))
    whole = replace(article.placed[0], annotation=replace(first, id="8" * 8, note="All of it.", tags=()))
    whole = replace(whole, annotation=replace(whole.annotation, relations=Relations(about=WHOLE_TEXT)))
    lost = replace(article.placed[1], resolution=Resolution(None, 0.0))
    french = replace(article.document, language="fr")
    text = str(write("markdown", [Article(french, (article.placed[0], answer, whole, lost))]))

    for said in (
        "[Paragraphe 1](file:///texts/a.md) · réponse à [[#^00000001]] · vert\n",
        "> Title\n\n^88888888\n\nTexte entier · vert\n",
        "## Ne sont plus dans le texte\n",
        "Autrefois au paragraphe 2 · vert · #doubt\n",
    ):
        assert said in text
    found = {each.id[:8]: each for each in read("markdown", text.encode())}
    assert found["99999999"].relations == Relations(parent=first.id)
    assert (found["88888888"].quote, found["88888888"].relations) == ("", Relations(about=WHOLE_TEXT))
    assert {each.colour for each in found.values()} == {Colour.GREEN}
    # A file from before its language was known is brought up to date, not written twice.
    english = str(write("markdown", [Article(article.document, (article.placed[0], answer, whole, lost))]))
    renewed = update([Article(french, (article.placed[0], answer, whole, lost))], english)
    assert renewed.count("## ") == 1 and "## Ne sont plus" in renewed
