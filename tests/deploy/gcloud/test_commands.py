"""lint.deploy.gcloud.commands: what the commands of a script amount to, with the places of flags."""

import pytest

from lint.deploy.file import DeployFile
from lint.deploy.gcloud.commands import read_commands
from lint.deploy.shell import read_script

pytest.importorskip("tree_sitter_bash")


def steps(script, tmp_path, name="deploy.sh"):
    path = tmp_path / name
    path.write_text(script)
    file = DeployFile(str(path), script.encode(), name, str(tmp_path))
    return read_commands(read_script(file.text, str(tmp_path)), file)


def only(script, tmp_path):
    found = steps(script, tmp_path)
    assert len(found) == 1
    return found[0]


def faults(script, tmp_path):
    found = [fault for step in steps(script, tmp_path) for fault in step.faults]
    return [(fault.kind, fault.where.line, fault.where.column) for fault in found]


SCRIPT = """\
gcloud run deploy api \\
  --image=gcr.io/p/api:$TAG \\
  --region europe-west1 \\
  --set-env-vars=A=1,URL=$URL \\
  --set-secrets=DB=db-pass:3 \\
  --memory 1Gi --no-cpu-throttling
"""


def test_a_deploy_amounts_to_a_service(tmp_path):
    step = only(SCRIPT, tmp_path)
    assert step.faults == []
    assert str(step.region) == "europe-west1"
    resource = step.resource
    assert (resource.kind, resource.name, resource.partial) == ("Service", "api", False)
    assert resource.root.plain() == {
        "apiVersion": "serving.knative.dev/v1",
        "kind": "Service",
        "metadata": {"name": "api"},
        "spec": {
            "template": {
                "metadata": {
                    "annotations": {
                        "run.googleapis.com/cpu-throttling": "False",
                        "run.googleapis.com/startup-cpu-boost": "True",
                    }
                },
                "spec": {
                    "containers": [
                        {
                            "image": "gcr.io/p/api:${TAG}",
                            "env": [
                                {"name": "A", "value": "1"},
                                {"name": "URL", "value": "${URL}"},
                                {
                                    "name": "DB",
                                    "valueFrom": {"secretKeyRef": {"name": "db-pass", "key": "3"}},
                                },
                            ],
                            "resources": {"limits": {"memory": "1Gi"}},
                        }
                    ]
                },
            }
        },
    }


def test_every_node_has_the_place_of_its_part_of_a_flag(tmp_path):
    resource = only(SCRIPT, tmp_path).resource
    container = resource.containers[0]
    env = {entry.name: entry for entry in container.env}
    assert (env["A"].name_node.line, env["A"].name_node.column) == (4, 18)
    assert (env["A"].value.line, env["A"].value.column, env["A"].value.end_column) == (4, 20, 21)
    assert (env["URL"].value.line, env["URL"].value.column) == (4, 26)
    assert (env["DB"].secret.get("key").line, env["DB"].secret.get("key").column) == (5, 28)
    memory = container.node.at("resources", "limits", "memory")
    assert (memory.line, memory.column) == (6, 12)
    assert (resource.name_node.line, resource.name_node.column) == (1, 19)


def test_commands_on_one_service_are_applied_in_order(tmp_path):
    script = (
        "gcloud run deploy api --set-env-vars=A=1 --source .\n"
        "gcloud run services update api --update-env-vars=B=2 --memory=1Gi\n"
    )
    first, last = steps(script, tmp_path)
    assert first.resource is None
    names = [entry.name for entry in last.resource.containers[0].env]
    assert (names, last.resource.partial) == (["A", "B"], False)
    assert last.build.directory == str(tmp_path)


def test_branches_of_a_condition_do_not_add_up(tmp_path):
    script = (
        "if test -n $PROD; then\n"
        "  gcloud run deploy api --image=a --memory=1Gi\n"
        "  gcloud run services update api --cpu=2\n"
        "else\n"
        "  gcloud run deploy api --image=b\n"
        "fi\n"
    )
    _, first, second = steps(script, tmp_path)
    limits = first.resource.containers[0].node.at("resources", "limits").plain()
    assert limits == {"memory": "1Gi", "cpu": "2"}
    assert second.resource.containers[0].node.at("resources") is None


def test_an_update_alone_is_partial(tmp_path):
    resource = only("gcloud run services update api --update-env-vars=A=1\n", tmp_path).resource
    assert resource.partial
    assert resource.may_have_more("env")


def test_variables_that_hold_flags_make_the_resource_partial(tmp_path):
    resource = only('gcloud run deploy api --image=a "${FLAGS[@]}"\n', tmp_path).resource
    assert (resource.partial, resource.name) == (True, "api")


