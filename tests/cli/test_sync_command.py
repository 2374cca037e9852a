"""sync: two homes over one folder, with the real command."""

from __future__ import annotations

import random
import signal
import subprocess

import pytest


@pytest.fixture
def folder(tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    return shared


@pytest.fixture
def on(llama, tmp_path):
    """``on("one", "sync", …)`` runs a command on the machine of that name."""

    def run(machine, *arguments, **particulars):
        return llama("--home", tmp_path / f"home-{machine}", *arguments, **particulars)

    return run


def listed(outcome):
    return {
        each["id"]: (each["note"], sorted(each["tags"]), each["colour"], each["quote"])
        for each in outcome.json["annotations"]
    }


def test_two_homes_come_to_the_same(on, article, folder):
    on("one", "annotate", article, "--quote", "calm", "--note", "from one", "--tag", "a", status=0)
    on("two", "annotate", article, "--quote", "another thing", "--note", "from two", status=0)
    assert "1 told to the others" in on("one", "sync", folder, status=0).err
    assert "1 new here; 1 told to the others" in on("two", "sync", folder, status=0).err
    assert "1 new here; nothing told" in on("one", "sync", folder, status=0).err
    both = listed(on("one", "annotations", "--json"))
    assert len(both) == 2 and both == listed(on("two", "annotations", "--json"))
    for name in ("one", "two"):
        assert "nothing new here; nothing told" in on(name, "sync", folder, status=0).err

    note = next(each for each, values in both.items() if values[0] == "from one")
    on("one", "edit", note, "--note", "older", status=0)
    on("two", "edit", note, "--note", "newer", status=0)
    on("one", "edit", note, "--colour", "green", status=0)
    on("one", "sync", folder, status=0)
    assert "kept in the history" in on("two", "sync", folder, status=0).err
    on("one", "sync", folder, status=0)
    for name in ("one", "two"):
        assert listed(on(name, "annotations", "--json"))[note][0::2] == ("newer", "green")
        assert "older" in on(name, "history", note, "--json", status=0).out

    on("two", "delete", note, status=0)
    on("two", "sync", folder, status=0)
    assert "1 deleted here" in on("one", "sync", folder, status=0).err
    assert note not in listed(on("one", "annotations", "--json"))


def test_a_sync_is_taken_back_as_one_step(on, article, folder):
    for quote in ("calm", "camel", "buvait"):
        on("one", "annotate", article, "--quote", quote, status=0)
    on("one", "sync", folder, status=0)
    on("two", "annotate", article, "--quote", "The end", status=0)
    before = on("two", "annotations", "--json", status=0).json
    on("two", "sync", folder, status=0)
    assert len(listed(on("two", "annotations", "--json"))) == 4
    assert "and 2 more" in on("two", "undo", status=0).out
    assert on("two", "annotations", "--json", status=0).json == before


def test_a_dry_run_tells_and_does_nothing(on, article, folder, tmp_path):
    on("one", "annotate", article, "--quote", "calm", status=0)
    on("one", "sync", folder, status=0)
    before = {each.name: each.read_bytes() for each in folder.iterdir()}
    told = on("two", "sync", folder, "--dry-run", status=0)
    assert "“calm”" in told.out and "1 new here" in told.err and "nothing was done" in told.err
    planned = on("two", "sync", folder, "--dry-run", "--json", status=0).json
    assert [each["fate"] for each in planned["sync"]] == ["new"]
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == before
    on("two", "annotations").refused("no such annotations")


def test_what_cannot_be_read_is_named(on, article, folder):
    (folder / "llama-tui-abcd.sync-conflict-20260101-000000-AAAAAAA.jsonl").write_text('{"by": "abcd", "ti')
    told = on("one", "sync", folder, status=0).err
    assert "line 1: it is torn" in told and "a copy in conflict" in told


@pytest.mark.parametrize("target", ["absent", "article.md"])
def test_a_folder_that_is_none_is_refused(on, article, target):
    on("one", "sync", target).refused(target, "no such folder")


def test_a_folder_that_may_not_be_written_is_refused_and_nothing_is_lost(on, article, folder):
    on("one", "annotate", article, "--quote", "calm", status=0)
    (folder / "blocked").mkdir()
    machine = on("one", "sync", folder, "--json", status=0)
    (file,) = folder.glob("*.jsonl")
    written = file.read_bytes()
    file.unlink()
    file.mkdir()
    on("one", "annotate", article, "--quote", "camel", status=0)
    refused = on("one", "sync", folder)
    assert refused.status == 1 and "cannot be written" in refused.err and machine.json["told"] == 1
    file.rmdir()
    on("one", "sync", folder, status=0)
    assert len(file.read_bytes()) > len(written)
    assert "2 new here" in on("two", "sync", folder, status=0).err


def test_killed_at_any_moment_nothing_is_lost_or_doubled(on, start, article, folder, tmp_path):
    chance = random.Random(6)
    killed = 0
    words = ["calm", "camel", "buvait", "Paris", "one thing", "another thing", "The end", "wrote the first program"]
    for number, quote in enumerate(words):
        name = ("one", "two")[number % 2]
        on(name, "annotate", article, "--quote", quote, "--note", f"Note {number}", status=0)
        for _ in range(2):
            with start("--home", tmp_path / f"home-{name}", "sync", folder) as process:
                try:
                    process.wait(timeout=chance.uniform(0.05, 0.5))
                except subprocess.TimeoutExpired:
                    process.send_signal(signal.SIGKILL)
                    killed += 1
    assert killed
    for name in ("one", "two", "one"):
        on(name, "sync", folder, status=0)
    found = listed(on("one", "annotations", "--json", status=0))
    assert sorted(values[0] for values in found.values()) == [f"Note {number}" for number in range(len(words))]
    assert found == listed(on("two", "annotations", "--json", status=0))
    before = {each.name: each.read_bytes() for each in folder.iterdir()}
    assert "nothing new here; nothing told" in on("two", "sync", folder, status=0).err
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == before
