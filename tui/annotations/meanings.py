"""What the reader means by each of the five colours: "claim", "evidence", "doubt"; nothing where nothing was set.

One reader has one set of them, wherever annotations are shown, asked for or written; so they stand here, given once
when the program starts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.annotations.kinds import Colour

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_meanings: dict[str, str] = {}
_ask: list[Callable[[], Mapping[str, str]]] = []
"""Whom to ask for them, when they are needed first."""


def give(meanings: Mapping[str, str]) -> None:
    """These are the meanings from now on, by the colours' names."""
    _ask.clear()
    _meanings.clear()
    _meanings.update(meanings)


def ask(source: Callable[[], Mapping[str, str]]) -> None:
    """The meanings are what ``source`` gives, once somebody wants to know; what it raises is raised there."""
    _meanings.clear()
    _ask[:] = [source]


def meaning(colour: Colour) -> str:
    """What the reader means by a colour; empty where that was not set."""
    if _ask:
        give(_ask[0]())
    return _meanings.get(colour.value, "")


def names(colour: Colour) -> tuple[str, ...]:
    """What a colour is called: its own name, and what it means."""
    return tuple(filter(None, (colour.value, meaning(colour))))


def colour_called(word: str) -> Colour | None:
    """The colour of a name or a meaning, whatever its case; None without one."""
    wanted = word.strip().casefold()
    return next((colour for colour in Colour if wanted in map(str.casefold, names(colour))), None)


def shown(colour: Colour) -> str:
    """The colour for people: ``green``, or ``green (evidence)``."""
    told = meaning(colour)
    return f"{colour.value} ({told})" if told else colour.value
