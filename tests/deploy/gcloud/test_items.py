"""lint.deploy.gcloud.items: lists and dicts as gcloud divides them."""

import pytest

from tests.deploy.gcloud.reading import container, kinds, said, step_of

DEPLOY = "gcloud run deploy api --image=a "


def env(value):
    entries = container(f"{DEPLOY} --set-env-vars={value}")["env"]
    return {entry["name"]: entry["value"] for entry in entries}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("A=1,B=2", {"A": "1", "B": "2"}),
        ("A=1,B=2,", {"A": "1", "B": "2"}),
        ("A=x=y", {"A": "x=y"}),
        ("A=", {"A": ""}),
        ("'A= 1, B=2'", {"A": " 1", "B": "2"}),
        ("^@^A=1,2@B=x", {"A": "1,2", "B": "x"}),
        ("^##^A=1#2##B=x", {"A": "1#2", "B": "x"}),
        ("'^,^A=1,B=^'", {"A": "1", "B": "^"}),
        ("A=$X,B=$Y-z", {"A": "${X}", "B": "${Y}-z"}),
        ("^@^A=$X,1@B=2", {"A": "${X},1", "B": "2"}),
    ],
)
def test_a_dict_is_divided_at_its_delimiter(value, expected):
    assert env(value) == expected


def test_all_that_another_delimiter_mends_is_one_finding():
    step = step_of(f"{DEPLOY}--set-env-vars=A=a,bb,cc,B=1,2")
    (fault,) = [fault for fault in step.faults if fault.kind == "bad-list"]
    assert fault.where.column == 52
    assert [place.column for place, _ in fault.related] == [55, 62]


@pytest.mark.parametrize(
    ("value", "column"),
    [
        ("A=1,b", 52),
        ("A=1,,B=2", 52),
        ("b", 48),
        ("=x", 48),
        ("^^A=1", 48),
        ("^:^A=http://x:B=2", 58),
    ],
)
def test_an_item_without_a_value_is_refused_at_its_place(value, column):
    assert kinds(f"{DEPLOY}--set-env-vars={value}") == [("bad-list", column)]


@pytest.mark.parametrize("value", ["$VARS", "A=1,$MORE", "$VARS,b", "^$D^A=1", "^$D", "$K=1"])
def test_what_is_not_known_is_never_refused(value):
    step = step_of(f"{DEPLOY}--set-env-vars={value}")
    assert (step.faults, "env" in step.resource.open) == ([], True)


def test_a_value_of_which_a_part_is_known_is_judged_as_far_as_that():
    assert kinds(f"{DEPLOY}--set-env-vars=A=$X,b") == [("bad-list", 53)]


def test_a_list_of_which_an_item_is_not_known():
    assert container(f"{DEPLOY}--args=-c,$X")["args"] == ["-c", "${X}"]


@pytest.mark.parametrize(
    ("flag", "good", "bad"),
    [
        ("--remove-containers", ["a,b"], ["A"]),
        ("--remove-env-vars", ["A,B"], ["A=1", "X_GOOGLE_A"]),
        ("--set-env-vars", ["A=1"], ["X_GOOGLE_A=1"]),
        ("--startup-probe", ["httpGet.path=/,httpGet.port=1"], ["path=/", "timeoutSeconds=x"]),
        ("--liveness-probe", ["grpc.port=1"], ["tcpSocket.port=1"]),
    ],
)
def test_items_of_each_type(flag, good, bad):
    for value in good:
        step = step_of(f"{DEPLOY}{flag}={value}")
        assert [fault.kind for fault in step.faults if fault.kind == "bad-flag-value"] == []
    for value in bad:
        assert "bad-flag-value" in [kind for kind, _ in kinds(f"{DEPLOY}{flag}={value}")]


def test_no_value_of_an_env_var_is_in_a_message():
    lines = [
        "--set-env-vars=A=hunter2,hunter3",
        "--set-env-vars=A=hunter2 --set-env-vars=A=hunter3",
        "--set-env-vars=A=hunter2,A=hunter3",
        "--set-env-vars=A=hunter2,{x=hunter3",
        "--set-env-vars=X_GOOGLE_A=hunter2",
        "--set-env-vars=A=hunter2 --set-secrets=A=s:1",
    ]
    for line in lines:
        texts = said(DEPLOY + line)
        assert texts
        assert "hunter2" not in str(texts)
