"""What the reader does where a name is wrong: another type, another name, merge, split, ignore, a new one, and undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui.entities.kinds import EntityType
from tui.ui.widgets.entities_panel import LABELS
from tui.ui.wording import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui.entities.corrections import Correction
    from tui.entities.model import Entity
    from tui.library.corrections import Step
    from tui.ui.key_reader import Pressed
    from tui.ui.screens.choices import Choice
    from tui.ui.screens.reader import ReaderScreen

LONGEST_NAME = 200
"""Code points of the longest selection that can be made a name."""
MENU = {
    "retype": ("t", "another type"),
    "rename-entity": ("r", "another name"),
    "merge": ("m", "merge it into another one"),
    "split": ("x", "split a form off"),
    "ignore": ("d", "ignore it: it is no name"),
    "undo-correction": ("u", "undo the last correction"),
    "redo-correction": ("ctrl+r", "redo the last correction"),
}
"""The acts, their keys and their names."""


class Correcting:
    """The actions that correct who and what is named, for the screen that reads."""

    ON_NAMES: ClassVar[frozenset[str]] = frozenset({*MENU, "correct", "choose"})
    """Actions that depend on what names are listed: what was corrected before them must be there."""

    def __init__(self, screen: ReaderScreen) -> None:
        """``screen`` has the text, the session and the pane."""
        self._screen = screen
        self._everywhere = True
        """Whether corrections hold in all texts, or only in the one that is read; as chosen the last time."""

    # What is asked

    def do_correct(self, pressed: Pressed) -> None:
        """Choose what to correct."""
        from tui.ui.key_reader import Pressed
        from tui.ui.keymap import shown
        from tui.ui.screens.choices import Choice

        entity = self._chosen()
        if entity is None:
            return
        choices = [
            Choice(act, say(label), key=key, beside=shown(key, say))
            for act, (key, label) in MENU.items()
            if act != "split" or entity.aliases
        ]
        self._ask(
            say("Correct “{name}”", name=entity.name),
            choices,
            lambda chosen: self._screen.perform(Pressed(str(chosen.value))),
        )

    def do_retype(self, pressed: Pressed) -> None:
        """Give the entity another type."""
        entity = self._chosen()
        if entity is not None:
            self._ask_type(
                say("What is “{name}”?", name=entity.name),
                entity.type,
                lambda kind: self._correct_entity(entity, lambda m, who, where: m.retype(who, kind, where)),
            )

    def do_rename_entity(self, pressed: Pressed) -> None:
        """Show the entity under another name."""
        from tui.ui.screens.choices import NameScreen

        entity = self._chosen()
        if entity is None:
            return
        screen = self._screen

        def take(answer: tuple[str, bool] | None) -> None:
            if answer is not None:
                name, self._everywhere = answer
                if name != entity.name:
                    self._correct_entity(entity, lambda m, who, where: m.rename(who, name, where))

        title = say("Another name for “{name}”", name=entity.name)
        screen.app.push_screen(NameScreen(title, entity.name, everywhere=self._everywhere), take)

    def do_merge(self, pressed: Pressed) -> None:
        """Say that the entity is the same as another one."""
        from tui.entities import corrections
        from tui.ui.screens.choices import Choice

        entity, entities = self._chosen(), self._screen.session.entities
        if entity is None:
            return
        others = sorted(
            (each for each in entities if each is not entity), key=lambda each: each.type is not entity.type
        )
        choices = [Choice(each, each.name, kind=each.type, beside=say(LABELS[each.type])) for each in others]

        def merge(chosen: Choice) -> None:
            into = chosen.value
            self._correct(
                lambda where: corrections.merge(
                    corrections.named(entity, entities), corrections.named(into, entities), where
                ),
                keep=into,
            )

        self._ask(say("“{name}” is the same as", name=entity.name), choices, merge)

    def do_split(self, pressed: Pressed) -> None:
        """Say that one of the entity's forms names something else."""
        from tui.entities import corrections
        from tui.ui.screens.choices import Choice

        entity, entities = self._chosen(), self._screen.session.entities
        if entity is None:
            return
        if not entity.aliases:
            self._screen.key_bar.tell(say("It has no other form that could be split off."))
            return
        choices = [Choice(alias, alias, kind=entity.type) for alias in entity.aliases]

        def split(chosen: Choice) -> None:
            alias = corrections.named(entity, entities, str(chosen.value))
            self._correct(
                lambda where: corrections.split(alias, corrections.named(entity, entities), where), keep=entity
            )

        self._ask(say("Not a form of “{name}”", name=entity.name), choices, split)

    def do_ignore(self, pressed: Pressed) -> None:
        """Take the entity away."""
        entity = self._chosen()
        if entity is not None:
            following = self._screen.entities.rows.beside
            self._correct_entity(entity, lambda m, who, where: m.ignore(who, where), keep=following)

    def do_name_selection(self, pressed: Pressed) -> None:
        """Make a name of what is selected."""
        from tui.entities import corrections

        screen, view = self._screen, self._screen.view
        if view.selection is None:
            return
        span = view.selection.span
        words = " ".join(screen.session.document.quote(span).split())
        if not words or span.end - span.start > LONGEST_NAME:
            screen.key_bar.tell(say("Too long for a name"))
            return

        def take(kind: EntityType) -> None:
            view.leave_selection()
            self._correct(lambda where: corrections.new(words, kind, where), keep=None)

        self._ask_type(say("What is “{name}”?", name=words), None, take)

    # Undo

    def do_undo_correction(self, pressed: Pressed) -> None:
        """Take back the last correction."""
        corrections = self._screen.session.library.corrections
        self._turn_back(corrections.undo, say("Undone: {what}"), say("No correction to undo"))

    def do_redo_correction(self, pressed: Pressed) -> None:
        """Make the correction again that was taken back."""
        corrections = self._screen.session.library.corrections
        self._turn_back(corrections.redo, say("Done again: {what}"), say("No correction to redo"))

    def _turn_back(self, act: Callable[[], Step | None], done: str, nothing: str) -> None:
        screen = self._screen
        keep = screen.entities.rows.entity

        def show(step: Step | None) -> None:
            if step is None:
                screen.key_bar.tell(nothing)
                return
            said = "; ".join(map(described, step.added or step.removed))
            screen.naming.correct_again(keep, done.format(what=said))

        screen.keep(act, show)

    # How it is done

    def _chosen(self) -> Entity | None:
        screen = self._screen
        entity = screen.entities.rows.entity if screen.entities.has_focus_within else screen.naming.meant()
        if entity is None:
            screen.key_bar.tell(say("No name here"))
        return entity

    def _ask(self, title: str, choices: Sequence[Choice], then: Callable[[Choice], None], *, at: int = 0) -> None:
        from tui.ui.screens.choices import ChoiceScreen

        screen = self._screen

        def take(answer: tuple[Choice, bool] | None) -> None:
            if answer is not None:
                choice, self._everywhere = answer
                then(choice)

        asking = ChoiceScreen(screen.palette, title, choices, everywhere=self._everywhere, at=at)
        screen.app.push_screen(asking, take)

    def _ask_type(self, title: str, now: EntityType | None, then: Callable[[EntityType], None]) -> None:
        from tui.ui.screens.choices import Choice

        kinds = list(EntityType)
        choices = [Choice(kind, say(LABELS[kind]), kind=kind) for kind in kinds]

        def take(chosen: Choice) -> None:
            if chosen.value is not now:
                then(EntityType(chosen.value))

        self._ask(title, choices, take, at=0 if now is None else kinds.index(now))

    def _correct_entity(self, entity: Entity, make: Callable[..., Correction], *, keep: Entity | None = None) -> None:
        from tui.entities import corrections

        who = corrections.named(entity, self._screen.session.entities)
        self._correct(lambda where: make(corrections, who, where), keep=keep or entity)

    def _correct(self, make: Callable[[str], Correction], *, keep: Entity | None) -> None:
        """Say a correction; show what comes of it, with the pane's cursor on what ``keep`` has become."""
        from tui.entities.corrections import EVERYWHERE, whereabouts

        screen = self._screen
        where = EVERYWHERE if self._everywhere else whereabouts(screen.session.document)
        try:
            correction = make(where)
        except ValueError:
            screen.key_bar.tell(say("That would change nothing"), bad=True)
            return
        library = screen.session.library

        def show(step: Step | None) -> None:
            told = f"✓ {described(correction)} · {self._scope} · {say('u undoes it')}"
            screen.naming.correct_again(keep, told)

        screen.keep(lambda: library.corrections.add(correction), show)

    @property
    def _scope(self) -> str:
        return say("everywhere") if self._everywhere else say("in this text")


def described(correction: Correction) -> str:
    """A correction as the reader is told of it."""
    from tui.entities.corrections import Deed

    name = correction.who.form
    other = correction.other.form if correction.other is not None else ""
    match correction.deed:
        case Deed.TYPE:
            return say("“{name}” among: {kind}", name=name, kind=_label(correction.type))
        case Deed.RENAME:
            return say("“{name}” is called “{other}”", name=name, other=other)
        case Deed.MERGE:
            return say("“{name}” is the same as “{other}”", name=name, other=other)
        case Deed.SPLIT:
            return say("“{name}” is not “{other}”", name=name, other=other)
        case Deed.IGNORE:
            return say("“{name}” is ignored", name=name)
        case _:
            return say("“{name}” is a name among: {kind}", name=name, kind=_label(correction.type))


def _label(kind: EntityType | None) -> str:
    return say(LABELS[kind]) if kind is not None else ""
