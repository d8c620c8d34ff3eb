"""An image is used under nearly the name by which it is built."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.engine.image_names import untagged
from tests.engine.test_project import SERVICE, run, write


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def found(built: str) -> list[tuple[str, int, str]]:
    write(
        service_dot_yaml=SERVICE.replace("NAME", "checkout"),
        build_dot_sh=f"docker build -t {built} .\ndocker push {built}\n",
    )
    Path("build.sh").write_text(Path("build.sh").read_text() + "gcloud version\n")
    return [
        (finding.place.path, finding.place.line, finding.message)
        for finding in run().findings
        if finding.rule == "DEP161"
    ]


def test_a_misspelt_image() -> None:
    pytest.importorskip("tree_sitter_bash")
    assert found("us-docker.pkg.dev/p/r/chekout:1.0") == [
        (
            "service.yaml",
            8,
            "nothing here builds `us-docker.pkg.dev/p/r/checkout`, but"
            " `us-docker.pkg.dev/p/r/chekout` is built",
        )
    ]


@pytest.mark.parametrize(
    "built",
    [
        "us-docker.pkg.dev/p/r/checkout:2.0",
        "us-docker.pkg.dev/p/r/payments:1.0",
        "us-docker.pkg.dev/p/chekout:1.0",
        "us-docker.pkg.dev/p/r/$IMAGE:1.0",
    ],
)
def test_other_names(built: str) -> None:
    assert found(built) == []


def test_an_image_that_is_pushed_under_its_own_name_is_there() -> None:
    built, image = "us-docker.pkg.dev/p/r/chekout:1.0", "us-docker.pkg.dev/p/r/checkout:1.0"
    write(
        service_dot_yaml=SERVICE.replace("NAME", "checkout"),
        build_dot_sh=f"docker build -t {built} .\ndocker tag {built} {image}\ndocker push {image}\n"
        "gcloud version\n",
    )
    assert "DEP161" not in {finding.rule for finding in run().findings}


def test_untagged() -> None:
    assert untagged("localhost:5000/a/b:1@sha256:00") == "localhost:5000/a/b"
