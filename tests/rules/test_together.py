"""All at once: a fault does not hide another, at another place or in the same value."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator
from copy import deepcopy
from typing import Any, NamedTuple

import pytest
import yaml

from lint.engine.examples import example_findings, whole_set
from lint.ruleset.compile import compile_rule_set
from lint.support.paths import data_path

SET = compile_rule_set(data_path("rules", "cloud-run.yaml"))
JUDGE = whole_set(SET)
SEVERAL = "several containers"
GIVES_WAY = {
    "CR003": ("apiVersion",),
    "CR004": ("apiVersion",),
    "CR030": ("run.googleapis.com/scalingMode",),
    "CR031": ("run.googleapis.com/manualInstanceCount",),
    "CR033": ("run.googleapis.com/encryption-key",),
    "CR034": ("run.googleapis.com/post-key-revocation-action-type",),
    "CR037": ("run.googleapis.com/launch-stage",),
    "CR038": (SEVERAL,),
    "CR084": ("ports",),
    "CR086": ("command",),
    "CR104": (SEVERAL,),
    "CR105": (SEVERAL,),
    "CR106": (SEVERAL,),
    "CR107": (SEVERAL,),
    "CR108": ("nvidia.com/gpu",),
    "CR109": (SEVERAL,),
    "CR120": ("grpc", "httpGet", "tcpSocket"),
    "CR123": ("nvidia.com/gpu",),
    "CR125": ("periodSeconds",),
    "CR129": ("nvidia.com/gpu",),
    "CR133": (
        "autoscaling.knative.dev/minScale",
        "readinessProbe",
        "run.googleapis.com/minScale",
        "run.googleapis.com/scalingMode",
    ),
    "CR142": ("nodeSelector", "nvidia.com/gpu"),
    "CR144": (SEVERAL,),
    "CR145": ("cpu", "memory", "run.googleapis.com/cpu-throttling"),
    "CR148": ("run.googleapis.com/gpu-zonal-redundancy-disabled",),
    "CR149": (
        "autoscaling.knative.dev/maxScale",
        "run.googleapis.com/maxScale",
        "run.googleapis.com/scalingMode",
    ),
    "CR154": ("volumeMounts",),
    "CR163": ("run.googleapis.com/execution-environment",),
    "CR165": ("volumeMounts",),
    "CR169": ("volumes",),
    "CR181": (
        "run.googleapis.com/network-interfaces",
        "run.googleapis.com/vpc-access-connector",
    ),
    "CR189": ("nvidia.com/gpu",),
    "CR196": ("env", "run.googleapis.com/cloudsql-instances"),
    "CR198": ("run.googleapis.com/sources",),
    "CR220": ("command",),
}
"""What is wrong only while something is absent, and the keys that may bring it: a port, a default
that is replaced, a second container that the sums include."""


class Example(NamedTuple):
    rule: str
    check: str
    kind: str
    data: dict[str, Any]
    keys: frozenset[str]


class CannotMergeError(Exception):
    """Two fragments that say different things at one place."""


def keys(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        yield from data
        if len(data.get("containers") or ()) > 1:
            yield SEVERAL
    values = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    for value in values:
        yield from keys(value)


def merged(one: Any, other: Any, key: str = "") -> Any:
    if isinstance(one, dict) and isinstance(other, dict):
        both = dict(one)
        for name, value in other.items():
            both[name] = merged(one[name], value, name) if name in one else value
        return both
    if isinstance(one, list) and isinstance(other, list):
        if key == "containers" and 1 in (len(one), len(other)):
            return [merged(one[0], other[0]), *one[1:], *other[1:]]
        if key in ("env", "volumes", "volumeMounts"):
            names = [item.get("name") for item in (*one, *other)]
            if len(set(names)) == len(names):
                return [*one, *other]
    if one == other:
        return one
    raise CannotMergeError


def reported(data: Any, kind: str) -> set[str]:
    text = yaml.safe_dump(data, sort_keys=False)
    found = example_findings(JUDGE, text, {"applies-to": {"kind": [kind]}})
    return {finding.rule for finding in found}


@functools.cache
def examples() -> list[Example]:
    """The invalid examples that are reported also without their layout."""
    made = []
    for rule_id, rule in SET.rules.items():
        kinds = rule.get("applies-to", {}).get("kind") or ["Service"]
        for text in (rule["docs"].get("examples") or {}).get("invalid", ()):
            try:
                data = yaml.safe_load(text)
            except yaml.YAMLError:
                continue
            kind = data.get("kind", kinds[0])
            if rule_id in reported(data, kind):
                parts = frozenset(keys(data))
                made.append(Example(rule_id, rule["check"], kind, data, parts))
    return made


def one_of_each_rule() -> list[Example]:
    return list({example.rule: example for example in reversed(examples())}.values())


def hidden(pairs: Iterator[tuple[Example, Example]]) -> tuple[int, list[str]]:
    """The number of pairs that can be merged, and what is not reported in one of them."""
    number, lost = 0, []
    for one, other in pairs:
        if one.kind != other.kind or ("apiVersion" in one.data) != ("apiVersion" in other.data):
            continue
        try:
            found = reported(merged(one.data, other.data), one.kind)
        except CannotMergeError:
            continue
        number += 1
        for example, beside in ((one, other), (other, one)):
            excused = beside.keys.intersection(GIVES_WAY.get(example.rule, ()))
            if example.rule not in found and not excused:
                lost.append(f"{example.rule} beside {beside.rule}")
    return number, lost


@pytest.mark.slow
def test_no_fault_hides_another_of_its_check() -> None:
    pairs = itertools.combinations(one_of_each_rule(), 2)
    number, lost = hidden((one, other) for one, other in pairs if one.check == other.check)
    assert lost == []
    assert number > 400


@pytest.mark.slow
def test_no_fault_hides_another() -> None:
    number, lost = hidden(itertools.combinations(one_of_each_rule(), 2))
    assert lost == []
    assert number > 10_000


def numbers(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """The strings that are numbers or booleans, with the paths that lead to them."""
    if isinstance(data, (dict, list)):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from numbers(value, (*path, key))
    elif isinstance(data, str) and data in ("true", "false"):
        yield path, data == "true"
    elif isinstance(data, str) and data.replace(".", "", 1).removeprefix("-").isdigit():
        if data == "0" or not data.startswith("0") or "." in data:
            yield path, float(data) if "." in data else int(data)


@pytest.mark.slow
def test_a_value_without_quotes_is_judged_as_well() -> None:
    """gcloud refuses it (CR002), and with quotes it would still be wrong."""
    number, lost = 0, []
    for example in examples():
        for path, value in numbers(example.data):
            changed = deepcopy(example.data)
            inner = changed
            for key in path[:-1]:
                inner = inner[key]
            inner[path[-1]] = value
            found = reported(changed, example.kind)
            if example.rule in ("CR002", "CR165"):  # about quotes, or about another field
                continue
            number += 1
            if example.rule not in found:
                lost.append(f"{example.rule}: {path[-1]}: {value}")
    assert lost == []
    assert number > 80
