"""Web Annotations: they keep everything, they are as the W3C's tests want them, and others' are understood."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.annotations.generated import several, sources, steady
from tui.annotations.formats import read, recognised, write
from tui.annotations.formats.addresses import address_of, source_of
from tui.annotations.formats.foreign import Foreign, Work, from_ours
from tui.annotations.formats.jsonld import CONTEXT
from tui.annotations.kinds import WHOLE_TEXT, Colour, Kind
from tui.annotations.model import Annotation, Relations
from tui.document.failures import Refused
from tui.document.model import Document

IRI = re.compile(r"[a-z][a-z0-9+.-]*:[\w.~:/?#\[\]@!$&'()*+,;=%-]+", re.ASCII)
TEXTUAL_PURPOSES = {"commenting", "tagging", "bookmarking"}


def work_of(document: Document) -> Work:
    return Work(title=document.title, source=document.source, language=document.language, id=document.id)


def told(annotation: Annotation, work: Work) -> Foreign:
    """What a file tells of an annotation; one on a whole text has no passage."""
    foreign = from_ours(annotation, work)
    if annotation.relations.about == WHOLE_TEXT:
        return replace(foreign, quote="", prefix="", suffix="", start=None, end=None, block=None)
    return foreign


def is_moment(value: Any) -> bool:
    return isinstance(value, str) and value.endswith("Z") and datetime.fromisoformat(value).tzinfo is not None


def check_selector(selector: dict[str, Any]) -> None:
    """Section 4.2 of the model: what the W3C's schemas ask of the two selectors that we write."""
    if selector["type"] == "TextQuoteSelector":
        assert {"exact", "prefix", "suffix"} <= selector.keys()
        assert all(isinstance(selector[name], str) for name in ("exact", "prefix", "suffix"))
    else:
        assert selector["type"] == "TextPositionSelector"
        assert all(type(selector[name]) is int and selector[name] >= 0 for name in ("start", "end"))
        assert selector["start"] <= selector["end"]


def check_annotation(item: dict[str, Any]) -> None:
    """Sections 3 and 4: the MUSTs for an annotation, its bodies and its target."""
    assert IRI.fullmatch(item["id"])
    assert item["type"] == "Annotation"
    assert item["motivation"] in {"highlighting", "commenting", "bookmarking", "replying"}
    if "creator" in item:
        assert item["creator"]["type"] == "Person" and item["creator"]["name"]
    assert is_moment(item["created"]) and is_moment(item["modified"])
    assert "bodyValue" not in item
    for body in item.get("body", []):
        if body["type"] == "SpecificResource":
            assert body["purpose"] == "identifying"
            assert IRI.fullmatch(body["source"])
            continue
        assert body["type"] == "TextualBody"
        assert body["purpose"] in TEXTUAL_PURPOSES
        assert isinstance(body["value"], str) and body["value"]
        assert not {"source", "items", "id"} & body.keys()
    target = item["target"]
    if item["motivation"] == "replying":
        target, parent = target
        assert IRI.fullmatch(parent)
    assert target["type"] == "SpecificResource"
    assert not {"value", "items", "id"} & target.keys()
    assert f".{target['styleClass']} " in item["stylesheet"]["value"]
    source = target["source"]
    assert IRI.fullmatch(source["id"])
    assert source["type"] == "Text"
    assert not {"source", "target", "value", "items", "purpose"} & source.keys()
    assert source.get("language", "en")
    for selector in target.get("selector", []):
        check_selector(selector)


def check_collection(collection: dict[str, Any]) -> None:
    """Section 5: the MUSTs for a collection with its first page in it."""
    assert CONTEXT in collection["@context"]
    assert IRI.fullmatch(collection["id"])
    assert collection["type"] == "AnnotationCollection"
    assert isinstance(collection["label"], str)
    assert type(collection["total"]) is int and collection["total"] >= 0
    if not collection["total"]:
        assert "first" not in collection
        return
    page = collection["first"]
    assert IRI.fullmatch(page["id"])
    assert page["type"] == "AnnotationPage"
    assert page["startIndex"] == 0
    assert len(page["items"]) == collection["total"]
    for item in page["items"]:
        check_annotation(item)


@steady
@given(several)
def test_what_is_written_is_read_as_what_it_was(articles):
    data = write("json-ld", articles).encode()

    assert recognised(data).name == "json-ld"
    assert read("json-ld", data) == [
        told(placed.annotation, work_of(article.document)) for article in articles for placed in article.in_order()
    ]


@steady
@given(several)
def test_what_is_written_is_a_collection_after_the_model(articles):
    check_collection(json.loads(write("json-ld", articles)))


@given(sources)
def test_a_source_comes_back_from_its_address(source):
    address = address_of(source)

    assert IRI.fullmatch(address)
    assert source_of(address) == source


