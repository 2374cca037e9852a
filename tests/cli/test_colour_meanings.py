"""What the reader means by the colours: set, asked for, listed, exported, in the real command."""

from __future__ import annotations

from pathlib import Path

import pytest

MEANINGS = '[colours]\ngreen = "evidence"\npink = "Strong doubt"\n'


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "llamas.md"
    path.write_text("# On llamas\n\nThe first llama was calm and kind.\n\nThe second was not amused.\n")
    return path


@pytest.fixture
def settings(llama, tmp_path):
    path = next(line.split(maxsplit=1)[1] for line in llama("paths", status=0).out.splitlines() if "settings" in line)
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(MEANINGS)
    return Path(path)


def test_a_colour_is_named_filtered_and_exported_by_its_meaning(llama, text, settings):
    made = llama("annotate", text, "--quote", "calm", "--colour", "strong DOUBT", "--json", status=0).json
    assert (made["colour"], made["meaning"]) == ("pink", "Strong doubt")
    other = llama("annotate", text, "--quote", "amused", "--colour", "green", "--json", status=0).json
    for query in ("colour:strong", 'colour:"strong doubt"', "color:pink"):
        [found] = llama("annotations", "--query", query, "--json", status=0).json["annotations"]
        assert found["id"] == made["id"]
    [found] = llama("annotations", "--query", "!colour:strong", "--json", status=0).json["annotations"]
    assert found["id"] == other["id"]
    assert " · green (evidence)" in llama("export", text, status=0).out
    for form in ("json-ld", "html", "org", "json"):
        assert "Strong doubt" in llama("export", text, "--format", form, status=0).out
    assert "green (evidence)" in llama("history", other["id"], status=0).out
    edited = llama("edit", other["id"], "--colour", "Strong doubt", "--json", status=0).json
    assert edited["colour"] == "pink"


def test_a_colour_that_is_none_is_wrong_usage(llama, text, settings):
    llama("annotate", text, "--quote", "calm", "--colour", "red").refused("red", "evidence", status=2)


def test_markdown_with_meanings_is_read_again(llama, text, settings, tmp_path):
    made = llama("annotate", text, "--quote", "calm", "--colour", "evidence", "--tag", "x", "--json", status=0).json
    file = tmp_path / "out.md"
    llama("export", text, "-o", file, status=0)
    llama("delete", made["id"], status=0)
    llama("bin", "--empty", status=0)
    llama("import", file, "--to", text, status=0)
    [found] = llama("annotations", "--json", status=0).json["annotations"]
    assert (found["colour"], found["tags"], found["note"]) == ("green", ["x"], "")


@pytest.mark.parametrize(
    "wrong", ['red = "x"', 'green = ""', "green = 1", 'green = "a (b)"', 'green = "pink"', 'green = "x"\npink = "X"']
)
def test_wrong_meanings_are_refused_where_they_are_needed(llama, text, settings, wrong):
    settings.write_text(f"[colours]\n{wrong}\n")
    llama("annotate", text, "--quote", "calm", "--colour", "x").refused("settings.toml")
    settings.write_text("colours = 3\n")
    llama("annotate", text, "--quote", "calm", "--colour", "x").refused("colours must be a table")
