"""Parsing the command line: the commands, their options, their help."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui import __version__
from tui.entities.kinds import EntityType
from tui.settings import COLOURS, ENGINES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui.settings import Places

TYPES = tuple(kind.value for kind in EntityType)

DESCRIPTION = """\
Read closely in a terminal: paragraphs, entities and fuzzy search side by side, with notes that last.

Without a command it opens the screen: on the files and folders that are named, on standard input
for -, on the bundled article for nothing. A file that is called like a command is written ./read.
"""

EPILOG = """\
Exit status: 0 done, 1 found nothing or refused the input, 2 wrong usage.
LLAMA_TUI_HOME puts data, settings and cache elsewhere, as --home does. ? shows the keys of the screen.
"""


class _Parser(argparse.ArgumentParser):
    """Takes options only in full, and says what is wrong in one sentence, with exit status 2."""

    def __init__(self, **particulars: Any) -> None:
        super().__init__(allow_abbrev=False, **particulars)

    def parsed(self, words: Sequence[str]) -> argparse.Namespace:
        """The options, which may stand before, between and behind paths, but before ``--``."""
        return self.parse_args(words) if "--" in words else self.parse_intermixed_args(words)

    def error(self, message: str) -> None:  # type: ignore[override]
        from tui.document.harmless import harmless_line

        self.exit(2, f"{self.prog}: {harmless_line(message)} ({self.prog} --help tells more)\n")


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The options of a command line; ``run`` is the function that carries it out."""
    home, rest = _taken_out(list(words), "--home")
    first = next((word for word in rest if not word.startswith("-") or word == "-"), "")
    if first in COMMANDS and (rest[0] == first or rest[0] in {"-h", "--help"}):
        parser = _Parser(prog=f"llama-tui {first}", description=COMMANDS[first][0])
        COMMANDS[first][1](parser)
        _add_home(parser)
        options = parser.parsed(rest[1:] if rest[0] == first else ["--help"])
    else:
        parser = _screen_parser()
        options = parser.parsed(rest)
        meant = _misspelt_command(rest)
        if meant:
            parser.error(f"there is no file and no command '{rest[0]}'; '{meant}' is one")
        options.run = _open_screen
    options.home = Path(home) if home else None
    return options


def _misspelt_command(words: Sequence[str]) -> str:
    """The command that the first word is like, where it is no file and more words follow; else nothing."""
    if len(words) < 2 or words[0].startswith("-") or os.path.lexists(words[0]):
        return ""
    from difflib import get_close_matches

    return next(iter(get_close_matches(words[0], COMMANDS, n=1, cutoff=0.75)), "")


def _taken_out(words: list[str], option: str) -> tuple[str | None, list[str]]:
    """An option that may stand anywhere before ``--``, and the words without it."""
    value: str | None = None
    rest: list[str] = []
    while words:
        word = words.pop(0)
        if word == "--":
            return value, [*rest, word, *words]
        if word == option:
            if not words:
                rest.append(word)
                break
            value = words.pop(0)
        elif word.startswith(f"{option}="):
            value = word.removeprefix(f"{option}=")
        else:
            rest.append(word)
    return value, rest


