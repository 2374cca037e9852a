"""Searching what is too much to be indexed in memory: long texts, folders, everything that was ever opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ui.test_reader import Open, Reading, read  # noqa: F401 - the fixture
from tui.document import reading as document_reading
from tui.library import Library, searching
from tui.library.scope import Scope
from tui.settings import places
from tui.ui import session
from tui.ui.widgets.result_rows import Found

MORE = {
    "second.md": "# Second\n\n## Of the sea\n\nA walrus lives here, far from the first text.\n\nNobody speaks.\n",
    "third.md": "# Third\n\nAnother walrus, and a seal.\n",
}


@pytest.fixture(params=["here", "beside", "unwritable"])
def much(request: pytest.FixtureRequest, home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Whatever is open is much; indexed in this process, in another one, or where nothing can be saved."""
    monkeypatch.setattr(session, "MOST_AT_HAND", 1)
    monkeypatch.setattr(searching, "LEAST_SAVED", 1)
    if request.param != "here":
        monkeypatch.setattr(searching, "LEAST_BESIDE", 1)
    if request.param == "unwritable":
        (home / "cache").mkdir()
        (home / "cache" / "search").write_text("in the way")
    return request.param


def titles(reading: Reading) -> list[str]:
    return [row.document.title for row in reading.screen.search.hits.values if isinstance(row, Found)]


async def until(reading: Reading, true: Callable[[], bool]) -> None:
    while not true():
        await reading.pilot.pause(0.01)
    await reading.settle()


async def test_a_folder_is_searched_without_being_opened(read: Open, much: str) -> None:  # noqa: F811
    async with read(more=MORE) as reading:
        await reading.press("/", *"walrus")
        assert sorted(titles(reading)) == ["Second", "Third"]
        opened = reading.screen.session
        assert len(opened.documents) == 1
        assert opened.searched_share() == 1
        await reading.press("enter")
        await until(reading, lambda: opened.document.title in {"Second", "Third"})
        assert "walrus" in reading.rest.split("\n")[0]
        await reading.press("/", *"walrus seal")
        assert titles(reading)[0] == "Third"
        while reading.screen.searching.scope is not Scope.TEXT:
            await reading.press("ctrl+t")
            await reading.settle()
        assert set(titles(reading)) <= {opened.document.title}


async def test_a_text_that_has_changed_is_found_as_it_is(read: Open, much: str) -> None:  # noqa: F811
    async with read(more=MORE) as reading:
        opened = reading.screen.session
        path = Path(opened.document.source)
        path.write_text("# A short text\n\nNothing but an octopus.\n", encoding="utf-8")
        opened.replace(opened.library.open(path))
        assert all(hit.document != opened.document.id for hit in opened.search("text | short", 9).hits)
        opened.add_to_index(opened.document)
        assert [hit.document for hit in opened.search("octopus", 9).hits] == [opened.document.id]
        assert opened.search("walrus", 9).total == 2
        assert opened.search("fridman", 9).total == 0


async def test_a_long_text_is_searched_to_its_end(
    read: Open,  # noqa: F811
    much: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(document_reading, "LONGEST_STRING", 100)
    monkeypatch.setattr(session, "MOST_INDEXED", 100)
    text = "\n\n".join(f"Paragraph {number} is about llamas." for number in range(400))
    async with read(text + "\n\nThe last one has a walrus.\n", name="long.txt") as reading:
        assert not isinstance(reading.screen.session.document.text, str)
        await reading.press("/", *"wallrus")
        assert len(titles(reading)) == 1
        await reading.press("enter")
        assert reading.number == 401


async def test_what_a_long_text_names_is_found_in_a_process_of_its_own(
    read: Open,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(document_reading, "LONGEST_STRING", 100)
    monkeypatch.setattr(Library, "recognising", property(lambda self: pytest.fail("it was done here")))
    text = "\n\n".join(f"Angela Merkel spoke in Oslo on day {number}." for number in range(20))
    async with read(text, name="long.txt") as reading:
        opened = reading.screen.session
        assert not isinstance(opened.document.text, str)
        await until(reading, lambda: bool(opened.entities))
        assert {"Angela Merkel", "Oslo"} <= {entity.name for entity in opened.entities}


async def test_the_library_is_searched_when_it_is_asked_for(
    read: Open,  # noqa: F811
    much: str,
    tmp_path: Path,
) -> None:
    library = Library(places())
    for name, text in MORE.items():
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        document = library.open(path)
        library.remember(document)
    library.close()
    async with read() as reading:
        await reading.press("/", *"walrus")
        assert titles(reading) == []
        while reading.screen.searching.scope is not Scope.LIBRARY:
            await reading.press("ctrl+t")
        await until(reading, lambda: reading.screen.session.is_complete(Scope.LIBRARY))
        assert sorted(titles(reading)) == ["Second", "Third"]
        await reading.press("enter")
        await until(reading, lambda: reading.screen.session.document.title in {"Second", "Third"})
        assert "walrus" in reading.rest.split("\n")[0]


async def test_what_is_still_to_be_indexed_is_said(read: Open, home: Path) -> None:  # noqa: F811
    async with read(more=MORE) as reading:
        opened = reading.screen.session
        shelf = opened.library.searching.files(opened.paths)
        shelf.load()
        opened.shelf = shelf
        assert opened.searched_share() == 0
        shelf.update(is_cancelled=lambda: len(shelf.index) > 0)
        assert 0 < opened.searched_share() < 1
