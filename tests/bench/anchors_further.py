"""Harder edits, texts and passages than those of ``anchors_edits.py``: what invites to attach a passage wrongly.

A text of forms says nearly the same in each paragraph; refrains come again with a word changed; much of a text is
gone while something like it stays; the text has become another article with a few of its sentences. Edits carry
their words along as there, so the truth is known.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from anchors_edits import NEW, Article, Editor, Piece, Prose, Sentence, article

from tui.document.model import Document, Span

_PLACES = "Lyon Nantes Lille Bordeaux Toulouse Rennes Grenoble Dijon Leeds Bristol Cardiff Glasgow York Oxford".split()
_MONTHS = "January February March April May June July August September October November December".split()
_THINGS = "cases orders complaints licences visits loans requests tickets".split()
_NUMBERS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "ten": "10", "twelve": "12"}
_NUMBERS |= {"un": "1", "deux": "2", "trois": "3", "quatre": "4", "cinq": "5", "dix": "10", "hundred": "100"}
_OCR = [("rn", "m"), ("m", "rn"), ("l", "1"), ("e", "c"), ("h", "b"), ("i", "j"), ("cl", "d"), ("o", "0"), ("u", "ii")]
_FAR = 200_000
"""Code points that are put before a text."""


def forms(chance: random.Random) -> list[str]:
    """Paragraphs that say the same of many places, as reports and tables do."""

    def paragraph() -> str:
        place, other = chance.sample(_PLACES, 2)
        month, thing = chance.choice(_MONTHS), chance.choice(_THINGS)
        first, second = chance.randint(10, 999), chance.randint(10, 999)
        said = [
            f"The {place} office reported {first} {thing} in {month}, against {second} the month before.",
            f"This is more than in {other}, where {chance.randint(10, 999)} {thing} were counted.",
            "The figures are provisional and may be revised.",
            f"A spokesman for the {place} office said that the number of {thing} was in line with expectations.",
            "He declined to comment further.",
        ]
        return " ".join(sentence for sentence in said if chance.random() < 0.8) or said[0]

    return [paragraph() for _ in range(40)]


def refrains(chance: random.Random) -> list[str]:
    """Prose of which many paragraphs come again later, with a tenth of their words changed."""
    prose = Prose(chance, 3000)
    paragraphs = [prose.paragraph() for _ in range(16)]
    for paragraph in chance.sample(paragraphs, 10):
        words = paragraph.split(" ")
        for _ in range(max(1, len(words) // 10)):
            words[chance.randrange(len(words))] = chance.choice(prose.vocabulary)
        paragraphs.insert(chance.randint(0, len(paragraphs)), " ".join(words))
    return paragraphs


def common_passages(before: Document, chance: random.Random, number: int) -> Iterator[tuple[str, Span]]:
    """One or two of the text's commonest words, wherever they are."""
    words = list(re.finditer(r"\w+", before.text))
    most = {word for word, _ in Counter(word.group().casefold() for word in words).most_common(30)}
    common = [index for index, word in enumerate(words[:-1]) if word.group().casefold() in most]
    for _ in range(number):
        first = chance.choice(common)
        yield "a common word or two", Span(words[first].start(), words[first + chance.randint(0, 1)].end())


def _each(made: Article, act: Callable[[Piece], Piece]) -> Article:
    return [[[act(piece) for piece in sentence] for sentence in paragraph] for paragraph in made]


def _new(made: Article) -> Article:
    return _each(made, lambda piece: replace(piece, source=NEW, length=0))


def _foreign(paragraphs: list[str]) -> Article:
    return _new(article(paragraphs)[1])


def sentences_shuffled(editor: Editor, made: Article, rate: float) -> Article:
    """So many of the sentences change places among themselves, over all paragraphs."""
    edited = [list(paragraph) for paragraph in made]
    places = list(editor._some(made, rate))
    others = list(places)
    editor.chance.shuffle(others)
    for (number, index), (paragraph, sentence) in zip(places, others, strict=True):
        edited[number][index] = made[paragraph][sentence]
    return edited


def rewritten(editor: Editor, made: Article, rate: float) -> Article:
    """Paragraphs rewritten whole, in words of this text; those like them stay."""
    gone = set(editor._paragraphs(made, rate))

    def anew(sentence: Sentence) -> Sentence:
        return [
            replace(piece, text=editor.chance.choice(editor.vocabulary), source=NEW, length=0)
            if piece.is_word
            else piece
            for piece in sentence
        ]

    return [
        [anew(sentence) for sentence in paragraph] if number in gone else paragraph
        for number, paragraph in enumerate(made)
    ]


def half_rewritten(editor: Editor, made: Article, rate: float) -> Article:
    """Half of the words of some paragraphs changed, the others untouched."""
    some = set(editor._paragraphs(made, 2 * rate))
    return [editor.words([paragraph], 0.5)[0] if number in some else paragraph for number, paragraph in enumerate(made)]


