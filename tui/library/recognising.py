"""Who and what is named in documents, by the recogniser that was chosen; kept for the next time."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import tui.entities
from tui.document.cache import keep, kept
from tui.document.digest import blake2b
from tui.entities.engines import AUTO, RULES, SPACY, Engine
from tui.entities.kinds import EntityType
from tui.entities.linking import link
from tui.entities.model import Mention
from tui.entities.recognisers.plugged import joined, plugged, recognised_by, version

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui.document.model import Document
    from tui.entities.model import Entity

MOST_KEPT = 400
"""Texts whose mentions the cache keeps."""
_FORMAT = b"llama-tui mentions 1\n"
_DIGEST = 32


class Recognising:
    """Recognises, and remembers what it recognised; for use in any thread.

    Its methods raise ``Refused`` where spaCy is asked for and cannot be used, or another package's recogniser fails.
    """

    def __init__(self, folder: Path) -> None:
        """``folder`` is where results are kept; spaCy is not looked for before it is needed."""
        self._folder = folder
        self._engine = Engine()

    def close(self) -> None:
        """Stop at once; whoever waits for a result gets ``Stopped``."""
        self._engine.close()

    def entities(
        self, documents: Sequence[Document], choice: str = AUTO, is_cancelled: Callable[[], bool] = lambda: False
    ) -> tuple[Entity, ...]:
        """Who and what is named in these documents, the most named first; raises ``Stopped`` when it is cancelled."""
        mentions: list[Mention] = []
        for document in documents:
            self._engine.pipelines(document, choice)
            known = self._kept(document, choice)
            mentions += self._found(document, choice, is_cancelled) if known is None else known
        return link(documents, mentions)

    def at_once(self, documents: Sequence[Document], choice: str = AUTO) -> tuple[tuple[Entity, ...], bool]:
        """What can be told without waiting, kept or by rules, and whether :meth:`entities` may tell more."""
        mentions: list[Mention] = []
        has_more = False
        for document in documents:
            known = self._kept(document, choice)
            if known is None:
                known = self._engine.recognise(document, RULES)
                has_more |= bool(plugged()) or choice == SPACY or (choice == AUTO and self._engine.hears_more(document))
            mentions += known
        return link(documents, mentions), has_more

    def _found(self, document: Document, choice: str, is_cancelled: Callable[[], bool]) -> list[Mention]:
        found = self._engine.recognise(document, choice, is_cancelled)
        for point in plugged():
            found = joined(found, recognised_by(point, document))
        values = [(each.start, each.end, each.type.value, each.certainty, each.normal) for each in found]
        data = json.dumps(values).encode()
        digest = blake2b(data, digest_size=_DIGEST).digest()
        keep(self._path(document, choice), _FORMAT + digest + data, most=MOST_KEPT)
        return found

    def _kept(self, document: Document, choice: str) -> list[Mention] | None:
        """What was found the last time; None where there was none, or where what was kept is damaged."""
        data = kept(self._path(document, choice))
        begin = len(_FORMAT) + _DIGEST
        if data[:begin] != _FORMAT + blake2b(data[begin:], digest_size=_DIGEST).digest():
            return None
        return [
            Mention(document.id, start, end, document.text[start:end], EntityType(kind), certainty, normal)
            for start, end, kind, certainty, normal in json.loads(data[begin:])
        ]

    def _path(self, document: Document, choice: str) -> Path:
        """Where the result for this text is kept, by all that it depends on."""
        key = blake2b(_ours(), digest_size=16)
        others = [self._engine.version(document, choice), *map(version, plugged())]
        blocks = [(block.kind.value, block.start, block.end) for block in document.blocks]
        marks = [(mark.kind.value, mark.start, mark.end) for mark in document.marks]
        key.update(repr((others, document.language, document.date, blocks, marks)).encode())
        key.update(str(document.text).encode("utf-8", "surrogatepass"))
        return self._folder / key.hexdigest()


@cache
def _ours() -> bytes:
    """A digest of the rules and the lists, so that what others found is never taken for what they would find."""
    folder = Path(tui.entities.__file__).parent
    digest = blake2b(digest_size=16)
    for path in sorted(each for each in folder.rglob("*") if each.suffix in {".py", ".txt"}):
        digest.update(path.read_bytes())
    return digest.digest()
