"""Discovery documents and wheels of them, for tests."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any


def document_of(**types: dict[str, Any]) -> dict[str, Any]:
    """A document with these types; each is given by its fields."""
    schemas = {name: {"properties": fields} for name, fields in types.items()}
    return {"revision": "20260101", "schemas": schemas}


def wheel(folder: Path, version: str, documents: dict[str, Any]) -> Path:
    """A wheel of google-api-python-client that holds only documents."""
    path = folder / f"google_api_python_client-{version}-py3-none-any.whl"
    info = f"google_api_python_client-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as file:
        for name, document in documents.items():
            member = f"googleapiclient/discovery_cache/documents/{name}.json"
            file.writestr(member, json.dumps(document))
        metadata = f"Metadata-Version: 2.1\nName: google-api-python-client\nVersion: {version}\n"
        file.writestr(f"{info}/METADATA", metadata)
        tags = "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        file.writestr(f"{info}/WHEEL", tags)
        file.writestr(f"{info}/RECORD", "")
    return path
