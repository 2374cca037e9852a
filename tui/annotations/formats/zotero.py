"""What Zotero makes of annotations in Markdown: a note from annotations, exported or copied.

An annotation is a paragraph: the passage in quotation marks, perhaps on its colour, then a citation and
a link to the place in the file, then the comment. What stands in such a note without these is passed over.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.annotations.formats import Format
from tui.annotations.formats.foreign import Foreign, Work, decoded, glimpse, kind_of, nearest_colour
from tui.annotations.formats.literal import meant
from tui.document.failures import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINK = r"\[(?P<{name}>(?:[^\[\]\\]|\\.)*)\]\((?P<{name}_link>zotero://[^()\s]*)\)"
_ANNOTATION = re.compile(
    r"(?:<(?:mark|span)[^<>]*?(?P<colour>\#[0-9a-fA-F]{6,8})[^<>]*>)?\s*"
    r"(?P<open>[“\"«„])\s*(?P<quote>.+?)\s*[”\"»“]\s*(?:</(?:mark|span)>)?\s*"
    + rf"\(?{_LINK.format(name='cited')}\)?(?:\s*\(?{_LINK.format(name='place')}\)?)?"
    + r"\s*(?P<note>.*)",
    re.DOTALL,
)
_HEADING = re.compile(r"#{1,3}\s+(?P<title>.+)")
_KEY = re.compile(r"[?&]annotation=(\w+)")
_PLAIN = re.compile(r"annotations\b|\(\d", re.IGNORECASE)


def recognises(data: bytes) -> bool:
    """Whether there is an annotation near the beginning."""
    head = glimpse(data)
    return "zotero://" in head and any(_ANNOTATION.match(part) for part in _paragraphs(head))


def read(data: bytes) -> list[Foreign]:
    """The annotations of a note; raises Refused where there is none."""
    found: list[Foreign] = []
    title = ""
    for part in _paragraphs(decoded(data)):
        heading = _HEADING.match(part)
        if heading is not None and not _PLAIN.match(heading["title"]):
            title = meant(heading["title"].split("\n")[0].strip())
        annotation = _ANNOTATION.match(part)
        if annotation is not None:
            found.append(_read(annotation, title))
    if not found:
        raise Refused("it has no annotation with Zotero's links")
    return found


def _read(annotation: re.Match[str], title: str) -> Foreign:
    note = annotation["note"].strip()
    links = f"{annotation['cited_link']} {annotation['place_link'] or ''}"
    key = _KEY.search(links)
    return Foreign(
        work=Work(title=title or meant(annotation["cited"].split(", p.")[0])),
        quote=meant(" ".join(annotation["quote"].split())),
        kind=kind_of(note),
        note=note,
        colour=nearest_colour(annotation["colour"] or ""),
        id=f"zotero:{key[1]}" if key else "",
        undated=True,
    )


def _paragraphs(text: str) -> Iterator[str]:
    for part in re.split(r"\n[ \t]*\n", text):
        for line in re.split(r"\n(?=[“\"«„<-]\s*)", part.strip()):
            yield re.sub(r"^[-*] ", "", line)


FORMAT = Format("zotero", ".md", "Zotero's annotations (Markdown)", read=read, recognises=recognises)
