"""Where a word leads to."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from lint.engine.code_links import CodeLinks, Variable
from lint.model.findings import Place
from lint.model.rule import Rule
from lint.server.definition import Target, definition
from lint.server.document import Document, Position, kind_of
from tests.server.test_hover import KINDS, OWN
from tests.server.test_outline import WILD

CODE = CodeLinks(
    {
        "DB_HOST": Variable("DB_HOST", True, True, True, [Place("app/main.py", 3, 5)]),
        "debug": Variable("debug", False, False, True, [Place("app/main.py", 9, 1)]),
    },
    {"p/shop": Place("cloudbuild.yaml", 2, 3, 2, 9)},
)
MANIFEST_TEXT = """\
apiVersion: serving.knative.dev/v1
kind: Service
spec:
  template:
    metadata:
      annotations:
        run.googleapis.com/secrets: other:projects/1/secrets/db-password
    spec:
      containers:
      - image: p/shop:1
        env:
        - name: DB_HOST
          value: x
        - name: DEBUG
          valueFrom:
            secretKeyRef: {name: other, key: latest}
        volumeMounts:
        - name: cache
          mountPath: /cache
      volumes:
      - name: cache
        emptyDir: {}
---
kind: Service
spec: {template: {spec: {volumes: [{name: cache}]}}}
"""


def leads(
    text: str,
    word: str,
    path: str = "service.yaml",
    rules: tuple[Rule, ...] = (),
    files: dict[str, str] | None = None,
) -> list[Target]:
    where = text.index(word)
    line = text[:where].count("\n")
    column = where - (text.rfind("\n", 0, where) + 1)
    document = Document(path, text, kind_of(path, text))
    place = Position(line, column)
    return definition(document, place, code=CODE, rules=rules, rule_files=files)


def spans(targets: list[Target]) -> list[tuple[str, int, int, int]]:
    return [(each.path, each.line, each.start, each.end) for each in targets]


def test_a_variable_leads_to_the_code_that_reads_it() -> None:
    assert spans(leads(MANIFEST_TEXT, "DB_HOST")) == [("app/main.py", 2, 4, 4)]
    assert spans(leads(MANIFEST_TEXT, "DEBUG")) == [("app/main.py", 8, 0, 0)]
    assert leads(MANIFEST_TEXT.replace("DB_HOST", "OTHER"), "OTHER") == []


def test_an_image_leads_to_its_build() -> None:
    assert spans(leads(MANIFEST_TEXT, "p/shop")) == [("cloudbuild.yaml", 1, 2, 8)]


def test_a_mount_leads_to_its_volume() -> None:
    (target,) = leads(MANIFEST_TEXT, "cache")
    assert (target.path, target.line) == ("service.yaml", 20)
    assert MANIFEST_TEXT.split("\n")[20][target.start : target.end] == "cache"


def test_the_name_of_a_secret_leads_to_the_annotation_that_declares_it() -> None:
    (target,) = leads(MANIFEST_TEXT, "other, key")
    assert target.line == 6
    assert leads(MANIFEST_TEXT.replace("other, key", "another, key"), "another") == []


def test_a_rule_leads_to_its_rule_files() -> None:
    own = "ruleset: base\nrules:\n  OWN001:\n    title: It holds\n"
    for word in ("OWN001", "own-rule"):
        found = leads(f"# lint: ignore[{word}]", word, "a.sh", (Rule(OWN),), {"base.yaml": own})
        assert spans(found) == [("base.yaml", 2, 2, 8)]
    found = leads("# lint: ignore[CR108]", "CR108", "a.sh")
    assert len(found) == 1
    assert Path(found[0].path).parent.name == "cloud-run"
    line = Path(found[0].path).read_text(encoding="utf-8").split("\n")[found[0].line]
    assert line[found[0].start : found[0].end] == "CR108"


def test_a_rule_that_is_changed_leads_to_what_it_changes() -> None:
    text = "ruleset: own\nextends: [cloud-run]\nrules:\n  CR108: off\n"
    found = leads(text, "CR108", "rules.yaml", files={"rules.yaml": text})
    assert [Path(each.path).parent.name for each in found] == ["cloud-run"]


def test_other_words_lead_nowhere() -> None:
    for word in ("kind", "mountPath", "latest", "emptyDir"):
        assert leads(MANIFEST_TEXT, word) == []
    assert leads("gcloud run deploy", "run", "a.sh") == []


@given(WILD, KINDS, st.integers(0, 9), st.integers(0, 40))
def test_no_text_and_no_place_is_an_exception(text: str, kind: str, line: int, column: int) -> None:
    definition(Document("a.yaml", text, kind), Position(line, column), code=CODE)
