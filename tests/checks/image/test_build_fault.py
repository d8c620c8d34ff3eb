"""What readers of wheels and build contexts found wrong, reported once."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import yaml

from lint.engine.run import check
from lint.image.context import build_context
from lint.image.wheel import reader
from lint.model.options import Options
from lint.support.paths import data_path
from tests.checks.image.building import MANIFEST
from tests.image.wheels import build_wheel


def found(folder: Path, manifests: int, **given: object) -> list[tuple[str, str, int]]:
    paths = [folder / f"{number}.yaml" for number in range(manifests)]
    for number, path in enumerate(paths):
        path.write_text(MANIFEST.replace("name: web", f"name: web-{number}"))
    options = Options([str(path) for path in paths])
    for name, value in given.items():
        setattr(options, name, value)
    outcome = check(options)
    return [
        (f.rule, f.place.path.rpartition("/")[2], f.place.line)
        for f in outcome.findings
        if f.rule in ("BLD001", "BLD002", "BLD003", "BLD004")
    ]


def test_a_fault_of_the_wheel_is_reported_once_however_many_resources_there_are(
    tmp_path: Path,
) -> None:
    whole = build_wheel(tmp_path, name="app", files={"app/__init__.py": "", "app/main.py": ""})
    with zipfile.ZipFile(whole) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    del members["app/main.py"]
    with zipfile.ZipFile(whole, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    rows = members["app-1.0.dist-info/RECORD"].decode().split("\n")
    (line,) = [n for n, row in enumerate(rows, 1) if row.startswith("app/main.py,")]
    for manifests in (1, 3):
        assert found(tmp_path, manifests, wheel=[str(whole)]) == [("BLD004", "RECORD", line)]


def test_each_fault_of_an_unreadable_wheel_is_told_by_its_rule(tmp_path: Path) -> None:
    wheel = tmp_path / "app-1.0-py3-none-any.whl"
    wheel.write_text("no zip")
    assert found(tmp_path, 2, wheel=[str(wheel)]) == [("BLD001", wheel.name, 1)]


def test_without_an_image_the_rules_are_not_run(tmp_path: Path) -> None:
    assert found(tmp_path, 1) == []


def selected() -> dict[str, str]:
    """The kinds that rules are about, each with its rule."""
    text = Path(data_path("rules", "python-build", "build-fault.yaml")).read_text("utf-8")
    kinds: dict[str, str] = {}
    for rule, body in yaml.safe_load(text)["rules"].items():
        own = body["build-fault"]
        for kind in [own] if isinstance(own, str) else own:
            assert kinds.setdefault(kind, rule) == rule, kind
    return kinds


def test_a_rule_is_about_every_kind_of_the_reader_of_wheels() -> None:
    table = set(re.findall(r"^\| `([a-z-]+)` \|", reader.__doc__ or "", re.M))
    kinds = selected()
    assert len(table) > 40
    assert table <= kinds.keys()
    rooms = [
        Path(build_context.__file__).parent,
        Path(build_context.__file__).parents[1] / "dependencies",
        Path(build_context.__file__).parents[1] / "saved",
    ]
    sources = "".join(path.read_text("utf-8") for room in rooms for path in room.glob("*.py"))
    assert [kind for kind in kinds.keys() - table if f'"{kind}"' not in sources] == []
