"""Whatever the text and the mentions: every place that is written leads back to the same words."""

from __future__ import annotations

import csv
import io
import json
import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tui.document.model import Block, BlockKind, Blocks, Document
from tui.document.readers.building import normalised
from tui.entities.formats import LABELS, brat, conll, named_texts, outermost, spacy
from tui.entities.formats.json import records
from tui.entities.kinds import EntityType
from tui.entities.model import Entity, Mention
from tui.library.naming import written

LETTERS = st.sampled_from("Ada Öç東京ไทยкот🦙👩🏽‍🚀e\u0301-’'.,;:!?\"#=+@|\\\u00a0\u00ad\t\n  M. Dr. 3.5 %שלום")
TEXTS = st.lists(st.text(LETTERS, min_size=1, max_size=40) | st.text(min_size=1, max_size=12), min_size=1, max_size=4)


@st.composite
def documents_and_entities(draw: st.DrawFn) -> tuple[list[Document], list[Entity]]:
    """Two documents in any script, and mentions within their blocks that may lie over each other."""
    documents, mentions = [], []
    for number in range(2):
        text, blocks = "", []
        for drawn in draw(TEXTS):
            paragraph = re.sub(r"\n\n+", "\n", normalised(drawn)).strip() or "a"
            text += "\n\n" if text else ""
            blocks.append(Block(len(blocks) + 1, BlockKind.PARAGRAPH, len(text), len(text) + len(paragraph)))
            text += paragraph
        documents.append(Document(f"d{number}", "=t", "en", f"/{number}.md", text, Blocks(blocks)))
        for block in blocks:
            for _ in range(draw(st.integers(0, 3))):
                start = draw(st.integers(block.start, block.end - 1))
                end = draw(st.integers(start + 1, block.end))
                words = text[start:end]
                if words.strip():
                    start += len(words) - len(words.lstrip())
                    end -= len(words) - len(words.rstrip())
                    mentions.append(Mention(f"d{number}", start, end, text[start:end], EntityType.OTHER))
    groups: dict[tuple[int, EntityType], list[Mention]] = {}
    for mention in mentions:
        groups.setdefault((draw(st.integers(0, 2)), draw(st.sampled_from(EntityType))), []).append(mention)
    entities = [
        Entity(f"{kind.value}:{number}", own[0].text, kind, (), tuple(own)) for (number, kind), own in groups.items()
    ]
    return documents, entities


def wanted(documents: list[Document], entities: list[Entity]) -> list[tuple[str, int, int, str]]:
    return sorted((each.document, each.start, each.end, entity.id) for entity in entities for each in entity.mentions)


@settings(deadline=None)
@given(documents_and_entities())
def test_csv(given) -> None:
    documents, entities = given
    texts = {document.source: document for document in documents}
    rows = list(csv.DictReader(io.StringIO(written(documents, entities, "csv"), newline="")))
    found = []
    for row in rows:
        assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in row.values())
        document = texts[row["source"]]
        start, end = int(row["start"]), int(row["end"])
        mention = str(document.text[start:end])
        assert row["mention"] in {mention, f"'{mention}"}
        assert document.block_at(start).number == int(row["paragraph"])
        found.append((document.id, start, end, row["id"]))
    assert sorted(found) == wanted(documents, entities)


@settings(deadline=None)
@given(documents_and_entities())
def test_json(given) -> None:
    documents, entities = given
    by_id = {document.id: document for document in documents}
    found = []
    for record in json.loads(json.dumps(records(documents, entities))):
        for mention in record["mentions"]:
            document = by_id[mention["document"]]
            block = document.blocks[mention["paragraph"] - 1]
            assert document.block_text(block)[mention["start"] : mention["end"]] == mention["text"]
            found.append((document.id, block.start + mention["start"], block.start + mention["end"], record["id"]))
    assert sorted(found) == wanted(documents, entities)


@settings(deadline=None)
@given(documents_and_entities())
def test_brat(given) -> None:
    documents, entities = given
    found = []
    for named in named_texts(documents, entities):
        text = str(named.document.text)
        marked: dict[str, tuple[int, int]] = {}
        for line in brat.write(named).split("\n")[:-1]:
            key, what, words = line.split("\t")
            if key.startswith("T"):
                kind, _, places = what.partition(" ")
                pieces = [tuple(map(int, piece.split(" "))) for piece in places.split(";")]
                assert " ".join(text[start:end] for start, end in pieces) == words
                assert all("\n" not in text[start:end] and start < end for start, end in pieces)
                marked[key] = pieces[0][0], pieces[-1][1]
                assert EntityType(kind.lower())
            else:
                _, mention, identifier = what.split(" ")
                base, _, entity = identifier.partition(":")
                assert base == brat.BASE
                found.append((named.document.id, *marked.pop(mention), entity))
        assert not marked
    assert sorted(found) == wanted(documents, entities)


@settings(deadline=None)
@given(documents_and_entities())
def test_spacy(given) -> None:
    documents, entities = given
    lines = spacy.write(named_texts(documents, entities)).split("\n")[:-1]
    for line, named in zip(lines, named_texts(documents, entities), strict=True):
        told = json.loads(line)
        assert told["text"] == named.document.text
        assert told["entities"] == [
            [mention.start, mention.end, LABELS[entity.type]] for mention, entity in outermost(named.named)
        ]
        spans = told["entities"]
        assert all(one[1] <= two[0] for one, two in pairwise(spans))


@settings(deadline=None)
@given(documents_and_entities())
def test_conll(given) -> None:
    documents, entities = given
    texts = named_texts(documents, entities)
    parts = re.split(r"^-DOCSTART- -X- -X- O\n\n", conll.write(texts), flags=re.MULTILINE)[1:]
    for part, named in zip(parts, texts, strict=True):
        text = str(named.document.text)
        at, before, found, has_ended = 0, "O", [], True
        for line in part.split("\n")[:-1]:
            if not line:
                assert not has_ended
                before, has_ended = "O", True
                continue
            token, *unknown, label = line.split(" ")
            assert unknown == ["-X-", "-X-"]
            assert token == "".join(token.split())
            start = text.index(token, at)
            assert not text[at:start].strip()
            at, has_ended = start + len(token), False
            if label.startswith("B-"):
                found.append([start, at, label[2:]])
            elif label.startswith("I-"):
                assert before[2:] == label[2:]
                found[-1][1] = at
            else:
                assert label == "O"
            before = label
        assert not text[at:].strip()
        assert found == [
            [mention.start, mention.end, LABELS[entity.type]] for mention, entity in outermost(named.named)
        ]
