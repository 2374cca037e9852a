"""Commands about names: entities, correct."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from tui.cli.main import DONE, NOTHING
from tui.cli.printing import cells, emphasised, print_bytes, print_json, print_text, table, tell
from tui.cli.reading import open_all
from tui.document.failures import Refused
from tui.entities.browsing import NameFilter, Order, Reach, ordered
from tui.entities.co_occurrence import Company
from tui.entities.concordance import LineFilter, SortedBy, concordance, in_order
from tui.entities.folding import folded
from tui.entities.formats.json import records
from tui.entities.kinds import EntityType
from tui.library import Library
from tui.settings import load

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from tui.document.model import Document
    from tui.entities.concordance import Line
    from tui.entities.corrections import Correction
    from tui.entities.model import Entity, Mention
    from tui.library.corrections import Step
    from tui.settings import Places

STANDARD_OUTPUT = "-"
CONTEXT = 40
"""Cells on each side of a name in a concordance that goes into a pipe."""
NARROWEST = 12
"""Cells that are there on each side in any case."""
TOLD = 8
"""Names that a refusal tells at most."""


def entities(options: argparse.Namespace, where: Places) -> int:
    """List who and what is named, in one of several ways, or score it against annotated texts."""
    _check(options)
    if options.gold:
        from tui.cli.scoring import score

        return score(options, where)
    if options.take_in:
        return _take_in(options, where)
    if options.corrections:
        return _list_corrections(options, where)
    library = Library(where)
    documents = open_all(library, options.paths, where, options.encoding)
    found = _named(library, documents, options, where)
    chosen = _chosen(found, documents, options)
    if options.concordance is not None:
        return _concordance(documents, found, options)
    if options.together is not None:
        return _together(documents, found, chosen, options)
    if options.format is not None:
        return _write(documents, chosen, options)
    if options.json:
        print_json({"entities": records(documents, chosen)})
    elif chosen:
        _list(chosen, several=len(documents) > 1)
    else:
        tell("Nobody and nothing of the kind is named there." if found else "Nobody and nothing is named there.")
    return DONE if chosen else NOTHING


def _check(options: argparse.Namespace) -> None:
    """End with a sentence where options do not go together."""
    alone = next((name for name in ("gold", "take_in", "corrections") if getattr(options, name)), "")
    choosing = (options.only, options.query, options.sort, options.concordance, options.together, options.min_count)
    others = options.types or options.format or options.output or any(each is not None for each in choosing)
    if alone and (options.paths or others):
        name = {"take_in": "import"}.get(alone, alone)
        options.parser.error(f"--{name} goes without a PATH and without options that choose among names")
    if options.output is not None and options.format is None:
        options.parser.error("--output needs a --format")
    if options.format is not None and (options.json or options.concordance is not None or options.together is not None):
        options.parser.error("--format stands for itself: no --json, --concordance or --with beside it")
    orders = set(SortedBy) if options.concordance is not None else set(Order)
    if options.sort is not None and options.sort not in orders:
        options.parser.error(f"--sort {options.sort} is for {'names' if orders == set(SortedBy) else 'a concordance'}")


def _chosen(found: Sequence[Entity], documents: Sequence[Document], options: argparse.Namespace) -> Sequence[Entity]:
    """Those that are asked for, in the order that is."""
    kinds = {EntityType(kind) for kind in options.types}
    least = options.min_count or 1
    chosen: Sequence[Entity] = [
        entity for entity in found if (not kinds or entity.type in kinds) and entity.count >= least
    ]
    if options.only is not None:
        chosen = [_called(options.only, chosen)]
    if options.query is not None and options.concordance is None:
        chosen = NameFilter(chosen).matching(chosen, options.query)
    if options.sort is not None and options.concordance is None:
        reach = Reach.over((document.id, len(document.text)) for document in documents)
        chosen = ordered(chosen, Order(options.sort), reach)
    return chosen


def _list(chosen: Sequence[Entity], *, several: bool) -> None:
    """A table of names; with the number of texts that name them where there are several."""
    texts = ("texts",) if several else ()
    table(
        ("count", *texts, "type", "name", "also"),
        [
            (
                entity.count,
                *((len({mention.document for mention in entity.mentions}),) if several else ()),
                entity.type.value,
                entity.name,
                ", ".join(entity.aliases),
            )
            for entity in chosen
        ],
    )


def _named(
    library: Library, documents: Sequence[Document], options: argparse.Namespace, where: Places
) -> tuple[Entity, ...]:
    """Who and what is named in the documents; tells of lines of the reader's list that say nothing."""
    with closing(library):
        found = library.entities(documents, options.engine or load(where).entities)
    _tell_faults(library)
    return found


