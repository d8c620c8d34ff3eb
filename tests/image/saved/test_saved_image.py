"""A saved image as an image: its start, its members, and why something is not in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.image.context.build_context import read_context
from lint.image.saved.saved_image import SavedImage
from tests.image.saved.layouts import BASE, CONFIG, SITE, configuration, docker_save, layer, oci_tar

APP: dict[str, bytes | str] = {
    "app/main.py": b"import six\n",
    "app/shop/__init__.py": b"",
    "app/shop/db.py": b"",
    f"{SITE}/flask/__init__.py": b"",
    f"{SITE}/gunicorn-23.0.dist-info/entry_points.txt": b"[console_scripts]\ngunicorn = g.app:run\n",
}
STEPS = ["ADD rootfs.tar /", "COPY . /app # buildkit", "RUN |1 TOKEN=hunter2 /bin/sh -c rm x"]


def image(
    tmp_path: Path, *more: dict[str, bytes | str], platform: str = "linux/amd64"
) -> SavedImage:
    layers = [layer(files) for files in (BASE, APP, *more)]
    config = configuration(layers, platform=platform, steps=STEPS)
    return SavedImage(str(docker_save(tmp_path / "image.tar", layers, config)), "")


def kinds(found: SavedImage) -> list[str]:
    return [fault.kind for fault in found.faults()]


def test_what_the_image_states(tmp_path: Path) -> None:
    found = image(tmp_path)
    assert found.start is not None
    assert found.start[0].cmd == CONFIG["Cmd"]
    assert found.workdir == "/app"
    assert found.env["LANG"] == "C.UTF-8"
    assert found.env_known
    assert found.python == (3, 12)
    assert found.installed_scripts() == {"gunicorn": "g.app:run"}
    assert found.file_at("/app/main.py") == b"import six\n"
    assert found.file_at("/app") is None
    assert kinds(found) == []


def test_its_members_are_those_of_the_search_path_and_of_distributions(tmp_path: Path) -> None:
    found = image(tmp_path).started_from(["/app"])
    assert {"main", "shop.db", "flask"} <= found.modules().keys()
    assert found.members["main.py"].display_path.endswith("image.tar!app/main.py")
    assert found.place_of("flask/__init__.py") == f"/{SITE}/flask/__init__.py"
    foreign = found.foreign_to("main")
    assert foreign("flask")
    assert not foreign("shop.db")
    assert not found.foreign_to("flask")("flask")
    assert found.lacks_distribution("six")
    assert not found.lacks_distribution("cgi")


def test_pythonpath_of_the_image(tmp_path: Path) -> None:
    layers = [layer(BASE), layer({"srv/lib/extra.py": b""})]
    config = {**CONFIG, "Env": ["PYTHONPATH=/srv/lib"]}
    path = docker_save(tmp_path / "i.tar", layers, configuration(layers, config))
    assert "extra" in SavedImage(str(path), "").started_from(["/app"]).modules()


def test_the_layer_that_removed_a_module(tmp_path: Path) -> None:
    found = image(tmp_path, {"app/shop/.wh.db.py": b""}).started_from(["/app"])
    assert [str(fault.message) for fault in found.layer_reasons("shop.db")] == [
        "layer 3 (`RUN`) removes `/app/shop/db.py`"
    ]
    assert [str(fault.message) for fault in found.layer_reasons("shop.new")] == [
        "layer 2 (`COPY . /app`) has the folder `/app/shop` without it"
    ]
    assert found.layer_reasons("six") == []


def test_the_ignore_line_of_the_source_tree(tmp_path: Path) -> None:
    from lint.image.missing import why_missing

    tree = tmp_path / "src"
    (tree / "shop").mkdir(parents=True)
    for name in ("main.py", "shop/__init__.py", "shop/cache.py"):
        (tree / name).write_text("")
    (tree / ".dockerignore").write_text("**/cache*\n")
    (tree / "Dockerfile").write_text("FROM python:3.12\nWORKDIR /app\nCOPY . .\n")
    layers = [layer(BASE), layer(APP)]
    path = docker_save(tmp_path / "i.tar", layers, configuration(layers, steps=STEPS))
    found = SavedImage(str(path), "", tree=read_context(str(tree), "docker", None))
    reasons = why_missing(found.started_from(["/app"]), "shop.cache")
    assert [fault.kind for fault in reasons] == ["layer", "ignored"]
    assert "`**/cache*`" in str(reasons[1].message)


@pytest.mark.parametrize("platform", ["linux/arm64", "windows/amd64", "/"])
def test_platforms_that_cloud_run_does_not_run(tmp_path: Path, platform: str) -> None:
    assert kinds(image(tmp_path, platform=platform)) == ["image-platform"]


def test_entries_that_are_not_unpacked(tmp_path: Path) -> None:
    found = image(tmp_path, {f"../{n}": b"" for n in range(5)})
    assert kinds(found) == ["image-unsafe-entry"] * 4
    assert "2 more" in str(found.faults()[-1].message)


def test_a_file_that_is_no_image_is_one_fault(tmp_path: Path) -> None:
    path = tmp_path / "x.tar"
    path.write_bytes(b"FROM python\n" * 99)
    found = SavedImage(str(path), "")
    assert kinds(found) == ["image-unknown"]
    assert found.unreadable
    assert not found.complete
    assert found.started_from(["/app"]).modules() == {}


def test_code_that_is_not_kept_leaves_the_image_incomplete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lint.image.saved.layers.MAX_KEPT", 100)
    layers = [layer(BASE), layer({"app/main.py": bytes(range(256)) * 50})]
    found = SavedImage(str(oci_tar(tmp_path / "i.tar", layers, configuration(layers))), "")
    assert kinds(found) == ["image-incomplete"]
    assert not found.complete


def test_the_python_that_is_started_sees_its_own_distributions(tmp_path: Path) -> None:
    venv = "venv/lib/python3.12/site-packages"
    found = image(
        tmp_path,
        {
            "venv/pyvenv.cfg": b"home = /usr/local/bin\n",
            "venv/bin/python": "->/usr/local/bin/python3.12",
            f"{venv}/six.py": b"",
        },
    )
    assert {"six", "flask"} <= found.started_from(["/app"]).modules().keys()
    inner = found.run_by("/venv/bin/python").started_from(["/app"]).modules()
    assert "six" in inner
    assert "flask" not in inner
    outer = found.run_by("/usr/local/bin/python").started_from(["/app"]).modules()
    assert "six" not in outer
    assert "flask" in outer
    assert found.run_by("/bin/sh") is found


def test_files_for_rules_about_files(tmp_path: Path) -> None:
    found = image(tmp_path, {"app/.env": b"A=b\n"}).files()
    assert "app/.env" in found
    assert "app/main.py" in found
    assert not any(name.startswith(("usr/", "etc/")) for name in found)


def test_links_that_are_not_followed_to_the_end_leave_the_image_incomplete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    links: dict[str, bytes | str] = {
        f"app/{n}.py": "->" + "./../app/" * 50 + "main.py" for n in range(50)
    }
    layers = [layer(BASE), layer({"app/main.py": b"import gone\n", **links})]
    path = docker_save(tmp_path / "i.tar", layers, configuration(layers))
    assert kinds(SavedImage(str(path), "")) == []
    monkeypatch.setattr("lint.image.saved.file_system.MAX_STEPS", 2_000)
    found = SavedImage(str(path), "")
    assert kinds(found) == ["image-too-large"]
    assert not found.complete
