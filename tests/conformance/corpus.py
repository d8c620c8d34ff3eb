"""The corpus of manifests that others wrote, which lies beside the checkout and is not part of it."""

from __future__ import annotations

import os

import pytest

_CHECKOUT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CORPUS = os.path.join(os.path.dirname(_CHECKOUT), "shared", "corpus")


def corpus_files() -> list[str]:
    """The paths of all manifests of the corpus, sorted; empty where there is no corpus."""
    folder = os.path.join(CORPUS, "manifests")
    if not os.path.isdir(folder):
        return []
    return sorted(os.path.join(folder, name) for name in os.listdir(folder))


def corpus_or_skip() -> list[str]:
    """As `corpus_files`; skips the calling test, visibly, where there is no corpus."""
    files = corpus_files()
    if not files:
        pytest.skip("the corpus is not here: ../shared/corpus")
    return files
