"""Keys: counts, keys of several strokes, and that vim's motions are left to those who know them."""

import ast
import string
from pathlib import Path

import pytest
from rich.cells import cell_len

from tui.annotations.formats import every
from tui.annotations.kinds import Colour
from tui.document.failures import Phrase, Refused
from tui.library.naming import TITLES
from tui.ui.extending import PREFIX
from tui.ui.key_reader import KeyReader, Pressed
from tui.ui.keymap import ACTIONS, MARK, Group, Where, actions_at, hints_at, shown
from tui.ui.locale.fr import REFUSALS, SENTENCES
from tui.ui.motions import MOTIONS
from tui.ui.paging import PAGING
from tui.ui.screens.codebook import UNITS, CodebookScreen, CodersScreen, MeetingsScreen
from tui.ui.screens.company import CompanyScreen, SharedScreen
from tui.ui.screens.concordance import SORTS, ConcordanceScreen
from tui.ui.screens.dialog import Browsing, fitting
from tui.ui.screens.documents import DocumentsScreen
from tui.ui.screens.help import chapter_of
from tui.ui.screens.later import LATER
from tui.ui.screens.marking import _ACTS
from tui.ui.screens.past import ACTS, BinScreen, HistoryScreen
from tui.ui.screens.reader import ReaderScreen
from tui.ui.screens.review import GROUPINGS, NOTHING_IN_COMMON, ReviewScreen
from tui.ui.screens.searching import COUNTED, LISTED, SCOPES
from tui.ui.widgets.entities_panel import LABELS, ORDERS
from tui.ui.widgets.row_list import RowList
from tui.ui.wording import said_no, speak

LISTS = (
    *(ReviewScreen, CodebookScreen, MeetingsScreen, CodersScreen, BinScreen, HistoryScreen),
    *(ConcordanceScreen, CompanyScreen, SharedScreen, DocumentsScreen),
)
"""The dialogs that tell their keys."""

VIM_MOTIONS = {
    "h": "previous-character",
    "j": "next-line",
    "k": "previous-line",
    "l": "next-character",
    "w": "next-word",
    "b": "previous-word",
    "0": "line-start",
    "^": "line-first",
    "W": "next-big-word",
    "B": "previous-big-word",
    "E": "big-word-end",
    "g e": "previous-word-end",
    "g E": "previous-big-word-end",
    "g j": "next-line",
    "g k": "previous-line",
    "%": "percent",
    "$": "line-end",
    "(": "previous-sentence",
    ")": "next-sentence",
    "{": "previous-paragraph",
    "}": "next-paragraph",
    "g g": "first",
    "G": "last",
    "H": "screen-top",
    "M": "screen-middle",
    "L": "screen-bottom",
    "] ]": "next-heading",
    "[ [": "previous-heading",
    "ctrl+d": "half-page-down",
    "ctrl+u": "half-page-up",
    "ctrl+f": "page-down",
    "ctrl+b": "page-up",
    "ctrl+e": "scroll-down",
    "ctrl+y": "scroll-up",
    "ctrl+o": "jump-back",
    "g o": "jump-forward",
    "#": "search-word-back",
    "z z": "line-to-middle",
    "n": "next-hit",
    "N": "previous-hit",
    "*": "search-word",
    "/": "search",
}
UNBOUND_MOTIONS = ["|"]


def read(keys: str, where: Where = Where.READING) -> list[Pressed]:
    reader = KeyReader()
    pressed = [reader.feed(token, where) for token in keys.split(" ")]
    return [each for each in pressed if each is not None]


@pytest.mark.parametrize(("keys", "action"), VIM_MOTIONS.items())
def test_vim_motions_move_as_in_vim(keys: str, action: str) -> None:
    for where in (Where.READING, Where.SELECTING):
        assert read(keys, where) == [Pressed(action)]


@pytest.mark.parametrize("key", UNBOUND_MOTIONS)
def test_no_other_motion_of_vim_does_something_else(key: str) -> None:
    assert read(key) == []


def test_e_ends_a_word_where_words_are_selected_and_exports_elsewhere() -> None:
    assert read("e", Where.SELECTING) == [Pressed("word-end")]
    assert read("e") == [Pressed("export")]


