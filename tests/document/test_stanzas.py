"""Markdown in parts reads as Markdown in one piece."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tui.document.model import Document
from tui.document.readers import markdown
from tui.document.readers.building import Builder, Facts
from tui.document.readers.stanzas import Part, parts

LINES = st.sampled_from(
    """Plain words of a paragraph.
2024 was a year, and so was 2025
1. one
12) twelve
- item
* item *with* words
+ [ ] task
   three blanks
  two blanks
    four blanks
      six blanks
> quoted
> - item in a quotation
> ```
```
```python
~~~
   ```
  ```
    ```
- ```
1. ~~~
<!-- comment
-->
<div>
<pre>
</pre>
<script>
</script>
<?php
?>
- <!-- in an item
# Heading
## Another *heading*
Title
===
---
***
| a | b |
| --- | :-: |
| c | d |
[link]: https://example.org/a
a [link] and [another][link]
[^1]: a footnote
    that goes on
a call[^1] and [^2]
[^2]:
Zoë’s “words” & more
*a* **b** `c`
two blanks  in it
ends with two\x20\x20
\\* escaped
https://example.org
\ttab
- \ttab""".split("\n")
)
SOURCES = st.lists(st.one_of(LINES, LINES, st.just("")), max_size=24).map("\n".join)


def _read(source: str, *, cut: list[int], whole: bool = False) -> Document:
    """The document, read in the smallest parts or as a whole."""
    builder, facts = Builder(), Facts()
    borders = [0, *sorted(min(at, len(source)) for at in cut), len(source)]
    pieces = [source[low:high] for low, high in pairwise(borders)]
    before = markdown.parts
    markdown.parts = lambda pieces: [Part("".join(pieces), False)] if whole else parts(pieces, least=0)
    try:
        for _ in markdown.read_markdown(pieces, builder, facts):
            pass
    finally:
        markdown.parts = before
    return builder.document(id="a", title=facts.title, source="a")


def _shown(document: Document) -> object:
    return document.title, document.text, list(document.blocks), list(document.marks)


@given(SOURCES, st.lists(st.integers(0, 400), max_size=3))
def test_parts_make_the_same_document_as_the_whole(source: str, cut: list[int]) -> None:
    assert _shown(_read(source, cut=cut)) == _shown(_read(source, cut=[], whole=True))


@given(SOURCES, st.lists(st.integers(0, 400), max_size=3))
def test_parts_are_the_source(source: str, cut: list[int]) -> None:
    borders = [0, *sorted(min(at, len(source)) for at in cut), len(source)]
    pieces = [source[low:high] for low, high in pairwise(borders)]
    assert "".join(part.text for part in parts(pieces, least=0)) == source
    assert list(parts(pieces, least=0)) == list(parts([source], least=0))


def test_a_long_text_is_cut_between_its_paragraphs() -> None:
    found = list(parts(["A *b*.\n\n# C\n\nPlain words.\n\n- a\n\n- b\n\n*c* d\n"], least=0))
    assert [(part.text, part.plain) for part in found] == [
        ("A *b*.\n\n", False),
        ("# C\n\n", False),
        ("Plain words.\n\n", True),
        ("- a\n\n- b\n\n", False),
        ("*c* d\n", False),
    ]


def test_nothing_is_cut_within_code_and_comments() -> None:
    for opened in ("```\nA\n\nB *b*\n\nC\n```\n", "<!--\nA\n\nB\n\n-->\n", "- ```\n  A\n\n  B\n"):
        assert [part.text for part in parts([opened], least=0)] == [opened]


def test_definitions_hold_for_what_stands_before_them() -> None:
    source = (
        "See [the llama][1] and a note[^n].\n\nPlain.\n\n```\n[2]: /no\n```\n\nNot [2].\n\n"
        "[1]: /yes\n\n[^n]: The note.\n"
    )
    document = _read(source, cut=[])
    assert [(mark.kind.value, mark.target) for mark in document.marks] == [("link", "/yes"), ("footnote", "n")]
    assert document.text.endswith("Not [2].\n\nThe note.")
