"""The command line: which command, which report, the exit code."""

from __future__ import annotations

# Only what every start has loaded anyway: an interrupt during an import here cannot be caught.
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

    from lint.model.findings import Outcome
    from lint.model.options import Options
    from lint.model.rule import RuleSetError

INTERRUPTED = 130


def run() -> None:
    """The entry point of the command `lint`."""
    _end_at_interrupt()
    import gc

    from lint.support.processes import own_this_process

    own_this_process()
    # The trees of manifests have no cycles: looking for some costs a tenth of a large run.
    gc.set_threshold(200_000)
    # What a library has to warn of may quote what it reads.
    if not sys.warnoptions:
        import warnings

        warnings.simplefilter("ignore")
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
    from lint.cli.output import complain

    try:
        code = main(sys.argv[1:])
    except KeyboardInterrupt:
        code = INTERRUPTED
    except RecursionError:
        complain("lint: the input is nested too deeply\n")
        code = 2
    except MemoryError:
        complain("lint: out of memory\n")
        code = 2
    _leave(code)


def _end_at_interrupt() -> None:
    """Makes an interrupt end the process at once and without a word, also while modules load."""
    import _signal  # type: ignore[import-not-found]  # `signal` costs an import of enum

    # A shell starts background jobs with the signal ignored: it stays so.
    if _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler:
        _signal.signal(_signal.SIGINT, _interrupted)


def _interrupted(*_: object) -> NoReturn:
    # The module may be half loaded.
    erase = getattr(sys.modules.get("lint.cli.progress"), "clear", None)
    if erase is not None:
        erase()
    os._exit(INTERRUPTED)


def _leave(code: int) -> NoReturn:
    """Ends the process at once: freeing every object first takes a tenth of an ordinary run."""
    from lint.cli.output import complain, write
    from lint.errors import UsageError

    if sys.stdout is not None:
        try:
            write("")  # what argparse has written
        except UsageError as error:
            complain(f"lint: {error}\n")
            code = 2
        except SystemExit:
            code = 2
    os._exit(code)


def main(arguments: Sequence[str]) -> int:
    """Runs one command and gives its exit code."""
    from lint.cli.output import complain
    from lint.errors import UsageError, internal_error

    try:
        return _dispatch(list(arguments))
    except UsageError as error:
        complain(f"lint: {error}\n")
        return 2
    except SystemExit as end:  # after the error was printed, or where the reader has gone
        return end.code if isinstance(end.code, int) else 2
    except (KeyboardInterrupt, RecursionError, MemoryError):
        raise
    except Exception as error:
        if not _has_working_directory():
            complain("lint: the working directory has been removed; change to one that exists\n")
            return 2
        if os.environ.get("CLOUDRUN_LINT_DEBUG"):
            raise
        complain(
            f"lint: {internal_error(error)}\n"
            "lint: this is a bug in lint; please report it. "
            "CLOUDRUN_LINT_DEBUG=1 shows the details.\n"
        )
        return 2


def _has_working_directory() -> bool:
    """Whether the working directory is still there: paths are relative to it."""
    try:
        return bool(os.getcwd())
    except OSError:
        return False


def _dispatch(arguments: list[str]) -> int:
    from lint.cli.options import COMMANDS, read_check_options

    for word in arguments:
        try:
            odd = b"\0" in os.fsencode(word)
        except UnicodeEncodeError:
            odd = True
        if odd:
            from lint.errors import UsageError

            raise UsageError("an argument has a character that no path can have")
    command = arguments[0] if arguments else "check"
    if command not in COMMANDS and command not in ("-h", "--help", "-V", "--version"):
        if not command.startswith("-") and "." not in command and "/" not in command:
            _refuse_unknown_command(command)
        command = "check"
        arguments.insert(0, command)
    if command == "check":
        plain = read_check_options(arguments[1:])
        if plain is not None:
            return _check(plain)
    from lint.cli.argparser import parse

    options = parse(arguments)
    if command == "check":
        return _check(options)
    from lint.cli import commands

    code: int = getattr(commands, command)(options)
    return code


def _refuse_unknown_command(word: str) -> None:
    """Raises `UsageError` for a first word that is neither a command nor a file."""
    if os.path.lexists(word):
        return
    from lint.cli.options import COMMANDS
    from lint.errors import UsageError
    from lint.support.nearest import did_you_mean

    if word in ("help", "version"):
        hint = f"Did you mean `lint --{word}`?"
    else:
        hint = did_you_mean(word, COMMANDS)
    raise UsageError(f"unknown command `{word}`, and no file has this name. {hint}")


