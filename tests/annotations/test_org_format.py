"""The outline, as Emacs itself reads it: headings, quotes and notes are what was written, and no more."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given

from tests.annotations.generated import HOSTILE
from tests.annotations.test_annotation_formats import HOSTILE as HOSTILE_TO_MARKDOWN
from tests.annotations.test_annotation_formats import annotate, make, quotes
from tui.annotations.formats import Article, write
from tui.annotations.formats.org import literal
from tui.annotations.kinds import WHOLE_TEXT
from tui.annotations.model import Relations, Resolution
from tui.document.model import Span

HOSTILE_TO_ORG = [
    "* a heading",
    "** TODO another :tag:",
    "#+end_quote",
    "#+begin_src sh\nrm -rf /\n#+end_src",
    "# a comment",
    ": fixed",
    "| a | b |",
    "- an item\n+ another\n1. a third\na) a fourth",
    "*bold* /italic/ _under_ =code= ~verbatim~ +struck+",
    "[[https://example.org][a link]] <https://example.org>",
    "[fn:1] a footnote [fn::inline]",
    "<2026-01-02 Fri> [2026-01-02 Fri] <%%(diary)>",
    "\\alpha \\( x \\) $x$ $$y$$ \\begin{x}",
    "{{{macro(x)}}} <<target>> <<<radio>>>",
    "src_sh{ls} call_f(x)",
    "-----",
    ":PROPERTIES:\n:ID: x\n:END:",
    "SCHEDULED: <2026-01-02 Fri>",
    "CLOCK: [2026-01-02 Fri 10:00]",
    "%%(diary-date 1 1)",
    "[cite:@key] [1/2] [50%]",
    "ends with a tag :tag:",
]
EVERYTHING = [*HOSTILE, *HOSTILE_TO_MARKDOWN, *HOSTILE_TO_ORG]
PLAIN = {
    *("headline", "section", "property-drawer", "node-property", "quote-block", "paragraph", "keyword", "plain-text"),
    *("subscript", "superscript", "latex-fragment", "link"),
}
"""What Emacs may see; indices and formulas it shows as they are, and so does an export with the options of the file.

Web addresses that stand alone are links there as everywhere.
"""
READER = """
(require 'org-element) (require 'json)
(with-temp-buffer
  (insert-file-contents (pop command-line-args-left))
  (org-mode)
  (let* ((tree (org-element-parse-buffer)) (kinds nil) (entries nil))
    (org-element-map tree (append org-element-all-elements org-element-all-objects)
      (lambda (each) (push (symbol-name (org-element-type each)) kinds)))
    (org-element-map tree 'headline
      (lambda (each)
        (let* ((section (assq 'section (org-element-contents each)))
               (quoted (org-element-map section 'quote-block #'identity nil t))
               (start (if quoted (org-element-property :contents-begin quoted) 1))
               (end (if quoted (org-element-property :contents-end quoted) 1)))
          (push (vector (org-element-property :level each)
                      (org-element-property :raw-value each)
                      (apply #'vector (org-element-property :tags each))
                      (or (org-element-property :ID each) "")
                      (if quoted (buffer-substring-no-properties start end) "")
                      (if quoted (buffer-substring-no-properties
                         (save-excursion (goto-char end) (forward-line 1) (point))
                         (org-element-property :end section)) ""))
                entries))))
    (princ (json-encode (vector (apply #'vector (delete-dups kinds)) (apply #'vector (nreverse entries)))))))
"""


def emacs(test: Callable[..., None]) -> Callable[..., None]:
    """A test that asks Emacs."""
    return pytest.mark.peers(pytest.mark.skipif(shutil.which("emacs") is None, reason="needs Emacs")(test))


@emacs
def test_emacs_reads_what_was_written(tmp_path: Path) -> None:
    document = make(*EVERYTHING)
    placed = [
        annotate(document, block.span, block.number, note=words, tags=("claim", "a b"))
        for block, words in zip(document.blocks, EVERYTHING, strict=True)
    ]
    placed = [replace(each, resolution=Resolution(each.annotation.anchor.span, 1.0)) for each in placed]
    kinds, entries = opened(str(write("org", [Article(document, tuple(placed))])), tmp_path)

    assert set(kinds) <= PLAIN
    assert len(entries) == 1 + len(EVERYTHING)
    for entry, words in zip(entries[1:], EVERYTHING, strict=True):
        level, _, tags, _, quote, note = entry
        assert (level, tags) == (2, ["claim", "a_b"])
        assert without_signs(quote) == words + "\n"
        assert without_signs(note).strip("\n") == words.strip("\n")


@emacs
def test_replies_stand_below_and_the_whole_text_is_not_quoted(tmp_path: Path) -> None:
    document = make("One two three.", title="A text")
    first = annotate(document, Span(0, 3), 1, note="why")
    answer = annotate(document, Span(0, 3), 2, note="because")
    answer = replace(
        answer, annotation=replace(answer.annotation, relations=Relations(parent=first.annotation.id, author="Ada"))
    )
    whole = annotate(document, Span(0, 3), 3, note="all of it")
    whole = replace(whole, annotation=replace(whole.annotation, relations=Relations(about=WHOLE_TEXT)))
    written = str(write("org", [Article(document, (first, answer, whole))]))

    _, entries = opened(written, tmp_path)

    assert [(level, title) for level, title, *_ in entries] == [
        (1, "A text"),
        (2, "One"),
        (3, "because"),
        (2, "all of it"),
    ]
    assert [identifier for *_, identifier, _, _ in entries[1:]] == [
        each.annotation.id for each in (first, answer, whole)
    ]
    assert ":AUTHOR: Ada" in written


@given(quotes)
@example("\u200b* kept")
def test_signs_are_only_added(words: str) -> None:
    assert without_signs(literal(words)) == without_signs(words)
    assert not any(line.startswith(("*", "#")) for line in literal(words).splitlines())


def opened(outline: str, folder: Path) -> tuple[list[str], list[list]]:
    """What kinds of things Emacs sees in an outline; level, title, tags, id, quote and note of each heading."""
    file, reader = folder / "notes.org", folder / "reader.el"
    file.write_text(outline, encoding="utf-8")
    reader.write_text(READER, encoding="utf-8")
    run = subprocess.run(
        ["emacs", "--batch", "-Q", "-l", str(reader), str(file)],
        capture_output=True,
        check=True,
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": str(folder)},
    )
    kinds, entries = json.loads(run.stdout)
    return kinds, entries


def without_signs(text: str) -> str:
    return text.replace("\u200b", "")
