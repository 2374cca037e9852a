"""Recognising by the engine that was chosen, with what other packages add, kept for the next time."""

from __future__ import annotations

import shlex
import sys
import tomllib
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest

from tui.document.failures import Refused
from tui.document.model import Document
from tui.entities.engines import AUTO, RULES, SPACY
from tui.entities.recognisers.statistical import INSTALL
from tui.library import Library
from tui.library.recognising import MOST_KEPT
from tui.settings import places

needs_spacy = pytest.mark.skipif(find_spec("spacy") is None, reason="the extra [ner] is not installed")
without_spacy = pytest.mark.skipif(find_spec("spacy") is not None, reason="the extra [ner] is installed")

FRENCH = "# Lettre\n\nAngela Merkel a quitté Berlin pour voir la Cinémathèque française, où elle parle de Quorbel.\n"
ENGLISH = "# Letter\n\nAngela Merkel has left Berlin, and what she said was heard in Oslo and in the Quorbel valley.\n"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(places(tmp_path / "home"))


def document(library: Library, text: str) -> Document:
    return library.open_text(text.encode())


def names(library: Library, text: str, engine: str) -> dict[str, str]:
    return {each.name: each.type.value for each in library.entities([document(library, text)], engine)}


def kept(library: Library) -> list[Path]:
    return sorted((library.places.cache / "mentions").iterdir())


@pytest.mark.parametrize("engine", [RULES, AUTO])
@pytest.mark.parametrize("text", [FRENCH, ENGLISH])
def test_names_are_found_with_what_there_is(library: Library, engine: str, text: str) -> None:
    found = names(library, text, engine)
    library.close()
    assert found["Angela Merkel"] == "person"
    assert found["Berlin"] == "place"


@without_spacy
def test_spacy_that_is_not_there_is_told_of_in_one_sentence(library: Library) -> None:
    with pytest.raises(Refused, match=r"^spaCy is not installed; pip install .*fr-core.* installs it\.$"):
        names(library, FRENCH, SPACY)
    # and it is asked for, whatever has been kept of the rules
    names(library, FRENCH, AUTO)
    with pytest.raises(Refused):
        names(library, FRENCH, SPACY)


def test_the_reader_is_told_to_install_what_the_extra_installs() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())
    assert shlex.split(INSTALL)[2:] == project["project"]["optional-dependencies"]["ner"]


@needs_spacy
@pytest.mark.parametrize("text", [FRENCH, ENGLISH])
def test_spacy_is_heard_beside_the_rules(library: Library, text: str) -> None:
    found = names(library, text, SPACY)
    library.close()
    assert found["Angela Merkel"] == "person"
    assert found["Berlin"] == "place"


@needs_spacy
def test_what_damaged_texts_hold_is_no_obstacle(library: Library) -> None:
    text = document(library, FRENCH.replace("voir", "\ufffdoir"))
    half = replace(text, text=str(text.text).replace("\ufffd", "\ud800"))
    assert "Berlin" in {each.name for each in library.entities([half], SPACY)}
    library.close()


def test_what_was_found_is_kept_and_a_damaged_file_does_not_matter(library: Library) -> None:
    before = names(library, FRENCH, RULES)
    (path,) = kept(library)
    assert names(library, FRENCH, RULES) == before
    data = path.read_bytes()
    for damaged in (b"", data[:-9], data[: len(data) // 2], b"x" * 200, data.replace(b"person", b"parson")):
        path.write_bytes(damaged)
        assert names(library, FRENCH, RULES) == before
        assert path.read_bytes() == data


def test_a_result_is_not_taken_for_that_of_another_text(library: Library) -> None:
    names(library, FRENCH, RULES)
    assert "Oslo" in names(library, FRENCH.replace("Berlin", "Oslo"), RULES)
    assert "Oslo" not in names(library, FRENCH, RULES)
    # The same characters are a heading there and a paragraph here.
    names(library, FRENCH.replace("# ", ""), RULES)
    assert len(kept(library)) == 3


def test_not_more_than_so_many_results_are_kept(library: Library) -> None:
    folder = library.places.cache / "mentions"
    folder.mkdir(parents=True)
    for number in range(MOST_KEPT + 20):
        (folder / f"old{number}").write_bytes(b"old")
    names(library, FRENCH, RULES)
    assert len(kept(library)) == MOST_KEPT


def test_at_once_there_are_the_rules_results_or_what_was_kept(library: Library) -> None:
    text = document(library, FRENCH)
    entities, has_more = library.recognising.at_once([text], AUTO)
    assert {"Angela Merkel", "Berlin"} <= {each.name for each in entities}
    assert has_more == (find_spec("spacy") is not None)
    library.entities([text], AUTO)
    library.close()
    assert not library.recognising.at_once([text], AUTO)[1]
    assert not library.recognising.at_once([text], RULES)[1]


RECOGNISER = """
import re
from tui.entities.kinds import EntityType
from tui.entities.model import Mention

def quorbels(document):
    for found in re.finditer("Quorbel|Berlin", str(document.text)):
        yield Mention(document.id, *found.span(), found.group(), EntityType.PRODUCT, 0.9)
    yield Mention(document.id, 10**9, 10**9 + 1, "x", EntityType.PRODUCT)

def broken(document):
    raise ValueError("out of order")
"""


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, function: str) -> None:
    """A package with a recogniser, as pip leaves it."""
    (folder / "quorbels.py").write_text(RECOGNISER)
    about = folder / "quorbels-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: quorbels\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[llama_tui.recognisers]\nquorbels = quorbels:{function}\n")
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.delitem(sys.modules, "quorbels", raising=False)


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    folder = tmp_path / "packages"
    folder.mkdir()
    return folder


def test_others_recognisers_are_added(library: Library, packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert names(library, FRENCH, RULES)["Berlin"] == "place"
    install(packages, monkeypatch, "quorbels")
    found = names(library, FRENCH, RULES)
    assert found["Quorbel"] == "product"
    assert found["Berlin"] == "product", "where two meet, what the reader installed goes first"
    assert found["Angela Merkel"] == "person"
    assert names(library, FRENCH, RULES) == found


def test_one_that_fails_is_named(library: Library, packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(packages, monkeypatch, "broken")
    with pytest.raises(Refused, match=r"quorbels .*out of order"):
        names(library, FRENCH, RULES)


def test_one_that_does_not_load_is_named(library: Library, packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(packages, monkeypatch, "nothing_of_the_kind")
    with pytest.raises(Refused, match="quorbels"):
        names(library, FRENCH, RULES)
