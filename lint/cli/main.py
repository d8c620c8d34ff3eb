"""The command line: what to read, which rules, which report, the exit code."""

from __future__ import annotations

import gc
import os
import sys

from lint.cli.options import COMMANDS, FORMATS, read_check_options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, NoReturn

    from lint.cli.options import CheckOptions
    from lint.model.findings import Finding, Outcome
    from lint.model.source import Source
    from lint.settings import Settings


class _ExitError(Exception):
    """Ends the program with a code after a message on standard error."""

    def __init__(self, message: str, code: int = 2) -> None:
        super().__init__(message)
        self.message = message
        self.code = code


def run() -> None:
    """The entry point of the command `lint`."""
    # The trees of manifests have no cycles: looking for some costs a tenth of a large run.
    gc.set_threshold(200_000)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
    try:
        code = main(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has seen enough; Python would complain once more when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 2
    except KeyboardInterrupt:
        code = 130
    except RecursionError:
        sys.stderr.write("lint: the input is nested too deeply\n")
        code = 2
    except MemoryError:
        sys.stderr.write("lint: out of memory\n")
        code = 2
    _leave(code)


def _leave(code: int) -> NoReturn:
    """Ends the process at once: freeing every object first takes a tenth of an ordinary run."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        code = 2
    os._exit(code)


def main(arguments: Sequence[str]) -> int:
    """Runs one command and gives its exit code."""
    try:
        return _dispatch(list(arguments))
    except _ExitError as end:
        if end.message:
            sys.stderr.write(f"lint: {end.message}\n")
        return end.code
    except SystemExit as end:  # argparse, after it has said what is wrong
        return end.code if isinstance(end.code, int) else 2
    except (BrokenPipeError, KeyboardInterrupt, RecursionError, MemoryError):
        raise
    except Exception as error:
        if os.environ.get("CLOUDRUN_LINT_DEBUG"):
            raise
        # Only the class and the place: the message of an exception may quote the input.
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
        sys.stderr.write(
            f"lint: internal error: {type(error).__name__} at {where}\n"
            "lint: this is a fault of the tool; please report it. "
            "CLOUDRUN_LINT_DEBUG=1 shows the details.\n"
        )
        return 2


def _dispatch(arguments: list[str]) -> int:
    command = arguments[0] if arguments else "check"
    if command not in COMMANDS and command not in ("-h", "--help", "-V", "--version"):
        command = "check"
        arguments.insert(0, command)
    if command == "check":
        plain = read_check_options(arguments[1:])
        if plain is not None:
            return _check(plain)
    from lint.cli.argparser import parse

    options = parse(arguments)
    if command == "check":
        return _check(options)  # type: ignore[arg-type]
    from lint.cli import commands

    try:
        code: int = getattr(commands, options.command)(options)
    except commands.CommandError as error:
        raise _ExitError(error.message) from None
    return code


def _settings(file: str) -> Settings:
    from lint.settings import SettingsError, find_settings, read_settings

    try:
        return read_settings(file) if file else find_settings(os.getcwd())
    except SettingsError as error:
        lines = [
            f"{error.path}:{line}:{column}: {message}" + (f"\n  help: {help}" if help else "")
            for line, column, message, help in error.mistakes
        ]
        raise _ExitError("the settings are broken\n" + "\n".join(lines)) from None
    except OSError as error:
        reason = (error.strerror or "cannot be read").lower()
        raise _ExitError(f"cannot read the settings {file or error.filename}: {reason}") from None


def _check(options: CheckOptions) -> int:
    from lint.engine.run import Options, UsageError, check

    settings = _settings(options.settings)
    wanted = Options(options.paths, settings)
    if not wanted.paths:
        raise _ExitError("nothing to check: name a file, a folder, or - for standard input")
    wanted.rules = options.rules
    wanted.wheels = options.wheel
    wanted.source = options.source
    wanted.builder = options.builder
    wanted.entrypoint = options.entrypoint
    wanted.python = options.python
    wanted.lock = options.lock
    wanted.wheelhouse = options.wheelhouse
    wanted.allow_empty = options.allow_empty
    wanted.live = options.live
    wanted.project = options.project
    wanted.region = options.region
    wanted.inventory = options.inventory
    wanted.values = _values(options.set, options.values)
    formats = _formats(options.format or settings.get("format") or [])
    threshold: Any = options.fail_on or settings.get("fail-on") or "error"
    try:
        outcome = check(wanted)
    except UsageError as error:
        raise _ExitError(str(error)) from None
    except Exception as error:
        # Only a broken rule set has imported the compiler; do not import it to ask.
        if type(error).__name__ != "RuleSetError":
            raise
        outcome = _broken_rule_set(error.findings, error.sources)  # type: ignore[attr-defined]
    _report(outcome, formats, options.color)
    if outcome.incomplete:
        return 2
    if not outcome.checked and not outcome.findings and not options.allow_empty:
        reasons = "".join(f"\n  {entry.path}: {entry.reason}" for entry in outcome.skipped[:10])
        raise _ExitError(f"nothing to check: no Cloud Run manifest was found{reasons}")
    if threshold == "never":
        return 0
    return 1 if outcome.reaches(threshold) else 0


def _broken_rule_set(findings: list[Finding], sources: dict[str, Source]) -> Outcome:
    from lint.model.findings import Outcome

    outcome = Outcome()
    outcome.findings = sorted(findings, key=lambda finding: finding.sort_key())
    outcome.sources = sources
    outcome.incomplete = True
    outcome.notes.append("nothing was checked, because the rule set is broken")
    return outcome


def _formats(requests: list[str]) -> list[tuple[str, str]]:
    """(format, file) of each report; the file is "" for standard output."""
    formats = []
    for request in requests:
        name, _, file = request.partition("=")
        if name not in FORMATS:
            from lint.support.nearest import did_you_mean

            raise _ExitError(f"unknown format {name!r}. {did_you_mean(name, FORMATS)}")
        formats.append((name, "" if file == "-" else file))
    if sum(not file for _, file in formats) > 1:
        raise _ExitError(
            "only one report can go to standard output; give the others a file: json=FILE"
        )
    if formats:
        return formats
    in_workflow = os.environ.get("GITHUB_ACTIONS") == "true"
    return [("github" if in_workflow else "text", "")]


def _report(outcome: Outcome, formats: list[tuple[str, str]], color: str) -> None:
    from lint.report import render

    for name, file in formats:
        colored = False
        if not file and name in ("text", "concise"):
            from lint.report.color import wanted

            colored = wanted(sys.stdout, color, os.environ)
        text = render(name, outcome, color=colored)
        if not file:
            sys.stdout.write(text)
            continue
        try:
            with open(file, "w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
        except OSError as error:
            raise _ExitError(f"cannot write {file}: {(error.strerror or '').lower()}") from None


def _values(settings: list[str], files: list[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for file in files:
        from lint.engine.placeholder_values import ValuesError, read_values

        try:
            values.update(read_values(file))
        except ValuesError as error:
            raise _ExitError(str(error)) from None
    for setting in settings:
        name, separator, value = setting.partition("=")
        if not separator or not name:
            # What was meant to be a value may be a secret: it is not repeated.
            raise _ExitError("--set takes NAME=VALUE")
        values[name] = value
    return values
