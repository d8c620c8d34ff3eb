"""Runs the harnesses of tests/fuzz for long: `scripts/fuzz.py --minutes 60 [--harness NAME]`.

Each harness runs in a process of its own, with atheris (coverage decides which inputs are kept)
where it is installed, else with the mutations of tests/fuzz/mutation.py. What breaks is made
small, and written once for each cause to the folder `--out`; the exit code is 1 then. A cause that is
repaired moves, with its input, to tests/fuzz/regressions/HARNESS/.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

FROZEN_SECONDS = 60
"""An input that takes so long outside of Python ends its process, with a trace."""


class Count:
    """What one process did: executions, and the causes that it met, each with an input."""

    def __init__(self, name: str, out: Path, state: Path) -> None:
        from tests.fuzz.harnesses import HARNESSES

        self.harness = HARNESSES[name]
        self.out = out / name
        self.state = state
        self.executions = 0
        self.causes: dict[str, int] = {}
        self.started = time.monotonic()
        self.current = state.with_suffix(".input")

    def one(self, data: bytes) -> None:
        """Runs one input; a cause that is new is written to the folder."""
        from tests.fuzz.breaking import what_breaks

        self.executions += 1
        if self.executions % 64 == 0:
            self.save()
        faulthandler.dump_traceback_later(FROZEN_SECONDS, exit=True)
        self.current.write_bytes(data)
        cause, trace = what_breaks(self.harness, data)
        faulthandler.cancel_dump_traceback_later()
        if not cause:
            return
        self.causes[cause] = self.causes.get(cause, 0) + 1
        if self.causes[cause] == 1:
            self.keep(cause, trace, data)
        self.save()

    def keep(self, cause: str, trace: str, data: bytes) -> None:
        """Writes the input, as small as 20 s can make it, and the trace."""
        from tests.fuzz import harnesses
        from tests.fuzz.breaking import what_breaks
        from tests.fuzz.minimise import minimise

        harnesses.lean, few = None, harnesses.lean
        if what_breaks(self.harness, data)[0] != cause:
            harnesses.lean = few  # only this way to judge it breaks; every way is tried by a test
        small = minimise(data, lambda other: what_breaks(self.harness, other)[0] == cause, 20.0)
        harnesses.lean = few
        self.out.mkdir(parents=True, exist_ok=True)
        name = sha256(cause.encode()).hexdigest()[:10]
        (self.out / name).write_bytes(small)
        (self.out / f"{name}.txt").write_text(f"{cause}\n{trace}", encoding="utf-8")

    def save(self) -> None:
        """Writes the counts, for the process that started this one."""
        report = {
            "executions": self.executions,
            "seconds": round(time.monotonic() - self.started),
            "causes": self.causes,
        }
        self.state.write_text(json.dumps(report), encoding="utf-8")


def run_one(name: str, seconds: float, engine: str, seed: int, out: Path, state: Path) -> None:
    """Runs one harness in this process."""
    os.environ["CLOUDRUN_LINT_DEBUG"] = "1"
    scratch = tempfile.mkdtemp(prefix="lint-fuzz-home-")
    os.environ["CLOUDRUN_LINT_CACHE"] = os.path.join(scratch, "cache")
    os.environ["XDG_STATE_HOME"] = os.path.join(scratch, "state")
    os.chdir(scratch)
    if engine == "atheris":
        import atheris

        with atheris.instrument_imports(include=["lint"]):
            from tests.fuzz import harnesses, seeds

            for each in seeds.seeds(name)[:5]:  # loads what is imported late
                harnesses.HARNESSES[name].one(each)
    from tests.fuzz import harnesses
    from tests.fuzz.harnesses import warm_up
    from tests.fuzz.seeds import seeds as seeds_of
    from tests.fuzz.seeds import words

    warm_up(name)
    _keep_plans()
    harnesses.lean = random.Random(seed)
    count = Count(name, out, state)
    if engine == "atheris":
        corpus = Path(scratch, "corpus")
        corpus.mkdir()
        for number, data in enumerate(seeds_of(name)):
            (corpus / f"seed{number}").write_bytes(data)
        short = [word for word in words(name) if 0 < len(word) < 60]
        lines = ["".join(f"\\x{byte:02x}" for byte in word) for word in short]
        entries = "".join(f'"{line}"\n' for line in lines)
        Path(scratch, "words").write_text(entries, encoding="ascii")
        options = [
            f"-max_total_time={int(seconds)}",
            f"-seed={seed}",
            "-max_len=20000",
            "-rss_limit_mb=0",
            f"-dict={scratch}/words",
        ]
        atheris.Setup(["fuzz", *options, str(corpus)], count.one, enable_python_coverage=True)
        atheris.Fuzz()
        return
    from tests.fuzz.mutation import Mutator

    pool = seeds_of(name)
    mutator = Mutator(pool, words(name), random.Random(seed))
    end = time.monotonic() + seconds
    for data in pool:
        count.one(data)
    while time.monotonic() < end:
        count.one(mutator.next())
    count.save()


def _keep_plans() -> None:
    """Loads the built-in rules once for all inputs; a third of a small run is that."""
    from lint.engine import context, run
    from lint.ruleset import builtin
    from lint.ruleset.plan import load_plan

    kept = {name: load_plan(name) for name in builtin.built_in_names()}

    def load(reference: str, root: str = "") -> object:
        return kept.get(reference) or load_plan(reference, root)

    context.load_plan = run.load_plan = load  # type: ignore[assignment]


def main() -> int:
    """Runs one or all harnesses, shares the minutes among them, and prints the counts."""
    from tests.fuzz.harnesses import HARNESSES

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=10.0, help="for all harnesses together")
    parser.add_argument("--harness", action="append", choices=list(HARNESSES), default=[])
    parser.add_argument("--engine", choices=("atheris", "mutation"), default="")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--out", type=Path, default=ROOT / ".fuzz")
    parser.add_argument("--state", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    engine = options.engine or ("atheris" if _has_atheris() else "mutation")
    names = options.harness or list(HARNESSES)
    seconds = options.minutes * 60 / len(names)
    if options.state is not None:
        run_one(names[0], seconds, engine, options.seed, options.out, options.state)
        return 0
    print(
        f"engine {engine}, seed {options.seed}, {seconds:.0f} s for each of {len(names)}",
        flush=True,
    )
    total = causes = 0
    for name in names:
        report = _run_apart(name, seconds, engine, options.seed, options.out)
        total += report["executions"]
        causes += len(report["causes"])
        print(f"{name:<15} {report['executions']:>9,} executions in {report['seconds']:>5} s, "
              f"{len(report['causes'])} causes", flush=True)  # fmt: skip
        for cause, times in report["causes"].items():
            print(f"    {times:>6} x {cause}", flush=True)
    print(f"{'all':<15} {total:>9,} executions, {causes} causes; inputs in {options.out}")
    return 1 if causes else 0


def _has_atheris() -> bool:
    from importlib.util import find_spec

    return find_spec("atheris") is not None


def _run_apart(name: str, seconds: float, engine: str, seed: int, out: Path) -> dict[str, object]:
    """Runs a harness in a process of its own, again where an input ends the process."""
    report: dict[str, object] = {"executions": 0, "seconds": 0, "causes": {}}
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 1:
        with tempfile.TemporaryDirectory() as folder:
            state = Path(folder, "state.json")
            words = ["--harness", name, "--engine", engine, "--minutes", str(left / 60)]
            words += ["--seed", str(seed), "--out", str(out), "--state", str(state)]
            done = subprocess.run(
                [sys.executable, "-P", __file__, *words],
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False,
            )  # fmt: skip
            if state.exists():
                part = json.loads(state.read_text(encoding="utf-8"))
                report["executions"] += part["executions"]
                report["seconds"] += part["seconds"]
                for cause, times in part["causes"].items():
                    report["causes"][cause] = report["causes"].get(cause, 0) + times
            if done.returncode == 0:
                break
            text = done.stderr.decode("utf-8", "replace")
            cause = f"the process ends with {done.returncode}"
            report["causes"][cause] = report["causes"].get(cause, 0) + 1
            (out / name).mkdir(parents=True, exist_ok=True)
            number = len(list((out / name).glob("ended-*.txt")))
            (out / name / f"ended-{number}.txt").write_text(text[-6000:], encoding="utf-8")
            last = state.with_suffix(".input")
            if last.exists():
                (out / name / f"ended-{number}").write_bytes(last.read_bytes())
            if number > 20:
                break
            seed += 1
    return report


if __name__ == "__main__":
    sys.exit(main())
