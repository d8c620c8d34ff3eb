"""The bind mounts of RUN lines."""

from __future__ import annotations

import pytest

from lint.image.context.bind_mounts import bind_mounts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pip install .", []),
        ("--mount=source=a,target=/b true", [("", "a", "/b")]),
        ("--mount=type=bind,src=a,dst=/b true", [("", "a", "/b")]),
        ("--mount=type=bind,from=build,source=/a,destination=/b true", [("build", "/a", "/b")]),
        ("--mount=from=,target=. true", [("", "", ".")]),
        ('--mount="type=bind,target=/b,rw" true', [("", "", "/b")]),
        ("--mount=type=cache,target=/root/.cache true", []),
        ("--mount=type=secret,id=token true", []),
        (
            "--network=none --mount=type=cache,target=/c --mount=target=/b  --mount=target=/d true",
            [("", "", "/b"), ("", "", "/d")],
        ),
        ("true --mount=target=/b", []),
    ],
)
def test_bind_mounts(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(one.origin, one.source, one.target) for one in bind_mounts(text)] == expected
