"""Anchors: what is described is found again, moves with its text, survives edits, and is never guessed."""

from __future__ import annotations

import random
import re
import unicodedata

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tui.annotations.anchoring import ENOUGH, PLACE_LENGTH, describe, resolve, resolve_many
from tui.annotations.model import CONTEXT_LENGTH, SURE, Anchor
from tui.document.long_text import LongText
from tui.document.model import BLOCK_SEPARATOR, Block, BlockKind, Blocks, Document, Span

PARAGRAPHS = (
    "The first models of the family came out in February and were meant for research alone.",
    "A week later the weights had travelled through a file-sharing network to anyone who cared.",
    "Since then most laboratories publish weights under terms of their own, seldom open ones.",
    "What counts as open was argued about until a definition was voted on by the initiative.",
    "Small machines can run the smaller models, thanks to arithmetic on four bits a weight.",
    "Licences, though, still tell who may build a product on them, and how large it may grow.",
)


def make(*paragraphs: str) -> Document:
    blocks, start = [], 0
    for number, paragraph in enumerate(paragraphs, 1):
        blocks.append(Block(number, BlockKind.PARAGRAPH, start, start + len(paragraph)))
        start += len(paragraph) + len(BLOCK_SEPARATOR)
    return Document("id", "Title", "en", "-", BLOCK_SEPARATOR.join(paragraphs), Blocks(blocks))


def span_of(document: Document, words: str) -> Span:
    start = document.text.index(words)
    return Span(start, start + len(words))


def found(document: Document, anchor: Anchor) -> str | None:
    span = resolve(document, anchor).span
    return None if span is None else document.quote(span)


texts = st.lists(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80), min_size=1, max_size=8
)
words = st.text("abcdefghijklmnopqrstuvwxyzéèàß", min_size=2, max_size=10)
prose = st.lists(st.lists(words, min_size=8, max_size=30).map(" ".join), min_size=3, max_size=8, unique=True)


@given(texts, st.data())
def test_an_unchanged_text_gives_back_the_span(paragraphs: list[str], data: st.DataObject) -> None:
    document = make(*paragraphs)
    size = len(document.text)
    start = data.draw(st.integers(0, size - 1))
    span = Span(start, data.draw(st.integers(start + 1, size)))

    anchor = describe(document, span)

    assert document.quote(span) == anchor.quote
    assert anchor.span == span
    assert len(anchor.prefix) >= min(CONTEXT_LENGTH, start)
    assert len(anchor.suffix) >= min(CONTEXT_LENGTH, size - span.end)
    assert document.text[: span.start].endswith(anchor.prefix)
    assert document.text[span.end :].startswith(anchor.suffix)
    assert document.blocks[anchor.block].start <= start
    assert resolve(document, anchor).span == span


@given(prose, prose, st.data())
def test_a_passage_moves_with_paragraphs_put_in_or_taken_out_before_it(
    paragraphs: list[str], others: list[str], data: st.DataObject
) -> None:
    assume(not set(paragraphs) & set(others))
    before = make(*paragraphs)
    chosen = data.draw(st.integers(1, len(paragraphs) - 1))
    anchor = describe(before, before.blocks[chosen].span)
    removed = data.draw(st.integers(0, chosen))

    after = make(*others, *paragraphs[removed:])

    assert found(after, anchor) == paragraphs[chosen]


@given(st.integers(0, len(PARAGRAPHS) - 1), st.integers(0, 2**32))
def test_rewritten_words_in_a_sentence_keep_it(chosen: int, seed: int) -> None:
    anchor = describe(make(*PARAGRAPHS), make(*PARAGRAPHS).blocks[chosen].span)
    generator = random.Random(seed)
    edited = PARAGRAPHS[chosen].split()
    for place in generator.sample(range(len(edited)), 3):
        edited[place] = generator.choice(["another", "quite", "seven", "rewritten"])
    paragraphs = list(PARAGRAPHS)
    paragraphs[chosen] = " ".join(edited)
    document = make("A new opening that nobody had foreseen.", *paragraphs)

    span = resolve(document, anchor).span

    assert span is not None
    target = document.blocks[chosen + 1].span
    shared = min(span.end, target.end) - max(span.start, target.start)
    assert shared > 0.8 * (target.end - target.start)
    assert target.start <= span.start
    assert span.end <= target.end


