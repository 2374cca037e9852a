"""Capitalised runs of words: what may be a name, seen from its spelling alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.document.model import BlockKind
from tui.entities.kinds import EntityType
from tui.entities.lexicon import (
    FUNCTION_WORDS,
    HONORIFICS,
    ORGANISATION_HEADS,
    PARTICLES,
    PERSON_PARTICLES,
    Lexicon,
    folded,
    lexicon,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.document.model import Block, Document

TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}|(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’](?=[^\W\d_])|(?:[A-Z]\.)(?=\s[A-Z])"
    r"|[^\W_]+(?:[-‐‑&][^\W_]+)*(?:['’](?!s\b)[^\W\d_]+(?:-[^\W_]+)*)?|v?\d+(?:\.\d+)+",
    re.IGNORECASE,
)
"""A word, an acronym with points, an elided word, an initial, a number of a version."""

VERSION = re.compile(r"v?\d+(?:\.\d+)*[a-z]?|[IVX]{1,4}|Pro|Max|Plus|Mini|Ultra|Air|Lite|Turbo")
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]]*\s*[\"'“‘«(\[\u00a0\u202f ]*\Z|[“«\"‘]\s*\Z|[—–]\s*\Z")
_BLANKS = frozenset({" ", "\u00a0", "\u202f", ""})
LONGEST = 8
"""Words of the longest name."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word and its place in the document's text."""

    text: str
    start: int
    end: int
    begins: bool
    """Whether it begins a sentence, so that its capital says nothing."""

    @property
    def lower(self) -> str:
        """In lower case, its final point left out."""
        return self.text.lower().rstrip(".")

    @property
    def is_capital(self) -> bool:
        """Whether it is written as names are: a capital first, or one inside (``iPhone``)."""
        return self.text[0].isupper() or (any(map(str.isupper, self.text)) and self.text[0].isalpha())

    @property
    def is_elided(self) -> bool:
        """Whether it is an article or pronoun cut short: ``l’``, ``d’``."""
        return self.text.endswith(("'", "’"))

    @property
    def is_telling(self) -> bool:
        """Whether its spelling is a name's wherever it stands: capitals inside, or letters with digits."""
        inner = self.text[1:]
        return any(map(str.isupper, inner)) or (self.text[0].isupper() and any(map(str.isdigit, inner)))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A run of words that may be a name, with what stands around it."""

    tokens: tuple[Token, ...]
    before: tuple[Token, ...]
    """Up to three words before it, the nearest last, in its block."""
    after: tuple[Token, ...]
    """Up to three words behind it."""
    gap: str
    """What stands between it and the word before."""
    next_gap: str
    """What stands between it and the word behind."""
    in_heading: bool

    @property
    def start(self) -> int:
        """Offset of its first character."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Offset behind its last character."""
        return self.tokens[-1].end

    @property
    def key(self) -> str:
        """Its folded form."""
        return folded(" ".join(token.text for token in self.tokens))


def tokens_of(text: str, block: Block) -> list[Token]:
    """The words of a block."""
    found: list[Token] = []
    previous_end = block.start
    for match in TOKEN.finditer(text, block.start, block.end):
        start, end = match.span()
        gap = text[max(previous_end, start - 8) : start]
        begins = not found or _SENTENCE_END.search(gap) is not None
        if begins and found and gap.startswith(".") and _is_abbreviation(found[-1]):
            begins = False
        found.append(Token(match.group(), start, end, begins))
        previous_end = end
    return found


def _is_abbreviation(token: Token) -> bool:
    return token.lower in HONORIFICS or (len(token.text.rstrip(".")) == 1 and token.text[0].isupper())


def lower_case_words(tokens: list[list[Token]]) -> frozenset[str]:
    """The words that the document writes in lower case somewhere."""
    return frozenset(token.text for line in tokens for token in line if token.text.islower())


def candidates(document: Document, tokens: list[list[Token]]) -> Iterator[Candidate]:
    """Every run of capitalised words, in order."""
    for block, line in zip(document.blocks, tokens, strict=True):
        if block.kind is not BlockKind.CODE:
            yield from _of_block(document.text, block, line)


