"""Several stores over one folder: they come to the same, the newest wins, and nothing is lost."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tui.annotations import clock
from tui.annotations.kinds import Colour, Kind
from tui.document.failures import Refused
from tui.document.model import Span
from tui.library import Library, checkpoint
from tui.library.syncing import Syncing
from tui.settings import places

TEXT = "# On llamas\n\nA llama is calm.\n\nA llama is not amused, and not a camel.\n\nThe end.\n"


class Machine:
    """A reader's machine, with a clock of its own."""

    def __init__(self, root: Path, name: str, shared: Path) -> None:
        self.root = root / name
        self.root.mkdir()
        self.shared = shared
        self.library = Library(places(self.root / "home"))
        self.path = self.root / "llamas.md"
        self.path.write_text(TEXT, encoding="utf-8")

    @property
    def document(self):
        return self.library.open(self.path)

    def annotate(self, words: str, **fields: object) -> str:
        document = self.document
        start = document.text.index(words)
        return self.library.annotate(document, Span(start, start + len(words)), **fields).annotation.id

    def change(self, identifier: str, **fields: object) -> None:
        before = self.library.store.get(identifier)
        assert before is not None
        self.library.store.put(replace(before, modified="", **fields))

    def get(self, identifier: str):
        return self.library.store.get(identifier)

    def sync(self):
        """Merge; what was seen the last time spares looking at much, and must change nothing of what is done."""
        syncing = Syncing(self.library, self.shared)
        quick = syncing.plan()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(checkpoint, "load", lambda path: None)
            whole = syncing.plan()
        assert outcome(quick) == outcome(whole)
        return syncing.carry_out()

    def close(self) -> None:
        self.library.close()

    @property
    def living(self) -> dict[str, tuple[object, ...]]:
        """What is to be the same everywhere."""
        return {
            each.id: (
                each.kind,
                each.anchor.quote,
                each.note,
                frozenset(each.tags),
                each.colour,
                each.name,
                each.created,
            )
            for each in self.library.store.of()
        }

    def notes(self, identifier: str) -> set[str]:
        """All notes that the history of an annotation knows."""
        found = set()
        for change in self.library.store.history(identifier):
            found |= {each.note for each in (change.before, change.after) if each is not None}
        return found


def outcome(merge):
    """What a merge does, whenever it does it."""

    def said(name, field, record):
        return name, field, bool(record.value) if field == "deleted" else repr(record.value)

    return (
        {(each.fate, each.annotation.id, each.fields, each.annotation.note) for each in merge.arrivals},
        {said(*told) for told in merge.told},
        set(merge.lost),
        [each.id for each in merge.annotations],
        {each.id for each in merge.documents},
        merge.positions,
        {said(name, field, record) for name, fields in merge.agreed.items() for field, record in fields.items()},
        set(merge.forgotten),
        merge.unfinished,
        set(merge.problems),
    )


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch):
    """Set the clock: ``at(3)`` is the third of March; seconds pass from call to call."""
    ticks = SimpleNamespace(day=1, count=0)

    def now() -> str:
        ticks.count += 1
        return f"2026-03-{ticks.day:02d}T10:{ticks.count // 60 % 60:02d}:{ticks.count % 60:02d}.000Z"

    monkeypatch.setattr(clock, "now", now)

    def set_day(day: int) -> None:
        ticks.day = day

    return set_day


@pytest.fixture
def two(tmp_path: Path):
    """Two machines with a folder between them."""
    shared = tmp_path / "shared"
    shared.mkdir()
    machines = [Machine(tmp_path, name, shared) for name in ("one", "two")]
    yield machines
    for each in machines:
        each.close()


def agreed(machines) -> None:
    """Sync until everybody has heard of everything."""
    for each in (*machines, *machines):
        each.sync()


def test_each_field_is_that_of_the_newest_change(two, at) -> None:
    one, other = two
    at(1)
    note = one.annotate("calm", note="first")
    agreed(two)
    at(2)
    one.change(note, note="by one")
    at(3)
    other.change(note, note="by the other")
    other.change(note, tags=("b",))
    at(4)
    one.change(note, colour=Colour.GREEN)
    one.change(note, tags=("a",))
    agreed(two)
    for each in two:
        found = each.get(note)
        assert (found.note, found.colour) == ("by the other", Colour.GREEN), "each field has its own time"
        assert set(found.tags) == {"a", "b"}, "tags are merged one by one"
        assert {"by one", "by the other", "first"} <= each.notes(note), "what was beaten stands in the history"


