"""Manifests for the tests of the live look-ups, as text and as resources."""

from __future__ import annotations

from lint.manifest.reader import read_manifest
from lint.manifest.resource import Resource, classify
from lint.yaml.tree import MappingNode

SERVICE = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata:
  name: web
  namespace: shop-staging
  labels:
    cloud.googleapis.com/location: us-central1
    team: shop
  annotations:
    run.googleapis.com/ingress: internal
spec:
  template:
    metadata:
      annotations:
        autoscaling.knative.dev/minScale: "1"
        run.googleapis.com/cpu-throttling: "false"
        run.googleapis.com/cloudsql-instances: shop-staging:us-central1:main
        run.googleapis.com/vpc-access-connector: egress
        run.googleapis.com/vpc-access-egress: all-traffic
        run.googleapis.com/secrets: far:projects/99/secrets/far-key
    spec:
      serviceAccountName: web@shop-staging.iam.gserviceaccount.com
      timeoutSeconds: 60
      containers:
        - name: app
          image: us-docker.pkg.dev/shop-staging/app/web:1
          ports:
            - containerPort: 8000
          env:
            - name: MODE
              value: blue-green-mode
            - name: TOKEN
              valueFrom:
                secretKeyRef:
                  name: token
                  key: "2"
          resources:
            limits:
              cpu: "1"
              memory: 1Gi
          volumeMounts:
            - name: keys
              mountPath: /keys
          livenessProbe:
            httpGet:
              path: /alive
      volumes:
        - name: keys
          secret:
            secretName: keys
  traffic:
    - revisionName: web-1
      percent: 100
      tag: blue
"""

JOB = """\
apiVersion: run.googleapis.com/v1
kind: Job
metadata:
  name: nightly
spec:
  template:
    metadata:
      annotations:
        run.googleapis.com/execution-environment: gen2
    spec:
      taskCount: 3
      template:
        spec:
          maxRetries: 1
          timeoutSeconds: 900
          containers:
            - image: us-docker.pkg.dev/shop-staging/app/nightly:1
              env:
                - name: TOKEN
                  valueFrom:
                    secretKeyRef: {name: token, key: latest}
"""

POOL = """\
apiVersion: run.googleapis.com/v1
kind: WorkerPool
metadata:
  name: workers
  annotations:
    run.googleapis.com/manualInstanceCount: "2"
spec:
  template:
    metadata:
      name: workers-1
    spec:
      containers:
        - image: us-docker.pkg.dev/shop-staging/app/worker:1
  instanceSplits:
    - revisionName: workers-0
      percent: 100
"""


INSTANCE = """\
apiVersion: run.googleapis.com/v1
kind: Instance
metadata:
  name: agent
  labels: {cloud.googleapis.com/location: us-central1}
spec:
  containers:
  - image: us-docker.pkg.dev/p/r/agent:1
    env:
    - name: TOKEN
      valueFrom: {secretKeyRef: {name: token, key: latest}}
"""


def resource_of(text: str) -> Resource:
    """The one resource of a manifest."""
    manifest = read_manifest("service.yaml", text.encode())
    root = manifest.documents[0].root
    assert isinstance(root, MappingNode)
    kind, _ = classify(root)
    assert kind is not None
    return Resource(root, kind, manifest.source)


def line_of(text: str, needle: str) -> int:
    """The number of the only line that holds a text."""
    lines = [number for number, line in enumerate(text.split("\n"), 1) if needle in line]
    assert len(lines) == 1, lines
    return lines[0]
