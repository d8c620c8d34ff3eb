"""The cases of a parametrized test run as one item.

Seven of ten items are cases of parametrized tests, and most need no fixture and take microseconds.
What pytest and xdist do for each item takes a hundred times as long, so these cases become one item.
Each case still runs, each that fails is named with its traceback, `-k` and `file::test[case]`
select single ones, and `--apart` makes each case an item again.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeGuard

import pytest

OWN_FIXTURES = frozenset({"own_cache", "request", "tmp_path_factory"})
"""What each test has without asking for it."""
FOR_EACH_CASE = frozenset({"skip", "skipif", "xfail"})
"""Marks that pytest applies to an item as a whole."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Runs last, so that `-k` and `-m` have chosen among the cases."""
    if not config.option.apart:
        items[:] = grouped(items)


def grouped(items: list[pytest.Item]) -> Iterator[pytest.Item]:
    """The items, with one in place of the cases of a test that need nothing but a folder."""
    groups: dict[object, list[Any]] = {}
    for item in items:
        test = (item.parent, item.originalname) if _can_be_grouped(item) else item
        groups.setdefault(test, []).append(item)
    for group in groups.values():
        yield group[0] if len(group) == 1 else _one_item(group)


def _can_be_grouped(item: pytest.Item) -> TypeGuard[pytest.Function]:
    if not isinstance(item, pytest.Function) or not hasattr(item, "callspec"):
        return False
    given = {*item.callspec.params, "tmp_path"}
    return (
        given.issuperset(inspect.signature(item.function).parameters)
        and set(item.fixturenames) <= given | OWN_FIXTURES
        and not any(mark.name in FOR_EACH_CASE for mark in item.iter_markers())
        and not any("indirect" in mark.kwargs for mark in item.iter_markers("parametrize"))
        and not hasattr(item.obj, "hypothesis")
    )


def _one_item(group: list[pytest.Function]) -> pytest.Function:
    first = group[0]

    def in_folders(tmp_path: Path) -> None:
        _run(group, lambda number: {"tmp_path": _made(tmp_path / str(number))})

    def without_folders() -> None:
        _run(group, lambda number: {})

    one: pytest.Function = pytest.Function.from_parent(
        first.parent,
        name=first.originalname,
        callobj=in_folders if "tmp_path" in first.fixturenames else without_folders,
    )
    one.own_markers.extend(mark for mark in first.own_markers if mark.name != "parametrize")
    one.keywords.update({mark.name: mark for mark in one.own_markers})
    return one


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
