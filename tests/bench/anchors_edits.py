"""Articles, seeded edits of them that carry every word along, and so the truth of where a passage went.

An article is paragraphs of sentences of pieces: words, and what stands between them. Each piece knows
the offset in the old text that it comes from. Edits change pieces and their order; the edited text is
then written out, and a passage is where its pieces are now.
"""

from __future__ import annotations

import json
import random
import re
import tarfile
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cached_property
from itertools import accumulate
from pathlib import Path

from tui.document.model import BLOCK_SEPARATOR, Block, BlockKind, Blocks, Document, Span

SEEDS = Path(__file__).parents[2] / "seeds"
NEW = -1
"""The source of a piece that was not in the old text."""

_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"(?<=[.!?…][\"”’»)])\s+(?=\S)|(?<=[.!?…])\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, or what stands between two words of a sentence."""

    text: str
    source: int
    """Offset in the old text, or :data:`NEW`."""
    length: int
    """Code points in the old text."""
    kept: bool = True
    """Whether it is the same word still."""

    @property
    def is_word(self) -> bool:
        return _WORD.match(self.text) is not None


Sentence = list[Piece]
Article = list[list[Sentence]]


@dataclass(frozen=True)
class Edited:
    """A text before and after."""

    before: Document
    after: Document
    placed: list[tuple[int, Piece]]
    """The pieces after, with their offsets there, in order."""

    @cached_property
    def words(self) -> list[tuple[int, Piece]]:
        """Those of them that are words."""
        return [(place, piece) for place, piece in self.placed if piece.is_word]


@dataclass(frozen=True)
class Part:
    """A stretch of the text after in which much of a passage stands."""

    words: frozenset[int]
    """Offsets of the words that were kept."""
    inner: frozenset[int]
    """Offsets of all words from the first to the last, those rewritten at either end too."""
    span: Span
    letters: int
    """Of the words that were kept."""


@dataclass(frozen=True)
class Truth:
    """Where a passage is after an edit: in one part, or in one of several that it was torn into."""

    parts: list[Part]
    share: float
    """How much of the passage stands in the largest part, from 0 to 1, in letters."""


def document(text: str, blocks: list[Span]) -> Document:
    listed = [Block(number, BlockKind.PARAGRAPH, *span) for number, span in enumerate(blocks, 1)]
    return Document("bench", "", "", "-", text, Blocks(listed))


def article(paragraphs: list[str]) -> tuple[Document, Article]:
    """A text, and its pieces."""
    made: Article = []
    blocks = []
    start = 0
    for paragraph in paragraphs:
        sentences: list[Sentence] = []
        low = 0
        for gap in [*_SENTENCE_END.finditer(paragraph), None]:
            high = gap.start() if gap else len(paragraph)
            sentences.append(list(_pieces(paragraph[low:high], start + low)))
            low = gap.end() if gap else high
        made.append(sentences)
        blocks.append(Span(start, start + len(paragraph)))
        start += len(paragraph) + len(BLOCK_SEPARATOR)
    return document(BLOCK_SEPARATOR.join(paragraphs), blocks), made


def _pieces(sentence: str, start: int) -> Iterator[Piece]:
    low = 0
    for word in _WORD.finditer(sentence):
        if word.start() > low:
            yield Piece(sentence[low : word.start()], start + low, word.start() - low)
        yield Piece(word.group(), start + word.start(), word.end() - word.start())
        low = word.end()
    if low < len(sentence):
        yield Piece(sentence[low:], start + low, len(sentence) - low)


def write(before: Document, edited: Article) -> Edited:
    """The edited article as a text."""
    parts: list[str] = []
    blocks: list[Span] = []
    placed: list[tuple[int, Piece]] = []
    size = 0
    for paragraph in edited:
        if not any(paragraph):
            continue
        if blocks:
            parts.append(BLOCK_SEPARATOR)
            size += len(BLOCK_SEPARATOR)
        start = size
        for index, sentence in enumerate(each for each in paragraph if each):
            if index:
                parts.append(" ")
                size += 1
            for piece in sentence:
                placed.append((size, piece))
                parts.append(piece.text)
                size += len(piece.text)
        blocks.append(Span(start, size))
    return Edited(before, document("".join(parts), blocks), placed)


