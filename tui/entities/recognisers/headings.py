"""Names in lines whose capitals say nothing: English headings, and whatever is set in capitals throughout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.entities.lexicon import lexicon, vocabulary
from tui.entities.recognisers.candidates import candidate
from tui.entities.recognisers.capitals import VERSION, Run, is_near, known_at
from tui.entities.recognisers.lines import is_telling

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from tui.entities.recognisers.candidates import Candidate
    from tui.entities.recognisers.lines import Line

_LONGEST = 6
"""Words of the longest name that is looked for."""


def named_elsewhere(line: Line, names: Set[str], ordinary: Set[str]) -> Iterator[Candidate]:
    """What the lists know for sure, what a spelling gives away, and the names of the rest of the document."""
    at = 0
    while at < len(line):
        run = _longest(line, at, names) if line.is_capital(at) else None
        found = candidate(line, run, ordinary) if run is not None else None
        if run is None or found is None:
            at += 1
            continue
        if found.key in names or _is_certain(line, run, ordinary):
            yield found
        at = run.last + 1


def _longest(line: Line, at: int, names: Set[str]) -> Run | None:
    """The longest name that begins with a word, of the lists or of the document."""
    best = known_at(line, at)
    for last in range(at, min(at + _LONGEST, len(line))):
        if last > at and not is_near(line, last):
            break
        key = line.key(at, last)
        if key in names and (best is None or last > best.last):
            best = Run(at, last, line.ends[last], lexicon().names.get(key))
    if best is None and _gives_itself_away(line.words[at]):
        last = at
        while is_near(line, last + 1) and VERSION.fullmatch(line.words[last + 1]):
            last += 1
        best = Run(at, last, line.ends[last])
    return best


def _gives_itself_away(word: str) -> bool:
    return is_telling(word) and not word.isupper()


def _is_certain(line: Line, run: Run, ordinary: Set[str]) -> bool:
    if run.known is None:
        return _gives_itself_away(line.words[run.first])
    lower = line.lower(run.first)
    if run.known.ordinary or not run.known.is_written(line.slice(run.first, run.last)):
        return False
    if run.last > run.first:
        return True
    return not (lower in ordinary or lower in vocabulary().common_words or all(map(str.isupper, line.words)))
