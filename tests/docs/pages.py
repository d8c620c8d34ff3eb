"""Runs the commands that a page shows, and compares what they print with what the page says.

A page has these blocks, which are run in their order in a folder of their own:

- a block with a file name behind the language (```yaml service.yaml) is the file of that name;
- a block of the language `console` has commands behind `$ `, each with what it prints below. A line
  `...` stands for any lines. `$ echo $?` prints the exit code of the command above.

`python -m tests.docs.pages [PAGE ...]` writes the output that the commands have now into the pages,
where it is not what the page says.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from tests.command import UNWANTED, lint_here

ROOT = Path(__file__).resolve().parents[2]
CONSOLE = "console"
ELISION = "..."
_BLOCK = re.compile(r"^( *)```(\w+)(?: (\S+))?\n(.*?)^\1```$", re.M | re.S)
_SHELL = re.compile(r"[|&;<>$`*(]")


class Block(NamedTuple):
    """A fenced block: `start` and `end` are those of its text in the page."""

    language: str
    name: str
    text: str
    start: int
    end: int
    indent: str


def blocks(page: str) -> list[Block]:
    """The fenced blocks of a page."""
    found = []
    for match in _BLOCK.finditer(page):
        indent, language, name, text = match.groups()
        plain = re.sub(f"^{indent}", "", text, flags=re.M)
        found.append(Block(language, name or "", plain, match.start(4), match.end(4), indent))
    return found


class Command(NamedTuple):
    """A command of a console block, and what the page says that it prints."""

    words: str
    printed: str


def commands(text: str) -> list[Command]:
    """The commands of a console block. Raises `ValueError` for text above the first."""
    head, *parts = re.split(r"^\$ ", text, flags=re.M)
    if head:
        raise ValueError(f"a console block begins with {head.splitlines()[0]!r}, and not with $")
    found = []
    for part in parts:
        words, _, printed = part.partition("\n")
        while words.endswith("\\"):
            line, _, printed = printed.partition("\n")
            words = f"{words}\n{line}"
        found.append(Command(words, printed))
    return found


def matches(said: str, printed: str) -> bool:
    """Whether what a page says is what was printed; white space at the ends of lines is nothing."""
    pattern = ""
    for line in said.rstrip().splitlines():
        elided = line.strip() == ELISION
        pattern += r"(?:.*\n)*?" if elided else re.escape(line.rstrip()) + r"\n"
    text = "".join(f"{line.rstrip()}\n" for line in printed.rstrip().splitlines())
    return re.fullmatch(pattern, text) is not None


class Session:
    """Runs the blocks of one page. `folder` has its files; programs and cache are beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "work"
        self.folder.mkdir()
        self._state = folder
        self._code = 0
        (folder / "bin").mkdir()
        for name, words in {"lint": " -m lint", "python": ""}.items():
            program = folder / "bin" / name
            program.write_text(
                f'#!/bin/sh\nexec "{sys.executable}"{words} "$@"\n', encoding="utf-8"
            )
            program.chmod(0o755)

    def write(self, name: str, text: str) -> None:
        """Makes a file of the page."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def run(self, words: str) -> str:
        """What a command prints, on both streams."""
        cache = {"CLOUDRUN_LINT_CACHE": str(self._state / "cache")}
        if words.startswith("lint ") and not _SHELL.search(words):
            done = lint_here(*shlex.split(words)[1:], cwd=self.folder, **cache)
            self._code = done.returncode
            return done.stdout + done.stderr
        environment = {key: value for key, value in os.environ.items() if key not in UNWANTED}
        environment |= {**cache, "PYTHONPATH": str(ROOT), "HOME": str(self._state)}
        environment["PATH"] = f"{self._state / 'bin'}{os.pathsep}{environment['PATH']}"
        shell = subprocess.run(
            ["bash", "-c", f"(exit {self._code})\n{words}"],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60,
        )
        self._code = shell.returncode
        return shell.stdout


def run_page(page: str, folder: Path) -> str:
    """The page with what its commands print now; it is the same where it says what they print."""
    session = Session(folder)
    if "cd examples/" in page:
        shutil.copytree(ROOT / "examples", session.folder / "examples")
    made, position = "", 0
    for block in blocks(page):
        if block.language != CONSOLE:
            if block.name:
                session.write(block.name, block.text)
            continue
        text = ""
        for command in commands(block.text):
            printed = session.run(command.words)
            if matches(command.printed, printed):
                printed = command.printed
            text += f"$ {command.words}\n{printed.rstrip()}".rstrip() + "\n"
        lines = [f"{block.indent}{line}".rstrip() + "\n" for line in text.splitlines()]
        made += page[position : block.start] + "".join(lines)
        position = block.end
    return made + page[position:]


def pages() -> list[Path]:
    """The pages that people write: README.md and those of docs/ but the rules'."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def main() -> None:
    """Writes what has changed."""
    for path in [Path(name).resolve() for name in sys.argv[1:]] or pages():
        text = path.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            new = run_page(text, Path(folder))
        if new != text:
            path.write_text(new, encoding="utf-8")
            print(f"{path.relative_to(ROOT)}: written")


if __name__ == "__main__":
    main()
