"""lint.deploy.gcloud.draft: the tree of a resource in the making."""

import pytest

from lint.deploy.gcloud.draft import Draft, json_list, quoted
from lint.deploy.text import Text
from lint.model.source import Source

SOURCE = Source("deploy.sh", "gcloud run deploy api --x=1")


def text(string, column=1, known=True):
    made = Text.of(string, SOURCE, 1, column)
    return made if known else made.written(string, known=False)


@pytest.fixture
def draft():
    return Draft("Service", text("gcloud run deploy"), text("api", 19), partial=False)


def test_a_new_resource_has_its_name_and_kind(draft):
    assert draft.resource().root.plain() == {
        "apiVersion": "serving.knative.dev/v1",
        "kind": "Service",
        "metadata": {"name": "api"},
    }


def test_what_changes_have_emptied_is_gone(draft):
    draft.annotate("a/b", "c", text("--x", 23))
    draft.unannotate("a/b")
    draft.container(None)
    assert draft.resource().root.plain().keys() == {"apiVersion", "kind", "metadata"}


def test_a_name_makes_a_container_or_finds_it(draft):
    assert draft.container(text("app")) is draft.container(text("app"))
    assert draft.container(text("side")) is not draft.container(text("app"))
    draft.remove_containers([text("app")])
    assert [node.get("name").value for node in draft.containers()] == ["side"]


def test_without_a_name_the_container_with_the_port_is_meant(draft):
    draft.container(text("app"))
    side = draft.container(text("side"))
    from lint.deploy.nodes import put, sequence

    put(side, "ports", sequence(text("80")), text("--port"))
    assert draft.container(None) is side


def test_text_in_json_keeps_what_is_not_known():
    word = text("--x", 23)
    assert str(quoted(text('a"b'), word)) == '"a\\"b"'
    assert str(json_list([text("a"), text("${B}", known=False)], word)) == '["a", "${B}"]'
    assert str(json_list([], word)) == "[]"
