"""Every key: one table, from which the footer, the help and the palette are made too.

Keys are written as tokens apart by blanks: ``g g``, ``ctrl+d``, ``m <mark>``. A token is the
printable character itself or Textual's name of the key. ``<mark>`` stands for any letter a to z, ``<any>`` for any
character.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

MARK = "<mark>"
ANY = "<any>"


class Where(Enum):
    """Where the reader is: what the keys mean depends on it."""

    READING = "Reading"
    SELECTING = "Selecting"
    SEARCH = "Search"
    LIST = "List"
    NOTES = "Notes"
    ENTITIES = "Entities"
    FILTER = "Filter"
    """The line in which a name is typed that is looked for among the entities."""


class Group(Enum):
    """The chapters of the help screen, in their order."""

    MOVE = "Move"
    FIND = "Find"
    NAME = "In the entities"
    MARK = "Mark and note"
    GO = "Go elsewhere"


TEXT = frozenset({Where.READING, Where.SELECTING})
ENTITIES = frozenset({Where.ENTITIES})
FILTER = frozenset({Where.FILTER})
LISTS = frozenset({Where.LIST, Where.NOTES}) | ENTITIES
BROWSING = TEXT | LISTS
READING = frozenset({Where.READING})
SELECTING = frozenset({Where.SELECTING})
NOTES = frozenset({Where.NOTES})
READING_OR_NOTES = READING | NOTES
SEARCH = frozenset({Where.SEARCH})
EVERYWHERE = frozenset(Where)


class Action(NamedTuple):
    """Something a key does. ``name`` is that of the screen's method, with hyphens."""

    name: str
    keys: tuple[str, ...]
    label: str
    group: Group
    where: frozenset[Where]
    hint: str = ""
    """The word in the footer, where :data:`HINTED` names the action."""
    palette: bool = False
    """Whether the command palette offers it."""


def _action(name: str, keys: str, label: str, group: Group, where: frozenset[Where], **extra: object) -> Action:
    spelled = tuple(key.strip() for key in keys.split("  ") if key.strip())
    return Action(name, spelled, label, group, where, **extra)  # type: ignore[arg-type]


