"""Strings for YAML front matter."""

from __future__ import annotations


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
