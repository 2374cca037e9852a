"""Names by rules: spelling, lists, the words around them, and a vote over the whole document.

Each candidate gathers votes for types. What has no evidence for being a name at all, such as a capital at the
beginning of a sentence, is dropped, unless the same stands elsewhere in the document where it is evident.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

from tui.document.language import by_block
from tui.document.model import BlockKind
from tui.entities.folding import folded
from tui.entities.kinds import EntityType
from tui.entities.lexicon import parts, vocabulary
from tui.entities.model import Mention
from tui.entities.recognisers.amounts import amounts
from tui.entities.recognisers.candidates import candidate, common_notion
from tui.entities.recognisers.dates import dates, with_year
from tui.entities.recognisers.headings import named_elsewhere
from tui.entities.recognisers.lines import Line
from tui.entities.recognisers.mixing import mixed, weigh, within
from tui.entities.recognisers.runs import runs
from tui.entities.recognisers.subjects import parted, subject, vote
from tui.entities.recognisers.titles import titles
from tui.entities.recognisers.votes import LIKELY
from tui.entities.recognisers.voting import voted

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from tui.document.model import Document
    from tui.entities.recognisers.candidates import Candidate
    from tui.entities.recognisers.statistical import Suggested

OFTEN = 3
"""How often a word must begin sentences, and never stand in lower case, to be a name for it."""
GUESS = 0.6
"""Up to this certainty a name of which nothing was known has not got more known by the vote."""
_COUNTING = ((EntityType.DATE, dates), (EntityType.AMOUNT, amounts))
_LOWER = re.compile(r"[^\W\d_A-ZÀ-ÖØ-Þ]{2,}(?:-[^\W\d_A-ZÀ-ÖØ-Þ]+)*")
_ARTICLE = re.compile(
    r"(?<!\w)(?:(?:[Ll]e|[Ll]a|[Ll]es|[Tt]he|[Dd]e|[Dd]u|[Ee]l|[Aa]l|[Vv]an|[Vv]on|[Dd]i|[Dd]a|de [Ll]a|van de[rn]?"
    r"|von der|[Dd]e[lr]) |[dD]['’])\Z"
)


def recognise(document: Document, suggestions: Sequence[Suggested] = ()) -> list[Mention]:
    """The mentions in a document, sorted, none over another.

    ``suggestions`` are what a statistical recogniser takes for names there, in the order of the text.
    """
    text = str(document.text)
    blocks = [
        (block, language)
        for block, language in zip(document.blocks, by_block(document), strict=True)
        if block.kind is not BlockKind.CODE
    ]
    ordinary: set[str] = set()
    for block, _ in blocks:
        ordinary.update(_LOWER.findall(text, block.start, block.end))
    found: list[Candidate] = []
    untrusted: list[Line] = []
    notions: set[str | None] = set()
    about = subject(ordinary, text)
    others = titles(document, is_culture=about.is_culture)
    for block, language in blocks:
        for kind, finder in _COUNTING:
            for start, end, normal in finder(text, block.start, block.end):
                whole = with_year(normal, document.date)
                others.append(Mention(document.id, start, end, text[start:end], kind, normal=whole))
        line = Line(text, block, french=language != "en")
        if not line.trusted:
            untrusted.append(line)
            continue
        made: list[Candidate] = []
        for run in runs(line, ordinary):
            notions.add(common_notion(line, run))
            one = candidate(line, run, ordinary)
            if one is not None:
                made.append(one)
        found += mixed(line, made, within(suggestions, block), ordinary) if suggestions else made
    if suggestions:
        weigh(found)
    found = [each for each in found if each.key not in notions]
    if about.is_sport or about.is_culture:
        found = [one for each in found for one in (parted(each, text) if about.is_sport else [each])]
        for each in found:
            vote(each, about, text)
    names = _names(found, ordinary)
    found = [each for each in found if each.is_evident or each.key in names]
    for each in found:
        _take_article(each, text, names)
    for line in untrusted:
        found += (each for each in named_elsewhere(line, names, ordinary) if each.key not in notions)
    found.sort(key=lambda each: each.start)
    mentions = voted(document, found)
    return _longest_of(others, _heard(found, mentions, suggestions) if suggestions else mentions)


def _heard(found: list[Candidate], mentions: list[Mention], suggestions: Sequence[Suggested]) -> list[Mention]:
    """The mentions without those of which neither rules nor document nor a statistical recogniser know anything."""
    heard: set[str] = set()
    for each in found:
        before = bisect_left(suggestions, each.end, key=lambda suggestion: suggestion.start)
        if before and suggestions[before - 1].end > each.start:
            heard.add(each.key)
    return [
        mention
        for each, mention in zip(found, mentions, strict=True)
        if not each.is_guess or each.key in heard or mention.certainty > GUESS
    ]


def _names(found: list[Candidate], ordinary: Set[str]) -> set[str]:
    """What is evidently a name somewhere in the document, or begins or ends one: given names, surnames."""
    evident = [each for each in found if each.is_evident]
    pieces = {
        piece for each in evident if each.several for piece in (each.first, each.last, each.key[len(each.first) + 1 :])
    }
    often = Counter(each.key for each in found if not each.is_evident)
    pieces |= {key for key, count in often.items() if count >= OFTEN}
    words = vocabulary()
    plain = pieces - ordinary - words.common_words - words.never_alone - parts().heads.keys() - parts().tails.keys()
    return {each.key for each in evident} | plain


def _take_article(each: Candidate, text: str, names: Set[str]) -> None:
    """At the beginning of a sentence too, ``Le`` belongs to ``Le Gall`` when it does so elsewhere.

    So does ``de`` to ``de Grootte`` where the whole name has it; an article in lower case belongs to nothing else.
    """
    before = _ARTICLE.search(text, max(0, each.start - 8), each.start)
    if before is not None and folded(before.group() + text[each.start : each.end]) in names:
        if before.group().strip() in {"le", "la", "les", "the"}:
            return
        if each.inner[EntityType.PLACE] >= LIKELY:
            return  # ``d’Avignon``, though there be a *Festival d’Avignon*
        each.start -= len(before.group())
        each.key = folded(text[each.start : each.end])


def _longest_of(one: list[Mention], two: list[Mention]) -> list[Mention]:
    """Both, sorted; where two lie over each other the longer, and of two as long the first."""
    kept: list[Mention] = []
    for each in sorted([*two, *one], key=lambda mention: mention.start):
        while kept and each.start < kept[-1].end and each.end - each.start >= kept[-1].end - kept[-1].start:
            kept.pop()
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept
