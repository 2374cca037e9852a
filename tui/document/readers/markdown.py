"""Markdown: CommonMark with tables, strikethrough, footnotes, task lists and front matter.

No word of the source is lost but what CommonMark itself defines as unseen (comments, definitions of
links, marks of formatting): where the parser would drop or be held up by something, it is shown as it
is written.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Any

from tui.document.model import BlockKind, MarkKind
from tui.document.readers.building import TAB, Facts, normalised, unwrapped
from tui.document.readers.front_matter import language_of, split_front_matter
from tui.document.readers.inline import inline
from tui.document.readers.stanzas import parts
from tui.document.readers.text import read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

    from tui.document.readers.building import Builder, Mark

DEEPEST = 200
"""Levels of nesting (two for a list, one for a quotation) that are kept.

The parser drops what is deeper without a word, and recurses: at about 400 it runs out of stack.
"""

BRACKETS_AT_ONCE = 5_000_000
"""Code points that the parser may go through, in all of a text, to find the ends of brackets: half a second's work."""
BRACKETS_A_LETTER = 8
"""So many more for each code point of the text, of which links need less than one."""

DEFINED_WITHIN = 16 * 1024 * 1024
"""Code points at the start of a text within which links and footnotes are defined for all of it."""

_DEFINITION = re.compile(r"^[ >\t]*\[[^\]\n]+\]:", re.MULTILINE)

BULLETS = "•◦▪"
_LEFT = "brackets left"
"""Under which name the parser's environment keeps how far it may still go for brackets."""
_BRACKET = re.compile(r"\\.|[\[\]]", re.DOTALL)
_TASK = re.compile(r"\[([ xX])\][ \u00a0]+")
_PIPE = re.compile(r"(?<!\\)\|")
_ALIGNMENT = {"text-align:left": "l", "text-align:center": "c", "text-align:right": "r"}


def read_markdown(pieces: Iterable[str], builder: Builder, facts: Facts) -> Iterator[None]:
    """Add headings, lists, quotations, tables and inline marks. Each step adds a part.

    What is nested too deeply is read as plain text, part by part.
    """
    ahead, pieces = _ahead(pieces)
    fields, body = split_front_matter(ahead[0])
    facts.title, facts.language, facts.date = fields.get("title", ""), language_of(fields), fields.get("date", "")
    parser = _parser()
    environment: dict[str, Any] = {}
    _define([body, *ahead[1:]], parser, environment)
    walk = _Walk(builder)
    for part in parts(chain([body], ahead[1:], pieces)):
        if part.plain:
            walk.plain(unwrapped(normalised(part.text)))
        else:
            source = normalised(part.text)
            try:
                tokens = parser.parse(source, environment)
                if any(token.level >= DEEPEST - 1 for token in tokens):
                    raise RecursionError
                walk.walk(tokens, source)
            except RecursionError:
                walk.leave()
                yield from read_text([source], builder, Facts())
        facts.title = facts.title or walk.title
        yield
    walk.finish()
    yield
    if not len(builder):  # nothing but what Markdown leaves unseen
        yield from read_text(["".join(ahead)], builder, facts)


def _ahead(pieces: Iterable[str]) -> tuple[list[str], Iterator[str]]:
    """What is looked through for definitions, at least one piece, and the rest."""
    pieces = iter(pieces)
    ahead = [next(pieces, "")]
    length = len(ahead[0])
    while length < DEFINED_WITHIN and (piece := next(pieces, None)) is not None:
        ahead.append(piece)
        length += len(piece)
    return ahead, pieces


def _define(pieces: Sequence[str], parser: MarkdownIt, environment: dict[str, Any]) -> None:
    """Take notice of the definitions of links and footnotes, which may stand behind where they are used."""
    from markdown_it.rules_block import StateBlock

    if not any("]:" in piece and _DEFINITION.search(piece) for piece in pieces):
        return
    for part in parts(pieces):
        if "]:" in part.text:
            state = StateBlock(normalised(part.text), parser, environment, [])
            parser.block.tokenize(state, state.line, state.lineMax)


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable(["table", "strikethrough"])
    # Where it moves them to the end it drops those that nothing refers to.
    parser.use(footnote_plugin, inline=False, move_to_end=False)
    parser.core.ruler.at("inline", _parse_inline)
    return parser


