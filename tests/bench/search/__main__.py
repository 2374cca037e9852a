"""How good and how quick the search is beside its rivals; prints tables.

    pip install wordfreq Faker iterfzf
    python tests/bench/search [--paragraphs 1000 10000 100000] [--queries 60] [--seeds 7 8] [--rivals fzf ...]

Rank figures are of whole queries, by class (see queries.py); a keystroke's time is of every beginning of a query
that is typed letter by letter. Times of fzf are its own, from the query to its list, text already loaded (see
rivals.py). Seed 2027 is held out: look at its figures, tune nothing on it.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from corpus import Corpus, corpus, read
from queries import Asked, keystrokes, other_questions, questions
from rivals import Fzf, PartialRatio, Trigrams

from tui.search.index import Index

RIVALS = {rival.name: rival for rival in (Fzf, Trigrams, PartialRatio)}
TYPED_BY_RIVALS = 10
"""Queries that are typed letter by letter into a rival."""
Answer = Callable[[str], tuple[list[int], float]]
"""From a query to the indices of the ten best paragraphs, and the seconds it took."""


def rank_table(asked: dict[str, list[Asked]], answers: dict[str, Answer]) -> None:
    """MRR@10 and recall@10 by class of query, and the times of whole queries."""
    print(f"{'MRR@10 / recall@10':20}", *(f"{name:>15}" for name in asked), f"{'all':>15}  median / p99 ms")
    for name, answer in answers.items():
        cells, everything, seconds = [], [], []
        for each in asked.values():
            ranks = []
            for question in each:
                found, took = answer(question.text)
                seconds.append(took)
                ranks.append(found.index(question.target) + 1 if question.target in found else 0)
            everything += ranks
            cells.append(quality(ranks))
        print(
            f"{name:20}", *(f"{cell:>15}" for cell in [*cells, quality(everything)]), f" {times(seconds)}", flush=True
        )


def quality(ranks: Sequence[int]) -> str:
    """Mean reciprocal rank and recall; a rank is 0 where the target is not among the first ten."""
    reciprocal = statistics.fmean(1 / rank if rank else 0.0 for rank in ranks)
    return f"{reciprocal:.3f} / {statistics.fmean(map(bool, ranks)):.3f}"


def times(seconds: Sequence[float]) -> str:
    """The median and the 99th percentile, in milliseconds."""
    ordered = sorted(seconds)
    last = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return f"{statistics.median(ordered) * 1000:.2f} / {last * 1000:.2f}"


def timed(best: Callable[[str], list[int]], clock: Callable[[], float] = time.perf_counter) -> Answer:
    """The same with the time it takes."""

    def answer(query: str) -> tuple[list[int], float]:
        start = clock()
        found = best(query)
        return found, clock() - start

    return answer


def type_it(typed: Sequence[Sequence[str]], answer: Answer) -> list[float]:
    """The time of each keystroke."""
    return [answer(text)[1] for texts in typed for text in texts]


def run(paragraphs: int, seed: int, options: argparse.Namespace) -> None:
    made = corpus(paragraphs, seed)
    size = len(made.document.text.encode())
    index = Index()
    start, alone = time.perf_counter(), time.thread_time()
    index.add(made.document)
    took, alone = time.perf_counter() - start, time.thread_time() - alone
    print(
        f"\n{paragraphs:,} paragraphs, seed {seed}, {size / 1e6:.1f} MB; indexed at {paragraphs / took:,.0f} a second, "
        f"{paragraphs / alone:,.0f} a second of the processor"
    )
    if options.storage:
        storage(made)
    index.search("warm")
    gc.collect()

    def best(query: str) -> list[int]:
        return [hit.block for hit in index.search(query).hits[:10]]

    answers: dict[str, Answer] = {"llama-tui": timed(best)}
    asked = questions(made, options.queries, seed)
    rank_table(asked, answers)
    if options.others:
        rank_table(other_questions(made, options.queries, seed), answers)
    typed = keystrokes(asked, max(1, options.queries // 6))
    print(f"{'keystroke':20} {'median / p99 ms':20} of the processor alone")
    seconds = type_it(typed, answers["llama-tui"])
    alone = type_it(typed, timed(best, time.thread_time))
    print(f"{'llama-tui':20} {times(seconds):20} {times(alone)}", flush=True)
    lines = [made.paragraph(number) for number in range(paragraphs)] if options.rivals else []
    for name in options.rivals:
        rival = RIVALS[name](lines)

        def answer(query: str, rival: Fzf | Trigrams | PartialRatio = rival) -> tuple[list[int], float]:
            found = rival.best(query)
            return found, rival.seconds

        if name == "fzf":
            print(f"{name:20} {times(type_it(typed[:: max(1, len(typed) // TYPED_BY_RIVALS)], answer))}", flush=True)
        some = {name: each[: options.compared] for name, each in asked.items()}
        rank_table(some, {name: answer})
        rival.close()


def storage(made: Corpus) -> None:
    """What the index costs in memory, in a process of its own which has nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder, "text")
        text.write_text(made.document.text, encoding="utf-8")
        subprocess.run([sys.executable, __file__, "--weigh", str(text)], check=True)


def weigh(path: Path) -> None:
    """Print the memory that an index of the text in a file takes."""
    data = path.read_text(encoding="utf-8")
    size = path.stat().st_size
    document = read(data)
    del data
    warm = Index()
    warm.add(read("A text so short that it weighs nothing."))
    warm.search("nothnig")
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)  # what making the text left over would else hold the index, unseen
    before = resident()
    index = Index()
    index.add(document)
    gc.collect()
    built = resident() - before
    for query in ("a", "th", "zukerberg", "maison blanche", "government paris"):
        index.search(query)
    searched = resident() - before
    print(f"memory: {built / size:.2f} of the text after building, {searched / size:.2f} after some searches")
    file = path.with_suffix(".index")
    start = time.perf_counter()
    index.save(file)
    saved = time.perf_counter() - start
    start = time.perf_counter()
    loaded = Index.load(file, [(document, index.stamp(document.id))])
    took = time.perf_counter() - start
    loaded.search("zukerberg")
    first = time.perf_counter() - start
    assert len(loaded) == len(index)
    print(f"file: {file.stat().st_size / size:.2f} of the text, saved in {saved:.2f} s, ", end="")
    print(f"loaded in {took * 1000:.0f} ms, first answer after {first * 1000:.0f} ms")


def resident() -> int:
    """Bytes of this process that are in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--paragraphs", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--queries", type=int, default=60, help="queries of each class")
    parser.add_argument("--seeds", type=int, nargs="+", default=[7])
    parser.add_argument("--rivals", choices=RIVALS, nargs="*", default=[])
    parser.add_argument("--compared", type=int, help="queries of each class that rivals answer, all by default")
    parser.add_argument("--others", action="store_true", help="ask in other ways besides (see queries.py)")
    parser.add_argument("--storage", action="store_true", help="measure memory, saving and loading, too")
    parser.add_argument("--weigh", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.weigh:
        weigh(options.weigh)
        return
    for paragraphs in options.paragraphs:
        for seed in options.seeds:
            run(paragraphs, seed, options)


if __name__ == "__main__":
    main()
