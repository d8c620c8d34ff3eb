"""One use of deploy-cloudrun: its inputs, as its release takes them."""

from __future__ import annotations

from lint.deploy.action_inputs import ActionStep, Input, Inputs
from lint.deploy.file import DeployFile
from lint.deploy.text import Text
from lint.deploy.yaml_text import unknown
from lint.model.source import Source
from lint.model.text import say


def _text(string: str) -> Text:
    return Text.of(string, Source("deploy.yml", string), 1, 1)


def test_inputs_of_a_release() -> None:
    given = {
        "service": Input(_text("service"), _text("web")),
        "image": Input(_text("image"), _text("")),
        "job": Input(_text("job"), _text("x")),
        "tag": Input(_text("tag"), unknown(_text("t"), "${{ t }}")),
    }
    uses = _text("google-github-actions/deploy-cloudrun@v1")
    inputs = Inputs(ActionStep(uses, given, DeployFile("deploy.yml", b""), "."))
    assert inputs.version == (1, 0, 2)
    assert inputs.given("service")
    assert inputs.get("image") is None
    assert inputs.get("job") is None
    assert inputs.get("tag") is not None
    assert not inputs.given("tag")
    inputs.fault("kind", uses, say("wrong"), related=[(uses, say("here"))])
    (fault,) = inputs.faults
    assert (fault.kind, fault.where.line, str(fault.related[0][1])) == ("kind", 1, "here")
