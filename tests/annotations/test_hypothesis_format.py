"""Rows as the API of Hypothesis gives and takes them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given

from tests.annotations.generated import several, steady
from tests.annotations.test_jsonld_format import told
from tui.annotations.formats import read, recognised, write
from tui.annotations.formats.foreign import Foreign, Work
from tui.annotations.kinds import WHOLE_TEXT, Kind
from tui.annotations.model import Relations
from tui.document.failures import Refused


def in_hypothesis(relations: Relations) -> Relations:
    """It knows of replies and notes on whole texts, but of no entities, and not that a place was refused."""
    return replace(relations, about=relations.about if relations.about == WHOLE_TEXT else "", place="")


@steady
@given(several)
def test_what_is_written_is_read_as_what_it_was(articles):
    data = write("hypothesis", articles).encode()

    assert recognised(data).name == "hypothesis"
    assert read("hypothesis", data) == [
        replace(
            told(placed.annotation, Work(title=article.document.title, source=article.document.source)),
            colour=None,
            block=None,
            relations=in_hypothesis(placed.annotation.relations),
        )
        for article in articles
        for placed in article.in_order()
        if placed.annotation.kind is not Kind.BOOKMARK
    ]


def test_a_row_of_its_api():
    row = {
        "id": "a1b2C3-d_E",
        "created": "2023-05-02T09:31:22.123456+00:00",
        "updated": "2023-05-03T09:31:22.123456+00:00",
        "user": "acct:reader@hypothes.is",
        "uri": "https://example.org/article",
        "text": "Is that so?",
        "tags": ["doubt"],
        "group": "__world__",
        "permissions": {"read": ["group:__world__"]},
        "target": [
            {
                "source": "https://example.org/article",
                "selector": [
                    {"type": "RangeSelector", "startContainer": "/p[1]", "endContainer": "/p[1]"},
                    {"type": "TextPositionSelector", "start": 12, "end": 23},
                    {"type": "TextQuoteSelector", "exact": "three words", "prefix": "of ", "suffix": " here"},
                ],
            }
        ],
        "document": {"title": ["An article"]},
        "links": {"html": "https://hypothes.is/a/a1b2"},
    }
    reply = {**row, "id": "r", "references": ["a1b2C3-d_E"], "target": [{"source": "https://example.org/article"}]}

    data = json.dumps({"total": 2, "rows": [row, reply]}).encode()
    assert recognised(data).name == "hypothesis"
    assert read("hypothesis", data) == [
        Foreign(
            work=Work(title="An article", source="https://example.org/article"),
            quote="three words",
            kind=Kind.NOTE,
            prefix="of ",
            suffix=" here",
            start=12,
            end=23,
            note="Is that so?",
            tags=("doubt",),
            created="2023-05-02T09:31:22.123Z",
            modified="2023-05-03T09:31:22.123Z",
            id="a1b2C3-d_E",
            relations=Relations(),
        ),
        Foreign(
            work=Work(title="An article", source="https://example.org/article"),
            quote="three words",
            kind=Kind.NOTE,
            prefix="of ",
            suffix=" here",
            start=12,
            end=23,
            note="Is that so?",
            tags=("doubt",),
            created="2023-05-02T09:31:22.123Z",
            modified="2023-05-03T09:31:22.123Z",
            id="r",
            relations=Relations(parent="a1b2C3-d_E"),
        ),
    ]
    # Who made an annotation is told where it is not the same person everywhere.
    other = {**row, "id": "o", "user": "acct:ada@hypothes.is"}
    assert [each.relations.author for each in read("hypothesis", json.dumps([row, other]).encode())] == [
        "reader",
        "ada",
    ]


@pytest.mark.parametrize("data", [b"[1]", b'{"rows": ["x"]}', b'{"rows": [{}]}', b"{", b"7"])
def test_what_is_none_is_refused(data):
    with pytest.raises(Refused):
        read("hypothesis", data)


def test_searches_with_replies_apart_and_exports_of_the_client():
    first = {
        "id": "a",
        "uri": "https://example.org",
        "user": "acct:ada@hypothes.is",
        "target": [{"source": "https://example.org", "selector": [{"type": "TextQuoteSelector", "exact": "words"}]}],
        "document": {"title": "A text"},
    }
    page = {**first, "id": "p", "text": "All of it", "target": [{"source": "https://example.org"}]}
    reply = {**first, "id": "r", "text": "No", "references": ["a"], "target": [{"source": "https://example.org"}]}
    for answer in (
        {"total": 2, "rows": [first, page], "replies": [reply]},
        {"export_date": "2024-05-01", "export_userid": "acct:ada@hypothes.is", "annotations": [first, page, reply]},
    ):
        data = json.dumps(answer).encode()
        assert recognised(data).name == "hypothesis"
        assert [(each.quote, each.relations.parent, each.relations.about) for each in read("hypothesis", data)] == [
            ("words", "", ""),
            ("", "", WHOLE_TEXT),
            ("words", "a", ""),
        ]


def test_a_long_thread_is_gone_through_once():
    rows = [
        {
            "id": "0",
            "uri": "https://example.org",
            "target": [{"selector": [{"type": "TextQuoteSelector", "exact": "a"}]}],
        }
    ]
    rows += [{"id": str(each), "uri": "https://example.org", "references": [str(each - 1)]} for each in range(1, 3000)]

    found = read("hypothesis", json.dumps({"rows": rows[::-1]}).encode())

    assert len(found) == 3000
    assert {each.quote for each in found} == {"a"}
