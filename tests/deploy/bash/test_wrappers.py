"""lint.deploy.bash.wrappers: programs that run another one."""

import pytest

from tests.deploy.bash.scripts import lines


@pytest.mark.parametrize(
    "wrapper",
    [
        "sudo",
        "sudo -E -u me",
        "env A=1 B=2",
        "time",
        "exec",
        "command",
        "nohup",
        "timeout 600",
        "timeout -s KILL 10m",
        "retry",
        "retry -n 3",
        "with_retry 5",
        "run_cmd",
        "doppler run --",
        "op run --env-file=x --",
        "quiet",
        "cross-env A=1",
        "nice -n 5",
        "! ",
    ],
)
def test_wrapped(wrapper):
    assert lines(f"{wrapper} gcloud run deploy x") == ["gcloud run deploy x"]


@pytest.mark.parametrize(
    "talker",
    [
        "echo",
        "printf %s",
        "log",
        "info",
        "which",
        "command -v",
        "type",
        "man",
        "print_error",
        "say",
    ],
)
def test_not_run(talker):
    assert lines(f"{talker} gcloud run deploy x") == []


def test_xargs():
    assert lines("ls | xargs -I{} gcloud run deploy {} --cpu=1") == [
        "gcloud run deploy ${xargs} --cpu=1"
    ]
    assert lines("ls | xargs -I % gcloud run deploy a-%") == ["gcloud run deploy ${xargs}"]
    assert lines("ls | xargs -n1 gcloud run deploy") == ["gcloud run deploy ${xargs}"]


def test_other_shells():
    assert lines("bash -c 'gcloud run deploy x'") == ["gcloud run deploy x"]
    assert lines('sudo sh -ec "gcloud run deploy $X"') == ["gcloud run deploy ${X}"]
    assert lines("bash deploy.sh") == []


def test_gcloud_by_a_variable():
    assert lines("$GCLOUD run deploy x") == ["gcloud run deploy x"]
    assert lines("G=/opt/bin/gcloud\n$G run deploy x") == ["gcloud run deploy x"]
    assert lines("$TOOL run deploy x") == []
