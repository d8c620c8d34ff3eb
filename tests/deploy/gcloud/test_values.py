"""lint.deploy.gcloud.values: what is given several times is combined as gcloud does it."""

import pytest

from lint.deploy.file import DeployFile
from lint.deploy.shell_script import read
from tests.deploy.gcloud.reading import container, kinds

DEPLOY = "gcloud run deploy api --image=a "


def test_lists_add_up():
    assert container(f"{DEPLOY}--args=-c --args=a,,b")["args"] == ["-c", "a", "", "b"]


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ("--args=-v,-v", [("repeated-item", 43)]),
        ("--args=-v --args=-v", [("repeated-item", 50)]),
        ("--labels=a=1 --labels=a=2", [("repeated-item", 55)]),
        ("--args=$X,$X", []),
        ("--labels=a=1,a=2", [("equal-key", 42)]),
        ("--cpu=1 --cpu=2", [("value-replaced", 33)]),
        ("--cpu=1 --cpu=1", []),
        ("--set-custom-audiences=a --set-custom-audiences=b", [("list-replaced", 33)]),
    ],
)
def test_repetitions(flags, expected):
    assert kinds(DEPLOY + flags) == expected


def test_what_braces_give_twice_is_said_to_come_from_them():
    pytest.importorskip("tree_sitter_bash")
    line = "gcloud run deploy x --image=b --set-env-vars=A={1,2}"
    (step,) = read(DeployFile("deploy.sh", line.encode())).steps
    (fault,) = step.faults
    assert str(fault.help) == "Put quotes around braces: the shell makes several words of them."
    assert not fault.related
