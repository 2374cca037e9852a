from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.document.model import Block, BlockKind, Blocks, Document
from tui.search.filters import FIELDS, Completion, Field, Filter, day_of
from tui.search.folding import fold_plain
from tui.search.index import Index
from tui.search.query import Query, Term, parse


def document(name: str, *paragraphs: str, language: str = "en", date: str = "") -> Document:
    blocks, at = [], 0
    for index, paragraph in enumerate(paragraphs):
        level = len(paragraph) - len(paragraph.lstrip("#"))
        kind = BlockKind.HEADING if level else BlockKind.PARAGRAPH
        blocks.append(Block(index + 1, kind, at, at + len(paragraph), level=level))
        at += len(paragraph) + 2
    return Document(name, f"About {name}", language, f"/{name}.md", "\n\n".join(paragraphs), Blocks(blocks), date=date)


ENGLISH = document("zebras", "# Zebras", "A zebra of Zuckerberg.", "## More zebras", "The zebra.", date="2024-07-23")
FRENCH = document("Zèbres", "# Zèbres", "Un zèbre, a zebra.", "## Encore", "Le zèbre.", language="fr", date="2023")


class Known:
    """Facts as a library might give them."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Field, str]] = []

    def blocks(self, document: Document, field: Field, value: str) -> Iterable[int]:
        self.asked.append((document.id, field, value))
        if document is ENGLISH:
            if field is Field.ENTITY and fold_plain("Mark Zuckerberg").find(value) >= 0:
                return [1]
            if field is Field.TAG and "money".startswith(value):
                return [2, 3]
        return []

    def values(self, field: Field) -> Iterable[str]:
        return {Field.ENTITY: ["Mark Zuckerberg", "Meta"], Field.TAG: ["money", "Été", 'wo"rds']}.get(field, [])


@pytest.fixture(scope="module")
def index() -> Index:
    index = Index()
    index.add(ENGLISH)
    index.add(FRENCH)
    return index


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("in:heading", ["zebras 0", "zebras 2", "Zèbres 0", "Zèbres 2"]),
        ("in:title", ["zebras 0", "Zèbres 0"]),
        ("IN:h zebra", ["zebras 0", "zebras 2"]),
        ("in:heading|title !in:title", ["zebras 2", "Zèbres 2"]),
        ("lang:fr zebra", ["Zèbres 1"]),
        ("!lang:fr !in:heading", ["zebras 1", "zebras 3"]),
        ("lang:fr|en in:title", ["zebras 0", "Zèbres 0"]),
        ("doc:zebres in:title", ["Zèbres 0"]),
        ('doc:"about zèbres" in:title', ["Zèbres 0"]),
        ("doc:« About Zèbres » in:title", ["Zèbres 0"]),
        ("before:2024 in:title", ["Zèbres 0"]),
        ("after:2023 in:title", ["zebras 0"]),
        ("after:2024-07 in:title", []),
        ("after:2024-07-22 before:2024-08 in:title", ["zebras 0"]),
        ("entity:zuck zebra", ["zebras 1"]),
        ('entity:"Mark Zuckerberg"', ["zebras 1"]),
        ("tag:money zebra", ["zebras 2", "zebras 3"]),
        ("color:red", []),
        ("in:titel zebra", ["zebras 0"]),
        ("doc:zebars in:title", ["zebras 0"]),
        ("entity:zukerberg", ["zebras 1"]),
        ("tag:moeny", ["zebras 2", "zebras 3"]),
        ("entity:nobody zebra", []),
        ("after:202 in:title", ["zebras 0", "Zèbres 0"]),
        ('before:"juin 2024" in:title', ["Zèbres 0"]),
        ("after:30/06/2024 in:title", ["zebras 0"]),
        ("is:bookmarked", []),
        ('"in:title"', []),
        ("tag: in:title", ["zebras 0", "Zèbres 0"]),
        ("/zebra/ lang:fr", ["Zèbres 1"]),
        ("/Z[eè]br.s/", ["zebras 0", "Zèbres 0"]),
        ("!/zebra/ !in:heading", ["Zèbres 3"]),
        ("more /zebras$/", ["zebras 2"]),
    ],
)
def test_what_passes_filters_and_patterns(index: Index, query: str, found: list[str]) -> None:
    results = index.search(query, facts=Known())
    assert [f"{hit.document} {hit.block}" for hit in results.hits] == found
    assert results.total == len(found)


def test_facts_are_asked_only_for_what_they_know(index: Index) -> None:
    known = Known()
    index.search("in:heading lang:en before:2025 doc:z tag:Été|x", facts=known)
    assert set(known.asked) == {(name, Field.TAG, value) for name in ("zebras", "Zèbres") for value in ("ete", "x")}


def test_without_facts_nothing_that_needs_them_passes(index: Index) -> None:
    assert index.search("tag:money").total == 0
    assert index.search("!tag:money").total == 8


def test_some_documents_are_searched(index: Index) -> None:
    assert index.search("zebra", document=["Zèbres"]).total == 1
    assert index.search("zebra", document=["Zèbres", "zebras", "absent"]).total == 5
    assert index.search("zebra", document=[]).total == 0


def test_filters_go_on_after_a_document_was_replaced() -> None:
    index = Index()
    for each in (ENGLISH, FRENCH, replace(ENGLISH, language="de")):
        index.add(each)
    assert index.search("lang:en").total == 0
    assert index.search("lang:de in:title").hits[0].block == 0


def test_the_letters_that_a_pattern_found_are_lit(index: Index) -> None:
    (hit,) = index.search(r"/Zuck\w+/ zebra").hits
    assert [ENGLISH.text[start:end] for start, end in hit.matches] == ["zebra", "Zuckerberg"]


@pytest.mark.parametrize(
    ("typed", "filters"),
    [
        ("type:person llama", (Filter(Field.TYPE, ("person",)),)),
        ("!tag:a|B", (Filter(Field.TAG, ("a", "b"), negated=True),)),
        ("Entity:“Mark Z", (Filter(Field.ENTITY, ("mark z",)),)),
        ("colour:", ()),
        ("other:thing", ()),
        ("http://in:here", ()),
    ],
)
def test_filters_are_understood(typed: str, filters: tuple[Filter, ...]) -> None:
    assert parse(typed).filters == filters


@pytest.mark.parametrize(
    ("typed", "patterns"),
    [
        ("/a b/", ["a b"]),
        ("x /a\\/b/ y", ["a\\/b"]),
        ("/a/ /b/", ["a", "b"]),
        ("and/or", []),
        ("/usr/bin", []),
        ("/unfinished", []),
        ("/(/", []),
        ('"x /a/ y"', []),
        ("/(?R)?a(?R)?/", []),
        ("/(?P<a>(?P>a)?a)+c/", []),
        ("/x{10000}/", []),
        ("/" + "a" * 400 + "/", []),
    ],
)
def test_patterns_are_understood(typed: str, patterns: list[str]) -> None:
    assert [pattern.text for pattern in parse(typed).patterns] == patterns


def test_what_is_no_pattern_is_words() -> None:
    assert parse("/(llama/") == Query(((Term("llama"),),))


@pytest.mark.parametrize(
    "hostile",
    [r"(a+)+$", r"(a|aa)+$", r"(.*)*c\b\d", r"(?:a?){60}a{60}b!", r"(a+)+\1+\1c", r"(?:(?:a{1,100}){1,100}){1,100}c"],
)
def test_a_hostile_pattern_ends(hostile: str) -> None:
    index = Index()
    index.add(document("hostile", *["a" * 3000 + "b"] * 50, "aaa"))
    results = index.search(f"/{hostile}/")
    assert results.total <= 51


def test_time_that_was_not_enough_is_told() -> None:
    index = Index()
    index.add(document("hostile", *["a" * 3000 + "b"] * 50))
    assert not index.search("/(a|aa)+$/").complete


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ta", ["tag:"]),
        ("zebra en", ["entity:"]),
        ("!la", ["lang:"]),
        ("in:", ["in:title", "in:heading", "in:note", "in:entity"]),
        ("in:title|h", ["in:title|heading"]),
        ("is:b", ["is:bookmarked"]),
        ("lang:", ["lang:en", "lang:fr"]),
        ("before:", ["before:2023", "before:2024-07-23"]),
        ("doc:zeb", ['doc:"About zebras"', 'doc:"About Zèbres"']),
        ('entity:"mark zu', ['entity:"Mark Zuckerberg"']),
        ("entity:zuck", ['entity:"Mark Zuckerberg"']),
        ("tag:", ["tag:money", "tag:Été", "tag:words"]),
        ("tag:e", ["tag:Été"]),
        ("tag:money", []),
        ("", []),
        ("zebra ", []),
    ],
)
def test_fields_and_values_are_completed(index: Index, typed: str, found: list[str]) -> None:
    offered = index.completions(typed, len(typed), Known())
    assert [each.text for each in offered] == found
    for each in offered:
        assert typed[each.start : each.end] == typed[each.start :]
        parse(typed[: each.start] + each.text + typed[each.end :])


def test_a_completion_takes_the_place_of_what_was_typed(index: Index) -> None:
    assert index.completions("a tag:m b", 7, Known()) == [Completion(2, 7, "tag:money")]


QUERIES = st.lists(
    st.sampled_from(
        [*(f"{name}:" for name in FIELDS), "!", '"', "/", "|", " ", "zebra", "é", "«", "»", "\\", "(", "2024"]
    ),
    max_size=14,
).map("".join)


@given(QUERIES | st.text(max_size=40), st.integers(0, 40))
def test_no_query_and_no_completion_raises(typed: str, caret: int) -> None:
    index = Index()
    index.add(ENGLISH)
    results = index.search(typed, facts=Known())
    assert results.total >= len(results.hits)
    for each in index.completions(typed, min(caret, len(typed)), Known()):
        assert 0 <= each.start <= each.end <= len(typed)


def test_nothing_found_tells_what_was_nearest(index: Index) -> None:
    (near,) = index.search("zockerborgs").nearest
    assert (near.asked, near.word, near.total) == ("zockerborgs", "Zuckerberg", 1)
    assert index.search('"zuckerburg"').nearest[0].word == "Zuckerberg"
    assert index.search("zebra").nearest == ()
    assert index.search("qqqqqqqqqqqqqq").nearest == ()


def test_the_parts_of_a_score_make_the_score(index: Index) -> None:
    for hit in index.search("more zebra").hits:
        assert hit.score == pytest.approx(hit.parts.total, abs=0.01)
    assert index.search("more zebras").hits[0].parts.heading > 0


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-07-23T10:00", "2024-07-23"),
        ("2024-7", "2024-07"),
        ("2024", "2024"),
        ("20240723", ""),
        ("June 2023", "2023-06"),
        ("juin 2023", "2023-06"),
        ("1er février 2021", "2021-02-01"),
        ("12 août 2021", "2021-08-12"),
        ("March 2, 2021", "2021-03-02"),
        ("Sept. 2021", "2021-09"),
        ("14/07/2020", "2020-07-14"),
        ("07/14/2020", "2020-07-14"),
        ("07/2020", "2020-07"),
        ("no date", ""),
        ("", ""),
    ],
)
def test_dates_are_understood_as_they_are_written(written: str, day: str) -> None:
    assert day_of(written) == day


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("before:2024", True),
        ("before:2023-07", True),
        ("before:2023-06", False),
        ("after:2023-06", False),
        ("after:2023-05-31", True),
        ("after:2023-06-15", False),
        ("after:2022", True),
    ],
)
def test_a_date_in_words_lies_before_and_after(query: str, is_found: bool) -> None:
    index = Index()
    index.add(document("words", "A zebra.", date="juin 2023"))
    assert bool(index.search(f"{query} zebra").hits) is is_found
