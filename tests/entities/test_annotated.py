"""Annotated texts in the formats of the field, and our own 36 articles."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.document.failures import Refused
from tui.document.readers import Source
from tui.document.reading import read
from tui.entities.annotated import Annotated, annotated_texts, from_brat, from_conll, from_json, from_markup, placed
from tui.entities.evaluation import evaluate, kinds_of, lines
from tui.entities.kinds import EntityType
from tui.entities.model import Entity, Mention
from tui.entities.scoring import Labelled

ARTICLES = Path(__file__).parent.parent / "data" / "entities"
HALVES = ("dev", "test")


def marked(text: Annotated) -> list[tuple[str, str, str]]:
    """What is marked, its type, what it names."""
    return [(text.text[each.start : each.end], each.type, each.entity) for each in text.mentions]


def document_of(text: Annotated):
    return read(text.text.encode(), Source("d", text.name, text.suffix, "t"))


def test_markup_is_taken_out_and_remembered() -> None:
    text = from_markup("# [[Ada|person|ada]]\n\nIn [[Paris|LOC]] with *[[Ada|PER|ada]]*.", "x")
    assert text.text == "# Ada\n\nIn Paris with *Ada*."
    assert marked(text) == [("Ada", "person", "ada"), ("Paris", "place", ""), ("Ada", "person", "ada")]
    document = document_of(text)
    assert document.text == "Ada\n\nIn Paris with Ada."
    assert placed(text, document) == (
        Labelled(0, 3, "person", "ada"),
        Labelled(8, 13, "place"),
        Labelled(19, 22, "person", "ada"),
    )


def test_offsets_are_code_points_of_the_composed_text() -> None:
    text = from_markup("🦙 [[Jose\u0301|person|jose]] a vu [[Loi\u0308c|person|loic]].", "x")
    document = document_of(text)
    assert [document.text[each.start : each.end] for each in placed(text, document)] == ["José", "Loïc"]


def test_lines_that_a_reader_joins_do_not_move_a_name_away() -> None:
    text = from_json(json.dumps({"text": "One day in New\nYork.\n\nMore.", "ents": [[11, 19, "GPE"]]}), "x")[0]
    document = document_of(text)
    (mention,) = placed(text, document)
    assert document.text[mention.start : mention.end] == "New York"


@pytest.mark.parametrize(
    "mentions",
    [
        {"mentions": [{"start": 0, "end": 3, "type": "person", "entity": "ada"}]},
        {"ents": [{"start": 0, "end": 3, "label": "PERSON", "kb_id": "ada"}]},
        {"entities": [{"id": "ada", "type": "person", "mentions": [{"start": 0, "end": 3}]}]},
    ],
)
def test_json_of_several_tools(mentions) -> None:
    (text,) = from_json(json.dumps({"text": "Ada sings.", **mentions}), "x")
    assert marked(text) == [("Ada", "person", "ada")]


def test_json_of_several_texts() -> None:
    one = json.dumps({"text": "Ada.", "labels": [[0, 3, "PER"]]})
    texts = from_json(f"{one}\n{one}\n", "x.jsonl", by_line=True)
    assert texts == from_json(f"[{one}, {one}]", "x.jsonl")
    assert [text.name for text in texts] == ["x.jsonl (1)", "x.jsonl (2)"]


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("B-PER I-PER O B-LOC O", [("Ada Lovelace", "person", ""), ("Paris", "place", "")]),
        ("I-PER I-PER O I-LOC O", [("Ada Lovelace", "person", ""), ("Paris", "place", "")]),
        ("B-PER E-PER O S-LOC O", [("Ada Lovelace", "person", ""), ("Paris", "place", "")]),
        ("B-PER B-PER O U-LOC O", [("Ada", "person", ""), ("Lovelace", "person", ""), ("Paris", "place", "")]),
        ("S-PER I-PER O O O", [("Ada", "person", ""), ("Lovelace", "person", "")]),
    ],
)
def test_conll_in_its_dialects(tags: str, expected) -> None:
    tokens = "Ada Lovelace visits Paris .".split()
    source = "\n".join(f"{token} X {tag}" for token, tag in zip(tokens, tags.split(), strict=True))
    (text,) = from_conll(source, "x")
    assert text.text == "Ada Lovelace visits Paris."
    assert marked(text) == expected


def test_conll_puts_sentences_and_texts_apart() -> None:
    source = (
        "-DOCSTART- -X- O O\n\n# id = 1\nL’\tO\nIsole\tB-LOC\n\n(\tO\nAda\tB-PER\n)\tO\n\n"
        "-DOCSTART- O\nNew York\tS-LOC\n"
    )
    one, two = from_conll(source, "x")
    assert one.text == "L’Isole\n\n(Ada)\n\n"
    assert marked(one) == [("Isole", "place", ""), ("Ada", "person", "")]
    assert marked(two) == [("New York", "place", "")]


def test_brat_with_its_equivalences_and_references() -> None:
    source = (
        "T1\tPerson 0 12\tAda Lovelace\nT2\tPerson 14 22\tLovelace\n*\tEquiv T1 T2\n"
        "T3\tLoc 23 26;27 31\tNew York\n#1\tAnnotatorNotes T1\tsure\nN1\tReference T3 Wikidata:Q60\tNew York\n"
    )
    text = from_brat("Ada Lovelace. Lovelace New York.", source, "x")
    (_, _, first), (_, _, second), last = marked(text)
    assert first == second
    assert last == ("New York", "place", "Wikidata:Q60")


def test_brat_equivalences_that_meet_are_one() -> None:
    places = "".join(f"T{number}\tPER {number} {number + 1}\tx\n" for number in range(5))
    text = from_brat("xxxxx", places + "*\tEquiv T0 T1\n*\tEquiv T2 T3 T9\n*\tEquiv T1 T2\n", "x")
    entities = [entity for _, _, entity in marked(text)]
    assert len(set(entities[:4])) == 1
    assert entities[4] not in entities[:4]


def test_a_folder_of_all_formats(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("[[Ada|person|ada]] sings.")
    (tmp_path / "b.txt").write_text("Ada sings.")
    (tmp_path / "b.ann").write_text("T1\tPER 0 3\tAda\n")
    (tmp_path / "c.conll").write_text("Ada B-PER\r\nsings O\r\n. O\r\n")
    (tmp_path / "d.json").write_text('{"text": "Ada sings.", "spans": [[0, 3, "PER"]]}')
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    texts = annotated_texts(tmp_path)
    assert [(text.text.strip(), marked(text)[0][:2]) for text in texts] == [("Ada sings.", ("Ada", "person"))] * 4


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.md", "Here is [[Ada|person"),
        ("a.json", "{"),
        ("a.json", "[" * 100_000),
        ("a.json", "[]"),
        ("a.json", '{"text": 3, "ents": []}'),
        ("a.json", '{"text": "Ada"}'),
        ("a.json", '{"text": "Ada", "ents": [[0, 4, "PER"]]}'),
        ("a.json", '{"text": "Ada", "ents": [[2, 2, "PER"]]}'),
        ("a.json", '{"text": "Ada", "ents": ["mentions", 3]}'),
        ("a.json", '{"text": "Ada", "ents": [{"start": 0}]}'),
        ("a.conll", "Ada\n"),
        ("a.conll", "Ada PER\n"),
        ("a.conll", "\n\n"),
        ("a.ann", "T1\tPerson zero five\tAda\n"),
    ],
)
def test_what_is_not_of_its_format_is_refused(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / "a.txt").write_text("Ada")
    (tmp_path / name).write_text(content)
    with pytest.raises(Refused, match=re.escape(name)):
        annotated_texts(tmp_path / name)


@given(st.text(alphabet='[]|{}":,TBIO-PER \t\n0123a;*#'))
def test_anything_is_read_or_refused(source: str) -> None:
    for parse in (from_markup, from_json, from_conll, lambda text, name: from_brat("Ada", text, name)):
        try:
            parse(source, "x")
        except Refused as refusal:
            assert str(refusal).startswith("x")


names = st.text(st.characters(codec="utf-8", exclude_characters="[]|", exclude_categories=("C", "Z")), min_size=1)


@given(st.lists(st.tuples(names, names, st.sampled_from(["person", "place"])), min_size=1))
def test_what_is_marked_is_what_is_read(pieces: list[tuple[str, str, str]]) -> None:
    source = " ".join(f"{before} [[{name}|{kind}|e]]" for before, name, kind in pieces)
    text = from_markup(source, "x", ".txt")
    assert [kind for _, kind, _ in marked(text)] == [kind for _, _, kind in pieces]
    again = from_json(json.dumps({"text": text.text, "mentions": [each._asdict() for each in text.mentions]}), "x")[0]
    assert again == text


def test_what_the_annotator_found_scores_one() -> None:
    (text,) = annotated_texts(ARTICLES / "dev" / "fr-sport.md")
    document = document_of(text)
    wanted = placed(text, document)
    found = [
        Entity(f"e{at}", "", kind, (), (Mention("d", each.start, each.end, "", kind),))
        for at, each in enumerate(wanted)
        for kind in [EntityType(each.type)]
    ]
    evaluation = evaluate(document, wanted, found)
    for line in lines([evaluation], kinds_of([evaluation])):
        if not line.name.startswith("linking"):
            assert line.sum.f1 == 1, line
    assert len(evaluation.links) == sum(each.type != "date" for each in wanted)


def test_dates_are_scored_only_where_they_are_annotated() -> None:
    document = document_of(from_markup("Ada, 1843", "x"))
    without, with_date = (evaluate(document, wanted, []) for wanted in ([], [Labelled(5, 9, "date")]))
    assert "date" not in kinds_of([without])
    assert "date" in kinds_of([without, with_date])


def test_our_articles_are_in_order() -> None:
    files = [path for half in HALVES for path in (ARTICLES / half).iterdir()]
    assert len(files) == 180
    assert sum(path.name.startswith("fr-") for path in files) == 90
    subjects = [{word for path in (ARTICLES / half).iterdir() for word in path.stem[3:].split("-")} for half in HALVES]
    assert subjects[1] - {"2"} < subjects[0]
    kinds: dict[str, set[str]] = defaultdict(set)
    for path in files:
        (text,) = annotated_texts(path)
        document = document_of(text)
        assert document.language == path.name[:2]
        assert len(placed(text, document)) == len(text.mentions)
        assert 150 <= len(document.text.split()) <= 400, path
        for surface, kind, entity in marked(text):
            assert kind in {*EntityType, "amount"}, (path, surface)
            assert entity, (path, surface)
            assert surface == surface.strip(), (path, surface)
            kinds[entity].add(kind)
    assert [entity for entity, several in kinds.items() if len(several) > 1] == []
