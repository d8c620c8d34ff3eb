"""Addresses: the repository that pyproject names, and a page for each built-in rule."""

from __future__ import annotations

import tomllib
from pathlib import Path

from lint.model.links import REPOSITORY, rule_page
from lint.ruleset.builtin import built_in_names, built_in_plan

ROOT = Path(__file__).resolve().parents[2]


def test_the_repository_is_the_one_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["urls"]["Repository"] == REPOSITORY


def test_every_built_in_rule_has_the_page_that_reports_link() -> None:
    ids = set()
    for name in built_in_names():
        plan = built_in_plan(name)
        assert plan is not None
        ids |= {rule["id"] for rule in plan["rules"]}
    head = f"{REPOSITORY}/blob/main/"
    for rule_id in ids:
        url = rule_page(rule_id)
        assert url.startswith(head)
        page = (ROOT / url.removeprefix(head)).read_text(encoding="utf-8")
        assert page.startswith(f"# {rule_id} ")
    assert {path.stem for path in (ROOT / "docs" / "rules").iterdir()} == ids
