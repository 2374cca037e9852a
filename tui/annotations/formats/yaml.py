"""Strings for YAML front matter, and what little of it is read back: fields of one line, perhaps in a list."""

from __future__ import annotations

import re

_FIELD = re.compile(r"(?P<lead>\s*(?:- )?\s*)(?P<name>[A-Za-z_][\w-]*):(?:[ \t]+(?P<value>.*))?")
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_SIGNS = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "e": "\x1b", "N": "\x85", "_": "\xa0"}


def quoted(text: str) -> str:
    """The text as a double-quoted YAML 1.2 scalar (section 7.3.1) on one line.

    ``json.dumps`` would not do: it leaves characters bare that YAML forbids or folds, and writes others
    as pairs of surrogates, which YAML reads as two characters.
    """
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    if char.isprintable():
        return char
    code = ord(char)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def fields_of(front: str) -> list[dict[str, str]]:
    """The fields on top, and after them those of each item of a list; of the same name the last one."""
    found: list[dict[str, str]] = [{}]
    for line in front.split("\n"):
        field = _FIELD.fullmatch(line.rstrip())
        if field is None:
            continue
        if "-" in field["lead"]:
            found.append({})
        found[-1 if field["lead"] else 0][field["name"]] = _meant(field["value"] or "")
    return found if found != [{}] else []


def merged(old: str, new: str) -> str:
    """Front matter with the new fields in the place of the old ones, and the others of the old one as they were."""
    fields = dict(_blocks(new))
    lines: list[str] = []
    for name, text in _blocks(old):
        lines.append(fields.pop(name, text) if name else text)
    return "\n".join([*lines, *fields.values()])


def _blocks(front: str) -> list[tuple[str, str]]:
    """The fields on top with the lines that belong to each; comments have no name."""
    blocks: list[tuple[str, list[str]]] = []
    for line in filter(str.strip, front.split("\n")):
        field = _FIELD.fullmatch(line.rstrip())
        if field is not None and not field["lead"]:
            blocks.append((field["name"], [line]))
        elif blocks and not line.startswith("#"):
            blocks[-1][1].append(line)
        else:
            blocks.append(("", [line]))
    return [(name, "\n".join(lines)) for name, lines in blocks]


def _meant(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] == '"':
        return _ESCAPE.sub(_character, value[1:-1])
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'")
    return value


def _character(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    if code:
        return chr(int(code, 16)) if int(code, 16) < 0x110000 else "\ufffd"
    return _SIGNS.get(found[4], found[4])
