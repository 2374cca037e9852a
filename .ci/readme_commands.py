"""Print the first shell block of README.md under a heading, so that CI runs what the README says."""

import sys
from pathlib import Path

heading = sys.argv[1]
lines = iter(Path("README.md").read_text(encoding="utf-8").splitlines())
for line in lines:
    if line.startswith("#") and line.lstrip("# ").strip() == heading:
        break
else:
    sys.exit(f"README.md has no heading {heading!r}")
for line in lines:
    if line.startswith("```sh"):
        break
for line in lines:
    if line.startswith("```"):
        break
    print(line)
