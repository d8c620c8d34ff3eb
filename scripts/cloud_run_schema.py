"""Makes `schemas/cloud-run/` and a table of fields from the API's own description of itself.

The input is the discovery document `run.v1` that the PyPI package google-api-python-client
carries, in the release that pyproject.toml pins. The output, all of it committed:

- `service.json`, `job.json`, `workerpool.json`, `instance.json`: JSON Schema 2020-12, for editors
  and validators, with the words of `lint/manifest/field_words.yaml`;
- `annotations.json`: on which kinds of resource the document allows each annotation;
- `lint/manifest/field_table.py`: the same fields as a compact table, for `lint.manifest.schema`.

No text of the document is copied: only names, types, formats and marks. A field without words gets
no description, and a test fails.

    python scripts/cloud_run_schema.py            writes the files
    python scripts/cloud_run_schema.py --check    exit code 1 and a diff when they are not current
    python scripts/cloud_run_schema.py --newest   takes the newest release on the package index: says
                                                  what changed in run.v1 and run.v2, writes the files,
                                                  and pins that release
    python scripts/cloud_run_schema.py --wheel W  the same with a wheel that is there already

Only `--newest` uses the network.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import re
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from lint.engine.field_text import FieldText

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, ROOT)

from lint.engine.field_text import (  # noqa: E402
    annotation_text,
    field_text,
    key_text,
    map_keys,
)
from lint.model.links import schema_id  # noqa: E402
from lint.ruleset.field_facts import annotations_at  # noqa: E402
from scripts.discovery_changes import changes  # noqa: E402
from scripts.discovery_documents import (  # noqa: E402
    PACKAGE,
    Documents,
    MissingError,
    in_wheel,
    installed,
    newest,
)

FOLDER = "schemas/cloud-run"
FIELD_TABLE = "lint/manifest/field_table.py"

ROOTS = {
    "Service": "serving.knative.dev/v1",
    "Job": "run.googleapis.com/v1",
    "WorkerPool": "run.googleapis.com/v1",
    "Instance": "run.googleapis.com/v1",
}
"""The kinds for which there is a schema, with the `apiVersion` that the API demands."""

KINDS = {
    "run.v1": ("Service", "Job", "WorkerPool", "Instance"),
    "run.v2": tuple(
        f"GoogleCloudRunV2{kind}" for kind in ("Service", "Job", "WorkerPool", "Instance")
    ),
}
"""The types of each document whose changes are told."""

GCLOUD: dict[tuple[str, str], dict[str, Any]] = {
    # Fields of the API that gcloud's decoder does not take, so that `gcloud run ... replace` refuses
    # a file that has them. `since` is the first SDK that was seen to know the field: it is unknown
    # to SDK 528 and known to 578; what lies between was not looked at. `known: false` means
    # unknown to both. Source: the classes of `generated_clients/apis/run/v1/run_v1_messages.py` in
    # the two SDKs; tests/conformance holds this table against the SDK that is installed.
    ("Container", "sandboxLauncher"): {"since": 578},
    ("ExecutionSpec", "delayExecution"): {"since": 578},
    ("InstanceSpec", "sandboxes"): {"known": False},
    ("RevisionSpec", "sandboxes"): {"known": False},
    ("TaskSpec", "sandboxes"): {"known": False},
    ("Volume", "filestore"): {"known": False},
    # The generated class names it `exec_`, and only that spelling passes the decoder.
    ("Probe", "exec"): {"known": False},
}

GCLOUD_ONLY: dict[tuple[str, str], dict[str, Any]] = {
    # Fields that gcloud's decoder takes although the discovery document does not list them: the
    # property as the discovery document would have it. Source: SDK 578.
    ("RevisionSpec", "terminationGracePeriodSeconds"): {"type": "integer", "format": "int64"},
    ("TaskSpec", "terminationGracePeriodSeconds"): {"type": "integer", "format": "int64"},
}
GCLOUD_ONLY_SINCE = 578

OUTPUT_ONLY = frozenset(
    # The server sets these; the document says so in words or not at all. Fields that it marks with
    # `readOnly` are found without this table.
    [
        ("Service", "status"),
        ("Job", "status"),
        ("WorkerPool", "status"),
        ("Instance", "status"),
        ("ObjectMeta", "creationTimestamp"),
        ("ObjectMeta", "deletionTimestamp"),
        ("ObjectMeta", "generation"),
        ("ObjectMeta", "selfLink"),
        ("ObjectMeta", "uid"),
    ]
)

NOT_REQUIRED = frozenset(
    # gcloud fills the namespace in where a file has none.
    [("ObjectMeta", "namespace")]
)

REQUIRED = frozenset(
    # Beside the fields whose description says so: gcloud and the API refuse a file without these.
    # The API may infer `apiVersion` and `kind` of an Instance; nothing else knows a file without.
    [(kind, field) for kind in ROOTS for field in ("apiVersion", "kind", "metadata", "spec")]
    + [(f"{kind}Spec", "template") for kind in ROOTS if kind != "Instance"]
)

_UNSUPPORTED = re.compile(
    r"(?:Required\. |\[Deprecated\] )?(?:This is )?not supported (?:or used )?(?:by|in) Cloud Run",
    re.IGNORECASE,
)
_UNUSED = re.compile(r"Not used by Cloud Run")
_SCALARS = {"string": "string", "integer": "integer", "boolean": "boolean", "number": "number"}
_INT64 = "int64"

ANNOTATED_KINDS = ("Service", "Revision", "Job", "Execution", "Instance", "WorkerPool")
_METADATA_OF = {
    "Service": "Service",
    "Job": "Job",
    "WorkerPool": "WorkerPool",
    "Instance": "Instance",
    "RevisionTemplate": "Revision",
    "ExecutionTemplateSpec": "Execution",
}
"""The types that have `metadata`, with the level of its annotations."""


class UnexpectedError(Exception):
    """The document is not built as this script knows it: the script has to be looked at."""


class Property:
    """One field of a type, with what the outputs need to know of it.

    `kind` is as in `lint.manifest.schema.Field`; `target` is the type name or scalar of an
    object, list or map, the format of an integer, else "".
    """

    def __init__(self, owner: str, name: str, source: dict[str, Any]) -> None:
        self.owner = owner
        self.name = name
        self.kind, self.target = self._type(source)
        description = source.get("description", "")
        key = (owner, name)
        self.output_only = bool(source.get("readOnly")) or key in OUTPUT_ONLY
        self.unsupported = bool(_UNSUPPORTED.match(description))
        self.unused = bool(_UNUSED.search(description))
        self.deprecated = bool(source.get("deprecated"))
        self.required = key in REQUIRED or (
            description.startswith("Required.") and key not in NOT_REQUIRED
        )
        self.gcloud = GCLOUD.get(key, {})
        if key in GCLOUD_ONLY:
            self.gcloud = {"since": GCLOUD_ONLY_SINCE, "documented": False}

    def _type(self, source: dict[str, Any]) -> tuple[str, str]:
        if "$ref" in source:
            return "object", source["$ref"]
        kind = source.get("type")
        if kind == "array":
            element, target = self._type(source["items"])
            return "list", target if element == "object" else element
        if kind == "object" and source.get("additionalProperties") == {"type": "string"}:
            return "map", "string"
        if kind == "string" and source.get("format") == _INT64:
            return "integer", _INT64  # JSON numbers hold 53 bits, so the API writes it as a string
        if kind == "integer":
            return "integer", source["format"]
        if kind in _SCALARS:
            return _SCALARS[kind], ""
        raise UnexpectedError(
            f"{self.owner}.{self.name} has a type that is not known here: {source}"
        )

    @property
    def flags(self) -> str:
        """The marks as words, for the table of fields."""
        words = [
            word
            for word, holds in (
                ("required", self.required),
                ("output-only", self.output_only),
                ("unsupported", self.unsupported),
                ("unused", self.unused),
                ("deprecated", self.deprecated),
            )
            if holds
        ]
        if self.gcloud.get("known") is False:
            words.append("gcloud-never")
        elif "since" in self.gcloud:
            words.append(f"gcloud-{self.gcloud['since']}")
        return " ".join(words)


class Api:
    """The types of a discovery document that can be written into a manifest."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.revision: str = document["revision"]
        self.types: dict[str, dict[str, Property]] = {}
        self._schemas: dict[str, Any] = document["schemas"]
        for kind in ROOTS:
            self._collect(kind)
        for owner, field in [*GCLOUD, *GCLOUD_ONLY, *NOT_REQUIRED, *OUTPUT_ONLY, *REQUIRED]:
            if field not in self.types.get(owner, {}):
                raise UnexpectedError(
                    f"a table here names {owner}.{field}, which the document lacks"
                )

    def _collect(self, name: str) -> None:
        if name in self.types:
            return
        if name not in self._schemas:
            raise UnexpectedError(f"the document has no type {name}")
        sources = dict(self._schemas[name].get("properties", {}))
        for (owner, extra), source in GCLOUD_ONLY.items():
            if owner == name:
                if extra in sources:
                    raise UnexpectedError(f"{owner}.{extra} is in the document now: drop it here")
                sources[extra] = source
        fields = {key: Property(name, key, sources[key]) for key in sorted(sources)}
        self.types[name] = fields
        for below in _types_below(fields):
            self._collect(below)

    def reachable(self, root: str) -> list[str]:
        """The names of the types below a root, sorted, without the root."""
        found: set[str] = set()
        waiting = [root]
        while waiting:
            for below in _types_below(self.types[waiting.pop()]):
                if below not in found:
                    found.add(below)
                    waiting.append(below)
        return sorted(found)


