import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.search.query import Query, Term, parse


def fuzzy(*words: str) -> tuple[tuple[Term, ...], ...]:
    return tuple((Term(word),) for word in words)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("zuck open s", fuzzy("zuck", "open", "s")),
        ("  Été   1998 ", fuzzy("ete", "1998")),
        ("l’OpenAI", fuzzy("l", "openai")),
        ("Zuckerberg, (Meta)", fuzzy("zuckerberg", "meta")),
        ("licence ?", fuzzy("licence")),
        ("llama - licence", fuzzy("llama", "licence")),
        ("open-source", ((Term("open"), Term("opensource")), (Term("source"), Term("opensource")))),
        ("模型", ((Term("模型", fuzzy=False),),)),
        ("GPT模型", ((Term("gpt"),), (Term("模型", fuzzy=False),))),
        ("Llama 3.1.", ((Term("llama"),), (Term("3.1", fuzzy=False, whole=True),))),
        ("🦙", ((Term("🦙", fuzzy=False),),)),
        ("c++", ((Term("c++", fuzzy=False),),)),
        ('"Open  Source"', ((Term("open source", fuzzy=False, whole=True, closed=True),),)),
        ("« Open Source »", ((Term("open source", fuzzy=False, whole=True, closed=True),),)),
        ("“Open Source”", ((Term("open source", fuzzy=False, whole=True, closed=True),),)),
        ('"open sour', ((Term("open sour", fuzzy=False, whole=True),),)),
        ("'exact", ((Term("exact", fuzzy=False),),)),
        ("'exact'", ((Term("exact", fuzzy=False, whole=True, closed=True),),)),
        ("^start", ((Term("start", fuzzy=False, first=True),),)),
        ("end$", ((Term("end", fuzzy=False, last=True),),)),
        ("^all$", ((Term("all", fuzzy=False, first=True, last=True),),)),
        ("100$", ((Term("100$", fuzzy=False),),)),
        ("open\\ source", ((Term("open source", fuzzy=False),),)),
        ("a1 | b2 c3", ((Term("a1"), Term("b2")), (Term("c3"),))),
        ("a1 | b2 | c3", ((Term("a1"), Term("b2"), Term("c3")),)),
        ("a1 |", fuzzy("a1")),
        ("", ()),
        (" \t\n", ()),
        ('" !?', ()),
    ],
)
def test_what_is_wanted(typed: str, wanted: tuple[tuple[Term, ...], ...]) -> None:
    assert parse(typed) == Query(wanted)


@pytest.mark.parametrize(
    ("typed", "unwanted"),
    [
        ("!not", Term("not", fuzzy=False, negated=True)),
        ("!^not", Term("not", fuzzy=False, first=True, negated=True)),
        ("!not$", Term("not", fuzzy=False, last=True, negated=True)),
        ('!"not this"', Term("not this", fuzzy=False, whole=True, closed=True, negated=True)),
    ],
)
def test_what_is_unwanted(typed: str, unwanted: Term) -> None:
    assert parse(f"word {typed}") == Query(fuzzy("word"), (unwanted,))


@pytest.mark.parametrize("typed", ["!", "^", "$", "'", '"', "|", "\\", "!!", "^^", '""', "''", "!^$", '!"', "\\ "])
def test_an_operator_alone_asks_for_no_word(typed: str) -> None:
    query = parse(typed)
    assert all(not term.text.isalnum() for group in query.wanted for term in group)


@given(st.text(st.sampled_from("ab é\"'^$!|\\ -.模🦙") | st.characters(), max_size=60))
def test_parsing_never_fails_and_every_term_can_be_looked_for(typed: str) -> None:
    query = parse(typed)
    for term in (*(term for group in query.wanted for term in group), *query.unwanted):
        assert term.text
        term.exact().pattern.search("some text")
