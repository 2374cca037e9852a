"""The real Taguette (PyPI), run as its user runs it: it takes our codebook, and we take what it exports."""

from __future__ import annotations

import html
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

from tui.annotations.formats import codebook_csv, qdpx, read, recognised

pytestmark = pytest.mark.peers


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Callable[..., bytes]]:
    """The real Taguette, in a process of its own; ``server(path, fields, files)`` asks it for a page."""
    pytest.importorskip("taguette", reason="needs Taguette: pip install taguette")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "taguette.main", "--no-browser", "--bind", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(
        [*command, "--database", str(tmp_path / "taguette.sqlite3")],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "PYTHONUNBUFFERED": "1"},
    ) as process:
        try:
            token = next(found[1] for line in process.stdout if (found := re.search(r"\?token=(\w+)", line)))
            browser = build_opener(HTTPCookieProcessor(cookies := CookieJar()))

            def ask(
                path: str, fields: dict[str, str] | None = None, file: bytes | None = None, data: object = None
            ) -> bytes:
                signs = {cookie.name: cookie.value for cookie in cookies}
                headers = {"X-XSRFToken": signs.get("_xsrf", "")}
                body = None
                if data is not None:
                    headers["Content-Type"] = "application/json"
                    body = json.dumps(data).encode()
                elif fields is not None or file is not None:
                    headers["Content-Type"] = "multipart/form-data; boundary=part"
                    parts = [
                        f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode()
                        for name, value in (fields or {}).items()
                    ]
                    if file is not None:
                        head = 'Content-Disposition: form-data; name="file"; filename="file.html"\r\n'
                        parts.append(f"{head}Content-Type: text/html\r\n\r\n".encode() + file)
                    body = b"".join(b"--part\r\n" + part + b"\r\n" for part in parts) + b"--part--\r\n"
                with browser.open(Request(address + path, body, headers), timeout=60) as answer:
                    return answer.read()

            ask(f"/?token={token}")
            yield ask
        finally:
            process.terminate()


def test_the_real_taguette_takes_our_codebook_and_gives_highlights(server: Callable[..., bytes]) -> None:
    """As its user does it: a project, our codebook imported, a text tagged, all exported and read here."""
    said = {"idée": "What one thinks; “perhaps”, says Zoé", "idée/fixe": "", "claim": "Two\nlines", "œuvre": "Ça"}
    exported = codebook_csv.write(codebook_csv.Entry(tag, text, 2, 1) for tag, text in said.items()).encode()
    server("/project/new")
    created = server("/project/new", {"name": "A project", "description": ""})
    assert b"A project" in created
    page = server("/project/1/import_codebook", file=exported).decode()
    rows = re.findall(r'name="(tag\d+-(?:path|description))"[^>]*?value="([^"]*)"', page)
    fields = {name: html.unescape(value) for name, value in rows}
    assert sorted(value for name, value in fields.items() if name.endswith("path")) == sorted(said)
    numbers = {name.split("-")[0] for name in fields}
    server("/project/1/import_codebook", fields | {f"{number}-import": "on" for number in numbers})
    back = codebook_csv.read(server("/project/1/export/codebook.csv"))
    assert {tag: " ".join(text.split()) for tag, text in back.items() if tag in said} == {
        tag: " ".join(text.split()) for tag, text in said.items()
    }

    assert qdpx.read_codebook(server("/project/1/export/codebook.qdc")).keys() == back.keys()

    text = {"name": "Un texte", "description": ""}
    made = json.loads(server("/api/project/1/document/new", text, file="<p>L’idée d’été, dit-elle.</p>".encode()))
    tag = json.loads(server("/api/project/1/tag/new", data={"path": "trouvé", "description": ""}))["id"]
    passage = {"start_offset": 0, "end_offset": len("L’idée".encode()), "tags": [tag]}
    server(f"/api/project/1/document/{made['created']}/highlight/new", data=passage)
    highlights = server("/project/1/export/highlights/.csv")
    assert recognised(highlights).name == "taguette"
    assert [(each.work.title, each.quote, each.tags) for each in read("taguette", highlights)] == [
        ("Un texte", "L’idée", ("trouvé",))
    ]
