"""The reader's corrections: what each does, which of two wins, and that to say a thing twice changes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.document.model import Block, BlockKind, Blocks, Document
from tui.document.readers import Source
from tui.document.reading import read
from tui.entities.corrections import (
    Correction,
    Named,
    corrected,
    ignore,
    merge,
    named,
    new,
    rename,
    retype,
    split,
    whereabouts,
)
from tui.entities.kinds import EntityType
from tui.entities.linking import link
from tui.entities.model import Entity, Mention
from tui.entities.recognisers.rules import recognise

PERSON, ORGANISATION, PLACE, PRODUCT, EVENT = (
    EntityType.PERSON,
    EntityType.ORGANISATION,
    EntityType.PLACE,
    EntityType.PRODUCT,
    EntityType.EVENT,
)


def document(text: str, number: int = 0) -> Document:
    return read(text.encode(), Source(f"d{number}", f"/texts/{number}.md", ".md", "t"))


def entities_of(texts: list[Document]) -> tuple[Entity, ...]:
    return link(texts, [mention for text in texts for mention in recognise(text)])


def found(texts: list[Document], *corrections: Correction) -> dict[str, Entity]:
    """The entities by their names, checked for what always holds."""
    entities = corrected(entities_of(texts), corrections, texts)
    check(entities, texts)
    assert len({entity.name for entity in entities}) == len(entities)
    return {entity.name: entity for entity in entities}


def check(entities: tuple[Entity, ...], texts: list[Document]) -> None:
    by_id = {each.id: str(each.text) for each in texts}
    ids = [entity.id for entity in entities]
    assert len(set(ids)) == len(ids)
    places = []
    for entity in entities:
        assert entity.mentions
        assert set(entity.related) <= set(ids) - {entity.id}
        assert entity.name not in entity.aliases
        for mention in entity.mentions:
            assert by_id[mention.document][mention.start : mention.end] == mention.text
            places.append((mention.document, mention.start, mention.end))
    assert len(set(places)) == len(places)
    assert [entity.count for entity in entities] == sorted((entity.count for entity in entities), reverse=True)


TEXT = (
    "Angela Merkel met Tim Cook of Apple in Paris. Merkel left Paris. Apple and Microsoft stay. The long night began."
)


def test_another_type_is_told_by_every_mention() -> None:
    apple = found([document(TEXT)], retype(Named("Apple"), PRODUCT))["Apple"]
    assert (apple.type, apple.certainty, apple.id) == (PRODUCT, 1.0, "product:apple")
    assert {(mention.type, mention.recognised) for mention in apple.mentions} == {(PRODUCT, ORGANISATION)}


def test_another_name_leaves_the_forms_of_the_text() -> None:
    merkel = found([document(TEXT)], rename(Named("angela  merkel"), "A. Merkel"))["A. Merkel"]
    assert merkel.aliases == ("Angela Merkel", "Merkel")
    assert [mention.text for mention in merkel.mentions] == ["Angela Merkel", "Merkel"]


def test_two_are_one_under_the_second_name() -> None:
    named_ = found([document(TEXT)], merge(Named("Apple"), Named("Microsoft")))
    assert "Apple" not in named_
    assert (named_["Microsoft"].count, named_["Microsoft"].aliases) == (3, ("Apple",))


def test_what_was_merged_twice_has_the_name_at_the_end_of_the_chain() -> None:
    chain = merge(Named("Tim Cook"), Named("Apple")), merge(Named("Apple"), Named("Microsoft"))
    for corrections in (chain, chain[::-1]):
        assert found([document(TEXT)], *corrections)["Microsoft"].count == 4


def test_what_was_merged_into_a_name_that_the_text_lacks_is_shown_under_it() -> None:
    texts = [document(TEXT)]
    into_alphabet = merge(Named("Apple"), Named("Alphabet")), merge(Named("Microsoft"), Named("Alphabet"))
    alphabet = found(texts, *into_alphabet)["Alphabet"]
    assert (alphabet.count, alphabet.aliases) == (3, ("Apple", "Microsoft"))
    bridge = merge(Named("Apple"), Named("Alphabet")), merge(Named("Alphabet"), Named("Microsoft"))
    for corrections in (bridge, bridge[::-1]):
        assert found(texts, *corrections)["Microsoft"].count == 3
    assert "Apple" in found(texts, *bridge, split(Named("Alphabet"), Named("Apple")))
    assert "Apple" in found(texts, merge(Named("Apple"), Named("X")), rename(Named("Apple"), "Apple"))


def test_an_alias_names_something_of_its_own() -> None:
    named_ = found([document(TEXT)], split(Named("Merkel"), Named("Angela Merkel")))
    assert named_["Angela Merkel"].count == named_["Merkel"].count == 1
    assert named_["Merkel"].type is PERSON


def test_what_is_ignored_is_gone_with_all_its_forms() -> None:
    named_ = found([document(TEXT)], ignore(Named("Merkel")))
    assert "Angela Merkel" not in named_ and "Merkel" not in named_


def test_a_new_name_is_found_wherever_its_words_stand() -> None:
    texts = [document("The long\nnight began. A LONG NIGHT! Overlong nights."), document("In the long night.", 1)]
    night = found(texts, new("long night", EVENT))["long night"]
    assert (night.count, night.type) == (3, EVENT)
    assert found(texts[:1], new("Long Night", EVENT)) == found(texts[:1])


def test_a_new_name_joins_what_is_called_so_already() -> None:
    texts = [document("Tim Cook leads Apple Inc. and Apple grows. An Apple, says Cook.")]
    before = found(texts)
    assert len(corrected(tuple(before.values()), [new("Tim Cook", PERSON)], texts)) == len(before)


def test_a_new_name_goes_before_what_stands_there() -> None:
    named_ = found([document(TEXT)], new("Cook of Apple", EVENT))
    assert named_["Cook of Apple"].count == 1
    assert "Tim Cook" not in named_
    assert named_["Apple"].count == 1


def test_the_later_wins() -> None:
    texts = [document(TEXT)]
    apple = Named("Apple")
    assert found(texts, retype(apple, PRODUCT), retype(apple, PLACE))["Apple"].type is PLACE
    assert "B" in found(texts, rename(apple, "A"), rename(apple, "B"))
    assert "Apple" in found(texts, ignore(apple), new("Apple", ORGANISATION))
    assert "Apple" not in found(texts, new("Apple", ORGANISATION), ignore(apple))
    together, apart = merge(apple, Named("Microsoft")), split(apple, Named("Microsoft"))
    assert found(texts, together, apart)["Apple"].count == 2
    assert found(texts, apart, together)["Microsoft"].count == 3
    assert found(texts, retype(apple, PRODUCT), merge(apple, Named("Paris")))["Paris"].type is PLACE
    assert found(texts, merge(apple, Named("Paris")), retype(apple, PRODUCT))["Paris"].type is PRODUCT


def test_a_name_that_was_made_new_and_is_ignored_hides_nothing() -> None:
    assert "Tim Cook" in found([document(TEXT)], new("Cook of Apple", EVENT), ignore(Named("Cook of Apple")))


def test_a_correction_of_one_document_leaves_the_others() -> None:
    texts = [document("Microsoft has an office in Paris."), document("Microsoft falls silent. Microsoft rests.", 1)]
    here = whereabouts(texts[0])
    entities = corrected(entities_of(texts), [retype(Named("Microsoft"), PRODUCT, here)], texts)
    check(entities, texts)
    assert {(entity.type, entity.count) for entity in entities if entity.name == "Microsoft"} == {
        (PRODUCT, 1),
        (ORGANISATION, 2),
    }
    assert [mention.document for entity in entities if entity.type is PRODUCT for mention in entity.mentions] == ["d0"]
    assert found(texts, ignore(Named("Microsoft"), here))["Microsoft"].count == 2
    assert found(texts, ignore(Named("Microsoft"), "1.md"))["Microsoft"].count == 1
    assert found(texts, ignore(Named("Microsoft"), "id:d1"))["Microsoft"].count == 1
    assert found(texts, ignore(Named("Microsoft"), "other.md")) == found(texts)


def test_said_here_and_then_everywhere_is_one_again() -> None:
    texts = [document("Microsoft has an office in Paris."), document("Microsoft falls silent. Microsoft rests.", 1)]
    apple = Named("Microsoft")
    assert found(texts, retype(apple, PRODUCT, "0.md"), retype(apple, PRODUCT))["Microsoft"].count == 3


def test_a_word_about_one_document_does_not_undo_what_holds_everywhere() -> None:
    texts = [document("Microsoft and Google grow."), document("Microsoft falls in Paris.", 1)]
    everywhere = merge(Named("Microsoft"), Named("Google"))
    assert found(texts, everywhere, retype(Named("Paris"), PERSON, "1.md"))["Google"].count == 3


def test_what_is_called_alike_is_told_apart_by_its_type() -> None:
    texts = [document("George Washington slept. Then Washington rode. The city of Washington, D.C. is in Washington.")]
    entities = entities_of(texts)
    for entity in entities:
        who = named(entity, entities)
        left = corrected(entities, [ignore(who)], texts)
        assert {each.id for each in left} == {each.id for each in entities} - {entity.id}


def test_what_cannot_be_meant_is_refused() -> None:
    for wrong in (
        lambda: ignore(Named("  ")),
        lambda: rename(Named("a"), " \n"),
        lambda: merge(Named("Été"), Named("ete")),
        lambda: split(Named("a"), Named("A", PERSON)),
        lambda: new("\u0301", PERSON),
    ):
        with pytest.raises(ValueError):
            wrong()


WORDS = st.sampled_from("Ada Bob Cleo Dan ada Éva".split())
FORMS = st.lists(WORDS, min_size=1, max_size=2).map(" ".join)
TYPES = st.sampled_from([PERSON, PLACE, EntityType.OTHER])
SCOPES = st.sampled_from(["", "", "", "/texts/0.md", "1.md"])
WHO = st.builds(Named, FORMS, st.none() | TYPES)


def _tried(make, *arguments):
    try:
        return make(*arguments)
    except ValueError:
        return None


CORRECTIONS = st.lists(
    st.one_of(
        st.builds(_tried, st.just(retype), WHO, TYPES, SCOPES),
        st.builds(_tried, st.just(rename), WHO, FORMS, SCOPES),
        st.builds(_tried, st.just(merge), WHO, WHO, SCOPES),
        st.builds(_tried, st.just(split), WHO, WHO, SCOPES),
        st.builds(_tried, st.just(ignore), WHO, SCOPES),
        st.builds(_tried, st.just(new), FORMS, TYPES, SCOPES),
    ),
    max_size=7,
).map(lambda made: [each for each in made if each is not None])


@st.composite
def texts_and_entities(draw: st.DrawFn) -> tuple[list[Document], tuple[Entity, ...]]:
    """Two texts, and some of their words named, put together in any way."""
    texts, mentions = [], []
    for number in range(2):
        words = draw(st.lists(WORDS | st.just("and"), min_size=1, max_size=9))
        text = " ".join(words)
        texts.append(
            Document(
                f"d{number}", "t", "en", f"/texts/{number}.md", text,
                Blocks([Block(1, BlockKind.PARAGRAPH, 0, len(text))]),
            )
        )  # fmt: skip
        at, index = 0, 0
        while index < len(words):
            length = min(draw(st.integers(1, 2)), len(words) - index)
            end = at + len(" ".join(words[index : index + length]))
            if draw(st.booleans()):
                mentions.append(Mention(f"d{number}", at, end, text[at:end], draw(TYPES), 0.5))
            at, index = end + 1, index + length
    groups: dict[tuple[int, EntityType], list[Mention]] = {}
    for mention in mentions:
        groups.setdefault((draw(st.integers(0, 3)), draw(TYPES)), []).append(mention)
    entities = []
    for number, ((_, kind), own) in enumerate(groups.items()):
        forms = dict.fromkeys(mention.text for mention in own)
        name = draw(st.sampled_from(list(forms)))
        aliases = tuple(form for form in forms if form != name)
        entities.append(Entity(f"{kind.value}:{number}", name, kind, aliases, tuple(own), certainty=0.5))
    entities.sort(key=lambda entity: -entity.count)
    if len(entities) > 1 and draw(st.booleans()):
        from dataclasses import replace

        entities[0] = replace(entities[0], related=(entities[1].id,))
        entities[1] = replace(entities[1], related=(entities[0].id,))
    return texts, tuple(entities)


@settings(max_examples=400, deadline=None)
@given(texts_and_entities(), CORRECTIONS)
def test_correcting_what_is_corrected_changes_nothing(given, corrections) -> None:
    texts, entities = given
    once = corrected(entities, corrections, texts)
    check(once, texts)
    assert corrected(once, corrections, texts) == once


@settings(max_examples=200, deadline=None)
@given(texts_and_entities(), CORRECTIONS)
def test_saying_a_list_again_changes_nothing(given, corrections) -> None:
    texts, entities = given
    assert corrected(entities, [*corrections, *corrections], texts) == corrected(entities, corrections, texts)


@settings(max_examples=200, deadline=None)
@given(texts_and_entities(), CORRECTIONS)
def test_of_one_text_all_corrections_may_as_well_hold_everywhere(given, corrections) -> None:
    from dataclasses import replace

    texts, entities = given
    one = texts[:1]
    here = tuple(
        replace(entity, mentions=own, related=())
        for entity in entities
        if (own := tuple(mention for mention in entity.mentions if mention.document == "d0"))
    )
    scoped = [replace(each, document="0.md") for each in corrections]
    free = [replace(each, document="") for each in corrections]
    assert corrected(here, scoped, one) == corrected(here, free, one)
