"""A process of its own in which a pipeline of spaCy recognises names; it knows nothing of the program.

Run as ``python spacy_process.py PIPELINE``. Each line of standard input is a JSON list of texts, and is answered by a
line with a list for each text: ``[start, end, label]`` for each name, in code points. The first line that is written,
when the pipeline is loaded, is ``"ready"``. It ends with its input, when it has been asked nothing for some minutes, or
when it is killed: nothing is kept here.

In a process of its own the screen never waits for the interpreter's lock while spaCy is imported and at work, leaving
the program never waits for either, and what the models take of memory is given back.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokenizer import Tokenizer
    from spacy.vocab import Vocab

PATIENCE = 120
"""Seconds without a question after which the memory is given back."""
_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half of a character, which spaCy cannot take; texts that were read from damaged files may have some."""
_LETTER = r"[^\W\d_]"
_HYPHEN = "[-‐‑]"
_WHOLE = rf"""(?ix)
    (?: aujourd['’]hui
      | {_LETTER}+{_HYPHEN}(?:l[èe]s?|la|en|des?|d[eu]|sur|sous|aux?|à|et|près|saint){_HYPHEN}(?:l['’])?{_LETTER}+
      | (?:sa?inte?s?|jean|louis|marie|pierre|val|mont|pont|port|ville(?:neuve)?|vieux|grand|nord|sud|est|ouest|sous|non
          |ex|anti|co|mi|franco){_HYPHEN}{_LETTER}[-‐‑\w'’]*
    )\Z"""
"""French words that stay whole, as they were when the models were trained: ``Saint-Denis``, ``Boulogne-sur-Mer``.

spaCy's own expression for them has 1.4 million characters; to compile it takes most of the time of loading.
"""


def load(name: str) -> Language:
    """A pipeline with nothing but its recogniser of names; raises whatever spaCy raises where it cannot be had."""
    import spacy

    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(name)
    folder = next(Path(spec.origin).parent.glob(f"{name}-*"))
    config = spacy.util.load_config(folder / "config.cfg")
    if config["nlp"]["lang"] == "fr":
        pipeline = spacy.Language()
        pipeline.tokenizer = _french_tokenizer(pipeline.vocab)
    else:
        pipeline = spacy.blank(config["nlp"]["lang"])
    # The strings of a model are those of its training; texts bring their own.
    pipeline.vocab.from_disk(folder / "vocab", exclude=["strings"])
    settings: dict[str, Any] = dict(config["components"]["ner"])
    recogniser = pipeline.add_pipe(settings.pop("factory"), name="ner", config=settings)
    recogniser.from_disk(folder / "ner", exclude=["vocab"])
    return pipeline


def _french_tokenizer(vocab: Vocab) -> Tokenizer:
    """What splits a French text as the models expect it, without the table of spaCy's French package."""
    from spacy.lang import punctuation, tokenizer_exceptions
    from spacy.tokenizer import Tokenizer
    from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

    prefixes = [*punctuation.TOKENIZER_PREFIXES, rf"(?:[dlnDLN]['’])(?={_LETTER})"]
    suffixes = [
        *punctuation.TOKENIZER_SUFFIXES,
        rf"(?<={_LETTER})[-–‐‑](?:ce|elle|en|ils?|je|là|moi|nous|on|t|vous)",
    ]
    infixes = [*punctuation.TOKENIZER_INFIXES, rf"(?<={_LETTER}['’])(?={_LETTER})"]
    return Tokenizer(
        vocab,
        rules=tokenizer_exceptions.BASE_EXCEPTIONS,
        prefix_search=compile_prefix_regex(prefixes).search,
        suffix_search=compile_suffix_regex(suffixes).search,
        infix_finditer=compile_infix_regex(infixes).finditer,
        token_match=re.compile(_WHOLE).match,
        url_match=tokenizer_exceptions.URL_MATCH,
    )


def main() -> None:
    """Answer lines until there are no more."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="ascii")
    # What a library prints must not be taken for an answer.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    os.nice(5)
    pipeline = load(sys.argv[1])
    print(json.dumps("ready"), file=answers, flush=True)
    signal.alarm(PATIENCE)
    for line in sys.stdin:
        signal.alarm(0)
        found = [
            [[name.start_char, name.end_char, name.label_] for name in text.ents]
            for text in pipeline.pipe(_SURROGATE.sub("\ufffd", text) for text in json.loads(line))
        ]
        print(json.dumps(found), file=answers, flush=True)
        signal.alarm(PATIENCE)


if __name__ == "__main__":
    main()
