"""Going through all annotations: what a query asks for, how they are grouped, and what is changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.annotations.kinds import Colour, Kind
from tui.annotations.model import Anchor, Annotation
from tui.document.failures import Refused
from tui.document.model import Document, Span
from tui.library import Library
from tui.library.review import Grouping, grouped, retagged, reviewed, wanted
from tui.library.sieve import Sieve
from tui.settings import places

TEXT = "# Tide\n\nOpenAI answered on Monday.\n\nNobody spoke of the walrus, and Mark Zuckerberg said nothing.\n"


@pytest.fixture
def library(home: Path) -> Library:
    return Library(places())


def opened(library: Library, tmp_path: Path, name: str = "tide.md") -> Document:
    path = tmp_path / name
    path.write_text(TEXT, encoding="utf-8")
    return library.open(path)


def span(document: Document, words: str) -> Span:
    start = document.text.find(words)
    return Span(start, start + len(words))


def mark(
    *, note: str = "", tags: tuple[str, ...] = (), colour: Colour = Colour.YELLOW, day: str = "2026-11-23"
) -> Annotation:
    anchor = Anchor("Élan of the sea", "", "", 0, 15, 0)
    kind = Kind.NOTE if note else Kind.HIGHLIGHT
    return Annotation(f"{note}{tags}{colour}{day}", "d", kind, anchor, note, tags, colour, created=f"{day}T10:00:00Z")


def test_a_query_asks_by_words_and_filters() -> None:
    claim = reviewed(mark(note="A bold claim", tags=("energy/solar",), colour=Colour.GREEN), None)
    doubt = reviewed(mark(note="Doubtful", tags=("doubt",), day="2024-02-29"), None, ("OpenAI", "Meta"))
    plain = reviewed(mark(), None)
    known = [claim, doubt, plain]
    for query, found in {
        "": known,
        "elan": known,
        "BOLD claim": [claim],
        "tag:energy": [claim],
        "tag:energ": [],
        "!tag:energy": [doubt, plain],
        "colour:green": [claim],
        "color:yellow kind:note": [doubt],
        "entity:openai": [doubt],
        "before:2025": [doubt],
        "after:2024-02": [claim, plain],
        "on:2024-02-29": [doubt],
        "tag:doubt|energy": [claim, doubt],
        "tag:": known,
        "kind:high": [plain],
        "nothing of it": [],
        "dubtful": [doubt],
    }.items():
        assert Sieve(known).sift(query) == found, query


def test_groups_come_in_their_order_and_hold_everything() -> None:
    first = reviewed(mark(note="a", tags=("x", "y"), colour=Colour.PINK), None, ("Meta",))
    second = reviewed(mark(note="b", tags=("y",), day="2026-11-24"), None)
    third = reviewed(mark(), None)
    known = [first, second, third]
    assert [(group.name, group.held) for group in grouped(known, Grouping.TAG)] == [
        ("y", [first, second]),
        ("x", [first]),
        ("", [third]),
    ]
    assert [group.name for group in grouped(known, Grouping.COLOUR)] == ["yellow", "pink"]
    assert [group.name for group in grouped(known, Grouping.DAY)] == ["2026-11-24", "2026-11-23"]
    assert [group.name for group in grouped(known, Grouping.ENTITY)] == ["Meta", ""]
    assert [group.held for group in grouped(known, Grouping.DOCUMENT)] == [known]


def test_tags_are_added_taken_away_and_set() -> None:
    before = mark(tags=("a", "b"))
    assert retagged(before, "+c #a").tags == ("a", "b", "c")
    assert retagged(before, "c, d").tags == ("a", "b", "c", "d")
    assert retagged(before, "-a b").tags == ()
    assert retagged(before, "-a +z").tags == ("b", "z")
    assert retagged(before, "=x y").tags == ("x", "y")
    for line in ("", " ", "+", "= "):
        with pytest.raises(Refused):
            retagged(before, line)


def test_everything_is_listed_over_all_texts_and_changed_at_once(library: Library, tmp_path: Path) -> None:
    first, second = opened(library, tmp_path), opened(library, tmp_path, "other.md")
    kept = library.annotate(first, span(first, "walrus"), note="big", tags=("sea",))
    library.annotate(second, span(second, "Monday"))
    review = library.review
    everything = review.everything()
    assert [(each.title, each.annotation.anchor.quote) for each in everything] == sorted(
        [("Tide", "walrus"), ("Tide", "Monday")], key=lambda row: row[1] != everything[0].annotation.anchor.quote
    )
    ids = [each.annotation.id for each in everything]
    assert review.change(ids, lambda annotation: retagged(annotation, "+checked")) == 2
    assert review.change(ids, lambda annotation: retagged(annotation, "+checked")) == 0, "nothing to change any more"
    assert all("checked" in each.annotation.tags for each in review.everything())
    assert review.delete([kept.annotation.id]) == 1
    assert [each.annotation.anchor.quote for each in review.everything()] == ["Monday"]
    library.store.undo()
    assert len(review.everything()) == 2


def test_the_entities_of_a_passage_are_known_to_its_note(library: Library, tmp_path: Path) -> None:
    document = opened(library, tmp_path)
    library.annotate(document, span(document, "OpenAI answered"), note="when?")
    library.bookmark(document, span(document, "walrus").start)
    named = {each.annotation.note: each.entities for each in library.review.with_entities(library.review.everything())}
    assert named == {"when?": ("OpenAI",), "": ("Mark Zuckerberg",)}
    asked = wanted("entity:zuckerberg")
    assert asked.asks_for_entities


@given(st.text(max_size=60))
def test_any_query_is_understood(query: str) -> None:
    known = [reviewed(mark(note="words"), None)]
    assert Sieve(known).sift(query) in ([], known)
