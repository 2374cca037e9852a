"""How an anchor's quote and context fit a stretch of text, and which words the quote has become there.

Quote and context are aligned with the text word by word (Levenshtein's distance over tokens, by
RapidFuzz). Of the alignment that part counts which has the greatest score, as in local alignment
(Smith and Waterman 1981; found by Kadane's algorithm): equal words gain, what was rewritten, put in or
left out costs, so that words which are equal by chance somewhere far off are not strewn into a passage.

The weights are those of the Hypothesis client's quote matching: quote 50, prefix 20, suffix 20,
distance from the old place 2.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import repeat
from math import exp, log
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import LCSseq, Levenshtein

from tui.annotations.model import CONTEXT_LENGTH
from tui.annotations.twins import has_twin
from tui.annotations.typography import Tokens, is_word, on_graphemes, telling, tokens, weight_of
from tui.document.model import BLOCK_SEPARATOR, Span

if TYPE_CHECKING:
    from tui.annotations.model import Anchor
    from tui.document.model import Text

QUOTE, PREFIX, SUFFIX, DISTANCE = 50, 20, 20, 2
_OTHER_WORD = -1.0
_OTHER_SIGN = -0.25
"""What another word or sign in the place of one costs."""
_GONE = -0.2
"""What a word that was left out costs."""
_NEW = -1.2
"""What a word or a sign costs that was put in."""
_FEW = 12
"""So many words may always be put into a passage."""
_CHANCE = 1.0
_SIZE = 15_000
"""Code points of the texts that the weights of :func:`certainty` come from."""
_NEXT = 3
"""So many words of context next to the quote may all be different before what lies beyond tells nothing."""
_PERFECT = 0.99
_COPIES = 12
"""So many places of a quote's key word in one stretch are looked at."""
_ROOM = 8
"""Words that may have been put in on either side, at least."""
_EDGE = 5
"""So many rewritten words at an end of a quote may be taken for its own up to the next border."""
_PARAGRAPH, _SENTENCE = "paragraph", "sentence"
_SENTENCE_ENDS = frozenset(".!?:;。！？") | {'"', "'"}
_ALIKE = 0.65
"""From this likeness on a word is the same, misspelt or inflected."""
_TOLD_QUOTE, _TOLD_SIDE, _TOLD_OUTER = 0.8, 0.9, 0.7
"""How much of the quote, of the context on one side, and of what is outermost of it tell a passage from its twin.
Over seeded edits of texts of forms and refrains nine in ten of the right places have that, and one in sixteen of the
twins."""
_FADING = 0.92
"""By so much less counts each word of context than the one before it, away from the quote."""


Column = tuple[float, int, int]
"""A step of an alignment: what it scores, the pattern's token or -1 where the text has one more, and the
window's or -1 where one was left out."""


class Fit(NamedTuple):
    """Where the quote stands in a stretch of text."""

    span: Span
    quote: float
    """How much of the quote stands there, from 0 to 1."""
    prefix: float
    suffix: float
    own: float
    """How telling the quote's words are that stand there; see :func:`~tui.annotations.typography.weight_of`."""
    around: float
    """The same of the context's."""
    weight: float
    """All that, weighed, from 0 to 1."""
    is_told: bool = True
    """Whether the context tells it from a twin of the passage; True where there was none."""


def certainty(fit: Fit, rival: float, size: int) -> float:
    """How probable it is that ``fit`` is the passage.

    ``rival`` is how telling the words are that stand in the next best place, ``size`` the length of what
    was searched, in code points: the longer, the more is found in it by chance. A logistic regression over
    seeded edits of real prose; the evidence is how telling the words of quote and context are.
    """
    evidence = fit.own + fit.around
    by_chance = _CHANCE * log(max(1, size) / _SIZE)
    supported = log(min(100.0, max(5.0, evidence - by_chance)))
    lead = min(20.0, max(0.0, evidence - rival))
    return 1 / (1 + exp(16.4 - 4.5 * fit.quote - 2.25 * supported - 0.22 * lead - 3.8 * fit.weight))