def test_deletions_travel_and_can_be_taken_back(two, at) -> None:
    one, other = two
    note = one.annotate("calm", note="gone soon")
    agreed(two)
    one.library.store.delete(note)
    agreed(two)
    assert other.living == {} and [each.id for each in other.library.store.bin()] == [note]
    other.library.store.restore_all([note])
    agreed(two)
    assert one.living == other.living != {}


def test_an_erased_bin_brings_nothing_back(two, at) -> None:
    one, other = two
    note = one.annotate("calm")
    agreed(two)
    one.library.store.delete(note)
    one.library.store.empty_bin()
    agreed(two)
    agreed(two)
    assert one.get(note) is None and other.living == {}
    known = one.library.store.agreement.known()
    assert [set(fields) for name, fields in known.items() if name.id == note] == [{"deleted"}], "nothing else is kept"
    other.library.store.restore_all([note])
    agreed(two)
    assert one.living == other.living != {}


def test_what_others_made_and_one_erases_is_deleted_elsewhere(two, at) -> None:
    one, other = two
    note = one.annotate("calm")
    agreed(two)
    other.library.store.delete(note)
    other.library.store.empty_bin()
    agreed(two)
    assert one.living == other.living == {}


def test_a_note_that_was_undone_is_deleted_elsewhere(two, at) -> None:
    one, other = two
    one.annotate("calm")
    agreed(two)
    one.library.store.undo()
    agreed(two)
    assert one.living == other.living == {}


def test_a_wrong_clock_does_no_harm(two, at) -> None:
    one, other = two
    at(25)
    note = one.annotate("calm", note="by a clock that runs ahead")
    agreed(two)
    at(2)
    other.change(note, note="by one who had read it")
    agreed(two)
    assert one.get(note).note == other.get(note).note == "by one who had read it"
    at(3)
    other.change(note, note="and once more")
    agreed(two)
    assert one.get(note).note == other.get(note).note == "and once more"


def test_a_sync_is_undone_as_one_step(two, at) -> None:
    one, other = two
    mine = other.annotate("amused", note="mine")
    agreed(two)
    before = other.living
    one.annotate("calm", note="new")
    one.change(mine, note="changed")
    one.sync()
    merge = other.sync()
    assert [each.fate for each in merge.arrivals] == ["new", "changed"] or len(merge.arrivals) == 2
    undone = other.library.store.undo()
    assert undone is not None and undone.together == 2
    assert other.living == before
    assert other.library.store.redo() is not None
    assert other.living == one.living


def test_a_change_that_is_taken_back_counts_as_the_newest(two, at) -> None:
    one, other = two
    note = other.annotate("amused", note="mine")
    agreed(two)
    at(2)
    one.change(note, note="changed")
    one.sync()
    other.sync()
    other.library.store.undo()
    agreed(two)
    assert one.get(note).note == other.get(note).note == "mine"
    assert "changed" in one.notes(note)


def test_what_one_folder_brought_goes_on_over_another(two, at, tmp_path) -> None:
    one, other = two
    further = tmp_path / "further"
    further.mkdir()
    third = Machine(tmp_path, "three", further)
    note = one.annotate("calm", note="from one")
    agreed(two)
    Syncing(other.library, further).carry_out()
    third.sync()
    assert third.living == one.living
    at(2)
    third.change(note, note="from three")
    third.library.store.delete(third.annotate("camel"))
    third.sync()
    Syncing(other.library, further).carry_out()
    agreed(two)
    assert one.get(note).note == "from three"
    sizes = {each.name: each.stat().st_size for each in (*further.iterdir(), *one.shared.iterdir())}
    for folder in (further, one.shared, further):
        Syncing(other.library, folder).carry_out()
    assert {each.name: each.stat().st_size for each in (*further.iterdir(), *one.shared.iterdir())} == sizes
    third.close()


def test_undoing_a_sync_keeps_what_others_made(two, at) -> None:
    """What came by a sync and was undone has never come: the next sync brings it, and does not delete it elsewhere."""
    one, other = two
    one.annotate("calm")
    one.sync()
    other.sync()
    other.library.store.undo()
    assert other.living == {}
    agreed(two)
    assert one.living == other.living != {}


