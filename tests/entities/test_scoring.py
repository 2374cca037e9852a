"""Scores, computed by hand for small cases, and what holds for all of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.entities.scoring import (
    BCubed,
    Counts,
    Labelled,
    Linked,
    b_cubed,
    by_type,
    interval,
    of_kinds,
    spans,
    total,
    typed,
    unlike_pairs,
)

ADA = Labelled(0, 12, "person", "ada")
PARIS = Labelled(20, 25, "place", "paris")
MISTRAL = Labelled(30, 37, "organisation", "mistral")

labels = st.builds(
    lambda start, length, kind, entity: Labelled(start, start + length, kind, entity),
    st.integers(0, 30),
    st.integers(1, 9),
    st.sampled_from(["person", "place", "organisation"]),
    st.sampled_from("abc"),
)
links = st.lists(st.builds(Linked, *[st.sampled_from("abcd")] * 3), max_size=30)


def test_spans_are_right_to_the_character() -> None:
    shifted = ADA._replace(end=11)
    counts = spans([ADA, PARIS, MISTRAL], [shifted, PARIS])
    assert counts == Counts(right=1, found=2, wanted=3)
    assert counts.precision == pytest.approx(1 / 2)
    assert counts.recall == pytest.approx(1 / 3)
    assert counts.f1 == pytest.approx(2 / 5)


def test_a_right_span_of_a_wrong_type_is_right_only_as_a_span() -> None:
    mistaken = PARIS._replace(type="person")
    assert spans([ADA, PARIS], [ADA, mistaken]) == Counts(2, 2, 2)
    assert typed([ADA, PARIS], [ADA, mistaken]) == Counts(1, 2, 2)
    assert by_type([ADA, PARIS], [ADA, mistaken]) == {"person": Counts(1, 2, 1), "place": Counts(0, 0, 1)}


def test_types_can_be_counted_as_one_or_left_out() -> None:
    film, prize, day = (Labelled(at, at + 1, kind) for at, kind in enumerate(("work", "other", "date")))
    kinds = {"work": "rest", "other": "rest"}
    assert [each.type for each in of_kinds([film, prize, day], kinds)] == ["rest", "rest"]


def test_the_same_place_found_twice_counts_once() -> None:
    assert spans([ADA], [ADA, ADA]) == Counts(1, 1, 1)


def test_nothing_wanted_and_nothing_found_is_right() -> None:
    assert (Counts().precision, Counts().recall, Counts().f1) == (1, 1, 1)
    assert (BCubed().precision, BCubed().recall, BCubed().f1) == (1, 1, 1)
    missed, invented = Counts(wanted=1), Counts(found=1)
    assert (missed.precision, missed.recall, missed.f1) == (0, 0, 0)
    assert (invented.precision, invented.recall, invented.f1) == (0, 0, 0)


def test_b_cubed_of_two_clusters_that_share_out_an_entity() -> None:
    linked = [Linked(*each, "") for each in ("Ax", "Ax", "Ay", "By", "By")]
    measure = b_cubed(linked)
    assert measure.precision == pytest.approx((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5)
    assert measure.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)


def test_b_cubed_of_all_alone_and_of_all_together() -> None:
    alone = b_cubed([Linked("A", "1", ""), Linked("A", "2", ""), Linked("B", "3", "")])
    assert (alone.precision, alone.recall) == (pytest.approx(1), pytest.approx((1 / 2 + 1 / 2 + 1) / 3))
    together = b_cubed([Linked("A", "1", ""), Linked("A", "1", ""), Linked("B", "1", "")])
    assert (together.precision, together.recall) == (pytest.approx((2 / 3 + 2 / 3 + 1 / 3) / 3), pytest.approx(1))


def test_pairs_spelt_alike_do_not_count() -> None:
    linked = [
        Linked("ada", "x", "Ada Lovelace"),
        Linked("ada", "x", "Lovelace"),
        Linked("ada", "y", "Lovelace"),
        Linked("babbage", "y", "Babbage"),
    ]
    # Wanted: the full name with either surname. Found: the first of these, and Lovelace with Babbage.
    assert unlike_pairs(linked) == Counts(right=1, found=2, wanted=2)


def test_an_interval_is_drawn_from_texts() -> None:
    good, bad = Counts(9, 10, 10), Counts(1, 10, 10)
    assert interval([good] * 5) == (pytest.approx(0.9), pytest.approx(0.9))
    low, high = interval([good, bad] * 5)
    assert 0.1 <= low < 0.5 < high <= 0.9
    assert interval([good, bad] * 5) == (low, high)
    narrow = interval([good, bad] * 5, level=0.5)
    assert low < narrow[0] <= 0.5 <= narrow[1] < high


def test_an_interval_needs_a_text() -> None:
    with pytest.raises(ValueError, match="no text"):
        interval([])


@given(st.lists(labels))
def test_what_is_right_scores_one(wanted: list[Labelled]) -> None:
    for counts in (spans(wanted, wanted), typed(wanted, wanted), *by_type(wanted, wanted).values()):
        assert (counts.precision, counts.recall, counts.f1) == (1, 1, 1)


@given(st.lists(labels), st.lists(labels), st.randoms())
def test_order_does_not_matter(wanted: list[Labelled], found: list[Labelled], random) -> None:
    shuffled = random.sample(wanted, len(wanted)), random.sample(found, len(found))
    for measure in (spans, typed, by_type):
        assert measure(wanted, found) == measure(*shuffled)


@given(st.lists(labels), st.lists(labels))
def test_exchanging_both_sides_exchanges_precision_and_recall(wanted: list[Labelled], found: list[Labelled]) -> None:
    one, other = typed(wanted, found), typed(found, wanted)
    assert (one.precision, one.recall, one.f1) == (other.recall, other.precision, other.f1)


@given(links, st.randoms())
def test_linking_is_the_same_in_any_order_and_under_any_names(linked: list[Linked], random) -> None:
    other = [each._replace(found=f"cluster {each.found}") for each in random.sample(linked, len(linked))]
    assert unlike_pairs(linked) == unlike_pairs(other)
    assert b_cubed(linked).f1 == pytest.approx(b_cubed(other).f1)
    right = [each._replace(found=each.wanted) for each in linked]
    assert b_cubed(right).f1 == pytest.approx(1)
    assert unlike_pairs(right).f1 == 1


@given(links)
def test_pairs_counted_by_clusters_are_those_counted_one_by_one(linked: list[Linked]) -> None:
    pairs = [(one, two) for number, one in enumerate(linked) for two in linked[:number] if one[2] != two[2]]
    wanted = [pair for pair in pairs if pair[0].wanted == pair[1].wanted]
    found = [pair for pair in pairs if pair[0].found == pair[1].found]
    right = [pair for pair in wanted if pair[0].found == pair[1].found]
    assert unlike_pairs(linked) == Counts(len(right), len(found), len(wanted))


@given(st.lists(links))
def test_measures_of_texts_add_up(texts: list[list[Linked]]) -> None:
    whole = total(map(b_cubed, texts), BCubed())
    assert whole.mentions == sum(map(len, texts))
    assert 0 < whole.f1 <= 1 + 1e-9
    apart = [
        each._replace(wanted=f"{number} {each.wanted}", found=f"{number} {each.found}")
        for number, text in enumerate(texts)
        for each in text
    ]
    assert whole.f1 == pytest.approx(b_cubed(apart).f1)
    assert total(map(unlike_pairs, texts), Counts()) == unlike_pairs(apart)
