"""The words of a block, as a recogniser of names sees them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.document.model import BlockKind
from tui.entities.folding import folded
from tui.entities.lexicon import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.document.model import Block
    from tui.entities.recognisers.capitals import Run

_PARTICIPLES = (
    "based|born|led|owned|backed|style|made|era|trained|like|powered|focused|only|wide|driven|free|sized|funded|linked"
    "|related|listed|educated|dominated|speaking|held|occupied|run|built|designed|published|sponsored|controlled"
)
"""What a hyphen joins to a name in English without being part of it: ``Austin-based``."""
_WORD = re.compile(
    rf"""
      (?:https?://|www\.|[@\#])\S{{1,2000}}                       # addresses, handles: a word that is never a name
    | (?:[^\W\d_]\.-?){{2,}}                                      # U.S., J.-C.
    | [^\W\d_a-zà-öø-ÿ]\.(?=\s?[^\W\d_a-zà-öø-ÿ])               # J. Smith
    | (?:[CDJLcdjlmnst]|[Qq]u|[Jj]usqu|[Ll]orsqu|[Pp]uisqu|[Qq]uoiqu)['’](?=\w)   # l’OpenAI
    | [^\W\d_](?:\w|[&.]\w(?<=[^\W_a-z][&.][^\W_a-z])|\.(?=(?:com|fr|org|net|io|ai|js|uk|tv)\b))*
      (?:[-‐‑](?!(?:{_PARTICIPLES})\b)\w+)*
      (?:['’](?:(?!s\b)[^\W\d_]\w*(?:-\w+)*))?
      \+{{0,2}}
    | \d(?:[\d.,]*\d)?\w*(?:[-‐‑]\w+)*
    """,
    re.VERBOSE,
)
_SENTENCE_END = re.compile(r"[.!?…]")
_DASHES = frozenset({" - ", " – ", " -- ", " | "})
"""Behind the place from where an article comes."""
_OPENING = '«“"‘„'
_ABBREVIATIONS = frozenset(
    {"no", "vol", "fig", "vs", "cf", "av", "ave", "bd", "ste", "gov", "sen", "rep", "jr", "etc", "inc"}
)
_LONGEST_WORD = 60
"""Code points from which on a word is no name."""


class Line:
    """The words of a block, in order, and what their capitals are worth."""

    __slots__ = ("block", "ends", "french", "known", "lowers", "starts", "text", "trusted", "words")

    def __init__(self, text: str, block: Block, *, french: bool) -> None:
        """The words of ``text[block.start:block.end]``."""
        self.text = text
        self.block = block
        self.french = french
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        for match in _WORD.finditer(text, block.start, block.end):
            if match.group() == "s" and text[match.start() - 1] in "'’":
                continue
            self.words.append(match.group())
            self.starts.append(match.start())
            self.ends.append(match.end())
        self.lowers = [word.lower().rstrip(".") for word in self.words]
        self.known: dict[int, Run | None] = {}
        """What the lists have at words that were asked for."""
        self.trusted = not (
            _shouts(self.words) or (block.kind is BlockKind.HEADING and not french and _is_title_case(self.words))
        )
        """Whether a capital inside a sentence says that a name stands there."""

    def __len__(self) -> int:
        return len(self.words)

    def gap(self, index: int) -> str:
        """What stands before a word, behind the one before it."""
        if index == 0:
            return self.text[self.block.start : self.starts[0]]
        if index >= len(self.words):
            return self.text[self.ends[-1] : self.block.end]
        return self.text[self.ends[index - 1] : self.starts[index]]

    def lower(self, index: int) -> str:
        """A word in lower case without its final point; empty beyond the ends of the line."""
        return self.lowers[index] if 0 <= index < len(self.lowers) else ""

    def begins(self, index: int) -> bool:
        """Whether a sentence begins with the word, so that its capital says nothing."""
        if index == 0:
            return True
        gap = self.gap(index)
        if gap in _DASHES and index < 4 and self.slice(0, index - 1).isupper():
            return True  # ``FRANCFORT - Ni``
        if gap in {" ", "", "\u00a0", "\u202f"}:
            return False
        if self.words[index - 1][-1] == "." or (gap[0] == "." and self._abbreviates(index - 1)):
            return False
        if _SENTENCE_END.search(gap) or "\t" in gap or "\n" in gap or (":" in gap and not self.french):
            return True
        return gap[-1] in _OPENING or gap.rstrip("\u00a0\u202f ")[-1:] in {"«", "—"}

    def _abbreviates(self, index: int) -> bool:
        word = self.lower(index)
        return word in vocabulary().honorifics or word in _ABBREVIATIONS or word in {"st", "mt"}

    def is_capital(self, index: int) -> bool:
        """Whether a word is written as names are: a capital first, or one inside (``iPhone``)."""
        word = self.words[index]
        if word.islower() or len(word) > _LONGEST_WORD:
            return False
        return word[0].isupper() or (word[0].islower() and word[0].isalpha() and not word.islower())

    def is_elided(self, index: int) -> bool:
        """Whether a word is an article or pronoun cut short: ``l’``, ``d’``."""
        return self.words[index][-1] in "'’"

    def slice(self, first: int, last: int) -> str:
        """The text from one word up to and with another."""
        return self.text[self.starts[first] : self.ends[last]]

    def key(self, first: int, last: int) -> str:
        """The same, folded."""
        return folded(self.slice(first, last))


def is_telling(word: str) -> bool:
    """Whether a word's spelling is a name's wherever it stands: capitals inside, or letters with digits."""
    if word.islower() or not word[0].isalpha():
        return False
    inner = word[1:]
    if any(map(str.isupper, inner)):
        return not _is_joined(word)
    return word[0].isupper() and any(map(str.isdigit, inner))


def _is_joined(word: str) -> bool:
    """Whether the capitals inside a word only begin its parts: ``Vice-President``."""
    parts = re.split("[-‐‑'’]", word)
    return len(parts) > 1 and all(part[1:].islower() or len(part) == 1 for part in parts if part)


def _shouts(words: Sequence[str]) -> bool:
    """Whether a line is written in capitals throughout."""
    long = [word for word in words if len(word) > 1 and word[0].isalpha()]
    return len(long) > 3 and sum(map(str.isupper, long)) > 0.6 * len(long)


def _is_title_case(words: Sequence[str]) -> bool:
    """Whether every Word of a Heading Begins with a Capital, the small ones aside, as English has it."""
    small = vocabulary().function_words
    return len(words) > 1 and not any(word.islower() and word not in small and len(word) > 3 for word in words)
