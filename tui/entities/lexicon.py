"""Lists that decide: names known beforehand, and the small words around names. Read at the first use."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tui.entities.folding import folded_text
from tui.entities.kinds import EntityType

_DATA = Path(__file__).parent / "data"
_FILES = {
    "people.txt": EntityType.PERSON,
    "places.txt": EntityType.PLACE,
    "products.txt": EntityType.PRODUCT,
    "events.txt": EntityType.EVENT,
    "works.txt": EntityType.WORK,
    "others.txt": EntityType.OTHER,
    "organisations.txt": EntityType.ORGANISATION,
}
"""Where a name stands in several lists, the last is what it is when nothing else tells."""
_CAPITAL = re.compile(r"(?<![^\W_])[^\W\d_a-zà-öø-ÿ]")


class Known(NamedTuple):
    """A name of the lists."""

    type: EntityType
    group: str
    """The folded first form of its line, the same for all names of one thing in both languages."""
    form: str
    """As the list writes it; `` ?`` at its end marks what is a common word as well."""
    other: EntityType | None
    """What else it names in another list."""
    is_town: bool = False
    """Whether it is one of the many towns, which share their names with much else."""

    @property
    def ordinary(self) -> bool:
        """Whether it is a common word as well, so that a capital at the beginning of a sentence says nothing."""
        return self.form.endswith(" ?")

    def is_written(self, text: str) -> bool:
        """Whether a text that folds alike has its capitals: ``La croix`` is not ``La Croix``, ``Who`` not ``WHO``."""
        name = self.form.removesuffix(" ?")
        if name.isupper() and len(name) <= 6:
            return text.isupper()
        return len(_CAPITAL.findall(text)) >= len(_CAPITAL.findall(name))


class Lexicon(NamedTuple):
    """The lists of names, by folded form."""

    names: dict[str, Known]
    given_names: frozenset[str]
    longest: dict[str, int]
    """For each first word, how many words the longest name that begins with it has."""


@cache
def lexicon() -> Lexicon:
    """The lists of names, read once."""
    names: dict[str, Known] = {}
    longest: dict[str, int] = {}
    for file, kind in _FILES.items():
        text = "; ".join(line for line in _read(file).splitlines() if not line.startswith("#"))
        for entry, plain in zip(text.split("; "), folded_text(text).split("; "), strict=True):
            keys = plain.split(" | ")
            group = keys[0].removesuffix(" ?")
            for marked, form in zip(keys, entry.split(" | "), strict=True):
                key = marked.removesuffix(" ?")
                other = names[key].type if key in names else kind
                names[key] = Known(kind, group, form, other if other is not kind else None)
                first = key.partition(" ")[0].partition("'")[0]
                words = 1 + key.count(" ") + key.count("'")
                if longest.get(first, 0) < words:
                    longest[first] = words
    return Lexicon(names, frozenset(folded_text(_read("given_names.txt")).split()), longest)


def hand_written() -> list[str]:
    """All names of the lists that are written by hand, as they are written."""
    return [
        form.removesuffix(" ?")
        for file in _FILES
        for line in _read(file).splitlines()
        if not line.startswith("#")
        for form in re.split(r"; | \| ", line)
    ]


def _read(file: str) -> str:
    return (_DATA / file).read_text(encoding="utf-8")


class Gazetteer(NamedTuple):
    """Long lists of folded names that say what something may be, and never that it is."""

    towns: frozenset[str]
    town_words: dict[str, int]
    """For the first words of towns of several words, how many words the longest has."""
    given_names: frozenset[str]
    """Those beyond the lexicon's."""
    surnames: frozenset[str]
    languages: frozenset[str]
    countries: frozenset[str]
    """Folded, by all their names, and the nations that play for themselves."""