def _types_below(fields: dict[str, Property]) -> Iterator[str]:
    """The types of the fields that a manifest can set, scalars left out."""
    for field in fields.values():
        composite = field.kind in ("object", "list") and field.target not in _SCALARS
        if composite and not field.output_only:
            yield field.target


def json_schema(api: Api, kind: str) -> dict[str, Any]:
    """The JSON Schema of a kind.

    Strict about names and types, with the two tolerances that protobuf's JSON mapping has and
    gcloud keeps: an integer may be written as a string of digits, and null stands for an absent
    field.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": (
            "Made by scripts/cloud_run_schema.py from the discovery document run.v1, "
            f"revision {api.revision}. Do not edit."
        ),
        "$id": schema_id(f"cloud-run/{kind.lower()}.json"),
        "title": f"Cloud Run {kind}",
        "description": (
            f"{'An' if kind == 'Instance' else 'A'} {kind} of Cloud Run's API v1,"
            " as `gcloud run ... replace` takes it."
        ),
        **_object(api, kind, kind, nullable=False),
        "$defs": {name: _object(api, name, kind, nullable=True) for name in api.reachable(kind)},
    }


def _object(api: Api, name: str, kind: str, nullable: bool) -> dict[str, Any]:
    fields = api.types[name]
    schema: dict[str, Any] = {
        "type": ["object", "null"] if nullable else "object",
        "additionalProperties": False,
        "properties": {field.name: _described_property(field, kind) for field in fields.values()},
    }
    required = [field.name for field in fields.values() if field.required]
    if required:
        schema["required"] = required
    return schema


def _described_property(field: Property, kind: str) -> dict[str, Any]:
    described = _described(field_text(field.owner, field.name, kind))
    schema = _property(field, kind)
    if "const" in schema:
        described.pop("examples", None)
    return {**described, **schema}


def _described(text: FieldText | None) -> dict[str, Any]:
    """The description, and the values that editors offer: others are not refused here."""
    if text is None:
        return {}
    examples = {"examples": list(text.values)} if text.values else {}
    return {"description": text.description(), **examples}


def _annotations(level: str, kind: str) -> dict[str, Any]:
    """The annotations of a level for editors. Their type is stated where all annotations are."""
    return {
        "annotations": {
            **_described(field_text("ObjectMeta", "annotations")),
            "properties": {
                key: _described(annotation_text(key, kind)) for key in annotations_at(level, kind)
            },
        }
    }


def _property(field: Property, kind: str) -> dict[str, Any]:
    if field.owner in ROOTS and field.name in ("apiVersion", "kind"):
        return {"const": ROOTS[field.owner] if field.name == "apiVersion" else field.owner}
    schema: dict[str, Any]
    null = [] if field.required else ["null"]
    if field.output_only and field.kind == "object":
        schema = {"type": ["object", "null"]}
    elif field.kind == "object":
        schema = {"$ref": f"#/$defs/{field.target}"}
        if field.required:
            schema["type"] = "object"
        if field.owner in _METADATA_OF and field.name == "metadata":
            schema["properties"] = _annotations(_METADATA_OF[field.owner], kind)
        if field.owner in ROOTS and field.name == "metadata":
            schema["required"] = ["name"]
    elif field.kind == "list":
        element = {"type": field.target}
        if field.target not in _SCALARS:
            element = {"$ref": f"#/$defs/{field.target}", "type": "object"}
        schema = {"type": ["array", *null], "items": element}
    elif field.kind == "map":
        schema = {"type": ["object", *null], "additionalProperties": {"type": field.target}}
        known = map_keys(field.owner, field.name)
        if known:
            schema["properties"] = {
                key: {**_described(key_text(field.owner, field.name, key)), "type": field.target}
                for key in known
            }
    elif field.kind == "integer":
        schema = {
            "type": ["integer", "string", *null],
            "pattern": "^[+-]?[0-9]+$",
            "x-format": field.target,
        }
    else:
        schema = {"type": [field.kind, *null] if null else field.kind}
    if field.output_only:
        schema["readOnly"] = True
    if field.deprecated:
        schema["deprecated"] = True
    if field.unsupported or field.unused:
        schema["x-support"] = "unsupported" if field.unsupported else "unused"
    if field.gcloud:
        schema["x-gcloud"] = field.gcloud
    return schema


def field_table(api: Api) -> str:
    """The module with the table: type -> field -> [kind, target, flags], without trailing blanks.

    One field a line, so that a change of the API shows as such in a diff.
    """
    lines = [
        f'"""The fields of the v1 API, revision {api.revision}: see `lint.manifest.schema`.',
        "",
        "Made by `scripts/cloud_run_schema.py`.",
        '"""',
        "",
        "from __future__ import annotations",
        "",
        "TYPE_CHECKING = False",
        "if TYPE_CHECKING:",
        "    from typing import Any",
        "",
        f"ROOTS = {tuple(ROOTS)!r}",
        "TYPES: dict[str, dict[str, Any]] = {",
    ]
    for name in sorted(api.types):
        lines.append(f"{name!r}: {{")
        for field in api.types[name].values():
            if field.kind == "object" and field.output_only:
                cells = ["any", "", field.flags]
            else:
                cells = [field.kind, field.target, field.flags]
            while not cells[-1]:
                cells.pop()
            lines.append(f"{field.name!r}: {tuple(cells)!r},")
        lines.append("},")
    return "\n".join([*lines, "}", ""])


