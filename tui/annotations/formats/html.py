"""One page that needs nothing else: the text with its marks in place, the notes beside it in the margin.

It holds no script and loads nothing; a Content Security Policy in it says so to the browser. What was
written by others is escaped, and of a note's Markdown no HTML and no images come through.
"""

from __future__ import annotations

from collections import deque
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from tui.annotations.formats import Format
from tui.annotations.formats.addresses import readable
from tui.annotations.kinds import WHOLE_TEXT, Kind
from tui.annotations.meanings import meaning
from tui.annotations.records import record
from tui.annotations.threads import threaded
from tui.document.model import BlockKind, MarkKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt

    from tui.annotations.formats import Article
    from tui.annotations.model import Annotation, Placed
    from tui.document.model import Block, Document, InlineMark

_STYLE = """
:root { --yellow: #fff3a3; --green: #bbf2c0; --blue: #b5dcff; --pink: #ffc4de; --purple: #dccbff; }
* { box-sizing: border-box; }
body { margin: 2rem auto; max-width: 64rem; padding: 0 1.5rem; color: #1c1c1c; background: #fff;
       font: 1.06rem/1.55 Georgia, "Times New Roman", serif; }
.row { display: grid; grid-template-columns: minmax(0, 40rem) minmax(0, 18rem); column-gap: 2.5rem; }
.text { overflow-wrap: anywhere; }
p, ul, blockquote, pre, table { margin: 0 0 1em; }
pre, code { font: 0.9em/1.45 ui-monospace, Consolas, monospace; }
pre { white-space: pre-wrap; }
pre, blockquote { padding-left: 1em; border-left: 3px solid #ccc; }
td { border: 1px solid #ccc; padding: 0.1em 0.5em; }
mark { background: var(--yellow); color: inherit; padding: 0.05em 0; }
mark.green { background: var(--green); } mark.blue { background: var(--blue); }
mark.pink { background: var(--pink); } mark.purple { background: var(--purple); }
mark.several { text-decoration: underline double; text-underline-offset: 0.2em; }
sup { line-height: 0; }
sup a { text-decoration: none; font-size: 0.75em; padding-left: 0.1em; }
aside { font: 0.85rem/1.4 system-ui, sans-serif; border-left: 4px solid var(--yellow); padding-left: 0.7em;
        margin-bottom: 0.9em; overflow-wrap: anywhere; }
aside.green { border-color: var(--green); } aside.blue { border-color: var(--blue); }
aside.pink { border-color: var(--pink); } aside.purple { border-color: var(--purple); }
aside p { margin: 0 0 0.4em; }
aside:target, sup:target { outline: 2px solid #888; }
.reply { border-top: 1px solid #ddd; padding-top: 0.3em; }
.tags { color: #555; } .tags span { margin-right: 0.6em; }
.source { color: #555; font-size: 0.85rem; overflow-wrap: anywhere; }
@media (max-width: 52rem) { .row { grid-template-columns: 1fr; } aside { margin-left: 1.5rem; } }
@media print {
  body { margin: 0; max-width: none; padding: 0; font-size: 10.5pt; }
  .row { grid-template-columns: 2.2fr 1fr; column-gap: 1.5em; }
  aside, h1, h2, h3 { break-inside: avoid; } h1, h2, h3 { break-after: avoid; }
  mark, aside { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""
_GONE = {"en": "No longer in the text", "fr": "Ne sont plus dans le texte"}
"""In the language of the text, as all of the page."""
_TAGS = {MarkKind.EMPHASIS: "em", MarkKind.STRONG: "strong", MarkKind.CODE: "code", MarkKind.STRIKE: "s"}


class _Numbered(NamedTuple):
    """An annotation with its number on the page, where its words are, and the replies to it with their depths."""

    number: int
    placed: Placed
    span: Span
    place: int
    """The offset at which the number stands: behind the words, before a bookmark's; at most its block's end."""
    replies: list[tuple[Placed, int]]


def write(articles: Sequence[Article]) -> str:
    """The page."""
    titles = [article.document.title for article in articles]
    title = titles[0] if len(titles) == 1 else "Annotations"
    language = articles[0].document.language if len(articles) == 1 else ""
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{escape(language)}">' if language else "<html>",
        "<head>",
        '<meta charset="utf-8">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title>",
        f"<style>{_STYLE}</style>",
        "</head>",
        "<body>",
    ]
    parser = _parser()
    first = 1
    for article in articles:
        parts += _article(article, first, parser)
        first += len(article.placed)
    return "\n".join([*parts, "</body>", "</html>"]) + "\n"


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).disable("image")


def _article(article: Article, first: int, parser: MarkdownIt) -> Iterator[str]:
    document = article.document
    numbered = _numbered(article, first)
    language = f' lang="{escape(document.language)}"' if document.language else ""
    yield f"<article{language}>"
    heading = document.blocks[0] if document.blocks else None
    if heading is None or heading.kind is not BlockKind.HEADING or document.block_text(heading) != document.title:
        yield f'<h1 dir="auto">{escape(document.title)}</h1>'
    yield f'<p class="source">{escape(readable(document.source))}</p>'
    for each in numbered:
        if each.placed.annotation.relations.about == WHOLE_TEXT:
            yield _note(each, parser)
    waiting = deque(
        sorted((each for each in numbered if each.placed.span is not None and _marks(each.placed)), key=_first)
    )
    here: list[_Numbered] = []
    for block in document.blocks:
        notes = []
        while waiting and _first(waiting[0]) < block.end:
            here.append(waiting[0])
            notes.append(_note(waiting.popleft(), parser))
        yield _row(_block(document, block, here), notes)
        here = [each for each in here if each.span.end > block.end]
    lost = [each for each in numbered if each.placed.span is None and _marks(each.placed)]
    if lost:
        yield f"<h2>{_GONE.get(document.language[:2], _GONE['en'])}</h2>"
        for each in lost:
            quote = escape(record(document, each.placed)["quote"])
            yield _row(f'<blockquote dir="auto">{quote}</blockquote>', [_note(each, parser)])
    yield "</article>"


def _marks(placed: Placed) -> bool:
    return placed.annotation.relations.about != WHOLE_TEXT


def _numbered(article: Article, first: int) -> list[_Numbered]:
    """Those that are no replies, in the order of reading, each with its replies."""
    found: list[_Numbered] = []
    blocks = article.document.blocks
    for placed, depth in threaded(article.in_order()):
        if depth:
            found[-1].replies.append((placed, depth))
            continue
        span = placed.span or Span(0, 0)
        if placed.annotation.kind is Kind.BOOKMARK:
            span = Span(span.start, span.start + 1)
        # What ends between two blocks ends on the page where the first of them does.
        last = max(span.start, span.end - 1)
        at = span.start if placed.annotation.kind is Kind.BOOKMARK else span.end
        place = min(at, blocks.end(blocks.index_at(last))) if placed.span is not None and blocks else 0
        found.append(_Numbered(0, placed, span, place, []))
    # Those on the whole text last: their numbers are not seen.
    found.sort(key=lambda each: not _marks(each.placed))
    return [each._replace(number=number) for number, each in enumerate(found, first)]


def _row(text: str, notes: Sequence[str]) -> str:
    return f'<div class="row"><div class="text">{text}</div><div>{"".join(notes)}</div></div>'


def _note(numbered: _Numbered, parser: MarkdownIt) -> str:
    annotation, number = numbered.placed.annotation, numbered.number
    is_marked = numbered.placed.span is not None and _marks(numbered.placed)
    said = [f'<a href="#m{number}">{number}</a>'] if is_marked else []
    if annotation.kind is Kind.BOOKMARK:
        said.append(f"⚑ {escape(annotation.name)}".rstrip())
    if annotation.kind is not Kind.BOOKMARK and (told := meaning(annotation.colour)):
        said.append(f'<span class="meaning">{escape(told)}</span>')
    replies = "".join(
        f'<div class="reply" style="margin-left: {depth}em">{_words(reply.annotation, parser)}</div>'
        for reply, depth in numbered.replies
    )
    words = f"<p>{' '.join(said)}</p>{_words(annotation, parser)}{replies}"
    return f'<aside id="n{number}" class="{annotation.colour}" dir="auto">{words}</aside>'


def _words(annotation: Annotation, parser: MarkdownIt) -> str:
    """What the reader wrote, the tags, and who it was if another one."""
    parts = [parser.render(annotation.note)] if annotation.note else []
    if annotation.tags:
        tags = "".join(f"<span>#{escape(tag)}</span>" for tag in annotation.tags)
        parts.append(f'<p class="tags">{tags}</p>')
    if annotation.relations.author:
        parts.append(f'<p class="tags">{escape(annotation.relations.author)}</p>')
    return "".join(parts)


def _block(document: Document, block: Block, marks: Sequence[_Numbered]) -> str:
    """A block as HTML."""
    if block.kind is BlockKind.TABLE:
        rows = []
        start = block.start
        for row in document.block_text(block).split("\n"):
            cells = []
            for cell in row.split("\t"):
                cells.append(f"<td>{_stretch(document, Span(start, start + len(cell)), marks)}</td>")
                start += len(cell) + 1
            rows.append(f"<tr>{''.join(cells)}</tr>")
        return f'<table dir="auto">{"".join(rows)}</table>'
    inside = _stretch(document, block.span, marks)
    if block.kind is BlockKind.CODE:
        return f"<pre>\n{inside}</pre>"
    inside = inside.replace("\n", "<br>")
    if block.kind is BlockKind.HEADING:
        level = min(6, max(1, block.level))
        return f'<h{level} dir="auto">{inside}</h{level}>'
    if block.kind is BlockKind.QUOTE or block.quoted:
        return f'<blockquote dir="auto">{inside}</blockquote>'
    lead = f"{escape(block.marker)} " if block.marker else ""
    return f'<p dir="auto">{lead}{inside}</p>'


def _stretch(document: Document, span: Span, marks: Sequence[_Numbered]) -> str:
    """A stretch of the text, cut wherever a mark begins or ends.

    The number of each stands where it ends, that of a bookmark before its word.
    """
    over = sorted((each for each in marks if each.span.touches(span)), key=_length, reverse=True)
    coloured = [each for each in over if each.placed.annotation.kind is not Kind.BOOKMARK]
    bookmarks = [each for each in marks if each.placed.annotation.kind is Kind.BOOKMARK]
    begins = sorted((each for each in bookmarks if span.start <= each.place <= span.end), key=_number)
    ends = [each for each in marks if each not in bookmarks and span.start < each.place <= span.end]
    ends.sort(key=_number)
    styles = document.marks_in(span.start, span.end)
    cuts = {span.start, span.end, *(each.place for each in (*begins, *ends))}
    for low, high in [*(each.span for each in coloured), *((style.start, style.end) for style in styles)]:
        cuts |= {max(span.start, min(span.end, low)), max(span.start, min(span.end, high))}
    parts = []
    for start, end in pairwise(sorted(cuts)):
        parts += [_sign(each) for each in begins if each.place == start]
        parts.append(_piece(document, Span(start, end), coloured, styles))
        parts += [_sign(each) for each in ends if each.place == end]
    parts += [_sign(each) for each in begins if each.place == span.end]
    return "".join(parts)


def _sign(numbered: _Numbered) -> str:
    """The number of an annotation, where it stands in the text."""
    return f'<sup id="m{numbered.number}"><a href="#n{numbered.number}">{numbered.number}</a></sup>'


def _length(numbered: _Numbered) -> int:
    return numbered.span.end - numbered.span.start


def _first(numbered: _Numbered) -> int:
    """The offset from which on it is to be seen."""
    return min(numbered.span.start, numbered.place - 1)


def _number(numbered: _Numbered) -> int:
    return numbered.number


def _piece(document: Document, span: Span, over: Sequence[_Numbered], styles: Sequence[InlineMark]) -> str:
    shown = escape(document.quote(span))
    for style in styles:
        if style.start <= span.start and span.end <= style.end:
            if style.kind in _TAGS:
                shown = f"<{_TAGS[style.kind]}>{shown}</{_TAGS[style.kind]}>"
            elif style.kind is MarkKind.LINK and style.target.startswith(("http://", "https://")):
                shown = f'<a href="{escape(style.target)}" rel="noreferrer">{shown}</a>'
    colours = [str(each.placed.annotation.colour) for each in over if each.span.touches(span)]
    if not colours:
        return shown
    several = " several" if len(colours) > 1 else ""
    return f'<mark class="{colours[-1]}{several}">{shown}</mark>'


FORMAT = Format("html", ".html", "HTML, one page with the text", write=write)
