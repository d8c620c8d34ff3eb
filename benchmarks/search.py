"""How long `lint` takes to search a repository of 5,000 files, beside `grep -r` on the same tree.

    python benchmarks/search.py [--runs N]

The tree has files of ten kinds, among them one manifest, one deploy script and one workflow with a
deploy step. The budget is 0.5 s on an idle machine; the ratio to grep depends less on the machine.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILES = 5_000
EXTENSIONS = ("py", "ts", "md", "yaml", "json", "sh", "txt", "tf", "css", "go")
MANIFEST = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: web}
spec: {template: {spec: {containers: [{image: us-docker.pkg.dev/p/r/web:1}]}}}
"""
COMMAND = "gcloud run deploy api --image=us-docker.pkg.dev/p/r/api:1 --region=us-central1\n"
WORKFLOW = f"on: push\njobs:\n  deploy:\n    steps:\n      - run: {COMMAND}"


def make_tree(folder: Path) -> None:
    """Writes the repository."""
    (folder / ".git").mkdir()
    for number in range(FILES - 3):
        path = folder / f"package{number % 100}" / f"file{number}.{EXTENSIONS[number % 10]}"
        path.parent.mkdir(exist_ok=True)
        path.write_text("hello: world\n" * 50)
    (folder / "service.yaml").write_text(MANIFEST)
    (folder / "deploy.sh").write_text(COMMAND)
    (folder / ".github" / "workflows").mkdir(parents=True)
    (folder / ".github" / "workflows" / "deploy.yml").write_text(WORKFLOW)


def timed(command: list[str], folder: Path, runs: int) -> tuple[float, float]:
    """Medians of wall and processor time in seconds, after one run that does not count."""
    walls, processors = [], []
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for number in range(runs + 1):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.perf_counter()
        subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
        wall = time.perf_counter() - began
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if number:
            walls.append(wall)
            used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            processors.append(used)
    return statistics.median(walls), statistics.median(processors)


def main() -> None:
    """Prints both programs' times and their ratio."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_tree(folder)
        lint = timed([sys.executable, "-P", "-m", "lint", "."], folder, runs)
        grep = timed(["grep", "-rlE", "gcloud run|serving.knative.dev", "."], folder, runs)
    for label, (wall, processor) in (("lint", lint), ("grep -r", grep)):
        print(f"{label:<8} {wall:.3f} s, {processor:.3f} s of a processor")
    print(f"lint / grep: {lint[0] / grep[0]:.1f} x")


if __name__ == "__main__":
    main()
