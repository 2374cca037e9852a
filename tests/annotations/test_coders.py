"""How far two coders agree, against worked examples that were published."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tui.annotations.coders import Coded, Unit, agreement, coders_of, marked, side_by_side, units_of
from tui.annotations.kinds import WHOLE_TEXT, Kind
from tui.annotations.model import Anchor, Annotation, Placed, Relations, Resolution
from tui.document.failures import Refused
from tui.document.model import Document, Span
from tui.library import Library
from tui.settings import places

needs_nltk = pytest.mark.skipif(find_spec("nltk") is None, reason="the extra [agreement] is not installed")


def coded(start: int, end: int, *tags: str, coder: str = "", about: str = "", parent: str = "") -> Placed:
    annotation = Annotation(
        f"{coder}{start}",
        "d",
        Kind.HIGHLIGHT,
        Anchor("", "", "", start, end, 0),
        tags=tags,
        relations=Relations(parent=parent, about=about, author=coder),
    )
    return Placed(annotation, Resolution(Span(start, end), 1.0))


@pytest.fixture
def document(tmp_path: Path, home: Path) -> Document:
    path = tmp_path / "tide.md"
    path.write_text("# The tide\n\nThe sea came. It went.\n\nNobody saw it.\n", encoding="utf-8")
    return Library(places()).open(path)


def test_a_text_is_cut_into_words_sentences_and_paragraphs(document: Document) -> None:
    pieces = {unit: [str(document.text)[slice(*span)] for span in units_of(document, unit)] for unit in Unit}
    assert pieces[Unit.WORD] == "The tide The sea came It went Nobody saw it".split()
    assert pieces[Unit.SENTENCE] == ["The tide", "The sea came.", "It went.", "Nobody saw it."]
    assert pieces[Unit.PARAGRAPH] == ["The tide", "The sea came. It went.", "Nobody saw it."]


def test_a_passage_marks_the_units_that_it_touches_for_its_tags_and_those_above() -> None:
    units = [Span(0, 3), Span(4, 8), Span(9, 12)]
    placed = [coded(2, 8, "a/b"), coded(8, 9, "a"), coded(9, 10, "c"), coded(0, 12, "x", coder="Ann")]
    assert marked(placed, "", units) == {"a": {0, 1}, "a/b": {0, 1}, "c": {2}}
    assert marked(placed, "Ann", units) == {"x": {0, 1, 2}}


def test_replies_notes_on_all_and_places_without_words_are_no_coding() -> None:
    placed = [
        coded(0, 3, "a", parent="p"),
        coded(0, 3, "a", about=WHOLE_TEXT),
        coded(3, 3, "a"),
        coded(0, 3, coder="Ben"),
        Placed(coded(0, 3, "a").annotation, Resolution(None, 0.0)),
        coded(0, 3, "a", coder="Ann"),
    ]
    assert coders_of(placed) == ["Ann"]


def test_two_coders_stand_side_by_side() -> None:
    placed = [coded(0, 10, "a"), coded(5, 15, "b", "a", coder="Ann"), coded(5, 10, "c"), coded(0, 99, "d", coder="Eve")]
    assert side_by_side(placed, ("", "Ann")) == [
        Coded(0, 5, (("a",), ())),
        Coded(5, 10, (("a", "c"), ("a", "b"))),
        Coded(10, 15, ((), ("a", "b"))),
    ]


def test_nobody_who_marked_nothing_agrees_on_anything() -> None:
    assert agreement({}, {}, 10) == []


def test_what_is_not_installed_is_told_of_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nltk.metrics.agreement", None)
    with pytest.raises(Refused, match=r"llama-tui\[agreement\]"):
        agreement({"a": {1}}, {}, 3)


@needs_nltk
def test_alpha_is_that_of_krippendorffs_own_example() -> None:
    # Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section A: Meg and Owen, ten units.
    meg = {index for index, value in enumerate("0100000010") if value == "1"}
    owen = {index for index, value in enumerate("1110010000") if value == "1"}
    total, found = agreement({"a": meg}, {"a": owen}, 10)
    assert found.alpha == pytest.approx(0.095, abs=0.0005)
    assert (found.first, found.second, found.both) == (2, 4, 1)
    # Observed 6/10; expected (2/10 · 4/10) + (8/10 · 6/10) = 0.56.
    assert found.kappa == pytest.approx((0.6 - 0.56) / (1 - 0.56))
    assert (total.tag, total.kappa) == ("", found.kappa), "with one tag only, all tags are that one"
    assert total.alpha == pytest.approx(found.alpha)


@needs_nltk
def test_kappa_is_that_of_the_known_example() -> None:
    # Fifty proposals, of which both accept 20 and both refuse 15: observed 0.7, expected 0.5, kappa 0.4.
    first, second = set(range(25)), {*range(20), *range(25, 35)}
    assert agreement({"a": first}, {"a": second}, 50)[1].kappa == pytest.approx(0.4)


@needs_nltk
def test_agreement_goes_from_all_to_worse_than_chance() -> None:
    same = {1, 2}
    total, found = agreement({"a": same}, {"a": same}, 4)
    assert (found.kappa, found.alpha, total.kappa, total.alpha) == (1, 1, 1, 1)
    found = agreement({"a": {0, 1}}, {"a": {2, 3}}, 4)[1]
    assert found.kappa == pytest.approx(-1)
    assert found.alpha is not None and found.alpha < 0
    found = agreement({"a": {0, 1}}, {"a": {0, 1}}, 2)[1]
    assert (found.kappa, found.alpha) == (None, None), "where everything is marked by both, chance explains it all"


@needs_nltk
def test_sets_of_tags_that_share_some_agree_in_part() -> None:
    apart = agreement({"a": {0}, "b": {1}}, {"a": {1}, "b": {0}}, 4)[0]
    shared = agreement({"a": {0, 1}, "b": {1}}, {"a": {0, 1}, "b": {0}}, 4)[0]
    assert apart.alpha is not None and shared.alpha is not None
    assert apart.alpha < shared.alpha < 1
    assert (shared.first, shared.second, shared.both) == (2, 2, 0)
