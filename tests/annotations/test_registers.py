"""Whoever merges, in whatever order and however often: all come to the same, and the newest wins."""

from __future__ import annotations

from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from tui.annotations.registers import Record, Stamp, beaten, following, fresh, joined, later

times = st.sampled_from([f"2026-01-0{day}T00:00:00.000Z" for day in range(1, 6)])
stamps = st.builds(Stamp, times, st.integers(0, 3), st.sampled_from(["aaaa", "bbbb", "cccc"]))
values = st.one_of(
    st.none(), st.booleans(), st.integers(0, 3), st.text(max_size=3), st.lists(st.integers(0, 2), max_size=2)
)
records = st.builds(Record, stamps, values)
fields = st.dictionaries(st.sampled_from(["note", "colour", "tag:a", "tag:b"]), records)


def plain(known: dict[str, Record]) -> dict[str, tuple[Stamp, object]]:
    return {field: (record.stamp, record.value) for field, record in known.items()}


@given(fields, fields, fields)
def test_joining_is_commutative_associative_and_idempotent(one, two, three):
    assert plain(joined(one, two)) == plain(joined(two, one))
    assert plain(joined(joined(one, two), three)) == plain(joined(one, joined(two, three)))
    assert joined(one, one) == one
    assert plain(joined(joined(one, two), two)) == plain(joined(one, two))


@given(st.lists(records, min_size=1), st.randoms(use_true_random=False))
def test_the_order_in_which_one_hears_does_not_matter(heard, chance):
    shuffled = list(heard)
    chance.shuffle(shuffled)
    first, second = reduce(later, heard), reduce(later, shuffled)
    assert (first.stamp, first.value) == (second.stamp, second.value)
    assert first.stamp == max(each.stamp for each in heard)


@given(stamps, times)
def test_what_is_written_over_something_counts_as_later_whatever_the_clock(over, time):
    assert following(over, time, "dddd") > over
    assert following(over, time, "aaaa") > over
    assert following(None, time, "aaaa") == Stamp(time, 0, "aaaa")


@given(fields, fields, st.dictionaries(st.sampled_from(["note", "colour", "tag:a"]), values), times)
def test_what_was_changed_is_told_once(known, heard, present, time):
    changed = fresh(known, heard, present, lambda field: time, "dddd")
    together = joined(known, changed)
    assert all(together[field] == record for field, record in changed.items()), "a change here beats what was known"
    agreed = {field: together[field].value for field in present if field in together}
    assert fresh(together, {}, agreed, lambda field: time, "dddd") == {}


def test_the_same_change_made_twice_is_told_by_one():
    first = Record(Stamp("2026-01-02T00:00:00.000Z", 0, "aaaa"), "same")
    assert fresh({}, {"note": first}, {"note": "same"}, lambda field: "2026-01-01T00:00:00.000Z", "bbbb") == {}


def test_a_value_is_beaten_by_one_that_did_not_know_it():
    start = Record(Stamp("2026-01-01T00:00:00.000Z", 0, "aaaa"), "start")
    mine = Record(Stamp("2026-01-02T00:00:00.000Z", 0, "aaaa"), "mine", start.stamp)
    yours = Record(Stamp("2026-01-03T00:00:00.000Z", 0, "bbbb"), "yours", start.stamp)
    both = Record(Stamp("2026-01-04T00:00:00.000Z", 0, "aaaa"), "both", yours.stamp)
    assert beaten([start, mine]) == []
    assert beaten([mine, yours, start]) == [mine]
    assert beaten([both, mine, mine, yours, start]) == [mine]
    assert beaten([]) == []