def _parse_inline(state: StateCore) -> None:
    """The parser's step of the same name, but for paragraphs that would hold it up.

    For each bracket the parser goes on to the one that closes it, to the paragraph's end where there is none: 100,000
    of them take 15 seconds, in one paragraph or in many.
    """
    from markdown_it.token import Token

    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = []
        way = _way_of_brackets(token.content)
        left = state.env.get(_LEFT, BRACKETS_AT_ONCE) + BRACKETS_A_LETTER * len(token.content)
        if way <= left:
            state.env[_LEFT] = left - way
            state.md.inline.parse(token.content, state.md, state.env, token.children)
        else:
            state.env[_LEFT] = left
            token.children.append(Token("text", "", 0, content=token.content))


def _way_of_brackets(text: str) -> int:
    """How far it is, in code points, from all opening brackets to those that close them, or else to the end."""
    if "[" not in text:
        return 0
    way = 0
    opened: list[int] = []
    for found in _BRACKET.finditer(text):
        if found.group() == "[":
            opened.append(found.start())
        elif found.group() == "]" and opened:
            way += found.end() - opened.pop()
    return way + sum(len(text) - start for start in opened)


class _Walk:
    """Goes through the parser's tokens once and adds a block for each leaf."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.title = ""
        """The first heading of the first level."""
        self._lines: list[str] = []
        """Those of the part that the tokens are from."""
        self._lists: list[int | None] = []
        """For each list that one is in: the next number, or None for bullets."""
        self._inside: list[str] = []
        """The lists and quotations that one is in, the innermost last."""
        self._marker = ""
        """What stands before the next block: the marker of an item or a footnote that has just begun."""
        self._first = BlockKind.ITEM
        """What a paragraph with that marker is."""
        self._level = 0
        self._ruled = False
        self._called: list[str] = []
        """The labels of the footnotes that were referred to, in that order."""
        self._notes: dict[str, list[tuple[list[Token], list[str]]]] = {}
        """The footnotes that have been met: the tokens of each, and the lines that they are from."""

    def walk(self, tokens: Sequence[Token], source: str) -> None:
        """Add the blocks of the tokens of a part, but for its footnotes."""
        self._lines = source.split("\n")
        body, notes = _without_notes(tokens)
        for label, note in notes.items():
            self._notes.setdefault(label, []).append((note, self._lines))
        self._walk(body)

    def plain(self, text: str) -> None:
        """Add a paragraph without any markup."""
        if self._ruled:
            self._add(BlockKind.PARAGRAPH, text)
        else:
            self.builder.add_plain(text)

    def leave(self) -> None:
        """Be out of everything again that was begun."""
        self._lists.clear()
        self._inside.clear()
        self._marker, self._level = "", 0

    def finish(self) -> None:
        """Add the footnotes as they are called, then the uncalled ones."""
        for label in self._called:  # grows, for a footnote may call another
            self._footnote(label)
        for label in list(self._notes):
            self._footnote(label)

    def _footnote(self, label: str) -> None:
        parts = self._notes.pop(label, ())
        if parts:
            self._marker, self._first = label, BlockKind.FOOTNOTE
        for tokens, lines in parts:
            self._lines = lines
            self._walk(tokens)

    def _walk(self, tokens: Sequence[Token]) -> None:
        table: list[Token] = []
        for token in tokens:
            if table or token.type == "table_open":
                table.append(token)
                if token.type == "table_close":
                    self._table(table)
                    table = []
            else:
                self._take(token)

    def _take(self, token: Token) -> None:
        match token.type:
            case "heading_open":
                self._level = int(token.tag[1])
            case "bullet_list_open":
                self._lists.append(None)
                self._inside.append("list")
            case "ordered_list_open":
                start = token.attrGet("start")
                self._lists.append(1 if start is None else int(start))
                self._inside.append("list")
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
                self._inside.pop()
            case "list_item_open":
                marker = self._next_marker()
                # The first item of a footnote that begins with a list begins the footnote.
                if not (self._marker and self._first is BlockKind.FOOTNOTE):
                    self._marker, self._first = marker, BlockKind.ITEM
            case "list_item_close":
                self._marker = ""
            case "blockquote_open":
                self._inside.append("quotation")
            case "blockquote_close":
                self._inside.pop()
            case "hr":
                self._ruled = True
            case "inline":
                self._inline(token)
            case "fence" | "code_block":
                self._code(token.content, token.info.strip().partition(" ")[0])
            case "html_block":
                self._code(_without_comments(token.content), "html")

    def _next_marker(self) -> str:
        number = self._lists[-1]
        if number is None:
            bullets = sum(each is None for each in self._lists)
            return BULLETS[(bullets - 1) % len(BULLETS)]
        self._lists[-1] = number + 1
        return f"{number}."

    def _add(self, kind: BlockKind, text: str, marks: Sequence[Mark] = (), *, info: str = "") -> None:
        if kind is BlockKind.PARAGRAPH:
            if self._marker:
                kind = self._first
            elif self._inside and self._inside[-1] == "quotation":
                kind = BlockKind.QUOTE
        added = self.builder.add(
            kind,
            text,
            marks,
            level=self._level if kind is BlockKind.HEADING else 0,
            depth=len(self._lists),
            quoted=self._inside.count("quotation"),
            marker=self._marker,
            info=info,
            ruled=self._ruled,
        )
        if added:
            self._ruled = False
            self._marker = ""

    def _inline(self, token: Token) -> None:
        text, marks = inline(token.children or [])
        self._note_calls(marks)
        if self._level:
            if self._level == 1 and not self.title:
                self.title = text
            self._add(BlockKind.HEADING, text, marks)
            self._level = 0
            return
        task = _TASK.match(text)
        if self._marker and self._first is BlockKind.ITEM and task and token.content.startswith(task.group()[:3]):
            self._marker = "☐" if task.group(1) == " " else "☑"
            cut = task.end()
            text = text[cut:]
            marks = [(kind, max(0, start - cut), end - cut, target) for kind, start, end, target in marks if end > cut]
        self._add(BlockKind.PARAGRAPH, text, marks)

    def _note_calls(self, marks: Sequence[Mark]) -> None:
        self._called += [target for kind, _, _, target in marks if kind is MarkKind.FOOTNOTE]

    def _code(self, content: str, info: str) -> None:
        self._add(BlockKind.CODE, content.expandtabs(TAB).strip("\n"), info=info)

    def _table(self, tokens: Sequence[Token]) -> None:
        """One block; a line has as many cells as the head, and the last holds what the line has over."""
        pieces: list[str] = []
        marks: list[Mark] = []
        alignments = ""
        length = column = 0
        in_head = True

        def put(text: str) -> None:
            nonlocal length
            pieces.append(text)
            length += len(text)

        for token in tokens:
            if token.type == "tr_open":
                column = 0
                if pieces:
                    put("\n")
            elif token.type == "th_open":
                alignments += _ALIGNMENT.get(str(token.attrGet("style") or ""), "l")
            elif token.type == "thead_close":
                in_head = False
            elif token.type == "inline":
                if column:
                    put("\t")
                column += 1
                text, marked = inline(token.children or [])
                self._note_calls(marked)
                marks += [(kind, low + length, high + length, target) for kind, low, high, target in marked]
                put(text.replace("\n", " "))
                if not in_head and column == len(alignments) and token.map:
                    put(_left_over(self._lines[token.map[0]], column))
        self._add(BlockKind.TABLE, "".join(pieces), marks, info=alignments)


def _without_notes(tokens: Sequence[Token]) -> tuple[list[Token], dict[str, list[Token]]]:
    """The tokens outside of footnotes, and those of each footnote by its label, in the order of the source."""
    body: list[Token] = []
    notes: dict[str, list[Token]] = {}
    within = [body]
    for token in tokens:
        if token.type == "footnote_reference_open":
            within.append(notes.setdefault(str(token.meta["label"]), []))
        elif token.type == "footnote_reference_close":
            within.pop()
        else:
            within[-1].append(token)
    return body, notes


def _without_comments(html: str) -> str:
    pieces: list[str] = []
    at = 0
    while (start := html.find("<!--", at)) >= 0 and (end := html.find("-->", start + 2)) >= 0:
        pieces.append(html[at:start])
        at = end + len("-->")
    return "".join(pieces) + html[at:]


def _left_over(line: str, columns: int) -> str:
    """What stands in a table's line behind as many cells as its head has, which the parser drops."""
    cells = _PIPE.split(line.strip("> \t"))
    if cells[0] == "":
        del cells[0]
    rest = "|".join(cells[columns:]).strip("| \t").replace("\t", " ").replace("\\|", "|")
    return f" | {rest}" if rest else ""
