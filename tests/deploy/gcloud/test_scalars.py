"""lint.deploy.gcloud.scalars: numbers, choices and durations as gcloud converts them."""

import pytest

from lint.deploy.gcloud.scalars import seconds_of
from tests.deploy.gcloud.reading import kinds, spec, step_of

DEPLOY = "gcloud run deploy api --image=a "


@pytest.mark.parametrize(
    ("flag", "good", "bad"),
    [
        ("--port", ["1", "65535", "default", "$P"], ["0", "65536", "x", "1.5"]),
        ("--concurrency", ["1", "5000", "default"], ["0", "-1", "x"]),
        ("--min-instances", ["0", "default"], ["-1", "x"]),
        ("--max", ["0", "3"], ["-1"]),
        ("--scaling", ["auto", "0", "5"], ["-1", "x"]),
        ("--timeout", ["1", "5m", "$T"], ["0", "x", "0.5s"]),
        ("--ingress", ["all", "internal"], ["none"]),
        ("--execution-environment", ["gen1", "gen2", "$G"], ["gen3"]),
        ("--build-service-account", ["projects/p/serviceAccounts/a@b"], ["a@b"]),
    ],
)
def test_values_of_each_type(flag, good, bad):
    for value in good:
        step = step_of(f"{DEPLOY}{flag}={value}")
        assert [fault.kind for fault in step.faults if fault.kind == "bad-flag-value"] == []
    for value in bad:
        assert "bad-flag-value" in [kind for kind, _ in kinds(f"{DEPLOY}{flag}={value}")]


def test_the_largest_target_of_scaling():
    line = "gcloud beta run deploy api --image=a --scaling-cpu-target="
    assert kinds(line + "0.95") == []
    assert kinds(line + "0.96") == [("bad-flag-value", 59)]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("300", 300),
        ("300s", 300),
        ("5m", 300),
        ("1h30m", 5400),
        ("1.5m", 90),
        ("1d", 86400),
        ("PT1H", 3600),
        ("+5", 5),
        ("1500ms", 1.5),
        ("5 m", None),
        ("x", None),
        ("10x", None),
        ("", None),
        ("m5", None),
    ],
)
def test_durations(text, seconds):
    assert seconds_of(text) == seconds


def test_a_duration_is_sent_in_seconds():
    assert spec(f"{DEPLOY}--timeout=1h")["timeoutSeconds"] == 3600
