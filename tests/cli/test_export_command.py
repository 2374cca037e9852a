"""export: annotations as files for other tools."""

from __future__ import annotations

import json
import os

import pytest
import yaml


@pytest.fixture
def annotated(llama, article):
    """The article with a highlight and a note."""
    llama("annotate", article, "--quote", "Ada Lovelace", "--tag", "people", status=0)
    llama("annotate", article, "--quote", "calm", "--note", "Is it? 🦙", status=0)
    return article


def test_json_is_what_the_listing_prints(llama, annotated):
    exported = llama("export", "--format", "json", status=0)
    assert exported.json == llama("annotations", "--json").json
    assert exported.err == ""


def test_markdown_has_front_matter_passages_and_notes(llama, annotated):
    exported = llama("export", annotated, "--format", "markdown", status=0)
    _, front, body = exported.out.split("---\n", 2)
    assert yaml.safe_load(front)["title"] == "Le café des lamas 🦙"
    assert "> Ada Lovelace" in body and "#people" in body
    assert body.index("> calm") < body.index("Is it? 🦙")


@pytest.mark.parametrize("name", ["markdown", "json"])
def test_a_file_holds_what_standard_output_would(llama, annotated, tmp_path, name):
    written = llama("export", "--format", name, "-o", "out", status=0)
    assert written.out == "" and "out" in written.err
    printed = llama("export", "--format", name, status=0)
    assert (tmp_path / "out").read_text(encoding="utf-8") == printed.out
    dashed = llama("export", "--format", name, "-o", "-", status=0)
    assert dashed == printed


def test_an_old_file_is_replaced_and_nothing_else_is_left(llama, annotated, tmp_path):
    (tmp_path / "out.json").write_text("old")
    llama("export", "--format", "json", "-o", "out.json", status=0)
    assert len(json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["annotations"]) == 2
    assert sorted(each.name for each in tmp_path.iterdir()) == ["article.md", "out.json"]


@pytest.mark.parametrize("target", ["folder", "absent/out.md", "article.md/out.md", "/dev/full", "pipe"])
def test_what_cannot_be_written_is_refused(llama, annotated, tmp_path, target):
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    llama("export", "--format", "markdown", "-o", target).refused(target, "cannot be written")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["article.md", "folder", "pipe"]
    assert not list((tmp_path / "folder").iterdir())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_refused(llama, annotated, tmp_path):
    (tmp_path / "locked").mkdir(mode=0o500)
    llama("export", "--format", "markdown", "-o", "locked/out.md").refused("locked/out.md", "ermission")


def test_a_format_that_there_is_not(llama, annotated):
    llama("export", "--format", "docx").refused("docx", "markdown", "json", status=2)


def test_nothing_to_export(llama, article, tmp_path):
    llama("export", article, "--format", "markdown").refused("nothing")
    assert llama("export", "--format", "json", status=1).json == {"annotations": []}
    llama("export", "--format", "json", "-o", "out").refused("nothing")
    assert not (tmp_path / "out").exists()


def test_only_the_texts_that_are_named(llama, annotated, tmp_path):
    (tmp_path / "other.md").write_text("# Other\n\nSomething else.\n")
    llama("annotate", "other.md", "--quote", "Something", status=0)
    exported = llama("export", "other.md", "--format", "json", status=0).json["annotations"]
    assert [each["quote"] for each in exported] == ["Something"]
    both = llama("export", tmp_path, "--format", "markdown", status=0).out
    assert "> Ada Lovelace" in both and "> Something" in both


def test_exporting_again_leaves_what_was_written_around_it(llama, annotated, tmp_path):
    llama("export", annotated, "--format", "markdown", "-o", "out.md", status=0)
    path = tmp_path / "out.md"
    path.write_text(path.read_text(encoding="utf-8").replace("Is it? 🦙", "Is it? No.") + "\nMy own words.\n", "utf-8")
    told = llama("import", "out.md", "--dry-run", status=0)
    assert "1 changed" in told.err and "Is it? No." in told.out

    llama("import", "out.md", status=0)
    llama("annotate", annotated, "--quote", "another thing", status=0)
    llama("export", annotated, "--format", "markdown", "-o", "out.md", status=0)

    written = path.read_text(encoding="utf-8")
    assert "Is it? No." in written and "My own words." in written and "> another thing" in written
    assert llama("import", "out.md", status=0).err == "llama-tui: 0 new; 3 already there.\n"


def test_notes_that_were_changed_in_the_file_are_not_written_over(llama, annotated, tmp_path):
    path = tmp_path / "out.md"
    llama("export", "-o", "out.md", status=0)
    edited = path.read_text(encoding="utf-8").replace("Is it? 🦙", "Is it? No.")
    path.write_text(edited, encoding="utf-8")

    llama("export", "-o", "out.md").refused("out.md", "changed in it", "llama-tui import out.md")
    llama("export", "--tag", "people", "-o", "out.md").refused("changed in it")
    assert path.read_text(encoding="utf-8") == edited

    # Once it is here, it may go from the file, even where it is not chosen.
    llama("import", "out.md", status=0)
    llama("export", "--tag", "people", "-o", "out.md", status=0)
    assert "> Ada Lovelace" in path.read_text(encoding="utf-8")
    assert "Is it? No." not in path.read_text(encoding="utf-8")
    llama("export", "-o", "out.md", status=0)
    assert "Is it? No." in path.read_text(encoding="utf-8")


def test_the_help_names_the_formats(llama):
    from tui.annotations.formats import FORMATS, named

    for command, does in (("export", lambda form: form.write), ("import", lambda form: form.read)):
        told = " ".join(llama(command, "--help", status=0).out.split()).split("--format F ")[-1]
        listed = told.removeprefix("of the files: ").replace(", or one of", ", one of").split(", one of")[0]
        assert listed.split(", ") == [name for name in FORMATS if does(named(name))]


def test_a_template_of_the_readers_own_is_a_format(llama, article, tmp_path):
    llama("annotate", article, "--quote", "Ada Lovelace", "--note", "Who?", status=0)
    (tmp_path / "mine.txt.j2").write_text(
        "{% for d in documents %}{% for a in d.annotations %}{{ a.quote }}: {{ a.note }}{% endfor %}{% endfor %}"
    )

    assert llama("export", article, "--format", "mine.txt.j2", status=0).out == "Ada Lovelace: Who?\n"
    llama("export", article, "--format", "mine.txt.j2", "--folder", "out", status=0)
    [file] = (tmp_path / "out").glob("*.txt")
    assert file.read_text() == "Ada Lovelace: Who?"
    (tmp_path / "wrong.j2").write_text("{{ nothing }}")
    llama("export", article, "--format", "wrong.j2").refused("wrong.j2", "nothing")
