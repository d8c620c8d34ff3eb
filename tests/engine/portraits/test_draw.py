from __future__ import annotations

import pytest

from lint.engine.examples import SKELETONS
from lint.engine.run import check
from lint.model.options import Options
from tests.engine.portraits.drawing import MANIFEST, links_of, outcome_of, portrait_of, rows_of


def test_the_resource_and_who_calls_it() -> None:
    portrait = portrait_of(MANIFEST)
    assert (portrait.resource.kind, portrait.resource.name) == ("Service", "orders")
    assert rows_of(portrait.whole) == [("region", "europe-west1"), ("instances", "at most 4")]
    (caller,) = portrait.callers
    assert rows_of(caller) == [
        ("from", "the project's networks"),
        ("ingress", "internal"),
        ("allowed", "whom IAM lets in"),
        ("traffic", "90% to latest revision"),
        ("traffic", "10% to orders-00012-abc (tag canary)"),
    ]


def test_lines_lead_from_what_names_a_part_to_the_part() -> None:
    assert links_of(portrait_of(MANIFEST)) == [
        ("DATABASE", "shop-project:europe-west1:orders"),
        ("API_KEY", "api-key"),
        ("FAR_KEY", "projects/other-project/secrets/far-key"),
        ("/srv/assets", "assets"),
        ("Requests", "web"),
        ("", "VPC network"),
        ("", "orders@shop-project.iam.gserviceaccount.com"),
    ]


def test_no_value_of_an_env_var_is_in_a_portrait() -> None:
    portrait = portrait_of(MANIFEST)
    texts = [row.text for part in portrait.parts for row in part.rows]
    assert not any("hunter2" in text for text in texts)


def test_every_kind_has_a_portrait() -> None:
    for kind, text in SKELETONS.items():
        portrait = portrait_of(text)
        assert portrait.resource.kind == kind
        assert len(portrait.containers) == 1
        assert [part.title for part in portrait.callers] == (
            ["Requests"] if kind == "Service" else ["An execution"] if kind == "Job" else []
        )


def test_who_is_let_in_is_what_the_annotations_say() -> None:
    for annotation, words in [
        ("run.googleapis.com/invoker-iam-disabled: 'true'", "everybody: no IAM check"),
        ("run.googleapis.com/iap-enabled: 'true'", "signed-in users (IAP)"),
    ]:
        text = MANIFEST.replace("run.googleapis.com/ingress: internal", annotation)
        (caller,) = portrait_of(text).callers
        assert ("allowed", words) in rows_of(caller)
        assert ("ingress", "all (default)") in rows_of(caller)


def test_a_broken_resource_has_a_portrait_too() -> None:
    for text in [
        "apiVersion: serving.knative.dev/v1\nkind: Service\n",
        "apiVersion: serving.knative.dev/v1\nkind: Service\nspec: {template: {spec: {containers: [{}]}}}\n",
        "apiVersion: serving.knative.dev/v1\nkind: Service\nspec: {traffic: [x, {}], template: 7}\n",
        MANIFEST.replace(
            "[{name: assets, mountPath: /srv/assets}]", "[7, {}, {name: [], mountPath: {}}]"
        ),
    ]:
        assert len(outcome_of(text).portraits) == 1


def test_without_a_format_that_shows_them_there_are_none(tmp_path) -> None:
    file = tmp_path / "service.yaml"
    file.write_text(MANIFEST, encoding="utf-8")
    assert check(Options([str(file)])).portraits == []


@pytest.mark.slow
def test_portraits_come_back_from_other_processes(tmp_path) -> None:
    for number in range(210):
        text = SKELETONS["Service"].replace("name: web", f"name: web-{number}")
        (tmp_path / f"{number:03}.yaml").write_text(
            text + "        env: [{name: PORT, value: x}]\n"
        )
    options = Options([str(tmp_path)])
    options.format = ["html=x.html"]
    outcome = check(options)
    assert len(outcome.portraits) == 210
    assert [portrait.path for portrait in outcome.portraits] == sorted(
        portrait.path for portrait in outcome.portraits
    )
    assert all(portrait.findings for portrait in outcome.portraits)
