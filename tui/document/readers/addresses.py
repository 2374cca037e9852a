"""Web addresses that stand in a text as they are, without any markup (GitHub Flavored Markdown 0.29, section 6.9)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 2048
"""Code points of an address; what is longer is none that somebody would follow."""

_ADDRESS = re.compile(
    rf"""(?<![^\W_])(?P<protocol>https?://)?(?(protocol)|(?=www\.))
    (?P<domain>[^\W_][\w-]*(?:\.[\w-]+)*)(?P<rest>(?:[:/?\#][^\s<]{{0,{LONGEST}}})?)""",
    re.IGNORECASE | re.VERBOSE,
)
_BEHIND = "?!.,:;*_~'\"’”»…"
"""Signs at the end of an address that belong to the sentence."""


class Address(NamedTuple):
    """A web address in a text, by code points, and where it leads."""

    start: int
    end: int
    target: str


def addresses(text: str) -> Iterator[Address]:
    """The addresses in a text, in its order."""
    if "://" not in text and "www." not in text.casefold():
        return
    for found in _ADDRESS.finditer(text):
        if found["protocol"] is None and "." not in found["domain"][4:]:
            continue
        address = _without_end(found.group())
        if len(address) > len(found["protocol"] or "") and len(address) <= LONGEST:
            target = address if found["protocol"] else f"http://{address}"
            yield Address(found.start(), found.start() + len(address), target)


def _without_end(address: str) -> str:
    """Without the signs behind it, and brackets that were opened before it."""
    while True:
        shorter = address.rstrip(_BEHIND)
        if shorter.endswith(")") and shorter.count(")") > shorter.count("("):
            shorter = shorter[:-1]
        if len(shorter) == len(address):
            return address
        address = shorter
