"""Where the API's discovery documents are: in releases of the PyPI package google-api-python-client."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PACKAGE = "google-api-python-client"
NAMES = ("run.v1", "run.v2")
"""The documents: manifests are of run.v1; the descriptions of run.v2 state more limits."""
_FOLDER = "googleapiclient/discovery_cache/documents"


class MissingError(Exception):
    """There is no document where one was expected."""


class Documents:
    """The documents of one release, by their names."""

    def __init__(self, version: str, documents: dict[str, dict[str, Any]]) -> None:
        self.version = version
        self.documents = documents

    @property
    def revision(self) -> str:
        """The date of run.v1, as in 20261031."""
        return str(self.documents["run.v1"]["revision"])


def installed() -> Documents:
    """Those of the installed package; raises `MissingError` where there is none."""
    package = importlib.util.find_spec("googleapiclient")
    if package is None or package.origin is None:
        raise MissingError(f"{PACKAGE} is not installed")
    folder = os.path.dirname(os.path.dirname(package.origin))
    found = {}
    for name in NAMES:
        with open(os.path.join(folder, _FOLDER, f"{name}.json"), encoding="utf-8") as file:
            found[name] = json.load(file)
    return Documents(importlib.metadata.version(PACKAGE), found)


def in_wheel(path: str) -> Documents:
    """Those of a wheel of the package, of which nothing is run or installed."""
    matched = re.match(r"google_api_python_client-([^-]+)-", os.path.basename(path))
    if matched is None:
        raise MissingError(f"{path} is not a wheel of {PACKAGE}")
    try:
        with zipfile.ZipFile(path) as wheel:
            found = {name: json.loads(wheel.read(f"{_FOLDER}/{name}.json")) for name in NAMES}
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise MissingError(f"{path}: {error}") from error
    return Documents(matched[1], found)


def newest() -> Documents:
    """Those of the newest release on the package index, which pip downloads."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--dest",
            folder,
        ]
        done = subprocess.run(
            [*command, "--only-binary", ":all:", PACKAGE],
            capture_output=True,
            text=True,
            check=False,
        )
        wheels = [name for name in os.listdir(folder) if name.endswith(".whl")]
        if done.returncode or not wheels:
            raise MissingError(f"pip could not download {PACKAGE}: {done.stderr.strip()}")
        return in_wheel(os.path.join(folder, wheels[0]))
