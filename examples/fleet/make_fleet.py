"""Writes many manifests that differ, some of them wrong: python make_fleet.py FOLDER COUNT."""

import random
import sys
from pathlib import Path

SERVICE = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata:
  name: {name}
  labels: {{team: {team}, tier: {tier}}}
  annotations:
    run.googleapis.com/ingress: {ingress}
spec:
  template:
    metadata:
      annotations:
        autoscaling.knative.dev/minScale: '{least}'
        autoscaling.knative.dev/maxScale: '{most}'
        run.googleapis.com/vpc-access-connector: projects/shop/locations/{region}/connectors/main
        run.googleapis.com/vpc-access-egress: {egress}
    spec:
      serviceAccountName: {name}@shop.iam.gserviceaccount.com
      containerConcurrency: {concurrency}
      timeoutSeconds: {timeout}
      containers:
      - image: {region}-docker.pkg.dev/shop/{team}/{name}:{version}
        ports:
        - name: http1
          containerPort: 8080
        resources:
          limits: {{cpu: '{cpu}', memory: {memory}}}
        env:
{env}
        startupProbe:
          httpGet: {{path: /healthz, port: {probe}}}
          periodSeconds: 5
          failureThreshold: 12
  traffic:
  - latestRevision: true
    percent: {percent}
"""
WORDS = [
    "cart",
    "order",
    "stock",
    "price",
    "user",
    "mail",
    "search",
    "media",
    "audit",
    "report",
    "ledger",
    "session",
]
PER_FOLDER = 1_000


def manifest(number: int) -> str:
    """The manifest of a number; the same in every run. About one in five has a mistake."""
    choose = random.Random(number)
    team = choose.choice(WORDS)
    names = choose.sample(WORDS, 8)
    env = {f"{name.upper()}_URL": f"https://{name}.example.com/" for name in names[:6]}
    env["LOG_LEVEL"] = choose.choice(["info", "warning", "debug"])
    values = {
        "name": f"{team}-{choose.choice(WORDS)}-{number}",
        "team": team,
        "tier": choose.choice(["gold", "silver"]),
        "ingress": choose.choice(["all", "internal"]),
        "least": choose.randint(0, 2),
        "most": choose.randint(3, 40),
        "region": choose.choice(["europe-west1", "us-central1", "asia-east1"]),
        "egress": choose.choice(["all-traffic", "private-ranges-only"]),
        "concurrency": choose.choice([1, 20, 80]),
        "timeout": choose.choice([30, 300, 900]),
        "version": f"{choose.randint(1, 9)}.{choose.randint(0, 30)}.{choose.randint(0, 9)}",
        "cpu": choose.choice(["1", "2"]),
        "memory": choose.choice(["512Mi", "1Gi", "2Gi"]),
        "probe": 8080,
        "percent": 100,
    }
    mistake = choose.randrange(30)
    if mistake == 0:
        env["PORT"] = "8080"
    elif mistake == 1:
        values["memory"] = "8G"
    elif mistake == 2:
        values["timeout"] = 7200
    elif mistake == 3:
        values["percent"] = 90
    elif mistake == 4:
        values["ingress"] = "internl"
    elif mistake == 5:
        values["least"] = 50
    lines = [f"        - {{name: {name}, value: '{value}'}}" for name, value in env.items()]
    return SERVICE.format(**values, env="\n".join(lines))


def write(folder: Path, count: int) -> None:
    """Writes the manifests, with at most 1,000 in a folder."""
    for number in range(count):
        inside = folder / f"{number // PER_FOLDER:03}"
        if number % PER_FOLDER == 0:
            inside.mkdir(parents=True, exist_ok=True)
        (inside / f"service-{number:06}.yaml").write_text(manifest(number), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
