"""The reader's list of corrections: a plain file that stays the reader's."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tui.document.failures import Refused
from tui.entities.corrections import Correction, Named, ignore, merge, retype, whereabouts
from tui.entities.kinds import EntityType
from tui.library import Library
from tui.library.corrections import Corrections
from tui.settings import places

ADA, BOB, CLEO = (ignore(Named(name)) for name in ("Ada", "Bob", "Cleo"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "corrections.txt"


@pytest.fixture
def corrections(path: Path) -> Corrections:
    return Corrections(path)


def test_nothing_is_made_before_something_is_said(corrections, path) -> None:
    assert corrections.all() == ()
    assert corrections.faults() == ()
    assert not path.parent.exists()


def test_a_new_list_explains_itself_and_comments_say_nothing(corrections, path) -> None:
    corrections.add(ADA)
    assert path.read_text().startswith("# ")
    assert path.read_text().endswith('\nignore "Ada"\n')
    assert Corrections(path).all() == (ADA,)


MINE = '# mine\n\nignore "Bob"   # he is my brother\nwhat is this\n  type "X" as place\n# end'


@pytest.mark.parametrize("content", [MINE, MINE + "\n", MINE.replace("\n", "\r\n") + "\r\n", "", "\n"])
def test_the_lines_of_the_reader_stay_as_they_are(corrections, path, content) -> None:
    path.parent.mkdir()
    path.write_bytes(content.encode() + b"# caf\xe9\n" * bool(content))
    before = path.read_bytes()
    assert corrections.add(ADA, CLEO) is not None
    after = path.read_bytes()
    assert [line for line in after.splitlines() if b"Ada" not in line and b"Cleo" not in line] == before.splitlines()
    assert corrections.all()[-2:] == (ADA, CLEO)
    assert corrections.undo() is not None
    assert path.read_bytes() == before
    assert corrections.redo() is not None
    assert path.read_bytes() == after
    assert corrections.remove(ADA, BOB) is not None
    assert BOB not in corrections.all()
    corrections.undo()
    assert path.read_bytes() == after


def test_a_line_that_says_nothing_is_named(corrections, path) -> None:
    path.parent.mkdir()
    path.write_bytes(MINE.encode() + b'\nignore "caf\xe9"\n')
    assert [fault.line for fault in corrections.faults()] == [4, 7]
    assert len(corrections.all()) == 2


def test_what_is_edited_meanwhile_counts(corrections, path) -> None:
    corrections.add(ADA)
    path.write_text('ignore "Cleo"\nignore "Ada"\n')
    assert corrections.all() == (CLEO, ADA)
    corrections.add(BOB)
    assert corrections.all() == (CLEO, ADA, BOB)
    path.write_text('ignore "Cleo"\nignore "Ada"\n')
    assert corrections.undo().removed == (ADA,)
    assert corrections.all() == (CLEO,)


def test_undo_and_redo_last_over_restarts(path) -> None:
    for each in (ADA, BOB, CLEO):
        Corrections(path).add(each)
    assert Corrections(path).undo().removed == (CLEO,)
    assert Corrections(path).undo().removed == (BOB,)
    assert Corrections(path).redo().added == (BOB,)
    Corrections(path).add(CLEO)
    assert Corrections(path).redo() is None
    assert Corrections(path).all() == (ADA, BOB, CLEO)


def test_a_journal_that_is_broken_loses_no_corrections(corrections, path) -> None:
    corrections.add(ADA)
    for junk in (b"\0", b"[]", b'{"done": [[[[1, 2]], []]], "undone": []}', b'{"done": 3}', b"[" * 100_000):
        (path.parent / "corrections.txt.undo").write_bytes(junk)
        assert corrections.undo() is None
        assert corrections.all() == (ADA,)


def test_to_say_the_same_again_writes_nothing(corrections, path) -> None:
    corrections.add(ADA)
    assert corrections.add(ADA) is None
    corrections.add(BOB)
    assert corrections.add(ADA) is not None
    corrections.undo()
    assert corrections.all() == (ADA, BOB)


def test_a_list_is_taken_in_once(corrections, tmp_path) -> None:
    corrections.add(BOB)
    other = tmp_path / "other.txt"
    other.write_text('# theirs\nignore "Ada" # why\nignore "Bob"\nnonsense\nignore "Ada"\n')
    came = corrections.take_in(other)
    assert (came.added, came.known, [fault.line for fault in came.faults]) == ((ADA,), 1, [4])
    assert corrections.all() == (BOB, ADA)
    assert 'ignore "Ada" # why' in corrections.path.read_text()
    assert corrections.take_in(other).added == ()
    corrections.undo()
    assert corrections.all() == (BOB,)
    with pytest.raises(Refused):
        corrections.take_in(tmp_path / "nowhere.txt")


def test_a_file_that_cannot_be_used_is_told_of_and_left_alone(corrections, path) -> None:
    path.mkdir(parents=True)
    assert corrections.all() == ()
    assert [fault.line for fault in corrections.faults()] == [0]
    with pytest.raises(Refused):
        corrections.add(ADA)


def test_processes_at_the_same_time_lose_nothing(path) -> None:
    script = (
        "import sys; from pathlib import Path; from tui.library.corrections import Corrections\n"
        "from tui.entities.corrections import Named, ignore\n"
        "for number in range(12): Corrections(Path(sys.argv[1])).add(ignore(Named(f'{sys.argv[2]} {number}')))"
    )
    running = [subprocess.Popen([sys.executable, "-c", script, str(path), name]) for name in ("Ada", "Bob", "Cleo")]
    assert [each.wait(timeout=60) for each in running] == [0, 0, 0]
    said = Corrections(path).all()
    assert len(said) == len(set(said)) == 36
    for _ in range(36):
        assert Corrections(path).undo() is not None
    assert Corrections(path).all() == ()


ACTS = st.lists(st.sampled_from(["ada", "bob", "undo", "redo", "remove"]), max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(ACTS)
def test_undo_gives_back_what_was(tmp_path_factory, acts) -> None:
    path = tmp_path_factory.mktemp("list") / "c.txt"
    corrections = Corrections(path)
    path.write_text("# mine")
    past: list[bytes] = []
    future: list[bytes] = []
    for act in acts:
        before = path.read_bytes()
        if act == "undo":
            assert (corrections.undo() is not None) == bool(past)
            if past:
                future.append(before)
                assert path.read_bytes() == past.pop()
        elif act == "redo":
            assert (corrections.redo() is not None) == bool(future)
            if future:
                past.append(before)
                assert path.read_bytes() == future.pop()
        else:
            done = corrections.remove(ADA) if act == "remove" else corrections.add(ADA if act == "ada" else BOB)
            if done is not None:
                past.append(before)
                future = []
            else:
                assert path.read_bytes() == before


TEXT = "Angela Merkel met Tim Cook of Microsoft in Paris. Merkel left Paris. Google stays.\n"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(places(tmp_path / "home"))


def names(library: Library, path: Path) -> set[str]:
    return {entity.name for entity in library.entities([library.open(path)])}


def test_the_library_corrects_what_it_finds_and_undo_gives_it_back(library, tmp_path) -> None:
    text = tmp_path / "a.md"
    text.write_text(TEXT)
    before = library.entities([library.open(text)])
    library.corrections.add(merge(Named("Google"), Named("Microsoft")), ignore(Named("Paris")))
    assert names(library, text) == {"Angela Merkel", "Tim Cook", "Microsoft"}
    library.corrections.undo()
    assert library.entities([library.open(text)]) == before


def test_a_correction_follows_a_text_that_moves(library, tmp_path) -> None:
    text = tmp_path / "a.md"
    text.write_text(TEXT)
    document = library.open(text)
    library.remember(document)
    only_here: Correction = retype(Named("Paris"), EntityType.PERSON, whereabouts(document))
    library.corrections.add(only_here)
    moved = text.rename(tmp_path / "b.md")
    (copy := tmp_path / "c.md").write_text(TEXT.replace("stays", "goes"))

    def kind(path: Path) -> EntityType:
        return next(each.type for each in library.entities([library.open(path)]) if each.name == "Paris")

    assert kind(moved) is EntityType.PERSON
    assert kind(copy) is EntityType.PLACE
