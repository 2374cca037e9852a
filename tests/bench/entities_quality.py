"""How well names are recognised and linked: precision, recall and F1 on annotated articles.

Run it from the project's root: `python tests/bench/entities_quality.py [--misses] [FOLDER...]`. The articles and how
they are annotated are described in `tests/entities/gold/README.md`. A span counts as found when it is right to the
character; typed, when its type is right as well.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tui.document.model import BLOCK_SEPARATOR, Block, BlockKind, Blocks, Document
from tui.entities.recognisers.rules import recognise

GOLD = Path(__file__).parent.parent / "entities" / "gold"
_MARKED = re.compile(r"\[\[([^|\]]+)\|(\w+)\]\]")

Named = tuple[int, int, str]
"""Start, end and type."""


@dataclass(frozen=True)
class Score:
    """Precision, recall and F1, from 0 to 1."""

    precision: float
    recall: float
    f1: float

    @classmethod
    def of(cls, right: int, predicted: int, wanted: int) -> Score:
        """The score of so many right among the predicted and the wanted."""
        precision = right / predicted if predicted else 0.0
        recall = right / wanted if wanted else 0.0
        both = precision + recall
        return cls(precision, recall, 2 * precision * recall / both if both else 0.0)

    def __str__(self) -> str:
        return f"{self.precision:6.3f} {self.recall:6.3f} {self.f1:6.3f}"


def article(path: Path) -> tuple[Document, list[Named]]:
    """An annotated article: the document without its annotation, and what was annotated."""
    text, blocks, named = "", [], []
    for number, piece in enumerate(path.read_text(encoding="utf-8").strip().split("\n\n"), 1):
        kind = BlockKind.HEADING if piece.startswith("# ") else BlockKind.PARAGRAPH
        start = len(text)
        rest = piece.removeprefix("# ")
        while match := _MARKED.search(rest):
            text += rest[: match.start()]
            named.append((len(text), len(text) + len(match[1]), match[2]))
            text += match[1]
            rest = rest[match.end() :]
        text += rest
        blocks.append(Block(number, kind, start, len(text), level=int(kind is BlockKind.HEADING)))
        text += BLOCK_SEPARATOR
    text = text.removesuffix(BLOCK_SEPARATOR)
    return Document(path.stem, path.stem, path.stem[:2], str(path), text, Blocks(blocks)), named


def articles(folder: Path) -> Iterator[tuple[Document, list[Named], list[Named]]]:
    """Each article of a folder, what was annotated in it, and what is recognised."""
    for path in sorted(folder.glob("*.txt")):
        document, wanted = article(path)
        yield document, wanted, [(each.start, each.end, each.type.value) for each in recognise(document)]


def score(folder: Path, *, typed: bool, language: str = "") -> Score:
    """The score over all articles of a folder, of one language where one is given."""
    right = predicted = expected = 0
    for document, wanted, found in articles(folder):
        if language and document.language != language:
            continue
        width = 3 if typed else 2
        one, two = {each[:width] for each in wanted}, {each[:width] for each in found}
        right, predicted, expected = right + len(one & two), predicted + len(two), expected + len(one)
    return Score.of(right, predicted, expected)


def misses(folder: Path) -> None:
    """Print what was missed, what was found and should not have been, and what got a wrong type."""
    confused: Counter[tuple[str, str]] = Counter()
    for document, wanted, found in articles(folder):
        kinds = {each[:2]: each[2] for each in wanted}
        for start, end, kind in sorted(set(wanted) ^ set(found)):
            side = "wanted" if (start, end, kind) in wanted else " found"
            around = document.text[max(0, start - 30) : end + 20].replace("\n", " ")
            print(f"{document.id:14} {side} {kind:13} {document.text[start:end]!r:32} … {around}")
        confused.update((kinds[each[:2]], each[2]) for each in found if each[:2] in kinds)
    for (one, two), count in confused.most_common():
        if one != two:
            print(f"{count:4} {one} taken for {two}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path, default=[GOLD / "development", GOLD / "test"])
    parser.add_argument("--misses", action="store_true", help="also print every mistake")
    options = parser.parse_args()
    print(f"{'':28}{'span P':>7}{'R':>7}{'F1':>7}{'typed P':>9}{'R':>7}{'F1':>7}")
    for folder in options.folders:
        for language in ("fr", "en", ""):
            label = f"{folder.name} {language or 'both'}"
            print(f"{label:28} {score(folder, typed=False, language=language)}", end="   ")
            print(score(folder, typed=True, language=language))
        if options.misses:
            misses(folder)


if __name__ == "__main__":
    sys.exit(main())