class Pattern:
    """An anchor's quote in its context, ready to be aligned with a text."""

    def __init__(self, anchor: Anchor) -> None:
        self.anchor = anchor
        whole = anchor.prefix + anchor.quote + anchor.suffix
        forms, starts, ends = tokens(whole)
        lead, stop = len(anchor.prefix), len(anchor.prefix) + len(anchor.quote)
        # A context's outermost word may be half a word.
        low = 1 if len(starts) > 1 and ends[0] < lead and is_word(forms[0]) else 0
        high = len(forms) - (len(forms) > 1 and starts[-1] > stop and is_word(forms[-1]))
        self.forms, self.starts, self.ends = forms[low:high], starts[low:high], ends[low:high]
        self.first = bisect_left(self.ends, lead + 1)
        self.last = bisect_left(self.starts, stop)
        self.weights = [weight_of(form) for form in self.forms]
        for index in range(len(self.forms)):
            away = self.first - 1 - index if index < self.first else index - self.last
            if away > 0:
                self.weights[index] *= _FADING**away
        self.lead, self.stop, self.size = lead, stop, len(whole)
        """Code points before the quote, before its end, and of the whole."""
        self._telling = telling(self.forms)
        self._blank = (
            len(anchor.quote) - len(anchor.quote.lstrip()),
            len(anchor.quote) - len(anchor.quote.rstrip()),
        )
        self._key = max(
            range(self.first, self.last),
            key=lambda index: (self.forms.count(self.forms[index]) == 1, weight_of(self.forms[index])),
            default=-1,
        )
        """The quote's most telling word, -1 for none."""
        self._opening = _border(anchor.prefix, self.forms[self.first - 1] if self.first else "")
        self._closing = _border(anchor.suffix[::-1], self.forms[self.last - 1] if self.last else "")
        self._has_twin = has_twin(anchor)
        # The outermost context is what tells a passage from its twin.
        self._outer = (
            range(bisect_left(self.starts, min(lead, CONTEXT_LENGTH))),
            range(bisect_left(self.ends, max(stop, len(whole) - CONTEXT_LENGTH)), len(self.forms)),
        )
        self._before = sum(self.weights[: self.first])
        self._own = sum(self.weights[self.first : self.last])
        self._after = sum(self.weights[self.last :])

    def fits(self, text: Text, low: int, high: int) -> list[Fit]:
        """Where the quote may stand in ``text[low:high]``: where it fits best, and about each place of its key word.

        An alignment with all of a stretch in which much comes again may take a bit from here and a bit from there.
        """
        low, high = max(0, low), min(high, len(text))
        window = tokens(text[low:high], low)
        best = self._fit(text, window)
        found = [best] if best is not None else []
        if self._key < 0 or (best is not None and best.weight >= _PERFECT):
            return found
        key = self.forms[self._key]
        places = [place for place, form in enumerate(window.forms) if form == key]
        if len(places) == 1 and best is not None and best.span.start <= window.starts[places[0]] < best.span.end:
            return found
        room = _ROOM + len(self.forms) // 4
        for place in places[:_COPIES]:
            first = max(0, place - self._key - room)
            fit = self._fit(text, window.part(first, place - self._key + len(self.forms) + room))
            if fit is not None:
                found.append(fit)
        return found

    def _fit(self, text: Text, window: Tokens) -> Fit | None:
        """The best fit."""
        columns = self._columns(window.forms)
        first, last = _best_part(columns)
        own = _without_strangers(
            [column for column in columns[first:last] if column[1] < self.last and column[2] >= 0], self.first
        )
        if not own:
            return None
        gained = sum(score for score, _, _ in own if score > 0)
        (_, head, start), (_, tail, end) = own[0], own[-1]
        there = sum(weight_of(form) for form in window.forms[start : end + 1])
        quote = min(1.0, 2 * gained / (self._own + there))
        context = [(score, src) for score, src, _ in columns[first:last] if score > 0]
        before = [(score, src) for score, src in context if src < self.first]
        after = [(score, src) for score, src in context if src >= self.last]
        # Context that is torn off from the quote does not hold it.
        held = bool(before) and before[-1][1] >= self.first - _NEXT
        led = bool(after) and after[0][1] < self.last + _NEXT
        left = self._to_border(text, window, self._opening, start, head - self.first)
        right = self._to_border(text, window, self._closing, end, self.last - 1 - tail, forwards=True)
        if left != start:
            head = -1
        if right != end:
            tail = -1
        span = self._span(
            text,
            (head, window.starts[left], window.ends[left]),
            (tail, window.starts[right], window.ends[right]),
        )
        return self._weighed(
            text,
            span,
            quote,
            gained,
            sum(score for score, _ in before) if held else 0.0,
            sum(score for score, _ in after) if led else 0.0,
            columns,
        )

    def _outermost(self, columns: list[Column]) -> float:
        """How much of the outermost context there is, on the side where that is more."""
        there = {source for score, source, _ in columns if score > 0}
        shares = [0.0]
        for side in self._outer:
            total = sum(weight_of(self.forms[source]) for source in side)
            if total:
                shares.append(sum(weight_of(self.forms[source]) for source in side if source in there) / total)
        return max(shares)

    def _to_border(
        self, text: Text, window: Tokens, border: str, token: int, missing: int, *, forwards: bool = False
    ) -> int:
        """The token to which an end moves whose outermost words were rewritten, with no context to hold it.

        A quote that began or ended with a paragraph or a sentence does so still, if one does that near by.
        """
        if not border or not 0 < missing <= _EDGE:
            return token
        step = 1 if forwards else -1
        for place in range(token, token + step * (missing + 2), step):
            if not 0 <= place < len(window.forms):
                break
            low, high = (place, place + 1) if forwards else (place - 1, place)
            sign = window.forms[low] in _SENTENCE_ENDS if low >= 0 else False
            after = window.starts[high] if high < len(window.starts) else len(text)
            gap = text[window.ends[low] if low >= 0 else 0 : after]
            at_an_end = not gap and (low < 0 or after == len(text))
            if at_an_end or BLOCK_SEPARATOR in gap or (border == _SENTENCE and sign):
                return place
        return token

    def _columns(self, forms: list[str]) -> list[Column]:
        """The alignment with the tokens of a window.

        First the telling words, by a longest common subsequence: few of them are equal by chance. What
        stands between them, common words and signs, is then aligned gap by gap.
        """
        there = telling(forms)
        columns: list[Column] = []
        src = dest = -1
        for block in LCSseq.opcodes([self.forms[place] for place in self._telling], [forms[place] for place in there]):
            if block.tag != "equal":
                continue
            for step in range(block.src_end - block.src_start):
                next_src, next_dest = self._telling[block.src_start + step], there[block.dest_start + step]
                self._gap(columns, forms, src + 1, next_src, dest + 1 if src >= 0 else next_dest - next_src, next_dest)
                src, dest = next_src, next_dest
                columns.append((self.weights[src], src, dest))
        if src < 0:
            self._gap(columns, forms, 0, len(self.forms), 0, len(forms))
            return columns
        left = len(self.forms) - src - 1
        self._gap(columns, forms, src + 1, len(self.forms), dest + 1, min(len(forms), dest + 1 + left))
        return columns

    def _gap(self, columns: list[Column], forms: list[str], low: int, high: int, start: int, stop: int) -> None:
        """Align the pattern's tokens from ``low`` to ``high`` with the window's from ``start`` to ``stop``."""
        start = max(0, start)
        if low == high and start >= stop:
            return
        if self.forms[low:high] == forms[start:stop]:
            columns += zip(self.weights[low:high], range(low, high), range(start, stop), strict=True)
            return
        for step in Levenshtein.opcodes(self.forms[low:high], forms[start:stop]):
            sources = range(low + step.src_start, low + step.src_end)
            places = range(start + step.dest_start, start + step.dest_end)
            if step.tag == "equal":
                columns += zip(self.weights[sources.start : sources.stop], sources, places, strict=True)
            elif step.tag == "replace":
                columns += (
                    (self._replaced(src, forms[dest]), src, dest) for src, dest in zip(sources, places, strict=True)
                )
            elif step.tag == "delete":
                columns += zip(repeat(_GONE), sources, repeat(-1))
            else:
                columns += zip(repeat(_NEW), repeat(-1), places)

    def _replaced(self, src: int, form: str) -> float:
        """What a word gains that was changed a little, or what another word in its place costs."""
        own = self.forms[src]
        if len(own) > 4 and len(form) > 3:
            likeness = Levenshtein.normalized_similarity(own, form)
            if likeness >= _ALIKE:
                return self.weights[src] * likeness
        return _cost(own)

    def _span(self, text: Text, head: tuple[int, int, int], tail: tuple[int, int, int]) -> Span:
        """From the first to the last word, or from within them if the quote began or ended within a word.

        ``head`` and ``tail`` are tokens of the pattern, -1 for none, each with the word's place in the text.
        """
        token, start, stop = head
        inside = self.lead - self.starts[token]
        if token >= 0 and inside > 0 and self.ends[token] - self.starts[token] == stop - start:
            start += inside
        token, begin, end = tail
        inside = self.ends[token] - self.stop
        if token >= 0 and inside > 0 and self.ends[token] - self.starts[token] == end - begin:
            end -= inside
        # White space at the ends of the quote is kept where there still is some.
        for char in reversed(self.anchor.quote[: self._blank[0]]):
            if char.isspace() and start > 0 and text[start - 1 : start].isspace():
                start -= 1
        for char in self.anchor.quote[len(self.anchor.quote) - self._blank[1] :]:
            if char.isspace() and text[end : end + 1].isspace():
                end += 1
        return Span(*on_graphemes(text, start, max(start, end)))

    def _weighed(
        self, text: Text, span: Span, quote: float, own: float, before: float, after: float, columns: list[Column]
    ) -> Fit:
        gained, total = QUOTE * quote, QUOTE
        prefix = before / self._before if self._before else 0.0
        suffix = after / self._after if self._after else 0.0
        if self._before:
            gained += PREFIX * prefix
            total += PREFIX
        if self._after:
            gained += SUFFIX * suffix
            total += SUFFIX
        away = abs(span.start - self.anchor.start) / max(len(text), self.anchor.start, 1)
        gained += DISTANCE * (1 - away)
        told = not self._has_twin or (
            quote >= _TOLD_QUOTE and max(prefix, suffix) >= _TOLD_SIDE and self._outermost(columns) >= _TOLD_OUTER
        )
        return Fit(span, quote, prefix, suffix, own, before + after, gained / (total + DISTANCE), told)


