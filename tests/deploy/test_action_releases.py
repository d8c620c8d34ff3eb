"""Releases of deploy-cloudrun by what follows the `@`."""

from __future__ import annotations

import pytest

from lint.deploy.action_releases import INPUTS, NEWEST, release_of


@pytest.mark.parametrize(
    ("reference", "version", "exact", "missing"),
    [
        ("v0", (0, 11, 0), True, False),
        ("v1", (1, 0, 2), True, False),
        ("v2", (2, 7, 6), True, False),
        ("v3", NEWEST, True, False),
        ("main", NEWEST, True, False),
        ("v2.4.0", (2, 4, 0), True, False),
        ("251330ba9a8a34bfbc1622895f42e1d53fd14522", (2, 7, 6), True, False),
        ("0123456789abcdef0123456789abcdef01234567", NEWEST, False, False),
        ("my-branch", NEWEST, False, False),
        ("v2.4", (2, 7, 6), False, True),
        ("v1.0.1000", NEWEST, False, False),
        ("v2.3.7", (2, 7, 6), False, True),
        ("v4", NEWEST, False, False),
        ("v3.1.0", NEWEST, False, False),
    ],
)
def test_release_of(
    reference: str, version: tuple[int, int, int], exact: bool, missing: bool
) -> None:
    release = release_of(reference)
    assert (release.version, release.exact, release.missing) == (version, exact, missing)


def test_inputs_come_and_go() -> None:
    assert release_of("v0").takes("credentials")
    assert not release_of("v1").takes("credentials")
    assert release_of("v2").takes("env_vars_file")
    assert not release_of("v3").takes("env_vars_file")
    assert not release_of("v2.3.0").takes("job")
    assert release_of("v2").takes("job")
    assert all(first < end for first, end in INPUTS.values())
