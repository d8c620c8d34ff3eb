"""Cloud Build configurations: our findings against the decoder of the installed SDK.

The decoder is `LoadCloudbuildConfigFromPath`, with which `gcloud builds submit` begins. What it refuses
must have an error of ours, and what it takes none about its fields.
"""

from __future__ import annotations

import itertools
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from lint.deploy.cloudbuild_schema import check_fields, fields_of
from lint.deploy.file import DeployFile
from lint.deploy.substitutions import is_own
from lint.deploy.yaml_text import root_of
from lint.yaml.tree import MappingNode
from tests.conformance.gcloud_oracle import SDK, find_sdk

pytestmark = pytest.mark.slow

_WORKER = """
import json, sys, tempfile, warnings
warnings.simplefilter("ignore")
root = sys.argv[1]
sys.path[:0] = [root + "/lib", root + "/lib/third_party"]
from googlecloudsdk.api_lib.cloudbuild import config
from googlecloudsdk.generated_clients.apis.cloudbuild.v1 import cloudbuild_v1_messages as messages
from apitools.base.protorpclite import messages as fields
if len(sys.argv) > 2:
    table, todo = {}, [messages.Build]
    while todo:
        message = todo.pop()
        if message.__name__ in table:
            continue
        table[message.__name__] = [field.name for field in message.all_fields()]
        todo += [f.type for f in message.all_fields() if isinstance(f, fields.MessageField)]
    print(json.dumps(table))
    sys.exit()
for line in sys.stdin:
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(json.loads(line))
        file.flush()
        try:
            config.LoadCloudbuildConfigFromPath(file.name, messages)
            print(json.dumps(""))
        except Exception as error:
            print(json.dumps(type(error).__name__ + ": " + str(error)))
"""

_STRINGS = [
    "x",
    "'1'",
    "1",
    "true",
    "1.5",
    "null",
    "[a]",
    "[a, b]",
    "{a: b}",
    "[]",
    "'true'",
    "[1]",
]
_NUMBERS = ["1", "'1'", "x", "true", "null", "[1]", "['2', 3]", "{a: 1}"]
_BOOLS = ["true", "yes", "'true'", "1", "null", "[true]"]
_OBJECTS = ["{}", "[{}]", "x", "[x]", "null", "[]", "{zzz: 1}", "[{zzz: 1}]"]


@pytest.fixture(scope="module")
def sdk() -> SDK:
    found = find_sdk()
    if found is None:
        pytest.skip("gcloud is not installed")
    return found


