"""Commands about names: entities, correct."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from tui.cli.main import DONE, NOTHING
from tui.cli.printing import cells, emphasised, print_bytes, print_json, print_text, table, tell
from tui.cli.reading import open_all
from tui.document.failures import Refused
from tui.entities.folding import folded
from tui.entities.formats.json import records
from tui.entities.kinds import EntityType
from tui.library import Library
from tui.settings import load

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from tui.document.model import Document
    from tui.entities.corrections import Correction
    from tui.entities.model import Entity
    from tui.library.corrections import Step
    from tui.settings import Places

STANDARD_OUTPUT = "-"
CONTEXT = 40
"""Cells on each side of a name in a concordance."""
TOLD = 8
"""Names that a refusal tells at most."""


def entities(options: argparse.Namespace, where: Places) -> int:
    """List who and what is named, in one of several ways, or score it against annotated texts."""
    if options.gold:
        from tui.cli.scoring import score

        return score(options, where)
    if options.take_in or options.corrections:
        if options.paths:
            options.parser.error("--import and --corrections are about your own list: no PATH beside them")
        return _take_in(options, where) if options.take_in else _list_corrections(options, where)
    if options.output is not None and options.format is None:
        options.parser.error("--output needs a --format")
    if options.format is not None and (options.json or options.concordance is not None or options.together is not None):
        options.parser.error("--format stands for itself: no --json, --concordance or --with beside it")
    library = Library(where)
    documents = open_all(library, options.paths, where, options.encoding)
    found = _named(library, documents, options, where)
    kinds = {EntityType(kind) for kind in options.types}
    chosen = [
        entity for entity in found if (not kinds or entity.type in kinds) and entity.count >= (options.min_count or 1)
    ]
    if options.only is not None:
        chosen = [_called(options.only, chosen)]
    if options.concordance is not None:
        return _concordance(documents, _called(options.concordance, chosen), options)
    if options.together is not None:
        return _together(documents, found, chosen, options)
    if options.format is not None:
        return _write(documents, chosen, options)
    if options.json:
        print_json({"entities": records(documents, chosen)})
    elif chosen:
        table(
            ("count", "type", "name", "also"),
            [(entity.count, entity.type.value, entity.name, ", ".join(entity.aliases)) for entity in chosen],
        )
    else:
        tell("Nobody and nothing of the kind is named there." if found else "Nobody and nothing is named there.")
    return DONE if chosen else NOTHING


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
        raise Refused(f"“{name}” are {len(found)}: {_listed(each.id for each in found)}. Name one so.")
    near = [each.name for each in among if wanted and wanted in folded(" ".join((each.name, *each.aliases)))]
    raise Refused(f"Nothing of the name “{name}” is found there{f'; there is {_listed(near)}' if near else ''}.")


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


def _concordance(documents: Sequence[Document], entity: Entity, options: argparse.Namespace) -> int:
    """Every mention of an entity with what stands before and after it, the names below each other."""
    from tui.document.harmless import harmless_line
    from tui.entities.concordance import concordance

    by_id = {document.id: document for document in documents}
    lines = concordance(entity.mentions, by_id)
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
        return DONE
    places = [_place(by_id[line.mention.document], line.number, several=len(documents) > 1) for line in lines]
    widest = max(map(cells, places))
    for line, place in zip(lines, places, strict=True):
        left, right = _end(harmless_line(line.left)), _end(harmless_line(line.right)[::-1])[::-1]
        pad = " " * (widest - cells(place) + 2 + CONTEXT - cells(left))
        print_text(f"{place}{pad}{left}{emphasised(harmless_line(line.word))}{right}".rstrip())
    return DONE


def _place(document: Document, paragraph: int, *, several: bool) -> str:
    from tui.document.harmless import harmless_line

    return f"¶ {paragraph}" + (f" · {harmless_line(document.title)[:24]}" if several else "")


def _end(text: str) -> str:
    """As much of the end of a text as has room beside a name."""
    kept = text[-CONTEXT:]
    while cells(kept) > CONTEXT:
        kept = kept[1:]
    return kept


def _together(
    documents: Sequence[Document], found: Sequence[Entity], chosen: Sequence[Entity], options: argparse.Namespace
) -> int:
    """With whom an entity is named: who shares paragraphs with it, and how many."""
    from tui.entities.co_occurrence import Company

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
