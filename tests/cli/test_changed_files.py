"""Annotations stay with a text that is edited, renamed, taken away or replaced."""

from __future__ import annotations

import pytest

ORIGINAL = "# On llamas\n\nThe first llama was calm and kind.\n\nThe second llama was not amused by that.\n"


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "llamas.md"
    path.write_text(ORIGINAL)
    return path


@pytest.fixture
def note(llama, text):
    return llama("annotate", text, "--quote", "was calm and kind", "--note", "Was it?", "--json", status=0).json


def listed(llama, *arguments):
    return llama("annotations", *arguments, "--json").json["annotations"]


def test_a_paragraph_that_moved_keeps_its_note(llama, text, note):
    text.write_text(ORIGINAL.replace("\n\nThe first", "\n\nA new beginning.\n\nAnd more of it.\n\nThe first"))
    [found] = listed(llama, text)
    assert (found["id"], found["status"], found["paragraph"]) == (note["id"], "anchored", 4)
    assert found["quote"] == note["quote"]
    [again] = listed(llama)
    assert again == found


def test_a_passage_that_was_reworded_keeps_its_note(llama, text, note):
    text.write_text(ORIGINAL.replace("calm and kind", "calm and very kind"))
    [found] = listed(llama, text)
    assert (found["id"], found["status"]) == (note["id"], "anchored")
    assert found["quote"] == "was calm and very kind"


def test_a_passage_that_is_gone_leaves_an_orphan_and_comes_back(llama, text, note):
    text.write_text("# On camels\n\nNobody has ever seen one here, or wants to.\n")
    [found] = listed(llama, text)
    assert (found["id"], found["status"]) == (note["id"], "orphan")
    assert found["paragraph"] is found["start"] is found["end"] is None
    assert (found["quote"], found["note"]) == ("was calm and kind", "Was it?")
    assert "orphan" in llama("annotations", status=0).out
    assert llama("edit", note["id"], "--note", "Lost.", "--json", status=0).json["status"] == "orphan"
    text.write_text(ORIGINAL)
    [found] = listed(llama, text)
    assert (found["status"], found["paragraph"], found["note"]) == ("anchored", 2, "Lost.")


def test_a_renamed_file_keeps_its_annotations(llama, text, note, tmp_path):
    moved = tmp_path / "folder" / "renamed.md"
    moved.parent.mkdir()
    text.rename(moved)
    [found] = listed(llama, moved)
    assert found == {**note, "source": str(moved)}
    assert llama("read", moved, "--json").json["document"]["id"] == note["document"]
    assert listed(llama) == [found]


def test_a_copy_has_annotations_of_its_own(llama, text, note, tmp_path):
    copy = tmp_path / "copy.md"
    copy.write_text(ORIGINAL)
    assert listed(llama, copy) == []
    theirs = llama("annotate", copy, "--quote", "not amused", "--json", status=0).json
    assert theirs["document"] != note["document"]
    assert listed(llama, text) == [note]


def test_another_text_in_the_place_of_one_that_was_renamed(llama, text, note, tmp_path):
    moved = text.rename(tmp_path / "renamed.md")
    assert len(listed(llama, moved)) == 1
    text.write_text("# Camels\n\nQuite another text about quite another animal.\n")
    assert listed(llama, text) == []
    theirs = llama("annotate", text, "--quote", "another text", "--json", status=0).json
    assert theirs["document"] != note["document"]
    assert [each["quote"] for each in listed(llama, moved)] == ["was calm and kind"]
    assert listed(llama, text) == [theirs]
    assert {each["source"] for each in listed(llama)} == {str(moved), str(text)}


def test_a_deleted_file_leaves_its_annotations(llama, text, note):
    text.unlink()
    for arguments in ((), (text,)):
        [found] = listed(llama, *arguments)
        assert (found["id"], found["status"], found["title"]) == (note["id"], "orphan", "On llamas")
        assert (found["quote"], found["source"]) == (note["quote"], str(text))
        assert "Was it?" in llama("export", *arguments, "--format", "markdown", status=0).out
        assert llama("export", *arguments, "--format", "json", status=0).json["annotations"] == [found]
    assert llama("annotations", "--query", "calm", status=0)
    llama("read", text).refused("llamas.md", "no such file")
    llama("edit", note["id"], "--tag", "lost", status=0)
    llama("delete", note["id"], status=0)
    llama("annotations").refused()


@pytest.mark.parametrize("damage", [b"", b"\x00\x01\x02\xff" * 100])
def test_a_file_that_is_no_text_any_more_leaves_its_annotations(llama, text, note, damage):
    text.write_bytes(damage)
    [found] = listed(llama)
    assert (found["id"], found["status"], found["quote"]) == (note["id"], "orphan", note["quote"])
    text.write_text(ORIGINAL)
    assert listed(llama) == [note]


def test_a_link_is_the_file_that_it_names(llama, text, note, tmp_path):
    (tmp_path / "link.md").symlink_to(text)
    assert listed(llama, "link.md") == [note]
    assert listed(llama, "../" + tmp_path.name + "/llamas.md") == [note]


def test_a_file_that_was_edited_and_then_renamed_keeps_its_annotations(llama, text, note, tmp_path):
    text.write_text(ORIGINAL.replace("\n\nThe first", "\n\nA new beginning.\n\nThe first"))
    assert [found["id"] for found in listed(llama, text)] == [note["id"]]
    moved = text.rename(tmp_path / "renamed.md")
    [found] = listed(llama, moved)
    assert (found["id"], found["status"], found["paragraph"]) == (note["id"], "anchored", 3)


def test_the_notes_of_a_folder_that_is_gone_are_listed(llama, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    path = folder / "llamas.md"
    path.write_text(ORIGINAL)
    note = llama("annotate", path, "--quote", "was calm and kind", "--note", "Was it?", "--json", status=0).json
    path.unlink()
    folder.rmdir()
    assert [found["id"] for found in listed(llama, folder)] == [note["id"]]


def test_a_name_that_is_too_long_is_refused(llama):
    refused = llama("annotations", "x" * 300, status=1)
    assert refused.err.count("\n") == 1
    assert "Traceback" not in refused.err
