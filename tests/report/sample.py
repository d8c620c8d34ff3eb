"""An outcome that has one of everything a report can meet."""

from __future__ import annotations

from lint.model.findings import (
    Accepted,
    Checked,
    Finding,
    NotRun,
    Outcome,
    Place,
    Related,
    ResourceId,
    Skipped,
    Unknown,
)
from lint.model.text import own
from tests.report.build import revealed

SECRET = "postgresql://app:hunter2@/orders"

MANIFEST = f"""\
apiVersion: serving.knative.dev/v1
kind: Service
metadata:
  name: orders
spec:
  template:
    metadata:
      annotations:
        run.googleapis.com/cloudsql-instances: shop:europe-west1:orders
        run.googleapis.com/vpc-access-egress: all-traffic
    spec:
      containers:
      - image: europe-docker.pkg.dev/shop/app/orders:${{TAG}}
        ports:
        -\tcontainerPort: 8080
        env:
        - name: PORT
          value: "80"
        - name: DATABASE_URL
          value: {SECRET}
        - {{name: 名前, value: "値", valu: ""}}
        startupProbe:
          tcpSocket:
            port: 8081
"""

MAIN = """\
import os

from orders.monitoring import metrics

SECRET_KEY = os.environ["SECRET_KEY"]
"""

IGNORE = "**/__pycache__/\n**/monitoring/\n!orders/\n"

WHEEL = "dist/orders-1.0-py3-none-any.whl"


def sample() -> Outcome:
    """Findings with and without second places, in a manifest, in code and in a wheel."""
    outcome = Outcome()
    manifest = revealed("service.yaml", MANIFEST)
    manifest.redact(18, 18, 18, 22)
    manifest.redact(20, 18, 20, 18 + len(SECRET))
    manifest.redact(21, 29, 21, 32)
    outcome.sources = {
        "service.yaml": manifest,
        f"{WHEEL}!orders/main.py": revealed(f"{WHEEL}!orders/main.py", MAIN),
        ".dockerignore": revealed(".dockerignore", IGNORE),
    }
    service = ResourceId("Service", "orders")
    outcome.findings = [
        Finding(
            rule="NETRA001",
            name="database-settings",
            title="The database settings are complete",
            severity="error",
            consequence="policy",
            message=f"the required env var `{name}` is not set",
            place=Place("service.yaml", 13, 9, 13, 14),
            help=f"Add `{name}` to the container's `env`.",
            because="Without them start-up stops at the database phase.",
            resource=service,
        )
        for name in ("POSTGRES_HOST", "POSTGRES_PORT")
    ]
    outcome.findings += [
        Finding(
            rule="CR031",
            name="egress-without-connector",
            title="VPC egress is set only together with a connector or network interface",
            severity="info",
            consequence="ignored",
            message="`vpc-access-egress` is set, and there is neither a connector nor a network",
            place=Place("service.yaml", 10, 9, 10, 45),
            help="Remove it, or add `run.googleapis.com/vpc-access-connector`.",
            resource=service,
        ),
        Finding(
            rule="CR012",
            name="reserved-env-name",
            title="An env var does not have a name that Cloud Run reserves",
            severity="error",
            consequence="refused",
            documented=True,
            message="the env var `PORT` is reserved: Cloud Run sets it itself",
            place=Place("service.yaml", 17, 17, 17, 21),
            help="Remove `PORT`; the port is `containerPort`.",
            resource=service,
            related=[Related(Place("service.yaml", 15, 11, 15, 24), "the port is set here")],
        ),
        Finding(
            rule="CR040",
            name="cloud-sql-instance-not-attached",
            title="Cloud SQL sockets belong to attached instances",
            severity="error",
            consequence="broken",
            message="the connection string has the socket of `shop:us:orders`, "
            "and only `shop:europe-west1:orders` is attached",
            place=Place("service.yaml", 20, 18, 20, 18 + len(SECRET)),
            help="Attach `shop:us:orders`, or connect to `shop:europe-west1:orders`.",
            because="The socket's folder is made for attached instances only.",
            resource=service,
            related=[
                Related(Place("service.yaml", 9, 48, 9, 72), "this instance is attached"),
                Related(Place("settings.py", 7, 1, 7, 9), "read here"),
            ],
        ),
        Finding(
            rule="CR005",
            name="unknown-field",
            title="Every field is known to Cloud Run",
            severity="warning",
            consequence="ignored",
            message="`valu` is not a field of an env var",
            place=Place("service.yaml", 21, 34, 21, 38),
            help="Rename it to `value`.",
            resource=service,
            related=[Related(Place("service.yaml", 21, 18, 21, 20), "in the variable 名前")],
        ),
        Finding(
            rule="CR050",
            name="probe-port",
            title="A probe has a valid port",
            severity="warning",
            consequence="risky",
            message="the start-up probe asks port 8081, and the container listens on 8080",
            place=Place("service.yaml", 22, 9, 24, 23),
            resource=service,
        ),
        Finding(
            rule="PY001",
            name="import-not-in-image",
            title="The image contains every module that start-up imports",
            severity="error",
            consequence="broken",
            message="start-up imports `orders.monitoring`, which the wheel does not hold",
            place=Place(f"{WHEEL}!orders/main.py", 3, 6, 3, 23),
            help="Remove `**/monitoring/` from `.dockerignore`, or add `!orders/monitoring/`.",
            related=[
                Related(Place(".dockerignore", 2, 1, 2, 15), "this pattern keeps it out"),
                Related(Place("pyproject.toml", 1, 1), "the build reads its files here"),
            ],
        ),
    ]
    outcome.findings.sort(key=lambda finding: finding.sort_key())
    outcome.accepted = [
        Accepted(
            Finding(
                rule="CR077",
                name="image-tag-latest",
                title="An image tag states a version",
                severity="warning",
                consequence="risky",
                message="the image has a tag that moves",
                place=Place("service.yaml", 13, 16, 13, 20),
                resource=service,
            ),
            "comment",
            own("the release job pins it <& more>"),
            "2027-01-31",
        ),
        Accepted(
            Finding(
                rule="CR012",
                name="reserved-env-name",
                title="An env var does not have a name that Cloud Run reserves",
                severity="error",
                consequence="refused",
                message="the env var `K_SERVICE` is reserved: Cloud Run sets it itself",
                place=Place("service.yaml", 19, 17, 19, 21),
                resource=service,
            ),
            "baseline",
        ),
    ]
    outcome.checked = [Checked("service.yaml", "Service", "orders"), Checked("b.yaml", "Job", "j")]
    outcome.skipped = [Skipped("values/prod.yaml", "not a Cloud Run resource")]
    outcome.not_run = [
        NotRun("NETRA005", "needs --wheel, --source or --image"),
        NotRun("NETRA006", "needs --wheel, --source or --image"),
        NotRun("CR901", "needs --live"),
    ]
    outcome.unknown = [Unknown(Place("service.yaml", 13, 54, 13, 60), "${TAG}")]
    outcome.notes = ["--set: no placeholder is called `TAGG`"]
    return outcome