def test_nothing_new_is_written_when_nothing_is_new(two, at) -> None:
    one, _ = two
    one.annotate("calm", note="x", tags=["a"])
    one.library.remember_position(one.document, 5)
    agreed(two)
    agreed(two)
    before = {each.name: each.read_bytes() for each in one.shared.iterdir()}
    for each in (*two, *two):
        merge = each.sync()
        assert not merge.arrivals and not merge.told and not merge.agreed
    assert {each.name: each.read_bytes() for each in one.shared.iterdir()} == before


def test_a_plan_touches_nothing(two, at) -> None:
    one, other = two
    one.annotate("calm")
    one.sync()
    plan = Syncing(other.library, other.shared).plan()
    assert [each.fate for each in plan.arrivals] == ["new"]
    assert other.living == {} and len(list(other.shared.iterdir())) == 1
    assert not other.library.places.database.exists()


def test_what_is_said_of_a_text_that_is_not_here_waits_for_it(two, at) -> None:
    one, other = two
    elsewhere = one.root / "elsewhere.md"
    elsewhere.write_text("# Waiting\n\nSome words that are nowhere else.\n", encoding="utf-8")
    document = one.library.open(elsewhere)
    one.library.annotate(document, Span(document.text.index("words"), document.text.index("words") + 5), note="wait")
    one.sync()
    target = other.root / "my-copy.md"
    shutil.move(elsewhere, target)
    other.sync()
    assert [each.title for each in other.library.review.everything()] == ["Waiting"]
    placed = other.library.annotations(other.library.open(target))
    assert [(each.annotation.note, each.span is not None) for each in placed] == [("wait", True)]


def test_what_was_only_heard_of_is_attached_to_a_copy_even_if_its_path_stands_here(two, at) -> None:
    one, other = two
    one.annotate("calm", note="from one")
    one.sync()
    other.sync()
    assert other.library.store.documents()[0].opened == ""
    for _ in range(2):
        notes = [each.annotation.note for each in other.library.annotations(other.document)]
        assert notes == ["from one"]
    assert other.library.annotations(other.library.open(one.path)) == [], "which is then another text"
    agreed(two)
    assert one.living == other.living and len(one.library.annotations(one.document)) == 1


def test_a_text_is_known_by_its_words_though_it_stands_elsewhere(two, at) -> None:
    one, other = two
    other.annotate("amused", note="other's own")
    one.annotate("calm", note="from one")
    agreed(two)
    notes = [each.annotation.note for each in other.library.annotations(other.document)]
    assert notes == ["from one", "other's own"]
    one.path.write_text(TEXT.replace("The end.", "The end, at last."), encoding="utf-8")
    one.annotate("at last", note="in the changed text")
    agreed(two)
    assert len(other.library.annotations(other.document)) == 3, "it stays the same text when it changes on one side"


def test_a_text_that_becomes_the_same_later_gets_what_waited_for_it(two, at) -> None:
    one, other = two
    other.path.write_text("# On llamas\n\nA draft.\n", encoding="utf-8")
    draft = other.document
    other.library.annotate(draft, Span(draft.text.index("draft"), len(draft.text)), note="of the draft")
    one.annotate("calm", note="from one")
    one.sync()
    shutil.move(one.path, one.root / "moved away")
    agreed([other])
    assert len(other.library.annotations(other.document)) == 1
    other.path.write_text(TEXT, encoding="utf-8")
    other.library.annotations(other.document)
    agreed([other])
    notes = {each.annotation.note for each in other.library.annotations(other.document)}
    assert notes == {"of the draft", "from one"}


def test_where_reading_stopped_travels(two, at) -> None:
    one, other = two
    for each in two:
        each.annotate("calm")
    at(2)
    one.library.remember_position(one.document, 33)
    agreed(two)
    assert other.library.position(other.document) == 33
    at(3)
    other.library.remember_position(other.document, 7)
    agreed(two)
    assert one.library.position(one.document) == 7


def test_bookmarks_and_replies_travel(two, at) -> None:
    one, other = two
    note = one.annotate("calm", note="is it?")
    one.library.bookmark(one.document, 20, "q")
    reply = one.library.reply(one.document, note, note="it is").annotation.id
    agreed(two)
    assert other.get(reply).relations.parent == note
    assert [each.name for each in other.library.store.of() if each.kind is Kind.BOOKMARK] == ["q"]


