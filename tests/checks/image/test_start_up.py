"""What is kept of a start-up says the same as working it out again, and never more than is true."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lint.checks.image import start_up as module
from lint.checks.image.start_up import Entry, StartUp, start_up
from lint.image.image import read_image
from lint.image.python.closure import import_closure
from tests.image.wheels import build_wheel

FILES = {
    "app/__init__.py": "",
    "app/main.py": "import os, yaml\nimport app.gone\nfrom app.a import nothing\nX = os.environ['X']\n",
    "app/a.py": "def f(:\n",
}


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("CLOUDRUN_LINT_CACHE", str(folder))
    return folder


def known(wheel: Path, entry: str = "app.main") -> StartUp:
    return start_up(read_image([str(wheel)], "", "docker", ""), Entry(entry, False, None))


def words(found: StartUp) -> list[object]:
    env = found.env
    assert env is not None
    return [
        [(fault, {"related": [], **a, "where": str(a["where"])}) for fault, a in found.faults],
        found.missing,
        found.third_party,
        [(r.names, r.need, r.display_path, r.line, r.later, r.guarded) for r in env.reads],
        env.complete,
    ]


def test_a_second_run_says_the_same_without_reading_a_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = build_wheel(tmp_path, name="app", files=FILES)
    first = words(known(wheel))
    monkeypatch.setattr(module, "_work_out", lambda build, entry: pytest.fail("worked out again"))
    assert words(known(wheel)) == first
    assert len(first[0]) >= 3  # type: ignore[arg-type]


def test_a_wheel_that_changes_is_read_again(tmp_path: Path) -> None:
    wheel = build_wheel(tmp_path, name="app", files=FILES)
    assert "app.gone" in known(wheel).missing
    build_wheel(tmp_path, name="app", files={**FILES, "app/gone.py": ""})
    assert known(wheel).missing == []


def test_what_was_kept_is_not_taken_on_trust(tmp_path: Path, cache: Path) -> None:
    wheel = build_wheel(tmp_path, name="app", files=FILES)
    first = words(known(wheel))
    (kept,) = (cache / "start-ups").iterdir()
    text = kept.read_text()
    for damaged in ("", "[]", text[:-9], text.replace('"missing"', '"mussing"')):
        kept.write_text(damaged)
        assert words(known(wheel)) == first
    kept.write_text(text.replace("app.gone", "app.gine"))
    os.chmod(kept, 0o666)
    assert words(known(wheel)) == first


def test_with_a_source_tree_nothing_is_kept(tmp_path: Path, cache: Path) -> None:
    wheel = build_wheel(tmp_path, name="app", files=FILES)
    (tmp_path / "tree").mkdir()
    build = read_image([str(wheel)], str(tmp_path / "tree"), "docker", "")
    start_up(build, Entry("app.main", False, None))
    assert not (cache / "start-ups").exists()


def test_the_closure_is_that_of_the_module(tmp_path: Path) -> None:
    wheel = build_wheel(tmp_path, name="app", files=FILES)
    build = read_image([str(wheel)], "", "docker", "")
    closure = import_closure(build.members, build.modules(), "app.main")
    assert known(wheel).missing == [m.module for m in closure.missing if not m.name]