def test_counts() -> None:
    assert read("3 j") == [Pressed("next-line", 3)]
    assert read("1 2 G") == [Pressed("last", 12)]
    assert read("1 0 j") == [Pressed("next-line", 10)]
    assert read("0") == [Pressed("line-start")]
    assert read("2 g g") == [Pressed("first", 2)]
    assert read(" ".join("9" * 30) + " j") == [Pressed("next-line", 999_999)]
    assert read("5 j k") == [Pressed("next-line", 5), Pressed("previous-line")]


def test_marks_are_letters() -> None:
    for letter in string.ascii_lowercase:
        assert read(f"m {letter}") == [Pressed("bookmark", None, letter)]
        if letter != "'":
            assert read(f"' {letter}") == [Pressed("jump-to-mark", None, letter)]
    assert read("m enter") == [Pressed("bookmark")]
    assert read("' '") == [Pressed("jump-to-previous")]
    assert read("m escape j") == [Pressed("next-line")]
    assert read("m 3 j") == [Pressed("next-line")]


def test_any_character_can_be_looked_for() -> None:
    for stroke in ("x", "É", "3", ";", "space", "漢"):
        assert read(f"f {stroke}") == [Pressed("find-character", None, stroke)]
    assert read("2 T x ; ,") == [
        Pressed("find-till-back", 2, "x"),
        Pressed("find-again"),
        Pressed("find-other-way"),
    ]
    assert read("f escape j") == [Pressed("next-line")]


def test_a_key_that_leads_nowhere_is_forgotten() -> None:
    reader = KeyReader()
    assert reader.feed("g", Where.READING) is None
    assert reader.pending == "g"
    assert reader.feed("x", Where.READING) is None
    assert reader.pending == ""
    assert reader.feed("j", Where.READING) == Pressed("next-line")


@pytest.mark.parametrize("where", Where)
def test_no_key_means_two_things_or_hides_a_longer_one(where: Where) -> None:
    taken: dict[tuple[str, ...], str] = {}
    for action in actions_at(where):
        for key in action.keys:
            strokes = tuple(key.split(" "))
            assert strokes not in taken, f"{key}: {taken.get(strokes)} and {action.name}"
            taken[strokes] = action.name
    for strokes in taken:
        for length in range(1, len(strokes)):
            assert strokes[:length] not in taken, f"{strokes} can never be typed"


def test_every_action_is_carried_out_by_something() -> None:
    able = {*MOTIONS, *PAGING, *(PREFIX + name for name in MOTIONS), *RowList._MOVEMENTS}
    able |= {
        name.removeprefix("do_").replace("_", "-")
        for kind in (ReaderScreen, *ReaderScreen.ACTS, *LATER)
        for name in dir(kind)
    }
    assert [action.name for action in ACTIONS if action.name not in able] == []


@pytest.mark.parametrize("where", Where)
def test_the_footer_tells_of_a_way_on_everywhere(where: Where) -> None:
    assert hints_at(where)
    for action in hints_at(where):
        assert where in action.where


def test_every_word_for_the_footer_is_told_somewhere() -> None:
    told = {action for where in Where for action in hints_at(where)}
    assert [action.name for action in ACTIONS if action.hint and action not in told] == []


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    ("where", "needed"),
    [
        (Where.READING, ["search", "select", "highlight", "note", "entities", "quit", "help"]),
        (Where.SELECTING, ["grow", "highlight", "note", "copy", "cancel", "help"]),
        (Where.NOTES, ["choose", "edit", "delete", "back-to-text", "help"]),
        (Where.ENTITIES, ["choose", "filter-names", "correct", "leave-names", "help"]),
    ],
)
def test_what_is_needed_most_has_room_in_eighty_columns(where: Where, needed: list[str], language: str) -> None:
    def name(word: str) -> str:
        return SENTENCES.get(word, word) if language == "fr" else word

    told = {action.name: action for action in hints_at(where)}
    line = "".join(f" {shown(told[each].keys[0], name)} {name(told[each].hint)} " for each in needed)
    assert cell_len(line) <= 80
    assert [each for each in told if each in needed] == needed