def annotation_table(document: dict[str, Any]) -> dict[str, Any]:
    """`annotations.json`: which kinds the document allows each restricted annotation on.

    "Revision" is the template of a Service or a WorkerPool, "Execution" that of a Job.
    """
    schemas = document["schemas"]
    allowed: dict[str, set[str]] = {}
    output_only: set[str] = set()
    listing = schemas["ObjectMeta"]["properties"]["annotations"]["description"]
    for key, rest in _bullets(listing):
        kinds = [word.strip() for word in rest.rstrip(" .,").split(",")]
        if kinds == ["All resources"]:
            kinds = list(ANNOTATED_KINDS)
        for kind in kinds:
            if kind not in ANNOTATED_KINDS:
                raise UnexpectedError(
                    f"`{key}` is allowed on {kind!r}, a kind that is not known here"
                )
        allowed.setdefault(key, set()).update(kinds)
    if len(allowed) < 30:
        raise UnexpectedError(
            f"the description of ObjectMeta.annotations lists only {len(allowed)} keys"
        )
    for owner, kind in _METADATA_OF.items():
        for key, rest in _bullets(schemas[owner]["properties"]["metadata"]["description"]):
            if "output-only" in rest:
                output_only.add(key)
            else:
                allowed.setdefault(key, set()).add(kind)
    return {
        "$comment": (
            "Made by scripts/cloud_run_schema.py from the discovery document run.v1, "
            f"revision {document['revision']}. Do not edit."
        ),
        "annotations": {key: sorted(allowed[key]) for key in sorted(allowed)},
        "output-only": sorted(output_only),
    }


