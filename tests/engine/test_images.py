"""The images of a run: given by path, pattern or folder, read once, and perhaps not built yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.engine.context import Contexts
from lint.errors import UsageError
from lint.model.options import Options
from lint.settings import SettingsTree
from tests.image.wheels import build_wheel


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dist").mkdir()
    return tmp_path


def contexts(**given: object) -> Contexts:
    options = Options()
    for name, value in given.items():
        setattr(options, name, value)
    return Contexts(options, SettingsTree(), {}, frozenset())


def test_wheels_are_given_by_path_pattern_and_folder(here: Path) -> None:
    build_wheel(here / "dist", name="app", files={"app/__init__.py": ""})
    for given in ("dist", "dist/*.whl", "dist/app-*.whl"):
        image = contexts(wheel=[given, given]).of("service.yaml").image
        assert image is not None
        assert [Path(wheel.path).parent.name for wheel in image.wheels] == ["dist"]
    for given, message in (("*.whl", "no wheel matches"), (".", "holds no wheel")):
        with pytest.raises(UsageError, match=message):
            contexts(wheel=[given]).of("service.yaml")


def test_two_overrides_with_the_same_image_share_it(here: Path) -> None:
    (here / "lint.toml").write_text(
        'source = "."\n[[overrides]]\npaths = ["a/*"]\nvalues = {TAG = "1"}\n'
    )
    made = contexts()
    one, other = made.of("a/service.yaml"), made.of("b/service.yaml")
    assert one is not other
    assert one.image is not None
    assert one.image is other.image


@pytest.mark.parametrize("stated", ['wheel = ["dist/*.whl"]', 'wheel = "dist"', 'image = "a.tar"'])
def test_what_the_settings_name_need_not_be_built_yet(here: Path, stated: str) -> None:
    (here / "lint.toml").write_text(stated)
    made = contexts()
    assert made.of("service.yaml").image is None
    key, _, path = stated.replace('"', "").replace("[", "").replace("]", "").partition(" = ")
    assert made.absent == [f"`{key}` of lint.toml: there is no {path} yet"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"dockerfile": "Dockerfile"}, "--dockerfile describes an image"),
        ({"source": "gone"}, "there is no gone"),
        ({"source": ".", "dockerfile": "gone"}, "there is no Dockerfile gone"),
        ({"image": "gone.tar"}, "docker save NAME -o image.tar"),
        ({"image": "dist", "lock": "uv.lock"}, "--lock has no effect on a saved image"),
        ({"source": ".", "python": "three"}, "'three' is not a Python version"),
        ({"source": ".", "wheelhouse": "gone"}, "the wheelhouse gone is not a directory"),
    ],
)
def test_what_cannot_be_an_image_is_a_usage_error(
    here: Path, given: dict[str, object], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        contexts(**given).of("service.yaml")


def test_an_option_about_images_needs_one(here: Path) -> None:
    made = contexts(entrypoint="app:main")
    assert made.of("service.yaml").image is None
    with pytest.raises(UsageError, match="--entrypoint describes an image"):
        made.need_images()
    made = contexts(entrypoint="app:main", source=".")
    assert made.of("service.yaml").image is not None
    made.need_images()
