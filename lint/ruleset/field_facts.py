"""What the built-in rules know of fields and annotations: levels, values, ranges, launch stages.

The rules have them as data, to judge by. Schemas and editors show the same data, so that nothing is
written twice.
"""

from __future__ import annotations

from functools import cache

from lint.model.record import record
from lint.ruleset.builtin import built_in_plan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_OWNERS = {
    ("Service", ""): "RevisionSpec",
    ("Job", ""): "TaskSpec",
    ("Job", "execution"): "ExecutionSpec",
}
"""The type that has the numbers which a rule of a kind is about."""
_PROBES = {
    "startupProbe": "start-up probe",
    "livenessProbe": "liveness probe",
    "readinessProbe": "readiness probe",
}
_SHAPES = {
    "strings": "a JSON list of strings",
    "string-map": "a JSON object with strings",
    "name-lists": "a JSON object with lists of container names",
    "interfaces": "a JSON list with one object",
    "json": "JSON",
}


@record
class Facts:
    """What rules say of a field or an annotation; "" and () where they say nothing."""

    limits: str = ""
    """Which values are accepted, in words."""
    values: tuple[str, ...] = ()
    """All values, or the ones that are worth offering."""
    stage: str = ""
    """The launch stage that the manifest has to declare: BETA or ALPHA."""
    levels: tuple[str, ...] = ()
    """Of an annotation, the levels that accept it: Service, Revision, Execution, ..."""


def annotation_facts(key: str, kind: str = "") -> Facts:
    """What the rules know of an annotation; with a kind, what holds for that kind."""
    limits, values = _annotation_value(key, kind)
    return Facts(
        limits=limits,
        values=values,
        stage=_stage("stages", key, kind),
        levels=tuple(annotation_levels().get(key, ())),
    )


@cache
def annotation_levels() -> dict[str, list[str]]:
    """The annotations that people write, each with the levels that accept it."""
    for params in _params("annotation-keys"):
        if params["fault"] == "unknown":
            known: dict[str, list[str]] = params["known"]
            return known
    raise LookupError("no rule has the annotations")


def annotations_at(level: str, kind: str) -> list[str]:
    """The annotations that have an effect at a level of a kind."""
    useless: set[str] = set()
    for params in _params("annotation-keys", kind):
        if params["fault"] == "without-effect" and level == "Revision":
            useless |= set(params["keys"])
    return [
        key for key, levels in annotation_levels().items() if level in levels and key not in useless
    ]


@cache
def server_annotations() -> tuple[str, ...]:
    """The annotations that only the server and clients write."""
    found: dict[str, None] = {}
    for params in _params("annotation-keys"):
        if params["fault"] == "unknown":
            found |= dict.fromkeys(params["tolerated"])
        elif params["fault"] == "server-set":
            found |= dict.fromkeys(params["annotations"])
    return tuple(key for key in found if key not in annotation_levels())


def field_facts(owner: str, name: str, kind: str = "", within: str = "") -> Facts:
    """What the rules know of a field of a type.

    `within` is the field that has the object, which counts for probes: "startupProbe".
    """
    limits = ""
    values: tuple[str, ...] = ()
    if owner == "Probe":
        limits = _probe_limits(name, within)
    elif owner == "EmptyDirVolumeSource" and name == "medium":
        values = tuple(text for text in _fact("volumes", "empty-dir", "media") if text)
    elif name == "apiVersion":
        versions = next(each["versions"] for each in _params("envelope") if "versions" in each)
        values = (versions[owner],) if owner in versions else ()
    elif owner == "CSIVolumeSource" and name == "driver":
        values = tuple(_fact("volumes", "driver", "drivers"))
    else:
        limits = _number_limits(owner, name)
    return Facts(limits=limits, values=values, stage=_stage("fields", name, kind))


def is_useful(owner: str, name: str, kind: str, within: str = "") -> bool:
    """Whether a field of a type has an effect and is accepted, whatever its value, by the rules.

    `within` is the field that has the object.
    """
    for params in _params("fields", kind):
        if params["fault"] == "listed-field":
            listed = params["fields"].get(f"{owner}.{name}")
            if listed is not None and not listed["only"] and not listed["unless"]:
                return False
    for params in _params("probes", kind):
        facts = params["facts"]
        if params["fault"] in ("wrong-kind", "useless-kind"):
            if owner == "Container" and name in facts.get(kind, {}):
                return False
        elif params["fault"] == "unsupported-action" and owner == "Probe" and within in facts:
            if any(name in actions for actions in facts.values()) and name not in facts[within]:
                return False
    return True


def set_elsewhere() -> list[str]:
    """The env vars, as globs, that Cloud Run or an image sets, and a manifest need not."""
    plan = built_in_plan("python-build")
    for rule in plan["rules"] if plan else ():
        if rule["check"] == "code-env" and rule["params"]["fault"] == "required":
            found: list[str] = rule["params"]["set"]
            return found
    raise LookupError("no rule has the env vars that are set elsewhere")


