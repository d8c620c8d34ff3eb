"""The values of a report: complete, comparable, and without what may not be shown."""

from __future__ import annotations

from typing import get_args, get_type_hints

from lint import api
from lint.api import values
from lint.engine.examples import SKELETONS
from lint.model.findings import CONSEQUENCES, MOMENTS, SEVERITIES

TEXT = SKELETONS["Service"].replace("  template:", "  templat:")


def test_the_words_are_those_of_the_findings() -> None:
    assert get_args(values.Severity) == SEVERITIES
    assert get_args(values.Consequence) == tuple(CONSEQUENCES)
    assert get_args(values.Moment) == MOMENTS


def test_a_finding_has_its_repair() -> None:
    finding = next(f for f in api.check_text(TEXT).findings if f.fix is not None)
    assert finding.fix is not None
    assert [edit.text for edit in finding.fix.edits] == ["template"]
    assert finding.help == "Write `template`."
    assert str(finding.place) == f"service.yaml:{finding.place.line}:{finding.place.column}"
    assert finding.title
    assert finding.resource == ("Service", "example")


def test_what_an_edit_writes_is_not_in_its_repr() -> None:
    edit = api.Edit("a.yaml", 1, 2, 1, 3, "a-planted-value")
    assert repr(edit) == "Edit('a.yaml', 1, 2, 1, 3, <15 chars>)"


def test_equal_texts_give_equal_values() -> None:
    assert api.check_text(TEXT).findings == api.check_text(TEXT).findings


def test_types_can_be_asked_for() -> None:
    for name in api.__all__:
        value = getattr(api, name)
        if isinstance(value, type) and issubclass(value, tuple):
            assert get_type_hints(value).keys() == set(value._fields)  # type: ignore[attr-defined]
            assert value.__doc__
