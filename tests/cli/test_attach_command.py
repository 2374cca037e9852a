"""Where annotations stand: confirmed, refused, attached by hand, in the real command."""

from __future__ import annotations

import pytest

ORIGINAL = "# On llamas\n\nThe first llama was calm and kind.\n\nThe second llama was not amused by that.\n"
REWORDED = ORIGINAL.replace("was calm and kind", "seemed rather calm and so very kind")
OTHER = "# On camels\n\nNobody has ever seen one here, or wants to.\n"


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


@pytest.fixture
def unsure(llama, text, note):
    text.write_text(REWORDED)
    [found] = listed(llama, text)
    assert found["status"] == "anchored" and 0.88 <= found["certainty"] < 0.98
    return found


def test_a_sure_place_is_in_no_doubt(llama, note):
    [found] = listed(llama)
    assert "certainty" not in found
    llama("attach", note["id"], "--confirm", status=1)
    assert listed(llama, "--query", "status:unsure|orphan") == []


def test_an_unsure_place_is_confirmed(llama, text, unsure):
    assert listed(llama, "--query", "status:unsure") == [unsure]
    assert f"{unsure['paragraph']}?" in llama("annotations", status=0).out
    confirmed = llama("attach", unsure["id"], "--confirm", "--json", status=0).json
    assert "certainty" not in confirmed and confirmed["quote"] == unsure["quote"]
    assert listed(llama, "--query", "status:unsure") == []
    changes = llama("history", unsure["id"], "--json", status=0).json["changes"]
    assert [change["act"] for change in changes] == ["created", "edited"]


def test_a_refused_place_leaves_an_orphan_until_its_words_come_back(llama, text, unsure):
    refused = llama("attach", unsure["id"], "--refuse", "--json", status=0).json
    assert (refused["status"], refused["quote"], refused["place"]) == ("orphan", "was calm and kind", "refused")
    [found] = listed(llama, "--query", "status:orphan")
    assert found["id"] == unsure["id"]
    text.write_text(ORIGINAL)
    [found] = listed(llama)
    assert (found["status"], found["quote"]) == ("anchored", "was calm and kind")


def test_an_orphan_is_shown_with_its_context_exported_and_attached_by_hand(llama, text, note, tmp_path):
    text.write_text(OTHER)
    shown = llama("annotations", "--query", "status:orphan", status=0).out
    assert "The first llama …" not in shown and "The first llama “was calm and kind”" in " ".join(shown.split())
    assert "was calm and kind" in llama("export", "--query", "status:orphan", status=0).out
    attached = llama("attach", note["id"], "--to", "2:0-6", "--json", status=0).json
    assert (attached["status"], attached["quote"], attached["note"]) == ("anchored", "Nobody", "Was it?")
    other = tmp_path / "other.md"
    other.write_text(ORIGINAL)
    moved = llama("attach", note["id"], other, "--quote", "not amused", "--json", status=0).json
    assert (moved["source"], moved["paragraph"]) == (str(other), 3)
    assert listed(llama, text) == []


def test_places_that_are_none_are_refused(llama, text, note):
    for place in ("2", "0:0-1", "9:0-1", "2:5-4", "2:900-901", "٢:0-1"):
        llama("attach", note["id"], "--to", place).refused()
    llama("attach", note["id"]).refused("--to", status=2)
    llama("attach", note["id"], "--to", "2:0-1", "--confirm").refused("--to", status=2)
    [found] = listed(llama)
    assert found["quote"] == "was calm and kind"
