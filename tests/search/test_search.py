import random
import string
import sys
from collections.abc import Iterator
from itertools import pairwise
from threading import Thread

import pytest
import regex
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from tui.document.model import Block, BlockKind, Blocks, Document
from tui.search.folding import fold_plain
from tui.search.index import Index
from tui.search.model import Results
from tui.search.patterns import is_usable


def document(*paragraphs: str, name: str = "doc", headings: tuple[int, ...] = ()) -> Document:
    blocks, at = [], 0
    for index, paragraph in enumerate(paragraphs):
        kind = BlockKind.HEADING if index in headings else BlockKind.PARAGRAPH
        blocks.append(Block(index + 1, kind, at, at + len(paragraph), level=int(index in headings)))
        at += len(paragraph) + 2
    return Document(name, name, "", "-", "\n\n".join(paragraphs), Blocks(blocks))


def index_of(*documents: Document) -> Index:
    index = Index()
    for each in documents:
        index.add(each)
    return index


def found(results: Results) -> list[int]:
    return [hit.block for hit in results.hits]


def lit(results: Results, *documents: Document) -> list[list[str]]:
    texts = {each.id: each.text for each in documents}
    return [[texts[hit.document][start:end] for start, end in hit.matches] for hit in results.hits]


ARTICLE = document(
    "Llama and open source",
    "Mark Zuckerberg announced that Llama would be released as open-source software.",
    "L’œuvre d’Alpaca fut très appréciée à Paris : l’OpenAI n’aimait guère cela.",
    "The alignment of large models is hard, and the license of the weights is not free.",
    "人工智能模型很有用。GPT模型也是。",
    "🦙 It costs 100$ an hour in C++, says R&D.",
    "Un modèle ouvert ; les modèles fermés sont des services.",
    "Naïve cœur, straße, ﬁne, ＦＵＬＬ, soft\u00adhyphen.",
    "Open the door: the source of the river is near.",
    headings=(0,),
)


@pytest.fixture(scope="module")
def article() -> Index:
    return index_of(ARTICLE)


@pytest.mark.parametrize(
    ("query", "first", "letters"),
    [
        ("zuckerberg", 1, ["Zuckerberg"]),
        ("zuck", 1, ["Zuck"]),
        ("zukerb", 1, ["Zuckerb"]),
        ("zukerberg", 1, ["Zuckerberg"]),
        ("uckerberg", 1, ["uckerberg"]),
        ("xuckerberg", 1, ["Zuckerberg"]),
        ("zuck open s", 1, ["Zuck", "open", "s"]),
        ("software zuckerberg", 1, ["Zuckerberg", "software"]),
        ("opnai", 2, ["OpenAI"]),
        ("alignemnt", 3, ["alignment"]),
        ("APPRECIEE", 2, ["appréciée"]),
        ("oeuvre", 2, ["œuvre"]),
        ("œuvre", 2, ["œuvre"]),
        ("l'openai", 2, ["l", "OpenAI"]),
        ("licences", 3, ["license"]),
        ("opensource", 1, ["open-source"]),
        ("open-source", 0, ["open", "source"]),
        ("'pen-sour", 1, ["pen-sour"]),
        ("模型", 4, ["模型", "模型"]),
        ("有用", 4, ["有用"]),
        ("🦙", 5, ["🦙"]),
        ("c++", 5, ["C++"]),
        ("R&D", 5, ["R&D"]),
        ("100$", 5, ["100$"]),
        ("modele", 6, ["modèle", "modèle"]),
        ("strasse", 7, ["straße"]),
        ("fine full", 7, ["ﬁne", "ＦＵＬＬ"]),
        ("softhyphen", 7, ["soft\u00adhyphen"]),
        ('"open source"', 0, ["open source"]),
        ('"open sour', 0, ["open sour"]),
        ("open\\ source", 0, ["open source"]),
        ("open\\ \\ source", 0, ["open source"]),
        ("^mark", 1, ["Mark"]),
        ("software$", 1, ["software"]),
        ("'lpaca", 2, ["lpaca"]),
        ("alpaca | zebra", 2, ["Alpaca"]),
        ("model !weights", 6, ["modèl", "modèl"]),
        ("the source", 8, ["the", "source"]),
    ],
)
def test_what_one_remembers_is_found(article: Index, query: str, first: int, letters: list[str]) -> None:
    results = article.search(query)
    assert found(results)[0] == first
    assert lit(results, ARTICLE)[0] == letters


