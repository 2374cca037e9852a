"""The documents with their notes as bibliographies: BibTeX, and CSL-JSON (Citation Style Language 1.0.2)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tui.annotations.formats import Format
from tui.annotations.formats.addresses import address_of
from tui.annotations.formats.dates import date_in
from tui.annotations.kinds import Kind
from tui.annotations.records import record
from tui.annotations.threads import threaded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.annotations.formats import Article
    from tui.document.model import Document

_SPECIAL = {
    "\\": r"\textbackslash{}",
    # BibTeX counts braces, also those behind a backslash.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "#$%&_"},
}
_LANGUAGES = {"en": "english", "fr": "french"}


def write_bibtex(articles: Sequence[Article]) -> str:
    """An entry a document; its notes are the ``annote``, its tags the ``keywords``."""
    keys = _keys(articles)
    return "\n".join(_entry(key, article) for key, article in zip(keys, articles, strict=True))


def _entry(key: str, article: Article) -> str:
    document = article.document
    date = date_in(document.date)
    fields = {
        "title": f"{{{_escaped(document.title)}}}",
        "year": str(date.year) if date else "",
        "month": str(date.month) if date and date.month else "",
        "url": _address(document),
        "langid": _LANGUAGES.get(document.language, document.language),
        "keywords": ", ".join(_escaped(" ".join(tag.replace(",", " ").split())) for tag in _tags(article)),
        "annote": _escaped(_notes(article)),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value.strip("{}")]
    return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}\n"


def write_csl(articles: Sequence[Article]) -> str:
    """An item a document; its notes are the ``annote``, its tags the ``keyword``."""
    import json

    items = []
    for key, article in zip(_keys(articles), articles, strict=True):
        document = article.document
        date = date_in(document.date)
        item: dict[str, Any] = {
            "id": key,
            "type": "webpage" if document.source.startswith("http") else "document",
            "title": document.title,
            "URL": _address(document),
            "language": document.language,
            "keyword": ", ".join(_tags(article)),
            "annote": _notes(article),
        }
        if date is not None:
            item["issued"] = {"date-parts": [[part for part in date if part]]}
        items.append({name: value for name, value in item.items() if value})
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _keys(articles: Sequence[Article]) -> list[str]:
    """A key of plain letters for each, by which it can be told from all others: the title's first words and the id."""
    from unicodedata import normalize

    keys: list[str] = []
    for article in articles:
        plain = normalize("NFKD", article.document.title).encode("ascii", "ignore").decode().lower()
        words = "".join(re.findall(r"[a-z0-9]+", plain)[:3]) or "text"
        keys.append(f"{words}-{re.sub(r'[^0-9a-zA-Z]', '', article.document.id)[:8]}")
    return keys


def _address(document: Document) -> str:
    address = address_of(document.source)
    return address if address.startswith(("http:", "https:", "file:")) else ""


def _tags(article: Article) -> list[str]:
    return list(dict.fromkeys(tag for placed in article.in_order() for tag in placed.annotation.tags))


def _notes(article: Article) -> str:
    """The passages, each with its note, its replies below it; what is said of the whole text has no passage."""
    parts = []
    for placed, depth in threaded(article.in_order()):
        annotation = placed.annotation
        said = f"({annotation.relations.author}) " if annotation.relations.author else ""
        if annotation.relations.marks_passage:
            fields = record(article.document, placed)
            where = f" (¶ {fields['paragraph']})" if fields["paragraph"] else ""
            name = f" {annotation.name}" if annotation.name else ""
            mark = f"⚑{name} " if annotation.kind is Kind.BOOKMARK else ""
            parts.append(f"{mark}“{' '.join(fields['quote'].split())}”{where}")
        if annotation.note:
            parts.append(f"{'↳ ' if depth else ''}{said}{annotation.note}")
    return "\n\n".join(parts)


def _escaped(text: str) -> str:
    return "".join(_SPECIAL.get(char, char) for char in text)


BIBTEX = Format("bibtex", ".bib", "BibTeX, of the texts", write=write_bibtex)
CSL = Format("csl-json", ".csl.json", "CSL-JSON, of the texts", write=write_csl)
