"""`cloud-drift`: what a deploy would take away."""

from __future__ import annotations

from tests.cloud.command import Run
from tests.cloud.manifests import SERVICE, line_of
from tests.cloud.server import StandIn


def test_drift(run: Run, project: StandIn) -> None:
    project.service(
        "web",
        template={
            "containers": [{"name": "app", "image": "x", "env": [{"name": "OLD", "value": "v"}]}],
            "volumes": [{"name": "cloudsql", "cloud_sql_instance": {"instances": ["a:b:old"]}}],
            "vpc_access": {"connector": "projects/p/locations/r/connectors/old"},
        },
        labels={"owner": "me"},
        iap_enabled=True,
    )
    text = "\n".join(line for line in SERVICE.split("\n") if "vpc-access" not in line)
    assert sorted(run.found(text)) == [
        ("LIVE040", line_of(text, "          env:")),
        ("LIVE042", line_of(text, "      annotations:")),
        ("LIVE043", line_of(text, "      annotations:")),
        ("LIVE044", line_of(text, "name: web")),
        ("LIVE046", line_of(text, "name: web")),
    ]
