"""Colour only on a terminal; and nothing loaded that a command does not need."""

from __future__ import annotations

import json
import os
import sys

import pexpect
import pytest

from tui.library import seeds_folder

LISTINGS = [
    ("read",),
    ("read", "--json"),
    ("search", "llama"),
    ("search", "llama", "--json"),
    ("entities",),
    ("entities", "--json"),
    ("annotate", str(seeds_folder() / "llama-open-source.en.md"), "--quote", "Half Published, Half Leaked"),
    ("annotations",),
    ("export", "--format", "markdown"),
    ("export", "--format", "json"),
    ("paths",),
    ("--help",),
    ("--version",),
]

SCRIPT = """
import sys
from tui.cli.main import main
try:
    main(sys.argv[1:])
finally:
    import json
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


@pytest.fixture
def loaded(start, tmp_path):
    """The modules that are loaded when a command is done."""

    def run(*arguments):
        (tmp_path / "loaded.py").write_text(SCRIPT)
        with start(*arguments, module="loaded") as process:
            _, err = process.communicate(timeout=120)
        return set(json.loads(err.decode().splitlines()[-1]))

    return run


@pytest.mark.parametrize("arguments", LISTINGS, ids=" ".join)
def test_no_listing_loads_the_screen(loaded, arguments):
    modules = loaded(*arguments)
    assert "tui.cli.main" in modules
    assert not {each for each in modules if each.split(".")[0] in {"textual", "rich"} or each.startswith("tui.ui")}


def test_a_text_that_was_read_before_is_not_parsed_again(loaded, article):
    assert "markdown_it" in loaded("read", article)
    assert "markdown_it" not in loaded("read", article)
    assert "sqlite3" not in loaded("read", article)


def test_what_is_cached_is_the_same_document_and_may_be_damaged(llama, article, home):
    first = llama("read", article, "--json", status=0)
    [kept] = (home / "cache" / "documents").iterdir()
    assert llama("read", article, "--json", status=0) == first
    for damage in (b"", kept.read_bytes()[:50], b"\xff" * 500):
        kept.write_bytes(damage)
        assert llama("read", article, "--json", status=0) == first


@pytest.mark.parametrize("arguments", LISTINGS, ids=" ".join)
def test_no_escape_codes_in_a_pipe(llama, arguments):
    outcome = llama(*arguments, environment={"TERM": "xterm-256color", "FORCE_COLOR": "1", "CLICOLOR_FORCE": "1"})
    assert "\x1b" not in outcome.out + outcome.err


@pytest.mark.parametrize(
    ("changes", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
@pytest.mark.parametrize("arguments", [("read",), ("search", "llama"), ("entities",)], ids=" ".join)
def test_colour_on_a_terminal(arguments, changes, coloured):
    environment = {**os.environ, "TERM": "xterm-256color", **changes}
    if "NO_COLOR" not in changes:
        environment.pop("NO_COLOR", None)
    written, status = pexpect.run(
        f"{sys.executable} -m tui {' '.join(arguments)}", env=environment, withexitstatus=True, timeout=60
    )
    assert status == 0
    assert (b"\x1b[" in written) == coloured


def test_a_table_is_as_wide_as_the_terminal(llama, article):
    llama("annotate", article, "--quote", "calm", "--note", "Wide is 宽. " * 20, status=0)
    command = f"{sys.executable} -m tui annotations"
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    written = pexpect.run(command, env=environment, dimensions=(24, 70), timeout=60).decode()
    head, row = written.replace("\x1b[1m", "").replace("\x1b[22m", "").splitlines()
    assert head.startswith("id ")
    assert row.endswith("…")
    assert 68 <= len(row) + sum(row.count(wide) for wide in "🦙宽") <= 70
