"""The reader's descriptions of tags as TOML, changed without touching what else stands in the file.

Each is a line ``"tag" = "what it means"`` before the first table of the file. Comments, order and everything that is
not about a tag that changes stay as they are, to the letter.
"""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LONGEST_STATEMENT = 1000
"""Lines of one value after which its end is not looked for any more."""


def parse(text: str) -> dict[str, str]:
    """The descriptions by tag; raises ``ValueError``, which says where, for what is no TOML or no description."""
    try:
        values = tomllib.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    for tag, value in values.items():
        if not isinstance(value, str | dict):
            raise ValueError(f"{tag!r} must be described by a text in quotes")
    return {tag: value for tag, value in values.items() if isinstance(value, str)}


def changed(text: str, descriptions: Mapping[str, str | None]) -> str:
    """The file with some descriptions changed or added, or taken away where they are None.

    The file has to be one that :func:`parse` can read. A comment behind a description that changes goes with it.
    """
    left = dict(descriptions)
    head: list[str] = []
    rest = ""
    for statement, keys in _statements(text):
        if keys is None:
            rest = statement
            break
        tag = next(iter(keys), None)
        if tag is None or tag not in descriptions:
            head.append(statement)
            continue
        end = "\r\n" if statement.endswith("\r\n") else "\n"
        if (description := left.pop(tag)) is not None:
            head.append(line_of(tag, description) + end)
    if head and not head[-1].endswith("\n"):
        head[-1] += "\n"
    added = [line_of(tag, description) + "\n" for tag, description in left.items() if description is not None]
    at = len(head)
    if rest:
        while at and not head[at - 1].strip():
            at -= 1
    return "".join([*head[:at], *added, *head[at:], rest])


def line_of(tag: str, description: str) -> str:
    """The line that describes a tag, without its end."""
    return f"{_quoted(tag)} = {_quoted(description)}"


def _quoted(text: str) -> str:
    """A basic string of TOML, which is one of JSON but for the character Delete."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _statements(text: str) -> Iterator[tuple[str, list[str] | None]]:
    """The parts of a file as they stand there, each with the keys that it sets; None from the first table on."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    at = 0
    while at < len(lines):
        if lines[at].lstrip(" \t").startswith("["):
            yield "".join(lines[at:]), None
            return
        for behind in range(at + 1, min(len(lines), at + _LONGEST_STATEMENT) + 1):
            statement = "".join(lines[at:behind])
            try:
                keys = list(tomllib.loads(statement))
            except tomllib.TOMLDecodeError:
                continue
            yield statement, keys
            at = behind
            break
        else:
            yield "".join(lines[at:]), None
            return