@given(st.integers(0, len(PARAGRAPHS) - 1))
def test_a_deleted_paragraph_leaves_an_orphan(chosen: int) -> None:
    before = make(*PARAGRAPHS)
    anchor = describe(before, before.blocks[chosen].span)
    after = make(*PARAGRAPHS[:chosen], *PARAGRAPHS[chosen + 1 :])

    assert resolve(after, anchor).span is None


@given(prose, st.data())
@settings(max_examples=60)
def test_a_deleted_sentence_is_not_found_in_another_text(paragraphs: list[str], data: st.DataObject) -> None:
    before = make(*PARAGRAPHS)
    start = data.draw(st.integers(0, len(before.text) - 30))
    anchor = describe(before, Span(start, start + data.draw(st.integers(20, 30))))

    assert resolve(make(*paragraphs), anchor).span is None


@pytest.mark.parametrize("word", ["weights", "models", "open"])
def test_a_word_that_is_gone_is_not_looked_for_in_other_sentences(word: str) -> None:
    before = make(*PARAGRAPHS)
    first = next(index for index, paragraph in enumerate(PARAGRAPHS) if word in paragraph)
    anchor = describe(before, span_of(before, word))
    after = make(*PARAGRAPHS[:first], *PARAGRAPHS[first + 1 :])
    assert word in after.text

    assert resolve(after, anchor).span is None


def test_of_equal_words_the_one_in_the_same_context_is_meant() -> None:
    before = make(*PARAGRAPHS)
    start = before.text.index("weights under terms")
    anchor = describe(before, Span(start, start + len("weights")))
    after = make("The weights, and again the weights.", *PARAGRAPHS[1:])

    assert resolve(after, anchor).span == span_of(after, "weights under terms")._replace(
        end=after.text.index("weights under terms") + len("weights")
    )


def test_typography_white_space_and_line_breaks_do_not_count() -> None:
    before = make("He said \"the office\" wasn't open -- at 5 o'clock... so we went   home", *PARAGRAPHS)
    anchor = describe(before, span_of(before, "said \"the office\" wasn't open -- at 5 o'clock... so we"))
    changed = "He said “the oﬃce” wasn’t\nopen — at 5 o’clock… so we went home"
    after = make(*PARAGRAPHS[2:], changed.replace("—", "––"), *PARAGRAPHS[:2])

    assert found(after, anchor) == "said “the oﬃce” wasn’t\nopen –– at 5 o’clock… so we"


def test_soft_hyphens_do_not_count() -> None:
    before = make(*PARAGRAPHS)
    anchor = describe(before, before.blocks[3].span)
    after = make(*(paragraph.replace("ti", "t\u00adi").replace("er", "e\u00adr") for paragraph in PARAGRAPHS))

    span = resolve(after, anchor).span
    assert span == after.blocks[3].span


def test_split_and_merged_paragraphs_keep_what_spans_them() -> None:
    before = make(*PARAGRAPHS)
    span = Span(before.blocks[1].start + 10, before.blocks[2].end - 10)
    anchor = describe(before, span)
    merged = make(PARAGRAPHS[0], f"{PARAGRAPHS[1]} {PARAGRAPHS[2]}", *PARAGRAPHS[3:])
    split = make(*(half for paragraph in PARAGRAPHS for half in paragraph.split(", ")), "The end.")

    assert found(merged, anchor) == before.quote(span).replace(BLOCK_SEPARATOR, " ")
    assert resolve(split, anchor).span is not None


def test_ends_stand_where_words_end() -> None:
    before = make(*PARAGRAPHS)
    anchor = describe(before, span_of(before, "weights had travelled through a file-sharing network"))
    after = make(*(p.replace("weights had", "biases had").replace("network", "networks") for p in PARAGRAPHS))

    assert found(after, anchor) == "biases had travelled through a file-sharing networks"


def test_half_a_word_stays_half_a_word() -> None:
    before = make(*PARAGRAPHS)
    anchor = describe(before, span_of(before, "avelled through a file-shar"))
    after = make("New.", *(paragraph.replace("through", "across") for paragraph in PARAGRAPHS))

    assert found(after, anchor) == "avelled across a file-shar"


def test_a_long_passage_is_found_by_its_ends() -> None:
    generator = random.Random(1)
    vocabulary = " ".join(PARAGRAPHS).split()
    long = [" ".join(generator.choices(vocabulary, k=20)) for _ in range(72)]
    before = make("Opening.", *long, "Closing.")
    anchor = describe(before, Span(before.blocks[1].start, before.blocks[-2].end))
    edited = [p.replace("weights", "parameters") if i % 5 == 2 else p for i, p in enumerate(long)]
    after = make("Another opening.", "And more.", *edited, "Another closing.")

    assert resolve(after, anchor).span == Span(after.blocks[2].start, after.blocks[-2].end)


