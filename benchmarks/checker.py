"""Times `lint` against yamllint and check-jsonschema in one run, and prints the ratios.

    python benchmarks/checker.py [--runs N]

All commands are whole processes, run in turn (A B A B ...), because machines drift: only the
ratio of two medians from the same run means anything. Processor time (that of child processes
included) varies less than time on a busy machine. Peak memory is the operating system's own figure for
the finished process.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

MANIFEST = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata:
  name: netra-orders-staging
  labels:
    cloud.googleapis.com/location: us-central1
  annotations:
    run.googleapis.com/ingress: internal-and-cloud-load-balancing
spec:
  template:
    metadata:
      annotations:
        autoscaling.knative.dev/minScale: "1"
        autoscaling.knative.dev/maxScale: "20"
        run.googleapis.com/execution-environment: gen2
        run.googleapis.com/cloudsql-instances: netra-staging:us-central1:staging-shared-postgres
        run.googleapis.com/vpc-access-connector: staging-connector
        run.googleapis.com/vpc-access-egress: all-traffic
    spec:
      serviceAccountName: orders@netra-staging.iam.gserviceaccount.com
      containerConcurrency: 80
      timeoutSeconds: 300
      containers:
        - name: orders
          image: us-central1-docker.pkg.dev/netra-staging/backend/orders:2.11.0
          ports:
            - containerPort: 8080
          env:
            - name: ENVIRONMENT
              value: staging
            - name: SERVICE_ID
              value: orders
            - name: POSTGRES_HOST
              value: /cloudsql/netra-staging:us-central1:staging-shared-postgres
            - name: POSTGRES_PORT
              value: "5432"
            - name: POSTGRES_DB
              value: orders
            - name: POSTGRES_USER
              value: orders
            - name: DATABASE_URL
              valueFrom:
                secretKeyRef: {name: database-url, key: "3"}
            - name: SECRET_KEY
              valueFrom:
                secretKeyRef: {name: secret-key, key: "1"}
            - name: JWT_SECRET_KEY
              valueFrom:
                secretKeyRef: {name: jwt-secret-key, key: "2"}
            - name: SERVICE_SECRET
              valueFrom:
                secretKeyRef: {name: service-secret, key: "1"}
          resources:
            limits:
              cpu: "2"
              memory: 1Gi
          startupProbe:
            httpGet:
              path: /ready
            periodSeconds: 10
            failureThreshold: 9
  traffic:
    - latestRevision: true
      percent: 100
"""


def timed(
    command: list[str], environment: dict[str, str], cwd: Path
) -> tuple[float, float, float, int]:
    """Seconds, processor seconds, peak memory in MB and exit code of one run."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    busy = usage.ru_utime + usage.ru_stime
    return seconds, busy, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)


def compare(
    title: str,
    commands: dict[str, tuple[list[str], dict[str, str]]],
    cwd: Path,
    runs: int,
    before: dict[str, object] | None = None,
) -> None:
    """Runs the commands in turn and prints medians, ratios to the last one, and memory."""
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    processor: dict[str, list[float]] = {name: [] for name in commands}
    memory = dict.fromkeys(commands, 0.0)
    codes: dict[str, int] = {}
    for turn in range(runs + 1):
        for name, (command, environment) in commands.items():
            if before and name in before:
                before[name]()  # type: ignore[operator]
            taken, busy, peak, code = timed(command, environment, cwd)
            codes[name] = code
            memory[name] = max(memory[name], peak)
            if turn:  # the first round warms the file cache
                seconds[name].append(taken)
                processor[name].append(busy)
    reference = list(commands)[-1]
    base = statistics.median(seconds[reference])
    busy_base = statistics.median(processor[reference])
    print(f"\n{title} ({runs} runs each, in turn)")
    for name in commands:
        median = statistics.median(seconds[name])
        busy = statistics.median(processor[name])
        print(
            f"  {name:<34} {median * 1000:8.1f} ms   {median / base:5.2f} x {reference:<17}"
            f" {busy * 1000:8.1f} ms of a processor {busy / busy_base:5.2f} x"
            f" {memory[name]:6.1f} MB   exit {codes[name]}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--files", type=int, default=1000)
    options = parser.parse_args()
    scratch = Path(tempfile.mkdtemp())
    environment = {**os.environ, "CLOUDRUN_LINT_CACHE": str(scratch / "cache"), "NO_COLOR": "1"}
    # Installed tools have their bytecode; a checkout must be allowed to write its own.
    for name in ("GITHUB_ACTIONS", "PYTHONDONTWRITEBYTECODE"):
        environment.pop(name, None)
    rules = str(ROOT / "examples" / "netra-staging" / "rules.yaml")
    listing = subprocess.run(
        [BIN / "lint", "rules", "--rules", rules, "--format", "json"],
        capture_output=True,
        text=True,
        check=True,
    )
    print(f"{len(json.loads(listing.stdout))} rules in force with the example's rule set")
    try:
        (scratch / "service.yaml").write_text(MANIFEST)
        lint = [str(BIN / "lint"), "--rules", rules, "service.yaml"]
        plain = [str(BIN / "lint"), "service.yaml"]
        yamllint = [str(BIN / "yamllint"), "service.yaml"]

        def forget() -> None:
            shutil.rmtree(scratch / "cache", ignore_errors=True)

        compare(
            f"one manifest of {MANIFEST.count(chr(10))} lines",
            {
                "lint, built-in rules": (plain, environment),
                "lint, built-in and example rules": (lint, environment),
                "yamllint": (yamllint, environment),
            },
            scratch,
            options.runs,
        )
        compare(
            "the same, without a cached plan",
            {
                "lint, built-in rules": (plain, environment),
                "lint, built-in and example rules": (lint, environment),
                "yamllint": (yamllint, environment),
            },
            scratch,
            options.runs,
            {"lint, built-in rules": forget, "lint, built-in and example rules": forget},
        )
        many = scratch / "many"
        many.mkdir()
        for number in range(options.files):
            (many / f"service-{number:04}.yaml").write_text(
                MANIFEST.replace("netra-orders-staging", f"netra-orders-{number}-staging")
            )
        files = sorted(str(file) for file in many.iterdir())
        schema = str(ROOT / "schemas" / "cloud-run" / "service.json")
        compare(
            f"{options.files} manifests",
            {
                "lint, built-in rules": ([str(BIN / "lint"), str(many)], environment),
                "lint, built-in and example rules": (
                    [str(BIN / "lint"), "--rules", rules, str(many)],
                    environment,
                ),
                "check-jsonschema": (
                    [str(BIN / "check-jsonschema"), "--schemafile", schema, *files],
                    environment,
                ),
            },
            scratch,
            max(1, options.runs // 5),
        )
    finally:
        shutil.rmtree(scratch)
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"\npeak memory of any process: {usage.ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
