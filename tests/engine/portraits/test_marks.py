from __future__ import annotations

from pathlib import Path

import pytest

from lint.engine.portraits import marks
from lint.engine.run import check
from lint.model.findings import Finding
from lint.model.options import Options
from lint.model.portrait import Link, Part, Portrait, Row
from tests.engine.portraits.drawing import MANIFEST, outcome_of, portrait_of

ROOT = Path(__file__).resolve().parents[3]
RULES = """\
ruleset: shop
rules:
  SHOP1: {title: a, vpc: {connector: shop-connector}}
  SHOP2: {title: b, cloudsql: {instances: ["shop-project:europe-west1:orders"]}}
  SHOP3: {title: c, env: {required: [MISSING]}}
  SHOP4: {title: d, service-account: {allowed: ["*@shop-project.iam.gserviceaccount.com"]}}
"""


def marked(portrait: Portrait) -> dict[str, list[str]]:
    """The rules with findings by what they mark."""
    found = {}
    for spot in portrait.spots():
        if spot.findings:
            if isinstance(spot, Link):
                label = f"link to {spot.target.title}"
            elif isinstance(spot, Row):
                label = f"{spot.label} {spot.text}".strip()
            else:
                assert isinstance(spot, Part)
                label = f"{spot.role} {spot.title}".strip()
            found[label] = sorted({finding.rule for finding in spot.findings})
    return found


def test_a_remark_on_a_secret_marks_the_secret_and_the_variable() -> None:
    secret = "projects/other-project/secrets/far-key"
    assert marked(portrait_of(MANIFEST)) == {
        "FAR_KEY": ["CR185"],
        f"link to {secret}": ["CR185"],
        f"secret {secret}": ["CR179"],
    }


def test_a_finding_marks_the_line_that_it_is_in() -> None:
    text = MANIFEST.replace("{name: PLAIN, value: hunter2-hunter2}", "{name: PORT, value: '1'}")
    assert marked(portrait_of(text))["PORT"] == ["CR012"]


def test_every_line_that_a_finding_points_at_is_marked() -> None:
    found = marked(portrait_of(MANIFEST.replace('key: "7"', "key: latest")))
    assert found["API_KEY"] == found["FAR_KEY"] == ["CR185"]


def test_a_broken_link_is_marked_at_both_ends() -> None:
    text = MANIFEST.replace("- name: assets\n", "- name: other\n")
    found = marked(portrait_of(text))
    assert (
        found["mount /srv/assets"] == found["link to assets"] == found["volume assets"] == ["CR169"]
    )


def test_a_link_is_not_marked_for_another_one_to_the_same_part() -> None:
    text = MANIFEST.replace(
        "[{name: assets, mountPath: /srv/assets}]",
        "[{name: nope, mountPath: /srv/a}, {name: nope, mountPath: /srv/b}]",
    )
    portrait = portrait_of(text)
    links = [link for link in portrait.links if link.target.title == "nope"]
    assert [len({f.place for f in link.findings}) for link in links] == [1, 1]


def test_what_a_rule_demands_and_nothing_states_is_drawn_as_missing(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(RULES)
    text = "\n".join(
        line
        for line in MANIFEST.splitlines()
        if not any(word in line for word in ("vpc-", "cloudsql", "serviceAccountName"))
    )
    (portrait,) = outcome_of(text, rules=str(tmp_path / "rules.yaml")).portraits
    found = marked(portrait)
    assert found["network VPC network"] == found["link to VPC network"] == ["SHOP1"]
    assert found["cloud-sql Cloud SQL"] == ["SHOP2"]
    assert found["env 3 variables"] == ["SHOP3"]
    assert found["identity the project's default account"] == ["SHOP4"]


def test_a_finding_in_the_code_marks_what_is_started() -> None:
    example = ROOT / "examples" / "netra-staging"
    options = Options([str(example / "broken.yaml")])
    options.format = ["html"]
    options.source = str(example / "service")
    (portrait,) = check(options).portraits
    (row,) = [row for row in portrait.containers[0].rows if row.label == "starts"]
    assert [finding.rule for finding in row.findings] == ["BLD021"]


def test_every_finding_is_of_one_portrait_at_most_and_marks_something() -> None:
    example = ROOT / "examples" / "netra-staging"
    options = Options([str(example)])
    options.format = ["html"]
    outcome = check(options)
    owned: list[Finding] = [finding for p in outcome.portraits for finding in p.findings]
    assert len(owned) == len({id(finding) for finding in owned}) == len(outcome.findings)
    for portrait in outcome.portraits:
        spots = {id(finding) for spot in portrait.spots() for finding in spot.findings}
        assert spots == {id(finding) for finding in portrait.findings}


def test_two_resources_of_one_name_keep_their_findings(tmp_path: Path) -> None:
    bad = MANIFEST.replace("name: PLAIN", "name: PORT")
    for name, text in (("a", MANIFEST), ("b", bad)):
        (tmp_path / f"{name}.yaml").write_text(text)
    options = Options([str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml")])
    options.format = ["html"]
    first, second = check(options).portraits
    assert not any(finding.rule == "CR012" for finding in first.findings)
    assert any(finding.rule == "CR012" for finding in second.findings)


def test_findings_on_one_long_line_are_found_in_bounded_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(marks, "MOST_IN_A_LINE", 20)
    entries = ", ".join("{name: PORT, value: '1'}" for _ in range(50))
    start = MANIFEST.index("        env:\n")
    text = f"{MANIFEST[:start]}        env: [{entries}]\n{MANIFEST[MANIFEST.index('        resources:') :]}"
    portrait = portrait_of(text)
    spots = {id(finding) for spot in portrait.spots() for finding in spot.findings}
    assert spots == {id(finding) for finding in portrait.findings}
