"""The tags as a tree, called otherwise, and where they meet; and the file that says what they mean."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.annotations.cleaning import clean_note, clean_tag
from tui.annotations.codebook import Code, Meeting, above, meetings, moving, redescribed, retold, tree
from tui.annotations.codebook_lines import changed, line_of, parse
from tui.annotations.formats import codebook_csv
from tui.annotations.kinds import Kind
from tui.annotations.model import Anchor, Annotation

TAGS = st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=3).map("/".join)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


def coded(name: str, start: int, end: int, *tags: str, document: str = "d") -> Annotation:
    return Annotation(name, document, Kind.HIGHLIGHT, Anchor("x" * (end - start), "", "", start, end, 0), tags=tags)


def test_the_tree_counts_what_is_below_once() -> None:
    tagged = [("energy/solar",), ("energy/solar", "energy/wind"), ("energy", "doubt"), ()]
    assert tree(tagged, {"claim": "Held to be true"}) == [
        Code("claim", 0, 0, "Held to be true"),
        Code("doubt", 1, 1),
        Code("energy", 1, 3),
        Code("energy/solar", 2, 2),
        Code("energy/wind", 1, 1),
    ]


def test_a_tag_nobody_has_stands_above_those_below_it() -> None:
    listed = tree([("a/b/c",)])
    assert [(code.tag, code.name, code.depth, code.own, code.whole) for code in listed] == [
        ("a", "a", 0, 0, 1),
        ("a/b", "b", 1, 0, 1),
        ("a/b/c", "c", 2, 1, 1),
    ]


@pytest.mark.parametrize(
    ("tag", "parents"),
    [("a", []), ("a/b/c", ["a", "a/b"]), ("/a", []), ("a/", ["a"]), ("a//b", ["a"]), ("/", []), ("//", [])],
)
def test_slashes_that_part_nothing_make_no_nameless_tags(tag: str, parents: list[str]) -> None:
    assert above(tag) == parents
    assert all(code.name for code in tree([(tag,)]))


def test_a_renamed_branch_takes_what_is_below_along() -> None:
    moved = moving(["energy"], "power")
    assert retold(("energy", "energy/solar", "energetic", "x/energy"), moved) == (
        "power",
        "power/solar",
        "energetic",
        "x/energy",
    )


def test_a_branch_goes_below_itself_and_out_again() -> None:
    inwards = moving(["a"], "a/b")
    assert [inwards(tag) for tag in ("a", "a/c", "a/b", "a/b/x")] == ["a/b", "a/b/c", "a/b", "a/b/x"]
    outwards = moving(["a/b"], "a")
    assert [outwards(tag) for tag in ("a", "a/c", "a/b", "a/b/x")] == ["a", "a/c", "a", "a/x"]


def test_merged_tags_are_there_once_where_the_first_was() -> None:
    assert retold(("x", "a", "y", "b"), moving(["a", "b"], "c")) == ("x", "c", "y")


def test_no_description_is_lost_when_tags_become_one() -> None:
    told = {"a": "First", "a/x": "Below", "b": "Second", "c": "Third"}
    assert redescribed(told, moving(["a", "b"], "c")) == {
        "a": None,
        "b": None,
        "a/x": None,
        "c": "Third\nFirst\nSecond",
        "c/x": "Below",
    }


@given(st.lists(TAGS), st.lists(TAGS, min_size=1), TAGS)
def test_tags_that_are_renamed_are_gone_but_for_the_new_name(tags: list[str], sources: list[str], target: str) -> None:
    moved = moving(sources, target)
    left = retold(tags, moved)
    assert len(set(left)) == len(left)
    for source in sources:
        if source != target:
            assert moved(source) == target or target.startswith(source)
    assert all(moved(tag) == tag for tag in tags if not any(f"{tag}/".startswith(f"{each}/") for each in sources))


def test_tags_meet_in_one_annotation_and_in_overlapping_ones() -> None:
    found = meetings(
        [
            coded("1", 0, 10, "claim", "doubt"),
            coded("2", 5, 15, "claim"),
            coded("3", 14, 20, "doubt"),
            coded("4", 20, 30, "claim"),
            coded("5", 0, 10, "claim", document="other"),
        ]
    )
    # 1 has both. 2 and 3 overlap and have one each; 1 and 2 overlap, yet 1 has both itself. 3 and 4 only touch.
    assert found == [Meeting(("claim", "doubt"), 2, frozenset("123"))]


def test_what_marks_no_passage_meets_nothing_but_its_own_tags() -> None:
    assert meetings([coded("1", 3, 3, "a", "b"), coded("2", 0, 9, "c"), coded("3", 3, 3, "c")]) == [
        Meeting(("a", "b"), 1, frozenset("1"))
    ]


@given(
    st.lists(
        st.tuples(
            st.integers(0, 12), st.integers(0, 12), st.lists(st.sampled_from("abc"), unique=True), st.sampled_from("de")
        )
    )
)
def test_meetings_are_those_that_every_pair_shows(given_: list[tuple[int, int, list[str], str]]) -> None:
    made = [
        coded(str(number), start, start + length, *tags, document=document)
        for number, (start, length, tags, document) in enumerate(given_)
    ]
    expected: dict[tuple[str, str], int] = {}
    for first, second in [("a", "b"), ("a", "c"), ("b", "c")]:
        pair = {first, second}
        count = sum(pair <= set(each.tags) for each in made)
        for number, one in enumerate(made):
            for other in made[number + 1 :]:
                overlap = one.document == other.document and max(one.anchor.start, other.anchor.start) < min(
                    one.anchor.end, other.anchor.end
                )
                if overlap and {frozenset(pair & set(one.tags)), frozenset(pair & set(other.tags))} == {
                    frozenset({first}),
                    frozenset({second}),
                }:
                    count += 1
        if count:
            expected[first, second] = count
    assert {meeting.tags: meeting.times for meeting in meetings(made)} == expected


BOOK = """\
# mine

