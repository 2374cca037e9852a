"""Titles of works: in quotation marks or in italics, where a word such as *film* or *novel* stands near."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.document.model import BlockKind, MarkKind
from tui.entities.folding import folded
from tui.entities.kinds import EntityType
from tui.entities.lexicon import gazetteer, lexicon, vocabulary
from tui.entities.model import Mention
from tui.entities.recognisers.capitals import is_given_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.document.model import Document

_QUOTED = re.compile(r"«[\s\u00a0\u202f]*([^«»\n]{2,80}?)[\s\u00a0\u202f]*»|“([^“”\n]{2,80})”|\"([^\"\n]{2,80})\"")
_WORDS = re.compile(r"[^\W_]+")
_LOWER = "[a-zà-ÿœ][a-zà-ÿœ-]+"
_FRENCH = re.compile(
    rf"""(?=[LUD])(?:(?<=[^\W\d_][ \u00a0])|(?<=[^\W\d_][,;][ \u00a0])|(?<=[’'(]))
    (?P<title>
        (?P<head>(?:(?:Le|La|Les|Un|Une|Des)[ ]|L[’'])[A-ZÀ-Þ]{_LOWER})
        (?:[ ]{_LOWER}|[ ](?:de[ ])?[ld][’']{_LOWER}){{1,5}})
    (?=[ ]?[,.;:)»(]|[ ](?:de[ ]|d[’'])(?P<by>[A-ZÀ-Þ]{_LOWER})|$)""",
    re.VERBOSE | re.MULTILINE,
)
"""A title with its article, that ends where the sentence pauses; its verb is asked for by ``_VERB``."""
_VERB = re.compile(
    ".*(?:[^m]ent|ait|aient|ont|ons|ez|era|eront)|a|est|sont|fut|dit|fait|va|peut|veut|doit|sera|qui|que|où|dont|pour|par"
    "|avec|comme|aussi|hier|demain|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|à|au|et|ou|ni|eux|elles?|ils?|n|y"
)
_BY = re.compile(r"[\s\u00a0\u202f]*[»”\"]?,?[\s\u00a0\u202f](?:de |d['’]|by )[A-ZÀ-Þ]")
"""What follows a title of which the author is told."""
_BEFORE = 48
"""Code points before a title that are searched for what it is the title of."""


def titles(document: Document, *, is_culture: bool) -> list[Mention]:
    """The titles of works in a document, sorted, none over another.

    Where it ``is_culture`` that a document is about, short quotations that are written like titles are.
    """
    found: list[Mention] = []
    found += _unmarked(document) if document.language == "fr" else []
    for start, end in sorted(_marked(document)):
        if (not found or start >= found[-1].end) and _is_title(document, start, end, is_culture=is_culture):
            found.append(Mention(document.id, start, end, document.text[start:end], EntityType.WORK, 0.8))
    return found


def _unmarked(document: Document) -> Iterator[Mention]:
    """French titles that nothing marks but their capitals: ``c’est La Bête humaine,``, ``ses Mémoires de guerre``."""
    text, names = str(document.text), lexicon().names
    for match in _FRENCH.finditer(text):
        title, head = match.group("title"), match.group("head")
        words = re.split("[ ’']", title[len(head) :].strip())
        if match.group("by") is not None and not is_given_name(match.group("by")):
            continue
        is_known = folded(head) in names or folded(head) in gazetteer().towns or folded(title) in names
        if (
            is_known
            or any(_VERB.fullmatch(word) for word in words)
            or not vocabulary().organisation_nouns.isdisjoint(
                [text[: match.start("title")].rstrip().rsplit(" ", 1)[-1]]
            )
        ):
            continue
        yield Mention(document.id, match.start("title"), match.end("title"), title, EntityType.WORK, 0.6)


def _marked(document: Document) -> Iterator[tuple[int, int]]:
    """What stands in quotation marks or in italics, without the comma that American English puts inside."""
    text = str(document.text)
    for block in document.blocks:
        if block.kind is not BlockKind.CODE:
            for match in _QUOTED.finditer(text, block.start, block.end):
                start, end = match.span(match.lastindex or 0)
                yield start, end - (text[end - 1] in ",.")
    for mark in document.marks:
        if mark.kind is MarkKind.EMPHASIS and 2 <= mark.end - mark.start <= 80:
            yield mark.start, mark.end


def _is_title(document: Document, start: int, end: int, *, is_culture: bool) -> bool:
    """Whether what stands there begins and ends as a title does, and its surroundings speak of a work."""
    title = document.text[start:end]
    if not title[:1].isupper() or title[-1] in ".,;:" or title.count(" ") > 10:
        return False
    known = lexicon().names.get(folded(title))
    if known is not None:
        return known.type is EntityType.WORK
    ahead = [word.lower() for word in _WORDS.findall(document.text[max(0, start - _BEFORE) : start])][-4:]
    words = vocabulary()
    if not ahead:
        return _BY.match(str(document.text), end) is not None
    if words.work_nouns.intersection(ahead) or ahead[-1] in words.work_verbs:
        return True
    behind = document.text[end + 1 : end + 40].lstrip(" ,»”\u00a0\u202f")
    if is_culture and _is_like_title(document, title, behind):
        return True
    return behind.startswith(("de ", "d’", "d'", "by ", "(")) and " " in title and not title.isupper()


def _is_like_title(document: Document, title: str, behind: str) -> bool:
    """Whether few words, each with a capital in English, are quoted as a title is and not as what somebody said."""
    words = _WORDS.findall(title)
    said = _WORDS.match(behind)
    if len(words) > 5 or title[-1] in "?!…" or (said is not None and said.group() in vocabulary().speaking):
        return False
    if document.language == "en":
        small = vocabulary().function_words
        return len(words) > 1 and all(word[0].isupper() or word in small for word in words) and words[-1][0].isupper()
    return True