def truth(edited: Edited, span: Span) -> Truth:
    """Where the words of ``span`` are.

    What was put into a passage belongs to it, unless it is longer than what was there and comes from elsewhere
    in the text.
    """
    letters = sum(word.end() - word.start() for word in _WORD.finditer(edited.before.text, *span))
    runs: list[list[tuple[int, Piece, bool]]] = []
    between: list[tuple[int, Piece, bool]] = []
    own = False
    for place, piece in edited.placed:
        if not piece.is_word:
            continue
        if span.start <= piece.source < span.end:
            if runs and (own or all(piece.source == NEW for _, piece, _ in between)):
                runs[-1] += between
            else:
                runs.append([])
            between = []
            runs[-1].append((place, piece, piece.kept))
            own = True
        else:
            own = own and piece.source == NEW
            between.append((place, piece, False))
    parts = []
    for first in range(len(runs)):
        joined: list[tuple[int, Piece, bool]] = []
        for run in runs[first:]:
            if joined:
                joined = [*joined, *_strangers(edited, joined[-1][0], run[0][0])]
            joined = [*joined, *run]
            kept = sum(piece.length for _, piece, still in joined if still)
            strange = sum(len(piece.text) for _, piece, still in joined if not still)
            if kept and (len(joined) == len(run) or strange <= kept):
                last, piece, _ = joined[-1]
                parts.append(
                    Part(
                        frozenset(place for place, _, still in joined if still),
                        frozenset(place for place, _, _ in joined),
                        Span(joined[0][0], last + len(piece.text)),
                        kept,
                    )
                )
    most = max((part.letters for part in parts), default=0)
    parts = [part for part in parts if part.letters >= 0.6 * most]
    return Truth(sorted(parts, key=lambda part: -part.letters), most / max(1, letters))


def _strangers(edited: Edited, low: int, high: int) -> Iterator[tuple[int, Piece, bool]]:
    first = bisect_left(edited.placed, low + 1, key=lambda placed: placed[0])
    last = bisect_left(edited.placed, high, key=lambda placed: placed[0])
    for place, piece in edited.placed[first:last]:
        if piece.is_word:
            yield place, piece, False