def test_an_annotation_of_the_models_own_kind():
    theirs = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "http://example.org/anno1",
        "type": "Annotation",
        "motivation": ["commenting"],
        "created": "2015-10-13T13:00:00+02:00",
        "creator": {"id": "http://example.org/user1", "type": "Person"},
        "body": [
            {"type": "TextualBody", "value": "j'adore !", "language": "fr"},
            {"type": "TextualBody", "purpose": "tagging", "value": "love"},
            {"type": "Choice", "items": [{"type": "TextualBody", "value": "one"}, "http://example.org/note1"]},
        ],
        "target": {
            "source": "http://example.org/page1",
            "styleClass": "red",
            "selector": {
                "type": "FragmentSelector",
                "value": "xywh=1,2,3,4",
                "refinedBy": {
                    "type": "TextQuoteSelector",
                    "exact": "anotation",
                    "prefix": "this is an ",
                    "suffix": " that has some",
                },
            },
        },
    }

    assert read("json-ld", json.dumps(theirs).encode()) == [
        Foreign(
            work=Work(source="http://example.org/page1"),
            quote="anotation",
            kind=Kind.NOTE,
            prefix="this is an ",
            suffix=" that has some",
            note="j'adore !\n\none\n\nhttp://example.org/note1",
            tags=("love",),
            colour=Colour.PINK,
            created="2015-10-13T11:00:00.000Z",
            modified="2015-10-13T11:00:00.000Z",
            id="http://example.org/anno1",
            relations=Relations(author="http://example.org/user1"),
        )
    ]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda item: item,
        lambda item: [item],
        lambda item: {"type": "AnnotationPage", "items": [item]},
        lambda item: {"type": ["AnnotationCollection"], "first": {"type": "AnnotationPage", "items": [item]}},
        lambda item: {"@graph": [item], "@context": CONTEXT},
    ],
)
def test_one_list_page_collection_and_graph(wrap):
    item = {"type": "Annotation", "bodyValue": "A note.", "target": "http://example.org/page#part"}

    [found] = read("json-ld", json.dumps(wrap(item)).encode())

    assert (found.note, found.kind, found.work.source) == ("A note.", Kind.NOTE, "http://example.org/page")


def test_bodies_without_a_purpose_serve_the_annotations():
    item = {"type": "Annotation", "motivation": "tagging", "target": "http://example.org/page"}
    for body in ({"type": "TextualBody", "value": "doubt"}, [{"value": "doubt", "format": "text/plain"}]):
        [found] = read("json-ld", json.dumps({**item, "body": body}).encode())
        assert (found.note, found.tags) == ("", ("doubt",))
    both = [{"value": "doubt"}, {"value": "Why?", "purpose": "commenting"}, "http://example.org/tag"]
    [found] = read("json-ld", json.dumps({**item, "motivation": ["tagging", "linking"], "body": both}).encode())
    assert (found.note, found.tags) == ("Why?\n\nhttp://example.org/tag", ("doubt",))


def test_replies_stand_where_what_they_reply_to_does():
    first = {
        "type": "Annotation",
        "id": "http://example.org/1",
        "target": {"source": "http://example.org/a", "selector": {"type": "TextQuoteSelector", "exact": "words"}},
    }
    whole = {"type": "Annotation", "id": "http://example.org/2", "bodyValue": "All.", "target": "http://example.org/a"}
    replies = [
        {"type": "Annotation", "id": f"http://example.org/{number}", "motivation": "replying", "target": target}
        for number, target in ((3, "http://example.org/1"), (4, {"id": "http://example.org/3"}), (5, whole["id"]))
    ]

    found = read("json-ld", json.dumps([*replies, first, whole]).encode())

    assert [(each.id[-1], each.quote, each.relations.parent[-1:], each.relations.about) for each in found] == [
        ("3", "words", "1", ""),
        ("4", "words", "3", ""),
        ("5", "", "2", WHOLE_TEXT),
        ("1", "words", "", ""),
        ("2", "", "", WHOLE_TEXT),
    ]


def test_an_annotation_of_two_targets_is_two():
    item = {"type": "Annotation", "id": "urn:x", "target": ["http://example.org/a", {"source": "http://example.org/b"}]}

    found = read("json-ld", json.dumps(item).encode())

    assert [(each.id, each.work.source) for each in found] == [
        ("urn:x", "http://example.org/a"),
        ("urn:x#1", "http://example.org/b"),
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{", "not JSON"),
        (b"\xff{}", "UTF-8"),
        (b"[" * 100_000, "nested"),
        (b'{"items":' * 20 + b"[]" + b"}" * 20, "nested"),
        (b'{"type": "Person"}', "not a Web Annotation"),
        (b"[1]", "not a Web Annotation"),
        (b'{"type": "Annotation"}', "no target"),
        (b'{"type": "Annotation", "target": NaN}', "NaN"),
    ],
)
def test_what_is_none_is_refused_with_the_reason(data, reason):
    with pytest.raises(Refused, match=reason):
        read("json-ld", data)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "type id body target selector source value items purpose exact start end created refinedBy"
                " styleClass motivation first @graph language bodyValue".split()
            ),
            inner
            | st.sampled_from(["Annotation", "TextQuoteSelector", "TextPositionSelector", "tagging", "bookmarking"]),
            max_size=6,
        )
    ),
    max_leaves=20,
)


@given(json_values)
def test_whatever_json_is_read_or_refused(value):
    try:
        found = read("json-ld", json.dumps(value).encode())
    except Refused:
        return
    assert all(isinstance(each.quote, str) and isinstance(each.note, str) for each in found)
