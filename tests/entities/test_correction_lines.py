"""The reader's list, line by line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.entities.correction_lines import Fault, line_of, parse, parse_line
from tui.entities.corrections import Named, ignore, merge, new, rename, retype, split
from tui.entities.kinds import EntityType


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('type "Corvane" as organisation', retype(Named("Corvane"), EntityType.ORGANISATION)),
        ('rename "LLaMA" as "Llama"  # as they write it', rename(Named("LLaMA"), "Llama")),
        ('merge "Facebook" into "Meta"', merge(Named("Facebook"), Named("Meta"))),
        ('split "Washington" from "G. Washington"', split(Named("Washington"), Named("G. Washington"))),
        ('  ignore place "C#"\r', ignore(Named("C#", EntityType.PLACE))),
        ('new "soupe aux choux" as work in "a # b.md"', new("soupe aux choux", EntityType.WORK, "a # b.md")),
        (r'ignore "the \"best\" \\ worst"', ignore(Named(r'the "best" \ worst'))),
        ("\ufeffignore \"Cafe\u0301\"", ignore(Named("Café"))),
        ("", None),
        ("   # nothing", None),
    ],
)  # fmt: skip
def test_what_a_line_says(line, said) -> None:
    assert parse_line(line) == said


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ('forget "Ada"', "forget"),
        ("ignore Ada", "no type"),
        ('ignore "Ada', "not closed"),
        ('type "Ada" as', "type"),
        ('type "Ada" as robot', "robot"),
        ('type "Ada" person', "as"),
        ('merge "Ada" into "ada"', "same"),
        ('rename "Ada" as ""', "empty"),
        ('ignore " "', "empty"),
        ('ignore "Ada" "Bob"', "in"),
        ('ignore "Ada" in ""', "path"),
        ('ignore "Ada" in "a" too', "too much"),
        ('new person "Ada" as person', "quotation marks"),
        ('ignore "\x1b[31m"', "seen"),
        ('ignore "\u202e"', "seen"),
        ('ignore "\udcff"', "UTF-8"),
        ("ignore", "missing"),
    ],
)
def test_what_says_nothing_is_told_with_its_number_and_the_rest_counts(line, word) -> None:
    said, faults = parse(['ignore "One"', line, 'ignore "Two"'])
    assert [each.correction.who.form for each in said] == ["One", "Two"]
    assert [fault.line for fault in faults] == [2]
    assert word in faults[0].reason


NAMES = st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), min_size=1, max_size=12)
KINDS = st.sampled_from(EntityType)
WHO = st.builds(Named, NAMES, st.none() | KINDS)
PATHS = st.just("") | NAMES.filter(str.strip)


@given(st.data())
def test_what_is_written_is_read_again(data) -> None:
    from unicodedata import normalize

    make = data.draw(
        st.sampled_from(
            [
                lambda: retype(data.draw(WHO), data.draw(KINDS), data.draw(PATHS)),
                lambda: rename(data.draw(WHO), data.draw(NAMES), data.draw(PATHS)),
                lambda: merge(data.draw(WHO), data.draw(WHO), data.draw(PATHS)),
                lambda: split(data.draw(WHO), data.draw(WHO), data.draw(PATHS)),
                lambda: ignore(data.draw(WHO), data.draw(PATHS)),
                lambda: new(data.draw(NAMES), data.draw(KINDS), data.draw(PATHS)),
            ]
        )
    )
    try:
        correction = make()
    except ValueError:
        return
    line = normalize("NFC", line_of(correction))
    again = parse_line(line)
    assert again is not None
    assert line_of(again) == line


@given(st.text(max_size=60))
def test_any_line_is_understood_or_refused(line) -> None:
    said, faults = parse([line])
    assert len(said) + len(faults) <= 1
    assert all(isinstance(fault, Fault) and fault.reason for fault in faults)
    for each in said:
        assert parse_line(line_of(each.correction)) == each.correction
