"""Projects for programs of qualitative analysis: REFI-QDA Project Exchange 1.0 (https://www.qdasoftware.org).

A project is a ZIP file: ``project.qde``, which is XML, and the plain text of each document. A passage is a
PlainTextSelection, whose offsets are code points of that text; its tags are codings with codes, which stand
in a tree where tags have slashes, each with its description; its note is a Note, and so is each reply, of which the
name says so. A note on a whole text is one of the text. Who coded is a user of the project. Colours of passages,
bookmarks and what is no longer in its text have no place there.

Of other programs' projects passages of PDF files are read as well, by their names, which are their words, and what a
whole source is coded with. A codebook alone (``.qdc``) is read for its codes.

Files are hostile: no document type is read (so no entities are), nothing is unpacked to a disk, and to memory
no more than :data:`LARGEST` bytes.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from tui.annotations.formats import Format, meant_by
from tui.annotations.formats.addresses import readable
from tui.annotations.formats.foreign import Foreign, Work, kind_of, moment
from tui.annotations.kinds import WHOLE_TEXT, Colour, Kind
from tui.annotations.model import CONTEXT_LENGTH, Relations
from tui.annotations.threads import threaded
from tui.document.failures import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from xml.etree.ElementTree import Element
    from zipfile import ZipFile

    from tui.annotations.formats import Article
    from tui.annotations.model import Annotation

NAMESPACE = "urn:QDA-XML:project:1.0"
PROJECT = "project.qde"
LARGEST = 256 << 20
"""Bytes of the largest project that is read, unpacked, and of all texts together."""
REPLY = "reply"
"""The name of the note that is one."""
_READER = "reader"
"""The user that stands for whoever uses this program."""
_SHADES = {
    Colour.YELLOW: "#FFF3A3",
    Colour.GREEN: "#BBFABB",
    Colour.BLUE: "#ABDFFF",
    Colour.PINK: "#FFB8D9",
    Colour.PURPLE: "#D9C2FF",
}
_INTERNAL = "internal://"
_LONGEST_TAG = 2000
"""Characters of the names on the way to a code: a tree may be as deep as its maker likes."""
_ILLEGAL = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NUMBER = re.compile(r"\d{1,15}", re.ASCII)


# Writing


def write(articles: Sequence[Article]) -> bytes:
    """The project."""
    from io import BytesIO
    from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring
    from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

    register_namespace("", NAMESPACE)
    annotations = [placed.annotation for article in articles for placed in article.in_order()]
    when = max((annotation.modified for annotation in annotations), default="") or "1970-01-01T00:00:00Z"
    titles = [article.document.title for article in articles]
    reader = _guid("user", "")
    project = Element(_tag("Project"))
    _set(
        project,
        name=(titles[0] if len(titles) == 1 else "") or "Annotations",
        origin="llama-tui",
        creatingUserGUID=reader,
        creationDateTime=when,
        modifyingUserGUID=reader,
        modifiedDateTime=when,
    )
    users = SubElement(project, _tag("Users"))
    for author in dict.fromkeys(["", *(annotation.relations.author for annotation in annotations)]):
        _set(SubElement(users, _tag("User")), guid=_guid("user", author), name=author or _READER)
    codes = SubElement(SubElement(project, _tag("CodeBook")), _tag("Codes"))
    _write_codes(codes, annotations, meant_by(articles))
    sources, notes = SubElement(project, _tag("Sources")), SubElement(project, _tag("Notes"))
    texts: dict[str, str] = {}
    for article in articles:
        _write_source(article, sources, notes, texts)
    if not len(notes):
        project.remove(notes)
    indent(project)
    parts = {PROJECT: tostring(project, encoding="utf-8", xml_declaration=True)}
    parts |= {f"sources/{name}": text.encode("utf-8", "replace") for name, text in texts.items()}
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as file:
        for name, data in parts.items():
            # The same annotations give the same file, so that the time of its making is not in it.
            file.writestr(ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, ZIP_DEFLATED)
    return stream.getvalue()


def _write_codes(codes: Element, annotations: Sequence[Annotation], meanings: Mapping[str, str]) -> None:
    """The tags as a tree, in the order in which they are first used."""
    from xml.etree.ElementTree import SubElement

    known: dict[str, Element] = {"": codes}
    for annotation in annotations:
        for tag in annotation.tags:
            above = ""
            for name in _steps(tag):
                path = f"{above}/{name}" if above else name
                if path not in known:
                    known[path] = code = SubElement(known[above], _tag("Code"))
                    _set(
                        code,
                        guid=_guid("code", path),
                        name=name,
                        isCodable="true",
                        color=_SHADES[annotation.colour],
                    )
                    if path in meanings:
                        SubElement(code, _tag("Description")).text = _legal(meanings[path])
                above = path


def _steps(tag: str) -> list[str]:
    """The names on the way to a tag in the tree; one where there is no such way."""
    steps = tag.split("/")
    return steps if all(step.strip() for step in steps) else [tag]


def _write_source(article: Article, sources: Element, notes: Element, texts: dict[str, str]) -> None:
    from xml.etree.ElementTree import SubElement

    document = article.document
    guid = _guid("document", document.id)
    source = SubElement(sources, _tag("TextSource"))
    texts[f"{guid}.txt"] = str(document.text)
    _set(source, guid=guid, name=document.title, plainTextPath=f"{_INTERNAL}{guid}.txt")
    description = SubElement(source, _tag("Description"))
    description.text = _legal(readable(document.source))
    on_text: list[Annotation] = []
    selection = None
    for placed, depth in threaded(article.in_order()):
        annotation = placed.annotation
        if depth:
            if selection is not None:
                _write_note(annotation, selection, notes, name=REPLY)
            elif on_text:
                on_text.append(annotation)
            continue
        selection = None
        if annotation.relations.about == WHOLE_TEXT:
            on_text.append(annotation)
        elif placed.span is not None and annotation.kind is not Kind.BOOKMARK:
            selection = SubElement(source, _tag("PlainTextSelection"))
            _set(
                selection,
                guid=_of_annotation(annotation.id),
                name=" ".join(document.quote(placed.span).split())[:80],
                startPosition=str(placed.span.start),
                endPosition=str(placed.span.end),
                **_times(annotation),
            )
            for number, tag in enumerate(annotation.tags):
                coding = SubElement(selection, _tag("Coding"))
                _set(coding, guid=_guid("coding", f"{annotation.id} {number}"), **_times(annotation))
                _set(SubElement(coding, _tag("CodeRef")), targetGUID=_guid("code", "/".join(_steps(tag))))
            if annotation.note:
                _write_note(annotation, selection, notes)
    for annotation in on_text:
        _write_note(annotation, source, notes, name=REPLY if annotation.relations.parent else "")


def _write_note(annotation: Annotation, holder: Element, notes: Element, name: str = "") -> None:
    """A note, and that ``holder`` has it."""
    from xml.etree.ElementTree import SubElement

    is_alone = bool(name) or annotation.relations.about == WHOLE_TEXT
    guid = _of_annotation(annotation.id) if is_alone else _guid("note", annotation.id)
    note = SubElement(notes, _tag("Note"))
    _set(note, guid=guid, name=name, **_times(annotation))
    SubElement(note, _tag("PlainTextContent")).text = _legal(annotation.note)
    _set(SubElement(holder, _tag("NoteRef")), targetGUID=guid)


def _times(annotation: Annotation) -> dict[str, str]:
    user = _guid("user", annotation.relations.author)
    return {
        "creatingUser": user,
        "creationDateTime": annotation.created,
        "modifyingUser": user,
        "modifiedDateTime": annotation.modified,
    }


def _set(element: Element, **attributes: str) -> None:
    for name, value in attributes.items():
        if value:
            element.set(name, _legal(value))


def _legal(text: str) -> str:
    """Text without what XML 1.0 cannot hold (section 2.2)."""
    return _ILLEGAL.sub("\ufffd", text)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _guid(kind: str, name: str) -> str:
    from uuid import NAMESPACE_URL, uuid5

    return str(uuid5(NAMESPACE_URL, f"llama-tui\n{kind}\n{name.encode('utf-8', 'replace').decode()}"))


def _of_annotation(identifier: str) -> str:
    from uuid import UUID

    try:
        return str(UUID(identifier))
    except ValueError:
        return _guid("annotation", identifier)


# Reading


class _Note(NamedTuple):
    id: str
    text: str
    is_reply: bool
    author: str
    created: str
    modified: str


class _Project:
    """What the parts of a project file tell."""

    def __init__(self, root: Element, file: ZipFile) -> None:
        self._file = file
        self._texts: dict[str, str] = {}
        self._names = {name.rsplit("/", 1)[-1].lower(): name for name in file.namelist()}
        users = {_key(user.get("guid", "")): user.get("name", "") for user in root.iterfind("{*}Users/{*}User")}
        by_ours = root.get("origin") == "llama-tui"
        self._users = users if by_ours or len(users) > 1 else {}
        if by_ours:
            self._users[_guid("user", "")] = ""
        self._codes = {_key(code.get("guid", "")): path for code, path in _codes(root)}
        self._notes = {_key(note.get("guid", "")): self._note(note) for note in root.iterfind("{*}Notes/{*}Note")}
        self._sources = list(root.iterfind("{*}Sources/*"))

    def annotations(self) -> Iterator[Foreign]:
        """The passages and notes of all sources."""
        for source in self._sources:
            work = Work(title=source.get("name", ""))
            yield from self._on_text(source, work)
            for holder in source.iter():
                selections = holder.findall("{*}PlainTextSelection")
                if selections:
                    text = self._text(holder)
                    for selection in selections:
                        yield from self._on_passage(selection, _place(selection, text), work)
                for selection in holder.iterfind("{*}PDFSelection"):
                    if selection.find("{*}Coding") is not None or selection.find("{*}NoteRef") is not None:
                        yield from self._on_passage(selection, {"quote": selection.get("name", "")}, work)

    def _on_text(self, source: Element, work: Work) -> Iterator[Foreign]:
        parent = ""
        if tags := self._coded(source):
            note = _Note(_key(source.get("guid", "")), "", False, self._by(source), "", "")
            whole = _foreign(note, work, Relations("", WHOLE_TEXT, note.author), {"quote": ""})
            yield replace(whole, tags=tags, created=moment(source.get("creationDateTime", "")))
        for note in self._notes_of(source):
            relations = Relations(parent if note.is_reply else "", WHOLE_TEXT, note.author)
            parent = parent if note.is_reply else note.id
            yield _foreign(note, work, relations, {"quote": ""})

    def _on_passage(self, selection: Element, place: Mapping[str, Any], work: Work) -> Iterator[Foreign]:
        identifier = _key(selection.get("guid", ""))
        notes = list(self._notes_of(selection))
        note = next((each for each in notes if not each.is_reply), None)
        created = moment(selection.get("creationDateTime", ""))
        said = note.text if note is not None else ""
        yield Foreign(
            work=work,
            kind=kind_of(said),
            note=said,
            tags=self._coded(selection),
            created=created,
            modified=moment(selection.get("modifiedDateTime", "")) or created,
            id=identifier,
            relations=Relations(author=self._by(selection)),
            **place,
        )
        for each in notes:
            if each is not note:
                yield _foreign(each, work, Relations(parent=identifier, author=each.author), place)

    def _coded(self, holder: Element) -> tuple[str, ...]:
        """The tags of a passage or a source."""
        codes = holder.iterfind("{*}Coding/{*}CodeRef")
        coded = [self._codes.get(_key(code.get("targetGUID", ""))) for code in codes]
        return tuple(dict.fromkeys(filter(None, coded)))

    def _notes_of(self, holder: Element) -> Iterator[_Note]:
        for reference in holder.iterfind("{*}NoteRef"):
            note = self._notes.get(_key(reference.get("targetGUID", "")))
            if note is not None and note.text.strip():
                yield note

    def _note(self, note: Element) -> _Note:
        created = moment(note.get("creationDateTime", ""))
        return _Note(
            _key(note.get("guid", "")),
            self._text(note) or _described(note) or note.get("name", ""),
            note.get("name") == REPLY,
            self._by(note),
            created,
            moment(note.get("modifiedDateTime", "")) or created,
        )

    def _by(self, element: Element) -> str:
        return self._users.get(_key(element.get("creatingUser", "")), "")

    def _text(self, element: Element) -> str:
        """The plain text of a source or a note, in the file itself or in a part of its own."""
        content = element.find("{*}PlainTextContent")
        path = element.get("plainTextPath", "")
        if content is not None or not path.startswith(_INTERNAL):
            return (content.text or "") if content is not None else ""
        name = self._names.get(path.removeprefix(_INTERNAL).rsplit("/", 1)[-1].lower())
        if name is None:
            return ""
        if name not in self._texts:
            left = LARGEST - sum(map(len, self._texts.values()))
            self._texts[name] = _part(self._file, name, left).decode("utf-8-sig", "replace")
        return self._texts[name]


def read(data: bytes) -> list[Foreign]:
    """What a project tells of passages and notes; raises Refused when it is none."""
    with _opened(data) as (file, root):
        return list(_Project(root, file).annotations())


def read_descriptions(data: bytes) -> dict[str, str]:
    """What the codes of a project mean, by their names; raises Refused when it is none."""
    with _opened(data) as (_, root):
        return {path: said for code, path in _codes(root) if (said := _described(code))}


def read_codebook(data: bytes) -> dict[str, str]:
    """The codes of a project or of a codebook alone, and what they mean; raises Refused when it is neither."""
    if data.startswith(b"PK"):
        with _opened(data) as (_, root):
            return {path: _described(code) for code, path in _codes(root)}
    root = _parsed(data)
    if root.tag.rpartition("}")[2] != "CodeBook":
        raise Refused("it is no codebook of REFI-QDA")
    return {path: _described(code) for code, path in _codes_in(root)}


@contextmanager
def _opened(data: bytes) -> Iterator[tuple[ZipFile, Element]]:
    from io import BytesIO
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(BytesIO(data)) as file:
            name = next((each for each in file.namelist() if each.lower().endswith(".qde")), None)
            if name is None:
                raise Refused(f"there is no {PROJECT} in it")
            root = _parsed(_part(file, name))
            if root.tag.rpartition("}")[2] != "Project":
                raise Refused(f"its {PROJECT} is no project of REFI-QDA")
            yield file, root
    except BadZipFile as error:
        raise Refused("it is not a ZIP file, or a broken one") from error


def recognises(data: bytes) -> bool:
    """Whether it is a ZIP file with a project in it."""
    return data.startswith(b"PK\x03\x04") and b".qde" in data


def _part(file: ZipFile, name: str, limit: int | None = None) -> bytes:
    """A part of the file, unpacked: :data:`LARGEST` bytes if no other limit is given."""
    from zipfile import BadZipFile
    from zlib import error as Broken  # noqa: N812 - an exception

    try:
        with file.open(name) as part:
            limit = LARGEST if limit is None else limit
            data = part.read(limit + 1)
    except (BadZipFile, Broken, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise Refused("a part of it cannot be unpacked") from error
    if len(data) > limit:
        raise Refused(f"it unpacks to more than {LARGEST >> 20} MiB")
    return data


def _parsed(data: bytes) -> Element:
    from xml.etree.ElementTree import ParseError, TreeBuilder, XMLParser

    class Builder(TreeBuilder):
        def doctype(self, name: str, public: str | None, system: str | None) -> None:
            raise Refused("its XML declares a document type")

    parser = XMLParser(target=Builder())  # noqa: S314 - what makes XML dangerous is in document types
    try:
        parser.feed(data)
        root = parser.close()
    except (ParseError, ValueError, LookupError) as error:
        raise Refused("it is not XML, or not all of it") from error
    return root


def _codes(root: Element) -> Iterator[tuple[Element, str]]:
    """The codes of a project, each with its names from the top of the tree."""
    for book in root.iterfind("{*}CodeBook"):
        yield from _codes_in(book)


def _codes_in(book: Element) -> Iterator[tuple[Element, str]]:
    waiting = [(code, "") for code in book.iterfind("{*}Codes/{*}Code")]
    while waiting:
        code, above = waiting.pop()
        path = f"{above}/{code.get('name', '')}" if above else code.get("name", "")
        yield code, path[:_LONGEST_TAG]
        waiting += [(below, path[:_LONGEST_TAG]) for below in code.iterfind("{*}Code")]


def _described(element: Element) -> str:
    """An element's description."""
    return (element.findtext("{*}Description") or "").strip()