class Editor:
    """Edits, all chances from one seed. ``rate`` is the share of the text's words that an edit concerns."""

    def __init__(self, chance: random.Random, made: Article) -> None:
        self.chance = chance
        words = [piece.text for paragraph in made for sentence in paragraph for piece in sentence if piece.is_word]
        self.vocabulary = words
        self.total = len(words)
        self.marked: list[Span] = []
        """The passages that are looked for afterwards."""
        self.other: list[str] = []
        """Paragraphs of another text of this kind."""

    def words(self, made: Article, rate: float) -> Article:
        """Words changed, put in and left out."""
        return [[self._reworded(sentence, rate) for sentence in paragraph] for paragraph in made]

    def _reworded(self, sentence: Sentence, rate: float) -> Sentence:
        edited: Sentence = []
        for piece in sentence:
            if not piece.is_word or piece.source == NEW or self.chance.random() >= rate:
                edited.append(piece)
                continue
            act = self.chance.random()
            if act < 0.2:
                edited.append(replace(piece, text=self._misspelt(piece.text)))
            elif act < 0.5:
                edited.append(replace(piece, text=self.chance.choice(self.vocabulary), kept=False))
            elif act < 0.75:
                if edited and edited[-1].text == " ":
                    edited.pop()
            else:
                new = self.chance.choice(self.vocabulary)
                edited += [piece, Piece(" ", NEW, 0), Piece(new, NEW, 0)]
        return edited

    def _misspelt(self, word: str) -> str:
        if len(word) < 5:
            return word
        place = self.chance.randrange(1, len(word) - 1)
        letter = self.chance.choice("etaoinsr")
        return word[:place] + letter + word[place + self.chance.choice((0, 1)) :]

    def _some(self, made: Article, rate: float) -> Iterator[tuple[int, int]]:
        """Sentences, by paragraph and number, of so many words together; from the last to the first."""
        places = [(number, index) for number, each in enumerate(made) for index in range(len(each))]
        self.chance.shuffle(places)
        chosen, words = [], 0.0
        for number, index in places:
            size = sum(piece.is_word for piece in made[number][index])
            if words + size / 2 > rate * self.total:
                break
            words += size
            chosen.append((number, index))
        yield from sorted(chosen, reverse=True)

    def sentences_moved(self, made: Article, rate: float) -> Article:
        edited = [list(paragraph) for paragraph in made]
        taken = [edited[number].pop(index) for number, index in self._some(made, rate)]
        self.chance.shuffle(taken)
        for sentence in taken:
            paragraph = self.chance.choice(edited)
            paragraph.insert(self.chance.randint(0, len(paragraph)), sentence)
        return edited

    def sentences_deleted(self, made: Article, rate: float) -> Article:
        edited = [list(paragraph) for paragraph in made]
        for number, index in self._some(made, rate):
            edited[number].pop(index)
        return edited

    def sentences_inserted(self, made: Article, rate: float) -> Article:
        """New sentences, of words of this text."""
        edited = [list(paragraph) for paragraph in made]
        for number, index in self._some(made, rate):
            size = sum(piece.is_word for piece in made[number][index])
            words = self.chance.choices(self.vocabulary, k=max(2, size))
            pieces = [Piece(part, NEW, 0) for word in words for part in (word, " ")]
            edited[number].insert(index, [*pieces[:-1], Piece(".", NEW, 0)])
        return edited

    def split(self, made: Article, rate: float) -> Article:
        edited: Article = []
        for paragraph in made:
            if len(paragraph) > 1 and self.chance.random() < rate * 2:
                place = self.chance.randint(1, len(paragraph) - 1)
                edited += [paragraph[:place], paragraph[place:]]
            else:
                edited.append(paragraph)
        return edited

    def merged(self, made: Article, rate: float) -> Article:
        edited: Article = []
        for paragraph in made:
            if edited and self.chance.random() < rate * 2:
                edited[-1] = edited[-1] + paragraph
            else:
                edited.append(paragraph)
        return edited

    def _paragraphs(self, made: Article, rate: float) -> list[int]:
        order = list(range(len(made)))
        self.chance.shuffle(order)
        return sorted(order[: max(1, round(rate * len(made)))], reverse=True)

    def paragraphs_deleted(self, made: Article, rate: float) -> Article:
        gone = set(self._paragraphs(made, rate))
        return [paragraph for number, paragraph in enumerate(made) if number not in gone]

    def paragraphs_moved(self, made: Article, rate: float) -> Article:
        edited = list(made)
        taken = [edited.pop(number) for number in self._paragraphs(made, rate)]
        for paragraph in taken:
            edited.insert(self.chance.randint(0, len(edited)), paragraph)
        return edited

    def typography(self, made: Article, rate: float) -> Article:
        """Quotes, dashes, ligatures, soft hyphens, blanks; as a change of typesetter, all of a sort at once."""
        acts: list[Callable[[str], str]] = [
            lambda text: _turned(text, "'’", '"“”«»', "'", '"'),
            lambda text: _turned(text, "'’", '"“”«»', "’", "”"),
            lambda text: text.replace("—", " – ").replace("--", "—").replace("...", "…"),
            lambda text: text.replace("ffi", "ﬃ").replace("fi", "ﬁ").replace("fl", "ﬂ").replace("ff", "ﬀ"),
            lambda text: re.sub(r"(\w{3})(?=\w{3})", "\\1\u00ad", text),
            lambda text: text.replace(" ", "\u00a0") if self.chance.random() < rate else text,
            lambda text: text.replace("-", "\u2011"),
        ]
        chosen = [act for act in acts if self.chance.random() < 0.5] or [acts[0]]

        def set_anew(piece: Piece) -> Piece:
            text = piece.text
            for act in chosen:
                text = act(text)
            return replace(piece, text=text)

        return [[[set_anew(piece) for piece in sentence] for sentence in paragraph] for paragraph in made]

    def white_space(self, made: Article, rate: float) -> Article:
        """Wrapped at some width, indented, blanks doubled."""
        width = self.chance.choice((40, 66, 80))
        margin = self.chance.choice(("", "", "    ", "> "))
        edited: Article = []
        for paragraph in made:
            column = 0
            wrapped: list[Sentence] = []
            for sentence in paragraph:
                line: Sentence = []
                for piece in sentence:
                    text = piece.text
                    if " " in text and column > width:
                        text = text.replace(" ", "\n" + margin, 1)
                        column = 0
                    elif " " in text and self.chance.random() < rate / 4:
                        text = text.replace(" ", "  ")
                    column += len(text)
                    line.append(replace(piece, text=text))
                wrapped.append(line)
            edited.append(wrapped)
        return edited

    def marked_up(self, made: Article, rate: float) -> Article:
        """Markdown's marks put around words and before paragraphs, as in its source."""
        marks = [("*", "*"), ("**", "**"), ("`", "`"), ("[", "](https://example.org/page)"), ("", "[^1]")]
        edited: Article = []
        for paragraph in made:
            lines: list[Sentence] = []
            for sentence in paragraph:
                line: Sentence = []
                for piece in sentence:
                    if piece.is_word and self.chance.random() < rate / 3:
                        before, after = self.chance.choice(marks)
                        line += [Piece(before, NEW, 0), piece, *_pieces_of_new(after)]
                    else:
                        line.append(piece)
                lines.append([piece for piece in line if piece.text])
            if self.chance.random() < rate and lines and lines[0]:
                lines[0] = [Piece(self.chance.choice(("## ", "- ", "> ", "1. ")), NEW, 0), *lines[0]]
            edited.append(lines)
        return edited

    def everything(self, made: Article, rate: float) -> Article:
        """A bit of all."""
        acts = [self.words, self.sentences_moved, self.sentences_deleted, self.sentences_inserted]
        acts += [self.split, self.merged, self.paragraphs_deleted, self.paragraphs_moved, self.typography]
        acts += [self.white_space]
        for act in acts:
            made = act(made, rate * (0.5 if act == self.words else 0.1))
        return made


