"""annotate, bookmark, annotations, edit, delete: what adds, changes, lists and takes away."""

from __future__ import annotations

import re

import pytest

FIELDS = [
    "id",
    "kind",
    "document",
    "title",
    "paragraph",
    "start",
    "end",
    "quote",
    "note",
    "tags",
    "colour",
    "created",
    "modified",
    "status",
]
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


@pytest.fixture
def annotate(llama, article):
    """Annotate the article; gives the annotation."""
    return lambda quote, *more: llama("annotate", article, "--quote", quote, *more, "--json", status=0).json


def listed(llama, *arguments):
    return llama("annotations", *arguments, "--json").json["annotations"]


def test_a_highlight_is_printed_and_listed(llama, article, annotate):
    made = annotate("The end")
    assert list(made)[: len(FIELDS)] == FIELDS
    assert (made["kind"], made["status"], made["title"]) == ("highlight", "anchored", "Le café des lamas 🦙")
    assert (made["quote"], made["note"], made["tags"], made["colour"]) == ("The end", "", [], "yellow")
    assert (made["paragraph"], made["start"], made["end"]) == (6, 0, 7)
    assert TIME.fullmatch(made["created"]) and made["modified"] == made["created"]
    assert made["document"] == llama("read", article, "--json").json["document"]["id"]
    assert listed(llama) == listed(llama, article) == [made]


def test_a_note_has_markdown_tags_and_a_colour(annotate, llama):
    note = "# Why?\n\n- *because* 🦙\n"
    made = annotate("calm", "--note", note, "--tag", "a b", "--tag", "#été", "--tag", "a b", "--colour", "green")
    assert (made["kind"], made["note"].strip(), made["colour"]) == ("note", note.strip(), "green")
    assert made["tags"] == ["a b", "été"]
    assert listed(llama) == [made]


@pytest.mark.parametrize("quote", ["café à", "café", "🦙", "lamas 🦙", "L’été, elle"])
def test_offsets_are_code_points_into_the_paragraph(llama, article, annotate, quote):
    made = annotate(quote, *(("--paragraph", "1") if quote == "café" else ()))
    paragraphs = llama("read", article, "--json").json["paragraphs"]
    assert paragraphs[made["paragraph"] - 1]["text"][made["start"] : made["end"]] == quote


@pytest.mark.parametrize(
    ("quote", "meant"),
    [
        ("L'été, elle", "L’été, elle"),
        ("L‘e\u0301te\u0301,   elle", "L’été, elle"),
        ("Ada  Lovelace\n wrote\tthe", "Ada Lovelace wrote the"),
        ('not a "camel"', "not a “camel”"),
        ("not a « camel »", "not a “camel”"),
        ("not a «\u202fcamel\u202f», says", "not a “camel”, says"),
        ("The end - at last", "The end – at last"),
        ("The end — at last", "The end – at last"),
        ("\n  The end ", "The end"),
        ('"camel"', "“camel”"),
    ],
)
def test_white_space_and_typography_need_not_be_the_same(annotate, quote, meant):
    assert annotate(quote)["quote"] == meant


def test_a_straight_quote_finds_french_ones(llama):
    made = llama(
        "annotate", "-", "--quote", 'dit "oui" et', "--json", data="Il dit « oui » et part.".encode(), status=0
    )
    assert made.json["quote"] == "dit « oui » et"


def test_a_quote_may_go_over_paragraphs(llama, annotate):
    made = annotate("another thing\nThe end")
    assert (made["paragraph"], made["quote"]) == (5, "another thing\n\nThe end")
    assert (made["start"], made["end"]) == (0, len("another thing\n\nThe end"))
    assert annotate("another thing\n\nThe end", "--paragraph", "5")["quote"] == made["quote"]


def test_an_absent_quote_is_refused(llama, article):
    llama("annotate", article, "--quote", "no such words").refused("no such words", "does not stand")
    llama("annotate", article, "--quote", "The end", "--paragraph", "2").refused("paragraph 2", "stands in paragraph 6")
    for empty in ("", " \n", '"', '" "', "\u200b"):
        llama("annotate", article, "--quote", empty).refused()
    assert llama("annotations").status == 1


def test_an_ambiguous_quote_is_refused_with_its_places(llama, article, annotate):
    llama("annotate", article, "--quote", "café").refused("2 times", "paragraphs 1, 2", "--paragraph")
    llama("annotate", article, "--quote", "llama").refused("2 times", "paragraph 3", "quote more")
    llama("annotate", article, "--quote", "llama", "--paragraph", "3").refused("2 times", "paragraph 3")
    assert annotate("café", "--paragraph", "2")["paragraph"] == 2


