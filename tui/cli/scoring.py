"""The command that scores what is recognised against what somebody annotated."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING

from tui.cli.main import DONE
from tui.cli.printing import print_json, table, tell
from tui.entities.evaluation import kinds_of, lines
from tui.entities.scoring import Counts, interval
from tui.library import Library
from tui.settings import load

if TYPE_CHECKING:
    import argparse

    from tui.entities.evaluation import Line
    from tui.settings import Places


def score(options: argparse.Namespace, where: Places) -> int:
    """Print precision, recall and F1 of spans, types and linking; over several texts, 95% intervals as well."""
    if options.paths or options.encoding:
        options.parser.error("--gold brings its own text: no PATH and no --encoding beside it")
    engine = options.engine or load(where).entities
    with closing(Library(where)) as library:
        evaluations = [evaluation for path in options.gold for evaluation in library.evaluations(path, engine)]
    kinds = kinds_of(evaluations)
    unknown = Counter(each.type for text in evaluations for each in text.wanted if each.type not in kinds)
    if unknown:
        left_out = ", ".join(f"{count} {kind}" for kind, count in sorted(unknown.items()))
        tell(f"Left out, for nothing of the kind is recognised: {left_out}.")
    found = lines(evaluations, kinds)
    several = len(evaluations) > 1
    if options.json:
        print_json({"texts": len(evaluations), "scores": [_as_json(line, several=several) for line in found]})
        return DONE
    head = ("", "precision", "recall", "F1", *(("95% interval",) if several else ()), "right", "found", "wanted")
    table(head, [_row(line, several=several) for line in found])
    return DONE


def _row(line: Line, *, several: bool) -> tuple[str, ...]:
    measure = line.sum
    scores = tuple(f"{each:.3f}" for each in (measure.precision, measure.recall, measure.f1))
    between = ("{:.3f}–{:.3f}".format(*interval(line.measures)),) if several else ()
    counts = (measure.right, measure.found, measure.wanted) if isinstance(measure, Counts) else ("", "", "")
    return (line.name, *scores, *between, *map(str, counts))


def _as_json(line: Line, *, several: bool) -> dict[str, object]:
    measure = line.sum
    told: dict[str, object] = {
        "of": line.name,
        "precision": round(measure.precision, 4),
        "recall": round(measure.recall, 4),
        "f1": round(measure.f1, 4),
    }
    if several:
        told["interval"] = [round(each, 4) for each in interval(line.measures)]
    if isinstance(measure, Counts):
        return {**told, "right": measure.right, "found": measure.found, "wanted": measure.wanted}
    return {**told, "mentions": measure.mentions}