def _pieces_of_new(text: str) -> list[Piece]:
    return [Piece(piece.text, NEW, 0) for piece in _pieces(text, 0)]


def _turned(text: str, single: str, double: str, one: str, two: str) -> str:
    return "".join(one if char in single else two if char in double else char for char in text)


EDITS = {
    "words": Editor.words,
    "sentences moved": Editor.sentences_moved,
    "sentences deleted": Editor.sentences_deleted,
    "sentences put in": Editor.sentences_inserted,
    "paragraphs split": Editor.split,
    "paragraphs merged": Editor.merged,
    "paragraphs deleted": Editor.paragraphs_deleted,
    "paragraphs moved": Editor.paragraphs_moved,
    "typography": Editor.typography,
    "white space": Editor.white_space,
    "Markdown's source": Editor.marked_up,
    "a bit of all": Editor.everything,
}


def compared(before: Document, after: Document) -> Edited:
    """Two texts of one article, of which each word of the old one that difflib finds in the new is known."""
    old = list(_WORD.finditer(before.text))
    new = list(_WORD.finditer(after.text))
    sources = [NEW] * len(new)
    matcher = SequenceMatcher(None, [w.group() for w in old], [w.group() for w in new], autojunk=False)
    for one, other, size in matcher.get_matching_blocks():
        for step in range(size):
            sources[other + step] = old[one + step].start()
    placed = [
        (word.start(), Piece(word.group(), source, len(word.group()) if source != NEW else 0))
        for word, source in zip(new, sources, strict=True)
    ]
    return Edited(before, after, placed)


