"""Repairs of the library: texts come back, files stay as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint import api
from lint.engine.examples import SKELETONS

GOOD = SKELETONS["Service"]
BAD = GOOD.replace("  template:", "  templat:")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_only_texts_that_change_come_back(here: Path) -> None:
    fixed = api.fix_texts({"bad.yaml": BAD, "good.yaml": GOOD})
    assert fixed.texts == {"bad.yaml": GOOD}
    assert fixed.repaired == 1
    assert fixed.report.findings == ()
    assert not list(here.iterdir())


def test_files_are_not_written(here: Path) -> None:
    (here / "bad.yaml").write_text(BAD)
    for fixed in (api.fix_paths(["."]), api.fix_paths([Path("bad.yaml")])):
        assert fixed.texts == {"bad.yaml": GOOD}
    assert api.fix_paths(["."], texts={"./bad.yaml": GOOD}).texts == {}
    assert (here / "bad.yaml").read_text() == BAD


def test_what_is_only_likely_must_be_allowed(here: Path) -> None:
    text = BAD.replace("  name: example\n", "  name: example\n  name: other\n", 1)
    safe, every = api.fix_texts({"a.yaml": text}), api.fix_texts({"a.yaml": text}, unsafe=True)
    assert safe.repaired < every.repaired
    assert len(safe.report.findings) > len(every.report.findings)
    assert repr(every) == (
        "<Fixed: 2 findings in 1 texts; <Report: 0 error, 0 warning, 0 info; 1 checked>>"
    )


SERVICE_TF = """resource "google_cloud_run_v2_service" "a" {{
  name     = "a"
  location = "us-central1"
  template {{
    containers {{
      image = "us-docker.pkg.dev/p/r/i:1"
      {}
    }}
  }}
}}
"""
ACTION = """on: push
jobs:
  d:
    runs-on: ubuntu-latest
    steps:
      - uses: google-github-actions/deploy-cloudrun@v2
        with:
          service: a
          image: us-docker.pkg.dev/p/r/i:1
          {}
"""
STEP = "steps:\n- name: gcr.io/cloud-builders/gcloud\n  {}\n"
COMMAND = "gcloud run deploy a --image=us-docker.pkg.dev/p/r/i:1 --region=us-central1 {}\n"
FIELD = GOOD.replace("    spec:\n", "    spec:\n      {}\n")
ONE_FIELD = "containerConcurency: 2"


@pytest.mark.parametrize(
    ("path", "text", "wrong", "both"),
    [
        ("service.yaml", FIELD, ONE_FIELD, f"containerConcurrency: 1\n      {ONE_FIELD}"),
        ("service.yaml", FIELD, ONE_FIELD, f"containerConcurrencyy: 1\n      {ONE_FIELD}"),
        ("deploy.sh", COMMAND, "--ingres=all", "--ingres=all --ingress=internal"),
        ("deploy.sh", COMMAND, "--ingres=all", "--ingress=internal --ingres=all"),
        ("main.tf", SERVICE_TF, "comand = []", "comand = []\n      command = []"),
        ("main.tf", SERVICE_TF, "resource {}", "resource {}\n      resources {}"),
        ("main.tf", SERVICE_TF, "port {}", "port {}\n      ports {}"),
        (
            ".github/workflows/d.yml",
            ACTION,
            "env-vars: B=1",
            "env_var: A=1\n          env-vars: B=1",
        ),
        ("cloudbuild.yaml", STEP, "arg: [version]", "arg: [version]\n  args: [version]"),
        ("cloudbuild.yaml", STEP, "waitfor: ['-']", "waitfor: ['-']\n  waitFr: ['-']"),
    ],
)
def test_a_misspelt_name_is_left_beside_the_right_one(
    here: Path, path: str, text: str, wrong: str, both: str
) -> None:
    pytest.importorskip("tree_sitter_bash")
    assert api.fix_texts({path: text.format(wrong)}).texts
    assert api.fix_texts({path: text.format(both)}, unsafe=True).texts == {}


@pytest.mark.parametrize("sign", [">", ">-", "|", "|-"])
def test_a_comment_is_moved_only_where_the_lines_stay_lines(here: Path, sign: str) -> None:
    pytest.importorskip("tree_sitter_bash")
    text = (
        "on: push\njobs:\n  d:\n    runs-on: ubuntu-latest\n    steps:\n"
        f"      - run: {sign}\n"
        "          gcloud run deploy a --image=us-docker.pkg.dev/p/r/i:1 \\\n"
        "          # why\n"
        "            --region=us-central1\n"
    )
    fixed = api.fix_texts({".github/workflows/d.yml": text}).texts
    assert bool(fixed) == sign.startswith("|")


@pytest.mark.parametrize(
    ("before", "is_safe"),
    [("", True), ("echo; ", True), ("IMAGE=b:2; ", False), ("for IMAGE in b; do ", False)],
)
def test_a_variable_of_make_is_certain_if_no_recipe_sets_it(
    here: Path, before: str, is_safe: bool
) -> None:
    pytest.importorskip("tree_sitter_bash")
    recipe = f"{before}gcloud run deploy a --image=$IMAGE --region=us-central1"
    text = f"IMAGE = us-docker.pkg.dev/p/r/i:1\ndeploy:\n\t{recipe}\n"
    assert bool(api.fix_texts({"Makefile": text}).texts) == is_safe
    fixed = api.fix_texts({"Makefile": text}, unsafe=True).texts["Makefile"]
    assert fixed == text.replace("$IMAGE", "$(IMAGE)")


def test_options_count(here: Path) -> None:
    assert api.fix_texts({"a.yaml": BAD}, select=["CR012"]).texts == {}
    with pytest.raises(api.UsageError, match="is a folder"):
        api.fix_texts({".": BAD})
