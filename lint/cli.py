"""The command line: what to read, which rules, which report, the exit code."""

from __future__ import annotations

import argparse
import gc
import os
import sys

from lint import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal, NoReturn

    from lint.findings import Finding, Outcome
    from lint.settings import Settings
    from lint.source import Source

FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit")
COMMANDS = ("check", "explain", "rules", "test", "schema", "inventory", "completion")

_EPILOG = """\
exit codes:
  0  nothing at or above the threshold (--fail-on, default error)
  1  findings
  2  could not do what was asked: usage, a broken rule set or setting, unreadable input,
     nothing to check, a required look-up that failed
"""


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
    sys.exit(code)


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
    command = arguments[0] if arguments else ""
    if command in ("-h", "--help", "-V", "--version"):
        build_parser().parse_args(arguments)
    if command not in COMMANDS:
        arguments.insert(0, "check")
    # A bare --live takes no value, or it would swallow the path behind it.
    arguments = ["--live=try" if word == "--live" else word for word in arguments]
    options = build_parser().parse_args(arguments)
    if options.command == "check":
        return _check(options)
    from lint import commands

    try:
        code: int = getattr(commands, options.command)(options)
    except commands.CommandError as error:
        raise _ExitError(error.message) from None
    return code


class _Parser(argparse.ArgumentParser):
    """Says what was probably meant by an option that nobody knows."""

    def error(self, message: str) -> NoReturn:
        prefix = "unrecognized arguments: "
        if message.startswith(prefix):
            from lint.nearest import nearest

            known = {option for action in _options(self) for option in action.option_strings}
            word = message[len(prefix) :].split(" ")[0].partition("=")[0]
            near = nearest(word, known) if word.startswith("-") else None
            # Only the name: what follows may be a value that must not be repeated.
            message = f"unknown option {word}" + (f", did you mean {near}?" if near else "")
        self.exit(2, f"lint: {message}\nlint: `lint --help` and `lint COMMAND --help` tell more\n")


def _options(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    actions = list(parser._actions)
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for child in action.choices.values():
                actions += child._actions
    return actions


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands: for parsing, `--help` and shell completion."""
    parser = _Parser(
        prog="lint",
        description="Says with file and line what would make a Cloud Run deployment fail, "
        "before it is deployed. `lint PATH ...` is short for `lint check PATH ...`.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("-V", "--version", action="version", version=f"lint {__version__}")
    # Without a prog of its own, argparse formats a usage line, which imports more than we do.
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, prog="lint")
    _add_check(commands)
    explain = commands.add_parser("explain", help="tell what a rule is about, with examples")
    explain.add_argument("rule", metavar="RULE", help="an id or a name")
    explain.add_argument("--rules", metavar="NAME|FILE", action="append", default=[])
    rules = commands.add_parser("rules", help="list the rules that are in force")
    rules.add_argument("--rules", metavar="NAME|FILE", action="append", default=[])
    rules.add_argument("--format", choices=("text", "json"), default="text")
    test = commands.add_parser("test", help="run the examples of rule sets")
    test.add_argument("rulesets", metavar="RULESET", nargs="*", help="default: the settings' sets")
    test.add_argument(
        "--allow-empty",
        action="store_true",
        help="pass over files that are no rule sets; no examples are fine (for hooks)",
    )
    schema = commands.add_parser("schema", help="print a JSON Schema")
    schema.add_argument("name", metavar="NAME", help="ruleset, settings, report, service, job, ...")
    inventory = commands.add_parser(
        "inventory", help="record what a project holds, for checks without credentials"
    )
    inventory.add_argument("--project", metavar="P", default="", help="default: settings, ...")
    inventory.add_argument("--region", metavar="R", default="", help="default: settings")
    inventory.add_argument(
        "-o", "--output", metavar="FILE", default="-", help="default: standard output"
    )
    completion = commands.add_parser("completion", help="print a shell completion script")
    completion.add_argument("shell", choices=("bash", "zsh", "tcsh"))
    return parser


def _add_check(commands: argparse._SubParsersAction[_Parser]) -> None:
    check = commands.add_parser(
        "check",
        help="check manifests (the default command)",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = check.add_argument
    add("paths", metavar="PATH", nargs="*", help="files, folders, or - for standard input")
    group = check.add_argument_group("what to hold the manifests against")
    add = group.add_argument
    add(
        "--rules",
        metavar="NAME|FILE",
        action="append",
        default=[],
        help="a rule set; repeatable (default: settings, else the built-in cloud-run)",
    )
    add("--wheel", metavar="FILE", action="append", default=[], help="a built wheel; repeatable")
    add("--source", metavar="DIR", default="", help="the build context with its ignore files")
    add(
        "--builder",
        choices=("docker", "kaniko", "gcloud"),
        default="",
        help="whose ignore rules decide what reaches the image (default: docker, i.e. BuildKit)",
    )
    add(
        "--entrypoint",
        metavar="MODULE[:ATTR]",
        default="",
        help="start of the import closure (default: the rule set's, else the manifest's command)",
    )
    add(
        "--set",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="what a placeholder stands for; repeatable",
    )
    add(
        "--values",
        metavar="FILE",
        action="append",
        default=[],
        help="a YAML, JSON or NAME=VALUE file of such values; repeatable",
    )
    group = check.add_argument_group("the project (needs cloudrun-lint[live], but for --inventory)")
    add = group.add_argument
    add(
        "--live",
        choices=("try", "require"),
        default="",
        help="ask the project whether what the manifests name is there; --live=require: "
        "exit with 2 when a look-up fails",
    )
    add(
        "--project",
        metavar="P",
        default="",
        help="default: the manifest's namespace, settings, ...",
    )
    add(
        "--region", metavar="R", default="", help="default: the manifest's location label, settings"
    )
    add("--inventory", metavar="FILE", default="", help="ask what `lint inventory` recorded")
    group = check.add_argument_group("report")
    add = group.add_argument
    add(
        "--format",
        metavar="FORMAT[=FILE]",
        action="append",
        default=[],
        help=f"{', '.join(FORMATS)}; repeatable (default: text, or github in a workflow)",
    )
    add(
        "--fail-on",
        choices=("error", "warning", "info", "never"),
        default="",
        help="the least severity that makes the exit code 1 (default: error)",
    )
    add("--allow-empty", action="store_true", help="nothing to check is fine (for hooks)")
    add("--color", choices=("auto", "always", "never"), default="auto")
    add("--settings", metavar="FILE", default="", help="instead of the nearest lint.toml")


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


def _check(options: argparse.Namespace) -> int:
    from lint.run import Options, UsageError, check

    settings = _settings(options.settings)
    wanted = Options(options.paths, settings)
    if not wanted.paths:
        raise _ExitError("nothing to check: name a file, a folder, or - for standard input")
    wanted.rules = options.rules
    wanted.wheels = options.wheel
    wanted.source = options.source
    wanted.builder = options.builder
    wanted.entrypoint = options.entrypoint
    wanted.allow_empty = options.allow_empty
    wanted.live = options.live
    wanted.project = options.project
    wanted.region = options.region
    wanted.inventory = options.inventory
    wanted.values = _values(options.set, options.values)
    formats = _formats(options.format or settings.get("format") or [])
    threshold: Literal["error", "warning", "info", "never"] = (
        options.fail_on or settings.get("fail-on") or "error"
    )
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
    from lint.findings import Outcome

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
            from lint.nearest import did_you_mean

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
        from lint.values import ValuesError, read_values

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