def _bullets(description: str) -> Iterator[tuple[str, str]]:
    for bullet in description.split(" * ")[1:]:
        matched = re.match(r"`([a-z.]+/[A-Za-z-]+)`:?(.*)", bullet, re.DOTALL)
        if matched is None:
            raise UnexpectedError(
                f"an annotation is listed in a way that is not known here: {bullet}"
            )
        yield matched[1], matched[2].strip()


def make(document: dict[str, Any]) -> dict[str, str]:
    """The content of each file, by its path in the repository."""
    api = Api(document)
    files = {f"{FOLDER}/{kind.lower()}.json": _dump(json_schema(api, kind)) for kind in ROOTS}
    files[f"{FOLDER}/annotations.json"] = _dump(annotation_table(document))
    files[FIELD_TABLE] = field_table(api)
    return files


def _dump(data: dict[str, Any]) -> str:
    text = json.dumps(data, indent=2, ensure_ascii=False)
    # Short lists on one line: the files are read by people, too.
    short = re.compile(r"\[\s+((?:[^\[\]{}\n]+\s+){1,6}?)\]")
    return short.sub(lambda m: "[" + " ".join(m[1].split()) + "]", text) + "\n"


def _differences(files: dict[str, str]) -> Iterator[str]:
    for name, content in files.items():
        path = os.path.join(ROOT, name)
        committed = ""
        if os.path.exists(path):
            with open(path, encoding="utf-8", newline="") as file:
                committed = file.read()
        yield from difflib.unified_diff(
            committed.splitlines(keepends=True),
            content.splitlines(keepends=True),
            f"{name} (committed)",
            f"{name} (made from the document)",
        )


