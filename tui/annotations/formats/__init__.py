"""The formats in which annotations leave and come back, by name.

Each is a module with a :class:`Format` called ``FORMAT``, imported when it is asked for. Those of other
packages are found by entry points of the group ``llama_tui.formats``: a :class:`Format`, or only what
writes one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.document.failures import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from importlib.metadata import EntryPoint

    from tui.annotations.formats.foreign import Foreign
    from tui.annotations.model import Annotation, Placed
    from tui.document.model import Document

_MODULES = {
    "markdown": "markdown",
    "json": "json",
    "json-ld": "jsonld",
    "csv": "csv",
    "hypothesis": "hypothesis",
    "koreader": "koreader",
    "kindle": "kindle",
    "zotero": "zotero",
    "qdpx": "qdpx",
    "taguette": "taguette",
    "html": "html",
    "org": "org",
    "bibtex": "bibliography:BIBTEX",
    "csl-json": "bibliography:CSL",
}
"""The built-in formats and their modules here, in the order in which a file is tried on them.

Where a module has several, the name of the format's constant stands behind the colon.
"""

FORMATS = tuple(_MODULES)
"""The names of the formats that are built in."""

READ_ONLY = frozenset({"koreader", "kindle", "zotero"})
WRITTEN_ONLY = frozenset({"html", "org", "bibtex", "csl-json"})
"""Of the built in ones; the formats themselves say it, too, but need not be loaded to be listed."""

GROUP = "llama_tui.formats"
"""The entry points of others' formats."""


@dataclass(frozen=True, slots=True)
class Article:
    """A document with its annotations, as a format is given it."""

    document: Document
    placed: tuple[Placed, ...]
    deleted: tuple[Annotation, ...] = ()
    """What there was, for formats that tell of it."""
    descriptions: tuple[tuple[str, str], ...] = ()
    """What tags mean, for formats that tell of it."""

    def in_order(self) -> list[Placed]:
        """The annotations in the order of reading, orphans in that of where they once stood, last."""

        def place(placed: Placed) -> tuple[bool, int, int, str, str]:
            annotation = placed.annotation
            start, end = placed.span or annotation.anchor.span
            return placed.span is None, start, end, annotation.created, annotation.id

        return sorted(self.placed, key=place)


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write annotations to a file, to read them from one, or both."""

    name: str
    ending: str
    """Of its files: ``.md``."""
    title: str
    """What it is called in lists."""
    write: Callable[[Sequence[Article]], str | bytes] | None = None
    """The whole file. The same annotations give the same file."""
    read: Callable[[bytes], list[Foreign]] | None = None
    """What the file tells of; raises Refused with the reason, which begins small, when it is not in this format."""
    recognises: Callable[[bytes], bool] | None = None
    """Whether bytes look like a file of this format; must not raise."""
    update: Callable[[Sequence[Article], str], str] | None = None
    """The file written anew over one that was written before, with what the reader wrote around our parts."""
    tells_deleted: bool = False
    """Whether it tells of what was deleted, so that it is deleted elsewhere, too."""
    read_descriptions: Callable[[bytes], dict[str, str]] | None = None
    """What the file says that tags mean, for a format that tells of it; raises Refused as ``read`` does."""


def names() -> list[str]:
    """The names of all formats, those of other packages last."""
    return [*FORMATS, *sorted(set(_provided()) - set(FORMATS))]


def named(name: str) -> Format:
    """The format of that name, or of the template whose file that is; raises Refused for one that nobody provides."""
    if name in _MODULES:
        from importlib import import_module

        module, _, constant = _MODULES[name].partition(":")
        found: Format = getattr(import_module(f"{__name__}.{module}"), constant or "FORMAT")
        return found
    provided = _provided()
    if name.endswith(".j2") and name not in provided:
        from tui.annotations.formats.template import format_of

        return format_of(name)
    if name not in provided:
        raise Refused(f"{name} is not a format: there are {', '.join([*FORMATS, *sorted(provided)])}")
    given = provided[name].load()
    return given if isinstance(given, Format) else Format(name, "", name, write=given)


def every() -> Iterator[Format]:
    """All formats; those of others that cannot be loaded are passed over."""
    for name in names():
        try:
            yield named(name)
        except Exception:
            if name in _MODULES:
                raise


def writable(name: str) -> Format:
    """The format of that name; raises Refused for one that is not written, and for one that nobody provides."""
    form = named(name)
    if form.write is None:
        raise Refused(f"{name} can be read, but not be written")
    return form


def write(format: str, articles: Sequence[Article]) -> str | bytes:  # noqa: A002 - what it is called everywhere
    """The articles' annotations in the format of that name; raises Refused for one that is not written."""
    write = writable(format).write
    assert write is not None  # noqa: S101 - that is what makes it writable
    return write(articles)


def read(format: str, data: bytes) -> list[Foreign]:  # noqa: A002
    """What a file in the format of that name tells of; raises Refused when it is not in that format."""
    form = named(format)
    if form.read is None:
        raise Refused(f"{format} can be written, but not be read")
    return form.read(data)


def meant_by(articles: Sequence[Article]) -> dict[str, str]:
    """What the tags of these annotations mean, and those above them in the tree, by their names."""
    from tui.annotations.codebook import above

    used = {tag for article in articles for placed in article.placed for tag in placed.annotation.tags}
    used |= {each for tag in used for each in above(tag)}
    return {tag: said for article in articles for tag, said in article.descriptions if tag in used and said}


def recognised(data: bytes) -> Format | None:
    """The first format that the bytes look like; None when they look like none."""
    for form in every():
        if form.read is not None and form.recognises is not None and form.recognises(data):
            return form
    return None


def _provided() -> Mapping[str, EntryPoint]:
    from importlib.metadata import entry_points

    return {point.name: point for point in entry_points(group=GROUP)}
