"""Third-party imports against what the build declares."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.image.packaging.distributions import Distributions, read_wheelhouse
from lint.image.packaging.lock_file import Lock
from lint.image.wheel.metadata import Requirement
from lint.image.wheel.reader import read_wheel
from tests.image.packaging.requiring import build
from tests.image.wheels import build_wheel


@pytest.mark.parametrize(
    ("requires", "name", "status", "distribution"),
    [
        ([], "os.path", "stdlib", None),
        ([], "distutils.core", "stdlib", None),
        ([], "app.main", "build", "app"),
        (["fastapi"], "fastapi", "declared", "fastapi"),
        (["FastAPI>=0.1"], "fastapi.routing", "declared", "fastapi"),
        (["PyYAML"], "yaml", "declared", "pyyaml"),
        (["psycopg2-binary"], "psycopg2", "declared", "psycopg2-binary"),
        (["google-cloud-secret-manager"], "google.cloud.secretmanager", "declared", None),
        (
            ["google-cloud-secret-manager"],
            "google.cloud.storage",
            "missing",
            "google-cloud-storage",
        ),
        (["google-cloud-storage"], "google.auth", "transitive", "google-auth"),
        (["fastapi"], "pydantic", "transitive", "pydantic"),
        (["fastapi"], "starlette.responses", "transitive", "starlette"),
        (["fastapi"], "yaml", "missing", "pyyaml"),
        (["uvicorn[standard]"], "yaml", "transitive", "pyyaml"),
        (["uvicorn"], "yaml", "missing", "pyyaml"),
        ([], "yaml", "missing", "pyyaml"),
        # Nobody knows what a private distribution brings.
        (["fastapi", "acme-core"], "yaml", "unknown", "pyyaml"),
        (["uvicorn[acme]"], "yaml", "unknown", "pyyaml"),
        # Nor what a module is called that is in no table.
        (["fastapi"], "acme_core", "unknown", None),
        (["acme.core"], "acme_core", "declared", "acme-core"),
        # Only with an extra, or elsewhere.
        (["redis ; extra == 'cache'"], "redis", "optional", "redis"),
        (["redis ; sys_platform == 'win32'"], "redis", "optional", "redis"),
        (["redis ; sys_platform == 'linux'"], "redis", "declared", "redis"),
        (["redis ; python_version < '3.12'"], "redis", "declared", "redis"),
        (["redis ; nonsense"], "redis", "declared", "redis"),
        (["redis @ https://example.com/redis.whl"], "redis", "declared", "redis"),
    ],
)
def test_verdicts_by_the_shipped_table(
    tmp_path: Path, requires: list[str], name: str, status: str, distribution: str | None
) -> None:
    verdict = build(tmp_path, *requires).judge(name)
    assert verdict.status == status
    if distribution:
        assert verdict.distributions[0] == distribution


def test_the_image_s_python_decides_markers(tmp_path: Path) -> None:
    requires = "tomli ; python_version < '3.11'"
    assert build(tmp_path, requires, python=(3, 10)).judge("tomli").status == "declared"
    assert build(tmp_path, requires, python=(3, 12)).judge("tomli").status == "optional"


def test_reasons_name_who_brings_it_and_who_may(tmp_path: Path) -> None:
    found = build(tmp_path, "fastapi")
    assert found.judge("pydantic").reason == "`fastapi` brings it"
    assert found.judge("yaml").reason == "no declared distribution brings it"
    assert build(tmp_path, "acme-core").judge("yaml").reason == "`acme-core` may bring it"


def test_a_wheelhouse_knows_more_than_the_table(tmp_path: Path) -> None:
    house = tmp_path / "house"
    house.mkdir()
    build_wheel(
        house,
        name="acme-core",
        files={"acme/core/__init__.py": ""},
        requires=["acme-base[fast]", "absent ; extra == 'no'"],
    )
    build_wheel(
        house,
        name="acme-base",
        files={"acme_base/__init__.py": "", "acme/flat.py": ""},
        requires=["pyyaml ; extra == 'fast'"],
    )
    (house / "broken-1.0-py3-none-any.whl").write_text("no wheel")
    wheels = read_wheelhouse(str(house))
    assert [wheel.name for wheel in wheels] == ["acme-base", "acme-core"]
    found = build(tmp_path, "acme-core", wheelhouse=wheels)
    names = ["acme.core.x", "acme_base", "acme.flat", "yaml", "requests", "acme.other"]
    assert [found.judge(name).status for name in names] == [
        "declared",
        "transitive",
        "transitive",
        "transitive",
        "missing",
        "unknown",
    ]


def test_several_wheels_are_one_build(tmp_path: Path) -> None:
    first = read_wheel(build_wheel(tmp_path))
    second = read_wheel(
        build_wheel(tmp_path, name="lib", files={"lib/__init__.py": ""}, requires=["flask"])
    )
    found = Distributions([first, second])
    assert [found.judge(name).status for name in ("lib", "flask", "yaml")] == [
        "build",
        "declared",
        "missing",
    ]


def test_requirements_of_a_project_count_too(tmp_path: Path) -> None:
    found = Distributions([], requirements=[Requirement("flask"), Requirement("!!")])
    assert found.judge("flask").status == "declared"
    assert found.judge("jinja2").status == "transitive"


def test_an_empty_lock_proves_nothing(tmp_path: Path) -> None:
    found = build(tmp_path, "acme-core", lock=Lock(frozenset(), False))
    assert found.judge("yaml").status == "unknown"
