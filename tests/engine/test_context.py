"""Options and settings merged, in one place."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.engine.context import Contexts, resolve
from lint.errors import UsageError
from lint.model.options import Options
from lint.settings import NO_SETTINGS, Settings, SettingsTree
from tests.image.wheels import build_wheel

STATED = Settings(
    "deploy/lint.toml",
    {
        "rules": ["own.yaml", "cloud-run"],
        "wheel": ["dist/*.whl"],
        "source": "..",
        "builder": "kaniko",
        "entrypoint": "a:b",
        "fail-on": "info",
        "values": {"A": "1", "B": "2"},
        "inventory": "inventory.json",
        "overrides": [
            {"paths": ["x"], "rules": ["o.yaml"], "builder": "gcloud", "values": {"B": "3"}}
        ],
    },
)


def test_the_settings_fill_in_what_the_command_line_leaves_open() -> None:
    resolved = resolve(Options(), STATED)
    assert resolved.rules == ["deploy/own.yaml", "cloud-run"]
    assert resolved.wheels == ["deploy/dist/*.whl"]
    assert resolved.source == "."
    assert (resolved.builder, resolved.entrypoint, resolved.fail_on) == ("kaniko", "a:b", "info")
    assert resolved.inventory == "deploy/inventory.json"


def test_the_command_line_wins_over_an_override_and_that_over_the_settings() -> None:
    options = Options()
    options.rules = ["cloud-run"]
    options.fail_on = "never"
    resolved = resolve(options, STATED, 0, {"C": "4"})
    assert resolved.rules == ["cloud-run"]
    assert resolved.builder == "gcloud"
    assert resolved.fail_on == "never"
    assert resolved.values == {"B": "3", "C": "4"}


def test_the_defaults() -> None:
    resolved = resolve(Options(), NO_SETTINGS)
    assert (resolved.rules, resolved.builder, resolved.fail_on) == (
        ["cloud-run"],
        "docker",
        "error",
    )
    assert (resolved.wheels, resolved.source, resolved.inventory) == ([], "", "")


def test_live_look_ups_do_not_use_the_inventory_of_the_settings() -> None:
    options = Options()
    options.live = "try"
    assert resolve(options, STATED).inventory == ""


def contexts(*wheels: str) -> Contexts:
    options = Options()
    options.wheel = list(wheels)
    return Contexts(options, SettingsTree(), {}, frozenset())


def test_wheels_are_given_by_path_pattern_and_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dist").mkdir()
    build_wheel(tmp_path / "dist", name="app", files={"app/__init__.py": ""})
    for given in ("dist", "dist/*.whl", "dist/app-*.whl"):
        image = contexts(given, given).of("service.yaml").image
        assert image is not None
        assert [Path(wheel.path).parent.name for wheel in image.wheels] == ["dist"]
    for given, message in (("*.whl", "no wheel matches"), (".", "holds no wheel")):
        with pytest.raises(UsageError, match=message):
            contexts(given).of("service.yaml")


def test_files_of_one_override_share_their_context() -> None:
    made = contexts()
    assert made.of("a/service.yaml") is made.of("b/service.yaml")


@pytest.mark.parametrize("stated", ['wheel = ["dist/*.whl"]', 'wheel = "dist"', 'image = "a.tar"'])
def test_what_the_settings_name_need_not_be_built_yet(
    stated: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dist").mkdir()
    (tmp_path / "lint.toml").write_text(stated)
    made = contexts()
    assert made.of("service.yaml").image is None
    key, _, path = stated.replace('"', "").replace("[", "").replace("]", "").partition(" = ")
    assert list(made.absent) == [f"`{key}` of lint.toml: there is no {path} yet"]
