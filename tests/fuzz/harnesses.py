"""A harness for every reader: a function that takes bytes and raises only for what is broken.

Each function turns the bytes into an input of its reader, lets it be read, judged and reported as
the program would, and checks what must hold whatever the input is:

- no exception but the documented ones (`UsageError` and its kind);
- every report is whole: JSON and XML are valid, and no line begins a workflow command;
- a canary in the value of an env var is in no report;
- the time and the memory of one input are bounded (`run` checks that).

`tests/fuzz/README.md` says how they are run.
"""

from __future__ import annotations

import ast
import json
import os
import random
import re
import signal
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from types import FrameType
from typing import TypeVar

from lint.errors import UsageError
from lint.model.findings import Outcome
from lint.model.options import BUILDERS, Options
from lint.report import FORMATS, render
from tests.fuzz.bundles import folder, pack, unpack, write_tree

T = TypeVar("T")

CANARY = "kanarie7Qz3xW9"
"""A secret: seeds have it where only secrets are."""

MANIFEST_SECONDS = 2.0
BUILD_SECONDS = 5.0
REPAIR_SECONDS = 30.0  # several runs
MOST_BYTES = 300 << 20

_WORKFLOW = re.compile(r"^[ \t]*(?:::|##\[)", re.M)
_COMMAND = re.compile(r"::(?:error|warning|notice)(?: [^:\n]*)?::|(?!::|##\[)")
_ENV_VALUE = re.compile(r"(?:^|/)env/\d+/value$")


lean: random.Random | None = None
"""Set for long campaigns: then it chooses some of the report formats, and one way to judge an image.

Without it an input is judged in every way: in tests, and before an input counts as breaking.
"""


def _few(choices: Collection[T], number: int) -> list[T]:
    """All choices, or some of them in a lean campaign."""
    every = list(choices)
    return every if lean is None else lean.sample(every, min(number, len(every)))


class BrokenError(AssertionError):
    """Something that must hold whatever the input is does not hold."""


class TooLongError(BaseException):
    """An input takes more than its time; no `except Exception` of the program catches it."""


# What must hold of every report


def check_reports(outcome: Outcome, canary: str = "") -> None:
    """Renders an outcome in every format and checks the texts."""
    for finding in outcome.findings:
        if finding.name == "internal-error":
            raise BrokenError(f"internal error: {finding.message}")
    for name in _few(FORMATS, 3):
        text = render(name, outcome)
        if not text.endswith("\n"):
            raise BrokenError(f"{name} does not end in a line end")
        _check_form(name, text)
        if canary and canary in text:
            raise BrokenError(f"{name} shows the value of an env var")


def _check_form(name: str, text: str) -> None:
    if name in ("json", "sarif", "gitlab"):
        json.loads(text)
    elif name == "junit":
        ElementTree.fromstring(text)
    if name == "github":
        for line in text.splitlines():
            if not _COMMAND.match(line):
                raise BrokenError("github: a line begins with a command of its own")
    elif _WORKFLOW.search(text):
        raise BrokenError(f"{name}: a line begins like a workflow command")


def check_complaint(error: UsageError, canary: str = "") -> None:
    """Checks what the command would print to standard error."""
    text = f"lint: {error}\n"
    if _WORKFLOW.search(text):
        raise BrokenError("standard error: a line begins like a workflow command")
    if canary and canary in text:
        raise BrokenError("standard error shows a secret")


def _check(options: Options, canary: str = "") -> None:
    from lint.cli.main import _broken_rule_set
    from lint.engine.run import check
    from lint.model.rule import RuleSetError

    try:
        outcome = check(options)
    except RuleSetError as error:
        outcome = _broken_rule_set(error)
    except UsageError as error:
        check_complaint(error, canary)
        return
    check_reports(outcome, canary)


# Manifests and values


def manifest(data: bytes) -> None:
    """A manifest, judged by the built-in rules, and reported in every format."""
    with folder() as path:
        file = os.path.join(path, "service.yaml")
        _write(file, data)
        _check(Options([file]), canary_of(data))


_UNREAD = ("IN001", "IN002", "IN003")
"""The rules about a text that cannot be read as YAML."""


