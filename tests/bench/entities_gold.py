"""How right names are on the articles of `tests/data/entities`: both halves, French and English, with intervals.

Run it from the project's root: `python tests/bench/entities_gold.py`. Names only, by persons, organisations, places
and the rest (products, works, events, others); dates and amounts stand in lines of their own. Spans must be right to
the character. The intervals are those of F1, 95%, by a bootstrap over articles.

Side by side stand the rules alone and, where the extra `[ner]` is installed, the rules with spaCy beside them and
spaCy without any of ours. `--mistakes ENGINE` prints what went wrong in the development half with `rules` or `auto`;
on the test half nothing is ever tuned, so its mistakes are never printed.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from tui.entities.annotated import kind_of
from tui.entities.engines import AUTO, RULES
from tui.entities.evaluation import Evaluation, Line, lines
from tui.entities.recognisers.statistical import pipeline_for
from tui.entities.scoring import BCubed, Labelled, interval, of_kinds
from tui.library import Library
from tui.settings import places

FOLDER = Path(__file__).parent.parent / "data" / "entities"
HALVES = ("dev", "test")
LANGUAGES = ("fr", "en")
NAMES = {
    "person": "persons",
    "organisation": "organisations",
    "place": "places",
    "product": "rest",
    "work": "rest",
    "event": "rest",
    "other": "rest",
}
TOGETHER = ("rules", "with [ner]", "spaCy alone")
APART = ({"date": "dates"}, {"amount": "amounts"})


def evaluations(half: str, language: str, engine: str = RULES) -> list[Evaluation]:
    """The articles of one half in one language, recognised as a reader without corrections has them."""
    with tempfile.TemporaryDirectory() as home, closing(Library(places(Path(home)))) as library:
        files = sorted((FOLDER / half).glob(f"{language}-*.md"))
        return [evaluation for path in files for evaluation in library.evaluations(path, engine)]


def recognised_by_spacy(articles: Sequence[Evaluation], pipeline: str) -> list[Evaluation]:
    """The same articles with what a pipeline of spaCy makes of them, as spaCy loads it; it links nothing."""
    import spacy

    recognise = spacy.load(pipeline, exclude=["tagger", "parser", "attribute_ruler", "lemmatizer", "morphologizer"])
    return [
        replace(
            each,
            found=tuple(
                Labelled(one.start_char, one.end_char, kind_of(one.label_))
                for one in recognise(each.document.text).ents
            ),
            links=(),
        )
        for each in articles
    ]


def table(articles: Sequence[Evaluation]) -> list[Line]:
    """The lines for names, then one for each of the other kinds."""
    others = [line for kinds in APART for line in lines(articles, kinds) if line.name in kinds.values()]
    return [*lines(articles, NAMES), *others]


def cell(line: Line) -> str:
    """Precision, recall and F1, and between what F1 lies."""
    measure = line.sum
    low, high = interval(line.measures)
    counted = measure.mentions if isinstance(measure, BCubed) else measure.wanted
    return f"{measure.precision:.3f} {measure.recall:.3f} {measure.f1:.3f} [{low:.3f} {high:.3f}]{counted:5}"


def mistakes(articles: Sequence[Evaluation]) -> None:
    """Print what was missed (-) and what was found and should not have been (+), with what stands around it."""
    for each in articles:
        wanted, found = ({one[:3] for one in of_kinds(side, NAMES)} for side in (each.wanted, each.found))
        print(f"\n{each.document.title}")
        for start, end, kind in sorted(wanted ^ found):
            sign = "-" if (start, end, kind) in wanted else "+"
            around = each.document.text[max(0, start - 30) : end + 20].replace("\n", " ")
            print(f"  {sign} {kind:13} {each.document.text[start:end]!r:36} … {around}")


def columns(half: str, language: str) -> dict[str, list[Evaluation]]:
    """The articles of one half in one language as each engine that is there recognises them, by its name."""
    found = {"rules": evaluations(half, language)}
    pipeline = pipeline_for(language)
    if pipeline is not None:
        found["with [ner]"] = evaluations(half, language, AUTO)
        found[f"{pipeline} alone"] = recognised_by_spacy(found["rules"], pipeline)
    return found


def show(title: str, by_engine: Mapping[str, Sequence[Evaluation]]) -> None:
    """Print the table of one half in one language, the engines side by side."""
    cells = [{line.name: cell(line) for line in table(articles)} for articles in by_engine.values()]
    print(f"\n{title:22}" + "".join(f"{head:44}" for head in by_engine).rstrip())
    print(" " * 22 + f"{'P     R     F1    [95%        ] wanted':44}" * len(cells))
    for name in cells[0]:
        print(f"{name:22}" + "".join(f"{column.get(name, ''):44}" for column in cells).rstrip())


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--mistakes", choices=(RULES, AUTO), help="also print every mistake in the development half")
    options = parser.parse_args()
    for half in HALVES:
        by_language = {language: columns(half, language) for language in LANGUAGES}
        for language, by_engine in by_language.items():
            show(f"{half}, {language}", by_engine)
        french, english = by_language.values()
        pairs = zip(french.values(), english.values(), strict=False)
        show(f"{half}, both", {engine: [*one, *two] for engine, (one, two) in zip(TOGETHER, pairs, strict=False)})
    if options.mistakes:
        mistakes([each for language in LANGUAGES for each in evaluations("dev", language, options.mistakes)])


if __name__ == "__main__":
    main()
