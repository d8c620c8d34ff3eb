from __future__ import annotations

import base64
import hashlib
import os
import re
from pathlib import Path

import pytest

from lint.cli.main import main
from lint.model.findings import Outcome, Place
from lint.report import render
from tests.engine.portraits.drawing import outcome_of
from tests.report.build import finding, outcome
from tests.report.html.building import Reader
from tests.report.sample import sample
from tests.report.test_golden import without_assets

ROOT = Path(__file__).resolve().parents[3]
GOLDEN = Path(__file__).parent / "example.html"
HOSTILE = "</script><script>alert(1)</script><style></style>\"'><img src=x onerror=alert(2)>"


def test_the_page_of_the_example_is_as_written_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("cel_expr_python")
    monkeypatch.chdir(ROOT / "examples" / "netra-staging")
    file = tmp_path / "report.html"
    words = ["check", "broken.yaml", "--rules", "rules.yaml", "--source", "service"]
    assert main([*words, "--format", f"html={file}"]) == 1
    page = without_assets(file.read_text(encoding="utf-8"))
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(page, encoding="utf-8", newline="\n")
    assert page == GOLDEN.read_text(encoding="utf-8")


def test_the_page_may_load_nothing_but_its_own_style_and_script() -> None:
    page = render("html", sample())
    policy = Reader(page).of("meta")[1]["content"]
    assert policy is not None
    assert policy.startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    loading = [a for _, a in Reader(page).elements if "src" in a or "style" in a or "onclick" in a]
    assert loading == []


def test_names_of_a_hostile_manifest_are_text() -> None:
    manifest = f"""\
apiVersion: serving.knative.dev/v1
kind: Service
metadata:
  name: {HOSTILE!r}
  annotations: {{run.googleapis.com/ingress: {HOSTILE!r}, {HOSTILE!r}: x}}
spec:
  traffic: [{{revisionName: {HOSTILE!r}, tag: {HOSTILE!r}, percent: 100}}]
  template:
    metadata:
      annotations:
        run.googleapis.com/vpc-access-connector: {HOSTILE!r}
        run.googleapis.com/cloudsql-instances: {HOSTILE!r}
    spec:
      serviceAccountName: {HOSTILE!r}
      volumes: [{{name: {HOSTILE!r}, csi: {{driver: {HOSTILE!r}}}}}]
      containers:
      - name: {HOSTILE!r}
        image: {HOSTILE!r}
        command: [python, -m, {HOSTILE!r}]
        startupProbe: {{httpGet: {{path: {HOSTILE!r}}}}}
        env: [{{name: {HOSTILE!r}, valueFrom: {{secretKeyRef: {{name: {HOSTILE!r}, key: {HOSTILE!r}}}}}}}]
        volumeMounts: [{{name: {HOSTILE!r}, mountPath: {HOSTILE!r}}}]
""".replace("\\'", "''")
    made = outcome_of(manifest)
    assert made.portraits
    page = render("html", made)
    reader = Reader(page)
    assert not reader.open
    assert len(reader.of("script")) == len(reader.of("style")) == 1
    assert reader.of("img") == []
    assert "<script>alert" not in page


def test_every_finding_is_there_once_with_or_without_pictures() -> None:
    made = sample()
    reader = Reader(render("html", made))
    assert not reader.open
    ids = [article["id"] for article in reader.of("article")]
    assert sorted(map(str, ids)) == sorted(f"f{n}" for n in range(1, len(made.findings) + 1))


def test_links_within_the_page_lead_somewhere() -> None:
    reader = Reader((GOLDEN).read_text(encoding="utf-8"))
    ids = {attributes["id"] for _, attributes in reader.elements if "id" in attributes}
    hrefs = [str(link["href"]) for link in reader.of("a")]
    assert {href[1:] for href in hrefs if href.startswith("#")} <= ids
    assert all(href.startswith(("#", "https://github.com/")) for href in hrefs)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (Outcome(), "Nothing was checked"),
        (outcome(), "No findings"),
        (outcome(finding(Place("a.yaml"), severity="warning")), "No errors"),
        (outcome(finding(Place("a.yaml"))), "Errors found"),
    ],
)
def test_the_verdict_is_in_words(made: Outcome, words: str) -> None:
    assert f"<h1>{words}</h1>" in render("html", made)


def test_an_incomplete_run_does_not_look_like_a_clean_one() -> None:
    made = outcome()
    made.incomplete = True
    assert "<h1>Not completely checked</h1>" in render("html", made)


def test_what_does_not_count_is_listed() -> None:
    text = "".join(Reader(render("html", sample())).texts)
    for words in (
        "2 findings accepted",
        "Accepted by a comment until 2027-01-31: the release job pins it <& more>",
        "1 value not known",
        "${TAG}",
        "3 rules did not run",
        "1 input skipped",
        "--set: no placeholder is called TAGG",
    ):
        assert words in text
