"""A recorded exchange: what Neovim 0.7.2 sends, and what it was answered.

`python -m tests.server.test_exchange` sends the same again, and writes down the answers of today.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls")

ROOT = Path(__file__).resolve().parents[2]
RECORDED = Path(__file__).parent / "exchange.jsonl"
FOLDER = "file:///FOLDER"
MOST_ITEMS = 3


def replayed(folder: Path) -> list[dict[str, Any]]:
    """The exchange as it goes now: the client waits where it waited then."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "lint", "server"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder, env=environment,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    lines = []
    with process:
        for line in RECORDED.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            if entry["from"] == "client":
                body = json.dumps(entry["message"]).replace(FOLDER, folder.as_uri()).encode()
                process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
                process.stdin.flush()
            else:
                entry["message"] = plain(receive(process.stdout), folder)
            lines.append(entry)
    assert process.returncode == 0
    return lines


def receive(stream: Any) -> Any:
    length = 0
    while header := stream.readline().strip():
        name, _, value = header.partition(b": ")
        if name == b"Content-Length":
            length = int(value)
    return json.loads(stream.read(length))


def plain(message: Any, folder: Path) -> Any:
    """A message without what other tests hold: words about fields, all but a few offers."""
    message = json.loads(json.dumps(message).replace(folder.as_uri(), FOLDER))
    result = message.get("result")
    if isinstance(result, dict):
        if "contents" in result:
            result["contents"]["value"] = ""
        if "serverInfo" in result:
            result["serverInfo"]["version"] = ""
            # What pygls adds by itself is its own affair.
            for key in ("executeCommandProvider", "workspace"):
                result["capabilities"].pop(key, None)
        for item in result.get("items", ()):
            item.update(detail="", documentation="")
        if "items" in result:
            result["items"] = result["items"][:MOST_ITEMS]
    return message


@pytest.mark.slow
def test_the_server_answers_as_it_did(tmp_path: Path) -> None:
    recorded = [json.loads(line) for line in RECORDED.read_text(encoding="utf-8").splitlines()]
    assert replayed(tmp_path) == recorded


def test_the_exchange_holds_what_an_editor_does() -> None:
    text = RECORDED.read_text(encoding="utf-8")
    for method in ("didOpen", "didChange", "publishDiagnostics", "hover", "codeAction", "didClose"):
        assert f"textDocument/{method}" in text


if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as name:
        entries = replayed(Path(name).resolve())
    RECORDED.write_text(
        "".join(f"{json.dumps(entry, ensure_ascii=False)}\n" for entry in entries), encoding="utf-8"
    )
