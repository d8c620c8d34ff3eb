"""The library: files, texts and folders in, one report out; nothing printed, started or changed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lint import api
from tests.command import lint_here
from tests.sample_manifests import BAD, GOOD

OWN = "ruleset: own\nrules: {P1: {labels: {required: [team]}}}\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.yaml").write_text(BAD)
    return tmp_path


def rules_of(report: api.Report) -> list[str]:
    return [finding.rule for finding in report.findings]


def test_a_text_needs_no_file(here: Path) -> None:
    report = api.check_text(BAD, name="app/service.yaml")
    assert rules_of(report) == ["CR012"]
    assert report.failed
    assert report.findings[0].place.path == "app/service.yaml"
    assert not api.check_text(GOOD.encode()).failed


def test_texts_are_checked_like_the_files_of_one_call(here: Path) -> None:
    report = api.check_texts({"a.yaml": BAD, "b.yaml": GOOD, "c.yaml": BAD})
    assert [finding.place.path for finding in report.findings] == ["a.yaml", "c.yaml"]
    assert [entry.path for entry in report.checked] == ["a.yaml", "b.yaml", "c.yaml"]


@pytest.mark.parametrize("as_path", [str, Path])
def test_files_and_folders_are_checked_as_the_command_does(
    here: Path, as_path: type[str] | type[Path]
) -> None:
    (here / "deploy.sh").write_text("gcloud run deploy Web --image gcr.io/p/web:1.4.2\n")
    for path in ("bad.yaml", "."):
        command = lint_here(path, "--format", "json", cwd=here).stdout
        assert api.check_paths([as_path(path)]).to_json() == command
    assert api.check_folder(as_path(".")).to_json() == command


def test_a_text_counts_in_place_of_its_file(here: Path) -> None:
    assert rules_of(api.check_text(GOOD, name="bad.yaml")) == []
    assert rules_of(api.check_paths(["."], texts={"./bad.yaml": GOOD})) == []
    assert rules_of(api.check_paths(["."], texts={"./other.yaml": GOOD})) == ["CR012"]


def test_the_settings_beside_a_text_count(here: Path) -> None:
    (here / "app").mkdir()
    (here / "app" / "own.yaml").write_text(OWN)
    (here / "app" / "lint.toml").write_text('rules = ["own.yaml"]\n')
    assert rules_of(api.check_text(GOOD, name="app/service.yaml")) == ["P1"]
    assert rules_of(api.check_text(GOOD, name="service.yaml")) == []
    assert rules_of(api.check_text(GOOD, name="app/service.yaml", isolated=True)) == []
    named = api.check_text(GOOD, settings=here / "app" / "lint.toml")
    assert rules_of(named) == ["P1"]


def test_a_rule_file_that_changes_counts_at_the_next_call(here: Path) -> None:
    (here / "base.yaml").write_text(OWN)
    (here / "own.yaml").write_text("ruleset: mine\nextends: [base.yaml]\n")
    for _ in range(2):
        assert rules_of(api.check_text(GOOD, rules="own.yaml")) == ["P1"]
    (here / "base.yaml").write_text(OWN.replace("P1", "P2"))
    assert rules_of(api.check_text(GOOD, rules="own.yaml")) == ["P2"]
    (here / "base.yaml").write_text(OWN.replace("rules:", "rulez:"))
    with pytest.raises(api.RuleSetError) as caught:
        api.check_text(GOOD, rules="own.yaml")
    assert "unknown key `rulez`" in caught.value.findings[0].message
    (here / "base.yaml").write_text(OWN)
    assert rules_of(api.check_text(GOOD, rules="own.yaml")) == ["P1"]


def test_what_cannot_be_done_is_an_error(here: Path) -> None:
    with pytest.raises(api.UsageError, match="no such rule set"):
        api.check_text(GOOD, rules="nope.yaml")
    with pytest.raises(api.UsageError, match="standard input"):
        api.check_paths(["-"])
    with pytest.raises(api.UsageError, match="there is no folder nope"):
        api.check_folder("nope")
    with pytest.raises(api.UsageError, match="is a folder"):
        api.check_text(GOOD, name=".")
    (here / "lint.toml").write_text("rulez = 1\n")
    with pytest.raises(api.SettingsError) as caught:
        api.check_text(GOOD)
    assert caught.value.mistakes[0][2] == "unknown setting `rulez`"


def test_what_cannot_be_read_is_a_finding(here: Path) -> None:
    report = api.check_paths(["nope.yaml"])
    assert rules_of(report) == ["IN008"]
    assert report.incomplete
    assert report.skipped[0].path == "nope.yaml"
    assert api.check_text("a: 1\n").checked == ()


def test_an_image_is_checked_alone(here: Path) -> None:
    (here / "src" / "app").mkdir(parents=True)
    (here / "src" / "app" / "__init__.py").touch()
    (here / "src" / "main.py").write_text("import app.missing\n")
    (here / "src" / "Dockerfile").write_text(
        'FROM python:3.12\nCOPY . .\nCMD ["python", "main.py"]\n'
    )
    report = api.check_paths([], source="src")
    assert [entry.kind for entry in report.checked] == ["Image"]
    assert "BLD021" in rules_of(report)


def test_nothing_is_printed_and_nothing_ends(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (here / "deploy.py").write_text("import os\nos.system('gcloud run deploy \\d')\n")
    (here / "own.yaml").write_text(
        "ruleset: own\nrules: {P1: {env: {values: {A: {pattern: '['}}}}}\n"
    )
    with pytest.raises(api.RuleSetError):
        api.check_folder(rules="own.yaml")
    api.check_folder()
    assert capfd.readouterr() == ("", "")


THREADS = """
import sys, threading, warnings
from lint import api

