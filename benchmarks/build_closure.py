"""Times the import closure of a large build against `ruff analyze graph` on the same tree.

    python benchmarks/build_closure.py [--runs N]

A tree of 4,400 modules (45 MB) is generated, of which an entry point reaches 1,000. Everything is
a whole process, run in turn (A B C A B C ...), because machines drift: only the ratio of two
medians from the same run means anything. "cold" knows nothing, "warm" has the facts of an earlier
run, "changed" has them for all but ten modules. "calls" and "calls-cold" are like warm and cold
with the call graph of the start, which is followed where a finding depends on it: one module in
seven makes an object and calls a method of it. (Of the modules that 22 programs and libraries
import when they start, with all their dependencies, 13 % have a function that the start is proven
to call.) Peak memory is the operating system's own figure
for the finished process.

Then the same modules are put into a wheel, and the whole command checks a manifest that starts it,
first knowing nothing and then again; what that takes is compared with the bare start of the
command, `lint --version`.

The code of the tree is about as dense as that of common packages: the seconds that CPython needs
to parse a megabyte of it are printed beside those for the packages installed here.
"""

from __future__ import annotations

import argparse
import ast
import base64
import hashlib
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = 4400
REACHED = 1000
AREAS = 40
CALLING = 7
"""Of so many modules, one calls functions while it is imported."""

MANIFEST = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: shop}
spec:
  template:
    spec:
      containers:
        - image: us-docker.pkg.dev/example/shop/shop:1
          command: [uvicorn, "shop.area_00.part_0000:app"]
"""

CHECK = """\
import os, sys
sys.path.insert(0, sys.argv[1])
import gc
from lint.support.processes import own_this_process
own_this_process()  # this and the next line as in lint.cli.main
gc.set_threshold(200_000)
from lint.image.image import read_image
from lint.image.python.calls_cache import CallsCache
from lint.image.python.facts_cache import FactsCache
from lint.image.python.closure import import_closure
build = read_image([], sys.argv[2], "docker", "")
cache = FactsCache(os.path.abspath(sys.argv[2]))
calls = CallsCache(os.path.abspath(sys.argv[2]))
closure = import_closure(build.members, build.modules(), "shop.area_00.part_0000", cache=cache,
                         follow_calls=len(sys.argv) > 3, calls_cache=calls)
