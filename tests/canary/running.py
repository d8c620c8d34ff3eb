"""One run of the command in this process, and everything that it put out."""

from __future__ import annotations

import contextlib
import io
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from lint.cli.main import main
from lint.report import FORMATS

CANARY = re.compile(r"CANARY\d{4}")


@contextlib.contextmanager
def working_in(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    cache = os.environ.get("CLOUDRUN_LINT_CACHE")
    os.chdir(folder)
    os.environ["CLOUDRUN_LINT_CACHE"] = str(folder / ".cache")
    try:
        yield
    finally:
        os.chdir(before)
        if cache is None:
            del os.environ["CLOUDRUN_LINT_CACHE"]
        else:
            os.environ["CLOUDRUN_LINT_CACHE"] = cache


def leaks(folder: Path, arguments: Iterable[str]) -> dict[str, set[str]]:
    """The canaries that come out of a run in a folder, each with the outputs that show it.

    Looked through are all formats, standard output and standard error, and the cache.
    """
    reports = folder / ".reports"
    reports.mkdir(exist_ok=True)
    formats = [part for name in FORMATS for part in ("--format", f"{name}={reports / name}")]
    out, err = io.StringIO(), io.StringIO()
    with working_in(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        main(["check", *arguments, *formats])
    texts = {name: (reports / name).read_text() for name in FORMATS if (reports / name).exists()}
    texts |= {"standard output": out.getvalue(), "standard error": err.getvalue()}
    for file in sorted((folder / ".cache").rglob("*")):
        if file.is_file():
            texts[f"cache/{file.relative_to(folder / '.cache').parts[0]}"] = file.read_text(
                "utf-8", "replace"
            )
    assert "internal error" not in err.getvalue(), err.getvalue()
    found: dict[str, set[str]] = {}
    for name, text in texts.items():
        for canary in CANARY.findall(text):
            found.setdefault(canary, set()).add(name)
    return found