def repairs(data: bytes) -> None:
    """A manifest, repaired: it reads as before, and safe repairs do not change it again."""
    from lint.engine.repair import ROUNDS, repair
    from lint.engine.run import check
    from lint.settings import SettingsTree

    with folder() as path:
        file = os.path.join(path, "service.yaml")
        _write(file, data)
        if any(finding.rule in _UNREAD for finding in check(Options([file])).findings):
            return
        first = repair(Options([file]), SettingsTree(), unsafe=len(data) % 2 == 0)
        for name, before in first.before.items():
            after = first.after[name]
            if any(finding.rule in _UNREAD for finding in first.outcome.findings):
                raise BrokenError("a repaired manifest does not read any more")
            _write(file, after.text.encode())
            again = repair(Options([file]), SettingsTree(), unsafe=False)
            # A round fixes one finding at least: with fewer than ROUNDS, nothing was left.
            if again.before and first.fixed < ROUNDS:
                raise BrokenError("a repaired manifest is repaired again")
            if before.text == after.text:
                raise BrokenError("a repair changes nothing")


def tree_repairs(data: bytes) -> None:
    """A repository with scripts, a Dockerfile and ignore files, repaired: nothing is left to repair."""
    from lint.cli.fixing import _diff
    from lint.engine.repair import ROUNDS, repair
    from lint.settings import SettingsTree

    with folder() as path:
        write_tree(path, unpack(data))
        options = Options([path])
        options.source = path if len(data) % 3 else ""
        options.builder = BUILDERS[len(data) % len(BUILDERS)]
        with suppress(UsageError):
            first = repair(options, SettingsTree(), unsafe=len(data) % 2 == 0)
            for name, before in first.before.items():
                if before.text == first.after[name].text:
                    raise BrokenError("a repair changes nothing")
                for _ in _diff(name, before, first.after[name]):
                    pass
            for name in first.before:
                _write(name, first.after[name].text.encode())
            again = repair(options, SettingsTree(), unsafe=False)
            if again.before and first.fixed < ROUNDS:
                raise BrokenError("a repaired repository is repaired again")


def canary_of(data: bytes) -> str:
    """The canary, where it is in the input once, and there in the value of an env var."""
    from lint.manifest.reader import read_manifest

    if data.count(CANARY.encode()) != 1:
        return ""
    for document in read_manifest("x.yaml", data).documents:
        if document.root is None:
            continue
        for path, text in _scalars(document.root):
            if CANARY in text:
                return CANARY if _ENV_VALUE.search(path) else ""
    return ""