def _write(files: dict[str, str]) -> None:
    for name, content in files.items():
        path = os.path.join(ROOT, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(content)


def news(old: Documents, new: Documents) -> Iterator[str]:
    """What changed between two releases, in lines."""
    for name, roots in KINDS.items():
        before, after = old.documents[name], new.documents[name]
        lines = changes(before, after, roots)
        dates = (
            f"revision {before['revision']} ({old.version}) to {after['revision']} ({new.version})"
        )
        yield f"{name}, {dates}: {'what changed' if lines else 'no change'}"
        yield from (f"  {line}" for line in lines)


def _pin(old: Documents, new: Documents) -> None:
    """Has pyproject.toml pin the release that the files are made from."""
    path = os.path.join(ROOT, "pyproject.toml")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    pin = f"{PACKAGE}=={old.version}"
    if pin not in text:
        raise MissingError(f"pyproject.toml does not pin {pin}, which is installed")
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text.replace(pin, f"{PACKAGE}=={new.version}"))


def follow(old: Documents, new: Documents) -> None:
    """Says what changed since the last time, writes the files and pins the new release."""
    for line in news(old, new):
        print(line)
    files = make(new.documents["run.v1"])
    if new.version != old.version:
        _pin(old, new)
    _write(files)


def main(arguments: list[str]) -> int:
    """Writes or checks the files; gives the exit code."""
    parser = argparse.ArgumentParser(description="Makes schemas/cloud-run/ and a table.")
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument("--check", action="store_true", help="only say whether they are current")
    chosen.add_argument(
        "--newest", action="store_true", help="take the package index's newest release"
    )
    chosen.add_argument("--wheel", help=f"take a wheel of {PACKAGE}")
    options = parser.parse_args(arguments)
    try:
        known = installed()
        if options.newest or options.wheel:
            follow(known, newest() if options.newest else in_wheel(options.wheel))
            return 0
        files = make(known.documents["run.v1"])
    except (UnexpectedError, MissingError) as error:
        print(f"cloud_run_schema: {error}", file=sys.stderr)
        return 2
    if options.check:
        difference = list(_differences(files))
        sys.stdout.writelines(difference)
        if difference:
            print(
                f"these files are not what revision {known.revision} of run.v1 gives; "
                "run scripts/cloud_run_schema.py",
                file=sys.stderr,
            )
        return 1 if difference else 0
    _write(files)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