def key_facts(owner: str, name: str, key: str) -> Facts:
    """What the rules know of a key of a map, such as `cpu` of the limits."""
    if name == "nodeSelector":
        return Facts(values=tuple(_fact("gpu", "unknown-accelerator", "accelerators")))
    if owner == "ResourceRequirements" and key == "cpu":
        fraction = _fact("compute-resources", "cpu-value", "fraction")
        whole = _fact("compute-resources", "cpu-value", "whole")
        gpu = _fact("compute-resources", "cpu-value", "gpu")
        return Facts(
            limits=f"{fraction[0]} to {fraction[1]}, or {_series(whole)};"
            f" {_series(gpu)} with the largest GPU",
            values=tuple(map(str, whole)),
        )
    return Facts()


def _series(values: list[Any]) -> str:
    return ", ".join(map(str, values[:-1])) + f" or {values[-1]}"


def _params(check: str, kind: str = "") -> Iterator[dict[str, Any]]:
    """The parameters of each rule with a check; with a kind, of those that apply to the kind."""
    plan = built_in_plan("cloud-run")
    for rule in plan["rules"] if plan else ():
        if rule["check"] == check:
            applies = rule.get("applies-to", {}).get("kind")
            if not kind or applies is None or kind in applies:
                yield rule["params"]


def _fact(check: str, fault: str, name: str) -> list[Any]:
    """A fact of the rule with a check and a fault."""
    for params in _params(check):
        if params.get("fault") == fault:
            found: list[Any] = params["facts"][name]
            return found
    raise LookupError(f"no rule has the fact {name} of {check}, {fault}")


@cache
def _stages() -> list[tuple[tuple[str, ...], dict[str, Any]]]:
    plan = built_in_plan("cloud-run")
    return [
        (tuple(rule.get("applies-to", {}).get("kind", ())), rule["params"])
        for rule in (plan["rules"] if plan else ())
        if rule["check"] == "annotation-pairs" and rule["params"]["fault"] == "launch-stage"
    ]


def _stage(table: str, name: str, kind: str) -> str:
    """The stage of a feature; without a kind, the one that counts for services, too."""
    for kinds, params in _stages():
        stage: str = params[table].get(name, "")
        if stage and (not kinds or (kind or "Service") in kinds):
            return stage
    return ""


def _annotation_value(key: str, kind: str) -> tuple[str, tuple[str, ...]]:
    """In words which values an annotation accepts, and which to offer."""
    limits = ""
    values: tuple[str, ...] = ()
    refused: set[str] = set()
    for params in _params("annotation-values", kind):
        form = params.get(key)
        if form is None:
            continue
        if kind:
            refused |= set(form["refused"])
        if form["one-of"]:
            values = tuple(form["one-of"])
        limits = limits or _form_limits(form)
    return limits, tuple(value for value in values if value not in refused)


def _form_limits(form: dict[str, Any]) -> str:
    if form["grammar"]:
        return _SHAPES[form["grammar"]]
    if form["pattern"] is not None:
        return str(form["expected"]).replace("`", "")
    if form["fraction"]:
        low, high = form["fraction"]
        return f"{low} to {high}"
    if form["longest"] is not None:
        return f"at most {form['longest']} characters"
    return _range(form["at-least"], form["at-most"])


def _range(least: int | None, most: int | None, unit: str = "") -> str:
    if least is None:
        return "" if most is None else f"at most {most}{unit}"
    return f"{least}{unit} or more" if most is None else f"{least} to {most}{unit}"


def _number_limits(owner: str, name: str) -> str:
    plan = built_in_plan("cloud-run")
    for rule in plan["rules"] if plan else ():
        facts = rule["params"].get("facts", {}) if rule["check"] == "compute-resources" else {}
        if facts.get("field") != name:
            continue
        kind = rule["applies-to"]["kind"][0]
        if _OWNERS[kind, facts.get("of", "")] == owner:
            return _range(facts["least"], facts.get("most"), facts.get("unit", ""))
    return ""


def _probe_limits(name: str, within: str) -> str:
    """The range of a probe's number: of one probe, or of all where they differ."""
    ranges: dict[str, list[str]] = {}
    for params in _params("probes"):
        if params["fault"] != "out-of-range":
            continue
        for probe, limits in params["facts"]["limits"].items():
            if name in limits and within in ("", probe):
                text = _range(*limits[name])
                longer = params["facts"]["gpu"].get(probe, {}).get(name)
                if longer:
                    text += f" ({longer[1]} with a GPU)"
                ranges.setdefault(text, []).append(_PROBES[probe])
    if len(ranges) == 1:
        return next(iter(ranges))
    return "; ".join(f"{' and '.join(probes)} {text}" for text, probes in ranges.items())