@cache
def gazetteer() -> Gazetteer:
    """The long lists, read once."""
    towns, given, surnames, languages, countries = (
        frozenset(_read(f"{name}.txt").split("\n"))
        for name in ("towns", "more_given_names", "surnames", "languages", "countries")
    )
    words: dict[str, int] = {}
    for name in towns:
        if " " in name or "'" in name:
            count = 1 + name.count(" ") + name.count("'")
            first = name.partition(" ")[0].partition("'")[0]
            if words.get(first, 0) < count:
                words[first] = count
    return Gazetteer(towns | countries, words, given, surnames, languages, countries)


def town(key: str, *, several: bool) -> Known | None:
    """The town that bears a folded name; none where it is more likely a person's."""
    lists = gazetteer()
    if key not in lists.towns or (not several and (key in lists.surnames or key in lists.given_names)):
        return None
    return Known(EntityType.PLACE, key, key, None, True)


class Vocabulary(NamedTuple):
    """Small words of both languages, in lower case, by what they say of the name beside them."""

    honorifics: frozenset[str]
    """Before a person's name, and not part of it."""
    titles: frozenset[str]
    """Offices; written with a capital before a person's name, and not part of it."""
    roles: frozenset[str]
    """Who persons are: before or behind their names."""
    rulers: frozenset[str]
    """Who belongs to a place: with ``of`` or ``de``, before its name."""
    bosses: frozenset[str]
    """Who belongs to an organisation: with ``of``, ``de`` or ``at``, before its name."""
    speaking: frozenset[str]
    """What persons do, beside their names."""
    relations: frozenset[str]
    """What a person has: behind ``'s``."""
    belongings: frozenset[str]
    """What an organisation has: behind ``'s``."""
    lands: frozenset[str]
    """What a place has: behind ``'s``."""
    product_nouns: frozenset[str]
    organisation_nouns: frozenset[str]
    place_nouns: frozenset[str]
    event_nouns: frozenset[str]
    work_nouns: frozenset[str]
    nations: frozenset[str]
    """Countries in three letters, as in results of races, in brackets."""
    animals: frozenset[str]
    """Before the name of one."""
    work_verbs: frozenset[str]
    """Before the title of a work."""
    place_prepositions: frozenset[str]
    organisation_heads: frozenset[str]
    """First words of names, with a capital: ``Ministry of Defence``."""
    organisation_tails: frozenset[str]
    """Last words of names: ``Corvane Systems``."""
    company_forms: frozenset[str]
    """Last words that a company's name has or has not: ``Mistral AI``."""
    place_heads: frozenset[str]
    place_tails: frozenset[str]
    event_heads: frozenset[str]
    event_tails: frozenset[str]
    other_heads: frozenset[str]
    other_tails: frozenset[str]
    organisation_kinds: frozenset[str]
    """In French, in lower case and part of the name: ``lycée Beaumont``."""
    organisation_kinds_of: frozenset[str]
    """The same before ``de``: ``université de Rennes``."""
    place_kinds: frozenset[str]
    place_kinds_of: frozenset[str]
    event_kinds: frozenset[str]
    event_kinds_of: frozenset[str]
    event_kinds_direct: frozenset[str]
    """Those that a name may follow at once: ``prix Goncourt``."""
    other_kinds: frozenset[str]
    other_kinds_of: frozenset[str]
    institution_adjectives: frozenset[str]
    """In lower case within an institution's name: ``Banque centrale européenne``."""
    particles: frozenset[str]
    """Small words that may stand inside an institution's name."""
    person_particles: frozenset[str]
    """Small words that may stand inside a person's name."""
    foreign_particles: frozenset[str]
    """Small words that, in a language that has them not, only stand inside names: ``Costa del Sol``."""
    articles: frozenset[str]
    naming: frozenset[str]
    """Before a thing's name: ``a model called``."""
    directions: frozenset[str]
    """With ``of`` or ``de``, before a place's name."""
    firm_tails: frozenset[str]
    """Last words that make even of a person's name another's: ``Marie Curie Hospital``."""
    governing_heads: frozenset[str]
    """French heads that take a noun in lower case into their names: ``Cour des comptes``."""
    common_acronyms: frozenset[str]
    """Common notions written in capitals, and no names."""
    never_alone: frozenset[str]
    """Capitalised without being, alone, the name of something: inhabitants, languages, faiths."""
    function_words: frozenset[str]
    """Words that begin sentences, and are no names."""
    crossing: frozenset[str]
    """Before ``the`` and a river, a road, a ridge."""
    boarding: frozenset[str]
    """What one does on a ship."""
    publishing: frozenset[str]
    """A little before ``in`` and a journal."""
    dealing: frozenset[str]
    """What companies do, beside their names."""
    made: frozenset[str]
    """What companies do with a thing: before ``by`` and their names."""
    houses: frozenset[str]
    """Organisations where they act, and places where one goes."""
    towards: frozenset[str]
    """Before a house where one goes."""
    apart: frozenset[str]
    """French kinds in lower case whose names stand without them too: ``le syndicat Ekhoscènes``."""
    between: frozenset[str]
    """French nouns between a kind in lower case and its place: ``cour d’appel de Lyon``."""
    makers: frozenset[str]
    """Companies whose names stand before those of what they make: ``Ford Transit``."""
    owned: frozenset[str]
    """Behind an owner, what makes a name of both: ``Shakespeare’s Globe``."""
    governing: frozenset[str]
    """English heads with ``and`` in their names: ``Department for Culture and Sport``."""
    joined: frozenset[str]
    """English last words behind ``and``: ``Fire and Rescue``."""
    unions: frozenset[str]
    """Behind a plural owner: ``Farmers’ Union``."""
    sport: frozenset[str]
    """What documents on matches and races speak of."""
    culture: frozenset[str]
    """What documents on books, films, music and pictures speak of."""
    common_words: frozenset[str]
    """Nouns, verbs and adjectives that often begin sentences."""


