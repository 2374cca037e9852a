"""read, search, entities, paths: what only looks."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import tui

KINDS = {"heading", "paragraph", "item", "quote", "code", "table", "footnote"}
TYPES = {"person", "organisation", "product", "place", "work", "event", "date", "other"}


def test_read_prints_the_document_and_its_paragraphs(llama, article):
    read = llama("read", article, "--json", status=0)
    assert read.err == ""
    assert set(read.json) == {"document", "paragraphs"}
    assert set(read.json["document"]) == {"id", "title", "language", "source"}
    assert read.json["document"]["title"] == "Le café des lamas 🦙"
    assert read.json["document"]["source"] == str(article.resolve())
    assert [list(each) for each in read.json["paragraphs"]] == [["number", "kind", "text"]] * 6
    assert [(each["number"], each["kind"]) for each in read.json["paragraphs"]] == [
        (1, "heading"),
        (2, "paragraph"),
        (3, "paragraph"),
        (4, "item"),
        (5, "item"),
        (6, "paragraph"),
    ]
    assert read.json["paragraphs"][5]["text"] == "The end – at last."


def test_read_without_json_is_plain_and_linear(llama, article):
    read = llama("read", article, status=0)
    assert read.out == article.read_text(encoding="utf-8").replace("- ", "• ")
    assert read.err == ""


def test_read_tells_the_label_of_a_footnote_that_is_code_or_a_table(llama):
    text = (
        "Called[^n] and[^t].\n\n[^n]: ```\n    x = 1\n    ```\n[^t]:\n\n    | a | b |\n    | - | - |\n    | 1 | 2 |\n"
    )
    read = llama("read", "-", data=text.encode(), status=0)
    assert read.out.endswith("Called[n] and[t].\n\n[n]\n    x = 1\n\n[t]\na; b\n1; 2\n")


def test_read_names_a_text_that_has_no_heading_of_its_own(llama, tmp_path):
    (tmp_path / "some notes.md").write_text("Only this.\n")
    assert llama("read", "some notes.md", status=0).out == "some notes\n\nOnly this.\n"


def test_read_opens_the_bundled_article_in_the_language_of_the_locale(llama):
    french = llama("read", "--json", environment={"LC_ALL": "fr_FR.UTF-8"}, status=0).json
    english = llama("read", "--json", environment={"LC_ALL": "C.UTF-8"}, status=0).json
    assert french["document"]["language"] == "fr"
    assert english["document"]["language"] == "en"
    assert re.fullmatch(r"seeds/[^/]+\.fr\.md", french["document"]["source"])


def test_read_the_same_twice_gives_the_same(llama, article):
    first, second = llama("read", article, "--json", status=0), llama("read", article, "--json", status=0)
    assert first == second


def test_read_from_standard_input(llama, article):
    read = llama("read", "-", "--json", data=article.read_bytes(), status=0).json
    assert read["document"]["source"] == "-"
    assert read["paragraphs"] == llama("read", article, "--json", status=0).json["paragraphs"]


@pytest.mark.parametrize(
    ("encoded", "named"),
    [
        ("Le café d’été.".encode("utf-8-sig"), None),
        ("Le café d’été.".encode("utf-16"), "utf-16"),
        ("Le café d’été.".encode("cp1252"), "cp1252"),
    ],
)
def test_read_finds_the_encoding_out(llama, encoded, named):
    read = llama("read", "-", data=encoded, status=0)
    assert "Le café d’été." in read.out
    assert (named in read.err) if named else not read.err


def test_read_keeps_to_the_encoding_that_is_given(llama, tmp_path):
    (tmp_path / "russian.txt").write_bytes("Лама спит.".encode("koi8-r"))
    assert "Лама спит." in llama("read", "russian.txt", "--encoding", "koi8-r", status=0).out
    llama("read", "russian.txt", "--encoding", "nonsense").refused("nonsense")


def test_decomposed_letters_are_composed_once_on_the_way_in(llama):
    read = llama("read", "-", "--json", data="Cafe\u0301 noir.".encode(), status=0)
    assert read.json["paragraphs"][0]["text"] == "Café noir."


def test_escape_sequences_are_made_harmless(llama):
    read = llama("read", "-", data=b"Red \x1b[31malert\x1b]0;title\x07 here.", status=0)
    assert "\x1b" not in read.out and "\x07" not in read.out
    assert "alert" in read.out


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    (folder / "part 10").mkdir(parents=True)
    (folder / "part 2").mkdir()
    (folder / ".hidden").mkdir()
    (folder / "1.md").write_text("# One\n\nThe llama of the first text.\n")
    (folder / "part 2" / "deep.txt").write_text("The llama of the second text.\n")
    (folder / "part 10" / "deep.md").write_text("The llama of the third text.\n")
    (folder / ".secret.md").write_text("The llama of a hidden file.\n")
    (folder / ".hidden" / "x.md").write_text("The llama of a hidden folder.\n")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return folder


def test_a_folder_is_read_in_order_with_all_below_it_but_what_is_hidden(llama, folder):
    read = llama("read", folder, status=0)
    assert re.findall(r"of (.*)\.", read.out) == ["the first text", "the second text", "the third text"]
    assert read.err == ""


def test_read_json_says_that_it_gives_the_first_text_of_a_folder(llama, folder):
    read = llama("read", folder, "--json", status=0)
    assert read.json["document"]["title"] == "One"
    assert "3 texts" in read.err


def test_what_cannot_be_read_in_a_folder_is_told_and_passed_over(llama, folder):
    (folder / "broken.md").write_bytes(b"\x00\x01\x02\xff" * 100)
    found = llama("search", "llama", folder, "--json", status=0)
    assert len({hit["document"] for hit in found.json["hits"]}) == 3
    assert "broken.md" in found.err and found.err.count("\n") == 1


def test_search_prints_hits_best_first_with_matches_in_the_paragraph(llama, article):
    search = llama("search", "cafe paris", article, "--json", status=0)
    assert set(search.json) == {"query", "hits"}
    assert search.json["query"] == "cafe paris"
    scores = [hit["score"] for hit in search.json["hits"]]
    assert scores == sorted(scores, reverse=True)
    best = search.json["hits"][0]
    assert list(best) == ["document", "title", "paragraph", "score", "text", "matches"]
    assert best["paragraph"] == 2
    assert {best["text"][start:end] for start, end in best["matches"]} == {"café", "Paris"}


def test_matches_count_code_points_also_behind_emoji(llama):
    search = llama("search", "llama", "-", "--json", data="🦙🏽 👩‍👩‍👧 é llama.".encode(), status=0)
    hit = search.json["hits"][0]
    assert [hit["text"][start:end] for start, end in hit["matches"]] == ["llama"]


def test_search_takes_no_more_than_the_limit(llama, folder):
    assert len(llama("search", "llama", folder, "--limit", "2", "--json", status=0).json["hits"]) == 2
    assert len(llama("search", "llama", "--limit", "1", folder, "--json", status=0).json["hits"]) == 1


def test_search_for_people_has_one_line_a_hit_in_a_pipe(llama, folder):
    lines = llama("search", "llama", folder, status=0).out.splitlines()
    assert len(lines) == 3
    assert all(re.fullmatch(r"¶ \d+ · .+\t.*llama.*", line) for line in lines)


def test_search_that_finds_nothing(llama, article):
    nothing = llama("search", "zyxwvut", article, "--json", status=1)
    assert nothing.json == {"query": "zyxwvut", "hits": []}
    llama("search", "zyxwvut", article).refused("zyxwvut")


def test_search_tells_what_is_nearest_where_nothing_is_found(llama, article):
    llama("search", "'pariss", article).refused("No 'pariss'; ", "with 'Paris'")


def test_search_explains_its_scores(llama, article):
    search = llama("search", "cafe paris", article, "--explain", "--json", status=0)
    for hit in search.json["hits"]:
        assert set(hit["parts"]) == {"words", "closeness", "order", "spelling", "heading", "brevity"}
        assert hit["score"] == pytest.approx(min(100, sum(hit["parts"].values())), abs=0.05)
    assert "closeness" in llama("search", "cafe paris", article, "--explain", status=0).out


@pytest.mark.parametrize("query", ["", "   ", "(", "\\", "*", '"', "\x1b[2J", "🦙", "a" * 3000])
def test_search_survives_any_query(llama, article, query):
    found = llama("search", query, article, "--json")
    assert found.status in {0, 1}
    assert found.json["query"] == query


def test_entities_are_named_with_their_mentions_in_the_paragraph(llama, article):
    listing = llama("entities", article, "--json", status=0)
    assert set(listing.json) == {"entities"}
    for entity in listing.json["entities"]:
        assert {"id", "name", "type", "aliases", "count", "mentions"} <= set(entity)
        assert entity["type"] in TYPES
        assert entity["count"] == len(entity["mentions"])
        for mention in entity["mentions"]:
            assert set(mention) == {"document", "paragraph", "start", "end", "text"}
    counts = [entity["count"] for entity in listing.json["entities"]]
    assert counts == sorted(counts, reverse=True)
    [ada] = [entity for entity in listing.json["entities"] if entity["name"] == "Ada Lovelace"]
    assert ada["type"] == "person"
    paragraphs = {each["number"]: each["text"] for each in llama("read", article, "--json").json["paragraphs"]}
    for mention in ada["mentions"]:
        assert paragraphs[mention["paragraph"]][mention["start"] : mention["end"]] == mention["text"]


def test_entities_for_people_are_a_table(llama, article):
    lines = llama("entities", article, status=0).out.splitlines()
    assert lines[0].split() == ["count", "type", "name", "also"]
    assert any("Ada Lovelace" in line for line in lines[1:])


def test_where_nobody_is_named(llama):
    nothing = llama("entities", "-", "--json", data=b"nothing here is named.", status=1)
    assert nothing.json == {"entities": []}


def test_paths_are_under_the_home(llama, home):
    assert llama("paths", "--json", status=0).json == {
        "data": str(home / "data"),
        "settings": str(home / "config" / "settings.toml"),
        "corrections": str(home / "data" / "corrections.txt"),
        "codebook": str(home / "data" / "codebook.toml"),
        "cache": str(home / "cache"),
        "log": str(home / "log" / "llama-tui.log"),
    }
    assert str(home / "data") in llama("paths", status=0).out


@pytest.mark.parametrize("arguments", [("--home", "x", "paths"), ("paths", "--home", "x"), ("paths", "--home=x")])
def test_the_home_may_stand_before_and_after_the_command(llama, tmp_path, arguments):
    assert llama(*arguments, "--json", status=0).json["data"] == str(tmp_path / "x" / "data")


def test_an_empty_home_is_no_home(llama, tmp_path):
    environment = {"LLAMA_TUI_HOME": "", "HOME": str(tmp_path), "XDG_DATA_HOME": None}
    unset = {**environment, "LLAMA_TUI_HOME": None}
    assert llama("paths", environment=environment, status=0) == llama("paths", environment=unset, status=0)
    assert llama("paths", "--home", "", environment=unset, status=0) == llama("paths", environment=unset, status=0)


def test_version_and_help(llama):
    assert llama("--version", status=0).out == f"llama-tui {tui.__version__}\n"
    helped = llama("--help", status=0)
    for command in (
        "read",
        "search",
        "entities",
        "correct",
        "annotate",
        "bookmark",
        "annotations",
        "edit",
        "delete",
        "export",
    ):
        assert re.search(rf"^  {command} ", helped.out, re.MULTILINE)
        assert f"llama-tui {command}" in llama(command, "--help", status=0).out
    assert llama("--help", "read", status=0).out == llama("read", "--help", status=0).out


@pytest.mark.parametrize(
    "arguments",
    [
        ("search",),
        ("read", "a", "b"),
        ("read", "--nonsense"),
        ("--nonsense",),
        ("read", "--hom", "x"),
        ("search", "x", "--limit", "0"),
        ("search", "x", "--limit", "-1"),
        ("search", "x", "--limit", "ten"),
        ("search", "x", "--limit", "9" * 5000),
        ("annotate", "article.md"),
        ("annotate", "--quote", "x"),
        ("annotate", "article.md", "--quote", "calm", "--colour", "mauve"),
        ("annotate", "article.md", "--quote", "calm", "--paragraph", "0"),
        ("bookmark", "article.md"),
        ("bookmark", "article.md", "--paragraph", "²"),
        ("edit", "abc"),
        ("edit",),
        ("delete",),
        ("export", "--folder"),
        ("export", "--format", "docx"),
        ("paths", "--home"),
    ],
)
def test_wrong_usage_is_one_sentence(llama, article, arguments):
    llama(*arguments).refused("--help", status=2)


@pytest.mark.parametrize("name", ["read", "search", "annotate", "--help"])
def test_a_file_may_be_called_like_a_command(llama, tmp_path, name):
    (tmp_path / name).write_text("Called like a command.\n")
    assert "Called like a command." in llama("read", f"./{name}", status=0).out
    llama(f"./{name}").refused("terminal")


def test_what_follows_two_dashes_is_no_option(llama, tmp_path):
    (tmp_path / "--json").write_text("Called like an option.\n")
    assert "Called like an option." in llama("read", "--", "--json", status=0).out


def test_the_screen_needs_a_terminal(llama, article):
    llama().refused("terminal")
    llama(article).refused("terminal")


def test_json_is_in_utf_8_whatever_the_locale(llama, article):
    environment = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    read = llama("read", article, "--json", environment=environment, status=0)
    assert read.json["document"]["title"] == "Le café des lamas 🦙"
    assert llama("read", article, environment=environment, status=0).out.startswith("# Le caf? des lamas ?")


def test_json_is_one_document(llama, article):
    out = llama("read", article, "--json", status=0).out
    _, end = json.JSONDecoder().raw_decode(out)
    assert out[end:] == "\n"


def test_search_goes_through_the_library_when_it_is_asked_to(llama, folder, article):
    llama("search", "llama", "--scope", "library", status=1).refused("No document is remembered yet.")
    llama("bookmark", article, "--paragraph", "1", status=0)
    found = llama("search", "llama", "--scope", "library", "--json", status=0)
    assert {hit["title"] for hit in found.json["hits"]} == {
        hit["title"] for hit in llama("search", "llama", article, "--json", status=0).json["hits"]
    }
    llama("search", "llama", folder, "--scope", "library").refused("--scope library", status=2)