def test_torn_hostile_and_future_lines_are_borne(two, at) -> None:
    one, other = two
    note = one.annotate("calm", note="whole")
    one.sync()
    (path,) = one.shared.iterdir()
    whole = path.read_bytes()
    change = {"by": "ffff", "time": "2026-03-09T00:00:00.000Z", "count": 0, "annotation": note}
    hostile = [
        "<<<<<<< HEAD",
        "[" * 100_000,
        '"a word"',
        "null",
        json.dumps(change | {"set": {"rating": 5, "note": "from the future"}}),
        json.dumps(change | {"set": {"colour": "ultraviolet", "name": "\x1b[31mred"}}),
        json.dumps(change | {"annotation": "../../etc/passwd", "set": {"note": "x"}}),
        json.dumps(change | {"time": "tomorrow", "set": {"note": "x"}}),
        json.dumps(change | {"count": 10**400, "set": {"note": "x"}}),
        json.dumps(change | {"count": True, "set": {"note": "x"}}),
        json.dumps(change | {"set": {"anchor": {"quote": 1}, "created": "never", "tag:": True}}),
        json.dumps(change | {"annotation": "0" * 8 + "-0000-0000-0000-" + "0" * 12, "set": {"note": "no more"}}),
        '{"llama-tui": 99}',
    ]
    (one.shared / "llama-tui-ffff.sync-conflict-20260301-100000-ABCDEFG.jsonl").write_text("\n".join(hostile))
    (one.shared / "llama-tui-gggg.jsonl").mkdir()
    path.write_bytes(whole + whole.splitlines(keepends=True)[1][:80])
    merge = other.sync()
    found = other.get(note)
    assert found.note == "from the future" and found.colour is Colour.YELLOW and "\x1b" not in found.name
    assert merge.unknown == ("rating",) and merge.incomplete == 1
    assert len(merge.problems) >= 11
    one.annotate("amused")
    one.sync()
    assert path.read_bytes().startswith(whole), "a file is only ever written to its end"
    other.sync()
    assert one.living == other.living and len(one.living) == 2


def test_a_copy_in_conflict_or_an_old_copy_loses_nothing(two, at) -> None:
    one, other = two
    note = one.annotate("calm", note="one")
    one.sync()
    (path,) = one.shared.iterdir()
    old = path.read_bytes()
    one.change(note, note="two")
    one.sync()
    path.with_name(f"{path.stem}.sync-conflict-20260301-100000-ABCDEFG.jsonl").write_bytes(path.read_bytes())
    path.write_bytes(old)
    other.sync()
    assert other.get(note).note == "two"
    for each in one.shared.iterdir():
        each.unlink()
    agreed(two)
    assert one.get(note).note == other.get(note).note == "two", "a lost file is written again"
    third = Machine(one.root.parent, "three", one.shared)
    third.sync()
    assert third.living == one.living
    third.close()


def test_a_folder_that_is_not_there_is_refused(two) -> None:
    with pytest.raises(Refused, match="no such folder"):
        Syncing(two[0].library, two[0].shared / "unmounted")


def test_what_is_changed_meanwhile_is_not_overwritten(two, at, monkeypatch) -> None:
    one, other = two
    note = one.annotate("calm", note="first")
    agreed(two)
    one.change(note, note="by one")
    one.sync()
    syncing = Syncing(other.library, other.shared)
    plan, at_once = syncing.plan, [True]

    def overtaken():
        made = plan()
        if at_once.pop() if at_once else False:
            other.change(note, note="typed meanwhile")
        return made

    monkeypatch.setattr(syncing, "plan", overtaken)
    syncing.carry_out()
    agreed(two)
    assert one.get(note).note == other.get(note).note == "typed meanwhile"
    assert "by one" in other.notes(note)


