"""Everything that reaches the image, from wheels and from a build context."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.image.image import MAX_FILE_BYTES, Image, read_image
from lint.image.python.facts import ModuleFacts
from tests.image.context.trees import make
from tests.image.wheels import build_wheel

DOCKERFILE = (
    'FROM python:3.11-slim\nWORKDIR /srv\nENV MODE=fast\nCOPY . .\nCMD ["python", "main.py"]\n'
)


def tree(folder: Path, *paths: str, dockerfile: str = DOCKERFILE, **more: object) -> Image:
    make(folder, *paths)
    if dockerfile:
        (folder / "Dockerfile").write_text(dockerfile)
    return read_image([], str(folder), "docker", "", **more)  # type: ignore[arg-type]


def test_modules_and_packages_by_their_dotted_names(tmp_path: Path) -> None:
    files = {
        "app/__init__.py": "",
        "app/a.py": "",
        "space/deep/b.py": "",
        "app/fast.cpython-311-x86_64-linux-gnu.so": "",
        "app/not-a-name.py": "",
        "app/data.json": "",
        "top.py": "",
    }
    image = read_image([str(build_wheel(tmp_path, files=files))], "", "docker", "")
    assert image.modules() == {
        "app": "app/__init__.py",
        "app.a": "app/a.py",
        "app.fast": "app/fast.cpython-311-x86_64-linux-gnu.so",
        "space": "space",
        "space.deep": "space/deep",
        "space.deep.b": "space/deep/b.py",
        "top": "top.py",
    }
    packages = {name for name in image.modules() if image.is_package(name)}
    assert packages == {"app", "space", "space.deep"}
    assert image.available == {"image", "wheel"}


def test_several_wheels_are_one_image_and_the_last_wins(tmp_path: Path) -> None:
    first = build_wheel(tmp_path, name="one", files={"app/a.py": "A = 1\n", "app/b.py": ""})
    second = build_wheel(tmp_path, name="two", files={"app/a.py": "A = 2\n"})
    image = read_image([str(first), str(second)], "", "docker", "")
    assert image.members["app/a.py"].read() == b"A = 2\n"
    assert "app/b.py" in image.members


def test_what_a_wheel_holds_counts_and_not_the_tree_it_was_built_from(tmp_path: Path) -> None:
    wheel = build_wheel(tmp_path, files={"app/a.py": ""})
    folder = tmp_path / "tree"
    make(folder, "app/a.py", "app/b.py")
    image = read_image([str(wheel)], str(folder), "docker", "")
    assert "app.b" not in image.modules()
    assert image.available == {"image", "wheel", "source"}
    (folder / "Dockerfile").write_text(DOCKERFILE)  # it copies the tree as well
    assert "app.b" in read_image([str(wheel)], str(folder), "docker", "").modules()


def test_what_the_dockerfile_says(tmp_path: Path) -> None:
    image = tree(tmp_path, "main.py")
    assert (image.python, image.workdir, image.env) == ((3, 11), "/srv", {"MODE": "fast"})
    assert image.start is not None
    assert image.start[0].cmd == ["python", "main.py"]
    assert tree(tmp_path, python=(3, 12)).python == (3, 12)


def test_without_a_dockerfile_it_is_a_buildpack_s_image(tmp_path: Path) -> None:
    image = tree(tmp_path, "main.py", dockerfile="")
    assert (image.workdir, image.env, image.python, image.start) == ("/workspace", {}, None, None)


def test_a_wheel_alone_says_nothing_of_the_container(tmp_path: Path) -> None:
    image = read_image([str(build_wheel(tmp_path))], "", "docker", "app.main")
    assert (image.workdir, image.env, image.start) == (None, {}, None)
    assert image.entrypoint == "app.main"
    assert image.file_at("/srv/app/main.py") is None
    assert not image.lacks_distribution("app")
    assert not image.may_generate("app.x")
    assert image.started_from(["/srv"]) is image


def test_files_are_found_by_their_place_in_the_image(tmp_path: Path) -> None:
    image = tree(tmp_path, "start.sh", "app/a.py")
    assert image.file_at("/srv/app/a.py") == b"x = 1\n"
    assert image.file_at("/app/a.py") is None
    assert {"start.sh", "app/a.py"} <= image.files().keys()
    (tmp_path / "start.sh").write_bytes(b"#" * (MAX_FILE_BYTES + 1))
    assert tree(tmp_path).file_at("/srv/start.sh") is None


def test_a_program_finds_what_lies_below_its_search_path(tmp_path: Path) -> None:
    image = tree(tmp_path, "web/main.py", "web/app/a.py", "lib/b.py")
    started = image.started_from(["/srv/web"])
    assert "app.a" in started.modules()
    assert "b" not in started.modules()
    assert "b" in image.started_from(["/srv/lib"]).modules()
    assert image.started_from(["/srv/web"]) is started


def test_what_is_known_of_a_file_is_known_wherever_it_is_imported_from(tmp_path: Path) -> None:
    image = tree(tmp_path, "web/main.py", "lib/main.py")
    known = image.facts["web/main.py"] = ModuleFacts()
    assert image.started_from(["/srv"]).facts == {"web/main.py": known}
    assert image.started_from(["/srv/lib"]).facts == {}


def test_what_cannot_be_read_is_told_and_the_rest_is_not_complete(tmp_path: Path) -> None:
    (tmp_path / "bad-1.0-py3-none-any.whl").write_text("no wheel")
    image = read_image([str(tmp_path / "bad-1.0-py3-none-any.whl")], "", "docker", "")
    assert [fault.kind for fault in image.unreadable] == ["wheel-not-zip"]
    assert not image.complete
    assert image.faults() == image.unreadable
    image = read_image([], str(tmp_path / "gone"), "docker", "")
    assert image.unreadable
    assert not image.complete


def test_the_faults_of_a_wheel_are_those_of_reading_and_of_the_audit(tmp_path: Path) -> None:
    wheel = build_wheel(tmp_path, files={"app/main.py": "", "app/.env": "A=b\n"})
    image = read_image([str(wheel)], "", "docker", "")
    assert image.unreadable == []
    assert "secret-env-file" in {fault.kind for fault in image.faults()}
    assert image.faults() is image.faults()


@pytest.mark.parametrize(
    ("requirements", "top", "lacks"),
    [
        ("flask\n", "shop", True),
        ("acme-shop\n", "shop", False),
        ("flask\n", "yaml", False),  # known to be brought by a distribution
        ("flask\n", "google", False),
    ],
)
def test_whether_a_distribution_may_bring_a_module(
    tmp_path: Path, requirements: str, top: str, lacks: bool
) -> None:
    (tmp_path / "requirements.txt").write_text(requirements)
    assert tree(tmp_path, "main.py").lacks_distribution(top) is lacks


def test_a_run_line_may_make_modules(tmp_path: Path) -> None:
    made = DOCKERFILE.replace("COPY . .", "COPY . .\nRUN python make.py")
    assert tree(tmp_path, "main.py", dockerfile=made).may_generate("app.version")
    assert not tree(tmp_path, "main.py").may_generate("app.version")
