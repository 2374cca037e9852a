"""Whatever stands in a shared folder: it is borne, the store stays whole, and merging comes to an end."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tui.library import Library
from tui.library.syncing import Syncing
from tui.settings import places

IDS = [f"00000000-0000-4000-8000-00000000000{digit}" for digit in range(3)]
PRINTS = ["ab" * 32, "cd" * 32]
anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)),
    max_leaves=5,
)
times = st.sampled_from(["2026-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z", "0000-00-00T00:00:00.000Z"])
stamps = st.tuples(times, st.integers(0, 3) | st.just(10**15), st.sampled_from(["aaaa", "bbbb", "0" * 64]))
anchor = st.fixed_dictionaries(
    {
        "quote": st.text(max_size=8),
        "prefix": st.text(max_size=4),
        "suffix": st.text(max_size=4),
        "start": st.integers(0, 2**62),
        "end": st.integers(0, 2**62),
        "block": st.integers(0, 2**62),
    }
)
said = {
    "document": st.sampled_from(["one", "two", "\ud800", ""]),
    "kind": st.sampled_from(["bookmark", "passage"]),
    "anchor": anchor,
    "note": st.text(max_size=12),
    "name": st.text(max_size=6),
    "colour": st.sampled_from(["green", "pink", "none"]),
    "created": times,
    "deleted": times | st.just(""),
    "parent": st.sampled_from(["", *IDS, "x"]),
    "about": st.sampled_from(["", "text", "\n"]),
    "tag:a b": st.sampled_from([True, None, 1]),
    "tag:\u202e": st.just(True),
}
described = {
    "title": st.text(max_size=8),
    "source": st.text(max_size=8) | st.sampled_from(["/dev/zero", "/", "seeds/../../etc/passwd", "-"]),
    "language": st.text(max_size=3),
    f"text:{PRINTS[0]}": st.just(True),
    f"text:{PRINTS[1]}": st.just(True),
    f"read:{PRINTS[0]}": st.integers(-1, 2**63),
}


def change(scope: str, ids: list[str], fields: dict) -> st.SearchStrategy[str]:
    def written(stamp, identifier, values, over, more):
        told = {"time": stamp[0], "count": stamp[1], "by": stamp[2], scope: identifier, "set": values | more}
        return json.dumps(told | ({"over": {field: list(over) for field in values}} if over else {}))

    whole = st.fixed_dictionaries({}, optional=fields) | st.fixed_dictionaries(fields)
    more = st.dictionaries(st.sampled_from([*fields, "rating", ""]), anything, max_size=1)
    return st.builds(written, stamps, st.sampled_from(ids), whole, st.none() | stamps, more)


line = st.one_of(
    change("annotation", IDS, said),
    change("annotation", IDS, said),
    change("document", ["one", "two"], described),
    anything.map(json.dumps),
    st.text(max_size=20),
)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(line, max_size=12), st.binary(max_size=20), st.booleans())
def test_any_lines_are_borne(lines, torn, undone):
    with TemporaryDirectory() as folder:
        shared = Path(folder) / "shared"
        shared.mkdir()
        text = "\n".join([*lines, ""]).encode("utf-8", "surrogatepass") + torn
        (shared / "llama-tui-aaaa.jsonl").write_bytes(text)
        library = Library(places(Path(folder) / "home"))
        Syncing(library, shared).carry_out()
        if undone:
            library.store.undo()
            library.store.redo()
        assert not Syncing(library, shared).carry_out().arrivals, "at most what lines left open is told now"
        again = Syncing(library, shared).carry_out()
        assert not again.arrivals and not again.told and not again.agreed
        for known in library.known():
            library.annotations(library.recall(known))
        library.review.everything()
        assert library.store.verify() == ()
        library.close()