def _border(context: str, sign: str) -> str:
    """What a quote began or ended with, of what stands beyond it (read towards it) and the sign at its end."""
    beyond = context[len(context.rstrip()) :]
    if BLOCK_SEPARATOR in beyond or not context:
        return _PARAGRAPH
    return _SENTENCE if sign in _SENTENCE_ENDS else ""


def _without_strangers(columns: list[Column], first: int) -> list[Column]:
    """The columns from the quote's first word to its last; of a passage torn apart by much else, the larger side.

    ``first`` is the quote's first token. What was put in may be as long as what is kept.
    """
    while True:
        low = next((index for index, column in enumerate(columns) if column[1] >= first), len(columns))
        high = next((index for index in range(len(columns), low, -1) if columns[index - 1][1] >= first), low)
        columns = columns[low:high]
        kept = sum(score > 0 for score, _, _ in columns)
        strange, start, stop = 0, 0, 0
        run = 0
        for index, (score, _, _) in enumerate(columns):
            run = 0 if score > 0 else run + 1
            if run > strange:
                strange, start, stop = run, index - run + 1, index + 1
        if strange <= max(_FEW, kept):
            return columns
        before, after = columns[:start], columns[stop:]
        columns = max(before, after, key=lambda side: sum(score for score, _, _ in side if score > 0))


def _cost(form: str) -> float:
    return _OTHER_WORD if is_word(form) else _OTHER_SIGN


def _best_part(columns: list[Column]) -> tuple[int, int]:
    """The slice of the columns with the greatest sum (Kadane's algorithm)."""
    best = total = 0.0
    first = last = low = 0
    for index, (score, _, _) in enumerate(columns):
        if total <= 0:
            total, low = 0.0, index
        total += score
        if total > best:
            best, first, last = total, low, index + 1
    return first, last
