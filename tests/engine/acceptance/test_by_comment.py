"""Findings that comments accept: never in the exit code; expired comments accept nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lint.engine.examples import SKELETONS
from lint.ruleset.builtin import built_in_names
from lint.ruleset.compile import built_in_sets, compile_rule_set
from tests.command import lint_here

SERVICE = SKELETONS["Service"]
PORT = "        env:\n        - name: PORT{}\n          value: '80'\n"
LATEST = SERVICE.replace("web:1.4.2", "web:latest")


def report(folder: Path, *words: str) -> dict[str, Any]:
    done = lint_here(*words, "--format", "json", cwd=folder)
    made: dict[str, Any] = json.loads(done.stdout)
    made["code"] = done.returncode
    return made


def rules(made: dict[str, Any], key: str = "findings") -> list[str]:
    found = made[key]
    return [entry["finding"]["rule"] if key == "accepted" else entry["rule"] for entry in found]


def judged(folder: Path, comment: str, *words: str) -> dict[str, Any]:
    (folder / "s.yaml").write_text(SERVICE + PORT.format(f" {comment}" if comment else ""))
    return report(folder, "s.yaml", *words)


def test_an_accepted_finding_is_listed_and_does_not_count(tmp_path: Path) -> None:
    assert judged(tmp_path, "")["code"] == 1
    made = judged(tmp_path, "# lint: ignore[CR012] until 2999-01-31: the server ignores it")
    assert (made["code"], rules(made)) == (0, [])
    assert made["summary"] == {"error": 0, "warning": 0, "info": 0, "accepted": 1}
    (entry,) = made["accepted"]
    assert (entry["by"], entry["reason"]) == ("comment", "the server ignores it")
    assert (entry["until"], entry["finding"]["rule"]) == ("2999-01-31", "CR012")
    text = lint_here("s.yaml", cwd=tmp_path).stdout
    assert text.endswith("no findings.\n  1 finding accepted by comments\n")


@pytest.mark.parametrize(
    ("comment", "rule"),
    [
        ("# lint: ignore[CR012]", "IN010"),
        ("# lint: ignore[CR0122]: why", "IN011"),
        ("# lint: ignore[CR012] until 2020-01-31: why", "IN013"),
        ("# lint: ignore[IN012]: why", "IN014"),
    ],
)
def test_a_comment_that_accepts_nothing_is_reported_and_the_finding_counts(
    tmp_path: Path, comment: str, rule: str
) -> None:
    made = judged(tmp_path, comment)
    assert made["code"] == 1
    assert sorted(rules(made)) == ["CR012", rule]
    assert made["accepted"] == []


def test_the_words_of_a_comment_that_are_right_count(tmp_path: Path) -> None:
    made = judged(tmp_path, "# lint: ignore[CR0122, reserved-env-name, CR077]: why")
    assert rules(made, "accepted") == ["CR012"]
    assert rules(made) == ["IN011", "IN012"]
    assert "there is no finding of CR077" in made["findings"][1]["message"]
    assert made["code"] == 0
    assert judged(tmp_path, "# lint: ignore[CR0122]: why", "--ignore", "CR012")["code"] == 0
    assert report(tmp_path, "s.yaml", "--fail-on", "warning")["code"] == 1


def test_an_unused_comment_in_a_file_without_findings_is_reported(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text("# lint: ignore[CR012]: why\n" + SERVICE)
    made = report(tmp_path, "s.yaml")
    assert rules(made) == ["IN012"]
    assert rules(report(tmp_path, ".")) == ["IN012"]


@pytest.mark.parametrize("word", ["BLD022", "LIVE001", "secret-absent"])
def test_a_comment_for_a_rule_that_did_not_run_is_not_unused(tmp_path: Path, word: str) -> None:
    assert rules(judged(tmp_path, f"# lint: ignore[CR012,{word}]: why")) == []


def test_a_comment_for_a_rule_that_is_left_out_is_not_unused(tmp_path: Path) -> None:
    assert rules(judged(tmp_path, "# lint: ignore[CR012]: why", "--ignore", "CR012")) == []
    assert rules(judged(tmp_path, "# lint: ignore[CR012]: why", "--select", "CR02,IN")) == []


def test_a_comment_beside_a_value_that_is_not_known_yet_is_not_unused(tmp_path: Path) -> None:
    text = SERVICE.replace("web:1.4.2", "web:${TAG} # lint: ignore[CR077]: built from main")
    (tmp_path / "s.yaml").write_text(text)
    assert rules(report(tmp_path, "s.yaml")) == []
    made = report(tmp_path, "s.yaml", "--set", "TAG=latest")
    assert rules(made, "accepted") == ["CR077"]
    assert rules(report(tmp_path, "s.yaml", "--set", "TAG=1.2")) == ["IN012"]


def test_a_comment_in_a_file_that_cannot_be_read_to_its_end_is_not_unused(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text("# lint: ignore[CR012]: why\n" + SERVICE + "  x: {\n")
    assert "IN012" not in rules(report(tmp_path, "s.yaml"))


def test_the_rule_set_can_forbid_it(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(
        "ruleset: own\nextends: [cloud-run]\nrules:\n  CR012: {ignorable: false}\n"
    )
    made = judged(tmp_path, "# lint: ignore[CR012]: why", "--rules", "own.yaml")
    assert (made["code"], sorted(rules(made))) == (1, ["CR012", "IN014"])


def test_no_accept_counts_everything_and_says_nothing_of_comments(tmp_path: Path) -> None:
    comment = "# lint: ignore[CR012,CR077]: why"
    made = judged(tmp_path, comment, "--no-accept")
    assert (made["code"], rules(made), made["accepted"]) == (1, ["CR012"], [])


def test_a_reason_does_not_show_a_credential(tmp_path: Path) -> None:
    token = "ghp_" + "a1B2c3D4e5" * 4
    made = judged(tmp_path, f"# lint: ignore[CR012,CR077]: see {token}")
    assert token not in json.dumps(made)
    assert token not in lint_here("s.yaml", cwd=tmp_path).stdout


def test_a_comment_counts_at_the_place_of_the_finding_only(tmp_path: Path) -> None:
    """The other half of a contradiction is a second place."""
    port = "        ports:\n        - containerPort: 8080 # lint: ignore[CR086]: why\n"
    args = "        command: [gunicorn]\n        args: [--bind, '0.0.0.0:9000', app:app]\n"
    (tmp_path / "s.yaml").write_text(SERVICE + port + args)
    made = report(tmp_path, "s.yaml")
    assert made["code"] == 1
    (found,) = [entry for entry in made["findings"] if entry["severity"] == "error"]
    assert found["related"]
    text = (SERVICE + port + args).replace(" # lint: ignore[CR086]: why", "")
    lines = text.split("\n")
    lines[found["line"] - 1] += f" # lint: ignore[{found['rule']}]: why"
    (tmp_path / "s.yaml").write_text("\n".join(lines))
    assert report(tmp_path, "s.yaml")["code"] == 0


DEPLOYS = {
    "deploy.sh": "#!/bin/sh\n{}\ngcloud run deploy web \\\n  --image {image} \\\n  --region us-central1\n",
    "Makefile": "deploy:\n\t{}\n\tgcloud run deploy web \\\n\t  --image {image} --region us-central1\n",
    ".github/workflows/d.yaml": (
        "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n"
        "    - run: |\n        {}\n        gcloud run deploy web --image {image} --region us-central1\n"
    ),
    "cloudbuild.yaml": (
        "steps:\n- name: gcr.io/google.com/cloudsdktool/cloud-sdk\n  entrypoint: gcloud\n"
        "  args:\n  - run\n  - deploy\n  - web\n  - --image\n  {}\n  - {image}\n"
        "  - --region=us-central1\n"
    ),
    "main.tf": (
        'resource "google_cloud_run_v2_service" "web" {{\n  name = "web"\n  location = "us-central1"\n'
        '  template {{\n    containers {{\n      {}\n      image = "{image}"\n    }}\n  }}\n}}\n'
    ),
    "compose.yaml": "services:\n  web:\n    {}\n    image: {image}\n    ports: ['8080:8080']\n",
}


@pytest.mark.parametrize("name", DEPLOYS)
def test_every_kind_of_file_can_have_comments(tmp_path: Path, name: str) -> None:
    pytest.importorskip("tree_sitter_bash")
    (tmp_path / ".git").mkdir()
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)

    def made(comment: str) -> dict[str, Any]:
        image = "us-docker.pkg.dev/example/app/web:latest"
        file.write_text(DEPLOYS[name].format(comment, image=image))
        return report(tmp_path, "--fail-on", "warning", "--select", "CR077,IN01", name)

    assert rules(made("# a comment")) == ["CR077"]
    accepted = made("# lint: ignore[CR077]: built from main")
    assert (accepted["code"], rules(accepted)) == (0, [])
    assert rules(accepted, "accepted") == ["CR077"]
    expired = made("# lint: ignore[CR077] until 2020-01-31: built from main")
    assert (expired["code"], sorted(rules(expired))) == (1, ["CR077", "IN013"])
    unused = made("# lint: ignore[CR077,CR012]: built from main")
    assert rules(unused) == []  # CR012 was left out
    assert "IN012" in rules(report(tmp_path, name))


@pytest.mark.slow
def test_over_all_rules_an_accepted_finding_never_counts_and_an_expired_one_always_does() -> None:
    """A comment is put above the line of each finding of each rule's examples."""
    from lint.engine.acceptance.by_comment import ByComment
    from lint.engine.acceptance.known_rules import KnownRules
    from lint.engine.examples import example_findings, uncommented_findings, whole_set
    from lint.model.source import Source

    tried = accepted = 0
    for set_name in built_in_names():
        rule_set = compile_rule_set(built_in_sets()[set_name])
        judge = whole_set(rule_set)
        known = KnownRules(judge.plans, ())
        texts = [
            (rule_id, rule, text)
            for rule_id, rule in rule_set.rules.items()
            if rule_id not in known.fixed
            for text in (rule["docs"].get("examples") or {}).get("invalid", ())
            if not text.startswith(("# file:", "name: "))
        ]
        for rule_id, rule, text in texts:
            before = [f for f in example_findings(judge, text, rule) if f.rule == rule_id]
            for line in {finding.place.line for finding in before}:
                tried += 1
                lines = text.split("\n")
                indent = lines[line - 1][: len(lines[line - 1]) - len(lines[line - 1].lstrip())]
                for until, kept in (
                    ("", False),
                    (" until 2999-01-31", False),
                    (" until 2020-01-31", True),
                ):
                    comment = f"{indent}# lint: ignore[{rule_id}]{until}: a reason"
                    changed = "\n".join([*lines[: line - 1], comment, *lines[line - 1 :]])
                    # What is between the lines of a string is no comment.
                    found = uncommented_findings(judge, changed, rule)
                    mine = [f for f in found if f.rule == rule_id and f.place.line == line + 1]
                    if not mine:
                        break
                    by_comment = ByComment({"example": Source("example", changed)}, known)
                    left, gone = by_comment.split(mine)
                    assert (left, [entry.finding for entry in gone]) == (
                        (mine, []) if kept else ([], mine)
                    ), (rule_id, text)
                else:
                    accepted += 1
    assert tried > 300
    assert accepted > 0.95 * tried


@pytest.mark.slow
def test_thousands_of_comments_take_little_time(tmp_path: Path) -> None:
    import time

    comments = "".join(
        f"# lint: ignore[{', '.join(f'none-{number}-{word}' for word in range(40))}]: why\n"
        for number in range(1_000)
    )
    (tmp_path / "s.yaml").write_text(SERVICE + comments)
    before = time.process_time()
    made = report(tmp_path, "s.yaml")
    assert time.process_time() - before < 15
    assert set(rules(made)) == {"IN011"}


@pytest.mark.slow
def test_comments_count_where_the_files_are_shared_among_processes(tmp_path: Path) -> None:
    for number in range(210):
        comment = "" if number % 7 == 0 else " # lint: ignore[CR012]: why"
        (tmp_path / f"{number:03}.yaml").write_text(SERVICE + PORT.format(comment))
    (tmp_path / "unused.yaml").write_text("# lint: ignore[CR012]: why\n" + SERVICE)
    made = report(tmp_path, ".")
    assert rules(made) == ["CR012"] * 30 + ["IN012"]
    assert made["summary"]["accepted"] == 180
