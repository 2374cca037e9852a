from collections.abc import Iterable, Sequence

import pytest

from tests.search.test_filters import document
from tui.document.model import Document, Span
from tui.search.facts import Named, Noted
from tui.search.filters import Field
from tui.search.index import Index
from tui.search.kinds import Listed
from tui.search.model import Hit, Inside

PRESS = document("press", "# Prices", "Meta gives it away.", "## Who pays", "Mark Zuckerberg does, says Meta.")
LETTER = document("lettre", "# Une lettre", "Écrite par Zuckerberg.", "Rien.", language="fr")
NOTES = {
    PRESS: (
        Noted("n1", "Is that so? Ask the accountants.", 1, Span(10, 14), ("money",), "green"),
        Noted("n2", "Cœur du sujet\n\nhis second paragraph", 3, None, ("Été",), "yellow"),
        Noted("n3", "a note beyond the end", 9),
    ),
    LETTER: (Noted("n4", "accountant", 1, Span(14, 20), ("money",)),),
}
ENTITIES = {
    PRESS: (
        Named("organisation:meta", ("Meta", "Facebook"), ((10, 14), (73, 77)), "organisation"),
        Named("person:mark-zuckerberg", ("Mark Zuckerberg", "Zuck"), ((44, 59),), "person"),
    ),
    LETTER: (Named("person:mark-zuckerberg", ("Mark Zuckerberg",), ((25, 35),), "person"),),
}


class Known:
    """Facts as a library might give them."""

    def blocks(self, document: Document, field: Field, value: str) -> Iterable[int]:
        return [1] if field is Field.IS and document is PRESS else []

    def values(self, field: Field) -> Iterable[str]:
        return []

    def notes(self, document: Document) -> Sequence[Noted]:
        return NOTES[document]

    def entities(self, document: Document) -> Sequence[Named]:
        return ENTITIES[document]


@pytest.fixture(scope="module")
def index() -> Index:
    index = Index()
    index.add(PRESS)
    index.add(LETTER)
    return index


def found(index: Index, query: str, listed: Listed = Listed.PASSAGES) -> list[str]:
    hits = index.search(query, facts=Known(), listed=listed).hits
    return [f"{hit.document} {hit.block}{f' {hit.inside.id}' if hit.inside else ''}" for hit in hits]


def lit(hit: Hit) -> list[str]:
    assert hit.inside is not None
    return [hit.inside.text[start:end] for start, end in hit.inside.matches]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("acountants", ["press 1 n1", "lettre 1 n4"]),
        ("accountant", ["lettre 1 n4", "press 1 n1"]),
        ('"the accountants"', ["press 1 n1"]),
        ("accountant !ask", ["lettre 1 n4"]),
        ("coeur", ["press 3 n2"]),
        ("", ["press 1 n1", "press 3 n2", "lettre 1 n4"]),
        ("tag:mon", ["press 1 n1", "lettre 1 n4"]),
        ("!tag:money", ["press 3 n2"]),
        ("tag:ete sujet", ["press 3 n2"]),
        ("colour:green", ["press 1 n1"]),
        ("lang:fr", ["lettre 1 n4"]),
        ("is:bookmarked", ["press 1 n1"]),
        ("zuckerberg", []),
        ("/ask.*s/", ["press 1 n1"]),
    ],
)
def test_finds_notes(index: Index, query: str, ids: list[str]) -> None:
    assert found(index, query, Listed.NOTES) == ids
    assert found(index, f"in:note {query}") == ids


def test_tells_what_fits_in_a_note_and_what_it_marks(index: Index) -> None:
    hit, _ = index.search("in:note acountants", facts=Known()).hits
    assert lit(hit) == ["accountants"]
    assert [PRESS.quote(span) for span in hit.matches] == ["Meta"]
    (lost,) = index.search("in:note COEUR", facts=Known()).hits
    assert lit(lost) == ["Cœur"]
    assert lost.matches == ()


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("zuckerbreg", ["press 3 person:mark-zuckerberg"]),
        ("facebook", ["press 1 organisation:meta"]),
        ("", ["press 1 organisation:meta", "press 3 person:mark-zuckerberg"]),
        ("type:pers", ["press 3 person:mark-zuckerberg"]),
        ("!type:person", ["press 1 organisation:meta"]),
        ("entity:zuck", ["press 3 person:mark-zuckerberg"]),
        ("lang:fr", ["lettre 1 person:mark-zuckerberg"]),
        ("pays", []),
    ],
)
def test_lists_each_entity_once_where_it_is_named_first(index: Index, query: str, ids: list[str]) -> None:
    assert found(index, query, Listed.ENTITIES) == ids


def test_finds_all_passages_that_name_an_entity(index: Index) -> None:
    results = index.search("in:entity mark", facts=Known())
    assert [(hit.document, hit.block) for hit in results.hits] == [("press", 3), ("lettre", 1)]
    assert results.total == 2
    first = results.hits[0]
    assert first.inside == Inside(Listed.ENTITIES, "person:mark-zuckerberg", "Mark Zuckerberg", (Span(0, 4),))
    assert [PRESS.quote(span) for span in first.matches] == ["Mark Zuckerberg"]
    assert found(index, "in:entity Facebook") == ["press 1 organisation:meta", "press 3 organisation:meta"]


def test_lists_headings(index: Index) -> None:
    assert found(index, "", Listed.HEADINGS) == ["press 0", "press 2", "lettre 0"]
    assert found(index, "pays", Listed.HEADINGS) == ["press 2"]


def test_looks_in_several_places(index: Index) -> None:
    assert sorted(found(index, "in:note|heading prices | ask")) == ["press 0", "press 1 n1"]


def test_what_is_listed_is_what_was_asked_for_whatever_else_the_query_says(index: Index) -> None:
    assert found(index, "in:heading accountants", Listed.NOTES) == ["press 1 n1", "lettre 1 n4"]


def test_there_are_no_notes_without_facts(index: Index) -> None:
    assert index.search("in:note ask").hits == ()
    assert index.search("", listed=Listed.ENTITIES).hits == ()


def test_notes_that_change_are_found_as_they_are_now(index: Index) -> None:
    class Changing(Known):
        held = (Noted("n9", "before", 0),)

        def notes(self, document: Document) -> Sequence[Noted]:
            return self.held

    facts = Changing()
    assert index.search("in:note before", facts=facts, document="press").total == 1
    facts.held = (Noted("n9", "after", 0),)
    assert index.search("in:note before", facts=facts, document="press").total == 0
    assert index.search("in:note after", facts=facts, document="press").total == 1
