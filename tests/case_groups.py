"""The cases of a parametrized test run as one item.

Seven of ten cases are those of parametrized tests, and most need no fixture and take microseconds.
What pytest and xdist do for each item takes a hundred times as long, so these cases become one item,
and are made only where it runs: each of xdist's workers collects all items. Each case still runs, and
each that fails is named with its traceback. A run that chooses among cases (`-k`,
`file::test[case]`) has them as items again, and so has one with `--apart`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import pytest

OWN_FIXTURES = frozenset({"own_cache", "request", "tmp_path_factory"})
"""What each test has without asking for it."""
_CASE = type(pytest.param())


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makeitem(
    collector: pytest.Module | pytest.Class, name: str, obj: object
) -> pytest.Function | None:
    """The item of a test whose cases need nothing but a folder; pytest makes the items of others."""
    if not (
        inspect.isfunction(obj)
        and isinstance(collector, pytest.Module)
        and collector.funcnamefilter(name)
        and not _chooses_cases(collector.config)
    ):
        return None
    marks: list[pytest.Mark] = getattr(obj, "pytestmark", [])
    given = _arguments([mark for mark in marks if mark.name == "parametrize"])
    wanted = set(inspect.signature(obj).parameters)
    if (
        not given
        or not wanted <= given | {"tmp_path"}
        or hasattr(obj, "hypothesis")
        or any(mark.name == "usefixtures" for mark in marks)
    ):
        return None
    one = _one_item(collector, name, obj, "tmp_path" in wanted)
    one.own_markers.extend(mark for mark in marks if mark.name != "parametrize")
    one.keywords.update({mark.name: mark for mark in one.own_markers})
    # Fixtures that are there without being asked for, and what holds for each case by itself.
    if not set(one.fixturenames) <= OWN_FIXTURES | {"tmp_path"} or one.get_closest_marker("xfail"):
        return None
    return one


def _chooses_cases(config: pytest.Config) -> bool:
    option = config.option
    return bool(
        option.apart
        or option.keyword
        or any("[" in words for words in (*config.args, *(option.deselect or ())))
    )


def _arguments(parametrized: list[pytest.Mark]) -> set[str]:
    """The arguments that the cases give; none where a case is more than values for arguments."""
    names: set[str] = set()
    for mark in parametrized:
        if len(mark.args) != 2 or "indirect" in mark.kwargs:
            return set()
        words, values = mark.args
        if not isinstance(values, Collection) or not values:
            return set()
        if any(isinstance(value, _CASE) and value.marks for value in values):
            return set()
        names.update(words.replace(" ", "").split(",") if isinstance(words, str) else words)
    return names


def _one_item(
    collector: pytest.Module, name: str, obj: Callable[..., object], folders: bool
) -> pytest.Function:
    def in_folders(tmp_path: Path) -> None:
        _run(
            _cases(collector, name, obj), lambda number: {"tmp_path": _made(tmp_path / str(number))}
        )

    def without_folders() -> None:
        _run(_cases(collector, name, obj), lambda number: {})

    call = in_folders if folders else without_folders
    call.place_as = obj  # type: ignore[attr-defined]  # reports name the line of the test
    one: pytest.Function = pytest.Function.from_parent(collector, name=name, callobj=call)
    return one


def _cases(collector: pytest.Module, name: str, obj: object) -> list[pytest.Function]:
    """The items that pytest makes of the test."""
    plugins = collector.config.pluginmanager
    make = plugins.subset_hook_caller("pytest_pycollect_makeitem", [plugins.get_plugin(__name__)])
    return make(collector=collector, name=name, obj=obj)  # type: ignore[no-any-return]


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _run(group: list[pytest.Function], fixtures: Callable[[int], dict[str, Any]]) -> None:
    """Runs all cases, and raises what those that fail raise, each with the name of its case."""
    failures: list[BaseException] = []
    skipped: list[str] = []
    for number, item in enumerate(group):
        try:
            item.obj(**item.callspec.params, **fixtures(number))
        except pytest.skip.Exception as skip:
            skipped.append(f"{item.name}: {skip}")
        except (Exception, pytest.fail.Exception) as failure:
            failure.add_note(f"in {item.nodeid}")
            failures.append(failure)
    if len(failures) == 1:
        raise failures[0]
    if failures:
        names = "".join(f"\n  {failure.__notes__[-1]}" for failure in failures)
        raise BaseExceptionGroup(f"{len(failures)} of {len(group)} cases fail:{names}", failures)
    if skipped:
        pytest.skip("; ".join(skipped))
