"""The import closure held against the interpreter itself.

Packages are generated, one file of each is removed, and the entry point is imported in an
interpreter of its own: it must fail exactly where the closure has an error. The same is done with
real wheels from the registry, where it can be reached.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from lint.image.image import Image, read_image
from lint.image.python.closure import Closure, Missing, import_closure
from lint.image.python.facts import ModuleFacts

CASES = 300

DRIVER = '''
import json, os, sys, warnings

def attempt(path, entry):
    """("", "") when all went well, else when it failed and the name that was asked for."""
    sys.path[:0] = path
    sys.dont_write_bytecode = True
    warnings.simplefilter("ignore")
    phase = "import"
    try:
        __import__(entry)
        phase = "call" if sys.argv[1:] else ""
        called = set()
        while phase:
            new = [m for n, m in sorted(sys.modules.items()) if n not in called
                   and (getattr(m, "__file__", None) or "").startswith(path[0])]
            if not new:
                return "", ""
            for module in new:
                called.add(module.__name__)
                getattr(module, "call", lambda: None)()
        return "", ""
    except ModuleNotFoundError as error:
        return phase, error.name
    except ImportError as error:
        return phase, str(error.name) + " " + str(error).split("'")[1]

verdicts = []
for path, entry in json.load(sys.stdin):
    reading, writing = os.pipe()
    process = os.fork()
    if not process:
        try:
            os.write(writing, json.dumps(attempt(path, entry)).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with open(reading, "rb") as stream:
        verdicts.append(json.loads(stream.read() or b'["crash", ""]'))
    os.waitpid(process, 0)
print(json.dumps(verdicts))
'''


def _common(one: list[str], other: list[str]) -> list[str]:
    """The parts with which both names begin."""
    shared: list[str] = []
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        shared.append(mine)
    return shared


class Package:
    """Modules that import each other at random; a later one never imports an earlier one."""

    def __init__(self, seed: int) -> None:
        self.chance = chance = random.Random(seed)
        folders = ["app"]
        for number in range(chance.randint(1, 4)):
            folders.append(f"{chance.choice(folders)}.sub{number}")
        self.bare = {folder for folder in folders if chance.random() < 0.25}
        modules = [f"{chance.choice(folders)}.mod{number}" for number in range(9)]
        self.modules = ["app.main", *modules]
        self.packages = [folder for folder in folders if folder not in self.bare]
        self.files = {f"{name.replace('.', '/')}.py": self.module(name) for name in self.modules}
        for folder in self.packages:
            self.files[f"{folder.replace('.', '/')}/__init__.py"] = self.package(folder)

    def module(self, name: str) -> str:
        lines = [
            "import sys",
            "__all__ = ['VALUE']",
            f"VALUE = {name!r}",
            "def call():",
            "    pass",
        ]
        index = self.modules.index(name)
        for _ in range(self.chance.randint(0, 4) if index else 4):
            later = self.modules[index + 1 :]
            if later:
                lines += self.wrapped(self.statement(name, self.chance.choice(later), False))
        return "\n".join(lines) + "\n"

    def package(self, name: str) -> str:
        lines = ["import sys", "__all__ = ['VALUE']", "VALUE = 1", "def call():", "    pass"]
        inside = [other for other in self.modules[1:] if other.startswith(f"{name}.")]
        if inside and self.chance.random() < 0.4:
            lines += self.wrapped(self.statement(name, self.chance.choice(inside), True))
        return "\n".join(lines) + "\n"

    def statement(self, importer: str, wanted: str, package: bool) -> str:
        parent, _, name = wanted.rpartition(".")
        home = importer if package else importer.rpartition(".")[0]
        forms = [
            f"import {wanted}",
            f"import {wanted} as other",
            f"from {parent} import {name}",
            f"from {wanted} import VALUE",
            f"from {wanted} import *",
            f"import importlib; importlib.import_module({wanted!r})",
        ]
        shared = _common(home.split("."), parent.split("."))
        dots = "." * (len(home.split(".")) - len(shared) + 1)
        rest = ".".join(wanted.split(".")[len(shared) :])
        inner = ".".join(parent.split(".")[len(shared) :])
        forms += [f"from {dots}{rest} import VALUE", f"from {dots}{inner} import {name}"]
        if self.chance.random() < 0.03:
            forms.append(f"from {wanted} import NOT_THERE")
        return self.chance.choice(forms)

    def wrapped(self, statement: str) -> list[str]:
        if statement.endswith("*"):
            return [statement]
        kind = self.chance.choice(
            ["plain"] * 4 + ["try", "raise", "other", "never", "def", "class"]
        )
        if kind == "try":
            error = self.chance.choice(
                ["ImportError", "ModuleNotFoundError", "Exception", "(KeyError, ImportError)"]
            )
            return ["try:", f"    {statement}", f"except {error}:", "    pass"]
        if kind == "raise":
            return ["try:", f"    {statement}", "except ImportError:", "    raise"]
        if kind == "other":
            return [
                "try:",
                f"    {statement}",
                "except KeyError:",
                "    pass",
                "finally:",
                "    pass",
            ]
        if kind == "never":
            test = self.chance.choice(["sys.version_info < (3,)", "sys.platform == 'none'"])
            return ["import sys", f"if {test}:", f"    {statement}"]
        if kind == "def":
            return [
                "def call(before=call):",
                f"    {statement}",
                "    before()",
            ]
        if kind == "class":
            return ["class Holder:", f"    {statement}"]
        return [statement]

    def write(self, folder: Path) -> str:
        """Writes all files but one, and gives that one's path."""
        removed = self.chance.choice(sorted(set(self.files) - {"app/main.py"}))
        for path, text in self.files.items():
            if path != removed:
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_text(text, encoding="utf-8")
        return removed


