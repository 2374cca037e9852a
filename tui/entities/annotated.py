"""Texts that somebody has annotated, in the formats that annotators use: inline markup, JSON, CoNLL, brat.

- **Inline** (``.md``, ``.txt``): ``[[Ada Lovelace|person|ada]]`` in Markdown or plain text; what it names may be
  left out.
- **JSON** (``.json``; ``.jsonl`` one a line): an object, or a list of them, with ``text`` and one of ``mentions``,
  ``entities``, ``ents``, ``spans``, ``labels``: items ``{"start", "end", "type" or "label", "entity"}``, or
  ``[start, end, label]`` as spaCy and doccano have them, or entities ``{"type", "mentions": [{"start", "end"}]}``.
- **CoNLL** (``.conll``, ``.bio``, ``.iob``): the token in the first column, its IOB, BIO or BIOES tag in the last, a
  blank line between sentences, ``-DOCSTART-`` between texts.
- **brat** (``.ann`` beside a ``.txt``): text-bound annotations; ``Equiv`` and references say what names the same thing.

Offsets are code points. Whatever is not of its format is refused with the place where it is wrong.
"""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from tui.document.decoding import decode
from tui.document.failures import Refused
from tui.document.files import is_there, read_bytes, shown
from tui.document.readers.building import normalised
from tui.entities.scoring import Labelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from tui.document.model import Document

INLINE = frozenset({".md", ".markdown", ".txt", ".text"})
JSON = frozenset({".json", ".jsonl"})
CONLL = frozenset({".conll", ".bio", ".iob"})
BRAT = frozenset({".ann"})
SUFFIXES = INLINE | JSON | CONLL | BRAT
"""Endings, in lower case, of what is looked for in a folder."""

_MARKED = re.compile(r"\[\[([^\[\]|\n]+)\|([^\[\]|\n]+)(?:\|([^\[\]|\n]+))?\]\]")
_LISTS = ("mentions", "entities", "ents", "spans", "labels")
_TAG = re.compile(r"([BILUES])-(.+)")
_CLOSING = frozenset(". , ) ] … 's ’s n't n’t".split())
_OPENING = frozenset("([")
_BRAT = re.compile(r"(T\d+)\t(\S+) (\d{1,15}(?: \d{1,15};\d{1,15})* \d{1,15})(?:\t.*)?")
_REFERENCE = re.compile(r"N\d+\tReference (T\d+) (\S+)(?:\t.*)?")

_LABELS = {
    "per": "person",
    "pers": "person",
    "people": "person",
    "org": "organisation",
    "organization": "organisation",
    "loc": "place",
    "location": "place",
    "gpe": "place",
    "fac": "place",
    "facility": "place",
    "work_of_art": "work",
    "law": "work",
    "misc": "other",
    "miscellaneous": "other",
    "money": "amount",
    "percent": "amount",
}


class Annotated(NamedTuple):
    """One text and what is marked in it."""

    name: str
    """Of the file, harmless; with a number where it holds several texts."""
    text: str
    suffix: str
    """``.md`` for Markdown, ``.txt`` for plain text."""
    mentions: tuple[Labelled, ...]
    """In code points of ``text``."""


def kind_of(label: str) -> str:
    """The name of a type by the label of another tool: ``PER`` and ``PERSON`` are ``person``; others as they are."""
    label = label.strip().casefold()
    return _LABELS.get(label, label)


def annotated_texts(path: Path) -> list[Annotated]:
    """All texts of an annotated file, or of those of a folder in the order of their names; raises ``Refused``."""
    try:
        inside = sorted(path.iterdir()) if path.is_dir() else None
    except OSError as error:
        raise Refused(f"{shown(path)}: this folder cannot be looked into.") from error
    if inside is not None:
        files = [each for each in inside if each.suffix.lower() in SUFFIXES and not _is_half(each)]
        if not files:
            raise Refused(f"{shown(path)}: there is no annotated text in this folder.")
        return [text for each in files for text in annotated_texts(each)]
    suffix = path.suffix.lower()
    content = _content(path)
    if suffix in JSON:
        return from_json(content, shown(path), by_line=suffix == ".jsonl")
    if suffix in CONLL:
        return from_conll(content, shown(path))
    if suffix in BRAT:
        return [from_brat(_content(path.with_suffix(".txt")), content, shown(path))]
    return [from_markup(content, shown(path), ".txt" if suffix in {".txt", ".text"} else ".md")]


def _is_half(path: Path) -> bool:
    """Whether a file is the text of another one with annotations."""
    return path.suffix.lower() == ".txt" and is_there(path.with_suffix(".ann"))


