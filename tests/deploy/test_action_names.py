"""Inputs that deploy-cloudrun does not have."""

from __future__ import annotations

import pytest

from tests.deploy.action_reading import IMAGE, faults_of, messages_of, read_step


@pytest.mark.parametrize(
    ("release", "line", "help"),
    [
        ("v2", "port: 3000", "Use `flags: --port=3000`."),
        ("v2", "allow_unauthenticated: true", "Use `flags: --allow-unauthenticated`."),
        ("v2", "cpu_throttling: false", "Use `flags: --no-cpu-throttling`."),
        ("v3", "service_account: a@b.iam", "Use `flags: --service-account=a@b.iam`."),
        ("v3", "set_secrets: A=hush:1", "Did you mean `secrets`?"),
        ("v3", "env-vars: A=hush", "Did you mean `env_vars`?"),
        ("v3", "env_vars_file: .env", "Move the variables into `env_vars`."),
        ("v2.3.0", "job: x", "Use `@v3`."),
        ("v1", "credentials: hush", "sign in with google-github-actions/auth"),
        ("v3", "regoin: x", "Did you mean `region`?"),
    ],
)
def test_inputs_that_are_lost(release: str, line: str, help: str) -> None:
    found = read_step(release, "          service: web\n" + IMAGE + f"          {line}\n")
    assert ("action-unknown-input", 8, 11, None) in faults_of(found)
    assert help in messages_of(found)
    assert "hush" not in messages_of(found)


def test_an_unknown_input_of_the_newest_series_may_be_new() -> None:
    lines = "          service: web\n" + IMAGE + "          sunshine: yes\n"
    assert faults_of(read_step("v3", lines)) == [("action-unknown-input", 8, 11, "warning")]
    assert faults_of(read_step("v2", lines)) == [("action-unknown-input", 8, 11, None)]


def test_the_default_port_is_only_superfluous() -> None:
    found = read_step("v2", "          service: web\n" + IMAGE + "          port: 8080\n")
    assert faults_of(found) == [("action-unknown-input", 8, 11, "warning")]
