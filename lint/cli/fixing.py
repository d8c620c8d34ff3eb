"""`--fix` and `--diff`: repairs are written to the files, or shown."""

from __future__ import annotations

import os

from lint.cli.output import complain, write
from lint.engine.inputs import STDIN, display_path, read_stdin
from lint.engine.repair import repair
from lint.errors import UsageError, os_reason
from lint.manifest.reader import MAX_BYTES
from lint.report.summary import count
from lint.support.files import read_start

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint.engine.repair import Repaired
    from lint.model.findings import Outcome
    from lint.model.options import Options
    from lint.model.source import Source
    from lint.settings import SettingsTree

_BOM = b"\xef\xbb\xbf"


def fixed(options: Options, settings: SettingsTree) -> Outcome:
    """Checks, repairs, writes the files, and gives what is left.

    Of standard input, the repaired text goes to standard output. Raises `UsageError` for a file that
    cannot be written.
    """
    stdin = _stdin(options)
    repaired = repair(options, settings, unsafe=options.unsafe_fixes, texts=stdin)
    for path, before in repaired.before.items():
        if path not in stdin:
            _replace(path, before.text, repaired.after[path].text)
    for path, data in stdin.items():
        after = repaired.after.get(path)
        write(data.decode("utf-8", "replace") if after is None else after.text)
    if repaired.fixed:
        repaired.outcome.notes.append(f"fixed {_amount(repaired)}")
    return repaired.outcome


def show_diff(options: Options, settings: SettingsTree) -> Repaired:
    """Prints what `--fix` would change, as a unified diff, and gives it.

    Values that no report shows are replaced in it: it is for reading, not for `patch`.
    """
    texts = _stdin(options)
    repaired = repair(options, settings, unsafe=options.unsafe_fixes, texts=texts)
    for path, before in sorted(repaired.before.items()):
        write("".join(f"{line}\n" for line in _diff(path, before, repaired.after[path])))
    complain(f"lint: would fix {_amount(repaired)}\n")
    return repaired


def _diff(path: str, before: Source, after: Source) -> Iterator[str]:
    """The lines of a unified diff: compared as they are, and shown as reports show them."""
    from difflib import SequenceMatcher

    yield f"--- {path}"
    yield f"+++ {path}"
    matcher = SequenceMatcher(None, _lines(before), _lines(after), autojunk=False)
    for group in matcher.get_grouped_opcodes():
        (_, i1, _, j1, _), (_, _, i2, _, j2) = group[0], group[-1]
        yield f"@@ -{i1 + 1},{i2 - i1} +{j1 + 1},{j2 - j1} @@"
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                yield from (f" {before.line(number + 1)}" for number in range(i1, i2))
                continue
            yield from (f"-{before.line(number + 1)}" for number in range(i1, i2))
            yield from (f"+{after.line(number + 1)}" for number in range(j1, j2))


def _lines(source: Source) -> list[str]:
    lines = source.lines()
    return lines[:-1] if lines[-1] == "" else lines


def _amount(repaired: Repaired) -> str:
    return f"{count(repaired.fixed, 'finding')} in {count(len(repaired.before), 'file')}"


def _stdin(options: Options) -> dict[str, bytes]:
    """Standard input by its name in reports, read once for all rounds; {} where it is not asked for."""
    if "-" not in options.paths:
        return {}
    name = options.stdin_filename
    return {display_path(name) if name else STDIN: read_stdin()}


def _replace(path: str, before: str, after: str) -> None:
    """Writes a file as a whole, under its own name and mode, links followed.

    A file that may not be written is left alone, and one with several names keeps them.
    """
    import errno
    import stat
    import tempfile

    target = os.path.realpath(path)
    try:
        data = read_start(target, MAX_BYTES)
        mark = _BOM if data.startswith(_BOM) else b""
        if data != mark + before.encode():
            raise UsageError(f"{path} was not fixed: it is not UTF-8, or has changed meanwhile")
        if not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        status = os.stat(target)
        if status.st_nlink > 1:
            with open(target, "wb") as file:
                file.write(mark + after.encode())
            return
        handle, temporary = tempfile.mkstemp(dir=os.path.dirname(target), prefix=".lint-")
        try:
            with open(handle, "wb") as file:
                file.write(mark + after.encode())
            os.chmod(temporary, stat.S_IMODE(status.st_mode))
            os.replace(temporary, target)
        except OSError:
            os.unlink(temporary)
            raise
    except OSError as error:
        raise UsageError(f"cannot write {path}: {os_reason(error)}") from None