def repeated(text: str) -> list[list[Span]]:
    """Groups of equal phrases, of two to five words, that occur at least twice."""
    words = list(_WORD.finditer(text))
    groups = []
    for size in (2, 3, 4, 5):
        found: dict[str, list[Span]] = {}
        for first, last in zip(words, words[size - 1 :], strict=False):
            span = Span(first.start(), last.end())
            found.setdefault(text[span.start : span.end], []).append(span)
        groups += [spans for spans in found.values() if len(spans) > 1]
    return groups


def passages(
    before: Document, made: Article, chance: random.Random, number: int, first: int = 0
) -> Iterator[tuple[str, Span]]:
    """Passages that a reader may mark, of all sorts in turn, from that number on."""
    text = before.text
    words = [Span(*word.span()) for word in _WORD.finditer(text)]
    telling = [span for span in words if span.end - span.start > 3]
    counted = Counter(text[span.start : span.end] for span in telling)
    several = [span for span in telling if counted[text[span.start : span.end]] > 1]
    groups = repeated(text)
    blocks = [block.span for block in before.blocks]
    sentences = [
        Span(sentence[0].source, sentence[-1].source + sentence[-1].length)
        for paragraph in made
        for sentence in paragraph
        if sentence
    ]

    def run(low: int, high: int) -> Span:
        size = chance.randint(low, min(high, len(words)))
        first = chance.randrange(len(words) - size + 1)
        return Span(words[first].start, words[first + size - 1].end)

    def together(spans: list[Span], most: int) -> Span:
        first = chance.randrange(len(spans))
        last = min(len(spans) - 1, first + chance.randint(1, most))
        return Span(spans[first].start, spans[last].end)

    def at_an_edge() -> Span:
        block = chance.choice([Span(0, len(text)), *blocks])
        inside = [word for word in words if block.start <= word.start and word.end <= block.end]
        size = min(len(inside), chance.randint(1, 8))
        if not size:
            return run(1, 8)
        chosen = inside[:size] if chance.random() < 0.5 else inside[-size:]
        return Span(chosen[0].start, chosen[-1].end)

    sorts: list[tuple[str, Callable[[], Span]]] = [
        ("a word", lambda: chance.choice(telling)),
        ("a word used often", lambda: chance.choice(several or telling)),
        ("2 to 4 words", lambda: run(2, 4)),
        ("a repeated phrase", lambda: chance.choice(chance.choice(groups)) if groups else run(2, 5)),
        ("5 to 12 words", lambda: run(5, 12)),
        ("a sentence", lambda: chance.choice(sentences)),
        ("sentences", lambda: together(sentences, 3)),
        ("a paragraph", lambda: chance.choice(blocks)),
        ("paragraphs", lambda: together(blocks, 2)),
        ("at an edge", at_an_edge),
    ]
    for index in range(first, first + number):
        name, choose = sorts[index % len(sorts)]
        yield name, choose()


def verdict(edited: Edited, known: Truth, span: Span | None) -> str:
    """``right``, ``part``, ``wrong``, ``orphan`` (though still there) or ``gone`` (rightly an orphan).

    A passage is still there if half of its letters are, together. It is attached to the right words if
    those kept in a part are three quarters of what they and the span's strange words make together, in
    letters, and neither end lies inside a word. What is there by less than half may be an orphan, or
    attached there. A ``part`` misses more, but most of its letters are of the passage.
    """
    if span is None:
        return "orphan" if known.share >= 0.5 else "gone"
    text = edited.after.text
    if any(0 < end < len(text) and _WORD_OR_SOFT.fullmatch(text[end - 1 : end + 1]) for end in span):
        return "wrong"
    covered = dict(_between(edited, span))
    partly = False
    for part in known.parts:
        kept = sum(size for place, size in covered.items() if place in part.words)
        strange = sum(size for place, size in covered.items() if place not in part.inner)
        whole = sum(len(piece.text) for place, piece in edited.words if place in part.words)
        if kept >= 0.75 * (whole + strange):
            return "right"
        partly = partly or kept > strange
    return "part" if partly else "wrong"


