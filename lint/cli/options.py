"""The options of `lint check`, and reading them without argparse.

argparse takes a quarter of the time of an ordinary run to import and to build the parser of all
commands. A command line that is in order needs none of that: it is read here, by the same table
that argparse's parser is built from (`lint.cli.argparser`). Everything else (`--help`, mistakes, the
other commands) goes to argparse.
"""

from __future__ import annotations

from lint.model.options import BUILDERS, COLORS, LIVE_MODES, THRESHOLDS, Options
from lint.report import FORMATS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final

COMMANDS: Final = (
    "check",
    "manifest",
    "init",
    "explain",
    "rules",
    "test",
    "schema",
    "inventory",
    "server",
    "completion",
)
SCHEMAS: Final = {
    "ruleset": ("ruleset.json",),
    "settings": ("settings.json",),
    "report": ("report.json",),
    "inventory": ("inventory.json",),
    "service": ("cloud-run", "service.json"),
    "job": ("cloud-run", "job.json"),
    "workerpool": ("cloud-run", "workerpool.json"),
    "instance": ("cloud-run", "instance.json"),
}
"""The JSON Schemas by name, with their paths below `schemas/`."""


class Option:
    """One option: `--name METAVAR`, or a flag where there is neither `metavar` nor `choices`.

    `many`: it can be given several times. `optional`: what a bare `--name` means; such an option
    takes its value behind `=` only. `short` is another name, of one letter. `default` comes from
    `Options`.
    """

    __slots__ = ("choices", "help", "many", "metavar", "name", "optional", "short")

    def __init__(
        self,
        name: str,
        help: str,
        metavar: str = "",
        choices: tuple[str, ...] = (),
        many: bool = False,
        optional: str = "",
        short: str = "",
    ) -> None:
        self.name = name
        self.help = help
        self.metavar = metavar
        self.choices = choices
        self.many = many
        self.optional = optional
        self.short = short

    @property
    def attribute(self) -> str:
        """The attribute of `Options` that holds the value."""
        return self.name[2:].replace("-", "_")

    @property
    def flag(self) -> bool:
        """Whether the option takes no value."""
        return not self.metavar and not self.choices