@pytest.mark.parametrize(
    "query",
    [
        "",
        "  ",
        "xqzwv",
        "!",
        "^",
        '"',
        "''",
        "zz",
        "\x00",
        "'zuckerburg",
        '"source open"',
        "^zuckerberg",
        "llama$",
        "模人",
    ],
)
def test_what_is_like_nothing_finds_nothing(article: Index, query: str) -> None:
    results = article.search(query)
    assert (results.hits, results.total, results.complete) == ((), 0, True)


def test_all_words_are_wanted(article: Index) -> None:
    assert sorted(found(article.search("open source"))) == [0, 1, 8]
    assert article.search("open source").total == 3
    assert found(article.search("alignment free")) == [3]


def test_a_hopeless_word_does_not_hide_the_rest(article: Index) -> None:
    whole = article.search("zuckerberg software").hits[0]
    rest = article.search("zuckerberg software xqzwv").hits[0]
    assert rest.block == whole.block
    assert rest.score < whole.score


def test_a_version_is_one_word() -> None:
    index = index_of(document("Llama 3 and 1 more", "Llama 13.1 is not", "Llama 3.1 is"))
    assert found(index.search("llama 3.1")) == [2]
    assert sorted(found(index.search("llama 4.7"))) == [0, 1, 2]


def test_two_hopeless_words_of_three_find_nothing(article: Index) -> None:
    assert article.search("zuckerberg wqxzv xqzwv").hits == ()


def test_small_words_are_not_required(article: Index) -> None:
    assert found(article.search("a zuckerberg of the")) == [1]
    assert 3 in found(article.search("the"))


def test_a_heading_and_words_together_and_in_order_come_first() -> None:
    index = index_of(
        document(
            "A source, and much later in this long sentence something open.",
            "The source is open here too, in other words.",
            "An open source stands here in plain words, too.",
            "Open source",
            headings=(3,),
        )
    )
    assert found(index.search("open source")) == [3, 2, 1, 0]


def test_exact_before_unfinished_before_misspelt() -> None:
    index = index_of(document("about the lamas", "about the llamas", "about the llamalike", "about the llama"))
    assert found(index.search("llama")) == [3, 1, 2]
    assert found(index.search("lllama"))[0] == 3


def test_rare_words_weigh_more_where_nothing_has_all() -> None:
    index = index_of(document(*["the model is here"] * 5, "the zebra is here"))
    assert found(index.search("model zebra"))[0] == 5


def test_ties_go_to_the_shorter_then_to_the_earlier() -> None:
    index = index_of(document("zebra in a long paragraph", "zebra one", "zebra two"))
    assert found(index.search("zebra")) == [1, 2, 0]


def test_negation_alone_gives_the_rest_in_order(article: Index) -> None:
    results = article.search("!open !cœur", limit=3)
    assert found(results) == [3, 4, 5]
    assert results.total == 4


def test_phrases_are_told_apart_in_many_passages() -> None:
    index = index_of(document(*(f"red {'blue car' if n % 2 else 'car blue'} number{n}" for n in range(6000))))
    assert index.search('"blue car"').total == 3000
    assert index.search('red !"blue car"').total == 3000
    assert index.search('"blue c').total == 3000
    assert index.search('"ca').total == index.search("'ar").total == 6000
    assert index.search('"umber').total == 0
    assert index.search('"blue car" number77').total == 6


def test_the_limit_cuts_the_hits_but_not_the_total() -> None:
    index = index_of(document(*[f"zebra number{number}" for number in range(500)]))
    results = index.search("zebra", limit=7)
    assert (len(results.hits), results.total) == (7, 500)
    assert index.search("zebra", limit=0).total == 500


def test_one_letter_words_find_no_garbage() -> None:
    index = index_of(document("zebra", "a b c", "banana"))
    assert sorted(found(index.search("b"))) == [1, 2]
    assert found(index.search("b"))[0] == 1


def test_a_short_word_beside_a_rare_one_is_looked_up_there() -> None:
    paragraphs = [f"common words number{number} quite" for number in range(300)]
    index = index_of(document(*paragraphs, "common zebra with a quagga"))
    assert found(index.search("zebra qu")) == [300]
    assert found(index.search("qu zebra")) == [300]