def _between(edited: Edited, span: Span) -> Iterator[tuple[int, int]]:
    """Offsets and letters of the words in a span, whole or in part."""
    words = edited.words
    index = max(0, bisect_left(words, span.start, key=lambda placed: placed[0]) - 1)
    for place, piece in words[index:]:
        if place >= span.end:
            break
        if place + len(piece.text) > span.start:
            yield place, len(piece.text)


_WORD_OR_SOFT = re.compile(r"[\w\u00ad]+")


def word_spans(text: str, span: Span) -> list[tuple[int, int]]:
    """The words in a span."""
    return [word.span() for word in _WORD_OR_SOFT.finditer(text, span.start, span.end)]


ONSETS = "b c d f g l m n p r s t v br cr dr fl gr pl pr tr st ch th".split()
CORES = "a e i o u ea ai ou oo é è".split()
CODAS = ["", "", "", "n", "r", "l", "s", "t", "m", "nd", "rt", "ing", "ed"]
COMMON = "the of and to a in is that for it was on with as be by at from are this have or not but an which".split()


class Prose:
    """Prose made of syllables; its words follow Zipf-Mandelbrot's law, and some sentences come again."""

    def __init__(self, chance: random.Random, words: int = 20_000) -> None:
        self.chance = chance
        made = dict.fromkeys(COMMON)
        while len(made) < words:
            size = chance.choice((1, 2, 2, 3))
            made["".join(chance.choice(ONSETS) + chance.choice(CORES) + chance.choice(CODAS) for _ in range(size))] = (
                None
            )
        self.vocabulary = list(made)
        self.weights = list(accumulate(1 / (rank + 2.7) ** 1.07 for rank in range(words)))
        self.said: list[list[str]] = []

    def sentence(self) -> str:
        if self.said and self.chance.random() < 0.06:
            words = list(self.chance.choice(self.said))
            words[self.chance.randrange(len(words))] = self.chance.choice(self.vocabulary)
        else:
            words = self.chance.choices(self.vocabulary, cum_weights=self.weights, k=self.chance.randint(6, 30))
            if len(self.said) < 200:
                self.said.append(words)
        commas = [word + "," if self.chance.random() < 0.07 else word for word in words[:-1]]
        return " ".join([*commas, words[-1]]).capitalize() + self.chance.choice("....?!")

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(self.chance.randint(2, 7)))


def seed_paragraphs(language: str) -> list[str]:
    """A bundled article, as plain text."""
    from tui.document.readers import Source
    from tui.document.reading import read

    found = read((SEEDS / f"llama-open-source.{language}.md").read_bytes(), Source("seed", "seed", ".md", "seed"))
    return [found.block_text(block) for block in found.blocks]


def chapters(package: Path) -> list[str]:
    """The texts of a package of prose: an npm tarball with JSON documents that have a ``text``."""
    texts = []
    with tarfile.open(package) as bundle:
        for member in sorted(bundle.getmembers(), key=lambda member: member.name):
            if "/data/" in member.name and member.name.endswith(".json"):
                content = bundle.extractfile(member)
                loaded = json.load(content) if content else None
                if isinstance(loaded, dict) and len(loaded.get("text", "")) > 4000:
                    texts.append(loaded["text"])
    return texts


def paragraphs_of(text: str, chance: random.Random) -> list[str]:
    """A text without paragraphs, put into some of two to seven sentences."""
    sentences = _SENTENCE_END.split(" ".join(text.split()))
    paragraphs = []
    while sentences:
        size = chance.randint(2, 7)
        paragraphs.append(" ".join(sentences[:size]))
        sentences = sentences[size:]
    return paragraphs
