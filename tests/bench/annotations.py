"""Many annotations: how long a reader waits for what is done with them, beside what the disk alone takes.

    python tests/bench/annotations.py [--paragraphs N] [--annotations N] [--library N] [--folder DIR]

First a text of 100,000 paragraphs with 10,000 annotations, edited in several ways and anchored anew: until those on the
screen are known, and until all are, kept and written. Then a library of 100,000 annotations in 500 texts: saving one,
filtering, opening the review. The floor of saving is a row inserted into a bare table of SQLite, with the same
pragmas, on the same disk, in turns with what is measured.

Medians and 99th percentiles of wall time, in milliseconds, beside what is to be reached; processor time, too, which is
the figure to trust on a busy machine. Nothing here fails for being slow.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import texts

from tui.annotations.anchoring import describe
from tui.annotations.kinds import Colour, Kind
from tui.annotations.model import Anchor, Annotation, Placed
from tui.document.model import Document, Span
from tui.library import Library
from tui.library.review import FIRST, Grouping, grouped
from tui.library.sieve import Sieve
from tui.settings import places
from tui.ui.screens.reader import _load_dialogs

SCREEN = 3000
"""Code points about the reader's place that count as those on the screen."""
SAVES = 300
RUNS = 7
WORDS = (
    "energy solar claim doubt evidence model release licence weights open research paper safety scale critic reader"
).split()
QUERIES = ("claim", "claim doubt open", "tag:energy", "colour:green evid", "status:orphan", "kind:note safety scale")
DOCUMENTS = 500


class Times(NamedTuple):
    """Seconds, of several runs."""

    wall: list[float]
    processor: list[float]


def measured(act: Callable[[], object], runs: int) -> Times:
    """How long it takes, each time."""
    wall, processor = [], []
    for _ in range(runs):
        start, used = time.perf_counter(), time.process_time()
        act()
        wall.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
    return Times(wall, processor)


