"""Words and sentences in French and English, and the motions over words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.document.segmentation import (
    big_words,
    sentence_at,
    sentences,
    vim_words,
    word_at,
    words,
)


def words_of(text: str) -> list[str]:
    return [text[start:end] for start, end in words(text, 0, len(text))]


def sentences_of(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("l’OpenAI d'Alpaca qu’il", ["l’", "OpenAI", "d'", "Alpaca", "qu’", "il"]),
        ("don’t aujourd’hui peut-être Zuckerberg’s", ["don’t", "aujourd’hui", "peut-être", "Zuckerberg’s"]),
        ("3,5 et 1.000 v2", ["3,5", "et", "1.000", "v2"]),
        ("(«\u00a0été\u00a0») e\u0301te\u0301 —", ["été", "e\u0301te\u0301"]),
        ("hyphen- -ated ‘quoted’", ["hyphen", "ated", "quoted"]),
    ],
)
def test_words(text: str, parts: list[str]) -> None:
    assert words_of(text) == parts


def test_the_word_at_an_offset() -> None:
    text = "Say l’OpenAI, please"
    assert [text[slice(*word_at(text, at, 0, len(text)))] for at in (0, 3, 4, 6, 8, 12, 19, 99)] == [
        "Say", " ", "l’", "OpenAI", "OpenAI", ",", "please", "please"
    ]  # fmt: skip
    assert word_at(text, 7, 8, 10) == (8, 10)
    assert word_at(text, 3, 3, 3) == (3, 3)


@pytest.mark.parametrize(
    "parts",
    [
        ["M. Dupont est là.", "Mme Le Pen aussi.", "Le Dr. No dort."],
        ["J. R. R. Tolkien wrote.", "He said no.", "Then he sat.", "So do I.", "Look at the sun.", "It shines."],
        ["Mr. Smith went to the U.S.", "The end.", "Apple Inc. Chief Bob left.", "He joined Apple Inc.", "They lost."],
        ["See p. 5, no. 3 and fig. 2.", "C’est un vol.", "Ensuite, p. ex. ceci.", "C.-à-d. cela."],
        ["Des pommes, des poires, etc.", "Puis rien.", "Oui, etc. et la suite."],
        ["Il vaut 3.5 euros… au moins.", "Quoi\u202f?", "Non\u00a0!", "Mais oui !", "What?!", "Wait..."],
        ["«\u00a0Bonjour.\u00a0»", "Il part.", "« Bonjour ! » dit-il.", "“Stop!” she said.", "“Go.”", "(Really.)"],
        ["1. Introduction.", "En 1998.", "Puis en 2000.", "Visit example.com.", "See www.x.org/a.b?c now."],
        ["今日は。", "明日は！", "「はい。」", "そう"],
    ],
)
def test_sentences(parts: list[str]) -> None:
    joiner = "" if parts[0][0] == "今" else " "
    assert sentences_of(joiner.join(parts)) == parts


def test_lines_end_sentences_and_blanks_belong_to_none() -> None:
    assert sentences_of("  A line\nand another.  \n\n Last ") == ["A line", "and another.", "Last"]
    assert sentences_of(" \n ") == []


def test_the_sentence_at_an_offset() -> None:
    text = "First one. Second.  Third"
    found = [text[slice(*sentence_at(text, at, 0, len(text)))] for at in (0, 9, 10, 11, 18, 20, 24)]
    assert found == ["First one.", "First one.", "First one.", "Second.", "Second.", "Third", "Third"]


@pytest.mark.parametrize("text", ["." * 300_000 + "x", ".'" * 150_000 + "x", "word " * 200_000, "A." * 100_000])
def test_hostile_text_takes_no_longer_than_other_text(text: str) -> None:
    assert len(sentences(text, 0, len(text))) == 1
    assert sentence_at(text, len(text) // 2, 0, len(text)) == (0, len(text.rstrip()))


PROSE = st.lists(
    st.sampled_from(
        "M|Mme|etc|p|5|J|I|The|mot|été|.|...|?|!|…| »|”| | |\u202f|\n|。".split("|")
    ) | st.text(max_size=2),
    max_size=60,
).map("".join)  # fmt: skip


@settings(deadline=None)
@given(PROSE, st.data())
def test_sentences_tile_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    at = start
    for span in sentences(text, start, end):
        assert text[at : span.start].strip() == ""
        assert start <= span.start < span.end <= end
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        at = span.end
    assert text[at:end].strip() == ""


@settings(deadline=None)
@given(PROSE, st.integers(0, 200))
def test_the_sentence_at_an_offset_is_one_of_all(text: str, offset: int) -> None:
    long = f"{text} " * 60
    offset = min(offset * len(long) // 200, len(long))
    spans = [span for span in sentences(long, 0, len(long)) if span.start <= offset]
    assert not spans or sentence_at(long, offset, 0, len(long)) == spans[-1]


@settings(deadline=None)
@given(PROSE)
def test_words_are_in_order_and_found_again_from_within(text: str) -> None:
    at = 0
    for span in words(text, 0, len(text)):
        assert at <= span.start < span.end
        at = span.end
        if span.end - span.start < 100:
            assert word_at(text, (span.start + span.end) // 2, 0, len(text)) == span


def test_vims_words() -> None:
    text = "Il dit: «oui», e\u0301te\u0301 x_1.\n\nB"
    found = [text[slice(*span)] for span in vim_words(text)]
    assert found == ["Il", "dit", ":", "«", "oui", "»,", "e\u0301te\u0301", "x_1", ".", "B"]
    assert [text[slice(*span)] for span in big_words(text)] == text.split()


@given(PROSE)
def test_vims_words_hold_every_sign_once(text: str) -> None:
    for words_of in (vim_words, big_words):
        assert "".join(text[slice(*span)] for span in words_of(text)) == "".join(text.split())