ACTIONS: tuple[Action, ...] = (
    _action("next-line", "j  down  g j", "next line", Group.MOVE, TEXT),
    _action("previous-line", "k  up  g k", "previous line", Group.MOVE, TEXT),
    _action("next-row", "j  down", "next line", Group.MOVE, LISTS),
    _action("previous-row", "k  up", "previous line", Group.MOVE, LISTS),
    _action("next-character", "l  right", "next character", Group.MOVE, TEXT),
    _action("previous-character", "h  left", "previous character", Group.MOVE, TEXT),
    _action("next-word", "w  ctrl+right", "next word", Group.MOVE, TEXT, hint="word"),
    _action("previous-word", "b  ctrl+left", "previous word", Group.MOVE, TEXT),
    _action("word-end", "e", "end of the word", Group.MOVE, SELECTING),
    _action("previous-word-end", "g e", "end of the word before", Group.MOVE, TEXT),
    _action("next-big-word", "W", "words between blanks", Group.MOVE, TEXT),
    _action("previous-big-word", "B", "words between blanks", Group.MOVE, TEXT),
    _action("big-word-end", "E", "their ends", Group.MOVE, TEXT),
    _action("previous-big-word-end", "g E", "their ends", Group.MOVE, TEXT),
    _action("find-character", f"f {ANY}", "to that character in the paragraph", Group.MOVE, TEXT),
    _action("find-character-back", f"F {ANY}", "to that character in the paragraph", Group.MOVE, TEXT),
    _action("find-till", f"t {ANY}", "to just before it", Group.MOVE, TEXT),
    _action("find-till-back", f"T {ANY}", "to just before it", Group.MOVE, TEXT),
    _action("find-again", ";", "there again, and the other way", Group.MOVE, TEXT),
    _action("find-other-way", ",", "there again, and the other way", Group.MOVE, TEXT),
    _action("line-start", "0  home", "start of the line", Group.MOVE, TEXT),
    _action("line-first", "^", "first letter of the line", Group.MOVE, TEXT),
    _action("line-end", "$  end", "end of the line", Group.MOVE, TEXT),
    _action("next-sentence", ")", "next sentence", Group.MOVE, TEXT, hint="sentence"),
    _action("previous-sentence", "(", "previous sentence", Group.MOVE, TEXT),
    _action("next-paragraph", "}  ctrl+down", "next paragraph", Group.MOVE, TEXT, hint="paragraph"),
    _action("previous-paragraph", "{  ctrl+up", "previous paragraph", Group.MOVE, TEXT),
    _action("next-heading", "] ]  ctrl+pagedown", "next heading", Group.MOVE, TEXT),
    _action("previous-heading", "[ [  ctrl+pageup", "previous heading", Group.MOVE, TEXT),
    _action("page-down", "pagedown  ctrl+f  space", "next page", Group.MOVE, BROWSING),
    _action("page-up", "pageup  ctrl+b", "previous page", Group.MOVE, BROWSING),
    _action("half-page-down", "ctrl+d", "half a page down", Group.MOVE, BROWSING),
    _action("half-page-up", "ctrl+u", "half a page up", Group.MOVE, BROWSING),
    _action("scroll-down", "ctrl+e", "scroll down a line", Group.MOVE, TEXT),
    _action("scroll-up", "ctrl+y", "scroll up a line", Group.MOVE, TEXT),
    _action("first", "g g  ctrl+home", "beginning (3gg: paragraph 3)", Group.MOVE, TEXT),
    _action("last", "G  ctrl+end", "end (3G: paragraph 3)", Group.MOVE, TEXT),
    _action("first", "g g  home", "first row", Group.MOVE, LISTS),
    _action("last", "G  end", "last row", Group.MOVE, LISTS),
    _action("percent", "%", "so many percent of the text (50%)", Group.MOVE, TEXT),
    _action("screen-top", "H", "top of the screen", Group.MOVE, TEXT),
    _action("screen-middle", "M", "middle of the screen", Group.MOVE, TEXT),
    _action("screen-bottom", "L", "bottom of the screen", Group.MOVE, TEXT),
    _action("line-to-middle", "z z", "this line to the middle", Group.MOVE, TEXT),
    _action("line-to-top", "z t", "this line to the top", Group.MOVE, TEXT),
    _action("outline", "g h", "outline: the headings", Group.GO, BROWSING, palette=True),
    _action("zen", "Z", "only the text, or everything", Group.GO, TEXT, palette=True),
    _action("wider", "z +", "wider column", Group.GO, TEXT),
    _action("narrower", "z -", "narrower column", Group.GO, TEXT),
    _action("justify", "z j", "justified or ragged lines", Group.GO, TEXT, palette=True),
    _action("notes-below", "z n", "notes under their paragraphs, or only in the pane", Group.GO, TEXT, palette=True),
    _action("space-lines", "z s", "lines further apart, or closer", Group.GO, TEXT, palette=True),
    _action("line-to-bottom", "z b", "this line to the bottom", Group.MOVE, TEXT),
    _action("jump-to-mark", f"' {MARK}  ` {MARK}", "go to a bookmark by its letter", Group.MOVE, TEXT),
    _action("jump-to-previous", "' '  ` `", "to the place before the last jump, and back", Group.MOVE, TEXT),
    _action(
        "jump-back", "ctrl+o  alt+left", "back to where one came from, over all texts", Group.GO, TEXT, palette=True
    ),
    _action("jump-forward", "g o  alt+right", "the way back again", Group.GO, TEXT, palette=True),
    _action("search", "/", "search as one types", Group.FIND, BROWSING, hint="search", palette=True),
    _action("next-hit", "n", "next hit or mention", Group.FIND, BROWSING, hint="next hit"),
    _action("previous-hit", "N", "previous hit or mention", Group.FIND, BROWSING),
    _action("search-word", "*", "next place of the word or of the selection", Group.FIND, TEXT),
    _action("search-word-back", "#", "its place before", Group.FIND, TEXT),
    _action("next-result", "down  ctrl+j  ctrl+n", "next result", Group.FIND, SEARCH, hint="results"),
    _action("previous-result", "up  ctrl+p", "previous result", Group.FIND, SEARCH),
    _action("next-results", "pagedown", "next page of results", Group.FIND, SEARCH),
    _action("previous-results", "pageup", "previous page of results", Group.FIND, SEARCH),
    _action("land", "enter", "go to the passage, or take up what the row offers", Group.FIND, SEARCH, hint="go there"),
    _action("turn-scope", "ctrl+t", "look in this text, the open ones, the library", Group.FIND, SEARCH, hint="where"),
    _action("turn-listed", "ctrl+l", "list passages, headings, entities, notes", Group.FIND, SEARCH, hint="what"),
    _action("complete", "tab", "complete the filter (→ does, too), or the next pane", Group.FIND, SEARCH),
    _action("keep-query", "ctrl+s", "keep the query under a name", Group.FIND, SEARCH, hint="keep"),
    _action("forget-query", "delete", "forget the query of the row, when the line is empty", Group.FIND, SEARCH),
    _action("choose", "enter", "go to what the row shows", Group.FIND, LISTS - ENTITIES, hint="go there"),
    _action("choose", "enter", "first mention, then the next ones", Group.NAME, ENTITIES, hint="mentions"),
    _action("filter-names", "f", "look for a name", Group.NAME, ENTITIES, hint="filter"),
    _action("next-name", "down  ctrl+j", "next name", Group.NAME, FILTER, hint="names"),
    _action("previous-name", "up", "previous name", Group.NAME, FILTER),
    _action("choose-name", "enter", "first mention, then the next ones", Group.NAME, FILTER, hint="mentions"),
    _action("leave-filter", "escape", "list every name again", Group.NAME, FILTER, hint="all names"),
    _action("sort-names", "s", "by mentions, by appearance, by name", Group.NAME, ENTITIES, hint="sort"),
    _action("all-texts", "o", "of all open texts, or only of this one", Group.NAME, ENTITIES, hint="all texts"),
    _action("concordance", "l", "all its mentions in their context", Group.NAME, ENTITIES, hint="context"),
    _action("company", "w", "with whom it is named", Group.NAME, ENTITIES, hint="with whom"),
    _action("search-name", "*", "search for the entity", Group.NAME, ENTITIES),
    _action("note-on-name", "a", "write a note on the mention", Group.NAME, ENTITIES, hint="note"),
    _action("correct", "c", "correct the entity: a menu", Group.NAME, ENTITIES, hint="correct"),
    _action("retype", "t", "another type", Group.NAME, ENTITIES),
    _action("rename-entity", "r", "another name", Group.NAME, ENTITIES),
    _action("merge", "m", "merge it into another one", Group.NAME, ENTITIES),
    _action("split", "x", "split a form off", Group.NAME, ENTITIES),
    _action("ignore", "d  delete", "ignore it: it is no name", Group.NAME, ENTITIES),
    _action("undo-correction", "u", "undo the last correction", Group.NAME, ENTITIES),
    _action("redo-correction", "ctrl+r", "redo the last correction", Group.NAME, ENTITIES),
    _action("name-selection", "g n", "make a name of the selection", Group.MARK, SELECTING, palette=True),
    _action("notes-on-name", "A", "the notes that concern it", Group.NAME, ENTITIES, hint="its notes"),
    _action("export-name", "e", "write its mentions to a file", Group.NAME, ENTITIES, hint="export"),
    _action("export-names", "E", "the same of all names that are listed", Group.NAME, ENTITIES),
    _action("copy-name", "y", "copy the name", Group.NAME, ENTITIES),
    _action(
        "entities",
        "i",
        "entities: who and what is named",
        Group.GO,
        BROWSING,
        hint="entities",
        palette=True,
    ),
    _action("concordance", "g I", "all mentions of the name under the cursor", Group.GO, TEXT, palette=True),
    _action("entity-here", "g i", "to the entity that is named here", Group.GO, TEXT, palette=True),
    _action("select", "v", "select the word", Group.MARK, READING, hint="select", palette=True),
    _action("select-paragraph", "V", "select the paragraph", Group.MARK, READING),
    _action("select-character", "g c", "select the character, word, line, sentence, paragraph", Group.MARK, TEXT),
    _action("select-word", "g w", "select the character, word, line, sentence, paragraph", Group.MARK, TEXT),
    _action("select-line", "g l", "select the character, word, line, sentence, paragraph", Group.MARK, TEXT),
    _action("select-sentence", "g s", "select the character, word, line, sentence, paragraph", Group.MARK, TEXT),
    _action("select-paragraph", "g p", "select the character, word, line, sentence, paragraph", Group.MARK, TEXT),
    _action("extend-next-character", "shift+right", "select by characters and lines", Group.MARK, TEXT),
    _action("extend-previous-character", "shift+left", "select by characters and lines", Group.MARK, TEXT),
    _action("extend-next-word", "ctrl+shift+right", "select by words and paragraphs", Group.MARK, TEXT),
    _action("extend-previous-word", "ctrl+shift+left", "select by words and paragraphs", Group.MARK, TEXT),
    _action("extend-next-line", "shift+down", "select by characters and lines", Group.MARK, TEXT),
    _action("extend-previous-line", "shift+up", "select by characters and lines", Group.MARK, TEXT),
    _action("extend-line-start", "shift+home", "select to the ends of line and text", Group.MARK, TEXT),
    _action("extend-line-end", "shift+end", "select to the ends of line and text", Group.MARK, TEXT),
    _action("extend-next-paragraph", "ctrl+shift+down", "select by words and paragraphs", Group.MARK, TEXT),
    _action("extend-previous-paragraph", "ctrl+shift+up", "select by words and paragraphs", Group.MARK, TEXT),
    _action("extend-first", "ctrl+shift+home", "select to the ends of line and text", Group.MARK, TEXT),
    _action("extend-last", "ctrl+shift+end", "select to the ends of line and text", Group.MARK, TEXT),
    _action("grow", "v  +", "grow: word, sentence, paragraph, text", Group.MARK, SELECTING, hint="grow"),
    _action("shrink", "V  -", "shrink again", Group.MARK, SELECTING, hint="shrink"),
    _action("other-end", "o", "move the other end", Group.MARK, SELECTING),
    _action(
        "highlight",
        "enter",
        "highlight the selection, or the paragraph",
        Group.MARK,
        TEXT,
        hint="highlight",
        palette=True,
    ),
    _action("note", "a", "write a note", Group.MARK, TEXT, hint="note", palette=True),
    _action("note-on-text", "g n", "write a note on the whole text", Group.MARK, READING | NOTES, palette=True),
    _action("reply", "r", "reply to the note", Group.MARK, TEXT | NOTES, hint="reply", palette=True),
    _action(
        "bookmark",
        f"m {MARK}  m enter",
        "bookmark here: a letter names it, Enter does not",
        Group.MARK,
        TEXT,
        hint="bookmark",
    ),
    _action(
        "edit",
        "c",
        "change the note",
        Group.MARK,
        TEXT | NOTES,
        hint="change",
        palette=True,
    ),
    _action(
        "confirm-place",
        "+",
        "an unsure note stands where it is shown",
        Group.MARK,
        READING_OR_NOTES,
        hint="right place",
    ),
    _action(
        "refuse-place",
        "-",
        "it does not: its passage is gone",
        Group.MARK,
        READING_OR_NOTES,
        hint="wrong place",
    ),
    _action("attach", "p", "attach the note to the passage selected in the text", Group.MARK, NOTES, hint="attach"),
    _action("history", "H", "what happened to the note", Group.MARK, NOTES),
    _action("bin", "g b", "the bin: what was deleted", Group.GO, BROWSING, palette=True),
    _action("follow-link", "g f", "follow a link of the note (2gf: the second)", Group.MARK, TEXT | NOTES),
    _action("recolour", "C", "next colour", Group.MARK, TEXT | NOTES),
    _action(
        "delete",
        "d  delete",
        "delete the annotation",
        Group.MARK,
        TEXT | NOTES,
        hint="delete",
        palette=True,
    ),
    _action("undo", "u", "undo", Group.MARK, BROWSING - ENTITIES, hint="undo", palette=True),
    _action("redo", "ctrl+r", "redo", Group.MARK, BROWSING - ENTITIES, palette=True),
    _action(
        "copy",
        "y",
        "copy the selection, or the paragraph",
        Group.MARK,
        TEXT,
        hint="copy",
        palette=True,
    ),
    _action(
        "copy-with-source",
        "Y",
        "copy with title, paragraph and file",
        Group.MARK,
        TEXT,
        palette=True,
    ),
    _action(
        "notes",
        "A",
        "notes and marks of this text",
        Group.GO,
        BROWSING - ENTITIES,
        hint="notes",
        palette=True,
    ),
    _action("codebook", "g t", "codebook: your tags", Group.GO, BROWSING, palette=True),
    _action("review", "g a", "notes and marks of all texts", Group.GO, BROWSING, palette=True),
    _action("other-edition", "o", "the same article in the other language", Group.GO, READING, palette=True),
    _action("documents", "O", "the open texts", Group.GO, READING | LISTS, palette=True),
    _action("reload", "R", "read the file again", Group.GO, BROWSING, palette=True),
    _action(
        "export",
        "e",
        "write the annotations to a file",
        Group.GO,
        READING | (LISTS - ENTITIES),
        hint="export",
        palette=True,
    ),
    _action("next-pane", "tab", "next pane", Group.GO, BROWSING, hint="pane"),
    _action("previous-pane", "shift+tab", "previous pane", Group.GO, EVERYWHERE),
    _action(
        "back-to-text",
        "escape",
        "back to the text",
        Group.GO,
        SEARCH | (LISTS - ENTITIES),
        hint="text",
    ),
    _action("leave-names", "escape", "back to the text", Group.GO, ENTITIES, hint="text"),
    _action("cancel", "escape", "leave the selection", Group.MARK, TEXT, hint="cancel"),
    _action("stop-reading", "ctrl+c", "stop reading a long text in, or go on", Group.GO, BROWSING, palette=True),
    _action("help", "?", "every key", Group.GO, BROWSING, hint="keys", palette=True),
    _action("palette", ":  ctrl+p", "command palette", Group.GO, BROWSING),
    _action("quit", "q", "quit", Group.GO, BROWSING, hint="quit", palette=True),
)


