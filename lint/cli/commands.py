"""The commands beside `check`: explain, rules, test, schema, completion."""

from __future__ import annotations

import json

from lint.cli.options import SCHEMAS
from lint.cli.output import write
from lint.errors import UsageError
from lint.report.summary import count
from lint.support.files import MAX_RULE_FILE_BYTES, read_start
from lint.support.nearest import did_you_mean, nearest
from lint.support.paths import data_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

_FEW = 20
"""How many rules are named whose ids begin with what was asked for."""


def manifest(options: argparse.Namespace) -> int:
    """Prints what deploy steps amount to; see `lint.cli.manifest`."""
    from lint.cli.manifest import manifest as print_manifests

    return print_manifests(options)


def init(options: argparse.Namespace) -> int:
    """Writes settings and a rule set; see `lint.cli.init`."""
    from lint.cli.init import init as write_files

    return write_files(options)


def server(options: argparse.Namespace) -> int:
    """Runs the language server; see `lint.server.process`."""
    try:
        from lint.server.process import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        raise UsageError(
            "the language server needs another package: pip install 'cloudrun-lint[editor]'"
        ) from None
    return serve()


def explain(options: argparse.Namespace) -> int:
    """Prints what one rule, or a check of rules, is about; 2 when there is no such rule."""
    from lint.cli.check_guide import check_guide, check_names
    from lint.cli.explanation import explanation
    from lint.cli.rule_sets import rule_sets
    from lint.engine.examples import whole_set
    from lint.engine.rule_text import rule_text
    from lint.model.links import rule_page

    wanted = options.rule
    names: list[str] = check_names()
    if wanted == "assert":
        from lint.cli.assert_guide import assert_guide

        write(assert_guide())
        return 0
    if wanted in names:
        write(check_guide(wanted))
        return 0
    sets = rule_sets(options.rules, built_in=True)
    for rule_set in sets:
        for rule_id, rule in rule_set.rules.items():
            names += [rule_id, rule["name"]]
            if wanted.upper() == rule_id.upper() or wanted == rule["name"]:
                text = rule_text(rule, rule_set, whole_set(rule_set))
                write(explanation(text, "" if rule.get("own") else rule_page(rule_id)))
                return 0
    ids = dict.fromkeys(rule_id for rule_set in sets for rule_id in rule_set.rules)
    longer = [rule_id for rule_id in ids if rule_id.startswith(wanted.upper())]
    if 0 < len(longer) <= _FEW:
        begun = count(len(longer), "rule")
        raise UsageError(f"{wanted!r} is the beginning of {begun}: {', '.join(longer)}")
    near = nearest(wanted, names, cutoff=0.7)
    checks = ", ".join(check_names())
    hint = f"Did you mean `{near}`?" if near else f"`lint rules` lists them; checks are {checks}."
    raise UsageError(f"there is no rule or check {wanted!r}. {hint}")


def rules(options: argparse.Namespace) -> int:
    """Lists the rules that are in force, or fetches rule sets (`lint.cli.fetch`)."""
    if options.action == "fetch":
        from lint.cli.fetch import fetch

        return fetch(options)
    if options.action:
        # argparse would complain of the value of an unknown option before it does of the option.
        raise UsageError(
            f"unknown argument {options.action!r}. `lint rules fetch` fetches rule sets"
        )
    from lint.cli.rule_sets import rule_sets

    entries = []
    seen = set()
    for rule_set in rule_sets(options.rules, built_in=not options.rules):
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
    entries.sort(key=lambda entry: _by_id(entry["id"]))
    if options.format == "json":
        write(json.dumps(entries, indent=2) + "\n")
        return 0
    widths = [max((len(entry[key]) for entry in entries), default=0) for key in ("id", "name")]
    for entry in entries:
        write(
            f"{entry['id']:<{widths[0]}}  {entry['name']:<{widths[1]}}  "
            f"{entry['severity']:<7}  {entry['title']}\n"
        )
    write(f"{count(len(entries), 'rule')}; `lint explain RULE` describes one\n")
    return 0


def _by_id(rule_id: str) -> tuple[str, int, str]:
    """Sorts `CR2` before `CR10`."""
    letters = rule_id.rstrip("0123456789")
    digits = rule_id[len(letters) :]
    return letters, int(digits or "0"), digits


def test(options: argparse.Namespace) -> int:
    """Runs the examples of rule sets; 1 when one fails."""
    from lint.cli.rule_sets import rule_sets
    from lint.engine.examples import run_examples

    total = 0
    failed = 0
    named = options.rulesets
    if options.allow_empty:
        named = [reference for reference in named if _is_rule_set(reference)]
        if not named:
            return 0
    for rule_set in rule_sets(named, built_in=not named):
        results = run_examples(rule_set)
        total += results.own + results.inherited
        failed += len(results.failures)
        for failure in results.failures:
            write(f"{rule_set.name}: {failure}\n")
        ran = count(results.own, "example")
        if results.inherited:
            ran = f"{count(results.own, 'own example')} and {results.inherited:,} inherited"
        verdict = f"{len(results.failures)} failed" if results.failures else "passed"
        line = f"{rule_set.name}: {ran}: {verdict}"
        if results.without:
            names = ", ".join(results.without)
            line += f"; {count(len(results.without), 'rule')} without examples: {names}"
        write(f"{line}\n")
    if not total and not options.allow_empty:
        raise UsageError("no rule has examples, so nothing was tested")
    return 1 if failed else 0


def _is_rule_set(path: str) -> bool:
    """Whether a file is a rule set, right or wrong: it has the key `ruleset` on a line of its own."""
    try:
        data = read_start(path, MAX_RULE_FILE_BYTES)
        return any(line.startswith(b"ruleset:") for line in data.splitlines())
    except (OSError, ValueError):
        return True  # a file that cannot be read is reported later, not skipped


def schema(options: argparse.Namespace) -> int:
    """Prints a JSON Schema."""
    parts = SCHEMAS.get(options.name)
    if parts is None:
        problem = f"there is no schema {options.name!r}." if options.name else "name a schema."
        raise UsageError(f"{problem} {did_you_mean(options.name, SCHEMAS)}")
    with open(data_path("schemas", *parts), encoding="utf-8") as stream:
        write(stream.read())
    return 0


def completion(options: argparse.Namespace) -> int:
    """Prints a shell completion script."""
    from lint.cli.completion import script

    write(script(options.shell))
    return 0


def inventory(options: argparse.Namespace) -> int:
    """Records the resources of a project; see `lint.cli.inventory`."""
    from lint.cli.inventory import inventory as write_inventory

    return write_inventory(options)
