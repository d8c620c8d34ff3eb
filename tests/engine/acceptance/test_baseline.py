"""The baseline: known findings do not count, new ones do, and entries that are not needed are reported."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from lint.engine.examples import SKELETONS
from tests.command import Done, lint_here

HEAD = SKELETONS["Service"].replace("web:1.4.2", "web:latest")
PORT = "        - name: PORT\n          value: '80'\n"
K_SERVICE = "        - name: K_SERVICE\n          value: a\n"
TWICE = "        - name: A\n          value: a\n        - name: A\n          value: b\n"
ENV = "        env:\n"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "s.yaml").write_text(HEAD + ENV + PORT)
    return tmp_path


def run(here: Path, *words: str) -> Done:
    return lint_here(*words, cwd=here)


def write(here: Path, *words: str) -> Done:
    done = run(here, *(words or ["."]), "--baseline", "base.json", "--write-baseline")
    assert done.stderr == ""
    return done


def report(here: Path, *words: str) -> dict[str, Any]:
    done = run(here, *(words or ["."]), "--baseline", "base.json", "--format", "json")
    assert done.stderr == ""
    made: dict[str, Any] = json.loads(done.stdout)
    made["code"] = done.returncode
    made["rules"] = [finding["rule"] for finding in made["findings"]]
    return made


def entries(here: Path) -> list[tuple[str, str]]:
    found = json.loads((here / "base.json").read_text())["findings"]
    return [(entry["path"], entry["rule"]) for entry in found]


def test_what_is_written_is_accepted_at_once_and_later(here: Path) -> None:
    done = write(here)
    assert done.returncode == 0
    assert "2 findings accepted by the baseline\n  wrote the baseline base.json" in done.stdout
    made = report(here)
    assert (made["code"], made["rules"]) == (0, [])
    assert [entry["by"] for entry in made["accepted"]] == ["baseline", "baseline"]


def test_the_file_has_one_entry_a_line_sorted_and_no_values(here: Path) -> None:
    (here / "a.yaml").write_text(HEAD)
    write(here)
    text = (here / "base.json").read_text()
    assert entries(here) == [
        ("a.yaml", "CR077 image-tag-latest"),
        ("s.yaml", "CR012 reserved-env-name"),
        ("s.yaml", "CR077 image-tag-latest"),
    ]
    assert len(text.splitlines()) == len(entries(here)) + 5
    assert "PORT" not in text
    write(here)
    assert (here / "base.json").read_text() == text


def test_a_new_finding_counts(here: Path) -> None:
    write(here)
    (here / "s.yaml").write_text(HEAD + ENV + PORT + K_SERVICE)
    made = report(here)
    assert (made["code"], made["rules"], len(made["accepted"])) == (1, ["CR012"], 2)


def test_a_repaired_finding_leaves_a_stale_entry(here: Path) -> None:
    write(here)
    (here / "s.yaml").write_text(HEAD.replace(":latest", ":1") + ENV + PORT)
    made = report(here)
    assert (made["code"], made["rules"]) == (0, ["IN015"])
    (found,) = made["findings"]
    assert found["message"] == "1 entry of the baseline has no finding any more: CR077 in s.yaml"
    assert (found["path"], found["line"]) == ("base.json", 5)
    assert report(here, "--fail-on", "warning", ".")["code"] == 1
    write(here)
    assert entries(here) == [("s.yaml", "CR012 reserved-env-name")]
    assert report(here)["rules"] == []


def test_a_file_that_is_gone_leaves_stale_entries(here: Path) -> None:
    (here / "a.yaml").write_text(HEAD + ENV + PORT)
    write(here)
    (here / "a.yaml").unlink()
    (found,) = report(here)["findings"]
    assert found["message"].startswith("2 entries of the baseline have no finding any more: ")


def test_an_entry_is_not_stale_where_its_file_or_its_rule_was_not_judged(here: Path) -> None:
    (here / "a.yaml").write_text(HEAD)
    write(here)
    (here / "a.yaml").write_text(HEAD.replace(":latest", ":1"))
    assert report(here, "s.yaml")["rules"] == []
    assert report(here, ".", "--ignore", "CR077")["rules"] == []
    assert report(here, ".", "--select", "CR012,IN")["rules"] == []
    assert report(here)["rules"] == ["IN015"]
    (here / "a.yaml").write_text(HEAD.replace(":latest", ":${TAG}"))
    assert report(here)["rules"] == []


def test_what_was_not_judged_stays_in_a_baseline_that_is_written_anew(here: Path) -> None:
    (here / "a.yaml").write_text(HEAD)
    write(here)
    before = entries(here)
    write(here, "s.yaml")
    assert entries(here) == before
    write(here, ".", "--select", "CR012")
    assert entries(here) == before


def test_it_does_not_matter_from_where_the_tool_is_run(here: Path) -> None:
    folder = here / "deploy"
    folder.mkdir()
    (here / "s.yaml").rename(folder / "s.yaml")
    write(here)
    assert entries(here)[0][0] == "deploy/s.yaml"
    done = run(folder, "s.yaml", "--baseline", "../base.json")
    assert (done.returncode, "2 findings accepted" in done.stdout) == (0, True)
    done = run(here, str(folder / "s.yaml"), "--baseline", str(here / "base.json"))
    assert (done.returncode, "2 findings accepted" in done.stdout) == (0, True)


def test_a_finding_that_must_not_be_accepted_counts(here: Path) -> None:
    (here / "own.yaml").write_text(
        "ruleset: own\nextends: [cloud-run]\nrules:\n  CR012: {ignorable: false}\n"
    )
    write(here)
    done = run(here, "s.yaml", "--rules", "own.yaml", "--baseline", "base.json")
    assert done.returncode == 1
    done = write(here, "s.yaml", "--rules", "own.yaml")
    assert done.returncode == 1


def test_what_a_comment_accepts_is_not_written_and_not_stale(here: Path) -> None:
    write(here)
    both = entries(here)
    text = (here / "s.yaml").read_text()
    (here / "s.yaml").write_text(text.replace("PORT\n", "PORT # lint: ignore[CR012]: why\n"))
    made = report(here)
    assert made["rules"] == []
    assert sorted(entry["by"] for entry in made["accepted"]) == ["baseline", "comment"]
    (here / "base.json").unlink()
    write(here)
    assert entries(here) == both[1:]


def test_the_settings_name_a_baseline_and_no_accept_leaves_it_out(here: Path) -> None:
    write(here)
    (here / "lint.toml").write_text('baseline = "base.json"\n')
    assert run(here, ".").returncode == 0
    assert run(here, ".", "--no-accept").returncode == 1
    assert run(here, ".", "--no-accept", "--baseline", "base.json").returncode == 0
    done = run(here, ".", "--write-baseline")
    assert (done.returncode, "needs --baseline FILE" in done.stderr) == (2, True)
    (here / "lint.toml").write_text('baseline = "../base.json"\n')
    done = run(here, ".")
    assert (done.returncode, "leads out of the repository" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"{", "is not JSON"),
        (b"\xff", "is not UTF-8"),
        (b"[" * 100_000, "is not JSON"),
        (b"[]", "is no baseline of version 1"),
        (b'{"version": 2, "findings": []}', "is no baseline of version 1"),
        (b'{"version": 1, "findings": [{"path": "a"}]}', "is no baseline of version 1"),
        (b'{"version": 1, "findings": [{"path": 1, "rule": 1, "title": 1, "fingerprint": 1}]}', "is no"),
        (None, "no such file"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_baseline_is_an_error(
    here: Path, text: bytes | None, message: str
) -> None:
    if text is not None:
        (here / "base.json").write_bytes(text)
    done = run(here, "s.yaml", "--baseline", "base.json")
    assert done.returncode == 2
    assert message in done.stderr
    if text is not None:
        done = run(here, "s.yaml", "--baseline", "base.json", "--write-baseline")
        assert done.returncode == 2
        assert (here / "base.json").read_bytes() == text


def test_writing_does_not_go_with_repairing(here: Path) -> None:
    done = run(here, ".", "--baseline", "base.json", "--write-baseline", "--fix")
    assert done.returncode == 2
    assert not (here / "base.json").exists()


def test_moved_lines_and_keys_in_another_order_change_nothing(here: Path) -> None:
    """Comments and blank lines anywhere, and env vars, keys and blocks in any order."""
    chance = random.Random(15)
    blocks = [PORT, K_SERVICE, TWICE]
    (here / "s.yaml").write_text(HEAD + ENV + "".join(blocks))
    write(here)
    assert len(entries(here)) == 4
    for _ in range(40):
        chance.shuffle(blocks)
        head = HEAD.replace("apiVersion: serving.knative.dev/v1\nkind: Service\n", "")
        tops = [
            "apiVersion: serving.knative.dev/v1\n",
            "kind: Service\n",
            head + ENV + "".join(blocks),
        ]
        chance.shuffle(tops)
        lines = []
        for line in "".join(tops).splitlines():
            lines += [chance.choice(["", "# moved", "   # moved"])] * chance.randrange(3)
            lines.append(line)
        (here / "s.yaml").write_text("\n".join(lines) + "\n")
        made = report(here, "s.yaml")
        assert (made["rules"], len(made["accepted"])) == ([], 4), "\n".join(lines)
