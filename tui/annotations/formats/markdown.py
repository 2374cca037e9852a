"""Annotations as Markdown, at home in Obsidian and legible anywhere.

Front matter says what was read. Each annotation is the passage as a block quote, with a block id that
stays the same from export to export, a line with its paragraph, colour and tags, the note, and a
comment, which is not shown, that ends it and says which annotation it is. Nothing depends on when the
export is made, so that the same annotations give the same file.

The comments make a file that was written before known again: what stands between our parts is the
reader's, and stays; a note, tags or a colour that were changed in the file are known to be newer. So it is where
Logseq has made an outline of the file, in which every paragraph is an item.

Our own words are in the language of the text, so that two readers' programs write the same file.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from tui.annotations.formats import Format
from tui.annotations.formats.addresses import address_of, source_of
from tui.annotations.formats.foreign import Foreign, Work, decoded, glimpse, kind_of, moment, nearest_colour
from tui.annotations.formats.literal import contained, literal, literal_line, meant, quoted, unquoted
from tui.annotations.formats.yaml import fields_of, merged
from tui.annotations.formats.yaml import quoted as yaml
from tui.annotations.kinds import WHOLE_TEXT, Kind
from tui.annotations.meanings import shown
from tui.annotations.model import Relations
from tui.annotations.records import record
from tui.document.failures import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tui.annotations.formats import Article
    from tui.annotations.kinds import Colour
    from tui.annotations.model import Placed
    from tui.document.model import Document


class _Words(NamedTuple):
    """What is written around annotations, in a language."""

    paragraph: str
    once: str
    whole: str
    reply: str
    bookmark: str
    bookmarks: str
    gone: str


_ENGLISH = _Words(
    "Paragraph", "Once in paragraph", "Whole text", "reply to", "bookmark", "## Bookmarks", "## No longer in the text"
)
_LANGUAGES = {
    "fr": _Words(
        "Paragraphe",
        "Autrefois au paragraphe",
        "Texte entier",
        "réponse à",
        "signet",
        "## Signets",
        "## Ne sont plus dans le texte",
    )
}
_COLOURS = {"fr": {"yellow": "jaune", "green": "vert", "blue": "bleu", "pink": "rose", "purple": "violet"}}
_ALL_WORDS = (_ENGLISH, *_LANGUAGES.values())
_SECTIONS = {heading: each for words in _ALL_WORDS for heading, each in zip(words[-2:], _ENGLISH[-2:], strict=True)}
"""The headings of all languages, and what they are in English."""

_ID_LENGTH = 8
_FRONT = re.compile(r"---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_COMMENT = r"<!-- llama-tui (?P<id>\S+) (?P<created>\S*) (?P<modified>\S*) (?P<sum>[0-9a-f]{8}) -->"
_END = re.compile(_COMMENT)
_TEXT = re.compile(r"<!-- llama-tui text (?P<id>\S*) (?P<source>\S*) -->")
_OURS = re.compile(r"\\*<!-- llama-tui")


def _any(name: str) -> str:
    """One of the words of all languages, as a pattern."""
    return "(?:" + "|".join(re.escape(getattr(words, name)) for words in _ALL_WORDS) + ")"


_WHERE = rf"\[?{_any('paragraph')} (?P<paragraph>\d+)(?:\]\([^)\s]*\))?"
_FACTS = re.compile(
    rf"(?:{_WHERE}|{_any('once')} (?P<once>\d+)|(?P<whole>{_any('whole')}))"
    rf"(?: · {_any('reply')} \[\[#\^(?P<parent>[\w-]+)\]\])?"
    rf"(?P<bookmark> · {_any('bookmark')}(?: \*\*(?P<name>.+?)\*\*)?(?=$| · ))?"
    r"(?: · (?P<colour>[a-z]+)(?: \([^()]*\))?)?"
    r"(?: · (?P<tags>#\S+(?: #\S+)*))?"
)
_BOOKMARK = re.compile(rf"- {_WHERE}(?: · \*\*(?P<name>.+?)\*\*)?:(?P<words>.*) {_COMMENT} \^[\w-]+")
_BLOCK_ID = re.compile(r"\^[\w-]+\s*")
_OUTLINED = re.compile(r"^- <!-- llama-tui \S", re.MULTILINE)


def _words_of(document: Document) -> _Words:
    return _LANGUAGES.get(document.language[:2], _ENGLISH)


def write(articles: Sequence[Article]) -> str:
    """One file: front matter, then a section for each document."""
    ids = _block_ids(placed.annotation.id for article in articles for placed in article.placed)
    parts = [_front_matter(articles)]
    for article in articles:
        parts += _section(article, ids)
    return "\n\n".join(parts) + "\n"


def _front_matter(articles: Sequence[Article]) -> str:
    lines = ["---"]
    if len(articles) == 1:
        lines += _about(articles[0].document)
    else:
        lines += ["title: Annotations", "documents:" if articles else "documents: []"]
        for article in articles:
            first, *rest = _about(article.document)
            lines += [f"  - {first}", *(f"    {line}" for line in rest)]
    lines += [f"annotations: {sum(len(article.placed) for article in articles)}", "---"]
    return "\n".join(lines)


def _about(document: Document) -> list[str]:
    return [
        f"title: {yaml(document.title)}",
        f"source: {yaml(document.source)}",
        f"language: {yaml(document.language)}",
    ]


def _section(article: Article, ids: dict[str, str]) -> list[str]:
    """The parts of a document: its passages, its bookmarks, and what no longer stands in it."""
    document = article.document
    about = f"<!-- llama-tui text {_word(document.id)} {address_of(document.source)} -->"
    parts = [f"# {literal_line(document.title)}".rstrip() + f"\n\n{about}"]
    bookmarks: list[str] = []
    orphans: list[str] = []
    for placed in article.in_order():
        if placed.span is None:
            orphans.append(_passage(document, placed, ids))
        elif placed.annotation.kind is Kind.BOOKMARK and not placed.annotation.note:
            bookmarks.append(_bookmark(document, placed, ids))
        else:
            parts.append(_passage(document, placed, ids))
    words = _words_of(document)
    if bookmarks:
        parts += [words.bookmarks, "\n".join(bookmarks)]
    if orphans:
        parts += [words.gone, *orphans]
    return parts


def _passage(document: Document, placed: Placed, ids: dict[str, str]) -> str:
    annotation, words = placed.annotation, _words_of(document)
    relations = annotation.relations
    quote = document.title if relations.about == WHOLE_TEXT else record(document, placed)["quote"]
    facts = [_paragraph(document, placed)]
    if relations.parent:
        parent = ids.get(relations.parent) or _plain(relations.parent)
        facts.append(f"{words.reply} [[#^{parent}]]")
    if annotation.kind is Kind.BOOKMARK:
        name = f" **{literal_line(annotation.name)}**" if annotation.name else ""
        facts.append(f"{words.bookmark}{name}")
    facts.append(_colour(document, annotation.colour))
    if annotation.tags:
        facts.append(" ".join(map(_tag, annotation.tags)))
    said = [" · ".join(facts)]
    if annotation.note:
        said.append(_OURS.sub(lambda found: "\\" + found[0], contained(annotation.note)))
    parts = [quoted(literal(quote)), f"^{ids[annotation.id]}", *said, _comment(placed, "\n\n".join(said))]
    return "\n\n".join(parts)


def _paragraph(document: Document, placed: Placed) -> str:
    """Where the passage stands, as a link to the text if that can be one."""
    words = _words_of(document)
    if placed.annotation.relations.about == WHOLE_TEXT:
        return words.whole
    if placed.span is None or not document.blocks:
        return f"{words.once} {placed.annotation.anchor.block + 1}"
    name = f"{words.paragraph} {document.block_at(placed.span.start).number}"
    address = address_of(document.source)
    if not address.startswith(("file:", "http:", "https:")):
        return name
    return f"[{name}]({address.replace('(', '%28').replace(')', '%29')})"


def _colour(document: Document, colour: Colour) -> str:
    """A colour's name, and what the reader means by it."""
    names = _COLOURS.get(document.language[:2], {})
    return shown(colour).replace(colour.value, names.get(colour.value, colour.value), 1)