def test_a_quote_that_stands_everywhere_is_refused_in_few_words(llama):
    refusal = llama("annotate", "-", "--quote", "a", data=b"a llama\n\n" * 3000)
    refusal.refused("9000 times", "…")
    assert len(refusal.err) < 300


def test_a_paragraph_that_is_not_there_is_refused(llama, article):
    llama("annotate", article, "--quote", "calm", "--paragraph", "7").refused("7", "6")
    llama("bookmark", article, "--paragraph", "7").refused("7", "6")
    assert llama("annotations").status == 1


def test_people_read_what_was_done(llama, article):
    done = llama("annotate", article, "--quote", "calm", "--note", "So true.", status=0)
    [made] = listed(llama)
    assert done.out == f"note {made['id']} saved, ¶ 3: “calm”\n"
    assert done.err == ""
    marked = llama("bookmark", article, "--paragraph", "2", "--name", "start", status=0)
    assert re.fullmatch(r"bookmark [0-9a-f-]{36} saved, ¶ 2: “Ada Lovelace .*”\n", marked.out)


def test_a_bookmark_stands_where_its_paragraph_begins(llama, article):
    made = llama("bookmark", article, "--paragraph", "4", "--json", status=0).json
    assert list(made)[: len(FIELDS)] == FIELDS
    assert (made["kind"], made["paragraph"], made["start"]) == ("bookmark", 4, 0)
    assert made["quote"] == "one thing"[: made["end"]]
    assert made["note"] == made["name"] == ""
    assert listed(llama) == [made]


def test_a_letter_belongs_to_one_place(llama, article):
    first = llama("bookmark", article, "--paragraph", "2", "--name", "a", "--json", status=0).json
    other = llama("bookmark", article, "--paragraph", "2", "--name", "b", "--json", status=0).json
    moved = llama("bookmark", article, "--paragraph", "6", "--name", "a", "--json", status=0).json
    assert (moved["id"], moved["paragraph"]) == (first["id"], 6)
    assert listed(llama) == [other, moved]


def test_bookmarks_with_words_or_nothing_for_a_name_are_many(llama, article):
    for name in ("the end", "the end", "", ""):
        llama("bookmark", article, "--paragraph", "6", "--name", name, status=0)
    assert [made["name"] for made in listed(llama)].count("the end") == 2
    assert len(listed(llama)) == 4


def test_annotations_are_listed_in_the_order_of_the_text(annotate, llama):
    for quote in ("at last", "calm", "Ada Lovelace", "one thing"):
        annotate(quote)
    assert [made["paragraph"] for made in listed(llama)] == [2, 3, 4, 6]


def test_annotations_by_tag_and_by_words(annotate, llama, article):
    ada = annotate("Ada Lovelace", "--tag", "people")
    ete = annotate("elle buvait", "--note", "À l’été", "--tag", "summer")
    assert listed(llama, "--tag", "people") == [ada]
    assert listed(llama, "--tag", "#people") == [ada]
    assert listed(llama, "--query", "ADA") == [ada]
    assert listed(llama, "--query", "ete") == [ete]
    assert listed(llama, "--query", "summer buvait") == [ete]
    assert listed(llama, article, "--tag", "summer", "--query", "ada") == []
    nothing = llama("annotations", "--tag", "peopl", "--json", status=1)
    assert nothing.json == {"annotations": []}
    llama("annotations", "--tag", "peopl").refused()


