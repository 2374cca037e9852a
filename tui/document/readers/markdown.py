"""Markdown: CommonMark with tables, strikethrough, footnotes, task lists and front matter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.document.model import BlockKind, MarkKind
from tui.document.readers.building import TAB, Builder, normalised
from tui.document.readers.text import read_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from tui.document.model import Document
    from tui.document.readers import Source
    from tui.document.readers.building import Mark

DEEPEST = 300
"""Levels of nesting that are kept; the parser recurses, and loses what is deeper without a word."""

BULLETS = "•◦▪"
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_FIELD = re.compile(r"([A-Za-z][\w-]*)[ \t]*:(?:[ \t]+(.*))?$")
_TASK = re.compile(r"\[([ xX])\][ \u00a0]+")
_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)

_INLINE = {
    "em_open": MarkKind.EMPHASIS,
    "strong_open": MarkKind.STRONG,
    "s_open": MarkKind.STRIKE,
    "link_open": MarkKind.LINK,
}
_ALIGNMENT = {"text-align:left": "l", "text-align:center": "c", "text-align:right": "r"}


def read_markdown(text: str, source: Source) -> Document:
    """A document with its headings, lists, quotations, tables and inline marks."""
    text = normalised(text)
    fields, body = split_front_matter(text)
    try:
        tokens = _parser().parse(body)
    except RecursionError:
        return read_text(text, source)
    if any(token.level >= DEEPEST for token in tokens):
        return read_text(text, source)
    builder = Builder()
    _Walk(builder).walk(tokens)
    if not builder.blocks:
        return read_text(text, source)
    heading = next((block for block in builder.blocks if block.level == 1), None)
    document = builder.document(
        id=source.id,
        title=fields.get("title") or source.title,
        source=source.name,
        language=(fields.get("language") or fields.get("lang") or "")[:2].lower(),
        date=fields.get("date", ""),
    )
    if heading is not None and not fields.get("title"):
        from dataclasses import replace

        return replace(document, title=" ".join(document.block_text(heading).split()))
    return document


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """The fields of the front matter, names in lower case, and the text behind it.

    Only lines of the form ``name: value`` are understood; should any line at its margin be something
    else, it is not front matter but text.
    """
    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}, text
    fields: dict[str, str] = {}
    for line in match.group(1).split("\n"):
        if not line.strip() or line.startswith((" ", "\t", "#", "- ")):
            continue
        field = _FIELD.match(line.rstrip())
        if field is None:
            return {}, text
        fields[field.group(1).lower()] = _unquoted((field.group(2) or "").strip())
    if not fields:
        return {}, text
    return fields, text[match.end() :]


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        quote = value[0]
        return value[1:-1].replace(quote * 2 if quote == "'" else '\\"', quote)
    return value


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable(["table", "strikethrough"])
    return parser.use(footnote_plugin, inline=False)


class _Walk:
    """Goes through the parser's tokens once and adds a block for each leaf."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._lists: list[int | None] = []
        """For each list that one is in: the next number, or None for bullets."""
        self._marker: str | None = None
        """The marker of an item whose first block has not come yet."""
        self._quoted = 0
        self._ruled = False
        self._footnote: str | None = None
        self._level = 0
        self._waiting_note: str | None = None

    def walk(self, tokens: Sequence[Token]) -> None:
        """Add the blocks of these tokens."""
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if token.type == "table_open":
                end = at
                while tokens[end].type != "table_close":
                    end += 1
                self._table(tokens[at : end + 1])
                at = end
            else:
                self._take(token)
            at += 1

    def _take(self, token: Token) -> None:
        match token.type:
            case "heading_open":
                self._level = int(token.tag[1])
            case "bullet_list_open":
                self._lists.append(None)
            case "ordered_list_open":
                start = token.attrGet("start")
                self._lists.append(1 if start is None else int(start))
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
            case "list_item_open":
                self._marker = self._next_marker()
            case "list_item_close":
                self._marker = None
            case "blockquote_open":
                self._quoted += 1
            case "blockquote_close":
                self._quoted -= 1
            case "hr":
                self._ruled = True
            case "footnote_open":
                self._footnote = self._waiting_note = str(token.meta.get("label") or token.meta["id"] + 1)
            case "footnote_close":
                self._footnote = None
            case "inline":
                self._inline(token)
            case "fence" | "code_block":
                self._code(token.content, token.info.split()[0] if token.info.strip() else "")
            case "html_block":
                self._html(token.content)

    def _next_marker(self) -> str:
        number = self._lists[-1]
        if number is None:
            bullets = sum(each is None for each in self._lists)
            return BULLETS[(bullets - 1) % len(BULLETS)]
        self._lists[-1] = number + 1
        return f"{number}."

    def _add(
        self,
        kind: BlockKind,
        text: str,
        marks: Sequence[Mark] = (),
        *,
        info: str = "",
    ) -> None:
        marker = ""
        if self._waiting_note is not None and kind is BlockKind.PARAGRAPH:
            kind, marker = BlockKind.FOOTNOTE, self._waiting_note
        elif self._marker is not None and kind is BlockKind.PARAGRAPH:
            kind, marker = BlockKind.ITEM, self._marker
        elif self._quoted and kind is BlockKind.PARAGRAPH and not self._lists:
            kind = BlockKind.QUOTE
        added = self._builder.add(
            kind,
            text,
            marks,
            level=self._level if kind is BlockKind.HEADING else 0,
            depth=len(self._lists),
            quoted=self._quoted,
            marker=marker,
            info=info,
            ruled=self._ruled,
        )
        if added:
            self._ruled = False
            if marker:
                self._marker = self._waiting_note = None

    def _inline(self, token: Token) -> None:
        text, marks = inline(token.children or [])
        if self._level:
            self._add(BlockKind.HEADING, text, marks)
            self._level = 0
            return
        if self._marker is not None and (task := _TASK.match(text)):
            self._marker = "☐" if task.group(1) == " " else "☑"
            cut = task.end()
            text = text[cut:]
            marks = [(kind, max(0, start - cut), end - cut, target) for kind, start, end, target in marks if end > cut]
        self._add(BlockKind.PARAGRAPH, text, marks)

    def _code(self, content: str, info: str) -> None:
        self._add(BlockKind.CODE, content.expandtabs(TAB).strip("\n"), info=info)

    def _html(self, content: str) -> None:
        content = re.sub(r"<!--.*?-->", "", content, flags=re.DOTALL)
        self._code(content, "html")

    def _table(self, tokens: Sequence[Token]) -> None:
        rows: list[list[Token]] = []
        alignments: list[str] = []
        for token in tokens:
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "th_open":
                alignments.append(_ALIGNMENT.get(str(token.attrGet("style") or ""), "l"))
            elif token.type == "inline":
                rows[-1].append(token)
        text = ""
        marks: list[Mark] = []
        for number, row in enumerate(rows):
            text += "\n" if number else ""
            for column, cell in enumerate(row):
                text += "\t" if column else ""
                written, marked = inline(cell.children or [])
                marks += [(kind, low + len(text), high + len(text), target) for kind, low, high, target in marked]
                text += written.replace("\n", " ")
        self._add(BlockKind.TABLE, text, marks, info="".join(alignments))