def _content(path: Path) -> str:
    text = decode(read_bytes(path), None, name=shown(path)).text
    return text.replace("\r\n", "\n")


def from_markup(source: str, name: str, suffix: str = ".md") -> Annotated:
    """The text without its inline markup; raises ``Refused`` for markup that does not close."""
    text, mentions, at = "", [], 0
    for match in _MARKED.finditer(source):
        text += source[at : match.start()]
        mentions.append(Labelled(len(text), len(text) + len(match[1]), kind_of(match[2]), match[3] or ""))
        text += match[1]
        at = match.end()
    text += source[at:]
    broken = text.find("[[")
    if broken >= 0:
        _refuse(name, f"“{text[broken : broken + 30]}” is no markup of the form [[name|type|entity]]")
    return _checked(name, text, suffix, mentions)


def from_json(source: str, name: str, *, by_line: bool = False) -> list[Annotated]:
    """The texts of one JSON document, or of one a line; raises ``Refused``."""
    try:
        parsed = [json.loads(line) for line in source.splitlines() if line.strip()] if by_line else json.loads(source)
    except (ValueError, RecursionError) as error:
        raise Refused(f"{name}: it is not JSON ({error}).") from error
    texts = parsed if isinstance(parsed, list) else [parsed]
    if not texts:
        _refuse(name, "there is no text in it")
    return [_of_object(each, _numbered(name, number, len(texts))) for number, each in enumerate(texts, 1)]


def _of_object(value: Any, name: str) -> Annotated:
    text = value.get("text") if isinstance(value, dict) else None
    if not isinstance(text, str):
        _refuse(name, "an object with “text” was expected")
    items = next((value[key] for key in _LISTS if key in value), None)
    if not isinstance(items, list):
        _refuse(name, f"a list was expected under one of {', '.join(_LISTS)}")
    mentions = [mention for number, item in enumerate(items) for mention in _of_item(item, number, name)]
    return _checked(name, text, ".txt", mentions)


def _of_item(item: Any, number: int, name: str) -> Iterator[Labelled]:
    try:
        if isinstance(item, list):
            start, end, label = item
            yield _labelled(start, end, label)
        elif "mentions" in item:
            entity = str(item.get("id") or item.get("name") or number)
            for each in item["mentions"]:
                yield _labelled(each["start"], each["end"], item["type"], entity)
        else:
            label = item["type"] if "type" in item else item["label"]
            yield _labelled(item["start"], item["end"], label, str(item.get("entity") or item.get("kb_id") or ""))
    except (TypeError, ValueError, KeyError, AttributeError):
        _refuse(name, f"mention {number + 1} lacks a start, an end or a type")


def _labelled(start: Any, end: Any, label: Any, entity: str = "") -> Labelled:
    if not isinstance(start, int) or not isinstance(end, int) or not isinstance(label, str):
        raise TypeError
    return Labelled(start, end, kind_of(label), entity)


def from_conll(source: str, name: str) -> list[Annotated]:
    """The texts of a CoNLL file, put together of their tokens again; raises ``Refused``."""
    texts: list[_Tokens] = [_Tokens()]
    for number, line in enumerate(source.split("\n"), 1):
        columns = [column.strip() for column in line.split("\t")] if "\t" in line else line.split()
        if line.startswith("-DOCSTART-"):
            texts.append(_Tokens())
        elif not any(columns):
            texts[-1].end_sentence()
        elif re.match(r"#\s*\w[\w .-]*=", line):
            continue
        elif len(columns) < 2:
            _refuse(name, f"line {number} has no tag")
        elif columns[-1] in {"O", "_"}:
            texts[-1].add(columns[0])
        elif tag := _TAG.fullmatch(columns[-1]):
            texts[-1].add(columns[0], tag[1], kind_of(tag[2]))
        else:
            _refuse(name, f"line {number}: {columns[-1]!r} is no tag such as O or B-PER")
    texts = [each for each in texts if each.text]
    if not texts:
        _refuse(name, "there is no text in it")
    return [
        _checked(_numbered(name, number, len(texts)), each.text, ".txt", each.mentions)
        for number, each in enumerate(texts, 1)
    ]


