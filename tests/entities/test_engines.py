"""Which engine is asked, about which parts of a text."""

from __future__ import annotations

from importlib.util import find_spec
from threading import Thread

import pytest

from tui.document.model import Document
from tui.document.readers import Source
from tui.document.reading import read
from tui.entities.engines import AUTO, PIECE, RULES, Engine, by_language
from tui.entities.recognisers.statistical import Stopped, pipeline_for

needs_spacy = pytest.mark.skipif(find_spec("spacy") is None, reason="the extra [ner] is not installed")

FRENCH = "Le maire de la ville a dit que les travaux ne sont pas finis, et qu’il est trop tard pour se plaindre d’eux. "
ENGLISH = "The mayor of the town has said that the works are not done, and that it is too late to complain of them. "


def article(text: str) -> Document:
    return read(text.encode(), Source("d", "/d.md", ".md", "t"))


def test_a_text_in_two_languages_is_divided_by_its_paragraphs() -> None:
    document = article(f"# Titre\n\n{FRENCH * 9}\n\n{ENGLISH * 3}\n\n```\n{ENGLISH * 3}\n```\n\nOui.\n")
    blocks = by_language(document)
    assert document.language == "fr"
    assert [block.number for block in blocks["fr"]] == [1, 2]
    assert [block.number for block in blocks["en"]] == [3, 5]  # too short to say, and behind English


def test_a_text_in_another_language_is_left_to_the_rules() -> None:
    document = article("Der Bürgermeister hat gesagt, dass die Arbeiten nicht fertig sind. Angela Merkel kam. " * 4)
    engine = Engine()
    assert engine.pipelines(document, AUTO) == {}
    assert "Angela Merkel" in {each.text for each in engine.recognise(document, AUTO)}


@needs_spacy
def test_both_languages_of_a_text_are_heard() -> None:
    engine = Engine()
    document = article(
        f"{FRENCH * 2} On a vu Quorbel, où est né Jean Valjean.\n\n{ENGLISH * 2} They moved from Quorbel to Oslo.\n"
    )
    assert set(engine.pipelines(document, AUTO)) == {"fr", "en"}
    found = engine.recognise(document, AUTO)
    engine.close()
    assert {"Jean Valjean", "Oslo"} <= {each.text for each in found}


@needs_spacy
def test_a_long_text_is_given_up_between_two_pieces() -> None:
    engine = Engine()
    document = article(f"{ENGLISH * 20}\n\n" * (4 * PIECE // (20 * len(ENGLISH))))
    asked = []

    def is_cancelled() -> bool:
        asked.append(True)
        return len(asked) > 2

    with pytest.raises(Stopped):
        engine.recognise(document, AUTO, is_cancelled)
    assert len(asked) == 3
    # and the next text is recognised all the same
    assert engine.recognise(article(ENGLISH + "Berlin waits."), AUTO)
    engine.close()


@needs_spacy
def test_closing_does_not_wait_for_an_answer() -> None:
    engine = Engine()
    document = article(f"{ENGLISH * 20}\n\n" * 200)
    ended: list[BaseException] = []

    def recognise() -> None:
        try:
            engine.recognise(document, AUTO)
        except Stopped as stopped:
            ended.append(stopped)

    thread = Thread(target=recognise)
    thread.start()
    while engine._recogniser is None:
        thread.join(0.01)
    engine.close()
    thread.join(30)
    assert not thread.is_alive()
    assert ended
    with pytest.raises(Stopped):
        engine.recognise(document, AUTO)


def test_rules_need_nothing() -> None:
    assert pipeline_for("de") is None
    assert Engine().recognise(article(FRENCH), RULES) == []
