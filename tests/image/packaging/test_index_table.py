"""The table that scripts/distribution_table.py makes."""

from __future__ import annotations

from lint.image.packaging import index_table
from lint.image.packaging.known_distributions import IMPORTS, REQUIRES


def test_all_rows_are_in_the_tables_that_are_asked() -> None:
    rows = [line.split() for line in index_table.REQUIRES.strip().splitlines()]
    assert len(rows) > 150
    for name, *required in rows:
        assert set(required) <= set(REQUIRES[name])
    for line in index_table.IMPORTS.strip().splitlines():
        name, *providers = line.split()
        assert set(providers) <= set(IMPORTS[name])


def test_what_an_agent_kit_brings_is_known() -> None:
    assert "fastapi" in REQUIRES["google-adk"]
    assert IMPORTS["google.adk"] == ("google-adk",)
