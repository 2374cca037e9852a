"""What the reader has set, and where everything lives.

Data, settings, cache and log are in the places that the system has for them, or all under one folder:
``--home DIR``, or else the environment's ``LLAMA_TUI_HOME``, gives ``DIR/data``, ``DIR/config``,
``DIR/cache`` and ``DIR/log``.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.document.failures import Refused
from tui.document.files import read_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

HOME_VARIABLE = "LLAMA_TUI_HOME"
NAME = "llama-tui"


@dataclass(frozen=True)
class Places:
    """Folders; none of them need exist before something is put there."""

    data: Path
    config: Path
    cache: Path
    log: Path

    @property
    def database(self) -> Path:
        """What the reader adds to texts."""
        return self.data / "annotations.db"

    @property
    def corrections(self) -> Path:
        """The reader's corrections of names, a plain text."""
        return self.data / "corrections.txt"

    @property
    def codebook(self) -> Path:
        """What the reader's tags mean, a TOML file."""
        return self.data / "codebook.toml"

    @property
    def settings(self) -> Path:
        """The settings, a TOML file that the reader writes."""
        return self.config / "settings.toml"

    @property
    def log_file(self) -> Path:
        """What went wrong inside the program."""
        return self.log / "llama-tui.log"


def places(home: Path | None = None) -> Places:
    """Where things live: under ``home``, under ``LLAMA_TUI_HOME``, or where the system wants them.

    Raises ``Refused`` for ``~NAME`` where there is nobody of that name, and for a relative home where the
    working folder is gone.
    """
    chosen = home or (Path(os.environ[HOME_VARIABLE]) if os.environ.get(HOME_VARIABLE) else None)
    if chosen is not None:
        try:
            root = chosen.expanduser().absolute()
        except (RuntimeError, OSError) as error:
            raise Refused(f"{chosen}: where this home is cannot be found out.") from error
        return Places(root / "data", root / "config", root / "cache", root / "log")
    from platformdirs import PlatformDirs

    folders = PlatformDirs(NAME, appauthor=False)
    return Places(folders.user_data_path, folders.user_config_path, folders.user_cache_path, folders.user_log_path)


NARROWEST, WIDEST = 20, 200
"""Cells between which the measure may be set."""
SLOWEST, FASTEST = 50, 2000
"""Words a minute between which the reading speed may be set."""

RELOADS = ("never", "ask", "always")
NOTES = ("pane", "text")
ENGINES = ("rules", "spacy", "auto")
_MEANING = re.compile(r"[^\W_](?:[\w ’'/-]{0,38}\w)?")
"""A few words."""
COLOURS = ("yellow", "green", "blue", "pink", "purple")


@dataclass(frozen=True)
class Settings:
    """One frozen value of everything that can be set in ``settings.toml``."""

    language: str = ""
    """Of the screen: ``"fr"``, ``"en"``, or ``""`` for the locale's."""
    theme: str = "llama-dark"
    """``"llama-dark"``, ``"llama-light"``, or any theme of Textual's."""
    measure: int = 72
    """Width of the text column in cells, 20 to 200; 60 to 80 reads best."""
    justify: bool = False
    """Whether lines end at the right edge."""
    spacing: int = 0
    """Empty rows between two lines, 0 or 1."""
    reading_speed: int = 230
    """Words a minute, 50 to 2000, from which the time that is left is known."""
    colour: str = "yellow"
    """Of new highlights: ``"yellow"``, ``"green"``, ``"blue"``, ``"pink"`` or ``"purple"``."""
    autoreload: str = "ask"
    """When the file of a text changes on the disk: ``"ask"``, ``"always"`` or ``"never"`` read it again."""
    entities: str = "auto"
    """How names are recognised: ``"rules"``, with ``"spacy"`` beside them, or ``"auto"``, as it is installed."""
    notes: str = "pane"
    """Where notes are shown: in their ``"pane"`` alone, or in the ``"text"``, too, under their paragraphs."""
    colours: Mapping[str, str] = field(default_factory=dict)
    """What the colours of highlights mean, by their names: ``green = "evidence"``."""


def load(where: Places) -> Settings:
    """The settings of the file, the defaults where it says nothing or does not exist.

    Raises ``Refused`` for a file that is not TOML or sets something to what it cannot be; a name that is
    not a setting is refused too, so that a slip of the pen is not silently without effect.
    """
    path = where.settings
    try:
        data = read_bytes(path)
    except Refused as refusal:
        if isinstance(refusal.__cause__, FileNotFoundError):
            return Settings()
        raise
    import tomllib

    try:
        values: dict[str, Any] = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Refused(f"{path}: this is not text in UTF-8.") from error
    except RecursionError as error:
        raise Refused(f"{path}: this is not TOML (nested too deeply).") from error
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"{path}: this is not TOML ({error}).") from error
    return _checked(values, path)


def _checked(values: dict[str, Any], path: Path) -> Settings:
    known = {each.name: dict if each.name == "colours" else type(each.default) for each in fields(Settings)}
    for name, value in values.items():
        if name not in known:
            raise Refused(f"{path}: there is no setting {name!r}; there are {', '.join(known)}.")
        if type(value) is not known[name]:
            kinds = {int: "a whole number", bool: "true or false", dict: "a table"}
            wanted = kinds.get(known[name], "a text in quotes")
            raise Refused(f"{path}: {name} must be {wanted}.")
    settings = Settings(**values)
    if not NARROWEST <= settings.measure <= WIDEST:
        raise Refused(f"{path}: measure must be from {NARROWEST} to {WIDEST}.")
    if settings.spacing not in {0, 1}:
        raise Refused(f"{path}: spacing must be 0 or 1.")
    if not SLOWEST <= settings.reading_speed <= FASTEST:
        raise Refused(f"{path}: reading_speed must be from {SLOWEST} to {FASTEST}.")
    if settings.colour not in COLOURS:
        raise Refused(f"{path}: colour must be one of {', '.join(COLOURS)}.")
    for colour, meaning in settings.colours.items():
        if colour not in COLOURS:
            raise Refused(f"{path}: there is no colour {colour!r}; there are {', '.join(COLOURS)}.")
        if not isinstance(meaning, str) or not _MEANING.fullmatch(meaning):
            raise Refused(f"{path}: colours.{colour} must be a few words in quotes, without brackets.")
    if len({meaning.casefold() for meaning in settings.colours.values()} | set(COLOURS)) < len(settings.colours) + len(
        COLOURS
    ):
        raise Refused(f"{path}: the meanings of colours must differ from one another and from the colours’ names.")
    if settings.notes not in NOTES:
        raise Refused(f"{path}: notes must be one of {', '.join(NOTES)}.")
    if settings.autoreload not in RELOADS:
        raise Refused(f"{path}: autoreload must be one of {', '.join(RELOADS)}.")
    if settings.entities not in ENGINES:
        raise Refused(f"{path}: entities must be one of {', '.join(ENGINES)}.")
    if settings.language not in {"", "en", "fr"}:
        raise Refused(f'{path}: language must be "fr", "en" or "".')
    return settings


def interface_language(settings: Settings) -> str:
    """``"fr"`` or ``"en"``: what is set, or else what the environment's locale asks for."""
    if settings.language:
        return settings.language
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        locale = os.environ.get(variable, "")
        if locale:
            return "fr" if re.match(r"fr(?![a-z])", locale, re.IGNORECASE) else "en"
    return "en"
