import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.document.model import Span
from tui.search.excerpts import excerpt

TEXT = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
WHOLE = Span(0, len(TEXT))


def spans_of(*words: str) -> list[Span]:
    return [Span(TEXT.index(word), TEXT.index(word) + len(word)) for word in words]


def shown(*words: str, length: int = 40) -> str:
    start, end = excerpt(TEXT, WHOLE, spans_of(*words), length)
    return TEXT[start:end]


def test_a_short_passage_is_shown_whole() -> None:
    assert excerpt(TEXT, WHOLE, [], 500) == WHOLE


def test_without_matches_the_beginning_is_shown() -> None:
    assert shown() == "one two three four five six seven eight"


def test_the_matches_are_shown_with_some_text_before_them() -> None:
    assert "twelve" in shown("twelve")
    assert not shown("twelve").startswith("twelve")


def test_the_densest_part_is_shown() -> None:
    part = shown("one", "eleven", "twelve", "thirteen")
    assert all(word in part for word in ("eleven", "twelve", "thirteen"))


def test_an_excerpt_is_made_of_whole_words() -> None:
    assert set(shown("twelve").split()) <= set(TEXT.split())


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("a " + "x" * 60 + "open source code " + "y" * 60, "open source code"),
        ("some words before " + "Zuckerberg" * 6 + " and some after", "Zuckerberg" * 2),
        ("some words before this " + "Zuckerberg" * 9, "Zuckerberg" * 3),
    ],
)
def test_whole_words_are_not_bought_with_letters_that_were_found(text: str, match: str) -> None:
    at = text.index(match)
    start, end = excerpt(text, Span(0, len(text)), [Span(at, at + len(match))], 40)
    assert match in text[start:end]


@given(
    st.text(st.sampled_from("ab \n模"), max_size=120),
    st.data(),
    st.integers(1, 80),
)
def test_an_excerpt_lies_in_its_passage_and_is_short_enough(text: str, data: st.DataObject, length: int) -> None:
    low = data.draw(st.integers(0, len(text)))
    passage = Span(low, data.draw(st.integers(low, len(text))))
    edges = sorted(data.draw(st.lists(st.integers(passage.start, passage.end), max_size=8, unique=True)))
    matches = [Span(start, end) for start, end in zip(edges[::2], edges[1::2], strict=False)]
    start, end = excerpt(text, passage, matches, length)
    assert passage.start <= start <= end <= passage.end
    assert end - start <= length
    if text[passage.start : passage.end].strip():
        assert end > start
    short = [match for match in matches if match.end - match.start <= length // 2]
    if short and len(short) == len(matches):
        assert any(start <= match.start and match.end <= end for match in matches)