_ANY_LIST = ("choose", "search", "back-to-text", "next-pane", "entities", "notes", "quit", "help")
HINTED: dict[Where, tuple[str, ...]] = {
    Where.READING: (
        *("search", "select", "highlight", "note", "entities", "quit", "notes", "bookmark", "export", "next-hit"),
        *("next-paragraph", "next-pane", "help"),
    ),
    Where.SELECTING: (
        *("grow", "highlight", "note", "copy", "cancel", "shrink", "next-word", "next-sentence", "search", "help"),
    ),
    Where.SEARCH: ("next-result", "land", "back-to-text", "turn-scope", "turn-listed", "keep-query"),
    Where.LIST: _ANY_LIST,
    Where.NOTES: (
        *("choose", "edit", "delete", "reply", "back-to-text", "undo", "export", "attach", "search", "entities"),
        *("confirm-place", "refuse-place", "next-pane", "quit", "help"),
    ),
    Where.ENTITIES: (
        *("choose", "filter-names", "concordance", "company", "correct", "leave-names", "sort-names"),
        *("notes-on-name", "note-on-name", "all-texts", "export-name", "search", "next-pane", "quit", "help"),
    ),
    Where.FILTER: ("next-name", "choose-name", "leave-filter"),
}
"""What the footer tells in each place, by the names of the actions: what is needed most comes first, for where there
is not room for all."""


