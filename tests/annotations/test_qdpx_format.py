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
from tui.annotations.formats import Article, named, qdpx, read, recognised, write
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


def test_what_tags_mean_goes_along() -> None:
    document = make("One two three.")
    placed = annotate(document, Span(0, 3), tags=("claim/strong", "a//b"))
    said = {"claim": "What is held\nto be true", "claim/strong": "<b> & more", "a//b": "x", "unused": "y"}
    article = Article(document, (placed,), descriptions=tuple(said.items()))
    wanted = {tag: text for tag, text in said.items() if tag != "unused"}

    assert named("qdpx").read_descriptions(write("qdpx", [article])) == wanted
    assert named("json-ld").read_descriptions(str(write("json-ld", [article])).encode()) == wanted
    assert qdpx.read_codebook(write("qdpx", [article])) == wanted
    assert named("qdpx").read_descriptions(write("qdpx", [Article(document, (placed,))])) == {}


def test_a_codebook_alone() -> None:
    xml = """<?xml version="1.0" encoding="utf-8"?>
    <CodeBook origin="MAXQDA 2022" xmlns="urn:QDA-XML:codebook:1.0"><Codes>
      <Code guid="c1" name="Doubt" isCodable="true" color="#ff0000"><Description>Is it so?</Description>
        <Code guid="c2" name="Strong" isCodable="true"/></Code></Codes><Sets/></CodeBook>"""
    assert qdpx.read_codebook(xml.encode()) == {"Doubt": "Is it so?", "Doubt/Strong": ""}
    with pytest.raises(Refused, match="codebook"):
        qdpx.read_codebook(b"<Project/>")
    with pytest.raises(Refused, match="document type"):
        qdpx.read_codebook(BOMB.encode())


def test_what_other_programs_code_besides_passages() -> None:
    """A whole source, a passage of a PDF file by its words, memos as rich text or by their description only."""
    xml = """<Project name="p" origin="NVivo" xmlns="urn:QDA-XML:project:1.0">
      <CodeBook><Codes><Code guid="c1" name="Doubt" isCodable="true"/></Codes></CodeBook>
      <Sources>
        <PDFSource guid="s1" name="A paper" path="relative:///papers/a.pdf" creationDateTime="2024-03-01T10:00:00Z">
          <Coding guid="k0"><CodeRef targetGUID="c1"/></Coding>
          <NoteRef targetGUID="n1"/>
          <PDFSelection guid="e1" name="seven words" page="1" firstX="0" firstY="0" secondX="9" secondY="9">
            <Coding guid="k1"><CodeRef targetGUID="c1"/></Coding><NoteRef targetGUID="n2"/></PDFSelection>
          <PDFSelection guid="e2" name="not coded" page="1" firstX="0" firstY="0" secondX="9" secondY="9"/>
        </PDFSource>
        <TextSource guid="s2" name="Outside" plainTextPath="../../etc/passwd" richTextPath="internal://t.docx">
          <PlainTextSelection guid="e3" name="its name" startPosition="0" endPosition="4"/></TextSource>
      </Sources>
      <Notes><Note guid="n1" name="memo" richTextPath="internal://n1.docx"><Description>Said of all</Description></Note>
        <Note guid="n2" name="The name says it" richTextPath="internal://n2.docx"/></Notes>
    </Project>"""
    found = read("qdpx", packed({"project.qde": xml, "sources/n1.docx": "PK", "../../etc/passwd": "root:x:0:0"}))

    assert [(each.work.title, each.quote, each.note, each.tags, each.relations.about) for each in found] == [
        ("A paper", "", "", ("Doubt",), WHOLE_TEXT),
        ("A paper", "", "Said of all", (), WHOLE_TEXT),
        ("A paper", "seven words", "The name says it", ("Doubt",), ""),
        ("Outside", "its name", "", (), ""),
    ]
    assert found[0].created == "2024-03-01T10:00:00.000Z"


def test_a_part_that_many_sources_share_is_unpacked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qdpx, "LARGEST", 20_000)
    source = """<TextSource guid="s{}" name="n" plainTextPath="internal://{}.txt">
      <PlainTextSelection guid="e{}" name="n" startPosition="0" endPosition="4"/></TextSource>"""

    def xml(*parts: int) -> str:
        sources = "".join(source.format(number, part, number) for number, part in enumerate(parts))
        return f'<Project xmlns="urn:QDA-XML:project:1.0"><Sources>{sources}</Sources></Project>'

    texts = {f"sources/{number}.txt": f"text{number}" * 2500 for number in range(3)}
    assert len(read("qdpx", packed({"project.qde": xml(*[1] * 50), **texts}))) == 50
    with pytest.raises(Refused, match="more than"):
        read("qdpx", packed({"project.qde": xml(0, 1, 2), **texts}))


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
    with pytest.raises(Refused, match="more than"):
        read("qdpx", packed({"project.qde": "<Project>" + " " * 2000 + "</Project>"}))


def test_the_same_annotations_give_the_same_file() -> None:
    document = make("One two three.")
    placed = [annotate(document, Span(0, 3), 1), annotate(document, Span(4, 7), 2)]
    one, two = Article(document, tuple(placed)), Article(document, tuple(reversed(placed)))
    assert write("qdpx", [one]) == write("qdpx", [two])
    assert replace(one) == one
