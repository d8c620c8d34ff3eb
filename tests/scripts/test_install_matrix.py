"""The matrix picks what pip would pick, and says what has no wheel where."""

from __future__ import annotations

import json
from typing import Any

import pytest
from packaging.requirements import Requirement

from scripts.install_matrix import (
    JSON_PAGE,
    Index,
    NoAnswerError,
    Target,
    installs_there,
    missing,
    platforms,
)

METADATA = {
    "app-2.0": ["core==5.0", "win-only; sys_platform == 'win32'", "more; extra == 'x'"],
    "app-1.0": ["core==4.0"],
}
FILES = [
    "app-1.0-py3-none-any.whl",
    "app-2.0-py3-none-any.whl",
    "app-3.0rc1-py3-none-any.whl",
    "core-4.0-cp313-cp313-musllinux_1_2_x86_64.whl",
    "core-4.0.tar.gz",
    "core-5.0-cp313-cp313-manylinux2014_x86_64.manylinux_2_17_x86_64.whl",
    "core-5.0-cp38-abi3-win_amd64.whl",
    "core-5.0.tar.gz",
    "win_only-1.0-cp313-cp313-win_amd64.whl",
    "more-1.0-py2.py3-none-any.whl",
    "PyYAML-6.0.4.tar.gz",
]


def answer(url: str, accept: str) -> tuple[bytes, str]:
    name = url.rstrip("/").rpartition("/")[2]
    if name.endswith(".metadata"):
        lines = METADATA.get("-".join(name.split("-")[:2]), [])
        return "\n".join(f"Requires-Dist: {line}" for line in lines).encode(), "text/plain"
    files: list[dict[str, Any]] = [
        {"filename": file, "url": f"https://files/{file}", "core-metadata": True}
        for file in FILES
        if file.lower().replace("_", "-").startswith(f"{name}-")
    ]
    if not files:
        raise NoAnswerError(url)
    return json.dumps({"files": files}).encode(), JSON_PAGE


def at(platform: str, *requirements: str, python: tuple[int, int] = (3, 13)) -> dict[str, str]:
    (found,) = (one for one in platforms() if one.name == platform)
    index = Index("https://index/", answer)
    return missing(index, [Requirement(text) for text in requirements], Target(found, python))


def test_a_wheel_for_the_platform_is_enough() -> None:
    assert at("Linux glibc x86_64", "app") == {}
    assert at("Windows amd64", "app[x]>=1") == {}


def test_an_older_release_with_a_wheel_is_not_what_pip_takes() -> None:
    without = at("Linux musl x86_64", "app")
    assert without == {"core": "5.0 has no wheel; 4.0 has one"}
    assert not installs_there(without)
    assert at("Linux musl x86_64", "app<2") == {}
    assert at("Linux musl aarch64", "app<2") == {"core": "4.0 has no wheel; no version has one"}


def test_a_python_version_and_a_marker_count() -> None:
    assert at("Windows arm64", "app") == {
        "core": "5.0 has no wheel; no version has one",
        "win-only": "1.0 has no wheel and no source; no version has one",
    }
    assert at("Windows amd64", "app", python=(3, 14)) == {
        "win-only": "1.0 has no wheel and no source; no version has one"
    }


def test_a_source_that_needs_no_compiler_will_do() -> None:
    without = at("Windows arm64", "PyYAML")
    assert without == {"pyyaml": "6.0.4 has no wheel; no version has one"}
    assert installs_there(without)


def test_an_index_that_does_not_answer_is_no_verdict() -> None:
    with pytest.raises(NoAnswerError):
        at("Windows arm64", "nowhere")


def test_a_page_in_html_is_read_too() -> None:
    def page(url: str, accept: str) -> tuple[bytes, str]:
        html = (
            '<a href="../../files/core-4.0.tar.gz#sha256=0">core-4.0.tar.gz</a>'
            '<a href="core-5.0-py3-none-any.whl" data-requires-python="&gt;=3.14">x</a>'
            '<a href="core-6.0-py3-none-any.whl" data-yanked="">x</a>'
        )
        return html.encode(), "text/html"

    files = Index("https://index/simple/", page).files("core")
    assert [(str(file.version), file.url) for file in files] == [
        ("4.0", "https://index/files/core-4.0.tar.gz"),
        ("5.0", "https://index/simple/core/core-5.0-py3-none-any.whl"),
    ]
    assert str(files[1].python) == ">=3.14"