def _tell_faults(library: Library) -> None:
    from tui.document.files import shown

    path = library.corrections.path
    for line, reason in library.corrections.faults():
        tell(f"{shown(path)}{f', line {line}' if line else ''}: {reason}; it is passed over.")


def _called(name: str, among: Sequence[Entity]) -> Entity:
    """The one entity of that name or id, or else of that alias; raises ``Refused`` for none and for several."""
    wanted = folded(name)
    found = [each for each in among if each.id == name] or [each for each in among if folded(each.name) == wanted]
    found = found or [each for each in among if any(folded(alias) == wanted for alias in each.aliases)]
    if len(found) == 1:
        return found[0]
    if found:
        ids = _listed(each.id for each in found)
        raise Refused(f"{len(found)} are called “{name}”: {ids}. Name one by that id.")
    near = _listed(each.name for each in NameFilter(among).matching(among, name)) if wanted else ""
    raise Refused(f"Nothing of the name “{name}” is found there{f'; there is {near}' if near else ''}.")


def _listed(names: Iterable[str]) -> str:
    names = list(names)
    return ", ".join(names[:TOLD]) + (", …" if len(names) > TOLD else "")


def _write(documents: Sequence[Document], chosen: Sequence[Entity], options: argparse.Namespace) -> int:
    from tui.library.naming import write, written

    if options.output in {None, STANDARD_OUTPUT}:
        print_bytes(written(documents, chosen, options.format).encode("utf-8", "replace"))
    else:
        files = write(documents, chosen, options.format, Path(options.output))
        tell(f"{_listed(map(str, files))} written.")
    return DONE if chosen else NOTHING


def _concordance(documents: Sequence[Document], found: Sequence[Entity], options: argparse.Namespace) -> int:
    """Every mention of an entity with what stands before and after it, the names below each other."""
    from tui.document.harmless import harmless_line

    entity = _called(options.concordance, found)
    by_id = {document.id: document for document in documents}
    mentions: Sequence[Mention] = entity.mentions
    if options.together is not None:
        mentions = Company(found, by_id).shared_mentions(entity, _called(options.together, found))
    lines: Sequence[Line] = concordance(mentions, by_id)
    if options.query is not None:
        lines = LineFilter(lines).holding(lines, options.query)
    lines = in_order(lines, SortedBy(options.sort or SortedBy.TEXT))
    if options.json:
        told = [
            {
                "document": line.mention.document,
                "paragraph": line.number,
                "left": line.left,
                "text": line.word,
                "right": line.right,
            }
            for line in lines
        ]
        print_json({"entity": entity.id, "name": entity.name, "lines": told})
        return DONE if lines else NOTHING
    if not lines:
        tell("There is no such mention.")
        return NOTHING
    places = [_place(by_id[line.mention.document], line.number, several=len(documents) > 1) for line in lines]
    widest = max(map(cells, places))
    words = [harmless_line(line.word) for line in lines]
    context = _context(widest, max(map(cells, words)))
    for line, place, word in zip(lines, places, words, strict=True):
        left = _end(harmless_line(line.left), context)
        right = _end(harmless_line(line.right)[::-1], context)[::-1]
        pad = " " * (widest - cells(place) + 2 + context - cells(left))
        print_text(f"{place}{pad}{left}{emphasised(word)}{right}".rstrip())
    return DONE


