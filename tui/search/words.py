"""What counts as a word in folded text: the unit that the index knows.

Scripts written without blanks between words (Han, Kana, Thai, Khmer...) are indexed character by character and
found as strings of characters. Symbols are words of one character, so that ``€`` or an emoji can be found.
"""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING

from tui.search.folding import fold_plain, in_ascii

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
UNSPACED = re.compile(rf"[{_UNSPACED}]")
"""A letter of a script that puts no blanks between words."""
WORD = re.compile(rf"[^\W_{_UNSPACED}]+")
"""A word of letters and digits."""
_ATOM = re.compile(rf"{WORD.pattern}|[^\s\x00-\x7f]")
HYPHENATED = re.compile(r"[^\W_]+(?:-[^\W_]+)+")
"""Words joined by hyphens."""
SYMBOLS = "#$%&*+/<=>@\\^_|~"
"""ASCII symbols that are indexed; the marks of sentences, in nearly every paragraph, are not."""
FUNCTION_WORDS = frozenset(
    "a about all also an and are as at be been but by can did do does for from had has have he her his how i if in "
    "into is it its more no not of on or our she so than that the their then there these they this to was we were "
    "what when where which who will with would you your "
    "ai alors au aussi aux avec c ce ceci cela ces cet cette chez comme d dans de des donc du elle elles en est et "
    "etait ete etre eux il ils j je l la le les leur leurs lui m mais me meme mes mon n ne nos notre nous on ont ou "
    "par pas plus pour qu quand que quel quelle qui s sa sans se ses si son sont sous sur t ta te tes ton tu un une "
    "vers vos votre vous y".split()
)
"""Words of French and English, folded, that tell little of what a passage is about: wanted, but not required."""
_BLANK: dict[int, str] = str.maketrans(dict.fromkeys(string.punctuation + string.whitespace + "\x1c\x1d\x1e\x1f", " "))
_FOLDED_BLANK: dict[int, int | str] = {**_BLANK, **str.maketrans(string.ascii_uppercase, string.ascii_lowercase)}
"""The same, and capitals folded: what an ASCII text needs to be parted into its words."""


def words(folded: str) -> list[str]:
    """The words of a folded text, in order."""
    return folded.translate(_BLANK).split() if folded.isascii() else _ATOM.findall(folded)


def findable(text: str) -> list[str]:
    """All that a text can be found by, some of it more than once: its words once folded, and its compounds."""
    plain = in_ascii(text)
    if not plain.isascii():
        plain = fold_plain(plain)
        return words(plain) + compounds(plain)
    return plain.translate(_FOLDED_BLANK).split() + compounds(plain.lower() if "-" in plain else plain)


def begun_with(start: str) -> re.Pattern[str]:
    """What finds the words of a folded text that begin so; ``start`` is a word itself."""
    escaped = re.escape(start)
    return re.compile(rf"{escaped}(?<![^\W_{_UNSPACED}]{escaped})[^\W_{_UNSPACED}]*")


def places(folded: str, wanted: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Where some words stand in a folded text: each place of the first of them, of the second..."""
    if folded.isascii():
        blank = f" {folded.translate(_BLANK)} "
        for word in wanted:
            alone = f" {word} "
            at = blank.find(alone)
            while at >= 0:
                yield word, at
                at = blank.find(alone, at + 1)
    else:
        among = frozenset(wanted)
        yield from ((match.group(), match.start()) for match in _ATOM.finditer(folded) if match.group() in among)


def joined(folded: str) -> dict[str, int]:
    """Hyphenated words written as one, so that ``opensource`` finds ``open-source``, and where they stand."""
    if "-" not in folded:
        return {}
    return {match.group().replace("-", ""): match.start() for match in HYPHENATED.finditer(folded)}


def compounds(folded: str) -> list[str]:
    """What a folded text can be found by besides its words: hyphenated words written as one, and symbols."""
    found = [symbol for symbol in SYMBOLS if symbol in folded]
    return [*found, *joined(folded)] if "-" in folded else found


def vocabulary(folded: str) -> set[str]:
    """All that a folded text can be found by."""
    return {*words(folded), *compounds(folded)}