def test_a_hint_leaves_out_what_it_has_no_room_for_and_cuts_nothing() -> None:
    hint = "3 notes · by text · t tag · d delete"
    assert fitting(hint, 36) == hint
    assert fitting(hint, 35) == "3 notes · by text · t tag"
    assert fitting(hint, 35, "? keys") == "3 notes · by text · t tag · ? keys"
    assert fitting(hint, 33, "? keys") == "3 notes · by text · ? keys"
    assert fitting(hint, 9, "? keys") == "3 notes"
    assert fitting(hint, 2, "? keys") == "3 notes"


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_tells_all_its_keys(kind: type[Browsing[object]]) -> None:
    told = {key: label for keys, label in chapter_of(kind, "").rows for key in keys.split("  ")}
    bound = {
        key
        for known in kind.__mro__
        if issubclass(known, Browsing)
        for binding in known.BINDINGS
        for key in binding.key.split(",")
    }
    assert set(told) == {shown(key) for key in bound}
    assert {"/", "?", "Enter", "j", "Esc"} <= set(told)
    assert (told.get("Space") == "next page") is not any(each.startswith("select it") for each in told.values())


def spoken() -> set[str]:
    """Every sentence of the screen: in calls of ``say`` and ``count``, and in the tables that are said."""
    said = {action.label for action in ACTIONS} | {action.hint for action in ACTIONS if action.hint}
    said |= (
        {group.value for group in Group}
        | set(LABELS.values())
        | set(ORDERS.values())
        | set(SORTS.values())
        | {colour.value for colour in Colour}
    )
    said |= {
        binding.description
        for kind in LISTS
        for known in kind.__mro__
        for binding in vars(known).get("BINDINGS", ())
        if issubclass(known, Browsing)
    }
    said |= set(ACTS.values())
    said |= {form.title for form in every() if form.write is not None} | set(TITLES.values())
    said |= {*GROUPINGS.values(), *NOTHING_IN_COMMON.values(), *UNITS.values()}
    said |= {*SCOPES.values(), *LISTED.values(), *(form for forms in COUNTED.values() for form in forms)}
    said |= {sentence for sentences in _ACTS.values() for sentence in sentences.values()}
    for path in sorted(Path("tui/ui").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"say", "count"}:
                constants = [each for argument in node.args for each in ast.walk(argument)]
                said |= {c.value for c in constants if isinstance(c, ast.Constant) and isinstance(c.value, str)}
    return said


def test_french_says_everything_and_nothing_twice() -> None:
    said = spoken()
    keys = {"Enter", "Esc", "Tab", "Shift", "Space", "Del", "PgUp", "PgDn", "Home", "End"}
    assert said - set(SENTENCES) == set()
    assert set(SENTENCES) - said - keys == set()
    for english, french in SENTENCES.items():
        names = {name for _, name, _, _ in string.Formatter().parse(english) if name}
        assert names == {name for _, name, _, _ in string.Formatter().parse(french) if name}, english


def test_refusals_are_said_in_french_with_the_same_names_and_are_all_in_use() -> None:
    """Those of the system, which say why, stand in no source."""
    system = {
        *("no such file or directory", "permission denied", "is a directory", "not a directory"),
        *("no space left on device", "read-only file system", "file name too long"),
    }
    written, templates = set[str](), set[str]()
    for path in sorted(Path("tui").rglob("*.py")):
        if path.name == "fr.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                written.add(node.value)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refused" and node.keywords:
                templates |= {each.value for each in node.args if isinstance(each, ast.Constant)}
    assert templates - set(REFUSALS) == set()
    assert set(REFUSALS) - written - system == set()
    for english, french in REFUSALS.items():
        names = {name for _, name, _, _ in string.Formatter().parse(english) if name}
        assert names == {name for _, name, _, _ in string.Formatter().parse(french) if name}, english


def test_a_refusal_is_said_in_the_readers_language() -> None:
    refusal = Refused("{name}: {reason}.", name="{a}.md", reason=Phrase("it is a folder"))
    assert str(refusal) == said_no(refusal) == "{a}.md: it is a folder."
    try:
        speak("fr")
        assert said_no(refusal) == "{a}.md : c’est un dossier."
        assert said_no(Refused("There is no such passage.")) == "Il n’y a pas de tel passage."
        assert said_no(Refused("Nobody has {translated} this.")) == "Nobody has {translated} this."
    finally:
        speak("en")


def test_marks_in_the_table_are_written_one_way() -> None:
    assert all(MARK in key for action in ACTIONS for key in action.keys if "mark" in key)
