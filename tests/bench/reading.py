"""The reading surface in a real pseudo-terminal of 120 by 40, against its peers in the same run.

    python tests/bench/reading.py [--only SECTION]... [--runs N] [--paragraphs N] [--no-frogmouth]

Sections: article (the bundled one), open (a text of many paragraphs), keys (paging, jumping, resizing in it, and
its memory), markdown (a document of 5,000 blocks). Runs take turns, so that a busy machine is busy for all.
Prints medians and ratios; nothing here fails on a slow machine. Texts, and frogmouth's environment, are kept in
a cache folder.

A first paint counts when a word of the first paragraph has come. A key counts when the pane of the text first
shows what it shows once the program rests; beside it stands the same for the whole screen. Processor time is what
all threads used until then: on a busy machine it and its ratios are the ones to trust.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import peers
import texts
from pseudo_terminal import MEBIBYTE, SIZE, Painted, Program, first_paint

WORD_OF_ARTICLE = b"language"
PAGE_DOWN = b"\x1b[6~"
SIZES = ((30, 100), (24, 80), (60, 200), SIZE)
Contender = Callable[[int], Painted]
"""Given the number of the run, from 0."""


def take_turns(contenders: dict[str, Contender], runs: int) -> dict[str, list[Painted]]:
    """So many runs of each; one before them does not count, and fills the caches."""
    for contender in contenders.values():
        contender(-1)
    times: dict[str, list[Painted]] = {name: [] for name in contenders}
    for run in range(runs):
        for name, contender in contenders.items():
            times[name].append(contender(run))
    return times


def median(times: Sequence[Painted]) -> float:
    return statistics.median(each.seconds for each in times)


def _processor(times: Sequence[Painted]) -> float:
    return statistics.median(each.cpu for each in times)


def text_pane(rows: list[str]) -> list[str]:
    """What a screen shows between the bars in its first pane."""
    width = rows[1].find("╮") if len(rows) > 1 else -1
    return [row[: width if width > 0 else None] for row in rows[1:-1]]


def show(title: str, times: dict[str, list[Painted]], ratios: Sequence[tuple[str, str, float]]) -> None:
    """Print the medians, and each ``(name, peer, aim)`` as a ratio of medians."""
    keys = any(each.whole for measured in times.values() for each in measured)
    print(f"\n{title:54}{'median ms':>10}{'worst':>9}{'processor':>10}{'worst':>9}{'whole screen' if keys else '':>14}")
    for name, measured in times.items():
        if not measured:
            print(f"  {name:52}{'nothing':>10}")
            continue
        worst = max(each.seconds for each in measured)
        most = max(each.cpu for each in measured)
        whole = f"{1000 * statistics.median(each.whole for each in measured):14.1f}" if keys else ""
        print(f"  {name:52}{1000 * median(measured):10.1f}{1000 * worst:9.1f}", end="")
        print(f"{1000 * _processor(measured):10.1f}{1000 * most:9.1f}{whole}")
    for name, peer, aim in ratios:
        if name in times and peer in times:
            ratio = median(times[name]) / median(times[peer])
            processor = _processor(times[name]) / _processor(times[peer])
            print(f"  = {f'{name} / {peer}':52}{ratio:10.3f}{'':9}{processor:10.3f}   aim: {aim:g}", flush=True)


def measure_article(options: argparse.Namespace, folder: Path) -> None:
    ours, bare = [options.python, "-m", "tui"], peers.bare(folder, options.python)
    warm = folder / "warm"
    contenders: dict[str, Contender] = {
        "bare Textual app": lambda run: first_paint(bare, peers.BARE_WORD, warm),
        "fresh home": lambda run: first_paint(ours, WORD_OF_ARTICLE, folder / f"article{run}"),
        "later starts": lambda run: first_paint(ours, WORD_OF_ARTICLE, warm),
    }
    if options.frogmouth:
        frogmouth = [*peers.frogmouth(options.cache), str(texts.article(folder))]
        contenders["frogmouth"] = lambda run: first_paint(frogmouth, WORD_OF_ARTICLE, warm)
    show(
        "The bundled article: first painted paragraph",
        take_turns(contenders, options.runs),
        [
            ("fresh home", "bare Textual app", 1.3),
            ("later starts", "bare Textual app", 1.3),
            ("fresh home", "frogmouth", 0.5),
            ("later starts", "frogmouth", 0.5),
        ],
    )


def measure_open(options: argparse.Namespace, folder: Path) -> None:
    short, long = texts.prose(options.cache, 10), texts.prose(options.cache, options.paragraphs)
    warm = folder / "warm"

    def opening(path: Path, home: str) -> Contender:
        def run_once(run: int) -> Painted:
            where = warm if home == "warm" else folder / f"{path.stem}{run}"
            return first_paint([options.python, "-m", "tui", str(path)], texts.FIRST_WORD, where)

        return run_once

    contenders = {
        f"{count:,} paragraphs, {home} home": opening(path, home)
        for home in ("fresh", "warm")
        for count, path in ((10, short), (options.paragraphs, long))
    }
    size = long.stat().st_size / MEBIBYTE
    show(
        f"A text of {options.paragraphs:,} paragraphs, {size:.0f} MiB: first paint",
        take_turns(contenders, options.runs),
        [
            (f"{options.paragraphs:,} paragraphs, {home} home", f"10 paragraphs, {home} home", 1.5)
            for home in ("fresh", "warm")
        ],
    )


def measure_keys(options: argparse.Namespace, folder: Path) -> None:
    path = texts.prose(options.cache, options.paragraphs)
    size = path.stat().st_size / MEBIBYTE
    program = Program([options.python, "-m", "tui", str(path)], folder / "keys")
    try:
        program.until(texts.FIRST_WORD)
        presses = options.presses
        times = {"PageDown while it is being read": _look(program, [PAGE_DOWN] * min(30, presses))}
        idle = program.wait_until_idle(options.patience)
        times["jump to the end, the first time"] = _look(program, [b"G"])
        _look(program, [b"gg"])
        times["PageDown"] = _look(program, [PAGE_DOWN] * presses)
        jumps = max(2, presses // 30)
        times["jump to the end and back"] = _look(program, [b"G", b"gg"] * jumps)
        times["jump to a paragraph never seen"] = _look(
            program, [b"%dG" % (options.paragraphs * (2 * each + 1) // (2 * jumps)) for each in range(jumps)]
        )
        resized = [program.resize(*SIZES[each % len(SIZES)], text_pane) for each in range(2 * jumps)]
        times["change of size"] = [each for each in resized if each is not None]
        memory = program.memory()
    finally:
        program.end()
    show(f"Keys at {options.paragraphs:,} paragraphs: to the painted screen", times, [])
    print("  aims: PageDown 16 and worst 50; jumps 100; change of size 100")
    if not idle:
        print(f"  The program was still at work after {options.patience:.0f} s.")
    floor = _memory_of_bare(options, folder)
    if memory and floor:
        beyond = memory["VmRSS"] - size - floor["VmRSS"]
        print(f"\n{'Memory after all that, MiB':54}{'resident':>10}{'of files':>9}{'own':>10}{'peak':>9}")
        for name, kinds in (("llama-tui", memory), ("bare Textual app", floor)):
            print(
                f"  {name:52}{kinds['VmRSS']:10.1f}{kinds['RssFile']:9.1f}{kinds['RssAnon']:10.1f}{kinds['VmHWM']:9.1f}"
            )
        print(f"  = {f'resident beyond the text ({size:.0f}) and the bare app':60}{beyond:10.1f}   aim: 60", flush=True)


def _look(program: Program, keys: Sequence[bytes]) -> list[Painted]:
    looked = (program.type_and_look(key, text_pane) for key in keys)
    return [each for each in looked if each is not None]


def _memory_of_bare(options: argparse.Namespace, folder: Path) -> dict[str, float]:
    program = Program(peers.bare(folder, options.python), folder / "bare")
    try:
        program.until(peers.BARE_WORD)
        program.settle(0.5)
        return program.memory()
    finally:
        program.end()


def measure_markdown(options: argparse.Namespace, folder: Path) -> None:
    path = texts.markdown(options.cache, options.blocks)
    warm = folder / "warm"
    ours = [options.python, "-m", "tui", str(path)]
    widget = [*peers.markdown_widget(folder, options.python), str(path)]
    contenders: dict[str, Contender] = {
        "fresh home": lambda run: first_paint(ours, texts.FIRST_WORD, folder / f"markdown{run}"),
        "later starts": lambda run: first_paint(ours, texts.FIRST_WORD, warm),
        "Textual's Markdown widget": lambda run: first_paint(widget, texts.FIRST_WORD, warm),
    }
    if options.frogmouth:
        frogmouth = [*peers.frogmouth(options.cache), str(path)]
        contenders["frogmouth"] = lambda run: first_paint(frogmouth, texts.FIRST_WORD, warm)
    show(
        f"A Markdown document of {options.blocks:,} blocks: first paint",
        take_turns(contenders, max(1, options.runs // 3)),
        [
            (name, peer, 0.05)
            for name in ("fresh home", "later starts")
            for peer in ("Textual's Markdown widget", "frogmouth")
        ],
    )


SECTIONS = {
    "article": measure_article,
    "open": measure_open,
    "keys": measure_keys,
    "markdown": measure_markdown,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", choices=SECTIONS, help="measure this; can be given several times")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--paragraphs", type=int, default=1_000_000, help="of the long text")
    parser.add_argument("--blocks", type=int, default=5_000, help="of the Markdown document")
    parser.add_argument("--presses", type=int, default=300, help="of PageDown")
    parser.add_argument("--patience", type=float, default=900, help="seconds that the long text may take to be read")
    parser.add_argument("--no-frogmouth", dest="frogmouth", action="store_false")
    parser.add_argument("--python", default=sys.executable, help="of the environment with llama-tui")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "llama-tui-bench")
    parser.add_argument("--cache", type=Path, default=cache, help="where texts and frogmouth are kept")
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True)
    for name in options.only or SECTIONS:
        with tempfile.TemporaryDirectory() as folder:
            SECTIONS[name](options, Path(folder))


if __name__ == "__main__":
    main()