def test_a_place_is_quoted_by_the_words_that_follow() -> None:
    document = make(*PARAGRAPHS)
    block = document.blocks[2]

    anchor = describe(document, Span(block.start, block.start))

    assert PARAGRAPHS[2].startswith(anchor.quote)
    assert 0 < len(anchor.quote) <= PLACE_LENGTH
    assert PARAGRAPHS[2][len(anchor.quote)] == " "
    assert resolve(document, anchor).span == Span(block.start, block.start + len(anchor.quote))


def test_a_place_follows_its_paragraph_even_when_that_is_rewritten() -> None:
    document = make(*PARAGRAPHS)
    anchor = describe(document, Span(document.blocks[4].start, document.blocks[4].start))
    after = make("New.", *PARAGRAPHS[:4], PARAGRAPHS[4].replace("Small", "Modest"), PARAGRAPHS[5])

    span = resolve(after, anchor).span

    assert span is not None
    assert span.start == after.blocks[5].start


def test_an_empty_quote_is_found_by_its_context() -> None:
    document = make(*PARAGRAPHS)
    end = document.blocks[2].end
    anchor = describe(document, Span(end, end))
    assert anchor.quote == ""
    after = make("Something new, and long enough to shift it all.", *PARAGRAPHS[1:])
    other = make(*(paragraph[::-1] for paragraph in PARAGRAPHS))

    assert resolve(after, anchor).span == Span(after.blocks[2].end, after.blocks[2].end)
    assert resolve(other, anchor).span is None


@given(texts, st.data())
def test_a_place_is_found_where_it_was(paragraphs: list[str], data: st.DataObject) -> None:
    document = make(*paragraphs)
    offset = data.draw(st.integers(0, len(document.text)))

    anchor = describe(document, Span(offset, offset))
    span = resolve(document, anchor).span

    assert anchor.start == offset
    assert len(anchor.quote) <= PLACE_LENGTH
    assert span is not None
    assert span.start == offset


def test_a_place_in_a_word_too_long_is_quoted_by_its_letters() -> None:
    anchor = describe(make("e" * 200), Span(3, 3))

    assert anchor.quote == "e" * PLACE_LENGTH


def test_an_empty_document_has_a_place() -> None:
    empty = Document("id", "", "", "-", "", Blocks())
    anchor = describe(empty, Span(0, 0))

    assert resolve(empty, anchor).span == Span(0, 0)
    assert resolve(make(*PARAGRAPHS), anchor).span is None


def test_an_emptied_document_leaves_orphans() -> None:
    document = make(*PARAGRAPHS)
    anchor = describe(document, document.blocks[0].span)

    assert resolve(Document("id", "", "", "-", "", Blocks()), anchor).span is None


@pytest.mark.parametrize("span", [Span(-1, 3), Span(5, 2), Span(0, 10_000)])
def test_a_span_outside_of_the_text_is_an_error(span: Span) -> None:
    with pytest.raises(ValueError, match="does not lie"):
        describe(make(*PARAGRAPHS), span)


@given(
    st.text(max_size=60),
    st.builds(
        Anchor,
        quote=st.text(max_size=40),
        prefix=st.text(max_size=64),
        suffix=st.text(max_size=64),
        start=st.integers(-5, 2**40),
        end=st.integers(-5, 2**40),
        block=st.integers(0, 100),
    ),
)
def test_whatever_an_import_brings_resolves_to_a_span_of_the_text_or_to_none(text: str, anchor: Anchor) -> None:
    document = Document("id", "", "", "-", text, Blocks([Block(1, BlockKind.PARAGRAPH, 0, len(text))]))

    resolution = resolve(document, anchor)

    assert 0 <= resolution.certainty <= 1
    if resolution.span is not None:
        assert 0 <= resolution.span.start <= resolution.span.end <= len(text)


def test_scripts_without_spaces_are_anchored_too() -> None:
    before = make("開放的な重みのモデルは二〇二三年に公開された。研究者だけが使えるはずだった。", "次の段落。")
    anchor = describe(before, span_of(before, "研究者だけが使えるはずだった"))
    after = make(
        "新しい段落がここに入る。",
        "重みのモデルは去年に公開された。研究者だけが使えるはずでした。",
        "次の段落。",
    )

    span = resolve(after, anchor).span

    assert span is not None
    assert after.quote(span).startswith("研究者だけが使えるはず")


