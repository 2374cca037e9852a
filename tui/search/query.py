r"""What the reader typed, understood: words, phrases, and the operators that fzf has.

=============  ==========================================
``zuck open``  both words, in any order, half or misspelt
``"a phrase"`` these words one after the other
``'word``      exactly these letters
``^word``      where a paragraph begins
``word$``      where a paragraph ends
``!word``      not in it
``a | b``      one or the other
``\\ ``         a blank that does not part words
=============  ==========================================

Nothing is an error: what makes no sense as an operator is taken as it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from tui.search.folding import fold_plain


class Way(Enum):
    """How a term has to stand in a passage."""

    FUZZY = auto()
    """A word of the text that is like it."""
    EXACT = auto()
    """These very letters, anywhere."""
    START = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Term:
    """Something to look for, folded."""

    text: str
    way: Way = Way.FUZZY
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """Groups of terms: of each group one has to be found, of a negated term none."""

    groups: tuple[tuple[Term, ...], ...]

    @property
    def wanted(self) -> tuple[tuple[Term, ...], ...]:
        """The groups that ask for something."""
        return tuple(group for group in self.groups if not group[0].negated)

    @property
    def unwanted(self) -> tuple[Term, ...]:
        """The terms that must not be found."""
        return tuple(term for group in self.groups for term in group if term.negated)


_PART = re.compile(r'!?"[^"]*"|(?:\\ |\S)+')
_INNER = re.compile(r"[^\W_]+")
LONGEST = 1000
"""Code points of a query that are looked at."""


def parse(text: str) -> Query:
    """Understand a query."""
    groups: list[tuple[Term, ...]] = []
    joined = False
    for part in _PART.findall(fold_plain(text[:LONGEST])):
        if part == "|":
            joined = bool(groups)
            continue
        terms = _terms(part)
        if joined and len(terms) == 1 and not terms[0].negated and not groups[-1][0].negated:
            groups[-1] = (*groups[-1], terms[0])
        else:
            groups += [(term,) for term in terms]
        joined = False
    return Query(tuple(groups))


def _terms(part: str) -> list[Term]:
    """The terms of one part; a fuzzy part with marks inside, such as ``l'openai``, is several words."""
    negated = part.startswith("!") and len(part) > 1
    body = part[1:] if negated else part
    body = body.replace("\\ ", " ")
    way = Way.EXACT if negated else Way.FUZZY
    if len(body) > 2 and body.startswith('"') and body.endswith('"'):
        return _made(" ".join(body[1:-1].split()), Way.EXACT, negated)
    body = body.replace('"', "") or body
    if len(body) > 1 and body.startswith("'"):
        body, way = body[1:].removesuffix("'"), Way.EXACT
    elif len(body) > 1 and body.startswith("^"):
        body, way = body[1:], Way.START
    elif len(body) > 1 and body.endswith("$"):
        body, way = body[:-1], Way.END
    if way is not Way.FUZZY or " " in body:
        return _made(body, Way.EXACT if way is Way.FUZZY else way, negated)
    words = _INNER.findall(body)
    return [Term(word) for word in words] or _made(body, Way.EXACT, negated)


def _made(text: str, way: Way, negated: bool) -> list[Term]:
    return [Term(text, way, negated)] if text.strip() else []
