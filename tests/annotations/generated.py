"""Annotated documents for Hypothesis: any script, overlaps, orphans, and what programs trip over."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tui.annotations.anchoring import describe
from tui.annotations.cleaning import clean, clean_note
from tui.annotations.formats import Article
from tui.annotations.kinds import REFUSED, WHOLE_TEXT, Colour, Kind
from tui.annotations.model import Annotation, Placed, Relations, Resolution
from tui.document.harmless import harmless
from tui.document.model import BLOCK_SEPARATOR, Block, BlockKind, Blocks, Document, Span

steady = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""For what takes long the first time."""

HOSTILE = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2",
    "@SUM(A1)",
    "'=1",
    "''",
    '"quoted", "twice"',
    "a,b;c\td",
    "line one\nline two",
    "<script>alert(1)</script>",
    "</p><img src=x onerror=alert(1)>",
    "&amp; &lt; ]]>",
    "{{ 7 * 7 }} {% raw %}",
    "---\ntitle: x\n---",
    "> quote\n> more",
    "^abc123",
    "# heading",
    "- item",
    "==========",
    "%% comment %%",
    "[[link]] ![[embed]]",
    "```\nfence",
    "<!-- open",
    "\\begin{x} \\\\ $x$",
    "* org heading\n#+begin_src",
    "🦙 👩‍👩‍👧 é ﬁ",
    "שלום עולם",
    "مرحبا بالعالم",
    "日本語の文章。",
    "हिन्दी में",
    "null",
    "../../etc/passwd",
]
words = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=30),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30),
    st.sampled_from(["The weights leaked in March.", "Nobody knew why, “not even” she said…", "l’été à Paris"]),
)
lines = words.map(lambda text: " ".join(harmless(text).split()))
moments = st.datetimes().map(
    lambda time: f"{time.strftime('%Y-%m-%dT%H:%M:%S').rjust(19, '0')}.{time.microsecond // 1000:03d}Z"
)
sources = st.one_of(
    st.just("-"),
    st.just("seeds/llama.en.md"),
    st.just("https://example.org/a?b=c#d"),
    st.text(st.characters(exclude_characters="\x00"), max_size=20).map(lambda name: f"/{name}"),
    st.binary(max_size=8).map(lambda name: "/texts/" + name.replace(b"\0", b"").decode("utf-8", "surrogateescape")),
).filter(lambda source: not any("\ud800" <= char < "\udc80" or "\udcff" < char <= "\udfff" for char in source))


@st.composite
def documents(draw: st.DrawFn, texts: st.SearchStrategy[str] = words) -> Document:
    paragraphs = draw(st.lists(texts.map(harmless).filter(str.strip), min_size=1, max_size=4))
    blocks, start = [], 0
    for number, paragraph in enumerate(paragraphs, 1):
        blocks.append(Block(number, BlockKind.PARAGRAPH, start, start + len(paragraph)))
        start += len(paragraph) + len(BLOCK_SEPARATOR)
    identifier = draw(st.uuids(version=4)).hex[:16]
    language = draw(st.sampled_from(["en", "fr", ""]))
    text = BLOCK_SEPARATOR.join(paragraphs)
    return Document(identifier, draw(lines), language, draw(sources), text, Blocks(blocks))


@st.composite
def placed_in(draw: st.DrawFn, document: Document) -> Placed:
    size = len(document.text)
    start = draw(st.integers(0, size - 1))
    kind = draw(st.sampled_from(Kind))
    span = Span(start, start if kind is Kind.BOOKMARK else draw(st.integers(start + 1, size)))
    note = "" if kind is Kind.HIGHLIGHT else draw(words)
    created = draw(moments)
    annotation = clean(
        Annotation(
            id=str(draw(st.uuids(version=4))),
            document=document.id,
            kind=kind,
            anchor=describe(document, span),
            note=note,
            tags=tuple(draw(st.lists(words, max_size=3))),
            colour=draw(st.sampled_from(Colour)),
            name=draw(words) if kind is Kind.BOOKMARK else "",
            created=created,
            modified=draw(st.one_of(st.just(created), moments)),
        )
    )
    if annotation.kind is Kind.NOTE and not annotation.note:
        annotation = replace(annotation, kind=Kind.HIGHLIGHT)
    there = draw(st.integers(0, 9)) > 0
    return Placed(annotation, Resolution(span, 1.0) if there else Resolution(None, 0.0))


@st.composite
def articles(draw: st.DrawFn, texts: st.SearchStrategy[str] = words) -> Article:
    document = draw(documents(texts))
    placed = draw(st.lists(placed_in(document), min_size=1, max_size=4, unique_by=lambda each: each.annotation.id))
    return Article(document, tuple(draw(related(document, placed))))


@st.composite
def related(draw: st.DrawFn, document: Document, placed: list[Placed]) -> list[Placed]:
    """The annotations, some of them on the whole text, on an entity, or by somebody else; then replies to some."""
    found = []
    for each in placed:
        annotation = each.annotation
        author = draw(st.one_of(st.just(""), lines))
        about = draw(st.sampled_from(["", "", "organisation:meta", WHOLE_TEXT]))
        if annotation.kind is not Kind.NOTE:
            about = ""
        if about == WHOLE_TEXT:
            annotation = replace(annotation, anchor=describe(document, Span(0, 0)))
            each = replace(each, resolution=Resolution(Span(0, 0), 1.0))  # noqa: PLW2901
        place = draw(st.sampled_from(["", REFUSED])) if each.span is None else ""
        annotation = clean(replace(annotation, relations=Relations(about=about, author=author, place=place)))
        found.append(replace(each, annotation=annotation))
    for parent in draw(st.lists(st.sampled_from(found), max_size=2)):
        note = draw(words.filter(lambda text: bool(clean_note(text))))
        answered = parent.annotation
        relations = Relations(parent=answered.id, about=answered.relations.about, author=draw(lines))
        identifier = str(draw(st.uuids(version=4)))
        reply = replace(answered, id=identifier, kind=Kind.NOTE, note=note, name="", relations=relations)
        if identifier not in {each.annotation.id for each in found}:
            found.append(replace(parent, annotation=clean(reply)))
    return found


several = st.lists(articles(), max_size=3, unique_by=lambda article: article.document.id)
