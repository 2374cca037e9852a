"""What several machines know, merged so that all of them come to the same, in whatever order they hear of it.

Each field of an annotation or a document is a last-writer-wins register (Shapiro, Preguiça, Baquero and Zawirski, "A
comprehensive study of Convergent and Commutative Replicated Data Types", INRIA RR-7506, 2011, section 3.2.1): a value
with a stamp, of which the greater stamp wins. Joining is commutative, associative and idempotent.

A stamp is a hybrid logical clock (Kulkarni, Demirbas, Madappa, Avva and Leone, "Logical Physical Clocks", OPODIS 2014):
the clock's time where that is later than what the value was written over, else that one's time and a counter. So a
change made by somebody who had seen another one always counts as later, however wrong their clocks are; clocks decide
only between changes of which neither knew the other.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Value = object
    """Anything that JSON holds."""
    Fields = Mapping[str, "Record"]
    State = dict["Name", dict[str, "Record"]]


class Stamp(NamedTuple):
    """When, and by whom; ordered."""

    time: str
    """RFC 3339 in UTC, to the millisecond, so that text sorts as time."""
    counter: int
    """From 0; grows where time does not."""
    machine: str


class Record(NamedTuple):
    """A value that a register was given."""

    stamp: Stamp
    value: Value
    over: Stamp | None = None
    """Of the value that the machine knew till then; None where it knew none."""


class Name(NamedTuple):
    """Whose fields they are."""

    scope: str
    """``annotation`` or ``document``."""
    id: str


def following(over: Stamp | None, time: str, machine: str) -> Stamp:
    """The stamp of a value that is written at a time, by the machine's clock, over another one."""
    if over is None or time > over.time:
        return Stamp(time, 0, machine)
    return Stamp(over.time, over.counter + 1, machine)


def later(one: Record, other: Record) -> Record:
    """Which of two values a register has; of the same stamp, the greater value as JSON: it must not matter who asks."""
    return max(one, other, key=_order)


def _order(record: Record) -> tuple[Stamp, str]:
    return record.stamp, json.dumps(record.value, sort_keys=True)


def joined(one: Fields, other: Fields) -> dict[str, Record]:
    """What two know together of the fields of one thing."""
    found = dict(one)
    for field, record in other.items():
        mine = found.get(field)
        if mine is None or mine.stamp < record.stamp:
            found[field] = record
        elif mine.stamp == record.stamp and mine.value != record.value:
            found[field] = later(mine, record)
    return found


def fresh(
    known: Fields, heard: Fields, present: Mapping[str, Value], when: Callable[[str], str], machine: str
) -> dict[str, Record]:
    """What was changed here since what is ``known`` was agreed on.

    ``present`` is what the fields are now and ``when`` tells at what time a field became that; a field that is no more
    has the value None. What others have come to as well, as far as ``heard``, is no change of ours.
    """
    found: dict[str, Record] = {}
    for field, value in present.items():
        before, there = known.get(field), heard.get(field)
        if before is not None and before.value == value:
            continue
        if there is not None and there.value == value and (before is None or before.stamp < there.stamp):
            continue
        if before is None and value is None:
            continue
        over = None if before is None else before.stamp
        found[field] = Record(following(over, when(field), machine), value, over)
    return found


def beaten(records: Iterable[Record]) -> list[Record]:
    """The values that lost to another one whose writer did not know them, the oldest first.

    A value is beaten unless every later one was written over it or over something later still.
    """
    ordered = sorted(set_of(records), key=_order, reverse=True)
    lost: list[Record] = []
    for number, record in enumerate(ordered):
        above = ordered[:number]
        if any(each.value != record.value and (each.over is None or each.over < record.stamp) for each in above):
            lost.append(record)
    return lost[::-1]


def set_of(records: Iterable[Record]) -> list[Record]:
    """Each record once."""
    return list({_order(record): record for record in records}.values())
