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


def test_a_variable_before_gcloud_is_empty_or_runs_it():
    assert lines("$SUDO gcloud run deploy x") == ["gcloud run deploy x"]
    assert lines("${DRY_RUN:+echo} gcloud beta run deploy x") == ["gcloud beta run deploy x"]
    assert lines("$ECHO gcloud run deploy x") == []
    assert lines("$NAME gcloud is good") == []


@pytest.mark.parametrize(
    "shell", ["bash", "sh -e", "bash -s -- a b", "bash -eo pipefail -", "/bin/sh"]
)
def test_a_shell_runs_a_here_document(shell):
    script = f"N=x\n{shell} <<EOF\ngcloud run deploy $N\nbash\nEOF\n"
    assert lines(script) == ["gcloud run deploy x"]
    assert lines(f"cat <<'EOF' | {shell}\ngcloud run deploy x\nEOF\n") == ["gcloud run deploy x"]


def test_a_shell_that_runs_a_file_does_not_run_what_it_reads():
    assert lines("bash ask.sh <<EOF\ngcloud run deploy x\nEOF\n") == []
