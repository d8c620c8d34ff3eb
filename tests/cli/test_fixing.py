"""`--fix` writes what is repaired, `--diff` shows it, and neither shows a value."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from lint.cli.fixing import _replace
from lint.errors import UsageError
from tests.command import lint_here

BROKEN = """\
# kept
apiVersion: serving.knative.dev/v1
kind: Servce   # oops
metadata:
  name: api
spec:
  template:
    spec:
      containers:
      - image: us-docker.pkg.dev/p/r/i:1
        env:
        - {name: PIN, value: 424242}
        - {name: PORT, value: "9000"}
"""
FIXED = (
    BROKEN.replace("Servce", "Service")
    .replace("424242", '"424242"')
    .replace('        - {name: PORT, value: "9000"}\n', "        ports: [{containerPort: 9000}]\n")
)


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "a.yaml").write_text(BROKEN)
    return tmp_path


def test_files_are_repaired_and_what_is_left_is_reported(here: Path) -> None:
    (here / "a.yaml").chmod(0o640)
    done = lint_here("--fix", "a.yaml", cwd=here)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("  fixed 3 findings in 1 file\n")
    assert (here / "a.yaml").read_text() == FIXED
    assert stat.S_IMODE((here / "a.yaml").stat().st_mode) == 0o640
    assert [path for path in os.listdir(here) if path != ".cache"] == ["a.yaml"]
    done = lint_here("--fix", "a.yaml", cwd=here)
    assert done.stdout == "Checked Service api (a.yaml): no findings.\n"


def test_a_file_with_two_names_keeps_them(here: Path) -> None:
    os.link(here / "a.yaml", here / "b.txt")
    assert lint_here("--fix", "a.yaml", cwd=here).returncode == 0
    assert (here / "b.txt").read_text() == FIXED


def test_a_file_that_may_not_be_written_is_left_alone(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may write every file
    done = lint_here("--fix", "a.yaml", cwd=here)
    assert done.returncode == 2
    assert "cannot write a.yaml: permission denied" in done.stderr.lower()
    assert (here / "a.yaml").read_text() == BROKEN


def test_a_byte_order_mark_stays(here: Path) -> None:
    (here / "a.yaml").write_bytes(b"\xef\xbb\xbf" + BROKEN.encode())
    lint_here("--fix", "a.yaml", cwd=here)
    assert (here / "a.yaml").read_bytes() == b"\xef\xbb\xbf" + FIXED.encode()


def test_other_encodings_are_not_rewritten(here: Path) -> None:
    (here / "a.yaml").write_bytes(BROKEN.encode("utf-16"))
    before = (here / "a.yaml").read_bytes()
    assert lint_here("--fix", "a.yaml", cwd=here).returncode == 2
    assert (here / "a.yaml").read_bytes() == before


def test_a_file_that_has_changed_meanwhile_is_left_alone(here: Path) -> None:
    with pytest.raises(UsageError, match="has changed meanwhile"):
        _replace(str(here / "a.yaml"), "something else", "new")
    assert (here / "a.yaml").read_text() == BROKEN


def test_a_diff_writes_nothing_and_shows_no_value(here: Path) -> None:
    done = lint_here("--diff", "a.yaml", cwd=here)
    assert done.returncode == 1
    assert done.stderr == "lint: would fix 3 findings in 1 file\n"
    assert "-kind: Servce" in done.stdout
    assert "+kind: Service" in done.stdout
    assert "+        ports: [{containerPort: 9000}]" in done.stdout
    assert "424242" not in done.stdout
    assert (here / "a.yaml").read_text() == BROKEN
    (here / "a.yaml").write_text(FIXED)
    done = lint_here("--diff", "a.yaml", cwd=here)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nope.yaml"], "not everything could be checked"),
        (["a.yaml", "nope.yaml"], "not everything could be checked"),
        (["broken.yaml"], "not everything could be checked"),
        (["empty"], "nothing to check"),
    ],
)
def test_a_diff_does_not_pass_what_was_not_checked(here: Path, words: list[str], said: str) -> None:
    (here / "broken.yaml").write_text("a: [\n")
    (here / "empty").mkdir()
    done = lint_here("--diff", *words, cwd=here)
    assert done.returncode == 2
    assert said in done.stderr
    assert ("+kind: Service" in done.stdout) == ("a.yaml" in words)


def test_a_diff_reports_a_broken_rule_set_at_its_line(here: Path) -> None:
    (here / "rules.yaml").write_text("ruleset: own\nruls: {}\n")
    done = lint_here("--diff", "--rules", "rules.yaml", "a.yaml", cwd=here)
    assert done.returncode == 2
    assert done.stdout.startswith("rules.yaml:2:1: error[SET001 ")


def test_standard_input_goes_to_standard_output(here: Path) -> None:
    done = lint_here("--fix", "-", cwd=here, stdin=BROKEN.encode())
    assert (done.returncode, done.stdout) == (0, FIXED)
    assert "fixed 3 findings in 1 file" in done.stderr
    done = lint_here("--fix", "-", cwd=here, stdin=FIXED.encode())
    assert done.stdout == FIXED


def test_a_flag_of_a_deploy_step_is_respelt(here: Path) -> None:
    pytest.importorskip("tree_sitter_bash")
    script = (
        "gcloud run deploy api --image=us-docker.pkg.dev/p/r/i:1 --mem=1Gi --region=us-central1\n"
    )
    (here / "deploy.sh").write_text(script)
    assert lint_here("--fix", "deploy.sh", cwd=here).returncode == 0
    assert (here / "deploy.sh").read_text() == script.replace("--mem=", "--memory=")
    (here / "deploy.sh").write_text(script.replace("--mem=", '--"mem"='))
    assert lint_here("--fix", "deploy.sh", cwd=here).returncode == 1


def test_unsafe_fixes_need_a_word_that_says_what_to_do(here: Path) -> None:
    done = lint_here("--unsafe-fixes", "a.yaml", cwd=here)
    assert done.returncode == 2
    assert "also pass --fix or --diff" in done.stderr


def test_missing_env_vars_are_added_with_a_value_to_fill_in(here: Path) -> None:
    (here / "own.yaml").write_text(
        "ruleset: own\nrules: {O1: {title: t, env: {required: [A, B]}, because: x}}\n"
    )
    (here / "a.yaml").write_text(FIXED)
    words = ("--rules", "own.yaml", "a.yaml")
    done = lint_here("--fix", *words, cwd=here)
    assert done.returncode == 1
    assert "1 finding can be repaired with --fix --unsafe-fixes" in done.stdout
    assert lint_here("--fix", "--unsafe-fixes", *words, cwd=here).returncode == 0
    assert (
        '        - {name: PIN, value: "424242"}\n        - name: A\n          value: TODO\n'
        "        - name: B\n          value: TODO\n"
    ) in (here / "a.yaml").read_text()


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ("vpc: {connector: main}", "        run.googleapis.com/vpc-access-connector: main\n"),
        ("vpc: {egress: all-traffic}", "        run.googleapis.com/vpc-access-egress: all-traffic\n"),
        ("cloudsql: {instances: ['p:us-central1:db']}", "        run.googleapis.com/cloudsql-instances: p:us-central1:db\n"),
        ("ingress: internal", "    run.googleapis.com/ingress: internal\n"),
        ("service-account: {allowed: [a@p.iam.gserviceaccount.com]}", "      serviceAccountName: a@p.iam.gserviceaccount.com\n"),
    ],
)  # fmt: skip
def test_what_a_rule_of_ones_own_states_is_set(here: Path, rule: str, line: str) -> None:
    (here / "own.yaml").write_text(f"ruleset: own\nrules: {{O1: {{title: t, {rule}}}}}\n")
    (here / "a.yaml").write_text(FIXED)
    assert lint_here("--fix", "--rules", "own.yaml", "a.yaml", cwd=here).returncode == 0
    assert line in (here / "a.yaml").read_text()


def test_a_link_out_of_the_repository_is_not_written(here: Path) -> None:
    repository = here / "repository"
    (repository / ".git").mkdir(parents=True)
    (repository / "a.yaml").symlink_to(here / "a.yaml")
    assert lint_here("--fix", ".", cwd=repository).returncode == 2
    assert (here / "a.yaml").read_text() == BROKEN


def test_a_report_has_the_edits_but_no_value(here: Path) -> None:
    done = lint_here("--format", "json", "a.yaml", cwd=here)
    fixes = {each["rule"]: each["fix"] for each in json.loads(done.stdout)["findings"]}
    assert fixes["CR004"] == {
        "safe": True,
        "edits": [
            {"path": "a.yaml", "line": 3, "column": 7, "end_line": 3, "end_column": 13, "text": "Service"}
        ],
    }  # fmt: skip
    assert [edit["text"] for edit in fixes["CR002"]["edits"]] == ['"', '"']
    sarif = json.loads(lint_here("--format", "sarif", "a.yaml", cwd=here).stdout)
    results = {each["ruleId"]: each for each in sarif["runs"][0]["results"]}
    (change,) = results["CR004"]["fixes"][0]["artifactChanges"]
    assert change["replacements"][0]["insertedContent"] == {"text": "Service"}


def test_a_file_that_a_script_names_is_repaired(here: Path) -> None:
    pytest.importorskip("tree_sitter_bash")
    (here / "common.sh").write_text("deploy() {\n  gcloud run deploy api \\ \n    --image=a\n}\n")
    (here / "deploy.sh").write_text("source common.sh\ndeploy  # by gcloud\n")
    done = lint_here("--fix", "deploy.sh", cwd=here)
    assert "fixed 1 finding in 1 file" in done.stdout
    assert (
        here / "common.sh"
    ).read_text() == "deploy() {\n  gcloud run deploy api \\\n    --image=a\n}\n"
    assert (here / "deploy.sh").read_text() == "source common.sh\ndeploy  # by gcloud\n"


def test_a_diff_shows_another_delimiter_and_no_value(here: Path) -> None:
    pytest.importorskip("tree_sitter_bash")
    (here / "deploy.sh").write_text(
        "gcloud run deploy api --image=a --set-env-vars=A=hunter2,b.c\n"
    )
    done = lint_here("--diff", "deploy.sh", cwd=here)
    assert "+gcloud run deploy api --image=a --set-env-vars=^@^A=<redacted" in done.stdout
    assert "hunter2" not in done.stdout


def test_a_module_that_an_ignore_file_excludes_is_brought_back_if_that_is_allowed(
    here: Path,
) -> None:
    (here / "a.yaml").write_text(FIXED)
    (here / "Dockerfile").write_text(
        'FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "main.py"]\n'
    )
    (here / "main.py").write_text("import shop.items\n")
    (here / "shop").mkdir()
    (here / "shop/__init__.py").write_text("")
    (here / "shop/items.py").write_text("")
    (here / ".dockerignore").write_text("shop\n*.md\n")
    lint_here("--fix", "--source", ".", "a.yaml", cwd=here)
    assert (here / ".dockerignore").read_text() == "shop\n*.md\n"
    done = lint_here("--fix", "--unsafe-fixes", "--source", ".", "a.yaml", cwd=here)
    assert "fixed 1 finding in 1 file" in done.stdout
    assert (here / ".dockerignore").read_text() == "shop\n!shop\n*.md\n"
