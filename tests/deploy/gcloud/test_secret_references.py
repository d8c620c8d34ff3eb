"""lint.deploy.gcloud.secret_references: secrets as env vars and as files."""

import pytest

from tests.deploy.gcloud.reading import annotations, container, kinds, spec, steps_of

DEPLOY = "gcloud run deploy api --image=a "


def reference(value):
    (entry,) = container(f"{DEPLOY}--set-secrets={value}")["env"]
    found = entry["valueFrom"]["secretKeyRef"]
    return entry["name"], found["name"], found["key"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("A=s:latest", ("A", "s", "latest")),
        ("A=s:$V", ("A", "s", "${V}")),
        ("A=$S:1", ("A", "${S}", "1")),
        ("A=$S", ("A", "${S}", "${S}")),
        ("A=projects/1/secrets/token:2", ("A", "token-1", "2")),
        ("A=projects/1/secrets/token", ("A", "token-1", "latest")),
        ("A=projects/1/secrets/token/versions/3", ("A", "token-1", "3")),
        ("A=projects/$P/secrets/token:2", ("A", "token-1", "2")),
    ],
)
def test_references(value, expected):
    assert reference(value) == expected


def test_secrets_of_other_projects_have_aliases():
    found = annotations(
        f"{DEPLOY}--set-secrets=A=projects/1/secrets/token:2,B=projects/1/secrets/token:3"
    )
    assert found["run.googleapis.com/secrets"] == "token-1:projects/1/secrets/token"


@pytest.mark.parametrize(
    "value",
    [
        "A=s",
        "A=",
        "A=s:1:2",
        "A=not_a/name:1",
        "A=projects/p/secrets/s:1",
        "/x=s:1",
        "/a/../b=s:1",
        "/a/b=s:1,/a/c=t:1",
    ],
)
def test_what_gcloud_refuses(value):
    assert [kind for kind, _ in kinds(f"{DEPLOY}--set-secrets={value}")] == ["bad-secret"]


def test_files_of_one_secret_share_a_volume():
    line = f"{DEPLOY}--set-secrets=/etc/s/a=s:1,/etc/s/b=s:2,/etc/t/c=t:latest"
    assert spec(line)["volumes"] == [
        {
            "name": "s-1",
            "secret": {
                "secretName": "s",
                "items": [{"key": "1", "path": "a"}, {"key": "2", "path": "b"}],
            },
        },
        {"name": "t-1", "secret": {"secretName": "t", "items": [{"key": "latest", "path": "c"}]}},
    ]
    assert container(line)["volumeMounts"] == [
        {"name": "s-1", "mountPath": "/etc/s"},
        {"name": "t-1", "mountPath": "/etc/t"},
    ]


def test_a_later_command_removes_a_file():
    first = f"{DEPLOY}--set-secrets=/etc/s/a=s:1,/etc/s/b=s:2,A=s:1"
    last = steps_of(first, "gcloud run services update api --remove-secrets=/etc/s/a,A")[1]
    assert last.resource.volumes[0].at("secret", "items").plain() == [{"key": "2", "path": "b"}]
    assert list(last.resource.containers[0].env) == []
    last = steps_of(first, "gcloud run services update api --clear-secrets")[1]
    assert last.resource.volumes == []
    assert last.resource.containers[0].node.get("volumeMounts") is None


def test_worker_pools_mount_no_secrets():
    line = "gcloud run worker-pools deploy w --image=a --set-secrets=/a/b=s:1"
    assert kinds(line) == [("bad-secret", 58)]
