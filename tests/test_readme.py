"""README.md and CONTRIBUTING.md: what they show is valid, and what they name exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lint.checks.registry import user_checks
from lint.ruleset.compile import compile_rule_set

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_rule_set_is_valid(tmp_path: Path) -> None:
    pytest.importorskip("cel_expr_python", reason="its `assert` needs the extra `cel`")
    text = README[README.index("    ruleset: ") : README.index("\n| check |")]
    path = tmp_path / "rules.yaml"
    path.write_text("".join(f"{line[4:]}\n" for line in text.splitlines()), encoding="utf-8")
    rule_set = compile_rule_set(str(path))
    assert {"SHOP001", "SHOP002", "SHOP003"} <= set(rule_set.rules)


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_every_file_that_is_linked_exists(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_package_is_in_the_table_of_contributing() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(lint/[a-z0-9/]+)`", text))
    packages = {str(p.parent.relative_to(ROOT)) for p in (ROOT / "lint").rglob("*/__init__.py")}
    leaves = {p for p in packages if not any(other.startswith(f"{p}/") for other in packages)}
    assert leaves <= named


def test_every_check_for_users_is_in_the_table_of_checks() -> None:
    table = README[README.index("\n| check |") :].partition("\n\n")[0]
    rows = [row.split("|")[1] for row in table.strip().splitlines()[2:]]
    assert sorted(re.findall(r"`([a-z-]+)`", " ".join(rows))) == sorted(user_checks())
