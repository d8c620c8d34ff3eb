"""Times how fast `lint server` answers an edit, against `ruff server` with the same client in one run.

    python benchmarks/server.py [--edits N]

One client talks to each server over its standard input and output, sends an edit, and waits for the
diagnostics of that version of the document. ruff gets a Python file of as many lines. A second part edits one
manifest in a folder of 5,000 files, and reads from /proc how many bytes the server reads meanwhile.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from checker import BIN, MANIFEST, ROOT

LINES = 100
SERVICES = 250
FILES_EACH = 20
CAPABILITIES = {
    "textDocument": {"publishDiagnostics": {"versionSupport": True, "relatedInformation": True}}
}


class Client:
    """A client that sends one message after the other."""

    def __init__(self, command: list[str], folder: Path | None) -> None:
        environment = {**os.environ, "CLOUDRUN_LINT_CACHE": str(ROOT / ".benchmark-cache")}
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            cwd=folder, env=environment,
        )  # fmt: skip
        self.number = 0
        folders = [{"uri": folder.as_uri(), "name": "r"}] if folder is not None else None
        self.request(
            "initialize",
            {"processId": os.getpid(), "rootUri": None, "capabilities": CAPABILITIES, "workspaceFolders": folders},
        )  # fmt: skip
        self.send("initialized", {})

    def send(self, method: str, params: Any, **more: Any) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params, **more}
        body = json.dumps(message).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def receive(self) -> dict[str, Any]:
        """The next message; requests of the server are answered with nothing."""
        assert self.process.stdout is not None
        length = 0
        while line := self.process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        if "method" in message and "id" in message:
            body = json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": None}).encode()
            assert self.process.stdin is not None
            self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
            self.process.stdin.flush()
        return message

    def request(self, method: str, params: Any) -> Any:
        self.number += 1
        self.send(method, params, id=self.number)
        while True:
            message = self.receive()
            if message.get("id") == self.number and "method" not in message:
                return message.get("result")

    def published(self, uri: str, version: int) -> list[Any]:
        """The diagnostics of a version of a document, when they are there."""
        while True:
            message = self.receive()
            params = message.get("params") or {}
            if message.get("method") == "textDocument/publishDiagnostics":
                if params["uri"] == uri and params.get("version") == version:
                    return list(params["diagnostics"])

    def open(self, path: Path, language: str, text: str) -> float:
        """Opens a document; the seconds until it is answered."""
        item = {"uri": path.as_uri(), "languageId": language, "version": 1, "text": text}
        began = time.perf_counter()
        self.send("textDocument/didOpen", {"textDocument": item})
        self.published(path.as_uri(), 1)
        return time.perf_counter() - began

    def edit(self, path: Path, version: int, text: str) -> tuple[float, int]:
        """Edits a document; the seconds until it is answered, and the number of diagnostics."""
        document = {"uri": path.as_uri(), "version": version}
        began = time.perf_counter()
        self.send(
            "textDocument/didChange",
            {"textDocument": document, "contentChanges": [{"text": text}]},
        )
        found = self.published(path.as_uri(), version)
        return time.perf_counter() - began, len(found)

    def read(self) -> int:
        """The bytes that the server has read from files and pipes."""
        for line in Path(f"/proc/{self.process.pid}/io").read_text().splitlines():
            if line.startswith("rchar:"):
                return int(line.split()[1])
        return 0

    def end(self) -> None:
        self.request("shutdown", None)
        self.send("exit", None)
        self.process.wait(10)


def texts(text: str, wrong: str) -> tuple[str, str]:
    """A text of `LINES` lines, with and without something to report."""
    comments = "".join(f"# line {n}\n" for n in range(LINES - text.count("\n") - wrong.count("\n")))
    return f"{comments}{text}", f"{comments}{text}{wrong}"


def show(name: str, times: list[float], base: list[float] | None = None) -> None:
    times = sorted(times)
    median = statistics.median(times)
    ratio = f"{median / statistics.median(base):6.2f} x ruff" if base else ""
    late = times[int(len(times) * 0.95)]
    print(f"  {name:32} {median * 1000:7.1f} ms   95 of 100 within {late * 1000:7.1f} ms {ratio}")


def edits(client: Client, path: Path, both: tuple[str, str], number: int) -> list[float]:
    times = []
    for version in range(2, number + 2):
        seconds, found = client.edit(path, version, both[version % 2])
        assert bool(found) == bool(version % 2), (version, found)
        times.append(seconds)
    return times


def folder_of_services(folder: Path) -> Path:
    """Makes 5,000 files in 250 services, and gives one of their manifests."""
    (folder / ".git").mkdir()
    for number in range(SERVICES):
        service = folder / f"service{number:03}"
        (service / "app").mkdir(parents=True)
        name = f"name: orders-{number}"
        (service / "service.yaml").write_text(MANIFEST.replace("name: netra-orders-staging", name))
        (service / "Dockerfile").write_text("FROM python:3.12\nCOPY . .\nCMD python -m app.main\n")
        (service / "config.yaml").write_text("a: 1\n" * 20)
        for module in range(FILES_EACH - 3):
            (service / "app" / f"m{module}.py").write_text("import os\n" * 30)
    return folder / "service007" / "service.yaml"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=100)
    number = parser.parse_args().edits
    wrong = "            - name: PORT\n              value: '80'\n"
    manifest = texts(MANIFEST + "          env:\n" if "env:" not in MANIFEST else MANIFEST, "")
    body = MANIFEST.replace("          env:\n", f"          env:\n{wrong}")
    manifest = (texts(MANIFEST, "")[0], texts(body, "")[0])
    code = texts("import os\n\n\ndef f():\n    return os\n", "import sys\n")
    with tempfile.TemporaryDirectory() as name:
        root = Path(name).resolve()
        lint = [sys.executable, "-P", "-m", "lint", "server"]
        print(f"an edit of a document of {LINES} lines, alone ({number} edits)")
        ruff = Client([str(BIN / "ruff"), "server"], None)
        ruff.open(root / "a.py", "python", code[0])
        base = edits(ruff, root / "a.py", code, number)
        ruff.end()
        show("ruff", base)
        ours = Client(lint, None)
        first = ours.open(root / "a.yaml", "yaml", manifest[0])
        show("lint", edits(ours, root / "a.yaml", manifest, number), base)
        print(f"  {'the first answer':32} {first * 1000:7.1f} ms")
        ours.end()
        for services, files in (("example", 0), ("5,000 files", SERVICES * FILES_EACH)):
            folder = root / services.replace(",", "")
            folder.mkdir()
            path = folder / "service.yaml"
            if files:
                path = folder_of_services(folder)
            else:
                path.write_text(manifest[0])
            print(f"the same in a folder: {services} ({number} edits)")
            ours = Client(lint, folder)
            first = ours.open(path, "yaml", manifest[0])
            time.sleep(3)  # the folder is checked as well
            before = ours.read()
            show("lint", edits(ours, path, manifest, number), base)
            read = (ours.read() - before) / number / 1024
            print(f"  {'the first answer':32} {first * 1000:7.1f} ms")
            print(
                f"  {'read for each edit':32} {read:7.1f} KB, the edit of {len(manifest[0]) / 1024:.1f} KB included"
            )
            ours.end()


if __name__ == "__main__":
    main()
