"""Our reading of a manifest is gcloud's reading, value by value.

For every file that gcloud accepts, the tree that we read, after gcloud's coercions, must hold
the values that gcloud would send.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lint.manifest.reader import read_manifest
from lint.yaml.tree import MappingNode
from tests.conformance.corpus import corpus_or_skip
from tests.conformance.gcloud_oracle import ask_about, find_sdk


def without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [without_nulls(item) for item in value]
    return value


def agree(ours: Any, sent: Any) -> bool:
    """Whether a value as we read it may be sent as `sent`."""
    if isinstance(sent, dict):
        if not isinstance(ours, dict):
            return False
        # gcloud adds an empty `metadata` to a Job's template, and drops empty lists and mappings.
        ours, sent = (
            {key: value for key, value in side.items() if value not in (None, {}, [])}
            for side in (ours, sent)
        )
        return set(ours) == set(sent) and all(agree(ours[key], sent[key]) for key in sent)
    if isinstance(sent, list):
        items = ours if isinstance(ours, list) else [ours]
        return len(items) == len(sent) and all(map(agree, items, sent))
    if isinstance(sent, (int, str)) and not isinstance(ours, bool):
        return str(ours) == str(sent)
    return bool(ours == sent)


def test_the_corpus_is_read_as_gcloud_reads_it() -> None:
    files = corpus_or_skip()
    sdk = find_sdk()
    if sdk is None:
        pytest.skip("gcloud is not installed")
    verdicts = ask_about([Path(path).read_bytes() for path in files], sdk)
    differing = []
    accepted = 0
    for path, verdict in zip(files, verdicts, strict=True):
        if not verdict.accepted:
            continue
        accepted += 1
        manifest = read_manifest(path, Path(path).read_bytes())
        root = next(d.root for d in manifest.documents if d.root is not None)
        assert isinstance(root, MappingNode)
        ours = without_nulls(root.plain())
        ours.pop("status", None)
        sent = without_nulls(verdict.sent)
        for side in (ours, sent):
            side.get("metadata", {}).pop("namespace", None)
        if not agree(ours, sent):
            differing.append((path, json.dumps(sent)[:200]))
    assert accepted > 100
    assert differing == []
