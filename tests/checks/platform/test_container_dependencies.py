"""`dependencies`: the texts that name dependencies, and circles among them."""

from __future__ import annotations

import pytest

from lint.checks.platform.container_dependencies import container_dependencies
from tests.checks.judging import found

SERVICE = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {{name: example}}
spec:
  template:
    metadata:
      annotations:
        run.googleapis.com/container-dependencies: '{text}'
    spec:
      containers:
      - {{name: a, ports: [{{containerPort: 8080}}]}}
      - {{name: b, startupProbe: {{tcpSocket: {{port: 1}}}}}}
      - {{name: c, startupProbe: {{tcpSocket: {{port: 2}}}}}}
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{a:[b]}", {"a": ["b"]}),
        ("{a: [b, c] }", {"a": ["b", "c"]}),
        ('{"a":["b"]}', {"a": ["b"]}),
        ('{"a":"b"}', None),
        ("[a]", None),
        ("{a:[b]", None),
        ("{a:[{b:c}]}", None),
    ],
)
def test_reading(text: str, expected: object) -> None:
    assert container_dependencies(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{a:[b],b:[c],c:[b]}", "container `b` depends on itself through `c`"),
        ("{c:[c]}", "container `c` depends on itself"),
        ("{a:[b,c],b:[c]}", None),
        ("{}", None),
        ("not a map", None),
    ],
)
def test_circles(text: str, message: str | None) -> None:
    findings = found("container-dependencies", SERVICE.format(text=text))
    assert [f.message for f in findings] == ([message] if message else [])


def test_a_long_chain_is_followed_without_recursion() -> None:
    chain = ",".join(f"n{number}:[n{number + 1}]" for number in range(3000))
    rules = {
        f.rule
        for f in found("container-dependencies", SERVICE.format(text="{" + chain + ",n3000:[n0]}"))
    }
    assert rules == {"CR150", "CR151"}