def _key(guid: str) -> str:
    """A GUID in the one way of writing it."""
    return guid.strip("{} \t\n").lower()


def _place(selection: Element, text: str) -> dict[str, Any]:
    """The passage of a selection: of a text that is not there, what the selection is called."""
    places = [selection.get(name, "") for name in ("startPosition", "endPosition")]
    if all(map(_NUMBER.fullmatch, places)):
        start, end = map(int, places)
        if start < end <= len(text):
            prefix, suffix = text[max(0, start - CONTEXT_LENGTH) : start], text[end : end + CONTEXT_LENGTH]
            return {"quote": text[start:end], "prefix": prefix, "suffix": suffix, "start": start, "end": end}
    return {"quote": selection.get("name", "")}


def _foreign(note: _Note, work: Work, relations: Relations, place: Mapping[str, Any]) -> Foreign:
    return Foreign(
        work=work,
        kind=kind_of(note.text),
        note=note.text,
        created=note.created,
        modified=note.modified,
        id=note.id,
        relations=relations,
        **place,
    )


FORMAT = Format(
    "qdpx",
    ".qdpx",
    "REFI-QDA project (NVivo, MAXQDA, ATLAS.ti…)",
    write=write,
    read=read,
    recognises=recognises,
    read_descriptions=read_descriptions,
)
