"""What is kept of a module is given back as it was kept; damage is the same as absence."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.image.python.module_cache import ModuleCache


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLOUDRUN_LINT_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def kept(path: str, kind: str = "facts", key: str = "image") -> tuple[str, object] | None:
    return ModuleCache(kind, [key])._entry(path)


def test_an_entry_belongs_to_its_kind_and_its_image() -> None:
    first = ModuleCache("facts", ["image"])
    first.put("a.py", "digest", [1])
    assert kept("a.py") is None
    first.save(["a.py"])
    assert kept("a.py") == ("digest", [1])
    assert kept("a.py", kind="calls") is None
    assert kept("a.py", key="other") is None
    assert kept("b.py") is None


def test_saving_forgets_what_is_gone_and_what_was_dropped() -> None:
    cache = ModuleCache("facts", ["image"])
    for path in ("a.py", "b.py", "c.py"):
        cache.put(path, "digest", path)
    cache._drop("b.py")
    cache.save(["b.py", "c.py"])
    assert [kept(path) is not None for path in ("a.py", "b.py", "c.py")] == [False, False, True]


def test_nothing_is_written_without_a_change(cache: Path) -> None:
    unchanged = ModuleCache("facts", ["image"])
    assert unchanged._entry("a.py") is None
    unchanged.save(["a.py"])
    assert not any(path.is_file() for path in cache.rglob("*"))


@pytest.mark.parametrize("damaged", [["digest"], "digest", None, [1, "data"], {"a": 1}])
def test_an_entry_of_another_form_is_absent(damaged: object) -> None:
    cache = ModuleCache("facts", ["image"])
    cache._kept["a.py"] = damaged
    cache.put("b.py", "digest", None)
    cache.save(["a.py", "b.py"])
    assert kept("a.py") is None
