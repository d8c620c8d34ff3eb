"""The shipped tables of distributions and what they provide."""

from __future__ import annotations

from lint.image.packaging.known_distributions import IMPORTS, REQUIRES, may_provide
from lint.image.wheel.metadata import Requirement, canonical_name


def test_the_shipped_tables_are_well_formed() -> None:
    assert len(IMPORTS) > 300
    for providers in IMPORTS.values():
        assert providers
        assert all(name == canonical_name(name) for name in providers)
    for name, required in REQUIRES.items():
        base = name.partition("[")[0]
        assert base == canonical_name(base)
        assert base in REQUIRES, f"an extra of `{base}`, which has no row of its own"
        assert all(Requirement(text).name for text in required)


def test_installed_distributions_require_nothing_that_the_table_lacks() -> None:
    """The table must not know less than this environment: that would make false `missing`."""
    import importlib.metadata

    from packaging.requirements import Requirement as Parsed

    compared = 0
    for distribution in importlib.metadata.distributions():
        name = canonical_name(distribution.metadata["Name"])
        if name not in REQUIRES:
            continue
        compared += 1
        known = {Requirement(text).name for text in REQUIRES[name]}
        for text in distribution.requires or ():
            parsed = Parsed(text)
            if parsed.marker is None or parsed.marker.evaluate({"extra": ""}):
                assert canonical_name(parsed.name) in known, f"{name} requires {text}"
    assert compared >= 5


def test_what_a_well_known_distribution_may_bring() -> None:
    assert may_provide("yaml")
    assert "google" not in IMPORTS
    assert may_provide("google")  # google.cloud.storage
    assert not may_provide("goo")
    assert not may_provide("shop_settings")