def test_documents_are_told_apart_taken_back_and_replaced() -> None:
    one, two = document("a zebra here", name="one"), document("nothing", "a zebra there", name="two")
    index = index_of(one, two)
    assert [(hit.document, hit.block) for hit in index.search("zebra").hits] == [("one", 0), ("two", 1)]
    assert [(hit.document, hit.block) for hit in index.search("zebra", document="two").hits] == [("two", 1)]
    assert index.search("zebra", document="absent").total == 0
    index.discard("one")
    index.discard("absent")
    assert [hit.document for hit in index.search("zebra").hits] == ["two"]
    assert len(index) == 2
    index.add(document("quagga only", name="two"))
    assert index.search("zebra").total == 0
    assert lit(index.search("quagga"), document("quagga only", name="two")) == [["quagga"]]


def test_an_index_made_anew_finds_the_same() -> None:
    kept = document("a zebra here", "and a quagga there", name="kept")
    index = index_of(kept)
    before = index.search("zebra")
    for number in range(5):
        index.add(document(*[f"word{word} of {number}" for word in range(600)], name="changing"))
        assert index.search(f"word599 {number}").hits[0].document == "changing"
    index.discard("changing")
    assert index.search("zebra").hits == before.hits
    assert len(index) == 2


def test_a_search_while_another_thread_adds_finds_what_is_there() -> None:
    words = ["zebra", "quagga", "okapi", "llama"]
    documents = [
        document(*[f"{words[number % 4]} animal{number} of {part}" for number in range(400)], name=f"part{part}")
        for part in range(12)
    ]
    index = index_of(documents[0])

    def add_them() -> None:
        for each in (*documents[1:], *documents[1:4]):
            index.add(each)

    writer = Thread(target=add_them)
    writer.start()
    totals: list[int] = []
    while writer.is_alive():
        results = index.search("zebr animal")
        totals.append(results.total)
        assert all({*letters} == {"zebr", "animal"} for letters in lit(results, *documents))
        assert all(hit.block % 4 == 0 for hit in results.hits)
    writer.join()
    assert index.search("zebra").total == 1200
    assert all(total >= 100 for total in totals)


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads that take turns all the time."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("restless")
def test_what_a_search_saw_half_added_is_found_whole_afterwards() -> None:
    for attempt in range(60):
        index = index_of(document(*["zebra"] * 5, name="first"))
        one = document(*[f"zebra animal{number} of {attempt}" for number in range(20)], name="second")
        writer = Thread(target=index.add, args=(one,))
        writer.start()
        while writer.is_alive():
            assert index.search("zebra").total >= 5
            assert index.search("anim").total <= 20
        writer.join()
        assert index.search("zebra").total == 25
        assert index.search("anim").total == 20
        assert index.search("animal19").total == 1


QUERIES = st.text(st.sampled_from("abé \"'^$!|\\-.模🦙œﬁ&+1") | st.characters(exclude_categories=["Cs"]), max_size=30)
TEXTS = st.lists(
    st.text(
        st.sampled_from("abé ’-.模🦙œﬁß\u00ad1") | st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60
    ),
    max_size=6,
)


@given(TEXTS, QUERIES)
@settings(max_examples=200)
@example(["a-b"], "ab")
@example(["x\u0301-œ-y"], "xoey")
def test_a_search_never_raises_and_its_hits_are_in_order(paragraphs: list[str], query: str) -> None:
    made = document(*paragraphs)
    results = index_of(made).search(query)
    assert results.total >= len(results.hits)
    assert all(one.score >= other.score for one, other in pairwise(results.hits))
    for hit in results.hits:
        block = made.blocks[hit.block]
        assert 0 <= hit.score <= 100
        assert all(block.start <= start < end <= block.end for start, end in hit.matches)
        assert all(one.end < other.start for one, other in pairwise(hit.matches))