def _bookmark(document: Document, placed: Placed, ids: dict[str, str]) -> str:
    annotation = placed.annotation
    name = f" · **{literal_line(annotation.name)}**" if annotation.name else ""
    words = literal_line(record(document, placed)["quote"])
    said = "".join([_paragraph(document, placed), name, f": {words}", *(f" {_tag(tag)}" for tag in annotation.tags)])
    return f"- {said} {_comment(placed, said)} ^{ids[annotation.id]}"


def _comment(placed: Placed, said: str) -> str:
    annotation = placed.annotation
    return f"<!-- llama-tui {_word(annotation.id)} {annotation.created} {annotation.modified} {_sum(said)} -->"


def _word(identifier: str) -> str:
    return re.sub(r"[^\w:.#-]", "_", identifier)


def _sum(said: str) -> str:
    """What tells whether the reader has changed something since; white space at the ends of lines does not count."""
    return f"{crc32(' '.join(said.split()).encode('utf-8', 'replace')):08x}"


def _tag(tag: str) -> str:
    """A tag as Obsidian takes it: letters, digits, ``_ - /``, and not digits alone."""
    allowed = "".join(char if _fits_tag(char) else "_" for char in "-".join(tag.split()))
    return f"#_{allowed}" if allowed.isdigit() else f"#{allowed}"


