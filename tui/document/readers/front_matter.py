"""The fields that stand before a Markdown text between two lines of hyphens: title, language, date.

A small part of YAML: lines of ``name: value``, the value perhaps in quotes, perhaps carried on by
indented lines. What is not surely that stays text.
"""

from __future__ import annotations

import re

_FENCED = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"([^\W\d][^:]{0,40}):(?:[ \t]+(.*))?")
_FOLDED = re.compile(r"[|>][+-]?")
_QUOTED = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^']|'')*)'")
_COMMENT = re.compile(r"(?:^|[ \t])#.*")
_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_]\w+)*")

_KNOWN = frozenset(
    "title subtitle language lang locale date author authors tags tag keywords categories category "
    "description abstract summary layout slug draft permalink aliases published updated created id".split()
)
"""Names of which one must be there: a text may begin with a rule and ``Warning: ...`` under it."""

_LANGUAGES = {
    "english": "en", "anglais": "en", "eng": "en",
    "french": "fr", "français": "fr", "francais": "fr", "fra": "fr", "fre": "fr",
}  # fmt: skip


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """The fields, names in lower case, and the text behind them; no fields where there is no front matter."""
    match = _FENCED.match(text)
    if match is None:
        return {}, text
    fields: dict[str, str] = {}
    name = ""
    for line in match.group(1).split("\n"):
        content = line.strip()
        if not content or content.startswith(("#", "- ")) or content == "-":
            continue
        if line[0] in " \t":
            if name and fields[name]:
                fields[name] += f" {content}"
            continue
        field = _FIELD.fullmatch(content)
        if field is None:
            return {}, text
        name = field.group(1).strip().lower()
        fields[name] = (field.group(2) or "").strip()
    if _KNOWN.isdisjoint(fields):
        return {}, text
    return {name: _plain(value) for name, value in fields.items()}, text[match.end() :]


def language_of(fields: dict[str, str]) -> str:
    """The ISO 639-1 code of the language that the fields name; empty where they name none."""
    named = (fields.get("language") or fields.get("lang") or fields.get("locale") or "").lower()
    code = _LANGUAGE.fullmatch(named)
    return code.group(1) if code else _LANGUAGES.get(named, "")


def _plain(value: str) -> str:
    """A value without its quotes, its comment, and the sign that it goes on on the next lines."""
    quoted = _QUOTED.match(value)
    if quoted is not None and quoted.group(1) is not None:
        return re.sub(r"\\([\"\\/])", r"\1", quoted.group(1))
    if quoted is not None:
        return quoted.group(2).replace("''", "'")
    first, _, rest = value.partition(" ")
    if _FOLDED.fullmatch(first):
        return rest
    return _COMMENT.sub("", value)
