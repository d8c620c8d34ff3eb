"""The annotation table of the rules against the discovery document's own list."""

from __future__ import annotations

import json

import pytest

from lint.ruleset.builtin import built_in_plan
from lint.support.paths import data_path

# Levels that the discovery document's description does not name and that are used all the same.
MORE_LEVELS = {
    "run.googleapis.com/container-dependencies": {"Execution"},  # gcloud writes it, and deploys it
    # gcloud writes them on worker pools and instances, which the description leaves out.
    "run.googleapis.com/launch-stage": {"WorkerPool", "Instance"},
    "run.googleapis.com/manualInstanceCount": {"WorkerPool"},
    "run.googleapis.com/maxScale": {"WorkerPool"},
    "run.googleapis.com/minScale": {"WorkerPool"},
    "run.googleapis.com/scalingMode": {"WorkerPool"},
    # Jobs with a GPU have it on the execution template; the v2 API has it on instances.
    "run.googleapis.com/gpu-zonal-redundancy-disabled": {"Execution", "Instance"},
    # Flags of `gcloud beta run instances`, or fields of the v2 API's Instance.
    "run.googleapis.com/binary-authorization": {"Instance"},
    "run.googleapis.com/binary-authorization-breakglass": {"Instance"},
    "run.googleapis.com/default-url-disabled": {"Instance"},
    "run.googleapis.com/description": {"Instance"},
    "run.googleapis.com/encryption-key-shutdown-hours": {"Instance"},
    "run.googleapis.com/post-key-revocation-action-type": {"Instance"},
    "run.googleapis.com/secrets": {"Instance"},
}
# Keys that gcloud and the v2 API have and the description leaves out.
MORE_KEYS = {
    "apphub.cloud.google.com/functional-type",
    "run.googleapis.com/ambient-networking",
    "run.googleapis.com/ambient-scope",
    "run.googleapis.com/build-config",
    "run.googleapis.com/client-version",
    "run.googleapis.com/enable-automatic-updates",
    "run.googleapis.com/enable-workload-certificate",
    "run.googleapis.com/function-target",
    "run.googleapis.com/iap-enabled",
    "run.googleapis.com/identity",
    "run.googleapis.com/identity-certificate-enabled",
    "run.googleapis.com/identity-type",
    "run.googleapis.com/image-uri",
    "run.googleapis.com/max-surge",
    "run.googleapis.com/max-unavailable",
    "run.googleapis.com/mesh",
    "run.googleapis.com/mesh-dataplane",
    "run.googleapis.com/overflow-scaling",
    "run.googleapis.com/presets",
    "run.googleapis.com/regions",
    "run.googleapis.com/scaling-concurrency-target",
    "run.googleapis.com/scaling-cpu-target",
    "run.googleapis.com/source-location",
    "run.googleapis.com/sources",
    "run.googleapis.com/ssh-enabled",
    "runapps.googleapis.com/gclb-domain-name",
}

RULES = {rule["id"]: rule for rule in (built_in_plan("cloud-run") or {"rules": []})["rules"]}
KNOWN = RULES["CR020"]["params"]["known"]
with open(data_path("schemas", "cloud-run", "annotations.json"), encoding="utf-8") as _file:
    DISCOVERY = json.load(_file)


@pytest.mark.parametrize("key", sorted(DISCOVERY["annotations"]))
def test_the_rules_know_each_key_at_the_same_levels(key: str) -> None:
    documented = set(DISCOVERY["annotations"][key])
    assert set(KNOWN[key]) == documented | MORE_LEVELS.get(key, set())


def test_every_key_beyond_the_document_is_on_the_list_of_differences() -> None:
    assert set(KNOWN) - set(DISCOVERY["annotations"]) == MORE_KEYS


def test_every_difference_is_one() -> None:
    for key, levels in MORE_LEVELS.items():
        assert not levels & set(DISCOVERY["annotations"][key]), key
    assert not MORE_KEYS & set(DISCOVERY["annotations"])


def test_output_only_keys_are_left_from_exports_and_not_unknown() -> None:
    for key in DISCOVERY["output-only"]:
        assert key in RULES["CR020"]["params"]["tolerated"]
        assert key in RULES["CR026"]["params"]["annotations"]


def test_a_wrong_level_is_an_error_only_where_the_document_knows_the_key() -> None:
    doubtful = set(RULES["CR021"]["params"]["doubtful"])
    assert doubtful >= MORE_KEYS
    # The other two: a service's scale on a template, which is in use.
    assert doubtful - MORE_KEYS == {"run.googleapis.com/maxScale", "run.googleapis.com/minScale"}


@pytest.mark.parametrize("rule", ["CR021", "CR022"])
def test_all_rules_share_one_table(rule: str) -> None:
    assert RULES[rule]["params"]["known"] == KNOWN


def test_the_rule_on_labels_lists_the_same_annotations() -> None:
    assert RULES["CR028"]["params"]["annotations"] == list(KNOWN)


@pytest.mark.parametrize("rule", ["CR023", "CR024", "CR025"])
def test_values_are_judged_for_known_keys_only(rule: str) -> None:
    assert set(RULES[rule]["params"]) <= set(KNOWN)


def test_pairs_and_stages_speak_of_known_keys_only() -> None:
    for rule in RULES.values():
        if rule["check"] == "annotation-pairs":
            params = rule["params"]
            named = {params.get("annotation"), params.get("needs")} - {None}
            named |= set(params.get("excludes", ())) | set(params.get("stages", ()))
            named |= set(params.get("annotations", ()))
            assert named <= set(KNOWN), rule["id"]
