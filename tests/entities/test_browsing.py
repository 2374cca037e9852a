"""Lists of entities: their orders, what a query finds in them, and where in the text each stands."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.entities.browsing import NameFilter, Order, Reach, best, dispersion, ordered
from tui.entities.kinds import EntityType
from tui.entities.model import Entity, Mention


def entity(name: str, *places: tuple[str, int], aliases: tuple[str, ...] = ()) -> Entity:
    kind = EntityType.PERSON
    mentions = tuple(Mention(document, start, start + len(name), name, kind) for document, start in places)
    return Entity(f"{kind}:{name}", name, kind, aliases, mentions)


ADA = entity("Ada Lovelace", ("two", 5), ("two", 9), aliases=("Countess of Lovelace",))
ELA = entity("Éla Škoda", ("one", 700))
BOB = entity("Bob", ("one", 30), ("one", 90), ("two", 1))
PEOPLE = (ADA, ELA, BOB)
REACH = Reach.over([("one", 1000), ("two", 100)])


def test_each_order_puts_its_own_first_and_they_go_round() -> None:
    assert ordered(PEOPLE, Order.MENTIONS, REACH) == [BOB, ADA, ELA]
    assert ordered(PEOPLE, Order.APPEARANCE, REACH) == [BOB, ELA, ADA]
    assert ordered(PEOPLE, Order.NAME, REACH) == [ADA, BOB, ELA]
    assert Order.MENTIONS.following().following().following() is Order.MENTIONS


def test_a_query_finds_parts_of_names_and_aliases_whatever_accents_and_case() -> None:
    names = NameFilter(PEOPLE)
    assert [*names.matching(PEOPLE, "")] == [*PEOPLE]
    assert names.matching(PEOPLE, "ela sko") == [ELA]
    assert names.matching(PEOPLE, "COUNT") == [ADA]
    assert names.matching(PEOPLE, "b") == [BOB]
    assert names.matching(PEOPLE, "zz") == []


def test_a_misspelt_query_finds_what_is_like_it() -> None:
    names = NameFilter(PEOPLE)
    assert names.matching(PEOPLE, "lovelcae") == [ADA]
    assert names.matching(PEOPLE, "xqzwvk") == []


def test_the_name_that_begins_with_the_query_is_meant() -> None:
    laika, mount = entity("Laika", ("one", 1)), entity("Malaika", ("one", 2), ("one", 3))
    assert best([mount, laika], "lai") is laika
    assert best([mount, laika], "aika") is mount
    assert best([], "x") is None


@given(st.lists(st.integers(0, 999)), st.integers(0, 40))
def test_every_mention_is_counted_once_where_it_stands(places: list[int], bins: int) -> None:
    counts = dispersion(places, 1000, bins)
    assert len(counts) == bins
    assert sum(counts) == (len(places) if bins else 0)
    for number, count in enumerate(counts):
        assert count == sum(number * 1000 <= place * bins < (number + 1) * 1000 for place in places)


def test_texts_stand_one_behind_the_other_and_others_are_left_out() -> None:
    assert REACH.length == 1100
    assert REACH.places(BOB) == [30, 90, 1001]
    assert Reach.over([("two", 100)]).places(BOB) == [1]


@given(st.lists(st.text(min_size=1, max_size=12), max_size=8, unique=True), st.text(max_size=8))
def test_what_a_filter_finds_keeps_its_order_and_holds_every_name_typed_in_full(names: list[str], query: str) -> None:
    listed = [entity(name, ("one", number)) for number, name in enumerate(names)]
    names_filter = NameFilter(listed)
    found = names_filter.matching(listed, query)
    assert found == [each for each in listed if each in found]
    for each in listed:
        assert each in names_filter.matching(listed, each.name)
