"""Which reader reads what, and what reading costs to import."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tui.document.failures import Refused
from tui.document.model import BlockKind
from tui.document.readers import Source
from tui.document.reading import read


@pytest.mark.parametrize("suffix", [".md", ".MD", ".markdown", ".mdown"])
def test_markdown_by_its_ending(suffix: str) -> None:
    assert read(b"# *a*", Source("id", "/a", suffix, "t")).text == "a"


@pytest.mark.parametrize("suffix", [".txt", ".text", "", ".unheard-of"])
def test_anything_else_is_plain_text(suffix: str) -> None:
    assert read(b"# *a*", Source("id", "/a", suffix, "t")).text == "# *a*"


def test_the_encoding_is_told() -> None:
    document = read("Le café.".encode("cp1252"), Source("id", "/a.txt", ".txt", "t"))
    assert (document.text, document.encoding) == ("Le café.", "cp1252")
    assert read("Ж".encode("koi8-r"), Source("id", "/a", "", "t"), encoding="koi8-r").text == "Ж"


def test_refusals_name_the_source_harmlessly() -> None:
    with pytest.raises(Refused, match=r"^/␛\[2J: it is empty\.$"):
        read(b"", Source("id", "/\x1b[2J", ".md", "t"))
    with pytest.raises(Refused, match=r"^Standard input: it is not text; it looks like a PNG image\.$"):
        read(b"\x89PNG\r\n\x1a\n\0\0", Source("id", "-", ".md", "t"))


def _install(folder: Path, module: str) -> None:
    (folder / "wiki_reader.py").write_text(module)
    information = folder / "wiki_reader-1.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Name: wiki-reader\nVersion: 1\n")
    (information / "entry_points.txt").write_text("[llama_tui.readers]\n.wiki = wiki_reader:read_wiki\n")


def test_a_plug_in_reads_its_ending(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _install(
        tmp_path,
        "from tui.document.model import BlockKind\n"
        "from tui.document.readers.building import Builder\n"
        "def read_wiki(text, source):\n"
        "    builder = Builder()\n"
        "    builder.add(BlockKind.HEADING, text.strip('= \\n'), level=1)\n"
        "    return builder.document(id=source.id, title='wiki', source=source.name)\n",
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    document = read(b"= Title =\n", Source("id", "/a.wiki", ".wiki", "t"))
    assert (document.title, document.text, document.blocks[0].kind) == ("wiki", "Title", BlockKind.HEADING)


def test_a_plug_in_that_does_not_load_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _install(tmp_path, "import nothing_of_that_name\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "wiki_reader", raising=False)
    with pytest.raises(Refused, match=r"^/a\.wiki: the plug-in 'wiki_reader:read_wiki'.*nothing_of_that_name"):
        read(b"= Title =\n", Source("id", "/a.wiki", ".wiki", "t"))


def test_the_parser_is_imported_only_to_parse() -> None:
    code = (
        "import sys, tui.document.cache, tui.document.files, tui.document.readers, tui.document.segmentation\n"
        "from tui.document.readers import Source\n"
        "from tui.document.reading import read\n"
        "read(b'plain', Source('id', '/a.txt', '.txt', 't'))\n"
        "assert not {'markdown_it', 'importlib.metadata', 'hashlib'} & set(sys.modules)\n"
        "read(b'# a', Source('id', '/a.md', '.md', 't'))\n"
        "assert 'markdown_it' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])
