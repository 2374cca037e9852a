"""Annotations after the W3C Web Annotation Data Model (2017), as JSON-LD; this one keeps everything.

A file is an AnnotationCollection with one page. An annotation's target is a passage of its document: a
TextQuoteSelector and a TextPositionSelector, whose offsets are code points (section 4.2.5), and the
colour as a ``styleClass``, which asks for a stylesheet (section 4.4). Its bodies are the note
(``commenting``), the tags (``tagging``), a bookmark's name (``bookmarking``) and the entity that it is about
(``identifying``). A reply (``replying``) has what it replies to for a second target; a note on a whole text has
the text for a target, without a passage; another coder is the ``creator``. What the model has no word for, the
paragraph, the document's id and what tags mean, stands under the prefix ``llama``, a vocabulary of our own; so does
what was deleted, by its id and apart from the annotations, so that nobody takes it for one.

Files of other programs are read as liberally as the model lets them be written: one annotation, a list,
a page or a collection; bodies and targets one or many, as addresses, strings or objects.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tui.annotations.formats import Format, meant_by
from tui.annotations.formats.addresses import address_of, source_of
from tui.annotations.formats.foreign import (
    Foreign,
    Work,
    kind_of,
    listed,
    moment,
    nearest_colour,
    offset,
    parsed_json,
    placed_by_parents,
    string,
    strings,
)
from tui.annotations.kinds import REFUSED, WHOLE_TEXT, Colour, Kind
from tui.annotations.meanings import meaning
from tui.annotations.model import Relations
from tui.document.failures import Refused

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from tui.annotations.formats import Article
    from tui.annotations.model import Annotation
    from tui.document.model import Document

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
VOCABULARY = "urn:llama-tui:vocabulary#"

_MOTIVATIONS = {Kind.HIGHLIGHT: "highlighting", Kind.NOTE: "commenting", Kind.BOOKMARK: "bookmarking"}
_SHADES = {
    Colour.YELLOW: "#fff3a3",
    Colour.GREEN: "#bbfabb",
    Colour.BLUE: "#abdfff",
    Colour.PINK: "#ffb8d9",
    Colour.PURPLE: "#d9c2ff",
}
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ANNOTATION = "urn:llama-tui:annotation:"
_ENTITY = "urn:llama-tui:entity:"
_OURS = re.compile(
    rb'"@context"\s*:\s*(?:\[[^\]"]*)?"[^"]*anno\.jsonld"|"@?type"\s*:\s*(?:\[[^\]]*)?"[^"]*Annotation(?:Collection|Page)?"'
)
"""A key that only Web Annotations have; within strings quotation marks have a backslash before them."""
_DEEPEST = 8
"""So many things may be inside of one another: items of choices, refined selectors."""


def write(articles: Sequence[Article]) -> str:
    """One collection, document after document."""
    import json
    from uuid import NAMESPACE_URL, uuid5

    items = [_annotation(article.document, placed.annotation) for article in articles for placed in article.in_order()]
    name = uuid5(NAMESPACE_URL, "\n".join(["llama-tui", *(str(item["id"]) for item in items)]))
    titles = [article.document.title for article in articles]
    collection: dict[str, Any] = {
        "@context": [CONTEXT, {"llama": VOCABULARY}],
        "id": f"urn:uuid:{name}",
        "type": "AnnotationCollection",
        "label": titles[0] if len(titles) == 1 else "Annotations",
        "total": len(items),
    }
    if items:
        collection["first"] = {
            "id": f"urn:uuid:{uuid5(name, 'first')}",
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": items,
        }
    if told := meant_by(articles):
        collection["llama:tags"] = [{"llama:tag": tag, "llama:meaning": said} for tag, said in sorted(told.items())]
    gone = sorted((each.id, each.deleted) for article in articles for each in article.deleted)
    if gone:
        collection["llama:deleted"] = [{"id": _identified(each), "llama:time": time} for each, time in gone]
    return json.dumps(collection, ensure_ascii=False, indent=2) + "\n"


def _annotation(document: Document, annotation: Annotation) -> dict[str, Any]:
    from urllib.parse import quote

    anchor, relations = annotation.anchor, annotation.relations
    bodies: list[dict[str, Any]] = [
        {"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in annotation.tags
    ]
    if annotation.name:
        bodies.insert(0, {"type": "TextualBody", "purpose": "bookmarking", "value": annotation.name})
    if annotation.note:
        note = {"type": "TextualBody", "purpose": "commenting", "format": "text/markdown", "value": annotation.note}
        bodies.insert(0, note)
    if relations.about and relations.about != WHOLE_TEXT:
        entity = _ENTITY + quote(relations.about, safe="", errors="surrogateescape")
        bodies.append({"type": "SpecificResource", "purpose": "identifying", "source": entity})
    source = {
        "id": address_of(document.source),
        "type": "Text",
        "dcterms:title": document.title,
        "language": document.language,
        "llama:document": document.id,
    }
    target: dict[str, Any] = {
        "type": "SpecificResource",
        "source": {name: value for name, value in source.items() if value},
        "styleClass": str(annotation.colour),
        **({"llama:meaning": told} if (told := meaning(annotation.colour)) else {}),
    }
    if relations.place:
        target["llama:place"] = relations.place
    if relations.about != WHOLE_TEXT:
        target["selector"] = [
            {"type": "TextQuoteSelector", "exact": anchor.quote, "prefix": anchor.prefix, "suffix": anchor.suffix},
            {"type": "TextPositionSelector", "start": anchor.start, "end": anchor.end, "llama:block": anchor.block},
        ]
    return {
        "id": _identified(annotation.id),
        "type": "Annotation",
        "motivation": "replying" if relations.parent else _MOTIVATIONS[annotation.kind],
        **({"creator": {"type": "Person", "name": relations.author}} if relations.author else {}),
        "created": annotation.created,
        "modified": annotation.modified,
        "stylesheet": {
            "type": "CssStylesheet",
            "value": f".{annotation.colour} {{ background-color: {_SHADES[annotation.colour]} }}",
        },
        **({"body": bodies} if bodies else {}),
        "target": [target, _identified(relations.parent)] if relations.parent else target,
    }


def _identified(identifier: str) -> str:
    from urllib.parse import quote

    if _UUID.fullmatch(identifier):
        return f"urn:uuid:{identifier}"
    return _ANNOTATION + quote(identifier, safe="", errors="surrogateescape")


def _identifier(address: str) -> str:
    """The id within an annotation's address; the address itself where somebody else gave it."""
    from urllib.parse import unquote

    if address.startswith(_ANNOTATION):
        return unquote(address.removeprefix(_ANNOTATION))
    return address.removeprefix("urn:uuid:") if _UUID.fullmatch(address.removeprefix("urn:uuid:")) else address


