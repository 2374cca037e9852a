"""A file that was exported before, written anew: what the reader wrote around our parts stays, and no edit is lost."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from tui.annotations.formats.foreign import decoded
from tui.document.failures import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui.annotations.formats import Article, Format
    from tui.annotations.formats.foreign import Foreign

    Known = Callable[[frozenset[str]], Sequence[Article]]
    """Gives the annotations of some ids as they are here, with their documents."""


def renewed(form: Format, articles: Sequence[Article], old: bytes | None) -> bytes:
    """The file's bytes, with what the reader wrote in the old one where the format can tell that."""
    if form.update is not None and old is not None:
        with suppress(Refused):
            text = form.update(articles, decoded(old))
            # The ends of lines are as they were.
            is_from_windows = 0 < old.count(b"\r\n") == old.count(b"\n")
            return (text.replace("\n", "\r\n") if is_from_windows else text).encode("utf-8", "replace")
    assert form.write is not None  # noqa: S101 - nothing else is written
    new = form.write(articles)
    return new.encode("utf-8", "replace") if isinstance(new, str) else new


def has_edits(form: Format, old: bytes, known: Known) -> bool:
    """Whether somebody has changed in the file what is ours, and what is here does not know it yet."""
    if form.read is None or form.update is None:
        return False
    try:
        edited = {each.id: each for each in form.read(old) if each.edited}
        if not edited:
            return False
        here = {each.id: each for each in form.read(renewed(form, known(frozenset(edited)), None))}
    except Refused:
        return False
    return any(identifier not in here or not _is_said(each, here[identifier]) for identifier, each in edited.items())


def _is_said(there: Foreign, here: Foreign) -> bool:
    """Whether an annotation says here what it says in a file, as far as that tells of it."""
    if (there.note.strip(), there.name) != (here.note.strip(), here.name):
        return False
    is_without_facts = there.colour is None and not there.tags
    return is_without_facts or (there.tags == here.tags and there.colour in {None, here.colour})
