"""The commands beside `check`: explain, rules, test, schema, completion."""

from __future__ import annotations

import json
import os
import sys

from lint.support.nearest import did_you_mean
from lint.support.paths import data_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from lint.ruleset.compile import RuleSet
    from lint.settings import Settings

_WIDTH = 88
_SCHEMAS = {
    "ruleset": ("ruleset.json",),
    "settings": ("settings.json",),
    "report": ("report.json",),
    "inventory": ("inventory.json",),
    "service": ("cloud-run", "service.json"),
    "job": ("cloud-run", "job.json"),
    "workerpool": ("cloud-run", "workerpool.json"),
}


class CommandError(Exception):
    """A command that cannot do what was asked, in words; exit code 2."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def explain(options: argparse.Namespace) -> int:
    """Prints what one rule is about; 2 when there is no such rule."""
    sets = _rule_sets(options.rules, built_in=True)
    wanted = options.rule
    names: list[str] = []
    for rule_set in sets:
        for rule_id, rule in rule_set.rules.items():
            names += [rule_id, rule["name"]]
            if wanted.upper() == rule_id.upper() or wanted == rule["name"]:
                sys.stdout.write(_explanation(rule, rule_set))
                return 0
    raise CommandError(f"there is no rule {wanted!r}. {did_you_mean(wanted, names)}")


def _explanation(rule: dict[str, Any], rule_set: RuleSet) -> str:
    from textwrap import fill, indent

    from lint.model.findings import CONSEQUENCES

    docs = rule["docs"]
    severity = f"{rule['severity']}: {CONSEQUENCES[rule['consequence']]}"
    lines = [f"{rule['id']} {rule['name']}", "", fill(rule["title"], _WIDTH), ""]
    if rule["because"]:
        lines += [fill(rule["because"], _WIDTH), ""]
    lines.append(f"severity   {severity}")
    lines.append(f"check      {rule['check']}")
    kinds = rule.get("applies-to", {}).get("kind")
    if kinds:
        lines.append(f"applies to {', '.join(kinds)}")
    lines.append(f"rule set   {rule_set.name} ({docs['place'][0]}:{docs['place'][1]})")
    if docs.get("since"):
        lines.append(f"since      {docs['since']}")
    for source in docs.get("source", []):
        lines.append(f"source     {source}")
    examples = docs.get("examples") or {}
    for sort, title in (("invalid", "Rejected:"), ("valid", "Accepted:")):
        for example in examples.get(sort, ()):
            lines += ["", title, "", indent(example.rstrip("\n"), "    ")]
    return "\n".join(lines) + "\n"


def rules(options: argparse.Namespace) -> int:
    """Lists the rules that are in force."""
    entries = []
    seen = set()
    for rule_set in _rule_sets(options.rules, built_in=not options.rules):
        for rule in rule_set.rules.values():
            if rule["id"] in seen:
                continue
            seen.add(rule["id"])
            entries.append(
                {
                    "id": rule["id"],
                    "name": rule["name"],
                    "severity": rule["severity"],
                    "consequence": rule["consequence"],
                    "title": rule["title"],
                    "check": rule["check"],
                    "ruleset": rule_set.name,
                }
            )
    if options.format == "json":
        sys.stdout.write(json.dumps(entries, indent=2) + "\n")
        return 0
    widths = [max((len(entry[key]) for entry in entries), default=0) for key in ("id", "name")]
    for entry in entries:
        sys.stdout.write(
            f"{entry['id']:<{widths[0]}}  {entry['name']:<{widths[1]}}  "
            f"{entry['severity']:<7}  {entry['title']}\n"
        )
    sys.stdout.write(f"{len(entries)} rules; `lint explain RULE` tells more about one\n")
    return 0


def test(options: argparse.Namespace) -> int:
    """Runs the examples of rule sets; 1 when one fails."""
    from lint.engine.examples import run_examples

    total = 0
    failed = 0
    named = options.rulesets
    if options.allow_empty:
        named = [reference for reference in named if _is_rule_set(reference)]
        if not named:
            return 0
    for rule_set in _rule_sets(named, built_in=not named):
        ran, failures = run_examples(rule_set)
        total += ran
        failed += len(failures)
        for failure in failures:
            sys.stdout.write(f"{rule_set.name}: {failure}\n")
        without = sum(1 for rule in rule_set.rules.values() if not rule["docs"].get("examples"))
        note = f", {without} rules without examples" if without else ""
        verdict = f"{len(failures)} failed" if failures else "passed"
        sys.stdout.write(f"{rule_set.name}: {ran} examples {verdict}{note}\n")
    if not total and not options.allow_empty:
        raise CommandError("no rule has examples, so nothing was tested")
    return 1 if failed else 0


def _is_rule_set(path: str) -> bool:
    """Whether a file is meant to be a rule set: it has the key `ruleset` on a line of its own."""
    try:
        with open(path, "rb") as stream:
            return any(line.startswith(b"ruleset:") for line in stream.read(1 << 20).splitlines())
    except OSError:
        return True  # what cannot be read is told, not passed over


def schema(options: argparse.Namespace) -> int:
    """Prints a JSON Schema."""
    parts = _SCHEMAS.get(options.name)
    if parts is None:
        raise CommandError(
            f"there is no schema {options.name!r}. {did_you_mean(options.name, _SCHEMAS)}"
        )
    with open(data_path("schemas", *parts), encoding="utf-8") as stream:
        sys.stdout.write(stream.read())
    return 0


def completion(options: argparse.Namespace) -> int:
    """Prints a shell completion script."""
    import shtab

    from lint.cli.argparser import build_parser

    sys.stdout.write(shtab.complete(build_parser(), shell=options.shell) + "\n")
    return 0


def inventory(options: argparse.Namespace) -> int:
    """Records what a project holds; 2 when nothing of it could be read."""
    from datetime import UTC, datetime

    from lint import __version__
    from lint.cloud.inventory_writer import SECTIONS, record
    from lint.engine.cloud import OnlineError, defaults_of, open_live

    try:
        live = open_live(limit=120.0)
    except OnlineError as error:
        raise CommandError(str(error)) from None
    defaults = defaults_of(options.project, options.region, _settings())
    defaults.ambient = live.ambient_project
    target = defaults.target()
    try:
        for name, value in (("project", target.project), ("region", target.region)):
            if not value:
                raise CommandError(f"no {name} is known; --{name} states it")
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        data = record(live, target, now, __version__)
    finally:
        live.close()
    caller = live.identity()
    sys.stderr.write(f"lint: asked {target}{caller and f' as {caller}'}\n")
    for what, reason in list(data["gaps"].items())[:20]:
        sys.stderr.write(f"lint: not recorded: {what} ({reason})\n")
    if all(data[section] is None for section in SECTIONS):
        raise CommandError("nothing could be read")
    text = json.dumps(data, indent=2) + "\n"
    if options.output == "-":
        sys.stdout.write(text)
        return 0
    try:
        with open(options.output, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except OSError as error:
        reason = (error.strerror or "").lower()
        raise CommandError(f"cannot write {options.output}: {reason}") from None
    return 0


def _settings() -> Settings:
    """The settings that hold for the working directory."""
    from lint.settings import SettingsError, find_settings

    try:
        return find_settings(os.getcwd())
    except SettingsError as error:
        line, column, message, _ = error.mistakes[0]
        raise CommandError(f"{error.path}:{line}:{column}: {message}") from None


def _rule_sets(references: list[str], built_in: bool) -> list[RuleSet]:
    """The rule sets named, else those of the settings; the built-in ones besides, if asked."""
    from lint.ruleset.builtin import built_in_names
    from lint.ruleset.compile import RuleSetError, compile_rule_set

    wanted = list(references)
    if not wanted:
        settings = _settings()
        stated = settings.get("rules") or []
        wanted = [settings.resolve(name) if "." in name else name for name in stated]
    if built_in:
        wanted += [name for name in built_in_names() if name not in wanted]
    sets = []
    for reference in wanted:
        path = reference
        if reference in built_in_names():
            path = data_path("rules", f"{reference}.yaml")
        try:
            sets.append(compile_rule_set(path, reference))
        except RuleSetError as error:
            raise CommandError(_told(error)) from None
        except OSError as error:
            known = did_you_mean(reference, built_in_names())
            reason = (error.strerror or "cannot be read").lower()
            raise CommandError(f"rule set {reference}: {reason}. {known}") from None
    return sets


def _told(error: Any) -> str:
    from lint.model.findings import Outcome
    from lint.report import render

    outcome = Outcome()
    outcome.findings = error.findings
    outcome.sources = error.sources
    return "the rule set is broken\n" + render("text", outcome, color=False)
