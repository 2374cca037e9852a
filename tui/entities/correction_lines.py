r"""The reader's list of corrections as plain text, one readable line a correction.

::

    # Names as I want them.
    type "Corvane" as organisation
    rename "LLaMA" as "Llama"
    merge "Facebook" into "Meta"
    split "Washington" from "George Washington"
    ignore "Big Tech"                            # they all say it
    new "soupe aux choux" as work
    type place "Washington" as person in "/home/ada/notes/letters.md"

A type before a name is that as which it was recognised, for names that two things bear. ``in`` and a path, or the end
of one, tells in which text alone a line holds; without it holds everywhere. ``\"`` is a quotation mark in a name and
``\\`` a backslash. Empty lines and whatever follows ``#`` are the reader's own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from tui.entities.corrections import (
    EVERYWHERE,
    Correction,
    Deed,
    Named,
    ignore,
    merge,
    new,
    rename,
    retype,
    split,
)
from tui.entities.kinds import EntityType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TOKEN = re.compile(r"""\s*(?:(?P<quoted>"(?:[^"\\]|\\.)*")|(?P<word>[^\s"#]+)|(?P<comment>\#.*))""")
_ESCAPED = re.compile(r"\\(.)")
_BEFORE_OTHER = {Deed.RENAME: "as", Deed.MERGE: "into", Deed.SPLIT: "from"}


class Fault(NamedTuple):
    """A line that says nothing that could be done."""

    line: int
    """Counted from 1; 0 for the file as a whole."""
    reason: str


class Said(NamedTuple):
    """A line and what it says."""

    line: str
    correction: Correction


def parse(lines: Sequence[str]) -> tuple[list[Said], list[Fault]]:
    """What lines say, in their order, and those that cannot be understood."""
    said: list[Said] = []
    faults: list[Fault] = []
    for number, line in enumerate(lines, 1):
        try:
            correction = parse_line(line)
        except ValueError as error:
            faults.append(Fault(number, str(error)))
        else:
            if correction is not None:
                said.append(Said(line.strip(), correction))
    return said, faults


def parse_line(line: str) -> Correction | None:
    """What one line says; None for an empty one and a comment. Raises ``ValueError`` with the reason."""
    try:
        line.encode()
    except UnicodeEncodeError:
        raise ValueError("this is not text in UTF-8") from None
    line = normalize("NFC", line.removeprefix("\ufeff").strip())
    if any(not letter.isprintable() and not letter.isspace() for letter in line):
        raise ValueError("there is a character in it that cannot be seen")
    words = _Words(line)
    if words.is_over:
        return None
    first = words.word("a word such as type, rename, merge, split, ignore or new")
    try:
        deed = Deed(first)
    except ValueError:
        raise ValueError(f"“{first}” is none of {', '.join(Deed)}") from None
    who = words.named() if deed is not Deed.NEW else Named(words.quoted("the words"))
    kind, other = None, None
    if deed in {Deed.TYPE, Deed.NEW}:
        words.keyword("as")
        kind = words.type()
    elif deed is not Deed.IGNORE:
        words.keyword(_BEFORE_OTHER[deed])
        other = words.named() if deed is not Deed.RENAME else Named(words.quoted("the new name"))
    where = EVERYWHERE
    if not words.is_over:
        words.keyword("in")
        where = words.quoted("a path")
        if not where.strip():
            raise ValueError("the path is empty")
    if not words.is_over:
        raise ValueError(f"“{words.rest}” is too much")
    return _made(deed, who, other, kind, where)


def _made(deed: Deed, who: Named, other: Named | None, kind: EntityType | None, where: str) -> Correction:
    if kind is not None:
        return retype(who, kind, where) if deed is Deed.TYPE else new(who.form, kind, where)
    if other is None:
        return ignore(who, where)
    if deed is Deed.RENAME:
        return rename(who, other.form, where)
    return merge(who, other, where) if deed is Deed.MERGE else split(who, other, where)


class _Words:
    """The words and quoted names of a line, one after the other."""

    def __init__(self, line: str) -> None:
        self._tokens = list(_tokens(line))

    @property
    def is_over(self) -> bool:
        return not self._tokens

    @property
    def rest(self) -> str:
        return " ".join(self._tokens)

    def _next(self, wanted: str) -> str:
        if not self._tokens:
            raise ValueError(f"{wanted} is missing")
        return self._tokens.pop(0)

    def word(self, wanted: str) -> str:
        return self._next(wanted)

    def keyword(self, wanted: str) -> None:
        found = self._next(f"“{wanted}”")
        if found != wanted:
            raise ValueError(f"“{wanted}” was expected, not “{found}”")

    def quoted(self, wanted: str) -> str:
        found = self._next(f"{wanted} in quotation marks")
        if not found.startswith('"'):
            raise ValueError(f"{wanted} was expected in quotation marks, not “{found}”")
        return _ESCAPED.sub(r"\1", found[1:-1])

    def type(self) -> EntityType:
        found = self._next("a type")
        try:
            return EntityType(found)
        except ValueError:
            raise ValueError(f"“{found}” is no type; there are {', '.join(EntityType)}") from None

    def named(self) -> Named:
        kind = self.type() if self._tokens and not self._tokens[0].startswith('"') else None
        return Named(self.quoted("a name"), kind)


def _tokens(line: str) -> Iterator[str]:
    at = 0
    while at < len(line):
        match = _TOKEN.match(line, at)
        if match is None:
            raise ValueError("a quotation mark is not closed")
        if match["comment"] is not None:
            return
        yield match["quoted"] or match["word"]
        at = match.end()


def line_of(correction: Correction) -> str:
    """The line that says it; :func:`parse_line` gives the same correction."""
    parts = [correction.deed.value, _written(correction.who)]
    if correction.type is not None:
        parts += ["as", correction.type.value]
    if correction.other is not None:
        parts += [_BEFORE_OTHER[correction.deed], _written(correction.other)]
    if correction.document != EVERYWHERE:
        parts += ["in", _quoted(correction.document)]
    return " ".join(parts)


def _written(who: Named) -> str:
    return f"{who.type.value} {_quoted(who.form)}" if who.type is not None else _quoted(who.form)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
