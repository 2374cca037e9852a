"""What a statistical recogniser suggests is heard by the rules: spans, types, and the vote over the document."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.document.model import Document
from tui.document.readers import Source
from tui.document.reading import read
from tui.entities.recognisers.mixing import LABELS
from tui.entities.recognisers.rules import recognise
from tui.entities.recognisers.statistical import Suggested


def article(text: str) -> Document:
    return read(text.encode(), Source("d", "/d.md", ".md", "t"))


def named(text: str, *suggestions: tuple[str, str]) -> dict[str, str]:
    document = article(text)
    suggested = []
    for name, label in suggestions:
        at = document.text.find(name)
        assert at >= 0, name
        suggested.append(Suggested(at, at + len(name), label))
    found = recognise(document, sorted(suggested))
    for one, other in pairwise(found):
        assert one.end <= other.start
    return {each.text: each.type.value for each in found}


@pytest.mark.parametrize(
    ("text", "suggestion", "name", "kind"),
    [
        (
            "Elle joue à l’Aviron bayonnais.",
            ("l’Aviron bayonnais", "ORG"),
            "Aviron bayonnais",
            "organisation",
        ),
        ("On a parlé de Quorbel toute la journée.", ("Quorbel", "LOC"), "Quorbel", "place"),
        ("On a vu M. de Trévalec sur le quai.", ("M. de Trévalec", "PER"), "de Trévalec", "person"),
        (
            "Il a lu La Conscience de Zeno.",
            ("La Conscience de Zeno", "MISC"),
            "La Conscience de Zeno",
            "work",
        ),
        ("They moved from Quorbel to the coast.", ("Quorbel", "GPE"), "Quorbel", "place"),
        ("They gave it to Amara Whitlock's friends.", ("Amara Whitlock's", "GPE"), "Amara Whitlock", "person"),
        ("It was hard. Quorbel is seen from here.", ("Quorbel", "GPE"), "Quorbel", "place"),
        ("We wait. Tell Quorbel we still have oars.", ("Tell Quorbel", "GPE"), "Quorbel", "place"),
        ("It is kept in the Vellacott Hall.", ("the Vellacott Hall", "FAC"), "Vellacott Hall", "place"),
    ],
)
def test_suggestion(text: str, suggestion: tuple[str, str], name: str, kind: str) -> None:
    assert named(text, suggestion).get(name) == kind


def test_a_suggestion_counts_wherever_the_name_stands() -> None:
    text = "They moved from Quorbel to the coast.\n\nOne heard from Quorbel again. And so Quorbel it was."
    document = article(text)
    at = document.text.find("Quorbel")
    found = recognise(document, [Suggested(at, at + 7, "GPE")])
    assert [each.type.value for each in found] == ["place"] * 3


@pytest.mark.parametrize(
    ("text", "suggestion", "names"),
    [
        ("It went to Shooting Stars of Ibadan.", ("Shooting Stars of Ibadan", "ORG"), {"Shooting Stars", "Ibadan"}),
        ("With Ann Lee and Bo Moss.", ("Ann Lee and Bo Moss", "PERSON"), {"Ann Lee", "Bo Moss"}),
        ("Le car de la ligne Lorient–Quimper.", ("Lorient–Quimper", "LOC"), {"Lorient", "Quimper"}),
    ],
)
def test_a_suggestion_does_not_swallow_several_names(text: str, suggestion: tuple[str, str], names: set[str]) -> None:
    assert set(named(text, suggestion)) == names


@pytest.mark.parametrize("label", ["DATE", "CARDINAL", "NORP", "LANGUAGE", "SOMETHING ELSE"])
def test_what_is_no_name_is_not_taken_for_one(label: str) -> None:
    assert named("We counted seventeen of them, and went on.", ("seventeen of them", label)) == {}


def test_words_in_lower_case_and_the_beginnings_of_sentences_are_no_names() -> None:
    assert named("Dormir, dit-elle. Il faut dormir encore.", ("Dormir", "PER")) == {}
    assert named("Il y a un vin rouge ici.", ("vin rouge", "MISC")) == {}


WORDS = st.sampled_from([*"Quorbel le Le of and M. Ann l’ École de 7 – . , lycée ( « NHS".split(), "\n\n"])


@given(st.lists(WORDS, max_size=30), st.data())
def test_whatever_is_suggested_mentions_lie_in_the_text_and_apart(words: list[str], data: st.DataObject) -> None:
    document = article(f"On {' '.join(words)}")
    places = st.integers(0, len(document.text))
    labels = st.sampled_from([*LABELS, "DATE", "?"])
    given_ = data.draw(st.lists(st.builds(Suggested, places, places, labels), max_size=8))
    found = recognise(document, sorted(given_))
    assert all(document.text[each.start : each.end] == each.text != "" for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
