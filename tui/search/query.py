r"""What the reader typed, understood: words, phrases, and the operators that fzf has.

=============  ================================================================
``zuck open``  both words, in any order, unfinished or misspelt
``"a phrase"`` these words one after the other; without the last ``"`` unfinished
``'word``      exactly these letters, anywhere; ``'word'`` as a whole word
``^word``      where a paragraph begins
``word$``      where a paragraph ends
``!word``      not in it
``a | b``      one or the other; of plain words also ``a|b``
``\ ``         a blank that does not part words
``/regex/``    a regular expression (:mod:`tui.search.patterns`)
``lang:fr``    a filter (:mod:`tui.search.filters`); ``!lang:fr`` its contrary
=============  ================================================================

Nothing is an error: what makes no sense as an operator is taken as it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from tui.search.filters import FILTER, Field, Filter, filter_of, is_no_date
from tui.search.folding import fold_plain
from tui.search.kinds import Listed
from tui.search.patterns import PATTERN, Pattern, is_usable
from tui.search.words import HYPHENATED, UNSPACED, WORD, vocabulary

LONGEST = 1000
"""Code points of a query that are looked at."""
MOST_TERMS = 32
"""Terms of a query that are looked for."""
_PLACE_OF = {Listed.HEADINGS: "heading", Listed.NOTES: "note", Listed.ENTITIES: "entity"}
"""The values of ``in:`` that find only what is to be listed."""
_TELLING = frozenset("#%&+=@$€£")
"""Symbols that change what a word means: ``C++``, ``R&D``, ``70%``."""
_VERSION = re.compile(r"[^\W_]*\d(?:\.\d+)+")
_RUN = re.compile(rf"{_VERSION.pattern}|{WORD.pattern}|{UNSPACED.pattern}+")
_ALTERNATIVES = re.compile(rf"{WORD.pattern}(?:-{WORD.pattern})*(?:\|{WORD.pattern}(?:-{WORD.pattern})*)+")
_PART = re.compile(r'!?\^?"[^"]*(?:"\$?(?=\s|$)|$)|(?:\\ |\S)+')
_WHOLE = re.compile(rf'(?<!\S)(?:!?\^?["“«][^"”»]*["”»]|{PATTERN.pattern}|{FILTER.pattern})', re.I)
"""A phrase, in which nothing else is looked for; a pattern; a filter."""


class Exact(NamedTuple):
    """An exact term, ready to be looked for in folded texts."""

    letters: tuple[str, ...]
    """What a text without two blanks in a row has to hold: quicker to see than where the term stands."""
    pattern: re.Pattern[str]
    """Group 1 is what is lit."""

    def may_stand_in(self, folded: str) -> bool:
        """Whether it is worth looking for there."""
        return all(letters in folded for letters in self.letters) or "  " in folded

    def is_in(self, folded: str) -> bool:
        """Whether it stands there."""
        return self.may_stand_in(folded) and self.pattern.search(folded) is not None

    def spans(self, folded: str) -> list[tuple[int, int]]:
        """Where it stands."""
        return [match.span(1) for match in self.pattern.finditer(folded)] if self.may_stand_in(folded) else []


@dataclass(frozen=True, slots=True)
class Term:
    """Something to look for, folded."""

    text: str
    fuzzy: bool = True
    """A word that is like it will do; otherwise these very letters."""
    whole: bool = False
    """It begins where a word begins."""
    closed: bool = False
    """It ends where a word ends."""
    first: bool = False
    """It begins the paragraph."""
    last: bool = False
    """It ends the paragraph."""
    negated: bool = False
    loose: bool = False
    """Marks, or nothing, may stand where it has blanks."""

    def exact(self) -> Exact:
        """What finds it in folded texts; any blanks will do where it has a blank."""
        parts = [re.escape(part) for part in self.text.split()] or [re.escape(self.text)]
        begin = r"\A[\W_]*?" if self.first else ""
        if self.whole and not self.first and _lettered(self.text[0]):
            # Behind the letters, not before them: a pattern that begins with letters is found many times as fast.
            parts[0] += rf"(?<![^\W_]{parts[0]})"
        end = r"(?=[\W_]*\Z)" if self.last else r"(?![^\W_])" if self.closed and _lettered(self.text[-1]) else ""
        between = r"[\W_]{0,3}" if self.loose else r"\s+"
        pattern = re.compile(f"{begin}({between.join(parts)}){end}")
        letters = self.text.split() or [self.text]
        return Exact(tuple(letters) if self.loose else (" ".join(letters),), pattern)


@dataclass(frozen=True, slots=True)
class Query:
    """Groups of terms: of each group one has to be found; and what must not be found."""

    wanted: tuple[tuple[Term, ...], ...] = ()
    unwanted: tuple[Term, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    filters: tuple[Filter, ...] = ()
    spelt: tuple[str, ...] = field(default=(), compare=False)
    """Words as they were typed, where folding has taken accents or capitals from them."""
    unfinished: bool = field(default=False, compare=False)
    """Whether the last word may go on."""
    passed_over: tuple[str, ...] = field(default=(), compare=False)
    """Filters for a date whose value is none, as they were typed."""

    def __bool__(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.wanted or self.unwanted or self.patterns or self.filters)


def parse(text: str) -> Query:
    """Understand a query."""
    wanted: list[tuple[Term, ...]] = []
    unwanted: list[Term] = []
    either = False
    words, patterns, filters, passed_over = _taken_apart(text[:LONGEST])
    parts = _PART.findall(fold_plain(words))[:MOST_TERMS]
    for part in parts:
        if part == "|" and len(parts) > 1:
            either = bool(wanted)
            continue
        groups = _alternatives(part) if _ALTERNATIVES.fullmatch(part) else _groups(part)
        if groups and groups[0][0].negated:
            unwanted += groups[0]
        elif groups and either:
            wanted[-1] += groups[0]
            wanted += groups[1:]
        else:
            wanted += groups
        either = False
    unfinished = text[-1:].isalnum()
    spelt = _spelt(words)
    return Query(tuple(wanted[:MOST_TERMS]), tuple(unwanted), patterns, filters, spelt, unfinished, passed_over)


def listing(query: Query, listed: Listed) -> Query:
    """The query that finds only what is to be listed."""
    if listed is Listed.PASSAGES:
        return query
    others = tuple(each for each in query.filters if each.field is not Field.IN)
    return replace(query, filters=(Filter(Field.IN, (_PLACE_OF[listed],)), *others))


def places_apart(query: Query) -> tuple[list[Listed], Query | None]:
    """Where besides the passages a query is to be looked for, and what is to be found among those, if anything."""
    places = [each for each in query.filters if each.field is Field.IN and not each.negated]
    inside = [
        listed
        for listed in (Listed.NOTES, Listed.ENTITIES)
        if any(_PLACE_OF[listed].startswith(value) for each in places for value in each.values)
    ]
    if not inside:
        return [], query
    names = [_PLACE_OF[listed] for listed in inside]
    filters: list[Filter] = []
    for each in query.filters:
        if each in places:
            values = tuple(value for value in each.values if not any(name.startswith(value) for name in names))
            if not values:
                return inside, None
            filters.append(each._replace(values=values))
        else:
            filters.append(each)
    return inside, replace(query, filters=tuple(filters))


def _spelt(text: str) -> tuple[str, ...]:
    """The words that folding changes."""
    return tuple(dict.fromkeys(word for word in WORD.findall(text)[:MOST_TERMS] if fold_plain(word) != word))


def _taken_apart(text: str) -> tuple[str, tuple[Pattern, ...], tuple[Filter, ...], tuple[str, ...]]:
    """The query without its patterns and filters, and those: they are not to be folded; and filters that are none."""
    patterns: list[Pattern] = []
    filters: list[Filter] = []
    rest: list[str] = []
    passed_over: list[str] = []
    at = 0
    for match in _WHOLE.finditer(text):
        if match["pattern"] and is_usable(match["pattern"]):
            patterns.append(Pattern(match["pattern"], bool(match["unwanted"])))
        elif match["field"]:
            wanted = filter_of(match)
            filters += [wanted] if wanted is not None else []
            if wanted is None and is_no_date(match):
                passed_over.append(match.group().lstrip("!"))
        else:
            continue
        rest.append(text[at : match.start()])
        at = match.end()
    return " ".join([*rest, text[at:]]), tuple(patterns), tuple(filters), tuple(passed_over)


def _alternatives(part: str) -> list[tuple[Term, ...]]:
    """The one group that words with bars between them are: ``llama|alpaca``."""
    return [tuple(term for word in part.split("|") for group in _loose(word)[:1] for term in group)]


def _groups(part: str) -> list[tuple[Term, ...]]:
    """What one part asks for; a fuzzy part with marks inside, such as ``l'openai``, is several words."""
    body = part
    negated = len(body) > 1 and body.startswith("!")
    body = body[1:] if negated else body
    first = len(body) > 1 and body.startswith("^")
    body = body[1:] if first else body
    last = len(body) > 1 and body.endswith("$") and (first or negated or not _is_price(body))
    body = body[:-1] if last else body
    if body.startswith('"') and len(body) > 1:
        phrase = " ".join(body.strip('"').split())
        return _exactly(Term(phrase, False, True, body.endswith('"'), first, last, negated))
    if body.startswith("'") and len(body) > 1:
        whole = len(body) > 2 and body.endswith("'")
        exact = _unescaped(body[1:-1] if whole else body[1:])
        return _exactly(Term(exact, False, whole, whole, first, last, negated))
    if first or last or negated or "\\ " in body:
        return _exactly(Term(_unescaped(body), False, False, False, first, last, negated))
    if not _TELLING.isdisjoint(body) and WORD.search(body):
        return _exactly(Term(body.strip(".,;:!?\"'()[]"), False))
    return _loose(body)