cache.save(build.members)
calls.save(build.members)
assert not closure.missing, closure.missing
print(sum(1 for reached in closure.reached.values() if "part_" in reached.display_path))
"""

CLASS = '''

class Handler{number}:
    """Keeps what part {number} of module {module} needs while a request is served.

    Parts are made once a process and shared between requests; nothing in here may keep a
    reference to the request that it served last. What is kept is bounded by `limit`, and what is
    given back is a copy, so that callers may change it as they like.
    """

    limit: int = {limit}

    def __init__(self, name: str, size: int = {size}) -> None:
        self.name = name
        self.size = size
        self._seen: set[str] = set()
'''

METHOD = '''
    def step_{number}(self, rows: Sequence[dict[str, object]], strict: bool = True) -> list[str]:
        """Gives the names in `rows` that have not been seen before.

        Rows without a name are called by their position. With `strict`, a name that comes twice
        raises `ValueError`; without it, the second one is left out and nothing is said.

        Args:
            rows: what the store gave, in its own order; nothing in it is changed
            strict: whether a name that was seen before is an error
        """
        found: list[str] = []
        for index, row in enumerate(rows):
            name = str(row.get("name", f"row-{{index}}"))
            # A name that comes twice is a fault of the caller, and is never passed on silently.
            if strict and name in self._seen:
                raise ValueError(f"{{name!r}} was seen twice in {{self.name}}")
            if len(found) >= self.limit:
                continue
            self._seen.add(name)
            found.append(name.strip().lower())
        return sorted(found)[:{size}]
'''


def module_name(number: int) -> str:
    return f"shop.area_{number % AREAS:02d}.part_{number:04d}"


def module_text(number: int, chance: random.Random) -> str:
    first, last = (0, REACHED) if number < REACHED else (REACHED, MODULES)
    position = 3 * (number - first) + first
    wanted = [other for other in range(position + 1, position + 4) if other < last]
    wanted += [chance.randrange(first, last) for _ in range(4)]
    lines = ['"""A part."""', "", "from __future__ import annotations", "", "import os"]
    lines += ["from collections.abc import Sequence", "from typing import TYPE_CHECKING"]
    for index, other in enumerate(wanted):
        package, _, name = module_name(other).rpartition(".")
        if index % 3 == 0:
            lines.append(f"from {package}.{name} import Handler0 as Other{index}")
        elif index % 3 == 1:
            lines.append(f"from {package} import {name}")
        else:
            lines.append(f"from ..{package.partition('.')[2]}.{name} import Handler1")
    lines += ["", f'KEY = os.environ.get("SHOP_KEY_{number}", "")', ""]
    text = "\n".join(lines)
    for part in range(3):
        limit, size = chance.randint(1, 99), chance.randint(1, 999)
        text += CLASS.format(number=part, module=number, limit=limit, size=size)
        for method in range(2 + part % 2):
            text += METHOD.format(number=method, size=size)
    if number % CALLING == 0:
        text += f'\n\nSHARED = Handler2("part {number}")\nFIRST = SHARED.step_0([])\n'
    return text


def generate(root: Path) -> int:
    chance = random.Random(7)
    for area in range(AREAS):
        folder = root / "shop" / f"area_{area:02d}"
        folder.mkdir(parents=True)
        (folder / "__init__.py").write_text('"""An area."""\n')
    (root / "shop" / "__init__.py").write_text('"""A shop."""\n')
    total = 0
    for number in range(MODULES):
        text = module_text(number, chance)
        (root / f"{module_name(number).replace('.', '/')}.py").write_text(text)
        total += len(text)
    return total


def build_wheel(tree: Path, folder: Path) -> Path:
    wheel = folder / "shop-1.0-py3-none-any.whl"
    info = "shop-1.0.dist-info"
    members = {str(path.relative_to(tree)): path.read_bytes() for path in tree.rglob("*.py")}
    members[f"{info}/METADATA"] = b"Metadata-Version: 2.1\nName: shop\nVersion: 1.0\n"
    members[f"{info}/WHEEL"] = (
        b"Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    record = ""
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(members.items()):
            archive.writestr(name, data)
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            record += f"{name},sha256={digest},{len(data)}\n"
        archive.writestr(f"{info}/RECORD", record + f"{info}/RECORD,,\n")
    return wheel


def time_wheel(tree: Path, folder: Path, runs: int, env: dict[str, str]) -> None:
    """Prints what checking a wheel takes, compared with the bare start of the command."""
    lint = str(Path(sys.executable).parent / "lint")
    manifest = folder / "service.yaml"
    manifest.write_text(MANIFEST)
    check = [lint, str(manifest), "--wheel", str(build_wheel(tree, folder)), "--fail-on=never"]
    taken: dict[str, list[float]] = {"start": [], "wheel": [], "again": []}
    for turn in range(runs + 1):
        for kind, seconds in taken.items():
            if kind == "wheel":
                shutil.rmtree(env["CLOUDRUN_LINT_CACHE"], ignore_errors=True)
            spent, _, _, _ = run([lint, "--version"] if kind == "start" else check, env)
            if turn:
                seconds.append(spent)
    base = statistics.median(taken["start"])
    for kind, seconds in taken.items():
        median = statistics.median(seconds)
        print(f"{kind:10} {median:6.3f} s {median / base:5.2f} x start")


def parse_seconds(paths: list[Path]) -> float:
    """Seconds that CPython's own parser needs for a megabyte."""
    random.Random(1).shuffle(paths)
    sources = [path.read_bytes() for path in paths[:100]]
    taken: list[float] = []
    for _ in range(5):
        start = time.process_time()
        for source in sources:
            try:
                ast.parse(source)
            except SyntaxError:
                continue
        taken.append(time.process_time() - start)
    return min(taken) / sum(map(len, sources)) * 1e6


