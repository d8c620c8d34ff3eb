"""Repairs of the library: texts come back, files stay as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint import api
from lint.engine.examples import SKELETONS

GOOD = SKELETONS["Service"]
BAD = GOOD.replace("  template:", "  templat:")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_only_texts_that_change_come_back(here: Path) -> None:
    fixed = api.fix_texts({"bad.yaml": BAD, "good.yaml": GOOD})
    assert fixed.texts == {"bad.yaml": GOOD}
    assert fixed.repaired == 1
    assert fixed.report.findings == ()
    assert not list(here.iterdir())


def test_files_are_not_written(here: Path) -> None:
    (here / "bad.yaml").write_text(BAD)
    for fixed in (api.fix_paths(["."]), api.fix_paths([Path("bad.yaml")])):
        assert fixed.texts == {"bad.yaml": GOOD}
    assert api.fix_paths(["."], texts={"./bad.yaml": GOOD}).texts == {}
    assert (here / "bad.yaml").read_text() == BAD


def test_what_is_only_likely_must_be_allowed(here: Path) -> None:
    text = BAD.replace("  name: example\n", "  name: example\n  name: other\n", 1)
    safe, every = api.fix_texts({"a.yaml": text}), api.fix_texts({"a.yaml": text}, unsafe=True)
    assert safe.repaired < every.repaired
    assert len(safe.report.findings) > len(every.report.findings)
    assert repr(every) == (
        "<Fixed: 2 findings in 1 texts; <Report: 0 error, 0 warning, 0 info; 1 checked>>"
    )


def test_options_count(here: Path) -> None:
    assert api.fix_texts({"a.yaml": BAD}, select=["CR012"]).texts == {}
    with pytest.raises(api.UsageError, match="is a folder"):
        api.fix_texts({".": BAD})