@cache
def vocabulary() -> Vocabulary:
    """The small words, read once; each section of ``words.txt`` is a field."""
    sections: dict[str, frozenset[str]] = {}
    for section in _read("words.txt").split("[")[1:]:
        name, _, found = section.partition("]")
        sections[name] = frozenset(found.split())
    return Vocabulary(**sections)


@cache
def nicknames() -> dict[str, frozenset[str]]:
    """Short given names, folded, with those that they stand for."""
    lines = (folded_text(line).partition("=") for line in _read("nicknames.txt").splitlines())
    return {short: frozenset(whole.split("/")) for short, _, whole in lines}


class Parts(NamedTuple):
    """What single words make of the names that they are part of."""

    heads: dict[str, EntityType]
    """First words, with a capital: ``Ministry``, ``River``."""
    tails: dict[str, EntityType]
    """Last words, with a capital: ``Systems``, ``Street``."""
    kinds: dict[str, EntityType]
    """French first words in lower case: ``lycée``, ``rue``."""
    kinds_of: frozenset[str]
    """Those among them that ``de`` may follow."""


@cache
def parts() -> Parts:
    """The words that decide by their place in a name."""
    words = vocabulary()
    order = (EntityType.OTHER, EntityType.ORGANISATION, EntityType.PLACE, EntityType.EVENT)
    return Parts(
        _by_type(order, words.other_heads, words.organisation_heads, words.place_heads, words.event_heads),
        _by_type(order, words.other_tails, words.organisation_tails, words.place_tails, words.event_tails),
        _by_type(order, words.other_kinds, words.organisation_kinds, words.place_kinds, words.event_kinds),
        words.organisation_kinds_of | words.place_kinds_of | words.event_kinds_of | words.other_kinds_of,
    )


def _by_type(types: tuple[EntityType, ...], *sections: frozenset[str]) -> dict[str, EntityType]:
    return {word: kind for kind, section in zip(types, sections, strict=True) for word in section}