def _context(place: int, word: int) -> int:
    """Cells for what stands on each side of a name: what a terminal has left beside a place and the name."""
    if not sys.stdout.isatty():
        return CONTEXT
    from shutil import get_terminal_size

    return max(NARROWEST, (get_terminal_size().columns - place - 2 - word) // 2)


def _place(document: Document, paragraph: int, *, several: bool) -> str:
    from tui.document.harmless import harmless_line

    return f"¶ {paragraph}" + (f" · {harmless_line(document.title)[:24]}" if several else "")


def _end(text: str, room: int) -> str:
    """As much of the end of a text as has room in so many cells."""
    kept = text[-room:]
    while cells(kept) > room:
        kept = kept[1:]
    return kept


def _together(
    documents: Sequence[Document], found: Sequence[Entity], chosen: Sequence[Entity], options: argparse.Namespace
) -> int:
    """With whom an entity is named: who shares paragraphs with it, and how many."""
    entity = _called(options.together, found)
    wanted = {each.id for each in chosen}
    company = Company(found, {document.id: document for document in documents})
    companions = [each for each in company.companions(entity) if each.entity.id in wanted]
    if options.json:
        told = [
            {"id": other.id, "name": other.name, "type": other.type.value, "paragraphs": shared}
            for other, shared, _ in companions
        ]
        print_json({"entity": entity.id, "name": entity.name, "with": told})
    elif companions:
        table(
            ("¶ shared", "of", "type", "name"),
            [(each.together, each.paragraphs, each.entity.type.value, each.entity.name) for each in companions],
        )
    else:
        tell(f"Nobody and nothing else is named in a paragraph with “{entity.name}”.")
    return DONE if companions else NOTHING


def _take_in(options: argparse.Namespace, where: Places) -> int:
    """Add the corrections of other lists to the reader's own."""
    from tui.document.files import shown

    library = Library(where)
    known = 0
    added: list[Correction] = []
    for path in options.take_in:
        came = library.corrections.take_in(path)
        for line, reason in came.faults:
            tell(f"{shown(path)}, line {line}: {reason}; it is passed over.")
        known += came.known
        added += came.added
    if options.json:
        print_json({"added": [_record(each) for each in added], "known": known})
    else:
        tell(f"{len(added)} corrections taken in, {known} were known.")
    return DONE if added or known else NOTHING


def _list_corrections(options: argparse.Namespace, where: Places) -> int:
    library = Library(where)
    said = library.corrections.all()
    _tell_faults(library)
    if options.json:
        print_json({"file": str(library.corrections.path), "corrections": [_record(each) for each in said]})
    elif said:
        _print(said)
    else:
        tell("Nothing has been corrected.")
    return DONE if said else NOTHING


def _print(corrections: Iterable[Correction], sign: str = "") -> None:
    from tui.document.harmless import harmless_line
    from tui.entities.correction_lines import line_of

    for each in corrections:
        print_text(f"{sign}{harmless_line(line_of(each))}")


def _record(correction: Correction) -> dict[str, object]:
    from tui.entities.correction_lines import line_of

    told: dict[str, object] = {"deed": correction.deed.value, "name": correction.who.form}
    if correction.who.type is not None:
        told["recognised"] = correction.who.type.value
    if correction.other is not None:
        told["other"] = correction.other.form
    if correction.type is not None:
        told["type"] = correction.type.value
    return {**told, "document": correction.document or None, "line": line_of(correction)}


def correct(options: argparse.Namespace, where: Places) -> int:
    """Say what is right about a name; take the last correction back."""
    library = Library(where)
    if options.undo or options.redo:
        if options.path is not None or _asked(options):
            options.parser.error("--undo and --redo stand alone")
        step = library.corrections.undo() if options.undo else library.corrections.redo()
        if step is None:
            tell(f"There is nothing to {'undo' if options.undo else 'do again'}.")
            return NOTHING
        return _tell_step(step, options)
    if options.path is None:
        options.parser.error("a PATH is needed")
    if (options.name is None) == (options.words is None):
        options.parser.error("either a NAME is corrected, or words are made one with --new")
    if not _asked(options):
        options.parser.error("nothing to correct: give --type, --rename, --merge-with, --split, --ignore or --new")
    beside = options.ignore or any(each is not None for each in (options.rename, options.merge, options.split))
    if options.words is not None and (options.type is None or beside):
        options.parser.error("--new needs a --type, and nothing else beside it")
    documents = open_all(library, [options.path], where, options.encoding)
    if not options.everywhere and len(documents) != 1:
        raise Refused(f"{options.path}: there are {len(documents)} texts: name one, or say --everywhere.")
    try:
        corrections = _corrections(library, documents, options, where)
    except ValueError as error:
        raise Refused(f"This cannot be: {error}.") from error
    step = library.corrections.add(*corrections)
    if step is None:
        tell("This has just been said.")
        _print(corrections)
        return DONE
    return _tell_step(step, options)


def _asked(options: argparse.Namespace) -> bool:
    asked = (options.type, options.rename, options.merge, options.split, options.words)
    return options.ignore or any(each is not None for each in asked)


def _corrections(
    library: Library, documents: Sequence[Document], options: argparse.Namespace, where: Places
) -> list[Correction]:
    """What the options say, in the order in which it is to be said; raises ``Refused`` and ``ValueError``."""
    from tui.entities import corrections as say

    scope = say.EVERYWHERE if options.everywhere else say.whereabouts(documents[0])
    if options.words is not None:
        return [say.new(options.words, EntityType(options.type), scope)]
    found = _named(library, documents, options, where)
    entity = _called(options.name, found)
    who = say.named(entity, found)
    said: list[Correction] = []
    if options.merge is not None:
        said.append(say.merge(who, say.named(_called(options.merge, found), found), scope))
    if options.split is not None:
        said.append(say.split_off(entity, options.split, found, scope))
    if options.type is not None:
        said.append(say.retype(who, EntityType(options.type), scope))
    if options.rename is not None:
        said.append(say.rename(who, options.rename, scope))
    if options.ignore:
        said.append(say.ignore(who, scope))
    return said


def _tell_step(step: Step, options: argparse.Namespace) -> int:
    if options.json:
        print_json({"added": list(map(_record, step.added)), "removed": list(map(_record, step.removed))})
        return DONE
    _print(step.added, "+ ")
    _print(step.removed, "- ")
    return DONE
