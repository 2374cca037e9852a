"""Texts to measure with, made from a seed and kept in a folder: the same ones on every machine."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

SEEDS = Path(__file__).parents[2] / "seeds"
FIRST = "Au commencement was the word, « œuvre » of “nobody” — and it was painted."
"""The first paragraph of every text."""
FIRST_WORD = b"commencement"
SENTENCES = 4000
PIECE = 10_000
"""Paragraphs that are written at once."""


def article(folder: Path) -> Path:
    """The bundled article without its front matter, which not every viewer knows."""
    made = folder / "article.md"
    text = (SEEDS / "llama-open-source.en.md").read_text(encoding="utf-8")
    made.write_text(text.partition("\n---\n")[2].lstrip(), encoding="utf-8")
    return made


def prose(folder: Path, paragraphs: int) -> Path:
    """A plain text of so many paragraphs of about 350 bytes, French and English, not in Latin-1."""
    made = folder / f"prose-{paragraphs}.txt"
    if not made.exists():
        dice = random.Random(1)
        sentences = _sentences(dice)
        lengths = (2, 3, 3, 4)
        unfinished = made.with_suffix(".part")
        with unfinished.open("w", encoding="utf-8") as file:
            file.write(FIRST)
            for done in range(1, paragraphs, PIECE):
                count = min(PIECE, paragraphs - done)
                drawn = (dice.choices(sentences, k=dice.choice(lengths)) for _ in range(count))
                file.write("".join("\n\n" + " ".join(each) for each in drawn))
            file.write("\n")
        unfinished.rename(made)
    return made


def markdown(folder: Path, blocks: int) -> Path:
    """A Markdown document of so many blocks: headings, paragraphs, lists, quotes, tables and code."""
    made = folder / f"markdown-{blocks}.md"
    if not made.exists():
        dice = random.Random(2)
        sentences = _sentences(dice)
        pieces = [FIRST]
        while len(pieces) < blocks:
            pieces += _section(dice, sentences)
        made.write_text("\n\n".join(pieces[:blocks]) + "\n", encoding="utf-8")
    return made


def _words(language: str) -> list[str]:
    text = (SEEDS / f"llama-open-source.{language}.md").read_text(encoding="utf-8").partition("\n---\n")[2]
    return re.findall(r"[\w’-]+[,;]?", text.replace(" ;", ""))


def _sentences(dice: random.Random) -> list[str]:
    made = []
    vocabularies = [_words("en"), _words("fr")]
    for number in range(SENTENCES):
        words = dice.choices(vocabularies[number % 2], k=dice.randint(10, 31))
        if number % 5 == 0:
            at = dice.randrange(len(words))
            words[at] = f"“{words[at]}”" if number % 2 == 0 else f"« {words[at]} »"
        sentence = " ".join(words).rstrip(",;")
        made.append(
            sentence[:1].upper() + sentence[1:] + dice.choice((".", ".", ".", "…", " !" if number % 2 else "?"))
        )
    return made


def _section(dice: random.Random, sentences: list[str]) -> Iterator[str]:
    def words(count: int) -> str:
        return " ".join(dice.choice(sentences).split()[:count]).rstrip(",;.")

    def paragraph() -> str:
        marked = [f"*{words(2)}*", f"**{words(3)}**", f"[{words(2)}](https://example.org/a)", f"`{words(1)}`"]
        return " ".join([dice.choice(sentences), dice.choice(marked), *dice.choices(sentences, k=2)])

    yield f"{'#' * dice.randint(1, 3)} {words(4)}"
    for _ in range(dice.randint(2, 6)):
        yield paragraph()
    yield "\n".join(f"- {paragraph()}" if dice.random() < 0.7 else f"  - {words(6)}" for _ in range(5))
    yield paragraph()
    yield f"> {dice.choice(sentences)}"
    yield "\n".join(["| one | two | three |", "| --- | --- | ---: |"] + [f"| {words(1)} | {words(3)} | 12 |"] * 4)
    yield paragraph()
    yield "```python\ndef lire(texte: str) -> int:\n    return len(texte.split())\n```"