def _of_block(text: str, block: Block, line: list[Token]) -> Iterator[Candidate]:
    at = 0
    known = lexicon()
    while at < len(line):
        token = line[at]
        end = _known_end(text, line, at, known) if token.is_capital else 0
        if not end and (not token.is_capital or token.is_elided):
            at += 1
            continue
        end = end or _run_end(text, line, at)
        yield _candidate(text, block, line, at, end)
        at = end


def _candidate(text: str, block: Block, line: list[Token], at: int, end: int) -> Candidate:
    before = tuple(line[max(0, at - 3) : at])
    after = tuple(line[end : end + 3])
    return Candidate(
        tokens=tuple(line[at:end]),
        before=before,
        after=after,
        gap=text[before[-1].end : line[at].start] if before else "",
        next_gap=text[line[end - 1].end : after[0].start] if after else text[line[end - 1].end : block.end][:3],
        in_heading=block.kind is BlockKind.HEADING,
    )


def _known_end(text: str, line: list[Token], at: int, known: Lexicon) -> int:
    """Where the longest name of the lists that begins here ends; 0 when there is none of two words or more."""
    pieces = [line[at].text]
    found = 0
    for end in range(at + 1, min(at + known.longest, len(line))):
        gap = text[line[end - 1].end : line[end].start]
        if gap not in _BLANKS:
            break
        pieces.append(line[end].text)
        if folded(" ".join(pieces).replace("’ ", "’").replace("' ", "'")) in known.types:
            found = end + 1
    goes_on = 0 < found < len(line) and line[found].is_capital and text[line[found - 1].end : line[found].start] == " "
    return 0 if goes_on else found


def _run_end(text: str, line: list[Token], at: int) -> int:
    """Where the run of capitalised words that begins here ends."""
    end = at + 1
    if line[at].begins and line[at].lower in FUNCTION_WORDS and not line[at].is_telling:
        return end
    while end < len(line) and end - at < LONGEST:
        gap = text[line[end - 1].end : line[end].start]
        previous, token = line[end - 1], line[end]
        if gap not in _BLANKS | {" & ", ". "} or (gap == ". " and len(previous.text) > 1):
            break
        if token.begins and gap != ". ":
            break
        if token.text.lower() in HONORIFICS and token.text[0].isupper() and end > at:
            break
        if token.is_capital:
            end += 1
        elif _is_version(previous, token):
            end += 1
            break
        elif (skipped := _over_particles(text, line, at, end)) > end:
            end = skipped
        else:
            break
    return end


def _is_version(previous: Token, token: Token) -> bool:
    """Whether a number or ``v2`` behind a name belongs to it."""
    if token.text[0] in "vV" and VERSION.fullmatch(token.text) and len(token.text) > 1:
        return True
    if not token.text[0].isdigit() or not VERSION.fullmatch(token.text):
        return False
    small = len(token.text.split(".")[0]) <= 2
    return small and (previous.is_telling or lexicon().types.get(folded(previous.text)) is EntityType.PRODUCT)


def _over_particles(text: str, line: list[Token], at: int, end: int) -> int:
    """Behind small words that stand inside a name, and the capital after them; ``end`` if they do not."""
    head = line[at].lower
    institution = head in ORGANISATION_HEADS
    person = folded(line[at].text) in lexicon().given_names or line[end - 1].lower in {"van", "von"}
    allowed = PARTICLES if institution else PERSON_PARTICLES if person else frozenset({"&"})
    skipped = end
    while skipped < len(line) and skipped - end < 3 and line[skipped].text.rstrip("'’").lower() in allowed:
        if text[line[skipped - 1].end : line[skipped].start] not in _BLANKS | {" & "}:
            return end
        skipped += 1
    if skipped == end or skipped >= len(line) or not line[skipped].text[0].isupper():
        return end
    return skipped + 1 if text[line[skipped - 1].end : line[skipped].start] in _BLANKS else end
