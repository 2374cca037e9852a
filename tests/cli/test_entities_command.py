"""entities: who and what is named, chosen, in context, together, and for other programs."""

from __future__ import annotations

import csv
import io
import json

import pytest

TEXT = """\
# A day

Angela Merkel met Tim Cook of Microsoft in Paris. Merkel left Paris on 3 May 2021.

Google and Microsoft stay. The long night began in Lyon. Merkel slept.
"""


@pytest.fixture
def day(tmp_path):
    path = tmp_path / "day.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


def names(outcome):
    return [each["name"] for each in outcome.json["entities"]]


def test_only_some_types_and_what_is_named_often(llama, day):
    people = llama("entities", day, "--type", "person", "--json", status=0)
    assert names(people) == ["Angela Merkel", "Tim Cook"]
    places = llama("entities", day, "--type", "person", "--type", "place", "--min-count", 2, "--json", status=0)
    assert names(places) == ["Angela Merkel", "Paris"]
    assert names(llama("entities", day, "--only", "merkel", "--json", status=0)) == ["Angela Merkel"]
    llama("entities", day, "--min-count", 9).refused("Nobody")
    llama("entities", day, "--type", "robot").refused("robot", status=2)


def test_a_concordance_has_the_name_in_one_column(llama, day):
    lines = llama("entities", day, "--concordance", "Angela Merkel", status=0).out.splitlines()
    assert [line.split()[1] for line in lines] == ["2", "2", "3"]
    columns = {
        line.index(word) for line, word in zip(lines, ("Angela Merkel", "Merkel left", "Merkel slept"), strict=True)
    }
    assert len(columns) == 1
    told = llama("entities", day, "--concordance", "Merkel", "--json", status=0).json
    assert told["lines"][1]["left"].endswith("in Paris. ")
    llama("entities", day, "--concordance", "Cook").refused("Tim Cook")
    llama("entities", day, "--concordance", "Nobody at all").refused("Nobody at all")


def test_the_order_is_chosen_and_names_are_found_though_misspelt(llama, day):
    listing = ("entities", day, "--type", "organisation", "--type", "place", "--json")
    assert names(llama(*listing, "--sort", "name")) == ["Google", "Lyon", "Microsoft", "Paris"]
    assert names(llama(*listing, "--sort", "appearance")) == ["Microsoft", "Paris", "Google", "Lyon"]
    assert names(llama(*listing, "--query", "microsfot")) == ["Microsoft"]
    llama("entities", day, "--only", "Mikrosoft").refused("Microsoft")


def test_a_concordance_is_sorted_filtered_and_of_two(llama, day):
    def words(*more):
        lines = llama("entities", day, "--concordance", "Merkel", *more, "--json", status=0).json["lines"]
        return [line["text"] + line["right"].split(".")[0] for line in lines]

    assert words("--sort", "right")[0] == "Merkel left Paris on 3 May 2021"
    assert words("--query", "LYON") == ["Merkel slept"]
    assert words("--with", "Google")[0].startswith("Google and")
    assert len(words("--with", "Google")) == 2
    llama("entities", day, "--concordance", "Merkel", "--query", "nowhere").refused("mention")


def test_of_several_texts_it_is_told_how_many_name_somebody(llama, day, tmp_path):
    (tmp_path / "more.md").write_text("Tim Cook sings.")
    head, *rows = llama("entities", day, "more.md", "--type", "person", status=0).out.splitlines()
    assert head.split()[:4] == ["count", "texts", "type", "name"]
    assert next(row.split()[:2] for row in rows if "Tim Cook" in row) == ["2", "2"]


def test_with_whom_somebody_is_named(llama, day):
    told = llama("entities", day, "--with", "Angela Merkel", "--type", "organisation", "--json", status=0).json
    assert [(each["name"], each["paragraphs"]) for each in told["with"]] == [("Microsoft", 2), ("Google", 1)]
    assert "Google" in llama("entities", day, "--with", "Merkel", status=0).out


def test_spacy_and_csv_hold_places_in_the_whole_text(llama, day):
    [line] = llama("entities", day, "--format", "spacy", status=0).out.splitlines()
    training = json.loads(line)
    found = {(training["text"][start:end], label) for start, end, label in training["entities"]}
    assert ("Angela Merkel", "PER") in found and ("3 May 2021", "DATE") in found
    rows = list(csv.DictReader(io.StringIO(llama("entities", day, "--format", "csv", status=0).out)))
    assert len(rows) == len(training["entities"])
    for row in rows:
        assert training["text"][int(row["start"]) : int(row["end"])] == row["mention"]
        assert row["before"] + row["mention"] + row["after"] in training["text"]


@pytest.mark.parametrize(
    ("form", "name"), [("brat", "out"), ("brat", "one.ann"), ("spacy", "a.jsonl"), ("conll", "a.conll")]
)
def test_what_is_written_is_scored_as_all_right(llama, day, form, name):
    written = llama("entities", day, "--format", form, "--output", name, status=0)
    assert written.out == "" and name in written.err
    scored = llama("entities", "--gold", name, "--json", status=0)
    scores = {each["of"]: each for each in scored.json["scores"]}
    assert scores["span"]["f1"] == scores["typed"]["f1"] == 1
    if form == "brat":
        assert scores["linking, B-cubed"]["f1"] == 1