warnings.simplefilter("error")
def filters():  # but for those of a library for its own warnings
    return [each for each in warnings.filters if "ruamel" not in each[2].__module__]
before = filters()
text, rules = sys.argv[1:3]
script = "import os\\nos.system('gcloud run deploy Web%d --image a/b:1')\\nx = '\\\\d'\\n"
terraform = '''resource "google_cloud_run_v2_service" "a" {
  name     = "Web%d"
  location = "x"
  template {
    containers { image = "a/b:1" }
  }
}
'''
def jobs(number):
    bad = text.replace("name: example", f"name: Example_{number}")
    return [
        lambda: api.check_text(bad, name=f"{number}.yaml"),
        lambda: api.check_text(bad, name=f"{number}.yaml", rules=rules),
        lambda: api.check_text(script % number, name=f"{number}.py"),
        lambda: api.check_text(terraform % number, name=f"{number}.tf"),
        lambda: api.check_text(bad + "---\\n" + bad, name=f"{number}.yaml", select=["CR"]),
        lambda: api.check_paths([], source="src"),
        lambda: api.check_text("a: [", name=f"{number}.yaml"),
    ]
found = {}
gate = threading.Barrier(6)
def work(number):
    gate.wait()
    done = []
    for _ in range(2):
        for job in jobs(number)[number % 7:] + jobs(number)[:number % 7]:
            done.append(job().to_json())
    found[number] = done
threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
sys.setswitchinterval(1e-4)
for thread in threads: thread.start()
for thread in threads: thread.join()
sys.setswitchinterval(0.005)
assert filters() == before, "the filters of the process have changed"
for number in range(6):
    alone = [job().to_json() for job in jobs(number)[number % 7:] + jobs(number)[:number % 7]] * 2
    assert found[number] == alone, number
    assert all('"rule"' in report for report in alone)
import yaml.composer, yaml.parser
assert yaml.safe_load("a: 1") == {"a": 1}
print("equal")
"""


@pytest.mark.slow
def test_threads_that_begin_at_once_get_what_one_thread_gets(here: Path) -> None:
    """In a process that has loaded nothing yet, so that all threads load everything together."""
    (here / "src" / "app").mkdir(parents=True)
    (here / "src" / "app" / "__init__.py").touch()
    (here / "src" / "main.py").write_text("import app.missing\nA = '\\d'\n")
    (here / "src" / "Dockerfile").write_text(
        'FROM python:3.12\nCOPY . .\nCMD ["python", "main.py"]\n'
    )
    (here / "own.yaml").write_text(
        "ruleset: own\nextends: [cloud-run]\nrules:\n"
        "  P1: {labels: {required: [team]}}\n"
        "  P2: {title: t, assert: 'has(env.MODE) && size(container.image) > 3', message: m}\n"
        "  P3: {env: {values: {PORT: {pattern: '[a-z]+'}}}}\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", THREADS, BAD, "own.yaml"],
        env={**os.environ, "CLOUDRUN_LINT_CACHE": str(here / "cache")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("equal\n", "")


@pytest.mark.slow
def test_no_process_is_started(here: Path) -> None:
    code = (
        "import os, sys\n"
        "def fork(): raise RuntimeError('a fork')\n"
        "os.fork = fork\n"
        "from lint import api\n"
        "texts = {f'{number}.yaml': sys.argv[1] for number in range(300)}\n"
        "print(api.check_texts(texts).counts['error'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, BAD], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("300\n", "")