@given(st.lists(st.text("abcé", min_size=1, max_size=5), min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_a_rare_word_finds_its_paragraph_first(others: list[str], chance: random.Random) -> None:
    paragraphs = [" ".join(others), "Ici se trouve Zöbrawelt, l’unique.", " ".join(others[::-1])]
    chance.shuffle(paragraphs)
    made = document(*paragraphs)
    for query in ("zöbrawelt", "ZOBRAWELT", f"zobrawelt {others[0]}"):
        best = index_of(made).search(query).hits[0]
        assert "Zöbrawelt" in made.block_text(made.blocks[best.block])


WORDS = st.lists(st.text(string.ascii_lowercase, min_size=6, max_size=14), min_size=2, max_size=12, unique=True)


@given(WORDS, st.data())
@settings(suppress_health_check=[HealthCheck.filter_too_much])
def test_a_word_with_one_typo_finds_its_paragraph(words: list[str], data: st.DataObject) -> None:
    word = words[0]
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    typos = [word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :]]
    if at + 1 < len(word):
        typos.append(word[:at] + word[at + 1] + word[at] + word[at + 2 :])
    typed = data.draw(st.sampled_from(typos))
    assume(typed not in words[1:])
    assert 0 in found(index_of(document(*(f"the {each} of it" for each in words))).search(typed))


@given(st.text(st.sampled_from("abcdé œß’-"), min_size=1, max_size=40), st.integers(0, 40), st.integers(1, 12))
def test_letters_of_a_paragraph_are_found_exactly(text: str, start: int, length: int) -> None:
    start %= len(text)
    part = text[start : start + length].strip(" ’-")
    assume(part)
    made = document(text)
    results = index_of(made).search("'" + part.replace(" ", "\\ "))
    assert any(fold_plain(part) in fold_plain(letters) for letters in lit(results, made)[0])


@pytest.mark.parametrize(
    ("query", "letters"),
    [
        ("opensource", ["open source"]),
        ("opensour", ["open sour"]),
        ("burocrat", ["Bureaucrat"]),
        ("fotograf", ["photograph"]),
        ("bureuacr", ["Bureaucr"]),
        ("theopen", ["the open"]),
        ("photographes", ["photographe"]),
    ],
)
def test_words_typed_as_one_and_words_spelt_by_ear_are_found(query: str, letters: list[str]) -> None:
    text = document("Nothing like it.", "Bureaucrats and the open source of a photographe.", "Source, open it.")
    results = index_of(text).search(query)
    assert found(results)[0] == 1
    assert lit(results, text)[0] == letters


def test_of_passages_that_fit_alike_the_short_one_is_first() -> None:
    long = "An alpaca among a great many other animals, which it would take long to name, is hard to find."
    assert found(index_of(document(long, "The alpaca is among us.")).search("alpaca")) == [1, 0]


def test_what_is_to_be_typed_of_a_word_says_nothing_once_most_of_it_stands_there() -> None:
    index = index_of(document("The communications of it are long.", "The community of it."))
    assert found(index.search("communi"))[0] == 1
    assert found(index.search("communicat")) == [0]


TEXTS = [
    *(
        "zuckerberg",
        "Zück (berg)",
        "open-source",
        "opened",
        "pen",
        "a|b",
        "Straße",
        "colour color",
        "x\u00adyz",
        "abab",
    ),
    *("\u212aelvin", "ﬁne", "l’été", "été 2024", "the thing of it", ""),
]
PIECES = [
    *"zu ck open s ? * + {0} {2} . | ( ) [ab] [^ab] (?:ou|o) (?i) (?!x) (the)? []a] é ß ss kelvin fi ^ $".split(),
    *(" ", "\\w", "\\b", "\\d+", "\\|"),
]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join))
def test_a_pattern_is_found_wherever_it_is(pattern: str) -> None:
    assume(is_usable(pattern))
    there = regex.compile(pattern, 0 if any(map(str.isupper, pattern)) else regex.IGNORECASE)
    expected = [n for n, text in enumerate(TEXTS) if any(m.end() > m.start() for m in there.finditer(text))]
    assert sorted(found(index_of(document(*TEXTS)).search(f"/{pattern}/"))) == expected


def test_a_phrase_of_common_words_is_found_in_all_passages() -> None:
    index = index_of(document(*(f"one of the {n}" if n % 2 else f"the one of {n}" for n in range(30_000))))
    results = index.search('"of the"')
    assert (results.total, results.complete) == (15_000, True)
    results = index.search("^the\\ one")
    assert (results.total, results.complete) == (15_000, True)
    assert index.search("'n").total == 30_000


def test_a_very_long_word_is_looked_for_in_no_time() -> None:
    assert index_of(ARTICLE).search("x" * 2000).total == 0


MODELS = document(
    "GPT 4 by OpenAI costs more.",
    "Llama 3.1 405B was released by Mr. O'Reilly.",
    "Facebook, at 405 Main Street, has books.",
    "A face in a book; Alpaca 3.",
    "Llama 3.2 has an open face.",
)


