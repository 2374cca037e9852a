"""What is named in documents, written for other tools."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from tui.document.failures import Refused
from tui.document.files import is_there, read_bytes, shown
from tui.entities.formats import FORMATS, brat, conll, csv, named_texts, spacy
from tui.entities.formats.json import records

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from tui.document.model import Document
    from tui.entities.model import Entity

SUFFIXES = {"json": ".json", "csv": ".csv", "conll": ".conll", "brat": ".ann", "spacy": ".jsonl"}
"""How files of each format end."""

TITLES = {
    "json": "JSON, with everything known",
    "csv": "CSV, for spreadsheets",
    "conll": "CoNLL, a word a line",
    "brat": "brat, beside the text",
    "spacy": "spaCy, to train it",
}
"""What each format is called in lists."""


def written(documents: Sequence[Document], entities: Iterable[Entity], format: str) -> str:  # noqa: A002
    """The entities' mentions in these documents, as text; raises ``Refused`` for several texts in brat's format.

    ``entities`` may be one alone. ``format`` is one of ``FORMATS``.
    """
    if format == "json":
        return json.dumps({"entities": records(documents, entities)}, ensure_ascii=False, indent=2) + "\n"
    texts = named_texts(documents, entities)
    if format == "csv":
        from tui.annotations.formats.csv import written as written_rows

        return written_rows(csv.rows(texts))
    if format == "brat":
        if len(texts) != 1:
            raise Refused("brat has a file for each text: name a folder to write them into.")
        return brat.write(texts[0])
    if format == "conll":
        return conll.write(texts)
    if format == "spacy":
        return spacy.write(texts)
    raise Refused(f"There is no format {format!r}; there are {', '.join(FORMATS)}.")


def write(documents: Sequence[Document], entities: Iterable[Entity], format: str, path: Path) -> list[Path]:  # noqa: A002
    """The same into a file; for brat, two of each text, into a folder, or one ``.ann`` with its ``.txt`` beside it.

    Gives the files that were written; raises ``Refused``. A text of the reader's that is not the same is never
    written over.
    """
    from tui.annotations.saving import write_file

    if format != "brat":
        write_file(path, written(documents, entities, format))
        return [path]
    texts = named_texts(documents, entities)
    if path.suffix == ".ann" and len(texts) == 1:
        bases = [path.with_suffix("")]
    else:
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Refused(f"{shown(path)}: this is no folder that can be written to.") from error
        bases = _apart(path, documents)
    pairs = [(base.with_name(f"{base.name}.txt"), base.with_name(f"{base.name}.ann")) for base in bases]
    for (place, _), text in zip(pairs, texts, strict=True):
        if is_there(place) and read_bytes(place) != str(text.document.text).encode("utf-8", "replace"):
            raise Refused(f"{shown(place)}: there is another text there already.")
    for (place, marks), text in zip(pairs, texts, strict=True):
        write_file(place, str(text.document.text))
        write_file(marks, brat.write(text))
    return [file for pair in pairs for file in pair]


def _apart(folder: Path, documents: Sequence[Document]) -> list[Path]:
    """A name without an ending for each document's files, each another one, whatever case the disk tells apart."""
    taken: set[str] = set()
    found = []
    for document in documents:
        stem = re.sub(r"\.[^./]*$", "", document.source.rpartition("/")[2])
        base = name = re.sub(r"[^\w.-]+", "-", stem).strip(".-")[:80] or "text"
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{base}-{number}"
        taken.add(name.casefold())
        found.append(folder / name)
    return found