def test_brat_has_two_files_a_text_and_writes_over_no_other_text(llama, day, tmp_path):
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "day.md").write_text("Tim Cook sings.")
    llama("entities", day, "more", "--format", "brat").refused("folder")
    llama("entities", day, "more", "--format", "brat", "--output", "out", status=0)
    assert sorted(each.name for each in (tmp_path / "out").iterdir()) == [
        "day-2.ann",
        "day-2.txt",
        "day.ann",
        "day.txt",
    ]
    llama("entities", day, "more", "--format", "brat", "--output", "out", status=0)
    (tmp_path / "out" / "day.txt").write_text("mine")
    llama("entities", day, "more", "--format", "brat", "--output", "out").refused("day.txt")
    assert (tmp_path / "out" / "day.txt").read_text() == "mine"
    assert llama("entities", day, "--format", "brat", status=0).out.startswith("T1\tPerson 7 20\tAngela Merkel\n")


def test_options_that_do_not_go_together(llama, day):
    llama("entities", day, "--output", "x").refused("--format", status=2)
    llama("entities", day, "--format", "csv", "--json").refused("--format", status=2)
    llama("entities", day, "--format", "xml").refused("xml", status=2)
    llama("entities", day, "--corrections").refused("PATH", status=2)
    llama("entities", "--corrections", "--import", "x").refused("--import", status=2)
    llama("entities", "--corrections", "--only", "x").refused("--corrections", status=2)
    llama("entities", day, "--sort", "left").refused("concordance", status=2)
    llama("entities", day, "--concordance", "Paris", "--sort", "name").refused("names", status=2)


def listed(llama, day, *more):
    return {each["name"]: each for each in llama("entities", day, *more, "--json", status=0).json["entities"]}


def test_each_correction_and_back_again(llama, day):
    before = listed(llama, day)
    for arguments, check in (
        (["Microsoft", "--type", "product"], lambda found: found["Microsoft"]["type"] == "product"),
        (["merkel", "--rename", "A. M."], lambda found: found["A. M."]["count"] == 3),
        (["Google", "--merge-with", "Microsoft"], lambda found: found["Microsoft"]["aliases"] == ["Google"]),
        (["Angela Merkel", "--split", "merkel"], lambda found: found["Merkel"]["count"] == 2),
        (["Paris", "--ignore"], lambda found: "Paris" not in found),
        (["--new", "long night", "--type", "event"], lambda found: found["long night"]["type"] == "event"),
    ):
        said = llama("correct", day, *arguments, "--json", status=0).json
        assert [each["document"] for each in said["added"]] == [str(day)]
        assert check(listed(llama, day)), arguments
        assert llama("correct", "--undo", "--json", status=0).json["removed"] == said["added"]
        assert listed(llama, day) == before
    llama("correct", "--redo", status=0)
    assert "long night" in listed(llama, day)
    llama("correct", "--redo").refused("nothing")


def test_here_or_everywhere(llama, day, tmp_path):
    other = tmp_path / "other.md"
    other.write_text(TEXT)
    llama("correct", day, "Paris", "--ignore", status=0)
    assert "Paris" in listed(llama, other)
    llama("correct", day, "Lyon", "--ignore", "--everywhere", status=0)
    assert "Lyon" not in listed(llama, other)


def test_the_list_is_shown_and_shared(llama, day, tmp_path, home):
    llama("entities", "--corrections").refused("corrected")
    (tmp_path / "theirs.txt").write_text('# theirs\nignore "Paris"\nfoo\nnew "long night" as event  # why not\n')
    came = llama("entities", "--import", "theirs.txt", "--json", status=0)
    assert [each["line"] for each in came.json["added"]] == ['ignore "Paris"', 'new "long night" as event']
    assert "line 3" in came.err and "foo" in came.err
    assert llama("entities", "--corrections", status=0).out == 'ignore "Paris"\nnew "long night" as event\n'
    assert {"Paris", "long night"} & set(listed(llama, day)) == {"long night"}
    assert llama("entities", "--import", "theirs.txt", "--json", status=0).json == {"added": [], "known": 2}
    llama("entities", "--import", "nowhere.txt").refused("nowhere.txt")
    mine = home / "data" / "corrections.txt"
    mine.write_text(mine.read_text() + "bar\n")
    assert "bar" in llama("entities", day, status=0).err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], ["PATH"]),
        (["TEXT"], ["NAME"]),
        (["TEXT", "Paris"], ["--type"]),
        (["TEXT", "--new", "x"], ["--type"]),
        (["TEXT", "Paris", "--new", "x", "--type", "place"], ["NAME"]),
        (["TEXT", "--new", "x", "--type", "place", "--ignore"], ["--new"]),
        (["--undo", "TEXT"], ["alone"]),
        (["TEXT", "Paris", "--type", "robot"], ["robot"]),
    ],
)
def test_what_is_no_correction_is_wrong_usage(llama, day, arguments, words):
    llama("correct", *[str(day) if each == "TEXT" else each for each in arguments]).refused(*words, status=2)


@pytest.mark.parametrize(
    "arguments",
    [
        ["Nobody", "--ignore"],
        ["Paris", "--merge-with", "paris"],
        ["Paris", "--split", "Paris"],
        ["Paris", "--split", "Lyon"],
        ["Paris", "--rename", "  "],
        ["--new", "  ", "--type", "place"],
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(llama, day, home, arguments):
    llama("correct", day, *arguments).refused()
    assert not (home / "data" / "corrections.txt").exists()
