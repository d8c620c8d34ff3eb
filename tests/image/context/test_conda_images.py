"""Base images with conda."""

from __future__ import annotations

import pytest

from lint.image.context.conda_images import conda_image


@pytest.mark.parametrize(
    ("image", "own", "more"),
    [
        ("continuumio/miniconda3", True, False),
        ("docker.io/continuumio/miniconda3:24.7.1-0", True, False),
        ("condaforge/miniforge3@sha256:0", True, False),
        ("condaforge/mambaforge:23.1.0-1", True, False),
        ("continuumio/anaconda3:latest", True, True),
        ("mambaorg/micromamba:1.5-jammy", False, False),
        ("ghcr.io/mamba-org/micromamba:2.0", False, False),
    ],
)
def test_images_with_conda(image: str, own: bool, more: bool) -> None:
    found = conda_image(image)
    assert found is not None
    assert (found.own, found.more, found.activates) == (own, more, not own)


@pytest.mark.parametrize("image", ["python:3.12", "acme/miniconda3", "continuumio/miniconda3x"])
def test_other_images(image: str) -> None:
    assert conda_image(image) is None
