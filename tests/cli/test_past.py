"""bin and history: what was deleted and changed."""

from __future__ import annotations


def made(llama, article, note="first"):
    return llama("annotate", article, "--quote", "The end", "--note", note, "--json", status=0).json["id"]


def test_what_is_deleted_lies_in_the_bin_and_comes_back(llama, article):
    identifier = made(llama, article)
    llama("bin", status=1)
    llama("delete", identifier, status=0)
    listed = llama("bin", "--json", status=0).json["deleted"]
    assert [(each["id"], each["note"], bool(each["deleted"])) for each in listed] == [(identifier, "first", True)]
    assert "first" in llama("bin", status=0).out
    llama("bin", "--restore", identifier[:6], status=0)
    assert [each["id"] for each in llama("annotations", article, "--json", status=0).json["annotations"]] == [
        identifier
    ]
    llama("bin", "--restore", identifier).refused("No annotation in the bin")
    llama("bin", "--restore", "").refused("No annotation in the bin")


def test_an_emptied_bin_gives_nothing_back(llama, article):
    identifier = made(llama, article)
    llama("delete", identifier, status=0)
    assert "1 erased" in llama("bin", "--empty", status=0).err
    llama("bin", "--empty", status=1)
    llama("history", identifier).refused("No annotation has an id")


def test_history_tells_every_change(llama, article):
    identifier = made(llama, article)
    llama("edit", identifier, "--note", "second", "--tag", "doubt", status=0)
    changes = llama("history", identifier[:8], "--json", status=0).json["changes"]
    assert [(each["act"], each["after"]["note"], each["after"]["tags"]) for each in changes] == [
        ("created", "first", []),
        ("edited", "second", ["doubt"]),
    ]
    assert changes[1]["before"]["note"] == "first"
    assert "second" in llama("history", identifier, status=0).out


def test_a_deleted_note_has_a_history(llama, article):
    identifier = made(llama, article)
    llama("delete", identifier, status=0)
    acts = [each["act"] for each in llama("history", identifier[:8], "--json", status=0).json["changes"]]
    assert acts == ["created", "deleted"]


def test_the_last_step_is_taken_back_and_done_again(llama, article, tmp_path):
    llama("undo").refused("nothing to be taken back")
    made(llama, article)
    elsewhere = ("--home", tmp_path / "elsewhere")
    llama(*elsewhere, "annotate", article, "--quote", "calm", status=0)
    llama(*elsewhere, "annotate", article, "--quote", "camel", status=0)
    llama(*elsewhere, "export", "--format", "json-ld", "-o", "two.jsonld", status=0)
    llama("import", "two.jsonld", status=0)
    assert "and 1 more" in llama("undo", status=0).out
    assert len(llama("annotations", "--json").json["annotations"]) == 1
    assert "and 1 more" in llama("undo", "--redo", status=0).out
    assert len(llama("annotations", "--json").json["annotations"]) == 3
    llama("undo", "--redo").refused("nothing to be done again")
