"""French and English are told apart, and from their neighbours."""

from __future__ import annotations

import pytest

from tui.document.language import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le modèle de langage était destiné aux chercheurs ; il leur a échappé.", "fr"),
        ("The model was meant for researchers, and it got out.", "en"),
        ("El modelo de lenguaje estaba destinado a los investigadores y se les escapó.", ""),
        ("Il modello linguistico era destinato ai ricercatori, ed è sfuggito a tutti.", ""),
        ("O modelo de linguagem era destinado aos pesquisadores, mas escapou.", ""),
        ("Das Sprachmodell war für die Forscher gedacht, und es ist entkommen.", ""),
        ("Het taalmodel was voor de onderzoekers bedoeld, en het is ontsnapt.", ""),
        ("今日は。明日は。", ""),
        ("12 345", ""),
        ("", ""),
    ],
)
def test_by_small_words(text: str, language: str) -> None:
    assert detect(text) == language


def test_the_beginning_of_a_long_text_decides() -> None:
    english = "The model was meant for researchers, and it got out. " * 500
    assert detect(english + "Le modèle de langage était destiné aux chercheurs. " * 5000) == "en"
