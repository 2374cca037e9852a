"""export: which annotations, and where to: a folder, the clipboard."""

from __future__ import annotations

import base64
import json

import pytest


@pytest.fixture
def two(llama, article, tmp_path):
    """Two texts: a tagged highlight, a green note on a name, and one more highlight."""
    (tmp_path / "other.md").write_text("# Other\n\nSomething else.\n")
    llama("annotate", article, "--quote", "Ada Lovelace wrote", "--tag", "people/women", status=0)
    llama("annotate", article, "--quote", "calm", "--note", "Is it?", "--colour", "green", status=0)
    llama("annotate", "other.md", "--quote", "Something", status=0)
    return article


def quotes(outcome):
    return sorted(each["quote"] for each in outcome.json["annotations"])


@pytest.mark.parametrize(
    ("options", "chosen"),
    [
        (["--tag", "people"], ["Ada Lovelace wrote"]),
        (["--query", "colour:green"], ["calm"]),
        (["--query", "kind:highlight doc:other"], ["Something"]),
        (["--query", "entity:Ada"], ["Ada Lovelace wrote"]),
        (["--query", "after:2000 is it"], ["calm"]),
        (["--query", "before:2000"], []),
        (["--tag", "people", "--query", "colour:green"], []),
    ],
)
def test_an_export_and_a_listing_choose_alike(llama, two, options, chosen):
    exported = llama("export", "--format", "json", *options, status=0 if chosen else 1)
    assert quotes(exported) == chosen
    assert exported.json == llama("annotations", "--json", *options).json


def test_a_selection_by_id(llama, two):
    listed = {each["quote"]: each["id"] for each in llama("annotations", "--json").json["annotations"]}
    wanted = ["--id", listed["calm"][:8], "--id", listed["Something"]]
    assert quotes(llama("export", "--format", "json", *wanted, status=0)) == ["Something", "calm"]
    assert quotes(llama("export", "other.md", "--format", "json", *wanted, status=0)) == ["Something"]
    llama("export", "--id", "no-such").refused("no-such")


def test_the_format_is_that_of_the_ending_or_markdown(llama, two, tmp_path):
    assert llama("export", status=0) == llama("export", "--format", "markdown", status=0)
    for ending, name in (
        (".csv", "csv"),
        (".JSON", "json"),
        (".jsonld", "json-ld"),
        (".csl.json", "csl-json"),
        (".hypothesis.json", "hypothesis"),
        (".Taguette.csv", "taguette"),
        (".bib", "bibtex"),
        (".note", "markdown"),
    ):
        llama("export", "-o", f"out{ending}", status=0)
        llama("export", "-o", "other", "--format", name, status=0)
        assert (tmp_path / f"out{ending}").read_bytes() == (tmp_path / "other").read_bytes()


def test_a_folder_has_one_file_a_text_and_is_brought_up_to_date(llama, two, tmp_path):
    vault = tmp_path / "notes" / "vault"
    told = llama("export", "--folder", vault, status=0).err
    assert "2 written" in told
    mine, other = vault / "le-cafe-des-lamas.md", vault / "other.md"
    assert "> calm" in mine.read_text(encoding="utf-8") and "> Something" in other.read_text(encoding="utf-8")

    mine.write_text(mine.read_text(encoding="utf-8") + "\nMy own words.\n", encoding="utf-8")
    before = other.stat()
    llama("annotate", two, "--quote", "another thing", status=0)
    assert "1 written, 1 as they were" in llama("export", "--folder", vault, status=0).err
    written = mine.read_text(encoding="utf-8")
    assert "> another thing" in written and "My own words." in written
    assert other.stat().st_mtime_ns == before.st_mtime_ns

    for each in llama("annotations", "--json").json["annotations"]:
        llama("delete", each["id"], status=0)
    assert "1 removed, 1 left with what you wrote" in llama("export", "--folder", vault, status=0).err
    assert not other.exists()
    left = mine.read_text(encoding="utf-8")
    assert "My own words." in left and "> calm" not in left