def _check(options: Options) -> int:
    from lint.api.check import run as check
    from lint.engine.resolved import resolve
    from lint.errors import UsageError
    from lint.model.rule import RuleSetError
    from lint.settings import SettingsTree

    if options.stdin_filename and "-" not in options.paths:
        if options.paths:
            raise UsageError("--stdin-filename names standard input: also pass - as a path")
        options.paths = ["-"]
    if not options.paths and not (options.source or options.wheel or options.image):
        options.paths = ["."]
    if options.unsafe_fixes and not (options.fix or options.diff):
        raise UsageError("--unsafe-fixes says which fixes count: also pass --fix or --diff")
    if options.write_baseline:
        if not options.baseline:
            raise UsageError("--write-baseline needs --baseline FILE, the file to write")
        if options.fix or options.diff:
            raise UsageError("--write-baseline writes what a run finds: leave out --fix and --diff")
    if options.settings and options.isolated:
        raise UsageError("--isolated uses no settings file: leave out --settings")
    if options.cache_dir:
        from lint.support.paths import put_cache_in

        put_cache_in(options.cache_dir)
    if options.no_cache:
        from lint.support.cache import disable

        disable()
    if options.jobs:
        from lint.support.processes import use_at_most

        use_at_most(_jobs(options.jobs))
    settings = SettingsTree(options.settings, isolated=options.isolated)
    if options.show_settings:
        from lint.cli.output import write
        from lint.cli.shown_settings import shown_settings

        write(shown_settings(options, settings))
        return 0
    from lint.cli.output import progress

    options.progress = progress(options.quiet)
    formats = _formats(resolve(options, settings.of_run(options.files())).formats)
    try:
        if options.diff:
            from lint.cli.fixing import show_diff

            repaired = show_diff(options, settings)
            if repaired.outcome.incomplete:
                raise UsageError(
                    "not everything could be checked; without --diff, the report says what"
                )
            _refuse_nothing(repaired.outcome, options)
            return 1 if repaired.before else 0
        if options.fix:
            from lint.cli.fixing import fixed

            outcome = fixed(options, settings)
        else:
            outcome = check(options, settings).outcome
    except RuleSetError as error:
        outcome = _broken_rule_set(error)
    if outcome.baseline:
        from lint.cli.output import write_file

        write_file(options.baseline, outcome.baseline)
        outcome.notes.append(f"wrote the baseline {options.baseline}")
    _report(outcome, formats, options)
    if outcome.incomplete:
        return 2
    _refuse_nothing(outcome, options)
    return 1 if outcome.failed and not options.exit_zero else 0


def _refuse_nothing(outcome: Outcome, options: Options) -> None:
    """Raises `UsageError` where a run found nothing to check, unless that is allowed."""
    from lint.errors import UsageError

    if outcome.checked or outcome.findings or options.allow_empty:
        return
    reasons = "".join(f"\n  {entry.path}: {entry.reason}" for entry in outcome.skipped[:10])
    hint = "see `lint --help`"
    if os.path.isfile("Dockerfile"):
        hint = "`lint --source .` checks the image that the Dockerfile makes"
    raise UsageError(
        f"nothing to check: no Cloud Run manifest and no deploy step was found; {hint}{reasons}"
    )


def _jobs(text: str) -> int:
    """The number of `--jobs`, 1 or more."""
    from lint.errors import UsageError

    if not (text.isascii() and text.isdecimal() and len(text) < 5 and int(text)):
        raise UsageError("--jobs takes a number, 1 or more")
    return int(text)


def _broken_rule_set(error: RuleSetError) -> Outcome:
    from lint.model.findings import Outcome

    outcome = Outcome()
    outcome.findings = sorted(error.findings, key=lambda finding: finding.sort_key())
    outcome.sources = error.sources
    outcome.incomplete = True
    outcome.notes.append("nothing was checked, because the rule set is broken")
    return outcome


def _formats(requests: list[str]) -> list[tuple[str, str]]:
    """(format, file) of each report; the file is "" for standard output."""
    from lint.errors import UsageError
    from lint.report import FORMATS

    formats = []
    for request in requests:
        name, equals, file = request.partition("=")
        if name not in FORMATS:
            from lint.support.nearest import did_you_mean

            raise UsageError(f"unknown format {name!r}. {did_you_mean(name, FORMATS)}")
        if equals and not file:
            raise UsageError(f"--format {name}= names no file; `--format {name}` prints the report")
        formats.append((name, "" if file == "-" else file))
    if sum(not file for _, file in formats) > 1:
        raise UsageError(
            "only one report can go to standard output; give the others a file: json=FILE"
        )
    files = [file for _, file in formats if file]
    for file in files:
        if files.count(file) > 1:
            raise UsageError(f"two reports cannot go to one file: {file}")
    if formats:
        return formats
    in_workflow = os.environ.get("GITHUB_ACTIONS") == "true"
    return [("github" if in_workflow else "text", "")]


def _report(outcome: Outcome, formats: list[tuple[str, str]], options: Options) -> None:
    from lint.cli.output import complain, write, write_file
    from lint.report import IN_REPOSITORY, render

    if any(name in IN_REPOSITORY for name, _ in formats):
        from lint.engine.originals import originals

        outcome.originals = originals(outcome)
    console = False
    for name, file in formats:
        if not file:
            console = True
            # With --fix, standard output has the repaired text of standard input.
            put = complain if options.fix and "-" in options.paths else write
            put(_on_console(name, outcome, options))
            continue
        write_file(file, render(name, outcome))
    summary = os.environ.get("GITHUB_STEP_SUMMARY", "")
    if summary and any(name == "github" for name, _ in formats):
        from lint.report.job_summary import render as job_summary

        write_file(summary, job_summary(outcome), add=True)
    if not console and not options.quiet:
        from lint.report.summary import one_line

        write(f"{one_line(outcome)}\n")


def _on_console(name: str, outcome: Outcome, options: Options) -> str:
    """The report in a format as standard output gets it."""
    from lint.report import render

    colored = links = False
    if name in ("text", "concise", "github") and sys.stdout is not None:
        from lint.report.color import wanted

        colored = wanted(sys.stdout, options.color, os.environ)
        if outcome.findings:
            from lint.report.hyperlinks import supported

            links = supported(sys.stdout, os.environ)
    if options.statistics and name in ("text", "concise", "github"):
        from lint.report.color import Paint
        from lint.report.statistics import render as statistics

        return statistics(outcome, Paint(colored))
    quiet = options.quiet and name in ("text", "concise") and not outcome.incomplete
    return render(name, outcome, color=colored, links=links, quiet=quiet)
