"""The reader's templates for notes: files ``NAME.md`` in the folder ``templates`` beside the settings.

In a template ``{quote}``, ``{title}``, ``{paragraph}`` and ``{date}`` (of today, ISO 8601) are filled in; any other
braces stay as they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tui.document.failures import Refused
from tui.document.files import read_bytes
from tui.document.harmless import harmless

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.settings import Places

LONGEST = 10_000
"""Code points of a template that are used."""
MOST = 100
"""Templates that are read."""
_FIELD = re.compile(r"\{(quote|title|paragraph|date)\}")


class Template(NamedTuple):
    """What a note may begin as."""

    name: str
    text: str

    def filled(self, values: Mapping[str, str]) -> str:
        """The text with its fields filled in; a field without a value becomes empty."""
        return _FIELD.sub(lambda match: values.get(match[1], ""), self.text)


def templates(where: Places) -> list[Template]:
    """The templates by name. One that cannot be read, or is no text, is passed over."""
    folder = where.config / "templates"
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".md")
    except OSError:
        return []
    found = []
    for path in paths[:MOST]:
        try:
            text = read_bytes(path).decode("utf-8-sig")
        except (Refused, UnicodeDecodeError):
            continue
        found.append(Template(path.stem, harmless(text[:LONGEST]).strip("\n")))
    return found
