"""What of a manifest's text is shown, and what of a text that cannot be parsed."""

from __future__ import annotations

import pytest

from lint.manifest.reader import read_manifest
from tests.manifest.test_disclosure import HEAD
from tests.manifest.test_reader import read


@pytest.mark.parametrize(
    "env",
    [
        "env:\n  - name: A\n    value: sup3r\n",
        "env:\n  - {value: 'sup3r', name: A}\n",
        "env: {A: sup3r}\n",
        "env: ['A=sup3r']\n",
        "x:\n  - name: A\n    value: |\n      line\n      sup3r\n",
        "env:\n  - name: A\n    value: first\n    value: sup3r\n",
        "env:\n  - name: A\n    value: *nope\n  - name: B\n    value: sup3r\n",
        "url: postgres://u:sup3r@host/db\n",
        'env:\n  - name: A\n    value: "sup3r\n',
    ],
)
def test_values_of_env_vars_are_never_shown(env: str) -> None:
    manifest = read(env)
    text = "\n".join(manifest.source.line(n) for n in range(1, env.count("\n") + 2))
    assert "sup3r" not in text
    assert "sup3r" in env
    assert not any("sup3r" in str(fault.message) for fault in manifest.faults)


def test_a_placeholder_in_an_env_value_is_shown() -> None:
    assert read("env:\n  - name: A\n    value: ${A}\n").source.line(3) == "    value: ${A}"


@pytest.mark.parametrize(
    "container",
    [
        "{env: S3CRET}",
        "{env: [S3CRET]}",
        "{env: [{name: A, value: {S3CRET: x}}]}",
        "{env: [{name: A, value: {S3CRET}}]}",
        "{env: [{name: A, value: [S3CRET]}]}",
        "{env: [{name: 'A: S3CRET'}]}",
        "{env: [{name: A, valueFrom: S3CRET}]}",
        "{env: [{name: A, valueFrom: {value: S3CRET}}]}",
        "{env: {A: S3CRET}}",
        "{Env: {A: S3CRET}}",
        "{value: S3CRET}",
        "{image: {S3CRET: x}}",
        "{image: [S3CRET]}",
        "{name: 'postgres://u:S3CRET@h'}",
        "{livenessProbe: {httpGet: {httpHeaders: [{name: A, value: S3CRET}]}}}",
        "S3CRET",
    ],
)
def test_what_may_be_a_value_out_of_place_is_not_shown(container):
    source = read_manifest("a.yaml", (HEAD + f"      - {container}\n").encode()).source
    line = source.line(10)
    assert "S3CRET" not in line
    assert "<redacted, " in line
