"""Who is named with whom, within a paragraph."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tui.document.model import Document
from tui.document.readers import Source
from tui.document.reading import read
from tui.entities.co_occurrence import Company, Paragraph
from tui.entities.kinds import EntityType
from tui.entities.model import Entity, Mention

NAMES = ("Ada", "Bob", "Cyd")


def made(*texts: str) -> tuple[dict[str, Document], list[Entity]]:
    """The documents of some texts, and the entities that they name: every one of NAMES where it stands."""
    documents = {
        str(number): read(text.encode(), Source(str(number), f"/{number}.txt", ".txt", "text"))
        for number, text in enumerate(texts)
    }
    entities = []
    for name in NAMES:
        found = []
        for document in documents.values():
            text, at = str(document.text), -1
            while (at := text.find(name, at + 1)) >= 0:
                found.append(Mention(document.id, at, at + len(name), name, EntityType.PERSON))
        entities.append(Entity(f"person:{name}", name, EntityType.PERSON, (), tuple(found)))
    return documents, entities


def test_each_paragraph_counts_once_and_those_seldom_named_elsewhere_come_first() -> None:
    documents, entities = made("Ada and Bob, and Bob.\n\nAda and Cyd.\n\nCyd.\n\nBob.\n\nBob.", "Ada.\n\nBob and Ada.")
    company = Company(entities, documents)
    ada, bob, cyd = entities
    assert [(each.entity.name, each.together, each.paragraphs) for each in company.companions(ada)] == [
        ("Bob", 2, 4),
        ("Cyd", 1, 2),
    ]
    assert [each.entity.name for each in company.companions(cyd)] == ["Ada"]
    assert company.shared(ada, bob) == [Paragraph("0", 0), Paragraph("1", 1)]
    assert company.shared(bob, cyd) == []


def test_two_names_are_followed_in_the_order_of_the_text() -> None:
    documents, entities = made("Bob, Ada, Bob.\n\nAda.\n\nAda and Bob.")
    company = Company(entities, documents)
    ada, bob, _ = entities
    both = company.shared_mentions(ada, bob)
    assert [each.text for each in both] == ["Bob", "Ada", "Bob", "Ada", "Bob"]


def test_what_is_named_in_no_text_that_is_there_keeps_no_company() -> None:
    _, entities = made("Ada and Bob.")
    company = Company(entities, {})
    assert company.companions(entities[0]) == []
    assert company.shared(entities[0], entities[1]) == []


@given(st.lists(st.lists(st.sampled_from(NAMES), max_size=4), min_size=1, max_size=8))
def test_company_is_mutual_and_counted_by_paragraphs(paragraphs: list[list[str]]) -> None:
    documents, entities = made("\n\n".join(" ".join(["so", *names]) for names in paragraphs))
    company = Company(entities, documents)
    for one in entities:
        for companion in company.companions(one):
            other = companion.entity
            expected = sum(one.name in names and other.name in names for names in paragraphs)
            assert companion.together == expected == len(company.shared(one, other)) == len(company.shared(other, one))
            both = company.shared_mentions(one, other)
            assert all(first.end <= second.start for first, second in pairwise(both))
            assert {each.text for each in both} == {one.name, other.name}
