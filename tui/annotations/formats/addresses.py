"""Where a document is, as an address that any program takes, and back."""

from __future__ import annotations

import re

from tui.document.harmless import harmless

_SOURCE = "urn:llama-tui:source:"
_ADDRESS = re.compile(r"https?://[-\w.~:/?#@!$&'()*+,;=%]+", re.ASCII)


def address_of(source: str) -> str:
    """A document's source as an IRI (RFC 3987) of plain ASCII; :func:`source_of` gives it back."""
    import os
    from urllib.parse import quote

    if _ADDRESS.fullmatch(source):
        return source
    name = os.fsencode(source.encode("utf-8", "surrogateescape"))
    return f"file://{quote(name)}" if source.startswith("/") else f"{_SOURCE}{quote(name, safe='')}"


def source_of(address: str) -> str:
    """The path within a ``file:`` address, any other address as it is."""
    from urllib.parse import unquote_to_bytes

    for lead in ("file://localhost/", "file:///", _SOURCE):
        if address.startswith(lead):
            path = "/" if lead != _SOURCE else ""
            name = unquote_to_bytes(address.removeprefix(lead)).decode("utf-8", "surrogateescape")
            return path + name
    return address


def readable(source: str) -> str:
    """A source as a person reads it, on a line: what is no text in a file's name is replaced."""
    return " ".join(harmless(source.encode("utf-8", "replace").decode("utf-8")).split())