class _Tokens:
    """Tokens becoming a text, blanks between them where a writer would have put some."""

    def __init__(self) -> None:
        self.text = ""
        self.mentions: list[Labelled] = []
        self._open = False
        """Whether the last mention can go on."""
        self._glued = True

    def add(self, token: str, part: str = "", kind: str = "") -> None:
        """One more token; ``part`` is the letter of its tag, empty outside of names."""
        if not self._glued and token not in _CLOSING:
            self.text += " "
        start = len(self.text)
        self.text += token
        self._glued = token in _OPENING or (len(token) > 1 and token[-1] in "'’")
        if not part:
            self._open = False
        elif part not in "BSU" and self._open and self.mentions[-1].type == kind:
            self.mentions[-1] = self.mentions[-1]._replace(end=len(self.text))
        else:
            self.mentions.append(Labelled(start, len(self.text), kind))
        if part:
            self._open = part in "BI"

    def end_sentence(self) -> None:
        """What comes is a paragraph of its own."""
        if self.text and not self.text.endswith("\n"):
            self.text += "\n\n"
        self._open, self._glued = False, True


def from_brat(text: str, source: str, name: str) -> Annotated:
    """A text with its stand-off annotations in brat's format; raises ``Refused``.

    A discontinuous annotation counts from its first to its last character.
    """
    marked: dict[str, Labelled] = {}
    entities: dict[str, str] = {}
    same: list[list[str]] = []
    for number, line in enumerate(source.split("\n"), 1):
        if line.startswith("T"):
            match = _BRAT.fullmatch(line)
            if match is None:
                _refuse(name, f"line {number} is no annotation such as “T1⇥Person 0 5⇥Alice”")
            offsets = [int(each) for each in re.split("[ ;]", match[3])]
            marked[match[1]] = Labelled(offsets[0], offsets[-1], kind_of(match[2]))
        elif line.startswith("*\tEquiv "):
            same.append(line.split()[2:])
        elif match := _REFERENCE.fullmatch(line):
            entities[match[1]] = match[2]
    if same or entities:
        _name_each(entities, same, marked)
    return _checked(name, text, ".txt", [each._replace(entity=entities.get(key, "")) for key, each in marked.items()])


def _name_each(entities: dict[str, str], same: Iterable[Sequence[str]], marked: Iterable[str]) -> None:
    """Give every annotation an entity: its own, that of those which are the same, or one for itself."""
    for key in marked:
        entities.setdefault(key, key)
    named: dict[str, list[str]] = {}
    for key, entity in entities.items():
        named.setdefault(entity, []).append(key)
    for group in same:
        known = sorted({entities[key] for key in group if key in entities}, key=lambda entity: -len(named[entity]))
        for entity in known[1:]:
            moved = named.pop(entity)
            named[known[0]] += moved
            entities.update(dict.fromkeys(moved, known[0]))


def _checked(name: str, text: str, suffix: str, mentions: Iterable[Labelled]) -> Annotated:
    """The text as the program will have it, with composed characters, and its mentions moved along."""
    mentions = sorted(mentions)
    for each in mentions:
        if not 0 <= each.start < each.end <= len(text):
            _refuse(name, f"a mention from {each.start} to {each.end} does not lie in a text of {len(text)}")
    moved, whole = {0: 0}, ""
    borders = sorted({0, len(text), *(edge for each in mentions for edge in each[:2])})
    for low, high in pairwise(borders):
        whole += normalised(text[low:high])
        moved[high] = len(whole)
    return Annotated(
        name, whole, suffix, tuple(each._replace(start=moved[each.start], end=moved[each.end]) for each in mentions)
    )


def placed(annotated: Annotated, document: Document) -> tuple[Labelled, ...]:
    """The mentions in code points of the document that was read from the annotated text; raises ``Refused``.

    What a reader leaves out (marks of headings and emphasis) or changes (blanks) is passed over: the document's
    other characters are found one after the other.
    """
    text = str(document.text)
    at, wanted = -1, [offset for offset, letter in enumerate(text) if not letter.isspace()]
    places: dict[int, int] = {}
    for offset, letter in enumerate(annotated.text):
        if at + 1 < len(wanted) and letter == text[wanted[at + 1]]:
            at += 1
            places[offset] = wanted[at]
    found = []
    for each in annotated.mentions:
        inside = [places[offset] for offset in range(each.start, each.end) if offset in places]
        marked = annotated.text[each.start : each.end]
        if not inside or text[inside[0] : inside[-1] + 1].split() != marked.split():
            _refuse(annotated.name, f"“{marked}” is not in the text as it is read")
        found.append(each._replace(start=inside[0], end=inside[-1] + 1))
    return tuple(found)


def _numbered(name: str, number: int, of: int) -> str:
    return f"{name} ({number})" if of > 1 else name


def _refuse(name: str, what: str) -> NoReturn:
    from tui.document.harmless import harmless_line

    raise Refused(f"{name}: {harmless_line(what)}.")