def test_annotations_of_one_text_and_of_all(llama, article, annotate, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("Another text with a line.\n")
    mine = annotate("calm")
    theirs = llama("annotate", other, "--quote", "a line", "--json", status=0).json
    assert listed(llama, article) == [mine]
    assert listed(llama, other) == [theirs]
    assert sorted(each["id"] for each in listed(llama)) == sorted([mine["id"], theirs["id"]])
    assert listed(llama, other, article, other) == [theirs, mine]


def test_annotations_for_people_are_a_table(annotate, llama):
    made = annotate("calm", "--note", "First line.\nSecond \x1b[31mline.", "--tag", "t")
    head, row = llama("annotations", status=0).out.splitlines()
    assert head.split()[:3] == ["id", "kind", "¶"]
    assert row.split()[:3] == [made["id"][:8], "note", "3"]
    assert "\x1b" not in row
    assert "“calm” First line. Second" in row


def test_no_annotations_at_all(llama, home):
    assert llama("annotations", "--json", status=1).json == {"annotations": []}
    llama("annotations").refused()
    assert not (home / "data").exists()


def test_edit_changes_what_is_given_and_leaves_the_rest(annotate, llama):
    made = annotate("calm", "--note", "Old.", "--tag", "old", "--colour", "blue")
    changed = llama("edit", made["id"], "--note", "New.", "--json", status=0).json
    assert changed == {**made, "note": "New.", "modified": changed["modified"]}
    assert changed["modified"] >= made["created"]
    changed = llama("edit", made["id"][:8], "--tag", "x", "--tag", "y", "--colour", "pink", "--json", status=0).json
    assert (changed["note"], changed["tags"], changed["colour"]) == ("New.", ["x", "y"], "pink")
    assert listed(llama) == [changed]


def test_a_note_that_is_taken_away_leaves_a_highlight(annotate, llama):
    made = annotate("calm", "--note", "Old.", "--tag", "old")
    changed = llama("edit", made["id"], "--note", "", "--tag", "", "--json", status=0).json
    assert (changed["kind"], changed["note"], changed["tags"]) == ("highlight", "", [])
    assert llama("edit", made["id"], "--note", "Again.", "--json", status=0).json["kind"] == "note"


def test_delete_takes_an_annotation_away(annotate, llama):
    kept, made = annotate("calm"), annotate("one thing", "--note", "Gone soon.")
    deleted = llama("delete", made["id"][:8], "--json", status=0)
    assert deleted.json == made
    assert listed(llama) == [kept]
    for again in (("delete", made["id"]), ("edit", made["id"], "--note", "x")):
        llama(*again).refused("No annotation")
    assert "deleted" in llama("delete", kept["id"], status=0).out
    assert llama("annotations").status == 1


@pytest.mark.parametrize("identifier", ["", "zzz", "%", "_", "*", "é", "\ufffd", "0" * 5000])
def test_an_id_that_is_none_is_refused(annotate, llama, identifier):
    made = annotate("calm")
    llama("delete", identifier).refused()
    llama("edit", identifier, "--note", "x").refused()
    assert listed(llama) == [made]


def test_a_beginning_that_many_ids_share_is_refused(annotate, llama):
    # Of seventeen ids two begin with the same of sixteen digits.
    first = [annotate("calm")["id"][0] for _ in range(17)]
    shared = next(digit for digit in first if first.count(digit) > 1)
    llama("delete", shared).refused(str(first.count(shared)), shared)
    assert len(listed(llama)) == 17


def test_ids_are_refused_where_nothing_was_ever_made(llama, home):
    llama("delete", "abc").refused("abc")
    llama("edit", "abc", "--note", "x").refused("abc")
    assert not (home / "data").exists()


def test_one_text_is_annotated_at_a_time(llama, article):
    (article.parent / "other.md").write_text("Another.\n")
    llama("annotate", article.parent, "--quote", "calm").refused("2")
    llama("bookmark", article.parent, "--paragraph", "1").refused("2")


def test_standard_input_keeps_its_annotations(llama, article):
    data = article.read_bytes()
    made = llama("annotate", "-", "--quote", "calm", "--json", data=data, status=0).json
    other = llama("annotate", "-", "--quote", "else", "--json", data=b"Something else.", status=0).json
    assert llama("annotations", "-", "--json", data=data, status=0).json["annotations"] == [made]
    assert {each["id"]: each["quote"] for each in listed(llama)} == {made["id"]: "calm", other["id"]: "else"}
    assert llama("edit", made["id"], "--note", "Still here.", "--json", status=0).json["note"] == "Still here."


def test_several_at_once_all_succeed(llama, start, article):
    processes = [start("annotate", article, "--quote", quote) for quote in ("calm", "one thing", "at last", "Paris")]
    for process in processes:
        _, err = process.communicate(timeout=120)
        assert (process.returncode, err) == (0, b"")
    assert len(listed(llama)) == 4


def test_a_note_on_the_whole_text_survives_any_change_of_it(llama, article):
    made = llama("annotate", article, "--whole", "--note", "in sum", "--json", status=0).json
    assert (made["about"], made["quote"], made["status"]) == ("text", "", "anchored")
    article.write_text("# Another\n\nNothing is as it was.\n", encoding="utf-8")
    [listed] = llama("annotations", article, "--json", status=0).json["annotations"]
    assert (listed["note"], listed["status"]) == ("in sum", "anchored")
    llama("annotate", article, "--whole", "--quote", "is", status=2)
    llama("annotate", article, status=2)


def test_a_reply_names_what_it_replies_to(llama, article):
    first = llama("annotate", article, "--quote", "The end", "--json", status=0).json["id"]
    reply = llama("reply", first[:8], "--note", "is it?", "--tag", "doubt", "--json", status=0).json
    assert (reply["parent"], reply["quote"], reply["note"], reply["tags"]) == (first, "The end", "is it?", ["doubt"])
    llama("reply", first, "--note", " ").refused("needs words")
    llama("reply", "zzz", "--note", "x").refused("No annotation has an id")
