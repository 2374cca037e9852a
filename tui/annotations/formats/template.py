"""A reader's own format: a file written in Jinja's language, say ``notes.md.j2``.

It is given ``documents``, a list, each with ``title``, ``source``, ``language``, ``date`` and ``annotations``: the
fields that ``annotations --json`` prints, and ``depth``, 0 for what is no reply. Besides Jinja's filters there are
``literal`` (Markdown that shows the text as it is), ``quoted`` (a Markdown block quote) and ``line`` (white space
collapsed). Jinja runs in its sandbox; a template includes no other file.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.annotations.formats import Format
from tui.annotations.formats.addresses import readable
from tui.annotations.formats.literal import literal, quoted
from tui.annotations.records import record
from tui.annotations.threads import threaded
from tui.document.failures import Refused
from tui.document.files import read_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Template

    from tui.annotations.formats import Article

ENDING = ".j2"
"""Of the names of such files; what stands before it is the ending of what they make."""


def format_of(name: str) -> Format:
    """The format that a template makes. Raises ``Refused`` when there is no such file, or it is no template."""
    path = Path(name)
    template = _parsed(path)

    def write(articles: Sequence[Article]) -> str:
        return _rendered(path, template, articles)

    return Format(name, path.with_suffix("").suffix or ".txt", path.name, write=write)


def _parsed(path: Path) -> Template:
    try:
        from jinja2 import StrictUndefined, TemplateSyntaxError
        from jinja2.sandbox import SandboxedEnvironment
    except ModuleNotFoundError as error:
        raise Refused("Templates need Jinja: pip install 'llama-tui[templates]'") from error
    environment = SandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, undefined=StrictUndefined, autoescape=False
    )
    environment.filters |= {"literal": literal, "quoted": quoted, "line": _on_a_line}
    try:
        return environment.from_string(read_bytes(path).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Refused(f"{path}: it is not UTF-8") from error
    except TemplateSyntaxError as error:
        raise Refused(f"{path}: line {error.lineno}: {error.message}") from error


def _rendered(path: Path, template: Template, articles: Sequence[Article]) -> str:
    try:
        return template.render(documents=[_told(article) for article in articles])
    except Exception as error:  # what a template does is not known before
        raise Refused(f"{path}: {_line(error)}{' '.join(str(error).split()) or type(error).__name__}") from error


def _told(article: Article) -> dict[str, Any]:
    document = article.document
    return {
        "title": document.title,
        "source": readable(document.source),
        "language": document.language,
        "date": document.date,
        "annotations": [record(document, placed) | {"depth": depth} for placed, depth in threaded(article.in_order())],
    }


def _line(error: Exception) -> str:
    """In which line of the template it happened."""
    from traceback import extract_tb

    lines = [frame.lineno for frame in extract_tb(error.__traceback__) if frame.filename == "<template>"]
    return f"line {lines[-1]}: " if lines else ""


def _on_a_line(text: str) -> str:
    return " ".join(str(text).split())