def _loose(body: str) -> list[tuple[Term, ...]]:
    """Words to be found loosely; versions such as ``3.1``, unspaced scripts and symbols as they stand."""
    found: list[tuple[Term, ...]] = [_run(run) for run in _RUN.findall(body)]
    if len(found) > 1 and HYPHENATED.fullmatch(body):
        whole = Term(body.replace("-", ""))
        return [(*group, whole) for group in found]
    return found or _exactly(Term(body, fuzzy=False))


def _run(text: str) -> tuple[Term, ...]:
    """A word, or what is to be found as it stands; a name may be parted from the version behind it."""
    if _VERSION.fullmatch(text) is None:
        return (Term(text, fuzzy=UNSPACED.match(text) is None),)
    name = text.rstrip("0123456789.")
    version = text[len(name) :]
    parted = (Term(f"{name} {version}", fuzzy=False, whole=True, loose=True),) if name else ()
    return (Term(text, fuzzy=False, whole=True), *parted)


def _exactly(term: Term) -> list[tuple[Term, ...]]:
    """The term alone, unless it is only marks of sentences, which nothing is found by."""
    return [(term,)] if vocabulary(term.text) else []


def _unescaped(text: str) -> str:
    return text.replace("\\ ", " ")


def _is_price(body: str) -> bool:
    """Whether a final ``$`` belongs to a number: ``100$``."""
    return body[:-1].replace(",", "").replace(".", "").isdecimal()


def _lettered(letter: str) -> bool:
    return letter.isalnum()
