r"""Text in Markdown: a quote that must appear to the letter, and a note that must stay in its place.

The rules are CommonMark's (0.31, sections 2.4 and 2.5), those of GitHub's tables and strikethrough, and
Obsidian's: tags, comments ``%%``, highlights ``==``, mathematics ``$``, block ids ``^``.
"""

from __future__ import annotations

import re

_INLINE = re.compile(
    r"""
    [`*\[~]                                 # code, emphasis, links, strikethrough
    | \\(?=[!-/:-@\[-`{-~]|\s?$)            # what would be an escape
    | (?<![^\W_])_ | _(?![^\W_])            # underscores, but not in snake_case
    | <(?=[A-Za-z/!?])                      # tags and autolinks
    | &(?=\#?\w+;)                          # entities
    | (?<!\w)\#(?=[^\s#])                  # Obsidian's tags
    | %(?=%) | (?<=%)% | =(?==) | (?<==)=   # its comments and highlights
    | (?<!\S)\^(?=[\w-]+\s*$)               # its block ids
    """,
    re.VERBOSE,
)
_LINE_START = re.compile(
    r"""
    ^ (?: \#                                # headings
        | >                                 # block quotes
        | [-+](?=\s|$)                      # lists and thematic breaks
        | (?:-+|=+)(?=\s*$)                 # underlines of headings
        | [|:-](?=[|:\s-]*$)                # the second line of a table
    )
    """,
    re.VERBOSE,
)
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])|&#(\d{1,7});")
_AFTER = "what comes after a note"


def literal(text: str) -> str:
    """The text such that Markdown shows it as it is; escaped only where it would mean something."""
    money = text.count("$") > 1
    return "\n".join(_literal_line(line, money) for line in text.split("\n"))


def literal_line(text: str) -> str:
    """The same on one line, white space collapsed, fit for a heading or a list item."""
    return re.sub(r"(?<=\s)#(?=#*$)", r"\\#", literal(" ".join(text.split())))


def quoted(text: str) -> str:
    """Markdown as a block quote."""
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))


def unquoted(markdown: str) -> str:
    """A block quote's Markdown without its signs."""
    return "\n".join(re.sub(r"^> ?", "", line) for line in markdown.split("\n"))


def meant(markdown: str) -> str:
    """The text that :func:`literal` made this Markdown of."""
    return _ESCAPED.sub(lambda found: found[1] or _character(found[2]), markdown)


def contained(note: str) -> str:
    """A note's Markdown such that it ends where the note ends.

    An open fence is closed; what cannot be closed, such as a half HTML comment, is put in a block
    quote, which ends by itself. Obsidian's comments and mathematics that are opened and not closed are
    shown as they are written.
    """
    note = note.strip("\n")
    for mark in ("%%", "$$"):
        if note.count(mark) % 2:
            before, after = note.rsplit(mark, 1)
            note = f"{before}\\{mark[0]}\\{mark[0]}{after}"
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark")

    def ends(markdown: str) -> bool:
        tokens = parser.parse(f"{markdown}\n\n{_AFTER}")
        return len(tokens) > 2 and tokens[-2].content == _AFTER and tokens[-2].level == 1

    if ends(note):
        return note
    fence = parser.parse(note)[-1]
    closed = f"{note}\n{fence.markup}"
    return closed if fence.type == "fence" and ends(closed) else quoted(note)


def _literal_line(line: str, money: bool) -> str:
    if not line.strip():
        return "".join(map(_reference, line))
    escaped = _INLINE.sub(lambda found: "\\" + found[0], line)
    if money:
        escaped = escaped.replace("$", "\\$")
    if not line[0].isspace():
        escaped = _NUMBERED.sub(r"\1\\\2", _LINE_START.sub(lambda found: "\\" + found[0], escaped))
    # White space at either end would be trimmed, or make a code block or a hard break.
    if line[0].isspace():
        escaped = _reference(escaped[0]) + escaped[1:]
    if line[-1].isspace():
        escaped = escaped[:-1] + _reference(escaped[-1])
    return escaped


def _reference(char: str) -> str:
    return f"&#{ord(char)};"


def _character(code: str) -> str:
    return chr(int(code)) if int(code) < 0x110000 else "\ufffd"
