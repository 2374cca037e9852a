"""Web addresses that stand bare in a text are links, and so much of them as belongs to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.document.model import BlockKind, MarkKind, Span
from tui.document.readers import Source
from tui.document.readers.addresses import addresses
from tui.document.reading import read


def links(text: str) -> list[tuple[str, str]]:
    document = read(text.encode(), Source("id", "name.md", ".md", "name"))
    return [
        (document.quote(Span(mark.start, mark.end)), mark.target)
        for mark in document.marks
        if mark.kind is MarkKind.LINK
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See https://example.org/a?b=c#d.", "https://example.org/a?b=c#d"),
        ("(voir https://fr.wikipedia.org/wiki/Lama_(animal))", "https://fr.wikipedia.org/wiki/Lama_(animal)"),
        ("« https://été.fr/é » ; et puis", "https://été.fr/é"),
        ("“HTTP://EXAMPLE.ORG/”, he said", "HTTP://EXAMPLE.ORG/"),
        ("http://localhost:8000/x!", "http://localhost:8000/x"),
        ("a_b https://example.org/a_b_c d_e", "https://example.org/a_b_c"),
    ],
)
def test_a_bare_address_is_a_link(text: str, found: str) -> None:
    assert links(text) == [(found, found)]


def test_an_address_without_a_protocol_leads_to_one() -> None:
    assert links("Go to www.example.org, now") == [("www.example.org", "http://www.example.org")]


@pytest.mark.parametrize(
    "text", ["http://", "https:// x", "www.nowhere", "xhttp://a.b", "ftp://a.b", "`http://a.b`", "www."]
)
def test_what_is_no_address_is_none(text: str) -> None:
    assert links(text) == []


def test_the_text_of_a_link_is_no_other_link() -> None:
    assert links("[https://a.b](https://c.d) <https://e.f>") == [
        ("https://a.b", "https://c.d"),
        ("https://e.f", "https://e.f"),
    ]


@given(st.text(st.sampled_from("htps:/w.()ab,; <\n"), max_size=60))
def test_addresses_lie_in_the_text_one_behind_the_other(text: str) -> None:
    behind = 0
    for start, end, target in addresses(text):
        assert behind <= start < end
        assert target.endswith(text[start:end])
        assert not any(sign in text[start:end] for sign in " <\n")
        behind = end


def test_a_footnote_that_begins_with_a_list_keeps_its_label() -> None:
    document = read(b"Called[^n].\n\n[^n]: - first\n    - second\n", Source("id", "name.md", ".md", "name"))
    assert [(block.kind, block.marker, document.block_text(block)) for block in document.blocks[1:]] == [
        (BlockKind.FOOTNOTE, "n", "first"),
        (BlockKind.ITEM, "•", "second"),
    ]
    assert document.blocks.footnote("n") == 1


def test_the_language_of_a_fence_may_stand_behind_a_blank() -> None:
    document = read(b"~~~ py title\nx = 1\n~~~\n", Source("id", "name.md", ".md", "name"))
    assert document.blocks[0].info == "py"
