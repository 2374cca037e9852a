"""Lists that decide: names known beforehand, and the small words around names. Loaded at the first use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from unicodedata import combining, normalize

from tui.entities.kinds import EntityType

_FILES = {
    "places.txt": EntityType.PLACE,
    "products.txt": EntityType.PRODUCT,
    "events.txt": EntityType.EVENT,
    "organisations.txt": EntityType.ORGANISATION,
}
"""Later files win where a name is in two."""


@cache
def folded(text: str) -> str:
    """A name for comparison: no case, no accents, hyphens and typographic apostrophes evened out."""
    plain = "".join(letter for letter in normalize("NFKD", text.casefold()) if not combining(letter))
    return " ".join(plain.replace("’", "'").replace("-", " ").replace("œ", "oe").split())


@dataclass(frozen=True)
class Lexicon:
    """Names by their folded form."""

    types: dict[str, EntityType]
    given_names: frozenset[str]
    longest: int
    """Words of the longest name."""


@cache
def lexicon() -> Lexicon:
    """The lists, read once."""
    folder = Path(__file__).parent / "data"
    types: dict[str, EntityType] = {}
    for name, kind in _FILES.items():
        types.update(dict.fromkeys(map(folded, _lines(folder / name)), kind))
    return Lexicon(
        types,
        frozenset(map(folded, _lines(folder / "given_names.txt"))),
        max(name.count(" ") + 1 for name in types),
    )


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")[:-1]


def _words() -> dict[str, frozenset[str]]:
    """The sections of ``words.txt``: small words of both languages, in lower case."""
    sections: dict[str, set[str]] = {}
    section = ""
    for line in _lines(Path(__file__).parent / "data" / "words.txt"):
        if line.startswith("["):
            section = line.strip("[]")
        else:
            sections.setdefault(section, set()).update(line.split())
    return {name: frozenset(found) for name, found in sections.items()}


_SECTIONS = _words()

HONORIFICS = _SECTIONS["honorifics"]
"""Before a person's name, and not part of it."""
ROLES = _SECTIONS["roles"]
"""Before or behind a person's name, as an apposition."""
SPEAKING = _SECTIONS["speaking"]
"""What persons do, right behind their names."""
PRODUCT_NOUNS = _SECTIONS["product_nouns"]
"""Before a product's name."""
ORGANISATION_NOUNS = _SECTIONS["organisation_nouns"]
"""Before an organisation's name."""
PLACE_NOUNS = _SECTIONS["place_nouns"]
"""Before a place's name."""
PLACE_PREPOSITIONS = _SECTIONS["place_prepositions"]
"""Before a place's name, among other things."""
WORK_NOUNS = _SECTIONS["work_nouns"]
"""Before the title of a work."""
ORGANISATION_HEADS = _SECTIONS["organisation_heads"]
"""First or last words of an institution's name; ``of``, ``de`` and ``for`` may follow the first."""
ORGANISATION_TAILS = _SECTIONS["organisation_tails"]
"""Last words of a company's name."""
PLACE_HEADS = _SECTIONS["place_heads"]
"""First words of a place's name."""
PLACE_TAILS = _SECTIONS["place_tails"]
"""Last words of a place's name."""
EVENT_HEADS = _SECTIONS["event_heads"]
"""First or last words of an event's name."""
PARTICLES = _SECTIONS["particles"]
"""Small words that may stand inside an institution's name."""
PERSON_PARTICLES = _SECTIONS["person_particles"]
"""Small words that may stand inside a person's name."""
COMMON_ACRONYMS = _SECTIONS["common_acronyms"]
"""Common nouns written in capitals, and no names."""
NEVER_ALONE = _SECTIONS["never_alone"]
"""Capitalised without being, alone, the name of something."""
FUNCTION_WORDS = _SECTIONS["function_words"]
"""Words of both languages that begin sentences, and are no names."""
