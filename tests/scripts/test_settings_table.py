"""The table of settings: every setting is in it, between the marks of the page."""

from __future__ import annotations

import pytest

from lint.settings import settings_schema
from scripts.settings_table import BEGIN, END, table, with_table


def test_every_setting_has_a_row() -> None:
    rows = table(settings_schema()).splitlines()[2:]
    assert "| `builder` | `docker`, `kaniko`, `gcloud` | whose ignore rules" in "\n".join(rows)
    names = [row.split("|")[1].strip(" `") for row in rows if row.startswith("|")]
    assert names == list(settings_schema()["properties"])
    assert all(len(row.split("|")) == 5 for row in rows if row.startswith("|"))
    assert "`severities`" in rows[-1]


def test_only_what_is_between_the_marks_is_written() -> None:
    page = f"# Settings\n\n{BEGIN}STALE\n{END}\nbelow\n"
    made = with_table(page, settings_schema())
    assert made.startswith(f"# Settings\n\n{BEGIN}\n| setting |")
    assert made.endswith(f"\n{END}\nbelow\n")
    assert "STALE" not in made
    assert with_table(made, settings_schema()) == made
    with pytest.raises(ValueError, match="the page has no"):
        with_table("# Settings\n", settings_schema())
