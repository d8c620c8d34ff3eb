"""Deploy steps in a run: their findings, their words, and what is shown of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.engine.run import check
from lint.model.options import Options
from lint.report.text import render

SECRET = "correct-horse-battery"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_rules_of_manifests_hold_for_flags() -> None:
    pytest.importorskip("tree_sitter_bash")
    Path("deploy.sh").write_text(
        "gcloud run deploy api \\\n"
        "  --image=us-docker.pkg.dev/p/r/api:1 \\\n"
        f"  --set-env-vars=PORT=8080,PASSWORD={SECRET} \\\n"
        "  --concurrency=2000\n"
    )
    outcome = check(Options(["deploy.sh"]))
    found = {f.rule: (f.place.line, f.place.column, f.place.end_column) for f in outcome.findings}
    assert found["CR111"] == (4, 17, 21)
    assert found["CR012"] == (3, 18, 22)
    assert found["CR210"][0] == 3
    messages = {finding.rule: finding.message for finding in outcome.findings}
    assert messages["CR111"].startswith("`--concurrency` is 2,000")
    text = render(outcome, width=200)
    assert SECRET not in text
    assert "--concurrency=2000" in text
    assert "--set-env-vars=PORT=<redacted, 4 chars>,PASSWORD=<redacted, 21 chars> \\" in text
    assert outcome.checked[0].name == "api"


def test_the_name_of_a_variable_that_a_script_sets_is_shown() -> None:
    pytest.importorskip("tree_sitter_bash")
    Path("deploy.sh").write_text(
        f"TOKEN={SECRET}\n"
        'export IMAGE="us-docker.pkg.dev/p/r/api:latest"\n'
        'gcloud run deploy api --region=us-central1 --image="$IMAGE"\n'
    )
    outcome = check(Options(["deploy.sh"]))
    (finding,) = [finding for finding in outcome.findings if finding.rule == "CR077"]
    assert (finding.place.line, finding.place.column) == (2, 15)
    text = render(outcome, width=200)
    assert 'export IMAGE="us-docker.pkg.dev/p/r/api:latest"' in text
    assert SECRET not in text


def test_the_variables_that_a_command_names_are_shown() -> None:
    pytest.importorskip("tree_sitter_bash")
    Path("deploy.sh").write_text(
        f"NAME=web TAG=latest PASSWORD={SECRET}\n"
        f"TAG=latest; NAME=web; PASSWORD={SECRET}\n"
        'gcloud run deploy $NAME --image="gcr.io/$PROJECT_ID/${REPO}/app:$TAG" --region=us-central1 \\\n'
        f"  --set-env-vars='A=pa$sword' --set-env-vars=B=$PASSWORD,C=${{C:-{SECRET}}} --args=$ARGS\n"
        "eval 'gcloud run deploy $NAME --image=$I:latest --set-env-vars=D=$'$PASSWORD\n"
    )
    text = render(check(Options(["deploy.sh"])), width=300)
    assert 'gcloud run deploy $NAME --image="gcr.io/$PROJECT_ID/${REPO}/app:$TAG"' in text
    assert SECRET not in text
    assert "sword" not in text
    assert "correct" not in text


def test_a_file_that_several_steps_read_shows_what_each_of_them_may_show() -> None:
    pytest.importorskip("tree_sitter_bash")
    service = 'resource "google_cloud_run_v2_service" "%s" {\n  name = "%s"\n  location = "europe-west1"\n  template {\n    containers {\n      image = var.%s\n    }\n  }\n}\n'
    for name in ("a", "b", "c"):
        Path(f"{name}.tf").write_text(service % (name, name, name))
    Path("variables.tf").write_text(
        'provider "google" {}\n'
        + "".join(f'variable "{name}" {{\n  default = "acme/{name}:latest"\n}}\n' for name in "abc")
        + f'variable "token" {{\n  default = "{SECRET}"\n}}\n'
    )
    text = render(check(Options(["."])), width=200)
    assert [f'default = "acme/{name}:latest"' in text for name in "abc"] == [True] * 3
    assert SECRET not in text


def test_a_value_that_a_module_is_called_with_is_shown() -> None:
    pytest.importorskip("tree_sitter_bash")
    for folder in ("modules/web", "staging"):
        Path(folder).mkdir(parents=True)
    Path("modules/web/web.tf").write_text(
        'variable "image" {}\nresource "google_cloud_run_v2_service" "a" {\n  name = "a"\n'
        '  location = "europe-west1"\n  template {\n    containers {\n      image = var.image\n    }\n  }\n}\n'
    )
    Path("staging/main.tf").write_text(
        'terraform {\n  backend "gcs" {}\n}\nmodule "a" {\n  source = "../modules/web"\n  image = var.image\n}\n'
    )
    Path("staging/variables.tf").write_text(
        'variable "image" {\n  default = "acme/web:latest"\n}\n'
    )
    outcome = check(Options(["."]))
    (finding,) = [finding for finding in outcome.findings if finding.rule == "CR077"]
    assert str(finding.place).startswith("staging/variables.tf:2:")
    assert 'default = "acme/web:latest"' in render(outcome, width=200)


def test_the_name_of_a_manifest_is_shown() -> None:
    pytest.importorskip("tree_sitter_bash")
    Path("deploy.sh").write_text("gcloud run services replace absent.yaml --region=us-central1\n")
    text = render(check(Options(["deploy.sh"])), width=200)
    assert "1 | gcloud run services replace absent.yaml --region=us-central1" in text


def test_a_file_without_a_deploy_step_is_skipped_when_it_is_named() -> None:
    Path("build.sh").write_text("echo hello\n")
    outcome = check(Options(["build.sh"]))
    (skipped,) = outcome.skipped
    assert "no command that deploys" in skipped.reason
    assert check(Options(["."])).skipped == []


def test_a_reader_that_breaks_costs_its_own_file_only(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("tree_sitter_bash")
    import lint.engine.deploy_steps as steps

    monkeypatch.delenv("CLOUDRUN_LINT_DEBUG")
    Path("a.sh").write_text("gcloud run deploy a --image us-docker.pkg.dev/p/r/a:1\n")
    Path("b.sh").write_text("gcloud run deploy b --image us-docker.pkg.dev/p/r/b:1\n")
    real = steps.read

    def broken(reader: str, file: object) -> object:
        if getattr(file, "path", "") == "a.sh":
            raise KeyError(SECRET)
        return real(reader, file)  # type: ignore[arg-type]

    monkeypatch.setattr(steps, "read", broken)
    outcome = check(Options(["."]))
    assert [finding.rule for finding in outcome.findings] == ["IN900"]
    assert [checked.name for checked in outcome.checked] == ["b"]
    assert outcome.incomplete


def test_what_a_command_lacks_is_said_once() -> None:
    pytest.importorskip("tree_sitter_bash")
    Path("deploy.sh").write_text("gcloud run deploy --source .\n")
    assert [finding.rule for finding in check(Options(["deploy.sh"])).findings] == ["DEP007"]


def test_a_manifest_in_a_script_is_judged_as_a_manifest() -> None:
    pytest.importorskip("tree_sitter_bash")
    Path("deploy.sh").write_text(
        "cat > service.yaml <<EOF\napiVersion: serving.knative.dev/v1\nkind: Service\n"
        "metadata: {name: web, annotations: {run.googleapis.com/minScale: 1}}\nspec: {}\nEOF\n"
        "gcloud run services replace service.yaml\n"
    )
    found = {(f.rule, f.place.line) for f in check(Options(["deploy.sh"])).findings}
    assert found == {("CR002", 4), ("CR003", 5)}


def test_what_gcloud_calls_an_image_that_it_builds_is_not_counted_as_unknown() -> None:
    pytest.importorskip("tree_sitter_bash")
    Path("deploy.sh").write_text("gcloud run deploy api --source . --memory=$MEMORY\n")
    unknown = check(Options(["deploy.sh"])).unknown
    assert [entry.placeholder for entry in unknown] == ["${MEMORY}"]


@pytest.mark.slow
def test_many_files_are_judged_in_several_processes() -> None:
    pytest.importorskip("tree_sitter_bash")
    # What travels between them has no parsed trees, and nothing that is not to be shown.
    for number in range(250):
        Path(f"deploy{number}.sh").write_text(
            "gcloud run deploy api --image=us-docker.pkg.dev/p/r/api:1 --env-vars-file=env.yaml"
            f" --concurrency=2000 --set-labels=a{number}=b\n"
        )
    Path("env.yaml").write_text(f"PORT: '1'\nPASSWORD: {SECRET}\n")
    outcome = check(Options(["."]))
    rules = [finding.rule for finding in outcome.findings]
    assert rules.count("CR111") == 250
    assert "IN900" not in rules
    assert SECRET not in render(outcome)


@pytest.mark.parametrize(
    "flags",
    [
        # The track states the launch stage, and gcloud sends the field without decoding a file.
        "beta run deploy api --image=us-docker.pkg.dev/p/r/api:1 --sandbox-launcher",
        "beta run deploy api --image=us-docker.pkg.dev/p/r/api:1 --ssh",
        "beta run deploy api --source=. --no-build --base-image=python312 --command=python",
        "run deploy api --image=us-docker.pkg.dev/p/r/api:1 --scaling-cpu-target=0.9",
        "run deploy api --image=us-docker.pkg.dev/p/r/api:1 --iap --max=3",
        "alpha run jobs deploy api --image=us-docker.pkg.dev/p/r/api:1 --functional-type=agent",
        "alpha run jobs deploy api --image=us-docker.pkg.dev/p/r/api:1 --identity-type=agent-identity",
        "alpha run worker-pools deploy api --image=us-docker.pkg.dev/p/r/api:1 --min=1 --max=3",
    ],
)
def test_what_is_new_in_cloud_run_is_no_finding_of_a_command(flags: str) -> None:
    Path("deploy.sh").write_text(f"gcloud {flags} --region=us-central1 --project=example-1\n")
    outcome = check(Options(["deploy.sh"]))
    assert [f"{finding.rule} {finding.message}" for finding in outcome.findings] == []


def test_a_value_that_gcloud_refuses_is_one_finding() -> None:
    pytest.importorskip("tree_sitter_bash")
    Path("deploy.sh").write_text(
        "gcloud run deploy api --image=us-docker.pkg.dev/p/r/api:1 --port=99999 --ingress=no\n"
        "gcloud run services update api --memory=1Gi\n"
    )
    Path("rules.yaml").write_text(
        "ruleset: mine\nextends: [cloud-run]\nrules:\n"
        "  MINE1:\n    title: The service is internal\n    ingress: [internal]\n"
    )

    def rules(select: str = "", own: str = "") -> list[str]:
        options = Options(["deploy.sh"])
        options.select = [select] if select else []
        options.rules = [own] if own else []
        return sorted(finding.rule for finding in check(options).findings)

    assert rules() == ["DEP003", "DEP003"]
    # Whoever asks for the other rule gets it, and a rule of one's own is about something else.
    assert rules(select="CR082") == ["CR082"]
    assert rules(own="rules.yaml") == ["DEP003", "DEP003", "MINE1"]


def test_a_flag_that_is_joined_to_a_name_is_not_shown() -> None:
    for joined in ("api\u00a0", "api", "'api' --image='a"):
        end = "'" if joined.endswith("'a") else ""
        Path("deploy.sh").write_text(
            f"gcloud run deploy {joined}--set-env-vars=P={SECRET}{end} --port=0\n"
        )
        outcome = check(Options(["deploy.sh"]))
        assert SECRET not in render(outcome, width=200)
        assert all(SECRET not in checked.name for checked in outcome.checked)