def test_a_megabyte_of_the_same_letter_is_no_trouble() -> None:
    before = make("aaaa aaaa", "a" * 2000, "The end is here.")
    anchor = describe(before, Span(2, 1500))
    after = make("a" * 1_000_000)

    resolution = resolve(after, anchor)

    assert resolution.span is None or resolution.span.end <= 1_000_000


anchors = st.builds(
    Anchor,
    quote=st.text(max_size=40),
    prefix=st.text(max_size=64),
    suffix=st.text(max_size=64),
    start=st.integers(-5, 2**40),
    end=st.integers(-5, 2**40),
    block=st.integers(0, 100),
)
PIECES = ("a", "aa ", "\n\n", "e\u0301", "\u200d", "👩", "\u0301", "-\n", "...", "的", " ", "ﬁ")
HOSTILE = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(PIECES)).map("".join),
)


@given(HOSTILE, st.lists(anchors, max_size=12), st.integers(-10, 300))
def test_many_anchors_of_any_kind_are_each_answered_once(text: str, many: list[Anchor], shown: int) -> None:
    document = Document("id", "", "", "-", text, Blocks([Block(1, BlockKind.PARAGRAPH, 0, len(text))]))

    answers = list(resolve_many(document, many, Span(shown, shown + 20)))

    assert sorted(index for index, _ in answers) == list(range(len(many)))
    for _, resolution in answers:
        assert resolution.span is None or 0 <= resolution.span.start <= resolution.span.end <= len(text)


@given(HOSTILE, HOSTILE, st.data())
def test_a_long_text_is_searched_like_a_short_one(text: str, other: str, data: st.DataObject) -> None:
    blocks = Blocks([Block(1, BlockKind.PARAGRAPH, 0, len(text))])
    start = data.draw(st.integers(0, len(text)))
    anchor = describe(Document("id", "", "", "-", text, blocks), Span(start, data.draw(st.integers(start, len(text)))))

    for changed in (text, other, text + other, other + text):
        short = Document("id", "", "", "-", changed, blocks)
        long = Document("id", "", "", "-", LongText(changed), blocks)
        assert resolve(short, anchor) == resolve(long, anchor)


def spans_of_words(text: str) -> list[Span]:
    return [Span(*word.span()) for word in re.finditer(r"\w+", text)]


@st.composite
def passages(draw: st.DrawFn) -> tuple[Document, Span]:
    document = make(*PARAGRAPHS)
    words = spans_of_words(document.text)
    first = draw(st.integers(0, len(words) - 1))
    last = min(len(words) - 1, first + draw(st.integers(0, 20)))
    return document, Span(words[first].start, words[last].end)


SET_ANEW = [
    lambda text: text.replace("-", "\u2011"),
    lambda text: text.replace(" ", "\u00a0"),
    lambda text: text.replace("fi", "ﬁ").replace("fl", "ﬂ"),
    lambda text: re.sub(r"(\w{3})(?=\w{2})", "\\1\u00ad", text),
    lambda text: text.replace(" the ", "\nthe "),
    lambda text: text.replace(", ", ",  "),
    lambda text: text.upper(),
    lambda text: text.replace("ti", "-\nti") if "ti" in text else text,
]


@given(passages(), st.lists(st.sampled_from(SET_ANEW), min_size=1, max_size=4, unique=True), st.booleans())
@settings(max_examples=200)
def test_a_passage_set_anew_is_the_same_words(passage: tuple[Document, Span], acts: list, moved: bool) -> None:
    document, span = passage
    paragraphs = list(PARAGRAPHS)
    for act in acts:
        paragraphs = [act(paragraph) for paragraph in paragraphs]
    torn = document.blocks.index_at(span.start) < 3 <= document.blocks.index_at(span.end)
    after = make(*paragraphs[3:], *paragraphs[:3]) if moved and not torn else make(*paragraphs)

    quote = found(after, describe(document, span))

    assert quote is not None
    assert letters(quote) == letters(document.quote(span))


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


