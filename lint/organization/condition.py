"""The condition of a custom constraint: CEL over the resource of Cloud Run's v1 API.

Labels and fields that only the v2 API has are not there: a condition about them can never match.
Source: cloud.google.com/run/docs/securing/custom-constraints
"""

from __future__ import annotations

import re

from lint.manifest.schema import Field, ObjectType, Schema
from lint.model.fault import Fault
from lint.model.findings import Place
from lint.model.record import record
from lint.model.text import name, own, say
from lint.support.cel import VARIABLES, CelError, compile_expression, result_mistake
from lint.support.nearest import nearest
from lint.yaml.tree import ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lint.model.source import Source
    from lint.organization.model import Constraint

NESTING = 4
"""How deep macros of a condition may be nested: Google's own published ones are three deep."""
_KINDS = {"run.googleapis.com/Service": "Service", "run.googleapis.com/Job": "Job"}
_V2 = frozenset(
    (
        "annotations",
        "binaryAuthorization",
        "client",
        "customAudiences",
        "defaultUriDisabled",
        "description",
        "iapEnabled",
        "ingress",
        "invokerIamDisabled",
        "labels",
        "launchStage",
        "name",
        "scaling",
        "template",
        "traffic",
        "uri",
    )
)
"""Fields at the top of a v2 Service or Job (`run.v2`), none of which the v1 resource has."""
_STRING = re.compile(
    r"\"\"\"[\s\S]*?\"\"\"|'''[\s\S]*?'''|(?<![A-Za-z_])[rR](?:\"[^\"]*\"|'[^']*')"
    r"|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'"
)
_LABELS = re.compile(r"(?<![\w.])resource\.metadata\.(labels)\b")
_TOKEN = re.compile(r"[A-Za-z_]\w*+|\d\w*+|[.\[\](),]")
_MACROS = frozenset(("all", "exists", "exists_one", "filter", "map"))
_INDEX = "[]"
"""The step of a path that stands for any index or key in brackets."""


@record
class Path:
    """A variable and the fields that are taken of it, as an expression writes them."""

    root: str
    steps: list[tuple[str, int]]
    """Names with their offsets; `[]` is an index."""
    loop: str = ""
    """The variable that a macro behind it binds to each element."""


def paths_in(code: str) -> Iterator[Path]:
    """The paths of an expression whose strings are blank, in the order of the text."""
    tokens = [(match.group(), match.start()) for match in _TOKEN.finditer(code)]
    tokens += [("", len(code))] * 4
    place = 0
    while place < len(tokens) - 4:
        word = tokens[place][0]
        before = tokens[place - 1][0] if place else ""
        if not _is_name(word) or before == "." or tokens[place + 1][0] == "(":
            place += 1
            continue
        found = Path(word, [])
        place += 1
        while True:
            if tokens[place][0] == "." and _is_name(tokens[place + 1][0]):
                name_, offset = tokens[place + 1]
                if tokens[place + 2][0] == "(":
                    if name_ in _MACROS and tokens[place + 4][0] == ",":
                        found.loop = tokens[place + 3][0]
                    break
                found.steps.append((name_, offset))
                place += 2
            elif tokens[place][0] == "[":
                found.steps.append((_INDEX, tokens[place][1]))
                place = _behind(tokens, place)
            else:
                break
        yield found


def _is_name(token: str) -> bool:
    return token[:1].isalpha() or token[:1] == "_"


def _behind(tokens: list[tuple[str, int]], place: int) -> int:
    """The token behind the bracket that is opened at a place."""
    depth = 0
    while place < len(tokens) - 4:
        depth += {"[": 1, "]": -1}.get(tokens[place][0], 0)
        place += 1
        if depth == 0:
            break
    return place


def check_condition(constraint: Constraint, source: Source) -> Iterator[Fault]:
    """What is wrong with the condition of a constraint on Cloud Run.

    Raises `lint.support.cel.CelMissingError`.
    """
    node = constraint.condition
    kinds = [_KINDS[kind] for kind in constraint.resource_types if kind in _KINDS]
    if node is None or node.unknown or not kinds or not isinstance(node.value, str):
        return
    text = node.value
    error: CelError | None
    try:
        compile_expression(text, NESTING)
        error = result_mistake(text)
    except CelError as refused:
        error = refused
    if error is not None:
        yield Fault(
            "condition-syntax",
            _within(node, error.offset, error.offset + 1, source),
            message=say("CEL: {}", own(error.message)),
            help=say("Correct the condition."),
        )
        return
    code = _without_strings(text)
    loops = {path.loop for path in paths_in(code)}
    for variable in VARIABLES:
        match = re.search(rf"(?<![\w.]){variable}\b(?!\s*\()", code)
        if variable != "resource" and match is not None and variable not in loops:
            yield Fault(
                "condition-syntax",
                _within(node, match.start(), match.end(), source),
                message=say("a condition has no variable `{}`: only `resource`", own(variable)),
                help=say("Begin the path with `resource`."),
            )
            return
    labels = _LABELS.search(code)
    if labels is not None:
        yield Fault(
            "condition-unseen",
            _within(node, labels.start(1), labels.end(1), source),
            message=say("Cloud Run shows no labels to a condition, so it never matches"),
            help=say("Use an annotation, or a tag of the project in the policy."),
        )
    seen = set()
    for start, field, top, known in _fields_of_no_kind(code, kinds):
        if field in seen:
            continue
        seen.add(field)
        where = _within(node, start, start + len(field), source)
        if top and field in _V2:
            yield Fault(
                "condition-unseen",
                where,
                message=say(
                    "`resource.{}` is a field of the v2 API; a condition sees the v1 resource, "
                    "which has none, so it never matches",
                    name(field),
                ),
                help=say("Write the path of the v1 API, for example {}.", own(_v1_path(field))),
            )
            continue
        near = nearest(field, known)
        yield Fault(
            "condition-field",
            where,
            message=say("the v1 resource has no field `{}` here", name(field)),
            help=say("Write `{}`.", own(near)) if near else say("Look the field up in the v1 API."),
        )


