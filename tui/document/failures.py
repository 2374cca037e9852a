"""The one way in which the program says no to what it was given."""

from __future__ import annotations


class Phrase(str):
    """Words within a refusal that are said in the reader's language, as its sentence is."""

    __slots__ = ()


def small(reason: str) -> str:
    """A system's reason as it stands within a sentence."""
    return reason[:1].lower() + reason[1:]


class Refused(Exception):  # noqa: N818 - a refusal of the input, not an error of the program
    """Input that cannot be used: ``str(exception)`` is one sentence that names the file and the reason.

    The screen says it in the reader's language: ``sentence`` with ``{names}`` to be filled in from ``values``.
    """

    def __init__(self, sentence: str, **values: object) -> None:
        """Without values the sentence is taken as it is, braces too."""
        super().__init__(sentence.format(**values) if values else sentence)
        self.sentence = sentence
        self.values = values
