"""What a look at a file tells, with the looks of before."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tui.document.watching import News, Watch, look_at


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "text.md"
    path.write_text("as it was", encoding="utf-8")
    return path


def told(watch: Watch, path: Path, looks: int = 1) -> list[News]:
    return [watch.news(look_at(path)) for _ in range(looks)]


def test_a_file_that_stays_as_it_is_is_no_news(path: Path) -> None:
    assert told(Watch(look_at(path)), path, 3) == [News.NONE] * 3


def test_a_change_is_told_once_and_only_when_two_looks_agree(path: Path) -> None:
    watch = Watch(look_at(path))
    path.write_text("half of", encoding="utf-8")
    assert told(watch, path) == [News.NONE]
    path.write_text("half of it and the rest", encoding="utf-8")
    assert told(watch, path, 4) == [News.NONE, News.CHANGED, News.NONE, News.NONE]


def test_a_file_of_the_same_size_and_time_in_its_place_is_a_change(path: Path) -> None:
    watch = Watch(look_at(path))
    status = path.stat()
    draft = path.with_name("draft")
    draft.write_text("as it is!", encoding="utf-8")
    os.utime(draft, ns=(status.st_atime_ns, status.st_mtime_ns))
    draft.replace(path)
    assert path.stat().st_size == status.st_size
    assert told(watch, path, 3) == [News.NONE, News.CHANGED, News.NONE]


def test_a_file_that_is_gone_for_a_moment_is_not_gone(path: Path) -> None:
    watch = Watch(look_at(path))
    content = path.read_bytes()
    path.unlink()
    assert told(watch, path) == [News.NONE]
    path.write_bytes(content + b"!")
    assert told(watch, path, 3) == [News.NONE, News.CHANGED, News.NONE]


def test_a_file_that_stays_away_is_gone_and_its_coming_back_is_a_change(path: Path) -> None:
    watch = Watch(look_at(path))
    path.unlink()
    assert told(watch, path, 3) == [News.NONE, News.GONE, News.NONE]
    path.write_text("here again", encoding="utf-8")
    assert told(watch, path, 3) == [News.NONE, News.CHANGED, News.NONE]


def test_what_cannot_be_looked_at_is_not_there(tmp_path: Path) -> None:
    assert look_at(tmp_path / "absent") is None
    assert look_at(Path("with\0null")) is None
