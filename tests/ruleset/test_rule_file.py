"""Reading rule files: what they show in reports, and what is read at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lint.engine.examples import SKELETONS
from lint.model.rule import RuleSetError
from lint.ruleset.compile import compile_rule_set
from lint.support.files import MAX_RULE_FILE_BYTES
from tests.command import lint_here


def report(here: Path, rules: str) -> str:
    """What the command prints about a rule file."""
    (here / "rules.yaml").write_text(rules)
    (here / "service.yaml").write_text(SKELETONS["Service"])
    result = lint_here("--rules", "rules.yaml", "service.yaml", cwd=here)
    assert result.returncode == 2
    return result.stdout + result.stderr


@pytest.mark.parametrize(
    "line",
    [
        "  A1: {env: {values: {LOG_LEVEL: {pattern: 'a['}}}}",
        "  A1: {env: {values: {LOG_LEVEL: true, OTHER: debug}}}",
        "  A1: {env: {required: [A, 'B_*']}}",
        "  A1: {env: {vales: {OTHER: debug}}}",
    ],
)
def test_the_values_of_a_rule_set_are_shown(tmp_path: Path, line: str) -> None:
    text = report(tmp_path, f"ruleset: own\nrules:\n{line}\n")
    assert line.strip() in text
    assert "redacted" not in text


def test_what_looks_like_a_credential_is_hidden(tmp_path: Path) -> None:
    text = report(
        tmp_path,
        "ruleset: own\nrules:\n"
        "  A1: {env: {vales: {URL: 'postgres://user:S3CRET@db/x'}}}\n"
        "  A2: {env: {vales: {}}}\n",
    )
    assert "S3CRET" not in text
    assert "A2: {env: {vales: {}}}" in text


SECRETS = {
    "shadow": "root:$6$S3CRET:19000:0:99999:7:::\nuser:*:1:0:9:7:::\n",
    "credentials": '{"client_secret": "S3CRET", "type": "authorized_user"}\n',
    "env": "PASSWORD=S3CRET\nexport TOKEN='S3CRET'\n",
    "ini": "[default]\naws_secret_access_key = S3CRET\n",
    "broken": "password: [S3CRET\n\tx: y\n",
    "list": "- S3CRET\n",
    "control": "S3CRET\x00\x01\n",
}


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize("way", ["rules", "extends"])
def test_nothing_of_another_file_is_shown(tmp_path: Path, name: str, way: str) -> None:
    (tmp_path / "other.yaml").write_text(SECRETS[name])
    if way == "extends":
        text = report(tmp_path, "ruleset: own\nextends: other.yaml\n")
    else:
        text = report(tmp_path, SECRETS[name])
    assert "S3CRET" not in text
    assert "is not a rule set" in text


def test_of_a_rule_set_with_broken_yaml_the_keys_are_shown(tmp_path: Path) -> None:
    text = report(tmp_path, "ruleset: own\nrules:\n  A1: {title: [here\n")
    assert "A1: {title: [<redacted, 4 chars>" in text


def extending(tmp_path: Path, name: str) -> str:
    path = tmp_path / "own.yaml"
    path.write_text(f"ruleset: own\nextends: [{name!r}]\n")
    with pytest.raises(RuleSetError) as caught:
        compile_rule_set(str(path), "own.yaml")
    (finding,) = caught.value.findings
    return str(finding.message)


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="the system has no devices")
def test_devices_and_pipes_are_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    for name in ("/dev/zero", "/proc/self/environ", "pipe.yaml"):
        if os.path.exists(os.path.join(tmp_path, name)):
            assert extending(tmp_path, name) == f"cannot extend `{name}`: not a regular file"


def test_a_rule_file_is_bounded(tmp_path: Path) -> None:
    (tmp_path / "large.yaml").write_text("#" * (MAX_RULE_FILE_BYTES + 1))
    assert (
        extending(tmp_path, "large.yaml")
        == "cannot extend `large.yaml`: larger than 1,048,576 bytes"
    )


def test_a_path_that_no_file_system_takes_is_an_error(tmp_path: Path) -> None:
    for name in ('"a\\0/b"', '"\\ud800/x"'):
        path = tmp_path / "own.yaml"
        path.write_text(f"ruleset: own\nextends: [{name}]\n")
        with pytest.raises(RuleSetError):
            compile_rule_set(str(path), "own.yaml")
