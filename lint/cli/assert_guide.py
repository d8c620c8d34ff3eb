"""What `lint explain assert` prints, and docs/assert.md is made of: the language of `assert` rules."""

from __future__ import annotations

from lint.support.paths import data_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_HEAD = """\
# `assert`: an expression that must be true

The parameter is an expression in [CEL](https://cel.dev), the language of Kubernetes admission policies and of Google's
organisation policies. It needs the extra `cel` (`pip install 'cloudrun-lint[cel]'`). The rule is broken where the
expression is not true, and where it has no value. The finding quotes the expression and what decided.

## Variables

| variable | what it is |
|---|---|
| `resource` | the whole Service, Job, WorkerPool or Instance, as the v1 API has it |
| `service`, `job`, `workerPool`, `instance` | the same; empty where the resource is of another kind |
| `template` | `spec.template` of it; an Instance, which has none, is its own |
| `container` | one container; the expression is evaluated for each, or for the one that `container:` names |
| `env` | the env vars of `container` that are literals: a map of texts |
| `annotations` | the annotations of the resource and of its template: a map of texts |

What Cloud Run fills in is filled in: a start-up probe of 240 s for the container of a service that gets the requests, the
numbers that a probe leaves out, port 8080, limits of 1 CPU and 512Mi, `containerConcurrency` 80 (1 with less than one CPU),
`timeoutSeconds` 300 (600 in a job), `maxRetries` 3, `taskCount` 1, all traffic to the latest revision, and empty annotations,
labels, `env`, `args`, `command`, `ports`, `volumes` and `volumeMounts`. `has` is true for what is filled in.

## Types

The expression is checked when the rule set is loaded: unknown fields, operands of wrong types, and a result that is neither
true nor false are mistakes of the rule set, with their column. Numbers of fields such as `periodSeconds` are integers;
annotations, labels, env vars and limits are texts. `dyn(x)` switches the check off for `x`.

Use `has(x.field)` for a field that may be absent, and `"key" in map` for a key: what is absent has no value.

## Functions

`size`, `in`, `has`, `startsWith`, `endsWith`, `contains`, `matches` (RE2), the macros `all`, `exists`, `exists_one`, `map` and
`filter`, the conversions `int`, `double`, `string`, `bool`, `timestamp`, `duration`, arithmetic, comparisons, `&&`, `||`, `!` and
`condition ? a : b`. An expression has at most 10,000 characters and two macros inside each other.

## What is not known

The value of a placeholder is not known, and neither is that of an env var from a secret. Where an expression needs it, the
rule is listed as not run, with the placeholder; `--set` and `--values` make it known. What does not need it is decided:
`a || b` is true where `a` is, `list.all(x, ...)` is false where it is false for one element, and `has(env.NAME)` asks only whether
there is a literal. A deploy step that states only a part of a resource is listed as not run, too.

## Examples
"""


def assert_guide() -> str:
    """The guide in Markdown, with the rules of `examples/assertions.yaml` as examples."""
    from ruamel.yaml import YAML

    with open(data_path("examples", "assertions.yaml"), encoding="utf-8") as file:
        rules: dict[str, dict[str, Any]] = YAML(typ="safe", pure=True).load(file)["rules"]
    return "\n".join([_HEAD, *(_example(rule) for rule in rules.values())])


def _example(rule: dict[str, Any]) -> str:
    parts = [f"### {rule['title']}", _fenced(str(rule["assert"]), "cel")]
    kinds = rule.get("applies-to", {}).get("kind")
    if kinds:
        parts.append(f"With `applies-to: {{kind: {kinds}}}`.")
    for kind, called in (("valid", "Accepted"), ("invalid", "Rejected")):
        fragments = [_fenced(text.rstrip("\n"), "yaml") for text in rule["examples"][kind]]
        parts += [f"{called}:", *fragments]
    return "\n\n".join(parts) + "\n"


def _fenced(text: str, language: str) -> str:
    return f"```{language}\n{text}\n```"