def _scalars(node: object, path: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    from lint.yaml.tree import MappingNode, ScalarNode, SequenceNode

    if isinstance(node, ScalarNode):
        yield path, node.text
    elif isinstance(node, MappingNode) and depth < 20:
        for name, _, value in node.items():
            yield from _scalars(value, f"{path}/{name}", depth + 1)
    elif isinstance(node, SequenceNode) and depth < 20:
        for number, item in enumerate(node.items):
            yield from _scalars(item, f"{path}/{number}", depth + 1)


def values(data: bytes) -> None:
    """A file for `--values`: YAML, JSON, or lines; and what it does to placeholders."""
    from lint.engine.placeholder_values import read_values
    from lint.yaml.placeholders import find, find_any, find_fill_ins, substitute

    with folder() as path:
        for name in ("values.yaml", "values.env"):
            file = os.path.join(path, name)
            _write(file, data)
            try:
                given = read_values(file)
            except UsageError as error:
                check_complaint(error, CANARY)
                continue
            text = data[:20_000].decode("utf-8", "replace")
            for found in (find(text), find_fill_ins(text), find_any(text)):
                assert all(isinstance(item, str) for item in found)
            substitute(text[:2_000], dict(list(given.items())[:50]), lambda _: None)


# Rules, settings, expressions

_JUDGED = b"""\
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: shop-staging, labels: {team: shop}}
spec:
  template:
    metadata:
      annotations:
        run.googleapis.com/cloudsql-instances: p:us-central1:db
        run.googleapis.com/vpc-access-connector: c
    spec:
      serviceAccountName: shop@p.iam.gserviceaccount.com
      containers:
      - name: app
        image: us-docker.pkg.dev/p/r/app:1
        startupProbe: {tcpSocket: {port: 8080}, periodSeconds: 10, failureThreshold: 3}
        resources: {limits: {cpu: "1", memory: 512Mi}}
        env:
        - {name: A, value: x}
        - {name: URL, value: "${URL}"}
        - name: KEY
          valueFrom: {secretKeyRef: {name: key, key: "1"}}
"""


def ruleset(data: bytes) -> None:
    """A rule set: compiled, then held against a service."""
    with folder() as path:
        _write(os.path.join(path, "rules.yaml"), data)
        _write(os.path.join(path, "service.yaml"), _JUDGED)
        options = Options([os.path.join(path, "service.yaml")])
        options.rules = [os.path.join(path, "rules.yaml")]
        options.no_cache = True
        _check(options)


def settings(data: bytes) -> None:
    """A `lint.toml` and a `[tool.lint]` table, found beside a manifest."""
    from lint.settings import SettingsTree

    with folder() as path:
        _write(os.path.join(path, "service.yaml"), _JUDGED)
        _write(os.path.join(path, "Dockerfile"), b"FROM python:3.12\nCOPY . .\n")
        for name in ("lint.toml", "pyproject.toml"):
            file = os.path.join(path, name)
            _write(file, data)
            manifest_path = os.path.join(path, "service.yaml")
            try:
                found = SettingsTree().of_file(manifest_path)
            except UsageError as error:
                check_complaint(error)
            else:
                if found.path and any(found.get(key) for key in _KEYS_OF_A_RUN):
                    _check(Options([manifest_path]))
            os.unlink(file)


_KEYS_OF_A_RUN = ("rules", "exclude", "overrides", "values", "fail-on", "source", "wheel")


def expressions(data: bytes) -> None:
    """The small languages: CEL, quantities, globs, numbers, patterns of rule sets."""
    from lint.support import cel
    from lint.support.globs import matches
    from lint.support.nearest import did_you_mean, nearest
    from lint.support.quantity import parse_quantity
    from lint.yaml.scalars import resolve

    text = data[:10_000].decode("utf-8", "replace")
    parse_quantity(text)
    for yaml_1_2 in (False, True):
        with suppress(ValueError):  # what the composer makes `bad-number` of
            resolve(text, yaml_1_2)
    matches("us-docker.pkg.dev/p/r/app", [text])
    matches(text, ["*app*", "a?c", "[a-z]*"])
    nearest(text, ["containers", "env", "image"])
    did_you_mean(text, ["containers", "env", "image"])
    if cel.is_installed():
        try:
            expression = cel.load_expression(cel.compile_expression(text))
            cel.evaluate(expression, _CEL_DATA)
        except cel.CelError:
            pass


_CEL_DATA: dict[str, object] = {
    "resource": {"kind": "Service", "metadata": {"name": "shop"}},
    "service": {"kind": "Service", "metadata": {"name": "shop"}},
    "job": {},
    "workerPool": {},
    "template": {"spec": {"containers": []}},
    "container": {"startupProbe": {"periodSeconds": 10, "failureThreshold": 3}},
    "env": {"A": "x"},
    "annotations": {"a": "b"},
}


# Images


def wheel_archive(data: bytes) -> None:
    """The bytes of a `.whl`, whatever they are."""
    with folder() as path:
        file = os.path.join(path, "app-1.0-py3-none-any.whl")
        _write(file, data)
        _judge_image(path, secret_of_code(data), wheel=file)


def wheel_members(data: bytes) -> None:
    """A wheel that is whole as an archive, with anything as its members."""
    from tests.image.wheels import Entry, zip_bytes

    entries = [
        Entry(name.encode("utf-8", "surrogateescape"), content)
        for name, content in unpack(data).items()
    ]
    with folder() as path:
        file = os.path.join(path, "app-1.0-py3-none-any.whl")
        _write(file, zip_bytes(entries))
        _judge_image(path, secret_of_code(data), wheel=file)


def deploy_steps(data: bytes) -> None:
    """A repository with scripts, workflows, builds and Terraform; judged, and printed as manifests."""
    from lint.deploy.as_manifest import manifest_of
    from lint.engine.project import steps_of

    files = unpack(data)
    with folder() as path:
        write_tree(path, files)
        _check(Options([path]))
        with suppress(UsageError):
            for step in steps_of([path]):
                if step.resource is not None:
                    manifest_of(step, places=len(data) % 2 == 0)


def saved_image(data: bytes) -> None:
    """The file of a saved image, beside a manifest."""
    with folder() as path:
        service, image = os.path.join(path, "service.yaml"), os.path.join(path, "image.tar")
        _write(service, _JUDGED)
        _write(image, data)
        options = Options([service])
        options.image = image
        _check(options)


def build(data: bytes) -> None:
    """A source tree with its Dockerfile, ignore files and code."""
    files = unpack(data)
    with folder() as path:
        write_tree(path, files)
        # A part of the input decides, so that every builder is met.
        builder = BUILDERS[len(data) % len(BUILDERS)]
        _judge_image(path, secret_of_code(data), source=path, builder=builder)


def secret_of_code(data: bytes) -> str:
    """The canary, where it is in the input once, and there in a line that is known to hide it."""
    lines = [line for line in data.split(b"\n") if CANARY.encode() in line]
    return CANARY if len(lines) == 1 and lines[0].decode("latin-1") in SECRET_LINES else ""


SECRET_LINES = (
    f'API_KEY = "{CANARY}"',
    f"ENV API_KEY={CANARY}",
    f"export API_KEY={CANARY}",
    f'RUN curl -H "Authorization: Bearer {CANARY}" https://x.example',
    f"# password: {CANARY}",
)
"""In a Python source, a Dockerfile and a script: literals and comments, which are never shown."""


def _judge_image(
    path: str, canary: str = "", *, wheel: str = "", source: str = "", builder: str = ""
) -> None:
    service = os.path.join(path, "service.yaml")
    if not os.path.exists(service):
        _write(service, _JUDGED)
    ways: list[tuple[list[str], str]] = [([service], "app.main:app"), ([], "")]
    for paths, entrypoint in _few(ways, 1):
        options = Options(paths)
        options.wheel = [wheel] if wheel else []
        options.source, options.builder = source, builder
        options.entrypoint = entrypoint
        _check(options, canary)


def python(data: bytes) -> None:
    """One Python source: facts, calls, start-up, demands, constants."""
    from lint.image.python.call_text import calls_as_text, calls_from_text
    from lint.image.python.calls import read_calls
    from lint.image.python.constants import module_constants
    from lint.image.python.demands import find_demands
    from lint.image.python.facts import ModuleFacts
    from lint.image.python.reader import read_facts
    from lint.image.source_limits import excess, quiet

    targets: tuple[tuple[int, int] | None, ...] = (None, (2, 7), (3, 8), (3, 14))
    for target in _few(targets, 1):
        facts = read_facts(data, target)
        kept = json.loads(json.dumps(facts.to_json()))
        assert ModuleFacts.from_json(kept).to_json() == facts.to_json()
        if facts.outline:
            assert calls_as_text(calls_from_text(facts.outline)) == facts.outline
    if excess(data.replace(b"\r\n", b"\n").replace(b"\r", b"\n"), len(data)):
        return
    calls = read_calls(data)
    if calls is not None:
        assert calls_as_text(calls_from_text(calls_as_text(calls))) == calls_as_text(calls)
    module_constants(data, {"PORT": "8080", "UNKNOWN": None}, len(data) % 2 == 0)
    try:
        with quiet():
            tree = ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    with suppress(RecursionError):  # documented
        find_demands(tree, data.replace(b"\r\n", b"\n").replace(b"\r", b"\n"))


def start_path(data: bytes) -> None:
    """Python modules that import and call each other, from the entry point on."""
    files = {name: text for name, text in unpack(data).items() if name.endswith(".py")}
    files.setdefault("app/main.py", b"from app.other import *\napp = make()\n")
    files.setdefault("app/__init__.py", b"")
    with folder() as path:
        write_tree(path, files)
        _judge_image(path, secret_of_code(data), source=path, builder="docker")


def dockerfile(data: bytes) -> None:
    """A Dockerfile: its stages, what RUN lines install, and where files land."""
    from lint.image.context.copy_map import CopyMap
    from lint.image.context.dockerfile import read_stages
    from lint.image.context.instructions import parse_instructions
    from lint.image.context.run_lines import run_effect

    text = data.decode("utf-8", "replace")
    read_stages(text)
    for instruction in parse_instructions(text)[:200]:
        if instruction.name.upper() == "RUN":
            run_effect(instruction.rest)
    run_effect(text[:5_000])
    copied = CopyMap(text, "Dockerfile")
    for path in _PATHS:
        copied.land(path)
        copied.generates("/" + path)
        copied.origins("/app/" + path)


_PATHS = (
    "app/main.py", "app/__init__.py", "app/services/monitoring/__init__.py", ".env", "a b/ü.py",
    "deep/" * 12 + "x.py", "app", "!app", "-", "[", "\udcff.py", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab",
)  # fmt: skip


def ignore_files(data: bytes) -> None:
    """The patterns of `.dockerignore`, `.gcloudignore`, `.gitignore` and of the settings."""
    from lint.image.context.build_context import Context
    from lint.image.context.builder_rules import builder_rules
    from lint.image.context.gcloudignore import gcloud_rules
    from lint.support.git_patterns import (
        GitPatterns,
        TooManyPatternsError,
        read_ignore_lines,
        split_lines,
    )

    with folder() as path:
        every = []
        _write(os.path.join(path, ".dockerignore"), data)
        for builder in ("docker", "kaniko"):
            every.append(
                builder_rules(os.path.join(path, ".dockerignore"), ".dockerignore", builder)
            )
        _write(os.path.join(path, ".gitignore"), data)
        every.append(gcloud_rules(path, "."))
        _write(os.path.join(path, ".gcloudignore"), data)
        every.append(gcloud_rules(path, "."))
        for rules in every:
            for file in _PATHS:
                decision = rules.decide(file)
                assert decision is not None
                rules.prunes(file)
                Context(path, ".", "docker", rules).excluded(file)
        try:
            patterns = GitPatterns(read_ignore_lines(os.path.join(path, ".gitignore")) or ())
            for file in _PATHS:
                patterns.ignores(file)
                patterns.ignores(file, True)
            GitPatterns(split_lines(data))
        except TooManyPatternsError:
            pass


def packaging(data: bytes) -> None:
    """`pyproject.toml`, `setup.cfg`, `setup.py`, `Procfile`, `requirements.txt`, in turn."""
    from lint.image.context.build_context import read_context
    from lint.image.packaging.settings import explain_missing
    from lint.image.packaging.source_roots import (
        project_scripts,
        source_roots,
        stated_dependencies,
    )

    files = unpack(data) or dict.fromkeys(
        ("pyproject.toml", "setup.cfg", "Procfile", "requirements.txt", ".gitignore"), data
    )
    with folder() as path:
        write_tree(path, files)
        os.makedirs(os.path.join(path, "app", "services"), exist_ok=True)
        for module in ("app/main.py", "app/services/monitoring/__init__.py", "src/app/x.py"):
            reason = explain_missing(path, module)
            if reason is not None:
                assert reason.line >= 1
        source_roots(path)
        project_scripts(path)
        stated_dependencies(data.decode("utf-8", "replace"))
        context = read_context(path)
        context.procfile()
        context.resembles("fastapi")
        context.mentions("requests")


def lock(data: bytes) -> None:
    """Lock files and requirements files."""
    from lint.image.packaging.lock_file import read_lock

    with folder() as path:
        for name in ("uv.lock", "pylock.toml", "requirements.txt"):
            file = os.path.join(path, name)
            _write(file, data)
            try:
                read_lock(file)
            except UsageError as error:
                check_complaint(error)


# What a container starts


def shell(data: bytes) -> None:
    """Shell text: its commands and their words."""
    from lint.support.shell import plain_command, read_commands
    from lint.support.shell_words import plain_words

    text = data.decode("utf-8", "replace")
    plain_command(text[:5_000])
    variables: dict[str, str | None] = {"PORT": "8080", "UNKNOWN": None, "@": "a\0b", "1": "x"}
    for command in read_commands(text) or ():
        words = plain_words(command.words, variables)
        assert all(isinstance(word, str) for word in words)
        for word in command.words:
            word.text(variables)
            assert word.names is not None
        for value in command.assignments.values():
            value.text(variables)


class _Files:
    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = {"/app/" + name.lstrip("/"): data for name, data in files.items()}

    def read(self, path: str) -> bytes | None:
        return self.files.get(path)

    def names(self, folder: str) -> list[str]:
        return [path[len(folder) + 1 :] for path in self.files if path.startswith(f"{folder}/")]


def start(data: bytes) -> None:
    """A container's command with the files it reads: scripts, and the settings of its server."""
    from lint.image.start.follow import find_launches
    from lint.image.start.launch import Surroundings

    files = unpack(data)
    stated = files.pop("command", b"sh start.sh").decode("utf-8", "replace")
    words = [word for word in stated.splitlines() if word][:100]
    env: dict[str, str | None] = {"A": "b", "UNKNOWN": None}
    extra = files.pop("env", b"").decode("utf-8", "replace")
    env.update(line.partition("=")[::2] for line in extra.splitlines()[:50])
    for known in (True, False):
        around = Surroundings(
            _Files(files),
            directory="/app" if known else None,
            env=env,
            scripts={"serve": "app.main:run"},
            env_known=known,
        )
        for launch in find_launches(words, around):
            repr(launch)
            assert launch.address is None or isinstance(launch.address.port, (int, type(None)))


# What earlier runs have kept


def inventory(data: bytes) -> None:
    """A recorded inventory, and a manifest that is held against it."""
    with folder() as path:
        file = os.path.join(path, "inventory.json")
        _write(file, data)
        service = os.path.join(path, "service.yaml")
        _write(service, _JUDGED)
        options = Options([service])
        options.inventory = file
        options.project, options.region = "p", "us-central1"
        _check(options)


def cached(data: bytes) -> None:
    """An entry of the cache that somebody else wrote: facts of modules."""
    from lint.image.python.facts import ModuleFacts
    from lint.support.cache import CacheFile

    key = ["x"]
    entry = CacheFile("facts", key)
    assert entry.store({"a": [1]})
    where = os.path.join(entry._folder, entry._name)
    with open(where, "wb") as stream:
        stream.write(data)
    if entry.load():
        raise BrokenError("an entry without our seal is believed")
    try:
        facts = json.loads(data)
    except (ValueError, RecursionError):
        return
    try:
        kept = ModuleFacts.from_json(facts)
    except (ValueError, TypeError):
        return
    json.dumps(kept.to_json())


def _write(file: str, data: bytes) -> None:
    with open(file, "wb") as stream:
        stream.write(data)


class Harness:
    """One function, the processor time in seconds that an input may take, and its seeds' names."""

    def __init__(self, one: Callable[[bytes], None], seconds: float) -> None:
        self.one = one
        self.name = one.__name__
        self.seconds = seconds


HARNESSES = {
    one.__name__: Harness(one, seconds)
    for one, seconds in (
        (manifest, MANIFEST_SECONDS),
        (repairs, BUILD_SECONDS),
        (tree_repairs, REPAIR_SECONDS),
        (values, MANIFEST_SECONDS),
        (ruleset, MANIFEST_SECONDS),
        (settings, MANIFEST_SECONDS),
        (expressions, MANIFEST_SECONDS),
        (wheel_archive, BUILD_SECONDS),
        (wheel_members, BUILD_SECONDS),
        (build, BUILD_SECONDS),
        (deploy_steps, BUILD_SECONDS),
        (saved_image, BUILD_SECONDS),
        (python, BUILD_SECONDS),
        (start_path, BUILD_SECONDS),
        (dockerfile, BUILD_SECONDS),
        (ignore_files, BUILD_SECONDS),
        (packaging, BUILD_SECONDS),
        (lock, BUILD_SECONDS),
        (shell, BUILD_SECONDS),
        (start, BUILD_SECONDS),
        (inventory, MANIFEST_SECONDS),
        (cached, MANIFEST_SECONDS),
    )
}


def run(harness: Harness, data: bytes) -> None:
    """Runs one input; raises what it breaks, `TooLongError` and `BrokenError` among that."""
    before = _peak()
    started = time.process_time()
    with _limited(harness.seconds * 1.5):
        harness.one(data)
    taken = time.process_time() - started
    if taken > harness.seconds:
        raise TooLongError(f"{taken:.1f} s of processor time")
    if _peak() - before > MOST_BYTES:
        raise BrokenError(f"{(_peak() - before) >> 20} MB more memory")


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Interrupts what takes more processor time, where the system can do so."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(_: int, frame: FrameType | None) -> None:
        raise TooLongError(f"more than {seconds} s of processor time")

    old = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, old)


def _peak() -> int:
    if sys.platform == "win32":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@cache
def warm_up(name: str) -> None:
    """Loads what a harness needs, so that the first input is not charged for it."""
    from tests.fuzz.seeds import seeds

    for data in seeds(name)[:3]:
        HARNESSES[name].one(data)


__all__ = ["CANARY", "HARNESSES", "Harness", "pack", "run", "warm_up"]
