"""Where discovery documents are read from."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import pytest

from scripts.discovery_documents import MissingError, in_wheel, installed, newest
from tests.scripts.discovery import document_of, wheel

DOCUMENTS = {"run.v1": document_of(Service={}), "run.v2": document_of()}


def test_a_wheel_is_only_read(tmp_path: Path) -> None:
    found = in_wheel(str(wheel(tmp_path, "3.1.0", DOCUMENTS)))
    assert (found.version, found.revision, found.documents) == ("3.1.0", "20260101", DOCUMENTS)


@pytest.mark.parametrize("content", [b"", b"not an archive"])
def test_what_is_no_wheel(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "google_api_python_client-3.1.0-py3-none-any.whl"
    path.write_bytes(content)
    with pytest.raises(MissingError, match="google_api_python_client"):
        in_wheel(str(path))


def test_a_wheel_of_something_else(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="not a wheel of google-api-python-client"):
        in_wheel(str(tmp_path / "other-1-py3-none-any.whl"))
    with pytest.raises(MissingError, match=r"run\.v2"):
        in_wheel(str(wheel(tmp_path, "3.1.0", {"run.v1": DOCUMENTS["run.v1"]})))


@pytest.mark.slow
def test_the_newest_of_an_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for version in ("3.9.0", "3.10.0", "2.0.0"):
        wheel(tmp_path, version, DOCUMENTS)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    assert newest().version == "3.10.0"


def test_the_installed_one() -> None:
    pytest.importorskip("googleapiclient", reason="google-api-python-client is not installed")
    found = installed()
    assert found.version == metadata.version("google-api-python-client")
    assert "Service" in found.documents["run.v1"]["schemas"]
    assert len(found.revision) == len("20261031")