@pytest.mark.parametrize(
    ("query", "blocks"),
    [
        ("gpt4", [0]),
        ("gpt-4", [0]),
        ("open ai", [0]),
        ("llama3.1", [1]),
        ("llama-3.1", [1]),
        ("405b", [1]),
        ("llama 3.1 405b", [1]),
        ("oreilly", [1]),
        ("face book", [2, 3]),
        ("alpaca|gpt", [0, 3]),
        ("alpaca | gpt", [0, 3]),
        ("books|alpaca face|street", [2, 3]),
    ],
)
def test_names_and_numbers_are_found_in_one_word_or_two(query: str, blocks: list[int]) -> None:
    assert sorted(found(index_of(MODELS).search(query))) == blocks


def test_all_of_one_search_together_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    index = index_of(document(*(f"one of the {n}" for n in range(300))))
    monkeypatch.setattr("tui.search.index.PATIENCE", 0.0)
    for query in ('"of the"', '!"of the"', '"of the" | "one of"', "/of.the/", "^one\\ of", "the !of$"):
        assert not index.search(query).complete
    assert index.search("one of the").complete


@pytest.mark.parametrize(
    ("typed", "stands"),
    [
        ("journal", "journaux"),
        ("travaux", "travail"),
        ("vitrail", "vitraux"),
        ("story", "stories"),
        ("policies", "policy"),
        ("boxes", "box"),
        ("knives", "knife"),
        ("leaf", "leaves"),
        ("wolves", "wolf"),
        ("chateaux", "château"),
        ("feu", "feux"),
    ],
)
def test_one_number_finds_the_other(typed: str, stands: str) -> None:
    text = document("Something else altogether.", f"There is {stands} here.", "Nothing of it.")
    assert lit(index_of(text).search(typed), text) == [[stands]] or typed in stands
    assert found(index_of(text).search(typed)) == [1]


def test_a_little_word_that_is_being_typed_may_become_a_telling_one() -> None:
    text = document("The open door was said to be there.", "An open source it was.", "Nothing of the kind.")
    index = index_of(text)
    assert lit(index.search("open s"), text)[0] == ["open", "s"]
    assert found(index.search("open s"))[0] == 1
    assert found(index.search("open ")) == [1, 0]


def test_a_bar_with_nothing_before_it_is_no_word() -> None:
    text = document("An alpaca.", "A vicuna.")
    assert index_of(text).search("| alpaca").hits == index_of(text).search("alpaca").hits


def test_an_apostrophe_in_a_pattern_is_straight_or_curly() -> None:
    text = document("L’œuvre d’art", "L'œuvre d'art", "Lœuvre")
    assert found(index_of(text).search("/l'œuvre/")) == [0, 1]
    assert found(index_of(text).search(r"/l\'œuvre/")) == [1]
    assert found(index_of(text).search("/l['’]œuvre d'art/")) == [0, 1]


def test_the_nearest_word_is_one_that_tells_something() -> None:
    text = document("It is not what they say.", "A knot.")
    assert [near.word for near in index_of(text).search("nyt").nearest] == []


def test_letters_swapped_in_a_word_that_is_not_finished_are_put_right() -> None:
    index = index_of(document("The open letter.", "What Zuckerberg said of open models.", "A zebra."))
    assert found(index.search("zukc")) == [1]
    assert found(index.search("zukc open")) == [1]


def test_a_word_that_is_nowhere_is_told_beside_those_that_are_there() -> None:
    index = index_of(document("The open letter.", "A zebra."))
    results = index.search("open qqqqqqqq")
    assert found(results) == [0]
    assert results.passed_over == ("qqqqqqqq",)
    assert index.search("open letter").passed_over == ()


@pytest.mark.parametrize(
    ("query", "passed_over"),
    [
        ("zebra after:mars", ("after:mars",)),
        ('zebra !before:"some day"', ('before:"some day"',)),
        ("zebra after:2023-05", ()),
        ("zebra after:", ()),
        ("zebra after:20", ()),
        ('zebra after:"june', ()),
    ],
)
def test_a_date_that_is_none_is_told_unless_it_is_being_typed(query: str, passed_over: tuple[str, ...]) -> None:
    assert index_of(document("The open letter.", "A zebra.")).search(query).passed_over == passed_over


@pytest.mark.parametrize("query", ["xalruses", "awlruses", "wwalruses"])
def test_what_is_nearest_may_begin_with_another_letter(query: str) -> None:
    index = index_of(document("The walruses sleep.", "A zebra."))
    near = index.search(f"'{query}").nearest
    assert [each.word for each in near] == ["walruses"]