def _fits_tag(char: str) -> bool:
    return char.isalnum() or char in "_-/" or unicodedata.category(char).startswith("M")


def _block_ids(ids: Iterable[str]) -> dict[str, str]:
    """Block ids of letters, digits and hyphens: an id's first ones, or all where two begin alike."""
    whole = {id_: _plain(id_) for id_ in ids}
    alike = Counter(name[:_ID_LENGTH] for name in whole.values())
    return {id_: name if alike[name[:_ID_LENGTH]] > 1 else name[:_ID_LENGTH] for id_, name in whole.items()}


def _plain(identifier: str) -> str:
    return re.sub(r"[^0-9A-Za-z-]", "-", identifier)


class _Piece(NamedTuple):
    """A stretch of a file: one of our parts, by its key, or what stands between two, without one."""

    key: tuple[str, ...]
    text: str


def _split(body: str) -> list[_Piece]:
    """A file's body in pieces; what is between ours has no key."""
    lines = body.split("\n")
    parts = dict(_parts(lines))
    pieces: list[_Piece] = []
    source = section = ""
    taken = number = 0
    while number < len(lines):
        begin, end = number, number
        key: tuple[str, ...] = ()
        if number in parts:
            end, identifier = parts[number]
            key = ("part", section, identifier)
        elif (text := _TEXT.fullmatch(lines[number].rstrip())) is not None:
            source, section = text["id"], ""
            begin, key = _heading_above(lines, number, taken), ("text", source)
        elif lines[number].rstrip() in _SECTIONS:
            section = _SECTIONS[lines[number].rstrip()]
            key = ("section", source, section)
        if key:
            pieces += _between(lines[taken:begin])
            pieces.append(_Piece(key, "\n".join(lines[begin : end + 1]).strip("\n")))
            taken = end + 1
        number = end + 1
    return pieces + _between(lines[taken:])


def _parts(lines: Sequence[str]) -> Iterator[tuple[int, tuple[int, str]]]:
    """The first line of each annotation, its last one, and its id."""
    least = 0
    for number, line in enumerate(lines):
        end = _END.search(line)
        if end is not None:
            alone = _END.fullmatch(line.rstrip()) is not None
            yield _quote_above(lines, number, least, end["id"]) if alone else number, (number, end["id"])
            least = number + 1


def _quote_above(lines: Sequence[str], number: int, least: int, identifier: str) -> int:
    """Where an annotation starts that ends on a line: with its quote, which stands above its block id and its facts.

    The reader may have taken the block id away, or moved it to the end of the quote.
    """
    named = _plain(identifier)
    marked = [each for each in range(least, number) if _is_block_id(lines[each], named)]
    sure = [each for each in marked if _begins_quote(lines, each, least) < each and _is_facts(lines, each + 1, number)]
    told = [] if marked else [each for each in range(least, number) if _FACTS.fullmatch(lines[each].rstrip())]
    places = sure[-1:] or marked[:1] or told[-1:]
    return _begins_quote(lines, places[0], least) if places else number


def _begins_quote(lines: Sequence[str], number: int, least: int) -> int:
    """Where the quote starts that stands above a line; that line itself without one."""
    blank = number
    while blank > least and not lines[blank - 1].strip():
        blank -= 1
    quote = blank
    while quote > least and lines[quote - 1].startswith(">"):
        quote -= 1
    return quote if quote < blank else number


def _is_facts(lines: Sequence[str], begin: int, end: int) -> bool:
    """Whether the first line that says something is that of an annotation's facts."""
    said = next((lines[each] for each in range(begin, min(end, begin + 4)) if lines[each].strip()), "")
    return _FACTS.fullmatch(said.rstrip()) is not None


