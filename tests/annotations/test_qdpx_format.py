"""Projects of REFI-QDA: what they hold comes back whole, is as the standard wants it, and harms nobody."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given

from tests.annotations.generated import articles, several, steady
from tests.annotations.test_annotation_formats import annotate, make
from tui.annotations.formats import Article, qdpx, read, recognised, write
from tui.annotations.kinds import WHOLE_TEXT, Kind
from tui.document.failures import Refused
from tui.document.model import Span

GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
Q = "{urn:QDA-XML:project:1.0}"
ORDER = ["Users", "CodeBook", "Sources", "Notes"]
"""Of the parts of a project, by its schema."""


def project(data: bytes) -> tuple[ElementTree.Element, dict[str, str]]:
    """The XML, and the texts by their names."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.testzip() is None
        texts = {name: file.read(name).decode() for name in file.namelist() if name != "project.qde"}
        return ElementTree.fromstring(file.read("project.qde")), texts


@given(several)
@steady
def test_it_is_a_project_after_the_standard(given: list[Article]) -> None:
    root, texts = project(write("qdpx", given))

    assert root.tag == f"{Q}Project" and root.get("name") and root.get("origin")
    parts = [child.tag.removeprefix(Q) for child in root]
    assert parts == [name for name in ORDER if name in parts]
    guids = [each.get("guid") for each in root.iter() if each.get("guid")]
    assert all(map(GUID.fullmatch, guids))
    assert len(guids) == len(set(guids))
    targets = [each.get("targetGUID") for each in root.iter() if each.get("targetGUID")]
    assert set(targets) <= set(guids)
    assert {each.get("creatingUser") for each in root.iter()} - {None} <= set(guids)
    for article, source in zip(given, root.iter(f"{Q}TextSource"), strict=True):
        text = texts["sources/" + source.get("plainTextPath", "").removeprefix("internal://")]
        assert text == article.document.text
        for selection in source.iter(f"{Q}PlainTextSelection"):
            assert 0 <= int(selection.get("startPosition")) <= int(selection.get("endPosition")) <= len(text)
            assert [child.tag.removeprefix(Q) for child in selection] == sorted(
                child.tag.removeprefix(Q) for child in selection
            ), "codings before notes"


@given(articles())
@steady
def test_what_it_holds_comes_back(article: Article) -> None:
    data = write("qdpx", [article])
    assert recognised(data).name == "qdpx"
    found = {each.id: each for each in read("qdpx", data)}

    document, ids = article.document, {placed.annotation.id for placed in article.placed if placed.span is not None}
    for placed in article.placed:
        annotation, relations = placed.annotation, placed.annotation.relations
        held = placed.span is not None and annotation.kind is not Kind.BOOKMARK
        if relations.parent:
            held = held and relations.parent in ids and relations.parent in found
        elif relations.about == WHOLE_TEXT:
            held = bool(annotation.note)
        if not held:
            continue
        back = found[annotation.id]
        assert back.note == annotation.note
        assert back.modified == annotation.modified
        assert back.relations.author == relations.author
        assert back.relations.parent == relations.parent
        if relations.about == WHOLE_TEXT:
            assert back.relations.about == WHOLE_TEXT
            continue
        assert (back.quote, back.start, back.end) == (document.quote(placed.span), *placed.span)
        if not relations.parent:
            assert back.tags == annotation.tags


def test_codes_are_a_tree_with_colours() -> None:
    document = make("One two three.")
    placed = annotate(document, Span(0, 3), tags=("claim/strong", "claim", "a//b", "claim/weak"))
    root, _ = project(write("qdpx", [Article(document, (placed,))]))

    def tree(codes: ElementTree.Element) -> list:
        return [(code.get("name"), tree(code)) for code in codes.findall(f"{Q}Code")]

    assert tree(root.find(f"{Q}CodeBook/{Q}Codes")) == [("claim", [("strong", []), ("weak", [])]), ("a//b", [])]
    assert all(re.fullmatch("#[0-9A-F]{6}", code.get("color")) for code in root.iter(f"{Q}Code"))
    assert [each.tags for each in read("qdpx", write("qdpx", [Article(document, (placed,))]))] == [
        placed.annotation.tags
    ]