"claim" = "Held"   # a comment
"long" = \"\"\"
Two
lines\"\"\"
'odd' = 'x'

# colours of my own
[colours]
"claim" = "green"
"""


def test_a_description_changes_and_all_else_stays() -> None:
    after = changed(BOOK, {"claim": "Held to be true", "new": 'Says "no"', "long": None})
    assert after == (
        '# mine\n\n"claim" = "Held to be true"\n\'odd\' = \'x\'\n\n# colours of my own\n"new" = "Says \\"no\\""\n'
        '[colours]\n"claim" = "green"\n'
    )
    assert parse(after) == {"claim": "Held to be true", "odd": "x", "new": 'Says "no"'}
    assert changed(BOOK, {}) == BOOK


def test_line_ends_stay_what_they_are() -> None:
    assert changed('"a" = "x"\r\n# b\r\n', {"a": "y"}) == '"a" = "y"\r\n# b\r\n'
    assert changed('"a" = "x"', {"b": "y"}) == '"a" = "x"\n"b" = "y"\n'


@pytest.mark.parametrize("text", ["a b", '"a" = 1', '"a" = "x"\n"a" = "y"', '"a" = ["x"]'])
def test_what_is_no_codebook_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse(text)


@given(st.dictionaries(TEXTS.map(clean_tag).filter(lambda tag: tag.strip("/")), TEXTS.map(clean_note).map(str.strip)))
def test_a_codebook_comes_back_from_csv(told: dict[str, str]) -> None:
    exported = codebook_csv.write(codebook_csv.Entry(tag, said, 0, 0) for tag, said in told.items())
    assert codebook_csv.read(exported.encode()) == told


@given(TEXTS, TEXTS)
def test_any_tag_and_description_is_one_line_that_says_it(tag: str, description: str) -> None:
    line = line_of(tag, description)
    assert "\n" not in line
    assert tomllib.loads(line) == {tag: description}


@given(
    st.dictionaries(st.text(st.sampled_from('ab/"#= ')), TEXTS),
    st.dictionaries(st.text(st.sampled_from('ab/"#= ')), st.none() | TEXTS),
)
def test_what_is_changed_is_read_back_beside_what_was_there(
    before: dict[str, str], told: dict[str, str | None]
) -> None:
    text = changed(BOOK, {**before, "claim": None})
    after = parse(changed(text, told))
    merged = {**parse(text), **told}
    assert after == {tag: said for tag, said in merged.items() if said is not None}
    assert "# colours of my own" in text
