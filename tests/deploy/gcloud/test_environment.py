"""lint.deploy.gcloud.environment: literals and secrets of one container."""

from tests.deploy.gcloud.reading import kinds, steps_of

DEPLOY = "gcloud run deploy api --image=a "


def env(*lines):
    container = steps_of(*lines)[-1].resource.containers[0]
    return {
        entry.name: entry.literal if entry.secret is None else "secret" for entry in container.env
    }


def test_a_set_replaces_literals_and_leaves_secrets():
    update = "gcloud run services update api --set-env-vars=B=2"
    assert env(DEPLOY + "--set-env-vars=A=1 --set-secrets=S=s:1", update) == {
        "S": "secret",
        "B": "2",
    }


def test_an_update_changes_and_adds():
    update = "gcloud run services update api --update-env-vars=A=3,C=4 --remove-env-vars=B"
    assert env(DEPLOY + "--set-env-vars=A=1,B=2", update) == {"A": "3", "C": "4"}


def test_removal_comes_before_the_update():
    assert env(DEPLOY + "--update-env-vars=A=1 --remove-env-vars=A") == {"A": "1"}


def test_clearing():
    update = "gcloud run services update api --clear-env-vars --clear-secrets"
    assert env(DEPLOY + "--set-env-vars=A=1 --set-secrets=S=s:1", update) == {}


def test_one_kind_does_not_become_the_other():
    assert kinds(DEPLOY + "--set-env-vars=A=1 --set-secrets=A=s:1") == [("conflicting-flags", 66)]
    first = DEPLOY + "--set-secrets=A=s:1"
    second = steps_of(first, "gcloud run services update api --update-env-vars=A=1")[1]
    assert [fault.kind for fault in second.faults] == ["conflicting-flags"]
