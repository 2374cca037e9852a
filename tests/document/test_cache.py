"""What the cache gives back is what it was given, or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.document.cache import from_bytes, to_bytes
from tui.document.model import Document
from tui.document.readers import Source
from tui.document.reading import read

SOURCE = (
    b"---\ntitle: T\ndate: now\n---\n# A\n\n- b *c* [d](http://e)\n\n|f|\n|-|\n\n"
    b"```py\ng\n```\n\n***\n\nh[^1]\n\n[^1]: i\n"
)


def document() -> Document:
    return read(SOURCE, Source("id", "/name.md", ".md", "name"))


def test_a_document_comes_back_whole() -> None:
    before = document()
    after = from_bytes(to_bytes(before), id="other", source="/moved.md")
    assert (after.id, after.source) == ("other", "/moved.md")
    for name in ("title", "language", "date", "encoding", "text", "blocks", "marks"):
        assert getattr(after, name) == getattr(before, name)
    assert after.marks_in(0, len(after.text)) == list(before.marks)


@given(st.data())
def test_damage_is_found(data: st.DataObject) -> None:
    kept = to_bytes(document())
    at = data.draw(st.integers(0, len(kept) - 1))
    changed = kept[:at] + bytes([kept[at] ^ data.draw(st.integers(1, 255))]) + kept[at + 1 :]
    for damaged in (changed, kept[:at]):
        with pytest.raises(ValueError, match=r"damaged|another format"):
            from_bytes(damaged, id="id", source="/name.md")


@given(st.binary(max_size=100))
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="another format"):
        from_bytes(data, id="id", source="/name.md")