def _ask(sdk: SDK, texts: list[str]) -> list[str]:
    lines = "".join(json.dumps(text) + "\n" for text in texts)
    done = subprocess.run(
        [sys.executable, "-c", _WORKER, sdk.root],
        input=lines,
        capture_output=True,
        text=True,
        timeout=500,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def _refused(text: str) -> list[str]:
    """Our errors about the fields of a build."""
    file = DeployFile("cloudbuild.yaml", text.encode())
    root = root_of(file)
    assert root is not None, text
    found = [str(fault.message) for fault in check_fields(root, file.source)]
    declared = root.get("substitutions")
    if isinstance(declared, MappingNode):
        found += [key for key in declared.keys if not is_own(key)]
    return found


def _values(kind: str) -> list[str]:
    plain = kind.removesuffix("[]")
    if plain == "str":
        return _STRINGS
    if plain == "int":
        return _NUMBERS
    if plain == "bool":
        return _BOOLS
    if plain == "map":
        return ["{_A: b}", "{_A: 1}", "{a: b}", "{_A: null}", "[_A]", "x", "{_A: [b]}", "{}"]
    if plain.startswith("="):
        first = plain[1:].split("|")[-1]
        return [first, f"'{first}'", first.lower(), "nonsense", "null", f"[{first}]"]
    return _OBJECTS if plain != "*" else []


_PLACES = {
    "Build": ("steps: [{{name: a}}]\n{}", ("steps", "source")),
    "Step": ("steps: [{{name: a, {}}}]", ("name",)),
    "Options": ("steps: [{{name: a}}]\noptions: {{{}}}", ()),
    "Volume": ("steps: [{{name: a, volumes: [{{{}}}]}}]", ()),
    "Artifacts": ("steps: [{{name: a}}]\nartifacts: {{{}}}", ()),
    "Objects": ("steps: [{{name: a}}]\nartifacts: {{objects: {{{}}}}}", ()),
    "SecretManager": ("steps: [{{name: a}}]\navailableSecrets: {{secretManager: [{{{}}}]}}", ()),
}


def _builds() -> list[str]:
    texts = []
    for message, (place, left_out) in _PLACES.items():
        for field, kind in fields_of(message).items():
            if field in left_out:
                continue
            snake = "".join("_" + c.lower() if c.isupper() else c for c in field)
            names = {field, snake}
            for name, value in itertools.product(sorted(names), _values(kind)):
                texts.append(place.format(f"{name}: {value}"))
        for wrong in ("zzz: 1", "Name: a", "image: x"):
            texts.append(place.format(wrong))
    texts += [
        "steps: []",
        "steps: null",
        "steps: {name: a}",
        "steps: [a]",
        "steps: a",
        "images: [a]",
    ]
    return texts


def _mixed(number: int) -> list[str]:
    """Builds with several fields at once, some of them wrong."""
    chance = random.Random(7)
    texts = []
    for _ in range(number):
        parts: dict[str, list[str]] = {}
        for message in ("Build", "Step", "Options"):
            fields = [
                (field, kind)
                for field, kind in fields_of(message).items()
                if field not in _PLACES[message][1] and _values(kind)
            ]
            parts[message] = [
                f"{field}: {chance.choice(_values(kind))}"
                for field, kind in chance.sample(fields, chance.randint(0, 2))
                if message != "Build" or field != "options"
            ]
        step = ", ".join(["name: a", *parts["Step"]])
        lines = [f"steps: [{{{step}}}]", *parts["Build"]]
        if parts["Options"]:
            lines.append(f"options: {{{', '.join(parts['Options'])}}}")
        texts.append("\n".join(lines))
    return texts


def test_fields_are_those_of_the_sdk(sdk: SDK) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WORKER, sdk.root, "fields"],
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    table = json.loads(done.stdout)
    names = {
        "Build": "Build",
        "Step": "BuildStep",
        "Options": "BuildOptions",
        "Volume": "Volume",
        "Artifacts": "Artifacts",
        "Objects": "ArtifactObjects",
        "SecretManager": "SecretManagerSecret",
        "Secrets": "Secrets",
        "Inline": "InlineSecret",
        "Maven": "MavenArtifact",
        "Npm": "NpmPackage",
        "Python": "PythonPackage",
        "Pool": "PoolOption",
    }
    for ours, theirs in names.items():
        # A newer SDK may have more.
        assert set(fields_of(ours)) <= set(table[theirs]), ours
        if sdk.version == 528:
            assert set(fields_of(ours)) == set(table[theirs]), ours


def test_what_is_refused_is_an_error_and_nothing_else(sdk: SDK) -> None:
    texts = [*_builds(), *_mixed(600)]
    assert len(texts) > 1_200
    different = [
        (text, verdict, ours)
        for text, verdict in zip(texts, _ask(sdk, texts), strict=True)
        for ours in [_refused(text)]
        if bool(verdict) != bool(ours)
    ]
    assert different == []


def test_real_builds_are_taken(sdk: SDK) -> None:
    folder = Path(__file__).parents[2] / "examples"
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("cloudbuild*.yaml"))]
    texts.append(
        "steps:\n- name: gcr.io/cloud-builders/docker\n  args: [build, -t, x, .]\n"
        "images: [x]\ntimeout: 600s\noptions: {logging: CLOUD_LOGGING_ONLY}\n"
    )
    assert _ask(sdk, texts) == [""] * len(texts)
    assert [_refused(text) for text in texts] == [[]] * len(texts)
