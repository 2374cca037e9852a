"""What Zotero makes of annotations in Markdown: a note from annotations, exported or copied.

An annotation is a paragraph: the passage in quotation marks, perhaps on its colour, then a citation and
a link to the place in the file, then the comment. What was noted on a page without a passage is the comment with its
citation. Zotero writes links unless it is told not to, and other programs leave them out; a citation alone is enough
then, where the file begins as Zotero begins such notes or is said to be one. What else stands there is passed over.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.annotations.formats import Format
from tui.annotations.formats.foreign import Foreign, Work, decoded, glimpse, kind_of, nearest_colour
from tui.annotations.formats.literal import meant
from tui.annotations.kinds import WHOLE_TEXT, Kind
from tui.annotations.model import Relations
from tui.document.failures import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINK = r"\[(?P<{name}>(?:[^\[\]\\]|\\.)*)\]\((?P<{name}_link>zotero://[^()\s]*)\)"
_LINKS = rf"\(?{_LINK.format(name='cited')}\)?(?:\s*\(?{_LINK.format(name='place')}\)?)?"
_PASSAGE = (
    r"(?:<(?:mark|span)[^<>]*?(?P<colour>\#[0-9a-fA-F]{6,8})[^<>]*>)?\s*"
    r"[“\"«„]\s*(?P<quote>.+?)\s*[”\"»“]\s*(?:</(?:mark|span)>)?\s*"
)
_ANNOTATION = re.compile(rf"{_PASSAGE}{_LINKS}(?:\s*</(?:mark|span)>)?\s*(?P<note>.*)", re.DOTALL)
_CITED = re.compile(
    _PASSAGE + r"\((?P<cited>[^()\n]{0,200}?\b(?:\d{4}[a-z]?|n\.d\.|s\.d\.)(?:, [^()\n]{0,80})?)\)\s*(?P<note>.*)",
    re.DOTALL,
)
"""The same without links: an author and a year in brackets."""
_OF_PAGE = re.compile(rf"(?P<note>[^\s!#].*?)\s*{_LINKS}\s*", re.DOTALL)
_HEADING = re.compile(r"#{1,3}\s+(?P<title>.+)")
_BEGINNING = re.compile(r"\s*#{1,3} \w*annotation\w*\s*\n\s*\(\d[^()\n]*\)", re.IGNORECASE)
_KEY = re.compile(r"[?&]annotation=(\w+)")
_PLAIN = re.compile(r"\w*annotation\w*\s*(?:\n|\(\d|$)|\(\d", re.IGNORECASE)
_FILES = {"pdf", "epub", "snapshot", "html"}
"""What the link to the place is called, which names no work."""


def recognises(data: bytes) -> bool:
    """Whether there is an annotation near the beginning."""
    head = glimpse(data)
    if "zotero://" in head and any(_ANNOTATION.match(part) for part in _paragraphs(head, _ANNOTATION)):
        return True
    return _BEGINNING.match(head) is not None and any(_CITED.match(part) for part in _paragraphs(head, _CITED))


def read(data: bytes) -> list[Foreign]:
    """The annotations of a note; raises Refused where there is none."""
    text = decoded(data)
    form = _ANNOTATION if "zotero://" in text else _CITED
    found: list[Foreign] = []
    title = ""
    for part in _paragraphs(text, form):
        heading = _HEADING.match(part)
        if heading is not None:
            if not _PLAIN.match(heading["title"]):
                title = meant(heading["title"].split("\n")[0].strip())
            continue
        annotation = form.match(part)
        if annotation is not None:
            found.append(_read(annotation, title))
        elif form is _ANNOTATION and (of_page := _OF_PAGE.fullmatch(part)) is not None:
            found.append(_read(of_page, title))
    if not found:
        raise Refused("it has no annotation with Zotero's links or citations")
    return found


def _read(annotation: re.Match[str], title: str) -> Foreign:
    fields = annotation.groupdict()
    note = annotation["note"].strip()
    key = _KEY.search(f"{fields.get('cited_link') or ''} {fields.get('place_link') or ''}")
    cited = meant(annotation["cited"]).split(", p.")[0]
    quote = meant(" ".join((fields.get("quote") or "").split()))
    return Foreign(
        work=Work(title=title or ("" if cited.lower() in _FILES else cited)),
        quote=quote,
        kind=kind_of(note) if quote else Kind.NOTE,
        note=note,
        colour=nearest_colour(fields.get("colour") or ""),
        id=f"zotero:{key[1]}" if key else "",
        relations=None if quote else Relations(about=WHOLE_TEXT),
        undated=True,
    )


def _paragraphs(text: str, form: re.Pattern[str]) -> Iterator[str]:
    """The paragraphs, and of those in which several annotations stand, each."""
    for part in re.split(r"\n[ \t]*\n", text):
        lines: list[str] = []
        part = re.sub(r"\s{20,}", " ", part)  # noqa: PLW2901 - long gaps are gone through again and again else
        for line in part.strip().split("\n"):
            plain = re.sub(r"^(?:[-*>] )+", "", line)
            if lines and form.match(plain):
                yield "\n".join(lines)
                lines = []
            lines.append(line if lines else plain)
        yield "\n".join(lines)


FORMAT = Format("zotero", ".md", "Zotero's annotations (Markdown)", read=read, recognises=recognises)
