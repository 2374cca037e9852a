"""Commands by which annotations leave and come in: export, import."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from tui.annotations.records import record
from tui.cli.main import DONE, NOTHING
from tui.cli.marking import annotated, choice, warn_of_damage
from tui.cli.printing import print_bytes, print_json, print_text, table, tell
from tui.cli.quoting import short
from tui.cli.reading import open_all, standard_input
from tui.document.failures import Refused
from tui.document.files import read_bytes, shown
from tui.library import STANDARD_INPUT, Library
from tui.library.exchange import ending_of

if TYPE_CHECKING:
    import argparse

    from tui.document.model import Document
    from tui.library.choosing import Choice
    from tui.library.export_folder import Outcome
    from tui.library.importing import Incoming, Plan
    from tui.settings import Places

STANDARD_OUTPUT = "-"


def export(options: argparse.Namespace, where: Places) -> int:
    """Write annotations in a format."""
    library = Library(where)
    formats = library.exchange.formats()
    if options.format is None:
        endings = library.exchange.endings()
        options.format = endings.get(ending_of(options.output or "", endings), "markdown")
    if options.format not in formats and not options.format.endswith(".j2"):
        options.parser.error(f"there is no format {options.format!r}; there are {', '.join(formats)}")
    chosen = choice(library, options)
    if options.watch is not None:
        return _watch(library, chosen, options)
    documents = _meant(library, chosen, options, where)
    if options.folder is not None:
        done = library.exchange.export_folder(documents, options.format, options.folder, chosen)
        warn_of_damage(library)
        _tell(options.folder, done)
        return DONE if any(done) else NOTHING
    articles = library.exchange.telling(library.exchange.articles(documents, chosen), options.format)
    warn_of_damage(library)
    to_file = options.output not in {None, STANDARD_OUTPUT}
    if not articles and (to_file or options.clipboard or options.format != "json"):
        tell("There is nothing to export.")
        return NOTHING
    if to_file:
        path = Path(options.output)
        library.exchange.write_file(articles, options.format, path)
        tell(f"{path} written.")
        return DONE
    exported = library.exchange.written(articles, options.format)
    if options.clipboard:
        tell(f"Copied to {_copy(exported)}.")
    elif isinstance(exported, bytes):
        print_bytes(exported)
    else:
        print_text(exported.rstrip("\n"))
    return DONE if articles else NOTHING


def _meant(library: Library, chosen: Choice, options: argparse.Namespace, where: Places) -> list[Document]:
    """The texts whose annotations may be meant."""
    if chosen.ids is not None and not options.paths:
        from tui.library.choosing import documents_of

        return documents_of(library, map(library.find, chosen.ids))
    return annotated(library, options, where)


def _watch(library: Library, chosen: Choice, options: argparse.Namespace) -> int:
    """Keep a folder up to date until one is told to end."""
    from tui.library import source_name
    from tui.library.watching import Watch, watch

    if STANDARD_INPUT in options.paths:
        options.parser.error("--watch follows files and folders; standard input cannot change")
    sources = [source_name(Path(word)) for word in options.paths]
    folder: Path = options.watch.absolute()
    followed = Watch(library, options.format, folder, chosen, sources)
    try:
        watch(followed.step, lambda done: _tell(folder, done), tell)
    finally:
        followed.close()
        library.close()
    return DONE


def _tell(folder: Path, done: Outcome) -> None:
    """Tell what was done in a folder."""
    for name in done.edited:
        path = folder / name
        tell(
            f"{path} was left: notes were changed in it. Take them in first: llama-tui import {shlex.quote(str(path))}"
        )
    parts = [f"{len(done.written)} written"]
    others = {"as they were": done.same, "removed": done.removed, "left with what you wrote": done.left}
    parts += [f"{len(names)} {what}" for what, names in others.items() if names]
    tell(f"{folder}: {', '.join(parts)}.")


def _copy(exported: str | bytes) -> str:
    """Give an export to the system's clipboard, or else the terminal's; raises ``Refused`` without either."""
    import os

    from tui.library.clipboard import TERMINAL_TAKES, for_terminal, system_program

    if isinstance(exported, bytes):
        raise Refused("This format is no text: it cannot be copied.")
    program = system_program(os.environ)
    if program is not None and program.take(exported):
        return "the clipboard"
    if len(exported.encode("utf-8", "replace")) > TERMINAL_TAKES:
        raise Refused("This is too long for the terminal’s clipboard.")
    try:
        with open("/dev/tty", "w", encoding="ascii") as terminal:  # noqa: PTH123
            terminal.write(for_terminal(exported))
    except OSError as error:
        raise Refused("There is no clipboard: neither a program for the system’s nor a terminal.") from error
    return "the terminal’s clipboard"


def bring_in(options: argparse.Namespace, where: Places) -> int:
    """Take in annotations."""
    library = Library(where)
    chosen = "" if options.format == "auto" else options.format
    if chosen and chosen not in library.exchange.formats():
        options.parser.error(f"there is no format {chosen!r}; there are {', '.join(library.exchange.formats())}")
    files, texts = _told_apart(library, options.files, options.to, chosen)
    documents = open_all(library, texts, where, options.encoding) if texts else []
    foreign = [each for name, data in files for each in library.exchange.read(data, name, chosen)]
    if options.coder:
        from tui.annotations.formats.foreign import coded_by

        foreign = coded_by(foreign, options.coder)
    descriptions: dict[str, str] = {}
    for name, data in files:
        for tag, said in library.exchange.read_descriptions(data, name, chosen).items():
            descriptions.setdefault(tag, said)
    plan = library.exchange.plan(foreign, documents, descriptions)
    if not options.dry_run:
        library.exchange.take_in(plan)
    if options.json:
        tags = {"descriptions": dict(plan.descriptions)} if plan.descriptions else {}
        print_json({"import": [_incoming(each) for each in plan.incoming], **tags})
    else:
        if options.dry_run and plan.incoming:
            table(("what", "¶", "text", "tags", "passage and note"), [_row(each) for each in plan.incoming])
        tell(_summary(plan, done=not options.dry_run))
    return DONE


def _told_apart(
    library: Library, words: list[str], texts: list[str], chosen: str
) -> tuple[list[tuple[str, bytes]], list[str]]:
    """The files of annotations with their bytes, and the texts that they are of.

    A folder is a text, and so is a file that looks like no annotations but ends like a text.
    """
    from tui.document.readers import SUFFIXES

    files: list[tuple[str, bytes]] = []
    others: list[str] = []
    for word in words:
        path = Path(word)
        if word == STANDARD_INPUT:
            files.append(("standard input", standard_input()))
        elif path.is_dir():
            others.append(word)
        else:
            data = read_bytes(path)
            is_text = path.suffix.lower() in SUFFIXES and not library.exchange.looks_readable(data)
            if is_text and (files or not chosen):
                others.append(word)
            else:
                files.append((shown(path), data))
    if not files:
        raise Refused(f"{shown(Path(words[0]))}: it is in none of the formats that can be read.")
    return files, [*texts, *others]


def _summary(plan: Plan, *, done: bool) -> str:
    from tui.annotations.kinds import Status
    from tui.library.importing import Fate

    new = [each for each in plan.incoming if each.fate is Fate.NEW]
    orphans = sum(each.placed.status is Status.ORPHAN for each in new)
    parts = [f"{len(new)} new" + (f", {orphans} of them without their passage" if orphans else "")]
    others = {fate: plan.count(fate) for fate in Fate if fate is not Fate.NEW}
    parts += [f"{count} {fate}" for fate, count in others.items() if count]
    if described := len(plan.descriptions):
        parts.append(f"{described} tag{'' if described == 1 else 's'} described")
    return f"{'; '.join(parts)}{'' if done else '; nothing was done'}."


def _row(incoming: Incoming) -> tuple[object, ...]:
    annotation = incoming.placed.annotation
    fields = record(incoming.document, incoming.placed)
    extra = annotation.note or annotation.name
    return (
        incoming.fate.value,
        fields["paragraph"] or fields["status"],
        short(incoming.document.title)[:24],
        " ".join(annotation.tags),
        f"“{short(fields['quote'])}”" + (f" {short(extra)}" if extra else ""),
    )


def _incoming(incoming: Incoming) -> dict[str, object]:
    return {"fate": incoming.fate.value, **record(incoming.document, incoming.placed)}
