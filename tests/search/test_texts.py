"""Documents that stand in for the real ones, out of the file of an index."""

from array import array
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tui.document.long_text import LongText
from tui.document.model import BLOCK_SEPARATOR, Block, BlockKind, Blocks, Document
from tui.search.index import Index
from tui.search.saved import Saved

paragraphs = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), max_size=12)


def document(name: str, paragraphs: list[str], headings: set[int], long: bool = False) -> Document:
    blocks, at = [], 0
    for number, paragraph in enumerate(paragraphs, 1):
        kind = BlockKind.HEADING if number in headings else BlockKind.PARAGRAPH
        blocks.append(Block(number, kind, at, at + len(paragraph), level=2 if number in headings else 0))
        at += len(paragraph) + len(BLOCK_SEPARATOR)
    text = BLOCK_SEPARATOR.join(paragraphs)
    return Document(name, f"On {name}", "fr", f"/{name}", LongText(text) if long else text, Blocks(blocks), date="2024")


def kept(path: Path, *documents: Document) -> list[Document]:
    index = Index()
    for each in documents:
        index.add(each, "stamp")
    index.save(path, texts=True)
    found = list(Saved(path).standing_in())
    assert None not in found
    return [each for each in found if each is not None]


@given(st.lists(st.tuples(paragraphs, st.sets(st.integers(1, 12)), st.booleans()), max_size=4), st.data())
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_stands_in_for_a_document_has_its_text_and_its_headings(tmp_path: Path, made, data) -> None:
    before = [document(str(number), *each) for number, each in enumerate(made)]
    after = kept(tmp_path / "index", *before)
    for one, other in zip(before, after, strict=True):
        assert (one.id, one.title, one.language, one.source, one.date) == (
            other.id, other.title, other.language, other.source, other.date
        )  # fmt: skip
        assert len(one.text) == len(other.text)
        assert str(one.text) == str(other.text) == "".join(other.text.pieces())
        assert list(one.blocks) == list(other.blocks)
        assert one.blocks.parts()[2] == other.blocks.parts()[2]
        start, stop = (data.draw(st.integers(-3, len(one.text) + 3)) for _ in range(2))
        assert one.text[start:stop] == other.text[start:stop]
        assert one.text.find("a", max(0, start)) == other.text.find("a", max(0, start))
        if one.text:
            at = data.draw(st.integers(-len(one.text), len(one.text) - 1))
            assert one.text[at] == other.text[at]
        with pytest.raises(IndexError):
            other.text[len(one.text)]


def test_a_search_needs_nothing_but_the_file(tmp_path: Path) -> None:
    path = tmp_path / "index"
    one = document("one", ["On zebras", "A zebra’s été", "an okapi"], {1})
    two = document("two", ["zebras again", "œuvre"], {1}, long=True)
    documents = kept(path, one, two)
    saved = Saved(path)
    index = Index.of(saved, saved.standing_in())
    assert not index.changed
    built = Index()
    built.add(one)
    built.add(two)
    for query in ("zebra", "in:heading zebra", '"zebra’s ete"', "/z.b/", "lang:fr okapi", "doc:two !oeuvre", "zbera"):
        assert index.search(query) == built.search(query)
    assert index.search("zebra").hits[0].matches
    assert [each.id for each in documents] == ["one", "two"]


def test_what_was_discarded_leaves_no_text_and_the_others_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "index"
    index = Index()
    for name in ("one", "two", "three"):
        index.add(document(name, [f"zebra {name}", "okapi"], set()))
    index.discard("two")
    index.add(document("one", ["llama"], set()))
    index.save(path, texts=True)
    assert b"zebra two" not in path.read_bytes()
    saved = Saved(path)
    again = Index.of(saved, saved.standing_in())
    assert not again.changed
    assert [kept.id for kept in saved.documents if kept.id] == ["three", "one"]
    for query in ("zebra", "okapi", "llama", "two"):
        assert again.search(query) == index.search(query)
    again.save(path, texts=True)
    saved = Saved(path)
    assert len(Index.of(saved, saved.standing_in())) == 3


def test_a_damaged_text_is_noticed_and_raises_nothing(tmp_path: Path) -> None:
    path = tmp_path / "index"
    kept(path, document("one", ["A zebra", "an okapi"], set()))
    path.write_bytes(path.read_bytes().replace(b"A zebra", b"A \xffebra"))
    saved = Saved(path)
    index = Index.of(saved, saved.standing_in())
    assert index.search("okapi").total == 1
    assert not saved.is_damaged
    index.search("zebra")
    assert saved.is_damaged


def test_offsets_are_those_of_a_document_that_begins_late(tmp_path: Path) -> None:
    blocks = Blocks.plain(array("I", [2, 7]), array("I", [5, 9]))
    (after,) = kept(tmp_path / "index", Document("one", "", "", "/", "??one..wo!!", blocks))
    assert [after.block_text(block) for block in after.blocks] == ["one", "wo"]
    assert after.text[:3] == "??o"
    assert after.text[-3:] == "o!!"