FIRST = (
    *("next-paragraph", "page-down", "search", "next-hit", "select", "highlight", "note", "bookmark", "jump-to-mark"),
    *("notes", "entities", "next-pane", "export", "undo", "palette", "quit"),
)
"""What a reader does every day, by the names of the actions: help and palette begin with it."""


def actions_at(where: Where) -> list[Action]:
    """What can be done there, in the order of the table."""
    return [action for action in ACTIONS if where in action.where]


def hints_at(where: Where) -> list[Action]:
    """What the footer tells there, the most needed first."""
    known = {action.name: action for action in actions_at(where) if action.hint}
    return [known[name] for name in HINTED[where]]


_SHOWN = {
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "space": "Space",
    "delete": "Del",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    MARK: "a–z",
    ANY: "…",
    "slash": "/",
    "plus": "+",
    "minus": "-",
    "question_mark": "?",
}


def shown(key: str, name: Callable[[str], str] = str) -> str:
    """A key as it is printed for people: ``ctrl+d`` as ``Ctrl+D``, ``g g`` as ``gg``.

    ``name`` says the name of a key such as ``Enter`` in the reader's language.
    """
    tokens = key.split(" ")
    between = "" if all(len(token) == 1 for token in tokens) else " "
    return between.join(_shown_token(token, name) for token in tokens)


def _shown_token(token: str, name: Callable[[str], str]) -> str:
    if token in _SHOWN:
        return name(_SHOWN[token])
    modifier, plus, rest = token.partition("+")
    if plus and rest:
        letter = len(rest) == 1
        return f"{name(modifier.capitalize())}+{rest.upper() if letter else _shown_token(rest, name)}"
    return token