def test_a_variable_may_be_the_name(tmp_path):
    step = only("gcloud run deploy $SERVICE --image=a\n", tmp_path)
    assert step.faults == []
    assert (step.resource.partial, step.resource.name_node.unknown) == (False, True)


def test_unknown_env_vars_open_the_list(tmp_path):
    resource = only("gcloud run deploy api --image=a --set-env-vars=A=1,$MORE\n", tmp_path).resource
    assert resource.open == {"env"}
    assert [entry.name for entry in resource.containers[0].env] == ["A"]


@pytest.mark.parametrize(
    ("script", "kind", "column"),
    [
        ("gcloud run deploy api --image=a --mem 1Gi", "unrecognized-argument", 33),
        ("gcloud run deploy api --image=a --brand-new=1", "unknown-flag", 33),
        ("gcloud run deploy api --image=a --ssh", "flag-of-other-track", 33),
        ("gcloud run deploy api --image=a --max-retries=1", "unrecognized-argument", 33),
        ("gcloud run deploy api --image=a --args --port=1", "value-missing", 33),
        ("gcloud run deploy api --image=a --allow-unauthenticated=true", "value-not-taken", 33),
        ("gcloud run deploy api --image=a --port=0", "bad-flag-value", 40),
        ("gcloud run deploy api --image=a --set-env-vars=A=1,b", "bad-list", 52),
        ("gcloud run deploy api --image=a --args=-v,-v", "repeated-item", 43),
        (
            "gcloud run deploy api --image=a --set-env-vars=A=1 --set-env-vars=A=2",
            "repeated-item",
            67,
        ),
        (
            "gcloud run deploy api --image=a --set-env-vars=A=1 --clear-env-vars",
            "conflicting-flags",
            52,
        ),
        ("gcloud run deploy api", "missing-argument", 1),
        ("gcloud run deploy --image=a", "missing-argument", 1),
        ("gcloud run deploy Api_1 --image=a", "bad-resource-name", 19),
        ("gcloud run deploy api --image=a --set-secrets=A=s", "bad-secret", 49),
        (
            "gcloud run deploy api --image=a --set-cloudsql-instances=p:db",
            "bad-cloudsql-instance",
            58,
        ),
        ("gcloud run deploy api --image=a B=2", "unrecognized-argument", 33),
        (
            "gcloud run deploy api --image=a --add-cloudsql-instances=a --add-cloudsql-instances=b",
            "list-replaced",
            33,
        ),
        ('gcloud run deploy api --image=a --set-env-vars=A=x,{"b"=1', "comma-in-value", 52),
        ("gcloud run deploy api --image=a --set-env-vars=A=1,A=2", "equal-key", 48),
        ("gcloud run deploy api --image=a --function=f", "flag-without-effect", 33),
        ("gcloud run deploy api --image=a --set-env-vars=", "empty-set", 33),
        (
            "gcloud run deploy api --image=a --set-env-vars=GOOGLE_FUNCTION_SOURCE=m.py",
            "build-variable-at-run-time",
            48,
        ),
    ],
)
def test_what_is_wrong_is_reported_at_its_place(script, kind, column, tmp_path):
    assert faults(script.replace('"b"', '\\"b\\"') + "\n", tmp_path) == [(kind, 1, column)]


def test_other_commands_are_no_steps(tmp_path):
    script = "gcloud config set project p\ngcloud run services list\ngcloud builds submit\n"
    assert steps(script, tmp_path) == []


def test_what_may_be_shown_holds_no_value_of_an_env_var(tmp_path):
    script = (
        "gcloud run deploy api --image=a --mem=1Gi --memory 1Gi --memory 2Gi --region=us-east1 "
        "--set-env-vars=KEY=hunter2 --update-secrets=hunter2 --labels=hunter2 --args=hunter2 --new=hunter2\n"
    )
    step = only(script, tmp_path)
    texts = {str(text) for text in step.revealed}
    assert {
        "gcloud run deploy",
        "--mem",
        "--new",
        "1Gi",
        "2Gi",
        "us-east1",
        "--set-env-vars",
    } <= texts
    assert "hunter2" not in str(texts)
    assert "hunter2" not in str([(str(fault.message), str(fault.help)) for fault in step.faults])


@pytest.mark.parametrize(
    ("script", "is_cloud_run"),
    [
        ("gcloud run deploy api --image=a --platform=managed", True),
        ("gcloud run deploy api --image=a --platform=gke --cluster=c", False),
        ("export CLOUDSDK_RUN_PLATFORM=gke\ngcloud run services update api --cpu=3", False),
    ],
)
def test_a_service_of_a_cluster_is_none_of_cloud_run(script, is_cloud_run, tmp_path):
    step = only(script, tmp_path)
    assert (step.resource is not None) == is_cloud_run
    assert step.faults == []
