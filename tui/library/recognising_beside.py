"""Recognising what is named in a process of its own, for texts that take long: the lists of names stay there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.library.beside import Unanswered, ask

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tui.document.model import Document
    from tui.entities.model import Entity
    from tui.library import Library


class RecognisingBeside:
    """The same as :class:`tui.library.recognising.Recognising`, which does it here where no process can be had."""

    def __init__(self, library: Library) -> None:
        """Nothing is begun before it is needed."""
        self._library = library
        self._is_closed = False

    def close(self) -> None:
        """Stop at once."""
        self._is_closed = True

    def entities(
        self, documents: Sequence[Document], choice: str, is_cancelled: Callable[[], bool] = lambda: False
    ) -> tuple[Entity, ...]:
        """Who and what is named in these documents; raises ``Stopped`` when it is cancelled, and ``Refused``."""
        try:
            return ask(lambda: self._is_closed or is_cancelled(), _entities, self._folder, documents, choice)
        except Unanswered:
            return self._library.recognising.entities(documents, choice, lambda: self._is_closed or is_cancelled())

    def at_once(self, documents: Sequence[Document], choice: str) -> tuple[tuple[Entity, ...], bool]:
        """What the rules tell, and whether :meth:`entities` may tell more; nothing once this is closed."""
        try:
            return ask(lambda: self._is_closed, _at_once, self._folder, documents, choice)
        except Unanswered:
            return ((), False) if self._is_closed else self._library.recognising.at_once(documents, choice)

    @property
    def _folder(self) -> Path:
        return self._library.mentions_folder


def _entities(folder: Path, documents: Sequence[Document], choice: str) -> tuple[Entity, ...]:
    from tui.library.recognising import Recognising

    recognising = Recognising(folder)
    try:
        return recognising.entities(documents, choice)
    finally:
        recognising.close()


def _at_once(folder: Path, documents: Sequence[Document], choice: str) -> tuple[tuple[Entity, ...], bool]:
    from tui.library.recognising import Recognising

    return Recognising(folder).at_once(documents, choice)
