"""Annotations as an outline for Emacs' Org mode: a heading a document, below it one for each annotation.

What was quoted and noted is text to the letter: a zero width space keeps Org from taking its own signs for such,
as its manual advises (section "Escape Character"). Formulas and indices, which are only drawn on export, are turned
off there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.annotations.formats import Format
from tui.annotations.formats.addresses import readable
from tui.annotations.kinds import Kind
from tui.annotations.meanings import meaning
from tui.annotations.records import record
from tui.annotations.threads import threaded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.annotations.formats import Article
    from tui.annotations.model import Placed
    from tui.document.model import Document

_ZERO = "\u200b"
_SIGNS = re.compile(
    r"""
    ^(?=[ \t]*(?:\*|\#|[-+][ \t]|[-+]$|\||:|\d+[.)](?:[ \t]|$)|[a-zA-Z][.)][ \t]))   # headings, lists, tables, keywords
    | ^(?=[ \t]*(?:%%|\[fn:|-{5}|CLOCK:|[A-Z]+:[ \t]*[<\[]))                         # diary, footnotes, rules, times
    | (?<=\[)(?=\d*[/%])                     # statistics
    | (?<=\[)(?=\[)                           # links
    | (?<=\{)(?=\{\{)                         # macros
    | (?<=<)(?=[<\d%])                        # targets and times
    | (?<=\\)(?=[a-zA-Z\\\[(_])               # entities and LaTeX
    | (?<=\[)(?=fn:|\d{4}-|cite)              # footnotes, times, citations
    | (?<=src)(?=_) | (?<=call)(?=_)
    """,
    re.VERBOSE | re.MULTILINE,
)
_EMPHASIS = re.compile(r"""((?:^|(?<=[\s\u200b({'"-]))[*/_=~+]+)(?=\S)""", re.MULTILINE)
"""A sign that would begin emphasis, code or verbatim text, did no space follow; Org takes a zero width one for such."""
_TITLE_LENGTH = 60


def write(articles: Sequence[Article]) -> str:
    """The whole outline."""
    lines = ["#+TITLE: Annotations", "#+OPTIONS: ^:nil tex:nil", ""]
    for article in articles:
        document = article.document
        lines.append(_heading(1, document.title))
        lines += _properties(
            {"SOURCE": readable(document.source), "LANGUAGE": document.language, "DATE": document.date}
        )
        for placed, depth in threaded(article.in_order()):
            lines += _annotation(document, placed, 2 + depth)
    return "\n".join(lines) + "\n"


def literal(text: str) -> str:
    """Text that Org shows as it is."""
    return _EMPHASIS.sub(lambda signs: "".join(sign + _ZERO for sign in signs[1]), _SIGNS.sub(_ZERO, text))


def _heading(level: int, title: str, tags: Sequence[str] = ()) -> str:
    words = " ".join(title.split())
    words = words if len(words) <= _TITLE_LENGTH or level == 1 else words[: _TITLE_LENGTH - 1].rstrip() + "…"
    # The leading space is the heading's own; a keyword, a priority or a tag of the quote must not become one.
    shown = re.sub(r"^(?=(?:TODO|DONE|COMMENT|\[#)\b|\[#)|(?<=\s)(?=:\S*:$)", _ZERO, literal(words))
    allowed = [re.sub(r"[^\w@#%]", "_", tag) for tag in tags]
    return "*" * level + " " + (shown or _ZERO) + (f" :{':'.join(allowed)}:" if allowed else "")


def _properties(fields: dict[str, str]) -> list[str]:
    lines = [f":{name}: {' '.join(value.split())}" for name, value in fields.items() if value.strip()]
    return [":PROPERTIES:", *lines, ":END:"] if lines else []


def _annotation(document: Document, placed: Placed, level: int) -> list[str]:
    annotation = placed.annotation
    fields = record(document, placed)
    name = annotation.name if annotation.kind is Kind.BOOKMARK else ""
    is_of_passage = annotation.relations.marks_passage
    title = name or (fields["quote"] if is_of_passage else annotation.note)
    lines = [_heading(level, title, annotation.tags)]
    lines += _properties(
        {
            "ID": annotation.id,
            "KIND": str(annotation.kind),
            "COLOUR": str(annotation.colour),
            "MEANING": meaning(annotation.colour),
            "PARAGRAPH": str(fields["paragraph"] or "") if is_of_passage else "",
            "STATUS": fields["status"],
            "AUTHOR": annotation.relations.author,
            "CREATED": annotation.created,
            "MODIFIED": annotation.modified,
        }
    )
    if is_of_passage:
        lines += ["#+begin_quote", literal(fields["quote"]), "#+end_quote"]
    return [*lines, "", literal(annotation.note), ""] if annotation.note else [*lines, ""]


FORMAT = Format("org", ".org", "Org, for Emacs", write=write)