GROUPS: Final = (
    (
        "what to check services against",
        (
            Option(
                "--rules",
                "a rule set: a built-in one, a file, pkg:PACKAGE/FILE.yaml or git+URL; "
                "repeatable (default: settings, or the built-in cloud-run)",
                metavar="NAME|FILE",
                many=True,
            ),
            Option(
                "--select",
                "only these rules, by id, name or prefix (CR1); repeatable",
                metavar="ID,...",
                many=True,
            ),
            Option(
                "--ignore",
                "not these rules, by id, name or prefix; repeatable",
                metavar="ID,...",
                many=True,
            ),
            Option(
                "--wheel",
                "a built wheel, a folder of wheels, or a pattern such as 'dist/*.whl'; repeatable",
                metavar="FILE",
                many=True,
            ),
            Option("--source", "the build context with its ignore files", metavar="DIR"),
            Option(
                "--image",
                "a saved image: the file of docker save or podman save (also with gzip), or an OCI layout",
                metavar="FILE",
            ),
            Option(
                "--dockerfile",
                "the Dockerfile, when it is not DIR/Dockerfile (its own FILE.dockerignore counts)",
                metavar="FILE",
            ),
            Option(
                "--container",
                "the container that runs the code (default: the one with the port)",
                metavar="NAME",
            ),
            Option(
                "--builder",
                "the builder whose ignore rules apply (default: docker, which is BuildKit)",
                choices=BUILDERS,
            ),
            Option(
                "--entrypoint",
                "where start-up begins (default: the rule set, the manifest's command, or the "
                "Dockerfile)",
                metavar="MODULE[:ATTR]",
            ),
            Option(
                "--python",
                "the Python version of the image, such as 3.12 (default: from the Dockerfile)",
                metavar="VERSION",
            ),
            Option(
                "--lock",
                "the lock file or requirements file from which the image is installed",
                metavar="FILE",
            ),
            Option(
                "--wheelhouse",
                "a folder with the wheels of the dependencies",
                metavar="DIR",
            ),
            Option(
                "--set",
                "the value of a placeholder; repeatable",
                metavar="NAME=VALUE",
                many=True,
            ),
            Option(
                "--values",
                "a file of placeholder values (YAML, JSON or NAME=VALUE); repeatable",
                metavar="FILE",
                many=True,
            ),
        ),
    ),
    (
        "the project (--live needs cloudrun-lint[live])",
        (
            Option(
                "--live",
                "check that what the manifests refer to exists in the project; with "
                "--live=require a failed look-up is exit code 2",
                choices=LIVE_MODES,
                optional=LIVE_MODES[0],
            ),
            Option("--project", "default: the manifest's namespace, or settings", metavar="P"),
            Option("--region", "default: the manifest's location label, or settings", metavar="R"),
            Option("--inventory", "use a file that `lint inventory` recorded", metavar="FILE"),
            Option(
                "--policy",
                "organisation policies and custom constraints: what gcloud org-policies prints or "
                "reads, or Terraform; repeatable",
                metavar="FILE|DIR",
                many=True,
            ),
        ),
    ),
    (
        "repair",
        (
            Option("--fix", "repair what has exactly one right repair, and report what is left"),
            Option("--diff", "show what --fix would change, and write nothing"),
            Option(
                "--unsafe-fixes",
                "repair also what is only likely to be meant, with TODO for what you must fill in",
            ),
        ),
    ),
    (
        "report",
        (
            Option(
                "--format",
                f"{', '.join(FORMATS)}; repeatable (default: text, or github in a workflow)",
                metavar="FORMAT[=FILE]",
                many=True,
            ),
            Option(
                "--fail-on",
                "the lowest severity that makes the exit code 1 (default: error)",
                choices=THRESHOLDS,
            ),
            Option(
                "--strict",
                "exit code 2 if a rule could not run for want of an input (for gates)",
            ),
            Option(
                "--baseline",
                "a file of known findings, which do not count (default: settings)",
                metavar="FILE",
            ),
            Option(
                "--write-baseline",
                "write all findings of this run to the --baseline FILE",
            ),
            Option(
                "--no-accept",
                "count also what comments and the baseline of the settings accept (for branches that you "
                "do not trust)",
            ),
            Option("--exit-zero", "exit code 0 in spite of findings; an exit code 2 stays"),
            Option(
                "--allow-empty",
                "do not fail if there is nothing to check or no rule applies to a manifest (for hooks)",
            ),
            Option(
                "--info",
                "show each info finding in the text report (default: their number by rule); so does "
                "--fail-on info",
            ),
            Option(
                "--quiet",
                "print findings only, nothing if there are none, and no progress",
                short="-q",
            ),
            Option("--statistics", "print the number of findings of each rule in their place"),
            Option(
                "--color",
                "when to use colours (default: on a terminal)",
                choices=COLORS,
            ),
            Option(
                "--settings",
                "use only this settings file (default: the nearest lint.toml or pyproject.toml "
                "of each file)",
                metavar="FILE",
            ),
            Option("--isolated", "use no settings file"),
            Option("--show-settings", "print the settings in force and where they come from"),
            Option(
                "--stdin-filename",
                "the file that standard input is the text of: its kind, settings and reports",
                metavar="NAME",
            ),
            Option(
                "--exclude",
                "paths to pass over, in the syntax of .gitignore, relative to the working directory; "
                "repeatable",
                metavar="PATTERN",
                many=True,
            ),
            Option("--no-cache", "do not read or write the cache"),
            Option(
                "--cache-dir",
                "where the cache is (default: CLOUDRUN_LINT_CACHE, or the user's cache directory)",
                metavar="DIR",
            ),
            Option(
                "--jobs",
                "how many processes may work at a time (default: one for each processor, at most 8)",
                metavar="N",
            ),
            Option(
                "--max-files",
                "how many YAML and JSON files a searched folder may have (default: 100000)",
                metavar="N",
            ),
        ),
    ),
)


def read_check_options(words: Sequence[str]) -> Options | None:
    """The options of a `lint check` command line, or None where argparse must have a look."""
    options_by_name = {
        name: option
        for _, options in GROUPS
        for option in options
        for name in (option.name, option.short)
        if name
    }
    read = Options()
    remaining = iter(words)
    for word in remaining:
        if word == "--":
            read.paths += remaining
            break
        if not word.startswith("-") or word == "-":
            read.paths.append(word)
            continue
        name, equals, value = word.partition("=")
        option = options_by_name.get(name)
        if option is None:
            return None
        if option.flag:
            if equals:
                return None
            setattr(read, option.attribute, True)
            continue
        if not equals:
            value = option.optional or next(remaining, "-")
            if value.startswith("-"):
                return None
        if option.choices and value not in option.choices:
            return None
        if option.many:
            getattr(read, option.attribute).append(value)
        else:
            setattr(read, option.attribute, value)
    return read
