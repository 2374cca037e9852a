"""import: annotations of other programs come to their texts, once, and say before what they will do."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def exported(llama, article, tmp_path):
    """What another machine wrote: a note and a bookmark."""
    home = ("--home", tmp_path / "other")
    llama("annotate", article, "--quote", "Ada Lovelace", "--note", "Who?", "--tag", "people", *home, status=0)
    llama("bookmark", article, "--paragraph", "3", "--name", "m", *home, status=0)
    llama("export", "--format", "json-ld", "-o", "out.jsonld", *home, status=0)
    return tmp_path / "out.jsonld"


def test_a_dry_run_tells_and_does_nothing(llama, exported, home):
    told = llama("import", exported, "--dry-run", status=0)
    assert "new" in told.out and "Ada Lovelace" in told.out and "Who?" in told.out
    assert told.err == "llama-tui: 2 new; nothing was done.\n"
    assert not (home / "data").exists()
    assert llama("annotations", "--json", status=1).json == {"annotations": []}


def test_what_was_exported_comes_back_once(llama, exported, article):
    assert llama("import", exported, article, status=0).err == "llama-tui: 2 new.\n"
    listed = llama("annotations", "--json", status=0).json["annotations"]
    assert [(each["quote"], each["note"], each["tags"]) for each in listed] == [
        ("Ada Lovelace", "Who?", ["people"]),
        ("A llama is calm. A llama is not a “camel”, says Ada.", "", []),
    ]
    again = llama("import", exported, "--json", status=0).json["import"]
    assert [each["fate"] for each in again] == ["already there"] * 2
    assert llama("annotations", "--json").json["annotations"] == listed
    assert llama("export", "--format", "json-ld", status=0).out == exported.read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["json-ld", "hypothesis", "json"])
def test_replies_and_notes_on_the_whole_text_come_back(llama, article, tmp_path, form):
    there = ("--home", tmp_path / "other")
    llama("annotate", article, "--quote", "Ada Lovelace", "--note", "Who?", *there, status=0)
    llama("annotate", article, "--whole", "--note", "All of it", *there, status=0)
    listed = llama("annotations", "--json", *there).json["annotations"]
    [first] = [each for each in listed if each["note"] == "Who?"]
    llama("reply", first["id"], "--note", "A countess", *there, status=0)
    llama("export", "--format", form, "-o", "out.json", *there, status=0)

    assert llama("import", "out.json", article, "--dry-run", status=0).err == "llama-tui: 3 new; nothing was done.\n"
    assert llama("import", "out.json", article, status=0).err == "llama-tui: 3 new.\n"

    notes = {each["note"]: each for each in llama("annotations", "--json").json["annotations"]}
    assert notes["A countess"]["parent"] == notes["Who?"]["id"] == first["id"]
    assert notes["A countess"]["quote"] == "Ada Lovelace"
    assert (notes["All of it"]["about"], notes["All of it"]["status"]) == ("text", "anchored")
    assert llama("import", "out.json", article, status=0).err == "llama-tui: 0 new; 3 already there.\n"


def test_from_standard_input_with_the_text_named_apart(llama, exported, article):
    data = exported.read_bytes()
    assert llama("import", "-", "--to", article, data=data, status=0).err == "llama-tui: 2 new.\n"


def test_refusals_name_the_file_and_the_reason(llama, article, tmp_path):
    (tmp_path / "broken.jsonld").write_text('{"@context": "http://www.w3.org/ns/anno.jsonld"')
    llama("import", "broken.jsonld", article).refused("broken.jsonld", "json-ld", "not JSON")
    (tmp_path / "person.jsonld").write_text(json.dumps({"type": "Person"}))
    llama("import", "person.jsonld", "--format", "json-ld").refused("person.jsonld", "not a Web Annotation")
    (tmp_path / "noise.bin").write_bytes(bytes(range(256)))
    llama("import", "noise.bin").refused("noise.bin", "none of the formats")
    llama("import", article).refused("article.md", "none of the formats")
    llama("import", "absent.csv").refused("absent.csv", "no such file")
    llama("import", "out.json", "--format", "docx").refused("docx", "json-ld", status=2)
    (tmp_path / "out.json").write_text("{}")
    llama("import", "out.json", "--format", "json").refused("out.json", "no annotations")
    llama("import", "out.json", "--format", "org").refused("out.json", "not be read")


def test_two_machines_exports_merge_and_deletions_travel(llama, article, tmp_path):
    def on(name, *arguments):
        return llama("--home", tmp_path / name, *arguments, status=0)

    def notes(name):
        listed = llama("--home", tmp_path / name, "annotations", "--json").json["annotations"]
        return sorted((each["note"], each["colour"]) for each in listed)

    kept = on("one", "annotate", article, "--quote", "calm", "--note", "kept", "--json").json["id"]
    gone = on("one", "annotate", article, "--quote", "camel", "--note", "gone", "--json").json["id"]
    on("one", "export", "--format", "json-ld", "-o", "one.jsonld")
    on("two", "import", "one.jsonld")
    on("one", "edit", kept, "--note", "changed by one")
    on("two", "edit", kept, "--colour", "green")
    on("two", "delete", gone)
    on("two", "export", "--format", "json-ld", "-o", "two.jsonld")
    told = on("one", "import", "two.jsonld")
    assert "1 changed" in told.err and "1 deleted there" in told.err
    assert notes("one") == [("changed by one", "green")]
    assert "1 already there" in on("one", "import", "two.jsonld").err
    on("one", "export", "--format", "json-ld", "-o", "one.jsonld")
    on("two", "import", "one.jsonld")
    assert notes("two") == notes("one")
    on("two", "delete", kept)
    on("two", "export", "--format", "json-ld", "-o", "two.jsonld")
    assert "1 deleted there" in on("one", "import", "two.jsonld").err
    assert notes("one") == []


def test_what_a_listing_prints_is_taken_in(llama, article, tmp_path):
    there = ("--home", tmp_path / "other")
    llama("annotate", article, "--quote", "camel", "--note", "rows", "--tag", "rows", *there, status=0)
    llama("bookmark", article, "--paragraph", "5", "--name", "m", *there, status=0)
    listed = llama("annotations", "--json", *there, status=0)
    (tmp_path / "listed.json").write_text(listed.out, encoding="utf-8")

    assert llama("import", "listed.json", status=0).err == "llama-tui: 2 new.\n"

    assert llama("annotations", "--json", status=0).json == listed.json
    assert llama("import", "listed.json", status=0).err == "llama-tui: 0 new; 2 already there.\n"


@pytest.mark.parametrize("form", ["json-ld", "qdpx"])
def test_what_tags_mean_comes_along_and_goes_with_the_same_step(llama, article, tmp_path, form):
    there = ("--home", tmp_path / "other")
    llama("annotate", article, "--quote", "camel", "--tag", "doubt/strong", "--tag", "claim", *there, status=0)
    llama("tags", "--describe", "doubt", "What may be untrue", *there, status=0)
    llama("tags", "--describe", "claim", "Theirs", *there, status=0)
    llama("tags", "--describe", "claim", "Mine", status=0)
    llama("export", "--format", form, "-o", "out.x", *there, status=0)

    told = llama("import", "out.x", article, "--dry-run", status=0).err
    assert told == "llama-tui: 1 new; 1 tag described; nothing was done.\n"
    assert llama("import", "out.x", article, status=0).err == "llama-tui: 1 new; 1 tag described.\n"
    assert llama("import", "out.x", article, status=0).err == "llama-tui: 0 new; 1 already there.\n"

    def described():
        listed = llama("tags", "--json", status=0).json["tags"]
        return {each["tag"]: each["description"] for each in listed if each["description"]}

    assert described() == {"doubt": "What may be untrue", "claim": "Mine"}
    llama("undo", status=0)
    assert described() == {"claim": "Mine"}
    llama("undo", "--redo", status=0)
    assert described() == {"doubt": "What may be untrue", "claim": "Mine"}


def test_a_codebook_that_cannot_be_read_keeps_no_note_from_leaving(llama, article, home):
    llama("annotate", article, "--quote", "camel", "--tag", "claim", status=0)
    llama("tags", "--describe", "claim", "Mine", status=0)
    [path] = [each for each in home.rglob("*.toml") if "Mine" in each.read_text(encoding="utf-8")]
    path.write_text("= broken")
    assert "camel" in llama("export", "--format", "json-ld", status=0).out