def test_projects_of_other_programs() -> None:
    """As they differ: braces, capitals, several coders, the text within the XML, selections in representations."""
    xml = """<?xml version="1.0" encoding="utf-8"?>
    <Project name="p" origin="Another 1.0" xmlns="urn:QDA-XML:project:1.0">
      <Users><User guid="{AAAAAAAA-0000-4000-8000-00000000000A}" name="Ada"/>
             <User guid="BBBBBBBB-0000-4000-8000-00000000000B" name="Bob"/></Users>
      <CodeBook><Codes><Code guid="C0000000-0000-4000-8000-000000000001" name="Doubt" isCodable="true">
        <Code guid="C0000000-0000-4000-8000-000000000002" name="Strong" isCodable="true"/></Code></Codes></CodeBook>
      <Sources>
        <TextSource guid="D0000000-0000-4000-8000-000000000001" name="Field notes" plainTextPath="internal://X.TXT">
          <PlainTextSelection guid="E0000000-0000-4000-8000-000000000001" name="n" startPosition="5" endPosition="10"
              creatingUser="aaaaaaaa-0000-4000-8000-00000000000a" creationDateTime="2024-03-01T10:00:00+01:00">
            <Coding guid="F0000000-0000-4000-8000-000000000001">
              <CodeRef targetGUID="C0000000-0000-4000-8000-000000000002"/></Coding>
            <NoteRef targetGUID="10000000-0000-4000-8000-000000000001"/>
          </PlainTextSelection>
        </TextSource>
        <PDFSource guid="D0000000-0000-4000-8000-000000000002" name="A paper" path="internal://y.pdf">
          <Representation guid="D0000000-0000-4000-8000-000000000003" name="t">
            <PlainTextContent>Seven words are here</PlainTextContent>
            <PlainTextSelection guid="E0000000-0000-4000-8000-000000000002" name="n" startPosition="0" endPosition="5"
              creatingUser="BBBBBBBB-0000-4000-8000-00000000000B"/>
            <PlainTextSelection guid="E0000000-0000-4000-8000-000000000003" name="named" startPosition="9"
              endPosition="999"/>
          </Representation>
        </PDFSource>
      </Sources>
      <Notes><Note guid="10000000-0000-4000-8000-000000000001" name="why"><PlainTextContent>Why?</PlainTextContent>
      </Note></Notes>
    </Project>"""
    found = read("qdpx", packed({"project.qde": xml, "Sources/x.txt": "\ufeff🦙 one three\r\nfour"}))

    assert [(each.work.title, each.quote, each.note, each.tags, each.relations.author) for each in found] == [
        ("Field notes", " thre", "Why?", ("Doubt/Strong",), "Ada"),
        ("A paper", "Seven", "", (), "Bob"),
        ("A paper", "named", "", (), ""),
    ]
    assert found[0].created == "2024-03-01T09:00:00.000Z"


def packed(parts: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return stream.getvalue()


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Project xmlns="urn:QDA-XML:project:1.0">&b;</Project>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04 .qde", "ZIP"),
        (packed({"a.txt": "x"}), "project.qde"),
        (packed({"project.qde": "<a"}), "XML"),
        (packed({"project.qde": "<a/>"}), "REFI-QDA"),
        (packed({"project.qde": BOMB}), "document type"),
        (packed({"project.qde": "<Project>" * 3}), "XML"),
    ],
)
def test_what_is_none_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        read("qdpx", data)


def test_a_part_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qdpx, "LARGEST", 1000)
    with pytest.raises(Refused, match="larger"):
        read("qdpx", packed({"project.qde": "<Project>" + " " * 2000 + "</Project>"}))


def test_the_same_annotations_give_the_same_file() -> None:
    document = make("One two three.")
    placed = [annotate(document, Span(0, 3), 1), annotate(document, Span(4, 7), 2)]
    one, two = Article(document, tuple(placed)), Article(document, tuple(reversed(placed)))
    assert write("qdpx", [one]) == write("qdpx", [two])
    assert replace(one) == one