@given(passages(), st.integers(0, 2**32))
def test_ends_are_never_inside_of_words(passage: tuple[Document, Span], seed: int) -> None:
    document, span = passage
    generator = random.Random(seed)
    edited = [
        re.sub(
            r"\w+",
            lambda word: word.group() if generator.random() < 0.7 else "e\u0301te\u0301"[: generator.choice((0, 5, 6))],
            p,
        )
        for p in PARAGRAPHS
    ]
    after = make(*edited)

    resolution = resolve(after, describe(document, span))

    assert resolution.span is None or resolution.certainty >= ENOUGH
    for end in resolution.span or ():
        around = after.text[max(0, end - 1) : end + 1]
        assert not re.fullmatch(r"\w\w", around)
        assert not unicodedata.combining(around[-1:] or "a") or end == len(after.text)


@given(passages(), st.integers(0, len(PARAGRAPHS)))
def test_an_orphan_attaches_again_when_its_text_comes_back(passage: tuple[Document, Span], place: int) -> None:
    document, span = passage
    words = document.quote(span)
    # A few letters on either side of what is put in are not one passage any more.
    assume(BLOCK_SEPARATOR not in words or len(letters(words)) > 2 * len("zebrasgrazeyonder"))
    anchor = describe(document, span)
    gone = make("Another text.", "It has nothing in common with what was read.")
    back = make(*PARAGRAPHS[:place], "Zebras graze yonder.", *PARAGRAPHS[place:])

    assert resolve(gone, anchor).span is None
    assert letters(found(back, anchor) or "").replace("zebrasgrazeyonder", "") == letters(document.quote(span))
    assert anchor.prefix + anchor.quote + anchor.suffix in document.text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "travelled through a file-sharing ⟦network⟧ to anyone",
            "spread through some sharing ⟦network⟧ towards anyone",
        ),
        ("until a ⟦definition⟧ was voted on", "until one ⟦definition⟧ got voted on"),
        ("thanks to ⟦arithmetic⟧ on four bits", "owing to ⟦arithmetics⟧ with four bits"),
    ],
)
def test_a_word_is_found_though_its_neighbours_changed(before: str, after: str) -> None:
    document = make(*PARAGRAPHS)
    span = span_of(document, re.sub("[⟦⟧]", "", before))
    low, word, _ = re.split("[⟦⟧]", before)
    start = span.start + len(low)
    anchor = describe(document, Span(start, start + len(word)))
    low, word, high = re.split("[⟦⟧]", after)
    changed = make(*(p.replace(document.quote(span), low + word + high) for p in PARAGRAPHS))

    assert found(changed, anchor) == word


def test_of_repeated_phrases_the_one_that_was_meant_is_found() -> None:
    harms = (
        "a window of his neighbour",
        "the peace of the night",
        "promises given to a child",
        "an oath sworn in church",
        "bread with strangers",
    )
    laws = [f"Whoever breaks {harm} shall be fined by the court of the county." for harm in harms]
    before = make(*laws)
    for block in before.blocks:
        start = before.text.index("shall be fined", block.start)
        anchor = describe(before, Span(start, start + len("shall be fined")))
        after = make("A law.", *reversed(laws))

        span = resolve(after, anchor).span

        assert span is not None
        assert after.block_text(after.block_at(span.start)) == before.block_text(block)


REFRAIN = "The committee thanked all who had written to it, and adjourned until the following Tuesday at nine."


def test_a_passage_whose_twin_alone_is_left_is_an_orphan() -> None:
    nearly = REFRAIN.replace("Tuesday", "Friday")
    before = make(*PARAGRAPHS, REFRAIN, *PARAGRAPHS[::-1], nearly, "Nothing more was said of it.")
    start = before.text.index("all who had written")
    anchor = describe(before, Span(start, start + len("all who had written to it")))
    without = make(*PARAGRAPHS, *PARAGRAPHS[::-1], nearly, "Nothing more was said of it.")

    assert resolve(without, anchor).span is None
    assert [resolution.span for _, resolution in resolve_many(without, [anchor])] == [None]


def test_a_passage_with_a_twin_is_found_where_it_was_moved_to() -> None:
    nearly = REFRAIN.replace("Tuesday", "Friday")
    before = make(*PARAGRAPHS, REFRAIN, *PARAGRAPHS[::-1], nearly, "Nothing more was said of it.")
    start = before.text.index("all who had written")
    anchor = describe(before, Span(start, start + len("all who had written to it")))
    moved = make("A new beginning.", nearly, *PARAGRAPHS[1:], REFRAIN.replace("committee", "board"), *PARAGRAPHS[::-1])

    span = resolve(moved, anchor).span

    assert span is not None
    assert "board" in moved.block_text(moved.block_at(span.start))


