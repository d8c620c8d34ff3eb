from __future__ import annotations

import sys
from pathlib import Path

import pytest

from lint.errors import UsageError
from lint.organization.files import read_policies
from tests.organization.texts import CONSTRAINT, ENFORCED


def test_a_folder_holds_policies_among_other_files(tmp_path: Path) -> None:
    pytest.importorskip("cel_expr_python")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "constraint.yaml").write_text(CONSTRAINT)
    (tmp_path / "policy.json").write_text(
        '[{"name": "projects/p/policies/custom.probes", "spec": {"rules": [{"enforce": true}]}}]'
    )
    (tmp_path / "values.yaml").write_text("a: [\n")
    (tmp_path / "main.tf").write_text("# nothing of the org\n")
    found = read_policies([str(tmp_path)])
    assert list(found.constraints) == ["custom.probes"]
    assert [policy.parent for policy in found.policies] == ["projects/p"]
    assert found.faults == []
    assert len(found.sources) == 2


def test_documents_of_one_file(tmp_path: Path) -> None:
    pytest.importorskip("cel_expr_python")
    file = tmp_path / "all.yaml"
    file.write_text(f"{CONSTRAINT}---\n{ENFORCED}")
    found = read_policies([str(file)])
    assert (len(found.constraints), len(found.policies)) == (1, 1)


@pytest.mark.parametrize("text", ["a: 1\n", "", "- 1\n"])
def test_a_file_without_a_policy_is_an_error(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(text)
    with pytest.raises(UsageError, match="no policy and no custom constraint"):
        read_policies([str(file)])


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read the policy"):
        read_policies([str(tmp_path / "none.yaml")])


def test_a_named_file_that_is_no_yaml_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text("name: [\n")
    (fault,) = read_policies([str(file)]).faults
    assert fault.kind == "policy-unreadable"


def test_links_out_of_the_root_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "out.yaml").write_text(ENFORCED)
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "link.yaml").symlink_to(tmp_path / "out.yaml")
    with pytest.raises(UsageError, match="no policy"):
        read_policies([str(inside)], root=str(inside))


def test_what_is_shown_of_a_file(tmp_path: Path) -> None:
    pytest.importorskip("cel_expr_python")
    file = tmp_path / "x.yaml"
    file.write_text(f"{CONSTRAINT}password: hunter2 # note\n")
    source = read_policies([str(file)]).sources[str(file)]
    assert source.line(4) == CONSTRAINT.split("\n")[3]
    assert "hunter2" not in source.line(7)
    assert "note" not in source.line(7)


def test_without_cel_one_error_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lint.support.cel._environment", None)
    monkeypatch.setitem(sys.modules, "cel_expr_python", None)
    policy, constraint = tmp_path / "p.yaml", tmp_path / "c.yaml"
    policy.write_text(ENFORCED)
    constraint.write_text(CONSTRAINT)
    assert read_policies([str(policy)]).policies
    with pytest.raises(UsageError, match=r"pip install 'cloudrun-lint\[cel\]'"):
        read_policies([str(constraint)])
