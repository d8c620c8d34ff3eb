"""A step as YAML: what gcloud would misread is quoted, and each value can say where it is from."""

from __future__ import annotations

import pytest

from lint.deploy.as_manifest import manifest_of
from lint.deploy.file import DeployFile
from lint.deploy.shell_script import read
from lint.deploy.step import Step
from lint.manifest.reader import read_manifest

pytest.importorskip("tree_sitter_bash")


def step(command: str) -> Step:
    (found,) = read(DeployFile("deploy.sh", command.encode())).steps
    return found


def test_strings_that_yaml_1_1_reads_otherwise_are_quoted() -> None:
    values = {"A": "on", "B": "1", "C": "2024-01-01", "D": "x: y", "E": "# x", "F": "0o7", "G": "~"}
    pairs = "##".join(f"{name}={value}" for name, value in values.items())
    text = manifest_of(step(f"gcloud run deploy api --image=x:1 --set-env-vars='^##^{pairs}'"))
    manifest = read_manifest("x", text.encode())
    assert manifest.faults == []
    root = manifest.documents[0].root
    assert root is not None
    (container,) = root.plain()["spec"]["template"]["spec"]["containers"]
    assert {entry["name"]: entry["value"] for entry in container["env"]} == values


def test_a_part_says_that_it_is_one() -> None:
    text = manifest_of(step("gcloud run services update api --cpu=2"))
    assert text.splitlines()[:2] == [
        "# gcloud run services update at deploy.sh:1",
        "# Only a part of the Service: the rest stays as it is.",
    ]


def test_places() -> None:
    text = manifest_of(step("gcloud run deploy api --image=x:1 --args=-a,-b"), places=True)
    lines = {
        line.strip().partition(" #")[0].strip(): line.rpartition("# ")[2]
        for line in text.splitlines()
    }
    assert lines["- image: x:1"] == "deploy.sh:1:31"
    assert lines["- -b"] == "deploy.sh:1:45"


def test_a_step_without_a_resource_has_no_manifest() -> None:
    found = step("gcloud run deploy api --image=x:1")
    found.resource = None
    with pytest.raises(ValueError, match="no resource"):
        manifest_of(found)


def test_a_line_end_in_a_file_name_does_not_end_the_comment() -> None:
    file = DeployFile("a\n::warning::.sh", b"gcloud run deploy api --image=x:1")
    (found,) = read(file).steps
    text = manifest_of(found, places=True)
    assert not [line for line in text.splitlines() if line.startswith("::")]
    assert "a\\n::warning::.sh:1" in text
