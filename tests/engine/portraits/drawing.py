"""Portraits of manifests, as a run makes them."""

from __future__ import annotations

import tempfile
from pathlib import Path

from lint.engine.run import check
from lint.model.findings import Outcome
from lint.model.options import Options
from lint.model.portrait import Part, Portrait

MANIFEST = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata:
  name: orders
  labels:
    cloud.googleapis.com/location: europe-west1
  annotations:
    run.googleapis.com/ingress: internal
spec:
  traffic:
  - percent: 90
    latestRevision: true
  - percent: 10
    revisionName: orders-00012-abc
    tag: canary
  template:
    metadata:
      annotations:
        autoscaling.knative.dev/maxScale: "4"
        run.googleapis.com/cloudsql-instances: shop-project:europe-west1:orders
        run.googleapis.com/vpc-access-connector: shop-connector
        run.googleapis.com/vpc-access-egress: all-traffic
        run.googleapis.com/secrets: far:projects/other-project/secrets/far-key
    spec:
      serviceAccountName: orders@shop-project.iam.gserviceaccount.com
      containers:
      - name: web
        image: europe-west1-docker.pkg.dev/shop-project/app/orders:1.4.2
        command: [gunicorn, --bind, "0.0.0.0:8080", "orders.main:app"]
        ports: [{containerPort: 8080}]
        env:
        - {name: PLAIN, value: hunter2-hunter2}
        - {name: DATABASE, value: "host=/cloudsql/shop-project:europe-west1:orders"}
        - name: API_KEY
          valueFrom: {secretKeyRef: {name: api-key, key: "7"}}
        - name: FAR_KEY
          valueFrom: {secretKeyRef: {name: far, key: latest}}
        resources: {limits: {cpu: "2", memory: 1Gi}}
        startupProbe: {httpGet: {path: /ready, port: 8080}}
        volumeMounts: [{name: assets, mountPath: /srv/assets}]
      - name: proxy
        image: gcr.io/shop-project/proxy:2
      volumes:
      - name: assets
        csi: {driver: gcsfuse.run.googleapis.com, volumeAttributes: {bucketName: shop-assets}}
"""


def outcome_of(text: str, *paths: str, **more: str) -> Outcome:
    """The outcome of a run over a manifest, with portraits."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "service.yaml"
        file.write_text(text, encoding="utf-8")
        options = Options([str(file), *paths])
        options.format = ["html"]
        options.rules = [more["rules"]] if more else []
        return check(options)


def portrait_of(text: str) -> Portrait:
    (portrait,) = outcome_of(text).portraits
    return portrait


def rows_of(part: Part) -> list[tuple[str, str]]:
    return [(row.label, row.text) for row in part.rows]


def links_of(portrait: Portrait) -> list[tuple[str, str]]:
    """Each link as what it comes from and what it leads to."""
    return [
        (link.start.title if isinstance(link.start, Part) else link.start.text, link.target.title)
        for link in portrait.links
    ]
