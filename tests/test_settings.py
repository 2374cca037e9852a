"""Where things live, and what the reader has set."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tuned
from hypothesis import strategies as st

from tui.document.failures import Refused
from tui.settings import COLOURS, NARROWEST, WIDEST, Places, Settings, interface_language, load, places


@pytest.fixture
def where(home: Path) -> Places:
    found = places()
    found.config.mkdir(parents=True)
    return found


def test_everything_is_under_the_home_of_the_environment(home):
    assert places() == Places(home / "data", home / "config", home / "cache", home / "log")
    assert places().database == home / "data" / "annotations.db"
    assert not list(home.iterdir())


def test_a_home_that_is_given_goes_before_that_of_the_environment(tmp_path, monkeypatch):
    assert places(tmp_path).data == tmp_path / "data"
    monkeypatch.chdir(tmp_path)
    assert places(Path("relative")).config == tmp_path / "relative" / "config"


@pytest.mark.parametrize("value", [None, ""])
def test_without_a_home_things_are_where_the_system_wants_them(monkeypatch, tmp_path, value):
    monkeypatch.delenv("LLAMA_TUI_HOME")
    if value is not None:
        monkeypatch.setenv("LLAMA_TUI_HOME", value)
    for name in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("HOME", str(tmp_path))
    found = places()
    assert len({found.data, found.config, found.cache, found.log}) >= 3
    for each in (found.data, found.config, found.cache, found.log):
        assert each.is_relative_to(tmp_path) and "llama-tui" in each.parts


def test_the_readers_folder_may_be_written_with_a_tilde(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert places(Path("~/mine")).data == tmp_path / "mine" / "data"


def test_a_home_that_cannot_be_found_is_refused(monkeypatch, tmp_path):
    with pytest.raises(Refused, match="nobody-of-this-name"):
        places(Path("~nobody-of-this-name/mine"))
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with pytest.raises(Refused, match="relative"):
        places(Path("relative"))


def test_without_a_file_there_are_the_defaults(where):
    assert load(where) == Settings()
    where.settings.write_text("")
    assert load(where) == Settings()


def test_what_is_set_is_taken(where):
    where.settings.write_text('# Mine.\nlanguage = "fr"\ntheme = "nord"\nmeasure = 60\ncolour = "green"\n')
    assert load(where) == Settings(language="fr", theme="nord", measure=60, colour="green")


def test_some_editors_begin_a_file_with_a_byte_order_mark(where):
    where.settings.write_bytes(b"\xef\xbb\xbfmeasure = 60\r\n")
    assert load(where).measure == 60


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("measure = ", "TOML"),
        ("\n\nmeasure 60\n", "line 3"),
        ("measure = 60\nmeasure = 61\n", "TOML"),
        ("a = " + "[" * 100_000, "nested"),
        ("mesure = 60", "'mesure'"),
        ("[reading]\nmeasure = 60", "'reading'"),
        ("measure = '60'", "whole number"),
        ("measure = true", "whole number"),
        ("measure = 60.0", "whole number"),
        ("theme = 1", "text in quotes"),
        (f"measure = {NARROWEST - 1}", str(NARROWEST)),
        (f"measure = {WIDEST + 1}", str(WIDEST)),
        ("colour = 'mauve'", "yellow"),
        ("language = 'de'", "fr"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_that_names_the_file(where, text, word):
    where.settings.write_text(text)
    with pytest.raises(Refused) as refusal:
        load(where)
    assert str(refusal.value).startswith(f"{where.settings}: ")
    assert word in str(refusal.value)


def test_a_file_that_cannot_be_read_is_refused(where):
    where.settings.write_bytes(b"theme = '\xff'")
    with pytest.raises(Refused, match="UTF-8"):
        load(where)
    where.settings.unlink()
    where.settings.mkdir()
    with pytest.raises(Refused, match="it is a folder"):
        load(where)
    where.settings.rmdir()
    os.mkfifo(where.settings)
    with pytest.raises(Refused, match="not a regular file"):
        load(where)


@given(
    measure=st.integers(NARROWEST, WIDEST),
    colour=st.sampled_from(COLOURS),
    language=st.sampled_from(["", "en", "fr"]),
)
@tuned(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
def test_all_that_may_be_set_is_taken(home, measure, colour, language):
    where = places()
    where.config.mkdir(exist_ok=True)
    where.settings.write_text(f'measure = {measure}\ncolour = "{colour}"\nlanguage = "{language}"\n')
    assert load(where) == Settings(measure=measure, colour=colour, language=language)


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "FR"}, "fr"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "fr_FR", "LC_MESSAGES": "en_GB"}, "en"),
        ({"LANG": "en_GB", "LC_MESSAGES": "en_GB", "LC_ALL": "fr_CA.UTF-8"}, "fr"),
        ({"LANG": "fr_FR", "LC_ALL": ""}, "fr"),
        ({"LANG": "fy_NL"}, "en"),
        ({"LANG": "frr_DE"}, "en"),
    ],
)
def test_the_language_is_that_of_the_locale(monkeypatch, environment, language):
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    assert interface_language(Settings()) == language
    assert interface_language(Settings(language="fr")) == "fr"
    assert interface_language(Settings(language="en")) == "en"
