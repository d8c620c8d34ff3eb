"""lint.deploy.cloudbuild_arguments: items of `args` are words, with their quotes."""

from __future__ import annotations

import pytest

from lint.deploy.cloudbuild import read
from lint.deploy.file import DeployFile
from lint.engine.repair import edited
from lint.model.fix import Edit

STEP = """\
steps:
- name: gcr.io/cloud-builders/gcloud
  args:
  - run
  - deploy
  - web
  - --image=a:1
"""


def _found(items: str) -> tuple[str, list[tuple[int, int]], str]:
    """The image's env vars, where findings are, and the text after all repairs."""
    text = STEP + items
    found = read(DeployFile("cloudbuild.yaml", text.encode()))
    faults = [fault for fault in found.faults if fault.kind == "build-args"]
    edits = []
    for fault in faults:
        for each in (fault.repair, *fault.repair.further) if fault.repair else ():
            place, new = each.arguments
            edits.append(Edit("a", place.line, place.column, place.end_line, place.end_column, new))
    (step,) = found.steps
    assert step.resource is not None
    (container,) = step.resource.containers
    env = container.node.get("env")
    names = [each["name"] for each in env.plain()] if env is not None else []
    where = [(fault.where.line, fault.where.column) for fault in faults]
    return ",".join(names), where, edited(text, edits).removeprefix(STEP)


@pytest.mark.parametrize(
    ("items", "where", "fixed"),
    [
        ('  - --set-env-vars="A=1,B=2"\n', [(8, 20)], "  - --set-env-vars=A=1,B=2\n"),
        ("  - --set-env-vars='A=1,B=2'\n", [(8, 20)], "  - --set-env-vars=A=1,B=2\n"),
        (
            "  - --set-env-vars\n  - '\"A=1,B=$_B\"'\n",
            [(9, 6)],
            "  - --set-env-vars\n  - 'A=1,B=$_B'\n",
        ),
        # What an escape makes is not edited.
        ('  - "--set-env-vars=\\"A=1,B=2\\""\n', [(8, 21)], '  - "--set-env-vars=\\"A=1,B=2\\""\n'),
        ('  - "--set-env-vars=A=1,B=2"\n', [], '  - "--set-env-vars=A=1,B=2"\n'),
        ("  - --set-env-vars=A=1,B='2'\n", [], "  - --set-env-vars=A=1,B='2'\n"),
    ],
)
def test_quotes_that_no_shell_removes(items: str, where: list[tuple[int, int]], fixed: str) -> None:
    assert _found(items) == ("A,B", where, fixed)


def test_a_value_of_several_quoted_parts_is_left_alone() -> None:
    items = "  - --set-env-vars='A=1','B=2'\n"
    _, where, fixed = _found(items)
    assert (where, fixed) == ([(8, 20)], items)


@pytest.mark.parametrize("item", ["--args='a'", "--description='a'", "--image", "'a'"])
def test_quotes_that_may_be_meant(item: str) -> None:
    text = f"{STEP}  - {item}\n"
    assert not read(DeployFile("cloudbuild.yaml", text.encode())).faults


def test_other_commands_of_gcloud_are_left_alone() -> None:
    text = "steps:\n- name: gcr.io/cloud-builders/gcloud\n  args: [compute, x, --metadata='a=b']\n"
    assert not read(DeployFile("cloudbuild.yaml", text.encode())).faults
