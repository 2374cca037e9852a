"""entities --gold: what is recognised, scored against what somebody annotated."""

from __future__ import annotations

import pytest

MARKED = """\
# [[Angela Merkel|person|merkel]] in [[Paris|place|paris]]

[[Angela Merkel|person|merkel]] met [[Tim Cook|person|cook]] of [[Apple|organisation|apple]] in [[Paris|place|paris]].
[[Merkel|person|merkel]] paid [[12 euros|amount|eur:12]] and [[flew away|work|flight]].
"""


@pytest.fixture
def gold(tmp_path):
    path = tmp_path / "marked.md"
    path.write_text(MARKED, encoding="utf-8")
    return path


def test_scores_of_one_text(llama, gold):
    scored = llama("entities", "--gold", gold, "--json", status=0)
    assert scored.json["texts"] == 1
    scores = {each["of"]: each for each in scored.json["scores"]}
    # All seven names and the sum are easy; what is marked as a work is none.
    assert (scores["span"]["right"], scores["span"]["found"], scores["span"]["wanted"]) == (8, 8, 9)
    assert scores["span"]["recall"] == round(8 / 9, 4)
    assert scores["typed"]["precision"] == 1
    assert scores["person"]["f1"] == 1
    assert scores["work"]["f1"] == 0
    assert scores["linking, B-cubed"] == {
        "of": "linking, B-cubed", "precision": 1, "recall": 1, "f1": 1, "mentions": 8,
    }  # fmt: skip
    pairs = scores["linking, pairs"]
    assert (pairs["right"], pairs["found"], pairs["wanted"]) == (2, 2, 2)
    assert "interval" not in scores["span"]


def test_a_table_with_intervals_over_several_texts(llama, gold, tmp_path):
    (tmp_path / "more.conll").write_text("Angela B-PER\nMerkel I-PER\nsmiles O\n. O\n")
    scored = llama("entities", "--gold", gold, "--gold", tmp_path / "more.conll", status=0)
    head, span, *_ = scored.out.splitlines()
    assert head.split() == ["precision", "recall", "F1", "95%", "interval", "right", "found", "wanted"]
    assert span.split()[0] == "span"
    assert span.split()[-3:] == ["9", "9", "10"]


def test_what_the_program_does_not_name_is_told_and_left_out(llama, tmp_path):
    (tmp_path / "norp.json").write_text(
        '{"text": "French wine from Paris.", "ents": [[0, 6, "NORP"], [17, 22, "GPE"]]}'
    )
    scored = llama("entities", "--gold", "norp.json", "--json", status=0)
    assert "1 norp" in scored.err
    assert scored.json["scores"][0]["wanted"] == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.md", "[[Ada|person", ["a.md", "markup"]),
        ("a.json", '{"text": "", "ents": []}', ["a.json"]),
        ("a.json", '{"text": "\\u001b[31m", "ents": [[0, 9, "PER"]]}', ["a.json"]),
        ("a.ann", "T1\tPER 0 3\tAda", ["a.txt", "no such file"]),
    ],
)
def test_what_cannot_be_scored_is_refused(llama, tmp_path, name, content, words):
    (tmp_path / name).write_text(content)
    llama("entities", "--gold", name).refused(*words)


def test_nothing_else_can_be_named_beside_it(llama, gold, article):
    llama("entities", article, "--gold", gold).refused("--gold", "--help", status=2)
    llama("entities", "--gold").refused("--help", status=2)
    llama("entities", "--gold", "nowhere.md").refused("nowhere.md")
    llama("entities", "--gold", ".", status=0)
