"""tags: the codebook on the command line."""

from __future__ import annotations

import csv
import io

import pytest


def coded(llama, article, quote, *tags):
    words = [word for tag in tags for word in ("--tag", tag)]
    return llama("annotate", article, "--quote", quote, *words, "--json", status=0).json["id"]


def listed(llama):
    return {each["tag"]: (each["own"], each["whole"]) for each in llama("tags", "--json", status=0).json["tags"]}


def test_tags_are_listed_described_renamed_and_merged(llama, article, home):
    assert "Nothing is tagged" in llama("tags", status=1).err
    coded(llama, article, "The end", "claim/bold", "doubt")
    llama("tags", "--describe", "doubt", "Not\nsure", status=0)
    assert listed(llama) == {"claim": (0, 1), "claim/bold": (1, 1), "doubt": (1, 1)}
    lines = llama("tags", status=0).out.splitlines()
    assert [line.split() for line in lines[1:]] == [
        ["claim", "0", "1"],
        ["bold", "1", "1"],
        ["doubt", "1", "1", "Not", "sure"],
    ]
    assert "1 annotation changed" in llama("tags", "--rename", "claim", "thesis", status=0).err
    assert listed(llama).keys() == {"thesis", "thesis/bold", "doubt"}
    llama("tags", "--rename", "doubt", "thesis/bold").refused("merge")
    llama("tags", "--merge", "doubt", "thesis/bold", "--into", "thesis", status=0)
    assert listed(llama) == {"thesis": (1, 1)}
    assert (home / "data" / "codebook.toml").read_text().endswith('"thesis" = "Not\\nsure"\n')
    assert "Taken back" in llama("undo", status=0).out
    assert listed(llama).keys() == {"thesis", "thesis/bold", "doubt"}
    llama("tags", "--describe", "thesis", "Held", status=0)
    assert "what was said of thesis" in llama("undo", status=0).out
    assert "Held" not in llama("tags", status=0).out


def test_where_tags_meet(llama, article):
    assert "No two tags" in llama("tags", "--together", status=1).err
    coded(llama, article, "The end", "b", "a")
    found = llama("tags", "--together", "--format", "json", status=0).json
    assert found == {"together": [{"first": "a", "second": "b", "times": 1}]}
    assert llama("tags", "--together", status=0).out.splitlines()[1].split() == ["1", "a", "b"]


def test_csv_is_harmless_in_a_spreadsheet(llama, article):
    coded(llama, article, "The end", "=1+1")
    rows = list(csv.reader(io.StringIO(llama("tags", "--format", "csv", status=0).out.removeprefix("\ufeff"))))
    assert rows == [
        ["tag", "description", "number of highlights", "number of documents"],
        ["'=1+1", "", "1", "1"],
    ]


def test_a_codebook_of_taguettes_is_taken_in_and_given_back(llama, article, tmp_path):
    coded(llama, article, "The end", "claim/bold")
    llama("tags", "--describe", "doubt", "Not sure", status=0)
    told = (
        "tag,description,number of highlights,number of documents\r\nclaim,Held,3,1\r\ndoubt,Other,0,0\r\nnew,,0,0\r\n"
    )
    (tmp_path / "book.csv").write_text(told, newline="")
    assert "2 new; 1 that you describe otherwise stay: doubt" in llama("tags", "--import", "book.csv", status=0).err
    assert "0 new" in llama("tags", "--import", "book.csv", status=0).err
    rows = list(csv.reader(io.StringIO(llama("tags", "--format", "csv", status=0).out.removeprefix("\ufeff"))))
    assert [row[:3] for row in rows[1:]] == [
        ["claim", "Held", "0"],
        ["claim/bold", "", "1"],
        ["doubt", "Not sure", "0"],
        ["new", "", "0"],
    ]
    llama("tags", "--rename", "new", "old", status=0)
    assert "old" in listed(llama)
    assert "was said of" in llama("undo", status=0).out
    assert "was said of" in llama("undo", status=0).out
    assert listed(llama).keys() == {"claim", "claim/bold", "doubt"}
    (tmp_path / "book.csv").write_text("a,b\n1,2\n")
    llama("tags", "--import", "book.csv").refused("book.csv", "tag, name or path")
    llama("tags", "--import", "nowhere.csv").refused("nowhere.csv")


def test_what_cannot_be_is_refused(llama, article):
    llama("tags", "--rename", "a", "b").refused("There is no tag")
    llama("tags", "--merge", "a").refused("--into", status=2)
    llama("tags", "--into", "a").refused("--merge", status=2)
    llama("tags", "--describe", "#", "x").refused("needs a name")


def two_coders(llama, article, tmp_path):
    """The same passage by two coders, and one by one of them alone."""
    other = {"LLAMA_TUI_HOME": str(tmp_path / "ann")}
    words = ("annotate", article, "--quote", "The end", "--tag", "claim")
    llama(*words, status=0)
    llama("annotate", article, "--quote", "The end", "--tag", "claim", environment=other, status=0)
    exported = llama("export", article, "--format", "csv", environment=other, status=0).out
    (tmp_path / "ann.csv").write_text(exported, encoding="utf-8")
    imported = llama("import", "ann.csv", article, "--coder", "Ann", "--json", status=0).json["import"]
    assert [each["fate"] for each in imported] == ["new"], "what another coder says is no repetition"
    again = llama("import", "ann.csv", article, "--coder", "Ann", "--json", status=0).json["import"]
    assert [each["fate"] for each in again] == ["already there"]


def test_two_coders_stand_side_by_side(llama, article, tmp_path):
    llama("agreement", article).refused("Two coders are needed", "nobody")
    two_coders(llama, article, tmp_path)
    found = llama("agreement", article, "--side-by-side", "--json", status=0).json
    assert found["coders"] == ["me", "Ann"]
    assert [(each["first"], each["second"], each["passage"]) for each in found["passages"]] == [
        (["claim"], ["claim"], "The end")
    ]
    llama("agreement", article, "--coders", "me", "Ben").refused("'Ben' has not coded", "me, Ann")
    llama("agreement", article, "--coders", "me", "me").refused("different")


def test_two_coders_agree(llama, article, tmp_path):
    pytest.importorskip("nltk", reason="the extra [agreement] is not installed")
    two_coders(llama, article, tmp_path)
    found = llama("agreement", article, "--coders", "Ann", "me", "--json", status=0).json
    assert (found["coders"], found["by"]) == (["Ann", "me"], "word")
    assert [(each["tag"], each["first"], each["both"], each["kappa"]) for each in found["agreement"]] == [
        ("", 2, 2, 1.0),
        ("claim", 2, 2, 1.0),
    ]
    assert "1.000" in llama("agreement", article, "--by", "paragraph", status=0).out
