import sys
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.document.model import Span
from tui.search.folding import fold, fold_plain

TEXT = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("éœæßﬁ’“” \u00ad\u0301İKß한ﷺ½…`"), max_size=40
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Zuckerberg", "zuckerberg"),
        ("Élève où ça", "eleve ou ca"),
        ("Œuvre et œuvre", "oeuvre et oeuvre"),
        ("Ægir æ", "aegir ae"),
        ("Straße STRASSE", "strasse strasse"),
        ("ﬁn, eﬃcace", "fin, efficace"),
        ("l’IA d'hier", "l'ia d'hier"),
        ("“quoted” „too‟", '"quoted" "too"'),
        ("« mot »", '" mot "'),
        ("2010–2023 — fin", "2010-2023 - fin"),
        ("10\u00a0000\u202f€", "10 000 €"),
        ("soft\u00adhyphen", "softhyphen"),
        ("ＦＵＬＬ　１２", "full 12"),
        ("e\u0301te\u0301", "ete"),
        ("`code`\tand\nlines", "'code' and lines"),
        ("é `code`\tand\nlines", "e 'code' and lines"),
        ("x² İstanbul", "x2 istanbul"),
        ("模型", "模型"),
        ("", ""),
    ],
)
def test_what_looks_alike_is_alike(text: str, folded: str) -> None:
    assert fold_plain(text) == folded
    assert fold(text).text == folded


@pytest.mark.parametrize(
    ("text", "sought", "original"),
    [
        ("La cœur", "coeur", "cœur"),
        ("La cœur", "eur", "œur"),
        ("La cœur", "co", "cœ"),
        ("Straßen", "strass", "Straß"),
        ("une ﬁnale", "final", "ﬁnal"),
        ("soft\u00adhyphen here", "softhyphen", "soft\u00adhyphen"),
        ("an e\u0301te\u0301 so", "ete", "e\u0301te\u0301"),
        ("À l’été", "ete", "été"),
    ],
)
def test_the_way_back_gives_the_letters_that_were_found(text: str, sought: str, original: str) -> None:
    folded = fold(text)
    at = folded.text.index(sought)
    span = folded.original(at, at + len(sought))
    assert text[span.start : span.end] == original


def test_folding_is_stable_for_every_character() -> None:
    unstable = [code for code in range(sys.maxunicode + 1) if (once := fold_plain(chr(code))) != fold_plain(once)]
    assert unstable == []


@given(TEXT)
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold_plain(text)
    assert fold_plain(once) == once
    assert fold(text).text == once


@given(TEXT, TEXT)
def test_a_text_is_folded_as_its_parts_are(one: str, other: str) -> None:
    assert fold_plain(one + other) == fold_plain(one) + fold_plain(other)


@given(TEXT)
def test_composed_and_decomposed_texts_fold_alike(text: str) -> None:
    assert fold_plain(unicodedata.normalize("NFD", text)) == fold_plain(unicodedata.normalize("NFC", text))


@given(TEXT)
def test_the_way_back_is_in_range_and_never_turns(text: str) -> None:
    folded = fold(text)
    spans = [folded.original(at, at + 1) for at in range(len(folded.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one.start <= other.start and one.end <= other.end for one, other in pairwise(spans))
    for (start, end), letter in zip(spans, folded.text, strict=True):
        assert letter in fold_plain(text[start:end])


@given(TEXT)
def test_the_whole_goes_back_to_the_whole(text: str) -> None:
    folded = fold(text)
    span = folded.original(0, len(folded.text))
    if folded.text:
        assert fold_plain(text[: span.start]) == "" == fold_plain(text[span.end :])
    assert folded.original(0, 0) == Span(0 if folded.origins is None else span.start, span.start)