def _add_home(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--home", metavar="DIR", help="keep data, settings and cache under DIR")


def _screen_parser() -> _Parser:
    commands = "\n".join(f"  {name:<12} {text}" for name, (text, _) in COMMANDS.items())
    parser = _Parser(
        prog="llama-tui",
        description=DESCRIPTION,
        epilog=f"commands (llama-tui COMMAND --help tells more):\n{commands}\n\n{EPILOG}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        usage="llama-tui [--home DIR] [--encoding NAME] [PATH...]\n       llama-tui COMMAND [ARGUMENT...]",
    )
    parser.add_argument("paths", metavar="PATH", nargs="*", help="files or folders; - is standard input")
    parser.add_argument("--version", action="version", version=f"llama-tui {__version__}")
    _add_encoding(parser)
    _add_home(parser)
    return parser


def _add_encoding(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--encoding", metavar="NAME", help="of the text, where it cannot be found out")


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")


def _add_paths(parser: argparse.ArgumentParser, otherwise: str) -> None:
    parser.add_argument("paths", metavar="PATH", nargs="*", help=f"files or folders; without any: {otherwise}")


def _open_screen(options: argparse.Namespace, where: Places) -> int:
    from tui.cli.screen import open_screen

    return open_screen(options, where)


def _read(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "path", metavar="PATH", nargs="?", help="a file; - is standard input; without: the bundled article"
    )
    _add_json(parser)
    _add_encoding(parser)
    parser.set_defaults(run=_from("reading", "read"))


def _search(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", metavar="QUERY", help="words in any order, half words, misspelt ones")
    _add_paths(parser, "the bundled article")
    parser.add_argument("--limit", metavar="N", type=_positive, default=20, help="passages at most (20)")
    parser.add_argument(
        "--scope",
        choices=("document", "library"),
        default="document",
        help="search what is named, or every document that was opened once (document)",
    )
    parser.add_argument("--explain", action="store_true", help="tell what each passage's score is made of")
    _add_json(parser)
    _add_encoding(parser)
    parser.set_defaults(run=_from("reading", "search"), parser=parser)


def _queries(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_mutually_exclusive_group()
    acts.add_argument("--keep", metavar=("NAME", "QUERY"), nargs=2, help="keep a query under a name")
    acts.add_argument("--drop", metavar="NAME", help="keep the query of this name no longer")
    _add_json(parser)
    parser.set_defaults(run=_from("queries", "queries"))


def _entities(parser: argparse.ArgumentParser) -> None:
    _add_paths(parser, "the bundled article")
    _add_engine(parser)
    parser.add_argument(
        "--type", choices=TYPES, action="append", dest="types", default=[], help="only these; again for more"
    )
    parser.add_argument("--min-count", metavar="N", type=_positive, help="only what is named so often")
    parser.add_argument("--query", metavar="Q", help="only names like this, or the lines of a concordance that hold it")
    parser.add_argument("--only", metavar="NAME", help="only this one")
    parser.add_argument(
        "--sort",
        choices=("mentions", "appearance", "name", "text", "left", "right"),
        help="names by mentions, appearance or name; a concordance by the text or what stands left or right",
    )
    parser.add_argument("--concordance", metavar="NAME", help="every mention of it between what stands around it")
    parser.add_argument(
        "--with",
        metavar="NAME",
        dest="together",
        help="who and what is named in one paragraph with it; with --concordance, the mentions of both in those",
    )
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--corrections", action="store_true", help="list what you corrected, in all texts")
    ways.add_argument(
        "--import",
        metavar="FILE",
        type=Path,
        action="append",
        dest="take_in",
        help="add the corrections of another list to yours; again for more",
    )
    ways.add_argument(
        "--gold",
        metavar="FILE",
        type=Path,
        action="append",
        help="score what is recognised in an annotated text (inline markup, JSON, CoNLL, brat) or a folder of them;"
        " again for more",
    )
    parser.add_argument(
        "--format", choices=("json", "csv", "conll", "brat", "spacy"), help="for other programs, with every mention"
    )
    parser.add_argument("-o", "--output", metavar="FILE", help="a file for --format; for brat a folder")
    _add_json(parser)
    _add_encoding(parser)
    parser.set_defaults(run=_from("naming", "entities"), parser=parser)


def _correct(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", metavar="PATH", nargs="?", help="a text that names it")
    parser.add_argument("name", metavar="NAME", nargs="?", help="as the listing of entities has it, or its id there")
    parser.add_argument("--type", choices=TYPES, help="what it is")
    parser.add_argument("--rename", metavar="NEW", help="how to show it")
    parser.add_argument("--merge-with", metavar="OTHER", dest="merge", help="it is the same as this, and shown so")
    parser.add_argument("--split", metavar="ALIAS", help="this other name of it is something of its own")
    parser.add_argument("--ignore", action="store_true", help="it is no name, or none to be shown")
    parser.add_argument("--new", metavar="WORDS", dest="words", help="these words are a name, of the --type")
    parser.add_argument("--everywhere", action="store_true", help="in all texts, not in this one alone")
    parser.add_argument("--undo", action="store_true", help="take the last correction back")
    parser.add_argument("--redo", action="store_true", help="make again what was taken back")
    _add_engine(parser)
    _add_json(parser)
    _add_encoding(parser)
    parser.set_defaults(run=_from("naming", "correct"), parser=parser)


def _add_engine(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--engine",
        choices=ENGINES,
        help="recognise by rules alone, with spaCy beside them, or with spaCy if it is installed (default: as set)",
    )


def _annotate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", metavar="PATH", help="a file")
    passage = parser.add_mutually_exclusive_group(required=True)
    passage.add_argument("--quote", metavar="TEXT", help="the passage, as it stands in the text")
    passage.add_argument("--whole", action="store_true", help="the whole text, instead of a passage")
    parser.add_argument("--paragraph", metavar="N", type=_positive, help="where the passage is, if it stands twice")
    parser.add_argument("--note", metavar="MD", default="", help="Markdown")
    _add_tags(parser)
    _add_colour(parser)
    _add_json(parser)
    _add_encoding(parser)
    parser.set_defaults(run=_from("marking", "annotate"), parser=parser)


def _add_colour(parser: argparse.ArgumentParser) -> None:
    names = ", ".join(COLOURS)
    parser.add_argument("--colour", metavar="C", help=f"{names}, or what one of them means in your settings")


def _reply(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="an annotation's id, or the beginning of it")
    parser.add_argument("--note", metavar="MD", required=True, help="Markdown")
    _add_tags(parser)
    _add_json(parser)
    parser.set_defaults(run=_from("marking", "reply"))


def _bookmark(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", metavar="PATH", help="a file")
    parser.add_argument("--paragraph", metavar="N", type=_positive, required=True, help="counted from 1")
    parser.add_argument("--name", metavar="NAME", default="", help="one letter, as in vim, or words")
    _add_json(parser)
    _add_encoding(parser)
    parser.set_defaults(run=_from("marking", "bookmark"))


def _annotations(parser: argparse.ArgumentParser) -> None:
    _add_paths(parser, "every text that was annotated")
    _add_choice(parser)
    _add_json(parser)
    _add_encoding(parser)
    parser.set_defaults(run=_from("marking", "list_annotations"))


def _edit(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="an annotation's id, or the beginning of it")
    parser.add_argument("--note", metavar="MD", help="Markdown; empty takes the note away")
    parser.add_argument(
        "--tag",
        metavar="T",
        action="append",
        dest="tags",
        help="instead of the tags it has; again for more; empty for none",
    )
    _add_colour(parser)
    _add_json(parser)
    parser.set_defaults(run=_from("marking", "edit"), parser=parser)


def _attach(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="an annotation's id, or the beginning of it")
    parser.add_argument("path", metavar="PATH", nargs="?", help="the text, where it is another than before")
    parser.add_argument(
        "--to", metavar="P:START-END", help="paragraph, counted from 1, and code points into its text, as listed"
    )
    parser.add_argument("--quote", metavar="TEXT", help="the passage, as it stands in the text")
    parser.add_argument("--paragraph", metavar="N", type=_positive, help="where the quote is, if it stands twice")
    parser.add_argument("--confirm", action="store_true", help="it stands where it was found")
    parser.add_argument("--refuse", action="store_true", help="it does not, and is an orphan")
    _add_json(parser)
    _add_encoding(parser)
    parser.set_defaults(run=_from("marking", "attach"), parser=parser)


def _delete(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="an annotation's id, or the beginning of it")
    _add_json(parser)
    parser.set_defaults(run=_from("marking", "delete"))


def _bin(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_mutually_exclusive_group()
    acts.add_argument("--restore", metavar="ID", action="append", help="bring this one back; again for more")
    acts.add_argument("--empty", action="store_true", help="erase all of it for good, with its history")
    _add_json(parser)
    parser.set_defaults(run=_from("past", "bin_"))


def _history(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="an annotation's id, or the beginning of it")
    _add_json(parser)
    parser.set_defaults(run=_from("past", "history"))


def _undo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--redo", action="store_true", help="do again what was taken back last")
    parser.set_defaults(run=_from("past", "undo"))


def _tags(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_mutually_exclusive_group()
    acts.add_argument("--rename", metavar=("OLD", "NEW"), nargs=2, help="call a tag and all below it otherwise")
    acts.add_argument("--merge", metavar="TAG", nargs="+", help="make tags one, with all below them; needs --into")
    acts.add_argument(
        "--describe", metavar=("TAG", "TEXT"), nargs=2, help="say what a tag means; an empty text says nothing"
    )
    acts.add_argument(
        "--import",
        metavar="FILE",
        type=Path,
        dest="take_in",
        help="add the tags of a codebook: CSV, as Taguette's, or REFI-QDA (.qdc, .qdpx)",
    )
    acts.add_argument("--together", action="store_true", help="which tags stand together, and how often")
    parser.add_argument("--into", metavar="TAG", help="what merged tags are called from now on")
    parser.add_argument("--format", choices=("json", "csv"), help="for other programs; csv is Taguette's codebook")
    _add_json(parser)
    parser.set_defaults(run=_from("coding", "tags"), parser=parser)


def _agreement(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", metavar="PATH", help="a text that both have coded")
    parser.add_argument("--coders", metavar=("A", "B"), nargs=2, help="which two; you are: me (needed from three on)")
    parser.add_argument(
        "--by", choices=("word", "sentence", "paragraph"), default="word", help="what is marked or not (word)"
    )
    parser.add_argument("--side-by-side", action="store_true", help="what each marked, instead of how far they agree")
    parser.add_argument("--format", choices=("json", "csv"), help="for other programs")
    _add_json(parser)
    _add_encoding(parser)
    parser.set_defaults(run=_from("coding", "agreement"))


def _formats(*, written: bool) -> str:
    """The formats that can be written, or read; built in ones, as those of others take long to be looked for."""
    from tui.annotations.formats import FORMATS, READ_ONLY, WRITTEN_ONLY

    left_out = READ_ONLY if written else WRITTEN_ONLY
    return ", ".join(name for name in FORMATS if name not in left_out)


def _export(parser: argparse.ArgumentParser) -> None:
    _add_paths(parser, "every text that was annotated")
    parser.add_argument(
        "--format",
        metavar="F",
        help=f"{_formats(written=True)}, one of another package, or notes.md.j2, a template of your own;"
        " if none is given, that of FILE's ending, or markdown",
    )
    _add_choice(parser)
    where = parser.add_mutually_exclusive_group()
    where.add_argument("-o", "--output", metavar="FILE", help="a file instead of standard output")
    where.add_argument("--folder", metavar="DIR", type=Path, help="a folder, in it one file a text, brought up to date")
    where.add_argument(
        "--watch", metavar="DIR", type=Path, help="the same, and kept up to date as you read, until Ctrl+C"
    )
    where.add_argument("--clipboard", action="store_true", help="the clipboard, the system's or the terminal's")
    _add_encoding(parser)
    parser.set_defaults(run=_from("exchange", "export"), parser=parser)


def _import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="+",
        help="annotations of other programs; - is standard input. A text or a folder among them is what they are of",
    )
    parser.add_argument(
        "--to", metavar="PATH", action="append", default=[], help="the text they are of; again for more"
    )
    parser.add_argument(
        "--format",
        metavar="F",
        default="auto",
        help=f"of the files: {_formats(written=False)}, or one of another package; auto finds it out by content",
    )
    parser.add_argument("--coder", metavar="NAME", help="whose they are, where the files do not say")
    parser.add_argument("--dry-run", action="store_true", help="tell what would be done, and do nothing")
    _add_json(parser)
    _add_encoding(parser)
    parser.set_defaults(run=_from("exchange", "bring_in"), parser=parser)


def _sync(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder",
        metavar="DIR",
        type=Path,
        help="a folder that Syncthing, git or a network drive brings to all machines",
    )
    parser.add_argument("--dry-run", action="store_true", help="tell what would be done, and do nothing")
    _add_json(parser)
    parser.set_defaults(run=_from("syncing", "sync"))


def _paths(parser: argparse.ArgumentParser) -> None:
    _add_json(parser)
    parser.set_defaults(run=_from("reading", "paths"))


def _add_tags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--tag", metavar="T", action="append", dest="tags", default=[], help="again for more")


def _add_choice(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--tag", metavar="T", help="only those with this tag, or one below it (T/…)")
    parser.add_argument(
        "--query",
        metavar="Q",
        help="only those with these words in passage, note or tags, and filters such as colour:green, kind:note,"
        " doc:report, lang:fr, entity:OpenAI, status:orphan, status:unsure, before:2024, after:2023-05, on:2024-02-29",
    )
    parser.add_argument(
        "--id", metavar="ID", action="append", dest="ids", help="only this one, or what begins so; again for more"
    )


def _positive(word: str) -> int:
    if not word.isascii() or not word.isdecimal() or len(word) > 18 or int(word) < 1:
        raise argparse.ArgumentTypeError(f"{word!r} is not a number from 1")
    return int(word)


def _from(module: str, name: str) -> Callable[[argparse.Namespace, Places], int]:
    """A command's function, imported when it is called."""

    def run(options: argparse.Namespace, where: Places) -> int:
        from importlib import import_module

        command: Callable[[argparse.Namespace, Places], int] = getattr(import_module(f"tui.cli.{module}"), name)
        return command(options, where)

    return run


COMMANDS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "read": ("Print a text, plain and linear.", _read),
    "search": ("Find passages, the best first.", _search),
    "queries": ("List the queries that are kept, keep one or drop one.", _queries),
    "entities": ("List who and what is named.", _entities),
    "correct": ("Say what is right about a name.", _correct),
    "annotate": ("Highlight a passage, or write a note on it.", _annotate),
    "reply": ("Reply to an annotation.", _reply),
    "bookmark": ("Bookmark a paragraph.", _bookmark),
    "annotations": ("List what you added to texts.", _annotations),
    "edit": ("Change an annotation.", _edit),
    "attach": ("Hang an annotation on another passage, or confirm where it was found.", _attach),
    "delete": ("Delete an annotation.", _delete),
    "history": ("Tell all that happened to an annotation.", _history),
    "tags": ("List your tags as a tree, rename, merge and describe them.", _tags),
    "agreement": ("Tell how far two coders of a text agree, tag by tag.", _agreement),
    "bin": ("List what you deleted, bring it back, or erase it.", _bin),
    "undo": ("Take back what was done last: an import or a sync as one step.", _undo),
    "export": ("Write annotations in a format of other tools.", _export),
    "import": ("Take in annotations that other programs wrote.", _import),
    "sync": ("Merge what you added on several machines, over a folder.", _sync),
    "paths": ("Tell where data, settings, cache and log are.", _paths),
}