def density(tree: Path) -> None:
    generated = parse_seconds(sorted(tree.rglob("part_00*.py")))
    print(f"parsing 1 MB: {generated:.3f} s of the generated tree", end="")
    for name in ("pydantic", "_pytest", "hypothesis", "pip"):
        folder = Path(ast.__file__).parent / "site-packages" / name
        for base in sys.path:
            if (Path(base) / name).is_dir():
                folder = Path(base) / name
        paths = sorted(folder.rglob("*.py"))
        if paths:
            print(f", {parse_seconds(paths):.3f} s of {name}", end="")
    print()


def run(command: list[str], env: dict[str, str]) -> tuple[float, float, int, str]:
    """Seconds, seconds of a processor, peak memory in KiB, output."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env) as p:
        assert p.stdout is not None
        output = p.stdout.read().decode()
        _, status, usage = os.wait4(p.pid, 0)
        p.returncode = os.waitstatus_to_exitcode(status)
    if p.returncode:
        raise SystemExit(f"{command[0]} failed with {p.returncode}")
    busy = usage.ru_utime + usage.ru_stime
    return time.perf_counter() - start, busy, usage.ru_maxrss, output


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    ruff = shutil.which("ruff", path=f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}")
    if ruff is None:
        raise SystemExit("ruff is not installed beside this Python")
    with tempfile.TemporaryDirectory() as directory:
        tree = Path(directory, "tree")
        size = generate(tree)
        print(f"{MODULES} modules, {size / 1e6:.1f} MB, closure of {REACHED} modules")
        cache = Path(directory, "cache")
        env = {**os.environ, "CLOUDRUN_LINT_CACHE": str(cache)}
        # Installed tools have their bytecode; a checkout must be allowed to write its own.
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        check = [sys.executable, "-c", CHECK, str(ROOT), str(tree)]
        graph = [ruff, "analyze", "graph", str(tree)]
        for command in (graph, check):
            run(command, env)
        kinds = ("ruff", "cold", "warm", "changed", "calls-cold", "calls")
        taken: dict[str, list[float]] = {kind: [] for kind in kinds}
        processor: dict[str, list[float]] = {kind: [] for kind in kinds}
        memory = dict.fromkeys(taken, 0)
        for _ in range(runs):
            for kind, seconds in taken.items():
                if kind in ("cold", "calls-cold"):
                    shutil.rmtree(cache, ignore_errors=True)
                if kind == "changed":
                    for number in range(0, REACHED, REACHED // 10):
                        os.utime(tree / f"{module_name(number).replace('.', '/')}.py")
                command = [*check, "calls"] if kind.startswith("calls") else check
                spent, busy, peak, output = run(graph if kind == "ruff" else command, env)
                if kind != "ruff" and int(output) != REACHED:
                    raise SystemExit(f"{kind}: {output.strip()} modules reached")
                seconds.append(spent)
                processor[kind].append(busy)
                memory[kind] = max(memory[kind], peak)
        time_wheel(tree, Path(directory), runs, env)
        # Last, because a process starts with the peak memory of the one that starts it.
        density(tree)
    base = statistics.median(taken["ruff"])
    for kind, seconds in taken.items():
        median = statistics.median(seconds)
        megabytes = memory[kind] / 1024
        best = min(seconds) / min(taken["ruff"])
        busy = statistics.median(processor[kind])
        work = busy / statistics.median(processor["ruff"])
        print(
            f"{kind:10} {median:6.3f} s {median / base:5.2f} x ruff (best of each: {best:5.2f} x)"
            f" {busy:6.3f} s of a processor {work:5.2f} x {megabytes:6.0f} MB"
        )


if __name__ == "__main__":
    main()