def test_what_was_changed_in_a_file_is_not_overwritten_before_it_was_taken_in(llama, two, tmp_path):
    llama("export", "--folder", "vault", status=0)
    mine = tmp_path / "vault" / "le-cafe-des-lamas.md"
    edited = mine.read_text(encoding="utf-8").replace("Is it?", "It is, by hand.")
    mine.write_text(edited, encoding="utf-8")
    llama("annotate", two, "--quote", "another thing", status=0)
    told = llama("export", "--folder", "vault", status=0).err
    assert "was left" in told and "llama-tui import" in told
    assert mine.read_text(encoding="utf-8") == edited
    llama("import", mine, status=0)
    assert "1 written" in llama("export", "--folder", "vault", status=0).err
    written = mine.read_text(encoding="utf-8")
    assert "It is, by hand." in written and "> another thing" in written


def test_texts_of_one_title_have_files_of_their_own(llama, two, tmp_path):
    (tmp_path / "again.md").write_text("# Other\n\nThe same title.\n")
    llama("annotate", "again.md", "--quote", "same", status=0)
    for _ in range(2):
        llama("export", "--folder", "vault", "--format", "csv", status=0)
        names = sorted(each.name for each in (tmp_path / "vault").iterdir() if each.suffix == ".csv")
        assert len(names) == 3 and "other.csv" in names and sum(name.startswith("other-") for name in names) == 1


def test_what_is_not_ours_stays(llama, two, tmp_path):
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / "other.md").write_text("My own page.")
    (tmp_path / "precious").write_text("precious")
    (vault / "le-cafe-des-lamas.md").symlink_to(tmp_path / "precious")
    llama("export", "--folder", vault, status=0)
    assert (vault / "other.md").read_text() == "My own page."
    assert (tmp_path / "precious").read_text() == "precious"
    assert len(list(vault.glob("*-*.md"))) >= 2
    assert "2 as they were" in llama("export", "--folder", vault, status=0).err


@pytest.mark.parametrize("index", ["", "{", "[]", '{"version": 1, "files": 3}', '{"version": 9, "files": {}}'])
def test_a_lost_index_does_no_harm(llama, two, tmp_path, index):
    vault = tmp_path / "vault"
    llama("export", "--folder", vault, status=0)
    before = sorted(each.name for each in vault.iterdir())
    (vault / ".llama-tui.json").write_text(index)
    assert "2 as they were" in llama("export", "--folder", vault, status=0).err
    assert sorted(each.name for each in vault.iterdir()) == before


def test_a_folder_that_cannot_be_made_is_refused(llama, two):
    llama("export", "--folder", "article.md/vault").refused("article.md/vault", "cannot be made")


def test_the_clipboard_is_the_systems(llama, two, tmp_path):
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "xclip"
    program.write_text(f"#!/bin/sh\ncat > {tmp_path}/copied\n")
    program.chmod(0o755)
    desktop = {"PATH": f"{tmp_path}/bin:/usr/bin:/bin", "DISPLAY": ":0", "WAYLAND_DISPLAY": None}
    away: dict[str, str | None] = dict.fromkeys(("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY", "WSL_DISTRO_NAME"))
    copied = llama("export", "--clipboard", "--tag", "people", environment=desktop | away, status=0)
    assert copied.out == "" and "the clipboard" in copied.err
    assert (tmp_path / "copied").read_text(encoding="utf-8").rstrip("\n") == llama("export", "--tag", "people").out[:-1]


def test_over_ssh_the_clipboard_is_the_terminals(two, terminal):
    screen = terminal("export", "--format", "json", "--tag", "people", "--clipboard")
    screen.wait_for("Copied to the terminal")
    copied = screen.raw.split(b"\x1b]52;c;")[1].split(b"\a")[0]
    exported = json.loads(base64.b64decode(copied))["annotations"]
    assert [each["quote"] for each in exported] == ["Ada Lovelace wrote"]


def test_without_either_it_is_refused(llama, two, start):
    process = start("export", "--clipboard", start_new_session=True)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 1 and out == b"" and b"no clipboard" in err
