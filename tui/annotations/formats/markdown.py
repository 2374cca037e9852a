"""Annotations as Markdown, made to be at home in Obsidian and legible anywhere.

Front matter says what was read. Each annotation is the passage as a block quote, with a block id that
stays the same from export to export, a line with its paragraph, colour and tags, and the note.
Nothing depends on when the export is made, so that the same annotations give the same file.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from tui.annotations.formats import Format
from tui.annotations.formats.literal import contained, literal, literal_line, quoted
from tui.annotations.formats.yaml import quoted as yaml
from tui.annotations.kinds import Kind
from tui.annotations.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui.annotations.formats import Article
    from tui.annotations.model import Placed
    from tui.document.model import Document

_ID_LENGTH = 8


def write(articles: Sequence[Article]) -> str:
    """One file: front matter, then a section for each document."""
    ids = _block_ids(placed.annotation.id for article in articles for placed in article.placed)
    parts = [_front_matter(articles)]
    for article in articles:
        parts += _section(article, ids)
    return "\n\n".join(parts) + "\n"


def _front_matter(articles: Sequence[Article]) -> str:
    lines = ["---"]
    if len(articles) == 1:
        lines += _about(articles[0].document)
    else:
        lines += ["title: Annotations", "documents:" if articles else "documents: []"]
        for article in articles:
            first, *rest = _about(article.document)
            lines += [f"  - {first}", *(f"    {line}" for line in rest)]
    lines += [f"annotations: {sum(len(article.placed) for article in articles)}", "---"]
    return "\n".join(lines)


def _about(document: Document) -> list[str]:
    return [
        f"title: {yaml(document.title)}",
        f"source: {yaml(document.source)}",
        f"language: {yaml(document.language)}",
    ]


def _section(article: Article, ids: dict[str, str]) -> list[str]:
    """The parts of a document: its passages, its bookmarks, and what no longer stands in it."""
    parts = [f"# {literal_line(article.document.title)}".rstrip()]
    bookmarks: list[str] = []
    orphans: list[str] = []
    for placed in article.in_order():
        if placed.span is None:
            orphans += _passage(article.document, placed, ids)
        elif placed.annotation.kind is Kind.BOOKMARK:
            bookmarks.append(_bookmark(article.document, placed, ids))
        else:
            parts += _passage(article.document, placed, ids)
    if bookmarks:
        parts += ["## Bookmarks", "\n".join(bookmarks)]
    if orphans:
        parts += ["## No longer in the text", *orphans]
    return parts


def _passage(document: Document, placed: Placed, ids: dict[str, str]) -> list[str]:
    annotation = placed.annotation
    fields = record(document, placed)
    paragraph = (
        f"Paragraph {fields['paragraph']}"
        if placed.span is not None
        else f"Once in paragraph {annotation.anchor.block + 1}"
    )
    facts = [paragraph]
    if annotation.kind is Kind.BOOKMARK:
        facts.append(f"bookmark {literal_line(annotation.name)}".rstrip())
    else:
        facts.append(str(annotation.colour))
    if annotation.tags:
        facts.append(" ".join(map(_tag, annotation.tags)))
    parts = [quoted(literal(fields["quote"])), f"^{ids[annotation.id]}", " · ".join(facts)]
    if annotation.note:
        parts.append(contained(annotation.note))
    return parts


def _bookmark(document: Document, placed: Placed, ids: dict[str, str]) -> str:
    annotation = placed.annotation
    fields = record(document, placed)
    name = f" · {literal_line(annotation.name)}" if annotation.name else ""
    tags = "".join(f" {_tag(tag)}" for tag in annotation.tags)
    words = literal_line(fields["quote"])
    return f"- Paragraph {fields['paragraph']}{name}: {words}{tags} ^{ids[annotation.id]}"


def _tag(tag: str) -> str:
    """A tag as Obsidian takes it: letters, digits, ``_ - /``, and not digits alone."""
    allowed = "".join(char if _fits_tag(char) else "_" for char in "-".join(tag.split()))
    return f"#_{allowed}" if allowed.isdigit() else f"#{allowed}"


def _fits_tag(char: str) -> bool:
    return char.isalnum() or char in "_-/" or unicodedata.category(char).startswith("M")


def _block_ids(ids: Iterable[str]) -> dict[str, str]:
    """Block ids of letters, digits and hyphens: an id's first ones, or all where two begin alike."""
    whole = {id_: re.sub(r"[^0-9A-Za-z-]", "-", id_) for id_ in ids}
    alike = Counter(name[:_ID_LENGTH] for name in whole.values())
    return {id_: name if alike[name[:_ID_LENGTH]] > 1 else name[:_ID_LENGTH] for id_, name in whole.items()}


FORMAT = Format("markdown", ".md", "Markdown, for Obsidian", write=write)
