"""What is done in a process of its own is what would be done here, and ends when nobody wants it any more."""

from __future__ import annotations

import math
import os
import time
from pathlib import Path

import pytest

from tui.document.failures import Refused
from tui.document.files import read_bytes
from tui.library import Library
from tui.library.beside import Unanswered, ask
from tui.library.indexing import beginning_beside
from tui.settings import places

TEXT = "# Lettre\n\nAngela Merkel a quitté Berlin pour Oslo.\n\nLe chancelier Scholz (Berlin) n’a rien dit.\n"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    opened = Library(places(tmp_path / "home"))
    yield opened
    opened.close()


def never() -> bool:
    return False


def test_the_answer_is_the_functions_own() -> None:
    assert ask(never, math.gcd, 12, 18) == 6


def test_a_refusal_is_handed_on(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"gone\.txt: there is no such file"):
        ask(never, read_bytes, tmp_path / "gone.txt")


def test_a_process_that_dies_gives_no_answer() -> None:
    with pytest.raises(Unanswered):
        ask(never, os._exit, 3)


def test_a_question_that_is_no_longer_asked_is_not_waited_for() -> None:
    begun = time.monotonic()
    with pytest.raises(Unanswered):
        ask(lambda: True, time.sleep, 600)
    assert time.monotonic() - begun < 60


def test_names_are_the_same_as_here(library: Library) -> None:
    document = library.open_text(TEXT.encode())
    here = library.recognising.at_once([document], "rules")
    assert [each.name for each in here[0]].count("Angela Merkel") == 1
    assert library.recognising_beside.at_once([document], "rules") == here
    assert library.recognising_beside.entities([document], "rules") == library.recognising.entities([document], "rules")


def test_nothing_is_named_for_whoever_has_left(library: Library) -> None:
    document = library.open_text(TEXT.encode())
    library.stop_recognising()
    library.recognising_beside.close()
    assert library.recognising_beside.at_once([document], "rules") == ((), False)


def test_names_are_found_here_where_no_process_can_be_had(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    named, _ = library.recognising_beside.at_once([library.open_text(TEXT.encode())], "rules")
    assert "Oslo" in [each.name for each in named]


def test_a_beginning_is_searched_by_an_index_from_beside(library: Library, tmp_path: Path) -> None:
    document = library.open_text(TEXT.encode())
    index = beginning_beside(document, tmp_path / "new", never)
    assert index is not None
    assert [hit.block for hit in index.search("chancelier").hits] == [2]
    assert list((tmp_path / "new").iterdir()) == []
    index.add(library.open_text(b"# Another\n\nOf a chancelier, too.\n"))
    assert len(index.search("chancelier").hits) == 2


def test_a_beginning_without_a_place_for_the_index_is_left_to_whoever_asks(library: Library, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    assert beginning_beside(library.open_text(TEXT.encode()), tmp_path / "file", never) is None


def test_an_order_that_nobody_takes_is_no_harm() -> None:
    with pytest.raises(Unanswered):
        ask(never, len, _DiesWhenItIsRead())


class _DiesWhenItIsRead:
    """Ends the process that is told of it, before it has taken all that is written to it."""

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (3,)
