"""Queries that are remembered and kept, in files that a reader may edit."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.document.failures import Refused
from tui.library.queries import MOST_RECENT, Queries
from tui.settings import places


@pytest.fixture
def queries(home: Path) -> Queries:
    return Queries(places())


def test_the_latest_query_comes_first_and_once(queries: Queries) -> None:
    for query in ("zuck", "open source", "zuck", "  zuck  ", ""):
        queries.use(query)
    assert queries.recent() == ["zuck", "open source"]
    queries.forget("zuck")
    queries.forget("never used")
    assert queries.recent() == ["open source"]


def test_only_so_many_are_remembered(queries: Queries) -> None:
    for number in range(MOST_RECENT + 5):
        queries.use(f"query {number}")
    assert len(queries.recent()) == MOST_RECENT
    assert queries.recent()[0] == f"query {MOST_RECENT + 4}"


def test_a_query_is_kept_under_a_name_until_it_is_dropped(queries: Queries) -> None:
    queries.keep("safety", "safety | risk lang:en")
    queries.keep("people", "type:person")
    queries.keep("safety", "risk")
    assert queries.kept() == {"people": "type:person", "safety": "risk"}
    assert queries.drop("people")
    assert not queries.drop("people")
    assert queries.kept() == {"safety": "risk"}
    for name, query in (("", "words"), ("name", " "), ("#", "words")):
        with pytest.raises(Refused):
            queries.keep(name, query)


def test_what_the_reader_wrote_into_the_file_stays(queries: Queries, home: Path) -> None:
    path = places().data / "queries.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("# mine\n\nmodels\tllama | alpaca\nno tab here\n", encoding="utf-8")
    queries.keep("people", "type:person")
    assert path.read_text(encoding="utf-8") == ("# mine\n\nmodels\tllama | alpaca\nno tab here\npeople\ttype:person\n")
    assert queries.kept() == {"models": "llama | alpaca", "people": "type:person"}


def test_files_that_cannot_be_used_are_named(queries: Queries) -> None:
    path = places().data / "queries.txt"
    path.mkdir(parents=True)
    with pytest.raises(Refused, match=r"queries\.txt"):
        queries.kept()


def test_what_is_not_text_does_no_harm(queries: Queries) -> None:
    path = places().data / "recent-queries.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"\xff\xfe\x00\x1b[31mred\n\nplain\n")
    assert queries.recent()[0] == "plain"
    assert "\x1b" not in "".join(queries.recent())


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20)), max_size=6))
def test_any_name_and_query_come_back_on_one_line(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]]
) -> None:
    queries = Queries(places(tmp_path_factory.mktemp("home")))
    expected: dict[str, str] = {}
    for name, query in pairs:
        try:
            queries.keep(name, query)
        except Refused:
            continue
        [(kept_name, kept_query)] = list(queries.kept().items())[-1:]
        assert "\n" not in kept_name + kept_query
        expected.pop(kept_name, None)
        expected[kept_name] = kept_query
        assert queries.kept() == expected
