"""What the builders of Google's buildpacks offer: versions of Python, as published in November 2026."""

from __future__ import annotations

from lint.support.lazy_regex import lazy_regex

DATE = "November 2026"
BUILDERS: dict[str, tuple[tuple[int, int], ...]] = {
    "google-24": ((3, 13), (3, 14)),
    "google-22": ((3, 10), (3, 11), (3, 12), (3, 13)),
    "v1": ((3, 7), (3, 8), (3, 9), (3, 10), (3, 11)),
}
"""The versions of Python by the tag of `gcr.io/buildpacks/builder`.

Source: https://docs.cloud.google.com/docs/buildpacks/builders
"""
DEFAULT = "google-24"
"""The tag that `latest` is, which `gcloud run deploy --source` takes."""
NEWEST = max(BUILDERS[DEFAULT])

_VERSION = lazy_regex(
    r"[v=~^<>!]*\s*(\d{1,2})\.(\d{1,3}|[x*])(?:\.(?:\d{1,3}|[x*]))?(?:[a-z-]*\d*)?"
)
_BUILDER = lazy_regex(r"buildpacks/builder:([\w.-]+)")


def stated_version(text: str) -> tuple[int, int] | None:
    """The version that a setting names (`3.12`, `3.12.x`, `3.12.1`); None where it names none."""
    match = _VERSION.fullmatch(text.strip())
    if match is None or not match[2].isdigit():
        return None
    return int(match[1]), int(match[2])


def is_range(text: str) -> bool:
    """Whether a setting leaves the version to the builder (`3.x`, `>=3.11`, `*`)."""
    bare = text.strip()
    return (
        bare == "*"
        or bare.startswith(("<", ">", "^", "~", "!"))
        or bare in ("3", "3.x", "3.*")
        or "," in bare
    )


def named_builder(text: str) -> str | None:
    """The tag of a builder that a text names; None where it names none that is known."""
    match = _BUILDER.search(text)
    return match[1] if match is not None and match[1] in BUILDERS else None


def offering(version: tuple[int, int]) -> list[str]:
    """The builders that have a version of Python."""
    return [tag for tag, versions in BUILDERS.items() if version in versions]