def test_a_sentence_put_into_a_passage_belongs_to_it() -> None:
    before = make(" ".join(PARAGRAPHS[:3]), *PARAGRAPHS[3:])
    anchor = describe(before, before.blocks[0].span)
    after = make("New.", f"{PARAGRAPHS[0]} Nobody had expected that. {PARAGRAPHS[1]} {PARAGRAPHS[2]}", *PARAGRAPHS[3:])

    assert found(after, anchor) == after.block_text(after.blocks[1])


def test_what_is_left_of_a_passage_is_found_without_what_came_after() -> None:
    before = make(" ".join(PARAGRAPHS[:3]), *PARAGRAPHS[3:])
    anchor = describe(before, before.blocks[0].span)
    after = make("New.", f"{PARAGRAPHS[0]} {PARAGRAPHS[1]}", *PARAGRAPHS[3:])

    assert found(after, anchor) == after.block_text(after.blocks[1])


def test_a_long_passage_whose_beginning_is_gone_is_found_by_what_is_left() -> None:
    generator = random.Random(2)
    vocabulary = [f"{one}{other}" for one in "abcdefghijklm" for other in ("rum", "lent", "tid", "so", "pert")]
    long = [" ".join(generator.choices(vocabulary, k=40)) for _ in range(150)]
    before = make("Opening.", *long, "Closing.")
    anchor = describe(before, Span(before.blocks[1].start, before.blocks[-2].end))
    after = make("Another opening.", "And more.", *long[5:-5], "Another closing.")

    assert len(anchor.quote) > 20_000
    assert found(after, anchor) == BLOCK_SEPARATOR.join(long[5:-5])


def test_a_lone_quote_is_found_but_is_to_be_confirmed() -> None:
    document = make(*PARAGRAPHS)
    resolution = resolve(document, Anchor("laboratories publish", "", "", 0, 20, 0))

    assert resolution.span == span_of(document, "laboratories publish")
    assert ENOUGH <= resolution.certainty < SURE
    assert resolve(document, Anchor("weights", "", "", 0, 7, 0)).span is None


@pytest.fixture(scope="module")
def novel() -> list[str]:
    generator = random.Random(3)
    syllables = [f"{one}{other}" for one in "bcdfghjklmnpqrst" for other in ("a", "ei", "ist", "oner", "ull")]
    vocabulary = [f"{one}{other}" for one in syllables for other in syllables]
    return [" ".join(generator.choices(vocabulary, k=60)) for _ in range(300)]


def test_many_anchors_follow_what_was_put_in_taken_out_and_moved(novel: list[str]) -> None:
    before = make(*novel)
    anchors = [
        describe(before, Span(block.start + 3, block.start + 3 + length))
        for block in before.blocks
        for length in (5, 40, 200)
    ]
    kept = [*novel[:100], "New. " * 2000, *novel[110:200], *novel[250:], *novel[200:250]]
    after = make(*kept)

    answers = dict(resolve_many(after, anchors))

    for index, anchor in enumerate(anchors):
        span = answers[index].span
        if index // 3 in range(100, 110):
            assert span is None
        else:
            assert span is not None
            assert after.quote(span) == anchor.quote
            assert after.block_text(after.block_at(span.start)) == novel[index // 3]


def test_what_is_on_the_screen_comes_first(novel: list[str]) -> None:
    before = make(*novel)
    anchors = [describe(before, block.span) for block in before.blocks]
    after = make("Much that is new. " * 3000, *novel)
    screen = Span(after.blocks[200].start, after.blocks[210].end)

    answers = list(resolve_many(after, anchors, screen))

    early = {index for index, _ in answers[:20]}
    assert set(range(199, 210)) <= early
    assert len(answers) == len(anchors)


def test_what_is_found_with_many_is_what_is_found_alone(novel: list[str]) -> None:
    before = make(*novel)
    generator = random.Random(4)
    edited = [
        " ".join("other" if generator.random() < 0.1 else word for word in paragraph.split()) for paragraph in novel
    ]
    edited = [paragraph for paragraph in edited if generator.random() > 0.05]
    after = make(*edited)
    anchors = [describe(before, Span(block.start, block.start + 80)) for block in before.blocks]

    for index, resolution in resolve_many(after, anchors):
        alone = resolve(after, anchors[index])
        if alone.span is not None and resolution.span is not None:
            assert resolution.span.touches(alone.span)
