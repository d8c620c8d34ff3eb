"""What a start-up leads to is worked out once for an image."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.checks.image import start_up as module
from lint.checks.image.entry_points import Entry
from lint.checks.image.start_up import StartUp, start_up
from lint.image.image import Image, read_image
from lint.image.python.closure import import_closure
from lint.model.findings import Place
from tests.image.wheels import build_wheel

FILES = {
    "app/__init__.py": "",
    "app/main.py": "import os, yaml\nimport app.gone\nfrom app.a import nothing\nX = os.environ['X']\n",
    "app/a.py": "def f(:\n",
}
STATED = Place("service.yaml", 7, 5)


@pytest.fixture
def image(tmp_path: Path) -> Image:
    return read_image([str(build_wheel(tmp_path, name="app", files=FILES))], "", "docker", "")


def known(image: Image, module: str = "app.main") -> StartUp:
    return start_up(Entry(image, module, STATED))


def test_each_thing_that_is_wrong_is_a_fault_with_its_place(image: Image) -> None:
    faults = known(image).faults
    spots = [(f.kind, str(f.where).rpartition("!")[2]) for f in faults]
    assert spots[0] == ("module", "app/main.py:2:8")
    assert ("syntax", "app/a.py:1:7") in spots
    assert all(fault.message and fault.help for fault in faults)


def test_what_is_read_and_what_others_provide_is_known(image: Image) -> None:
    found = known(image)
    assert found.third_party == ["yaml"]
    assert found.env is not None
    assert [read.names for read in found.env.reads] == [("X",)]


def test_an_entry_point_that_is_not_there_is_the_only_fault(image: Image) -> None:
    (fault,) = known(image, "app.mian").faults
    assert (fault.kind, fault.where) == ("entry", STATED)
    assert str(fault.help) == "Did you mean `app.main`?"


def test_a_second_resource_does_not_work_it_out_again(
    image: Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = known(image)
    monkeypatch.setattr(module, "_work_out", lambda *_: pytest.fail("worked out again"))
    assert known(image) is first


def test_a_wheel_that_changes_is_read_again(tmp_path: Path, image: Image) -> None:
    assert "app.gone" in known(image).missing
    wheel = build_wheel(tmp_path, name="app", files={**FILES, "app/gone.py": ""})
    assert known(read_image([str(wheel)], "", "docker", "")).missing == []


def test_the_closure_is_that_of_the_module(image: Image) -> None:
    closure = import_closure(image.members, image.modules(), "app.main")
    assert known(image).missing == [m.module for m in closure.missing if not m.name]