def _is_block_id(line: str, named: str) -> bool:
    return line.startswith("^") and len(line.rstrip()) > _ID_LENGTH and named.startswith(line.rstrip()[1:])


def _without_outline(body: str) -> str:
    """A file's body as it was before Logseq made an outline of it; the reader's own items below others stay items."""
    if _OUTLINED.search(body) is None:
        return body
    lines: list[str] = []
    for line in body.split("\n"):
        if line.startswith("- ") or line.rstrip() == "-":
            lines += ["", line[2:]]
        else:
            lines.append(line.removeprefix("\t") if line.startswith("\t") else line.removeprefix("  "))
    return "\n".join(lines)


def _between(lines: Sequence[str]) -> list[_Piece]:
    text = "\n".join(lines).strip("\n")
    return [_Piece((), text)] if text.strip() else []


def _heading_above(lines: Sequence[str], number: int, least: int) -> int:
    """Where the title starts that stands right above a text's comment; the comment's own line without one."""
    above = number - 1
    while above >= least and not lines[above].strip():
        above -= 1
    return above if above >= least and re.match(r"#(?: |$)", lines[above]) else number


def update(articles: Sequence[Article], old: str) -> str:
    """The file written anew: our parts as they are now, what the reader wrote around them where it was.

    A part that is new comes behind the one before it and what the reader wrote below that, up to the
    next heading. A file in which nothing is ours is replaced.
    """
    new = write(articles)
    front, body = _parted(new)
    old_front, old_body = _parted(old)
    before = _split(_without_outline(old_body))
    if not any(piece.key for piece in before):
        return new
    present = {piece.key: piece for piece in _split(body) if piece.key}
    kept = [present[piece.key] if piece.key else piece for piece in before if not piece.key or piece.key in present]
    there = {piece.key for piece in kept}
    last: tuple[str, ...] = ()
    for key, piece in present.items():
        if key not in there:
            kept = _inserted(kept, piece, last)
        last = key
    return f"---\n{merged(old_front, front)}\n---\n\n" + _joined(kept) + "\n"


def _inserted(pieces: list[_Piece], piece: _Piece, after: tuple[str, ...]) -> list[_Piece]:
    place = next((number + 1 for number, each in enumerate(pieces) if each.key == after), 0)
    if place < len(pieces) and not pieces[place].key and piece.key[0] == "part" and place:
        own, _, rest = _to_heading(pieces[place].text)
        return [*pieces[:place], *_between([own]), piece, *_between([rest]), *pieces[place + 1 :]]
    if piece.key[0] != "part":
        while place < len(pieces) and not pieces[place].key:
            place += 1
    return [*pieces[:place], piece, *pieces[place:]]


def _to_heading(text: str) -> tuple[str, str, str]:
    found = re.search(r"^#{1,6} ", text, re.MULTILINE)
    return (text, "", "") if found is None else (text[: found.start()], "", text[found.start() :])


def _joined(pieces: Sequence[_Piece]) -> str:
    """The pieces, a line apart; the items of a list on lines that follow each other."""
    text = ""
    for piece, before in zip(pieces, [None, *pieces], strict=False):
        listed = before is not None and piece.text.startswith("- ") and before.text.startswith("- ")
        text += ("" if before is None else "\n" if listed and piece.key and before.key else "\n\n") + piece.text
    return text


def _parted(text: str) -> tuple[str, str]:
    """The lines of the front matter, and what comes after it."""
    found = _FRONT.match(text)
    return (found[1], text[found.end() :]) if found is not None else ("", text)


def recognises(data: bytes) -> bool:
    """Whether a file has one of our comments near its beginning, or all of our front matter."""
    head = glimpse(data)
    fields = fields_of(_parted(head)[0])
    return _TEXT.search(head) is not None or (
        bool(fields) and "annotations" in fields[0] and bool({"source", "documents"} & fields[0].keys())
    )


def read(data: bytes) -> list[Foreign]:
    """The annotations of a file that we wrote, as they are in it now; raises Refused for any other."""
    front, body = _parted(decoded(data))
    fields = fields_of(front)
    pieces = _split(_without_outline(body))
    if not any(piece.key for piece in pieces) and not (fields and "annotations" in fields[0]):
        raise Refused("it has none of the comments by which what we wrote is known")
    return list(_read(pieces, fields))