def ends_changed(editor: Editor, made: Article, rate: float) -> Article:
    """The first or the last word of the passages that are marked is another one now, or gone."""
    ends: set[int] = set()
    for span in editor.marked:
        inside = [
            piece.source
            for paragraph in made
            for sentence in paragraph
            for piece in sentence
            if piece.is_word and span.start <= piece.source < span.end
        ]
        if len(inside) > 3 and editor.chance.random() < max(rate * 2, 0.1):
            ends.add(editor.chance.choice((inside[0], inside[-1])))
    edited: Article = []
    for paragraph in made:
        lines: list[Sentence] = []
        for sentence in paragraph:
            line: Sentence = []
            for piece in sentence:
                if piece.source not in ends or not piece.is_word:
                    line.append(piece)
                elif editor.chance.random() < 0.5:
                    line.append(replace(piece, text=editor.chance.choice(editor.vocabulary), kept=False))
                elif line and line[-1].text == " ":
                    line.pop()
            lines.append(line)
        edited.append(lines)
    return edited


def numbers(editor: Editor, made: Article, rate: float) -> Article:
    """Numbers written otherwise: in figures, without signs between them; some are other ones."""

    def written(piece: Piece) -> Piece:
        if piece.text.casefold() in _NUMBERS:
            return replace(piece, text=_NUMBERS[piece.text.casefold()], kept=False)
        if piece.text.isdigit() and editor.chance.random() < rate:
            return replace(piece, text=str(int(piece.text) + 1), kept=False)
        return piece

    return _each(made, written)


def typesetting(editor: Editor, made: Article, rate: float) -> Article:
    """All that a typesetter does, at once, with words divided at the ends of lines."""

    def set_anew(piece: Piece) -> Piece:
        text = piece.text.replace("'", "’").replace("...", "…").replace("--", "—").replace(" - ", " – ")
        text = text.replace("ffi", "ﬃ").replace("fi", "ﬁ").replace("fl", "ﬂ").replace("ff", "ﬀ")
        text = text.replace('"', editor.chance.choice("“”«»"))
        if not piece.is_word and editor.chance.random() < rate:
            text = text.replace(" ", editor.chance.choice(("\u00a0", "\u202f", "\n", "  ")))
        elif len(text) > 5 and editor.chance.random() < rate:
            place = editor.chance.randrange(2, len(text) - 2)
            text = text[:place] + editor.chance.choice(("-\n", "\u00ad", "\u00ad\n")) + text[place:]
        return replace(piece, text=text)

    return _each(made, set_anew)


def headings(editor: Editor, made: Article, rate: float) -> Article:
    """Headings of words of this text put before paragraphs."""
    edited: Article = []
    for paragraph in made:
        if editor.chance.random() < 2 * rate:
            words = editor.chance.choices(editor.vocabulary, k=editor.chance.randint(1, 6))
            edited.append([[Piece(part, NEW, 0) for word in words for part in (word, " ")][:-1]])
        edited.append(paragraph)
    return edited


def far_down(editor: Editor, made: Article, rate: float) -> Article:
    """Much prose of other words put before the text, and some words changed."""
    prose = Prose(editor.chance, 20_000)
    before: list[str] = []
    while sum(map(len, before)) < _FAR:
        before.append(prose.paragraph())
    return _foreign(before) + editor.words(made, rate / 2)


def doubled(editor: Editor, made: Article, rate: float) -> Article:
    """The text, with some words changed, twice; the first is meant."""
    edited = editor.words(made, rate / 4)
    return edited + _new(edited)


def case(editor: Editor, made: Article, rate: float) -> Article:
    """Sentences in capitals, words with a capital or without."""

    def line(sentence: Sentence) -> Sentence:
        if editor.chance.random() < rate:
            return [replace(piece, text=piece.text.upper()) for piece in sentence]
        return [
            replace(piece, text=piece.text.swapcase() if len(piece.text) == 1 else piece.text.title())
            if piece.is_word and editor.chance.random() < rate
            else piece
            for piece in sentence
        ]

    return [[line(sentence) for sentence in paragraph] for paragraph in made]


def misread(editor: Editor, made: Article, rate: float) -> Article:
    """Words read wrongly by a machine."""

    def read(piece: Piece) -> Piece:
        if not piece.is_word or editor.chance.random() >= rate:
            return piece
        if len(piece.text) > 6 and editor.chance.random() < 0.2:
            place = editor.chance.randrange(2, len(piece.text) - 2)
            return replace(piece, text=piece.text[:place] + " " + piece.text[place:])
        for one, other in editor.chance.sample(_OCR, len(_OCR)):
            if one in piece.text:
                return replace(piece, text=piece.text.replace(one, other, 1))
        return piece

    return _each(made, read)


def another_article(editor: Editor, made: Article, rate: float) -> Article:
    """Another article on the subject, in which so many sentences of this one stand."""
    edited = [[list(each) for each in paragraph] for paragraph in _foreign(editor.other)]
    for number, index in editor._some(made, rate):
        paragraph = editor.chance.choice(edited)
        paragraph.insert(editor.chance.randint(0, len(paragraph)), made[number][index])
    return edited


FURTHER: dict[str, Callable[[Editor, Article, float], Article]] = {
    "sentences shuffled": sentences_shuffled,
    "paragraphs rewritten": rewritten,
    "half rewritten": half_rewritten,
    "ends changed": ends_changed,
    "numbers": numbers,
    "typesetting": typesetting,
    "headings put in": headings,
    "200 kB put before": far_down,
    "doubled": doubled,
    "capitals": case,
    "misread": misread,
    "another article": another_article,
}
