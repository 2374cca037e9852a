"""The store under bad luck: killed writers, two at once, damaged and foreign files."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tui.annotations.kinds import Kind
from tui.annotations.model import Anchor, Annotation, Damage
from tui.annotations.store import Store
from tui.document.failures import Refused

NOTE = Annotation(
    id="0b54b4ba-0000-4000-8000-000000000001",
    document="article",
    kind=Kind.NOTE,
    anchor=Anchor("three models", "They released ", " in July.", 14, 26, 0),
    note="Which three, and for whom?",
    tags=("claim",),
    created="2026-01-02T03:04:05.678Z",
    modified="2026-01-02T03:04:05.678Z",
)

WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from uuid import uuid4
from tui.annotations.kinds import Kind
from tui.annotations.model import Anchor, Annotation
from tui.annotations.store import Store

store = Store(Path(sys.argv[1]))
for number in range(int(sys.argv[2])):
    note = Annotation(str(uuid4()), "article", Kind.NOTE, Anchor("q", "p", "s", number, number + 1, 0))
    store.put(replace(note, note=note.id * 20))
    print(note.id, flush=True)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "annotations.db"


def writer(path: Path, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(path), str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])


def filled(path: Path, count: int = 1) -> list[Annotation]:
    with Store(path) as store:
        return [store.put(replace(NOTE, id=f"{number:08x}-0000-4000-8000-000000000000")) for number in range(count)]


@pytest.mark.parametrize("seed", range(6))
def test_every_confirmed_annotation_outlives_sigkill(path: Path, seed: int) -> None:
    process = writer(path, 100_000)
    assert process.stdout is not None
    confirmed = [process.stdout.readline().strip() for _ in range(random.Random(seed).randrange(1, 60))]

    process.kill()
    confirmed += process.stdout.read().split()
    process.wait()
    process.stdout.close()

    with Store(path) as store:
        kept = {annotation.id: annotation.note for annotation in store.of("article")}
        assert store.verify() == ()
        assert store.put(NOTE) == NOTE
    whole = [id_ for id_ in confirmed if len(id_) == len(NOTE.id)]
    assert whole
    assert all(kept[id_] == id_ * 20 for id_ in whole)
    assert len(kept) - len(whole) in (0, 1, 2)


def test_two_processes_write_at_once(path: Path) -> None:
    processes = [writer(path, 60), writer(path, 60)]
    outputs = [process.communicate(timeout=120)[0].split() for process in processes]

    assert [process.returncode for process in processes] == [0, 0]
    with Store(path) as store:
        assert {annotation.id for annotation in store.of()} == {*outputs[0], *outputs[1]}
        assert len(outputs[0]) == len(outputs[1]) == 60
        assert store.verify() == ()


def test_a_killed_creation_leaves_no_half_database(path: Path) -> None:
    for _ in range(3):
        process = writer(path, 1)
        process.kill()
        process.communicate()
        assert not path.exists() or path.stat().st_size > 0
    assert filled(path)


def test_an_empty_file_is_a_lost_database_and_not_a_new_one(path: Path) -> None:
    path.touch()

    with pytest.raises(Refused, match=r"annotations\.db is empty"):
        Store(path).of()
    with pytest.raises(Refused, match="is empty"):
        Store(path).put(NOTE)

    assert path.stat().st_size == 0


def test_a_journal_without_its_database_is_not_played_into_a_new_one(path: Path) -> None:
    path.with_name(path.name + "-journal").write_bytes(b"left behind")

    with pytest.raises(Refused, match="is missing although"):
        Store(path).put(NOTE)

    assert not path.exists()


@pytest.mark.parametrize("content", [b"\0" * 5000, b"Dear diary,\n" * 100, b"x", b"SQLite format 3\0" + b"\xff" * 8000])
def test_garbage_is_refused_and_left_untouched(path: Path, content: bytes) -> None:
    path.write_bytes(content)

    with pytest.raises(Refused, match=r"annotations\.db"):
        Store(path).put(NOTE)

    assert path.read_bytes() == content


def test_another_programs_database_is_refused_and_left_untouched(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE annotations (id)")
    connection.close()
    content = path.read_bytes()

    with pytest.raises(Refused, match="is not a database of llama-tui"):
        Store(path).put(NOTE)

    assert path.read_bytes() == content


def test_a_newer_database_is_refused_and_left_untouched(path: Path) -> None:
    filled(path)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 4711")
    connection.close()
    content = path.read_bytes()

    with pytest.raises(Refused, match=r"newer llama-tui.*4711"):
        Store(path).of()
    with pytest.raises(Refused, match="newer"):
        Store(path).put(NOTE)

    assert path.read_bytes() == content


def test_a_truncated_database_is_refused(path: Path) -> None:
    filled(path, 200)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)

    with pytest.raises(Refused, match=r"annotations\.db"):
        Store(path).verify()


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="not a regular file"):
        Store(tmp_path).put(NOTE)


def test_a_file_where_its_folder_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("no folder")

    with pytest.raises(Refused, match=r"data/annotations\.db cannot be used"):
        Store(tmp_path / "data" / "annotations.db").put(NOTE)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_store_is_read_and_refuses_to_be_written(path: Path) -> None:
    kept = filled(path)
    path.chmod(0o400)
    path.parent.chmod(0o500)
    try:
        with Store(path) as store:
            assert store.of() == kept
            with pytest.raises(Refused, match="no permission"):
                store.put(NOTE)
    finally:
        path.parent.chmod(0o700)


def test_a_locked_database_is_said_to_be_in_use(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(path)
    monkeypatch.setattr("tui.annotations.database.BUSY_SECONDS", 0.05)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        with Store(path) as store:
            assert len(store.of()) == 1
            with pytest.raises(Refused, match="in use by another program"):
                store.put(NOTE)
            holder.execute("ROLLBACK")
            assert store.put(NOTE) == NOTE
    finally:
        holder.close()


def test_a_file_name_full_of_signs_is_opened_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a?b#c%20d é" / "annotations.db"

    assert filled(path) == filled(path)
    assert path.exists()


def flip_a_bit(path: Path, victim: Annotation, seed: int) -> None:
    """Flips one bit of an annotation's row.

    The journal holds the annotation in another form, and indexes hold its id alone, but pages that were
    split may hold stale copies of the row: the same bit is flipped in all.
    """
    generator = random.Random(seed)
    row = (victim.id + victim.document + str(victim.kind) + victim.anchor.quote).encode()
    damaged = bytearray(row)
    damaged[generator.randrange(len(victim.id), len(row))] ^= 1 << generator.randrange(8)
    path.write_bytes(path.read_bytes().replace(row, damaged))


@pytest.mark.parametrize("seed", range(40))
def test_a_flipped_bit_in_a_row_is_noticed_and_nothing_is_lost(path: Path, seed: int) -> None:
    kept = filled(path, 5)
    victim = kept[seed % len(kept)]
    flip_a_bit(path, victim, seed)
    content = path.read_bytes()
    damage = Damage("annotations", victim.id, recovered=True)

    with Store(path) as store:
        assert store.get(victim.id) == victim
        assert store.damaged() == (damage,)
        assert sorted(store.of(), key=lambda annotation: annotation.id) == kept
        assert damage in store.verify()
        assert path.read_bytes() == content
        edited = store.put(replace(victim, note="Edited after the damage."))
    with Store(path) as store:
        assert store.get(victim.id) == edited
        assert damage not in store.verify()


@pytest.mark.parametrize("seed", range(10))
def test_a_row_damaged_in_the_journal_too_is_left_out_and_left_alone(path: Path, seed: int) -> None:
    kept = filled(path, 5)
    victim = kept[seed % len(kept)]
    flip_a_bit(path, victim, seed)
    journalled = f'["{victim.id}"'.encode()
    path.write_bytes(path.read_bytes().replace(journalled, journalled.replace(b'"', b"'", 1)))
    content = path.read_bytes()

    with Store(path) as store:
        assert store.get(victim.id) is None
        assert Damage("annotations", victim.id) in store.damaged()
        assert [one for one in store.of() if one != victim] == [one for one in kept if one != victim]
        with pytest.raises(Refused, match="damaged and was left as it is"):
            store.put(victim)
        with pytest.raises(Refused, match="damaged"):
            store.delete(victim.id)
    assert path.read_bytes() == content


def test_a_damaged_journal_refuses_to_undo(path: Path) -> None:
    [kept] = filled(path)
    connection = sqlite3.connect(path)
    connection.execute("UPDATE changes SET after = replace(after, 'three', 'seven')")
    connection.commit()
    connection.close()

    with Store(path) as store:
        with pytest.raises(Refused, match="journal"):
            store.undo()
        assert store.get(kept.id) == kept
        assert store.verify() == (Damage("changes", "1"),)
