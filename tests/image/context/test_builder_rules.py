"""Lines of .dockerignore: which one decides, for Docker and for kaniko, and which are malformed."""

from __future__ import annotations

import time

import pytest

from lint.image.context.builder_rules import builder_rules
from lint.image.context.ignore_rules import MAX_IGNORE_BYTES, MAX_PATTERNS

INCIDENT = """\
# keep the image small
**/__pycache__
**/monitoring/
**/infrastructure/
**/cloud*

!shop_backend/
"""


def rules(tmp_path, text: str | bytes, builder: str = "docker"):
    path = tmp_path / ".dockerignore"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return builder_rules(str(path), "app/.dockerignore", builder)


@pytest.mark.parametrize(
    ("path", "docker", "kaniko"),
    [
        ("shop_backend/app/services/monitoring/__init__.py", 3, None),
        ("shop_backend/monitoring/__init__.py", 3, 7),
        ("shop_backend/app/infrastructure/db.py", 4, None),
        ("shop_backend/app/core/cloud_sql.py", 5, 7),
        ("shop_backend/app/core/cloud/sql.py", 5, None),
        ("tools/cloud.py", 5, 5),
        ("shop_backend/app/main.py", None, None),
        ("README.md", None, None),
    ],
)
def test_the_incident(tmp_path, path: str, docker: int | None, kaniko: int | None) -> None:
    for builder, line in (("docker", docker), ("kaniko", kaniko)):
        decision = rules(tmp_path, INCIDENT, builder).decide(path)
        assert (decision.pattern and decision.pattern.line) == line, builder
        if decision.pattern is not None:
            assert decision.pattern.path == "app/.dockerignore"
            assert decision.pattern.text == INCIDENT.splitlines()[line - 1]
            assert decision.included is (line == 7)


def test_no_file_ignores_nothing() -> None:
    for builder in ("docker", "kaniko"):
        found = builder_rules(None, "", builder)
        assert found.known
        assert found.faults == []
        assert found.decide("a/b").included
        assert not found.prunes("a")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"x" * 65_536 + b"\n", "ignore-file-invalid"),
        (b"#" * (MAX_IGNORE_BYTES + 1), "ignore-file-too-large"),
        (b"a\n" * (MAX_PATTERNS + 1), "ignore-file-too-large"),
    ],
)
def test_files_beyond_the_limits_are_not_judged(tmp_path, data: bytes, kind: str) -> None:
    found = rules(tmp_path, data)
    assert not found.known
    assert [fault.kind for fault in found.faults] == [kind]
    assert found.faults[0].where.path == "app/.dockerignore"


def test_a_directory_in_the_place_of_the_file(tmp_path) -> None:
    found = builder_rules(str(tmp_path), ".dockerignore", "docker")
    assert not found.known
    assert found.faults[0].kind == "ignore-file-unreadable"


def test_bytes_that_are_not_utf8_match_such_names(tmp_path) -> None:
    found = rules(tmp_path, b"\xff*\n")
    assert not found.decide(b"\xffname".decode("utf-8", "surrogateescape")).included
    assert found.decide("name").included
    found.decide(b"\xffname".decode("utf-8", "surrogateescape")).pattern.text.encode()


@pytest.mark.parametrize("line", ["*a" * 60 + "b", "**/" + "*a*a/**/" * 20 + "b", "?*" * 200 + "b"])
def test_hostile_patterns_take_linear_time(tmp_path, line: str) -> None:
    found = rules(tmp_path, line)
    start = time.process_time()
    for path in ("a" * 250, "a/" * 120 + "a"):
        assert found.decide(path).included
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("lines", "tried"),
    [
        ("[b-a]\n", True),
        ("![b-a]\n", False),  # no pattern before it matches, so that it is never tried
        ("other\n![b-a]\n", False),
        ("a*\n![b-a]\n", True),
        ("a*\n[b-a]\n", False),
    ],
)
def test_a_malformed_pattern_is_reported_where_the_library_tries_it(
    tmp_path, lines: str, tried: bool
) -> None:
    for builder in ("docker", "kaniko"):
        found = rules(tmp_path, lines, builder)
        assert found.faults == []
        for path in ("a1", "a2"):
            found.decide(path)
        assert [fault.kind for fault in found.faults] == ["ignore-pattern-invalid"] * tried


KINDS = {
    "name": "**/name{0}",
    "below a name": "**/gen{0}_*/**",
    "two wildcards": "**/foo{0}/**/bar*.py",
    "inside a name": "**/*{0}*.tmp",
    "three wildcards": "**/foo{0}/**/bar/**/*.py",
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_500_patterns_on_20_000_files_take_seconds_at_most(tmp_path, kind: str) -> None:
    """Docker's own library takes 0.1 s for the first kind and 5.7 to 11.7 s for the others."""
    text = "".join(KINDS[kind].format(number) + "\n" for number in range(500))
    for builder in ("docker", "kaniko"):
        found = rules(tmp_path, text, builder)
        start = time.process_time()
        for number in range(20_000):
            found.decide(f"src/pkg{number % 40}/mod{number % 400}/bar/file_{number}.py")
        assert time.process_time() - start < 3, builder