def undefined_fields(text: str, resource_types: Iterable[str]) -> dict[int, str]:
    """The fields of a condition that a condition does not see, by their offset in its text.

    What Google makes of a constraint that reads one is not documented.
    """
    kinds = [_KINDS[kind] for kind in resource_types if kind in _KINDS]
    code = _without_strings(text)
    found = {match.start(1): match.group(1) for match in _LABELS.finditer(code)}
    if kinds:
        found |= {start: field for start, field, _, _ in _fields_of_no_kind(code, kinds)}
    return found


def _without_strings(text: str) -> str:
    """A condition of the same length whose strings are blank."""
    return _STRING.sub(lambda match: '"' + " " * (len(match.group()) - 2) + '"', text)


def _fields_of_no_kind(code: str, kinds: list[str]) -> list[tuple[int, str, bool, list[str]]]:
    """What `_unknown_fields` has for every kind: a field that one of them has is a field."""
    wrong = [list(_unknown_fields(code, kind)) for kind in kinds]
    return [
        each for each in wrong[0] if all(any(each[0] == o[0] for o in other) for other in wrong)
    ]


_V1_PATHS = {
    "ingress": "`resource.metadata.annotations['run.googleapis.com/ingress']`",
    "launchStage": "`resource.metadata.annotations['run.googleapis.com/launch-stage']`",
    "binaryAuthorization": "`resource.metadata.annotations['run.googleapis.com/binary-authorization']`",
    "invokerIamDisabled": "`resource.metadata.annotations['run.googleapis.com/invoker-iam-disabled']`",
    "template": "`resource.spec.template.spec`",
    "scaling": "`resource.spec.template.metadata.annotations['autoscaling.knative.dev/maxScale']`",
    "annotations": "`resource.metadata.annotations`",
    "name": "`resource.metadata.name`",
}


def _v1_path(field: str) -> str:
    return _V1_PATHS.get(field, "`resource.spec.template.spec.containers`")


def _unknown_fields(code: str, kind: str) -> Iterator[tuple[int, str, bool, list[str]]]:
    """Offset, name, whether it is at the top, and the fields that there are instead."""
    types: dict[str, Field | ObjectType | None] = {"resource": Schema.load(kind).root}
    for path in paths_in(code):
        found, wrong = _follow(types.get(path.root), path)
        if path.loop:
            types.setdefault(path.loop, _element(found))
        if wrong is not None:
            yield wrong


def _element(found: Field | ObjectType | None) -> ObjectType | None:
    return found.type if isinstance(found, Field) and found.kind == "list" else None


def _follow(
    start: Field | ObjectType | None, path: Path
) -> tuple[Field | ObjectType | None, tuple[int, str, bool, list[str]] | None]:
    """What a path leads to, and the first step that is no field."""
    now = start
    for number, (step, offset) in enumerate(path.steps):
        if step == _INDEX:
            now = _element(now)
            continue
        fields = now.type if isinstance(now, Field) and now.kind == "object" else now
        if not isinstance(fields, ObjectType):
            return None, None  # a map, a scalar, or something unknown
        if step not in fields.fields:
            top = path.root == "resource" and number == 0
            return None, (offset, step, top, list(fields.fields))
        now = fields.fields[step]
    return now, None


def _within(node: ScalarNode, start: int, end: int, source: Source) -> Place:
    """The place of a part of a scalar; all of it where escapes or lines are in the way."""
    path = (node.source or source).path
    lines = source.lines()
    quote = 1 if node.style in ("'", '"') else 0
    line = lines[node.line - 1] if node.line <= len(lines) else ""
    written = line[node.column - 1 + quote :]
    if start >= 0 and node.style not in ("|", ">") and written.startswith(node.text):
        first = node.column + quote + start
        return Place(path, node.line, first, node.line, node.column + quote + max(end, start + 1))
    return Place(path, node.line, node.column, node.line, node.column + 1)
