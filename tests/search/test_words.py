"""What a text can be found by."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from tui.search.folding import fold_plain
from tui.search.words import findable, vocabulary

LETTERS = st.characters(exclude_categories=["Cs"]) | st.sampled_from("aZ9-_'`’«œÉßﬁ％Ⅳ½ \u00a0\u00ad\u0301\x1f\x85東😀")


@given(st.text(LETTERS))
@example("L’ÉTÉ d’Open-Source : 70 % «Cœur»")
@example("OpenAI—GPT-4/`x`")
@example("東京 Open-Source É")
def test_what_is_indexed_is_what_the_folded_text_can_be_found_by(text: str) -> None:
    assert set(findable(text)) == vocabulary(fold_plain(text))