def recognises(data: bytes) -> bool:
    """Whether a file names the model's context or types."""
    head = data[:100_000]
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["} and bool(_OURS.search(head))


def read(data: bytes) -> list[Foreign]:
    """The annotations of a file; raises Refused when there is no annotation where one should be."""
    told = parsed_json(data)
    items = list(_items(told, _DEEPEST))
    names = {string(item.get("id", item.get("@id"))) for item in items} - {""}
    return [*placed_by_parents([each for item in items for each in _read(item, names)]), *_gone(told)]


def read_descriptions(data: bytes) -> dict[str, str]:
    """What a collection of ours says that tags mean."""
    told = parsed_json(data)
    entries = (
        [each for each in listed(told.get("llama:tags")) if isinstance(each, dict)] if isinstance(told, dict) else []
    )
    return {string(each.get("llama:tag")): string(each.get("llama:meaning")) for each in entries}


def _gone(told: object) -> Iterator[Foreign]:
    """What a collection of ours says was deleted."""
    for each in listed(told.get("llama:deleted")) if isinstance(told, dict) else ():
        if isinstance(each, dict) and (time := moment(string(each.get("llama:time")))):
            yield Foreign(Work(), "", id=_identifier(string(each.get("id"))), deleted=time)


def _items(value: object, depth: int) -> Iterator[Mapping[str, Any]]:
    """The annotations in a list, a page or a collection."""
    if not depth:
        raise Refused("its pages are nested too deeply")
    for each in listed(value):
        if not isinstance(each, dict):
            # An address: of an annotation or a page that is kept elsewhere.
            if isinstance(each, str):
                continue
            raise Refused("it is not a Web Annotation, nor a collection of them")
        types = {name.rsplit("#", 1)[-1].removeprefix("oa:").removeprefix("as:") for name in _types(each)}
        if "Annotation" in types:
            yield each
        elif {"items", "first", "orderedItems", "@graph"} & each.keys():
            for name in ("items", "orderedItems", "first", "next", "@graph"):
                yield from _items(each.get(name), depth - 1)
        elif {"AnnotationCollection", "AnnotationPage", "OrderedCollection"} & types:
            continue
        else:
            raise Refused("it is not a Web Annotation, nor a collection of them")


def _types(value: Mapping[str, Any]) -> tuple[str, ...]:
    return strings(value.get("type", value.get("@type")))


def _read(item: Mapping[str, Any], annotations: Container[str]) -> list[Foreign]:
    """An annotation, once for each of its targets; ``annotations`` are the addresses of those of the file."""
    notes, tags, names, about = _bodies(item)
    motivations = strings(item.get("motivation"))
    note = "\n\n".join(notes)
    kind = Kind.BOOKMARK if "bookmarking" in motivations else kind_of(note)
    created = moment(string(item.get("created")))
    whole = Foreign(
        work=Work(),
        quote="",
        kind=kind,
        note=note,
        tags=tuple(dict.fromkeys(tags)),
        name=" ".join(names),
        created=created,
        modified=moment(string(item.get("modified"))) or created,
        id=_identifier(string(item.get("id", item.get("@id")))),
    )
    resources = list(_resources(item.get("target"), _DEEPEST))
    parents = [each for each in map(_address, resources) if _is_annotation(each, annotations)]
    relations = Relations(_identifier(parents[0]) if parents else "", about, _creator(item))
    whole = replace(whole, relations=relations)
    targets = [_target(whole, each) for each in resources if not _is_annotation(_address(each), annotations)]
    if parents and not targets:
        return [whole]
    if not targets:
        raise Refused(f"the annotation {whole.id or 'without an id'} has no target")
    return [
        target if not number or not whole.id else replace(target, id=f"{whole.id}#{number}")
        for number, target in enumerate(targets)
    ]


def _address(resource: Any) -> str:
    """The address of a resource that is nothing more."""
    if isinstance(resource, dict):
        return string(resource.get("id", resource.get("@id"))) if not {"source", "selector"} & resource.keys() else ""
    return string(resource)


def _is_annotation(address: str, annotations: Container[str]) -> bool:
    return address.startswith(("urn:uuid:", _ANNOTATION)) or address in annotations


def _creator(item: Mapping[str, Any]) -> str:
    """The name of who made it; the address where nothing else is told."""
    for creator in listed(item.get("creator")):
        if isinstance(creator, dict):
            named = (string(creator.get(name)) for name in ("name", "nickname", "id"))
            return " ".join(next(filter(None, named), "").split())
        if isinstance(creator, str):
            return " ".join(string(creator).split())
    return ""


def _bodies(item: Mapping[str, Any]) -> tuple[list[str], list[str], list[str], str]:
    """What the bodies say: notes, tags, names, and the entity that it is about."""
    from urllib.parse import unquote

    notes: list[str] = []
    tags: list[str] = []
    names: list[str] = []
    about = ""
    for body in [*_resources(item.get("body"), _DEEPEST), *listed(item.get("bodyValue"))]:
        if not isinstance(body, dict):
            notes += strings(body)
            continue
        entity = string(body.get("source"))
        if entity.startswith(_ENTITY) and "identifying" in strings(body.get("purpose")):
            about = unquote(entity.removeprefix(_ENTITY), errors="surrogateescape")
            continue
        inner = body.get("source") if isinstance(body.get("source"), dict) else {}
        value = body.get("value", inner.get("value", body.get("id")) if inner is not None else None)
        # Without a purpose of its own a body serves the annotation's (section 3.3.5).
        purposes = strings(body.get("purpose", item.get("motivation")))
        texts = [text for text in map(string, listed(value)) if text.strip()]
        if "tagging" in purposes:
            tags += texts
        elif "bookmarking" in strings(body.get("purpose")):
            names += texts
        else:
            notes += texts
    return notes, tags, names, about


def _resources(value: object, depth: int) -> Iterator[Any]:
    """One or many resources; of a choice or a list each of its items."""
    if not depth:
        return
    for each in listed(value):
        if isinstance(each, dict) and "items" in each:
            yield from _resources(each["items"], depth - 1)
        elif isinstance(each, dict | str):
            yield each


def _target(whole: Foreign, target: Any) -> Foreign:
    """The annotation with the place that a target tells."""
    if isinstance(target, str):
        address, _, fragment = string(target).partition("#")
        return (replace if fragment else _of_whole)(whole, work=Work(source=source_of(address)))
    source = target.get("source", target)
    found: dict[str, Any] = {"work": _work(source)}
    for selector in _selectors(target.get("selector"), _DEEPEST):
        types = _types(selector)
        if "TextQuoteSelector" in types and "quote" not in found:
            found["quote"] = string(selector.get("exact"))
            found["prefix"] = string(selector.get("prefix"))
            found["suffix"] = string(selector.get("suffix"))
        elif "TextPositionSelector" in types and "start" not in found:
            start, end = offset(selector.get("start")), offset(selector.get("end"))
            if start is not None and end is not None and start <= end:
                found.update(start=start, end=end, block=offset(selector.get("llama:block")))
    if target.get("llama:place") == REFUSED and whole.relations is not None:
        found["relations"] = replace(whole.relations, place=REFUSED)
    for name in strings(target.get("styleClass")):
        found.setdefault("colour", nearest_colour(name))
    return (replace if target.get("selector") else _of_whole)(whole, **found)


def _of_whole(foreign: Foreign, **found: Any) -> Foreign:
    """The annotation of a target that is no part of a text; nothing can be bookmarked so."""
    foreign = replace(foreign, **found)
    relations = foreign.relations
    if foreign.kind is Kind.BOOKMARK or relations is None or relations.about:
        return foreign
    return replace(foreign, relations=replace(relations, about=WHOLE_TEXT))


def _work(source: Any) -> Work:
    if not isinstance(source, dict):
        return Work(source=source_of(string(source)))
    title = string(source.get("dcterms:title", source.get("dc:title", source.get("title"))))
    author = ", ".join(strings(source.get("dcterms:creator", source.get("dc:creator"))))
    languages = strings(source.get("language"))
    return Work(
        title=title,
        author=author,
        source=source_of(string(source.get("id", source.get("@id")))),
        language=languages[0] if languages else "",
        id=string(source.get("llama:document")),
    )


def _selectors(value: object, depth: int) -> Iterator[Mapping[str, Any]]:
    """The selectors, those that refine others behind these."""
    if not depth:
        return
    for each in listed(value):
        if isinstance(each, dict):
            yield each
            yield from _selectors(each.get("refinedBy"), depth - 1)


FORMAT = Format(
    "json-ld",
    ".jsonld",
    "Web Annotations (JSON-LD)",
    write=write,
    read=read,
    recognises=recognises,
    tells_deleted=True,
    read_descriptions=read_descriptions,
)
