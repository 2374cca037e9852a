"""French and English are told apart, and from their neighbours."""

from __future__ import annotations

import pytest

from tui.document.language import by_block, detect
from tui.document.readers import Source
from tui.document.reading import read

FRENCH = (
    "Le maire de la ville a dit que les travaux ne sont pas finis, et qu’il est trop tard pour se plaindre d’eux. " * 2
)
ENGLISH = "The mayor of the town has said that the works are not done, and that it is too late to complain. " * 2


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


def test_a_short_block_is_in_the_language_of_its_neighbours() -> None:
    text = f"# One\n\n{ENGLISH}\n\n{ENGLISH}\n\n- No.\n\n# Six\n\n{FRENCH}\n\n- Non.\n"
    document = read(text.encode(), Source("d", "/d.md", ".md", "t"))
    assert by_block(document) == ["en", "en", "en", "en", "fr", "fr", "fr"]


def test_where_no_block_says_it_the_document_does() -> None:
    document = read(b"To be, or not to be.\n\nThat is it.\n", Source("d", "/d.md", ".md", "t"))
    assert by_block(document) == [document.language] * 2 == ["en", "en"]