WHEELS = {
    "attrs==26.1.0": "attr",
    "boltons==26.2.0": "boltons.iterutils",
    "click==8.5.1": "click",
    "docutils==0.23": "docutils.core",
    "flask==3.1.3": "flask",
    "httpx==0.28.1": "httpx",
    "jinja2==3.1.6": "jinja2",
    "mistune==3.4.0": "mistune",
    "networkx==3.6.1": "networkx",
    "packaging==26.3": "packaging.requirements",
    "pluggy==1.7.0": "pluggy",
    "pygments==2.21.0": "pygments.lexers",
    "pyparsing==3.3.3": "pyparsing",
    "requests==2.34.2": "requests",
    "rich==15.0.0": "rich.console",
    "sqlparse==0.6.1": "sqlparse",
    "starlette==1.10.0": "starlette.applications",
    "tomlkit==0.15.2": "tomlkit",
    "urllib3==2.8.0": "urllib3",
    "werkzeug==3.1.9": "werkzeug",
}
"""Distributions of the registry, with a module that programs import; fixed, as is our verdict."""
OF_EACH = 12


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheels of `WHEELS` and all that they require."""
    folder = tmp_path_factory.mktemp("wheels")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--only-binary=:all:"]
    command += ["--retries=0", "--timeout=10", "--dest", str(folder), *WHEELS]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    except subprocess.TimeoutExpired:
        pytest.skip("the registry did not answer in time")
    if done.returncode:
        pytest.skip("the registry cannot be reached: " + done.stderr.strip()[-200:])
    return folder


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the driver forks an interpreter for each case")
def test_real_wheels(wheels: Path, tmp_path: Path) -> None:
    installed = {}
    for wheel in sorted(wheels.glob("*.whl")):
        installed[wheel.name] = tmp_path / wheel.name
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(installed[wheel.name])
    chance = random.Random(1)
    cases: list[tuple[list[str], str]] = []
    closures: list[tuple[str, Closure]] = []
    for pinned, entry in WHEELS.items():
        (wheel,) = wheels.glob(f"{pinned.replace('==', '-')}-*.whl")
        whole = read_image([str(wheel)], "", "docker", "")
        facts: dict[str, ModuleFacts] = {}
        reached = import_closure(whole.members, whole.modules(), entry, facts).reached
        paths = {whole.modules()[module] for module in reached} - {whole.modules()[entry]}
        paths = {path for path in paths if path in whole.members}
        for path in [None, *chance.sample(sorted(paths), min(OF_EACH, len(paths)))]:
            folder = tmp_path / str(len(cases))
            build = Image(whole.wheels, None, "")
            if path is not None:
                del build.members[path]
            for member in build.members:
                (folder / member).parent.mkdir(parents=True, exist_ok=True)
                os.link(installed[wheel.name] / member, folder / member)
            others = [str(path) for name, path in installed.items() if name != wheel.name]
            cases.append(([str(folder), *others], entry))
            closure = import_closure(build.members, build.modules(), entry, facts)
            closures.append((f"{wheel.name} without {path}", closure))
    verdicts = interpreter(cases, calls=False)
    faults: list[str] = []
    for (what, closure), (phase, name) in zip(closures, verdicts, strict=True):
        now = {key for key, item in reported(closure).items() if not (item.guarded or item.later)}
        name = name.replace(" ", ".")
        if phase == "import" and name not in now:
            # Where a package makes its names as it is asked for them, nobody can tell.
            facts = closure.reached[name.rpartition(".")[0]].facts
            if not (facts.lazy_names or facts.open_submodules):
                faults.append(f"{what}: {name} is no error")
        elif not phase and now:
            faults.append(f"{what}: errors that are none: {now}")
    assert len(cases) >= 200
    assert sum(1 for phase, _ in verdicts if phase) >= 100
    assert faults == [], "\n".join(faults)


def closure_of(folder: Path, entry: str) -> Closure:
    build = read_image([], str(folder), "docker", "")
    return import_closure(build.members, build.modules(), entry)


def interpreter(cases: list[tuple[list[str], str]], calls: bool = True) -> list[list[str]]:
    """For each (path, entry point): when it failed, and what was missing.

    The first folder of the path holds the package; `calls` has its functions called, too.
    """
    command = [sys.executable, "-I", "-c", DRIVER, *(["calls"] if calls else [])]
    done = subprocess.run(command, input=json.dumps(cases), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    verdicts: list[list[str]] = json.loads(done.stdout)
    return verdicts


def reported(closure: Closure) -> dict[str, Missing]:
    """What is missing by dotted name: a name of a package and a module of it read alike."""
    found: dict[str, Missing] = {}
    for item in sorted(closure.missing, key=lambda item: (item.guarded, item.later)):
        found.setdefault(f"{item.module}.{item.name}".rstrip("."), item)
    return found


def disagreement(closure: Closure, phase: str, name: str) -> str:
    """What the closure says that the interpreter does not, or the other way round; "" if nothing."""
    found = reported(closure)
    name = name.replace(" ", ".")
    sure = {key: item for key, item in found.items() if not item.guarded}
    if phase == "":
        return f"errors that are none: {sorted(sure)}" if sure else ""
    if phase == "crash":  # importlib's own KeyError, where a package failed and is asked again
        return "" if found else "nothing is told"
    if phase == "import":
        if name not in sure:
            return f"{name} is no error"
        return f"{name} is called later" if sure[name].later else ""
    # What is imported under a guard may well call something that is not.
    return "" if name in found else f"{name} is not told"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the driver forks an interpreter for each case")
def test_generated_packages(tmp_path: Path) -> None:
    cases: list[tuple[list[str], str]] = []
    removed: list[str] = []
    for seed in range(CASES):
        folder = tmp_path / str(seed)
        folder.mkdir()
        removed.append(Package(seed).write(folder))
        cases.append(([str(folder)], "app.main"))
    verdicts = interpreter(cases)
    failed = sum(1 for phase, _ in verdicts if phase)
    assert failed > CASES / 5, "too few cases fail to tell anything"
    assert failed < CASES * 4 / 5, "too few cases succeed to tell anything"
    faults: list[str] = []
    for (path, entry), gone, (phase, name) in zip(cases, removed, verdicts, strict=True):
        fault = disagreement(closure_of(Path(path[0]), entry), phase, name)
        if fault:
            faults.append(f"{Path(path[0]).name} without {gone}: {phase} {name}: {fault}")
    assert faults == [], "\n".join(faults)
