"""A reader's own format: the example of the documentation works, and what is wrong is said in one sentence."""

from __future__ import annotations

import re
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import pytest

from tests.annotations.test_annotation_formats import annotate, make
from tui.annotations import formats
from tui.annotations.formats import Article, named, write
from tui.document.failures import Refused
from tui.document.model import Span

DOCUMENTATION = Path(formats.__file__).with_name("README.md").read_text(encoding="utf-8")


def example(language: str) -> str:
    """The first block of code in that language in the documentation."""
    found = re.search(rf"```{language}\n(.*?)```", DOCUMENTATION, re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture
def article() -> Article:
    document = make("One *two* three.", "Four.", title="A # title")
    return Article(
        document,
        (
            annotate(document, Span(4, 9), 1, note="Why?", tags=("doubt", "two words")),
            annotate(document, Span(0, 3), 2),
        ),
    )


def test_the_example_of_the_documentation(article: Article, tmp_path: Path) -> None:
    template = tmp_path / "notes.md.j2"
    template.write_text(example("jinja"), encoding="utf-8")

    assert named(str(template)).ending == ".md"
    assert write(str(template), [article]) == ("# A # title\n\n> One\n\n> \\*two\\*\n\nWhy?\n\n#doubt #two-words\n\n")


def test_the_example_of_a_package(article: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    names: dict[str, object] = {}
    exec(example("python"), names)
    point = EntryPoint("lines", "nowhere:FORMAT", formats.GROUP)
    monkeypatch.setattr(EntryPoint, "load", lambda self: names["FORMAT"])
    monkeypatch.setattr("importlib.metadata.entry_points", lambda **_: EntryPoints([point]))

    assert "lines" in formats.names()
    assert write("lines", [article]) == "A # title: One\nA # title: *two*\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{% for x in %}", "line 1"),
        ("\n\n{{ documents[0].author }}", "line 3.*author"),
        ("{{ 1 / 0 }}", "line 1.*zero"),
        ("{{ documents.__class__.__mro__ }}", "unsafe|undefined"),
        ("{% include '/etc/passwd' %}", "loader"),
        ("{{ range(10000000) | list }}", "[Rr]ange"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(article: Article, tmp_path: Path, text: str, reason: str) -> None:
    template = tmp_path / "mine.txt.j2"
    template.write_text(text, encoding="utf-8")

    with pytest.raises(Refused, match=reason) as refused:
        write(str(template), [article])
    assert "mine.txt.j2" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_what_is_no_template(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="absent"):
        named(str(tmp_path / "absent.md.j2"))
    (tmp_path / "bytes.j2").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Refused, match="UTF-8"):
        named(str(tmp_path / "bytes.j2"))
