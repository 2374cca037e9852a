"""Killed at any moment: what was confirmed is there."""

from __future__ import annotations

import json
import random
import signal
import sqlite3
import subprocess

ROUNDS = 24
SLOWEST = 0.35
"""Seconds after which a run is killed at the latest; most end before."""


def test_what_was_confirmed_outlives_a_kill(llama, start, article, home):
    chance = random.Random(2026)
    confirmed = []
    killed = 0
    for number in range(ROUNDS):
        with start("annotate", article, "--quote", "calm", "--note", f"Note {number}", "--json") as process:
            try:
                process.wait(timeout=chance.uniform(0.02, SLOWEST))
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                killed += 1
            assert process.stdout is not None
            out = process.stdout.read()
        if out.endswith(b"}\n"):
            confirmed.append(json.loads(out))
    confirmed.append(llama("annotate", article, "--quote", "calm", "--note", "The last.", "--json", status=0).json)
    assert killed
    listed = llama("annotations", "--json", status=0).json["annotations"]
    assert [each for each in confirmed if each not in listed] == []
    connection = sqlite3.connect(home / "data" / "annotations.db")
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
