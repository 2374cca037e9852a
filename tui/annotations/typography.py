"""Text with its typography evened out, so that only what was really rewritten counts as different."""

from __future__ import annotations

_INVISIBLE = frozenset("\u00ad\u034f\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
"""Soft hyphens, joiners and marks of direction."""

_EVEN = {
    **dict.fromkeys("‘’‚‛‹›`´ʼ′", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
}


def even_out(text: str) -> tuple[str, list[int]]:
    """The text with quotes, dashes, ligatures and white space made alike, and a way back.

    The list holds, for each code point of the new text, the offset in ``text`` that it comes from,
    and at last the length of ``text``. Runs of white space are one space, invisible characters are
    left out, compatibility characters are decomposed (Unicode NFKC).
    """
    import unicodedata

    even: list[str] = []
    offsets: list[int] = []
    for offset, char in enumerate(text):
        if char.isspace():
            if even and even[-1] == " ":
                continue
            even.append(" ")
            offsets.append(offset)
        elif char < "\x7f" and char != "`":
            even.append(char)
            offsets.append(offset)
        elif char not in _INVISIBLE:
            plain = _EVEN.get(char) or unicodedata.normalize("NFKC", char)
            even.extend(plain)
            offsets.extend([offset] * len(plain))
    offsets.append(len(text))
    return "".join(even), offsets