WORDS = ["calm", "amused", "camel", "The end"]
act = st.one_of(
    st.tuples(st.just("add"), st.sampled_from(WORDS)),
    st.tuples(st.just("note"), st.integers(0, 5)),
    st.tuples(st.just("tag"), st.integers(0, 5), st.sampled_from("ab")),
    st.tuples(st.just("untag"), st.integers(0, 5), st.sampled_from("ab")),
    st.tuples(st.just("colour"), st.integers(0, 5), st.sampled_from(list(Colour))),
    st.tuples(st.just("delete"), st.integers(0, 5)),
    st.tuples(st.just("restore"), st.integers(0, 5)),
    st.tuples(st.just("empty")),
    st.tuples(st.just("rewrite")),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
    st.tuples(st.just("forget")),
    st.tuples(st.just("copy"), st.integers(0, 5)),
    st.tuples(st.just("cut"), st.integers(0, 400)),
    st.tuples(st.just("tear"), st.integers(1, 60)),
    st.tuples(st.just("hide")),
    st.tuples(st.just("show")),
    st.tuples(st.just("sync")),
    st.tuples(st.just("sync")),
    st.tuples(st.just("sync")),
    st.tuples(st.just("sync")),
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(2, 3), st.lists(st.tuples(st.integers(0, 2), act), max_size=25), st.randoms(use_true_random=False))
def test_machines_come_to_the_same_after_any_history(number, history, chance):
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        root = Path(folder)
        shared = root / "shared"
        shared.mkdir()
        machines = [Machine(root, f"machine-{index}", shared) for index in range(number)]
        skews = [chance.choice([0, 0, 3600, -86400 * 400]) for _ in machines]
        tick = SimpleNamespace(seconds=1_700_000_000, skew=0)

        def now() -> str:
            from datetime import UTC, datetime

            tick.seconds += 1
            return datetime.fromtimestamp(tick.seconds + tick.skew, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")

        patch.setattr(clock, "now", now)
        for index, (name, *values) in history:
            machine = machines[index % number]
            tick.skew = skews[index % number]
            store = machine.library.store
            known = sorted(each.id for each in store.of(include_deleted=True))
            chosen = known[values[0] % len(known)] if known and values and isinstance(values[0], int) else None
            if name == "add" and machine.path.exists():
                machine.annotate(values[0])
            elif name == "sync":
                machine.sync()
            elif name == "forget":
                shutil.rmtree(machine.library.places.cache / "sync", ignore_errors=True)
            elif name in {"copy", "cut", "tear"}:
                logs = sorted(shared.glob("*.jsonl"))
                if logs:
                    log = logs[index % len(logs)]
                    data = log.read_bytes()
                    if name == "copy":
                        (shared / f"llama-tui-copy.sync-conflict-{values[0]}.jsonl").write_bytes(data)
                    elif name == "cut":  # as a network drive that lost the end; somebody has it still, or has a copy
                        log.write_bytes(data[: max(0, len(data) - values[0])])
                    else:
                        log.write_bytes(data + data[: values[0]])
            elif name in {"hide", "show"}:
                away = machine.path.with_suffix(".away")
                if name == "hide" and machine.path.exists():
                    machine.path.rename(away)
                elif name == "show" and away.exists():
                    away.rename(machine.path)
            elif not machine.path.exists() and name in {"add", "rewrite"}:
                continue
            elif name == "rewrite":
                text = machine.path.read_text(encoding="utf-8")
                machine.path.write_text(text.replace("# On llamas\n", "# On llamas\n\nOne more.\n"), encoding="utf-8")
                machine.library.annotations(machine.document)
            elif name == "empty":
                store.empty_bin()
            elif name == "undo":
                store.undo()
            elif name == "redo":
                store.redo()
            elif chosen is not None and name == "delete":
                store.delete(chosen)
            elif chosen is not None and name == "restore":
                store.restore_all([chosen])
            elif chosen is not None and not store.get(chosen).deleted:
                before = store.get(chosen)
                if name == "note":
                    machine.change(chosen, note=f"note {tick.seconds}", kind=Kind.NOTE)
                elif name == "colour":
                    machine.change(chosen, colour=values[1])
                else:
                    tags = [tag for tag in before.tags if tag != values[1]]
                    machine.change(chosen, tags=(*tags, values[1]) if name == "tag" else tuple(tags))
        order = [*machines, *machines, *machines]
        for each in order:
            tick.skew = skews[machines.index(each)]
            each.sync()
        assert all(each.living == machines[0].living for each in machines)
        files = {each.name: each.read_bytes() for each in shared.iterdir()}
        for each in machines:
            merge = each.sync()
            assert not merge.arrivals and not merge.annotations and not merge.told
        assert {each.name: each.read_bytes() for each in shared.iterdir()} == files
        for each in machines:
            assert each.library.store.verify() == ()
            each.close()
