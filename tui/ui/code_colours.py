"""The colours of code: which parts of a block are keywords, strings, comments, by Pygments.

Loaded after the first frame; code is shown without colours until then, and where its language is not known.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Keyword, Name, Number, String
from pygments.util import ClassNotFound

from tui.document.model import BlockKind, Span
from tui.ui.theme import Syntax

if TYPE_CHECKING:
    from pygments.token import _TokenType

    from tui.document.model import Block, Document

MOST = 8000
"""Code points at the beginning of a block that are coloured: the time is the screen's."""

_KINDS = (
    (Comment, Syntax.COMMENT),
    (Keyword, Syntax.KEYWORD),
    (String, Syntax.STRING),
    (Number, Syntax.NUMBER),
    (Name.Function, Syntax.NAME),
    (Name.Class, Syntax.NAME),
    (Name.Decorator, Syntax.NAME),
    (Name.Tag, Syntax.KEYWORD),
    (Name.Attribute, Syntax.NAME),
)


def load(document: Document) -> bool:
    """Have the languages of a document's code at hand; whether there is any code. Takes long, the first time."""
    _, _, special = document.blocks.parts()
    languages = {block.info for block in list(special.values()) if block.kind is BlockKind.CODE}
    for language in languages:
        _coloured("", language)
    return bool(languages)


def coloured(document: Document, block: Block) -> list[tuple[Span, Syntax]]:
    """The spans of a block of code that have a colour, in the order of the text."""
    text = document.text[block.start : min(block.end, block.start + MOST)]
    return [(Span(block.start + start, block.start + end), kind) for start, end, kind in _coloured(text, block.info)]


@lru_cache(maxsize=64)
def _coloured(text: str, language: str) -> tuple[tuple[int, int, Syntax], ...]:
    try:
        lexer = get_lexer_by_name(language)
    except ClassNotFound:
        return ()
    spans = []
    for start, token, value in lexer.get_tokens_unprocessed(text):
        kind = _kind(token)
        if kind is not None:
            spans.append((start, start + len(value), kind))
    return tuple(spans)


def _kind(token: _TokenType) -> Syntax | None:
    return next((kind for family, kind in _KINDS if token in family), None)  # type: ignore[comparison-overlap]