def inline(tokens: Sequence[Token]) -> tuple[str, list[Mark]]:
    """The text of inline tokens, and its marks as ``(kind, start, end, target)``."""
    pieces: list[str] = []
    length = 0
    marks: list[Mark] = []
    opened: list[tuple[MarkKind, int, str]] = []

    def put(text: str) -> None:
        nonlocal length
        pieces.append(text)
        length += len(text)

    for token in tokens:
        kind = _INLINE.get(token.type)
        if kind is not None:
            opened.append((kind, length, str(token.attrGet("href") or "")))
        elif token.type in {"em_close", "strong_close", "s_close", "link_close"}:
            mark, start, target = opened.pop()
            marks.append((mark, start, length, target))
        elif token.type == "text":
            put(token.content.replace("\t", " "))
        elif token.type == "code_inline":
            marks.append((MarkKind.CODE, length, length + len(token.content), ""))
            put(token.content.replace("\t", " "))
        elif token.type == "softbreak":
            put(" ")
        elif token.type == "hardbreak":
            put("\n")
        elif token.type == "image":
            words, _ = inline(token.children or [])
            words = words or "image"
            marks.append((MarkKind.IMAGE, length, length + len(words), str(token.attrGet("src") or "")))
            put(words)
        elif token.type == "footnote_ref":
            label = str(token.meta.get("label") or token.meta["id"] + 1)
            called = f"[{label}]"
            marks.append((MarkKind.FOOTNOTE, length, length + len(called), label))
            put(called)
        elif token.type == "html_inline" and not token.content.startswith("<!--"):
            put("\n" if _BREAK_TAG.fullmatch(token.content) else token.content.replace("\n", " "))
    return _trimmed("".join(pieces), marks)


def _trimmed(text: str, marks: list[Mark]) -> tuple[str, list[Mark]]:
    """Without white space at the ends, the marks moved along."""
    lead = len(text) - len(text.lstrip())
    trimmed = text.strip()
    end = len(trimmed)
    if lead or len(text) != end:
        moved = [(kind, max(0, low - lead), min(end, high - lead), target) for kind, low, high, target in marks]
        marks = [mark for mark in moved if mark[1] < mark[2]]
    return trimmed, marks
