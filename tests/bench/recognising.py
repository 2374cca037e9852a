"""How fast names are recognised: loading and words a second, by rules and by each of spaCy's pipelines.

Run it from the project's root: `python tests/bench/recognising.py`. Each figure is the best of several runs in
processes of their own, so that a busy machine counts for less. What spaCy says is told in tokens of spaCy's, about as
many as words and marks of punctuation.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

from tui.entities.recognisers.statistical import Recogniser, pipeline_for

ARTICLES = Path(__file__).parent.parent / "data" / "entities" / "dev"
RUNS = 5
TIMES = 20
"""How often the articles are recognised in a row."""
_TOKEN = re.compile(r"\w+|[^\w\s]")

_RULES = """
import sys, time
from pathlib import Path
from tui.document.readers import Source
from tui.document.reading import read
start = time.perf_counter()
from tui.entities.recognisers.rules import recognise
recognise(read(b"Nobody.", Source("d", "d", ".md", "d")))
print(time.perf_counter() - start)
texts = [read(Path(path).read_bytes(), Source("d", "d", ".md", "d")) for path in sys.argv[2:]]
start = time.perf_counter()
for text in texts * int(sys.argv[1]):
    recognise(text)
print(time.perf_counter() - start)
"""


def rules(paths: list[Path]) -> tuple[float, float]:
    """Seconds until the rules are ready, and for the articles."""
    command = [sys.executable, "-c", _RULES, str(TIMES), *map(str, paths)]
    loading, recognising = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()
    return float(loading), float(recognising)


def spacy(pipeline: str, paths: list[Path]) -> tuple[float, float]:
    """The same for a pipeline."""
    texts = [path.read_text(encoding="utf-8").split("\n\n") for path in paths]
    start = time.perf_counter()
    recogniser = Recogniser(pipeline)
    recogniser.names(["Nobody."])
    loading = time.perf_counter() - start
    start = time.perf_counter()
    for text in texts * TIMES:
        recogniser.names(text)
    recognising = time.perf_counter() - start
    recogniser.close()
    return loading, recognising


def main() -> None:
    """Print the table."""
    print(f"{'':28}{'load, s':>10}{'tokens a second':>18}")
    for language in ("fr", "en"):
        paths = sorted(ARTICLES.glob(f"{language}-*.md"))
        tokens = TIMES * sum(len(_TOKEN.findall(path.read_text(encoding="utf-8"))) for path in paths)
        pipeline = pipeline_for(language)
        measured = {f"rules, {language}": [rules(paths) for _ in range(RUNS)]}
        if pipeline is not None:
            measured[pipeline] = [spacy(pipeline, paths) for _ in range(RUNS)]
        for name, runs in measured.items():
            loading, recognising = (min(each) for each in zip(*runs, strict=True))
            print(f"{name:28}{loading:10.2f}{tokens / recognising:18,.0f}")


if __name__ == "__main__":
    main()
