"""The page in a real browser: the notes stand beside their passages, it can be printed, and no script runs."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from tests.annotations.generated import HOSTILE
from tests.annotations.test_annotation_formats import annotate, make
from tui.annotations.formats import Article, write
from tui.annotations.kinds import WHOLE_TEXT
from tui.annotations.model import Relations, Resolution
from tui.document.model import Span

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.peers


@pytest.fixture(scope="module", autouse=True)
def browser(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Skips where there is no Chromium, or one that cannot start."""
    if BROWSER is None:
        pytest.skip("needs Chromium")
    try:
        shown = browsed(tmp_path_factory.mktemp("probe"), "<!DOCTYPE html><p>Here.")
    except (OSError, subprocess.SubprocessError) as error:
        pytest.skip(f"Chromium does not start here: {error}")
    assert "Here." in shown


RAN = "ran-a-script"
SCRIPTS = [
    f"<script>document.documentElement.className='{RAN}'</script>",
    f"<img src=x onerror=\"document.documentElement.className='{RAN}'\">",
    f"<svg onload=\"document.documentElement.className='{RAN}'\">",
    f"</title><script>document.documentElement.className='{RAN}'</script>",
    f"</style><script>document.documentElement.className='{RAN}'</script>",
    f"--><script>document.documentElement.className='{RAN}'</script>",
    f"\"><script>document.documentElement.className='{RAN}'</script>",
    f"' onfocus='document.documentElement.className=\"{RAN}\"' autofocus='",
    f"[a](javascript:document.documentElement.className='{RAN}')",
    f"![a](x\"onerror=\"document.documentElement.className='{RAN}')",
    "<iframe srcdoc=\"<script>parent.document.documentElement.className='ran-a-script'</script>\"></iframe>",
]
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
MEASURE = """
<script>
window.addEventListener("load", () => {
  const box = (each) => { const at = each.getBoundingClientRect(); return [at.left, at.top, at.right, at.bottom]; };
  const told = {
    width: document.documentElement.scrollWidth, window: window.innerWidth,
    notes: Object.fromEntries([...document.querySelectorAll("aside")].map((each) => [each.id, box(each)])),
    signs: Object.fromEntries([...document.querySelectorAll("sup")].map((each) => [each.id, box(each)])),
    texts: [...document.querySelectorAll(".text")].map(box),
    colours: [...document.querySelectorAll("mark")].map((each) => getComputedStyle(each).backgroundColor),
  };
  document.body.innerHTML = "";
  document.body.textContent = JSON.stringify(told);
});
</script>
"""


def browsed(folder: Path, page: str, *options: str, size: str = "1200,900") -> str:
    """What the browser makes of a page: its tree as text, unless the options ask for something else."""
    file = folder / "page.html"
    file.write_text(page, encoding="utf-8")
    command = [str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
    command += [f"--user-data-dir={folder}/profile", f"--window-size={size}", *(options or ("--dump-dom",))]
    run = subprocess.run(
        [*command, file.as_uri()], capture_output=True, timeout=120, check=True, env={"HOME": str(folder), "PATH": ""}
    )
    return run.stdout.decode()


def measured(folder: Path, page: str, size: str = "1200,900") -> dict:
    """Where things stand on the page. The script that measures is not let in by the page's own policy."""
    changed, times = POLICY.subn("", page)
    assert times == 1
    told = browsed(folder, changed.replace("</head>", f"{MEASURE}</head>"), size=size)
    return json.loads(html.unescape(re.search(r"<body>(.*?)</body>", told, re.DOTALL)[1]))


def long_article() -> Article:
    document = make(*(f"Paragraph {number} says: " + "word and word, " * 60 for number in range(12)))
    placed = []
    for number in (2, 5, 9):
        start = document.blocks[number].start + 200
        placed.append(annotate(document, Span(start, start + 30), number, note=f"A note on {number}.", tags=("claim",)))
    return Article(document, tuple(placed))


def test_notes_stand_in_the_margin_beside_their_passages(tmp_path: Path) -> None:
    told = measured(tmp_path, str(write("html", [long_article()])))

    assert sorted(told["notes"]) == ["n1", "n2", "n3"]
    text_ends = max(right for _, _, right, _ in told["texts"])
    for name, (left, top, _, bottom) in told["notes"].items():
        _, sign_top, sign_right, _ = told["signs"][f"m{name[1:]}"]
        assert left > text_ends >= sign_right, "in the margin, not over the text"
        row = next(box for box in told["texts"] if box[1] <= sign_top <= box[3])
        assert abs(top - row[1]) < 5, "beside the paragraph that it is on"
        assert bottom > top
    assert told["width"] <= told["window"], "nothing is cut off at the right"
    assert all(colour not in {"rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"} for colour in told["colours"])


def test_on_a_narrow_screen_the_notes_stand_below(tmp_path: Path) -> None:
    told = measured(tmp_path, str(write("html", [long_article()])), size="500,900")

    assert told["width"] <= max(told["window"], 500)
    for name, (left, top, _, _) in told["notes"].items():
        _, sign_top, _, _ = told["signs"][f"m{name[1:]}"]
        assert left < 100
        assert top > sign_top


def test_it_is_printed(tmp_path: Path) -> None:
    browsed(tmp_path, str(write("html", [long_article()])), f"--print-to-pdf={tmp_path}/page.pdf")

    pdf = (tmp_path / "page.pdf").read_bytes()
    assert pdf.startswith(b"%PDF-")
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") + pdf.count(b"/Type/Page/") >= 2


def test_no_script_of_others_runs(tmp_path: Path) -> None:
    control = "<!DOCTYPE html><html><head><title>t</title></head><body>" + SCRIPTS[0] + "</body></html>"
    assert f'class="{RAN}"' in browsed(tmp_path, control), "the browser runs scripts where it may"
    words = [*SCRIPTS, *HOSTILE]
    document = replace(make(*words, title=SCRIPTS[3]), source=f"/texts/{SCRIPTS[0]}", language='en"><script>')
    placed = []
    for block, said in zip(document.blocks, words, strict=True):
        each = annotate(document, block.span, block.number, note=said, tags=(said,), name=said)
        relations = Relations(author=said, about=WHOLE_TEXT if block.number % 3 == 0 else "")
        resolution = Resolution(block.span, 1.0) if block.number % 2 else Resolution(None, 0.0)
        placed.append(replace(each, annotation=replace(each.annotation, relations=relations), resolution=resolution))
    page = str(write("html", [Article(document, tuple(placed))]))

    # Not only because of the policy: without it nothing runs, either.
    for given in (page, POLICY.sub("", page)):
        shown = browsed(tmp_path, given)
        assert f'class="{RAN}"' not in shown
        assert "<script" not in re.sub(r"<style>.*?</style>", "", shown, flags=re.DOTALL)
        assert "<iframe" not in shown and "<img" not in shown
        assert "alert(1)" in shown, "it is shown as words"
