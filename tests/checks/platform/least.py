"""The least manifest of each kind."""

from __future__ import annotations

SERVICE = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata:
  name: web
spec:
  template:
    spec:
      containers:
      - image: us-docker.pkg.dev/p/r/web:1
"""


JOB = """\
apiVersion: run.googleapis.com/v1
kind: Job
metadata:
  name: nightly
spec:
  template:
    spec:
      template:
        spec:
          containers:
          - image: us-docker.pkg.dev/p/r/nightly:1
"""


POOL = SERVICE.replace("serving.knative.dev", "run.googleapis.com").replace("Service", "WorkerPool")
