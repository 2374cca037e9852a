"""How names are recognised: by rules alone, or by rules that hear what spaCy has to say.

What spaCy suggests is combined with the rules, the lists and the vote, and never used instead of them.
"""

from __future__ import annotations

from collections import defaultdict
from threading import Lock
from typing import TYPE_CHECKING

from tui.document.failures import Refused
from tui.document.language import by_block
from tui.document.model import BlockKind
from tui.entities.recognisers.rules import recognise
from tui.entities.recognisers.statistical import (
    Recogniser,
    Stopped,
    Suggested,
    pipeline_for,
    pipeline_version,
    why_missing,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tui.document.model import Block, Document
    from tui.entities.model import Mention

RULES, SPACY, AUTO = "rules", "spacy", "auto"
ENGINES = (RULES, SPACY, AUTO)
"""Rules alone; spaCy as well, or a refusal; spaCy as well if it is installed."""
LANGUAGES = ("fr", "en")
PIECE = 20_000
"""Code points that spaCy is given at a time: it can be stopped between two pieces."""


class Engine:
    """Recognises names with what was chosen; it may be used in several threads, one after the other gets its turn.

    spaCy's process holds one language. It stays for the next document, and ends with :meth:`close`.
    """

    def __init__(self) -> None:
        """Nothing is started before it is needed."""
        self._recogniser: Recogniser | None = None
        self._turn = Lock()
        self._closed = False

    def pipelines(self, document: Document, choice: str) -> dict[str, str]:
        """The pipeline that is to be used for each language of a document; none for the rules alone.

        Raises ``Refused`` where spaCy is asked for and there is none for a language.
        """
        if choice == RULES:
            return {}
        found = {language: pipeline_for(language) for language in by_language(document)}
        missing = next((language for language, name in found.items() if name is None), None)
        if choice == SPACY and missing is not None:
            raise Refused(why_missing(missing))
        return {language: name for language, name in found.items() if name is not None}

    def version(self, document: Document, choice: str) -> str:
        """Of everything but our own rules and lists that a result for this document depends on."""
        names = self.pipelines(document, RULES if choice == RULES else AUTO).values()
        return "; ".join(sorted(map(pipeline_version, names))) or RULES

    def hears_more(self, document: Document) -> bool:
        """Whether there is a pipeline that can be asked about this document."""
        return bool(self.pipelines(document, AUTO))

    def recognise(
        self, document: Document, choice: str = AUTO, is_cancelled: Callable[[], bool] = lambda: False
    ) -> list[Mention]:
        """The mentions in a document, sorted, none over another.

        Raises ``Refused`` where spaCy is asked for and cannot be used, and ``Stopped`` when it is cancelled or closed.
        """
        pipelines = self.pipelines(document, choice)
        suggestions: list[Suggested] = []
        try:
            suggestions = self._suggestions(document, pipelines, is_cancelled)
        except Refused:
            if choice == SPACY:
                raise
        return recognise(document, suggestions)

    def _suggestions(
        self, document: Document, pipelines: Mapping[str, str], is_cancelled: Callable[[], bool]
    ) -> list[Suggested]:
        """What the pipelines take for names, in the order of the text."""
        if not pipelines:
            return []
        suggestions: list[Suggested] = []
        blocks = by_language(document)
        with self._turn:
            for language, pipeline in pipelines.items():
                for piece in _pieces(blocks[language]):
                    if is_cancelled():
                        raise Stopped
                    suggestions += self._suggested(document, piece, pipeline)
        return sorted(suggestions)

    def _suggested(self, document: Document, piece: Sequence[Block], pipeline: str) -> Iterator[Suggested]:
        recogniser = self._recogniser
        if recogniser is None or recogniser.pipeline != pipeline or recogniser.has_ended:
            if recogniser is not None:
                recogniser.close()
            recogniser = self._recogniser = Recogniser(pipeline)
        try:
            if self._closed:
                raise Stopped
            names = recogniser.names([document.block_text(block) for block in piece])
        except (Refused, Stopped):
            recogniser.close()
            self._recogniser = None
            raise
        for block, found in zip(piece, names, strict=True):
            for start, end, label in found:
                yield Suggested(block.start + start, block.start + end, label)

    def close(self) -> None:
        """End spaCy's process, whatever it is doing; nothing is recognised with it any more."""
        self._closed = True
        recogniser, self._recogniser = self._recogniser, None
        if recogniser is not None:
            recogniser.close()


def by_language(document: Document) -> dict[str, list[Block]]:
    """The blocks that may have names in them, by their language; only of languages that we know something of."""
    found: dict[str, list[Block]] = defaultdict(list)
    for block, language in zip(document.blocks, by_block(document), strict=True):
        if block.kind is not BlockKind.CODE and language in LANGUAGES:
            found[language].append(block)
    return found


def _pieces(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    piece: list[Block] = []
    size = 0
    for block in blocks:
        piece.append(block)
        size += block.end - block.start
        if size >= PIECE:
            yield piece
            piece, size = [], 0
    if piece:
        yield piece