def _read(pieces: Sequence[_Piece], fields: Sequence[dict[str, str]]) -> Iterator[Foreign]:
    only = fields[0] if fields else {}
    ids = {_plain(piece.key[2]): piece.key[2] for piece in pieces if piece.key[:1] == ("part",)}
    work = Work(title=only.get("title", ""), source=only.get("source", ""), language=only.get("language", ""))
    for piece in pieces:
        if piece.key[:1] == ("text",):
            work = _work(piece.text, fields)
        elif piece.key[:1] == ("part",):
            found = _read_bookmark(piece.text, work) or _read_passage(piece.text, work, ids)
            if found is not None:
                yield found


def _work(text: str, fields: Sequence[dict[str, str]]) -> Work:
    """The document whose heading and comment these are."""
    heading, said = re.match(r"# (.*)", text), _TEXT.search(text)
    source = source_of(said["source"]) if said else ""
    title = meant(heading[1]) if heading else ""
    about = next((each for each in fields if each.get("source") == source), {})
    return Work(
        title=about.get("title", title),
        source=source,
        language=about.get("language", ""),
        id=said["id"] if said else "",
    )


def _read_bookmark(text: str, work: Work) -> Foreign | None:
    found = _BOOKMARK.fullmatch(text.rstrip())
    if found is None:
        return None
    said = text[2 : found.start("id")].rsplit(" <!--", 1)[0]
    words, tags = found["words"].split(" "), list[str]()
    while words and len(words[-1]) > 1 and words[-1][0] == "#" and all(map(_fits_tag, words[-1][1:])):
        tags.insert(0, words.pop()[1:])
    return Foreign(
        work=work,
        quote=meant(" ".join(words).strip(" ")),
        kind=Kind.BOOKMARK,
        block=_block(found["paragraph"]),
        tags=tuple(tags),
        name=meant(found["name"] or ""),
        created=moment(found["created"]),
        modified=moment(found["modified"]),
        id=found["id"],
        edited=_sum(said) != found["sum"],
    )


def _read_passage(text: str, work: Work, ids: Mapping[str, str]) -> Foreign | None:
    """An annotation's part; ``ids`` are those of the file, by what block ids are made of."""
    lines = text.split("\n")
    end = _END.fullmatch(lines[-1].rstrip())
    if end is None:
        return None
    begin = next((number for number, line in enumerate(lines) if not line.startswith(">")), 0)
    while begin < len(lines) - 1 and not lines[begin].strip():
        begin += 1
    quote = "\n".join(lines[:begin]).strip("\n")
    if _BLOCK_ID.fullmatch(lines[begin]):
        begin += 1
    else:  # the reader, or another program, may have put it behind the quote
        named = re.search(r" \^([\w-]+)\s*$", quote)
        quote = quote[: named.start()] if named and _plain(end["id"]).startswith(named[1]) else quote
    said = "\n".join(lines[begin:-1]).strip("\n")
    first, _, rest = said.partition("\n")
    facts = _FACTS.fullmatch(first.rstrip())
    note = _OURS.sub(lambda found: found[0].removeprefix("\\"), rest.strip("\n") if facts else said)
    relations = _relations(facts, ids) if facts else None
    is_whole = relations is not None and relations.about == WHOLE_TEXT
    return Foreign(
        work=work,
        quote="" if is_whole else meant(unquoted(quote)),
        kind=Kind.BOOKMARK if facts and facts["bookmark"] else kind_of(note),
        block=_block(facts["paragraph"] or facts["once"]) if facts and not is_whole else None,
        note=note,
        tags=tuple(tag[1:] for tag in (facts["tags"] or "").split()) if facts else (),
        colour=nearest_colour(facts["colour"] or "") if facts else None,
        name=meant(facts["name"] or "") if facts else "",
        created=moment(end["created"]),
        modified=moment(end["modified"]),
        id=end["id"],
        edited=_sum(said) != end["sum"],
        relations=relations,
    )


def _relations(facts: re.Match[str], ids: Mapping[str, str]) -> Relations | None:
    """What an annotation hangs on besides a passage; None where it is nothing."""
    parent = facts["parent"] or ""
    if parent:
        parent = ids.get(parent) or next((whole for plain, whole in ids.items() if plain.startswith(parent)), parent)
    about = WHOLE_TEXT if facts["whole"] else ""
    return Relations(parent, about) if parent or about else None


def _block(paragraph: str) -> int | None:
    number = int(paragraph[:10])
    return number - 1 if 0 < number < 2**31 else None


FORMAT = Format(
    "markdown", ".md", "Markdown, for Obsidian", write=write, read=read, recognises=recognises, update=update
)