def at(share: float, values: list[float]) -> float:
    """The value below which that share of the values is."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def tell(name: str, times: Times, aim: float, floor: float = 0.0) -> None:
    """One line of the table; ``aim`` and ``floor`` in milliseconds."""
    middle, high = 1000 * at(0.5, times.wall), 1000 * at(0.99, times.wall)
    ratio = f"{high / floor:8.1f}" if floor else f"{'':8}"
    print(
        f"{name:44}{middle:10.1f}{high:10.1f}{1000 * at(0.5, times.processor):11.1f}{aim:9.0f}"
        f"{'ok' if high <= aim else 'slow':>6}{ratio}",
        flush=True,
    )


def heading(title: str) -> None:
    print(f"\n{title}\n{'':44}{'median':>10}{'99 %':>10}{'processor':>11}{'aim':>9}{'':>6}{'× floor':>8}")


# A text that changes


def edits(paragraphs: list[str], dice: random.Random) -> Iterator[tuple[str, list[str]]]:
    """Ways in which a text changes, and what it is then."""
    count = len(paragraphs)
    middle = count // 2
    yield "nothing", paragraphs
    yield "a paragraph put in before all", ["Something new is put in here.", *paragraphs]
    swapped = [*paragraphs]
    for _ in range(count // 100):
        words = swapped[number := dice.randrange(count)].split()
        words[dice.randrange(len(words))] = "other"
        swapped[number] = " ".join(words)
    yield "a word in 1 % of the paragraphs", swapped
    yield "the halves change places", [*paragraphs[middle:], *paragraphs[:middle]]
    yield "the last tenth is taken out", paragraphs[: count - count // 10]
    reworded = [*paragraphs]
    for number in dice.sample(range(count), count // 5):
        words = reworded[number].split()
        for _ in range(max(1, len(words) // 10)):
            words[dice.randrange(len(words))] = dice.choice(("other", "different", "changed"))
        reworded[number] = " ".join(words)
    yield "a tenth of the words of 20 % of the paragraphs", reworded


def annotated(library: Library, path: Path, number: int, dice: random.Random) -> Document:
    """The text, with so many annotations spread over it."""
    document = library.open(path)
    library.remember(document)
    made = []
    blocks = document.blocks
    for _ in range(number):
        block = blocks[dice.randrange(len(blocks))]
        start = dice.randrange(block.start, max(block.start + 1, block.end - 40))
        span = Span(start, min(block.end, start + dice.randrange(20, 200)))
        note = "A note of the reader." if dice.random() < 0.5 else ""
        kind = Kind.NOTE if note else Kind.HIGHLIGHT
        identifier = str(uuid.UUID(int=dice.getrandbits(128)))
        made.append(Annotation(identifier, document.id, kind, describe(document, span), note))
    library.store.put_all(made)
    return document


def anchoring(folder: Path, paragraphs: int, number: int) -> None:
    """Anchor many annotations of a long text anew after each edit."""
    dice = random.Random(3)
    source = texts.prose(folder, paragraphs)
    path = folder / "annotated.txt"
    path.write_bytes(source.read_bytes())
    home = folder / "anchoring"
    shutil.rmtree(home, ignore_errors=True)
    library = Library(places(home))
    annotated(library, path, number, dice)
    library.close()
    kept = places(home).database
    original = kept.read_bytes()
    heading(f"{number:,} annotations on {paragraphs:,} paragraphs, edited")
    pieces = source.read_text(encoding="utf-8").rstrip("\n").split("\n\n")
    _load_dialogs()
    for name, edited in edits(pieces, dice):
        path.write_text("\n\n".join(edited) + "\n", encoding="utf-8")
        for place in (0.02, 0.6):
            library = Library(places(home))
            document = library.open(path)
            size = len(document.text)
            shown = Span(int(place * size), min(size, int(place * size) + SCREEN))
            start, used = time.perf_counter(), time.process_time()
            on_screen, _ = library.attaching.soon(document, (shown.start + shown.end) // 2)
            soon = Times([time.perf_counter() - start], [time.process_time() - used])
            everything = library.annotations(document)
            late = Times([time.perf_counter() - start], [time.process_time() - used])
            _check(on_screen, everything, shown)
            where = f"{name}, at {place:.0%}"
            tell(f"{where}: the screen", soon, 100)
            tell(f"{'':{len(where)}}  all, kept", late, 5000)
            orphans = sum(each.span is None for each in everything)
            unsure = sum(each.is_unsure for each in everything)
            print(f"    {len(on_screen)} on the screen; {orphans} orphans, {unsure} unsure of {len(everything)}")
            library.close()
            kept.write_bytes(original)


def _check(first: list[Placed], everything: list[Placed], shown: Span) -> None:
    """What was told first must be what stands on the screen in the end."""
    now = {each.annotation.id for each in first if each.span is not None and each.span.touches(shown)}
    end = {each.annotation.id for each in everything if each.span is not None and each.span.touches(shown)}
    if now != end:
        print(f"    {len(end - now)} of {len(end)} on the screen came late, {len(now - end)} were wrong")


# A library


def filled(folder: Path, number: int) -> Path:
    """The home of a library of so many annotations."""
    home = folder / f"library-{number}"
    if home.exists():
        return home
    draft = folder / "library.part"
    shutil.rmtree(draft, ignore_errors=True)
    dice = random.Random(1)
    library = Library(places(draft))
    for document in range(DOCUMENTS):
        library.store.remember(f"d{document:04}", f"/tmp/x/{document}.md", f"Document number {document}", "en", "f")
    made = []
    for index in range(number):
        quote = " ".join(dice.choices(WORDS, k=dice.randint(3, 20)))
        note = " ".join(dice.choices(WORDS, k=12)) if index % 2 else ""
        moment = f"2026-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}T10:00:00.000000Z"
        made.append(
            Annotation(
                id=str(uuid.UUID(int=dice.getrandbits(128))),
                document=f"d{index % DOCUMENTS:04}",
                kind=Kind.NOTE if note else Kind.HIGHLIGHT,
                anchor=Anchor(quote, "before it " * 3, "after it " * 3, index, index + len(quote), index % 60),
                note=note,
                tags=tuple(dice.sample(WORDS, 2)) if index % 3 == 0 else (),
                colour=dice.choice(list(Colour)),
                created=moment,
                modified=moment,
            )
        )
    library.store.put_all(made)
    for document in range(0, DOCUMENTS, 50):
        doubts = {each.id: 0.0 for each in library.store.of(f"d{document:04}")[:5]}
        library.store.doubts.tell(f"d{document:04}", doubts)
    library.close()
    draft.rename(home)
    return home


class Floor:
    """A row in a bare table of SQLite, as durable as the store's."""

    def __init__(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode = TRUNCATE", "synchronous = FULL", "fullfsync = ON"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute("CREATE TABLE notes (id TEXT PRIMARY KEY, note TEXT)")

    def save(self) -> None:
        self._connection.execute("INSERT INTO notes VALUES (?, ?)", (str(uuid.uuid4()), "A note. " * 20))


def saving(folder: Path, home: Path) -> None:
    """Save annotations one after the other, in turns with the floor."""
    library = Library(places(home))
    known = library.store.get(library.store.living(limit=1)[0].id)
    assert known is not None
    floor = Floor(folder / "floor.db")
    bare, put, changed, deleted = (Times([], []) for _ in range(4))

    def one(into: Times, act: Callable[[], object]) -> None:
        times = measured(act, 1)
        into.wall.extend(times.wall)
        into.processor.extend(times.processor)

    for _ in range(SAVES):
        new = replace(known, id=str(uuid.uuid4()), created="", modified="", note="A new note.")
        one(bare, floor.save)
        one(put, lambda new=new: library.store.put(new))
        one(changed, lambda new=new: library.store.put(replace(new, note="It is changed.", modified="")))
        one(deleted, lambda new=new: library.store.delete(new.id))
    lowest = 1000 * at(0.99, bare.wall)
    heading("Saving")
    tell("a row in a bare table (the floor)", bare, 20)
    tell("a new annotation", put, 20, lowest)
    tell("a change", changed, 20, lowest)
    tell("a deletion", deleted, 20, lowest)
    library.close()


def reviewing(home: Path) -> None:
    """Open the review, and filter in it."""

    def first() -> None:
        library = Library(places(home))
        found = library.review.first()
        assert len(found) == FIRST
        grouped(found, Grouping.DOCUMENT)
        library.close()

    heading("The review")
    tell("the first that are shown, the file just opened", measured(first, RUNS), 200)
    library = Library(places(home))
    tell("all, in the background", measured(library.review.everything, 3), 5000)
    known = library.review.everything()
    sieve = Sieve(known)
    tell("words gathered, in the background", measured(sieve.prepare, 1), 5000)
    for query in QUERIES:
        tell(f"filter: {query}", measured(lambda query=query: sieve.sift(query), RUNS), 50)
    tell("filter: zukerberg (nobody; looked for loosely)", measured(lambda: sieve.sift("zukerberg"), RUNS), 50)
    for grouping in Grouping:
        tell(f"group by {grouping}", measured(lambda grouping=grouping: grouped(known, grouping), RUNS), 50)
    library.close()


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--paragraphs", type=int, default=100_000)
    parser.add_argument("--annotations", type=int, default=10_000)
    parser.add_argument("--library", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "llama-tui-annotations")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    if options.annotations:
        anchoring(options.folder, options.paragraphs, options.annotations)
    if options.library:
        home = filled(options.folder, options.library)
        saving(options.folder, home)
        reviewing(home)


if __name__ == "__main__":
    main()
