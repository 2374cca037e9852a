"""Names for comparison: what differs between two spellings of one name falls away."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

_LETTERS = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "’": "'", "ʼ": "'"} | dict.fromkeys(
    "‐‑–", " "
)
_LETTER = re.compile(f"[{''.join(_LETTERS)}]")
_POINT = re.compile(r"\.(?!\d)")
_MARKS = re.compile("[\u0300-\u036f]+")


def folded_text(text: str) -> str:
    """Text in lower case, without accents, hyphens and the points of acronyms."""
    plain = text.casefold()
    if not plain.isascii():
        plain = _LETTER.sub(lambda match: _LETTERS[match.group()], plain)
        plain = _MARKS.sub("", normalize("NFKD", plain))
    if "." in plain:
        plain = _POINT.sub("", plain)
    return plain.replace("-", " ")


@lru_cache(maxsize=1 << 15)
def folded(name: str) -> str:
    """A name in lower case, without accents, hyphens and the points of acronyms, blanks evened out.

    ``Saint-Étienne`` and ``SAINT ETIENNE`` fold alike, as do ``U.S.`` and ``US``; ``GPT-3.5`` keeps its point.
    """
    return " ".join(folded_text(name).split())
