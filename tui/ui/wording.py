"""What the screen says, in the reader's language.

English sentences are their own keys; :mod:`tui.ui.locale` holds one table a language besides.
A language's table is imported only when it is chosen.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from tui.annotations.meanings import meaning
from tui.document.failures import Phrase

if TYPE_CHECKING:
    from tui.annotations.kinds import Colour
    from tui.document.failures import Refused

LANGUAGES = ("en", "fr")

_table: dict[str, str] = {}


def speak(language: str) -> None:
    """Say everything in ``language`` from now on: one of :data:`LANGUAGES`, English for any other."""
    _table.clear()
    if language in LANGUAGES and language != "en":
        words = import_module(f"tui.ui.locale.{language}")
        _table.update(words.REFUSALS | words.SENTENCES)


def say(sentence: str, **values: object) -> str:
    """The sentence in the reader's language, with ``{names}`` filled in from ``values``."""
    spoken = _table.get(sentence, sentence)
    return spoken.format(**values) if values else spoken


def said_no(refusal: Refused) -> str:
    """A refusal in the reader's language; one that the table does not hold, as it is."""
    if not refusal.values:
        return say(refusal.sentence)
    values = {name: say(value) if isinstance(value, Phrase) else value for name, value in refusal.values.items()}
    return say(refusal.sentence, **values)


def colour_name(colour: Colour) -> str:
    """What a colour is called, and what the reader means by it: ``green (evidence)``."""
    told = meaning(colour)
    return f"{say(colour.value)} ({told})" if told else say(colour.value)


def count(number: int, one: str, many: str) -> str:
    """``one`` or ``many``, as the number asks for; both hold ``{n}``. French counts nought as one."""
    singular = number == 1 or (number == 0 and bool(_table))
    return say(one if singular else many, n=number)
