"""export --watch: a folder that follows what is added by other processes."""

from __future__ import annotations

import signal
import time

import pytest

PATIENCE = 60.0
"""Seconds until what should happen is given up."""


def until(condition):
    """Wait for it; fails when it never comes."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


def holds(path, words):
    return path.is_file() and words in path.read_text(encoding="utf-8")


@pytest.fixture
def watching(start, tmp_path):
    """Start a watch of the folder ``vault``; what still runs is ended."""
    started = []

    def run(*options):
        started.append(start("export", "--watch", tmp_path / "vault", *options))
        return started[-1]

    yield run
    for each in started:
        if each.poll() is None:
            each.kill()
        each.communicate()


def test_a_folder_follows_what_is_added_changed_and_deleted(llama, article, tmp_path, watching):
    vault = tmp_path / "vault"
    llama("annotate", article, "--quote", "calm", "--note", "first", status=0)
    process = watching()
    mine = vault / "le-cafe-des-lamas.md"
    until(lambda: holds(mine, "first"))
    mine.write_text(mine.read_text(encoding="utf-8") + "\nMy own words.\n", encoding="utf-8")

    (tmp_path / "other.md").write_text("# Other\n\nSomething else.\n")
    other = llama("annotate", "other.md", "--quote", "Something", "--json", status=0).json["id"]
    until(lambda: holds(vault / "other.md", "Something"))
    second = llama("annotate", article, "--quote", "camel", "--note", "second", "--json", status=0).json["id"]
    until(lambda: holds(mine, "second"))
    llama("edit", second, "--note", "second, changed", status=0)
    until(lambda: holds(mine, "second, changed"))
    assert holds(mine, "My own words.") and holds(mine, "first")
    llama("delete", other, status=0)
    until(lambda: not (vault / "other.md").exists())

    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (0, b"")
    assert b"Traceback" not in err and b"1 written" in err and b"1 removed" in err
    assert sorted(each.name for each in vault.iterdir()) == [".llama-tui.json", mine.name]


def test_it_ends_at_sigterm_and_needs_no_store_at_first(llama, article, tmp_path, watching):
    process = watching("--query", "colour:green")
    until((tmp_path / "vault").is_dir)
    llama("annotate", article, "--quote", "calm", status=0)
    llama("annotate", article, "--quote", "camel", "--colour", "green", status=0)
    mine = tmp_path / "vault" / "le-cafe-des-lamas.md"
    until(lambda: holds(mine, "camel"))
    assert not holds(mine, "> calm")
    process.terminate()
    assert process.wait(PATIENCE) == 0


def test_a_folder_that_goes_is_made_again(llama, article, tmp_path, watching):
    vault = tmp_path / "vault"
    llama("annotate", article, "--quote", "calm", status=0)
    process = watching()
    mine = vault / "le-cafe-des-lamas.md"
    until(lambda: holds(mine, "calm") and (vault / ".llama-tui.json").exists())
    vault.rename(tmp_path / "removed")
    until(lambda: holds(mine, "calm"))
    process.terminate()
    assert process.wait(PATIENCE) == 0


def test_only_what_changed_is_written(llama, article, tmp_path, watching):
    (tmp_path / "other.md").write_text("# Other\n\nSomething else.\n")
    llama("annotate", "other.md", "--quote", "Something", status=0)
    llama("annotate", article, "--quote", "calm", status=0)
    watching()
    other, mine = tmp_path / "vault" / "other.md", tmp_path / "vault" / "le-cafe-des-lamas.md"
    until(lambda: holds(other, "Something") and holds(mine, "calm"))
    before = other.stat()
    llama("annotate", article, "--quote", "camel", status=0)
    until(lambda: holds(mine, "camel"))
    assert (other.stat().st_ino, other.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_text_that_changes_is_followed_too(llama, article, tmp_path, watching):
    llama("annotate", article, "--quote", "The end", status=0)
    watching(article)
    mine = tmp_path / "vault" / "le-cafe-des-lamas.md"
    until(lambda: holds(mine, "Paragraph 6"))
    article.write_text(article.read_text(encoding="utf-8").replace("\nThe end", "\nOne more.\n\nThe end"), "utf-8")
    until(lambda: holds(mine, "Paragraph 7"))


def test_standard_input_cannot_be_followed(llama):
    llama("export", "-", "--watch", "vault").refused("standard input", status=2)
